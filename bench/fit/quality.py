"""Fit the estimate of a translation's quality for one model's weights, and say how well it holds.

usage: python -m bench.fit.quality [--model embedded] [--eval ../shared/eval] [--write] [--json OUT]

Translates FLORES dev, NTREX (half of its documents) and the first faithful rendering of each group of PRESS as users
get them. A segment counts as one that a reader can rely on if it contradicts nothing of its source (`contradictions`)
and its nearness to the reference is NEAR or more: the mean of chrF2++ and of the cosine of the two English texts'
sentence vectors, in per cent, less LENGTH times the logarithm of the reference's words, since one wrong word misleads
and longer sentences have more. LENGTH and NEAR are set by a reader's judgement of some two hundred of these segments
(bench/data/readings.tsv); from 16 to 24 and from 3 to 5 is as good.

Figures are cross-validated by document (FLORES by tens of lines, PRESS by group), with the cap for what is
contradicted. Nearness has the length and the encoder in common with the signals, which helps the figures against it;
those against the reader do not know it. `--write` packages the fit under the model's digest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score

from bench.data.sets import Pair, read_lines, read_pairs, read_parallel
from bench.fit.chrf_scale import SETS
from bench.fit.logistic import figures, fit, held_out
from bench.harness import ROOT, command_line, finish, run_main
from iqtibas.article.arabic.spacing import readable
from iqtibas.eval import segment_chrf
from iqtibas.models.engine import Pieces
from iqtibas.models.sentence_encoder import load_sentence_encoder
from iqtibas.models.signals import signal_names
from iqtibas.report import write_atomically
from iqtibas.translate import Translator, fitted, load, quality
from iqtibas.translate.contradictions import find_contradictions
from iqtibas.translate.signals import QualitySignals

DATA = ROOT / "bench" / "data"
PRESS = ("pairs-1", "pairs-10", "pairs-11")
READINGS = DATA / "readings.tsv"
LENGTH, NEAR = 20.0, 4.0
# What a contradiction takes from the nearness, for the rank correlation.
CONTRADICTION = 10.0
# Scores below this quantile get a note: they are rarer than one in two hundred.
OUTLIER = 0.005
RUN = 10  # lines of FLORES dev that count as one document
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
Place = tuple[str, str]


class Measured(NamedTuple):
    """Of each segment: where it is from, its document, signals (n, signals), nearness, and if it is contradicted."""

    places: list[Place]
    groups: list[str]
    rows: np.ndarray
    near: np.ndarray
    contradicted: np.ndarray
    accused: np.ndarray
    """(n,) whether the reference is found to contradict the source."""

    @property
    def reliable(self) -> np.ndarray:
        """(n,) whether a reader can rely on each."""
        return (self.near >= NEAR) & ~self.contradicted


def segments(folder: Path) -> Iterator[tuple[Place, Pair]]:
    """All segments, each with its set and its line there or its id."""
    for name in SETS:
        for line, pair in enumerate(read_parallel(folder, name, RUN), start=1):
            yield (name, str(line)), pair
    for name in PRESS:
        seen: set[str] = set()
        for own in read_pairs(DATA / "natural" / f"{name}.jsonl"):
            if own["verdict"] == "faithful" and own["group"] not in seen:
                seen.add(own["group"])
                yield ("natural", own["id"]), Pair(own["arabic"], own["english"], own["group"])


def measure(translator: Translator, found: list[tuple[Place, Pair]]) -> Measured:
    """Translate the segments and compare them with source and reference."""
    pieces, encoder = Pieces(translator.model.path), load_sentence_encoder()
    references = [pair.english for _, pair in found]
    read = [readable(pair.arabic).text for _, pair in found]
    made = translator.translate_texts([pair.arabic for _, pair in found])
    chrf = np.array([segment_chrf(h.text, r).score for h, r in zip(made, references, strict=True)])
    ours, theirs = (encoder.encode(texts) for texts in ([h.text for h in made], references))
    encoder.forget()
    words = np.array([max(1, len(reference.split())) for reference in references])
    return Measured(
        [place for place, _ in found],
        [pair.document for _, pair in found],
        np.array([quality.features(s, h, pieces.encode) for s, h in zip(read, made, strict=True)]),
        (chrf + 100 * (ours * theirs).sum(axis=1)) / 2 - LENGTH * np.log(words),
        np.array([find_contradictions(s, h.text).found for s, h in zip(read, made, strict=True)]),
        np.array([find_contradictions(s, r).found for s, r in zip(read, references, strict=True)]),
    )


def reliability(held: np.ndarray, reliable: np.ndarray) -> list[list[float]]:
    """For each bin of the estimate: its lower end, the share that can be relied on, and how many there are."""
    found = []
    for low, high in pairwise(BINS):
        inside = (held >= low) & ((held < high) | (high == BINS[-1]))
        found.append([low, round(float(reliable[inside].mean()), 3) if inside.any() else -1.0, int(inside.sum())])
    return found


def greyed(held: np.ndarray, reliable: np.ndarray) -> dict[str, float]:
    """Shares under the cut: of what misleads, and of what can be relied on."""
    low = held < quality.RELIABLE
    return {"misleading": round(float(low[~reliable].mean()), 3), "reliable": round(float(low[reliable].mean()), 3)}


def against_reader(held: np.ndarray, places: list[Place], digest: str) -> dict[str, object]:
    """Figures against a reader's judgements, {} for other weights than those whose English he read."""
    lines = read_lines(READINGS)
    if not any(digest in line for line in lines[:2]):
        return {}
    judged = {(name, at): said == "1" for name, at, said in (line.split("\t") for line in lines if line[:1] != "#")}
    known = [n for n, place in enumerate(places) if place in judged]
    said = np.array([judged[places[n]] for n in known])
    own = held[known]
    return {"auc": round(float(roc_auc_score(said, own)), 3), "greyed": greyed(own, said), "n": len(known)}


def report(measured: Measured, digest: str) -> dict[str, object]:
    """Figures of held-out documents."""
    held = held_out(measured.rows, measured.reliable, measured.groups)
    held = np.where(measured.contradicted, np.minimum(held, quality.CONTRADICTED), held)
    target = measured.near - CONTRADICTION * measured.contradicted
    public = np.array([name in SETS for name, _ in measured.places])
    return {
        "reliable": round(float(measured.reliable.mean()), 4),
        "contradicted": round(float(measured.contradicted.mean()), 4),
        "references accused": round(float(measured.accused[public].mean()), 4),
        "spearman": round(float(spearmanr(held, target).statistic), 3),
        **figures(held, measured.reliable, quality.RELIABLE),
        "greyed": greyed(held, measured.reliable),
        "reader": against_reader(held, measured.places, digest),
        "reliability": reliability(held, measured.reliable),
    }


def _drop_other_signals() -> None:
    """Drop fits of other signals, which no translator would load."""
    signals = signal_names(QualitySignals)
    if json.loads(fitted.QUALITY.read_text(encoding="utf-8"))["signals"] != signals:
        write_atomically(fitted.QUALITY, json.dumps({"signals": signals, "models": {}}) + "\n")


def write(digest: str, model: dict[str, object], scores: np.ndarray) -> None:
    """Package a fit; those of other weights stay. scores: the model's own."""
    packaged = json.loads(fitted.QUALITY.read_text(encoding="utf-8"))
    outlier = round(float(np.quantile(scores, OUTLIER)), 4)
    packaged["models"][digest] = {"weights": model["weights"], "bias": model["bias"], "outlier": outlier}
    packaged["models"] = dict(sorted(packaged["models"].items()))
    write_atomically(fitted.QUALITY, json.dumps(packaged) + "\n")


def main() -> None:
    parser = command_line(__doc__, "json", "eval", "model", "write")
    asked = parser.parse_args()
    if asked.write:
        _drop_other_signals()
    translator = load(asked.model, offline=True)
    measured, digest = measure(translator, list(segments(asked.eval))), translator.model.digest
    if asked.write:
        write(digest, fit(measured.rows, measured.reliable, quality.RELIABLE), measured.rows[:, 0])
    finish(asked, {"digest": digest, **report(measured, digest)})


if __name__ == "__main__":
    run_main(main)
