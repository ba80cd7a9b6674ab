"""QuoteBench in freer layouts: the same statements and renderings, set as outlets set them.

usage: python -m bench.data.layouts ../shared/eval/quotebench-dev.jsonl OUT.jsonl [--seed 7]

QuoteBench gives every rendering a line of its own. Here a rendering is also merged into a paragraph ("paragraph"),
worked into a longer sentence without marks ("inside"), set in another order than its tweets ("crossed"), said in
two places ("split") or shared by two tweets ("shared"); the kind is each tweet's `layout`. Other sentences get the
same leads and quotation marks, so that these alone give nothing away. The gold is QuoteBench's, with `parts` where
a rendering is in several places; `rendering` is then the longest of them.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.data.sets import read_articles
from bench.harness import command_line, run_main
from iqtibas.article import Segment
from iqtibas.article.sentences import split_clauses, split_sentences

SEED = 7
KINDS = ("own", "paragraph", "paragraph", "inside", "inside", "crossed", "split", "split", "shared")
MARKS = (("«", "»"), ("“", "”"), ('"', '"'), ("", ""))
REPORTS = (
    "وأضاف المتحدث أن", "وقالت الوزيرة إن", "وأكد المسؤول في تصريحات صحفية أن", "وأوضح البيان أن", "وذكرت الصحيفة أن",
    "وشدد الرئيس على أن", "وأشار الحساب الرسمي إلى أن", "وبحسب التغريدة فإن", "ولفت المصدر إلى أن",
    "وكتب الناطق باسم الحكومة على تويتر أن",
)  # fmt: skip
ASIDES = (
    "، وذلك في تغريدة نشرها مساء أمس.", "، بحسب ما نقلته وكالات الأنباء.", "، وفق البيان.",
    "، مضيفا أن التفاصيل ستعلن لاحقا.",
    "، في حين امتنعت جهات أخرى عن التعليق.", ".",
)  # fmt: skip
COLONS = ("وقال المتحدث: ", "وجاء في التغريدة: ", "وكتبت الوزيرة على تويتر: ", "")
INTERRUPTIONS = ("، وأضاف: ", "، وتابع قائلا: ", "، قبل أن يضيف: ")
CONTRASTS = ("، في حين ", "، بينما ", "، فيما ")
REPOSTERS = ("Morning Desk", "Press Office", "News Watch")
FEWEST_WORDS_SPLIT = 4
# A repost keeps at least this share of the words of what it repeats.
REPOSTED = 0.6
DECOYS = 0.15
MERGED = 0.5


@dataclass
class Piece:
    """A run of text; a rendering's pieces carry its tweet's number. kind: "text", "embed" or "part"."""

    kind: str
    text: str
    tweet: int = -1


@dataclass
class Line:
    """The pieces of one line. free: an ordinary paragraph, that others may be merged with."""

    pieces: list[Piece] = field(default_factory=list)
    free: bool = False


def lay_out(row: dict[str, Any], seed: int = SEED) -> dict[str, Any]:
    """A gold row in a freer layout, the same for the same row and seed."""
    rng = random.Random(f"{seed}/{row['id']}")
    tweets = [{**t, "layout": "own" if t["rendering"] else "none"} for t in row["tweets"]]
    lines = _lines(row)
    for number, tweet in enumerate(row["tweets"]):
        if tweet["rendering"]:
            tweets[number]["layout"] = _arrange(lines, tweets, number, rng.choice(KINDS), rng)
    for before, line in pairwise([Line(), *lines]):
        # What an outlet introduces right under an embed is what it makes of it.
        if line.free and not any(piece.kind == "embed" for piece in before.pieces) and rng.random() < DECOYS:
            _decoy(line, rng)
    return {"id": row["id"], **_written(_merged(lines, rng), tweets)}


def silence(row: dict[str, Any], seed: int = SEED) -> dict[str, Any] | None:
    """A gold row without the line of one rendering, and with that rendering's tweet alone; None if it has none.

    All else in the article is as it was, so that a statement which is rendered nowhere meets what an outlet that left
    it out would print.
    """
    rendered = [tweet for tweet in row["tweets"] if tweet["rendering"]]
    if not rendered:
        return None
    tweet = random.Random(f"{seed}/{row['id']}").choice(rendered)
    text, (start, end) = row["text"], tweet["rendering"]
    start, end = text.rfind("\n", 0, start) + 1, text.find("\n", end) + 1 or len(text)
    at = tweet["start"] if tweet["start"] < start else tweet["start"] - (end - start)
    moved = {**tweet, "start": at, "end": at + tweet["end"] - tweet["start"], "rendering": None, "layout": "none"}
    return {"id": row["id"], "text": text[:start] + text[end:], "tweets": [moved]}


def _lines(row: dict[str, Any]) -> list[Line]:
    """The lines of a gold text as pieces; marks and leads around a rendering are left to the new layout."""
    text, lines, at = row["text"], [], 0
    embeds = {t["start"]: (k, t) for k, t in enumerate(row["tweets"])}
    parts = {t["rendering"][0]: (k, t) for k, t in enumerate(row["tweets"]) if t["rendering"]}
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        if at in embeds:
            number, tweet = embeds[at]
            lines.append(Line([Piece("embed", text[at : tweet["end"]], number)]))
            end = tweet["end"] + 1
        elif found := [parts[s] for s in parts if at <= s < end]:
            number, tweet = found[0]
            start, stop = tweet["rendering"]
            before, behind = Piece("text", text[at:start]), Piece("text", text[stop : end - 1])
            lines.append(Line([before, Piece("part", text[start:stop], number), behind]))
        else:
            lines.append(Line([Piece("text", text[at : end - 1])], free=bool(lines)))
        at = end
    return lines


def _arrange(lines: list[Line], tweets: list[dict[str, Any]], number: int, kind: str, rng: random.Random) -> str:
    """Set one rendering anew; returns the kind that it could be given."""
    line = next(x for x in lines if any(p.kind == "part" and p.tweet == number for p in x.pieces))
    rendering = next(p.text for p in line.pieces if p.kind == "part")
    if kind == "paragraph":
        line.pieces, line.free = _quoted(rendering, number, rng), True
    elif kind == "inside" and len(split_sentences(rendering)) == 1:
        line.pieces, line.free = _inside(lines, rendering, number, rng), True
    elif kind == "crossed":
        return kind if _crossed(lines, line, rng) else "own"
    elif kind == "split" and (halves := _halves(rendering)):
        line.pieces, line.free = _split(lines, halves, number, rng), True
    elif kind == "shared":
        _share(lines, tweets, number, rng)
    else:
        return "own"
    return kind


def _quoted(rendering: str, number: int, rng: random.Random) -> list[Piece]:
    opening, closing = rng.choice(MARKS)
    lead = rng.choice(COLONS)
    return [Piece("text", lead + opening), Piece("part", rendering, number), Piece("text", closing)]


def _inside(lines: list[Line], rendering: str, number: int, rng: random.Random) -> list[Piece]:
    """The rendering reported in a longer sentence, which another sentence of the article may end."""
    said = rendering.rstrip(" .؟!…\"'”»")
    tail = rng.choice(ASIDES)
    if rng.random() < 0.4 and (other := _taken(lines, rng)):
        tail = rng.choice(CONTRASTS) + other
    return [Piece("text", rng.choice(REPORTS) + " "), Piece("part", said, number), Piece("text", tail)]


def _taken(lines: list[Line], rng: random.Random) -> str:
    """A sentence that fills its line, which it leaves; "" if there is none."""
    free = [x for x in lines if x.free and len(x.pieces) == 1 and len(split_sentences(x.pieces[0].text)) == 1]
    if not free:
        return ""
    taken = rng.choice(free)
    lines[:] = [x for x in lines if x is not taken]
    return taken.pieces[0].text


def _crossed(lines: list[Line], line: Line, rng: random.Random) -> bool:
    """Swap the rendering with that of another tweet."""
    others = [x for x in lines if x is not line and any(p.kind == "part" for p in x.pieces)]
    if not others:
        return False
    a, b = lines.index(line), lines.index(rng.choice(others))
    lines[a], lines[b] = lines[b], lines[a]
    return True


def _halves(rendering: str) -> tuple[str, str] | None:
    units = split_sentences(rendering)
    if len(units) < 2:
        units = split_clauses(rendering, Segment(0, len(rendering)))
    if len(units) < 2:
        return None
    middle = min(range(1, len(units)), key=lambda k: abs(units[k].start - len(rendering) / 2))
    halves = rendering[: units[middle - 1].end].rstrip("،, "), rendering[units[middle].start :]
    return halves if min(len(h.split()) for h in halves) >= FEWEST_WORDS_SPLIT else None


def _split(lines: list[Line], halves: tuple[str, str], number: int, rng: random.Random) -> list[Piece]:
    """The halves with a word of reporting, or with a sentence of the article, between them."""
    first, second = (Piece("part", half, number) for half in halves)
    if rng.random() < 0.5 and (other := _taken(lines, rng)):
        stop = "" if halves[0].endswith((".", "؟", "!", "”", '"')) else "."
        return [first, Piece("text", f"{stop} {other} "), second]
    opening, closing = rng.choice(MARKS[:3])
    gap = closing + rng.choice(INTERRUPTIONS) + opening
    return [Piece("text", rng.choice(COLONS) + opening), first, Piece("text", gap), second, Piece("text", closing)]


def _share(lines: list[Line], tweets: list[dict[str, Any]], number: int, rng: random.Random) -> None:
    """Post the statement once more from another account, a little shorter where it has clauses."""
    english = tweets[number]["english"]
    clauses = split_clauses(english, Segment(0, len(english)))
    ends = [c.end for c in clauses[:-1] if len(english[: c.end].split()) >= REPOSTED * len(english.split())]
    said = english[: rng.choice(ends)].rstrip(",;: ") + "." if ends else english
    tweets.append({**tweets[number], "english": said, "layout": "shared", "of": number})
    name = rng.choice(REPOSTERS)
    handle, day = name.replace(" ", ""), rng.randint(1, 28)
    text = f"{said} https://t.co/{rng.randrange(10**9):09d}\n— {name} (@{handle}) May {day}, 2021"
    at = rng.randrange(1, len(lines) + 1)
    lines.insert(at, Line([Piece("embed", text, len(tweets) - 1)]))


def _decoy(line: Line, rng: random.Random) -> None:
    """Report a sentence that renders nothing, or set it in marks."""
    if len(line.pieces) > 1 or len(split_sentences(line.pieces[0].text)) > 1:
        return
    said = line.pieces[0].text
    if rng.random() < 0.5:
        line.pieces = [Piece("text", f"{rng.choice(REPORTS)} {said.rstrip(' .')}{rng.choice(ASIDES)}")]
    else:
        opening, closing = rng.choice(MARKS[:3])
        line.pieces = [Piece("text", f"{rng.choice(COLONS)}{opening}{said}{closing}")]


def _merged(lines: list[Line], rng: random.Random) -> list[Line]:
    """Free lines joined with free neighbours: a merged rendering almost always, others half of the time."""
    merged: list[Line] = []
    for line in lines:
        rendering = any(p.kind == "part" for p in line.pieces + (merged[-1].pieces if merged else []))
        joins = bool(merged) and merged[-1].free and line.free and rng.random() < (0.9 if rendering else MERGED)
        if joins:
            merged[-1].pieces += [Piece("text", " "), *line.pieces]
        else:
            merged.append(Line(list(line.pieces), line.free))
    return merged


def _written(lines: list[Line], tweets: list[dict[str, Any]]) -> dict[str, Any]:
    """The text, and the tweets with their offsets in it, in the order of their embeds."""
    text = ""
    parts: dict[int, list[list[int]]] = {}
    for line in lines:
        for piece in line.pieces:
            span = [len(text), len(text) + len(piece.text)]
            text += piece.text
            if piece.kind == "part":
                parts.setdefault(piece.tweet, []).append(span)
            elif piece.kind == "embed":
                tweets[piece.tweet]["start"], tweets[piece.tweet]["end"] = span
        text += "\n"
    for number, tweet in enumerate(tweets):
        mine = parts.get(tweet.pop("of", number), [])
        tweet["rendering"] = max(mine, key=lambda s: s[1] - s[0]) if mine else None
        tweet["parts"] = mine if len(mine) > 1 else []
    return {"text": text, "tweets": sorted(tweets, key=lambda t: t["start"])}


def main() -> None:
    parser = command_line(__doc__, "seed", seed=SEED)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    laid = [json.dumps(lay_out(row, args.seed), ensure_ascii=False) + "\n" for row in read_articles(args.gold)]
    args.out.write_text("".join(laid), encoding="utf-8")


if __name__ == "__main__":
    run_main(main)
