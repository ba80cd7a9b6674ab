"""What a check of coverage adds up to: changes wherever they appear, copies counted once, first appearances."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from iqtibas.align.coverage.model import Check, Coverage
from iqtibas.align.model import Finding, VerdictLabel
from iqtibas.article import Article, Segment
from iqtibas.article.arabic.letters import fold
from iqtibas.report.page.view import ELLIPSIS
from iqtibas.report.wording import difference_parts, difference_sentence, fillings, remarks_last, sentence

COVERED: tuple[VerdictLabel, ...] = ("faithful", "altered", "partial")
"""The verdicts that a rendering can have."""

STATES: dict[str, str] = {"faithful": "kept", "altered": "altered", "partial": "partial", "missing": "absent"}
"""What is said of a statement in an article, by the verdict."""
POSSIBLE = "possible"
"""What is said where a passage may render it, too unsure to be judged."""


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
    return said_at(article, coverage.rendering.spans)


def said_at(article: Article, spans: Iterable[Segment]) -> str:
    """The Arabic of several places, joined by a sign."""
    return ELLIPSIS.join(map(article.slice, spans))


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

    Two articles make the same change if the finding has the same reason, values and English words; where the statement
    has no words for it, the same Arabic ones, spelling evened out.
    """
    found: dict[tuple[object, ...], list[Difference]] = {}
    for coverage in check.covered:
        for difference in differences(check, coverage, remarks_last(coverage.verdict)[0]):
            found.setdefault(_sameness(difference), []).append(difference)
    return sorted((_change(check, same) for same in found.values()), key=_order)


def _sameness(difference: Difference) -> tuple[object, ...]:
    """What two appearances of one change share."""
    finding = difference.finding
    told = tuple(sorted((name, words.casefold()) for name, words in fillings(finding).items()))
    return difference.coverage.statement, finding.english, finding.kind, finding.reason, told, _added_words(difference)


def _added_words(difference: Difference) -> str:
    """The Arabic words of a change for which the statement has none, spelling evened out."""
    return "" if difference.finding.english else " ".join(fold(difference.arabic).split())


def _order(change: Change) -> tuple[object, ...]:
    """By statement and place in it, what it has no words for last; at one place by what is said."""
    first = change.found[0]
    where = first.finding.english
    place = (where is None, where.start if where else 0, where.end if where else 0)
    return change.statement, *place, first.finding.kind, sentence(first.finding).casefold(), _added_words(first)


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
