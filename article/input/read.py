"""From arguments to articles: files, folders, patterns, pages and standard input, one article at a time."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO

from iqtibas.article.errors import IqtibasError, ReadError
from iqtibas.article.input.decode import MAX_BYTES, decode
from iqtibas.article.input.jsonl import BLANK, articles_from_lines, bounded_lines
from iqtibas.article.input.pattern import matching
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.input.regular import GIVE_A_FILE
from iqtibas.article.model import Article

if TYPE_CHECKING:
    from iqtibas.article.input.fetch import Fetched, Fetcher

PLAIN = (".txt", ".text", ".md")
JSON_LINES = (".jsonl", ".ndjson")
PAGES = (".html", ".htm", ".xhtml")
WORD = (".docx",)
SUFFIXES = (*PLAIN, *JSON_LINES, *PAGES, *WORD)
"""What is read in a folder. A file that is named itself may have any suffix."""

Isolation = Callable[[str], AbstractContextManager[None]]
"""A context for what is done to the input of a name, which may turn a defect into an IqtibasError."""
STDIN = "-"
IS_URL = re.compile(r"[a-z][a-z0-9+.-]{1,30}://", re.I)
OPEN_LINE = "fetched without encryption: it may have been changed on the way"
HTML_STARTS = (b"<!doctype html", b"<html", b"<?xml")


@dataclass(frozen=True, slots=True)
class Input:
    """A file or page to read, or standard input.

    path: as given, or below the folder as given; STDIN for standard input; a URL as given. short, long: its id where
    that is unique among the inputs, and where it is not.
    """

    path: str
    short: str
    long: str


def not_isolated(_: str) -> AbstractContextManager[None]:
    """A context that lets a defect end the run, with its traceback."""
    return nullcontext()


def read_articles(
    arguments: Sequence[str],
    stdin: BinaryIO | None = None,
    fetcher: Fetcher | None = None,
    isolate: Isolation = not_isolated,
) -> Iterator[Article | IqtibasError]:
    """The articles that the arguments name, in order; an error stands in the place of what cannot be read.

    arguments: files, folders (searched for SUFFIXES), glob patterns, "-" for `stdin` (the process's own by default),
    and URLs, for which `fetcher` opens the connections; without it they are errors. Ids are file names, paths below
    their folder, URLs, or the ids of JSON lines; where two inputs would share one, the longer path. A file that is
    named twice is read once. Nothing is raised for an input. isolate: a context for the reading of the input of this
    name, which may turn a defect of ours into an IqtibasError: it then costs that input and no other.
    """
    taken: Counter[str] = Counter()
    for planned in plan_inputs(arguments):
        if isinstance(planned, IqtibasError):
            yield planned
            continue
        for result in _read(planned, stdin, fetcher, isolate):
            yield _with_own_id(result, taken) if isinstance(result, Article) else result


def count_inputs(arguments: Sequence[str]) -> int:
    """How many files the arguments name; a file of JSON lines is one, however many articles it holds."""
    return sum(isinstance(planned, Input) for planned in plan_inputs(arguments))


def plan_inputs(arguments: Sequence[str]) -> list[Input | IqtibasError]:
    """The files behind the arguments, each once, in order, with errors in the place of what is not there."""
    planned: list[Input | IqtibasError] = []
    seen: set[str] = set()
    for argument in arguments:
        for found in _expand(argument):
            if isinstance(found, Input):
                real = found.path if found.path == STDIN or is_url(found.path) else os.path.realpath(found.path)
                if real in seen:
                    continue
                seen.add(real)
            planned.append(found)
    shared = Counter(found.short for found in planned if isinstance(found, Input))
    return [
        dataclasses.replace(found, short=found.long) if isinstance(found, Input) and shared[found.short] > 1 else found
        for found in planned
    ]


def is_url(argument: str) -> bool:
    """Whether an argument is the address of a page, and no file's name."""
    return IS_URL.match(argument) is not None


def _expand(argument: str) -> Iterator[Input | IqtibasError]:
    if argument == STDIN:
        yield Input(STDIN, "stdin", "stdin")
    elif is_url(argument):
        yield Input(argument, _name(argument), _name(argument))
    elif os.path.isdir(argument):
        yield from _files_below(argument)
    elif os.path.exists(argument):
        yield Input(argument, _name(PurePath(argument).name), _name(PurePath(argument).as_posix()))
    elif any(sign in argument for sign in "*?[") and "\0" not in argument:
        matches = matching(argument)
        for match in matches:
            yield from _expand(match) if match != argument else ()
        if not matches:
            yield ReadError(_name(argument), "no file matches this pattern", "check the folder and the spelling")
    else:
        yield ReadError(_name(argument) or "''", "there is no such file", "check the folder and the spelling")


def _name(path: str) -> str:
    """A path as text: undecodable bytes in it, which no output could hold, become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def _files_below(folder: str) -> Iterator[Input | IqtibasError]:
    """The readable files below a folder, in order of their paths."""
    found = False
    for entry in _walk(folder):
        found = True
        if isinstance(entry, IqtibasError):
            yield entry
        else:
            below = Path(entry).relative_to(folder)
            yield Input(entry, _name(below.as_posix()), _name(PurePath(entry).as_posix()))
    if not found:
        yield ReadError(_name(folder), f"holds no file with one of {' '.join(SUFFIXES)}", "name the files themselves")


def _walk(folder: str) -> Iterator[str | IqtibasError]:
    """Regular files with a known suffix, depth first, by name, without hidden ones and loops of links."""
    visited: set[str] = set()
    pending = [folder]
    while pending:
        path = pending.pop()
        if not os.path.isdir(path):
            yield path
            continue
        real, above = os.path.realpath(path), os.path.realpath(os.path.dirname(path) or ".")
        if real in visited or (path != folder and f"{above}/".startswith(f"{real.rstrip('/')}/")):
            continue
        visited.add(real)
        try:
            names = sorted((name for name in os.listdir(path) if not name.startswith(".")), reverse=True)
        except OSError as error:
            yield _unreadable(path, error)
            continue
        paths = (os.path.join(path, name) for name in names)
        pending += [p for p in paths if os.path.isdir(p) or (_suffix(p) in SUFFIXES and os.path.isfile(p))]


def _suffix(path: str) -> str:
    return os.path.splitext(path)[1].lower()


def _unreadable(path: str, error: OSError) -> ReadError:
    hint = "check its permissions" if isinstance(error, PermissionError) else ""
    return ReadError(_name(path), f"cannot be read ({error.strerror or error})", hint)


def _read(
    planned: Input, stdin: BinaryIO | None, fetcher: Fetcher | None, isolate: Isolation
) -> Iterator[Article | IqtibasError]:
    """The articles of one input, with errors in the place of what cannot be read."""
    try:
        with isolate(planned.short):
            yield from _read_source(planned, stdin, fetcher)
    except IqtibasError as error:
        yield error


def _read_source(planned: Input, stdin: BinaryIO | None, fetcher: Fetcher | None) -> Iterator[Article | IqtibasError]:
    """The articles of one input. Raises IqtibasError where it cannot be read, or no further."""
    try:
        if planned.path == STDIN:
            yield from _read_stream(stdin or _standard_input(), planned)
        elif is_url(planned.path):
            if fetcher is None:
                hint = "leave --offline out, or save the page in a browser and give the file"
                raise ReadError(planned.short, "pages are not fetched here", hint)
            yield from _read_page(fetcher.fetch(planned.path), planned.short)
        else:
            yield from _read_file(planned)
    except OSError as error:
        raise _unreadable(planned.path, error) from error


def _standard_input() -> BinaryIO:
    """The process's own. Raises ReadError where it has none, as in a service or behind `<&-`."""
    if sys.stdin is None:
        raise ReadError(STDIN, "standard input is closed", "pipe the article in, or name its file")
    return sys.stdin.buffer


def _read_file(planned: Input) -> Iterator[Article | IqtibasError]:
    with open(planned.path, "rb") as file:
        if _suffix(planned.path) in JSON_LINES:
            if stat.S_ISCHR(os.fstat(file.fileno()).st_mode):
                raise ReadError(planned.long, "is a device, whose lines may never end", GIVE_A_FILE)
            yield from articles_from_lines(bounded_lines(file), planned.long, planned.short)
        else:
            status = os.fstat(file.fileno())
            _refuse_large(status.st_size if stat.S_ISREG(status.st_mode) else 0, planned.long)
            yield _article(file.read(MAX_BYTES + 1), planned)


def _read_stream(stream: BinaryIO, planned: Input) -> Iterator[Article | IqtibasError]:
    """Standard input: JSON lines if the first thing in it is a brace, else one article."""
    lines = bounded_lines(stream)
    head: list[bytes] = []
    size = 0
    for line in lines:
        head.append(line)
        size += len(line)
        if line.strip(BLANK) or size > MAX_BYTES:
            break
    if head and head[-1].strip(BLANK).startswith(b"{"):
        yield from articles_from_lines(chain(head, lines), planned.long, planned.short)
    else:
        yield _article(b"".join(head) + stream.read(max(0, MAX_BYTES + 1 - size)), planned)


def _read_page(page: Fetched, name: str) -> Iterator[Article | IqtibasError]:
    """The articles of a fetched page. name: their id, or where it begins."""
    if page.kind == "lines":
        articles = articles_from_lines(bounded_lines(io.BytesIO(page.data)), page.url, name)
    else:
        articles = iter([_article_of(page.kind, page.data, name, page.url, page.charset)])
    for article in articles:
        if isinstance(article, Article) and page.url.startswith("http:"):
            article = dataclasses.replace(article, notes=(*article.notes, OPEN_LINE))
        yield article


def _article(data: bytes, planned: Input) -> Article:
    """One article by the file's suffix; by the first bytes where the suffix tells nothing."""
    _refuse_large(len(data), planned.long)
    suffix = _suffix(planned.path)
    start = data[:1024].lstrip(BLANK).lower()
    kind = "text"
    if suffix in WORD or (suffix not in SUFFIXES and start.startswith(b"pk\x03\x04")):
        kind = "docx"
    elif suffix in PAGES or (suffix not in SUFFIXES and start.startswith(HTML_STARTS)):
        kind = "html"
    return _article_of(kind, data, planned.short, planned.long)


def _article_of(kind: str, data: bytes, name: str, source: str, charset: str = "") -> Article:
    """One article of a kind: "docx", "html" or "text". charset: the encoding that a server names, or ""."""
    if kind == "docx":
        from iqtibas.article.input.docx import article_from_docx

        return article_from_docx(data, article_id=name, source=source)
    if kind == "html":
        from iqtibas.article.input.html import article_from_html

        return article_from_html(data, article_id=name, source=source, charset=charset)
    decoded = decode(data, source, charset)
    return article_from_text(
        decoded.text,
        id=name,
        source=f"{source} ({decoded.encoding})",
        sha256=hashlib.sha256(data).hexdigest(),
        notes=decoded.notes,
    )


def _refuse_large(size: int, where: str) -> None:
    if size > MAX_BYTES:
        raise ReadError(where, f"is larger than {MAX_BYTES // 1_000_000} MB", "split it into articles")


def _with_own_id(article: Article, taken: Counter[str]) -> Article:
    """The article itself, or with `#2`, `#3` … behind an id that an earlier one of this run has."""
    name = article.id
    while name in taken:
        taken[article.id] += 1
        name = f"{article.id}#{taken[article.id]}"
    taken[name] = 1
    if name == article.id:
        return article
    note = f"another article of this run has the id {article.id}"
    return dataclasses.replace(article, id=name, notes=(*article.notes, note))
