"""Numbers, probabilities and dates as they are written in a sentence. Figures are Western in every language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from iqtibas.align.reasons import Amount
from iqtibas.report.wording.catalogue import SOURCE, Language, Ours, filled, message, translated

if TYPE_CHECKING:
    from iqtibas.align import Fact

VERY_LIKELY, LIKELY = 0.90, 0.66
"""From the IPCC's calibrated language (Mastrandrea et al. 2010, table 1)."""

MONTHS = (
    message("January"), message("February"), message("March"), message("April"), message("May"), message("June"),
    message("July"), message("August"), message("September"), message("October"), message("November"),
    message("December"),
)  # fmt: skip
SCALES = ((10**9, message("{figure} billion")), (10**6, message("{figure} million")))
DECADE = message("{year}s")
GROUPED = 10_000
"""From here on thousands are set apart: 1,200,000. Below, a figure may be a year."""
LARGEST_DENOMINATOR = 10
"""Of a fraction that is told as such: thirds and quarters are, and a third is no exact decimal."""


def figure(amount: Amount, language: Language = SOURCE) -> str:
    """A number in figures: 16, 1,200,000, 45%, 3/4, 07:30, March, 1990s; from a million on in words, 1.2 million."""
    value = amount.value
    if amount.kind == "month":
        return translated(MONTHS[int(value) - 1], language)
    if amount.kind == "time":
        return f"{int(value) // 60:02}:{int(value) % 60:02}"
    if amount.kind == "fraction":
        return str(Fraction(value).limit_denominator(LARGEST_DENOMINATOR))
    for scale, words in SCALES:
        if value >= scale and value * 100 % scale == 0:
            return _around(words, {"figure": f"{(value / scale).normalize():f}"}, language)
    whole = f"{value.normalize():,f}" if value >= GROUPED else f"{value.normalize():f}"
    if amount.kind == "decade":
        return _around(DECADE, {"year": whole}, language)
    return f"{whole}%" if amount.kind == "percent" else whole


def facts_words(facts: Iterable[Fact], language: Language = SOURCE) -> tuple[str, ...]:
    """What was read from an Arabic text, as figures, dates and the English names of places; each once."""
    said = (fact.place or " ".join(figure(amount, language) for amount in fact.amounts) for fact in facts)
    return tuple(dict.fromkeys(said))


def _around(words: str, figures: dict[str, str], language: Language) -> str:
    """Digits and their unit, without isolates: the whole is isolated where it fills in a sentence."""
    return translated(words, language).format(**figures)


def confidence_word(probability: float, language: Language = SOURCE) -> str:
    """A calibrated probability in words: very likely, likely or unsure."""
    if probability >= VERY_LIKELY:
        return translated(message("very likely"), language)
    return translated(message("likely") if probability >= LIKELY else message("unsure"), language)


def percent(probability: float) -> str:
    """A probability as `93 %`; never rounded up to certainty."""
    return f"{min(99, max(1, round(100 * probability)))} %"


def sureness(probability: float, language: Language = SOURCE) -> str:
    """Word and number: `very likely, 93 %`."""
    words = {"word": Ours(confidence_word(probability, language)), "share": percent(probability)}
    return filled(message("{word}, {share}"), words, language)


def date_words(date: datetime.date, language: Language = SOURCE) -> str:
    """A date as `24 March 2021`, whatever the locale."""
    return f"{date.day} {translated(MONTHS[date.month - 1], language)} {date.year}"


def option_words(value: object, language: Language = SOURCE) -> str:
    """The value of a decoding option; yes and no, because "true" and "false" are no words of this report."""
    if isinstance(value, bool):
        return translated(message("yes") if value else message("no"), language)
    return str(value)
