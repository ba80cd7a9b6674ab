"""Iqtibas, the command line: the one place that joins the rooms."""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from article import IqtibasError, UsageError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from align import Aligner, Alignment
    from article import Article, Embed, Segment
    from eval import ChrfScale, Fidelity
    from report import ArticleResult, RunInfo
    from translate import Translation, Translator

__version__ = "0.1.0"

SOME_FAILED, USAGE, INTERRUPTED = 1, 2, 130

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="What Arabic coverage makes of English statements: translate Arabic articles, find the rendering of every "
    "embedded English statement, and say how faithful it is.",
)
models_app = typer.Typer(no_args_is_help=True, help="What can translate here, and whether it is intact.")
app.add_typer(models_app, name="models")

Articles = Annotated[
    list[str],
    typer.Argument(
        help="Files (text, JSON lines, HTML, DOCX), folders, globs, or - for standard input.",
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
Offline = Annotated[bool, typer.Option("--offline", help="Never ask the network for a model.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; errors are still printed.")]


def consoles(json: str = "") -> tuple[Console, Console]:
    """For results and for progress and errors. Results go to standard error if JSON takes standard output."""
    from rich.console import Console

    errors = Console(stderr=True, highlight=False)
    return (errors if json == "-" else Console(highlight=False)), errors


@contextmanager
def one_line_errors() -> Iterator[None]:
    """End the program with one clear line for what the user can mend."""
    try:
        yield
    except IqtibasError as error:
        from report import print_failure

        print_failure(error, consoles()[1])
        raise typer.Exit(USAGE if isinstance(error, UsageError) else SOME_FAILED) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None


@dataclasses.dataclass
class Work:
    """What one command does to every article, and what came of it. Rooms that it does not need stay None."""

    translator: Translator | None = None
    aligns: bool = True
    results: list[ArticleResult] = dataclasses.field(default_factory=list)
    failures: list[IqtibasError] = dataclasses.field(default_factory=list)
    aligner: Aligner | None = None

    def do(self, article: Article) -> ArticleResult:
        """Translate, align and score one article."""
        from article import find_embeds, find_quotes, segment_article
        from report import ArticleResult

        embeds = find_embeds(article) if self.aligns else []
        alignments = self.align(article, embeds)
        segments = segment_article(article) if self.translator else []
        translations, hypotheses = self.translate(article, segments, alignments)
        return ArticleResult(
            article,
            tuple(translations),
            tuple(alignments),
            tuple(self.score(alignments, hypotheses)) if self.translator else (),
            tuple(find_quotes(article)) if self.aligns else (),
        )

    def align(self, article: Article, embeds: Sequence[Embed]) -> list[Alignment]:
        """Alignments of the English embeds; the encoders are loaded for the first that there is."""
        if not any(e.language == "en" for e in embeds):
            return []
        if self.aligner is None:
            from align import load_aligner

            self.aligner = load_aligner()
        return self.aligner.align(article, embeds)

    def translate(
        self, article: Article, segments: Sequence[Segment], alignments: Sequence[Alignment]
    ) -> tuple[list[Translation], list[str | None]]:
        """Translations of the segments, and the English of every rendering, in one plan."""
        from article import split_sentences

        if self.translator is None:
            return [], []
        renderings = [
            split_sentences(article.text, a.rendering.start, a.rendering.end) if a.rendering else [] for a in alignments
        ]
        made = self.translator.translate_article(article, [*segments, *(s for r in renderings for s in r)])
        rest = iter(made[len(segments) :])
        return made[: len(segments)], [" ".join(next(rest).english for _ in r) if r else None for r in renderings]

    def score(self, alignments: Sequence[Alignment], hypotheses: Sequence[str | None]) -> list[Fidelity]:
        """How near each translated rendering comes to its statement."""
        from eval import fidelity, load_scale

        scale: ChrfScale | None = load_scale(self.translator.model.digest) if self.translator else None
        return [fidelity(h, a.embed.text, scale) for a, h in zip(alignments, hypotheses, strict=True)]

    def info(self) -> RunInfo:
        """How the results came about."""
        from eval import segment_chrf
        from report import RunInfo

        if self.translator is None:
            return RunInfo(None, "", {}, {}, __version__)
        options = dataclasses.asdict(self.translator.options)
        signatures = {"chrF2++": segment_chrf("a", "a").signature}
        return RunInfo(self.translator.model, self.translator.engine, options, signatures, __version__)


def work_through(
    work: Work, articles: Sequence[str], quiet: bool, each: Callable[[ArticleResult], None] | None = None
) -> bool:
    """Do every article; errors are kept and the rest goes on. Returns False if the user stopped it.

    each: called with every result as soon as it is there.
    """
    from article import count_inputs, read_articles

    errors = consoles()[1]
    try:
        with progress_bar(errors, quiet) as bar:
            task = bar.add_task("", total=count_inputs(articles))
            for item in read_articles(articles):
                try:
                    if isinstance(item, IqtibasError):
                        raise item
                    bar.update(task, description=item.id)
                    result = work.do(item)
                    work.results.append(result)
                    if each:
                        each(result)
                except IqtibasError as error:
                    work.failures.append(error)
                bar.advance(task)
    except KeyboardInterrupt:
        errors.print("stopped; what is finished is written", markup=False)
        return False
    return True


def progress_bar(console: Console, quiet: bool) -> Progress:
    """Article, bar, count, time left; invisible when piped or quiet."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal)


def write_json(json: str, results: Iterable[ArticleResult], info: RunInfo) -> None:
    """JSON lines to a file or to standard output; nothing if no place was named."""
    from report import json_line, write_atomically

    if not json:
        return
    text = "".join(json_line(result, info) + "\n" for result in results)
    if json == "-":
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
    else:
        write_atomically(Path(json), text)


def prepare_json(json: str) -> None:
    """Refuse an unwritable place for JSON before any work is done."""
    from article import OutputError
    from report import prepare_out

    if json and json != "-":
        if Path(json).is_dir():
            raise OutputError(json, "is a folder", "give --json a file, or - for standard output")
        prepare_out(Path(json).resolve().parent)


def finish(work: Work, complete: bool, json: str, quiet: bool, report: Path | None) -> None:
    """Print the summary, then what failed on standard error; end with the exit code that the results deserve."""
    from report import print_failure, print_summary, summary_rows

    out, errors = consoles(json)
    if not quiet:
        if work.translator and work.translator.model.note:
            style = "yellow" if work.translator.model.weak else "dim"
            out.print(work.translator.model.note, style=style, markup=False, soft_wrap=True)
        print_summary(summary_rows(work.results), (), report, out)
    for failure in work.failures:
        print_failure(failure, errors)
    if not complete:
        raise typer.Exit(INTERRUPTED)
    if work.failures:
        raise typer.Exit(SOME_FAILED)


def load_translator(model: str, engine: str, offline: bool, threads: int | None, quiet: bool) -> Translator:
    """The translator, with a line that says that it is being loaded."""
    import translate as room

    errors = consoles()[1]
    if quiet or not errors.is_terminal:
        return room.load(model, engine, offline=offline, threads=threads)
    with errors.status("loading the translation model"):
        return room.load(model, engine, offline=offline, threads=threads)


@app.command()
def run(
    articles: Articles, out: Out = Path("iqtibas-out"), json: Json = "", model: Model = "auto", engine: Engine = "auto",
    threads: Threads = None, offline: Offline = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Translate articles, align embedded statements, score, and write report.html, results.jsonl and embeds.csv."""
    from align import arabic_facts
    from report import csv_text, prepare_out, report_html, write_atomically

    with one_line_errors():
        prepare_out(out)
        prepare_json(json)
        work = Work(load_translator(model, engine, offline, threads, quiet))
        complete = work_through(work, articles, quiet)
        info = work.info()
        facts = {
            r.article.id: {t.segment: arabic_facts(r.article.slice(t.segment)) for t in r.translations}
            for r in work.results
        }
        write_atomically(out / "report.html", report_html(work.results, info, work.failures, facts))
        write_json(str(out / "results.jsonl"), work.results, info)
        write_atomically(out / "embeds.csv", csv_text(work.results))
        write_json(json, work.results, info)
        finish(work, complete, json, quiet, (out / "report.html").resolve())


@app.command()
def translate(
    articles: Articles, out: Out = Path("iqtibas-out"), json: Json = "", model: Model = "auto", engine: Engine = "auto",
    threads: Threads = None, offline: Offline = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Translate articles only: one English text an article, and results.jsonl with every segment."""
    from report import english_path, english_text, prepare_out, write_atomically

    with one_line_errors():
        prepare_out(out)
        prepare_json(json)
        work = Work(load_translator(model, engine, offline, threads, quiet), aligns=False)
        info = work.info()

        def write(result: ArticleResult) -> None:
            path = english_path(out, result.article.id)
            prepare_out(path.parent)
            write_atomically(path, english_text(result, info))

        complete = work_through(work, articles, quiet, write)
        write_json(str(out / "results.jsonl"), work.results, info)
        write_json(json, work.results, info)
        finish(work, complete, json, quiet, None)


@app.command()
def align(articles: Articles, json: Json = "", quiet: Quiet = False) -> None:
    """Find the Arabic rendering of every embedded statement and judge it, without translating."""
    with one_line_errors():
        prepare_json(json)
        work = Work()
        complete = work_through(work, articles, quiet)
        write_json(json, work.results, work.info())
        finish(work, complete, json, quiet, None)


@app.command()
def score(
    hypothesis: Annotated[Path, typer.Argument(metavar="HYP", help="Translations, one segment a line.")],
    references: Annotated[list[Path], typer.Argument(metavar="REF...", help="One or more references, line by line.")],
    json: Annotated[
        str, typer.Option("--json", help="Write the scores as JSON to this file; - for standard output.")
    ] = "",
) -> None:
    """BLEU, chrF2++ and TER of a file against references, with sacrebleu's signatures."""
    from json import dumps

    from eval import score_files
    from report import write_atomically

    with one_line_errors():
        scored = score_files(hypothesis, *references)
        text = dumps(scored.as_json(), indent=1) + "\n"
        if json == "-":
            typer.echo(text, nl=False)
            return
        if json:
            write_atomically(Path(json), text)
        for s in scored.scores.values():
            typer.echo(f"{s.name:8}{s.score:6.1f}  {s.signature}")
        typer.echo(f"{'n':8}{scored.n:6}")


@models_app.command("list")
def list_models() -> None:
    """The models that Iqtibas knows, best first, and which of them are here."""
    import translate as room

    with one_line_errors():
        for known, here in room.list_models():
            state = (
                f"here      {here.digest[:12]}  {here.licence}"
                if here
                else "not here  " + f"iqtibas models pull {known.name}"
            )
            typer.echo(f"{known.name:24}{state}")


@models_app.command()
def pull(
    name: Annotated[str, typer.Argument(help="opus-mt-ar-en or opus-mt-tc-big-ar-en.")], quiet: Quiet = False
) -> None:
    """Fetch a model from the hub once: safetensors only, at a pinned or recorded revision, with checksums."""
    import translate as room

    with one_line_errors():
        info = room.pull(name, progress=not quiet)
        typer.echo(f"{info.name} {info.revision} is in {info.path}")


@models_app.command()
def verify(name: Annotated[str, typer.Argument(help="A model's name or folder.")] = "embedded") -> None:
    """Compare a model's files with its checksums; exit code 1 if they differ."""
    import translate as room

    with one_line_errors():
        differences = room.verify(name)
        for difference in differences:
            typer.echo(difference)
        if differences:
            raise typer.Exit(SOME_FAILED)
        typer.echo(f"{name} is intact")


@app.command()
def doctor(model: Model = "auto", offline: Offline = False) -> None:
    """Does this installation work, and how fast? Loads every model and tries it; exit code 1 if one fails."""
    from report import doctor_lines

    healthy = True
    for line, well in doctor_lines(lambda: load_translator(model, "auto", offline, None, True)):
        healthy &= well
        typer.echo(f"{'ok    ' if well else 'FAILED'}  {line}")
    if not healthy:
        raise typer.Exit(SOME_FAILED)


def show_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        typer.echo(f"iqtibas {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options that stand before the command."""
    # Read when numpy is first imported. Two threads are no faster on sentences, and several times slower beside a
    # busy neighbour.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


if __name__ == "__main__":
    app()
