"""A finding for every reason that there is, with its English sentence."""

from __future__ import annotations

from decimal import Decimal

from iqtibas.align.model import Finding, FindingKind
from iqtibas.align.reasons import NOTHING, Amount, Modality, Reason, SideValues, Values


def _side(*words: str, **values: object) -> SideValues:
    return SideValues(words, **values)  # type: ignore[arg-type]


def _amount(value: int) -> Amount:
    return Amount("count", Decimal(value))


_MUST = _side("must", modality=Modality.OBLIGATION)
_CASES: tuple[tuple[FindingKind, Reason, SideValues, SideValues, str], ...] = (
    (
        "number",
        Reason.NUMBER_DIFFERS,
        _side("60 ships", amount=_amount(60)),
        _side("مليون ونصف", amount=_amount(1_500_000)),
        "The statement says 60 ships; the Arabic says 1.5 million",
    ),
    (
        "number",
        Reason.QUANTITY_DIFFERS,
        _side("Thursday"),
        _side("الثلاثاء", english="Tuesday"),
        "The statement says Thursday; the Arabic says Tuesday (الثلاثاء)",
    ),
    (
        "number",
        Reason.NUMBER_MISSING,
        _side("60 ships", amount=_amount(60)),
        NOTHING,
        "The statement says 60 ships; the Arabic gives no such number",
    ),
    (
        "number",
        Reason.NUMBER_ADDED,
        NOTHING,
        _side("مارس", amount=Amount("month", Decimal(3))),
        "The Arabic says March; the statement gives no such number",
    ),
    (
        "number",
        Reason.NUMBERS_EXCHANGED,
        _side("60", "16"),
        _side("60", "16"),
        "60 and 16 have changed places: each stands in the Arabic where the other should",
    ),
    (
        "name",
        Reason.NAME_DIFFERS,
        _side("Peru"),
        _side("كوبا", english="Cuba"),
        "The statement says Peru; the Arabic says Cuba (كوبا)",
    ),
    (
        "name",
        Reason.NAME_REPLACED,
        _side("Dalen"),
        _side("الوزيرة"),
        "The statement says Dalen; the Arabic seems to have “الوزيرة” there",
    ),
    ("name", Reason.NAME_MISSING, _side("Peru"), NOTHING, "The statement says Peru; the Arabic does not"),
    (
        "name",
        Reason.SPEAKER_UNNAMED,
        _side("Dalen"),
        NOTHING,
        "The statement says Dalen; the Arabic names nobody who said so",
    ),
    (
        "negation",
        Reason.NEGATION_LOST,
        _side("will not open the"),
        NOTHING,
        "The statement denies what the Arabic affirms: “… will not open the …”",
    ),
    (
        "negation",
        Reason.NEGATION_ADDED,
        _side("will open the"),
        NOTHING,
        "The statement affirms what the Arabic denies: “… will open the …”",
    ),
    (
        "negation",
        Reason.OPPOSITE_SAID,
        _side("north"),
        _side("الجنوب", english="south"),
        "The statement says north; the Arabic says south (الجنوب)",
    ),
    (
        "negation",
        Reason.OPPOSITE_LIKELY,
        _side("north"),
        _side(english="south"),
        "The statement says north; the Arabic seems to say south",
    ),
    (
        "negation",
        Reason.WORDS_DIFFER,
        _side("opened the road"),
        _side("أغلقت الطريق"),
        "The statement says “opened the road”; the Arabic seems to say something else: “أغلقت الطريق”",
    ),
    (
        "name",
        Reason.STATEMENT_WORDS_DIFFER,
        _side("from Peru"),
        NOTHING,
        "The statement says “from Peru”; the Arabic seems to say something else",
    ),
    (
        "number",
        Reason.ARABIC_WORDS_DIFFER,
        NOTHING,
        _side("كل أسبوع"),
        "The Arabic says “كل أسبوع”; the statement seems to say something else",
    ),
    (
        "modality",
        Reason.MODALITY_DIFFERS,
        _MUST,
        _side("قد", modality=Modality.POSSIBILITY),
        "The statement says “must”; the Arabic says only that it may be (قد)",
    ),
    (
        "modality",
        Reason.MODALITY_LIKELY,
        _MUST,
        _side(modality=Modality.PERMISSION),
        "The statement says “must”; the Arabic says that it is allowed",
    ),
    (
        "modality",
        Reason.MODALITY_ADDED,
        NOTHING,
        _side("زعم", modality=Modality.CLAIM),
        "The Arabic says only that it was claimed (زعم); the statement has no word for that",
    ),
    (
        "omission",
        Reason.LEFT_OUT,
        _side("before the winter comes", cut=True),
        NOTHING,
        "The Arabic leaves out “before the winter comes …”",
    ),
    (
        "addition",
        Reason.ADDED,
        NOTHING,
        _side("قبل الشتاء"),
        "The Arabic adds “قبل الشتاء”, which the statement does not say",
    ),
    (
        "quotation",
        Reason.INDIRECT_QUOTED,
        NOTHING,
        NOTHING,
        "An indirect report stands in quotation marks: the statement itself speaks in the first person",
    ),
    (
        "quotation",
        Reason.SPEAKER_DIFFERS,
        _side("Mira Dalen"),
        _side("الحارس"),
        "The statement is by Mira Dalen; the Arabic gives it to “الحارس”",
    ),
    (
        "quotation",
        Reason.MARK_UNOPENED,
        NOTHING,
        _side("»"),
        "The quotation mark » closes what no mark opened",
    ),
    ("quotation", Reason.MARK_UNCLOSED, NOTHING, _side("“"), "The quotation mark “ is never closed"),
    (
        "quotation",
        Reason.MARKS_DIFFER,
        NOTHING,
        _side("“", "»"),
        "The quotation opens with “ and closes with »",
    ),
)
SENTENCES: dict[Reason, str] = {reason: said for _, reason, _, _, said in _CASES}


def findings() -> list[Finding]:
    """One a reason, without spans; what was only recorded has none of its own."""
    return [Finding(kind, reason, None, None, Values(ours, theirs), 0.9) for kind, reason, ours, theirs, _ in _CASES]
