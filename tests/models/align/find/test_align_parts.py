"""Renderings worked into longer sentences, said in several places, or shared by two statements."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from deadline import deadline
from invented import port_result, run_info
from pasted import BEFORE, BEHIND, pasted

from iqtibas.align import Aligner, Alignment, Rendering
from iqtibas.align.find.candidates import Stretch, find_stretches
from iqtibas.align.find.clauses import COMPLEMENTIZER
from iqtibas.align.find.match import Choice, Scored, choose
from iqtibas.align.pairs import rendered_text
from iqtibas.article import Article, Segment, find_embeds
from iqtibas.article.article_reading import ArticleReading
from iqtibas.report import ArticleResult, report_html
from iqtibas.report.page.view import ELLIPSIS, article_view
from iqtibas.report.record.jsonl import json_line

SAID = "سنفتتح الجسر الجديد فوق النهر يوم الاثنين المقبل"
TWEET = "We will open the new bridge over the river next Monday. https://t.co/a1"


def only(aligner: Aligner, *lines: str) -> tuple[Article, Alignment]:
    """The article of these lines and the alignment of its one embed."""
    article = pasted(*lines)
    [found] = aligner.align(article, find_embeds(article))
    return article, found


class TestClauseRuns:
    def runs(self, line: str) -> dict[str, Stretch]:
        article = pasted(line)
        return {article.slice(s): s for s in find_stretches(ArticleReading(article)) if s.cut}

    @pytest.mark.parametrize(
        "line",
        [
            f"وأضاف الوزير أن {SAID}، في حين امتنعت النقابة عن التعليق.",
            f"وقالت الوزيرة إن {SAID}، بحسب الصحيفة.",
            f"وبحسب البيان فإن {SAID}، وذلك بعد عامين من العمل المتواصل.",
            f"وكتب الوزير: {SAID}، مضيفا أن التفاصيل ستعلن لاحقا.",
        ],
    )
    def test_speech_in_a_longer_sentence_is_one_without_what_stands_around_it(self, line: str) -> None:
        assert SAID in self.runs(line)

    def test_it_is_told_what_is_reported_and_how_many_ends_are_cut(self) -> None:
        found = self.runs(f"وأضاف الوزير أن {SAID}، في حين امتنعت النقابة عن التعليق.")
        assert (found[SAID].reported, found[SAID].cut) == (True, 2)
        tail = "في حين امتنعت النقابة عن التعليق."
        assert (found[tail].reported, found[tail].cut) == (False, 1)

    def test_none_begins_in_a_quotation_and_ends_out_of_it(self) -> None:
        line = f"وقال الوزير في المؤتمر: «{SAID}»، وأضاف في ختام حديثه: «نشكر كل من عمل معنا في هذا المشروع»."
        assert all(run.count("«") == run.count("»") for run in self.runs(line))

    def test_a_sentence_without_clauses_has_none(self) -> None:
        assert self.runs(f"{SAID}.") == {}

    def test_speech_behind_a_colon_may_go_on_in_the_next_sentence(self) -> None:
        assert f"{SAID}. ونشكر كل من عمل معنا." in self.runs(f"وكتب الوزير أمس: {SAID}. ونشكر كل من عمل معنا. وانتهى.")

    @pytest.mark.parametrize("that", ["أن ", "إن ", "بأن ", "فإن ", "وأن "])
    def test_the_word_that_introduces_a_report_is_no_part_of_it(self, that: str) -> None:
        assert COMPLEMENTIZER.fullmatch(that)

    @pytest.mark.parametrize("unit", ["قال إن ا ب ج د ه و، ", "، وأضاف: ا ب ج د ", "أن أن أن إن "])
    def test_their_number_and_time_are_linear(self, unit: str) -> None:
        article = pasted(BEFORE, (unit * 20_000)[:100_000])
        with deadline():
            assert len(find_stretches(ArticleReading(article))) < 100_000


def stretch(start: int, end: int) -> Stretch:
    return Stretch(start, end, 0, whole=False, quoted=False, cued=False)


class TestParts:
    article = pasted("ا" * 20 + " " + "ب" * 19 + " " + "ج" * 19 + ".")

    def test_the_ledger_reads_the_parts_as_one_at_unchanged_offsets(self) -> None:
        rendering = Rendering(0, 20, 0.9, parts=(Segment(0, 20), Segment(41, 60)))
        text = rendered_text(self.article, rendering)
        assert len(text) == 60
        assert text[20:41].isspace()
        assert [text[p.start : p.end] for p in rendering.parts] == [self.article.slice(p) for p in rendering.parts]
        assert rendered_text(self.article, Rendering(3, 20, 0.9)) == self.article.text[3:20]


class TestChoiceWithHiddenLayer:
    def test_contributions_add_up_to_the_utility(self) -> None:
        random = np.random.default_rng(1)
        parts = random.normal(size=5), random.uniform(0.5, 2, 5), random.normal(size=5), random.normal(size=(5, 3))
        choice = Choice(*parts, random.normal(size=3), random.normal(size=3), 0.0)
        rows = random.normal(size=(7, 5))
        added = choice.contributions(rows)
        assert added.shape == rows.shape
        assert added.sum(axis=1) == pytest.approx(choice.utilities(rows))
        assert choice.utilities(choice.mean[None]) == pytest.approx([0.0])
        assert choice.contributions(choice.mean[None]) == pytest.approx(np.zeros((1, 5)))


class TestSharing:
    def offers(self, second: float) -> list[Scored]:
        stretches = (stretch(0, 10), stretch(20, 30))
        return [Scored(stretches, np.array([9.0, 0.0])), Scored(stretches, np.array([second, 0.0]))]

    def test_a_stretch_is_given_twice_to_those_who_are_sure_enough(self) -> None:
        first, second = choose(self.offers(8.0), 1.0, shared=3.0)
        assert first.rendering is not None
        assert second.rendering is not None
        assert (second.rendering.start, second.rendering.end) == (0, 10)
        assert second.confidence < first.confidence

    def test_whoever_is_less_sure_goes_without(self) -> None:
        _, second = choose(self.offers(3.0), 1.0, shared=3.0)
        assert second.rendering is None

    def test_missing_is_not_sure_because_others_were_surer(self) -> None:
        offers = [Scored((stretch(0, 10),), np.array([9.0])), Scored((stretch(0, 10),), np.array([3.5]))]
        _, second = choose(offers, 1.0, shared=3.0)
        assert second.rendering is None
        assert second.confidence == pytest.approx(1 / (1 + np.exp(0.5 - 1)))


class TestLayouts:
    def test_a_rendering_inside_a_longer_sentence_is_trimmed(self, aligner: Aligner) -> None:
        line = f"وأضاف الوزير في حديث إلى الصحفيين أن {SAID}، في حين امتنعت نقابة العمال عن التعليق على الخبر."
        article, found = only(aligner, TWEET, BEFORE, line, BEHIND)
        assert found.rendering is not None
        assert article.slice(found.rendering) == SAID

    @pytest.mark.parametrize("said", [SAID, f"وقال: {SAID}", f"«{SAID}»"])
    def test_a_rendering_in_a_paragraph_is_found_without_its_neighbours(self, aligner: Aligner, said: str) -> None:
        paragraph = f"وشكر المجلس البلدي صباح أمس فرق الدفاع المدني. {said}. {BEHIND}"
        article, found = only(aligner, TWEET, paragraph, "كما زار الوزير مدرسة في الحي القديم وتحدث إلى تلاميذها.")
        assert found.rendering is not None
        assert article.slice(found.rendering).strip(".") == SAID

    @pytest.mark.parametrize("gap", ["»، وأضاف: «", "». وأضاف: «"])
    def test_an_interrupted_quotation_has_two_parts_and_nothing_is_missed(self, aligner: Aligner, gap: str) -> None:
        tweet = (
            "We will open the new bridge over the river next Monday. "
            "Our engineers planted forty thousand trees along its banks. https://t.co/a1"
        )
        rest = "زرع مهندسونا أربعين ألف شجرة على ضفتيه"
        article, found = only(aligner, tweet, BEFORE, f"وقال الوزير: «{SAID}{gap}{rest}».", BEHIND)
        assert found.rendering is not None
        assert [article.slice(p) for p in found.rendering.spans] == [SAID, rest]
        assert "omission" not in [f.kind for f in found.verdict.findings]

    def test_what_leads_into_an_interrupted_quotation_stays_where_the_statement_says_it(self, aligner: Aligner) -> None:
        tweet = (
            "The minister said: We will open the new bridge over the river next Monday. "
            "Our engineers planted forty thousand trees along its banks. https://t.co/a1"
        )
        line = f"وقال الوزير: «{SAID}». وأضاف: «زرع مهندسونا أربعين ألف شجرة على ضفتيه»."
        article, found = only(aligner, tweet, BEFORE, line, BEHIND)
        assert found.rendering is not None
        assert article.slice(found.rendering.spans[0]) == f"وقال الوزير: «{SAID}"
        assert found.verdict.label == "faithful"

    def test_two_accounts_may_have_one_rendering(self, aligner: Aligner) -> None:
        again = "The new bridge over the river will be opened next Monday. https://t.co/a2"
        article = pasted(TWEET, again, f"وكتب الوزير: «{SAID}».", BEHIND)
        first, second = aligner.align(article, find_embeds(article))
        assert first.rendering is not None
        assert second.rendering is not None
        assert article.slice(first.rendering) == article.slice(second.rendering) == SAID


class TestReported:
    def result(self) -> ArticleResult:
        """The invented report with its second rendering in two places."""
        result = port_result()
        first, second, third = result.alignments
        assert second.rendering is not None
        start, end = second.rendering.start, second.rendering.end
        parts = (Segment(start, start + 9), Segment(start + 17, end))
        split = replace(second, rendering=replace(second.rendering, start=start + 17, parts=parts))
        return replace(result, alignments=(first, split, third))

    def test_the_record_has_the_main_part_and_all_parts(self) -> None:
        result = self.result()
        records = json.loads(json_line(result, run_info()))["embeds"]
        text = result.article.text
        for record in records[:2]:
            assert text[record["rendering"]["start"] : record["rendering"]["end"]] == record["rendering"]["text"]
        assert "parts" not in records[0]["rendering"]
        (a, b), (c, d) = records[1]["rendering"]["parts"]
        assert (text[a:b], b - a, c - b, d) == ("تعهد شركا", 9, 8, records[1]["rendering"]["end"])

    def test_the_page_shows_every_part_and_anchors_one(self) -> None:
        result = self.result()
        view = article_view(1, result, {})
        shown = view.statements[1].rendered
        assert shown is not None
        assert [p.text for p in shown][1] == ELLIPSIS
        page = report_html([result], run_info())
        assert page.count('id="a1-r2"') == 1
