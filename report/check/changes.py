"""What a check of coverage adds up to: changes wherever they appear, copies counted once, first appearances."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from iqtibas.align.coverage.model import Check, Coverage
from iqtibas.align.model import Finding, VerdictLabel
from iqtibas.article import Article
from iqtibas.article.arabic.letters import fold
from iqtibas.report.page.view import ELLIPSIS
from iqtibas.report.wording import FINDINGS, remarks_last

COVERED: tuple[VerdictLabel, ...] = ("faithful", "altered", "partial")
"""The verdicts that a rendering can have."""

STATES: dict[str, str] = {"faithful": "kept", "altered": "altered", "partial": "partial", "missing": "absent"}
"""What is said of a statement in an article, by the verdict."""

SENTENCES = ("The statement ", "The Arabic ")
"""How a finding's detail begins that is a sentence of its own."""
LONGEST_BESIDE = 80
"""Code points of the Arabic words that are told beside such a detail: longer ones are most of the rendering."""

ENGLISH, ARABIC, DETAIL, OURS = "english", "arabic", "detail", "ours"
"""Whose words a part of a sentence is."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding in one article, with the words that it points at; "" where that side has nothing."""

    coverage: Coverage
    finding: Finding
    english: str
    arabic: str

    @property
    def sentence(self) -> str:
        """See `difference_sentence`."""
        return difference_sentence(self.finding, self.english, self.arabic)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """See `difference_parts`."""
        return difference_parts(self.finding, self.english, self.arabic)


@dataclass(frozen=True, slots=True)
class Change:
    """One and the same change of a statement in every article that has it.

    found: by article. distinct: how many articles if near-identical copies count once. date: of its first appearance,
    None where no article that has it is dated. first: the articles of that day. undated: those without a date.
    """

    statement: int
    found: tuple[Difference, ...]
    distinct: int
    date: datetime.date | None
    first: tuple[int, ...]
    undated: tuple[int, ...]

    @property
    def articles(self) -> list[int]:
        """The articles that have the change, each once."""
        return sorted({difference.coverage.article for difference in self.found})


def leaders(check: Check) -> list[int]:
    """For every article the first of its near-identical copies, or itself."""
    first = {article: group[0] for group in check.copies for article in group}
    return [first.get(article, article) for article in range(len(check.articles))]


def distinct(check: Check, articles: Iterable[int]) -> int:
    """How many articles these are if copies count once."""
    leader = leaders(check)
    return len({leader[article] for article in articles})


def label_counts(check: Check) -> dict[VerdictLabel, tuple[int, int]]:
    """Renderings by verdict, zeros included: all, and with copies counted once."""
    leader = leaders(check)
    every = Counter(c.verdict.label for c in check.covered)
    once = Counter(label for *_, label in {(c.statement, leader[c.article], c.verdict.label) for c in check.covered})
    return {label: (every[label], once[label]) for label in COVERED}


def not_covered(check: Check) -> list[int]:
    """The statements that no article renders."""
    covered = {coverage.statement for coverage in check.covered}
    return [number for number in range(len(check.statements)) if number not in covered]


def rendered_text(article: Article, coverage: Coverage) -> str:
    """The Arabic of a rendering, its parts joined by a sign."""
    return ELLIPSIS.join(map(article.slice, coverage.rendering.spans))


def differences(check: Check, coverage: Coverage, findings: Sequence[Finding]) -> list[Difference]:
    """Findings of a rendering with their words."""
    text, article = check.statements[coverage.statement].text, check.articles[coverage.article]
    return [
        Difference(
            coverage,
            finding,
            text[finding.english.start : finding.english.end] if finding.english else "",
            article.slice(finding.arabic) if finding.arabic else "",
        )
        for finding in findings
    ]


def find_changes(check: Check) -> list[Change]:
    """Every change that counts for a verdict, by statement and place in it.

    Two articles make the same change if the finding has the same kind, wording and English words; where the statement
    has no words for it, the same Arabic ones, spelling evened out.
    """
    found: dict[tuple[object, ...], list[Difference]] = {}
    for coverage in check.covered:
        for difference in differences(check, coverage, remarks_last(coverage.verdict)[0]):
            found.setdefault(_sameness(difference), []).append(difference)
    return [_change(check, found[key]) for key in sorted(found)]


def _sameness(difference: Difference) -> tuple[object, ...]:
    """What two appearances of one change share; sorts by statement and place."""
    finding = difference.finding
    place = (finding.english.start, finding.english.end) if finding.english else (len(difference.english), 0)
    words = "" if finding.english else " ".join(fold(difference.arabic).split())
    return (
        difference.coverage.statement,
        finding.english is None,
        *place,
        finding.kind,
        finding.detail.casefold(),
        words,
    )


def _change(check: Check, found: Sequence[Difference]) -> Change:
    articles = sorted({difference.coverage.article for difference in found})
    dates = {article: check.articles[article].published for article in articles}
    date = min((date for date in dates.values() if date), default=None)
    return Change(
        found[0].coverage.statement,
        tuple(sorted(found, key=lambda difference: difference.coverage.article)),
        distinct(check, articles),
        date,
        tuple(article for article in articles if date and dates[article] == date),
        tuple(article for article in articles if not dates[article]),
    )


def timeline(changes: Iterable[Change]) -> list[tuple[datetime.date, list[Change]]]:
    """The changes by the day on which they first appear; those that no dated article has are left out."""
    dated = sorted(((change.date, change) for change in changes if change.date), key=lambda pair: pair[0])
    return [(date, [change for _, change in group]) for date, group in groupby(dated, key=lambda pair: pair[0])]


def difference_sentence(finding: Finding, english: str, arabic: str) -> str:
    """A finding as a sentence about the rendering, never about the facts."""
    quoted = {ENGLISH: "“{}”", ARABIC: "“{}”"}
    return "".join(quoted.get(part, "{}").format(words) for part, words in difference_parts(finding, english, arabic))


def difference_parts(finding: Finding, english: str, arabic: str) -> list[tuple[str, str]]:
    """The sentence in parts: the statement's words, the Arabic ones, the finding's detail, and ours between them.

    A full stop at the end of words is left to the sentence.
    """
    english, arabic = english.rstrip(" ."), arabic.rstrip(" .")
    detail = [(OURS, " ("), (DETAIL, finding.detail), (OURS, ").")] if finding.detail else [(OURS, ".")]
    if finding.kind == "quotation" and finding.detail:
        return [(OURS, "About the form of the quotation: "), (DETAIL, finding.detail), (OURS, ".")]
    if not (english or arabic):
        return [(OURS, FINDINGS[finding.kind]), *detail]
    if finding.kind == "omission" and english:
        return [(OURS, "The Arabic leaves out "), (ENGLISH, english), (OURS, ".")]
    if finding.kind == "addition" and arabic:
        return [(OURS, "The Arabic adds "), (ARABIC, arabic), (OURS, ".")]
    if finding.detail.startswith(SENTENCES):
        return _beside(finding.detail.rstrip("."), english, arabic)
    if not arabic:
        return [(OURS, "The Arabic has nothing for "), (ENGLISH, english), *detail]
    says = [(OURS, "The Arabic says "), (ARABIC, arabic)]
    if not english:
        return [*says, (OURS, ", for which the statement has nothing"), *detail]
    return [*says, (OURS, " where the statement says "), (ENGLISH, english), *detail]


def _beside(detail: str, english: str, arabic: str) -> list[tuple[str, str]]:
    """A detail that is a sentence, with the words that are not in it already."""
    words = [(ENGLISH, english)] if english and english not in detail else []
    words += [(ARABIC, arabic)] if arabic and arabic not in detail and len(arabic) <= LONGEST_BESIDE else []
    told = [part for pair in words for part in ((OURS, ", "), pair)][1:]
    return [(DETAIL, detail), *([(OURS, " ("), *told, (OURS, ")")] if told else []), (OURS, ".")]
