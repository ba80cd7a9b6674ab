"""What one command does to every article, and how it ends."""

from __future__ import annotations

import dataclasses
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from iqtibas import __version__
from iqtibas.article import DefectError, IqtibasError, ModelError
from iqtibas.cli.console import SOME_FAILED, consoles
from iqtibas.cli.web import page_fetcher

if TYPE_CHECKING:
    from iqtibas.align import Aligner, Alignment
    from iqtibas.article import Article, Embed, Segment
    from iqtibas.article.article_reading import ArticleReading
    from iqtibas.eval import ChrfScale, Fidelity
    from iqtibas.report import ArticleResult, Form, RunInfo
    from iqtibas.translate import Glossary, Memory, Translation, Translator

SIGNALLED = 128  # a shell's exit code for a program that a signal ended, less the signal
MOST_NOTES = 20
"""Notes on articles that a command prints."""
TRACEBACKS = "IQTIBAS_TRACEBACKS"  # set it, and a defect ends the run with its traceback


@dataclasses.dataclass
class Work:
    """What one command does to every article, and what came of it. Rooms that it does not need stay None."""

    translator: Translator | None = None
    aligns: bool = True
    results: list[ArticleResult] = dataclasses.field(default_factory=list)
    failures: list[IqtibasError] = dataclasses.field(default_factory=list)
    aligner: Aligner | None = None
    stopped: int = 0
    """The signal that ended the work before its end, 0 if none did."""

    def do(self, article: Article) -> ArticleResult:
        """Translate, align and score one article."""
        from iqtibas.article import find_embeds
        from iqtibas.article.article_reading import ArticleReading
        from iqtibas.article.visible import visible_article
        from iqtibas.report import ArticleResult

        seen = visible_article(article)
        reading = ArticleReading(seen.article)
        embeds = find_embeds(seen.article) if self.aligns else []
        alignments = self.align(reading, embeds)
        segments = reading.segments if self.translator else []
        translations, back = self.translate(reading, segments, alignments)
        return ArticleResult(
            article,
            tuple(seen.located(translations)),
            tuple(seen.located(alignments)),
            tuple(self.score(alignments, back)) if self.translator else (),
            tuple(seen.located(list(reading.quotes))) if self.aligns else (),
        )

    def align(self, reading: ArticleReading, embeds: Sequence[Embed]) -> list[Alignment]:
        """Alignments of the English embeds; the encoders are loaded for the first that there is."""
        if not any(e.language == "en" for e in embeds):
            return []
        if self.aligner is None:
            from iqtibas.align import load_aligner

            self.aligner = load_aligner()
        return self.aligner.align(reading.article, embeds, reading)

    def translate(
        self, reading: ArticleReading, segments: Sequence[Segment], alignments: Sequence[Alignment]
    ) -> tuple[list[Translation], list[list[Translation]]]:
        """Translations of the segments, and of the sentences of every rendering, in one plan."""
        if self.translator is None:
            return [], []
        renderings = [
            [s for span in a.rendering.spans for s in reading.sentences(span.start, span.end)] if a.rendering else []
            for a in alignments
        ]
        made = self.translator.translate_article(reading.article, [*segments, *(s for r in renderings for s in r)])
        rest = iter(made[len(segments) :])
        return made[: len(segments)], [[next(rest) for _ in own] for own in renderings]

    def score(self, alignments: Sequence[Alignment], back: Sequence[Sequence[Translation]]) -> list[Fidelity]:
        """How near each rendering comes to its statement. back: its sentences, translated.

        Where a person accepted English of them it says nothing of how near the Arabic comes, and there is no score.
        """
        from iqtibas.eval import fidelity, load_scale

        scale: ChrfScale | None = load_scale(self.translator.model.digest) if self.translator else None
        scored = []
        for alignment, own in zip(alignments, back, strict=True):
            hypothesis = None if any(t.accepted for t in own) else " ".join(t.english for t in own)
            quality = min((t.quality for t in own if t.quality is not None), default=None)
            scored.append(fidelity(hypothesis, alignment.embed.text, scale, quality))
        return scored

    def info(self) -> RunInfo:
        """How the results came about."""
        from iqtibas.eval import segment_chrf
        from iqtibas.report import RunInfo

        if self.translator is None:
            return RunInfo(None, "", {}, {}, __version__)
        options = dataclasses.asdict(self.translator.options)
        signatures = {"chrF2++": segment_chrf("a", "a").signature}
        return RunInfo(self.translator.model, self.translator.engine, options, signatures, __version__)


def work_through(
    work: Work,
    articles: Sequence[str],
    quiet: bool,
    each: Callable[[ArticleResult], None] | None = None,
    *,
    offline: bool = False,
) -> bool:
    """Do every article; errors are kept and the rest goes on. Returns False if Ctrl-C or SIGTERM stopped it.

    each: called with every result as soon as it is there. offline: URLs among the articles are refused.
    """
    from iqtibas.article import count_inputs, read_articles
    from iqtibas.report.terminal.progress import STARTING, progress_bar, shown_name
    from iqtibas.translate.batch import interruptible

    errors = consoles()[1]
    try:
        with interruptible(), progress_bar(errors, quiet) as bar:
            task = bar.add_task(STARTING, total=count_inputs(articles), rate="")
            for item in read_articles(articles, fetcher=page_fetcher(offline), isolate=defects):
                name = item.where if isinstance(item, IqtibasError) else item.id
                bar.update(task, description=shown_name(name))
                result = attempt(work, item)
                if isinstance(result, IqtibasError):
                    # Without its traceback, which keeps the article that it comes from in memory.
                    work.failures.append(type(result)(result.where, result.problem, result.hint))
                else:
                    work.results.append(result)
                    if each:
                        each(result)
                bar.advance(task)
    except KeyboardInterrupt as interrupt:
        work.stopped = getattr(interrupt, "signal", signal.SIGINT)
        return False
    return True


@contextmanager
def defects(name: str) -> Iterator[None]:
    """Turn an unexpected exception into the DefectError of one article, so that the others go on."""
    try:
        yield
    except IqtibasError:
        raise
    except MemoryError as error:
        problem = "needs more memory than there is"
        raise DefectError(name, problem, "give the program more, or split the article") from error
    except Exception as error:
        if os.environ.get(TRACEBACKS):
            raise
        raise DefectError.of(name, error) from error


def attempt(work: Work, item: Article | IqtibasError) -> ArticleResult | IqtibasError:
    """The result of one article, or why there is none. Raises ModelError, which concerns all articles."""
    if isinstance(item, IqtibasError):
        return item
    try:
        with defects(item.id):
            return work.do(item)
    except ModelError:
        raise
    except IqtibasError as error:
        return error


def finish(
    work: Work, complete: bool, json: str, quiet: bool, report: Path | None, notes: Sequence[str] = (),
    form: Form = "table",
) -> None:  # fmt: skip
    """Print notes and summary, then what failed on standard error; end with the exit code that follows."""
    from iqtibas.report import print_failure, print_summary, summary_rows

    out, errors = consoles(json)
    if not complete:
        errors.print("stopped; what is finished is written", markup=False)
    if not quiet:
        read = few([f"{own.article.id}: {note}" for own in work.results for note in own.article.notes])
        known = (work.translator.model.note if work.translator else "", *notes, *read)
        shown = work.failures if form in ("json", "markdown") else ()
        print_summary(summary_rows(work.results), shown, report, out, form, list(filter(None, known)))
    for failure in work.failures:
        print_failure(failure, errors)
    if not complete:
        raise typer.Exit(SIGNALLED + work.stopped)
    if work.failures:
        raise typer.Exit(SOME_FAILED)


def few(notes: Sequence[str]) -> list[str]:
    """The first notes on how articles were read; how many more there are, which their results have."""
    more = len(notes) - MOST_NOTES
    return [
        *notes[:MOST_NOTES],
        *([f"{more} more notes on how articles were read are in the results"] if more > 0 else []),
    ]


def open_memory(file: Path | None, without: bool, stack: ExitStack) -> tuple[Memory | None, str]:
    """The memory that the options ask for, closed with the stack, and what the user should know about it."""
    from iqtibas.translate import Memory, users_memory

    if without:
        return None, ""
    opened, note = (Memory(file), "") if file else users_memory()
    return (stack.enter_context(opened) if opened else None), note


def find_glossary(file: Path | None) -> Glossary | None:
    """The glossary in a file, if one is named."""
    from iqtibas.translate import read_glossary

    return read_glossary(file) if file else None
