"""What translators, editors and data tools take away from a finished run, by the names that `iqtibas export` takes.

Documents that people open are written one an article; memories, term bases and tables one for the whole run. Every
format has its own rule for what it cannot hold: see its module.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from iqtibas.article import UsageError
from iqtibas.report.check.claims import claim_of, claim_review
from iqtibas.report.exchange.docx import docx_of_article
from iqtibas.report.exchange.english import Names
from iqtibas.report.exchange.formats import article_path
from iqtibas.report.exchange.pairs import pairs_of
from iqtibas.report.exchange.parquet import parquet_of_run, require_arrow
from iqtibas.report.exchange.tables import csv_text
from iqtibas.report.exchange.tbx import tbx_of_terms
from iqtibas.report.exchange.terms import find_terms
from iqtibas.report.exchange.tmx import tmx_of_pairs
from iqtibas.report.exchange.xliff import xliff_of_article
from iqtibas.report.record.jsonl import json_line
from iqtibas.report.record.result import ArticleResult, RunInfo
from iqtibas.storage.write import make_folder, prepare_out, refuse_links, write_atomically, write_chunks
from iqtibas.translate import Glossary

FILES = (
    "pairs.tmx", "terms.tbx", "xliff", "docx", "statements.csv", "results.jsonl", "statements.parquet",
    "claimreviews.json",
)  # fmt: skip
"""Files and folders below the folder of an export."""
STATUS = "/status/"
"""In the address of a post itself, as against the links that stand in it."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What is exported. glossary: whose terms are looked for, None for names alone."""

    results: tuple[ArticleResult, ...]
    run: RunInfo
    glossary: Glossary | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. path: a file, or the folder of one file an article. count: how many of `unit` are in it."""

    name: str
    path: Path
    count: int
    unit: str


def parse_exports(names: str) -> tuple[str, ...]:
    """The formats in a list like "tmx,docx", in our order, each once. Raises UsageError for an unknown one."""
    wanted = [name.strip().lower() for name in names.split(",") if name.strip()]
    unknown = sorted(set(wanted) - EXPORTS.keys())
    if unknown or not wanted:
        problem = f"{', '.join(unknown)} is no format" if unknown else "no format is named"
        raise UsageError("--to", problem, f"choose from {', '.join(EXPORTS)}, with commas between them")
    return tuple(name for name in EXPORTS if name in wanted)


def accepted_only(results: Iterable[ArticleResult]) -> tuple[ArticleResult, ...]:
    """What a person has accepted: statements, and segments of articles that have any of either.

    Raises UsageError where nothing is.
    """
    kept = tuple(filter(None, map(_accepted, results)))
    if not kept:
        raise UsageError(
            "--accepted-only", "nothing is accepted yet", "accept statements in the screen of iqtibas serve"
        )
    return kept


def impossible(names: Sequence[str]) -> dict[str, UsageError]:
    """Of formats, those that cannot be written here at all, and why: what they need is not installed."""
    found = {}
    for name in names:
        try:
            NEEDS.get(name, lambda: None)()
        except UsageError as error:
            found[name] = error
    return found


def write_exports(out: Path, names: Sequence[str], finished: Finished) -> list[Exported]:
    """Write formats into a folder, each file whole or not at all. Raises OutputError and UsageError (pyarrow)."""
    prepare_out(out)
    refuse_links(out, *(out / file for file in FILES))
    return [EXPORTS[name](out, finished) for name in names]


def _accepted(result: ArticleResult) -> ArticleResult | None:
    kept = [at for at, (_, review) in enumerate(result.reviewed()) if review.status == "accepted"]
    translations = tuple(t for t in result.translations if t.accepted)
    if not kept and not translations:
        return None
    return replace(
        result,
        translations=translations,
        alignments=tuple(result.alignments[at] for at in kept),
        fidelities=tuple(result.fidelities[at] for at in kept) if result.fidelities else (),
        reviews=tuple(result.reviews[at] for at in kept) if result.reviews else (),
    )


def _tmx(out: Path, finished: Finished) -> Exported:
    pairs = list(pairs_of(finished.results))
    write_chunks(out / "pairs.tmx", tmx_of_pairs(pairs, finished.run.version))
    return Exported("tmx", out / "pairs.tmx", len(pairs), "pairs")


def _tbx(out: Path, finished: Finished) -> Exported:
    terms = find_terms(finished.results, finished.glossary)
    write_chunks(out / "terms.tbx", tbx_of_terms(terms, finished.run.version))
    return Exported("tbx", out / "terms.tbx", len(terms), "terms")


def _xliff(out: Path, finished: Finished) -> Exported:
    results = [result for result in finished.results if result.translations]
    return _documents(out / "xliff", ".ar-en.xlf", xliff_of_article, results, finished.run)


def _docx(out: Path, finished: Finished) -> Exported:
    return _documents(out / "docx", ".ar-en.docx", docx_of_article, finished.results, finished.run)


def _documents(
    folder: Path, suffix: str, content: Callable[[ArticleResult, RunInfo], bytes],
    results: Sequence[ArticleResult], run: RunInfo,
) -> Exported:  # fmt: skip
    names = Names()
    for result in results:
        names.enter(result.article.id)
        path = article_path(folder, names.of(result.article.id), suffix)
        refuse_links(folder, path)
        make_folder(path.parent)
        write_atomically(path, content(result, run), forced=False)
    return Exported(folder.name, folder, len(results), "articles")


def _csv(out: Path, finished: Finished) -> Exported:
    write_atomically(out / "statements.csv", csv_text(finished.results))
    return Exported("csv", out / "statements.csv", _statements(finished), "statements")


def _jsonl(out: Path, finished: Finished) -> Exported:
    write_chunks(out / "results.jsonl", (json_line(result, finished.run) + "\n" for result in finished.results))
    return Exported("jsonl", out / "results.jsonl", len(finished.results), "articles")


def _parquet(out: Path, finished: Finished) -> Exported:
    write_atomically(out / "statements.parquet", parquet_of_run(finished.results, finished.run))
    return Exported("parquet", out / "statements.parquet", _statements(finished), "statements")


def _claim_reviews(out: Path, finished: Finished) -> Exported:
    """Drafts of the statements that differ and that nobody rejected, as one JSON-LD array."""
    drafts = []
    for result in finished.results:
        for alignment, review in result.reviewed():
            embed = alignment.embed
            claim = claim_of(
                result.article,
                result.article.text,
                embed.text,
                alignment.rendering,
                alignment.verdict,
                speaker=embed.author or embed.handle,
                date=embed.date,
                source=next((link for link in embed.links if STATUS in link), ""),
                review=review,
            )
            if claim.differs and review.status != "rejected":
                drafts.append(claim_review(claim))
    content = json.dumps(drafts, ensure_ascii=False, allow_nan=False, indent=1)
    write_atomically(out / "claimreviews.json", content + "\n")
    return Exported("claimreview", out / "claimreviews.json", len(drafts), "drafts")


def _statements(finished: Finished) -> int:
    return sum(len(result.alignments) for result in finished.results)


EXPORTS: Mapping[str, Callable[[Path, Finished], Exported]] = {
    "tmx": _tmx,
    "xliff": _xliff,
    "tbx": _tbx,
    "docx": _docx,
    "csv": _csv,
    "jsonl": _jsonl,
    "parquet": _parquet,
    "claimreview": _claim_reviews,
}
NEEDS: Mapping[str, Callable[[], object]] = {"parquet": require_arrow}
"""What tells by a UsageError that a library is not there."""
