"""From findings to a verdict: what is only part of something left out or added accuses nobody of a change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from judged import Links, by_severity, tools

from iqtibas.align.ledger import verdict
from iqtibas.align.ledger.check import Check
from iqtibas.align.ledger.checks import CHECKS
from iqtibas.align.ledger.pair import Context, Pair
from iqtibas.align.ledger.severity import HEDGE_OF_REPORT
from iqtibas.align.ledger.verdict import judge
from iqtibas.align.ledger.weighing import Weight
from iqtibas.align.model import Finding, FindingKind, Verdict, recorded
from iqtibas.article import Segment

RENDERING = Segment(0, 99)
LEFT_OUT = recorded("omission", Segment(50, 100), None, "left out", 0.99)
ADDED = recorded("addition", None, Segment(49, 99), "added", 0.99)


def judged(monkeypatch: pytest.MonkeyPatch, gaps: list[Finding], change: list[Finding], **context: bool) -> Verdict:
    """The verdict where the checks find this and nothing else."""
    found = Check("completeness", lambda *_: gaps), Check("names", lambda *_: change)
    monkeypatch.setattr(verdict, "CHECKS", found)
    monkeypatch.setattr(verdict, "weigh", by_severity)
    links = Links()
    pair = Pair("x" * 100, "x" * 99, links, Context(**context))  # type: ignore[arg-type]
    return judge(pair, tools(links))


def change(kind: FindingKind, english: Segment | None, arabic: Segment | None) -> Finding:
    return recorded(kind, english, arabic, "changed", 0.95)


@pytest.mark.parametrize(
    ("coverage", "found", "explained"),
    [
        (LEFT_OUT, change("negation", Segment(60, 70), RENDERING), True),
        (LEFT_OUT, change("negation", Segment(49, 70), RENDERING), False),
        (LEFT_OUT, change("name", Segment(10, 20), None), True),
        (LEFT_OUT, change("number", Segment(10, 20), None), True),
        (LEFT_OUT, change("modality", Segment(10, 20), None), False),
        (LEFT_OUT, change("name", Segment(10, 20), Segment(9, 19)), False),
        (LEFT_OUT, change("number", None, Segment(9, 19)), False),
        (ADDED, change("number", None, Segment(9, 19)), True),
        (ADDED, change("negation", Segment(10, 20), Segment(49, 59)), True),
        (ADDED, change("modality", Segment(10, 20), Segment(89, 99)), True),
        (ADDED, change("negation", Segment(10, 20), Segment(48, 59)), False),
        (ADDED, change("negation", Segment(10, 20), RENDERING), False),
        (ADDED, change("number", Segment(10, 20), Segment(49, 59)), False),
        (ADDED, change("name", Segment(10, 20), Segment(49, 59)), False),
        (replace(ADDED, severity=0.9), change("negation", Segment(10, 20), Segment(49, 59)), False),
        (ADDED, change("name", Segment(10, 20), None), False),
        (recorded("addition", None, Segment(0, 49), "", 0.99), change("negation", Segment(1, 2), RENDERING), False),
    ],
)
def test_what_is_explained(monkeypatch: pytest.MonkeyPatch, coverage: Finding, found: Finding, explained: bool) -> None:
    said = judged(monkeypatch, [coverage], [found])
    assert said.label == ("partial" if explained else "altered")
    assert said.explained == ((found,) if explained else ())
    assert (found in said.findings) is not explained


def test_without_a_gap_a_change_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(monkeypatch, [], [change("name", Segment(10, 20), None)]).label == "altered"


def test_a_lone_hedge_of_reported_speech_is_a_remark(monkeypatch: pytest.MonkeyPatch) -> None:
    hedge = change("modality", None, Segment(10, 20))
    assert judged(monkeypatch, [], [hedge]).label == "altered"
    said = judged(monkeypatch, [], [hedge], direct=False)
    assert (said.label, said.findings) == ("faithful", (replace(hedge, severity=HEDGE_OF_REPORT),))


def test_what_an_earlier_check_says_of_the_same_words_is_not_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first, same = change("name", Segment(10, 20), None), change("negation", Segment(12, 30), None)
    other, alone = change("negation", Segment(20, 30), None), change("negation", None, RENDERING)
    later = Check("later", lambda *_: [same, other, alone], yields_to=("first",))
    monkeypatch.setattr(verdict, "CHECKS", (Check("first", lambda *_: [first]), later))
    links = Links()
    assert verdict.find_all(links.pair("x" * 100, "x" * 99), tools(links)) == [first, other, alone]


def test_remarks_come_last_and_change_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    remark = recorded("quotation", None, RENDERING, "", 0.99)
    said = judged(monkeypatch, [LEFT_OUT], [remark])
    assert (said.label, said.findings) == ("partial", (LEFT_OUT, remark))


@pytest.mark.parametrize(
    ("missing", "looked_up", "label"),
    [(0.9, True, "missing"), (0.5, True, "missing"), (0.49, True, "faithful"), (0.9, False, "faithful")],
)
def test_what_renders_something_else_is_missing_where_it_was_looked_up(
    monkeypatch: pytest.MonkeyPatch, missing: float, looked_up: bool, label: str
) -> None:
    monkeypatch.setattr(verdict, "CHECKS", ())
    monkeypatch.setattr(verdict, "weigh", lambda _: Weight(0.1, 0.1, 0.1, 0.8))
    monkeypatch.setattr(verdict, "missing_probability", lambda *_: missing)
    links = Links()
    said = judge(links.pair("x" * 100, "x" * 99), tools(links), looked_up=looked_up)
    assert (said.label, said.findings) == (label, ())
    assert said.confidence == (missing if label == "missing" else 0.8)


def test_a_check_yields_to_none_but_earlier_ones() -> None:
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    for k, check in enumerate(CHECKS):
        assert set(check.yields_to) <= set(names[:k])
