"""How often an article is normalised and split on its way through the aligner.

The functions are watched by a profile function, so that it does not matter by what name a module calls them. Every word
of the article is there once, which tells where a text that is given to the normaliser stands in the article.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

from iqtibas.align import load_aligner
from iqtibas.article import Article, find_embeds, sentences
from iqtibas.article.arabic import letters
from iqtibas.article.input.plain import article_from_text

TEXT = """افتتاح جسر كاراندا بعد خمس سنوات

We opened the Karanda bridge today. 4,200 families will not wait for the ferry any more.
— Ministry of Transport (@TransportMarzan) May 1, 2020

«لقد فتحنا اليوم الجسر الكبير في منطقة كاراندا. لن تنتظر 4200 أسرة العبّارة بعد الآن.»

We will build three schools in the northern valley before winter, and no child will walk two hours.
— Ministry of Education (@EduMarzan) May 2, 2020

وأكدت الوزيرة أن الحكومة ستبني ثلاث مدارس شمال الوادي قبل حلول الشتاء، ولن يمشي أي طفل ساعتين كاملتين.

The hospital may close if the council does not pay its debts by June.
— Karim Badri (@KarimB) May 3, 2020

قد يُغلق المستشفى أبوابه إذا لم يسدد المجلس ديونه بحلول حزيران المقبل.

يذكر أن هذه البلدة عانت طويلا من انقطاع الطرق، وتضررت مزارعها خلال فيضانات متكررة.
"""
QUOTED = TEXT.partition("«")[2].partition("»")[0]
REPORTED = TEXT.partition("وأكدت الوزيرة أن ")[2].partition("\n")[0]
CUE = "وقالت وزارة النقل في تغريدة: "


class Watched:
    """What was given to a function: how often each code point of the article, and which texts are not of it."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self.times = Counter[int]()
        self.elsewhere = Counter[str]()

    def add(self, text: str) -> None:
        """A text that was read. Words alone may be anywhere in it."""
        at = self._article.text.find(text)
        if at < 0:
            self.elsewhere[text] += 1
        elif text.strip():
            self.times.update(range(at, at + len(text)))

    def more_than_once(self) -> str:
        """What of the article was read again."""
        return "".join(self._article.text[at] for at in sorted(self.times) if self.times[at] > 1)


@contextmanager
def watching(article: Article) -> Iterator[tuple[Watched, Watched, Watched]]:
    """What the normaliser, the splitter of sentences and that of clauses are given."""
    normalised, split, clauses = (Watched(article) for _ in range(3))

    def profile(frame: FrameType, event: str, _: Any) -> None:
        if event != "call":
            return
        code, own = frame.f_code, frame.f_locals
        if code is letters.normalize.__code__:
            normalised.add(own["text"])
        elif code is sentences.split_sentences.__code__:
            split.add(own["text"][own["start"] : len(own["text"]) if own["end"] is None else own["end"]])
        elif code is sentences.split_clauses.__code__:
            clauses.add(own["text"][own["segment"].start : own["segment"].end])

    sys.setprofile(profile)
    try:
        yield normalised, split, clauses
    finally:
        sys.setprofile(None)


def align(text: str) -> tuple[Watched, Watched, Watched]:
    article = article_from_text(text, id="a", source="", sha256="")
    aligner, embeds = load_aligner(), find_embeds(article)
    with watching(article) as watched:
        alignments = aligner.align(article, embeds)
    assert [bool(one.rendering) for one in alignments] == [True] * 3
    return watched


@pytest.fixture(scope="module")
def plain() -> tuple[Watched, Watched, Watched]:
    return align(TEXT)


@pytest.fixture(scope="module")
def cued() -> tuple[Watched, Watched, Watched]:
    """The same with a cue before the quotation, on its line."""
    return align(TEXT.replace("«", CUE + "«"))


def test_no_code_point_is_normalised_twice(plain: tuple[Watched, Watched, Watched]) -> None:
    normalised, _, _ = plain
    assert normalised.more_than_once() == ""
    assert len(normalised.times) == len(TEXT)


def test_what_is_normalised_beside_the_article_is_no_part_of_it(plain: tuple[Watched, Watched, Watched]) -> None:
    """Names of places, once in a process, and statements edited in one place."""
    normalised, _, _ = plain
    assert not [text for text, times in normalised.elsewhere.items() if times > 1]


def test_only_what_is_quoted_or_reported_is_split_twice(plain: tuple[Watched, Watched, Watched]) -> None:
    """A block is not split within the marks; a rendering without marks or lead is a text of its own."""
    _, *split = plain
    for watched in split:
        again = watched.more_than_once()
        assert again.replace(" ", "") in ("", REPORTED.replace(" ", ""), (QUOTED + REPORTED).replace(" ", ""))
        assert max(watched.times.values()) <= 2
        assert not watched.elsewhere


def test_a_line_with_a_cue_is_split_with_it_and_without_it(cued: tuple[Watched, Watched, Watched]) -> None:
    """With the cue for who speaks, and without it for what is a candidate; it is normalised once all the same."""
    normalised, split, clauses = cued
    assert normalised.more_than_once() == ""
    assert split.more_than_once() == f"«{QUOTED}»{REPORTED}"
    again = clauses.more_than_once().replace(" ", "")
    assert again in ("", REPORTED.replace(" ", ""), (QUOTED + REPORTED).replace(" ", ""))
