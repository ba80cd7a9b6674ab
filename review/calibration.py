"""The confidence of verdicts, re-fitted on what people decided: kept with where it comes from, applied on request only.

The run's confidence p becomes 1 / (1 + exp(-(slope * logit(p) + intercept))) (Platt 1999), fitted with Newton's method
on the smoothed targets of Lin, Lin & Weng 2007. Two figures are all that some dozens of decisions can carry. The queue
shows the least sure statements first, so that people decide about those more often; that does no harm, because what is
fitted is the chance at a given confidence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from iqtibas.align.find.match import SAME_RENDERING, overlap
from iqtibas.align.model import Alignment
from iqtibas.article import ReadError, UsageError
from iqtibas.report import ArticleResult
from iqtibas.review.apply import resolved
from iqtibas.review.model import Decision, Subject
from iqtibas.review.replay import states

CALIBRATION_FILE = "calibration.json"
KIND, SCHEMA = "iqtibas review calibration", 1
MIN_OF_EACH = 20
"""Right and wrong verdicts that are needed: ten of the rarer kind for each figure (Peduzzi et al. 1996)."""
FOLDS = 5
ROUNDS = 50
"""Of Newton's method, which needs fewer than ten."""
LONGEST_STEP = 1.0
"""From far away Newton's step can lead too far; in steps of at most this length it arrives all the same."""
EDGE = 1e-6
"""Confidences are kept this far from 0 and 1, where the logit has no value."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decided statement. confidence: of the run's verdict. right: whether people left it as it was."""

    article: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    """A re-fit and where it comes from.

    decided, right: statements. brier_before, brier_after: mean squared error of the confidence (Brier 1950), after:
    cross-validated by article. reviewers, articles: whose decisions, about how many texts. last: the log's last
    decision, and its time. version: of the program whose confidences these are.
    """

    slope: float
    intercept: float
    decided: int
    right: int
    articles: int
    reviewers: tuple[str, ...]
    last: int
    at: str
    brier_before: float
    brier_after: float
    version: str

    def confidence(self, alignment: Alignment) -> float:
        """The re-fitted confidence of a run's verdict."""
        return refitted(alignment.verdict.confidence, self.slope, self.intercept)


def outcomes(results: Sequence[ArticleResult], decisions: Sequence[Decision]) -> list[Outcome]:
    """Every decided statement of a run once, in its order. Open ones say nothing.

    The run was right where people accepted its verdict, with its rendering or one that overlaps it as closely as the
    aligner takes for the same.
    """
    held = states(decisions)
    found: dict[Subject, Outcome] = {}
    for result in results:
        for alignment in result.alignments:
            subject = Subject.of(result.article, alignment.embed)
            state = held.get(subject)
            if state and state.status != "open":
                right = state.status == "accepted" and _same(alignment, resolved(alignment, state))
                found[subject] = Outcome(result.article.id, alignment.verdict.confidence, right)
    return list(found.values())


def recalibrate(results: Sequence[ArticleResult], decisions: Sequence[Decision], version: str) -> Calibration:
    """Fit the confidence of a run on its review. version: of the program that made the run.

    Raises UsageError where too little was decided, or the re-fit is no better than what it should replace.
    """
    known = outcomes(results, decisions)
    right = sum(outcome.right for outcome in known)
    if min(right, len(known) - right) < MIN_OF_EACH:
        problem = f"of {len(known)} decided statements the run was right on {right} and wrong on {len(known) - right}"
        raise UsageError("calibrate", problem, f"a fit needs {MIN_OF_EACH} of each; review more statements")
    before = _brier(known, [outcome.confidence for outcome in known])
    after = _brier(known, _cross_validated(known))
    if after >= before:
        problem = f"the re-fit is no better: Brier {after:.4f}, cross-validated, against {before:.4f} as it is"
        raise UsageError("calibrate", problem, "keep the confidences of the run")
    slope, intercept = fit(known)
    names = tuple(sorted({decision.reviewer for decision in decisions}))
    articles = len({outcome.article for outcome in known})
    last = decisions[-1]
    return Calibration(
        slope, intercept, len(known), right, articles, names, last.id, last.at.isoformat(), before, after, version
    )


def fit(known: Sequence[Outcome]) -> tuple[float, float]:
    """Slope and intercept of the logit that explain the outcomes best; both kinds of outcome are there."""
    right = sum(outcome.right for outcome in known)
    high, low = (right + 1) / (right + 2), 1 / (len(known) - right + 2)
    points = [(logit(outcome.confidence), high if outcome.right else low) for outcome in known]
    slope, intercept = 1.0, 0.0
    for _ in range(ROUNDS):
        step = _newton(points, slope, intercept)
        size = max(map(abs, step))
        share = min(1.0, LONGEST_STEP / size) if size else 0.0
        slope, intercept = slope - share * step[0], intercept - share * step[1]
        if size < EDGE:
            break
    return slope, intercept


def logit(probability: float) -> float:
    """The logarithm of the odds, bounded by `EDGE`."""
    kept = min(1 - EDGE, max(EDGE, probability))
    return math.log(kept / (1 - kept))


def refitted(probability: float, slope: float, intercept: float) -> float:
    """A confidence on the new scale."""
    return _sigmoid(slope * logit(probability) + intercept)


def calibration_json(calibration: Calibration) -> str:
    """The file of a calibration."""
    return json.dumps({"kind": KIND, "schema": SCHEMA, **asdict(calibration)}, indent=1) + "\n"


def read_calibration(path: Path, version: str) -> Calibration:
    """A calibration from its file. version: of the program that made the run to which it will be applied.

    Raises ReadError for a file that is none, or one that was fitted on another version's confidences.
    """
    hint = "make one with iqtibas review calibrate"
    try:
        record = json.loads(path.read_bytes())
        if record.pop("kind") != KIND or record.pop("schema") != SCHEMA:
            raise ReadError(str(path), "is no calibration of this version", hint)
        found = Calibration(**record | {"reviewers": tuple(record["reviewers"])})
        if not all(math.isfinite(float(figure)) for figure in (found.slope, found.intercept)):
            raise ReadError(str(path), "holds figures that are none", hint)
    except OSError as error:
        raise ReadError(str(path), f"cannot be read ({error.strerror})", hint) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReadError(str(path), "is no calibration", hint) from error
    if found.version != version:
        raise ReadError(str(path), f"was fitted on a run of version {found.version or '?'}, this is {version}", hint)
    return found


def _same(run: Alignment, held: Alignment) -> bool:
    if run.verdict.label != held.verdict.label:
        return False
    if run.rendering is None or held.rendering is None:
        return run.rendering is held.rendering
    return overlap(run.rendering, held.rendering) >= SAME_RENDERING


def _newton(points: Iterable[tuple[float, float]], slope: float, intercept: float) -> tuple[float, float]:
    """One step: the inverse Hessian of the cross-entropy times its gradient."""
    g0 = g1 = 0.0
    h00, h01, h11 = EDGE, 0.0, EDGE
    for x, target in points:
        p = _sigmoid(slope * x + intercept)
        weight = p * (1 - p)
        g0, g1 = g0 + (p - target) * x, g1 + (p - target)
        h00, h01, h11 = h00 + weight * x * x, h01 + weight * x, h11 + weight
    size = h00 * h11 - h01 * h01
    return (h11 * g0 - h01 * g1) / size, (h00 * g1 - h01 * g0) / size


def _cross_validated(known: Sequence[Outcome]) -> list[float]:
    """The confidence of every outcome, re-fitted on the articles of other folds."""
    articles = sorted({outcome.article for outcome in known})
    fold_of = {article: at % FOLDS for at, article in enumerate(articles)}
    fitted: dict[int, tuple[float, float]] = {}
    for fold in set(fold_of.values()):
        rest = [outcome for outcome in known if fold_of[outcome.article] != fold]
        fitted[fold] = fit(rest) if rest else (1.0, 0.0)
    return [refitted(outcome.confidence, *fitted[fold_of[outcome.article]]) for outcome in known]


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _brier(known: Sequence[Outcome], confidences: Sequence[float]) -> float:
    return sum((p - outcome.right) ** 2 for outcome, p in zip(known, confidences, strict=True)) / len(known)
