"""Pairs as tab-separated values: `ar`, `en`, `origin`, one pair a line, UTF-8.

A tab, line feed, carriage return or backslash inside a value is written `\\t`, `\\n`, `\\r`, `\\\\`; other backslashes
are read as they stand, so that files which know no escapes read well too. What a spreadsheet would compute gets an
apostrophe in front, which is taken off again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from iqtibas.article import ReadError
from iqtibas.article.csv_cells import TSV_SEPARATORS, escape_formula, unescape_formula
from iqtibas.article.input.regular import require_regular
from iqtibas.translate.memory import Pair

HEADER = ("ar", "en", "origin")
MAX_LINE = 10_000_000
"""Longest line that is read, in characters."""
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPED = re.compile(r"\\[\\tnr]")
_MEANT = {escape: character for character, escape in _ESCAPES.items()}


def tsv_of_pairs(pairs: Iterable[Pair]) -> Iterator[str]:
    """The lines of a file, each with its line feed."""
    yield "\t".join(HEADER) + "\n"
    for pair in pairs:
        values = map(_escaped, (pair.arabic, pair.english, pair.origin))
        yield "\t".join(escape_formula(value, TSV_SEPARATORS) for value in values) + "\n"


def read_tsv(path: Path) -> Iterator[Pair]:
    """The pairs of a file in order; a header and blank lines are no pairs, further columns are left out.

    Raises ReadError for a line that is no pair, too long, or not UTF-8.
    """
    try:
        require_regular(path)
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            for number, line in enumerate(iter(lambda: file.readline(MAX_LINE + 1), ""), start=1):
                values = [_meant(unescape_formula(value, TSV_SEPARATORS)) for value in line.rstrip("\r\n").split("\t")]
                if len(line) > MAX_LINE or (len(values) < 2 and line.strip()):
                    problem = "is no pair: Arabic, a tab, English"
                    raise ReadError(f"{path}:{number}", problem, "one pair a line")
                if len(values) >= 2 and (number > 1 or tuple(v.lower() for v in values[:2]) != HEADER[:2]):
                    yield Pair(values[0], values[1], (values[2:] or [""])[0] or path.name)
    except UnicodeDecodeError as error:
        raise ReadError(str(path), f"is not UTF-8 at byte {error.start}", "save it as UTF-8") from error
    except OSError as error:
        raise ReadError(
            str(path), f"cannot be read ({error.strerror})", "check the name and its permissions"
        ) from error


def _escaped(value: str) -> str:
    return _SPECIAL.sub(lambda match: _ESCAPES[match.group()], value)


def _meant(value: str) -> str:
    return _ESCAPED.sub(lambda match: _MEANT[match.group()], value)
