"""Fit and measure what puts a rendering together: which units of an article render a statement, and whether any does.

usage: python -m bench.fit.spans [--shared ../shared] [--write] [--errors SET] [--json OUT]

Fitted on renderings as editors write them (natural-a and natural-e of the development sets, the articles in
bench/data/natural), and on articles drawn from FLORES dev as QuoteBench draws its own ("drawn"), also in freer layouts
("free"), of which the matcher has seen nothing; and on QuoteBench dev, which it was fitted on.
Every figure is cross-validated (five folds of `fold_of`). The second labels are fitted on first labels of models held
out, "rendered here" on second ones. `--errors` shows what is missed in every second article of a set. `--write` refits
on everything and writes align/find/spans.json. Needs scikit-learn (`pip install iqtibas[bench]`).
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from bench.data.layouts import lay_out
from bench.data.sampled import drawn_rows
from bench.data.sets import QUOTEBENCH, fold_of, read_articles, unit_of
from bench.harness import ROOT, command_line, finish, progress, run_main
from bench.measure.scoring import said_at
from iqtibas.align.aligner import Aligner, Gathered
from iqtibas.align.find.assemble import PART, Assembly, chances, label_signals, merged, picked, rendered_signals
from iqtibas.align.find.match import CHOICE_ARRAYS, Choice, load_matcher
from iqtibas.align.find.query import read_query
from iqtibas.align.find.unit_signals import LABEL_SIGNALS, RENDERED_SIGNALS, UNIT_SIGNALS
from iqtibas.article import Segment
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.embeds import find_embeds
from iqtibas.article.input.plain import article_from_text
from iqtibas.models import load_contrast
from iqtibas.models.divergence import load_tagger
from iqtibas.models.sentence_encoder import load_sentence_encoder
from iqtibas.models.word_links import load_word_encoder

FOLDS = 5
NATURAL = ("natural-a", "natural-e", "articles-1", "articles-2")
# Hidden units of the two labels and penalties on squared weights, chosen on the cross-validated figures of all sets.
UNITS, PENALTY = (0, 16), (1.0, 15.0)
SEEDS = 3
# How often a statement of the natural sets counts: the others are more, and of one kind.
NATURAL_WEIGHT = 2
RENDERED_PENALTY = 3.0
# A statement whose units lie elsewhere than its rendering teaches nothing of "rendered here".
ELSEWHERE = 0.1
FOUND = 0.6
WEIGHTS = ROOT / "align" / "find" / "spans.json"


@dataclass
class Example:
    """One embedded statement. places: the gold, [] if it is not rendered. right: (n,) which units render it."""

    kind: str
    article: str
    fold: int
    gathered: Gathered
    reading: ArticleReading
    places: list[Segment]
    right: np.ndarray
    first: np.ndarray = field(default_factory=lambda: np.zeros(0))
    second: np.ndarray = field(default_factory=lambda: np.zeros(0))
    rendered: float = 0.0

    def signals(self) -> np.ndarray:
        """(n, fields of UnitSignals)."""
        return self.gathered.evidence.signals

    def labelled(self) -> np.ndarray:
        """(n, fields of LABEL_SIGNALS)."""
        return label_signals(self.gathered.evidence.words, self.signals(), self.first)

    def summed(self, none: float) -> np.ndarray:
        """(1, fields of RenderedSignals)."""
        one = self.gathered
        return rendered_signals(one.scored, one.evidence, self.first, self.second, none)

    def found(self) -> list[Segment]:
        """The places of the units that the second labels pick."""
        units = self.gathered.evidence.words.units
        return merged(self.reading, [u for u, part in zip(units, picked(self.second), strict=True) if part])

    def overlap(self) -> float:
        """Intersection over union of these and the gold."""
        if not (self.places and len(self.second)):
            return 0.0
        ours, gold = (
            said_at(self.reading.text, {"parts": [(place.start, place.end) for place in places]})
            for places in (self.found(), self.places)
        )
        return len(ours & gold) / max(1, len(ours | gold))


def read_examples(rows: Iterable[Any], kind: str, aligner: Aligner) -> list[Example]:
    """All gold embeds that the reader found."""
    examples = []
    for row in progress(list(rows), kind, every=50):
        article = article_from_text(row["text"], id=row["id"], source=row["id"], sha256="")
        reading = ArticleReading(article)
        embeds = [embed for embed in find_embeds(article) if embed.language == "en"]
        if not embeds:
            continue
        said = [reading.part(e.said.start, e.said.end) for e in embeds]
        by_text = {one.query.text: one for one in aligner.gather(reading, said, embeds)}
        for embed, part in zip(embeds, said, strict=True):
            gathered = by_text[read_query(part).text]
            tweet = next((t for t in row["tweets"] if t["start"] <= embed.start < t["end"]), None)
            if tweet is not None:
                places = tweet.get("parts") or ([tweet["rendering"]] if tweet["rendering"] else [])
                spans = [Segment(*place) for place in places]
                right = np.array([_renders(unit, spans) for unit in gathered.evidence.words.units], bool)
                examples.append(Example(kind, row["id"], fold_of(unit_of(row), FOLDS), gathered, reading, spans, right))
        aligner.forget()
    return examples


def _renders(unit: Any, places: Sequence[Segment]) -> bool:
    """Whether more than half of a unit lies in the gold."""
    inside = sum(max(0, min(unit.end, p.end) - max(unit.start, p.start)) for p in places)
    return 2 * inside > unit.end - unit.start


def fit_logistic(rows: np.ndarray, right: np.ndarray, units: int, penalty: float) -> Choice:
    """A logistic model, with a hidden layer or none; `none` of the result is the utility of "no"."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier

    mean, deviation = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled, k = (rows - mean) / deviation, rows.shape[1]
    if not units:
        flat = LogisticRegression(C=1 / penalty, max_iter=1000).fit(scaled, right)
        nothing = np.zeros((k, 0)), np.zeros(0), np.zeros(0)
        return Choice(mean, deviation, flat.coef_[0], *nothing, float(-flat.intercept_[0]))
    nets = [
        MLPClassifier((units,), activation="tanh", alpha=penalty, solver="lbfgs", max_iter=150, random_state=seed)
        for seed in range(SEEDS)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it need not converge
        for net in nets:
            net.fit(scaled, right)
    hidden = np.concatenate([net.coefs_[0] for net in nets], axis=1)
    bias = np.concatenate([net.intercepts_[0] for net in nets])
    out = np.concatenate([net.coefs_[1][:, 0] for net in nets]) / len(nets)
    start = float(np.mean([net.intercepts_[1][0] for net in nets]))
    return Choice(mean, deviation, np.zeros(k), hidden, bias, out, float(-(np.tanh(bias) @ out) - start))


def fit_first(examples: Sequence[Example]) -> Choice:
    """The labels of every unit by itself."""
    rows, right = (np.concatenate(x) for x in zip(*((e.signals(), e.right) for e in _taught(examples)), strict=True))
    return fit_logistic(rows, right, UNITS[0], PENALTY[0])


def fit_second(examples: Sequence[Example]) -> Choice:
    """The labels that know the first ones."""
    rows, right = (np.concatenate(x) for x in zip(*((e.labelled(), e.right) for e in _taught(examples)), strict=True))
    return fit_logistic(rows, right, UNITS[1], PENALTY[1])


def fit_rendered(examples: Sequence[Example], none: float) -> Choice:
    """Whether a statement is rendered by the units that were picked."""
    known = [e for e in _taught(examples) if not e.places or e.overlap() > ELSEWHERE]
    rows = np.concatenate([e.summed(none) for e in known])
    return fit_logistic(rows, np.array([bool(e.places) for e in known]), 0, RENDERED_PENALTY)


def _taught(examples: Sequence[Example]) -> list[Example]:
    return [e for e in examples if len(e.right) for _ in range(NATURAL_WEIGHT if e.kind in NATURAL else 1)]


def cross_validate(examples: Sequence[Example], none: float) -> None:
    """Give every example the labels and the probability of models that saw nothing of its article's fold."""

    def held_out() -> Iterable[tuple[list[Example], list[Example]]]:
        for k in range(FOLDS):
            yield [e for e in examples if e.fold != k], [e for e in examples if e.fold == k and len(e.right)]

    for seen, held in held_out():
        model = fit_first(seen)
        for e in held:
            e.first = chances(model, e.signals())
    for seen, held in held_out():
        model = fit_second(seen)
        for e in held:
            e.second = chances(model, e.labelled())
    for seen, held in held_out():
        model = fit_rendered(seen, none)
        for e in held:
            e.rendered = float(chances(model, e.summed(none))[0])


def measure(examples: Sequence[Example]) -> dict[str, float]:
    """Renderings found, mean intersection over union, F1 of "missing", and the calibration error of "rendered here"."""
    gold = [e for e in examples if e.places]
    overlaps = np.array([e.overlap() if e.rendered >= PART else 0.0 for e in gold])
    told = [e for e in examples if e.rendered < PART]
    right = sum(not e.places for e in told)
    bins = np.minimum(9, (np.array([e.rendered for e in examples]) * 10).astype(int))
    off = [
        abs(sum(e.rendered - bool(e.places) for e, k in zip(examples, bins, strict=True) if k == b)) for b in range(10)
    ]
    figures = {
        "statements": len(examples),
        "found": float((overlaps >= FOUND).mean()),
        "found_if_asked": float(np.mean([e.overlap() >= FOUND for e in gold])),
        "mean_iou": float(overlaps.mean()),
        "missing_f1": 2 * right / max(1, len(told) + len(examples) - len(gold)),
        "missing_right": right,
        "missing_wrong": len(told) - right,
        "missing_unseen": len(examples) - len(gold) - right,
        "calibration_error": sum(off) / len(examples),
    }
    return {name: round(value, 4) for name, value in figures.items()}


def show_errors(examples: Sequence[Example], kind: str) -> None:
    """Units and labels of what is missed, in every second article."""
    ids = sorted({e.article for e in examples if e.kind == kind})[::2]
    for e in examples:
        if e.kind == kind and e.article in ids and e.places and (e.overlap() < FOUND or e.rendered < PART):
            text = e.reading.text
            print(f"\n{e.article} {e.overlap():.2f} {e.rendered:.2f} {e.gathered.query.text}")
            print("   gold:", *(text[p.start : p.end] for p in e.places), sep=" | ")
            for unit, label, right in zip(e.gathered.evidence.words.units, e.second, e.right, strict=True):
                if label > 0.15 or right:
                    print(f"   {label:.2f} {'*' if right else ' '} {unit.role:6} {text[unit.start : unit.end]}")


def as_data(models: dict[str, tuple[Choice, Sequence[str]]]) -> dict[str, Any]:
    """The models as `align.find.match.read_choice` reads them."""
    return {
        name: {
            "signals": list(signals),
            "none": round(model.none, 6),
            **{x: [float(f"{v:.6g}") for v in getattr(model, x).ravel()] for x in CHOICE_ARRAYS},
        }
        for name, (model, signals) in models.items()
    }


def write(models: dict[str, tuple[Choice, Sequence[str]]], path: Path = WEIGHTS) -> None:
    """The fitted file that ships."""
    data = as_data(models)
    path.write_text(json.dumps(data) + "\n", encoding="utf-8")


def read(shared: Path, aligner: Aligner) -> list[Example]:
    """All sets, in order."""
    own = ROOT / "bench" / "data" / "natural"
    folders = {"natural": shared / "eval", "articles": own}
    sets: list[tuple[str, Iterable[Any]]] = [
        (name, read_articles(folders[name.split("-")[0]] / f"{name}.jsonl")) for name in NATURAL
    ]
    drawn = list(drawn_rows(shared, 2))
    sets += [("drawn", drawn), ("free", [lay_out(row) for row in drawn[::2]])]
    sets.append(("quotebench-dev", read_articles(shared / "eval" / QUOTEBENCH)))
    return [example for name, rows in sets for example in read_examples(rows, name, aligner)]


def main() -> None:
    parser = command_line(__doc__, "json", "shared", "write")
    parser.add_argument("--errors", metavar="SET")
    asked = parser.parse_args()
    nothing = Choice(*(np.zeros(0),) * 6, 0.0)
    encoders = load_sentence_encoder(), load_word_encoder()
    tools = load_contrast(), Assembly(nothing, nothing, nothing), load_tagger()
    aligner = Aligner(*encoders, load_matcher(), *tools)
    none = aligner.matcher.full.none
    examples = read(asked.shared, aligner)
    cross_validate(examples, none)
    kinds = dict.fromkeys(e.kind for e in examples)
    result = {kind: measure([e for e in examples if e.kind == kind]) for kind in kinds}
    if asked.errors:
        show_errors(examples, asked.errors)
    if asked.write:
        models = {
            "first": (fit_first(examples), UNIT_SIGNALS),
            "second": (fit_second(examples), LABEL_SIGNALS),
            "rendered": (fit_rendered(examples, none), RENDERED_SIGNALS),
        }
        write(models)
    finish(asked, result)


if __name__ == "__main__":
    run_main(main)
