"""The modality check between judges whose answers are known: each signal, what is mild, and what a finding says."""

from __future__ import annotations

import pytest
from judged import Decoding, Links, deciding, tools
from shipped import words_at

from iqtibas.align.ledger.fitted import watching
from iqtibas.align.ledger.modality import check as modality
from iqtibas.align.ledger.modality.check import MOST_SLOTS, ModalitySignals, Weighed, check_modality, weigh
from iqtibas.align.ledger.modality.words import arabic_cues, english_slots
from iqtibas.align.ledger.severity import HEDGE_ADDED, TRANSLATION_SHIFT
from iqtibas.report.wording import sentence

MUST = "The council must approve the budget."
LINKS = Links(council="المجلس", approve="يقر", budget="الميزانية")


def weighed(
    english: str, arabic: str, links: Links = LINKS, **scores: float
) -> list[tuple[str, str, str, dict[str, float]]]:
    """Word, what it is exchanged for, the Arabic word that speaks for that, and the signals."""
    decoding = Decoding({english.replace(*old.split("_")): value for old, value in scores.items()})
    found: list[Weighed] = weigh(links.pair(english, arabic), decoding)  # type: ignore[arg-type]
    return [(w.slot.word, w.exchange.word, w.cue.key if w.cue else "", w.signals._asdict()) for w in found]


class TestSignals:
    def test_the_words_of_another_class(self) -> None:
        [(word, instead, cue, row)] = weighed(MUST, "قد يقر المجلس الميزانية", must_may=2.0, must_will=1.5)
        assert (word, instead, cue) == ("must", "may", "قد")
        assert row == dict.fromkeys(ModalitySignals._fields, 0.0) | {
            "decoded": -2.0,
            "other_near": 1.0,
            "other": 1.0,
            "spread": 0.5,
        }

    def test_the_words_of_its_own_class(self) -> None:
        [(_, _, cue, row)] = weighed(MUST, "يجب أن يقر المجلس الميزانية", must_may=-2.0, must_will=-3.0)
        assert cue == ""
        assert row == dict.fromkeys(ModalitySignals._fields, 0.0) | {
            "decoded": 2.0,
            "own_near": 1.0,
            "own": 1.0,
            "spread": 1.0,
        }

    def test_words_far_from_the_verb(self) -> None:
        [(_, _, cue, row)] = weighed(
            MUST, "يقر المجلس الميزانية غدا كما كان متوقعا قبل أن يجب ذلك وقد يعود", must_may=1.0
        )
        assert cue == ""
        assert (row["own_near"], row["own"], row["other_near"], row["other"]) == (0.0, 1.0, 0.0, 1.0)

    @pytest.mark.parametrize(
        ("arabic", "near"), [("يجب كما قيل يقر", 1.0), ("يجب كما قيل لنا يقر", 0.0), ("يقر ذلك كما يجب", 1.0)]
    )
    def test_how_near_is_near(self, arabic: str, near: float) -> None:
        [(_, _, _, row)] = weighed(MUST, arabic, Links(must="يقر", approve="يقر", the="يقر"))
        assert row["own_near"] == near

    def test_no_words_at_all(self) -> None:
        [(_, _, _, row)] = weighed(MUST, "المجلس والميزانية")
        assert row == dict.fromkeys(ModalitySignals._fields, 0.0) | {"no_words": 1.0}

    def test_the_future_is_told_apart(self) -> None:
        [(_, instead, _, row)] = weighed("It will rain.", "تمطر غدا")
        assert (instead, row["future"]) == ("may", 1.0)

    @pytest.mark.parametrize(("score", "decoded"), [(50.0, -8.0), (-50.0, 8.0)])
    def test_no_preference_says_more_than_the_most(self, score: float, decoded: float) -> None:
        [(_, _, _, row)] = weighed("She said it.", "قالت ذلك", **{"said_denied": score})
        assert row["decoded"] == decoded

    def test_the_likelier_exchange_counts_and_of_equals_the_first(self) -> None:
        assert weighed(MUST, "يقر", must_will=1.0)[0][1] == "will"
        assert weighed(MUST, "يقر")[0][1] == "may"

    def test_what_renders_the_word_beside_is_no_rival(self) -> None:
        english = "You will probably have to wait."
        found = weighed(english, "قد تنتظر", Links(wait="تنتظر", will="تنتظر"))
        assert [(word, row["other"]) for word, _, _, row in found] == [
            ("will", 0.0),
            ("probably", 0.0),
            ("have to", 0.0),
        ]
        [(_, _, _, alone)] = weighed("You will then wait.", "قد تنتظر", Links(wait="تنتظر"))
        assert alone["other"] == 1.0

    def test_all_exchanges_are_asked_about_at_once(self) -> None:
        decoding = Decoding()
        weigh(LINKS.pair(MUST, "يقر"), decoding)  # type: ignore[arg-type]
        assert decoding.asked == [("يقر", [MUST, MUST.replace("must", "may"), MUST.replace("must", "will")])]

    def test_without_words_nothing_is_asked_and_many_are_bounded(self) -> None:
        decoding = Decoding()
        assert weigh(LINKS.pair("The dam held.", "صمد السد"), decoding) == []  # type: ignore[arg-type]
        assert decoding.asked == []
        assert len(weigh(LINKS.pair("We must. " * 9, "يجب"), decoding)) == MOST_SLOTS  # type: ignore[arg-type]

    def test_an_empty_rendering_has_no_words_near(self) -> None:
        [(_, _, _, row)] = weighed(MUST, "")
        assert row == dict.fromkeys(ModalitySignals._fields, 0.0) | {"no_words": 1.0}


def found(
    patch: pytest.MonkeyPatch, english: str, arabic: str, cut: float = 0.5, **weights: float
) -> list[tuple[str | None, str, str, float]]:
    patch.setattr(modality, "load_fitted", deciding(cut, **weights))
    findings = check_modality(LINKS.pair(english, arabic), tools(LINKS))
    assert all(f.kind == "modality" and f.arabic for f in findings)
    return [(words_at(english, f.english), words_at(arabic, f.arabic), sentence(f), f.severity) for f in findings]  # type: ignore[misc]


class TestFindings:
    def test_the_arabic_word_is_pointed_at_and_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        detail = "The statement says “must”; the Arabic says only that it may be (قد)"
        assert found(monkeypatch, MUST, "قد يقر المجلس الميزانية", other=2.0) == [
            ("must", "قد", detail, pytest.approx(0.8808, abs=1e-4))
        ]

    def test_without_a_word_the_whole_is_pointed_at(self, monkeypatch: pytest.MonkeyPatch) -> None:
        detail = "The statement says “must”; the Arabic says only that it may be"
        assert found(monkeypatch, MUST, "يقر المجلس ذلك") == [("must", "يقر المجلس ذلك", detail, 0.5)]

    def test_nothing_below_the_cut(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert found(monkeypatch, MUST, "يقر المجلس ذلك", cut=0.51) == []

    @pytest.mark.parametrize(
        ("english", "word", "detail"),
        [
            ("They plan to go.", "plan to", "that it will be"),
            ("It is likely to rain.", "likely to", "that it is certain"),
            ("It would rain.", "would", "only that it may be"),
        ],
    )
    def test_what_translators_do_is_never_grave(
        self, monkeypatch: pytest.MonkeyPatch, english: str, word: str, detail: str
    ) -> None:
        [(said, _, says, severity)] = found(monkeypatch, english, "ذهبوا", no_words=5.0)
        assert (said, severity) == (word, TRANSLATION_SHIFT)
        assert says == f"The statement says “{word}”; the Arabic says {detail}"

    def test_who_watches_is_told_which_word_was_judged(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with watching() as decided:
            found(monkeypatch, "We'll go.", "نذهب")
        assert [(d.model, d.about) for d in decided] == [("modality", "'ll")]

    def test_a_hedge_of_the_arabic_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        [(said, spot, detail, severity)] = found(monkeypatch, "The dam is closed.", "السد مغلق ربما")
        assert (said, spot, severity) == (None, "ربما", HEDGE_ADDED)
        assert detail == "The Arabic says only that it may be (ربما); the statement has no word for that"

    def test_only_the_gravest_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        both = "We said it is closed.", "قال إن السد مغلق ربما"
        assert [f[0] for f in found(monkeypatch, *both)] == [None]
        assert [f[0] for f in found(monkeypatch, *both, own=5.0)] == ["said"]


@pytest.mark.parametrize(
    ("arabic", "spot", "key", "kinds"),
    [
        ("وسيتعيّن ذلك", "وسيتعيّن", "يتعين", {"future", "obligation"}),
        ("لا بُدّ من ذلك", "لا بُدّ", "لا بد", {"obligation"}),
        ("فسأذهب", "فسأذهب", "اذهب", {"future"}),
        ("وينفيها الوزير", "وينفيها", "ينفي", {"deny"}),
        ("ينفيهم", "ينفيهم", "ينفي", {"deny"}),
        ("تنكره", "تنكره", "تنكر", {"deny"}),
        ("قد لا يذهب", "قد", "قد", {"possibility"}),
    ],
)
def test_an_arabic_word_is_looked_up_without_what_is_written_on_to_it(
    arabic: str, spot: str, key: str, kinds: set[str]
) -> None:
    [cue] = arabic_cues(arabic)
    assert (arabic[cue.start : cue.end], cue.key, set(cue.kinds), cue.at) == (spot, key, kinds, 0)


def test_an_arabic_word_knows_which_word_it_is() -> None:
    text = "قال إنه لا بد أن يذهب وقد يعود"
    assert [(cue.at, cue.key) for cue in arabic_cues(text)] == [(0, "قال"), (2, "لا بد"), (6, "قد")]


@pytest.mark.parametrize("text", ["قد وصلوا", "قد تمكنا منه", "قد نجحا", "قد ترك", "قد لا لا يعود", "وسيارته", "قد"])
def test_perfects_and_nouns_are_neither_possible_nor_future(text: str) -> None:
    assert not {"possibility", "future"} & {kind for cue in arabic_cues(text) for kind in cue.kinds}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the will, a can, their might", []),
        ("It is a must. The must is sour.", []),
        ("only if it rains, even if, as if, if so", ["if"]),
        ("because of rain, because it rains", ["because"]),
        ("at will it may, they will", ["may", "will"]),
        ("MAY we? May we? may we?", ["MAY", "may"]),
        ("they  have \n to go", ["have \n to"]),
        ("a cannot-do man, he cannot do", ["cannot"]),
    ],
)
def test_words_that_only_look_like_modal_ones(text: str, words: list[str]) -> None:
    assert [slot.word for slot in english_slots(text)] == words
