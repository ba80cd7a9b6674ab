"""Every place where an English statement could gain or lose a negation.

The rules are the grammar's: an auxiliary takes "not", "never" goes, "nothing" becomes "everything", "said" becomes "did
not say". Words that look like negations and deny nothing (not only, no fewer than, whether or not) are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from iqtibas.align.ledger.edits import Edit, keep_case
from iqtibas.article.negation import ADJECTIVES

# A long statement has many auxiliaries; probing more of them costs time and finds nothing new.
MOST_EDITS = 10
_AUXILIARY = r"(?:is|are|was|were|am|will|would|should|could|can|may|might|must|shall|has|have|had|do|does|did)"
_NOT_DENIED = r"(?!\s+(?:not|never|no|neither|none|nothing|nobody|hardly|yet to)\b)(?!n['’]t)"
# "Not until noon" says that it is at noon, "does not really matter" that it is all the same.
_DENIES = (
    r"(?!\s+(?:only|just|merely|simply|least|to mention|help but)\b)"
    r"(?!(?:\s+[\w-]+){0,3}\s+until\b)(?!\s+(?:really\s+|even\s+)?matter\b)"
)
_NO_NOUN = r"(?!(?:longer|one|doubt|fewer|less|more|later|matter|sooner|other|means|[a-z]+er than)\b)"
# Verbs that statements are made of, and that seldom are nouns behind a pronoun or a name: base, present, past.
_VERBS = (
    "want/wants/wanted think/thinks/thought believe/believes/believed support/supports/supported "
    "accept/accepts/accepted need/needs/needed allow/allows/allowed expect/expects/expected know/knows/knew "
    "mean/means/meant deserve/deserves/deserved belong/belongs/belonged recognize/recognizes/recognized "
    "intend/intends/intended agree/agrees/agreed trust/trusts/trusted see/sees/saw say/says/said make/makes/made "
    "take/takes/took come/comes/came go/goes/went work/works/worked seem/seems/seemed feel/feels/felt "
    "threaten/threatens/threatened understand/understands/understood give/gives/gave tell/tells/told "
    "include/includes/included pose/poses/posed represent/represents/represented respect/respects/respected"
)


def _conjugated() -> dict[str, str]:
    """Form → its negation, for the verbs of the list; a form that is base and past too is denied as the base."""
    forms: dict[str, str] = {}
    for base, present, past in (verb.split("/") for verb in _VERBS.split()):
        forms |= {past: f"did not {base}", present: f"does not {base}", base: f"do not {base}"}
    return forms


_DENIED_VERB = _conjugated()
_AFFIRMED_VERB = {denied: form for form, denied in _DENIED_VERB.items()}
_SHORTENED = {"wo": "will", "ca": "can"}
_Replacement = Callable[[re.Match[str]], str | None]


def _affirmed(match: re.Match[str]) -> str | None:
    return _AFFIRMED_VERB.get(f"{match[1]} not {match[2]}".lower())


# Pattern and what its last group (or the whole) becomes; None where the rule does not hold after all.
_RULES: tuple[tuple[re.Pattern[str], _Replacement], ...] = (
    (re.compile(rf"\b{_AUXILIARY}\b{_NOT_DENIED}", re.I), lambda m: f"{m[0]} not"),
    (re.compile(rf"\b(do|does|did)(?: not|n['’]t){_DENIES} ([a-z]+)\b", re.I), _affirmed),
    (re.compile(rf"\b({_AUXILIARY})\s+not\b{_DENIES}", re.I), lambda m: m[1]),
    (
        re.compile(
            r"\b(is|are|was|were|wo|would|should|could|ca|has|have|had|do|does|did|must|need)n['’]t\b" + _DENIES,
            re.I,
        ),
        lambda m: _SHORTENED.get(m[1].lower(), m[1]),
    ),
    (re.compile(rf"\bcannot\b(?! but\b){_DENIES}", re.I), lambda m: "can"),
    # What is left without "never ever" is always likelier, whatever it says.
    (re.compile(r"(?<!\bor )\bnever\s+(?!ever\b)", re.I), lambda m: ""),
    (re.compile(rf"(?<!\bor )\bnot{_DENIES}\s+(?!$)", re.I), lambda m: ""),
    (re.compile(r"\bno longer\b", re.I), lambda m: "still"),
    (re.compile(r"\bstill\b", re.I), lambda m: "no longer"),
    (re.compile(rf"\b(?:{'|'.join(sorted(ADJECTIVES))})\b", re.I), lambda m: ADJECTIVES[m[0].lower()]),
    (re.compile(r"\b(?:no one|nobody)\b", re.I), lambda m: "everyone"),
    (re.compile(r"\bnothing\b(?! but\b)", re.I), lambda m: "everything"),
    (re.compile(r"\bnone of\b", re.I), lambda m: "all of"),
    (re.compile(r"\bneither\b", re.I), lambda m: "both"),
    (re.compile(rf"\bno\s+{_NO_NOUN}(?=[a-z])", re.I), lambda m: ""),
    # "No bridge" is denied by "a bridge"; that "bridge" alone is no English would speak for the "no".
    (
        re.compile(rf"\bno(?=\s+{_NO_NOUN}(?![a-z]*(?<!s)s\b)([a-z]))", re.I),
        lambda m: "an" if m[1].lower() in "aeiou" else "a",
    ),
)
_PLAIN_VERB = re.compile(
    rf"(?:\b(?:I|[Ww]e|[Yy]ou|[Tt]hey|[Hh]e|[Ss]he|[Ii]t|who|that|which)|\b[A-Z]\w+) "
    rf"({'|'.join(sorted(_DENIED_VERB))})\b"
)


def negation_edits(english: str) -> list[Edit]:
    """The statement with each of its negations removed and each missing one inserted, in the order of the text."""
    edits: dict[str, Edit] = {}
    for edit in _edits(english):
        edits.setdefault(edit.text, edit)
    return sorted(edits.values(), key=lambda edit: (edit.start, edit.text))[:MOST_EDITS]


def _edits(english: str) -> Iterator[Edit]:
    for pattern, replacement in _RULES:
        for match in islice(pattern.finditer(english), MOST_EDITS):
            new = replacement(match)
            if new is not None:
                yield _edit(english, match.start(), match.end(), new)
    for match in islice(_PLAIN_VERB.finditer(english), MOST_EDITS):
        yield _edit(english, match.start(1), match.end(1), _DENIED_VERB[match[1]])


def _edit(english: str, start: int, end: int, new: str) -> Edit:
    """One edit; where the first word of a sentence goes, the next one takes its capital."""
    old, tail = english[start:end], english[end:]
    new = keep_case(old, new)
    if not new and old[:1].isupper():
        tail = tail[:1].upper() + tail[1:]
    return Edit(english[:start] + new + tail, start, start + len(old.rstrip()), old.rstrip(), new)
