"""From an embedded statement to its rendering and verdict with the real aligner: the samples with gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from gold import GOLD, SAME_SPAN, same_span, sample
from pasted import BEFORE, BEHIND, pasted

from iqtibas.align import Aligner, Alignment, Candidate, Rendering, Verdict
from iqtibas.article import Article, find_embeds
from iqtibas.article.input.plain import article_from_text
from iqtibas.models.word_links import Link
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


class TestEvidence:
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
            assert article.slice(found.rendering) == arabic.strip("«»")
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
            "«هبطت صباح اليوم أولى طائراتنا الإغاثية وعلى متنها خيام وبطانيات للأسر. "
            "ولم تعلن الحكومة حتى الآن عن موعد فتح الطرق الجبلية التي أغلقتها الثلوج.»",
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
