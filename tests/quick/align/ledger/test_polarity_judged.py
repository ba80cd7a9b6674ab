"""The check of opposites between judges whose answers are known: who is suspected, each signal, and the findings."""

from __future__ import annotations

import pytest
from judged import Decoding, Links, Vectors, deciding, tools
from shipped import words_at

from iqtibas.align.ledger.fitted import watching
from iqtibas.align.ledger.polarity import check as polarity
from iqtibas.align.ledger.polarity.check import (
    MOST_SWAPS,
    PolaritySignals,
    check_polarity,
    find_suspects,
    is_opposite,
    polarity_signals,
)
from iqtibas.align.ledger.polarity.opposites import find_swaps
from iqtibas.align.model import Finding
from iqtibas.report.wording import sentence

ROSE = "Exports increased by three percent."
FELL = "انخفضت الصادرات بنسبة ثلاثة في المئة."
LINKS = Links(exports="الصادرات", increased="انخفضت ارتفعت")


def suspects(english: str, arabic: str, links: Links) -> list[tuple[str, str, tuple[int, ...], tuple[int, ...], int]]:
    found = find_suspects(links.pair(english, arabic))
    return [(s.swap.edit.old, s.swap.edit.new, s.ours, s.theirs, s.linked) for s in found]


class TestSuspects:
    def test_an_opposite_in_the_arabic_is_one(self) -> None:
        assert suspects(ROSE, FELL, LINKS) == [
            ("increased", "decreased", (), (0,), 0),
            ("increased", "reduced", (), (0,), 0),
        ]

    def test_the_word_itself_rules_its_opposites_out(self) -> None:
        assert suspects(ROSE, "ارتفعت الصادرات.", LINKS) == []

    def test_both_in_the_arabic_are_probed(self) -> None:
        both = suspects(ROSE, "ارتفعت الصادرات ثم انخفضت.", LINKS)
        assert [(ours, theirs, linked) for _, _, ours, theirs, linked in both] == [((0,), (3,), 0)] * 2

    def test_neither_in_the_arabic_is_probed(self) -> None:
        assert [s[2:] for s in suspects(ROSE, "تغيرت الصادرات.", LINKS)] == [((), (), 0)] * 2

    def test_a_word_that_another_one_accounts_for_is_none(self) -> None:
        english = "Exports increased and imports decreased."
        found = suspects(english, "انخفضت الواردات وتغيرت الصادرات.", LINKS)
        assert {(old, theirs) for old, _, _, theirs, _ in found if old == "increased"} == {("increased", ())}

    def test_a_denied_opposite_is_none(self) -> None:
        links = Links(disagree="يتفق")
        assert suspects("The two disagree on it.", "لا يتفق الاثنان.", links) == []
        assert [s[3] for s in suspects("The two disagree on it.", "يتفق الاثنان.", links)] == [(0,)]

    @pytest.mark.parametrize(
        ("arabic", "count"),
        [("تحدث السفير قبل أن يغادر الوزير", 0), ("يغادر الوزير قبل أن تحدث السفير", 1)],
    )
    def test_a_relation_may_be_told_from_its_other_end(self, arabic: str, count: int) -> None:
        links = Links(minister="الوزير", left="يغادر غادر", ambassador="السفير", spoke="تحدث", after="قبل")
        found = suspects("The minister left after the ambassador spoke", arabic, links)
        assert sum(old == "after" for old, *_ in found) == count

    def test_who_has_its_opposite_in_the_arabic_is_first_and_all_are_bounded(self) -> None:
        english = "The north opened, the south closed, the left won, many supported more growth, the top rose"
        found = suspects(english, "خسر الجمعان", Links(won="خسر"))
        assert found[0][0] == "won"
        assert len(found) == MOST_SWAPS
        order = [english.index(old) for old, *_ in found[1:]]
        assert order == sorted(order)

    def test_without_arabic_words_nobody_is(self) -> None:
        assert suspects(ROSE, "على", LINKS) == []


def signals(english: str, arabic: str, links: Links, **judged: float) -> list[dict[str, float]]:
    pair = links.pair(english, arabic)
    decoding = Decoding({english: judged.get("decoded", 0.0)})
    vectors = Vectors({english: (judged.get("near", 1.0), 0.0)})
    rows = polarity_signals(pair, find_suspects(pair), decoding, vectors)
    return [row._asdict() for row in rows]


class TestSignals:
    def test_an_opposite_that_is_linked(self) -> None:
        said = {"linked_theirs": 1.0, "theirs": 1.0, "decoded": -2.0, "theirs_similarity": pytest.approx(0.9)}
        assert signals(ROSE, FELL, LINKS, decoded=-2.0) == [dict.fromkeys(PolaritySignals._fields, 0.0) | said] * 2

    def test_a_word_that_is_linked_beside_its_opposite(self) -> None:
        [row, _] = signals(ROSE, "ارتفعت الصادرات ثم انخفضت.", Links(increased="ارتفعت"))
        said = {"linked_ours": 1.0, "ours": 1.0, "theirs": 1.0, "theirs_similarity": pytest.approx(0.1)}
        assert row == dict.fromkeys(PolaritySignals._fields, 0.0) | said

    def test_neither_word(self) -> None:
        [row, _] = signals(ROSE, "تغيرت الصادرات.", LINKS, decoded=3.0, near=0.5)
        said = {"neither": 1.0, "decoded": 3.0, "decoded_neither": 3.0, "whole": -0.5, "clause": -0.5}
        assert row == dict.fromkeys(PolaritySignals._fields, 0.0) | said | {"clause_neither": -0.5}

    @pytest.mark.parametrize(
        ("english", "named"), [("The Harbour North opened", 1.0), ("The harbour North opened", 0.0), ("north", 0.0)]
    )
    def test_a_capital_behind_another_may_be_a_name(self, english: str, named: float) -> None:
        rows = signals(english, "جنوب", Links())
        assert rows[0]["named"] == named


class TestDecision:
    def row(self, **named: float) -> list[float]:
        return PolaritySignals(**dict.fromkeys(PolaritySignals._fields, 0.0) | named)

    @pytest.mark.parametrize(
        ("named", "probability", "opposite"),
        [
            ({}, 0.9, False),
            ({}, 0.91, True),
            ({"linked_theirs": 1.0}, 0.5, True),
            ({"linked_theirs": 1.0}, 0.49, False),
            ({"linked_theirs": 1.0, "ours": 1.0}, 0.9, False),
            ({"linked_theirs": 1.0, "ours": 1.0}, 0.91, True),
        ],
    )
    def test_words_alone_decide_where_nothing_speaks_against_them(
        self, named: dict[str, float], probability: float, opposite: bool
    ) -> None:
        assert is_opposite(self.row(**named), probability, 0.9) is opposite


def found(
    patch: pytest.MonkeyPatch, english: str, arabic: str, links: Links, cut: float = 0.5, **weights: float
) -> list[tuple[str, str, str, float]]:
    patch.setattr(polarity, "load_fitted", deciding(cut, **weights))
    findings: list[Finding] = check_polarity(links.pair(english, arabic), tools(links))
    assert all(f.kind == "negation" and f.english and f.arabic for f in findings)
    return [(words_at(english, f.english), words_at(arabic, f.arabic), sentence(f), f.severity) for f in findings]  # type: ignore[misc]


class TestFindings:
    def test_the_linked_word_is_pointed_at(self, monkeypatch: pytest.MonkeyPatch) -> None:
        detail = "The statement says increased; the Arabic says decreased (انخفضت)"
        assert found(monkeypatch, ROSE, FELL, LINKS) == [("increased", "انخفضت", detail, 0.5)]

    def test_a_plain_opposite_below_the_cut_is_as_grave_as_the_cut(self, monkeypatch: pytest.MonkeyPatch) -> None:
        [(_, _, _, severity)] = found(monkeypatch, ROSE, FELL, LINKS, cut=0.8)
        assert severity == 0.8

    def test_the_only_opposite_is_pointed_at_where_another_word_is_linked(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        [(said, arabic, _, severity)] = found(monkeypatch, ROSE, FELL, Links(increased="الصادرات"), theirs=2.0)
        assert (said, arabic, severity) == ("increased", "انخفضت", pytest.approx(0.8808, abs=1e-4))

    def test_of_several_unlinked_opposites_none_is_pointed_at(self, monkeypatch: pytest.MonkeyPatch) -> None:
        arabic = "انخفضت الصادرات ثم انخفضت."
        [(_, spot, detail, _)] = found(monkeypatch, ROSE, arabic, Links(increased="الصادرات"), theirs=2.0)
        assert spot == arabic
        assert detail == "The statement says increased; the Arabic seems to say decreased"

    def test_without_any_word_the_whole_is_pointed_at(self, monkeypatch: pytest.MonkeyPatch) -> None:
        [(_, spot, detail, _)] = found(monkeypatch, ROSE, "تغيرت الصادرات.", LINKS, neither=2.0)
        assert spot == "تغيرت الصادرات."
        assert "seems to say" in detail

    def test_each_word_has_one_finding_in_the_order_of_the_text(self, monkeypatch: pytest.MonkeyPatch) -> None:
        english, arabic = "The north opened before noon", "أغلق الجنوب بعد الظهر"
        links = Links(north="الجنوب", opened="أغلق", before="بعد", noon="الظهر")
        said = [said for said, *_ in found(monkeypatch, english, arabic, links)]
        assert said == ["north", "opened", "before"]

    def test_of_equally_likely_opposites_of_a_word_the_first_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        [(_, _, detail, _)] = found(monkeypatch, "The accord was accepted", "رفض الاتفاق", Links(accepted="رفض"))
        assert detail == "The statement says accepted; the Arabic says refused (رفض)"

    def test_a_word_in_a_handle_is_not_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert found(monkeypatch, "The road @north #before", "الجنوب", Links()) == []

    def test_who_watches_is_told_which_words_were_judged(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with watching() as decided:
            found(monkeypatch, ROSE, FELL, LINKS)
        assert [d.about for d in decided] == ["increased → decreased", "increased → reduced"]
        assert {d.model for d in decided} == {"polarity"}

    def test_nothing_at_the_cut_or_below_is_reported(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert found(monkeypatch, ROSE, "تغيرت الصادرات.", LINKS) == []


@pytest.mark.parametrize(
    ("english", "edited"),
    [
        ("An early start", "A late start"),
        ("A late start", "An early start"),
        ("AN EARLY START", "A LATE START"),
        ("They met an  ally before dawn", "They met an  ally after dawn"),
        ("Before dawn", "After dawn"),
        ("He has a more careful plan", "He has a less careful plan"),
    ],
)
def test_the_article_and_the_capitals_follow_the_new_word(english: str, edited: str) -> None:
    assert edited in [swap.edit.text for swap in find_swaps(english)]


def test_a_swap_says_where_it_is() -> None:
    english = "A late start"
    swap = next(s for s in find_swaps(english) if s.edit.new == "early")
    assert (swap.edit.start, swap.edit.end, swap.edit.old) == (2, 6, "late")
    assert (swap.opposite.ours, swap.opposite.theirs) == ("late", "early")
