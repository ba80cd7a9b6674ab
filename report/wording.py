"""The words that a verdict, a finding, a probability and a score are put in; the same on every screen."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from iqtibas.align.model import ALTERING_KINDS, GROUND, PARTIAL_KINDS, Alignment, Finding, Verdict
from iqtibas.eval import Fidelity
from iqtibas.report.record.result import Review, ReviewStatus
from iqtibas.translate import Translation
from iqtibas.translate.guard import RESTORED

VERY_LIKELY, LIKELY = 0.90, 0.66
"""From the IPCC's calibrated language (Mastrandrea et al. 2010, table 1)."""

TYPICAL = (5.0, 95.0)
"""Percentiles between which a faithful rendering scores nine times in ten."""

TELLING = 95.0
"""A score that more than one unrelated pair in twenty reaches says nothing alone."""

RELIABLE = 0.40
"""From this estimated chance on of being usable gist (`translate.quality`) a segment is shown like any other. Below,
three in five or more are none; it is one of the borders by which bench/fit/quality.py counts."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

WEAK_MODEL = "Small embedded model: gist only, often wrong in names, numbers and negation. Never quote it."

READ_FROM_ARABIC = "Grey boxes: quantities, dates and known names, read from the Arabic itself without the model."

VERDICTS = {
    "faithful": "Nothing that was checked clearly differs.",
    "altered": "The Arabic says something else than the statement in at least one place.",
    "partial": "The Arabic gives only part of the statement, or adds to it.",
    "missing": "No Arabic rendering of this statement was found in the article.",
}
CHECKED = (
    "Checked: numbers, names, negation, opposites (north, south), modality (must, may), omissions and additions, the "
    "form of the quotation."
)
UNCHECKED = (
    "Not checked: facts, tone, and whether the best word was chosen. Rarely found: the name of one person put for "
    "another where neither is widely known. No check finds everything: read both texts before you rely on a verdict."
)
REMARKS = "Too unsure to count, or only about the form of the quotation: the verdict stands without them."
FINDINGS = {
    "number": "A number differs",
    "name": "A name differs",
    "negation": "One side denies what the other says, or says its opposite",
    "modality": "The certainty or obligation differs (may, will, must)",
    "omission": "The Arabic leaves out part of the statement",
    "addition": "The Arabic adds what the statement does not say",
    "quotation": "The form of the quotation is off (marks, indirect speech, or the speaker)",
}
REVIEWS: dict[ReviewStatus, str] = {"open": "not reviewed yet", "accepted": "accepted", "rejected": "rejected"}
UNRELIABLE, ACCEPTED = "unreliable", "accepted"
"""Said of an English segment beside the guard's notes."""
UNRELIABLE_WORDS = f"The chance that it is usable gist is estimated at under {100 * RELIABLE:.0f} %: do not rely on it."
LEGEND = {
    UNRELIABLE: f"Grey, with a dotted line. {UNRELIABLE_WORDS}",
    "warning": "Something is visibly wrong with the English before it, for example “numbers: 16 missing”.",
    RESTORED: "For information: a number, name or term that the model had lost was put back from the Arabic.",
    ACCEPTED: "A person has accepted this English; it comes from the translation memory.",
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


def review_words(review: Review) -> str:
    """What people decided, in one line: `accepted by Mira Dalen; changed: rendering, verdict`."""
    by = f" by {review.reviewer}" if review.reviewer else ""
    changed = f"; changed: {', '.join(review.changed)}" if review.changed else ""
    return f"{REVIEWS[review.status]}{by}{changed}"


def finding_line(finding: Finding) -> str:
    """A finding in one line: `number: 12 ≠ 20`."""
    return f"{finding.kind}: {finding.detail}" if finding.detail else finding.kind


def is_remark(finding: Finding, verdict: Verdict) -> bool:
    """Whether a finding is told without weight: its kind or its severity is no ground for such a verdict.

    See `align.ledger.verdict`.
    """
    if verdict.label == "faithful":
        return True
    grave = finding.kind in ALTERING_KINDS and finding.severity >= GROUND
    return not grave and finding.kind not in PARTIAL_KINDS


def remarks_last(verdict: Verdict) -> tuple[list[Finding], list[Finding]]:
    """What is or would be ground enough for the verdict, and the remarks; each in the ledger's order."""
    remarks = [finding for finding in verdict.findings if is_remark(finding, verdict)]
    return [finding for finding in verdict.findings if finding not in remarks], remarks


def gravest_finding(alignment: Alignment) -> tuple[Finding | None, bool]:
    """The gravest finding, or where there is none the gravest remark; and whether it is a remark."""
    findings, remarks = remarks_last(alignment.verdict)
    gravest = max(findings or remarks, key=lambda f: (f.kind in ALTERING_KINDS, f.severity), default=None)
    return gravest, bool(remarks) and not findings


def first_finding(alignment: Alignment) -> str:
    """The gravest finding in one line; where there is none the gravest remark, named as such; or ""."""
    gravest, remark = gravest_finding(alignment)
    if gravest is None:
        return ""
    return f"remark, {finding_line(gravest)}" if remark else finding_line(gravest)


def finding_sureness(finding: Finding) -> str:
    """How likely the finding is a change of what was said; "" for the form of a quotation, which is none."""
    return "" if finding.kind == "quotation" else sureness(finding.severity)


def is_unreliable(translation: Translation) -> bool:
    """Whether the English is probably not even gist; never said of what a person accepted."""
    quality = translation.quality
    return quality is not None and quality < RELIABLE and not translation.accepted


def warnings(translation: Translation) -> list[str]:
    """The notes that say that something is wrong."""
    return [note for note in translation.notes if not note.startswith(RESTORED)]


def restored(translation: Translation) -> list[str]:
    """The notes that only say what was put right."""
    return [note for note in translation.notes if note.startswith(RESTORED)]


def segment_labels(translation: Translation) -> list[str]:
    """All that is to be said of an English segment, the gravest first."""
    unreliable = [UNRELIABLE] if is_unreliable(translation) else []
    accepted = [ACCEPTED] if translation.accepted else []
    return [*unreliable, *warnings(translation), *restored(translation), *accepted]


def legend(translations: Iterable[Translation]) -> dict[str, str]:
    """The labels that these segments bear, explained; {} where there is nothing to explain."""
    borne: set[str] = set()
    for translation in translations:
        borne |= {UNRELIABLE} if is_unreliable(translation) else set()
        borne |= {"warning"} if warnings(translation) else set()
        borne |= {RESTORED} if restored(translation) else set()
        borne |= {ACCEPTED} if translation.accepted else set()
    return {label: words for label, words in LEGEND.items() if label in borne}


def share(percentile: float) -> str:
    """A percentile as `97 %`; at the ends over 99 and under 1, as no sample is complete."""
    if percentile > 99:
        return "over 99 %"
    return "under 1 %" if percentile < 1 else f"{percentile:.0f} %"


def score_words(fidelity: Fidelity) -> str:
    """What the chrF2++ of a quotation means, in words with its percentiles."""
    if fidelity.chrf is None:
        return "Not scored: there is no machine translation of a rendering to compare."
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
