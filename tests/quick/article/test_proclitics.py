"""What is written in one with an Arabic word: the list and the patterns say the same."""

from __future__ import annotations

import re
from itertools import product

from iqtibas.article.arabic.proclitics import PROCLITIC, PROCLITIC_OR_FUTURE, PROCLITICS
from iqtibas.article.gazetteer.mentions import arabic_places

FORMS = {"".join(form) for form in product(("", "و", "ف"), ("", "ب", "ك", "ل", "ال", "بال", "كال", "لل"))}


def test_the_list_is_complete_and_has_nothing_twice() -> None:
    assert set(PROCLITICS) == FORMS
    assert len(PROCLITICS) == len(FORMS)


def test_the_patterns_match_the_list_and_nothing_else() -> None:
    letters = ["".join(form) for length in range(5) for form in product("وفبكلاس", repeat=length)]
    assert {form for form in letters if re.fullmatch(PROCLITIC, form)} == FORMS
    future = {form for form in letters if re.fullmatch(PROCLITIC_OR_FUTURE, form)}
    assert future - FORMS == {"س", "وس", "فس"}


def test_a_place_is_found_behind_every_proclitic() -> None:
    for form in sorted(FORMS):
        word = f"{form}سويد" if form.endswith(("ال", "لل")) else f"{form}فرنسا"
        assert [place.code for place in arabic_places(f"قال {word} غدا")] == ["SE" if "سويد" in word else "FR"], word
