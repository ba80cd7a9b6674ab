"""Fit and measure the aligner: which stretch renders a statement, or none.

usage: python -m bench.fit.aligner [--shared ../shared] [--write] [--ablate] [--errors]
       [--json OUT] [--plot OUT] [--fits FILE]

Fitted on the gold articles, on more drawn from the same documents ("sampled", bench/data/sampled.py), on both in freer
layouts, and on each gold article without one of its renderings ("silenced"; both in bench/data/layouts.py); measured on
each kind, and on "gold and sampled" together. Every figure is cross-validated by document (five folds, all articles
of a document in one fold); only the shortlist and the background vectors come from everything, and the shortlist's
recall is printed. `--ablate` leaves out one signal after the other, with one start and without the second look, and
prints the held-out loss. `--write` refits on everything and writes align/find/matcher.json. Needs scipy
(`pip install iqtibas[bench]`).
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from pathlib import Path

import numpy as np

from bench.data.layouts import lay_out, silence
from bench.data.sampled import FREE_SEEDS, sampled_rows
from bench.data.sampled import SEEDS as DRAWN
from bench.data.sets import QUOTEBENCH, read_articles
from bench.fit.matching import (
    SEEDS,
    Example,
    add_cheap,
    add_words,
    fit_background,
    fit_choice,
    fit_second_look,
    read_examples,
    trimmed,
)
from bench.harness import ROOT, command_line, finish, run_main
from bench.measure.reliability import bins, calibration_error, draw
from iqtibas.align.find.evidence import SHORTLIST, Background
from iqtibas.align.find.match import (
    CHOICE_ARRAYS,
    SAME_RENDERING,
    Choice,
    Decision,
    Matcher,
    SecondLook,
    choose,
    log_odds,
    overlap,
    probabilities,
)
from iqtibas.align.find.second_look import ask as ask_model
from iqtibas.align.find.second_look import is_doubtful
from iqtibas.align.find.signals import CHEAP_SIGNALS, CROSSED, FULL_SIGNALS
from iqtibas.align.model import Rendering
from iqtibas.article.reading import Reading
from iqtibas.models import load_contrast

FOLDS = 5
# Hidden units, and how much an example weighs by its kind: both chosen by the cross-validated figures of the gold
# articles, but for the last ("plain", of bench/fit/check.py).
UNITS = 8
EXAMPLE_WEIGHTS = {"gold": 4.0, "sampled": 4.0, "free": 3.0, "silenced": 2.0, "plain": 4.0}
ABLATED = ("gold", "free")  # the kinds that `--ablate` fits and measures on
# Tried for what a stretch loses once another statement has it; the likeliest on the training folds wins.
SHARED = (1.0, 2.0, 3.0, 4.0, 6.0, 9.0)
WEIGHTS = ROOT / "align" / "find" / "matcher.json"


@dataclass(frozen=True)
class Fit:
    """What is fitted on the shortlists."""

    full: Choice
    shared: float
    look: SecondLook | None = None


def fit(examples: Sequence[Example], columns: Sequence[int]) -> Fit:
    """The full model, and the price of sharing."""
    signals, right = [e.signals() for e in examples], [e.right(e.shortlist()) for e in examples]
    weights = np.array([_weight(e) for e in examples])
    full = fit_choice(signals, right, columns, UNITS, weights)
    return Fit(full, max(SHARED, key=lambda price: _found(examples, full, price)))


def _weight(example: Example) -> float:
    return EXAMPLE_WEIGHTS.get(example.kind, 1.0)


def _found(examples: Sequence[Example], full: Choice, price: float) -> float:
    decided = decide(examples, full, price)
    return sum(_weight(e) * is_right(e, d.rendering) for e, d in zip(examples, decided, strict=True))


def decide(examples: Sequence[Example], full: Choice, shared: float, look: SecondLook | None = None) -> list[Decision]:
    """Decisions of all examples, article by article; a statement embedded twice is decided once."""
    decided: list[Decision | None] = [None] * len(examples)
    by_row: dict[str, list[int]] = {}
    for i, e in enumerate(examples):
        by_row.setdefault(e.row, []).append(i)
    for ids in by_row.values():
        first = {examples[i].query.text: i for i in reversed(ids)}
        mine = sorted(first.values())
        scored = [examples[i].scored(full, look) for i in mine]
        found = dict(zip(mine, choose(scored, full.none, shared), strict=True))
        for i in ids:
            decided[i] = found[first[examples[i].query.text]]
    return [d for d in decided if d is not None]


def covered(example: Example, rendering: Rendering | None) -> float:
    """Intersection over union of all places of a rendering and of the gold, as sets of code points."""
    if rendering is None or not example.gold:
        return 0.0
    ours = {k for p in rendering.spans for k in range(*_ends(example, p))}
    gold = {k for g in example.gold for k in range(g.start, g.end)}
    return len(ours & gold) / len(ours | gold)


def _ends(example: Example, span: object) -> tuple[int, int]:
    inner = trimmed(example.article, span)  # type: ignore[arg-type]
    return inner.start, inner.end


def is_right(example: Example, rendering: Rendering | None) -> bool:
    """Whether a rendering is found, or rightly not."""
    return covered(example, rendering) >= SAME_RENDERING if example.gold else rendering is None


def measure(examples: Sequence[Example], decisions: Sequence[Decision]) -> dict[str, float]:
    """The scorer's figures, and the expected calibration error of the renderings' confidence."""
    null = {"ok": 0, "missed": 0, "bad": 0}
    overlaps, sure = [], []
    for e, d in zip(examples, decisions, strict=True):
        if e.gold:
            overlaps.append(covered(e, d.rendering))
            null["missed"] += d.rendering is None
        else:
            null["ok" if d.rendering is None else "bad"] += 1
        if d.rendering:
            sure.append((d.rendering.confidence, is_right(e, d.rendering)))
    figures = {
        "n": len(examples),
        "hit": float(np.mean([v >= SAME_RENDERING for v in overlaps])) if overlaps else 0.0,
        "mean_iou": float(np.mean(overlaps)) if overlaps else 0.0,
        "missing_f1": 2 * null["ok"] / max(1, 2 * null["ok"] + null["missed"] + null["bad"]),
        **{f"null_{name}": count for name, count in null.items()},
        "calibration_error": calibration_error(sure),
    }
    return {name: round(value, 4) for name, value in figures.items()}


def folds(examples: Sequence[Example]) -> dict[str, int]:
    """The fold of every document."""
    return {d: i % FOLDS for i, d in enumerate(sorted({e.document for e in examples}))}


def fit_folds(
    examples: Sequence[Example], columns: Sequence[int], teaches: Callable[[Example], bool] = lambda _: True
) -> list[Fit]:
    """For every fold the models that saw none of its documents. teaches: what they are fitted on, if not on all.

    The second look of a fold is fitted on the odds that the other folds' statements got when they were held out.
    """
    fold = folds(examples)
    fits = [fit([e for e in examples if fold[e.document] != k and teaches(e)], columns) for k in range(FOLDS)]
    for e in examples:
        ask(e, fits[fold[e.document]].full)
    return [replace(fits[k], look=fit_look([e for e in examples if fold[e.document] != k])) for k in range(FOLDS)]


def ask(example: Example, full: Choice) -> None:
    """Keep the odds that a model held out gives the example and, in doubt, what the translation model says."""
    scored = example.scored(full)
    example.odds = log_odds(scored.utilities, full.none)
    doubtful = is_doubtful(scored, full.none)
    example.asked = ask_model(example.reading, example.query, scored, _Remembering()) if doubtful else None
    best = trimmed(example.article, scored.stretches[int(scored.utilities.argmax())])
    example.teaches = not example.gold or any(overlap(best, g) >= SAME_RENDERING for g in example.gold)


class _Remembering:
    """The translation model, asked once for every pair: variants of a document and refits ask much the same."""

    def log_probabilities(self, arabic: str | Reading, english: Sequence[str]) -> list[float]:
        return [_asked(Reading.of(arabic).text, text) for text in english]


@cache
def _asked(arabic: str, english: str) -> float:
    return load_contrast().log_probabilities(arabic, [english])[0]


def fit_look(examples: Sequence[Example]) -> SecondLook:
    """The second look, fitted on the examples that were asked and teach something."""
    asked = [e for e in examples if e.asked is not None and e.teaches]
    return fit_second_look(asked, [_weight(e) for e in asked])


def cross_validate(examples: Sequence[Example], fits: Sequence[Fit]) -> list[Decision]:
    """Every example decided by models that saw none of its document. fits: see `fit_folds`."""
    fold = folds(examples)
    decided: dict[int, Decision] = {}
    for k, fitted in enumerate(fits):
        held = [i for i, e in enumerate(examples) if fold[e.document] == k]
        found = decide([examples[i] for i in held], fitted.full, fitted.shared, fitted.look)
        decided.update(zip(held, found, strict=True))
    return [decided[i] for i in range(len(examples))]


def by_kind(examples: Sequence[Example], decisions: Sequence[Decision]) -> dict[str, dict[str, float]]:
    """Figures of each set, of the two that QuoteBench's generator made together, and of each free layout."""
    kinds: dict[str, list[int]] = {}
    for i, e in enumerate(examples):
        kinds.setdefault(e.kind, []).append(i)
        if e.kind in ("gold", "sampled"):
            kinds.setdefault("gold and sampled", []).append(i)
        if e.kind == "free":
            kinds.setdefault(f"free, {e.layout}", []).append(i)
    return {
        kind: measure([examples[i] for i in mine], [decisions[i] for i in mine]) for kind, mine in sorted(kinds.items())
    }


def held_out_loss(examples: Sequence[Example], columns: Sequence[int]) -> float:
    """Nats a statement that the full model, from one start, gives to what is right when it is held out."""
    fold, weights = folds(examples), np.array([_weight(e) for e in examples])
    lost = np.zeros(len(examples))
    signals, right = [e.signals() for e in examples], [e.right(e.shortlist()) for e in examples]
    for k in range(FOLDS):
        seen = [i for i, e in enumerate(examples) if fold[e.document] != k]
        given = ([values[i] for i in seen] for values in (signals, right))
        full = fit_choice(*given, columns, UNITS, weights[seen], SEEDS[:1])
        for i in set(range(len(examples))).difference(seen):
            *shares, missing = probabilities(full.utilities(signals[i]), full.none).tolist()
            said = missing if not right[i].any() else sum(p for p, ok in zip(shares, right[i], strict=True) if ok)
            lost[i] = -np.log(max(said, 1e-12))
    return round(float(np.average(lost, weights=weights)), 4)


def ablate(examples: Sequence[Example]) -> dict[str, float]:
    """The held-out loss with all signals, and without each."""
    own = [e for e in examples if e.kind in ABLATED]
    named = {"(none)": list(range(len(FULL_SIGNALS)))} | {s: without(s) for s in FULL_SIGNALS[: -len(CROSSED)]}
    return {name: held_out_loss(own, columns) for name, columns in named.items()}


def without(name: str) -> list[int]:
    """The columns of the full model less a signal and all that it is crossed with."""
    return [k for k, column in enumerate(FULL_SIGNALS) if name not in column.split("*")]


def write(cheap: Choice, fitted: Fit, background: Background, path: Path = WEIGHTS) -> None:
    """The fitted file that ships."""

    def rounded(values: np.ndarray) -> list[float]:
        return [float(f"{v:.6g}") for v in values.ravel()]

    data: dict[str, object] = {
        name: {"signals": signals, "none": round(c.none, 6), **{x: rounded(getattr(c, x)) for x in CHOICE_ARRAYS}}
        for name, c, signals in (
            ("cheap", cheap, CHEAP_SIGNALS),
            ("full", fitted.full, FULL_SIGNALS),
        )
    }
    means = [f.name for f in fields(Background) if f.name != "covered"]
    data["means"] = {name: rounded(getattr(background, name)) for name in means}
    data |= {"covered": round(background.covered, 4), "shared": fitted.shared}
    if fitted.look:
        data["look"] = {name: round(value, 5) for name, value in asdict(fitted.look).items()}
    path.write_text(json.dumps(data) + "\n", encoding="utf-8")


def show_errors(examples: Sequence[Example], decisions: Sequence[Decision]) -> None:
    """Every wrong decision in one line."""
    for e, d in zip(examples, decisions, strict=True):
        if not is_right(e, d.rendering):
            got = e.article.slice(d.rendering)[:80] if d.rendering else "none"
            wanted = e.article.slice(e.gold[0])[:80] if e.gold else "none"
            print(f"{e.kind} {e.layout} {e.article.id} | {e.query.text[:90]} | got {got} | wanted {wanted}")


def read(shared: Path) -> list[Example]:
    """The gold articles as they are, more from their documents, both in freer layouts, and without a rendering."""
    rows = read_articles(shared / "eval" / QUOTEBENCH)
    silenced = [left for row in rows if (left := silence(row))]
    free = [lay_out(row) for row in (*rows, *sampled_rows(shared, FREE_SEEDS))]
    sets = (("gold", rows), ("sampled", sampled_rows(shared, DRAWN)), ("free", free), ("silenced", silenced))
    return [example for kind, them in sets for example in read_examples(them, kind)]


def prepare(examples: Sequence[Example]) -> tuple[Choice, Background, float]:
    """Give the examples their evidence. Returns the cheap model, the background, and the shortlist's recall."""
    background = fit_background(examples)
    add_cheap(examples, background)
    everywhere = [e.right(e.stretches) for e in examples]
    cheap = fit_choice([e.cheap for e in examples], everywhere, range(len(CHEAP_SIGNALS)))
    return cheap, background, add_words(examples, cheap, background, SHORTLIST)


def main() -> None:
    parser = command_line(__doc__, "json", "shared", "write")
    for flag in ("--ablate", "--errors"):
        parser.add_argument(flag, action="store_true")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--fits", type=Path, help="keep the matchers of the folds, for bench/measure/quotebench.py")
    args = parser.parse_args()
    examples = read(args.shared)
    cheap, background, recall = prepare(examples)
    columns = range(len(FULL_SIGNALS))
    fits = fit_folds(examples, columns)
    decided = cross_validate(examples, fits)
    if args.fits:
        matchers = [Matcher(cheap, fit.full, fit.shared, background, fit.look) for fit in fits]
        args.fits.write_bytes(pickle.dumps((folds(examples), matchers)))
    look = fit_look(examples)
    result: dict[str, object] = {"shortlist_recall": recall, "cross_validated": by_kind(examples, decided)}
    if args.errors:
        show_errors(examples, decided)
    if args.ablate:
        result["held-out loss without"] = ablate(examples)
    pairs = [
        (d.confidence, is_right(e, d.rendering))
        for e, d in zip(examples, decided, strict=True)
        if d.rendering and e.kind != "silenced"  # which have no rendering, so that any confidence in one is too much
    ]
    if args.plot:
        args.plot.write_text(draw(pairs), encoding="utf-8")
    # What the cross-validation left with the examples are odds of models held out: the second look is fitted on these.
    fitted = replace(fit(examples, columns), look=look)
    result["shared"] = fitted.shared
    result["reliability"] = bins(pairs)
    if args.write:
        write(cheap, fitted, background)
    finish(args, result)


if __name__ == "__main__":
    run_main(main)
