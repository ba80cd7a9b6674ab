"""The gate for editorial pipelines: which findings of a check are reason enough to stop.

A finding counts from a least confidence on, which both the finding and its rendering must reach: where the passage
found is not the rendering, its differences mean nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from iqtibas.align.coverage.model import Check, Coverage, Possible
from iqtibas.align.model import FindingKind
from iqtibas.article import Segment, UsageError
from iqtibas.report.check.changes import POSSIBLE, differences, leaders, not_covered
from iqtibas.report.controls import isolated, one_line
from iqtibas.report.wording import percent

if TYPE_CHECKING:
    from rich.console import Console

MISSING, ATTRIBUTION = "missing", "attribution"
GATE_KINDS: tuple[str, ...] = (*get_args(FindingKind), MISSING, ATTRIBUTION, POSSIBLE)
GATE_FAILED = 3
"""Exit code where something failed the gate."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What fails the gate. kind: one of GATE_KINDS. article: None for a statement that no article renders.

    english: span in the statement's text, arabic: in the article's; None where there is none. confidence: 0 to 1, None
    for a missing statement.
    """

    kind: str
    statement: int
    article: int | None
    english: Segment | None
    arabic: Segment | None
    message: str
    confidence: float | None


def parse_gate(names: str) -> tuple[str, ...]:
    """The kinds in a list with commas, each once. Raises UsageError for an unknown one."""
    kinds = tuple(dict.fromkeys(name for part in names.split(",") if (name := part.strip().lower())))
    for kind in kinds:
        if kind not in GATE_KINDS:
            raise UsageError("--fail-on", f'"{kind}" is no kind of finding', f"choose from {', '.join(GATE_KINDS)}")
    return kinds


def gate(check: Check, fail_on: Sequence[str], min_confidence: float) -> list[Failure]:
    """Everything that fails, by statement, article and place. Every copy of a report has its own failures.

    Possible renderings fail whatever their confidence: that nobody has looked is the reason.

    Raises UsageError for an unknown kind and a confidence out of 0 to 1.
    """
    kinds = parse_gate(",".join(fail_on))
    if not 0 <= min_confidence <= 1:
        raise UsageError("--min-confidence", f"{min_confidence:g} is no probability", "give a number from 0 to 1")
    failures = [
        failure
        for coverage in check.covered
        if coverage.rendering.confidence >= min_confidence
        for failure in (*_of_findings(check, coverage, min_confidence), *_of_attribution(check, coverage))
        if failure.kind in kinds
    ]
    if POSSIBLE in kinds:
        failures += [_of_possible(check, one) for one in check.possible]
    if MISSING in kinds:
        failures += [
            Failure(MISSING, number, None, None, None, "No article renders this statement.", None)
            for number in not_covered(check)
        ]
    return sorted(failures, key=_place)


def _of_findings(check: Check, coverage: Coverage, least: float) -> list[Failure]:
    told = differences(check, coverage, [f for f in coverage.verdict.findings if f.severity >= least])
    return [
        Failure(
            difference.finding.kind,
            coverage.statement,
            coverage.article,
            difference.finding.english,
            difference.finding.arabic,
            difference.sentence,
            min(difference.finding.severity, coverage.rendering.confidence),
        )
        for difference in told
    ]


def _of_attribution(check: Check, coverage: Coverage) -> list[Failure]:
    if coverage.attribution.agrees is not False:
        return []
    given, said = coverage.attribution.speaker, check.statements[coverage.statement].speaker
    message = f"The Arabic gives the statement to “{given}”, not to “{said}”."
    where, sure = coverage.rendering.spans[0], coverage.rendering.confidence
    return [Failure(ATTRIBUTION, coverage.statement, coverage.article, None, where, message, sure)]


def _of_possible(check: Check, one: Possible) -> Failure:
    copied = "" if one.copy_of is None else f", as {check.articles[one.copy_of].id} does there"
    message = f"This passage may render the statement{copied}: look."
    return Failure(POSSIBLE, one.statement, one.article, None, one.spans[0], message, one.confidence)


def _place(failure: Failure) -> tuple[int, int, int, int]:
    article = -1 if failure.article is None else failure.article
    return failure.statement, article, failure.arabic.start if failure.arabic else -1, GATE_KINDS.index(failure.kind)


def once(check: Check, failures: Sequence[Failure]) -> int:
    """How many failures these are if the same one in near-identical copies counts once."""
    leader = leaders(check)
    groups = (None if failure.article is None else leader[failure.article] for failure in failures)
    return len({(f.kind, f.statement, f.english, f.message, group) for f, group in zip(failures, groups, strict=True)})


def print_gate(check: Check, failures: Sequence[Failure], console: Console) -> None:
    """A line for each failure, then how many there are, and how many if copies count once."""
    for failure in failures:
        where = "" if failure.article is None else f"{check.articles[failure.article].id}: "
        sure = "" if failure.confidence is None else f" ({percent(failure.confidence)})"
        name = check.statements[failure.statement].id
        _line(f"{failure.kind}  {where}statement {name}: {failure.message}{sure}", console)
    every, copies_once = len(failures), once(check, failures)
    copies = f", {copies_once} if near-identical copies count once" if copies_once < every else ""
    _line(f"gate: {every} {'failure' if every == 1 else 'failures'}{copies}", console)


def _line(text: str, console: Console) -> None:
    line = one_line(text)
    console.print(isolated(line) if console.is_terminal else line, soft_wrap=True, markup=False, highlight=False)
