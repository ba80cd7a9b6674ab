"""Fit how the ledger weighs all signals of a pair: the verdict and how sure it is, on renderings that people wrote.

usage: python -m bench.fit.verdict collect --rows FOLDER [SET ...] [--eval ../shared/eval]
       python -m bench.fit.verdict retag --rows FOLDER
       python -m bench.fit.verdict fit --rows FOLDER [--write] [--json OUT]

`collect` runs the aligner over sets of articles and pairs and writes the signals of every rendering that it found,
also where gold has none, a file a set; `fit` reads them. `retag` asks the tagger again, where nothing else has
changed. Sets that the tagger was trained on are of no use here. Figures are cross-validated by article or group of
pairs; the cuts are chosen inside of each training part. `--write` refits on everything and writes
align/ledger/verdict.json and missing.json.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold

from bench.data.sets import GoldArticle, unit_of
from bench.fit.spans import ELSEWHERE, as_data, fit_logistic
from bench.fit.spans import NATURAL as OF_SPANS
from bench.harness import ROOT, command_line, progress, run_main, save
from bench.measure.natural import read_gold
from bench.measure.reliability import calibration_error_of_widths
from bench.measure.scoring import HIT, article_of, gold_at, iou, said_at
from iqtibas.align.aligner import Aligner
from iqtibas.align.find.assemble import chances
from iqtibas.align.find.match import Choice
from iqtibas.align.ledger.decision import Cuts, label_of
from iqtibas.align.ledger.missing import MISSING, MISSING_FILE, MISSING_SIGNALS, voice_signals
from iqtibas.align.ledger.severity import CERTAIN
from iqtibas.align.ledger.verdict import examine
from iqtibas.align.ledger.weighing import VERDICT_FILE, VerdictSignals, Weight, divergence_signals
from iqtibas.align.pairs import embedded_pair
from iqtibas.article import find_embeds
from iqtibas.article.article_reading import ArticleReading
from iqtibas.models.divergence import load_tagger
from iqtibas.models.signals import signal_names
from iqtibas.models.word_links import load_word_encoder

LEDGER = ROOT / "align" / "ledger"
SETS = ("natural-a", "natural-e", "natural-c", "quotebench-dev")
OWN = ROOT / "bench" / "data" / "natural"
FOLDS, SEED = 5, 3
LABELS = ("altered", "partial", "faithful")
UNITS, PENALTY, MISSING_PENALTY = 16, 20.0, 3.0
MOST_OF_A_SET = 400
GAP, REMARKED = 0.5, 0.15
# Of an even mixture of macro-F1 and of faithful renderings that are not accused.
GRID = np.round(np.linspace(0.2, 0.8, 25), 3), np.round(np.geomspace(0.4, 2.5, 13), 3)
NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A rendering that was found. verdict, kinds, accept: gold; overlap: with the gold rendering, 0 to 1.

    english, arabic: the texts that were compared.
    """

    set: str
    unit: str
    verdict: str
    kinds: list[str]
    accept: list[str]
    overlap: float
    english: str
    arabic: str
    signals: list[float]
    voices: list[float]


def rows_of(name: str, gold: GoldArticle, aligner: Aligner) -> Iterator[Row]:
    """The rows of an article's statements that the aligner finds a rendering of, and that gold has one of."""
    article = article_of(gold)
    reading = ArticleReading(article)
    embeds = [e for e in find_embeds(article) if e.language == "en"]
    for embed, weighed in zip(embeds, aligner.weigh(reading, embeds), strict=True):
        rendering = weighed.decision.rendering
        near = [(iou((embed.start, embed.end), (s["start"], s["end"])), s) for s in gold["tweets"]]
        likeness, statement = max(near, key=lambda pair: pair[0], default=(0.0, None))
        if rendering is None or statement is None or likeness < 0.5:
            continue
        pair = embedded_pair(reading, embed, rendering, aligner.words)
        signals = examine(pair, aligner.tools, weighed.decision.confidence).signals
        place = {"start": rendering.start, "end": rendering.end, "parts": [[p.start, p.end] for p in rendering.parts]}
        ours = said_at(gold["text"], place)
        theirs = gold_at(gold["text"], statement) if statement["rendering"] else set()
        kinds = statement.get("kinds") or [kind for kind in [statement["kind"]] if kind]
        overlap = len(ours & theirs) / max(1, len(ours | theirs))
        accept = list(statement.get("accept") or ())
        texts = pair.masked_english, pair.masked_arabic
        own = list(signals), list(voice_signals(pair.context))
        yield Row(name, unit_of(gold), statement["verdict"], list(kinds), accept, overlap, *texts, *own)
    aligner.forget()


def collect(args: argparse.Namespace) -> None:
    """Write the rows of every set."""
    from iqtibas.align import load_aligner

    aligner = load_aligner()
    args.rows.mkdir(parents=True, exist_ok=True)
    own = [str(path) for path in (*sorted(OWN.glob("articles-*.jsonl")), OWN / "verdict-pairs.jsonl")]
    for wanted in args.sets or (*SETS, *own):
        name, gold = read_gold(args.eval, wanted)
        rows = [row for article in progress(gold, name) for row in rows_of(name, article, aligner)]
        write_rows(args.rows / f"{name}.jsonl", rows)


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """A row a line."""
    lines = [json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows]
    path.write_text("".join(lines), encoding="utf-8")


def retag(folder: Path) -> None:
    """Put what the tagger says now into the rows."""
    words, tagger = load_word_encoder(), load_tagger()
    for path in sorted(folder.glob("*.jsonl")):
        rows = [Row(**json.loads(line)) for line in path.open(encoding="utf-8")]
        made = []
        for row in rows:
            told = divergence_signals(tagger.read(words, row.english, row.arabic))
            signals = VerdictSignals(*row.signals)._replace(**told)
            made.append(replace(row, signals=list(signals)))
            words.forget()
        write_rows(path, made)


def read_rows(folder: Path) -> list[Row]:
    """All rows of a folder, in the order of the files' names."""
    return [Row(**json.loads(line)) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")]


def targets(rows: Sequence[Row]) -> dict[str, np.ndarray]:
    """What the models of a rendering are to tell; a verdict that gold accepts beside its own is no error of theirs."""
    verdicts = np.array([row.verdict for row in rows])
    return {
        "altered": verdicts == "altered",
        "omission": np.array(["omission" in row.kinds for row in rows]),
        "addition": np.array(["addition" in row.kinds for row in rows]),
        "faithful": verdicts == "faithful",
    }


def weights_of(rows: Sequence[Row]) -> np.ndarray:
    """Sets count alike, whatever their size, up to a factor; renderings that were hardly found count little."""
    names = [row.set for row in rows]
    share = np.array([min(1.0, MOST_OF_A_SET / names.count(name)) for name in names])
    return share * np.array([1.0 if row.overlap >= HIT else 0.3 for row in rows])


def fitted(rows: Sequence[Row]) -> dict[str, Choice]:
    """The models of a rendering by name; a row counts by how often it is drawn."""
    chooser = np.random.default_rng(SEED)
    share = weights_of(rows)
    drawn = chooser.random(len(rows)) < share
    some = [row for row, kept in zip(rows, drawn, strict=True) if kept]
    signals = np.array([row.signals for row in some])
    # A signal that never moves gets a weight by chance, which decides where it does move.
    if constant := [n for n, d in zip(VerdictSignals._fields, signals.std(axis=0), strict=True) if not d]:
        raise ValueError(f"nothing can be learned of {', '.join(constant)}, the same in all rows")
    return {name: fit_logistic(signals, wanted, UNITS, PENALTY) for name, wanted in targets(some).items()}


def asked_whether_missing(rows: Sequence[Row]) -> list[Row]:
    """The rows that "missing" is fitted on: of sets that "rendered here" was not fitted on, which is a signal of it."""
    seen = {*OF_SPANS, "quotebench-dev"}
    return [row for row in rows if row.set not in seen and (row.verdict == "missing" or row.overlap > ELSEWHERE)]


def fitted_missing(rows: Sequence[Row]) -> Choice:
    """The model of "this renders something else"."""
    return fit_logistic(_with_voices(rows), np.array([row.verdict == "missing" for row in rows]), 0, MISSING_PENALTY)


def _with_voices(rows: Sequence[Row]) -> np.ndarray:
    return np.array([row.signals + row.voices for row in rows])


def missing_figures(rows: Sequence[Row]) -> dict[str, float]:
    """Cross-validated: of what was found, how much that renders something else is told, and how much is lost."""
    told = np.zeros(len(rows))
    for train, test in GroupKFold(FOLDS).split(rows, groups=[row.unit for row in rows]):
        told[test] = chances(fitted_missing([rows[i] for i in train]), _with_voices([rows[i] for i in test]))
    wanted = np.array([row.verdict == "missing" for row in rows])
    called = told >= MISSING
    return {
        "n": len(rows),
        "told": round(float(called[wanted].mean()), 3),
        "renderings_lost": round(float(called[~wanted].mean()), 4),
    }


def weighed(models: dict[str, Choice], rows: Sequence[Row]) -> list[Weight]:
    """The weights of rows, in the order of the fields of `Weight`."""
    signals = np.array([row.signals for row in rows])
    told = {name: chances(model, signals) for name, model in models.items()}
    return [Weight(**{name: float(told[name][i]) for name in told}) for i in range(len(rows))]


def macro_f1(wanted: Sequence[str], told: Sequence[str]) -> float:
    """Over the verdicts that are wanted."""
    scores = []
    for label in sorted(set(wanted)):
        right = sum(w == t == label for w, t in zip(wanted, told, strict=True))
        scores.append(2 * right / max(1, wanted.count(label) + told.count(label)))
    return float(np.mean(scores))


def told_of(rows: Sequence[Row], weights: Sequence[Weight], cut: Cuts) -> list[str]:
    """The verdicts; one that gold accepts counts as gold's."""
    known = [VerdictSignals(*row.signals) for row in rows]
    certain = [max(signals.number, signals.name) >= CERTAIN for signals in known]
    labels = ["altered" if sure else label_of(weight, cut) for weight, sure in zip(weights, certain, strict=True)]
    return [row.verdict if label in row.accept else label for row, label in zip(rows, labels, strict=True)]


def accused(rows: Sequence[Row], told: Sequence[str]) -> float:
    """The share of faithful renderings that are called otherwise."""
    own = [t for row, t in zip(rows, told, strict=True) if row.verdict == "faithful"]
    return sum(t != "faithful" for t in own) / max(1, len(own))


def best_cuts(rows: Sequence[Row], weights: Sequence[Weight]) -> Cuts:
    """The cuts with the best macro-F1 less a third of the share of faithful ones that are accused, mean of the sets."""
    names = sorted({row.set for row in rows})

    def worth(cut: Cuts) -> float:
        told, found = told_of(rows, weights, cut), []
        for name in names:
            own = [i for i, row in enumerate(rows) if row.set == name]
            some, said = [rows[i] for i in own], [told[i] for i in own]
            found.append(macro_f1([row.verdict for row in some], said) - accused(some, said) / 3)
        return float(np.mean(found))

    faithful, altered = GRID
    values = np.array([[worth(Cuts(float(f), float(a), GAP, 1.0)) for a in altered] for f in faithful])
    at = np.unravel_index(np.argmax(smoothed(values)), values.shape)
    best = Cuts(float(faithful[at[0]]), float(altered[at[1]]), GAP, 1.0)
    return replace(best, remark=remark_cut(rows, weights, told_of(rows, weights, best)))


def smoothed(values: np.ndarray) -> np.ndarray:
    """Means of NEIGHBOURS values to either side in both directions: a lone peak of the grid is chance."""
    padded = np.pad(values, NEIGHBOURS, mode="edge")
    size = 2 * NEIGHBOURS + 1
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, (size, size)).mean(axis=(2, 3)))


def remark_cut(rows: Sequence[Row], weights: Sequence[Weight], told: Sequence[str]) -> float:
    """The cut from which REMARKED of the faithful renderings that are called so, mean of the sets, get a remark."""
    highest: dict[str, list[float]] = {}
    for row, weight, label in zip(rows, weights, told, strict=True):
        if row.verdict == label == "faithful":
            highest.setdefault(row.set, []).append(max(weight.altered, weight.omission, weight.addition))
    return round(float(np.mean([np.quantile(own, 1 - REMARKED) for own in highest.values()])), 3)


def held_out(rows: Sequence[Row]) -> tuple[list[Weight], list[str]]:
    """Weights and verdicts of every row by models and cuts that saw nothing of its article or group."""
    groups = [row.unit for row in rows]
    weights: list[Weight | None] = [None] * len(rows)
    told = [""] * len(rows)
    order = np.random.default_rng(SEED).permutation(len(rows))
    for train, test in GroupKFold(FOLDS).split(order, groups=[groups[i] for i in order]):
        inside, outside = [rows[order[i]] for i in train], [int(order[i]) for i in test]
        models = fitted(inside)
        cut = best_cuts(inside, _inner(inside))
        own = weighed(models, [rows[i] for i in outside])
        for i, weight, label in zip(outside, own, told_of([rows[i] for i in outside], own, cut), strict=True):
            weights[i], told[i] = weight, label
    return [weight for weight in weights if weight is not None], told


def _inner(rows: Sequence[Row]) -> list[Weight]:
    """Weights inside of a training part, by models that saw nothing of the row's unit, to choose cuts on."""
    weights: list[Weight | None] = [None] * len(rows)
    for train, test in GroupKFold(FOLDS).split(rows, groups=[row.unit for row in rows]):
        own = weighed(fitted([rows[i] for i in train]), [rows[i] for i in test])
        for i, weight in zip(test, own, strict=True):
            weights[i] = weight
    return [weight for weight in weights if weight is not None]


def figures(rows: Sequence[Row], weights: Sequence[Weight], told: Sequence[str]) -> dict[str, Any]:
    """The figures of each set."""
    found = {}
    for name in sorted({row.set for row in rows}):
        own = [i for i, row in enumerate(rows) if row.set == name]
        some, said = [rows[i] for i in own], [told[i] for i in own]
        called = [(weights[i].faithful, rows[i].verdict == "faithful") for i in own if told[i] == "faithful"]
        found[name] = {
            "n": len(own),
            "macro_f1": round(macro_f1([row.verdict for row in some], said), 3),
            "faithful_accused": round(accused(some, said), 3),
            "altered_told": round(_recall(some, said, "altered"), 3),
            "partial_told": round(_recall(some, said, "partial"), 3),
            "faithful_calibration_error": round(calibration_error_of_widths(called), 3),
        }
    return found


def _recall(rows: Sequence[Row], told: Sequence[str], label: str) -> float:
    own = [t for row, t in zip(rows, told, strict=True) if row.verdict == label]
    return sum(t == label for t in own) / max(1, len(own))


def main() -> None:
    parser = command_line(__doc__, "json", "eval", "write")
    parser.add_argument("step", choices=("collect", "retag", "fit"))
    parser.add_argument("sets", nargs="*")
    parser.add_argument("--rows", type=Path, required=True)
    args = parser.parse_intermixed_args()
    if args.step == "collect":
        collect(args)
    if args.step == "retag":
        retag(args.rows)
    if args.step != "fit":
        return
    everything = read_rows(args.rows)
    rows, asked = [row for row in everything if row.verdict != "missing"], asked_whether_missing(everything)
    weights, told = held_out(rows)
    result = figures(rows, weights, told) | {"found, and missing": missing_figures(asked)}
    for name, own in result.items():
        print(name, own)
    cut = best_cuts(rows, weights)
    print(cut)
    if args.write:
        models = {name: (model, signal_names(VerdictSignals)) for name, model in fitted(rows).items()}
        data = {"cuts": asdict(cut), **as_data(models)}
        (LEDGER / VERDICT_FILE).write_text(json.dumps(data) + "\n", encoding="utf-8")
        missing = as_data({"missing": (fitted_missing(asked), MISSING_SIGNALS)})
        (LEDGER / MISSING_FILE).write_text(json.dumps(missing) + "\n", encoding="utf-8")
    save(args, result)


if __name__ == "__main__":
    run_main(main)
