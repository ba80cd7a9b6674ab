"""What holds for any text, and for an article in any dress."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import numpy as np
import pytest
from deadline import deadline
from gold import GOLD_NAMES, sample_text
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from iqtibas.align.find.candidates import Stretch, find_stretches, unquote
from iqtibas.align.find.evidence import margin
from iqtibas.align.find.match import Scored, choose
from iqtibas.article import Article, ReadError, find_embeds, find_quotes, segment_article
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.dates import MONTHS, parse_date
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.marks import CLOSING_MARKS, OPENING_MARKS
from iqtibas.article.model import BLOCK_KINDS, overlaps
from iqtibas.article.sentences import TEXT_KINDS
from iqtibas.article.visible import visible
from iqtibas.models.word_links import worst_window

FRAGMENTS = (
    *("قال الوزير", "إن الجسر", "يفتتح غدا.", "وأضاف", "نعم", "٢٤ آذار/مارس ٢٠٢١", "أعلاه تغريدة تقول:", "وكتب على تويتر"),
    *("إقرأ أيضاً:", "المصدر: نسيم", "كلمات دلالية:", "تابعونا على قناتنا", "تاريخ النشر:", "- ", "1. ", "(رويترز)"),
    *("The bridge will open", "on Monday.", "We thank you all for the work.", "Le pont est ouvert", "Home | News"),
    *("https://t.co/a1", "pic.twitter.com/b2", "pic.x.com/c3", "https://example.org/a.", ".@KarimB: ", "@a", "#نقل"),
    *(" — Karim Badri (@KarimB) March 24, 2021", "\n— كريم (@k) ٢٤ مارس ٢٠٢١", "&mdash; A (@a)", "--", "—", "–"),
    *("«", "»", "“", "”", "„", '"', "'", "‘", "’", "(", ")", ":", "؟", "!", "...", "،", ".", "؛"),
    *("\u200f", "\u200e", "\u202b", "\u202c", "\u2067", "\u2069", "\ufeff", "\u200c", "\u0640", "\u064e", "\u0670"),
    *("\n", "\n", "\n", "\n\n", "\r\n", "\u2028", "\x85", "\x0b", "\x1c", "\t", "\u00a0", " ", " ", " ", " "),
    *("12", "٣٫٥", "10:30", "2021-03-24", "5.7", "🌉", "𓀀", "ﷺ", "ı"),
)  # fmt: skip
anything = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=6), min_size=3, max_size=40).map("".join)
bounded = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(text: str) -> Article | None:
    """The article, or None where it is refused as no article, in one line that names the input."""
    try:
        return article_from_text(text, id="any", source="any", sha256="")
    except ReadError as error:
        refusal = str(error)
    assert refusal.startswith("any: ")
    assert len(refusal.splitlines()) == 1
    return None


@bounded
@given(anything)
@example("نعم. »")
@example("قال نعم.\n»")
@example("\u200fنعم\u200f")
@example("\u200f\nنعم")
@example("\u200f — Karim Badri (@KarimB) March 24, 2021قال الوزير")
def test_any_text_is_an_article_of_sound_blocks_or_refused(text: str) -> None:
    with deadline():
        article = read(text)
        if article is None:
            return
        assert article.text == text
        assert article.title.strip()
        at = 0
        for block in article.blocks:
            assert block.kind in BLOCK_KINDS
            assert at <= block.start < block.end <= len(text)
            assert not visible(text[at : block.start]).text.strip()
            at = block.end
        assert not visible(text[at:]).text.strip()


@bounded
@given(anything)
@example("نعم.\nWe open on Monday.\x0b\n— Karim Badri (@KarimB) March 24, 2021")
@example("نعم.\nWe open on Monday.\u2028\ufeff— Karim Badri (@KarimB) March 24, 2021")
def test_all_that_is_found_says_what_stands_in_the_text(text: str) -> None:
    with deadline():
        article = read(text)
        if article is None:
            return
        embeds = find_embeds(article)
        assert [(e.start, e.end) for e in embeds] == [(b.start, b.end) for b in article.blocks if b.kind == "embed"]
        for embed in embeds:
            assert embed.start <= embed.said.start <= embed.said.end <= embed.end
            assert article.slice(embed.said) == embed.text == embed.text.strip()
            assert all(link in article.slice(embed) for link in embed.links)
            assert embed.language in ("ar", "en", "und")
            assert embed.handle in article.slice(embed)
        for quote in find_quotes(article):
            assert 0 <= quote.start < quote.end <= len(text)
            assert quote.speaker in text
            assert quote.verb in text


@bounded
@given(anything)
def test_segments_cover_every_mark_of_the_arabic_blocks_once(text: str) -> None:
    with deadline():
        article = read(text)
        if article is None:
            return
        segments = segment_article(article)
        covered = [at for segment in segments for at in range(segment.start, segment.end)]
        assert len(covered) == len(set(covered))
        wanted = {
            at
            for block in article.blocks
            if block.kind in TEXT_KINDS
            for at in range(block.start, block.end)
            if not text[at].isspace()
        }
        assert wanted <= set(covered)
        assert all(article.slice(s) == article.slice(s).strip() != "" for s in segments)


@bounded
@given(anything)
@example("نعم يا سيدي. »")
@example("قال: «»»")
@example("وقال: ««««« نعم")
def test_candidates_lie_in_running_text_without_its_outer_marks(text: str) -> None:
    with deadline():
        article = read(text)
        if article is None:
            return
        stretches = find_stretches(ArticleReading(article))
        spans = [(s.start, s.end) for s in stretches]
        assert spans == sorted(set(spans))
        for stretch in stretches:
            block = article.blocks[stretch.block]
            assert block.kind in ("heading", "paragraph", "list_item", "caption")
            assert block.start <= stretch.start < stretch.end <= block.end
            assert unquote(text, stretch.start, stretch.end) == (stretch.start, stretch.end)


@bounded
@given(st.text(st.sampled_from('«»“”"’ا. ،\n') | st.characters(codec="utf-8"), max_size=30), st.data())
def test_unquoting_takes_nothing_but_marks_stops_and_space(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    with deadline():
        first, last = unquote(text, start, end)
        assert start <= first <= last <= end
        taken = set(text[start:first] + text[last:end])
        assert all(sign.isspace() or sign in OPENING_MARKS | CLOSING_MARKS | set(".،؛") for sign in taken)
        assert unquote(text, first, last) == (first, last)


@given(
    st.dates(datetime.date(1990, 1, 1), datetime.date(2040, 12, 31)),
    st.data(),
    st.sampled_from(["{m} {d}, {y}", "{d} {m} {y}", "{d} {m}, {y}", "10:32 · {m} {d}, {y}"]),
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_every_date_in_every_form_is_read(
    day: datetime.date, data: st.DataObject, form: str, arabic_digits: bool
) -> None:
    month = data.draw(st.sampled_from([name for name, number in MONTHS.items() if number == day.month]))
    text = form.format(m=data.draw(st.sampled_from([month, month.title(), month.upper()])), d=day.day, y=day.year)
    if arabic_digits:
        text = text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert parse_date(text) == day
    assert parse_date(f" {text} ") == day


spans_of = st.tuples(st.integers(0, 40), st.integers(1, 15)).map(lambda pair: (pair[0], pair[0] + pair[1]))
utilities = st.floats(-20, 20)


def stretch(span: tuple[int, int]) -> Stretch:
    return Stretch(*span, 0, whole=False, quoted=False, cued=False)


@given(st.lists(st.tuples(spans_of, st.floats(-1, 1)), min_size=1, max_size=12), st.sampled_from([0.0, 0.3]))
@settings(deadline=None)
def test_a_margin_is_what_it_says(found: list[tuple[tuple[int, int], float]], background: float) -> None:
    stretches, values = [stretch(span) for span, _ in found], [value for _, value in found]
    expected = [
        value - max([background, *(v for s, v in zip(stretches, values, strict=True) if not overlaps(s, one))])
        for one, value in zip(stretches, values, strict=True)
    ]
    assert margin(np.array(values), stretches, background) == pytest.approx(expected)


@given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=12), st.integers(1, 5))
@settings(deadline=None)
def test_the_worst_window_is_the_worst(values: list[float], width: int) -> None:
    windows = [values[at : at + width] for at in range(max(1, len(values) - width + 1))]
    lowest, at = worst_window(np.array(values, np.float32), width)
    means = [sum(window) / len(window) for window in windows]
    assert lowest == pytest.approx(min(means), abs=1e-5)
    assert means[at] == pytest.approx(min(means), abs=1e-5)


@given(st.lists(st.lists(st.tuples(spans_of, utilities), max_size=5), max_size=4), utilities)
@settings(deadline=None)
def test_no_stretch_is_given_twice(offers: list[list[tuple[tuple[int, int], float]]], none: float) -> None:
    scored = [
        Scored(tuple(stretch(span) for span, _ in own), np.array([utility for _, utility in own], float))
        for own in offers
    ]
    decisions = choose(scored, none)
    assert len(decisions) == len(scored)
    given_away: list[Stretch] = []
    for decision, own in zip(decisions, scored, strict=True):
        assert 0 <= decision.confidence <= 1
        if decision.rendering:
            rendering = stretch((decision.rendering.start, decision.rendering.end))
            assert any((s.start, s.end) == (rendering.start, rendering.end) for s in own.stretches)
            assert not any(overlaps(rendering, other) for other in given_away)
            given_away.append(rendering)


# What is added or changed around an article ------------------------------------------------------------------


CHANGES: dict[str, Callable[[str], str]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "blank lines": lambda text: text.replace("\n", "\n\n \n"),
    "space around": lambda text: "\n".join(f" \t{line}\u00a0 " for line in text.split("\n")),
    "right-to-left marks": lambda text: "\n".join(f"\u200f{line}\u200f" for line in text.split("\n")),
    "left-to-right marks": lambda text: "\n".join(f"\u200e{line}\u200e" for line in text.split("\n")),
    "isolates": lambda text: "\n".join(f"\u2068{line}\u2069" for line in text.split("\n")),
    "short vowels": lambda text: text.replace("غ", "غ\u064e").replace("قال", "قا\u064eل\u064e"),
    "drawn-out letters": lambda text: text.replace("تغريدة", "تغريـــدة").replace("المصدر", "المصـدر"),
}
EDGES = " \t\u00a0\u200e\u200f\u2068\u2069"


@pytest.mark.parametrize("name", GOLD_NAMES)
@pytest.mark.parametrize("change", CHANGES)
def test_white_space_and_marks_change_no_block(name: str, change: str) -> None:
    plain, changed = (
        article_from_text(text, id=name, source=name, sha256="")
        for text in (sample_text(name), CHANGES[change](sample_text(name)))
    )
    kinds = [b.kind for b in changed.blocks if changed.slice(b).strip(EDGES)]
    assert kinds == [b.kind for b in plain.blocks]
    for one, other in zip(find_embeds(plain), find_embeds(changed), strict=True):
        assert (
            one.text.split() == [w.strip(EDGES) for w in other.text.split() if w.strip(EDGES)] or one.language == "ar"
        )
        assert (one.author, one.handle, one.date, one.links) == (
            other.author.strip(EDGES), other.handle, other.date, other.links,
        )  # fmt: skip
