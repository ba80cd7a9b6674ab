"""What is said of verdicts, of what is checked, and of what people decided."""

from __future__ import annotations

from iqtibas.align.model import VerdictLabel
from iqtibas.align.reasons import FindingKind
from iqtibas.report.record.result import Review, ReviewStatus
from iqtibas.report.wording.catalogue import SOURCE, Language, Ours, filled, message, translated

WEAK_MODEL = message("Small embedded model: gist only, often wrong in names, numbers and negation. Never quote it.")
READ_FROM_ARABIC = message(
    "Grey boxes: quantities, dates and known names, read from the Arabic itself without the model."
)
LABELS: dict[VerdictLabel, str] = {
    "faithful": message("faithful"),
    "altered": message("altered"),
    "partial": message("partial"),
    "missing": message("missing"),
}
VERDICTS: dict[VerdictLabel, str] = {
    "faithful": message("Nothing that was checked clearly differs."),
    "altered": message("The Arabic says something else than the statement in at least one place."),
    "partial": message("The Arabic gives only part of the statement, or adds to it."),
    "missing": message("No Arabic rendering of this statement was found in the article."),
}
CHECKED = message(
    "Checked: numbers, names, negation, opposites (north, south), modality (must, may), omissions and additions, the "
    "form of the quotation."
)
UNCHECKED = message(
    "Not checked: facts, tone, and whether the best word was chosen. Rarely found: the name of one person put for "
    "another where neither is widely known. No check finds everything: read both texts before you rely on a verdict."
)
REMARKS = message("Too unsure to count, or only about the form of the quotation: the verdict stands without them.")
KINDS: dict[FindingKind, str] = {
    "number": message("number"),
    "name": message("name"),
    "negation": message("negation"),
    "modality": message("modality"),
    "omission": message("omission"),
    "addition": message("addition"),
    "quotation": message("quotation"),
}
FINDINGS: dict[FindingKind, str] = {
    "number": message("A number differs"),
    "name": message("A name differs"),
    "negation": message("One side denies what the other says, or says its opposite"),
    "modality": message("The certainty or obligation differs (may, will, must)"),
    "omission": message("The Arabic leaves out part of the statement"),
    "addition": message("The Arabic adds what the statement does not say"),
    "quotation": message("The form of the quotation is off (marks, indirect speech, or the speaker)"),
}
REVIEWS: dict[ReviewStatus, str] = {
    "open": message("not reviewed yet"),
    "accepted": message("accepted"),
    "rejected": message("rejected"),
}


def review_words(review: Review, language: Language = SOURCE) -> str:
    """What people decided, in one line: `accepted by Mira Dalen; changed: rendering, verdict`."""
    said: str = translated(REVIEWS[review.status], language)
    if review.reviewer:
        named = {"status": Ours(said), "reviewer": review.reviewer}
        said = filled(message("{status} by {reviewer}"), named, language)
    if not review.changed:
        return said
    told = {"status": Ours(said), "fields": ", ".join(review.changed)}
    return filled(message("{status}; changed: {fields}"), told, language)
