"""Bytes to text: which encoding an input is in, and whether the text was damaged before it came here.

Nothing but the byte-order mark is taken away: line ends, bidirectional controls and everything else stay.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from iqtibas.article.characters import DIRECTION_SPANS
from iqtibas.article.errors import EncodingError, ReadError

MAX_BYTES = 50_000_000
"""Largest single input. The longest article we have met is a thousandth of it."""

MAGIC = (
    (b"%PDF-", "a PDF file", "save its text as .txt or .docx"),
    (b"PK\x03\x04", "a zip archive or an Office file", "give .docx files their suffix, and unpack archives"),
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Office file", "save it as .docx without a password"),
    (b"{\\rtf", "an RTF file", "save it as .docx or .txt"),
    (b"\x89PNG", "a PNG image", "give the text, not a picture of it"),
    (b"\xff\xd8\xff", "a JPEG image", "give the text, not a picture of it"),
    (b"GIF8", "a GIF image", "give the text, not a picture of it"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it first"),
    (b"SQLite format 3", "an SQLite database", "export the articles as JSON lines"),
)
BYTE_ORDER_MARKS = (  # UTF-32 first: its little-endian mark begins with the one of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
LEGACY = {"windows-1256": "cp1256", "ISO-8859-6": "iso8859_6"}
DECLARED = {
    "windows-1256": "windows-1256",
    "cp1256": "windows-1256",
    "cp-1256": "windows-1256",
    "iso-8859-6": "ISO-8859-6",
    "iso-8859-6-e": "ISO-8859-6",
    "iso-8859-6-i": "ISO-8859-6",
    "iso8859-6": "ISO-8859-6",
    "arabic": "ISO-8859-6",
    "asmo-708": "ISO-8859-6",
}

# In Arabic UTF-16 the upper byte is 6 for letters, 0 for spaces, digits and Latin; 8-bit text has neither.
UTF16_SHARE, UTF16_SAMPLE = 0.7, 65_536
# Runs of characters beyond ASCII that the guesses below look at: enough for certainty, bounded for speed.
SAMPLE_RUNS = 5_000
# On 1987 sentences of FLORES and NTREX as windows-1256 and ISO-8859-6, 99 % score over .66 in the right
# encoding and two are told wrongly; Cyrillic, Greek, Hebrew, Chinese and noise stay under .4.
MIN_LIKENESS = 0.45
# A stray damaged character is noted and read; a flood is refused. 1 in 100 is a letter per long sentence.
MAX_DAMAGED_SHARE = 0.01
# What re-decoded mojibake must consist of, to be sure that it is one.
MIN_RECOVERED_SHARE = 0.6

COMMON_LETTERS = frozenset("اليمنوتربةعد")
COMMON_WORDS = frozenset(["في", "من", "على", "إلى", "أن", "التي", "عن"])
ARTICLE_FORMS = ("ال", "وال", "بال", "لل")
WORD = re.compile(r"[^\W\d_a-zA-Z]+")
ARABIC_LETTER = re.compile("[\u0621-\u064a\u0671-\u06d3]")
ARABIC_RUN = re.compile("[\u0621-\u0652]{3,}")
C1_CONTROL = re.compile("[\x80-\x9f]")
# The marks change no order but that of their neighbours, and any Arabic page has them.
BIDI_CONTROL = re.compile(f"[{DIRECTION_SPANS}]")

# (what the bytes were wrongly read as, what they are)
MISREADINGS = (
    ("windows-1252", "utf-8"),
    ("iso-8859-1", "utf-8"),
    ("windows-1256", "utf-8"),
    ("cp437", "utf-8"),
    ("mac-roman", "utf-8"),
    ("windows-1252", "windows-1256"),
    ("iso-8859-1", "iso-8859-6"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the name of the encoding it was in, and what a reader should know about it."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, where: str, declared: str = "") -> Decoded:
    """The text of `data` in UTF-8, UTF-16, UTF-32, windows-1256 or ISO-8859-6.

    where: the input's name for errors. declared: an encoding that the input itself names (an HTML page does);
    believed only where the bytes are not UTF-8. Raises ReadError for empty and binary input and EncodingError
    for unknown encodings and for text that was damaged before it came here.
    """
    _refuse_known_formats(data, where)
    text, encoding = _marked(data, where) or _unmarked(data, where, declared)
    if "\0" in text:
        raise ReadError(where, f"is a binary file (NUL at character {text.index(chr(0))})", "give text")
    return Decoded(text, encoding, examine(text, where))


def examine(text: str, where: str) -> tuple[str, ...]:
    """Notes on decoded text: stray damage, bidirectional controls.

    Raises ReadError for text that is empty or white space, EncodingError for mojibake and for a flood of
    replacement characters.
    """
    if not text.strip():
        raise ReadError(where, "is empty", "give an Arabic article")
    notes = []
    if damaged := text.count("\ufffd"):
        _refuse_flood(text, damaged, where)
        notes.append(f"{damaged} damaged character(s), shown as U+FFFD")
    _refuse_mojibake(text, where)
    if controls := BIDI_CONTROL.findall(text):
        notes.append(f"{len(controls)} bidirectional control(s) kept; the order on screen may mislead")
    return tuple(notes)


def _refuse_known_formats(data: bytes, where: str) -> None:
    for magic, what, hint in MAGIC:
        if data.startswith(magic):
            raise ReadError(where, f"is {what}", hint)


def _marked(data: bytes, where: str) -> tuple[str, str] | None:
    """Text and encoding by the byte-order mark; None without one."""
    for mark, codec, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(codec), name
            except UnicodeDecodeError as error:
                problem = f"is marked as {name} but breaks off at byte {len(mark) + error.start}"
                raise EncodingError(where, problem, "save it again as UTF-8") from error
    return None


def _unmarked(data: bytes, where: str, declared: str) -> tuple[str, str]:
    for codec in _utf16_lanes(data):
        try:
            return data.decode(codec), "UTF-16"
        except UnicodeDecodeError:  # the pattern was chance: it is something else
            continue
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        damaged = data.decode("utf-8", "replace")
    if 2 * damaged.count("\ufffd") < _beyond_ascii(damaged):
        return damaged, "UTF-8"
    return _legacy(data, where, declared)


def _utf16_lanes(data: bytes) -> Iterator[str]:
    """The byte order(s) in which `data` looks like Arabic UTF-16 without a mark."""
    if not data or len(data) % 2:
        return
    sample = data[:UTF16_SAMPLE]
    for codec, upper in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if upper.count(0) + upper.count(6) >= UTF16_SHARE * len(upper):
            yield codec


def _legacy(data: bytes, where: str, declared: str) -> tuple[str, str]:
    """windows-1256 or ISO-8859-6: the declared one, or the one that looks more like Arabic."""
    name = DECLARED.get(declared.strip().lower().replace("_", "-"), "")
    likeness = {name: 1.0} if name else {n: _likeness(data, codec) for n, codec in LEGACY.items()}
    best = max(likeness, key=lambda n: likeness[n])
    if likeness[best] < MIN_LIKENESS:
        tried = "UTF-8, UTF-16, " + ", ".join(LEGACY)
        raise EncodingError(where, f"is Arabic in none of {tried}", "save it as UTF-8")
    try:
        return data.decode(LEGACY[best]), best
    except UnicodeDecodeError:  # bytes that the declared encoding does not have: it was declared in error
        return _legacy(data, where, "")


def _likeness(data: bytes, codec: str) -> float:
    """How much `data` looks like Arabic in an 8-bit encoding, from -1 to 2.

    The share of the twelve commonest letters, plus the share of words that are function words or carry the
    definite article, less the share of words that mix Arabic with accented Latin letters.
    """
    sample = b" ".join(islice((m.group() for m in re.finditer(rb"[\x80-\xff]+", data)), SAMPLE_RUNS))
    try:
        data.decode(codec)
        text = sample.decode(codec)
    except UnicodeDecodeError:
        return -1.0
    words = [word for word in WORD.findall(text) if ARABIC_LETTER.search(word)]
    if not words or (codec == "iso8859_6" and C1_CONTROL.search(text)):
        return -1.0
    letters = "".join(words)
    common = sum(letter in COMMON_LETTERS for letter in letters) / len(letters)
    known = sum(word in COMMON_WORDS or word.startswith(ARTICLE_FORMS) for word in words)
    mixed = sum(any(letter < "\u0250" for letter in word) for word in words)
    return float(common + (known - mixed) / len(words))


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _refuse_flood(text: str, damaged: int, where: str) -> None:
    if damaged > MAX_DAMAGED_SHARE * _beyond_ascii(text):
        first = text.index("\ufffd")
        problem = f"is damaged: {damaged} characters are lost (U+FFFD, the first at character {first})"
        raise EncodingError(where, problem, "get the original again, or save it anew as UTF-8")


def _refuse_mojibake(text: str, where: str) -> None:
    sample = " ".join(islice((m.group() for m in re.finditer(r"[^\x00-\x7f]+", text)), SAMPLE_RUNS))
    for wrong, right in MISREADINGS:
        recovered = _reread(sample, wrong, right)
        # "ÁÁÁ" was no Arabic word.
        words = [word for word in ARABIC_RUN.findall(recovered) if len(set(word)) > 1]
        if words and sum(map(len, words)) > MIN_RECOVERED_SHARE * (len(recovered) - recovered.count(" ")):
            problem = f"is {right} text that was once read as {wrong}; its first word is “{words[0][:20]}”"
            raise EncodingError(where, problem, f"read the original file as {right} and save that")


def _reread(text: str, wrong: str, right: str) -> str:
    """What `text` says if its bytes, taken back out of `wrong`, are read as `right`."""
    return codecs.charmap_encode(text, "replace", _charmap(wrong))[0].decode(right, "replace")


@cache
def _charmap(codec: str) -> Any:  # the type has no public name
    """An 8-bit encoding in which unassigned bytes stand for themselves, as in browsers (WHATWG Encoding,
    "single-byte decoder")."""
    return codecs.charmap_build("".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in range(256)))
