"""The edits of the negation check, and the negation words of both sides."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iqtibas.align.ledger.negation.check import is_glued
from iqtibas.align.ledger.negation.english_edits import MOST_EDITS, negation_edits


@pytest.mark.parametrize(
    ("english", "edited"),
    [
        ("The dam will hold.", "The dam will not hold."),
        ("The dam will not hold.", "The dam will hold."),
        ("The dam won't hold.", "The dam will hold."),
        ("The dam won’t hold.", "The dam will hold."),
        ("The dam cannot hold.", "The dam can hold."),
        ("We will never leave.", "We will leave."),
        ("Never leave your post.", "Leave your post."),
        ("They didn't say why.", "They said why."),
        ("She wants peace.", "She does not want peace."),
        ("It is no longer open.", "It is still open."),
        ("The clinic is still open.", "The clinic is no longer open."),
        ("Nobody was hurt.", "Everyone was hurt."),
        ("No replacement was sent.", "Replacement was sent."),
        ("No replacement was sent.", "A replacement was sent."),
        ("There is no engineer here.", "There is an engineer here."),
        ("None of the roads were safe.", "All of the roads were safe."),
        ("The cause is unclear.", "The cause is clear."),
        ("Rescuers are able to land.", "Rescuers are unable to land."),
    ],
)
def test_every_negation_goes_and_comes(english: str, edited: str) -> None:
    assert edited in [edit.text for edit in negation_edits(english)]


@pytest.mark.parametrize(
    "english",
    [
        "Not only farmers",
        "no fewer than forty families",
        "fields no smaller than ten hectares",
        "no doubt about it",
        "whether or not to go",
        "nothing but the truth",
        "not open until noon",
        "never ever again",
    ],
)
def test_words_that_deny_nothing_are_left_alone(english: str) -> None:
    assert negation_edits(english) == []


@pytest.mark.parametrize(
    "english",
    [
        "It does not really matter.",
        "It doesn't matter.",
        "The dam won't be open again until May.",
        "They did not see it until May.",
        "The dam cannot be opened until May.",
    ],
)
def test_idioms_with_a_negation_lose_none(english: str) -> None:
    assert all(len(edit.text) > len(english) for edit in negation_edits(english))


def test_many_have_no_singular() -> None:
    assert [edit.text for edit in negation_edits("No bridges fell.")] == ["Bridges fell."]


@settings(max_examples=50)
@given(
    st.lists(st.sampled_from("The dam is not open and will never close nobody don't say No still".split()), max_size=40)
)
def test_edits_say_what_they_change(words: list[str]) -> None:
    english = " ".join(words)
    edits = negation_edits(english)
    assert len(edits) <= MOST_EDITS
    for edit in edits:
        assert edit.text != english
        assert english[edit.start : edit.end] == edit.old


def test_endless_statements_are_bounded() -> None:
    assert len(negation_edits("it is not so, " * 2_000)) == MOST_EDITS


def test_texts_without_spaces_are_not_judged() -> None:
    assert is_glued("غجرستاهينفوبتقلزمحعيض كنبطروشفالقدزغمت")
    assert not is_glued("قالتإنهلميخبرهاأحدأبداعنأهميةالنوموالراحة")  # whose spaces can be put back
    assert not is_glued("قالت إنه لم يخبرها أحد")
    assert not is_glued("")
