"""A reading gives of every stretch what the functions that it stands for give of that stretch alone."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from iqtibas.article import find_quotes, segment_article
from iqtibas.article.arabic.letters import fold, folded, normalize
from iqtibas.article.arabic.spacing import readable
from iqtibas.article.arabic.speech import tokenize
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.marks import pair_marks
from iqtibas.article.reading import Reading
from iqtibas.article.sentences import split_clauses, split_sentences

PIECES = [
    *'ابتة  \n\u2028.،:؟!«»"“”()\u200f\u0651\u0640٣٫7#@_',
    *" قال| أن| فيكليةالطب| أهميةالنوم| الحكومة| https://t.co/a1| Mr. Smith|. وأضاف|: «|». ".split("|"),
]
texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@st.composite
def stretches(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(texts)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    # Not where a word may be split by tatweel and signs: its halves are read differently alone.
    assume(not any("\u0640" in text[max(0, at - 5) : at + 5] for at in (start, end)))
    return text, start, end


@given(stretches())
def test_a_stretch_is_read_as_it_is_alone(case: tuple[str, int, int]) -> None:
    text, start, end = case
    reading, alone = Reading(text), text[start:end]
    for own in (reading.normalized(start, end), reading.part(start, end).view):
        assert (own.text, list(own.offsets)) == (normalize(alone).text, list(normalize(alone).offsets))
    for own in (reading.readable(start, end), reading.part(start, end).readable()):
        assert (own.text, list(own.offsets)) == (readable(alone).text, list(readable(alone).offsets))
    assert reading.tokens(start, end) == reading.part(start, end).tokens() == tokenize(normalize(alone).text)
    assert reading.marks(start, end) == reading.part(start, end).marks() == pair_marks(alone)
    assert reading.part(start, end).folded == fold(normalize(alone).text) == folded(alone)


@given(stretches())
def test_a_stretch_is_split_as_it_is_alone(case: tuple[str, int, int]) -> None:
    text, start, end = case
    reading, part, alone = Reading(text), Reading(text).part(start, end), text[start:end]
    assert reading.sentences(start, end) == split_sentences(text, start, end)
    assert part.sentences() == split_sentences(alone)
    for own in part.sentences():
        assert part.clauses(own) == split_clauses(alone, own)
    assert part.clauses_within() == [c for s in split_sentences(alone) for c in split_clauses(alone, s)]


@given(stretches())
def test_a_part_of_a_part_is_a_part(case: tuple[str, int, int]) -> None:
    text, start, end = case
    middle = (end - start) // 2
    inner = Reading(text).part(start, end).part(middle, end - start)
    assert inner.text == text[start + middle : end]
    assert inner.view.text == normalize(inner.text).text
    assert inner.sentences() == split_sentences(inner.text)


def test_what_is_asked_again_is_not_read_again() -> None:
    reading = Reading("قال الوزير. ذهب الولد إلى المدرسة.")
    assert reading.view is reading.view
    assert reading.sentences() is reading.sentences(0, len(reading.text))
    assert reading.tokens(0, 5) is reading.tokens(0, 5)


def test_an_article_has_its_sentences_and_quotations() -> None:
    text = "وقالت الوزيرة في تغريدة: «سنفتح الجسر الجديد غدا. لن ننتظر أكثر».\n\nوأضاف الوزير أن العمل انتهى. ثم مضى."
    article = article_from_text(text, id="a", source="", sha256="")
    reading = ArticleReading(article)
    assert reading.segments == segment_article(article)
    assert reading.quotes == find_quotes(article) != []
