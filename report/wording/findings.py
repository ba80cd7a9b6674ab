"""The sentences of findings, made of their reasons and values, and what stands around such a sentence."""

from __future__ import annotations

from iqtibas.align.ledger.severity import DECISION_THRESHOLD
from iqtibas.align.model import ALTERING_KINDS, PARTIAL_KINDS, Alignment, Finding, Verdict
from iqtibas.align.reasons import Modality, Reason, SideValues
from iqtibas.report.wording.catalogue import SOURCE, Language, Ours, filled, message, translated
from iqtibas.report.wording.figures import figure, sureness
from iqtibas.report.wording.verdicts import KINDS

SENTENCES: dict[Reason, str] = {
    Reason.NUMBER_DIFFERS: message("The statement says {said}; the Arabic says {figure}"),
    Reason.QUANTITY_DIFFERS: message("The statement says {said}; the Arabic says {meaning} ({arabic})"),
    Reason.NUMBER_MISSING: message("The statement says {said}; the Arabic gives no such number"),
    Reason.NUMBER_ADDED: message("The Arabic says {figure}; the statement gives no such number"),
    Reason.NUMBERS_EXCHANGED: message(
        "{said} and {said_2} have changed places: each stands in the Arabic where the other should"
    ),
    Reason.NAME_DIFFERS: message("The statement says {said}; the Arabic says {meaning} ({arabic})"),
    Reason.NAME_REPLACED: message("The statement says {said}; the Arabic seems to have “{arabic}” there"),
    Reason.NAME_MISSING: message("The statement says {said}; the Arabic does not"),
    Reason.SPEAKER_UNNAMED: message("The statement says {said}; the Arabic names nobody who said so"),
    Reason.NEGATION_LOST: message("The statement denies what the Arabic affirms: “… {said} …”"),
    Reason.NEGATION_ADDED: message("The statement affirms what the Arabic denies: “… {said} …”"),
    Reason.OPPOSITE_SAID: message("The statement says {said}; the Arabic says {meaning} ({arabic})"),
    Reason.OPPOSITE_LIKELY: message("The statement says {said}; the Arabic seems to say {meaning}"),
    Reason.MODALITY_DIFFERS: message("The statement says “{said}”; the Arabic says {modality} ({arabic})"),
    Reason.MODALITY_LIKELY: message("The statement says “{said}”; the Arabic says {modality}"),
    Reason.MODALITY_ADDED: message("The Arabic says {modality} ({arabic}); the statement has no word for that"),
    Reason.WORDS_DIFFER: message("The statement says “{said}”; the Arabic seems to say something else: “{arabic}”"),
    Reason.STATEMENT_WORDS_DIFFER: message("The statement says “{said}”; the Arabic seems to say something else"),
    Reason.ARABIC_WORDS_DIFFER: message("The Arabic says “{arabic}”; the statement seems to say something else"),
    Reason.LEFT_OUT: message("The Arabic leaves out “{said}”"),
    Reason.ADDED: message("The Arabic adds “{arabic}”, which the statement does not say"),
    Reason.INDIRECT_QUOTED: message(
        "An indirect report stands in quotation marks: the statement itself speaks in the first person"
    ),
    Reason.SPEAKER_DIFFERS: message("The statement is by {said}; the Arabic gives it to “{arabic}”"),
    Reason.MARK_UNOPENED: message("The quotation mark {arabic} closes what no mark opened"),
    Reason.MARK_UNCLOSED: message("The quotation mark {arabic} is never closed"),
    Reason.MARKS_DIFFER: message("The quotation opens with {arabic} and closes with {arabic_2}"),
    Reason.RECORDED: message("{sentence}"),
}
MODALITIES: dict[Modality, str] = {
    Modality.OBLIGATION: message("that it must be"),
    Modality.ADVICE: message("that it should be"),
    Modality.POSSIBILITY: message("only that it may be"),
    Modality.ABILITY: message("that it can be"),
    Modality.PERMISSION: message("that it is allowed"),
    Modality.FUTURE: message("that it will be"),
    Modality.CONDITIONAL: message("only that it would be"),
    Modality.LIKELIHOOD: message("only that it is likely"),
    Modality.CERTAINTY: message("that it is certain"),
    Modality.HEARSAY: message("only that it is alleged"),
    Modality.FACT: message("that it is proven"),
    Modality.SAY: message("that it was said"),
    Modality.CLAIM: message("only that it was claimed"),
    Modality.DENY: message("that it was denied"),
    Modality.CONFIRM: message("that it was confirmed"),
    Modality.ADMIT: message("that it was admitted"),
    Modality.BELIEF: message("only that it is believed"),
    Modality.KNOWLEDGE: message("that it is known"),
    Modality.INTENT: message("only that it is intended"),
    Modality.ATTEMPT: message("only that it was attempted"),
    Modality.OUTCOME: message("that it was achieved"),
    Modality.CONDITION: message("that it depends (if)"),
    Modality.CAUSE: message("that it is the reason (because)"),
}
CUT = " …"
"""Behind words that are only a beginning."""


def sentence(finding: Finding, language: Language = SOURCE) -> str:
    """A finding as one sentence without its full stop. What an older version recorded stays in its own language."""
    if finding.reason is Reason.RECORDED:
        return finding.values.sentence
    return filled(SENTENCES[finding.reason], fillings(finding, language), language)


def fillings(finding: Finding, language: Language = SOURCE) -> dict[str, str]:
    """What the sentence of a finding says of this one, by the names in its message.

    Two findings with the same reason and fillings say the same.
    """
    values = finding.values
    told = _words("said", values.english) | _words("arabic", values.arabic)
    if values.arabic.amount:
        told["figure"] = figure(values.arabic.amount, language)
    if values.arabic.modality:
        told["modality"] = translated(MODALITIES[values.arabic.modality], language)
    if values.arabic.english:
        told["meaning"] = values.arabic.english
    if values.sentence:
        told["sentence"] = values.sentence
    return {name: words for name, words in told.items() if f"{{{name}}}" in SENTENCES[finding.reason]}


def _words(name: str, side: SideValues) -> dict[str, str]:
    """`said`, `said_2`: the words of a side in their order."""
    cut = CUT if side.cut else ""
    return {name if at == 1 else f"{name}_{at}": words + cut for at, words in enumerate(side.words, 1)}


def finding_line(finding: Finding, language: Language = SOURCE) -> str:
    """A finding in one line: `number: The statement says 12; the Arabic says 20`."""
    kind, said = translated(KINDS[finding.kind], language), sentence(finding, language)
    return f"{kind}: {said}" if said else kind


def is_remark(finding: Finding, verdict: Verdict) -> bool:
    """Whether a finding is told without weight: its kind or its severity is no ground for such a verdict.

    See `align.ledger.verdict`.
    """
    if verdict.label == "faithful":
        return True
    grave = finding.kind in ALTERING_KINDS and finding.severity >= DECISION_THRESHOLD
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


def first_finding(alignment: Alignment, language: Language = SOURCE) -> str:
    """The gravest finding in one line; where there is none the gravest remark, named as such; or ""."""
    gravest, remark = gravest_finding(alignment)
    if gravest is None:
        return ""
    return remark_line(gravest, language) if remark else finding_line(gravest, language)


def remark_line(finding: Finding, language: Language = SOURCE) -> str:
    """A remark in one line, named as such."""
    said = {"finding": Ours(finding_line(finding, language))}
    return filled(message("remark, {finding}"), said, language)


def finding_sureness(finding: Finding, language: Language = SOURCE) -> str:
    """How likely the finding is a change of what was said; "" for the form of a quotation, which is none."""
    return "" if finding.kind == "quotation" else sureness(finding.severity, language)
