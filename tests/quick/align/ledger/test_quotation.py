"""Remarks on the form of a quotation: indirect reports in marks, broken marks, and words given to somebody else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from gold import GOLD, sample
from hypothesis import given, settings
from hypothesis import strategies as st
from judged import Links, tools
from pasted import BEFORE, BEHIND, pasted

from iqtibas.align.ledger.quotation.check import check_quotation
from iqtibas.align.ledger.severity import BROKEN_MARKS, INDIRECT_IN_MARKS
from iqtibas.align.model import ALTERING_KINDS, PARTIAL_KINDS, Finding, Rendering, Verdict
from iqtibas.align.pairs import embedded_pair, moved
from iqtibas.article import Article, Embed, find_embeds
from iqtibas.article.article_reading import ArticleReading
from iqtibas.report.wording import sentence

BY_MINISTRY = "— Ministry of Transport (@TransportMarzan) May 1, 2020"
BY_STATE = "— Department of State (@StateDept) May 1, 2020"
BY_MAN = "— Karim Badri (@KarimBadri) May 1, 2020"
SAID = "The new bridge over the river is open to everyone from today."
RENDERED = "الجسر الجديد فوق النهر مفتوح للجميع اعتبارا من اليوم"


def laid_out(line: str, rendered: str = RENDERED, said: str = SAID, by: str = BY_MINISTRY, *more: str) -> Article:
    """A tweet, the line that renders it, and what comes behind."""
    assert rendered in line
    return pasted(f"{said} https://t.co/a1\n{by}", line, *more, BEHIND)


def checked(article: Article, embed: Embed, start: int, end: int) -> list[Finding]:
    """What the check says of the rendering from start to end, in the article."""
    links = Links()
    pair = embedded_pair(ArticleReading(article), embed, Rendering(start, end, 1.0), links)
    verdict = Verdict("faithful", 1.0, tuple(check_quotation(pair, tools(links))))
    return list(moved(verdict, embed.said.start, pair.context.at).findings)


def remarks(article: Article, rendered: str = RENDERED) -> list[Finding]:
    """What the check says of the rendering in an article of one tweet."""
    [embed] = find_embeds(article)
    start = article.text.index(rendered)
    found = checked(article, embed, start, start + len(rendered))
    assert all(f.kind == "quotation" and f.arabic and article.slice(f.arabic) for f in found)
    return found


def test_no_remark_can_change_a_verdict() -> None:
    assert "quotation" not in ALTERING_KINDS | PARTIAL_KINDS


class TestIndirectReports:
    @pytest.mark.parametrize(
        ("said", "rendered"),
        [
            ("I will visit the mountain villages next week.", "إنه سوف يزور قرى الجبال الأسبوع المقبل"),
            ("I will visit the mountain villages next week.", "أنه سيزور قرى الجبال الأسبوع المقبل"),
            ("I will not visit the mountain villages.", "إنه لن يزور قرى الجبال"),
            ("We reached the villages before the snow.", "بأنهم وصلوا إلى القرى قبل هطول الثلج"),
            ("We’ll open the bridge on Monday.", "أن الوزارة تفتح الجسر يوم الاثنين"),
            ("I will visit the villages.", "سيزور الوزير القرى الجبلية المتضررة"),
            ("I will visit the villages with the minister.", "إنه سيزور القرى مع الوزير نفسه"),
            ("I will read the results.", "إنه سيقرأ النتائج القانونية والحق المدني هنا مع نظام جديد"),
        ],
    )
    def test_a_third_person_in_marks_for_a_first(self, said: str, rendered: str) -> None:
        article = laid_out(f"وكتب في تغريدة: «{rendered}».", rendered, said, BY_MAN)
        [found] = remarks(article, rendered)
        assert found.arabic is not None
        assert "indirect report" in sentence(found)
        assert found.severity == INDIRECT_IN_MARKS
        assert rendered.startswith(article.slice(found.arabic))

    @pytest.mark.parametrize(
        ("said", "rendered"),
        [
            ("I will visit the mountain villages.", "إنني سأزور قرى الجبال"),
            ("We will visit the mountain villages.", "إن فرقنا ستزور قرى الجبال قريبا"),
            ("I am delighted to open this bridge.", "إنه لمن دواعي سروري أن أفتتح هذا الجسر"),
            ("We have a great day before us today.", "إنه يوم عظيم للبلاد كلها اليوم"),
            ("He will visit the mountain villages.", "إنه سوف يزور قرى الجبال"),
            ("The bridge will open on Monday, I am told.", "إن الجسر سوف يفتتح يوم الاثنين"),
            ("We open the bridge on Monday.", "نفتتح الجسر يوم الاثنين المقبل"),
        ],
    )
    def test_direct_speech_and_third_persons_that_are_said(self, said: str, rendered: str) -> None:
        assert remarks(laid_out(f"وكتب في تغريدة: «{rendered}».", rendered, said, BY_MAN), rendered) == []

    def test_an_indirect_report_without_marks_is_as_it_should_be(self) -> None:
        said, rendered = "I will visit the mountain villages.", "إنه سوف يزور قرى الجبال"
        assert remarks(laid_out(f"وقال الوزير {rendered} قريبا.", rendered, said, BY_MAN), rendered) == []


class TestMarks:
    @pytest.mark.parametrize(
        ("line", "detail"),
        [
            (f"وجاء في التغريدة: “{RENDERED}.", "“ is never closed"),
            (f"وجاء في التغريدة: «{RENDERED}", "« is never closed"),
            (f"وجاء في التغريدة: ’{RENDERED}.", "’ is never closed"),
            (f"وجاء في التغريدة: «{RENDERED}.”", "opens with « and closes with ”"),
            (f'وجاء في التغريدة: “{RENDERED}."', 'opens with “ and closes with "'),
            (f"وجاء في التغريدة: ‘{RENDERED}.»", "opens with ‘ and closes with »"),
            (f"وجاء في التغريدة أن {RENDERED}».", "» closes what no mark opened"),
        ],
    )
    def test_broken_marks(self, line: str, detail: str) -> None:
        [found] = remarks(laid_out(line))
        assert detail in sentence(found)
        assert found.severity == BROKEN_MARKS

    @pytest.mark.parametrize(
        "line",
        [
            f"“{RENDERED}.”",
            f"«{RENDERED}».",
            f"وجاء في التغريدة: ’{RENDERED}.‘",
            f"وجاء في التغريدة: ”{RENDERED}“.",
            f"وجاء في التغريدة: »{RENDERED}«.",
            f'وجاء في التغريدة: "{RENDERED}"، وهو ما أسعد الناس.',
            f"وجاء في التغريدة: {RENDERED}.",
            f"وكان الوزير قد قال «نعم» {RENDERED}.",
            f"{RENDERED}. «هذا يوم عظيم لنا جميعا» قال أحد السكان.",
            f"قال: «شكرا لكم. {RENDERED}. وسنحتفل به غدا.»",
        ],
    )
    def test_whole_reversed_and_no_marks(self, line: str) -> None:
        assert remarks(laid_out(line)) == []

    def test_a_quotation_in_a_quotation(self) -> None:
        rendered = "الجسر الذي سميناه “جسر السلام” مفتوح للجميع"
        assert remarks(laid_out(f"وجاء في التغريدة: «{rendered}».", rendered), rendered) == []
        assert remarks(laid_out(f"وجاء في التغريدة: “{rendered}.”", rendered), rendered) == []

    @pytest.mark.parametrize(
        "behind",
        ["«وسنواصل العمل في الربيع».", "وسنواصل العمل في الربيع».", "ثم نفتتح النفق.\nوسنواصل العمل في الربيع»."],
    )
    def test_a_quotation_that_goes_on_over_paragraphs(self, behind: str) -> None:
        article = laid_out(f"وجاء في البيان: «{RENDERED}.", RENDERED, SAID, BY_MINISTRY, *behind.split("\n"))
        assert remarks(article) == []

    def test_the_end_of_a_quotation_that_began_on_the_line_before(self) -> None:
        article = pasted(f"{SAID} https://t.co/a1\n{BY_MINISTRY}", "قال: «هذا يوم عظيم لنا.", f"{RENDERED}».", BEHIND)
        assert remarks(article) == []


class TestSpeakers:
    @pytest.mark.parametrize(
        ("by", "cue", "speaker"),
        [
            (BY_STATE, "وقال وزير الخارجية الأميركي في تغريدة", "وزير الخارجية الأميركي"),
            (BY_MINISTRY, "وقال وزير النقل كريم البدري في تغريدة", "وزير النقل كريم البدري"),
            (BY_MINISTRY, "وقالت وزارة الخارجية في تغريدة", "وزارة الخارجية"),
            ("— Ministry of Health (@HealthMarzan) May 1, 2020", "وقالت السفارة في بيان", "السفارة"),
            ("— Secretary Karim Badri (@KarimBadri) May 1, 2020", "وقال الوزير سامر الفلاح", "الوزير سامر الفلاح"),
            ("— Embassy of Jordan (@JordanEmb) May 1, 2020", "وقالت سفارة لبنان", "سفارة لبنان"),
        ],
    )
    def test_another_office_field_country_or_name(self, by: str, cue: str, speaker: str) -> None:
        article = laid_out(f"{cue}: «{RENDERED}».", RENDERED, SAID, by)
        [found] = remarks(article)
        assert found.arabic is not None
        assert article.slice(found.arabic) == speaker
        assert speaker in sentence(found)

    @pytest.mark.parametrize(
        ("by", "cue"),
        [
            (BY_STATE, "وقالت وزارة الخارجية الأميركية في تغريدة"),
            (BY_STATE, "وقالت الخارجية الأميركية في تغريدة"),
            (BY_STATE, "أعلاه تغريدة لوزارة الخارجية الأميركية تقول"),
            (BY_STATE, "وقال المتحدث باسم الوزارة سامر الفلاح"),
            (BY_MINISTRY, "وقالت الوزارة"),
            (BY_MINISTRY, "وقال سامر الفلاح"),
            (BY_MINISTRY, "أعلاه تغريدة للوزير كريم البدري على حساب وزارة النقل تقول"),
            ("— The White House (@WhiteHouse) May 1, 2020", "وقال الرئيس الأميركي"),
            ("— Reuters (@Reuters) May 1, 2020", "وقال وزير النقل"),
            ("— Secretary Karim Badri (@SecBadri) May 1, 2020", "وقال وزير النقل كريم البدري"),
            (BY_MAN, "وقال البدري في تغريدة"),
            (BY_MAN, "وقال وزير النقل كريم بدري"),
            (BY_MAN, "وكتب في تغريدة"),
            ("— Horizon Relief (@HorizonRelief) May 1, 2020", "وقالت منظمة أفق للإغاثة"),
        ],
    )
    def test_the_same_in_other_words(self, by: str, cue: str) -> None:
        assert remarks(laid_out(f"{cue}: «{RENDERED}».", RENDERED, SAID, by)) == []

    def test_a_person_named_by_another_name(self) -> None:
        said = "I will open the new bridge over the river today."
        assert remarks(laid_out(f"وقال سامر الفلاح: «{RENDERED}».", RENDERED, said, BY_MAN))
        assert remarks(laid_out(f"وقال كريم البدري: «{RENDERED}».", RENDERED, said, BY_MAN)) == []

    def test_whom_the_account_quotes_may_speak(self) -> None:
        said = f".@SecBadri: {SAID}"
        article = laid_out(f"وقال الوزير كريم البدري: «{RENDERED}».", RENDERED, said, BY_STATE)
        assert remarks(article) == []

    def test_a_speaker_of_an_earlier_line_is_no_cue(self) -> None:
        article = pasted(
            BEFORE,
            "وقال وزير النقل إن العمل انتهى.",
            f"{SAID} https://t.co/a1\n{BY_MINISTRY}",
            f"«{RENDERED}».",
            BEHIND,
        )
        assert remarks(article) == []


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["id"][:2])
def test_the_samples_are_well_formed(gold: dict[str, Any]) -> None:
    article = sample(gold["id"])
    tweets = {t["start"]: t["rendering"] for t in gold["tweets"] if t["rendering"]}
    for embed in find_embeds(article):
        if embed.start in tweets:
            assert checked(article, embed, *tweets[embed.start]) == []


@given(st.text(st.sampled_from("“”«»\"'‘’،. \nقالإنهسوفوزير"), max_size=60), st.integers(0, 60), st.integers(0, 60))
@settings(max_examples=80, deadline=None)
def test_any_line_is_read(line: str, start: int, length: int) -> None:
    article = pasted(f"We will open it. https://t.co/a1\n{BY_STATE}", f"قال الوزير: «{line}", BEHIND)
    [embed, *_] = find_embeds(article)
    at = article.text.index("قال الوزير") + start
    first, last = min(at, len(article.text) - 1), min(at + 1 + length, len(article.text))
    for finding in checked(article, embed, first, last):
        assert finding.arabic is not None
        assert 0 <= finding.arabic.start < finding.arabic.end <= len(article.text)


def test_faithful_quotations_of_the_development_set_are_left_alone(shared: Path) -> None:
    from iqtibas.article.input.plain import article_from_text

    rows = (shared / "eval" / "seeds-gold.jsonl").read_text(encoding="utf-8").splitlines()
    details = []
    for gold in map(json.loads, rows):
        article = article_from_text(gold["text"], id=gold["id"], source=gold["id"], sha256="")
        embeds = {e.start: e for e in find_embeds(article)}
        for tweet in gold["tweets"]:
            details += [sentence(f) for f in checked(article, embeds[tweet["start"]], *tweet["rendering"])]
    assert details == ["The quotation mark “ is never closed"]
