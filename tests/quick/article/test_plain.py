"""Pasted text into blocks: cues, boilerplate, headings, list items, captions, and what is refused."""

from __future__ import annotations

import pytest
from pasted import BEFORE, BEHIND, between, blocks_of, inner, parts, pasted

from iqtibas.article import ReadError, find_embeds
from iqtibas.article.input.plain import article_from_text, cue_length

TWEET = "The new bridge will open on Monday. https://t.co/abC1\n— Karim Badri (@KarimB) March 24, 2021"


class TestCues:
    @pytest.mark.parametrize(
        ("cue", "rendering"),
        [
            ("أعلاه تغريدة للوزارة تقول: ", "“يفتتح الجسر يوم الاثنين.”"),
            ("وترجمتها: ", "«يفتتح الجسر يوم الاثنين»"),
            ("وغرّد الوزير قائلًا: ", "«يفتتح الجسر الجديد يوم الاثنين»"),
            ("غَرَّدَ الوَزيرُ عَلى حِسابِهِ: ", "يفتتح الجسر يوم الاثنين."),
            ("وكتب الوزير على تويتر ", "“يفتتح الجسر الجديد يوم الاثنين المقبل”."),
            ("وكتب الوزير على تويتر، ", "«يفتتح الجسر الجديد يوم الاثنين المقبل»."),
            ("وكتب الوزير على منصة إكس: ", "يفتتح الجسر يوم الاثنين."),
            ("وكتب الوزير على منصة X: ", "يفتتح الجسر يوم الاثنين."),
            ("وكتب الوزير على منصة «إكس»: ", "يفتتح الجسر يوم الاثنين."),
            ("وقالت الوزيرة في تغريـــدة: ", '"يفتتح الجسر الجديد يوم الاثنين"'),
            ("وقالت الوزيرة في منشور على فيسبوك:", "«يفتتح الجسر الجديد يوم الاثنين»"),
            ("وقالت الوزيرة في منشور على فيسبوك الساعة 10:30 صباحا: ", "يفتتح الجسر يوم الاثنين."),
            ("وكتب الوزير في تغريدة: ", "«شكرا لكم»."),
        ],
    )
    def test_a_cue_is_cut_off_what_it_announces(self, cue: str, rendering: str) -> None:
        assert inner(between(cue + rendering)) == [("cue", cue.rstrip()), ("paragraph", rendering)]

    @pytest.mark.parametrize("name", ['"أفق للإغاثة"', "«أفق»", "“أفق للإغاثة الدولية”"])
    def test_a_quoted_name_inside_a_cue_does_not_end_it(self, name: str) -> None:
        cue = f"وجاء في تغريدة لمنظمة {name}:"
        line = f'{cue} "هبطت صباح اليوم أولى طائراتنا الإغاثية".'
        assert inner(between(line)) == [("cue", cue), ("paragraph", line[len(cue) + 1 :])]

    def test_a_cue_may_have_its_line_to_itself(self) -> None:
        article = between("ونشر الوزير التغريدة التالية:", TWEET)
        assert inner(article) == [("cue", "ونشر الوزير التغريدة التالية:"), ("embed", TWEET)]

    @pytest.mark.parametrize(
        "line",
        [
            "ونشر الوزير تغريدة عن الجسر الجديد في المدينة.",
            "وقال الوزير: «يفتتح الجسر الجديد يوم الاثنين».",
            "وبلغ عدد متابعي الحساب على تويتر 10:30 صباحا ثلاثة آلاف.",
            "ورابط المنشور على فيسبوك https://example.org/a هنا.",
        ],
    )
    def test_what_announces_nothing_is_no_cue(self, line: str) -> None:
        assert inner(between(line)) == [("paragraph", line)]

    def test_a_cue_is_short(self) -> None:
        line = f"وكتب الوزير على تويتر {'بعد اجتماع طويل ' * 10}في المدينة: «يفتتح الجسر الجديد يوم الاثنين»."
        assert inner(between(line)) == [("paragraph", line)]

    def test_its_length_counts_the_marks_that_stand_on_letters(self) -> None:
        cue = "غَرَّدَ الوَزيرُ: "
        assert cue_length(f"{cue}«يفتتح الجسر الجديد يوم الاثنين».") == len(cue)
        assert cue_length("يفتتح الجسر يوم الاثنين.") == 0


class TestBoilerplate:
    @pytest.mark.parametrize(
        "line",
        [
            "إقرأ أيضاً: افتتاح جسر آخر في الشمال",
            "اقرأ أيضًا:",
            "إقرأ أيضًا",
            "إقرؤوا أيضاً: افتتاح جسر آخر",
            "شاهد أيضا: صور من الافتتاح",
            "طالع أيضا",
            "مواضيع ذات صلة:",
            "أخبار متعلقة",
            "اقرأ المزيد",
            "المصدر: نسيم + وكالات",
            "المصدر : رويترز",
            "كلمات دلالية: الجسور النقل مرزان",
            "الكلمات المفتاحية: الجسور",
            "وسوم: الجسور",
            "تاريخ النشر: 16 يناير/كانون الثاني 2023 - 18:40",
            "آخر تحديث: 12:30",
            "نشر في 5 فبراير 2024",
            "جميع الحقوق محفوظة لنسيم",
            "إعلان",
            "اضغط هنا",
            "اضغطوا هنا لمشاهدة الصور",
            "للمزيد: زوروا موقعنا",
            "تابعونا على قناتنا في يوتيوب",
            "تابع آخر الأخبار على قناتنا في تلغرام",
            "لمتابعة آخر الأخبار اشتركوا في قناة نسيم الإخبارية على تطبيق واتساب",
            "للاشتراك في نشرتنا البريدية",
            "حمّل تطبيقنا الآن",
        ],
    )
    def test_what_belongs_to_the_page_is_boilerplate(self, line: str) -> None:
        assert inner(between(line)) == [("boilerplate", line)]

    @pytest.mark.parametrize(
        "line",
        [
            "وتابع الوزير: «نشرنا التفاصيل كلها على صفحتنا الرسمية».",
            "ويتابع المهندسون حالة الجسر عبر تطبيقنا الجديد، بحسب الوزير.",
            "تابع الوزير على حسابه صور الافتتاح ثم غادر إلى العاصمة برفقة الوفد.",
            "شاهد أيضا المتظاهرون الجسر وهو يهدم أمامهم في المدينة القديمة أمس.",
            "المزيد من التفاصيل ستعلن يوم الأحد، بحسب الوزير.",
            "آخر تحديث للخطة صدر عن الوزارة يوم الأحد، وفيه ثلاثة جسور.",
            "المصدر الوحيد للمياه في القرية هو بئر قديمة.",
            "نشر في العام الماضي كتاب عن الجسور والأنهار في البلاد.",
            "إعلان الحكومة عن الجسر فاجأ الجميع.",
        ],
    )
    def test_a_sentence_that_begins_like_a_plug_stays_a_paragraph(self, line: str) -> None:
        assert inner(between(line)) == [("paragraph", line)]

    def test_read_also_takes_the_headlines_that_follow_and_no_more(self) -> None:
        lines = ["إقرأ أيضاً:", "افتتاح جسر آخر في الشمال", "وزير النقل يزور المطار"]
        assert inner(between(*lines, "وكتب الوزير: «نعم».")) == [
            *(("boilerplate", line) for line in lines),
            ("paragraph", "وكتب الوزير: «نعم»."),
        ]

    def test_read_also_with_its_headline_takes_that_line_alone(self) -> None:
        lines = ("إقرأ أيضاً: افتتاح جسر آخر في الشمال", "جسر بلا أعمدة")
        assert inner(between(*lines)) == [("boilerplate", lines[0]), ("heading", lines[1])]

    @pytest.mark.parametrize(
        "ends", [["المصدر: نسيم"], ["المصدر: نسيم", "كلمات دلالية: الجسور"], ["كلمات دلالية: الجسور"]]
    )
    @pytest.mark.parametrize("link", ["إقرأ أيضاً:", "إقرأ أيضاً: افتتاح جسر آخر"])
    def test_behind_the_end_of_the_article_read_also_opens_another_one(self, ends: list[str], link: str) -> None:
        other = [link, "افتتح الوزير جسرا آخر أول من أمس.", "تغريدة: «يفتتح الجسر الآخر غدا»."]
        article = pasted(BEFORE, BEHIND, *ends, *other)
        assert parts(article) == [
            ("paragraph", BEFORE),
            ("paragraph", BEHIND),
            *(("boilerplate", line) for line in (*ends, *other)),
        ]

    def test_an_embed_of_the_other_article_is_no_embed_of_this_one(self) -> None:
        article = pasted(BEFORE, TWEET, BEHIND, "المصدر: نسيم", "إقرأ أيضاً:", BEHIND, TWEET, BEHIND)
        assert len(find_embeds(article)) == 1
        assert {block.kind for block in article.blocks[4:]} == {"boilerplate"}

    def test_a_source_in_the_middle_ends_nothing(self) -> None:
        lines = ["المصدر: نسيم", BEFORE, BEHIND, BEFORE, "إقرأ أيضاً: افتتاح جسر آخر في الشمال", BEFORE]
        kinds = [kind for kind, _ in inner(between(*lines))]
        assert kinds == ["boilerplate", "paragraph", "paragraph", "paragraph", "boilerplate", "paragraph"]


class TestKinds:
    @pytest.mark.parametrize("line", ["بيانات مفتوحة للجميع", "جسر بلا أعمدة «قريبا»", "* المانجروف في الصدارة"])
    def test_a_short_line_without_an_end_is_a_heading(self, line: str) -> None:
        assert inner(between(line)) == [("heading", line)]

    @pytest.mark.parametrize(
        "line",
        [
            "قال الوزير نعم.",
            "هل يفتتح الجسر؟",
            "«يفتتح الجسر غدا.»",
            "واتفق الجانبان على ما يلي:",
            "كلمة " * 17 + "أخيرة",
        ],
    )
    def test_a_line_with_an_end_or_many_words_is_a_paragraph(self, line: str) -> None:
        assert inner(between(line)) == [("paragraph", line)]

    @pytest.mark.parametrize(
        "line",
        ["- إتاحة قراءات المحطات.", "• بناء جسر جديد", "1. بناء جسر جديد", "٢- بناء جسر جديد", "3) بناء جسر جديد"],
    )
    def test_a_list_item_begins_with_its_mark(self, line: str) -> None:
        assert inner(between(line)) == [("list_item", line)]

    @pytest.mark.parametrize(
        "line", ["10 أشخاص حضروا افتتاح الجسر.", "5.7 درجات بلغت قوة الزلزال.", "2021 كان عاما صعبا."]
    )
    def test_a_number_alone_makes_no_list_item(self, line: str) -> None:
        assert inner(between(line)) == [("paragraph", line)]

    @pytest.mark.parametrize(
        "line", ["صورة: كريم البدري", "صورة أرشيفية للجسر القديم", "(رويترز)", "(أ ف ب)", "تصوير: لينا العامري"]
    )
    def test_captions(self, line: str) -> None:
        assert inner(between(line)) == [("caption", line)]

    def test_markup_knows_better_but_cues_are_still_cut_off(self) -> None:
        lines = ["بيانات مفتوحة للجميع", "وكتب الوزير على تويتر: «يفتتح الجسر الجديد يوم الاثنين».", BEHIND]
        text = "  " + "\n".join(lines)
        starts = [text.index(line) for line in lines]
        article = article_from_text(
            text,
            id="a",
            source="a",
            sha256="",
            markup={starts[0]: "paragraph", starts[1]: "list_item", starts[2]: "heading"},
        )
        assert [kind for kind, _ in parts(article)] == ["paragraph", "cue", "list_item", "heading"]


class TestArticle:
    def test_the_text_is_kept_as_it_is(self) -> None:
        text = f"\n\n \u200f{BEFORE}\r\n\t{BEHIND}\u00a0\r\n\r\n"
        article = article_from_text(text, id="a", source="b", sha256="c", notes=("d",))
        assert article.text == text
        assert (article.id, article.source, article.sha256, article.notes) == ("a", "b", "c", ("d",))
        assert [article.slice(block).strip("\u200f") for block in article.blocks] == [BEFORE, BEHIND]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\u0085", "\x0b", "\x0c"])
    def test_every_line_end_ends_a_block(self, end: str) -> None:
        assert len(blocks_of(pasted(f"{BEFORE}{end}{BEHIND}"), "paragraph")) == 2

    def test_the_title_is_given_or_the_first_line_of_the_article(self) -> None:
        assert pasted(BEFORE, title="عنوان").title == "عنوان"
        assert pasted("تاريخ النشر: أمس", "Home | News", "جسر بلا أعمدة", BEFORE).title == "جسر بلا أعمدة"

    def test_a_long_title_is_cut_at_a_word(self) -> None:
        title = pasted(" ".join([BEHIND] * 5)).title
        assert len(title) <= 122
        assert title.endswith(" …")
        assert BEHIND.split()[0] in title
        assert set(title.removesuffix(" …").split()) <= set(BEHIND.split())

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("", "no Arabic"),
            ("Home | News", "no Arabic"),
            ("123 456", "no Arabic"),
            (TWEET, "no Arabic article text"),
            (f"Home | News\n{TWEET}", "no Arabic article text"),
            (
                "يفتتح الجسر يوم الاثنين pic.twitter.com/a1\n— وزارة النقل (@Roads) March 24, 2021",
                "only embedded posts",
            ),
        ],
    )
    def test_what_holds_no_article_is_refused_with_a_way_out(self, text: str, problem: str) -> None:
        with pytest.raises(ReadError, match=problem) as caught:
            article_from_text(text, id="a", source="news/a.txt (UTF-8)", sha256="")
        assert str(caught.value).startswith("news/a.txt (UTF-8): ")
        assert caught.value.hint

    def test_a_list_of_links_to_other_articles_is_read_in_one_pass(self) -> None:
        """Twenty thousand lines that each could take all that follow."""
        article = pasted(BEFORE, *["إقرأ أيضاً"] * 20_000)
        assert len(blocks_of(article, "boilerplate")) == 20_000
