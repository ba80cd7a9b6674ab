"""Tables that open in a spreadsheet: what it would compute is disarmed where we write, and read back as it was meant.

A spreadsheet splits a file at its own locale's separator, whatever ours is: of `news;=1+1` in a file with commas some
make two cells. So every place where a cell may begin is disarmed, not the first character alone, unless the file's
quotation marks hold it together.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice

from iqtibas.article.errors import ReadError

FORMULA_STARTS = tuple("=+-@\u2212⁺⁼₊₌⩵⩶﬩﹢﹣﹦﹫＋－＝＠")
"""First characters that make a spreadsheet compute a cell (OWASP, "CSV Injection"), and what NFKC makes of them."""
CSV_SEPARATORS, TSV_SEPARATORS = ";\t\n\r", ",;\t\n\r"
"""Where a cell may begin for another program. In CSV commas stand in quotation marks, which all programs respect."""
DELIMITERS = ",;\t"
LONGEST_CELL = 50_000_000
"""Characters of a cell that is read; Python's own bound is 131 072, and a speech may be longer."""
SAMPLE_CHARS, SAMPLE_ROWS = 50_000, 20
"""How much of a table is read to find what parts its cells."""
_SIGNS = re.escape("".join(FORMULA_STARTS))
# Programs leave out what is not seen before a sign, and quotation marks that open a cell. Separators are no part of
# it: each is a place of its own, which keeps the search linear.
_UNSEEN = r'(?:[^\S\t\n\r]|["\0-\x08\x0e-\x1f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])*'
_NAMED = re.compile(r'"?sep=([,;|\t])"?\r?\n')


def _armed(separators: str) -> re.Pattern[str]:
    """The apostrophes at every place where a cell may begin, where a formula follows them."""
    inner = f"(?<=[{re.escape(separators)}])'*(?={_UNSEEN}[{_SIGNS}])"
    return re.compile(rf"\A'*(?=[\t\n\r]|{_UNSEEN}[{_SIGNS}])|{inner}")


_ARMED = {separators: _armed(separators) for separators in (CSV_SEPARATORS, TSV_SEPARATORS)}


def escape_formula(cell: str, separators: str = CSV_SEPARATORS) -> str:
    """A cell of which no spreadsheet computes any part: with an apostrophe wherever one would.

    separators: `CSV_SEPARATORS` where quotation marks protect commas, `TSV_SEPARATORS` where nothing does.
    """
    return _ARMED[separators].sub(lambda found: f"'{found.group()}", cell)


def unescape_formula(cell: str, separators: str = CSV_SEPARATORS) -> str:
    """A cell without the apostrophes that `escape_formula` gave it; its own stay."""
    return _ARMED[separators].sub(lambda found: found.group()[1:], cell)


def written_table(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV (RFC 4180), every cell disarmed. All tables of this program are written here."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(map(escape_formula, row) for row in rows)
    return out.getvalue()


def read_table(text: str, where: str = "table", columns: Collection[str] = ()) -> Iterator[tuple[int, list[str]]]:
    """Every row with the line that it begins in, from 1; blank lines are empty rows, cells are as they were meant.

    Commas, semicolons or tabs part the cells: what a first line like `sep=;` names, or else what finds most of the
    names `columns` (in lower case) in the first row, or else what parts the first rows most evenly. Raises ReadError,
    naming file and line, where quotation marks do not fit together.
    """
    text = text.removeprefix("\ufeff")
    named = _NAMED.match(text)
    delimiter = named[1] if named else _delimiter(text[:SAMPLE_CHARS], columns)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    if named:
        next(reader)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise ReadError(f"{where}, line {line}", f"is malformed ({error})", "check its quotation marks") from error
        if row is None:
            return
        yield line, [unescape_formula(cell) for cell in row]


def _delimiter(sample: str, columns: Collection[str]) -> str:
    def fit(sign: str) -> tuple[int, int, int]:
        rows = _first_rows(sample, sign)
        head = rows[0] if rows else []
        named = sum(cell.strip().lower() in columns for cell in head)
        even = sum(len(row) == len(head) for row in rows) if len(head) > 1 else 0
        return named, even, len(head)

    return max(DELIMITERS, key=fit)  # the first of equals: a comma


def _first_rows(sample: str, sign: str) -> list[list[str]]:
    """The first rows that are not empty, as far as they can be read."""
    rows: list[list[str]] = []
    found = csv.reader(io.StringIO(sample, newline=""), delimiter=sign, strict=True)
    with suppress(csv.Error):  # the sample may end inside of a cell
        rows.extend(islice(filter(None, found), SAMPLE_ROWS))
    return rows
