"""Whose words the article says that a rendering is, and what that is worth."""

from __future__ import annotations

import pytest

from iqtibas.align.ledger.missing import MISSING_SIGNALS, missing_model, missing_probability, voice_signals
from iqtibas.align.ledger.pair import Context
from iqtibas.align.ledger.weighing import VerdictSignals

NOTHING = VerdictSignals(**dict.fromkeys(VerdictSignals._fields, 0.0))


@pytest.mark.parametrize(
    ("author", "speaker", "sources", "page", "expected"),
    [
        ("Ingrid Solberg", "وزيرة الطاقة إنغريد سولبرغ", (), "", (1, 0, 0)),
        ("Ingrid Solberg", "", ("الوزيرة", "سولبرغ"), "", (1, 0, 0)),
        ("Minister Ingrid Solberg", "", ("سولبرغ",), "", (1, 0, 0)),
        ("Ingrid Solberg", "المحلل ماجد الرشود", (), "قال المحلل ماجد الرشود إن الأسعار ستتراجع.", (0, 1, 0)),
        ("Ingrid Solberg", "المحلل ماجد الرشود", (), "علقت سولبرغ على الأسعار.", (0, 1, 1)),
        ("Ingrid Solberg", "", ("متحدث باسم الشركة",), "Ingrid Solberg (@solberg) May 1, 2020", (0, 1, 0)),
        ("Ingrid Solberg", "الوزيرة", ("الوزيرة",), "علقت سولبرغ على الأسعار.", (0, 0, 0)),
        ("Ingrid Solberg", "الوزيرة", ("سولبرغ",), "", (1, 0, 0)),
        ("Ingrid Solberg", "صياد", (), "", (0, 1, 0)),
        ("Ingrid Solberg", "", (), "علقت سولبرغ على الأسعار.", (0, 0, 0)),
        ("Ministry of Energy", "المحلل ماجد الرشود", (), "", (0, 0, 0)),
        ("", "المحلل ماجد الرشود", (), "", (0, 0, 0)),
    ],
)
def test_whose_words_they_are(
    author: str, speaker: str, sources: tuple[str, ...], page: str, expected: tuple[int, int, int]
) -> None:
    assert voice_signals(Context(page=page, speaker=speaker, sources=sources, author=author)) == expected


def test_words_of_another_are_likelier_to_render_something_else() -> None:
    named, nobody, other = (
        missing_probability(NOTHING, voice_signals(Context(page=page, speaker=speaker, author="Ingrid Solberg")))
        for speaker, page in (("إنغريد سولبرغ", ""), ("", ""), ("المحلل ماجد الرشود", "علقت سولبرغ على الأسعار."))
    )
    assert named < nobody < other


def test_the_model_has_a_weight_for_every_signal() -> None:
    assert len(missing_model().weights) == len(MISSING_SIGNALS)
