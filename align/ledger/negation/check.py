"""The negation check: does the rendering deny what the statement affirms, or the reverse?

Counterfactual probes: every place where the statement could gain or lose a negation is edited (negation_edits.py), and
a translation model and sentence vectors say whether the edited statement fits the Arabic better than the official one
(edits.py); the model is also shown the Arabic with a negation taken out (arabic_edits.py). Which negation of one side
answers which of the other (particles.py) says the rest: a small logistic model, fitted by bench/fit/negation.py, weighs
each edit, another one each Arabic negation that answers none (denials.py), and the likeliest is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from iqtibas.align.ledger.check import Tools
from iqtibas.align.ledger.edits import Edit, Preference, prefer
from iqtibas.align.ledger.fitted import Fitted, load_fitted
from iqtibas.align.ledger.negation.denials import DenialSignals, affirmed_gains, denial_signals, what_is_denied
from iqtibas.align.ledger.negation.english_edits import negation_edits
from iqtibas.align.ledger.negation.particles import Negations, find_negations
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.model import Finding
from iqtibas.align.reasons import Reason, SideValues, Values
from iqtibas.article import Segment
from iqtibas.article.negation import NEGATED_ADJECTIVES
from iqtibas.article.reading import Reading
from iqtibas.models import Contrast
from iqtibas.models.sentence_encoder import SentenceEncoder
from iqtibas.models.signals import Signals

# More negations than this on one side say no more.
MOST_COUNTED = 3
CONTEXT = 24  # code points quoted on either side
# An Arabic text whose words run together (lost spaces) has no words to find: mean letters of a word beyond this.
LONGEST_MEAN_WORD = 9.0


class NegationSignals(NamedTuple):
    """What speaks for a statement saying the reverse of its rendering where an edit adds or removes a negation.

    An edit that adds one takes none out. Nats are by how much the statement is likelier than its edit given the Arabic.
    """

    adds: float
    """1 if the edit takes no negation out, else 0."""
    decoded_adding: float
    """Nats, of an edit that adds; else 0."""
    decoded_removing: float
    """Nats, of an edit that removes; else 0."""
    whole: float
    """Cosine of the whole statement with the Arabic, over that of its edit."""
    clause: float
    """Cosine of the edited clause with the closest Arabic one, over that of its edit."""
    free_near: float
    """Weight, 0 to 1, of the Arabic negation close to what the edit turns on that answers none of the statement's."""
    near: float
    """Weight, 0 to 1, of any Arabic negation close to it, of an edit that removes; else 0."""
    answered: float
    """Cosine of the negation that the edit takes out with the Arabic one that answers it, or 0."""
    unanswered: float
    """1 if nothing in the Arabic answers what the edit takes out, else 0."""
    unanswered_all: float
    """Negations of the statement that nothing answers, at most MOST_COUNTED."""
    free_all: float
    """Negations of the Arabic that answer none, at most MOST_COUNTED."""
    english: float
    """1 if the statement has a negation, else 0."""
    arabic: float
    """1 if the rendering has one, else 0."""
    one_sided: float
    """1 if one of the two has one and the other none, else 0."""
    bare: float
    """1 if the edit takes a word out and puts none in, which no model finds unlikely, else 0."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place where the statement may deny more or less than the Arabic.

    model, signals: what weighs it. edit: the change of the statement; or, if None, particle: the Arabic word to spare.
    """

    model: str
    signals: NegationSignals | DenialSignals
    edit: Edit | None
    particle: int = -1


def find_doubts(
    negations: Negations, edits: Sequence[Edit], contrast: Contrast, encoder: SentenceEncoder
) -> list[Doubt]:
    """One doubt an edit, in order, then one for every Arabic negation that answers none."""
    spare = affirmed_gains(negations, contrast)
    rows = negation_signals(negations, edits, contrast, encoder) if edits else []
    margins = [row.decoded_adding for row in rows]
    lone = zip(spare, denial_signals(negations, spare, margins), strict=True)
    return [
        *(Doubt("negation", row, edit) for edit, row in zip(edits, rows, strict=True)),
        *(Doubt("denial", row, None, particle) for particle, row in lone),
    ]


def negation_signals(
    negations: Negations, edits: Sequence[Edit], contrast: Contrast, encoder: SentenceEncoder
) -> list[NegationSignals]:
    """One row an edit. edits: at least one."""
    preferences = prefer(negations.pair, edits, contrast, encoder)
    return [_signals(negations, edit, p) for edit, p in zip(edits, preferences, strict=True)]


def _signals(negations: Negations, edit: Edit, preference: Preference) -> NegationSignals:
    """near: an Arabic negation stands close to what the edited word turns on; free_near: one that answers none.

    bare: the edit takes a word out and leaves nothing, which no model finds unlikely.
    """
    mine, linked = _place(negations, edit)
    near = negations.near(linked)
    answers = [(e, negations.answers[e]) for e in mine if e in negations.answers]
    adds = float(not mine)
    return NegationSignals(
        adds,
        preference.decoded * adds,
        preference.decoded * (1 - adds),
        preference.whole,
        preference.clause,
        max((negations.arabic[i] for i in near if i in negations.free), default=0.0),
        max((negations.arabic[i] for i in near), default=0.0) * (1 - adds),
        max((negations.pair.similarity(e, a) for e, a in answers), default=0.0),
        float(bool(mine) and not answers),
        float(min(MOST_COUNTED, negations.unanswered)),
        float(min(MOST_COUNTED, len(negations.free))),
        float(bool(negations.english)),
        float(bool(negations.arabic)),
        float(bool(negations.english) != bool(negations.arabic)),
        float(not edit.new),
    )


def _place(negations: Negations, edit: Edit) -> tuple[list[int], int | None]:
    """The English negations that an edit takes out, and the Arabic word of what it denies or affirms."""
    pair = negations.pair
    first, last = pair.english_at(edit.start), pair.english_at(edit.end - 1)
    if first is None or last is None:
        return [], None
    mine = [i for i in negations.english if first <= i <= last]
    return mine, pair.counterpart(negations.denied(last if mine else first))


def check_negation(pair: Pair, tools: Tools) -> list[Finding]:
    """At most one finding: the verb on which statement and rendering part."""
    if is_glued(pair.masked_arabic_reading):
        return []
    negations = find_negations(pair)
    doubts = find_doubts(negations, open_edits(pair), tools.contrast, tools.sentences)
    rated = [(_rate(pair, doubt), doubt) for doubt in doubts]
    open_ = [(probability, doubt) for probability, doubt in rated if probability >= _fitted(doubt).cut]
    if not open_:
        return []
    probability, doubt = max(open_, key=lambda r: r[0])
    if doubt.edit is None:
        return [_denial(negations, doubt.particle, probability)]
    return [_finding(negations, doubt.edit, probability)]


def _rate(pair: Pair, doubt: Doubt) -> float:
    about = f"{doubt.edit.old} → {doubt.edit.new}" if doubt.edit else f"without {pair.arabic_words[doubt.particle]}"
    return _fitted(doubt).probability(doubt.signals, about)


def _fitted(doubt: Doubt) -> Fitted:
    signals: Signals = type(doubt.signals)
    return load_fitted(doubt.model, signals)


def open_edits(pair: Pair) -> list[Edit]:
    """The edits of the statement, without those that take out what grammar alone says is rendered.

    That is لولا … لما, and غير دقيق for "inaccurate": a negation right before the word that the adjective is linked to.
    """
    negations = find_negations(pair)
    rendered = {
        english
        for english, arabic in negations.answers.items()
        if arabic in negations.twice or _is_adjective(negations, english, arabic)
    }
    return [edit for edit in negation_edits(pair.masked_english) if rendered.isdisjoint(_place(negations, edit)[0])]


def _is_adjective(negations: Negations, english: int, arabic: int) -> bool:
    pair = negations.pair
    word = pair.masked_english[slice(*pair.link.english_words[english])].lower().strip(".,;:!?\"'”’)")
    return word in NEGATED_ADJECTIVES and pair.counterpart(english) in (arabic, arabic + 1)


def is_glued(arabic: str | Reading) -> bool:
    """Whether words of a text run together, so that no particle stands alone, even with lost spaces put back."""
    found = Reading.of(arabic).readable().text.split()
    return bool(found) and sum(map(len, found)) / len(found) > LONGEST_MEAN_WORD


def _finding(negations: Negations, edit: Edit, probability: float) -> Finding:
    mine, linked = _place(negations, edit)
    denies = bool(mine) or len(edit.new) < len(edit.old)
    values = _values(negations.pair.masked_english, edit.start, edit.end)
    arabic = _arabic_span(negations, linked, denies)
    reason = Reason.NEGATION_LOST if denies else Reason.NEGATION_ADDED
    return Finding("negation", reason, Segment(edit.start, edit.end), arabic, values, probability)


def _values(english: str, start: int, end: int) -> Values:
    """The words around english[start:end]."""
    quoted = " ".join(english[max(0, start - CONTEXT) : end + CONTEXT].split(" ")[1:-1]) or english[start:end]
    return Values(SideValues((quoted,)))


def _denial(negations: Negations, particle: int, probability: float) -> Finding:
    """From the particle to the first word behind it that is linked, and the English word that is rendered there."""
    pair = negations.pair
    english, arabic = what_is_denied(pair, particle) or (0, particle)
    start, end = pair.link.english_words[english]
    first, last = pair.link.arabic_words[particle][0], pair.link.arabic_words[arabic][1]
    return Finding(
        "negation",
        Reason.NEGATION_ADDED,
        Segment(start, end),
        Segment(first, last),
        _values(pair.masked_english, start, end),
        probability,
    )


def _arabic_span(negations: Negations, linked: int | None, denies: bool) -> Segment:
    """From the Arabic particle to its verb where that is certain: one free particle near it, or none to be seen.

    The whole rendering otherwise.
    """
    pair = negations.pair
    near = [i for i in negations.near(linked) if i in negations.free]
    if linked is None or (not denies and len(near) != 1):
        return Segment(0, len(pair.arabic))
    ends = [linked] if denies else [near[0], linked]
    start, end = pair.link.arabic_words[min(ends)][0], pair.link.arabic_words[max(ends)][1]
    return Segment(start, end)
