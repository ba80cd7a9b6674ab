"""The face of the aligner: an article's embeds in, their renderings and verdicts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from align.candidates import Stretch, find_stretches
from align.encode import SentenceEncoder, load_sentence_encoder
from align.evidence import SHORTLIST, Background, cheap_signals, word_signals
from align.match import Decision, Matcher, Scored, choose, load_matcher
from align.model import Alignment
from align.statement import Statement, read_statement
from align.verdict import Judges, judge
from align.words import WordEncoder, load_word_encoder
from article import Article, Embed
from translate import Contrast, load_contrast


@dataclass(frozen=True, slots=True)
class Aligner:
    """Finds renderings and judges them. Make one with `load_aligner` and keep it: the encoders take a second."""

    sentences: SentenceEncoder
    words: WordEncoder
    matcher: Matcher
    contrast: Contrast

    def align(self, article: Article, embeds: Sequence[Embed]) -> list[Alignment]:
        """One alignment for every English embed, in order; embeds in other languages are left out."""
        english = [e for e in embeds if e.language == "en"]
        if not english:
            return []
        statements = [read_statement(article.text, e.said) for e in english]
        decisions = self._decide(article, english, statements)
        judges = Judges(self.words, self.sentences, self.contrast)
        alignments = [
            Alignment(e, d.rendering, judge(article, s, d, judges))
            for e, s, d in zip(english, statements, decisions, strict=True)
        ]
        self.sentences.forget()
        self.words.forget()
        return alignments

    def _decide(self, article: Article, embeds: list[Embed], statements: list[Statement]) -> list[Decision]:
        """The rendering of every statement. A tweet that is embedded twice has one, and both embeds have it."""
        stretches = find_stretches(article)
        first = {s.text: k for k, s in reversed(list(enumerate(statements)))}
        distinct = sorted(first.values())
        scored = [self._score(article, embeds[k], statements[k], stretches) for k in distinct]
        decided = dict(zip(distinct, choose(scored, self.matcher.full.none), strict=True))
        return [decided[first[s.text]] for s in statements]

    def _score(self, article: Article, embed: Embed, statement: Statement, stretches: list[Stretch]) -> Scored:
        import numpy as np

        if not stretches:
            return Scored((), np.zeros(0))
        background: Background = self.matcher.background
        cheap = cheap_signals(article, embed, statement, stretches, self.sentences, background)
        best = np.argsort(-self.matcher.cheap.utilities(cheap), kind="stable")[:SHORTLIST]
        short = [stretches[k] for k in sorted(best)]
        words = word_signals(article, statement, short, self.words, background)
        utilities = self.matcher.full.utilities(np.column_stack([cheap[sorted(best)], words]))
        return Scored(tuple(short), utilities)


def load_aligner() -> Aligner:
    """The aligner with the encoders and the fitted models that ship with the package."""
    return Aligner(load_sentence_encoder(), load_word_encoder(), load_matcher(), load_contrast())
