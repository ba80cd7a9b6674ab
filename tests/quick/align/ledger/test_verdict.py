"""From findings to a verdict: what is only part of something left out or added accuses nobody of a change."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from iqtibas.align.find.match import Decision
from iqtibas.align.ledger import verdict
from iqtibas.align.ledger.verdict import judge
from iqtibas.align.model import Finding, FindingKind, Rendering, Verdict
from iqtibas.article import Article, Segment

SAID, RENDERING = Segment(0, 100), Segment(101, 200)
LEFT_OUT = Finding("omission", Segment(50, 100), None, "left out", 0.99)
ADDED = Finding("addition", None, Segment(150, 200), "added", 0.99)


def judged(monkeypatch: pytest.MonkeyPatch, coverage: list[Finding], change: Finding) -> Verdict:
    """The verdict where the checks find this and nothing else."""
    for name in ("numbers", "exchanged", "names", "negation", "polarity", "modality"):
        monkeypatch.setattr(verdict, f"check_{name}", lambda *_: [])
    monkeypatch.setattr(verdict, "check_coverage", lambda *_: coverage)
    monkeypatch.setattr(verdict, "check_names", lambda *_: [change])
    article = Article("a", "x" * 200, "", "", "ar", (), "")
    decision = Decision(Rendering(RENDERING.start, RENDERING.end, 1.0), 1.0)
    tools = SimpleNamespace(words=None, sentences=None, contrast=None)
    return judge(article, SimpleNamespace(said=SAID), decision, tools)  # type: ignore[arg-type]


def change(kind: FindingKind, english: Segment | None, arabic: Segment | None) -> Finding:
    return Finding(kind, english, arabic, "changed", 0.95)


@pytest.mark.parametrize(
    ("coverage", "found", "explained"),
    [
        (LEFT_OUT, change("negation", Segment(60, 70), RENDERING), True),
        (LEFT_OUT, change("negation", Segment(49, 70), RENDERING), False),
        (LEFT_OUT, change("name", Segment(10, 20), None), True),
        (LEFT_OUT, change("number", Segment(10, 20), None), True),
        (LEFT_OUT, change("modality", Segment(10, 20), None), False),
        (LEFT_OUT, change("name", Segment(10, 20), Segment(110, 120)), False),
        (LEFT_OUT, change("number", None, Segment(110, 120)), False),
        (ADDED, change("number", None, Segment(110, 120)), True),
        (ADDED, change("negation", Segment(10, 20), Segment(150, 160)), True),
        (ADDED, change("modality", Segment(10, 20), Segment(190, 200)), True),
        (ADDED, change("negation", Segment(10, 20), Segment(149, 160)), False),
        (ADDED, change("negation", Segment(10, 20), RENDERING), False),
        (ADDED, change("number", Segment(10, 20), Segment(150, 160)), False),
        (ADDED, change("name", Segment(10, 20), Segment(150, 160)), False),
        (replace(ADDED, severity=0.9), change("negation", Segment(10, 20), Segment(150, 160)), False),
        (ADDED, change("name", Segment(10, 20), None), False),
        (Finding("addition", None, Segment(101, 150), "", 0.99), change("negation", Segment(1, 2), RENDERING), False),
    ],
)
def test_what_is_explained(monkeypatch: pytest.MonkeyPatch, coverage: Finding, found: Finding, explained: bool) -> None:
    said = judged(monkeypatch, [coverage], found)
    assert said.label == ("partial" if explained else "altered")
    assert said.explained == ((found,) if explained else ())
    assert (found in said.findings) is not explained


def test_without_a_gap_a_change_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(monkeypatch, [], change("name", Segment(10, 20), None)).label == "altered"
