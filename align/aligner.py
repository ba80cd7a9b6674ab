"""The face of the aligner: an article's embeds in, their renderings and verdicts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iqtibas.align.find.assemble import Assembly, Evidence, assemble, load_assembly, read_evidence
from iqtibas.align.find.candidates import Stretch, around, find_stretches, running_sentences
from iqtibas.align.find.evidence import SHORTLIST, cheap_signals, full_signals, habits, word_evidence
from iqtibas.align.find.match import Decision, Matcher, Scored, choose, load_matcher, probabilities
from iqtibas.align.find.query import Query, read_query
from iqtibas.align.find.second_look import look_again
from iqtibas.align.find.signals import FULL_SIGNALS
from iqtibas.align.find.units import find_units
from iqtibas.align.ledger.check import Tools
from iqtibas.align.ledger.verdict import judge
from iqtibas.align.model import Alignment, Verdict
from iqtibas.align.pairs import embedded_pair, moved
from iqtibas.article import Article, Embed
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.reading import Reading
from iqtibas.article.visible import visible_article
from iqtibas.models import Contrast, load_contrast
from iqtibas.models.divergence import DivergenceTagger, load_tagger
from iqtibas.models.sentence_encoder import SentenceEncoder, load_sentence_encoder
from iqtibas.models.word_links import WordEncoder, load_word_encoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weighed:
    """One statement, its candidates with what spoke for each, and what was decided."""

    query: Query
    scored: Scored
    decision: Decision


@dataclass(frozen=True, slots=True)
class Gathered:
    """One statement, its candidates, which of them it was given, and what speaks for the units of its article."""

    query: Query
    scored: Scored
    decision: Decision
    evidence: Evidence


@dataclass(frozen=True, slots=True, repr=False)
class Aligner:
    """Finds renderings and judges them. Make one with `load_aligner` and keep it: the encoders take a second."""

    sentences: SentenceEncoder
    words: WordEncoder
    matcher: Matcher
    contrast: Contrast
    assembly: Assembly
    divergence: DivergenceTagger

    def align(
        self, article: Article, embeds: Sequence[Embed], reading: ArticleReading | None = None
    ) -> list[Alignment]:
        """One alignment for every English embed, in order; embeds in other languages are left out.

        reading: of the article, where it is there already; then both are of the article as it looks
        (`article.visible`).
        """
        english = [e for e in embeds if e.language == "en"]
        if not english:
            return []
        if reading is None:
            seen = visible_article(article)
            return seen.located(self.align(seen.article, seen.looked_up(english), ArticleReading(seen.article)))
        alignments = [
            self._aligned(reading, embed, weighed.decision)
            for embed, weighed in zip(english, self.weigh(reading, english), strict=True)
        ]
        self.forget()
        return alignments

    def _aligned(self, reading: ArticleReading, embed: Embed, decision: Decision) -> Alignment:
        verdict = self.judge(reading, embed, decision)
        return Alignment(embed, None if verdict.label == "missing" else decision.rendering, verdict)

    @property
    def tools(self) -> Tools:
        """What the ledger looks with."""
        return Tools(self.words, self.sentences, self.contrast, self.divergence)

    def judge(self, reading: ArticleReading, embed: Embed, decision: Decision) -> Verdict:
        """The verdict on the rendering of an embed, its spans in the article; "missing" where there is none.

        It is so, too, where what was found turns out to render something else.
        """
        rendering = decision.rendering
        if rendering is None:
            return Verdict("missing", decision.confidence)
        pair = embedded_pair(reading, embed, rendering, self.words)
        verdict = judge(pair, self.tools, decision.confidence, looked_up=True)
        return moved(verdict, embed.said.start, pair.context.at)

    def forget(self) -> None:
        """Drop what the encoders keep of an article."""
        self.sentences.forget()
        self.words.forget()

    def weigh(self, reading: ArticleReading, embeds: Sequence[Embed]) -> list[Weighed]:
        """What spoke for which rendering of every English embed, and what was decided; `forget` afterwards.

        A tweet that is embedded twice has one rendering, and both embeds have it.
        """
        return self._weigh(reading, [reading.part(e.said.start, e.said.end) for e in embeds], embeds)

    def weigh_statements(self, reading: ArticleReading, statements: Sequence[Reading]) -> list[Weighed]:
        """As `weigh`, of English statements that the article does not embed: nothing is near to them."""
        return self._weigh(reading, statements, [None] * len(statements))

    def _weigh(
        self, reading: ArticleReading, statements: Sequence[Reading], places: Sequence[Embed | None]
    ) -> list[Weighed]:
        gathered = self.gather(reading, statements, places)
        none, placed = self.matcher.full.none, all(places)
        weighed = {}
        for one in gathered:
            found = assemble(reading, one.scored, one.evidence, one.decision, self.assembly, none, placed=placed)
            weighed[one.query.text] = Weighed(one.query, one.scored, found)
        queries = [read_query(statement) for statement in statements]
        return [replace(weighed[q.text], query=q) for q in queries]

    def gather(
        self, reading: ArticleReading, statements: Sequence[Reading], places: Sequence[Embed | None]
    ) -> list[Gathered]:
        """What speaks for the candidates and for the units, of each distinct statement; `forget` afterwards.

        places: where the article embeds each, or None.
        """
        stretches = find_stretches(reading)
        first: dict[str, tuple[Query, Embed | None]] = {}
        for statement, place in zip(statements, places, strict=True):
            query = read_query(statement)
            first.setdefault(query.text, (query, place))
        queries = [query for query, _ in first.values()]
        found = self._score(reading, [place for _, place in first.values()], queries, stretches)
        none = self.matcher.full.none
        chosen = choose(found, none, self.matcher.shared)
        units, sentences = find_units(reading), running_sentences(reading)
        evidence = read_evidence(reading, queries, found, chosen, units, sentences, self.words, none)
        return [Gathered(*one) for one in zip(queries, found, chosen, evidence, strict=True)]

    def _score(
        self,
        reading: ArticleReading,
        embeds: Sequence[Embed | None],
        queries: Sequence[Query],
        stretches: list[Stretch],
    ) -> list[Scored]:
        """The shortlist of every statement."""
        import numpy as np

        if not stretches:
            return [Scored((), np.zeros(0), np.zeros((0, len(FULL_SIGNALS)))) for _ in queries]
        background, sentences = self.matcher.background, running_sentences(reading)
        near = [around(stretches, embed) for embed in embeds]
        cheap = [
            cheap_signals(reading, e, q, own, self.sentences, background)
            for e, q, own in zip(embeds, queries, near, strict=True)
        ]
        first = [self.matcher.cheap.utilities(rows) for rows in cheap]
        usual = self._habits(near, first) if all(embeds) else [0.0] * len(queries)
        found = []
        for query, own, rows, utilities, habit in zip(queries, near, cheap, first, usual, strict=True):
            best = sorted(np.argsort(-utilities, kind="stable")[:SHORTLIST])
            short = [own[k] for k in best]
            words = word_evidence(reading, query, short, sentences, self.words, background)
            signals = full_signals(rows[best], words.signals, habit)
            scored = Scored(tuple(short), self.matcher.full.utilities(signals), signals, words.covered)
            found.append(self._look_again(reading, query, scored))
        return found

    def _habits(self, near: Sequence[Sequence[Stretch]], utilities: Sequence[Floats]) -> list[float]:
        """See `align.find.evidence.habits`.

        Of statements without a place an article has too few for it to say anything.
        """
        import numpy as np

        shares = [probabilities(row, self.matcher.cheap.none) for row in utilities]
        return habits(shares, [np.array([s.whole for s in own]) for own in near])

    def _look_again(self, reading: ArticleReading, query: Query, scored: Scored) -> Scored:
        none, look = self.matcher.full.none, self.matcher.look
        return look_again(reading, query, scored, none, look, self.contrast) if look else scored


def load_aligner() -> Aligner:
    """The aligner with the encoders and the fitted models that ship with the package."""
    return Aligner(
        load_sentence_encoder(), load_word_encoder(), load_matcher(), load_contrast(), load_assembly(), load_tagger()
    )
