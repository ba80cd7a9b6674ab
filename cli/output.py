"""JSON lines of a command: to a file or to standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iqtibas.report import ArticleResult, RunInfo


def write_json(json: str, results: Iterable[ArticleResult], info: RunInfo) -> None:
    """JSON lines to a file or to standard output; nothing if no place was named."""
    from iqtibas.report import json_line, write_chunks

    if not json:
        return
    lines = (json_line(result, info) + "\n" for result in results)
    if json == "-":
        print_json(lines)
    else:
        write_chunks(Path(json), lines)


def print_json(chunks: Iterable[str | bytes]) -> None:
    """JSON on standard output, in UTF-8; on a terminal, with controls in its strings as escapes."""
    from iqtibas.report.controls import disarmed_json

    shown = sys.stdout.isatty()
    for chunk in chunks:
        if shown:
            text = chunk if isinstance(chunk, str) else chunk.decode("utf-8", "replace")
            sys.stdout.write(disarmed_json(text))
        else:
            sys.stdout.buffer.write(chunk.encode("utf-8", "backslashreplace") if isinstance(chunk, str) else chunk)
    sys.stdout.flush()


def prepare_json(json: str) -> None:
    """Refuse an unwritable place for JSON before any work is done."""
    from iqtibas.article import OutputError
    from iqtibas.report import prepare_out
    from iqtibas.storage.write import takes_files

    if json and json != "-":
        if Path(json).is_dir():
            raise OutputError(json, "is a folder", "give --json a file, or - for standard output")
        if takes_files(Path(json)):
            prepare_out(Path(json).resolve().parent)
