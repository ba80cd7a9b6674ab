"""JSON lines (https://jsonlines.org): one article a line, `{"id", "text", "title", "published"}`, in UTF-8."""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from iqtibas.article.errors import EncodingError, IqtibasError, ReadError
from iqtibas.article.input.decode import MAX_BYTES, examine
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.input.published import read_day
from iqtibas.article.model import Article

BLANK = b" \t\r\n\xef\xbb\xbf"
FORM = 'each line must be like {"id": "…", "text": "…"}'


def bounded_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a binary stream with their ends; of a line beyond MAX_BYTES, only MAX_BYTES + 1 bytes."""
    while line := stream.readline(MAX_BYTES + 1):
        yield line
        while len(line) > MAX_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_BYTES + 1)


def articles_from_lines(lines: Iterable[bytes], where: str, name: str) -> Iterator[Article | IqtibasError]:
    """One article, or the error in its place, for each line that is not blank.

    where: the input in errors and sources. name: the input's own id; a line without "id" gets `name:LINE`,
    counted from 1. Only the line at hand is in memory.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip(BLANK):
            try:
                yield _article(line, f"{where}:{number}", f"{name}:{number}")
            except IqtibasError as error:
                yield error


def _article(line: bytes, place: str, default_id: str) -> Article:
    record = _record(line, place)
    text = _string(record, "text", place)
    name = _string(record, "id", place) if "id" in record else default_id
    if not name.strip():
        raise ReadError(place, '"id" is empty', FORM)
    article = article_from_text(
        text,
        id=name,
        source=f"{place} (JSON lines)",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        title=_string(record, "title", place) if "title" in record else "",
        notes=examine(text, place),
    )
    return replace(article, published=read_day(record.get("published")) or read_day(record.get("date")))


def _record(line: bytes, place: str) -> dict[str, object]:
    if len(line) > MAX_BYTES:
        raise ReadError(place, f"is larger than {MAX_BYTES // 1_000_000} MB", "split it into articles")
    bare = line.removeprefix(codecs.BOM_UTF8)
    try:
        record = json.loads(bare.decode("utf-8").rstrip())
    except UnicodeDecodeError as error:
        at = len(line) - len(bare) + error.start
        raise EncodingError(place, f"is not UTF-8 at byte {at}", "JSON lines are UTF-8") from error
    except json.JSONDecodeError as error:
        raise ReadError(place, f"is not JSON: {error.msg} at column {error.colno}", FORM) from error
    except (ValueError, RecursionError) as error:  # a number or a nesting beyond what Python reads
        raise ReadError(place, f"is JSON that cannot be read ({error})", FORM) from error
    if not isinstance(record, dict):
        raise ReadError(place, f"is {_kind(record)}, not an object", FORM)
    return record


def _string(record: dict[str, object], key: str, place: str) -> str:
    if key not in record:
        raise ReadError(place, f'has no "{key}"', FORM)
    value = record[key]
    if not isinstance(value, str):
        raise ReadError(place, f'"{key}" is {_kind(value)}, not a string', FORM)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ReadError(place, f'"{key}" has half a surrogate pair at character {error.start}', FORM) from error
    return value


def _kind(value: object) -> str:
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")
