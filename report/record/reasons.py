"""Reason and values of a finding as they stand in articles.jsonl, whose machine output has only the sentence."""

from __future__ import annotations

from typing import get_args

from iqtibas.align.model import Finding, FindingKind, recorded
from iqtibas.align.reasons import NOTHING, Amount, Modality, Reason, SideValues, Values, fits
from iqtibas.article.quantities.quantity import NumberKind
from iqtibas.report.record.fields import Fields

FINDING_KINDS: tuple[FindingKind, ...] = get_args(FindingKind)
AMOUNT_KINDS: tuple[NumberKind, ...] = get_args(NumberKind)
REASONS: tuple[str, ...] = tuple(Reason)
MODALITIES: tuple[str, ...] = tuple(Modality)


def reason_record(finding: Finding) -> dict[str, object]:
    """The reason, and the values that are not empty. A sentence that was recorded is in the machine output already."""
    values = {"english": _side_record(finding.values.english), "arabic": _side_record(finding.values.arabic)}
    return {"reason": finding.reason.value, "values": {side: own for side, own in values.items() if own}}


def _side_record(side: SideValues) -> dict[str, object]:
    amount = side.amount and {"kind": side.amount.kind, "value": f"{side.amount.value:f}"}
    record = {
        "words": list(side.words),
        "cut": side.cut,
        "amount": amount,
        "modality": side.modality and side.modality.value,
        "english": side.english,
    }
    return {name: value for name, value in record.items() if value}


def read_finding(finding: Fields, more: Fields | None, length: int) -> Finding:
    """A finding of a record.

    more: what `reason_record` wrote of it; None, or without a reason, where an older version wrote the run: then only
    its sentence is known. length: of the article's text, in code points. Raises ReadError.
    """
    english = finding.span("english", length) if finding.has("english") else None
    arabic = finding.span("arabic", length) if finding.has("arabic") else None
    kind, severity = finding.choice("kind", FINDING_KINDS), finding.number("severity", 0, 1)
    sentence = finding.text("detail")
    reason = Reason(more.choice("reason", REASONS)) if more and more.has("reason") else Reason.RECORDED
    if more is None or reason is Reason.RECORDED:
        return recorded(kind, english, arabic, sentence, severity)
    told = more.child("values")
    values = Values(_side(told, "english"), _side(told, "arabic"))
    if not fits(kind, reason, values):
        more.refuse("values", f"are none of {reason}")
    return Finding(kind, reason, english, arabic, values, severity)


def _side(values: Fields, key: str) -> SideValues:
    if not values.has(key):
        return NOTHING
    side = values.child(key)
    return SideValues(
        side.texts("words") if side.has("words") else (),
        side.flag("cut") if side.has("cut") else False,
        _amount(side.child("amount")) if side.has("amount") else None,
        Modality(side.choice("modality", MODALITIES)) if side.has("modality") else None,
        side.text("english") if side.has("english") else "",
    )


def _amount(amount: Fields) -> Amount:
    kind = amount.choice("kind", AMOUNT_KINDS)
    value = amount.decimal("value")
    if kind == "month" and value not in range(1, 13):
        amount.refuse("value", "is no month")
    return Amount(kind, value)
