"""Official English statements: what one is, and reading them from text, CSV, JSON lines, Word files and web pages.

A record of CSV or JSON lines is a statement. A plain text has one a paragraph. A transcript, of whatever kind of
file, is split into its speakers' turns and those into sentences and claims, each with its position.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from iqtibas.article.csv_cells import read_table, written_table
from iqtibas.article.errors import IqtibasError, ReadError
from iqtibas.article.input.decode import MAX_BYTES, decode
from iqtibas.article.input.jsonl import BLANK, bounded_lines
from iqtibas.article.input.regular import require_regular
from iqtibas.article.input.transcript import PAGES, WORD, Transcript, read_transcript
from iqtibas.article.input.turns import bold_labels, claims, speaker_turns
from iqtibas.article.model import Segment
from iqtibas.article.sentences import split_sentences

CSV_SUFFIX, JSON_LINES = ".csv", (".jsonl", ".ndjson")
COLUMNS = ("id", "text", "speaker", "date", "occasion", "source", "position")
HEADER = "the first row names the columns: text, and where you have them speaker, date, occasion, source, id"
RECORD = 'each line must be like {"text": "…", "speaker": "…", "date": "2021-03-24"}'
# A paragraph of more sentences is cut: no outlet renders it whole, and nobody searches for a page.
MOST_SENTENCES = 4
# 60 bits: among a million statements, two share an id once in two million libraries.
ID_LENGTH, ID_GROUP = 12, 4
_CROCKFORD = str.maketrans("abcdefghijklmnopqrstuvwxyz234567", "0123456789abcdefghjkmnpqrstvwxyz")
_QUOTES = str.maketrans("“”„«»‘’‚‐‑", '"""""\'\'\'--')


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said in English. id: see `statement_id`, or the user's own.

    speaker, occasion, source: "" where unknown. source: the file or address that it is from. position: start and end
    in code points of the source's text, as `article.read_transcript` gives it; None for a record of its own.
    """

    id: str
    text: str
    speaker: str = ""
    date: datetime.date | None = None
    occasion: str = ""
    source: str = ""
    position: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """What holds for the statements of a file that do not say otherwise. source: "" for the file's own name."""

    speaker: str = ""
    date: datetime.date | None = None
    occasion: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class StatementFile:
    """The statements of a file in order, each id once; what cannot be read; and the places of repeated statements."""

    statements: tuple[Statement, ...]
    failures: tuple[IqtibasError, ...]
    repeated: tuple[str, ...]


Record = tuple[str, Mapping[str, str], tuple[int, int] | None]


def read_statements(path: str | os.PathLike[str], given: Provenance | None = None) -> StatementFile:
    """Read a file of statements; the suffix tells what it is. given: what holds where the file says nothing.

    Raises ReadError for a file that cannot be read at all; a malformed row or line is a failure of its own, which
    names it. Two statements with one id and different texts are such a failure too.
    """
    path = Path(path)
    found: dict[str, tuple[str, Statement]] = {}
    failures: list[IqtibasError] = []
    repeated = []
    for record in _records(path):
        try:
            if isinstance(record, IqtibasError):
                raise record
            place, statement = record[0], _statement(record, given or Provenance(), path.name)
            earlier = found.setdefault(statement.id, (place, statement))
            if earlier[1] is statement:
                continue
            if loose(earlier[1].text) != loose(statement.text):
                raise ReadError(place, f'has the id "{statement.id}" of {earlier[0]}', "give each statement its own")
            repeated.append(place)
        except IqtibasError as error:
            failures.append(error)
    return StatementFile(tuple(statement for _, statement in found.values()), tuple(failures), tuple(repeated))


def make_statement(text: str, given: Provenance, *, position: tuple[int, int] | None = None) -> Statement:
    """A statement with an id of its own. Raises ReadError if it has no words."""
    if not any(map(str.isalnum, text)):
        raise ReadError(given.source or "statement", "has no text", "give what was said")
    name = statement_id(text, given.speaker, given.date)
    return Statement(name, text, given.speaker, given.date, given.occasion, given.source, position)


def statement_id(text: str, speaker: str, date: datetime.date | None) -> str:
    """Twelve letters and digits (Crockford's base 32) of the SHA-256 of what was said, by whom and when.

    Spelling decides nothing: case, white space, and the form of quotation marks and hyphens are evened out.
    """
    parts = (loose(text), loose(speaker), date.isoformat() if date else "")
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).digest()
    name = base64.b32encode(digest).decode().lower().translate(_CROCKFORD)[:ID_LENGTH]
    return "-".join(name[at : at + ID_GROUP] for at in range(0, ID_LENGTH, ID_GROUP))


def loose(text: str) -> str:
    """A text as ids compare it."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_QUOTES)).casefold().split())


def statements_csv(statements: Iterable[Statement]) -> str:
    """A table (RFC 4180) that `read_statements` reads back; cells that a spreadsheet would compute are disarmed."""
    rows = (["" if value is None else value for value in _fields(each).values()] for each in statements)
    return written_table([COLUMNS, *rows])


def statements_json(statements: Iterable[Statement]) -> str:
    """JSON lines that `read_statements` reads back."""
    return "".join(json.dumps(_fields(statement), ensure_ascii=False) + "\n" for statement in statements)


def _fields(statement: Statement) -> dict[str, str | None]:
    """The values of COLUMNS."""
    date = statement.date.isoformat() if statement.date else None
    position = "{}-{}".format(*statement.position) if statement.position else None
    own = (statement.id, statement.text, statement.speaker, date, statement.occasion, statement.source, position)
    return dict(zip(COLUMNS, own, strict=True))


def parse_date(value: str, place: str) -> datetime.date:
    """A date as 2021-03-24. Raises ReadError, which names the place."""
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise ReadError(place, f'"{value[:40]}" is no date', "write dates as 2021-03-24") from None


def _records(path: Path) -> Iterator[Record | IqtibasError]:
    """What a file holds, with errors in the place of what cannot be read."""
    suffix = path.suffix.lower()
    if suffix == CSV_SUFFIX:
        yield from _csv_records(_text(path), path.as_posix())
    elif suffix in JSON_LINES:
        yield from _json_records(path)
    else:
        yield from _transcript_records(path, read_transcript(path))


def _statement(record: Record, given: Provenance, file: str) -> Statement:
    """The statement in a record. Raises ReadError, which names the record's place."""
    place, fields, position = record
    if not any(map(str.isalnum, fields["text"])):
        raise ReadError(place, "has no text", "every statement needs what was said")
    speaker = fields.get("speaker") or given.speaker
    date = parse_date(fields["date"], place) if fields.get("date") else given.date
    name = fields.get("id", "").strip() or statement_id(fields["text"], speaker, date)
    occasion, source = fields.get("occasion") or given.occasion, fields.get("source") or given.source or file
    own = position or _parse_position(fields.get("position", ""), place)
    return Statement(name, fields["text"], speaker, date, occasion, source, own)


def _parse_position(value: str, place: str) -> tuple[int, int] | None:
    if not value:
        return None
    found = re.fullmatch(r"([0-9]{1,12})-([0-9]{1,12})", value)
    if not found or int(found[1]) >= int(found[2]):
        raise ReadError(place, f'"{value[:40]}" is no position', "leave it out, or write start-end")
    return int(found[1]), int(found[2])


def _text(path: Path) -> str:
    """The decoded text of a file. Raises ReadError."""
    place = path.as_posix()
    try:
        require_regular(path)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReadError(place, f"cannot be read ({error.strerror or error})", "check the path") from error
    if len(data) > MAX_BYTES:
        raise ReadError(place, f"is larger than {MAX_BYTES // 1_000_000} MB", "split it")
    return decode(data, place).text


def _csv_records(text: str, where: str) -> Iterator[Record | IqtibasError]:
    """Rows count from 1, the header, as spreadsheets count them."""
    number, header = 0, None
    try:
        for number, (_, row) in enumerate(read_table(text, where, COLUMNS), start=1):
            place = f"{where}, row {number}"
            if header is None:
                header = _header(row, where)
            elif len(row) == len(header):
                yield place, dict(zip(header, row, strict=True)), None
            elif any(cell.strip() for cell in row):
                problem = f"has {len(row)} cells, and the header {len(header)}"
                yield ReadError(place, problem, "put cells with commas in quotation marks")
    except ReadError as error:  # where the next row begins is not known then
        if header is None:
            raise
        hint = f"what follows was not read; {error.hint}"
        yield ReadError(f"{where}, row {number + 1}", error.problem, hint)


def _header(row: list[str], where: str) -> list[str]:
    """The columns' names. Raises ReadError without a column of texts, or with a name twice."""
    names = [name.strip().lower() for name in row]
    if "text" not in names:
        raise ReadError(f"{where}, row 1", "has no column named text", HEADER)
    twice = next((name for name in names if name in COLUMNS and names.count(name) > 1), None)
    if twice:
        raise ReadError(f"{where}, row 1", f"has two columns named {twice}", HEADER)
    return names


def _json_records(path: Path) -> Iterator[Record | IqtibasError]:
    try:
        require_regular(path)
        with path.open("rb") as file:
            for number, line in enumerate(bounded_lines(file), start=1):
                if line.strip(BLANK):
                    yield _json_record(line, f"{path.as_posix()}:{number}")
    except OSError as error:
        raise ReadError(path.as_posix(), f"cannot be read ({error.strerror or error})", "check the path") from error


def _json_record(line: bytes, place: str) -> Record | IqtibasError:
    try:
        record = json.loads(line.decode("utf-8-sig")) if len(line) <= MAX_BYTES else None
    except (ValueError, RecursionError) as error:
        return ReadError(place, f"is no JSON ({error})", RECORD)
    if not isinstance(record, dict):
        return ReadError(place, "is no JSON object", RECORD)
    fields = {name: record[name] for name in COLUMNS if record.get(name) is not None}
    wrong = next((name for name, value in fields.items() if not isinstance(value, str)), None)
    if wrong or "text" not in fields:
        return ReadError(place, f'"{wrong}" is no string' if wrong else 'has no "text"', RECORD)
    if any("\ud800" <= c <= "\udfff" for value in fields.values() for c in value):
        return ReadError(place, "has half a surrogate pair", RECORD)
    return place, fields, None


def _transcript_records(path: Path, transcript: Transcript) -> Iterator[Record | IqtibasError]:
    """The claims of every turn; without turns, of every paragraph. Speakers are as their labels have them."""
    text, suffix = transcript.text, path.suffix.lower()
    bold = bold_labels(path.read_bytes(), suffix, path.as_posix()) if suffix in (*PAGES, *WORD) else ()
    turns = speaker_turns(text, bold)
    spans = [(turn.speaker, claim) for turn in turns for claim in claims(text, turn.start, turn.end)]
    if not turns:
        spans = [("", span) for span in _paragraphs(text)]
    for speaker, span in spans:
        place = f"{transcript.source}, character {span.start}"
        yield place, {"text": text[span.start : span.end], "speaker": speaker}, (span.start, span.end)


def _paragraphs(text: str) -> Iterator[Segment]:
    """What blank lines part, or single lines where there are none; long ones as claims."""
    blank = re.search(r"\S[^\S\n]*\n[^\S\n]*\n\s*\S", text)
    start = 0
    for gap in [*re.finditer(r"\n[^\S\n]*\n|\Z" if blank else r"\n|\Z", text)]:
        inside = text[start : gap.start()]
        first = start + len(inside) - len(inside.lstrip())
        last, start = first + len(inside.strip()), gap.end()
        if any(map(str.isalnum, inside)):
            few = len(split_sentences(text, first, last)) <= MOST_SENTENCES
            yield from [Segment(first, last)] if few else claims(text, first, last)
