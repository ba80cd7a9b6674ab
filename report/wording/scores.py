"""What the score of a quotation, translated back by machine, is put in."""

from __future__ import annotations

from iqtibas.eval import Fidelity
from iqtibas.report.wording.catalogue import SOURCE, Language, Ours, filled, message, translated

TYPICAL = (5.0, 95.0)
"""Percentiles between which a faithful rendering scores nine times in ten."""

TELLING = 95.0
"""A score that more than one unrelated pair in twenty reaches says nothing alone."""


def share(percentile: float, language: Language = SOURCE) -> str:
    """A percentile as `97 %`; at the ends over 99 and under 1, as no sample is complete."""
    if percentile > 99:
        return translated(message("over 99 %"), language)
    return translated(message("under 1 %"), language) if percentile < 1 else f"{percentile:.0f} %"


def score_words(fidelity: Fidelity, language: Language = SOURCE) -> str:
    """What the chrF2++ of a quotation means, in words with its percentiles."""
    if fidelity.chrf is None:
        return translated(message("Not scored: there is no machine translation of a rendering to compare."), language)
    matched, mismatched = fidelity.matched_percentile, fidelity.mismatched_percentile
    scored = {"score": f"{fidelity.chrf.score:.1f}"}
    if matched is None or mismatched is None:
        plain = message(
            "Translated back by machine, the Arabic scores chrF2++ {score} of 100 against the statement. No scale is "
            "fitted for this model, so the figure cannot be put in words."
        )
        return filled(plain, scored, language)
    compared = message(
        "Translated back by machine, the Arabic scores chrF2++ {score} of 100 against the statement: closer than "
        "{mismatched} of unrelated pairs and {matched} of faithful ones; {judged}."
    )
    shares = {"mismatched": share(mismatched, language), "matched": share(matched, language)}
    return filled(compared, {**scored, **shares, "judged": Ours(_judged(matched, mismatched, language))}, language)


def _judged(matched: float, mismatched: float, language: Language) -> str:
    if matched < TYPICAL[0]:
        return translated(message("unusually low for a faithful rendering with this model"), language)
    if mismatched < TELLING:
        often = message("with this model unrelated sentences often score as high, so it says little")
        return translated(often, language)
    if matched > TYPICAL[1]:
        return translated(message("unusually close, even for a faithful rendering with this model"), language)
    return translated(message("typical for a faithful rendering with this model"), language)
