"""The negation check with real models: verdicts on invented statements."""

from __future__ import annotations

import numpy as np
import pytest
from shipped import pair_of, tools, words_at

from iqtibas.align.ledger.negation.check import check_negation
from iqtibas.align.ledger.negation.particles import find_negations
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.model import Finding
from iqtibas.article.reading import Reading
from iqtibas.models.word_links import WORD, Link
from iqtibas.report.wording import sentence


class InOrder:
    """Links the words of two texts in order."""

    def link(self, english: str | Reading, arabic: str | Reading) -> Link:
        texts = (Reading.of(text).text for text in (english, arabic))
        spans = [tuple((m.start(), m.end()) for m in WORD.finditer(text)) for text in texts]
        similarity = np.eye(len(spans[0]), len(spans[1]), dtype=np.float32)
        nothing = np.zeros(1, np.float32)
        return Link(spans[0], spans[1], similarity, nothing, nothing, similarity)


def linked_in_order(english: str, arabic: str) -> Pair:
    """A pair whose words are linked in order."""
    return Pair(english, arabic, InOrder())


def findings(english: str, arabic: str) -> tuple[Pair, list[Finding]]:
    pair = pair_of(english, arabic)
    return pair, check_negation(pair, tools())


@pytest.mark.parametrize(
    ("arabic", "count"),
    [
        ("لم تصل القافلة إلى القرية", 1),
        ("لم تصل القافلة سوى إلى قريتين", 0),
        ("فلن تأتي هذه الفرصة إلا مع الوقت", 0),
        ("لم تصل القافلة إلا إلى قريتين", 0),
        ("لا تزال المحادثات جارية", 0),
        ("لا بد من العودة إلى الطاولة", 0),
        ("في المناطق الشرقية لا سيما الريف", 0),
        ("لا شك في ذلك", 0),
        ("ليس فقط المزارعين", 0),
        ("الوزارة غير قادرة على الدفع", 1),
        ("غير أن الوزارة وافقت", 0),
        ("بسبب عدم توفر الأموال", 1),
        ("يجب ألا يغضب", 1),
        ("وصل الجميع بلا استثناء ولم يتأخروا", 2),
        ("نفى المبعوث الخبر", 1),
    ],
)
def test_arabic_particles_that_deny(arabic: str, count: int) -> None:
    assert len(find_negations(linked_in_order("word", arabic)).arabic) == count


@pytest.mark.parametrize(
    ("english", "arabic", "count"),
    [
        ("no village without a well", "ما من قرية إلا ولديها بئر", 2),
        ("every village has a well", "ما من قرية إلا ولديها بئر", 0),
        ("we would not have finished without you", "لولاكم ما أنهينا الجسر", 2),
        ("we would not have finished without the men", "ولولا الرجال لما أنهينا الجسر", 2),
        ("we finished thanks to the men", "لولا الرجال ما أنهينا الجسر", 0),
    ],
)
def test_what_denies_twice_answers_two_negations_or_none(english: str, arabic: str, count: int) -> None:
    assert len(find_negations(linked_in_order(english, arabic)).arabic) == count


def test_each_negation_answers_one() -> None:
    negations = find_negations(linked_in_order("not one and not two", "لا واحد"))
    assert negations.answers == {0: 0}
    assert (negations.unanswered, negations.free) == (1, ())


@pytest.mark.parametrize(
    ("english", "arabic", "detail", "span"),
    [
        ("The council will approve the budget this week.", "لن يوافق المجلس على الميزانية هذا الأسبوع.", "affirms", "لن يوافق"),
        ("The council will not approve the budget this week.", "سيوافق المجلس على الميزانية هذا الأسبوع.", "denies", "سيوافق"),
        ("He wants to talk to the rebels.", "لا يريد التحدث إلى المتمردين.", "affirms", None),
        ("The ministry is able to pay the salaries of teachers.", "الوزارة غير قادرة على دفع رواتب المعلمين.", "affirms", None),
        # denied by another word than "not"
        ("There is no proof that the gate was locked.", "هناك دليل على أن البوابة كانت مغلقة.", "denies", None),
        ("The mayor has never visited the island.", "زار رئيس البلدية الجزيرة.", "denies", None),
        ("The bakery has no plans to move.", "لدى المخبز خطط للانتقال.", "denies", None),
        # verbs without an auxiliary, and a passive without "was": nothing in the English can be edited
        ("The party voted for the new budget on Sunday.", "لم يصوت الحزب لصالح الميزانية الجديدة يوم الأحد.", "affirms", "لم يصوت"),
        ("The roads opened last month lead to the port.", "الطرق التي لم يتم افتتاحها الشهر الماضي تؤدي إلى الميناء.", "affirms", "لم يتم افتتاحها"),
        ("The village depends on the river for its water.", "القرية لا تعتمد على النهر في الحصول على المياه.", "affirms", "لا تعتمد"),
    ],
)  # fmt: skip
def test_denials_are_found_both_ways(english: str, arabic: str, detail: str, span: str | None) -> None:
    pair, (finding,) = findings(english, arabic)
    assert finding.kind == "negation"
    assert sentence(finding).startswith(f"The statement {detail}")
    assert finding.arabic is not None
    assert span is None or words_at(pair.arabic, finding.arabic) == span


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("It is not impossible that the dam will be finished this year.", "ليس من المستحيل أن يكتمل بناء السد هذا العام."),
        ("The plan helps not only the farmers but also the towns.", "لا تساعد الخطة المزارعين فحسب، بل تساعد أيضا المدن."),
        ("The convoy reached only two villages.", "لم تصل القافلة سوى إلى قريتين."),
        ("The talks are still going on in the capital.", "لا تزال المحادثات جارية في العاصمة."),
        ("The parties must return to the negotiating table.", "لا بد للأطراف من العودة إلى طاولة المفاوضات."),
        ("The court rejected the appeal of the company.", "رُفض الاستئناف الذي تقدمت به الشركة أمام المحكمة."),
        ("The council has not yet approved the budget.", "لم يوافق المجلس على الميزانية بعد."),
        ("The ministry is unable to pay the salaries of teachers.", "الوزارة غير قادرة على دفع رواتب المعلمين."),
        ("The party rejected the budget on Sunday.", "لم يقبل الحزب الميزانية يوم الأحد."),
        ("The new road makes both villages safe.", "الطريق الجديد يجعل كلا القريتين آمنتين."),
        ("The mayor promised never to close the school.", "تعهد العمدة بعدم إغلاق المدرسة مطلقا."),
        ("There is no proof that the gate was locked.", "لا يوجد دليل على أن البوابة كانت مغلقة."),
        ("The mayor has never visited the island.", "لم يزر رئيس البلدية الجزيرة قط."),
        ("The bakery has no plans to move.", "ليس لدى المخبز خطط للانتقال."),
        ("It does not really matter who built the mill.", "لا يهم حقا من بنى المطحنة."),
        ("The ferry won't be back until Thursday.", "لن تعود العبارة قبل يوم الخميس."),
        ("It was hardly a surprise that the bridge closed.", "لم يكن إغلاق الجسر مفاجأة."),
        ("The guards are intolerant of noise.", "الحراس لا يتسامحون مع الضوضاء."),
        ("Without the volunteers, we would not have finished the bridge.", "لولا المتطوعون لما أنهينا الجسر."),
        ("Had it not been for your help, the school would not have opened.", "لولا مساعدتكم لما افتتحت المدرسة."),
        ("There is no village that does not have a well of its own now.", "ما من قرية إلا وباتت لديها بئر خاصة بها."),
        ("Every village has a well of its own now.", "ما من قرية إلا ولديها الآن بئر خاصة بها."),
    ],
)  # fmt: skip
def test_hard_faithful_renderings_are_not_accused(english: str, arabic: str) -> None:
    assert findings(english, arabic)[1] == []
