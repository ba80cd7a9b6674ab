"""English documents: the text of an official statement, a speech or an interview, from plain text, HTML or DOCX."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from iqtibas.article.errors import ReadError
from iqtibas.article.input.decode import MAX_BYTES, decode
from iqtibas.article.input.docx import docx_text
from iqtibas.article.input.html import main_text
from iqtibas.article.input.regular import require_regular

PAGES, WORD = (".html", ".htm", ".xhtml"), (".docx",)


@dataclass(frozen=True, slots=True)
class Transcript:
    """An English document. text: as decoded, untouched; of HTML and DOCX the extracted text, a line a paragraph."""

    source: str
    text: str
    sha256: str


def read_transcript(path: Path) -> Transcript:
    """Read an English document; the suffix tells what it is.

    Raises ReadError for what is missing, empty, too large or no document of its kind, or cannot be decoded.
    """
    source = path.as_posix()
    data = _bytes(path, source)
    suffix = path.suffix.lower()
    if suffix in WORD:
        text = docx_text(data, source)[0]
    else:
        text = main_text(data, source) if suffix in PAGES else decode(data, source).text
    if not any(map(str.isalpha, text)):
        raise ReadError(source, "holds no text", "give a document with words in it")
    return Transcript(source, text, hashlib.sha256(data).hexdigest())


def read_lines(path: Path) -> tuple[str, list[tuple[int, int]]]:
    """A text of one sentence a line, in any language, and the span of every line without its end.

    Lines end at a line feed alone, as programs count them. Raises ReadError as `read_transcript`.
    """
    text = read_transcript(path).text
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line.removesuffix("\r"))))
        start += len(line) + 1
    return text, spans[:-1] if text.endswith("\n") else spans


def _bytes(path: Path, source: str) -> bytes:
    try:
        require_regular(path)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReadError(source, f"cannot be read ({error.strerror or error})", "check the path") from error
    if len(data) > MAX_BYTES:
        raise ReadError(source, f"is larger than {MAX_BYTES // 1_000_000} MB", "split it into documents")
    return data
