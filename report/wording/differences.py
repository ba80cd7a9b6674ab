"""A finding as a sentence about a rendering, with the words of both sides; never about the facts."""

from __future__ import annotations

from iqtibas.align.model import Finding
from iqtibas.align.reasons import Reason
from iqtibas.report.wording.catalogue import SOURCE, Fillings, Language, isolate, message, parts, translated
from iqtibas.report.wording.findings import fillings, sentence
from iqtibas.report.wording.verdicts import FINDINGS

SELF_CONTAINED = frozenset(Reason) - {Reason.NUMBERS_EXCHANGED, Reason.RECORDED}
"""The reasons whose sentence says what stands on either side, so that no other need be made of the words."""
LONGEST_BESIDE = 80
"""Code points of the Arabic words that are told beside such a sentence: longer ones are most of the rendering."""

ENGLISH, ARABIC, DETAIL, OURS = "english", "arabic", "detail", "ours"
"""Whose words a part of a sentence is."""

Parts = list[tuple[str, str]]


def difference_sentence(finding: Finding, english: str, arabic: str, language: Language = SOURCE) -> str:
    """The parts of `difference_parts` as one text, the words of either side in quotation marks."""
    quoted = translated(message("“{words}”"), language)
    return "".join(
        quoted.format(words=isolate(words, language)) if whose in (ENGLISH, ARABIC) else words
        for whose, words in difference_parts(finding, english, arabic, language)
    )


def difference_parts(finding: Finding, english: str, arabic: str, language: Language = SOURCE) -> Parts:
    """The sentence in parts: the statement's words, the Arabic ones, the finding's sentence, and ours between them.

    english, arabic: the words that the finding points at; "" where that side has nothing. A full stop at their end is
    left to the sentence.
    """
    english, arabic = english.rstrip(" ."), arabic.rstrip(" .")
    detail = sentence(finding, language)
    told = {ENGLISH: english, ARABIC: arabic, DETAIL: detail}
    if finding.kind == "quotation" and detail:
        return _parts(message("About the form of the quotation: {detail}."), told, language)
    if not (english or arabic):
        told["kind"] = translated(FINDINGS[finding.kind], language)
        return _parts(message("{kind} ({detail}).") if detail else message("{kind}."), told, language)
    if finding.kind == "omission" and english:
        return _parts(message("The Arabic leaves out {english}."), told, language)
    if finding.kind == "addition" and arabic:
        return _parts(message("The Arabic adds {arabic}."), told, language)
    if finding.reason in SELF_CONTAINED:
        return _beside(finding, told, language)
    return _parts(_compared(english, arabic, bool(detail)), told, language)


def _compared(english: str, arabic: str, detail: bool) -> str:
    """A sentence of the words of either side, for a finding whose own sentence does not have them."""
    if not arabic:
        nothing = message("The Arabic has nothing for {english}.")
        return message("The Arabic has nothing for {english} ({detail}).") if detail else nothing
    if not english:
        more = message("The Arabic says {arabic}, for which the statement has nothing ({detail}).")
        return more if detail else message("The Arabic says {arabic}, for which the statement has nothing.")
    other = message("The Arabic says {arabic} where the statement says {english} ({detail}).")
    return other if detail else message("The Arabic says {arabic} where the statement says {english}.")


def _beside(finding: Finding, told: Fillings, language: Language) -> Parts:
    """The finding's own sentence, with the words that are not in it already."""
    known = fillings(finding).values()
    english, arabic = (told[side] and not any(told[side] in words for words in known) for side in (ENGLISH, ARABIC))
    if arabic and len(told[ARABIC]) <= LONGEST_BESIDE:
        both = message("{detail} ({english}, {arabic}).")
        return _parts(both if english else message("{detail} ({arabic})."), told, language)
    return _parts(message("{detail} ({english}).") if english else message("{detail}."), told, language)


def _parts(text: str, told: Fillings, language: Language) -> Parts:
    whose = {ENGLISH, ARABIC, DETAIL}
    return [(name if name in whose else OURS, words) for name, words in parts(text, told, language)]
