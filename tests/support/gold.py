"""The samples with their gold, and how a span is compared with it."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from places import SAMPLES

from iqtibas.article import Article, Span
from iqtibas.article.input.plain import article_from_text

ARTICLES: list[dict[str, Any]] = json.loads((SAMPLES / "gold" / "quotes.json").read_text(encoding="utf-8"))
# Those in which nothing is known to be missed and no quotation calls for a remark: what every test may count on.
GOLD = [a for a in ARTICLES if not any("known_miss" in tweet or "remarks" in tweet for tweet in a["tweets"])]
GOLD_NAMES = [article["id"] for article in GOLD]
SAME_SPAN = 0.95


def sample(name: str) -> Article:
    text = (SAMPLES / name).read_text(encoding="utf-8")
    return article_from_text(text, id=name, source=name, sha256="")


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the white space, quotation marks and stops at its edges."""

    def skipped(sign: str) -> bool:
        return sign.isspace() or unicodedata.category(sign) in ("Pi", "Pf", "Cf") or sign in "\"'.:،,"

    while start < end and skipped(text[start]):
        start += 1
    while end > start and skipped(text[end - 1]):
        end -= 1
    return start, end


def same_span(article: Article, found: Span, gold: tuple[int, int]) -> float:
    """Intersection over union of two trimmed spans."""
    (a, b), (c, d) = trim(article.text, found.start, found.end), trim(article.text, *gold)
    shared = max(0, min(b, d) - max(a, c))
    return shared / ((b - a) + (d - c) - shared)


def sample_text(name: str) -> str:
    """A sample as it lies in its file."""
    return (SAMPLES / name).read_text(encoding="utf-8")
