"""Fit and measure the modality check.

usage: python -m bench.fit.modality [--eval ../shared/eval] [--write] [--json OUT] [--gold QUOTEBENCH]

Clean pairs are flores-dev and ntrex-odd. Every word of modality of a clean pair is a negative; one exchange in every
pair, drawn with a fixed seed, is a positive. Figures are cross-validated by document; the shares of accused pairs count
every clean pair, also those without such a word. The model's bias is set so that DECISION_THRESHOLD
(align/ledger/severity.py) is where ACCUSED of the clean pairs are accused, and its cut where REMARKED are remarked on.
Plain hedges need no fit: their recall is that of the same pairs with the English word taken away. `--write` refits on
everything and writes align/ledger/modality/modality.json. `--gold` instead shows what the shipped weights say of
QuoteBench's gold renderings; it is made of ntrex-odd, so that this is no held-out figure.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from math import exp, log
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from bench.data.sets import read_all_parallel, read_articles
from bench.fit.logistic import fit, held_out, write
from bench.harness import command_line, finish, run_main
from iqtibas.align.ledger.check import load_tools
from iqtibas.align.ledger.modality.check import ModalitySignals, Weighed, check_modality, weigh
from iqtibas.align.ledger.modality.words import Slot, english_slots, exchanged, unsaid_hedges
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.severity import DECISION_THRESHOLD
from iqtibas.models import load_contrast
from iqtibas.models.word_links import load_word_encoder

SEED = 7
ACCUSED, REMARKED = 0.004, 0.02
SENTENCES_A_DOCUMENT = 3  # FLORES takes about three neighbours from an article and does not say where it ends
# Taking the word away leaves the statement outright; its grammar does not matter to a check by words.
_OUTRIGHT = (
    (re.compile(r"\b(?:may|might|could) be\b"), "is"),
    (re.compile(r"\b(?:may|might|could) have\b"), "has"),
    (re.compile(r"\b(?:may|might|perhaps|possibly|maybe) "), ""),
    (re.compile(r"\b(?:must|should|has to) be\b"), "is"),
    (re.compile(r"\b(?:must|should|have to|has to|need to|needs to) "), ""),
    (re.compile(r"\b(?:allegedly|reportedly|supposedly|alleged) "), ""),
)


@dataclass
class Rows:
    """Signals of slots; whether a change there is mild; whether it was exchanged; its document, its pair, and how."""

    signals: list[tuple[float, ...]] = field(default_factory=list)
    mild: list[bool] = field(default_factory=list)
    wanted: list[bool] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    pairs: list[int] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)


def rows_of(pairs: list[tuple[str, str]], documents: list[str]) -> Rows:
    """One row for every slot as it is, and one for every slot with an exchange that is itself a slot."""
    contrast, words, rng, rows = load_contrast(), load_word_encoder(), random.Random(SEED), Rows()

    def add(k: int, one: Weighed, change: str) -> None:
        rows.signals.append(one.signals)
        rows.mild.append(one.is_shift)
        rows.wanted.append(change != "")
        rows.documents.append(documents[k])
        rows.pairs.append(k)
        rows.changes.append(change)

    for k, (english, arabic) in enumerate(pairs):
        weighed = weigh(Pair(english, arabic, words), contrast)
        for one in weighed:
            add(k, one, "")
        if planted := _planted(english, [one.slot for one in weighed], rng):
            text, slot, change = planted
            changed = [w for w in weigh(Pair(text, arabic, words), contrast) if _same_place(slot, w.slot)]
            for one in changed[:1]:
                add(k, one, change)
        words.forget()
    return rows


def _planted(english: str, slots: list[Slot], rng: random.Random) -> tuple[str, Slot, str] | None:
    """The statement with one slot exchanged for another word of the list; that slot, and what became of it."""
    found = []
    for slot in slots:
        for new in slot.exchanges:
            text = exchanged(english, slot, new)
            if any(_same_place(slot, other) for other in english_slots(text)):
                found.append((text, slot, f"{slot.kind} → {new.kind}"))
    return rng.choice(found) if found else None


def _same_place(slot: Slot, other: Slot) -> bool:
    return abs(slot.start - other.start) <= 1  # 'll becomes a word of its own


def worst_of(logits: np.ndarray, rows: Rows, count: int, *, mild: bool) -> np.ndarray:
    """(count,): the highest logit among the clean slots of each pair, falling; minus infinity where there is none.

    mild: whether changes that only make a remark count.
    """
    worst = np.full(count, -np.inf)
    for logit, k, wanted, remark in zip(logits, rows.pairs, rows.wanted, rows.mild, strict=True):
        if not wanted and (mild or not remark):
            worst[k] = max(worst[k], logit)
    return np.sort(worst)[::-1]


def hedges(pairs: list[tuple[str, str]]) -> dict[str, float]:
    """Clean pairs with a hedge that the English lacks, and the recall of those whose English word is taken away."""
    planted = []
    for english, arabic in pairs:
        for pattern, outright in _OUTRIGHT:
            if match := pattern.search(english):
                planted.append((english[: match.start()] + outright + english[match.end() :], arabic))
    found, accused = (sum(bool(unsaid_hedges(*pair)) for pair in some) for some in (planted, pairs))
    return {
        "planted": len(planted),
        "recall": round(found / len(planted), 4),
        "false_alarms": round(accused / len(pairs), 4),
    }


def quotebench(gold: Path) -> dict[str, dict[str, float]]:
    """For each kind of tweet: how many, and the shares with a finding that alters the verdict and with any."""
    tools = load_tools()
    found: dict[str, list[float]] = {}
    seconds = 0.0
    for row in read_articles(gold):
        for tweet in (t for t in row["tweets"] if t["rendering"]):
            pair = Pair(tweet["english"], row["text"][slice(*tweet["rendering"])], tools.words)
            _ = pair.link  # which the completeness check pays for
            started = time.process_time()
            findings = check_modality(pair, tools)
            seconds += time.process_time() - started
            grave = max((finding.severity for finding in findings), default=0.0)
            found.setdefault(tweet["kind"] or tweet["verdict"], []).append(grave)
        tools.words.forget()
    count = sum(map(len, found.values()))
    shares = {
        kind: {
            "n": len(some),
            "accused": np.mean(np.array(some) >= DECISION_THRESHOLD),
            "remarked": np.mean(np.array(some) > 0),
        }
        for kind, some in sorted(found.items())
    }
    return {k: {name: round(float(x), 4) for name, x in v.items()} for k, v in shares.items()} | {
        "cost": {"cpu_seconds": round(seconds / count, 4)}
    }


def main() -> None:
    parser = command_line(__doc__, "json", "eval", "write")
    parser.add_argument("--gold", type=Path)
    args = parser.parse_args()
    if args.gold:
        print(json.dumps(quotebench(args.gold), indent=1))
        return
    found = read_all_parallel(args.eval, SENTENCES_A_DOCUMENT)
    pairs = [(pair.english, pair.arabic) for pair in found]
    rows = rows_of(pairs, [pair.document for pair in found])
    signals, wanted = np.array(rows.signals), np.array(rows.wanted)
    held = held_out(signals, wanted, rows.documents)
    logits = np.log(held / (1 - held))
    shares = ((ACCUSED, False), (REMARKED, True))
    accused, remarked = (
        float(worst_of(logits, rows, len(pairs), mild=mild)[int(share * len(pairs))]) for share, mild in shares
    )
    shift = log(DECISION_THRESHOLD / (1 - DECISION_THRESHOLD)) - accused
    fitted = fit(signals, wanted, 1 / (1 + exp(-min(remarked, accused) - shift)))
    fitted["bias"] = round(float(str(fitted["bias"])) + shift, 5)
    changes = Counter(rows.changes)
    grave = (logits > accused) & ~np.array(rows.mild)
    told = Counter(change for change, found in zip(rows.changes, grave, strict=True) if found)
    result = {
        **fitted,
        "signals": ModalitySignals._fields,
        "auc": round(float(roc_auc_score(wanted, held)), 4),
        "false_alarms": ACCUSED,
        "recall_accused": round(float(grave[wanted].mean()), 4),
        "recall_remarked": round(float((logits[wanted] > remarked).mean()), 4),
        "n": len(held),
        "recall": {c: f"{told[c]} of {n}" for c, n in changes.most_common() if c},
        "hedges": hedges(pairs),
    }
    if args.write:
        write("modality", ModalitySignals, fitted)
    finish(args, result)


if __name__ == "__main__":
    run_main(main)
