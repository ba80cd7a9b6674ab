"""Drafts of ClaimReview markup (schema.org) that state how a rendering differs, for a person to finish.

What only a person can vouch for (author, address, date and a rating of truth) is left out, not filled with stand-ins.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from iqtibas.align.model import Finding, Rendering, Verdict
from iqtibas.article import Article
from iqtibas.report.controls import one_line
from iqtibas.report.page.html import safe_href
from iqtibas.report.page.view import ELLIPSIS
from iqtibas.report.record.result import Review
from iqtibas.report.wording import VERDICTS, difference_sentence, remarks_last

CONTEXT = "https://schema.org"
DRAFT_TASK = (
    "A person has to read both texts, correct it and sign it. It is about the Arabic rendering only and does not say "
    "whether the statement is true."
)
DRAFT = f"Draft made by a program and checked by nobody. {DRAFT_TASK}"
RATINGS = {"altered": "Altered in the Arabic rendering", "partial": "Rendered in part"}
UNREVIEWED = Review()
LONGEST_SUMMARY, LONGEST_SPEAKER = 75, 30
"""Characters of a summary that search engines show whole (Google Search Central, "Fact check"); of them, for a name."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement, its rendering in one article, and the verdict on that; `claim_of` makes one.

    english: what was said. speaker, source: "" where unknown; source: the address or file of the statement. arabic: the
    rendering, its parts joined by a sign; "" for none. differences: what counts for the verdict, a sentence each.
    review: what people decided about it.
    """

    english: str
    speaker: str
    date: datetime.date | None
    source: str
    arabic: str
    article_id: str
    article_source: str
    verdict: Verdict
    differences: tuple[str, ...]
    review: Review = UNREVIEWED

    @property
    def differs(self) -> bool:
        """Whether there is a difference to review."""
        return self.verdict.label in RATINGS and bool(self.differences and self.arabic)


def claim_of(
    article: Article,
    said_in: str,
    english: str,
    rendering: Rendering | None,
    verdict: Verdict,
    *,
    speaker: str = "",
    date: datetime.date | None = None,
    source: str = "",
    review: Review = UNREVIEWED,
) -> Claim:
    """The claim behind a verdict. said_in: the text that the findings' English spans point into."""
    grave, _ = remarks_last(verdict)
    arabic = ELLIPSIS.join(map(article.slice, rendering.spans)) if rendering else ""
    worded = tuple(_worded(finding, said_in, article) for finding in grave)
    return Claim(english, speaker, date, source, arabic, article.id, article.source, verdict, worded, review)


def _worded(finding: Finding, said_in: str, article: Article) -> str:
    english = said_in[finding.english.start : finding.english.end] if finding.english else ""
    return difference_sentence(finding, english, article.slice(finding.arabic) if finding.arabic else "")


def claim_review(claim: Claim) -> dict[str, object]:
    """A draft of a ClaimReview as JSON-LD, for a claim that `differs`.

    The claim reviewed is that the speaker said what the Arabic says, which stands whole in itemReviewed; its summary
    is in the language of the review. The rating is a word for the rendering, without a number; author, url and
    datePublished are left for a person.
    """
    return {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "creativeWorkStatus": "Draft",
        "description": _description(claim.review),
        "inLanguage": "en",
        "claimReviewed": _summary(claim),
        "reviewBody": " ".join(claim.differences),
        "reviewRating": {
            "@type": "Rating",
            "alternateName": RATINGS[claim.verdict.label],
            "ratingExplanation": VERDICTS[claim.verdict.label],
        },
        "itemReviewed": {
            "@type": "Claim",
            "text": claim.arabic,
            "inLanguage": "ar",
            "appearance": _work(claim.article_id, claim.article_source, "ar"),
        },
        "isBasedOn": _statement(claim),
    }


def _statement(claim: Claim) -> dict[str, object]:
    """The English statement as a schema.org Quotation."""
    quotation: dict[str, object] = {"@type": "Quotation", "text": claim.english, "inLanguage": "en"}
    if claim.speaker:
        quotation["creator"] = {"@type": "Person", "name": claim.speaker}
    if claim.date:
        quotation["dateCreated"] = claim.date.isoformat()
    if claim.source:
        quotation["isPartOf"] = _work(claim.source, claim.source, "en")
    return quotation


def _work(name: str, source: str, language: str) -> dict[str, object]:
    """Where a text stands; with its address only if it has one that can be opened."""
    address = safe_href(name) or safe_href(source)
    work: dict[str, object] = {"@type": "CreativeWork", "name": name, "inLanguage": language}
    return work | ({"url": address} if address else {})


def _description(review: Review) -> str:
    """What the draft is worth, by who has looked at it."""
    if review.status != "accepted":
        return DRAFT
    changed = f", with another {' and '.join(review.changed)}" if review.changed else ""
    reviewer = one_line(review.reviewer) or "a reviewer"
    return (
        f"Draft made by a program. In review, {reviewer} accepted what it says of the rendering{changed}. {DRAFT_TASK}"
    )


def _summary(claim: Claim) -> str:
    """The claim in English alone, its quotation closed even where it is cut."""
    head = f"The Arabic of what {_shortened(claim.speaker or 'the speaker', LONGEST_SPEAKER)} said: “"
    return f"{head}{_shortened(claim.english, LONGEST_SUMMARY - len(head) - 1)}”"


def _shortened(text: str, longest: int) -> str:
    """A text in so many characters, cut between words if need be."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"
