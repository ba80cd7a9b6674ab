"""What the tagger of divergences is trained on: marks become tags, and a planted change is where it says."""

from __future__ import annotations

import gzip
import json
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from places import ROOT

from bench.data.sets import read_articles, read_pairs
from bench.divergence.changes import Changer, words_of
from bench.divergence.examples import (
    ALTERED,
    SAME,
    UNKNOWN,
    UNSAID,
    Marked,
    Source,
    example_of,
    read_marked,
    twins_of,
    with_phrase,
)
from bench.divergence.insertions import Inserter, Slots, phrases

NATURAL = ROOT / "bench" / "data" / "natural"
PAIRS = sorted(NATURAL.glob("pairs-*.jsonl"))
ENGLISH = "The minister will not send 40 doctors to Kenya before Monday because most hospitals in Tanzania are full."
ARABIC = "لن يرسل الوزير 40 طبيبا إلى كينيا قبل الاثنين لأن معظم المستشفيات في تنزانيا ممتلئة"


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    """A folder with three names as the lexicon has them."""
    names = [("مينا عدلي", "Mina Adly"), ("سامي عدلي", "Sami Adly"), ("هدى ناصر", "Huda Nasser")]
    with gzip.open(tmp_path / "person-names-wikidata.tsv.gz", "wt", encoding="utf-8") as file:
        file.writelines(f"{arabic}\t{english}\n" for arabic, english in names)
    return tmp_path


def pair(verdict: str, kinds: list[str], english: list[str], arabic: list[str]) -> Marked:
    return Marked("g", ENGLISH, ARABIC, verdict, kinds, english, arabic, has_marks=True)


def test_marks_become_tags_of_their_words() -> None:
    made = example_of(pair("altered", ["number"], ["40 doctors"], ["40 طبيبا"]))
    tagged = [word for word, tag in zip(made.english, made.english_tags, strict=True) if tag == ALTERED]
    assert tagged == ["40", "doctors"]
    assert made.arabic_tags.count(ALTERED) == 2
    assert made.labels == (1.0, 0.0, 0.0)
    assert made.kinds == (1.0, 0.0, 0.0, 0.0)


def test_an_omission_is_unsaid_in_the_english_alone() -> None:
    made = example_of(pair("partial", ["omission"], ["because most hospitals in Tanzania are full"], []))
    assert set(made.english_tags) == {SAME, UNSAID}
    assert set(made.arabic_tags) == {SAME}
    assert made.labels == (0.0, 1.0, 0.0)


def test_without_marks_words_of_what_differs_are_unknown() -> None:
    made = example_of(Marked("g", ENGLISH, ARABIC, "altered", ["name"]))
    assert set(made.english_tags) == set(made.arabic_tags) == {UNKNOWN}


@pytest.mark.parametrize("side", ["english", "arabic"])
def test_a_planted_change_leaves_all_other_words_alone(side: str) -> None:
    changer = Changer([ENGLISH], random.Random(3))
    english, arabic = words_of(ENGLISH), words_of(ARABIC)
    own = english if side == "english" else arabic
    made = [change for _ in range(200) if (change := changer.change(side, english, arabic))]
    assert len(made) > 100
    assert {change.kind for change in made} >= {"number", "name", "negation"}
    for change in made:
        assert list(change.words) != own
        assert len(change.changed) == len(change.words)
        assert any(change.changed)
        kept = [word for word, changed in zip(change.words, change.changed, strict=True) if not changed]
        rest = iter(own)
        assert all(word in rest for word in kept), "a word that is said to be kept is none of the text, or moved"


def test_the_same_seed_draws_the_same_examples(lexicon: Path) -> None:
    natural = [pair("faithful", [], [], []), pair("altered", ["name"], ["Kenya"], ["كينيا"])]
    drawn = []
    for _ in range(2):
        drawn.append(list(Source(natural, [(ARABIC, ENGLISH)] * 3, lexicon, seed=5).corpus(40)))
    assert repr(drawn[0]) == repr(drawn[1])  # a kind that is not known is NaN, which equals nothing


def test_a_twin_is_what_the_altered_rendering_is_faithful_to() -> None:
    altered = replace(pair("altered", ["name"], ["Kenya"], ["كينيا"]), twin=ENGLISH.replace("Kenya", "Chad"))
    same, other = twins_of(altered, [example_of(pair("faithful", [], [], []))])
    assert set(same.english_tags) == {SAME}
    assert same.labels == (0.0, 0.0, 0.0)
    assert [w for w, tag in zip(other.english, other.english_tags, strict=True) if tag == ALTERED] == ["Chad"]
    assert set(other.arabic_tags) == {UNKNOWN}


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_authors_marks_stand_in_their_texts(path: Path) -> None:
    read_pairs(path)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert (row["verdict"] == "faithful") == (not row["kinds"]), row["id"]
        assert all(mark in row["english"] for mark in row["english_marks"]), row["id"]
        assert all(mark in row["arabic"] for mark in row["arabic_marks"]), row["id"]
    assert len(read_marked([path])) == len(rows)


@pytest.mark.parametrize("path", sorted(NATURAL.glob("articles-*.jsonl")), ids=lambda path: path.stem)
def test_places_of_renderings_lie_in_their_articles(path: Path) -> None:
    for article in read_articles(path):
        for statement in article["tweets"]:
            assert article["text"][statement["start"] : statement["end"]].strip()
            assert (statement["rendering"] is None) == (statement["verdict"] == "missing")
            for start, end in statement.get("parts") or []:
                assert article["text"][start:end] == article["text"][start:end].strip() != ""


def test_a_phrase_is_put_into_both_sides_or_one_and_its_words_are_told(lexicon: Path) -> None:
    slots = Slots(lexicon, random.Random(3))
    inserter = Inserter(slots, random.Random(3))
    english, arabic = "The ministry will publish the report".split(), "ستنشر الوزارة التقرير".split()
    seen = set()
    for _ in range(60):
        for made in inserter.insert(english, arabic):
            one = with_phrase(made)
            kept = [w for w, tag in zip(one.english, one.english_tags, strict=True) if tag == SAME]
            if one.labels == (0.0, 0.0, 0.0):
                assert set(one.english_tags) == set(one.arabic_tags) == {SAME}
            elif one.labels[1]:
                assert kept == english
                assert list(one.arabic) == arabic
            elif one.labels[2]:
                assert list(one.english) == english
                assert UNSAID in one.arabic_tags
            else:
                assert ALTERED in one.english_tags
                assert ALTERED in one.arabic_tags
            seen.add(one.labels)
    assert len(seen) == 4


def test_every_phrase_has_its_slots_in_both_languages() -> None:
    for phrase in phrases():
        assert re.findall(r"\{\w+\}", phrase.english) == re.findall(r"\{\w+\}", phrase.arabic)
        assert phrase.kind in ("", "number", "name", "negation", "modality")
