"""Rows: CSV for spreadsheets, one an embedded statement, and the summary that the terminal prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iqtibas.align.model import Alignment
from iqtibas.article.csv_cells import written_table
from iqtibas.eval import Fidelity
from iqtibas.report.page.view import ELLIPSIS
from iqtibas.report.record.result import ArticleResult
from iqtibas.report.wording import UNRELIABLE, finding_line, first_finding, is_hypothesis_unreliable, remarks_last

COLUMNS = (
    "article",
    "title",
    "statement number",
    "author",
    "handle",
    "date",
    "statement",
    "rendering",
    "verdict",
    "confidence",
    "findings",
    "chrF2++",
    "chrF2++ above % of faithful pairs",
    "chrF2++ above % of unrelated pairs",
    "machine translation of the rendering",
    "statement start",
    "statement end",
    "rendering start",
    "rendering end",
    "links",
    "rendering parts",
    "remarks",
    "review",
    "reviewer",
    "review note",
    "machine translation is unreliable",
)

NO_STATEMENT = "no embedded statement"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the summary. number: of the statement in its article, from 1; None with no statement.

    label: a verdict, or `NO_STATEMENT`. confidence: of the verdict, 0 to 1. finding: the gravest, or "".
    """

    article: str
    number: int | None
    label: str
    confidence: float | None
    finding: str


def summary_rows(results: Iterable[ArticleResult]) -> list[Row]:
    """One row a statement in reading order; an article without any has one row that says so."""
    rows = []
    for result in results:
        name = result.article.id
        rows += [
            Row(name, number, a.verdict.label, a.verdict.confidence, first_finding(a))
            for number, a in enumerate(result.alignments, 1)
        ] or [Row(name, None, NO_STATEMENT, None, "")]
    return rows


def csv_text(results: Iterable[ArticleResult]) -> str:
    """A table with one row a statement (RFC 4180), to be written as UTF-8.

    It begins with a byte-order mark, without which Excel shows no Arabic. What a spreadsheet would compute gets an
    apostrophe in front.
    """
    return "\ufeff" + written_table([COLUMNS, *_rows(results)])


def _rows(results: Iterable[ArticleResult]) -> Iterator[list[str]]:
    for result in results:
        for number, (alignment, score) in enumerate(result.scored(), 1):
            unreliable = UNRELIABLE if score and is_hypothesis_unreliable(score) else ""
            yield [*_cells(result, number, alignment, score), *_review_cells(result, number), unreliable]


def _cells(result: ArticleResult, number: int, alignment: Alignment, score: Fidelity | None) -> list[str]:
    embed, rendering, verdict = alignment.embed, alignment.rendering, alignment.verdict
    spans = rendering.spans if rendering else ()
    findings, remarks = remarks_last(verdict)
    return [
        result.article.id,
        result.article.title,
        str(number),
        embed.author,
        embed.handle,
        embed.date.isoformat() if embed.date else "",
        embed.text,
        ELLIPSIS.join(map(result.article.slice, spans)),
        verdict.label,
        f"{verdict.confidence:.4f}",
        "\n".join(map(finding_line, findings)),
        *_figures(score),
        score.hypothesis if score else "",
        str(embed.start),
        str(embed.end),
        str(rendering.start) if rendering else "",
        str(rendering.end) if rendering else "",
        " ".join(embed.links),
        " ".join(f"{part.start}-{part.end}" for part in spans) if len(spans) > 1 else "",
        "\n".join(map(finding_line, remarks)),
    ]


def _review_cells(result: ArticleResult, number: int) -> list[str]:
    """What was decided about a statement, by whom, and what they wrote; empty where nobody has looked."""
    if not result.reviews:
        return ["", "", ""]
    review = result.reviews[number - 1]
    return [review.status, review.reviewer, review.note]


def _figures(score: Fidelity | None) -> list[str]:
    if score is None or score.chrf is None:
        return ["", "", ""]
    figures = (score.chrf.score, score.matched_percentile, score.mismatched_percentile)
    return ["" if figure is None else f"{figure:.1f}" for figure in figures]
