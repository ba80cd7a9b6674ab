"""Coverage against official statements that it does not embed: what each article makes of each statement.

Pairs that sentence vectors give no chance are left out (align/coverage/nearness.py). In what is left of an article's
statements, each is looked for as an embedded one is, but without a place that tells anything; candidates, ledger and
verdict are the same, and the models that choose among the candidates were fitted for this (bench/fit/check.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from iqtibas.align.aligner import Aligner
from iqtibas.align.coverage.attribution import attribute, find_unsourced
from iqtibas.align.coverage.copied import copied_rendering
from iqtibas.align.coverage.copies import group_copies, shingles
from iqtibas.align.coverage.model import Check, Coverage, Possible, Unsourced
from iqtibas.align.coverage.nearness import Nearness, rows_of
from iqtibas.align.find.match import Matcher, likeliest, load_matcher
from iqtibas.align.index.search import Index
from iqtibas.align.ledger.quotation.surnames import surname
from iqtibas.align.ledger.severity import POSSIBLE, SURE
from iqtibas.align.ledger.verdict import judge
from iqtibas.align.model import Rendering, Verdict
from iqtibas.align.pairs import moved, placed, reported_pair
from iqtibas.article import Article, ReadError, Segment, find_embeds
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.input.statements import Statement
from iqtibas.article.languages import language_of
from iqtibas.article.model import overlaps
from iqtibas.article.reading import Reading
from iqtibas.article.visible import VisibleArticle, visible, visible_article

# Articles after which the encoders forget what they read: what articles quote alike is encoded once.
TOGETHER = 32
# Fewer words at an edge are no rendering, and fewer beside an addition go with it.
FEWEST_WORDS = 4
_BESIDE = " \t\n،؛,;:"  # signs that belong to what is beside a rendering


def english_statements(statements: Sequence[Statement]) -> tuple[list[Statement], list[ReadError]]:
    """Those that can be checked, and an error for each that is in another language."""
    kept: list[Statement] = []
    errors = []
    for statement in statements:
        if language_of(statement.text) == "en":
            kept.append(statement)
        else:
            place = f"{statement.source or 'statement'}, {statement.id}"
            errors.append(ReadError(place, "is not English, and was not checked", "give what was said in English"))
    return kept, errors


def check_coverage(
    statements: Sequence[Statement],
    articles: Sequence[Article],
    aligner: Aligner,
    *,
    index: Index | None = None,
    matcher: Matcher | None = None,
    progress: Callable[[str], None] = lambda _: None,
    isolated: Callable[[str], AbstractContextManager[object]] = nullcontext,
) -> Check:
    """What every article makes of every statement; with an index the same as without, but for rounding.

    statements: English ones, see `english_statements`. index: one that holds the articles, whose vectors then need not
    be made again. matcher: fitted models, those that ship if None. progress: called with each article's id. isolated:
    what the work on each article is done in, called with its id; an article whose error it holds back is not in the
    check.
    """
    checker = _Checker(statements, aligner, replace(aligner, matcher=matcher or load_matcher("check")))
    known = Nearness.of([visible(s.text).text for s in statements], aligner.sentences)
    source = index or aligner.sentences
    done: list[VisibleArticle] = []
    covered: list[Coverage] = []
    possible: list[Possible] = []
    loose: list[Unsourced] = []
    words: list[frozenset[int]] = []
    for number, article in enumerate(articles, 1):
        progress(article.id)
        with isolated(article.id):
            seen = visible_article(article)
            reading = ArticleReading(seen.article)
            own = shingles(reading)
            found, unsettled, left = checker.check(reading, len(done), known.near(rows_of(reading, source)))
            done.append(seen)
            words.append(own)
            covered += found
            possible += unsettled
            loose += seen.located(left)
        if number % TOGETHER == 0:
            aligner.forget()
    copies = group_copies(words)
    for number, one in list(checker.in_copies(covered, copies)):
        with isolated(done[number].article.id):
            theirs = checker.copied(done[one.article].article, done[number].article, number, one)
            if theirs and _is_sure(theirs):
                covered.append(theirs)
            elif theirs:
                possible.append(replace(_unsure(theirs), copy_of=one.article))
    aligner.forget()
    covered = [_located(one, done[one.article], statements[one.statement]) for one in sorted(covered, key=_order)]
    judged = {_order(one) for one in covered}
    kept = {_order(one): one for one in possible if _order(one) not in judged}
    unsure = tuple(done[kept[key].article].located(kept[key]) for key in sorted(kept))
    read = tuple(seen.source for seen in done)
    return Check(tuple(statements), read, tuple(covered), tuple(loose), copies, unsure)


def _order(one: Coverage | Possible) -> tuple[int, int]:
    return one.statement, one.article


@dataclass(frozen=True, slots=True)
class _Checker:
    """What a check looks with. placed: the aligner of embeds; unplaced: that of statements without a place."""

    statements: Sequence[Statement]
    placed: Aligner
    unplaced: Aligner

    def check(
        self, reading: ArticleReading, number: int, near: Sequence[int]
    ) -> tuple[list[Coverage], list[Possible], list[Unsourced]]:
        """An article's renderings of the statements that it may have, what may be one, and what it quotes besides."""
        found, unsure = self._coverage(reading, number, near) if near else ([], [])
        speakers = dict.fromkeys(statement.speaker for statement in self.statements)
        taken = [span for one in found for span in one.rendering.spans]
        loose = find_unsourced(reading, number, speakers, taken)
        embedded = self._embedded(reading) if loose else []
        loose = [one for one in loose if not any(overlaps(one.quote, span) for span in embedded)]
        unsure += [_unsure(one) for one in found if not _is_sure(one)]
        return [one for one in found if _is_sure(one)], unsure, loose

    def in_copies(self, covered: Sequence[Coverage], copies: Sequence[Sequence[int]]) -> Iterator[tuple[int, Coverage]]:
        """(article, what another one makes of a statement) where it nearly copies that one, which alone has it."""
        known = {_order(one) for one in covered}
        groups = {article: group for group in copies for article in group}
        for one in covered:
            for number in groups.get(one.article, ()):
                if (one.statement, number) not in known:
                    known.add((one.statement, number))
                    yield number, one

    def copied(self, original: Article, copy: Article, number: int, one: Coverage) -> Coverage | None:
        """What the copy makes of a statement that its original renders; None where it lacks the passage."""
        rendering = copied_rendering(original, one.rendering, copy)
        if rendering is None:
            return None
        own = Reading(visible(self.statements[one.statement].text).text)
        return self._judged(ArticleReading(copy), number, one.statement, own, rendering)

    def _coverage(
        self, reading: ArticleReading, number: int, near: Sequence[int]
    ) -> tuple[list[Coverage], list[Possible]]:
        asked = [Reading(visible(self.statements[k].text).text) for k in near]
        none = self.unplaced.matcher.full.none
        found: list[Coverage] = []
        unsure: list[Possible] = []
        for k, own, weighed in zip(near, asked, self.unplaced.weigh_statements(reading, asked), strict=True):
            if rendering := weighed.decision.rendering:
                found.append(self._judged(reading, number, k, own, rendering))
            elif (best := likeliest(weighed.scored, none)) and best.confidence >= POSSIBLE:
                unsure.append(Possible(k, number, (Segment(best.start, best.end),), best.confidence))
        return found, unsure

    def _judged(
        self, reading: ArticleReading, number: int, statement: int, own: Reading, rendering: Rendering
    ) -> Coverage:
        """A rendering with its verdict; reported speech ends where the statement does."""
        names = sorted(filter(None, {surname(one.speaker) for one in self.statements}))
        whose = attribute(rendering, self.statements[statement], reading.quotes, names)
        verdict = self._verdict(reading, own, rendering, whose.direct)
        if not whose.direct and (inner := without_edges(reading.article, rendering, verdict)):
            again = self._verdict(reading, own, inner, whose.direct)
            if again.label == "faithful":
                rendering, verdict = inner, again
        return Coverage(statement, number, rendering, verdict, whose)

    def _verdict(self, reading: ArticleReading, statement: Reading, rendering: Rendering, direct: bool) -> Verdict:
        """English spans point into the statement, Arabic ones into the article."""
        pair = reported_pair(reading, statement, rendering, self.unplaced.words, direct=direct)
        return moved(judge(pair, self.unplaced.tools, rendering.confidence), 0, pair.context.at)

    def _embedded(self, reading: ArticleReading) -> list[Segment]:
        """Where an article renders what it embeds."""
        embeds = [embed for embed in find_embeds(reading.article) if embed.language == "en"]
        if not embeds:
            return []
        decided = (weighed.decision.rendering for weighed in self.placed.weigh(reading, embeds))
        return [span for rendering in decided if rendering for span in rendering.spans]


def _located(coverage: Coverage, seen: VisibleArticle, statement: Statement) -> Coverage:
    """A coverage with its spans in the texts as they came in."""
    english, arabic = visible(statement.text), seen.view or visible(seen.article.text)
    verdict = placed(coverage.verdict, english.to_source, arabic.to_source)
    return replace(seen.located(coverage), verdict=verdict)


def without_edges(article: Article, rendering: Rendering, verdict: Verdict) -> Rendering | None:
    """A rendering without what it adds at its beginning or end; None where it adds nothing there.

    Nobody said where a rendering in the outlet's own words ends: what the statement does not say there is beside it.
    """
    added = next((f.arabic for f in verdict.findings if f.kind == "addition" and f.arabic), None)
    if added is None or rendering.parts:
        return None
    if len(article.text[rendering.start : added.start].split()) < FEWEST_WORDS:
        inside = Segment(added.end, rendering.end)
    elif len(article.text[added.end : rendering.end].split()) < FEWEST_WORDS:
        inside = Segment(rendering.start, added.start)
    else:
        return None
    said = article.slice(inside)
    start = inside.end - len(said.lstrip(_BESIDE))
    end = inside.start + len(said.rstrip(_BESIDE))
    return replace(rendering, start=start, end=end) if len(said.split()) >= FEWEST_WORDS else None


def _unsure(one: Coverage) -> Possible:
    return Possible(one.statement, one.article, one.rendering.spans, one.rendering.confidence)


def _is_sure(coverage: Coverage) -> bool:
    """Whether it may be said: where something differs, what is not surely the rendering is likelier another passage."""
    return coverage.rendering.confidence >= SURE[coverage.verdict.label]
