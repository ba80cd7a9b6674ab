"""What befalls a drawn pair of the training data: both sides change alike, and nothing else shifts."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.train.data import Corpus
from bench.train.noise import (
    PEOPLE,
    asked_changes,
    changed,
    copied_thing,
    damaged_english,
    framing,
    swapping,
    with_copy,
)

NAMES = (("سالم الوادي", "Salem Al-Wadi"), ("نديم حداد", "Nadim Haddad"))
PAIRS = [("عاد نديم إلى القرية.", "Nadim went back to the village."), ("نزل المطر أمس.", "It rained yesterday.")]


@dataclass(frozen=True)
class Asked:
    """Shares of the drawn pairs, none unless told."""

    names: float = 0.0
    swaps: float = 0.0
    copies: float = 0.0
    denoise: float = 0.0


def test_nothing_changes_unless_it_is_asked_for() -> None:
    assert asked_changes(Asked(), []) == []
    assert changed(PAIRS, (), "1 0 0") == PAIRS


def test_names_need_the_file_of_people() -> None:
    with pytest.raises(KeyError, match=PEOPLE):
        asked_changes(Asked(names=0.1), [Corpus("other", NAMES, 1, 1)])


def test_all_four_are_found_and_the_same_seed_gives_the_same() -> None:
    changes = asked_changes(Asked(0.25, 0.25, 0.25, 0.25), [Corpus(PEOPLE, NAMES, 1, 1)])
    assert [share for share, _ in changes] == [0.25] * 4
    assert changed(PAIRS * 20, changes, "1 0 0") == changed(PAIRS * 20, changes, "1 0 0")
    assert changed(PAIRS * 20, changes, "1 0 0") != changed(PAIRS * 20, changes, "2 0 0")


def test_a_share_is_about_kept() -> None:
    made = changed(PAIRS * 1000, [(0.25, with_copy)], "7")
    assert 400 < sum(pair not in PAIRS for pair in made) < 600


@given(st.randoms(use_true_random=False))
def test_a_frame_has_one_persons_name_in_both_languages(chooser: random.Random) -> None:
    arabic, english = framing(NAMES)(PAIRS[1], chooser)
    assert PAIRS[1][0] in arabic
    assert PAIRS[1][1] in english
    named = [(a in arabic, e in english) for a, e in NAMES]
    assert any(source for source, _ in named)
    assert all(source == target for source, target in named)


def test_a_name_in_both_sides_is_replaced_by_one_other() -> None:
    swap = swapping(NAMES)
    made = {swap(PAIRS[0], random.Random(seed)) for seed in range(30)}
    assert ("عاد سالم إلى القرية.", "Salem went back to the village.") in made
    assert all(("حداد" in arabic) == ("Haddad" in english) for arabic, english in made)


def test_a_name_that_is_missing_in_the_english_is_left_alone() -> None:
    pair = ("عاد نديم إلى القرية.", "He went back to the village.")
    assert swapping(NAMES)(pair, random.Random(1)) == pair


@given(st.randoms(use_true_random=False))
def test_what_is_to_be_copied_stands_on_the_same_end_of_both_sides(chooser: random.Random) -> None:
    arabic, english = with_copy(PAIRS[1], chooser)
    thing = english.replace(PAIRS[1][1], "").strip()
    assert thing
    assert " " not in thing
    assert arabic in (f"{thing} {PAIRS[1][0]}", f"{PAIRS[1][0]} {thing}")
    assert arabic.startswith(thing) == english.startswith(thing)


def test_things_to_copy_are_of_several_kinds() -> None:
    chooser = random.Random(1)
    assert {copied_thing(chooser)[0] for _ in range(100)} >= {"h", "@", "#"}


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1), min_size=1), st.randoms(use_true_random=False))
def test_damaged_english_has_words_of_the_english_alone_and_keeps_the_target(
    words: list[str], chooser: random.Random
) -> None:
    english = " ".join(words)
    source, target = damaged_english(("نص", english), chooser)
    assert target == english
    assert source.split()
    assert not set(source.split()) - set(english.split())
    assert len(source.split()) <= len(english.split())
