"""Opposites: the list, and the swaps that it proposes."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from iqtibas.align.ledger.polarity.opposites import MOST_WORDS, find_swaps, opposites
from iqtibas.article.arabic.letters import fold, normalize


def test_every_pair_works_both_ways() -> None:
    for form, pairs in opposites().items():
        for pair in pairs:
            assert form in [back.theirs for back in opposites()[pair.theirs]]


@pytest.mark.parametrize(
    ("form", "opposite", "ours", "theirs"),
    [
        ("increase", "decrease", "ارتفاعا", "والانخفاض"),
        ("increased", "decreased", "ستزيد", "انخفضت"),
        ("supports", "opposes", "يؤيدون", "تعارضه"),
        ("allowed", "banned", "سمحت", "المحظورة"),
        ("husband", "wife", "زوجها", "زوجته"),
        ("north", "south", "الشمالية", "جنوبي"),
    ],
)
def test_arabic_words_are_told_apart_in_their_inflections(form: str, opposite: str, ours: str, theirs: str) -> None:
    found = next(pair for pair in opposites()[form] if pair.theirs == opposite)
    ours, theirs = fold(ours), fold(theirs)
    assert (bool(found.our_arabic.fullmatch(ours)), bool(found.our_arabic.fullmatch(theirs))) == (True, False)
    assert (bool(found.their_arabic.fullmatch(theirs)), bool(found.their_arabic.fullmatch(ours))) == (True, False)


def test_that_is_not_after() -> None:
    (after,) = (pair for pair in opposites()["before"] if pair.theirs == "after")
    assert after.their_arabic.fullmatch(fold("تلت"))  # followed
    assert not after.their_arabic.fullmatch(fold("تلك"))  # that


@pytest.mark.parametrize(
    ("english", "edited"),
    [
        ("An increase in rents", "A decrease in rents"),
        ("Exports rose.", "Exports fell."),
        ("The South Korean minister", "The North Korean minister"),
        ("They are FIRST.", "They are LAST."),
        ("a legal trade", "an illegal trade"),
    ],
)
def test_swaps_keep_inflection_case_and_article(english: str, edited: str) -> None:
    assert edited in [swap.edit.text for swap in find_swaps(english)]


@pytest.mark.parametrize(
    "english", ["no fewer than forty", "more or less", "#win @north", "north-facing", "topics", "with no food"]
)
def test_idioms_tags_and_parts_of_words_are_left_alone(english: str) -> None:
    assert not {"fewer", "less", "win", "north", "top"} & {swap.edit.old for swap in find_swaps(english)}


def test_endless_statements_are_bounded() -> None:
    most = max(map(len, opposites().values()))
    assert len(find_swaps("north and south, " * 2_000)) <= MOST_WORDS * most


def test_the_list_is_well_formed() -> None:
    lines = files("iqtibas.align.ledger.polarity").joinpath("opposites.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert len(rows) >= 70
    assert len({(one, other) for one, other, *_ in rows}) == len(rows)
    for one, other, ours, theirs in rows:
        assert len(one.split(", ")) == len(other.split(", ")), one
        for stem in f"{ours} {theirs}".split():
            assert re.fullmatch(r"[+=~]{0,2}\w+", stem), stem
            assert fold(normalize(stem).text) == stem
