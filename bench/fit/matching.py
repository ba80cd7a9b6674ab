"""What bench/fit/aligner.py fits: examples with their evidence, and conditional logits over stretches.

An example is one embed of a gold article. Gold renderings in several places have several spans; a stretch is right
if it is any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy.optimize import minimize

from iqtibas.align.find.candidates import Stretch, find_stretches, running_sentences
from iqtibas.align.find.evidence import Background, WordEvidence, cheap_signals, full_signals, habits, word_evidence
from iqtibas.align.find.match import Asked, Choice, Scored, SecondLook, log_odds, overlap, probabilities
from iqtibas.align.find.query import Query, read_query
from iqtibas.align.find.second_look import is_doubtful
from iqtibas.article import Article, Embed, Segment, Span
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.embeds import find_embeds
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.reading import Reading
from iqtibas.models.sentence_encoder import load_sentence_encoder
from iqtibas.models.word_links import load_word_encoder

PENALTY = 0.002  # on the squared weights of standardised signals
STEPS = 200
# Fits from this many starts are averaged: which one it is moves the F1 of "missing" by .02 on the development set.
SEEDS = tuple(range(5))
EXACT = 0.9  # overlap from which a stretch counts as the gold rendering in training
TRIMMED = " \n\"'.:،,“”«»‘’"


@dataclass
class Example:
    """One statement with its candidates. gold: the places of its rendering. short: the shortlist, as indexes.
    odds, asked: what a model held out said of its best stretch, and what the translation model said of that.
    teaches: whether that stretch is the rendering, or there is none.

    embed: None for a statement that the article does not embed.
    """

    kind: str
    layout: str
    row: str
    reading: ArticleReading
    embed: Embed | None
    query: Query
    stretches: list[Stretch]
    sentences: list[Segment]
    gold: list[Stretch]
    cheap: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))
    short: list[int] = field(default_factory=list)
    evidence: WordEvidence | None = None
    habit: float = 0.0
    odds: float = 0.0
    asked: Asked | None = None
    teaches: bool = False

    @property
    def article(self) -> Article:
        """The article that its reading is of."""
        return self.reading.article

    @property
    def document(self) -> str:
        """All variants of a document are held out together."""
        return self.article.id.split("#")[0]

    def shortlist(self) -> list[Stretch]:
        """The stretches that the full model chooses among."""
        return [self.stretches[k] for k in self.short]

    def signals(self) -> np.ndarray:
        """(s, k): signals of the shortlist for the full model."""
        assert self.evidence is not None
        return full_signals(self.cheap[self.short], self.evidence.signals, self.habit)

    def scored(self, full: Choice, look: SecondLook | None = None) -> Scored:
        """The shortlist with its utilities and, given a fitted second look, what that adds."""
        assert self.evidence is not None
        signals = self.signals()
        scored = Scored(tuple(self.shortlist()), full.utilities(signals), signals, self.evidence.covered)
        if look is None or self.asked is None or not is_doubtful(scored, full.none):
            return scored
        return replace(scored, missing=look.shift(log_odds(scored.utilities, full.none), self.asked))

    def right(self, stretches: Sequence[Stretch]) -> np.ndarray:
        """(n,): whether each stretch is a place of the gold rendering."""
        spans = [trimmed(self.article, s) for s in stretches]
        return np.array([any(overlap(s, g) >= EXACT for g in self.gold) for s in spans], bool)


def trimmed(article: Article, span: Span) -> Stretch:
    """The span without outer quotation marks and final stops, as the scorer compares it."""
    start, end = span.start, span.end
    while start < end and article.text[start] in TRIMMED:
        start += 1
    while end > start and article.text[end - 1] in TRIMMED:
        end -= 1
    return Stretch(start, end, -1, False, False, False)


def read_examples(rows: Iterable[dict[str, Any]], kind: str) -> list[Example]:
    """All gold embeds that the reader found, in order. kind: what the set is called."""
    examples = []
    for at, gold in enumerate(rows):
        article = article_from_text(gold["text"], id=gold["id"], source=gold["id"], sha256="")
        reading = ArticleReading(article)
        stretches, sentences = find_stretches(reading), running_sentences(reading)
        for embed in find_embeds(article):
            tweet = next((t for t in gold["tweets"] if t["start"] <= embed.start < t["end"]), None)
            if tweet is None:
                continue
            places = tweet.get("parts") or ([tweet["rendering"]] if tweet["rendering"] else [])
            spans = [trimmed(article, Segment(*place)) for place in places]
            layout, query = tweet.get("layout", "own"), read_query(Reading(embed.text))
            examples.append(Example(kind, layout, f"{kind}/{at}", reading, embed, query, stretches, sentences, spans))
    return examples


def fit_background(examples: Sequence[Example]) -> Background:
    """Mean vectors over all sentences and statements."""
    sentences, words = load_sentence_encoder(), load_word_encoder()
    arabic = sorted({e.article.slice(s) for e in examples for s in e.sentences})
    english = sorted({e.query.text for e in examples})
    context = [np.mean([words.states(t)[1].sentence for t in texts[::3]], axis=0) for texts in (arabic, english)]
    pairs = zip(english[::5], arabic[::7], strict=False)  # both sorted: a pair has nothing to do with each other
    covered = float(np.mean([words.link(e, a).english_best.mean() for e, a in pairs]))
    means = [sentences.encode(texts).mean(axis=0) for texts in (arabic, english)]
    return Background(*means, *context, covered)


def add_cheap(examples: Sequence[Example], background: Background) -> None:
    """Keep each example's cheap signals."""
    encoder = load_sentence_encoder()
    for e in examples:
        e.cheap = cheap_signals(e.reading, e.embed, e.query, e.stretches, encoder, background)


def add_words(examples: Sequence[Example], cheap: Choice, background: Background, longest: int) -> float:
    """Keep each example's habit, and its shortlist with word evidence; returns how often a right stretch is in it."""
    words, kept, wanted = load_word_encoder(), 0, 0
    _add_habits(examples, cheap)
    for e in examples:
        e.short = sorted(np.argsort(-cheap.utilities(e.cheap), kind="stable")[:longest].tolist())
        e.evidence = word_evidence(e.reading, e.query, e.shortlist(), e.sentences, words, background)
        present = e.right(e.stretches).any()
        wanted, kept = wanted + present, kept + (present and e.right(e.shortlist()).any())
    return kept / wanted


def _add_habits(examples: Sequence[Example], cheap: Choice) -> None:
    rows: dict[str, list[Example]] = {}
    for e in examples:
        if e.embed:
            rows.setdefault(e.row, []).append(e)
    for mine in rows.values():
        distinct = {e.query.text: e for e in reversed(mine)}
        shares = [probabilities(cheap.utilities(e.cheap), cheap.none) for e in distinct.values()]
        found = dict(zip(distinct, habits(shares, np.array([s.whole for s in mine[0].stretches])), strict=True))
        for e in mine:
            e.habit = found[e.query.text]


def fit_choice(
    signals: Sequence[np.ndarray],
    right: Sequence[np.ndarray],
    columns: Sequence[int],
    units: int = 0,
    weights: np.ndarray | None = None,
    seeds: Sequence[int] = SEEDS,
) -> Choice:
    """Conditional logit by maximum likelihood with an L2 penalty, over some columns of the signals.

    signals: (n_i, k) an example; right: (n_i,) which of its stretches are right, none of them for "missing". units:
    of the hidden layer, which starts from small seeded weights; fits of several seeds are averaged, which makes one
    layer of len(seeds) * units. weights: (N,) of the examples, equal if None.
    """
    stacked = np.concatenate(signals)
    mean, deviation, k = stacked.mean(axis=0), stacked.std(axis=0) + 1e-9, len(columns)
    data = _padded([((s - mean) / deviation)[:, columns] for s in signals], right)
    share = np.ones(len(signals)) if weights is None else weights
    loss = _loss(*data, share / share.sum(), units)
    starts = seeds if units else seeds[:1]  # a linear fit has one optimum
    fits = [_unpacked(_descend(loss, k, units, seed), k, units) for seed in starts]
    none, linear = (np.mean([f[at] for f in fits], axis=0) for at in (0, 1))
    inner, bias, out = (np.concatenate([f[at] for f in fits], axis=-1) for at in (2, 3, 4))
    full_linear, full_inner = np.zeros(stacked.shape[1]), np.zeros((stacked.shape[1], len(out)))
    full_linear[list(columns)], full_inner[list(columns)] = linear, inner
    out = out / len(fits)
    return Choice(mean, deviation, full_linear, full_inner, bias, out, float(none - np.tanh(bias) @ out))


def _descend(loss: Callable[[np.ndarray], tuple[float, np.ndarray]], k: int, units: int, seed: int) -> np.ndarray:
    """The parameters that a start leads to."""
    random = np.random.default_rng(seed)
    hidden = random.normal(0, 0.3, (k, units)), np.zeros(units), random.normal(0, 0.3, units)
    start = np.concatenate([np.zeros(1 + k), *(part.ravel() for part in hidden)])
    found: np.ndarray = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return found


def fit_second_look(examples: Sequence[Example], weights: Sequence[float]) -> SecondLook:
    """A logistic model on the log odds that held-out models gave, and what the translation model said.

    With L2, C = 1 on standardised signals.

    examples: those that were asked; one that is rendered elsewhere than in its best stretch teaches nothing.
    """
    from sklearn.linear_model import LogisticRegression

    rows = np.array([[e.odds, *e.asked] for e in examples if e.asked])
    mean, deviation = rows.mean(axis=0), rows.std(axis=0)
    fitted = LogisticRegression().fit((rows - mean) / deviation, [bool(e.gold) for e in examples], weights)
    slopes = fitted.coef_[0] / deviation
    return SecondLook(*slopes.tolist(), float(fitted.intercept_[0] - slopes @ mean))


def _unpacked(
    parameters: np.ndarray, k: int, units: int
) -> tuple[float, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The parameters as (none, linear (k,), hidden (k, units), bias (units,), out (units,))."""
    none, linear, inner, bias, out = np.split(parameters, np.cumsum([1, k, k * units, units]))
    return float(none[0]), linear, inner.reshape(k, units), bias, out


def _padded(signals: Sequence[np.ndarray], right: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(N, n, k) signals, (N, n) which rows there are, (N, n + 1) which are right, "missing" last."""
    longest = max(map(len, signals))
    rows = np.zeros((len(signals), longest, signals[0].shape[1]))
    shown = np.zeros((len(signals), longest), bool)
    wanted = np.zeros((len(signals), longest + 1), bool)
    for i, (mine, targets) in enumerate(zip(signals, right, strict=True)):
        rows[i, : len(mine)], shown[i, : len(mine)] = mine, True
        wanted[i, : len(mine)], wanted[i, -1] = targets, not targets.any()
    return rows, shown, wanted


def _loss(
    rows: np.ndarray, shown: np.ndarray, wanted: np.ndarray, weights: np.ndarray, units: int
) -> Callable[[np.ndarray], tuple[float, np.ndarray]]:
    """Weighted negative log-likelihood with its penalty and gradient; weights sum to 1."""
    flat = rows.reshape(-1, rows.shape[2])

    def loss(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        none, linear, inner, bias, out = _unpacked(parameters, flat.shape[1], units)
        active = np.tanh(flat @ inner + bias)
        logits = np.where(shown, (flat @ linear + active @ out).reshape(shown.shape), -np.inf)
        logits = np.column_stack([logits, np.full(len(rows), none)])
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        chosen = shares * wanted
        hits = chosen.sum(axis=1, keepdims=True) + 1e-12
        slope = (shares - chosen / hits) * weights[:, None]
        outer = slope[:, :-1].ravel()
        back = outer[:, None] * out * (1 - active**2)
        gradient = [[slope[:, -1].sum()], flat.T @ outer, (flat.T @ back).ravel(), back.sum(axis=0), active.T @ outer]
        penalty = np.append(0.0, parameters[1:])
        value = float(-(weights * np.log(hits[:, 0])).sum() + PENALTY * penalty @ penalty)
        return value, np.concatenate(gradient) + 2 * PENALTY * penalty

    return loss
