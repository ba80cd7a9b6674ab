"""Choosing among the best of the beam."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from model_folders import edit_json, embedded_copy

from iqtibas.article import ModelError
from iqtibas.models.conversion import converted
from iqtibas.models.engine import Decoded, Pieces, read_options
from iqtibas.models.engine_ctranslate2 import FastEngine
from iqtibas.models.registry import EMBEDDED_FOLDER, resolve
from iqtibas.translate import rerank

SOURCE = "أعلنت الوزيرة افتتاح الجسر الجديد يوم الأحد."
RIGHT, WRONG = "The minister announced the new bridge opens on Sunday.", "The company sold its old ships last winter."


def words(pieces: Sequence[str]) -> str:
    return " ".join(pieces)


def answers(*made: tuple[str, float]) -> Decoded:
    best, *others = (Decoded(tuple(text.split()), score, finished=True) for text, score in made)
    return replace(best, others=tuple(others))


def lacks_nothing(_: str) -> int:
    return 0


def kept(made: Decoded, lacking: Callable[[str], int] = lacks_nothing) -> str:
    return words(rerank.choose_candidate(SOURCE, made, words, lacking).answer.pieces)


def test_what_says_the_same_outdoes_what_is_a_little_likelier() -> None:
    assert kept(answers((WRONG, -1.0), (RIGHT, -1.1))) == RIGHT


def test_what_is_far_likelier_stays() -> None:
    assert kept(answers((WRONG, -0.5), (RIGHT, -2.5))) == WRONG


def test_only_what_lacks_least_is_compared() -> None:
    made = answers((WRONG, -0.5), ("The minister is here.", -2.0), (RIGHT, -2.5))
    assert kept(made, lambda text: 2 - ("minister" in text) - ("bridge" in text)) == RIGHT
    assert kept(made, lambda text: 1 - ("minister" in text)) != WRONG


def test_the_likelier_of_equal_texts_stays_and_no_encoder_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rerank, "load_sentence_encoder", None)
    made = answers((RIGHT, -1.0), (RIGHT, -1.2))
    chosen = rerank.choose_candidate(SOURCE, made, words, lacks_nothing)
    assert chosen.answer is made
    assert chosen.similarity is None


def test_how_near_the_chosen_answer_is_comes_with_it() -> None:
    chosen = rerank.choose_candidate(SOURCE, answers((WRONG, -1.0), (RIGHT, -1.1)), words, lacks_nothing)
    assert [chosen.similarity] == rerank.cosines(SOURCE, [RIGHT])


@pytest.mark.parametrize("change", [{"num_return_sequences": 9}, {"num_return_sequences": -1}])
def test_more_candidates_than_the_beam_holds_are_refused(tmp_path: Path, change: dict[str, int]) -> None:
    folder = embedded_copy(tmp_path / "model")
    edit_json(folder / "generation_config.json", lambda settings: settings.update(num_beams=4, **change))
    with pytest.raises(ModelError, match="impossible decoding"):
        read_options(folder, "ctranslate2", "int8")


def test_the_engine_gives_the_beams_best_in_order(model_cache: Path) -> None:
    pieces = Pieces(EMBEDDED_FOLDER)
    engine = FastEngine(converted(resolve("embedded", offline=True)).folder, threads=1)
    options = replace(read_options(EMBEDDED_FOLDER, engine.name, "int8"), beam=4, candidates=3)
    ((_, made),) = engine.translate([pieces.encode(SOURCE)], options)
    assert len({own.pieces for own in (made, *made.others)}) == 3
    assert made.score >= max(own.score for own in made.others)
    assert not made.others[0].others
    ((_, narrow),) = engine.translate([pieces.encode(SOURCE)], replace(options, beam=1))
    assert narrow.others == ()
