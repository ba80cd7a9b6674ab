"""Where an article says that somebody speaks: before, in the middle of, and behind what is said."""

from __future__ import annotations

from itertools import pairwise

import pytest
from deadline import deadline
from pasted import pasted

from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.attributions import find_attributions

SAID = "الجسر سيفتح يوم الاثنين المقبل أمام جميع السكان"


def found(line: str) -> list[tuple[str, str, str]]:
    """Words, speaker and verb of each attribution of a line."""
    article = pasted(line)
    return [(article.text[a.start : a.end], a.speaker, a.verb) for a in find_attributions(article)]


@pytest.mark.parametrize(
    ("line", "words", "speaker", "verb"),
    [
        (f"وأوضح المكتب الإقليمي أن {SAID}.", "وأوضح المكتب الإقليمي أن", "المكتب الإقليمي", "وأوضح"),
        (f"وفي منشور آخر، قال المكتب إن {SAID}.", "وفي منشور آخر، قال المكتب إن", "المكتب", "قال"),
        (f"وكتب الوزير: «{SAID}».", "وكتب الوزير:", "الوزير", "وكتب"),
        (f"في المقابل، أعلن البنك أن {SAID}.", "في المقابل، أعلن البنك أن", "البنك", "أعلن"),
        (f"{SAID}، بحسب وزارة النقل.", "بحسب وزارة النقل", "وزارة النقل", ""),
        (f"{SAID}، وفق ما كتبه الوزير.", "وفق ما كتبه الوزير", "الوزير", "كتبه"),
        (f"{SAID}، كما قال الوزير.", "كما قال الوزير", "الوزير", "قال"),
        (f"{SAID}، على حد قوله.", "على حد قوله", "", ""),
        (f"«{SAID}»، تقول وزيرة النقل.", "تقول وزيرة النقل", "وزيرة النقل", "تقول"),
        (f"وبحسب البيان فإن {SAID}.", "وبحسب البيان", "البيان", ""),
    ],
)
def test_who_and_verb_are_told_apart_from_what_is_said(line: str, words: str, speaker: str, verb: str) -> None:
    [(text, who, how)] = [one for one in found(line) if one[0] == words] or [("", "", "")]
    assert text == words
    assert (who, how) == (speaker, verb)


def test_a_report_in_the_middle_of_a_sentence_begins_at_its_own_word() -> None:
    line = f"وأوضح الوزير أن {SAID}، مضيفا أن الأشغال تنتهي هذا الأسبوع."
    assert [words for words, _, _ in found(line)] == ["وأوضح الوزير أن", "مضيفا أن"]


def test_a_source_with_a_verb_introduces_nothing() -> None:
    words = [words for words, _, _ in found(f"وبموجب الخطة، كما ورد في بيان الوزارة، {SAID}.")]
    assert words == ["كما ورد في بيان الوزارة"]


@pytest.mark.parametrize("line", [f"{SAID}.", "زار الوزير الجسر صباح أمس.", f"«{SAID}»."])
def test_what_nobody_says_has_none(line: str) -> None:
    assert found(line) == []


def test_offsets_are_of_the_text_and_nothing_overlaps() -> None:
    article = pasted("خبر قصير", f"وقالت الوزيرة إن {SAID}، وفق البيان، مشيرة إلى أن العمل انتهى أمس.")
    places = [(a.start, a.end) for a in ArticleReading(article).attributions]
    assert places == sorted(places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))


@pytest.mark.parametrize("unit", ["قال إن ا ب ج، ", "، وفق ما قال فلان ", "على حد قوله، ", "كما قال، "])
def test_time_is_linear(unit: str) -> None:
    article = pasted((unit * 20_000)[:100_000])
    with deadline():
        find_attributions(article)
