"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Articles = Annotated[
    list[str],
    typer.Argument(
        help="Files (text, JSON lines, HTML, DOCX), folders, globs, URLs, or - for standard input.",
        show_default=False,
    ),
]
Out = Annotated[Path, typer.Option("--out", "-o", help="Folder for the results; made if it is not there.")]
Json = Annotated[
    str,
    typer.Option("--json", help="Also write JSON lines, one an article, to this file; - for standard output."),
]
Model = Annotated[
    str,
    typer.Option("--model", "-m", help="auto, embedded, opus-mt-ar-en, opus-mt-tc-big-ar-en, or a model folder."),
]
Engine = Annotated[str, typer.Option("--engine", help="auto, ctranslate2, or transformers.")]
Threads = Annotated[int | None, typer.Option("--threads", min=1, help="Processor cores to use; all if not given.")]
Offline = Annotated[bool, typer.Option("--offline", help="Never use the network: pull no model, fetch no page.")]
Force = Annotated[
    bool, typer.Option("--force", help="Replace earlier results even if no article can be read, or they are served.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; errors are still printed.")]
Memory = Annotated[
    Path | None, typer.Option("--memory", help="The translation memory's file; the user's own if not given.")
]
NoMemory = Annotated[bool, typer.Option("--no-memory", help="Neither look sources up nor keep what is translated.")]
Glossary = Annotated[Path | None, typer.Option("--glossary", "-g", help="Terms to keep to: CSV or TBX.")]
Format = Annotated[
    str, typer.Option("--format", help="What is printed: table (plain lines in a pipe), plain, json or markdown.")
]
