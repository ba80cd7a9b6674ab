"""What the guard sees, how a retry is chosen, and the shapes of input that small models fail on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.models import ModelInfo, Options
from iqtibas.models.engine import Decoded, Pieces
from iqtibas.models.registry import EMBEDDED_FOLDER
from iqtibas.translate import Hypothesis, Translator, guard, load, omission, retry
from iqtibas.translate.fitted import bounds

OPTIONS = Options("fake", "exact", beam=4, length_penalty=1.0, no_repeat_ngram=0, positions=512)
TWO_CLAUSES = (
    "وافق المجلس على القانون الجديد بأغلبية كبيرة، لكن الحزب المعارض رفض التوقيع عليه وطالب بإجراء انتخابات مبكرة."
)
BOTH = (
    "The council passed the new law by a large majority, but the opposition party refused to sign it and demanded "
    "early elections."
)


@pytest.mark.parametrize(
    ("source", "english", "expected"),
    [
        ("يبدأ العمل في 60 مصنعا عام ٢٠٢٤", "Work starts in 60 factories in 2024", ()),
        ("يبدأ العمل في 60 مصنعا عام ٢٠٢٤", "Work starts in 16 factories", ("numbers: 60, 2024 missing",)),
        ("المساحة 783،562 كيلومترا", "an area of 783,562 square kilometres", ()),
        ("حصل على 3 كتب وهو الخامس", "He got three books and was 5th", ()),
        ("نحو 300 ألف دولار", "about $300,000", ()),
        ("أيد 58٪ من الناخبين الخطة", "Fifty-eight percent of voters backed the plan", ()),
        ("قال الوزير إن الحرب انتهت", "the war the war the war the war the war", ("repetition",)),
        ("قال الوزير إن الحرب انتهت", "no no no no the war", ("repetition",)),
        ("قال الوزير إن الحرب انتهت", "The war has ended, the war has ended.", ("repetition",)),
        ("لا لا لا لا تذهب", "No, no, no, no, do not go", ()),
        ("قال الوزير إن الحرب انتهت", "The minister said ENENENENENENENEN", ("garbled",)),
        ("قال الوزير إن الحرب انتهت", "The minister said الحرب ended", ("arabic left",)),
        ("قال الوزير إن الحرب انتهت", "قال الوزير إن الحرب انتهت", ("copied",)),
        ("قال الوزير إن الحرب انتهت في المدينة منذ شهرين كاملين", "War.", ("too short",)),
        ("نعم", "Yes, and the whole of the country was glad to hear of it, and so it went on", ("too long",)),
        ("نعم", "", ("too short",)),
        ("قالت @layla_h إن الحرب انتهت", "Layla said the war had ended", ("verbatim: @layla_h missing",)),
        ("قالت @layla_h في #سيرين إن الحرب انتهت", "@layla_h said in #سيرين that the war had ended", ()),
        ("https://example.org/60", "", ()),
    ],
)
def test_the_guard_notes_what_is_visibly_wrong(source: str, english: str, expected: tuple[str, ...]) -> None:
    assert guard.notes(source, english) == expected


def test_the_guard_notes_a_translation_that_came_to_no_end() -> None:
    assert guard.notes("نعم", "Yes", finished=False) == ("unfinished",)


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_guard_reads_anything(source: str, english: str) -> None:
    found = guard.notes(source, english)
    assert guard.weight(found) >= len(found)


def test_the_guard_rarely_accuses_human_translations(shared: Path) -> None:
    sources, references = (
        (shared / "eval" / f"flores-dev.{language}").read_text().splitlines() for language in ("ar", "en")
    )
    accused = [pair for pair in zip(sources, references, strict=True) if guard.notes(*pair)]
    assert len(accused) <= 0.01 * len(sources)


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
    assert len(asked) == 3


def test_what_is_left_out_is_seen_in_both_models() -> None:
    half = BOTH.split(",")[0] + "."
    assert len(omission.features(TWO_CLAUSES, half)) == len(omission.FEATURES) == len(bounds().omission.weights)
    (_, gain, nearer, *_), (_, less, farther, *_) = (omission.features(TWO_CLAUSES, text) for text in (half, BOTH))
    assert gain > less
    assert nearer > 0 > farther


def test_the_packaged_bounds_are_in_their_order() -> None:
    own = bounds()
    assert own.shortest < own.suspect < own.longest


def test_the_lightest_notes_win_and_then_the_score() -> None:
    looped, lost = Hypothesis("a", -0.1, notes=("repetition",)), Hypothesis("b", -2.0, notes=("numbers: 6 missing",))
    clean, better = Hypothesis("c", -3.0), Hypothesis("d", -1.0, notes=("restored: Japan",))
    assert retry.best([looped, lost]) is lost
    assert retry.best([looped, lost, clean, better]) is better
    assert retry.best([clean, Hypothesis("e", -3.0)]) is clean
    assert not retry.needs_retry(lost)


class LoopingEngine:
    """Loops on whole sentences at its usual beam, and on nothing else."""

    name, precision = "fake", "exact"

    def __init__(self, pieces: Pieces, cure: str) -> None:
        self._pieces, self._cure = pieces, cure
        self._whole = len(pieces.encode(TWO_CLAUSES))
        self.asked: list[tuple[int, Options]] = []

    def translate(self, sources: Sequence[Sequence[str]], options: Options) -> Iterator[tuple[int, Decoded]]:
        for index, source in enumerate(sources):
            self.asked.append((index, options))
            cured = {
                "resplit": len(source) < self._whole,
                "no-repeat": options.no_repeat_ngram == 2,
                "other beam": options.beam == 1,
                "": False,
            }[self._cure]
            well = BOTH.split(", ")[index] if len(source) < self._whole else BOTH
            english = well if cured else "the war " * 12
            yield index, Decoded(tuple(self._pieces.encode(english)[:-1]), -1.0, finished=True)


@pytest.mark.parametrize("cure", ["resplit", "no-repeat", "other beam", ""])
def test_a_loop_is_tried_again_until_a_rung_cures_it(cure: str) -> None:
    pieces = Pieces(EMBEDDED_FOLDER)
    engine = LoopingEngine(pieces, cure)
    info = ModelInfo("embedded", EMBEDDED_FOLDER, "", "", "", weak=True, note="")
    (made,) = Translator(info, engine, pieces, OPTIONS).translate_texts([TWO_CLAUSES])
    assert ("repetition" in made.notes) == (not cure)
    tries = {"resplit": 3, "no-repeat": 4, "other beam": 5, "": 5}
    assert len(engine.asked) == tries[cure]


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
