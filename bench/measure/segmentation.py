"""Sentence boundaries against NTREX-128: our rules, sentencex, and a plain pattern.

usage: python -m bench.measure.segmentation [--eval ../shared/eval] [--json OUT]

The sentences of a document are joined with spaces; a boundary is right if a gold sentence ends there. Needs sentencex
(`pip install iqtibas[bench]`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import sentencex

from bench.data.sets import by_document, read_parallel
from bench.harness import command_line, finish, run_main
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


def documents(folder: Path, language: str) -> list[list[str]]:
    """The sentences of every document."""
    found = by_document(read_parallel(folder, "ntrex-odd")).values()
    return [[pair.arabic if language == "ar" else pair.english for pair in own] for own in found]


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
    parser = command_line(__doc__, "json", "eval")
    args = parser.parse_args()
    splitters: dict[str, Ends] = {"ours": our_ends, "sentencex": sentencex_ends, "pattern": pattern_ends}
    result: dict[str, object] = {}
    for language in ("ar", "en"):
        texts = documents(args.eval, language)
        unmarked = [[" ".join(MARKS.sub(" ", s).split()) for s in d] for d in texts]
        for name, ends in splitters.items():
            result[f"{language} {name}"] = measure(texts, ends, language)
            result[f"{language} {name}, no marks"] = measure(unmarked, ends, language)
    finish(args, result)


if __name__ == "__main__":
    run_main(main)
