"""A page of thousands of posts: the work on each must not grow with their number. Calls are counted, not seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from iqtibas.align.find import match
from iqtibas.align.find.candidates import MOST_AROUND, Stretch, around, find_stretches
from iqtibas.align.find.evidence import _blocks_away
from iqtibas.align.find.match import Scored, choose
from iqtibas.align.find.units import find_units
from iqtibas.article import Embed, find_embeds
from iqtibas.article.api import read_text
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.input.html import article_from_html

SAID = "We will open bridge number {k} over the river next Monday at noon, and all of you may come."
LINK = '<a href="https://twitter.com/m/status/{k}">March 24, 2021</a>'
QUOTED = f"<p>{SAID}</p>&mdash; Mira Dalen (@m{{k}}) {LINK}</blockquote>"
FORMS = {
    "marked": f'<blockquote class="twitter-tweet">{QUOTED}',
    "told by tail and link": f"<blockquote>{QUOTED}",
    "without a script": f'<noscript><blockquote class="twitter-tweet">{QUOTED}</noscript>',
    "a card": (
        '<div class="tweet-card"><b>Mira Dalen</b><span>@m{k}</span>'
        f'<div class="tweet-text">{SAID}</div><time datetime="2021-03-24"></time></div>'
    ),
    "lines": f"<p>{SAID}</p><p>— Mira Dalen (@m{{k}}) March 24, 2021</p>",
    "in a frame": (
        f'<iframe srcdoc="&lt;blockquote class=twitter-tweet&gt;{SAID}&mdash; M (@m{{k}}) May 4, 2021'
        '&lt;/blockquote&gt;"></iframe>'
    ),
}
RENDERED = "<p>وقالت الوزيرة: «سنفتح الجسر رقم {k} فوق النهر ظهر الاثنين المقبل».</p>"


def stretch(at: int, block: int) -> Stretch:
    return Stretch(at, at + 8, block, whole=True, quoted=False, cued=False)


def first_embed() -> Embed:
    text = "عنوان.\nWe open the harbour on Monday at noon, and all of you may come.\nوقالت الوزيرة إن الميناء يفتح."
    return find_embeds(read_text(text))[0]


@pytest.mark.parametrize("count", [50, 400])
def test_a_choice_looks_at_a_statement_again_only_where_another_took_what_it_wants(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = 0
    offer = match._offer

    def counting(*args: object) -> match.Decision:
        nonlocal looked
        looked += 1
        return offer(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(match, "_offer", counting)
    scored = [Scored((stretch(20 * k, k), stretch(20 * k + 20, k + 1)), np.array([3.0, 2.0])) for k in range(count)]
    decided = choose(scored, 0.0, shared=4.0)
    assert [d.rendering and d.rendering.start for d in decided] == [20 * k for k in range(count)]
    assert looked <= 4 * count


def test_a_choice_is_the_same_as_looking_at_all_again() -> None:
    rng = np.random.default_rng(7)
    for _ in range(40):
        scored = []
        for _ in range(6):
            blocks = sorted(rng.choice(5, size=3, replace=False).tolist())
            places = tuple(stretch(20 * block + int(rng.integers(0, 6)), block) for block in blocks)
            scored.append(Scored(places, rng.normal(1, 2, 3)))
        assert choose(scored, 0.5, shared=1.5) == _again(scored, 0.5, 1.5)


def _again(scored: list[Scored], none: float, shared: float) -> list[match.Decision]:
    left = {i: own.utilities.astype(float) for i, own in enumerate(scored)}
    decided = {}
    while left:
        offers = {i: match._offer(scored[i].stretches, own, none) for i, own in left.items()}
        surest = max(offers, key=lambda i: (offers[i].rendering is not None, offers[i].confidence, -i))
        decided[surest] = offers[surest]
        del left[surest]
        if taken := offers[surest].rendering:
            for i, own in left.items():
                own[[match.overlaps(s, taken) for s in scored[i].stretches]] -= shared
    return [decided[i] for i in range(len(scored))]


def test_of_very_many_stretches_the_nearest_are_looked_at() -> None:
    stretches = [stretch(10 * k, k) for k in range(3 * MOST_AROUND)]
    embed = first_embed()
    near = around(stretches, embed)
    assert len(near) == MOST_AROUND
    assert near[0] is stretches[0]
    assert around(stretches, None) is stretches
    assert around(stretches[:MOST_AROUND], embed) == stretches[:MOST_AROUND]


def test_blocks_are_counted_as_one_by_one() -> None:
    lines = ["عنوان الخبر", "أعلنت الوزارة تفاصيل جديدة أمس.", "أعلاه تغريدة الوزيرة تقول: «نفتح الميناء»."]
    post = "We open the harbour on Monday. pic.twitter.com/abC1\n— Mira Dalen (@MiraDalen) March 24, 2021"
    article = read_text("\n".join([*lines, post, *lines[1:], post, *lines[1:]]))
    reading = ArticleReading(article)
    for embed in find_embeds(article):
        for own in find_stretches(reading):
            low, high = (embed.end, own.start) if embed.start < own.start else (own.end, embed.start)
            between = sum(low <= b.start and b.end <= high and b.kind != "cue" for b in article.blocks)
            assert _blocks_away(reading, embed, own) == 1 + between


@pytest.mark.parametrize("form", [FORMS["marked"], *(form + RENDERED for form in FORMS.values())])
def test_the_work_of_reading_a_page_grows_as_its_posts_do(form: str) -> None:
    read_page(form, 10)  # what is read once for all pages
    few, more, most = (calls_of(partial(read_page, form, count)) for count in (10, 20, 40))
    assert most - more < 2.2 * (more - few)


def read_page(form: str, count: int) -> None:
    """All that is done with a page before a model is asked."""
    posts = "".join(form.format(k=k) for k in range(count))
    page = f"<article><h1>افتتاح الجسور</h1><p>أعلن وزير النقل كريم البدري افتتاح الجسور أمس.</p>{posts}</article>"
    article = article_from_html(page.encode(), article_id="a", source="a")
    assert len(find_embeds(article)) == count
    reading = ArticleReading(article)
    assert find_stretches(reading)
    assert find_units(reading)


def calls_of(work: Callable[[], None]) -> int:
    """How many functions are called, those written in C too."""
    calls = 0

    def count(_: object, event: str, __: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls
