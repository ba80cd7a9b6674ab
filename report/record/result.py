"""What a run hands to the report: an article with everything that was found in it, and how it was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from iqtibas.align.model import Alignment
from iqtibas.article import Article, Quote
from iqtibas.eval import Fidelity
from iqtibas.models import ModelInfo
from iqtibas.translate import Translation

ReviewStatus = Literal["open", "accepted", "rejected"]
REVIEW_STATUSES: tuple[ReviewStatus, ...] = get_args(ReviewStatus)


@dataclass(frozen=True, slots=True)
class Review:
    """What people decided about one alignment. "rejected": the rendering or its verdict is wrong, and not mended.

    reviewer: who decided last, "" while it is open. note: what they wrote beside it. changed: what they changed,
    of "rendering", "verdict" and "translation", in this order.
    """

    status: ReviewStatus = "open"
    reviewer: str = ""
    note: str = ""
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleResult:
    """One article, done. fidelities: one an alignment in the same order, or empty where none was computed.

    reviews: likewise, empty where nobody has looked at it.
    """

    article: Article
    translations: tuple[Translation, ...]
    alignments: tuple[Alignment, ...]
    fidelities: tuple[Fidelity, ...]
    quotes: tuple[Quote, ...]
    reviews: tuple[Review, ...] = ()

    def scored(self) -> list[tuple[Alignment, Fidelity | None]]:
        """Every alignment with its fidelity, None where the run computed none."""
        scores: tuple[Fidelity | None, ...] = self.fidelities or (None,) * len(self.alignments)
        return list(zip(self.alignments, scores, strict=True))

    def reviewed(self) -> list[tuple[Alignment, Review]]:
        """Every alignment with what was decided about it, "open" where nobody has."""
        return list(zip(self.alignments, self.reviews or (Review(),) * len(self.alignments), strict=True))


@dataclass(frozen=True, slots=True)
class RunInfo:
    """How the results came about, enough to repeat them.

    model: the translation model, None where nothing was translated. engine: what decoded, as "ctranslate2".
    options: decoding options by name. signatures: sacrebleu's, by metric name. version: of this program.
    """

    model: ModelInfo | None
    engine: str
    options: Mapping[str, object]
    signatures: Mapping[str, str]
    version: str
