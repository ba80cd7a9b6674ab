"""Fit and measure the negation check: its edits, and the negations of the Arabic that answer none.

usage: python -m bench.fit.negation [--eval ../shared/eval] [--write] [--json OUT]

Clean pairs are flores-dev and ntrex-odd: every pair with a negation on either side, and every STRIDE-th of the others,
which are easier. Each is one negative as it is and up to two positives, drawn with a fixed seed: with one edit in place
of its English, and with an English "no", "never" or "none" that no edit puts in. The denials of the Arabic are fitted
on those changes and on negations put into the Arabic (bench/data/planted.py). Figures are cross-validated by document
and count statements: a statement is accused if one of its edits or denials is. QuoteBench's altered negations, which
are made of ntrex-odd too, are measured by bench/measure/quotebench.py.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from bench.data.planted import plant_negation
from bench.data.sets import read_all_parallel
from bench.fit.logistic import fit, held_out, write
from bench.harness import command_line, finish, run_main
from iqtibas.align.ledger.edits import Edit
from iqtibas.align.ledger.negation.check import Doubt, NegationSignals, find_doubts, is_glued
from iqtibas.align.ledger.negation.denials import DenialSignals
from iqtibas.align.ledger.negation.english_edits import negation_edits
from iqtibas.align.ledger.negation.particles import find_negations
from iqtibas.align.ledger.pair import Pair
from iqtibas.models import load_contrast
from iqtibas.models.sentence_encoder import load_sentence_encoder
from iqtibas.models.signals import Signals, signal_names
from iqtibas.models.word_links import load_word_encoder

SEED = 7
STRIDE = 4
# Of the statements here, many of which have a negation; of all statements it is fewer (bench/measure/quotebench.py).
# Together they accuse no more than the edits alone did before there were denials.
FALSE_ALARMS = 0.0365
DENIAL_FALSE_ALARMS = 0.007
AT_ONCE = 2  # code points between where a planted negation begins and where the texts part
SENTENCES_A_PASSAGE = 3  # FLORES takes about three from a page, and says not which


# What an English text says, and how it is denied without a "not"; pattern and what comes in its place.
_DENIED_BY_NO = (
    (re.compile(r"\b(?:an?|some|any) (?=[a-z])"), "no "),
    (re.compile(r"\b(?:everyone|everybody)\b"), "no one"),
    (re.compile(r"\ball of\b"), "none of"),
    (re.compile(r"(?<=\bthere are )(?=[a-z])"), "no "),
)
_DENIED_BY_NEVER = ((re.compile(r"(?<=\b(?:has|had|was|can) )(?!not\b|never\b|no\b|an?\b|the\b)(?=[a-z])"), "never "),)


class Rows:
    """Signals of edits, gathered by statement; those of one model."""

    def __init__(self, signals: Signals) -> None:
        self.signals = signals
        self.rows: list[tuple[float, ...]] = []
        self.wanted: list[bool] = []
        self.statement: list[int] = []
        self.document: list[str] = []
        self.changed: list[bool] = []

    def add(self, document: str, signals: Sequence[tuple[float, ...]], changed: bool, undoing: int | None) -> None:
        """One statement. Of a changed one only the edit that takes the change back is kept, if there is one."""
        kept = signals if not changed else [] if undoing is None else [signals[undoing]]
        self.rows += kept
        self.wanted += [changed] * len(kept)
        self.statement += [len(self.changed)] * len(kept)
        self.document += [document] * len(kept)
        self.changed.append(changed)


def read_documents(folder: Path) -> list[tuple[str, str, str]]:
    """Document, English and Arabic of every pair of all parallel sets."""
    return [(pair.document, pair.english, pair.arabic) for pair in read_all_parallel(folder, SENTENCES_A_PASSAGE)]


def undoing(edits: Sequence[Edit], original: str, planted: Edit | None) -> int | None:
    """Which edit takes back what was planted: the one that gives the original, else one in its place."""
    if planted is None:
        return None
    exact = [i for i, e in enumerate(edits) if e.text == original]
    end = planted.start + len(planted.new) + 1
    near = [i for i, e in enumerate(edits) if e.start <= end and e.end >= planted.start - 1]
    return next(iter(exact + near), None)


def denied_plainly(english: str, rng: random.Random) -> Edit | None:
    """The statement denied by a word other than "not"; None where it has no place for one."""
    ways = [_DENIED_BY_NO, _DENIED_BY_NEVER]
    rng.shuffle(ways)
    for rules in ways:
        if places := [(match, new) for pattern, new in rules for match in pattern.finditer(english)]:
            match, new = rng.choice(places)
            start, end = match.span()
            return Edit(english[:start] + new + english[end:], start, end, match[0], new)
    return None


class Collector:
    """Doubts of pairs as they are and changed, as rows of both models: the same statements, in the same order."""

    def __init__(self) -> None:
        self.words, self.contrast, self.encoder = load_word_encoder(), load_contrast(), load_sentence_encoder()
        self.edits, self.denials = Rows(NegationSignals), Rows(DenialSignals)

    def pair(self, english: str, arabic: str) -> Pair:
        """The two texts with their word links."""
        return Pair(english, arabic, self.words)

    def look(self, pair: Pair) -> tuple[list[Edit], list[Doubt]]:
        """The edits of a statement and all its doubts, those of the edits first."""
        edits = negation_edits(pair.english)
        return edits, find_doubts(find_negations(pair), edits, self.contrast, self.encoder)

    def add(self, document: str, pair: Pair, planted: Sequence[Edit]) -> None:
        """A pair as it is, with its English denied or affirmed, and with a negation put into its Arabic."""
        edits, doubts = self.look(pair)
        known = {d.particle for d in doubts}
        self.edits.add(document, [d.signals for d in doubts if d.edit], False, None)
        self.denials.add(document, [d.signals for d in doubts if not d.edit], False, None)
        for edit in planted:
            edits, doubts = self.look(self.pair(edit.text, pair.arabic))
            signals = [d.signals for d in doubts if d.edit]
            self.edits.add(document, signals, True, undoing(edits, pair.english, edit))
            self._add_denial(document, [d for d in doubts if not d.edit and d.particle not in known])
        changed = plant_negation(pair.arabic, random.Random(f"{SEED}/{pair.arabic}"))
        if changed and not is_glued(changed):
            again = self.pair(pair.english, changed)
            same = (old == new for old, new in zip(pair.arabic, changed, strict=False))
            at = next((i for i, equal in enumerate(same) if not equal), len(changed))
            new = [i for i, (start, _) in enumerate(again.link.arabic_words) if abs(start - at) <= AT_ONCE]
            self._add_denial(document, [d for d in self.look(again)[1] if not d.edit and d.particle in new])

    def _add_denial(self, document: str, made: list[Doubt]) -> None:
        """A changed statement, where the change leaves the Arabic a negation to spare."""
        if made:
            self.denials.add(document, [made[0].signals], True, 0)


def rows_of(triples: list[tuple[str, str, str]]) -> Collector:
    """Signals of the doubts of every pair as it is and changed."""
    rows, rng = Collector(), random.Random(SEED)
    for k, (document, english, arabic) in enumerate(triples):
        edits = [] if is_glued(arabic) else negation_edits(english)
        pair = rows.pair(english, arabic) if edits else None
        negations = find_negations(pair) if pair else None
        if pair and negations and (negations.english or negations.arabic or k % STRIDE == 0):
            plainly = denied_plainly(english, random.Random(f"{SEED}/{english}"))
            rows.add(document, pair, [rng.choice(edits), *([plainly] if plainly else [])])
        rows.words.forget()
        rows.encoder.forget()
    return rows


def over_the_cut(signals: Sequence[float], probability: float, cut: float) -> bool:
    """What a check reports, if it has no rule of its own."""
    return probability > cut


def report(
    name: str,
    rows: Rows,
    false_alarms: float,
    args: argparse.Namespace,
    is_reported: Callable[[Any, float, float], bool] = over_the_cut,
) -> np.ndarray:
    """Cross-validate, choose the cut, refit on everything, print, and write what was asked for.

    Returns which of the unchanged statements are accused, in order.
    """
    matrix, wanted = np.array(rows.rows), np.array(rows.wanted)
    held = held_out(matrix, wanted, rows.document)
    changed, best = np.array(rows.changed), np.zeros(len(rows.changed))
    np.maximum.at(best, np.array(rows.statement), held)
    cut = float(np.quantile(best[~changed], 1 - false_alarms))
    told = np.zeros(len(changed), bool)
    for statement, row, probability in zip(rows.statement, rows.rows, held, strict=True):
        told[statement] |= is_reported(row, probability, cut)
    fitted = fit(matrix, wanted, cut)
    result = {
        **fitted,
        "signals": signal_names(rows.signals),
        "auc_edits": round(float(roc_auc_score(wanted, held)), 4),
        "auc": round(float(roc_auc_score(changed, best)), 4),
        "recall": round(float(told[changed].mean()), 4),
        "false_alarms": round(float(told[~changed].mean()), 4),
        "n": len(changed),
    }
    if args.write:
        write(name, rows.signals, fitted)
    finish(args, result)
    return told[~changed]


def main() -> None:
    args = command_line(__doc__, "json", "eval", "write").parse_args()
    rows = rows_of(read_documents(args.eval))
    beside = args.json and args.json.with_stem(f"{args.json.stem}-denials")
    of_denials = argparse.Namespace(**vars(args) | {"json": beside})
    accused = report("denial", rows.denials, DENIAL_FALSE_ALARMS, of_denials)
    accused = accused | report("negation", rows.edits, FALSE_ALARMS, args)
    print(json.dumps({"accused by either": round(float(accused.mean()), 4)}))


if __name__ == "__main__":
    run_main(main)
