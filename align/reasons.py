"""Why a finding is one: a closed list of reasons, and the values that each of them comes with.

No sentence is made here. A finding is data; report/wording puts it in words, in every language that it knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

from iqtibas.article.quantities.quantity import NumberKind

FindingKind = Literal["number", "name", "negation", "modality", "omission", "addition", "quotation"]

CHANGES: frozenset[FindingKind] = frozenset({"number", "name", "negation", "modality"})
ANY_CHANGE: Literal["change"] = "change"


class Reason(StrEnum):
    """What a check saw. `FORMS` says which kind of finding each belongs to, and which values it has."""

    NUMBER_DIFFERS = "number_differs"
    """The statement has one number and the Arabic another in its place."""
    QUANTITY_DIFFERS = "quantity_differs"
    """The Arabic has another unit, bound, rate, weekday or word for how many in its place."""
    NUMBER_MISSING = "number_missing"
    """The statement has a number that the Arabic has not."""
    NUMBER_ADDED = "number_added"
    """The Arabic has a number that the statement has not."""
    NUMBERS_EXCHANGED = "numbers_exchanged"
    """Both sides have the same two numbers, each where the other should stand."""
    NAME_DIFFERS = "name_differs"
    """The Arabic names another known place or person."""
    NAME_REPLACED = "name_replaced"
    """An Arabic word that does not spell the name is linked to it."""
    NAME_MISSING = "name_missing"
    """The Arabic has no such name, and no word that can be said to stand for it."""
    SPEAKER_UNNAMED = "speaker_unnamed"
    """The name only says who spoke, which the Arabic leaves to its verb."""
    NEGATION_LOST = "negation_lost"
    """The statement denies what the Arabic affirms."""
    NEGATION_ADDED = "negation_added"
    """The statement affirms what the Arabic denies."""
    OPPOSITE_SAID = "opposite_said"
    """An Arabic word says the opposite of a word of the statement."""
    OPPOSITE_LIKELY = "opposite_likely"
    """The opposite of a word of the statement fits the Arabic better, in which no one word says it."""
    MODALITY_DIFFERS = "modality_differs"
    """An Arabic word makes it more or less certain, possible or owed than a word of the statement does."""
    MODALITY_LIKELY = "modality_likely"
    """A word of another class of modality fits the Arabic better, in which no one word says it."""
    MODALITY_ADDED = "modality_added"
    """An Arabic word hedges, obliges or doubts, and the statement has none that does."""
    WORDS_DIFFER = "words_differ"
    """Words of the Arabic say something else than words of the statement."""
    STATEMENT_WORDS_DIFFER = "statement_words_differ"
    """The Arabic says something else than words of the statement, and none of its own can be pointed at."""
    ARABIC_WORDS_DIFFER = "arabic_words_differ"
    """Words of the Arabic say something else than the statement, none of which can be pointed at."""
    LEFT_OUT = "left_out"
    """A sentence or clause of the statement has no counterpart in the Arabic."""
    ADDED = "added"
    """A sentence or clause of the Arabic has no counterpart in the statement."""
    INDIRECT_QUOTED = "indirect_quoted"
    """An indirect report stands in quotation marks."""
    SPEAKER_DIFFERS = "speaker_differs"
    """The cue gives the statement to another than its author."""
    MARK_UNOPENED = "mark_unopened"
    """A quotation mark closes what no mark opened."""
    MARK_UNCLOSED = "mark_unclosed"
    """A quotation mark opens what no mark closes."""
    MARKS_DIFFER = "marks_differ"
    """A quotation opens with a mark of one sort and closes with one of another."""
    RECORDED = "recorded"
    """Only a sentence is known: an older version found this and kept nothing else."""


class Modality(StrEnum):
    """How certain, possible or owed something is said to be, or how it is said to be known."""

    OBLIGATION = "obligation"
    ADVICE = "advice"
    POSSIBILITY = "possibility"
    ABILITY = "ability"
    PERMISSION = "permission"
    FUTURE = "future"
    CONDITIONAL = "conditional"
    LIKELIHOOD = "likelihood"
    CERTAINTY = "certainty"
    HEARSAY = "hearsay"
    FACT = "fact"
    SAY = "say"
    CLAIM = "claim"
    DENY = "deny"
    CONFIRM = "confirm"
    ADMIT = "admit"
    BELIEF = "belief"
    KNOWLEDGE = "knowledge"
    INTENT = "intent"
    ATTEMPT = "attempt"
    OUTCOME = "outcome"
    CONDITION = "condition"
    CAUSE = "cause"


@dataclass(frozen=True, slots=True)
class Amount:
    """What a number is worth, however it is written. kind, value: as of `Quantity`."""

    kind: NumberKind
    value: Decimal


@dataclass(frozen=True, slots=True)
class SideValues:
    """What one side of a finding says.

    words: as written there; () if nothing there can be pointed at. cut: the words are only the beginning. amount: what
    the number in the words is worth; where it can be read in several ways, as the other side's if possible. modality:
    the class that they speak for. english: what Arabic words say, in English.
    """

    words: tuple[str, ...] = ()
    cut: bool = False
    amount: Amount | None = None
    modality: Modality | None = None
    english: str = ""


NOTHING = SideValues()


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a finding, of either side. sentence: of a finding that is only `RECORDED`, else ""."""

    english: SideValues = NOTHING
    arabic: SideValues = NOTHING
    sentence: str = ""


class Form(NamedTuple):
    """What every finding with a reason has.

    kind: None where any kind may have it, ANY_CHANGE where any kind of change may.
    english, arabic: how many words, as `SideValues.words` counts them.
    needs: further values, as (side, field).
    """

    kind: FindingKind | Literal["change"] | None
    english: int = 0
    arabic: int = 0
    needs: tuple[tuple[Literal["english", "arabic"], Literal["amount", "modality", "english"]], ...] = ()


FORMS: dict[Reason, Form] = {
    Reason.NUMBER_DIFFERS: Form("number", 1, 1, (("english", "amount"), ("arabic", "amount"))),
    Reason.QUANTITY_DIFFERS: Form("number", 1, 1, (("arabic", "english"),)),
    Reason.NUMBER_MISSING: Form("number", 1, 0, (("english", "amount"),)),
    Reason.NUMBER_ADDED: Form("number", 0, 1, (("arabic", "amount"),)),
    Reason.NUMBERS_EXCHANGED: Form("number", 2, 2),
    Reason.NAME_DIFFERS: Form("name", 1, 1, (("arabic", "english"),)),
    Reason.NAME_REPLACED: Form("name", 1, 1),
    Reason.NAME_MISSING: Form("name", 1),
    Reason.SPEAKER_UNNAMED: Form("name", 1),
    Reason.NEGATION_LOST: Form("negation", 1),
    Reason.NEGATION_ADDED: Form("negation", 1),
    Reason.OPPOSITE_SAID: Form("negation", 1, 1, (("arabic", "english"),)),
    Reason.OPPOSITE_LIKELY: Form("negation", 1, 0, (("arabic", "english"),)),
    Reason.MODALITY_DIFFERS: Form("modality", 1, 1, (("english", "modality"), ("arabic", "modality"))),
    Reason.MODALITY_LIKELY: Form("modality", 1, 0, (("english", "modality"), ("arabic", "modality"))),
    Reason.MODALITY_ADDED: Form("modality", 0, 1, (("arabic", "modality"),)),
    Reason.WORDS_DIFFER: Form(ANY_CHANGE, 1, 1),
    Reason.STATEMENT_WORDS_DIFFER: Form(ANY_CHANGE, 1),
    Reason.ARABIC_WORDS_DIFFER: Form(ANY_CHANGE, 0, 1),
    Reason.LEFT_OUT: Form("omission", 1),
    Reason.ADDED: Form("addition", 0, 1),
    Reason.INDIRECT_QUOTED: Form("quotation"),
    Reason.SPEAKER_DIFFERS: Form("quotation", 1, 1),
    Reason.MARK_UNOPENED: Form("quotation", 0, 1),
    Reason.MARK_UNCLOSED: Form("quotation", 0, 1),
    Reason.MARKS_DIFFER: Form("quotation", 0, 2),
    Reason.RECORDED: Form(None),
}


def fits(kind: FindingKind, reason: Reason, values: Values) -> bool:
    """Whether a finding of this kind can have this reason, with these values: all that belong to it, and no others."""
    form = FORMS[reason]
    given = {
        (side, field)
        for side, own in (("english", values.english), ("arabic", values.arabic))
        for field in ("amount", "modality", "english")
        if getattr(own, field)
    }
    return (
        (form.kind in (None, kind) or (form.kind == ANY_CHANGE and kind in CHANGES))
        and (len(values.english.words), len(values.arabic.words)) == (form.english, form.arabic)
        and given == set(form.needs)
        and (reason is Reason.RECORDED or not values.sentence)
    )
