"""What the guard sees, how a retry is chosen, and the shapes of input that small models fail on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from clauses import BOTH, TWO_CLAUSES
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.models import ModelInfo, Options
from iqtibas.models.engine import Decoded, Pieces
from iqtibas.models.registry import EMBEDDED_FOLDER
from iqtibas.translate import Hypothesis, Translator, guard, retry
from iqtibas.translate.fitted import bounds

OPTIONS = Options("fake", "exact", beam=4, length_penalty=1.0, no_repeat_ngram=0, positions=512)


@pytest.mark.parametrize(
    ("source", "english", "expected"),
    [
        ("يبدأ العمل في 60 مصنعا عام ٢٠٢٤", "Work starts in 60 factories in 2024", ()),
        (
            "يبدأ العمل في 60 مصنعا عام ٢٠٢٤",
            "Work starts in 16 factories",
            ("numbers: 60, 2024 missing", "numbers: 16 added"),
        ),
        ("يبدأ العمل في 60 مصنعا", "Work starts in 16 factories", ("numbers: 60 given as 16",)),
        ("دفع 350 مليون دولار", "He paid 350 dollars", ("numbers: 350,000,000 dollars given as 350 dollars",)),
        ("نزح 200 ألف شخص", "200 million people fled", ("numbers: 200,000 given as 200,000,000",)),
        ("غرامة لا تقل عن خمسمئة ألف دينار", "a fine in dinars", ("numbers: at least 500,000 dinars missing",)),
        ("غرامة لا تقل عن خمسمئة ألف دينار", "a fine of at least 500,000 dinars", ()),
        ("بلغت الكلفة 1.5 مليون دولار", "It cost $1,500,000", ()),
        ("المساحة 783،562 كيلومترا مربعا", "an area of 783,562 square kilometres", ()),
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
