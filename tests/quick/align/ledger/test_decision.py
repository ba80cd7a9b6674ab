"""From weighed signals to a verdict, and which findings stand for it."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from judged import Links

from iqtibas.align.ledger import decision
from iqtibas.align.ledger.decision import Cuts, decide, label_of
from iqtibas.align.ledger.divergence.check import altered_finding, narrowed, unsaid_finding
from iqtibas.align.ledger.severity import CONTRADICTED, DECISION_THRESHOLD, REMARK
from iqtibas.align.ledger.weighing import LEAST, VerdictSignals, Weight, log_odds, verdict_signals
from iqtibas.align.model import Finding, FindingKind, Verdict, recorded
from iqtibas.article import Segment
from iqtibas.models.divergence import Divergence

CUT = Cuts(faithful=0.5, altered=1.0, gap=0.5, remark=0.3)
ENGLISH, ARABIC = "We will meet on Monday.", "سنجتمع يوم الثلاثاء."
PAIR = Links().pair(ENGLISH, ARABIC)
NUMBER = recorded("number", Segment(16, 22), None, "", 0.6)
LEFT_OUT = recorded("omission", Segment(0, 7), None, "", 0.9)


def told(
    english: list[float], arabic: list[float], column: int = 0, kinds: tuple[float, ...] = (2, 0, 0, 0)
) -> Divergence:
    """The tagger's answer, with these probabilities of the words in one column."""
    sides = []
    for text, own in ((ENGLISH, english), (ARABIC, arabic)):
        words = text.rstrip(".").split()
        spans = tuple((text.index(word), text.index(word) + len(word)) for word in words)
        rows = np.zeros((len(words), 2), np.float32)
        rows[:, column] = own
        sides.append((spans, rows))
    (ours, english_rows), (theirs, arabic_rows) = sides
    return Divergence(ours, theirs, english_rows, arabic_rows, np.zeros(3, np.float32), np.array(kinds, np.float32))


DAY = told([0, 0, 0, 0.1, 0.9], [0.1, 0.3, 0.8])


def decided(weight: Weight, changes: tuple[Finding, ...] = (), gaps: tuple[Finding, ...] = ()) -> Verdict:
    return decide(PAIR, changes, gaps, weight, DAY)


@pytest.fixture(autouse=True)
def cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decision, "cuts", lambda: CUT)


@pytest.mark.parametrize(
    ("weight", "label"),
    [
        (Weight(0.3, 0.1, 0.1, 0.5), "faithful"),
        (Weight(0.6, 0.5, 0.1, 0.49), "altered"),
        (Weight(0.5, 0.6, 0.1, 0.1), "partial"),
        (Weight(0.5, 0.1, 0.6, 0.1), "partial"),
        (Weight(0.5, 0.5, 0.5, 0.1), "altered"),
    ],
)
def test_the_label_follows_the_weights(weight: Weight, label: str) -> None:
    assert label_of(weight, CUT) == label


def test_a_change_that_decides_is_no_remark() -> None:
    verdict = decided(Weight(0.8, 0.1, 0.1, 0.1), (NUMBER,))
    assert (verdict.label, verdict.confidence) == ("altered", 0.8)
    assert verdict.findings == (replace(NUMBER, severity=DECISION_THRESHOLD),)


@pytest.mark.parametrize("kind", ["number", "name"])
def test_what_surely_contradicts_outranks_the_weights(kind: FindingKind) -> None:
    certain = replace(NUMBER, kind=kind, severity=0.95)
    verdict = decided(Weight(0.1, 0.9, 0.1, 0.8), (certain,), (LEFT_OUT,))
    assert (verdict.label, verdict.confidence) == ("altered", CONTRADICTED)
    assert certain in verdict.findings


def test_where_no_check_sees_the_change_the_tagger_points_at_it() -> None:
    (finding,) = decided(Weight(0.8, 0.1, 0.1, 0.1)).findings
    assert (finding.kind, ENGLISH[slice(*span(finding.english))]) == ("number", "Monday")
    assert ARABIC[slice(*span(finding.arabic))] == "الثلاثاء"


def test_what_the_verdict_does_not_follow_is_a_remark() -> None:
    grave = replace(NUMBER, severity=0.9)
    verdict = decided(Weight(0.1, 0.2, 0.1, 0.9), (grave,), (LEFT_OUT,))
    assert verdict.label == "faithful"
    assert verdict.findings == (replace(NUMBER, severity=REMARK), replace(LEFT_OUT, severity=0.2))


def test_a_partial_verdict_always_has_what_is_left_out_or_added() -> None:
    assert decided(Weight(0.1, 0.6, 0.1, 0.2), (), (LEFT_OUT,)).findings == (LEFT_OUT,)
    (finding,) = decided(Weight(0.1, 0.1, 0.4, 0.2)).findings
    assert finding.kind == "addition"


def test_a_likely_change_that_no_check_sees_is_a_remark() -> None:
    assert decided(Weight(0.29, 0.29, 0.29, 0.6)).findings == ()
    verdict = decided(Weight(0.35, 0.4, 0.1, 0.6))
    assert verdict.label == "faithful"
    assert [(f.kind, f.severity) for f in verdict.findings] == [("number", 0.35), ("omission", 0.4)]
    assert [f.kind for f in decided(Weight(0.35, 0.6, 0.1, 0.2), (), (LEFT_OUT,)).findings] == ["number", "omission"]


@pytest.mark.parametrize(
    ("links", "kinds"),
    [
        ({}, ["omission", "addition"]),
        ({"monday": "الثلاثاء"}, ["omission", "addition"]),
        ({"we": "سنجتمع", "will": "سنجتمع", "meet": "سنجتمع", "on": "يوم", "monday": "الثلاثاء"}, []),
        ({"we": "سنجتمع", "will": "سنجتمع", "meet": "سنجتمع", "monday": "الثلاثاء"}, ["omission", "addition"]),
    ],
)
def test_words_that_are_linked_are_no_remark_on_what_one_side_lacks(links: dict[str, str], kinds: list[str]) -> None:
    """Without spans of the tagger the whole texts are pointed at."""
    nothing = Divergence((), (), *(np.zeros((0, 2), np.float32),) * 2, np.zeros(3, np.float32), np.zeros(4, np.float32))
    pair = Links(**links).pair(ENGLISH, ARABIC)
    verdict = decide(pair, (), (), Weight(0.1, 0.4, 0.4, 0.6), nothing)
    assert [f.kind for f in verdict.findings] == kinds


def span(segment: Segment | None) -> tuple[int, int]:
    assert segment is not None
    return segment.start, segment.end


def test_words_around_the_surest_one_belong_to_it() -> None:
    unsaid = told([0, 0.1, 0.7, 0.2, 0.9], [0, 0, 0], 1)
    finding = unsaid_finding(PAIR, unsaid, "omission", 0.6)
    assert ENGLISH[slice(*span(finding.english))] == "meet on Monday"


@pytest.mark.parametrize(
    ("english", "arabic"), [([0] * 5, [0] * 3), ([0, 0, 0, 0, 0.9], [0] * 3), ([0] * 5, [0, 0, 1])]
)
def test_a_side_with_nothing_to_point_at_is_not_pointed_at(english: list[float], arabic: list[float]) -> None:
    finding = altered_finding(PAIR, told(english, arabic), 0.8)
    assert finding.english is not None or finding.arabic is not None


@pytest.mark.parametrize(
    ("said", "left_out"),
    [
        ("We will leave if the other side does the same.", "if the other side does the same"),
        ("If the rain stops the bridge will open to buses.", "If the rain stops"),
        ("The ministry will pay unless the court decides otherwise.", "unless the court decides otherwise"),
        ("We closed the harbour because two ships collided there.", "because two ships collided there"),
        ("The hospital opens when parliament approves it.", "when parliament approves it"),
        ("Prices stay provided that imports continue.", "provided that imports continue"),
        ("The school opened after three years of delays.", "after three years of delays"),
        ("Our team won although four players limped.", "although four players limped"),
        ("The minister came and met the families.", "and met the families"),
        ("Women and, as ever, children may leave.", "as ever"),
        ("We keep prices low until the crisis ends.", "until the crisis ends"),
    ],
)
def test_what_is_left_out_is_the_clause_and_not_its_sentence(said: str, left_out: str) -> None:
    pair = Links().pair(said, ARABIC)
    words = [found.span() for found in re.finditer(r"\w+", said)]
    first, last = said.index(left_out), said.index(left_out) + len(left_out)
    rows = np.zeros((len(words), 2), np.float32)
    rows[:, 1] = [0.95 if first <= at < last else 0.04 for at, _ in words]
    tagged = replace(DAY, english_spans=tuple(words), english=rows)
    whole = recorded("omission", Segment(0, len(said)), None, "", 0.9)
    finding = narrowed(pair, tagged, whole)
    assert said[slice(*span(finding.english))] == left_out
    assert (finding.kind, finding.severity, finding.arabic) == ("omission", 0.9, None)
    rows[:, 1] = 0.95
    assert narrowed(pair, tagged, whole) is whole
    rows[:, 1] = 0.3
    assert narrowed(pair, tagged, whole) is whole


def test_a_gap_outside_of_what_the_tagger_reads_stays() -> None:
    behind = recorded("addition", None, Segment(len(ARABIC) + 1, len(ARABIC) + 30), "", 0.9)
    assert narrowed(PAIR, told([0] * 5, [1, 1, 1], 1), behind) is behind


def test_signals_are_bounded_log_odds() -> None:
    signals = verdict_signals(PAIR, (NUMBER,), (), DAY, 1.0)
    assert (signals.number, signals.name) == (0.6, 0.0)
    assert signals.rendering == pytest.approx(-log_odds(LEAST))
    assert signals.name_weighed == pytest.approx(log_odds(0.0))
    assert len(signals) == len(VerdictSignals._fields)


@pytest.mark.parametrize(
    ("unsure", "links", "expected"),
    [
        (0.5, {}, "if the other side does so"),
        (0.65, {}, "forces from that island if the other side does so"),
        (0.65, {"from": "من", "island": "الجزيرة"}, "if the other side does so"),
    ],
)
def test_a_lone_word_does_not_stretch_what_is_left_out(unsure: float, links: dict[str, str], expected: str) -> None:
    english = "We withdraw all forces from that island if the other side does so."
    words = english.rstrip(".").split()
    rows = np.zeros((len(words), 2), np.float32)
    rows[:, 1] = [0, 0.2, 0, 0.9, 0, unsure, 0, 0.9, 0.9, 0.9, 0.9, 0.9, 0.4]
    starts = [sum(len(w) + 1 for w in words[:i]) for i in range(len(words))]
    spans = tuple((at, at + len(word)) for at, word in zip(starts, words, strict=True))
    nothing = (), np.zeros((0, 2), np.float32)
    seen = Divergence(spans, nothing[0], rows, nothing[1], np.zeros(3, np.float32), np.zeros(4, np.float32))
    whole = recorded("omission", Segment(0, len(english)), None, "", 0.9)
    found = narrowed(Links(**links).pair(english, "سنسحب القوات من الجزيرة"), seen, whole)
    assert english[slice(*span(found.english))] == expected
