"""Measure which quotations and reports are found in Arabic news articles, and whether who says them is named.

usage: python -m bench.measure.speakers [--json OUT] [--show]

The articles of `bench/data/speakers.jsonl` were written for this and marked by hand (`bench/data/speakers.md` says
how). A quotation is found if its words are those of the gold, up to marks, stops and the إن that leads into a report;
`overlapping` counts those that share four fifths of their words too. A speaker is right if it is one of the gold's
names, up to the titles before it or behind it. Speakers' recall is over all quotations of the gold, their precision
over all that the program gives to somebody. --show prints what goes wrong in the open half; the other is held out.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bench.harness import ROOT, command_line, finish, run_main
from iqtibas.article import find_quotes
from iqtibas.article.input.plain import article_from_text

SET = ROOT / "bench" / "data" / "speakers.jsonl"
HALVES = ("open", "held-out")
FEWEST_SHARED = 0.8
_LEADING = re.compile(r"(?:ب?[أإا]ن(?:ه|ها|هم|هما|نا|ني)?|[إا]ني|فإن)\b\W*")
_WORD = re.compile(r"\w+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Span:
    """Speech by its place. start, end: code points into the article's text, end exclusive."""

    text: str
    start: int
    end: int
    speakers: Sequence[str]
    optional: bool = False

    @cached_property
    def words(self) -> frozenset[int]:
        """Where the words begin, without an إن before them."""
        said = self.text[self.start : self.end]
        lead = _LEADING.match(said)
        skipped = lead.end() if lead else 0
        return frozenset(self.start + skipped + word.start() for word in _WORD.finditer(said[skipped:]))

    def shares(self, other: Span) -> float:
        """The share of the words of both that are in each."""
        return len(self.words & other.words) / max(1, len(self.words | other.words))


def names(speaker: str, forms: Sequence[str]) -> bool:
    """Whether a speaker is one of the forms; `title <name> title` may lack any of the titles."""
    given = _plain(speaker)
    for form in forms:
        name, whole = re.search(r"<(.*)>", form), _plain(re.sub("[<>]", "", form))
        if given == whole or (name and _within(_plain(name[1]), given) and _within(given, whole)):
            return True
    return False


def _plain(name: str) -> str:
    return " ".join(_WORD.findall(name))


def _within(part: str, whole: str) -> bool:
    return f" {part} " in f" {whole} "


def gold_spans(record: Mapping[str, Any]) -> list[Span]:
    """The gold of an article: what must be found, and what may be (`optional`)."""
    return [
        Span(record["text"], quote["start"], quote["end"], quote["speaker"], quote["kind"] == "optional")
        for quote in record["quotes"]
    ]


def found_spans(record: Mapping[str, Any]) -> list[Span]:
    """What the program finds in an article."""
    article = article_from_text(record["text"], id=record["id"], source="bench", sha256="")
    return [
        Span(record["text"], quote.start, quote.end, [quote.speaker] if quote.speaker else [])
        for quote in find_quotes(article)
    ]


def count(record: Mapping[str, Any], show: bool) -> Counter[str]:
    """What an article adds to the counts of its half."""
    gold, found = gold_spans(record), found_spans(record)
    counts = Counter({"gold": sum(not one.optional for one in gold)})
    missed = [one for one in gold if not one.optional]
    for one in found:
        match = max(gold, key=lambda other: (one.shares(other), not other.optional), default=None)
        shared = match.shares(one) if match else 0.0
        if match and match.optional and shared > 0:
            continue
        counts["found"] += 1
        counts["attributed"] += bool(one.speakers)
        if match is None or shared < FEWEST_SHARED or match not in missed:
            _say(show, record, "wrong", one)
            continue
        missed.remove(match)
        counts["overlapping"] += 1
        counts["exact"] += shared == 1
        right = bool(one.speakers) and names(one.speakers[0], match.speakers)
        counts["speakers"] += right
        if not right or shared < 1:
            _say(show, record, "extent" if right else f"{match.speakers[0]}, not", one)
    for one in missed:
        _say(show, record, "missed", one)
    return counts


def _say(show: bool, record: Mapping[str, Any], what: str, one: Span) -> None:
    if show and record["half"] == "open":
        print(record["id"], what, one.speakers[:1], one.text[one.start : one.end], sep=" | ")


def figures(counts: Counter[str]) -> dict[str, float]:
    """Recall and precision of a half."""

    def share(part: str, whole: str) -> float:
        return round(counts[part] / max(1, counts[whole]), 4)

    return {
        "n": counts["gold"],
        "quotations, recall": share("exact", "gold"),
        "quotations, precision": share("exact", "found"),
        "overlapping, recall": share("overlapping", "gold"),
        "overlapping, precision": share("overlapping", "found"),
        "speakers, recall": share("speakers", "gold"),
        "speakers, precision": share("speakers", "attributed"),
    }


def main() -> None:
    parser = command_line(__doc__, "json")
    parser.add_argument("--show", action="store_true", help="print what goes wrong in the open half")
    args = parser.parse_args()
    counts = {half: Counter[str]() for half in HALVES}
    for line in SET.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        counts[record["half"]] += count(record, args.show)
    finish(args, {half: figures(counted) for half, counted in counts.items()})


if __name__ == "__main__":
    run_main(main)
