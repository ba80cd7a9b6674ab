"""The public and shared development sets, with one reader for each. Fits and measurements read them here only.

`bench.data.fetch` gets the public ones. A folder of sets ("eval") holds:

| files | what | reader |
|---|---|---|
| flores-dev.ar, .en | FLORES dev, 997 pairs, a sentence a line; their documents are not told | `read_parallel` |
| ntrex-odd.ar, .en, .docid | every second document of NTREX-128, from the second on (61 of 123) | `read_parallel` |
| systems/flores-dev.NAME.en | published translations of FLORES dev by other systems, line by line | `read_output` |
| quotebench-dev.jsonl | articles made of ntrex-odd with embedded statements and gold renderings | `read_articles` |
| natural-a.jsonl, natural-e.jsonl | invented articles, renderings as editors write them | `read_articles` |
| natural-c.jsonl | invented pairs: one statement, renderings of several verdicts | `read_pairs` |
| seeds-gold.jsonl | five press articles | `read_articles` |

Beside it lie `train` and `lexicon`: gzipped lines of Arabic TAB English (`read_tsv`, `training_files`). Offsets are
code points of the article's text, end exclusive. This module needs nothing outside of the standard library but the
errors of `article`: training on a borrowed machine reads its sets here, too.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NotRequired, TypedDict, cast

from iqtibas.article.errors import ReadError

PARALLEL = ("flores-dev", "ntrex-odd")
SYSTEMS = ("argos", "bergamot-base", "bergamot-base-memory", "google", "microsoft", "nllb", "opusmt")
QUOTEBENCH = "quotebench-dev.jsonl"
HINT = "python -m bench.data.fetch gets the public sets, --eval FOLDER says where they are"
HINT_SHARED = "--shared FOLDER says where it is; bench/README.md says what it holds"
# How a pair is set as an article: a headline, the statement as an embed, a cue, and the rendering in marks.
HEADLINE, CUE, DAY = "تصريح جديد", "وكتب على منصة إكس:", "March 3, 2025"


class MissingDataError(ReadError):
    """A development set is not there, or is not what it should be."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of a parallel set. document: which one it is of, as far as the set tells (see `read_parallel`)."""

    arabic: str
    english: str
    document: str


class GoldStatement(TypedDict):
    """An embedded statement with its gold.

    start, end: the whole embed. english: what it says, without links at its end. verdict: faithful, altered, partial or
    missing. kind: the change, None where nothing is changed; kinds: all of them. rendering: its place, the longest of
    them where it stands in several; None if there is none. parts: all places, [] where one says it all. accept: the
    verdicts that an honest judge may give. inner: short cues of the editor inside the span. fine, note, style, layout:
    the author's words on what was done; author, handle: of the embed.
    """

    start: int
    end: int
    english: str
    verdict: str
    kind: str | None
    rendering: list[int] | None
    kinds: NotRequired[list[str]]
    parts: NotRequired[list[list[int]]]
    accept: NotRequired[list[str]]
    inner: NotRequired[list[list[int]]]
    fine: NotRequired[str]
    note: NotRequired[str | None]
    style: NotRequired[str | None]
    layout: NotRequired[str]
    author: NotRequired[str | None]
    handle: NotRequired[str | None]


class GoldArticle(TypedDict):
    """An article with the gold of its embedded statements, in the order of their embeds.

    id: in QuoteBench DOCUMENT#NUMBER, several articles being made of one document. group: of the pair that it was.
    """

    id: str
    text: str
    tweets: list[GoldStatement]
    group: NotRequired[str]
    outlet_style: NotRequired[str]
    layout: NotRequired[list[str]]
    flags: NotRequired[list[str]]


class GoldPair(TypedDict):
    """A statement and one rendering of it. group: of the pairs with the same statement."""

    id: str
    group: str
    english: str
    arabic: str
    speaker: str
    verdict: str
    kinds: list[str]
    note: str
    style: str
    accept: NotRequired[list[str]]


# The keys that a line must have.
ARTICLE_KEYS = frozenset({"id", "text", "tweets"})
PAIR_KEYS = frozenset({"id", "group", "english", "arabic", "speaker", "verdict", "kinds", "note", "style"})


def read_lines(path: Path) -> list[str]:
    """The lines of a text file as they are, without their ends. Raises MissingDataError."""
    try:
        return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _missing(path, error) from error


def read_parallel(folder: Path, name: str, run: int | None = None) -> list[Pair]:
    """A parallel set, in its order: "flores-dev" or "ntrex-odd".

    run: where the set does not tell its documents, so many lines in a row count as one; None: all of them do. (FLORES
    takes about three sentences from a page; runs of ten keep neighbours together for certain.) Raises MissingDataError.
    """
    arabic, english = (read_lines(folder / f"{name}.{side}") for side in ("ar", "en"))
    told = folder / f"{name}.docid"
    if told.exists():
        documents = [line.split("\t")[0].strip() for line in read_lines(told)]
    else:
        documents = [name if run is None else f"{name} {number // run}" for number in range(len(english))]
    if not len(arabic) == len(english) == len(documents):
        counts = f"{len(arabic)} Arabic, {len(english)} English lines and documents of {len(documents)}"
        raise MissingDataError(str(folder / name), counts, HINT)
    return [Pair(*line) for line in zip(arabic, english, documents, strict=True)]


def read_all_parallel(folder: Path, run: int | None = None) -> list[Pair]:
    """FLORES dev and the half of NTREX, one behind the other."""
    return [pair for name in PARALLEL for pair in read_parallel(folder, name, run)]


def by_document(pairs: Iterable[Pair]) -> dict[str, list[Pair]]:
    """The pairs of each document, in order."""
    found: dict[str, list[Pair]] = {}
    for pair in pairs:
        found.setdefault(pair.document, []).append(pair)
    return found


def lines_of(pairs: Sequence[Pair]) -> tuple[list[str], list[str]]:
    """The Arabic and the English sides."""
    return [pair.arabic for pair in pairs], [pair.english for pair in pairs]


def read_output(folder: Path, system: str, name: str = "flores-dev") -> list[str]:
    """What one of SYSTEMS made of a set, line by line. Raises MissingDataError."""
    return read_lines(folder / "systems" / f"{name}.{system}.en")


def read_articles(path: Path) -> list[GoldArticle]:
    """Articles with gold. Raises MissingDataError."""
    return cast("list[GoldArticle]", _read_records(path, ARTICLE_KEYS))


def read_pairs(path: Path) -> list[GoldPair]:
    """Pairs with gold. Raises MissingDataError."""
    return cast("list[GoldPair]", _read_records(path, PAIR_KEYS))


def holds_pairs(path: Path) -> bool:
    """Whether a gold file has pairs, not articles. Raises MissingDataError."""
    return any("group" in record for record in _read_records(path, frozenset({"id"}))[:1])


def _read_records(path: Path, keys: frozenset[str]) -> list[dict[str, Any]]:
    records = []
    for number, line in enumerate(read_lines(path), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except ValueError as error:
            raise MissingDataError(f"{path}, line {number}", f"is no JSON ({error})", HINT) from error
        if not isinstance(found, dict) or keys - found.keys():
            missing = ", ".join(sorted(keys - (found.keys() if isinstance(found, dict) else set())))
            raise MissingDataError(f"{path}, line {number}", f"lacks {missing}", HINT)
        records.append(found)
    return records


def as_article(pair: GoldPair) -> GoldArticle:
    """A pair set as a short article with one embed, which its rendering follows in marks."""
    embed = f"{pair['english']}\n— {pair['speaker'] or 'Press Office'} (@PressOffice) {DAY}"
    before = f"{HEADLINE}\n\n"
    start = len(before) + len(embed) + len(f"\n\n{CUE}\n\n«")
    text = f"{before}{embed}\n\n{CUE}\n\n«{pair['arabic']}»\n"
    kinds = pair["kinds"]
    statement = GoldStatement(
        start=len(before),
        end=len(before) + len(embed),
        english=pair["english"],
        verdict=pair["verdict"],
        kind=kinds[0] if kinds else None,
        rendering=[start, start + len(pair["arabic"])],
        kinds=kinds,
        accept=pair.get("accept", []),
        note=pair["note"],
        style=pair["style"],
    )
    return GoldArticle(id=pair["id"], text=text, tweets=[statement], group=pair["group"])


def unit_of(record: GoldArticle | GoldPair) -> str:
    """What must not be torn apart by a split: a pair's group, the document that an article was made of, else itself."""
    return str(record.get("group") or record["id"].split("#")[0])


def fold_of(unit: str, folds: int) -> int:
    """The fold, from 0, of a unit: by its name alone, so that it is the same whatever else is in the set."""
    return int.from_bytes(hashlib.sha256(unit.encode()).digest()[:8]) % folds


def training_files(shared: Path) -> list[Path]:
    """The files of parallel training text, by name. Raises MissingDataError where there is none."""
    found = sorted((shared / "train").glob("*.tsv.gz"))
    if not found:
        raise MissingDataError(str(shared / "train"), "there is no training text (*.tsv.gz) here", HINT_SHARED)
    return found


def read_tsv(path: Path) -> Iterator[tuple[str, str]]:
    """The lines of a gzipped file as Arabic and English, as they are; "" where a line has one side only.

    Raises MissingDataError.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                arabic, _, english = line.rstrip("\n").partition("\t")
                yield arabic, english
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise _missing(path, error, HINT_SHARED) from error


def _missing(path: Path, error: Exception, hint: str = HINT) -> MissingDataError:
    problem = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be read ({error})"
    return MissingDataError(str(path), problem, hint)
