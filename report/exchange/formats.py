"""The files that `translate` writes for an article, by the names that `--format` takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from iqtibas.article import UsageError
from iqtibas.report.exchange.english import english_path, english_text
from iqtibas.report.record.jsonl import dumped, english_record
from iqtibas.report.record.result import ArticleResult, RunInfo
from iqtibas.storage.write import make_folder, refuse_links, write_atomically

_TEXT = ".en.txt"


def parse_formats(names: str) -> tuple[str, ...]:
    """The formats in a list like "text,tmx", in our order, each once. Raises UsageError for an unknown one."""
    wanted = [name.strip().lower() for name in names.split(",") if name.strip()]
    unknown = sorted(set(wanted) - FORMATS.keys())
    if unknown or not wanted:
        problem = f"{', '.join(unknown)} is no format" if unknown else "no format is named"
        raise UsageError("--format", problem, f"choose from {', '.join(FORMATS)}, with commas between them")
    return tuple(name for name in FORMATS if name in wanted)


def write_article(
    out: Path,
    formats: Sequence[str],
    result: ArticleResult,
    run: RunInfo,
    staging: Path | None = None,
    name: str = "",
) -> list[Path]:
    """Write an article's files below `out`, each whole or not at all; returns where they are.

    staging: see `write_atomically`. name: in the place of the article's id, see `english.Names`. They are not forced
    to the disk, which would take longer than small articles take to translate: the journal notices what a power cut
    emptied. Raises OutputError.
    """
    written = []
    for form in formats:
        suffix, content = FORMATS[form]
        path = article_path(out, name or result.article.id, suffix)
        refuse_links(out, path)
        make_folder(path.parent)
        write_atomically(path, content(result, run), staging, forced=False)
        written.append(path)
    return written


def article_path(folder: Path, article_id: str, suffix: str) -> Path:
    """Where a file of an article goes: see `english.english_path`. suffix: how its name ends."""
    text_path = english_path(folder, article_id)
    return text_path.with_name(text_path.name.removesuffix(_TEXT) + suffix)


def bilingual_lines(result: ArticleResult, run: RunInfo) -> str:
    """An article as JSON lines, a segment each: offsets, Arabic, English with what is said of it, model."""
    return "".join(f"{line}\n" for line in _segments(result, run))


def _segments(result: ArticleResult, run: RunInfo) -> Iterator[str]:
    for t in result.translations:
        record = {
            "id": result.article.id,
            "start": t.segment.start,
            "end": t.segment.end,
            "arabic": result.article.slice(t.segment),
            **english_record(t),
            "model": run.model.name if run.model else "",
        }
        yield dumped(record)


def _tmx(result: ArticleResult, run: RunInfo) -> bytes:
    from iqtibas.report.exchange.tmx import tmx_of_article

    return tmx_of_article(result, run)


def _xliff(result: ArticleResult, run: RunInfo) -> bytes:
    from iqtibas.report.exchange.xliff import xliff_of_article

    return xliff_of_article(result, run)


def _docx(result: ArticleResult, run: RunInfo) -> bytes:
    from iqtibas.report.exchange.docx import docx_of_article

    return docx_of_article(result, run)


# Name: how a file's name ends, and what is in it. No ending is the end of another, so no two files share a name.
FORMATS: Mapping[str, tuple[str, Callable[[ArticleResult, RunInfo], str | bytes]]] = {
    "text": (_TEXT, english_text),
    "jsonl": (".ar-en.jsonl", bilingual_lines),
    "tmx": (".ar-en.tmx", _tmx),
    "xliff": (".ar-en.xlf", _xliff),
    "docx": (".ar-en.docx", _docx),
}
