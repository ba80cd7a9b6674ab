"""Damaged text: what is read in its place, that every offset stays, and that a note says so."""

from __future__ import annotations

import pytest
from pasted import BEFORE, BEHIND, parts, pasted

from iqtibas.article import find_embeds, find_quotes, segment_article
from iqtibas.article.input.visual_order import logical_order
from iqtibas.article.mending import as_read, mend

TITLE = "وزيرة النقل تعلن افتتاح الجسر الشمالي"
POST = "The North Bridge will open on June 3.\n— Lena Hartwell (@LenaHartwell) May 14, 2024"


class TestWrittenOut:
    @pytest.mark.parametrize("end", ["\\n", "\\n\\n", "\\r\\n", "\\r\\n\\r\\n"])
    def test_line_ends(self, end: str) -> None:
        article = pasted(end.join([TITLE, BEFORE, *POST.split("\n"), BEHIND]))
        assert [kind for kind, _ in parts(article)] == ["heading", "paragraph", "embed", "paragraph"]
        [embed] = find_embeds(article)
        assert (embed.text, embed.author) == ("The North Bridge will open on June 3.", "Lena Hartwell")
        assert any("\\n" in note for note in article.notes)
        assert len(as_read(article)) == len(article.text)

    @pytest.mark.parametrize("text", [r"المجلد C:\new\reports فيه الملفات", r"الحرف \n يعني سطرا جديدا" + "\nسطر\nسطر"])
    def test_what_is_none(self, text: str) -> None:
        assert mend(text).text == text

    def test_quotation_marks(self) -> None:
        article = pasted(rf"{TITLE}\nقال المدير: \"العمل مستمر في كل الورش ولن نتوقف\" وغادر.\n{BEHIND}")
        quote, _ = find_quotes(article)
        assert article.slice(quote) == "العمل مستمر في كل الورش ولن نتوقف"


class TestEntities:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("&quot;نص&quot;", '"نص"'),
            ("30&nbsp;مليون", "30 مليون"),
            ("أ &amp; ب", "أ & ب"),
            ("نص&#8230;", "نص…"),
            ("&#x201C;نص&#x201D;", "“نص”"),
            ("&amp;quot;نص&amp;quot;", '"نص"'),
            ("&laquo;نص&raquo;", "«نص»"),
            ("&ldquo;نص&rdquo; &mdash; نص", "“نص” — نص"),
            ("&#1606;&#1589;", "نص"),
            ("x&y; &nosuch; &#0; &#xD800;", "x&y; &nosuch; &#0; &#xD800;"),
        ],
    )
    def test_what_they_stand_for(self, written: str, read: str) -> None:
        mended = mend(written)
        assert mended.text.replace("\u2060", "") == read
        assert len(mended.text) == len(written)
        assert bool(mended.notes) == (read != written)

    def test_a_quotation_in_entities_has_its_place_in_the_evidence(self) -> None:
        article = pasted("قال المدير: &quot;العمل مستمر في كل الورش ولن نتوقف&quot; وغادر القاعة.")
        [quote] = find_quotes(article)
        assert article.slice(quote) == "العمل مستمر في كل الورش ولن نتوقف"
        assert (quote.speaker, quote.closed) == ("المدير", True)


class TestMisread:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("Theyâ€™re here â€“ all of them.", "They’re here – all of them."),
            ("â€œYesâ€\x9d, he said", "“Yes”, he said"),
            ("â€œYesâ€, he said", "“Yes”, he said"),
            ("SÃ£o Paulo and ErdoÄŸan", "São Paulo and Erdoğan"),
            ("Doneâ€¦ ðŸ˜€", "Done… 😀"),
            ("theyÃ¢â‚¬â„¢re", "they’re"),
            ("40Â°C, 5Â km", "40°C, 5\u00a0 km"),
            ("قال Â«نعمÂ»", "قال «نعم»"),
            ("كتب: Ø§Ù„Ø³Ù„Ø§Ù…", "كتب: السلام"),
            ("itâ\x80\x99s", "it’s"),
        ],
    )
    def test_signs_in_a_wrong_encoding(self, written: str, read: str) -> None:
        mended = mend(written)
        assert mended.text.replace("\u2060", "") == read
        assert len(mended.text) == len(written)
        assert "encoding" in mended.notes[0]

    @pytest.mark.parametrize(
        "text", ["“CAFÉ” — «VISTÃ»", "café…” Pâques", "30 °C · €5 ™", "PAPÂ …", "Über ‘Ärger’…", "Łódź ½ ©"]
    )
    def test_what_is_sound_stays(self, text: str) -> None:
        assert mend(text) == (text, ())

    def test_a_damaged_tail_is_one(self) -> None:
        tail = "â€” Lena Hartwell (@LenaHartwell) May 14, 2024"
        article = pasted(BEFORE, f"Weâ€™re proud of everybody who built the bridge.\n{tail}", BEHIND)
        [embed] = find_embeds(article)
        assert (embed.author, str(embed.date)) == ("Lena Hartwell", "2024-05-14")


class TestWrapped:
    def paragraphs(self, text: str) -> list[str]:
        return [" ".join(own.split()) for kind, own in parts(pasted(text)) if kind != "foreign"]

    def test_lines_that_end_in_the_middle_are_one_paragraph(self) -> None:
        text = "قالت الوزيرة إن الجسر سيفتح في\nموعده وإن العمل انتهى قبل\nالشتاء الطويل.\nوسيحضر الافتتاح مئات\nالمدعوين من المدينة."
        article = pasted(text)
        assert [kind for kind, _ in parts(article)] == ["paragraph", "paragraph"]
        assert article.text == text
        assert [article.slice(own).count("\n") for own in segment_article(article)] == [2, 1]
        assert article.notes == ("3 line ends in the middle of a sentence were read as spaces",)

    @pytest.mark.parametrize(
        "text",
        [
            f"{TITLE}\n{BEFORE}\n{BEHIND}",
            f"{TITLE}\nتفاصيل جديدة عن المشروع\n{BEFORE}",
            "المطلوب:\n- جسر جديد\n- طريق واسع\n- حافلات",
            "نشيد قديم\nيا جسر المدينة\nيا نهر المدينة",
            f"{BEFORE}\nاقرأ أيضا\nخبر عن الطرق\nخبر عن الجسور",
        ],
    )
    def test_headings_lists_and_verses_stay_lines(self, text: str) -> None:
        assert self.paragraphs(text) == text.split("\n")

    def test_a_blank_line_parts_paragraphs_whatever_ends_them(self) -> None:
        assert self.paragraphs("سيفتح الجسر في\n\nالموعد وقال") == ["سيفتح الجسر في", "الموعد وقال"]

    def test_a_headline_over_wrapped_lines_stays_one(self) -> None:
        text = f"{TITLE}\nأعلنت الوزارة أن الجسر سيفتح في\nموعده وأن العمل انتهى قبل\nالشتاء."
        assert self.paragraphs(text)[0] == TITLE
        assert len(self.paragraphs(text)) == 2

    def test_a_quotation_over_several_lines(self) -> None:
        article = pasted('وقال المدير: "العمل مستمر\nفي كل الورش ولن\nنتوقف قبل الصيف". وغادر.')
        [quote] = find_quotes(article)
        assert quote.closed
        assert " ".join(article.slice(quote).split()) == "العمل مستمر في كل الورش ولن نتوقف قبل الصيف"


class TestVisualOrder:
    LINES = (
        f"{TITLE}\nأعلنت الوزيرة يوم 14 مايو 2024 أن الجسر سيفتح، بعد أعمال صيانة كلفت 40.5 مليون دولار.\n"
        "وكتبت الوزيرة: «سيفتح الجسر الشمالي في الثالث من يونيو» (القناة)."
    )

    def seen(self, line: str) -> str:
        import re

        return re.sub(r"[0-9][0-9.]*[0-9]", lambda run: run.group()[::-1], line[::-1])

    def test_whole_lines(self) -> None:
        turned = "\n".join(map(self.seen, self.LINES.split("\n")))
        text, notes = logical_order(turned)
        assert text == self.LINES
        assert "visual order" in notes[0]

    def test_letters_of_words(self) -> None:
        import re

        turned = re.sub("[ء-ي]+", lambda word: word.group()[::-1], self.LINES)
        text, notes = logical_order(turned)
        assert (text, len(notes)) == (self.LINES, 1)

    def test_numbers_that_were_turned_too(self) -> None:
        text, _ = logical_order("\n".join(line[::-1] for line in self.LINES.split("\n")))
        assert text == self.LINES

    def test_a_post_among_the_lines_stays(self) -> None:
        turned = "\n".join(map(self.seen, self.LINES.split("\n")))
        article = pasted(turned, POST)
        assert article.title == TITLE
        assert find_embeds(article)[0].author == "Lena Hartwell"
        assert "visual order" in " ".join(article.notes)

    def test_ordinary_text_stays(self) -> None:
        for text in (self.LINES, "إلا مثلا أصلا فعلا كلا", "Only English.", ""):
            assert logical_order(text) == (text, ())


class TestArabicLines:
    @pytest.mark.parametrize(
        "line",
        [
            "ووقعت شركتا Northern Steel Construction وHarbour Logistics International عقد بناء الجسر مع البلدية.",
            "للتسجيل ادخلوا إلى https://services.example.gov/ar/citizens/registration/new?lang=ar أو اتصلوا بالبلدية.",
            "فازت Manchester United Football Club بالكأس",
            "تابعوا @MinistryOfTransportOfMarzan و#NorthBridgeOpening2024",
            "الأسهم: Apple, Microsoft, Alphabet, Amazon, Nvidia",
        ],
    )
    def test_names_and_links_do_not_make_a_line_foreign(self, line: str) -> None:
        assert {text: kind for kind, text in parts(pasted(BEFORE, line, BEHIND))}[line] not in ("foreign", "embed")

    @pytest.mark.parametrize("line", ["The word السلام means peace and it is used by all of us in the city."])
    def test_english_with_an_arabic_word_is_english(self, line: str) -> None:
        assert [embed.text for embed in find_embeds(pasted(BEFORE, line, BEHIND))] == [line]

    def test_an_english_quotation_inside_is_the_statement(self) -> None:
        said = "We will open the bridge on Monday and it will be free for all."
        for opening, closing in ('""', "“”", "«»"):
            article = pasted(BEFORE, f"وقالت الوزيرة بالإنجليزية: {opening}{said}{closing} قبل أن تغادر.", BEHIND)
            [embed] = find_embeds(article)
            assert embed.text == said
            assert [article.slice(own) for own in segment_article(article)][1:3] == [
                "وقالت الوزيرة بالإنجليزية:",
                "قبل أن تغادر.",
            ]

    @pytest.mark.parametrize(
        "line",
        [
            "عرض فيلم “The Lord of the Rings: The Return of the King” في المدينة.",
            "وقالت بالإنجليزية “We will win” قبل أن تغادر.",
        ],
    )
    def test_titles_and_short_words_stay_with_their_line(self, line: str) -> None:
        article = pasted(BEFORE, line, BEHIND)
        assert find_embeds(article) == []
        assert line in [article.slice(own) for own in segment_article(article)]
