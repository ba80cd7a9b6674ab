"""Scores of translations against references: sacrebleu only, a signature on every figure (Post 2018).

BLEU (Papineni et al. 2002), chrF2++ (Popović 2017: character 6-grams, word bigrams, β = 2) and TER (Snover et
al. 2006) with sacrebleu's defaults. BLEU and TER are for sets; of one quotation only chrF2++ is given.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from iqtibas.article import EncodingError, ReadError, UsageError
from iqtibas.article.input.regular import require_regular

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric

METRICS = ("BLEU", "chrF2++", "TER")

MOST_WORDS = 1_000
"""Words of a line that is scored: TER compares every word of one with every word of the other, several times over."""
MAX_FILE_BYTES = 256 * 2**20
"""Largest file that is scored: over a million sentences, far more than any test set."""


@dataclass(frozen=True, slots=True)
class Score:
    """One figure. score: 0 to 100 (TER may exceed 100, lower is better). signature: sacrebleu's, complete."""

    name: str
    score: float
    signature: str


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """The scores of one set by metric name. n: how many segments were scored."""

    scores: Mapping[str, Score]
    n: int

    def as_json(self) -> dict[str, object]:
        """What `iqtibas score --json` writes: `{"BLEU": {"score", "signature"}, …, "n"}`."""
        named = {s.name: {"score": round(s.score, 4), "signature": s.signature} for s in self.scores.values()}
        return {**named, "n": self.n}


def corpus_scores(
    hypotheses: Sequence[str], *references: Sequence[str], metrics: Sequence[str] = METRICS
) -> dict[str, Score]:
    """Scores of a whole set, in the order of `metrics`.

    hypotheses: n segments; references: one or more sequences of n segments each. Raises UsageError for no
    reference, unequal lengths, an empty set or an unknown metric.
    """
    if not references or not hypotheses:
        raise UsageError("score", "nothing to compare", "give hypotheses and at least one set of references")
    if any(len(reference) != len(hypotheses) for reference in references):
        counts = ", ".join(str(len(reference)) for reference in references)
        raise UsageError("score", f"{len(hypotheses)} hypotheses but {counts} references")
    return {name: _corpus_score(name, hypotheses, references) for name in metrics}


def segment_chrf(hypothesis: str, reference: str) -> Score:
    """chrF2++ of one segment against one reference, 0 to 100."""
    metric = _metric("chrF2++")
    score = metric.sentence_score(hypothesis, [reference]).score
    return Score("chrF2++", score, str(metric.get_signature()))


def score_files(hypothesis: Path, *references: Path, metrics: Sequence[str] = METRICS) -> ScoreReport:
    """Scores of a file with one segment a line against one or more references, line by line.

    Lines end in LF or CRLF and nothing else, as in every test set. Raises ReadError where a file is missing,
    empty or too large, or the line counts differ, and EncodingError where one is not UTF-8.
    """
    lines = _lines(hypothesis)
    columns = [_lines(reference) for reference in references]
    for path, column in zip(references, columns, strict=True):
        if len(column) != len(lines):
            raise ReadError(
                str(path),
                f"{len(column)} lines, but {hypothesis} has {len(lines)}",
                "both need one segment a line, in the same order",
            )
    return ScoreReport(corpus_scores(lines, *columns, metrics=metrics), len(lines))


def _corpus_score(name: str, hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> Score:
    metric = _metric(name)
    score = metric.corpus_score(hypotheses, references).score
    return Score(name, score, str(metric.get_signature()))


def _metric(name: str) -> Metric:
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    if name == "BLEU":
        return BLEU()
    if name == "chrF2++":
        return CHRF(word_order=2)
    if name == "TER":
        return TER()
    raise UsageError(name, "not a metric that we know", f"choose from {', '.join(METRICS)}")


def _lines(path: Path) -> list[str]:
    """The lines of a file without their ends; U+2028 and its kind are part of a line, as for sacrebleu."""
    try:
        require_regular(path)
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_FILE_BYTES else b""
    except OSError as error:
        raise ReadError(str(path), (error.strerror or "cannot be read").lower()) from error
    if size > MAX_FILE_BYTES:
        raise ReadError(str(path), f"larger than {MAX_FILE_BYTES // 2**20} MB", "split it and score the parts")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise EncodingError(f"{path}:{line}", "not UTF-8", "convert it, for example with iconv") from error
    if not text.strip():
        raise ReadError(str(path), "empty", "it needs one segment a line")
    lines = [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
    long = next((number for number, line in enumerate(lines, start=1) if len(line.split()) > MOST_WORDS), None)
    if long:
        raise ReadError(f"{path}:{long}", f"has more than {MOST_WORDS} words", "give one segment a line")
    return lines
