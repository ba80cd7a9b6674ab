"""Fit and measure the aligner: which stretch renders a statement, or none.

usage: python bench/aligner.py ../shared/eval/quotebench-dev.jsonl [--write] [--ablate] [--json OUT]

Every figure is cross-validated by document (five folds, all variants of a document in one fold); only the shortlist
comes from one model fitted on everything, and its recall is printed. `--write` refits on everything and writes
align/weights/matcher.json. Needs scipy (`pip install iqtibas[bench]`).
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from align.candidates import Stretch, find_stretches
from align.encode import load_sentence_encoder
from align.evidence import CHEAP_SIGNALS, SHORTLIST, WORD_SIGNALS, Background, cheap_signals, word_signals
from align.match import SAME_RENDERING, Choice, Scored, choose, overlap
from align.model import Rendering
from align.statement import Statement, read_statement
from align.words import load_word_encoder
from article import Article, Embed
from article.embeds import find_embeds
from article.plain import article_from_text

FOLDS = 5
PENALTY = 0.003  # on the squared weights of standardised signals
EXACT = 0.9  # overlap from which a stretch counts as the gold rendering in training
WEIGHTS = Path(__file__).resolve().parent.parent / "align" / "weights" / "matcher.json"
TRIMMED = " \n\"'.:،,“”«»‘’"


@dataclass
class Example:
    """One embed: its stretches, and which of them is the rendering. gold: span or None."""

    article: Article
    embed: Embed
    statement: Statement
    stretches: list[Stretch]
    gold: Stretch | None
    signals: np.ndarray
    row: int

    def targets(self) -> np.ndarray:
        """(n,) whether each stretch is the gold rendering."""
        return np.array(
            [self.gold is not None and overlap(trimmed(self.article, s), self.gold) >= EXACT for s in self.stretches]
        )


def trimmed(article: Article, span: Stretch | Rendering) -> Stretch:
    """The span without outer quotation marks and final stops, as the scorer compares it."""
    start, end = span.start, span.end
    while start < end and article.text[start] in TRIMMED:
        start += 1
    while end > start and article.text[end - 1] in TRIMMED:
        end -= 1
    return Stretch(start, end, -1, False, False, False)


def read_examples(path: Path) -> list[Example]:
    """All gold embeds that the reader found, in order of the file."""
    examples = []
    for row, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        gold = json.loads(line)
        article = article_from_text(gold["text"], id=gold["id"], source=gold["id"], sha256="")
        stretches = find_stretches(article)
        for embed in find_embeds(article):
            tweet = next((t for t in gold["tweets"] if t["start"] <= embed.start < t["end"]), None)
            if tweet is None:
                continue
            span = tweet["rendering"]
            target = trimmed(article, Stretch(*span, -1, False, False, False)) if span else None
            statement = read_statement(article.text, embed.said)
            examples.append(Example(article, embed, statement, stretches, target, np.zeros(0), row))
    return examples


def fit_background(examples: list[Example]) -> Background:
    """Mean vectors over all stretches and statements."""
    sentences, words = load_sentence_encoder(), load_word_encoder()
    arabic = sorted({e.article.slice(s) for e in examples for s in e.stretches})
    english = sorted({e.statement.text for e in examples})
    context = [np.mean([words.states(t)[1].sentence for t in texts], axis=0) for texts in (arabic[::5], english)]
    pairs = zip(english[::5], arabic[::7], strict=False)  # both sorted: a pair has nothing to do with each other
    covered = float(np.mean([words.link(e, a).english_best.mean() for e, a in pairs]))
    means = [sentences.encode(texts).mean(axis=0) for texts in (arabic, english)]
    return Background(*means, *context, covered)


def fit(examples: list[Example], columns: list[int]) -> Choice:
    """Conditional logit by maximum likelihood with an L2 penalty; the target is any stretch that is the gold."""
    stacked = np.concatenate([e.signals for e in examples])
    mean, deviation = stacked.mean(axis=0), stacked.std(axis=0) + 1e-9
    data = [(((e.signals - mean) / deviation)[:, columns], e.targets()) for e in examples]

    def loss(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        total, gradient = 0.0, np.zeros_like(parameters)
        for signals, targets in data:
            logits = np.append(signals @ parameters[1:], parameters[0])
            share = np.exp(logits - logits.max())
            share /= share.sum()
            wanted = np.append(targets, not targets.any()) * share
            total -= np.log(wanted.sum() + 1e-12)
            slope = share - wanted / (wanted.sum() + 1e-12)
            gradient += np.append(slope[-1], slope[:-1] @ signals)
        penalty = np.append(0.0, parameters[1:])
        return total / len(data) + PENALTY * penalty @ penalty, gradient / len(data) + 2 * PENALTY * penalty

    found = minimize(loss, np.zeros(len(columns) + 1), jac=True, method="L-BFGS-B").x
    weights = np.zeros(stacked.shape[1])
    weights[columns] = found[1:]
    return Choice(mean, deviation, weights, float(found[0]))


def shorten(examples: list[Example], cheap: Choice, background: Background) -> float:
    """Keep each example's shortlist and add its word signals; returns how often the gold is still in it."""
    words, kept, wanted = load_word_encoder(), 0, 0
    for e in examples:
        best = sorted(np.argsort(-cheap.utilities(e.signals), kind="stable")[:SHORTLIST])
        present = e.targets().any()
        e.stretches, e.signals = [e.stretches[k] for k in best], e.signals[best]
        more = word_signals(e.article, e.statement, e.stretches, words, background)
        e.signals = np.column_stack([e.signals, more])
        wanted, kept = wanted + present, kept + (present and e.targets().any())
    return kept / wanted


def decide(examples: list[Example], choice: Choice) -> list[Rendering | None]:
    """Renderings of all examples, article by article."""
    decided: list[Rendering | None] = []
    for row in dict.fromkeys(e.row for e in examples):
        mine = [e for e in examples if e.row == row]
        scored = [Scored(tuple(e.stretches), choice.utilities(e.signals)) for e in mine]
        decided += [d.rendering for d in choose(scored, choice.none)]
    return decided


def measure(examples: list[Example], renderings: list[Rendering | None]) -> dict[str, float]:
    """The scorer's figures for renderings, and the expected calibration error of their confidence."""
    found, overlaps, null = 0, [], {"ok": 0, "missed": 0, "bad": 0}
    sure = []
    for e, r in zip(examples, renderings, strict=True):
        value = overlap(trimmed(e.article, r), e.gold) if r and e.gold else 0.0
        if e.gold:
            overlaps.append(value)
            found += value >= SAME_RENDERING
            null["missed"] += r is None
        else:
            null["ok" if r is None else "bad"] += 1
        if r:
            sure.append((r.confidence, value >= SAME_RENDERING))
    return {
        "hit": found / len(overlaps),
        "mean_iou": float(np.mean(overlaps)),
        "missing_f1": 2 * null["ok"] / (2 * null["ok"] + null["missed"] + null["bad"]),
        "calibration_error": calibration_error(sure),
    }


def calibration_error(pairs: list[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error (Guo et al. 2017) over equally filled bins."""
    ordered = np.array(sorted(pairs), float)
    parts = np.array_split(ordered, bins)
    return float(sum(len(p) * abs(p[:, 0].mean() - p[:, 1].mean()) for p in parts) / len(ordered))


def cross_validate(examples: list[Example], columns: list[int]) -> tuple[dict[str, float], list[Rendering | None]]:
    """Figures with every example decided by a model that saw none of its document."""
    documents = sorted({e.article.id.split("#")[0] for e in examples})
    fold = {d: i % FOLDS for i, d in enumerate(documents)}
    decided: list[Rendering | None] = [None] * len(examples)
    for k in range(FOLDS):
        inside = [fold[e.article.id.split("#")[0]] == k for e in examples]
        choice = fit([e for e, x in zip(examples, inside, strict=True) if not x], columns)
        held = [i for i, x in enumerate(inside) if x]
        for i, rendering in zip(held, decide([examples[i] for i in held], choice), strict=True):
            decided[i] = rendering
    return measure(examples, decided), decided


def write(cheap: Choice, full: Choice, background: Background) -> None:
    """The fitted file that ships."""

    def rounded(values: np.ndarray) -> list[float]:
        return [float(f"{v:.6g}") for v in values]

    data: dict[str, object] = {
        name: {
            "none": round(c.none, 6),
            **{x: rounded(getattr(c, x)) for x in ("mean", "deviation", "weights")},
        }
        for name, c in (("cheap", cheap), ("full", full))
    }
    fields = ("arabic", "english", "context_arabic", "context_english")
    data["means"] = {x: rounded(getattr(background, x)) for x in fields}
    data["covered"] = round(background.covered, 4)
    data["signals"] = [*CHEAP_SIGNALS, *WORD_SIGNALS]
    WEIGHTS.parent.mkdir(exist_ok=True)
    WEIGHTS.write_text(json.dumps(data) + "\n", encoding="utf-8")


def show_errors(examples: list[Example], decided: list[Rendering | None]) -> None:
    """Every wrong decision in one line."""
    for e, r in zip(examples, decided, strict=True):
        value = overlap(trimmed(e.article, r), e.gold) if r and e.gold else 0.0
        if (e.gold is None) != (r is None) or (e.gold and value < SAME_RENDERING):
            got, wanted = (e.article.slice(x)[:80] if x else "none" for x in (r, e.gold))
            print(f"{e.article.id} | {e.statement.text[:90]} | got {got} | wanted {wanted}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    examples = read_examples(args.gold)
    background = fit_background(examples)
    encoder = load_sentence_encoder()
    for e in examples:
        e.signals = cheap_signals(e.article, e.embed, e.statement, e.stretches, encoder, background)
    cheap = fit(examples, list(range(len(CHEAP_SIGNALS))))
    result: dict[str, object] = {
        "examples": len(examples),
        "shortlist_recall": shorten(examples, cheap, background),
    }
    names = [*CHEAP_SIGNALS, *WORD_SIGNALS]
    everything = list(range(len(names)))
    result["cross_validated"], decided = cross_validate(examples, everything)
    if args.errors:
        show_errors(examples, decided)
    if args.ablate:
        result["without"] = {
            name: cross_validate(examples, [c for c in everything if c != k])[0] for k, name in enumerate(names)
        }
    full = fit(examples, everything)
    result["weights"] = dict(zip(names, full.weights.round(3).tolist(), strict=True))
    if args.write:
        write(cheap, full, background)
    print(json.dumps(result, indent=1, ensure_ascii=False))
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
