"""The shipped articles and their gold: every claim of samples/gold/quotes.json against the aligner."""

from __future__ import annotations

from typing import Any

import pytest
from gold import ARTICLES, SAME_SPAN, same_span, sample

from iqtibas.align import Aligner, Alignment
from iqtibas.article import Article, Segment, find_embeds

CLAIMS = [
    pytest.param(article["id"], at, id=f"{article['id'][:2]}-{at + 1}")
    for article in ARTICLES
    for at in range(len(article["tweets"]))
]
Aligned = dict[str, tuple[Article, list[Alignment]]]


@pytest.fixture(scope="module")
def aligned(aligner: Aligner) -> Aligned:
    """Every sample with its alignments."""
    articles = [sample(gold["id"]) for gold in ARTICLES]
    return {article.id: (article, aligner.align(article, find_embeds(article))) for article in articles}


@pytest.mark.parametrize("gold", ARTICLES, ids=lambda gold: gold["id"][:2])
def test_every_english_tweet_is_aligned(aligned: Aligned, gold: dict[str, Any]) -> None:
    found = [(a.embed.start, a.embed.end, a.embed.text) for a in aligned[gold["id"]][1]]
    assert found == [(t["start"], t["end"], t["english"]) for t in gold["tweets"]]


def points_at(article: Article, span: Segment | None, words: str | None, since: int) -> bool:
    """Whether a span shares a letter with words; it may be None, for not every check knows what stands instead."""
    if span is None or words is None:
        return span is None
    start = article.text.index(words, since)
    return span.start < start + len(words) and start < span.end


@pytest.mark.parametrize(("name", "at"), CLAIMS)
def test_the_aligner_says_what_the_gold_says(aligned: Aligned, name: str, at: int) -> None:
    """Rendering, verdict, the finding that it rests on and where that points, and the remarks."""
    article, alignments = aligned[name]
    gold = next(a["tweets"][at] for a in ARTICLES if a["id"] == name)
    rendering, verdict = alignments[at].rendering, alignments[at].verdict
    assert verdict.label == gold["verdict"]
    assert (rendering is None) == (gold["rendering"] is None)
    assert rendering is None or same_span(article, rendering, gold["rendering"]) >= SAME_SPAN
    if gold["kind"]:
        [first, *_] = verdict.findings
        assert first.kind == gold["kind"]
        assert points_at(article, first.english, gold["differs"]["english"], gold["start"])
        assert points_at(article, first.arabic, gold["differs"]["arabic"], gold["rendering"][0])
    remarks = [article.slice(f.arabic) for f in verdict.findings if f.kind == "quotation" and f.arabic]
    assert remarks == gold.get("remarks", [])
