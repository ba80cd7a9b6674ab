"""A check of coverage as a table for spreadsheets: a row a statement and article, then what has no source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from iqtibas.align.coverage.model import Check, Coverage, Possible, Unsourced
from iqtibas.article import Segment
from iqtibas.article.csv_cells import written_table
from iqtibas.report.check.changes import POSSIBLE, STATES, differences, rendered_text, said_at
from iqtibas.report.wording import finding_line, remarks_last

COLUMNS = (
    "statement",
    "speaker",
    "date",
    "occasion",
    "statement source",
    "statement text",
    "article",
    "title",
    "published",
    "copies",
    "state",
    "confidence",
    "rendering",
    "rendering confidence",
    "findings",
    "remarks",
    "changes in words",
    "attributed to",
    "verb",
    "form",
    "attribution",
    "rendering start",
    "rendering end",
    "rendering parts",
)
UNSOURCED = "rendered without source"
AGREEMENT = {True: "agrees", False: "differs", None: ""}


def check_csv(check: Check) -> str:
    """A table with a row for every statement and article (RFC 4180), to be written as UTF-8.

    copies: the number of a group of near-identical articles, "" for one of its own. Quotations of a known speaker
    without a statement follow, their state says so. It begins with a byte-order mark, without which Excel shows no
    Arabic; cells that a spreadsheet would compute get an apostrophe in front.
    """
    return "\ufeff" + written_table([COLUMNS, *_rows(check)])


def _rows(check: Check) -> Iterator[list[str]]:
    found: dict[tuple[int, int], Coverage | Possible] = {(one.statement, one.article): one for one in check.possible}
    found.update({(one.statement, one.article): one for one in check.covered})
    for number in range(len(check.statements)):
        for at in range(len(check.articles)):
            rendered = _rendered(check, found.get((number, at)))
            yield [*_statement(check, number), *_article(check, at), *rendered]
    for unsourced in check.unsourced:
        nobody = ["", unsourced.name, "", "", "", ""]
        yield [*nobody, *_article(check, unsourced.article), *_unsourced(check, unsourced)]


def _statement(check: Check, number: int) -> list[str]:
    statement = check.statements[number]
    date = statement.date.isoformat() if statement.date else ""
    return [statement.id, statement.speaker, date, statement.occasion, statement.source, statement.text]


def _article(check: Check, at: int) -> list[str]:
    article = check.articles[at]
    group = next((str(number) for number, copies in enumerate(check.copies, 1) if at in copies), "")
    return [article.id, article.title, article.published.isoformat() if article.published else "", group]


def _rendered(check: Check, coverage: Coverage | Possible | None) -> list[str]:
    if coverage is None:
        return [STATES["missing"], *[""] * (len(COLUMNS) - COLUMNS.index("confidence"))]
    if isinstance(coverage, Possible):
        said = said_at(check.articles[coverage.article], coverage.spans)
        between = [""] * (COLUMNS.index("rendering start") - COLUMNS.index("findings"))
        return [POSSIBLE, "", said, f"{coverage.confidence:.4f}", *between, *_ends(coverage.spans)]
    rendering, verdict, given = coverage.rendering, coverage.verdict, coverage.attribution
    findings, remarks = remarks_last(verdict)
    return [
        STATES[verdict.label],
        f"{verdict.confidence:.4f}",
        rendered_text(check.articles[coverage.article], coverage),
        f"{rendering.confidence:.4f}",
        "\n".join(map(finding_line, findings)),
        "\n".join(map(finding_line, remarks)),
        "\n".join(difference.sentence for difference in differences(check, coverage, findings)),
        given.speaker,
        given.verb,
        _form(given.direct),
        AGREEMENT[given.agrees],
        str(rendering.start),
        str(rendering.end),
        _ends(rendering.spans)[-1],
    ]


def _ends(spans: Sequence[Segment]) -> list[str]:
    """Where a passage begins and ends, and its places if there are several."""
    parts = " ".join(f"{part.start}-{part.end}" for part in spans) if len(spans) > 1 else ""
    return [str(spans[0].start), str(spans[-1].end), parts]


def _unsourced(check: Check, unsourced: Unsourced) -> list[str]:
    quote = unsourced.quote
    said = check.articles[unsourced.article].slice(quote)
    ends = [str(quote.start), str(quote.end), ""]
    return [UNSOURCED, "", said, "", "", "", "", quote.speaker, quote.verb, _form(quote.direct), "", *ends]


def _form(direct: bool) -> str:
    return "direct" if direct else "reported"
