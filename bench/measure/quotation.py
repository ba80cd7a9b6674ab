"""Measure the remarks on the form of quotations: how rare they are on faithful ones, and which planted ones are found.

usage: python -m bench.measure.quotation [--eval ../shared/eval] [--json OUT] [--show]

Clean: gold renderings that are faithful, as they stand; marks and cues of that set are its builder's, so that every
remark counts as a false alarm (--show prints them). Planted in the same articles, one at a time: the closing mark
taken away, the closing mark of another kind, and a cue that names a minister.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bench.data.sets import QUOTEBENCH, read_articles
from bench.harness import command_line, finish, run_main
from iqtibas.align.ledger.check import load_tools
from iqtibas.align.ledger.quotation.check import check_quotation
from iqtibas.align.model import Rendering
from iqtibas.align.pairs import embedded_pair
from iqtibas.article import Segment, find_embeds
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.input.plain import article_from_text
from iqtibas.report.wording import sentence

PAIRS = {"“": "”", "«": "»", '"': '"', "’": "‘"}
CUE = "وقال وزير الخارجية سامر الحداد في تغريدة: "


def planted(text: str, start: int, end: int) -> Iterator[tuple[str, str, int]]:
    """Sort of fault, the text with it, and how far the rendering moved."""
    if PAIRS.get(text[start - 1]) != text[end : end + 1]:
        return
    other = "»" if text[start - 1] != "«" else "”"
    yield "unclosed", text[:end] + text[end + 1 :], 0
    yield "two kinds", text[:end] + other + text[end + 1 :], 0
    line = text.rfind("\n", 0, start) + 1
    yield "other speaker", text[:line] + CUE + text[start - 1 :], line + len(CUE) + 1 - start


def remarks(text: str, embed_at: int, rendering: Segment) -> list[str]:
    """The details of the remarks on one rendering; empty where the reader does not find the embed."""
    article = article_from_text(text, id="bench", source="bench", sha256="")
    embed = next((e for e in find_embeds(article) if e.start == embed_at), None)
    if embed is None:
        return []
    place = Rendering(rendering.start, rendering.end, 1.0)
    tools = load_tools()
    pair = embedded_pair(ArticleReading(article), embed, place, tools.words)
    return [sentence(f) for f in check_quotation(pair, tools)]


def main() -> None:
    parser = command_line(__doc__, "json", "eval")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    seen, found = Counter[str](), Counter[str]()
    for gold in read_articles(args.eval / QUOTEBENCH):
        for tweet in gold["tweets"]:
            if tweet["verdict"] != "faithful":
                continue
            start, end = tweet["rendering"]
            told = remarks(gold["text"], tweet["start"], Segment(start, end))
            seen["clean"] += 1
            found["clean"] += bool(told)
            if told and args.show:
                print(
                    gold["id"],
                    told,
                    gold["text"][start - 30 : start + 30],
                    gold["text"][end - 20 : end + 20],
                    sep=" | ",
                )
            for sort, text, moved in planted(gold["text"], start, end):
                seen[sort] += 1
                # What stands before the rendering may move it; the embed stands before both, or did not move.
                found[sort] += bool(remarks(text, tweet["start"], Segment(start + moved, end + moved)))
    result = {sort: {"n": seen[sort], "remarked": round(found[sort] / seen[sort], 4)} for sort in seen}
    finish(args, result)


if __name__ == "__main__":
    run_main(main)
