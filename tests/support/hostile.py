"""What strangers may write to break out of a page, and results that hold it wherever text comes from outside."""

from __future__ import annotations

from dataclasses import replace

from iqtibas.align.model import recorded
from iqtibas.report import ArticleResult

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}</style></textarea>&lt;b&gt;"


def stained(result: ArticleResult, stain: str) -> ArticleResult:
    """The same result with `stain` in every string that comes from outside, offsets kept in order."""
    article = result.article
    text = article.text + stain
    blocks = (*article.blocks, replace(article.blocks[-1], start=len(article.text), end=len(text)))
    return replace(
        result,
        article=replace(
            article, id=stain, text=text, title=stain, source=stain, sha256=stain, notes=(stain,), blocks=blocks
        ),
        alignments=tuple(
            replace(
                a,
                embed=replace(
                    a.embed,
                    text=stain,
                    author=stain,
                    handle=stain,
                    links=(stain, "javascript:alert(3)", *a.embed.links),
                ),
                verdict=replace(
                    a.verdict,
                    findings=tuple(
                        recorded(f.kind, f.english, f.arabic, stain, f.severity) for f in a.verdict.findings
                    ),
                ),
            )
            for a in result.alignments
        ),
        translations=tuple(replace(t, english=stain, notes=(stain,)) for t in result.translations),
        fidelities=tuple(replace(f, hypothesis=stain) for f in result.fidelities),
        quotes=tuple(replace(q, speaker=stain, verb=stain) for q in result.quotes),
    )
