"""Figures of predictions against gold: renderings found, verdicts, kinds of changes, and what confidence is worth.

A prediction is what `iqtibas align --json` writes of an article: `{"id", "embeds": [{"start", "end", "text",
"rendering": {"start", "end", "parts"} | null, "verdict", "confidence", "findings": [{"kind"}]}]}`; offsets are code
points of the article's text, end exclusive. Gold: `bench.data.sets.GoldArticle`.
"""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.data.sets import GoldArticle, GoldStatement, unit_of
from bench.measure.reliability import calibration_error_of_widths
from iqtibas.align.aligner import Aligner
from iqtibas.align.model import VERDICT_LABELS, Alignment, Verdict
from iqtibas.article import Article, find_embeds
from iqtibas.article.input.plain import article_from_text
from iqtibas.report.wording import sentence

Prediction = Mapping[str, Any]
Region = tuple[int, int]
SAME_EMBED, HIT = 0.5, 0.6  # intersection over union from which an embed, or a rendering, is the gold one
UNSEEN = "unseen"  # instead of a verdict, where the reader does not find the embed
DRAWS, COVERED, SEED = 1000, 0.95, 7


@dataclass(frozen=True, slots=True)
class Scored:
    """A gold statement and what was predicted of it.

    unit: what a split must not tear apart. wanted, told: the gold verdict and the predicted one, which counts as the
    gold one where gold accepts it. called: the predicted one as it is. confidence: in it, None where it is not told.
    rendered, found: whether gold, and the prediction, have a rendering. overlap: intersection over union of the code
    points of all of their parts. kinds: of the changes in gold. named: kinds of the predicted findings. exact: whether
    the embed's text is gold's. groups: names under which the statement is also counted by itself.
    """

    unit: str
    wanted: str
    told: str
    called: str
    confidence: float | None
    rendered: bool
    found: bool
    overlap: float
    kinds: tuple[str, ...]
    named: frozenset[str]
    exact: bool
    groups: tuple[str, ...]


def predict(gold: GoldArticle, aligner: Aligner) -> dict[str, Any]:
    """What the aligner makes of an article's text."""
    article = article_of(gold)
    return {"id": gold["id"], "embeds": [_embed(article, a) for a in aligner.align(article, find_embeds(article))]}


def article_of(gold: GoldArticle) -> Article:
    """The article of a gold record, as it is read from plain text."""
    return article_from_text(gold["text"], id=gold["id"], source=gold["id"], sha256="")


def _embed(article: Article, alignment: Alignment) -> dict[str, Any]:
    embed, found, verdict = alignment.embed, alignment.rendering, alignment.verdict
    place: dict[str, Any] | None = None
    if found:
        parts = {"parts": [[part.start, part.end] for part in found.parts]} if found.parts else {}
        place = {"start": found.start, "end": found.end, **parts}
    return {
        "start": embed.start,
        "end": embed.end,
        "text": article.slice(embed.said),
        "rendering": place,
        **_judgement(verdict),
    }


def _judgement(verdict: Verdict) -> dict[str, Any]:
    return {
        "verdict": verdict.label,
        "confidence": round(verdict.confidence, 4),
        "findings": [{"kind": f.kind, "severity": f.severity, "detail": sentence(f)} for f in verdict.findings],
    }


def given(statement: GoldStatement, verdict: Verdict) -> dict[str, Any]:
    """The prediction of a statement whose gold rendering was given: the verdict alone is told."""
    start, end = statement["rendering"] or (0, 0)
    return {
        "start": statement["start"],
        "end": statement["end"],
        "text": statement["english"],
        "rendering": {"start": start, "end": end, "parts": statement.get("parts") or [[start, end]]},
        **_judgement(verdict),
    }


def gold_text(text: str, statement: GoldStatement) -> str:
    """A gold rendering as one text; what stands between its places is blanked, as the aligner does."""
    places = statement.get("parts") or [statement["rendering"] or [0, 0]]
    (first, _), (_, last) = min(places), max(places)
    inside = {point for start, end in places for point in range(start, end)}
    return "".join(text[k] if k in inside else " " for k in range(first, last))


def score(gold: Iterable[GoldArticle], predictions: Iterable[Prediction]) -> Iterator[Scored]:
    """Every gold statement with what was predicted of it, in order; predictions are found by their id."""
    by_id = {prediction["id"]: prediction for prediction in predictions}
    for article in gold:
        embeds: Sequence[Mapping[str, Any]] = by_id.get(article["id"], {}).get("embeds", ())
        for statement in article["tweets"]:
            near = [(iou((e["start"], e["end"]), (statement["start"], statement["end"])), e) for e in embeds]
            likeness, best = max(near, key=lambda pair: pair[0], default=(0.0, None))
            yield _scored(article, statement, best if likeness >= SAME_EMBED else None)


def _scored(article: GoldArticle, statement: GoldStatement, found: Mapping[str, Any] | None) -> Scored:
    called = found["verdict"] if found else UNSEEN
    place = found["rendering"] if found else None
    layout = article.get("layout", [])
    return Scored(
        unit=unit_of(article),
        wanted=statement["verdict"],
        told=statement["verdict"] if called in statement.get("accept", ()) else called,
        called=called,
        confidence=found.get("confidence") if found else None,
        rendered=statement["rendering"] is not None,
        found=place is not None,
        overlap=_overlap(said_at(article["text"], place), gold_at(article["text"], statement)) if place else 0.0,
        kinds=tuple(statement.get("kinds") or filter(None, [statement["kind"]])),
        named=frozenset(finding["kind"] for finding in found["findings"]) if found else frozenset(),
        exact=found is not None and _squeezed(found["text"]).endswith(_squeezed(statement["english"])),
        groups=tuple(f"style {s}" for s in [statement.get("style")] if s) + tuple(f"layout {name}" for name in layout),
    )


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def said_at(text: str, place: Mapping[str, Any]) -> set[int]:
    """The code points of a predicted rendering, all of its parts."""
    return _points(text, place.get("parts") or [[place["start"], place["end"]]])


def gold_at(text: str, statement: GoldStatement) -> set[int]:
    """The code points of a gold rendering, all of its parts; none if there is no rendering."""
    rendering = statement["rendering"]
    return _points(text, statement.get("parts") or ([rendering] if rendering else []))


def _points(text: str, parts: Sequence[Sequence[int]]) -> set[int]:
    return {point for start, end in parts for point in range(*trimmed(text, start, end))}


def trimmed(text: str, start: int, end: int) -> Region:
    """The span without white space, quotation marks and stops at its ends, which nobody is blamed for."""
    while start < end and _is_edge(text[start]):
        start += 1
    while end > start and _is_edge(text[end - 1]):
        end -= 1
    return start, end


def _is_edge(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Pi", "Pf", "Cf") or sign in "\"'.:،,"


def _overlap(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def iou(one: Region, other: Region) -> float:
    """Intersection over union of two spans."""
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    whole = one[1] - one[0] + other[1] - other[0] - shared
    return shared / whole if whole else 0.0


def figures(scored: Sequence[Scored]) -> dict[str, Any]:
    """All figures of some statements.

    verdict_macro_f1: over the verdicts that gold has here. faithful_accused: faithful ones called altered or partial;
    faithful_flagged: not called faithful. kinds_found: of the changes in gold of a kind, how many have a finding of
    that kind, of how many. faithful_calibration_error: of the confidence of what is called faithful.
    """
    return {
        "statements": len(scored),
        "embeds_seen": share(s.called != UNSEEN for s in scored),
        "text_exact": share(s.exact for s in scored if s.called != UNSEEN),
        "renderings_found": renderings_found(scored),
        "mean_iou": share(s.overlap for s in scored if s.rendered and s.called != UNSEEN),
        "missing_f1": missing_f1(scored),
        "verdict_macro_f1": verdict_macro_f1(scored),
        "verdict_f1": {label: verdict_f1(scored, label) for label in _labels(scored)},
        "faithful_accused": faithful_accused(scored),
        "faithful_flagged": share(s.told != "faithful" for s in scored if s.wanted == "faithful"),
        "kinds_found": kinds_found(scored),
        "faithful_calibration_error": faithful_calibration_error(scored),
        "confusion": {f"{a}->{b}": n for (a, b), n in sorted(Counter((s.wanted, s.told) for s in scored).items())},
    }


def share(values: Iterable[float]) -> float:
    """The mean; 0 for none."""
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def f1(right: int, told: int, wanted: int) -> float:
    """The harmonic mean of precision and recall; 0 where nothing is right."""
    return 2 * right / (told + wanted) if right else 0.0


def renderings_found(scored: Sequence[Scored]) -> float:
    """The share of renderings whose place overlaps gold's by HIT or more."""
    return share(s.overlap >= HIT for s in scored if s.rendered)


def missing_f1(scored: Sequence[Scored]) -> float:
    """F1 of "has no rendering"."""
    seen = [s for s in scored if s.called != UNSEEN]
    right = sum(not s.found and not s.rendered for s in seen)
    return f1(right, sum(not s.found for s in seen), sum(not s.rendered for s in seen))


def verdict_macro_f1(scored: Sequence[Scored]) -> float:
    """The mean over the verdicts that gold has of their F1."""
    return share(verdict_f1(scored, label) for label in _labels(scored))


def verdict_f1(scored: Sequence[Scored], label: str) -> float:
    """F1 of one verdict."""
    right = sum(s.wanted == s.told == label for s in scored)
    return f1(right, sum(s.told == label for s in scored), sum(s.wanted == label for s in scored))


def _labels(scored: Sequence[Scored]) -> list[str]:
    return [label for label in VERDICT_LABELS if any(s.wanted == label for s in scored)]


def faithful_accused(scored: Sequence[Scored]) -> float:
    """The share of faithful renderings that are called altered or partial."""
    return share(s.told in ("altered", "partial") for s in scored if s.wanted == "faithful")


def kinds_found(scored: Sequence[Scored]) -> dict[str, list[int]]:
    """For each kind of change in gold: how many have a finding of that kind, of how many."""
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for one in scored:
        wanted.update(one.kinds)
        found.update(kind for kind in one.kinds if kind in one.named)
    return {kind: [found[kind], n] for kind, n in sorted(wanted.items())}


def faithful_calibration_error(scored: Sequence[Scored]) -> float:
    """Expected calibration error of the confidence of what is called faithful, ten bins of equal width."""
    told = [s for s in scored if s.called == "faithful" and s.confidence is not None]
    return calibration_error_of_widths([(s.confidence or 0.0, s.wanted == "faithful") for s in told])


Figure = Callable[[Sequence[Scored]], float]
HEADLINES: dict[str, Figure] = {
    figure.__name__: figure for figure in (renderings_found, missing_f1, verdict_macro_f1, faithful_accused)
}


def headlines(scored: Sequence[Scored]) -> dict[str, Figure]:
    """The headline figures that these statements have: none of faithful ones where gold has none, and so on."""
    absent = {
        "renderings_found": not any(s.rendered for s in scored),
        "missing_f1": all(s.rendered for s in scored),
        "faithful_accused": all(s.wanted != "faithful" for s in scored),
    }
    return {name: figure for name, figure in HEADLINES.items() if not absent.get(name, False)}


def intervals(scored: Sequence[Scored], seed: int = SEED) -> dict[str, list[float]]:
    """The range that covers COVERED of the headline figures of sets drawn anew, unit by unit (Efron 1979)."""
    units: dict[str, list[Scored]] = {}
    for one in scored:
        units.setdefault(one.unit, []).append(one)
    draw, names = random.Random(seed), list(units)
    samples = [[s for name in draw.choices(names, k=len(names)) for s in units[name]] for _ in range(DRAWS)]
    outside = int(DRAWS * (1 - COVERED) / 2)
    found = {name: sorted(map(figure, samples)) for name, figure in headlines(scored).items()}
    return {name: [values[outside], values[-outside - 1]] for name, values in found.items()}


def rounded(value: Any, places: int = 4) -> Any:
    """The same with every float in it rounded."""
    if isinstance(value, Mapping):
        return {key: rounded(item, places) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item, places) for item in value]
    return round(value, places) if isinstance(value, float) else value


def table(confusion: Mapping[str, int]) -> str:
    """Gold verdicts in rows, predicted ones in columns."""
    columns = [*VERDICT_LABELS, UNSEEN]
    lines = [f"{'gold / predicted':18}" + "".join(f"{c:>10}" for c in columns)]
    for gold in VERDICT_LABELS:
        lines.append(f"{gold:18}" + "".join(f"{confusion.get(f'{gold}->{c}', 0):10}" for c in columns))
    return "\n".join(lines)
