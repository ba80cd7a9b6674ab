"""Modality: words of both languages, and what is certain, possible, owed or only said to be so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iqtibas.align.ledger.fitted import load_fitted
from iqtibas.align.ledger.modality.check import RENDERED_BY, ModalitySignals
from iqtibas.align.ledger.modality.words import arabic_cues, english_slots, exchanged, unsaid_hedges
from iqtibas.align.ledger.severity import DECISION_THRESHOLD, TRANSLATION_SHIFT


def kinds(text: str) -> list[tuple[str, str]]:
    return [(slot.word, slot.kind) for slot in english_slots(text)]


class TestEnglishWords:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("We must go.", [("must", "obligation")]),
            ("They must not go.", [("must not", "obligation")]),
            ("We have to go and they may stay.", [("have to", "obligation"), ("may", "possibility")]),
            ("We’ll go, and he can't.", [("’ll", "future"), ("can't", "ability")]),
            ("The minister said it would rain.", [("said", "say"), ("would", "conditional")]),
            ("He was allegedly seen.", [("allegedly", "hearsay")]),
            ("She denied it.", [("denied", "deny")]),
            ("It is likely to rain if it is cold.", [("likely to", "likelihood"), ("if", "condition")]),
        ],
    )
    def test_words_and_their_classes(self, text: str, found: list[tuple[str, str]]) -> None:
        assert kinds(text) == found

    @pytest.mark.parametrize(
        "text",
        [
            "The bridge opened on 3 May.",
            "In May the bridge opened.",
            "Will Hadley opened the bridge.",
            "It was the will of the people.",
            "They opened it because of the rain.",
            "A can of paint fell.",
            "He acted as if nothing had happened.",
        ],
    )
    def test_a_month_a_man_and_nouns_are_none(self, text: str) -> None:
        assert kinds(text) == []

    @pytest.mark.parametrize(
        ("text", "edits"),
        [
            ("They may stay.", ["They will stay.", "They must stay."]),
            ("Must we go?", ["May we go?", "Will we go?"]),
            ("He allegedly fled.", ["He fled."]),
            ("We'll go.", ["We may go.", "We must go."]),
        ],
    )
    def test_exchanges_leave_a_statement(self, text: str, edits: list[str]) -> None:
        [slot] = english_slots(text)
        assert [exchanged(text, slot, exchange) for exchange in slot.exchanges] == edits


class TestArabicWords:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("يجب أن نذهب", [("يجب", {"obligation"})]),
            ("قد يذهب الوزير", [("قد", {"possibility"})]),
            ("وقد لا يذهب الوزير", [("وقد", {"possibility"})]),
            ("سيذهب الوزير", [("سيذهب", {"future"})]),
            ("وسنذهب نحن", [("وسنذهب", {"future"})]),
            ("سيتعيّن على الوزير", [("سيتعيّن", {"future", "obligation"})]),
            ("لا بد من الذهاب", [("لا بد", {"obligation"})]),
            ("ونفى الوزير", [("ونفى", {"deny"})]),
            ("كلام تنفيه الصين", [("تنفيه", {"deny"})]),
            ("وفي وسع المجلس", [("وفي وسع", {"ability"})]),
            ("يُزعمأن الوزير", [("يُزعمأن", {"hearsay", "claim"})]),
            ("هما يعتقدان ذلك", [("يعتقدان", {"hearsay", "belief"})]),
            ("في وسعنا", [("في وسعنا", {"ability"})]),
            ("تفيدالتقارير بذلك", [("تفيد", {"hearsay"}), ("التقارير", {"hearsay"})]),
        ],
    )
    def test_words_and_their_classes(self, text: str, found: list[tuple[str, set[str]]]) -> None:
        assert [(text[c.start : c.end], set(c.kinds)) for c in arabic_cues(text)] == found

    @pytest.mark.parametrize(
        "text",
        [
            "قد وصل الوزير",
            "قد تم الافتتاح",
            "وقد تعرضت البلدة للقصف",
            "وقد نجحت الخطة",
            "قد تطرقا إلى الأمر",
            "إلى أكبر عدد ممكن من الولايات",
            "بأسرع ما يمكن",
            "سيارة الوزير",
            "والسياسة",
        ],
    )
    def test_a_perfect_behind_qad_and_nouns_are_none(self, text: str) -> None:
        assert not {"possibility", "future"} & {kind for cue in arabic_cues(text) for kind in cue.kinds}

    def test_every_class_of_a_statement_can_be_rendered(self) -> None:
        words = {
            kind for slot in map(english_slots, ("must may can will would said if",)) for kind in (s.kind for s in slot)
        }
        assert words <= set(RENDERED_BY)


class TestPlainHedges:
    @pytest.mark.parametrize(
        ("english", "arabic", "kind"),
        [
            ("The attack kills the talks.", "ربما يقضي الهجوم على المحادثات", "possibility"),
            ("The dam is closed.", "قد يكون السد مغلقا", "possibility"),
            ("The dam is closed.", "يجب إغلاق السد", "obligation"),
            ("The man stole the ring.", "سرق الرجل المزعوم الخاتم", "hearsay"),
            ("The minister said that the road was safe.", "زعم الوزير أن الطريق آمن", "claim"),
            ("The minister said that the road was safe.", "ونفى الوزير أن يكون الطريق آمنا", "deny"),
            ("The minister said that the road was safe.", "اعترف الوزير بأن الطريق آمن", "admit"),
        ],
    )
    def test_what_the_arabic_alone_hedges(self, english: str, arabic: str, kind: str) -> None:
        assert [found for found, _ in unsaid_hedges(english, arabic)] == [kind]

    @pytest.mark.parametrize(
        ("english", "arabic"),
        [
            ("The attack may kill the talks.", "ربما يقضي الهجوم على المحادثات"),
            ("It is possible that the dam is closed.", "قد يكون السد مغلقا"),
            ("The dam needs to be closed.", "يجب إغلاق السد"),
            ("He is accused of stealing the ring.", "يزعم أن الرجل سرق الخاتم"),
            ("The minister denied that the road was safe.", "ونفى الوزير أن يكون الطريق آمنا"),
            ("The minister said that the road was not safe.", "ونفى الوزير أن يكون الطريق آمنا"),
            ("The country recognised the new border.", "اعترفت البلاد بالحدود الجديدة"),
            ("The dam was closed.", "وقد تم إغلاق السد"),
        ],
    )
    def test_what_both_say(self, english: str, arabic: str) -> None:
        assert unsaid_hedges(english, arabic) == []


class TestCheck:
    def test_the_fitted_model_has_a_weight_for_every_signal(self) -> None:
        model = load_fitted("modality", ModalitySignals)
        assert len(model.weights) == len(ModalitySignals._fields)
        assert 0 < model.cut <= DECISION_THRESHOLD + 1e-4
        assert TRANSLATION_SHIFT < DECISION_THRESHOLD


@given(
    st.text(st.sampled_from("abcmustyw '’-\n") | st.characters(codec="utf-8"), max_size=80),
    st.text(st.sampled_from("قديجبسيربمان وفلا ") | st.characters(codec="utf-8"), max_size=80),
)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_its_spans_lie_inside(english: str, arabic: str) -> None:
    for slot in english_slots(english):
        assert english[slot.start : slot.end] == slot.word != ""
        assert all(exchanged(english, slot, exchange) != english for exchange in slot.exchanges)
    for cue in arabic_cues(arabic):
        assert 0 <= cue.start < cue.end <= len(arabic)
    assert all(cue in arabic_cues(arabic) for _, cue in unsaid_hedges(english, arabic))


def test_professional_translations_hardly_hedge_alone(shared: Path) -> None:
    sides = ((shared / "eval" / f"flores-dev.{x}").read_text(encoding="utf-8").splitlines() for x in ("en", "ar"))
    accused = [english for english, arabic in zip(*sides, strict=True) if unsaid_hedges(english, arabic)]
    assert len(accused) <= 3, json.dumps(accused, indent=1)
