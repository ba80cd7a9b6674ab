"""A user's glossary: Arabic terms and the English they must become, from CSV or TBX.

CSV: columns of Arabic, English and, if wanted, a note, with or without a header, parted by commas, semicolons or tabs
as `csv_cells.read_table` finds it. A header says which column is which, in any order and among others. TBX: TermBase
eXchange (ISO 30042), one term of each language out of each entry. Every bad row is an error that names it.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from iqtibas.article.arabic.letters import script_share
from iqtibas.article.csv_cells import read_table
from iqtibas.article.errors import ReadError
from iqtibas.article.input.regular import require_regular
from iqtibas.translate.terms import Term, TermIndex

LARGEST_FILE = 10_000_000
MOST_ROWS = 50_000
LONGEST_TERM = 200
ARABIC_NAMES = frozenset({"arabic", "ar", "source", "العربية", "عربي"})
ENGLISH_NAMES = frozenset({"english", "en", "target", "الإنجليزية", "إنجليزي"})
"""What a header may call the two columns."""
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_WAY_OUT = "a row is: Arabic,English[,note], or has columns under a header like arabic,english"


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms in the file's order. digest: SHA-256 over them, equal exactly where they would change nothing."""

    terms: tuple[Term, ...]
    digest: str

    def index(self) -> TermIndex:
        """The terms ready for look-up."""
        return TermIndex(self.terms)


def read_glossary(path: Path) -> Glossary:
    """Read a .csv, .tbx or .xml file.

    Raises ReadError, naming the row, for a row without both languages or with wrong ones, a contradiction, and for a
    file that is too large, no UTF-8, or no XML.
    """
    try:
        require_regular(path)
        if path.stat().st_size > LARGEST_FILE:
            raise ReadError(str(path), f"is larger than {LARGEST_FILE // 1_000_000} MB", "split the glossary")
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(str(path), f"cannot be read ({error.strerror})") from error
    rows = _tbx_rows(path, data) if path.suffix.lower() in (".tbx", ".xml") else _csv_rows(path, data)
    terms = tuple(_checked(path, rows))
    digest = hashlib.sha256(repr([(term.arabic, term.english) for term in terms]).encode("utf-8", "surrogatepass"))
    return Glossary(terms, digest.hexdigest())


def _csv_rows(path: Path, data: bytes) -> Iterator[tuple[str, str, str]]:
    """Place, Arabic and English of every row that is not empty."""
    columns: tuple[int, int] | None = None
    for line, row in read_table(_decoded(path, data), str(path), ARABIC_NAMES | ENGLISH_NAMES):
        cells, place = [cell.strip() for cell in row], f"{path}, line {line}"
        if not any(cells):
            continue
        if columns is None:
            columns, is_header = _columns(cells, place)
            width = len(cells)
            if is_header:
                continue
        if len(cells) != width and len(cells) not in (2, 3):
            raise ReadError(place, f"has {len(cells)} columns", _WAY_OUT)
        arabic, english = ((cells[at] if at < len(cells) else "") for at in columns)
        yield place, arabic, english


def _columns(first: list[str], place: str) -> tuple[tuple[int, int], bool]:
    """Where the Arabic and the English stand, and whether the first row says so itself. Raises ReadError."""
    names = [cell.lower() for cell in first]
    found = [
        next((at for at, name in enumerate(names) if name in known), -1) for known in (ARABIC_NAMES, ENGLISH_NAMES)
    ]
    if min(found) >= 0:
        return (found[0], found[1]), True
    if max(found) >= 0 and not any(script_share(cell).arabic for cell in first if cell.lower() not in ARABIC_NAMES):
        missing = "Arabic" if found[0] < 0 else "English"
        raise ReadError(place, f"is a header without a column for the {missing}", _WAY_OUT)
    if len(first) not in (2, 3):
        raise ReadError(place, f"has {len(first)} columns", _WAY_OUT)
    return (0, 1), False


def _decoded(path: Path, data: bytes) -> str:
    """The text of a table; spreadsheets save "Unicode text" as UTF-16."""
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(str(path), "is not UTF-8", "save it as CSV UTF-8") from error


def _tbx_rows(path: Path, data: bytes) -> Iterator[tuple[str, str, str]]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(str(path), f"is not XML ({error})") from error
    if next(root.iter(etree.Entity), None) is not None:
        raise ReadError(str(path), "uses entities of its own, which are not read", "write the terms out")
    for entry in root.iter("{*}termEntry", "{*}conceptEntry"):
        found = {"ar": "", "en": ""}
        for section in entry.iter("{*}langSet", "{*}langSec"):
            language = str(section.get(_XML_LANG, "")).lower()[:2]
            term = next(section.iter("{*}term"), None)
            if term is not None and language in found:
                found[language] = " ".join("".join(term.itertext()).split())
        yield f"{path}, line {entry.sourceline}", found["ar"], found["en"]


def _checked(path: Path, rows: Iterator[tuple[str, str, str]]) -> Iterator[Term]:
    seen: dict[str, str] = {}
    for number, (place, arabic, english) in enumerate(rows):
        if number >= MOST_ROWS:
            raise ReadError(place, f"is past the {MOST_ROWS} terms that a glossary may have")
        _check_row(place, arabic, english)
        if seen.setdefault(arabic, english) != english:
            raise ReadError(place, f"gives {arabic} a second English", f"it was {seen[arabic]!r} before")
        yield Term(arabic, english)
    if not seen:
        raise ReadError(str(path), "holds no terms", _WAY_OUT)


def _check_row(place: str, arabic: str, english: str) -> None:
    for name, cell in (("Arabic", arabic), ("English", english)):
        if not cell:
            raise ReadError(place, f"has no {name} term", _WAY_OUT)
        if len(cell) > LONGEST_TERM:
            raise ReadError(place, f"has a term of more than {LONGEST_TERM} characters", _WAY_OUT)
    if not script_share(arabic).arabic:
        raise ReadError(place, f"{arabic!r} has no Arabic letter", _WAY_OUT)
    if script_share(english).arabic:
        raise ReadError(place, f"{english!r} has Arabic letters", _WAY_OUT)
