"""`iqtibas documents`: a whole English document and its Arabic version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iqtibas import __version__
from iqtibas.cli.console import consoles, one_line_errors
from iqtibas.cli.options import Quiet
from iqtibas.cli.output import prepare_json, print_json

if TYPE_CHECKING:
    from iqtibas.report import Side


def documents(
    arabic: Annotated[Path, typer.Argument(metavar="ARABIC", help="The Arabic version: text, HTML or DOCX.")],
    english: Annotated[Path, typer.Argument(metavar="ENGLISH", help="The English document: text, HTML or DOCX.")],
    tmx: Annotated[Path | None, typer.Option("--tmx", help="Write the pairs as a TMX 1.4b memory.")] = None,
    json: Annotated[str, typer.Option("--json", help="Write the beads as JSON; - for standard output.")] = "",
    lines: Annotated[bool, typer.Option("--lines", help="Both files have one sentence a line.")] = False,
    quiet: Quiet = False,
) -> None:
    """Align a whole English document with its Arabic version, sentence by sentence, m to n."""
    from iqtibas.align import align_documents
    from iqtibas.models import load_sentence_encoder, load_word_encoder
    from iqtibas.report import bead_pairs, beads_json, write_atomically, write_pairs

    with one_line_errors():
        prepare_json(json)
        ours, theirs = (_read_lines(arabic), _read_lines(english)) if lines else (_read(arabic), _read_english(english))
        beads = align_documents(ours.texts(), theirs.texts(), load_sentence_encoder(), load_word_encoder())
        if tmx:
            write_pairs(tmx, bead_pairs(beads, ours, theirs), __version__)
        if json == "-":
            print_json([beads_json(beads, ours, theirs)])
        elif json:
            write_atomically(Path(json), beads_json(beads, ours, theirs))
        if not quiet:
            covered = sum(b.arabic[1] - b.arabic[0] for b in beads), sum(b.english[1] - b.english[0] for b in beads)
            consoles(json)[0].print(
                f"{len(beads)} beads: {covered[0]} of {len(ours.sentences)} Arabic sentences, "
                f"{covered[1]} of {len(theirs.sentences)} English",
                markup=False,
            )


def _read(path: Path) -> Side:
    from iqtibas.article import IqtibasError, UsageError, read_articles, segment_article
    from iqtibas.report import Side

    article, *others = read_articles([str(path)])
    if isinstance(article, IqtibasError):
        raise article
    if others:
        raise UsageError(str(path), "holds more than one document", "give one file a side")
    return Side(path.name, article.text, tuple(segment_article(article)))


def _read_english(path: Path) -> Side:
    from iqtibas.article import read_transcript, split_sentences
    from iqtibas.report import Side

    transcript = read_transcript(path)
    return Side(path.name, transcript.text, tuple(split_sentences(transcript.text)))


def _read_lines(path: Path) -> Side:
    """One sentence a line; an empty line has a number and no sentence."""
    from iqtibas.article import Segment, read_lines
    from iqtibas.report import Side

    text, spans = read_lines(path)
    full = [(number, span) for number, span in enumerate(spans) if text[span[0] : span[1]].strip()]
    return Side(path.name, text, tuple(Segment(*span) for _, span in full), tuple(number for number, _ in full))
