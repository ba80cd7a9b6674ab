"""What `import iqtibas` has of this room: what Arabic makes of English statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from iqtibas.align.aligner import Aligner, load_aligner
from iqtibas.align.compare import Comparison, compare_texts
from iqtibas.align.coverage.check import check_coverage, english_statements
from iqtibas.align.coverage.model import Check
from iqtibas.align.ledger.pair import Context
from iqtibas.align.model import Alignment
from iqtibas.article.api import as_article
from iqtibas.article.arabic.letters import script_share
from iqtibas.article.embeds import find_embeds
from iqtibas.article.errors import ReadError
from iqtibas.article.input.statements import Provenance, Statement, make_statement
from iqtibas.article.model import Article, Embed
from iqtibas.models.loaded import USING, once

LONGEST_COMPARED = 20_000
"""Code points of a text that `compare` takes. Memory grows with the product of both: 1 GB for two of this length."""


@once
def shared_aligner() -> Aligner:
    """The aligner of this process, see `load_aligner`; use it with `models.loaded.USING` held."""
    return load_aligner()


def align(article: Article | str, embeds: Sequence[Embed] | None = None) -> list[Alignment]:
    """Find the Arabic rendering of every English statement that an article embeds, and judge it.

    article: a str is the text itself, never a path. embeds: those to look for, all that `find_embeds` finds if None;
    statements that the article does not embed are for `check`.

    Returns one `Alignment` an English embed, in order. All spans, in the findings too, are code points of the article's
    text: what is English lies in the embed, what is Arabic in or beside the rendering. `rendering` is None, and the
    verdict "missing", where the article has none. Models are loaded for the first embed that there is. Raises ReadError
    for text without Arabic, ModelError if a model of the package is damaged.
    """
    article = as_article(article)
    wanted = find_embeds(article) if embeds is None else embeds
    if not any(embed.language == "en" for embed in wanted):
        return []
    with USING:
        return shared_aligner().align(article, wanted)


def compare(english: str, arabic: str, *, direct: bool = True) -> Comparison:
    """Compare an English text with the Arabic text that renders it, and say what differs.

    direct: whether the Arabic is printed as a quotation; of a report in the outlet's own words, what only the Arabic
    hedges decides nothing.

    Returns a `Comparison`: `verdict` ("faithful", "altered" or "partial", with its findings and a confidence that
    takes the two texts for a pair) and `links`, which words render which. English spans are code points of `english`,
    Arabic ones of `arabic`. Whether the one renders the other at all is not asked: `align` and `check` find that out.
    Raises ReadError if a text is longer than LONGEST_COMPARED, `english` has no Latin letters or `arabic` no Arabic
    ones, and ModelError if a model of the package is damaged.
    """
    for side, text in (("english", english), ("arabic", arabic)):
        if len(text) > LONGEST_COMPARED:
            problem = f"has {len(text)} characters, more than {LONGEST_COMPARED}"
            raise ReadError(side, problem, "compare it piece by piece; `iqtibas documents` aligns whole documents")
    if not script_share(english).latin:
        raise ReadError("english", "holds no English", "give the English text first, then the Arabic one")
    if not script_share(arabic).arabic:
        raise ReadError("arabic", "holds no Arabic", "give the English text first, then the Arabic one")
    with USING:
        aligner = shared_aligner()
        compared = compare_texts(english, arabic, Context(direct=direct), aligner.tools)
        aligner.forget()
    return compared


def check(statements: Iterable[Statement | str], articles: Iterable[Article]) -> Check:
    """Say what articles that do not embed them make of English statements.

    statements: from `read_statements`, your own, or their mere text. articles: of any number; all are held in memory.

    Returns a `Check`: `covered` has the renderings that were found, each with its statement's and its article's number,
    verdict and attribution, and nothing for what an article does not cover. English spans are code points of the
    statement's text, Arabic ones of the article's. Raises ReadError for a statement that is empty or not English,
    ModelError if a model of the package is damaged.
    """
    known = [make_statement(one, Provenance()) if isinstance(one, str) else one for one in statements]
    known, errors = english_statements(known)
    if errors:
        raise errors[0]
    with USING:
        return check_coverage(known, list(articles), shared_aligner())
