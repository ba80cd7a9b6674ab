"""From an embedded statement to its rendering and verdict: the samples with gold, and every step on the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gold import GOLD, SAME_SPAN, same_span, sample
from pasted import BEFORE, BEHIND, pasted

from iqtibas.align import Aligner, Alignment, Candidate, Rendering, Verdict
from iqtibas.align.find.candidates import Stretch
from iqtibas.align.find.evidence import centred, margin
from iqtibas.align.find.match import Decision, Scored, choose, overlap, probabilities
from iqtibas.article import Article, find_embeds
from iqtibas.article.input.plain import article_from_text
from iqtibas.models.word_links import Link, worst_window
from iqtibas.report.wording import sentence

TWEETS = [
    pytest.param(article["id"], number, id=f"{article['id'][:2]}-{number + 1}")
    for article in GOLD
    for number in range(len(article["tweets"]))
]
# What the gold of a kind must be called. Names and negation are judged by checks of their own.
JUDGED = {None, "number", "name", "negation", "omission", "addition"}
Aligned = dict[str, tuple[Article, list[Alignment]]]


@pytest.fixture(scope="module")
def aligned(aligner: Aligner) -> Aligned:
    """Every sample with its alignments."""
    articles = [sample(gold["id"]) for gold in GOLD]
    return {article.id: (article, aligner.align(article, find_embeds(article))) for article in articles}


def gold_tweet(name: str, number: int) -> dict[str, Any]:
    [tweets] = [article["tweets"] for article in GOLD if article["id"] == name]
    tweet: dict[str, Any] = tweets[number]
    return tweet


class TestSamples:
    @pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["id"][:2])
    def test_every_english_tweet_and_no_other_is_aligned(self, aligned: Aligned, gold: dict[str, Any]) -> None:
        _, alignments = aligned[gold["id"]]
        found = [(a.embed.start, a.embed.end, a.embed.text) for a in alignments]
        assert found == [(t["start"], t["end"], t["english"]) for t in gold["tweets"]]

    def test_an_arabic_tweet_is_seen_and_not_aligned(self) -> None:
        [gold] = [article for article in GOLD if article.get("arabic_tweets")]
        arabic = [e for e in find_embeds(sample(gold["id"])) if e.language == "ar"]
        assert [(e.start, e.end, e.text) for e in arabic] == [
            (t["start"], t["end"], t["arabic"]) for t in gold["arabic_tweets"]
        ]

    @pytest.mark.parametrize(("name", "number"), TWEETS)
    def test_the_rendering_is_found_or_said_to_be_missing(self, aligned: Aligned, name: str, number: int) -> None:
        """The crossed pair of 07 is told apart, and 06 is not taken in by sentences on its subject."""
        article, alignments = aligned[name]
        rendering, gold = alignments[number].rendering, gold_tweet(name, number)
        if gold["rendering"] is None:
            assert rendering is None
            return
        assert rendering is not None
        assert same_span(article, rendering, gold["rendering"]) >= SAME_SPAN
        assert 0.5 < rendering.confidence <= 1

    @pytest.mark.parametrize(("name", "number"), TWEETS)
    def test_the_verdict_is_that_of_the_gold(self, aligned: Aligned, name: str, number: int) -> None:
        gold, verdict = gold_tweet(name, number), aligned[name][1][number].verdict
        if gold["kind"] not in JUDGED:
            pytest.skip(f"a changed {gold['kind']} is judged by another check")
        assert verdict.label == gold["verdict"]
        assert 0 < verdict.confidence <= 1
        assert gold["kind"] is None or gold["kind"] == verdict.findings[0].kind

    def test_a_changed_number_is_pointed_at_and_put_in_words(self, aligned: Aligned) -> None:
        article, [found] = aligned["02-ministry-number.txt"]
        [finding] = [f for f in found.verdict.findings if f.kind == "number"]
        assert finding.english is not None
        assert finding.arabic is not None
        assert "350" in article.slice(finding.english)
        assert "530" in article.slice(finding.arabic)
        assert "$350 million" in sentence(finding)
        assert "530 million" in sentence(finding)
        assert 0 < finding.severity <= 1

    def test_an_omission_points_at_the_english_sentence_alone(self, aligned: Aligned) -> None:
        article, [found] = aligned["04-broadcaster-omission.txt"]
        [finding] = [f for f in found.verdict.findings if f.kind == "omission"]
        assert finding.arabic is None
        assert finding.english is not None
        assert article.slice(finding.english) == gold_tweet(article.id, 0)["differs"]["english"]
        assert "leaves out “Aid must now be allowed" in sentence(finding)

    def test_an_addition_points_at_the_arabic_sentence_alone(self, aligned: Aligned) -> None:
        article, [found] = aligned["10-agency-addition.txt"]
        [finding] = [f for f in found.verdict.findings if f.kind == "addition"]
        assert finding.english is None
        assert finding.arabic is not None
        assert article.slice(finding.arabic) == gold_tweet(article.id, 0)["differs"]["arabic"]
        assert "adds “وسنبدأ تصدير الفائض" in sentence(finding)

    @pytest.mark.parametrize("name", [gold["id"] for gold in GOLD])
    def test_every_span_lies_where_it_belongs(self, aligned: Aligned, name: str) -> None:
        article, alignments = aligned[name]
        for found in alignments:
            if found.rendering is None:
                continue
            spans: list[Candidate | Rendering] = [found.rendering, *found.rendering.alternatives]
            for k, one in enumerate(spans):
                assert {b.kind for b in article.blocks if b.start < one.end and one.start < b.end} <= {
                    "heading", "paragraph", "list_item", "caption",
                }  # fmt: skip
                assert all(one.end <= other.start or other.end <= one.start for other in spans[k + 1 :])
            confidences = [one.confidence for one in spans]
            assert confidences == sorted(confidences, reverse=True)
            for finding in found.verdict.findings:
                said, rendered = found.embed.said, found.rendering
                assert finding.english is None or said.start <= finding.english.start < finding.english.end <= said.end
                assert (
                    finding.arabic is None
                    or rendered.start <= finding.arabic.start < finding.arabic.end <= rendered.end
                )


class TestAligner:
    def test_the_same_statement_embedded_twice_has_its_rendering_twice(self, aligner: Aligner) -> None:
        tweet = "We will open 12 bridges in 2024. https://t.co/a{}\n— Karim Badri (@KarimB) May 1, 2020"
        article = pasted(
            tweet.format(1), "وكتب الوزير في تغريدة: «سنفتتح 12 جسرا في عام 2024».", BEHIND, tweet.format(2)
        )
        first, second = aligner.align(article, find_embeds(article))
        assert first.rendering is not None
        assert second.rendering is not None
        assert (second.rendering.start, second.rendering.end) == (first.rendering.start, first.rendering.end)
        assert first.verdict.label == second.verdict.label == "faithful"

    def test_a_single_stretch_needs_no_rival(self, aligner: Aligner) -> None:
        article = pasted("We will open the bridge on Monday. https://t.co/a1", "سنفتتح الجسر يوم الاثنين.")
        [found] = aligner.align(article, find_embeds(article))
        assert found.rendering is not None
        assert article.slice(found.rendering) == "سنفتتح الجسر يوم الاثنين."

    def test_an_article_whose_arabic_is_all_boilerplate_has_no_rendering(self, aligner: Aligner) -> None:
        article = pasted("We will open the bridge on Monday. https://t.co/a1", "المصدر: سنفتتح الجسر يوم الاثنين")
        [found] = aligner.align(article, find_embeds(article))
        assert (found.rendering, found.verdict.label, found.verdict.findings) == (None, "missing", ())

    def test_embeds_that_are_not_english_are_left_out(self, aligner: Aligner) -> None:
        article = pasted(
            "Le pont est ouvert dans une semaine avec les élus. https://t.co/a1",
            "نفتتح الجسر يوم الاثنين https://t.co/a2",
            "🌉🌉 https://t.co/a3\n— Karim Badri (@KarimB) May 1, 2020",
            BEFORE,
        )
        assert len(find_embeds(article)) == 3
        assert aligner.align(article, find_embeds(article)) == []

    def test_three_seeds_are_found(self, aligner: Aligner, shared: Path) -> None:
        lines = (shared / "eval" / "seeds-gold.jsonl").read_text(encoding="utf-8").splitlines()
        found = 0
        for gold in map(json.loads, lines):
            article = article_from_text(gold["text"], id=gold["id"], source=gold["id"], sha256="")
            alignments = aligner.align(article, find_embeds(article))
            assert len(alignments) == len(gold["tweets"]), article.id
            for alignment, tweet in zip(alignments, gold["tweets"], strict=True):
                assert alignment.rendering is not None
                assert same_span(article, alignment.rendering, tweet["rendering"]) >= SAME_SPAN
                found += 1
        assert found == 3


def stretch(start: int, end: int) -> Stretch:
    return Stretch(start, end, 0, whole=False, quoted=False, cued=False)


def offer(*weighted: tuple[int, int, float]) -> Scored:
    """Stretches (start, end, utility)."""
    return Scored(tuple(stretch(a, b) for a, b, _ in weighted), np.array([u for _, _, u in weighted], float))


def spans(decisions: list[Decision]) -> list[tuple[int, int] | None]:
    return [(d.rendering.start, d.rendering.end) if d.rendering else None for d in decisions]


class TestChoice:
    def test_each_statement_gets_its_best_stretch(self) -> None:
        assert spans(choose([offer((0, 10, 3.0), (20, 30, 0.0)), offer((0, 10, 0.0), (20, 30, 3.0))], 0.0)) == [
            (0, 10),
            (20, 30),
        ]
        assert spans(choose([offer((0, 10, 0.0), (20, 30, 3.0)), offer((0, 10, 3.0), (20, 30, 0.0))], 0.0)) == [
            (20, 30),
            (0, 10),
        ]

    @pytest.mark.parametrize("swapped", [False, True])
    def test_a_stretch_goes_to_whoever_is_surest_of_it(self, swapped: bool) -> None:
        offers = [offer((0, 10, 9.0), (20, 30, 1.0)), offer((0, 10, 5.0), (20, 30, 4.0))]
        expected = [(0, 10), (20, 30)]
        decided = spans(choose(offers[::-1] if swapped else offers, 0.0))
        assert decided == (expected[::-1] if swapped else expected)

    def test_what_overlaps_a_stretch_that_is_given_away_is_taken_too(self) -> None:
        decided = choose([offer((0, 10, 9.0)), offer((5, 15, 6.0), (8, 9, 5.0))], 0.0)
        assert spans(decided) == [(0, 10), None]

    def test_missing_wins_above_even_odds_and_says_how_sure_it_is(self) -> None:
        [decision] = choose([offer((0, 10, -1.0), (20, 30, -2.0))], 1.0)
        logits = np.exp([-1.0, -2.0, 1.0])
        assert decision.rendering is None
        assert decision.confidence == pytest.approx(logits[2] / logits.sum())

    def test_near_duplicates_share_their_confidence(self) -> None:
        [decision] = choose([offer((0, 100, 2.0), (0, 98, 2.0), (200, 300, 0.0))], 0.0)
        weights = np.exp([2.0, 2.0, 0.0, 0.0])
        assert decision.rendering is not None
        assert decision.confidence == pytest.approx(weights[:2].sum() / weights.sum())
        [other] = decision.rendering.alternatives
        assert (other.start, other.end) == (200, 300)
        assert other.confidence == pytest.approx(weights[2] / weights.sum())

    def test_alternatives_are_apart_and_best_first(self) -> None:
        [decision] = choose([offer((0, 10, 5.0), (5, 15, 4.0), (20, 30, 3.0), (25, 35, 2.0), (40, 50, 1.0))], 0.0)
        assert decision.rendering is not None
        assert [(c.start, c.end) for c in decision.rendering.alternatives] == [(20, 30), (40, 50)]

    def test_nothing_to_choose_from(self) -> None:
        assert choose([], 0.0) == []
        assert choose([Scored((), np.zeros(0))], 0.0) == [Decision(None, 1.0)]

    def test_probabilities_sum_to_one_even_far_out(self) -> None:
        for utilities in ([], [0.0], [900.0, -900.0], [-900.0]):
            found = probabilities(np.array(utilities, float), 0.0)
            assert found.shape == (len(utilities) + 1,)
            assert found.sum() == pytest.approx(1)

    @pytest.mark.parametrize(
        ("a", "b", "expected"), [((0, 10), (0, 10), 1), ((0, 10), (5, 15), 1 / 3), ((0, 10), (10, 20), 0)]
    )
    def test_overlap(self, a: tuple[int, int], b: tuple[int, int], expected: float) -> None:
        assert overlap(stretch(*a), stretch(*b)) == overlap(stretch(*b), stretch(*a)) == pytest.approx(expected)


class TestEvidence:
    def test_a_margin_is_taken_to_the_best_stretch_apart(self) -> None:
        stretches = [stretch(0, 10), stretch(5, 15), stretch(15, 20), stretch(30, 40)]
        assert margin(np.array([0.9, 0.8, 0.5, 0.2]), stretches) == pytest.approx([0.4, 0.3, -0.4, -0.7])

    def test_a_margin_without_a_rival_is_taken_to_the_background(self) -> None:
        assert margin(np.array([0.7]), [stretch(0, 10)], 0.25) == pytest.approx([0.45])
        assert margin(np.array([0.7, 0.1]), [stretch(0, 10), stretch(20, 30)], 0.25) == pytest.approx([0.45, -0.6])

    def test_centred_rows_are_of_unit_length_without_the_mean(self) -> None:
        rows, mean = np.array([[3.0, 1.0], [1.0, 3.0]], np.float32), np.array([1.0, 1.0], np.float32)
        assert centred(rows, mean) == pytest.approx(np.array([[1.0, 0.0], [0.0, 1.0]]))
        assert np.isfinite(centred(mean, mean)).all()

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ([1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0], (0.0, 2)),
            ([0.5, 0.7], (0.6, 0)),
            ([0.1, 0.9, 0.9, 0.9, 0.9], (0.7, 0)),
            ([0.3], (0.3, 0)),
        ],
    )
    def test_the_worst_window(self, values: list[float], expected: tuple[float, int]) -> None:
        lowest, at = worst_window(np.array(values, np.float32))
        assert lowest == pytest.approx(expected[0])
        assert at == expected[1]

    def test_word_links_find_the_word_and_survive_nothing(self, aligner: Aligner) -> None:
        link = aligner.words.link("Doctors opened hospitals.", "افتَتَحَ الأطباءُ مستشفيات.")
        arabic = ["افتَتَحَ", "الأطباءُ", "مستشفيات"]
        assert [("افتَتَحَ الأطباءُ مستشفيات.")[a:b] for a, b in link.arabic_words] == arabic
        assert link.similarity.argmax(axis=1).tolist() == [1, 0, 2]
        assert link.mutual == 1
        empty: Link = aligner.words.link("...", "؟")
        assert empty.similarity.shape == (0, 0)
        assert (empty.mutual, float(empty.english_best.mean())) == (0, 0)
        aligner.words.forget()


class TestVerdict:
    @pytest.fixture
    def judged(self, aligner: Aligner) -> Any:
        """Align an English statement with the one Arabic line of its article; returns the article and the verdict."""

        def judge_lines(english: str, arabic: str) -> tuple[Article, Verdict]:
            article = pasted(f"{english} https://t.co/a1", arabic)
            [found] = aligner.align(article, find_embeds(article))
            assert found.rendering is not None
            assert article.slice(found.rendering) == arabic
            return article, found.verdict

        return judge_lines

    def test_the_same_in_other_figures_is_faithful(self, judged: Any) -> None:
        _, verdict = judged(
            "We planted 40,000 trees in two years and opened three parks.",
            "غرسنا أربعين ألف شجرة خلال عامين وافتتحنا ٣ حدائق.",
        )
        assert verdict.label == "faithful"
        assert [f for f in verdict.findings if f.kind == "number"] == []

    def test_a_changed_number_alters_and_points_at_both_sides(self, judged: Any) -> None:
        article, verdict = judged("We planted 60 trees along the river.", "غرسنا 16 شجرة على ضفاف النهر.")
        assert verdict.label == "altered"
        finding = verdict.findings[0]
        assert finding.kind == "number"
        assert article.slice(finding.english).startswith("60")
        assert article.slice(finding.arabic).startswith("16")

    def test_a_number_in_a_sentence_that_is_left_out_is_told_once(self, judged: Any) -> None:
        """Sample 04 with a number in what is left out: partial, not altered."""
        _, verdict = judged(
            "Our first relief flight landed this morning with tents and blankets for families. "
            "All of the 85 mountain roads that were blocked by heavy snow must now be reopened without delay.",
            "هبطت صباح اليوم أولى طائراتنا الإغاثية وعلى متنها خيام وبطانيات للأسر.",
        )
        assert verdict.label == "partial"
        assert [f.kind for f in verdict.findings] == ["omission"]

    def test_a_negation_in_a_sentence_that_is_added_is_told_once(self, judged: Any) -> None:
        _, verdict = judged(
            "Our first relief flight landed this morning with tents and blankets for families.",
            "هبطت صباح اليوم أولى طائراتنا الإغاثية وعلى متنها خيام وبطانيات للأسر. "
            "ولم تعلن الحكومة حتى الآن عن موعد فتح الطرق الجبلية التي أغلقتها الثلوج.",
        )
        assert verdict.label == "partial"
        assert [f.kind for f in verdict.findings] == ["addition"]

    def test_findings_that_alter_come_first(self, judged: Any) -> None:
        _, verdict = judged(
            "We planted 60 trees along the river. All the roads that were blocked by heavy snow must now be reopened.",
            "غرسنا 16 شجرة على ضفاف النهر.",
        )
        kinds = [f.kind for f in verdict.findings]
        assert kinds[0] == "number"
        assert verdict.label == "altered"
