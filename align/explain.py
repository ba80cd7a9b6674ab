"""Why this rendering, why this verdict: what the aligner weighed and what the ledger compared, as plain data.

Nothing is judged twice by other rules: the aligner's own steps run again for one statement, watched. Models say what
they were asked (align/ledger/fitted.py), and the translation model which edited texts it compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from iqtibas.align.aligner import Aligner, Weighed
from iqtibas.align.find.candidates import find_stretches
from iqtibas.align.find.match import Choice, Decision, overlap, probabilities
from iqtibas.align.find.signals import FULL_SIGNALS
from iqtibas.align.ledger.check import Check
from iqtibas.align.ledger.fitted import Decided, watching
from iqtibas.align.ledger.numbers.check import amount
from iqtibas.align.ledger.verdict import judge
from iqtibas.align.model import Rendering, Verdict
from iqtibas.align.pairs import embedded_pair, moved
from iqtibas.align.reasons import Amount
from iqtibas.article import Article, Embed, Segment, UsageError
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.model import overlaps
from iqtibas.article.quantities.agreement import agree
from iqtibas.article.quantities.arabic import arabic_quantities
from iqtibas.article.quantities.compare import compare_quantities
from iqtibas.article.quantities.english import english_quantities
from iqtibas.article.quantities.quantity import WORD_KINDS, Quantity
from iqtibas.article.reading import Reading
from iqtibas.article.visible import visible_article
from iqtibas.models import Contrast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST_CANDIDATES = 8

Side = Literal["english", "arabic"]


@dataclass(frozen=True, slots=True)
class Signal:
    """One number that spoke. contribution: what it added to the utility or the logit of its model."""

    name: str
    value: float
    contribution: float


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A stretch that could be the rendering; `span` is None and `signals` empty for "not rendered here", whose utility
    includes what a second look added (align/find/second_look.py).

    probability: among this statement's own candidates, as if there were no other statements. given_to: number of the
    other statement whose rendering it overlaps, or None.
    """

    span: Segment | None
    text: str
    utility: float
    probability: float
    signals: tuple[Signal, ...]
    chosen: bool
    given_to: int | None


@dataclass(frozen=True, slots=True)
class SignalDifference:
    """What one signal had to do with the choice: its values here and there, and weight × difference, in utility."""

    name: str
    value: float
    other: float
    contribution: float


@dataclass(frozen=True, slots=True)
class NumberRow:
    """Quantities that were compared, as written and by value; None on a side that has none, or none in figures."""

    english: str | None
    english_value: Amount | None
    arabic: str | None
    arabic_value: Amount | None
    agree: bool


@dataclass(frozen=True, slots=True)
class Probe:
    """A counterfactual edit of the statement (side "english") or of its rendering ("arabic").

    old, new: the words before and after it. margin: by how many nats the statement is likelier given the Arabic without
    the edit than with it; negative speaks for the edit.
    """

    check: str
    side: Side
    old: str
    new: str
    margin: float


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One decision of a fitted check. about: the words that it judged, or "". cut: reported from here on."""

    check: str
    about: str
    signals: tuple[Signal, ...]
    probability: float
    cut: float
    reported: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the checks compared. english_unlinked, arabic_unlinked: words without a word link, in order."""

    numbers: tuple[NumberRow, ...] = ()
    probes: tuple[Probe, ...] = ()
    checks: tuple[CheckRow, ...] = ()
    english_unlinked: tuple[str, ...] = ()
    arabic_unlinked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one embedded statement. number: of the statement in its article, from 1, of `count`.

    compared: the statement as the encoders read it. stretches: how many the article has; those that sentence vectors
    put first became `candidates`, the likeliest first. reasons: the strongest first, for the chosen one of
    `candidates` against `runner_up`; where one of these two is "not rendered here", for the stretch against the
    average one. chosen, runner_up: indices into `candidates`.
    """

    article: str
    number: int
    count: int
    embed: Embed
    compared: str
    stretches: int
    candidates: tuple[CandidateRow, ...]
    chosen: int | None
    runner_up: int | None
    reasons: tuple[SignalDifference, ...]
    rendering: Rendering | None
    ledger: Ledger
    verdict: Verdict


def explain_embed(aligner: Aligner, article: Article, embeds: Sequence[Embed], number: int) -> Explanation:
    """Explain one statement. embeds: all of the article; number: among the English ones, from 1, as reports count.

    Raises UsageError if there is no such statement.
    """
    english = [embed for embed in embeds if embed.language == "en"]
    if not 1 <= number <= len(english):
        found = f"the article has {len(english)}" if english else "the article has none"
        hint = f"give a number from 1 to {len(english)}" if english else "there is nothing to explain"
        raise UsageError(article.id, f"no embedded English statement {number}: {found}", hint)
    seen = visible_article(article)
    explained = _explained(aligner, ArticleReading(seen.article), seen.looked_up(english), number)
    return seen.located(explained)


def _explained(aligner: Aligner, reading: ArticleReading, english: Sequence[Embed], number: int) -> Explanation:
    """The explanation of a statement of an article as it looks."""
    article = reading.article
    weighed = aligner.weigh(reading, english)
    verdict, checked = _watch(aligner, reading, english[number - 1], weighed[number - 1].decision)
    candidates = _candidates(article, aligner.matcher.full, weighed, number)
    chosen, runner_up = _first_two(candidates)
    aligner.forget()
    return Explanation(
        article.id,
        number,
        len(english),
        english[number - 1],
        weighed[number - 1].query.text,
        len(find_stretches(reading)),
        candidates,
        chosen,
        runner_up,
        _reasons(aligner.matcher.full, candidates, chosen, runner_up),
        None if verdict.label == "missing" else weighed[number - 1].decision.rendering,
        checked,
        verdict,
    )


def _candidates(article: Article, model: Choice, weighed: Sequence[Weighed], number: int) -> tuple[CandidateRow, ...]:
    """The likeliest candidates and "not rendered here", best first; the chosen one is always among them."""
    mine = weighed[number - 1]
    scored, chosen = mine.scored, _chosen(mine)
    none = model.none + scored.missing
    *shares, missing = probabilities(scored.utilities, none).tolist()
    rows = [CandidateRow(None, "", none, missing, (), chosen is None, None)]
    for k, stretch in enumerate(scored.stretches):
        span = Segment(stretch.start, stretch.end)
        signals = () if scored.signals is None else _weighted(model, scored.signals[k])
        given_to = None if k == chosen else _given_to(span, mine, weighed)
        utility = float(scored.utilities[k])
        rows.append(CandidateRow(span, article.slice(span), utility, shares[k], signals, k == chosen, given_to))
    kept = sorted(rows, key=lambda row: (not row.chosen, row.span is not None, -row.probability))[: MOST_CANDIDATES + 1]
    return tuple(sorted(kept, key=lambda row: (-row.probability, row.span is None)))


def _chosen(mine: Weighed) -> int | None:
    """Which candidate became the rendering; what is trimmed afterwards is nearest to the one that it came from."""
    rendering = mine.decision.rendering
    if rendering is None or not mine.scored.stretches:
        return None
    shared = [overlap(stretch, rendering) for stretch in mine.scored.stretches]
    return max(range(len(shared)), key=lambda k: (shared[k], -k))


def _weighted(model: Choice, values: Floats) -> tuple[Signal, ...]:
    added = model.contributions(values[None])[0]
    return tuple(
        Signal(name, value, part)
        for name, value, part in zip(FULL_SIGNALS, values.tolist(), added.tolist(), strict=True)
    )


def _given_to(span: Segment, mine: Weighed, weighed: Sequence[Weighed]) -> int | None:
    for k, other in enumerate(weighed, start=1):
        rendering = other.decision.rendering
        if rendering and other.query.text != mine.query.text and overlaps(span, rendering):
            return k
    return None


def _first_two(rows: Sequence[CandidateRow]) -> tuple[int | None, int | None]:
    """Which row was chosen, and which is the likeliest of the others."""
    chosen = next((i for i, row in enumerate(rows) if row.chosen), None)
    return chosen, next((i for i in range(len(rows)) if i != chosen), None)


def _reasons(
    model: Choice, rows: Sequence[CandidateRow], chosen: int | None, runner_up: int | None
) -> tuple[SignalDifference, ...]:
    """See `Explanation.reasons`."""
    if chosen is None or runner_up is None:
        return ()
    one, other = rows[chosen].signals, rows[runner_up].signals
    if one and other:
        pairs = [(a, b.value, a.contribution - b.contribution) for a, b in zip(one, other, strict=True)]
    else:
        pairs = [(a, mean, a.contribution) for a, mean in zip(one or other, model.mean.tolist(), strict=False)]
    found = [SignalDifference(signal.name, signal.value, there, added) for signal, there, added in pairs]
    return tuple(sorted(found, key=lambda reason: -abs(reason.contribution)))


class _Listening(Contrast):
    """A translation model that notes every comparison it is asked for, and by which check."""

    def __init__(self, contrast: Contrast) -> None:
        self._contrast, self._check = contrast, ""
        self.heard: list[Probe] = []

    def begin(self, check: Check) -> None:
        """What is asked from here on is for this check."""
        self._check = check.name

    def log_probabilities(self, arabic: str | Reading, english: Sequence[str]) -> list[float]:
        return self._note("english", english, self._contrast.log_probabilities(arabic, english))

    def log_probabilities_given(self, arabic: Sequence[str | Reading], english: str) -> list[float]:
        return self._note(
            "arabic",
            [Reading.of(text).text for text in arabic],
            self._contrast.log_probabilities_given(arabic, english),
        )

    def _note(self, side: Side, texts: Sequence[str], scores: list[float]) -> list[float]:
        """texts: the one as it stands, and its edits."""
        for text, score in zip(texts[1:], scores[1:], strict=True):
            self.heard.append(Probe(self._check, side, *changed_words(texts[0], text), scores[0] - score))
        return scores


def _watch(aligner: Aligner, reading: ArticleReading, embed: Embed, decision: Decision) -> tuple[Verdict, Ledger]:
    """Judge once more, watching."""
    if decision.rendering is None:
        return Verdict("missing", decision.confidence), Ledger()
    pair = embedded_pair(reading, embed, decision.rendering, aligner.words)
    listening = _Listening(aligner.contrast)
    with watching() as decided:
        tools = replace(aligner.tools, contrast=listening)
        verdict = judge(pair, tools, decision.confidence, listening.begin, looked_up=True)
    link = pair.link
    linked_english, linked_arabic = ({words[side] for words in link.pairs} for side in (0, 1))
    return moved(verdict, embed.said.start, pair.context.at), Ledger(
        tuple(_numbers(pair.english, pair.arabic)),
        tuple(listening.heard),
        tuple(_check(one) for one in decided),
        tuple(pair.english[a:b] for i, (a, b) in enumerate(link.english_words) if i not in linked_english),
        tuple(pair.arabic[a:b] for i, (a, b) in enumerate(link.arabic_words) if i not in linked_arabic),
    )


def _numbers(english: str, arabic: str) -> Iterator[NumberRow]:
    """Numbers that agree, in the order of the statement, then those that do not."""
    ours, theirs = english_quantities(english), arabic_quantities(arabic)
    for one in (q for q in ours if not q.composed):
        if same := next((other for other in theirs if agree(one, other)), None):
            yield _number(english, one, arabic, same, True)
    for mismatch in compare_quantities(ours, theirs):
        yield _number(english, mismatch.english, arabic, mismatch.arabic, False)


def _number(english: str, one: Quantity | None, arabic: str, other: Quantity | None, same: bool) -> NumberRow:
    return NumberRow(
        english[one.start : one.end] if one else None,
        amount(one) if one and one.kind not in WORD_KINDS else None,
        arabic[other.start : other.end] if other else None,
        amount(other) if other and other.kind not in WORD_KINDS else None,
        same,
    )


def changed_words(one: str, other: str) -> tuple[str, str]:
    """What stands between the words that two texts have in common at both ends, with one such word before it."""
    ours, theirs = one.split(), other.split()
    shortest = min(len(ours), len(theirs))
    first = next((i for i in range(shortest) if ours[i] != theirs[i]), shortest)
    last = next((i for i in range(shortest - first) if ours[-1 - i] != theirs[-1 - i]), shortest - first)
    start = max(0, first - 1)
    return " ".join(ours[start : len(ours) - last]), " ".join(theirs[start : len(theirs) - last])


def _check(one: Decided) -> CheckRow:
    signals = tuple(
        Signal(name, value, weight * value)
        for name, value, weight in zip(one.names, one.signals, one.weights, strict=True)
    )
    return CheckRow(one.model, one.about, signals, one.probability, one.cut, one.probability >= one.cut)
