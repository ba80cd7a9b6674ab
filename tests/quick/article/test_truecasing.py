"""Statements in capitals, read in ordinary letters. Everybody in the examples is invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pasted import pasted

from iqtibas.article import find_embeds
from iqtibas.article.mending import as_read
from iqtibas.article.truecasing import truecased

ARABIC = "وكتبت الوزيرة على حسابها كلاما طويلا عن الجسر وعن العمال."


@pytest.mark.parametrize(
    "said",
    [
        "No worker will be left behind! We have never stopped working, and nothing will stop us.",
        "The US will not pay. If North Korea attacks us, we'll respond on Monday, June 3!",
        "I'm going to meet Mr. Hartwell in London, and I will tell him.",
        "US troops will leave Iraq before our elections.",
        "Give us peace. Join us in Geneva!",
        "NATO and the UN must act now. Who will pay for this? The WHO will.",
        "Russians and Ukrainians can talk in Saudi Arabia.",
        "Our FBI agents don’t sleep – they work day and night.",
        "President Hartwell has never said that.",
        "Thank you, London! You were great.",
        "It is over… We won by 52,000 votes.",
        "We may open the bridge in May or in September.",
    ],
)
def test_capitals_are_read_like_ordinary_letters(said: str) -> None:
    assert truecased(said.upper().replace("MAY OR IN SEPTEMBER", "May or in September")) == said


@pytest.mark.parametrize(
    "said",
    [
        "Nothing will stop us, said the BBC.",
        "US, UK AND EU leaders met.",
        "The FIRST AND ONLY bridge is open.",
        "BREAKING NEWS: the bridge is open.",
        "Breaking: UNESCO, UNICEF, WFP, OCHA and others left.",
        "",
        "USA USA",
    ],
)
def test_names_labels_and_emphasis_stay(said: str) -> None:
    assert truecased(said) == said


def test_a_clause_in_capitals_within_a_statement() -> None:
    said = "The ministry was clear: WE WILL NEVER GIVE UP on @LENA and #OURBRIDGE."
    assert truecased(said) == "The ministry was clear: We will never give up on @LENA and #OURBRIDGE."
    assert truecased("WE WILL STAND WITH @LENA AND #OURBRIDGE") == "We will stand with @LENA and #OURBRIDGE"


def test_a_slogan_on_lines_of_its_own() -> None:
    assert truecased("BUILD BRIDGES AGAIN!\n— Lena Hartwell") == "Build bridges again!\n— Lena Hartwell"


@given(st.text(alphabet=st.sampled_from("ABIWE US THE NOT'’ .,!?\n@#ßİŉǰ1é"), max_size=60))
def test_the_reading_has_the_length_of_the_text(text: str) -> None:
    read = truecased(text)
    assert len(read) == len(text)
    assert truecased(read) == read or read.upper() == text.upper()
    assert [a for a, b in zip(text, read, strict=True) if a != b and not a.isalpha()] == []


def test_the_evidence_keeps_its_capitals() -> None:
    article = pasted(
        f"{ARABIC}\n\nNOTHING WILL STOP US IN LONDON.\n— Lena Hartwell (@LenaHartwell) May 14, 2024\n\n{ARABIC}"
    )
    [embed] = find_embeds(article)
    assert embed.text == "NOTHING WILL STOP US IN LONDON."
    assert as_read(article)[embed.said.start : embed.said.end] == "Nothing will stop us in London."
    assert len(as_read(article)) == len(article.text)
