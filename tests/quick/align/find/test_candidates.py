"""What is compared: the statement as it is read, and the stretches of Arabic that could render it."""

from __future__ import annotations

import pytest
from deadline import deadline
from gold import GOLD, SAME_SPAN, same_span, sample
from pasted import BEFORE, BEHIND, pasted

from iqtibas.align.find.candidates import find_stretches, unquote
from iqtibas.align.find.query import clean, is_call_to_action, read_query
from iqtibas.article import split_sentences
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.reading import Reading


class TestStatement:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Thanks @StateDept & @sec_blinken!", "Thanks State Dept & sec blinken!"),
            ("#ClimateAction now", "Climate Action now"),
            (".@StateDept opens", ".State Dept opens"),
            ("@USAID and #COVID19", "USAID and COVID19"),
            ("pic.twitter.com/abc We go", "We go"),
            ("We go.https://t.co/x", "We go."),
            ("We  go\n now", "We go now"),
            ("Write to a@example.org", "Write to a@example.org"),
            ("https://t.co/x", ""),
        ],
    )
    def test_links_go_and_tags_become_words(self, text: str, expected: str) -> None:
        assert clean(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "Learn more here:",
            "Learn more here: https://t.co/x.",
            "Read the full statement here: https://t.co/x",
            "Watch live: https://t.co/x",
            "WATCH:",
            "More: https://t.co/x",
            "More info below",
            "Details here: https://t.co/x",
            "Full statement: https://t.co/x",
            "Watch the full video below",
            "Find out more at https://example.org",
            "Read his full letter here: https://t.co/x",
            "Read more about it on our website: https://t.co/x",
            "See more below",
            "Hear her full speech now",
            "Link in bio",
            "Via https://t.co/x",
        ],
    )
    def test_a_call_to_action_is_told(self, text: str) -> None:
        assert is_call_to_action(text)

    @pytest.mark.parametrize(
        "text",
        [
            "We will learn more here.",
            "See you on Monday.",
            "Watch out for floods in the north.",
            "More than 400 families came home.",
            "Details matter to the families who lost their homes.",
            "Read more about our plan to build bridges in the north of the country by next year and beyond.",
            "Live in peace.",
            "Read his letter to the council that the bridge must stay closed.",
            "See the bridge that our engineers built.",
            "See our engineers at work.",
            "Watch our team win in Oslo.",
            "Hear the mayor out.",
            "More here than in the north.",
            "More bridges",
            "Follow the money.",
            "Read",
            "Full support for the families.",
            "Details of the plan were published today.",
            "Watch the bridge. https://t.co/x",
        ],
    )
    def test_a_sentence_that_begins_like_one_is_kept(self, text: str) -> None:
        assert not is_call_to_action(text)

    def test_a_statement_is_read_without_its_call(self) -> None:
        query = read_query(Reading("We go on. #WeBuild the bridge. Learn more here: https://t.co/x"))
        assert query.sentences == ("We go on.", "We Build the bridge.")
        assert query.text == "We go on. We Build the bridge."

    def test_a_statement_that_is_only_a_call_keeps_it(self) -> None:
        assert read_query(Reading("Learn more here: https://t.co/x")).text == "Learn more here:"


class TestUnquote:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("نعم", "نعم"),
            (" «نعم» ", "نعم"),
            ("“نعم”", "نعم"),
            ("”نعم“", "نعم"),
            ("„نعم“", "نعم"),
            ("‘نعم’", "نعم"),
            ('"نعم"', "نعم"),
            ("«نعم.»", "نعم."),
            ("«نعم».", "نعم"),
            ("«نعم»،", "نعم"),
            ("«نعم", "نعم"),
            ("نعم»", "نعم"),
            ("«“نعم”»", "نعم"),
            ("«قال «نعم»»", "قال «نعم»"),
            ("قال «نعم» ومضى", "قال «نعم» ومضى"),
            ("«نعم» قال", "«نعم» قال"),
            ("قال «نعم»", "قال «نعم»"),
            ("“رأى ’شيئا‘”", "رأى ’شيئا‘"),
            ("", ""),
            ("   ", ""),
        ],
    )
    def test_marks_around_a_span_go_and_those_inside_stay(self, text: str, expected: str) -> None:
        around = f"قبل {text} بعد"
        start, end = unquote(around, 4, 4 + len(text))
        assert around[start:end] == expected

    @pytest.mark.parametrize("text", ["»", "«", '"', "”.", "«»", "»«", "««»", "«»»", "»»»", ". »", "“”“", '"""'])
    def test_marks_alone_leave_nothing(self, text: str) -> None:
        with deadline():
            start, end = unquote(text, 0, len(text))
        assert 0 <= start <= end <= len(text)
        assert not any(sign.isalnum() for sign in text[start:end])


class TestStretches:
    def texts(self, *lines: str) -> list[str]:
        article = pasted(*lines)
        return [article.slice(stretch) for stretch in find_stretches(ArticleReading(article))]

    def test_runs_of_up_to_four_sentences_and_the_whole_block(self) -> None:
        sentences = [f"الجملة رقم {number} هنا." for number in ("واحد", "اثنين", "ثلاثة", "أربعة", "خمسة", "ستة")]
        found = self.texts(" ".join(sentences))
        runs = [" ".join(sentences[a:b]) for a in range(6) for b in range(a + 1, min(6, a + 4) + 1)]
        assert sorted(found) == sorted([*runs, " ".join(sentences)])

    def test_runs_do_not_cross_blocks(self) -> None:
        found = self.texts(BEFORE, BEHIND)
        assert {BEFORE, BEHIND} <= set(found)
        assert all(text in BEFORE or text in BEHIND for text in found)

    def test_speech_inside_a_sentence_is_one_and_a_name_in_marks_is_not(self) -> None:
        line = "وأكد الوزير أن «هذا الجسر الجديد لكم جميعا» في حديث إلى «دفاتر اليوم» أمس."
        found = self.texts(line)
        assert "هذا الجسر الجديد لكم جميعا" in found
        assert "دفاتر اليوم" not in found

    @pytest.mark.parametrize("cue", ["وقالت منظمة «حقول نظيفة»: ", 'وكتبت منظمة "حقول نظيفة": ', "وقالت المنظمة: "])
    def test_short_speech_behind_a_cue_that_quotes_a_name_is_one(self, cue: str) -> None:
        assert "زرعنا الأشجار" in self.texts(f"{cue}«زرعنا الأشجار».")

    def test_speech_that_is_never_closed_runs_to_the_end(self) -> None:
        assert "هذا الجسر الجديد لكم جميعا" in self.texts("وأكد الوزير أن «هذا الجسر الجديد لكم جميعا")

    @pytest.mark.parametrize("unit", ["أعلن الوزير أمس. ", "«ا ب ج د ", "«««« ا ", "“نعم يا سيدي الكريم” قال. "])
    def test_a_line_without_an_end_is_read_in_bounded_time(self, unit: str) -> None:
        article = pasted(BEFORE, (unit * (200_000 // len(unit) + 1))[:200_000])
        with deadline():
            assert find_stretches(ArticleReading(article))

    def test_cues_embeds_and_boilerplate_are_none(self) -> None:
        lines = ("وكتب الوزير على تويتر: نعم.", "نفتتح الجسر غدا https://t.co/a1", "المصدر: نسيم", "Home | News")
        assert self.texts(*lines, "تاريخ النشر: أمس") == ["نعم."]

    @pytest.mark.parametrize("name", [gold["id"] for gold in GOLD])
    def test_on_the_samples(self, name: str) -> None:
        article = sample(name)
        found = find_stretches(ArticleReading(article))
        spans = [(s.start, s.end) for s in found]
        assert spans == sorted(set(spans))
        for stretch in found:
            block = article.blocks[stretch.block]
            assert block.start <= stretch.start < stretch.end <= block.end
            assert block.kind in ("heading", "paragraph", "list_item", "caption")
            text = article.slice(stretch)
            assert text == text.strip()
            assert not (text[0] in "“«" and text[-1] in "”»")
            assert unquote(article.text, stretch.start, stretch.end) == (stretch.start, stretch.end)

    @pytest.mark.parametrize("name", [gold["id"] for gold in GOLD])
    def test_every_gold_rendering_is_among_them(self, name: str) -> None:
        article = sample(name)
        found = find_stretches(ArticleReading(article))
        for tweet in next(gold["tweets"] for gold in GOLD if gold["id"] == name):
            if tweet["rendering"]:
                assert max(same_span(article, s, tweet["rendering"]) for s in found) >= SAME_SPAN

    def test_how_a_stretch_stands_is_told(self) -> None:
        article = pasted("وكتب الوزير على تويتر: «نفتتح الجسر الجديد غدا». ثم مضى في طريقه.", BEHIND)
        by_text = {article.slice(s): s for s in find_stretches(ArticleReading(article))}
        first = by_text["نفتتح الجسر الجديد غدا"]
        assert (first.quoted, first.cued, first.whole) == (True, True, False)
        second = by_text["ثم مضى في طريقه."]
        assert (second.quoted, second.cued, second.whole) == (False, False, False)
        assert (by_text[BEHIND].whole, by_text[BEHIND].cued) == (True, False)


def test_sentences_of_a_sample_are_all_reachable() -> None:
    """Every sentence of running text is a candidate or lies in one."""
    for gold in GOLD:
        article = sample(gold["id"])
        found = find_stretches(ArticleReading(article))
        for block in article.blocks:
            if block.kind in ("heading", "paragraph", "list_item", "caption"):
                for sentence in split_sentences(article.text, block.start, block.end):
                    middle = (sentence.start + sentence.end) // 2
                    assert any(s.start <= middle < s.end for s in found)
