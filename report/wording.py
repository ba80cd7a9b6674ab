"""The words that a verdict, a finding, a probability and a score are put in; the same on every screen."""

from __future__ import annotations

import datetime

from align.model import Alignment, Finding
from eval import Fidelity

VERY_LIKELY, LIKELY = 0.90, 0.66
"""From the IPCC's calibrated language (Mastrandrea et al. 2010, table 1)."""

TYPICAL = (5.0, 95.0)
"""Percentiles between which a faithful rendering scores nine times in ten."""

TELLING = 95.0
"""A score that more than one unrelated pair in twenty reaches says nothing alone."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

WEAK_MODEL = "Small embedded model: gist only, often wrong in names, numbers and negation. Never quote it."

VERDICTS = {
    "faithful": "Nothing that was checked differs.",
    "altered": "The Arabic says something else than the statement in at least one place.",
    "partial": "The Arabic gives only part of the statement, or adds to it.",
    "missing": "No Arabic rendering of this statement was found in the article.",
}
CHECKED = (
    "Checked: numbers, names, negation, omissions and additions. Not checked: modality (must, may), opposites "
    "(north, south), the form of the quotation."
)
FINDINGS = {
    "number": "A number differs",
    "name": "A name differs",
    "negation": "One side denies what the other says",
    "modality": "The certainty or obligation differs (may, will, must)",
    "omission": "The Arabic leaves out part of the statement",
    "addition": "The Arabic adds what the statement does not say",
    "quotation": "The quotation marks put words in a mouth that did not say them",
}


def confidence_word(probability: float) -> str:
    """A calibrated probability in words: very likely, likely or unsure."""
    if probability >= VERY_LIKELY:
        return "very likely"
    return "likely" if probability >= LIKELY else "unsure"


def percent(probability: float) -> str:
    """A probability as `93 %`; never rounded up to certainty."""
    return f"{min(99, max(1, round(100 * probability)))} %"


def sureness(probability: float) -> str:
    """Word and number: `very likely, 93 %`."""
    return f"{confidence_word(probability)}, {percent(probability)}"


def date_words(date: datetime.date) -> str:
    """A date as `24 March 2021`, whatever the locale."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def option_words(value: object) -> str:
    """The value of a decoding option; yes and no, because "true" and "false" are no words of this report."""
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)


def finding_line(finding: Finding) -> str:
    """A finding in one line: `number: 12 ≠ 20`."""
    return f"{finding.kind}: {finding.detail}" if finding.detail else finding.kind


def first_finding(alignment: Alignment) -> str:
    """The gravest finding in one line, or ""; a remark where it is too unsure to change the verdict."""
    gravest = max(alignment.verdict.findings, key=lambda finding: finding.severity, default=None)
    if gravest is None:
        return ""
    remark = "remark, " if alignment.verdict.label == "faithful" else ""
    return remark + finding_line(gravest)


def share(percentile: float) -> str:
    """A percentile as `97 %`; at the ends over 99 and under 1, as no sample is complete."""
    if percentile > 99:
        return "over 99 %"
    return "under 1 %" if percentile < 1 else f"{percentile:.0f} %"


def score_words(fidelity: Fidelity) -> str:
    """What the chrF2++ of a quotation means, in words with its percentiles."""
    if fidelity.chrf is None:
        return "Not scored: there is no rendering to translate back."
    matched, mismatched = fidelity.matched_percentile, fidelity.mismatched_percentile
    scored = f"chrF2++ {fidelity.chrf.score:.1f} of 100"
    figure = f"Translated back by machine, the Arabic scores {scored} against the statement"
    if matched is None or mismatched is None:
        return f"{figure}. No scale is fitted for this model, so the figure cannot be put in words."
    return (
        f"{figure}: closer than {share(mismatched)} of unrelated pairs and {share(matched)} of "
        f"faithful ones; {_judged(matched, mismatched)}."
    )


def _judged(matched: float, mismatched: float) -> str:
    if matched < TYPICAL[0]:
        return "unusually low for a faithful rendering with this model"
    if mismatched < TELLING:
        return "with this model unrelated sentences often score as high, so it says little"
    if matched > TYPICAL[1]:
        return "unusually close, even for a faithful rendering with this model"
    return "typical for a faithful rendering with this model"
