"""Guard and retries with the embedded model: dropped clauses, and the shapes of input that small models fail on."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from clauses import BOTH, TWO_CLAUSES

from iqtibas.translate import Hypothesis, Translator, guard, load, omission
from iqtibas.translate.fitted import bounds


def test_a_dropped_clause_is_told_from_a_whole_translation() -> None:
    half = BOTH.split(",")[0] + "."
    assert guard.notes(TWO_CLAUSES, half, drops_clause=omission.drops_clause) in (("dropped clause",), ("too short",))
    assert guard.notes(TWO_CLAUSES, BOTH, drops_clause=omission.drops_clause) == ()


def test_nothing_is_asked_where_every_clause_was_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Judge:
        def log_probabilities(self, arabic: str, english: Sequence[str]) -> list[float]:
            asked.append(arabic)
            return [-1.0 for _ in english]

    monkeypatch.setattr(omission, "load_contrast", Judge)
    words = range(len(TWO_CLAUSES.split()))
    omission.drops_clause(TWO_CLAUSES, "Short.", set(words))
    assert asked == []
    omission.drops_clause(TWO_CLAUSES, "Short.", set(words[:6]))
    assert asked[0] == TWO_CLAUSES
    assert len(asked) == 1 + 3  # the whole, and the text without each of its three clauses


def test_what_is_left_out_is_seen_in_both_models() -> None:
    half = BOTH.split(",")[0] + "."
    assert len(omission.features(TWO_CLAUSES, half)) == len(bounds().omission.weights)
    (_, gain, nearer, *_), (_, less, farther, *_) = (omission.features(TWO_CLAUSES, text) for text in (half, BOTH))
    assert gain > less
    assert nearer > 0 > farther


@pytest.fixture(scope="module")
def translator() -> Translator:
    return load("embedded", "ctranslate2", threads=1)


SHAPES = {
    "capitals": "BREAKING NEWS FROM SIRIN: أعلنت الحكومة خطة جديدة",
    "list": "- القمح\n- الأرز\n- الشعير\n- الذرة",
    "menu": "الرئيسية | أخبار | رياضة | اتصل بنا",
    "mixed languages": "قال مدير شركة Example Motors إن سيارة Zephyr ستصل في May",
    "fragment": "في ما يخص ذلك",
    "long": " ".join(["ذهب الولد إلى المدرسة في الصباح ثم عاد إلى البيت مع صديقه"] * 36),
    "emoji": "مبروك 🎉🎉 للفريق 👩‍👩‍👧",
    "tatweel": "شكـــــــرا جـــــزيلا",
    "punctuation": "ماذا؟؟؟؟؟؟؟؟؟؟؟؟؟؟!!!!!!!!!!!!!!!!",
    "links": "https://example.org/a https://t.co/b",
    "white space": " \t ",
    "empty": "",
}


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_hard_shapes_end_in_english_or_in_a_note(translator: Translator, shape: str) -> None:
    (made,) = translator.translate_texts([SHAPES[shape]])
    wrong = [note for note in guard.notes(SHAPES[shape], made.text, finished=made.finished) if note in guard.HEAVY]
    assert set(wrong) <= set(made.notes)
    assert guard.missing_tokens(SHAPES[shape], made.text) == []
    if not guard.has_arabic(SHAPES[shape]):
        assert made == Hypothesis(SHAPES[shape], 0.0)


def test_latin_words_come_through(translator: Translator) -> None:
    capitals, mixed = translator.translate_texts([SHAPES["capitals"], SHAPES["mixed languages"]])
    assert capitals.text.startswith("BREAKING NEWS FROM SIRIN:")
    assert "Example Motors" in mixed.text
    assert "Zephyr" in mixed.text or "names: expected Zephyr" in mixed.notes


def test_the_ladder_is_deterministic(translator: Translator) -> None:
    sources = list(SHAPES.values())
    assert translator.translate_texts(sources) == translator.translate_texts(sources)
