"""Sentence boundaries against NTREX-128: our rules, sentencex, and a plain pattern.

usage: python bench/measure/segmentation.py [--sets ../shared/eval] [--json OUT]

The sentences of a document are joined with spaces; a boundary is right if a gold sentence ends there. Needs sentencex
(`pip install iqtibas[bench]`).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import sentencex

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from iqtibas.article.sentences import split_sentences

MARKS = re.compile('[“”"«»„‟‹›]')
Ends = Callable[[str, str], set[int]]


def our_ends(text: str, language: str) -> set[int]:
    """Where our rules end a sentence."""
    return {s.end for s in split_sentences(text)}


def sentencex_ends(text: str, language: str) -> set[int]:
    """Where sentencex ends a sentence; its pieces keep the white space behind them."""
    ends, at = set(), 0
    for piece in sentencex.segment(language, text):
        at = text.index(piece, at) + len(piece)
        ends.add(len(text[:at].rstrip()))
    return ends


def pattern_ends(text: str, language: str) -> set[int]:
    """Every terminator with white space behind it."""
    return {m.end() for m in re.finditer(r"[.!?؟…]+[\"”»’')\]]*(?=\s|$)", text)} | {len(text)}


def documents(sets: Path, language: str) -> list[list[str]]:
    """The sentences of every document."""
    ids = [line.split("\t")[0] for line in (sets / "ntrex-odd.docid").read_text("utf-8").splitlines()]
    lines = [line.strip() for line in (sets / f"ntrex-odd.{language}").read_text("utf-8").splitlines()]
    return [[line for _, line in group] for _, group in groupby(zip(ids, lines, strict=True), key=lambda x: x[0])]


def measure(texts: list[list[str]], ends: Ends, language: str) -> dict[str, float]:
    """Precision, recall and F1 of boundaries."""
    right = told = wanted = 0
    for sentences in texts:
        gold, at = set(), 0
        for sentence in sentences:
            at += len(sentence)
            gold.add(at)
            at += 1
        found = ends(" ".join(sentences), language)
        right, told, wanted = right + len(gold & found), told + len(found), wanted + len(gold)
    precision, recall = right / told, right / wanted
    f1 = 2 * precision * recall / (precision + recall)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    splitters: dict[str, Ends] = {"ours": our_ends, "sentencex": sentencex_ends, "pattern": pattern_ends}
    result: dict[str, object] = {}
    for language in ("ar", "en"):
        texts = documents(args.sets, language)
        unmarked = [[" ".join(MARKS.sub(" ", s).split()) for s in d] for d in texts]
        for name, ends in splitters.items():
            result[f"{language} {name}"] = measure(texts, ends, language)
            result[f"{language} {name}, no marks"] = measure(unmarked, ends, language)
    print(json.dumps(result, indent=1))
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
