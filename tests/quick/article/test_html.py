"""Pages: the main text, the posts in place, kinds, encodings, and markup made to hurt."""

from __future__ import annotations

import datetime
import html
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iqtibas.article.embeds import find_embeds
from iqtibas.article.errors import IqtibasError, ReadError
from iqtibas.article.input import html as pages
from iqtibas.article.input.html import article_from_html
from iqtibas.article.model import Article

FIRST, SECOND, THIRD, LAST = PARAGRAPHS = (
    "أعلنت وزارة المياه في مدينة الزهراء يوم الثلاثاء أن البلدين اتفقا على تقاسم مياه النهر خلال السنوات العشر"
    " المقبلة، بعد مفاوضات استمرت أكثر من عام كامل.",
    "وقال الوزير سالم النجار في مؤتمر صحفي إن الاتفاق يضمن لكل طرف حصته العادلة من المياه، وأضاف أن اللجنة"
    " المشتركة ستجتمع كل ثلاثة أشهر لمراجعة التنفيذ.",
    "ومن المقرر أن يبدأ العمل بالاتفاق في مطلع العام المقبل، على أن يشمل إنشاء ثلاث محطات قياس جديدة على ضفتي"
    " النهر وتدريب مئة مهندس من البلدين.",
    "ورحبت منظمات المجتمع المدني بالخطوة، لكنها دعت إلى إشراك المزارعين في المراقبة وإلى نشر البيانات بصورة"
    " دورية على موقع الوزارة.",
)
TWEET = (
    '<blockquote class="twitter-tweet" data-lang="en"><p lang="en" dir="ltr">We share the river fairly.<br><br>'
    "The commission meets &amp; reports. "
    '<a href="https://t.co/abc1">https://t.co/abc1</a><a href="https://t.co/x">pic.twitter.com/x1</a></p>'
    "&mdash; Salem Najjar (@SNajjar) "
    '<a href="https://twitter.com/SNajjar/status/123?ref_src=twsrc%5Etfw">March 24, 2021</a></blockquote>\n'
    '<script async src="https://platform.twitter.com/widgets.js"></script>'
)
FLAT_TWEET = (
    "We share the river fairly. The commission meets & reports. https://t.co/abc1 pic.twitter.com/x1\n"
    "— Salem Najjar (@SNajjar) March 24, 2021"
)
UNMARKED = (
    "<blockquote><p>Ten new stations will be built by 2030.</p><p>— River Office (@RiverOffice) "
    '<a href="https://x.com/RiverOffice/status/99">April 2, 2022</a></p></blockquote>'
)
WIDGET = (
    '<blockquote class="twitter-tweet"><p>Follow our live coverage of everything tonight</p>'
    '&mdash; Channel (@chan) <a href="https://twitter.com/chan/status/5">May 1, 2022</a></blockquote>'
)

SOUP = [
    *("<p>", "</p>", "<div>", "</div>", "<b>", "<li>", "<ul>", "<td>", "<table>", "<br>", "<h1>", "<a>", "</a>"),
    *("<svg>", "<math>", "<select>", "<title>", "<template>", "<frameset>", "<body>", "</html>", "<!--", "-->"),
    *("<blockquote>", '<blockquote class="twitter-tweet">', "</blockquote>", "<script>", "</script>", TWEET),
    *("&mdash;", "&#0;", "&#xD800;", "&#x110000;", "&bogus;", "<", ">", "\ufffe", "\x0b", "\x00", UNMARKED),
    *("نص", "كلمة", "text", "(@a)", FIRST, '<div data-x="<blockquote twitter-tweet'),
]


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str, *, sidebar: str = "", head: str = '<meta charset="utf-8">') -> str:
    """A news page around `body`: navigation, most-read list with a teaser of the article, footer."""
    return (
        f"<!doctype html><html lang=ar dir=rtl><head>{head}<title>اتفاق على مياه النهر | قناة النهر</title>"
        "<script>var secret = 'سر دفين';</script><style>p::before { content: 'زخرفة' }</style></head><body>"
        "<header><a href=/>قناة النهر</a><nav><ul><li><a href=/a>الرئيسية</a><li><a href=/b>رياضة</a></ul></nav>"
        f"</header><div class=wrapper><div class=content><h1>اتفاق على مياه النهر</h1>{body}</div>"
        "<div class=sidebar><h3>الأكثر قراءة</h3><ul><li><a href=/1>فوز المنتخب على ضيفه في النهائي</a>"
        f"<li><a href=/2>{FIRST[:70]}</a></ul>{sidebar}</div></div><!-- تعليق خفي -->"
        "<footer><p>جميع الحقوق محفوظة لقناة النهر</p></footer></body></html>"
    )


def read(markup: str | bytes) -> Article:
    data = markup.encode() if isinstance(markup, str) else markup
    return article_from_html(data, article_id="p.html", source="in/p.html")


def lines(article: Article) -> list[str]:
    return article.text.split("\n")


def order(article: Article, *texts: str) -> list[str]:
    """The given texts in the order in which the article has them; each must occur once."""
    assert [article.text.count(text) for text in texts] == [1] * len(texts)
    return sorted(texts, key=article.text.index)


class TestMainText:
    def test_the_article_and_nothing_else(self) -> None:
        article = read(page(paragraphs(*PARAGRAPHS)))
        assert lines(article) == ["اتفاق على مياه النهر", *PARAGRAPHS]
        assert article.title == "اتفاق على مياه النهر"
        assert (article.id, article.source) == ("p.html", "in/p.html (HTML, UTF-8)")
        assert article.notes == ()

    def test_markup_tells_the_kinds(self) -> None:
        body = (
            paragraphs(FIRST)
            + "<figure><img src=x><figcaption>الوزير سالم النجار في المؤتمر</figcaption></figure>"
            + "<h2>بنود الاتفاق بين البلدين</h2><ul><li>إنشاء ثلاث محطات قياس على النهر<li>تدريب مئة مهندس</ul>"
            + "<table><tr><td>حصة البلد الأول من المياه<td>ستون في المئة من التدفق</table>"
            + paragraphs(SECOND, THIRD, LAST)
        )
        article = read(page(body))
        kinds = {article.slice(block): block.kind for block in article.blocks}
        assert kinds["بنود الاتفاق بين البلدين"] == "heading"
        assert kinds["إنشاء ثلاث محطات قياس على النهر"] == kinds["تدريب مئة مهندس"] == "list_item"
        assert kinds["حصة البلد الأول من المياه"] == kinds[SECOND] == "paragraph"

    def test_og_title_wins(self) -> None:
        head = '<meta property="og:title" content=" اتفاق  النهر ">'
        assert read(page(paragraphs(*PARAGRAPHS), head=head)).title == "اتفاق النهر"

    def test_words_stay_as_the_page_has_them(self) -> None:
        odd = f"<b>و</b>قال <i>الوزير</i>\n\t إن\u00a0هذا \u202eنص\u202c &quot;حرّ&quot; {SECOND}"
        article = read(page(paragraphs(FIRST, odd, THIRD, LAST)))
        assert f'وقال الوزير إن\u00a0هذا \u202eنص\u202c "حرّ" {SECOND}' in lines(article)
        assert article.notes == ("2 bidirectional control(s) kept; the order on screen may mislead",)

    def test_line_breaks_are_lines(self) -> None:
        article = read(page(f"<div>{'<br>'.join(PARAGRAPHS)}</div>"))
        assert lines(article)[-4:] == list(PARAGRAPHS)

    def test_without_a_main_text_the_whole_body_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **__: None)
        article = read(page(paragraphs(FIRST) + TWEET + paragraphs(SECOND)))
        assert order(article, SECOND, "الرئيسية", FLAT_TWEET, "رياضة") == ["الرئيسية", "رياضة", FLAT_TWEET, SECOND]
        assert "could not be told from the rest" in article.notes[0]
        assert {article.slice(b) for b in article.blocks if b.kind == "boilerplate"} >= {"الرئيسية", "رياضة"}

    def test_scripts_styles_and_comments_are_never_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        markup = page(paragraphs(*PARAGRAPHS) + "<script>نص برمجي</script><template>قالب</template>")
        extracted = read(markup).text
        monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **__: None)
        for hidden in ("سر دفين", "زخرفة", "تعليق خفي", "نص برمجي", "قالب"):
            assert hidden not in extracted + read(markup).text

    def test_a_page_without_arabic_is_refused(self) -> None:
        with pytest.raises(ReadError, match="no Arabic"):
            read("<html><body><p>Only English here.</p></body></html>")


class TestPosts:
    def test_a_tweet_is_flattened_in_place(self) -> None:
        article = read(page(paragraphs(FIRST, SECOND) + TWEET + paragraphs(THIRD, LAST)))
        assert f"{SECOND}\n{FLAT_TWEET}\n{THIRD}" in article.text
        [embed] = find_embeds(article)
        assert embed.text == "We share the river fairly. The commission meets & reports."
        assert (embed.author, embed.handle) == ("Salem Najjar", "SNajjar")
        assert embed.date == datetime.date(2021, 3, 24)
        assert embed.links == ("https://t.co/abc1", "pic.twitter.com/x1")

    @pytest.mark.parametrize("before", [0, 4])
    def test_first_or_last_in_the_article(self, before: int) -> None:
        wrapped = f'<figure class="wp-block-embed"><div>{TWEET}</div></figure>'
        body = paragraphs(*PARAGRAPHS[:before]) + wrapped + paragraphs(*PARAGRAPHS[before:])
        article = read(page(body, sidebar=WIDGET))
        expected = list(PARAGRAPHS)
        expected.insert(before, FLAT_TWEET)
        assert order(article, FLAT_TWEET, *PARAGRAPHS) == expected

    def test_a_page_of_nested_containers(self) -> None:
        parts = [f"<div class=c-text><div>{text}</div></div>" for text in PARAGRAPHS]
        body = "".join([*parts[:2], f"<div class=c-embed>{TWEET}</div>", *parts[2:]])
        assert f"{SECOND}\n{FLAT_TWEET}\n{THIRD}" in read(page(body)).text

    @pytest.mark.parametrize(
        "wrapper", ["div class=embed", "div class=social-embed", "aside class=social", "section class='share twitter'"]
    )
    def test_inside_what_extractors_prune(self, wrapper: str) -> None:
        wrapped = f"<{wrapper}>{TWEET}</{wrapper.split()[0]}>"
        article = read(page(paragraphs(FIRST, SECOND) + wrapped + paragraphs(THIRD, LAST)))
        assert f"{SECOND}\n{FLAT_TWEET}\n{THIRD}" in article.text

    def test_two_in_a_row_stay_two(self) -> None:
        article = read(page(paragraphs(FIRST, SECOND) + TWEET + UNMARKED + paragraphs(THIRD, LAST)))
        assert [embed.handle for embed in find_embeds(article)] == ["SNajjar", "RiverOffice"]

    def test_a_widget_in_the_sidebar_is_left_out_with_a_note(self) -> None:
        article = read(page(paragraphs(FIRST, SECOND) + TWEET + paragraphs(THIRD, LAST), sidebar=WIDGET))
        assert "live coverage" not in article.text
        assert article.notes == ("1 embedded post(s) outside the article left out",)

    @pytest.mark.parametrize(
        ("markup", "flat"),
        [
            (UNMARKED, "Ten new stations will be built by 2030.\n— River Office (@RiverOffice) April 2, 2022"),
            (
                '<blockquote class="twitter-tweet"><p>The river is ours to keep clean.</p>'
                '<a href="https://twitter.com/minwater/status/7">March 2, 2021</a></blockquote>',
                "The river is ours to keep clean.\n— minwater (@minwater) March 2, 2021",
            ),
            (
                '<blockquote class="twitter-tweet">The river is ours to keep clean. — River (South) (@ab) 3 May 2021'
                "</blockquote>",
                "The river is ours to keep clean.\n— River (South) (@ab) 3 May 2021",
            ),
            (
                '<blockquote class="instagram-media"><p>View this post on Instagram</p><p>Our engineers at work on '
                "the new dam.</p><p>A post shared by <a>Water Ministry</a> (@minwater) on <time>Mar 2, 2021</time>"
                "</p></blockquote>",
                "Our engineers at work on the new dam.\n— Water Ministry (@minwater) Mar 2, 2021",
            ),
            (
                '<blockquote class="telegram-post">The commission meets on Sunday in the capital.</blockquote>',
                "The commission meets on Sunday in the capital.",
            ),
        ],
    )
    def test_other_forms(self, markup: str, flat: str) -> None:
        article = read(page(paragraphs(FIRST, SECOND) + markup + paragraphs(THIRD, LAST)))
        assert f"{SECOND}\n{flat}\n{THIRD}" in article.text
        assert len(find_embeds(article)) == 1

    @pytest.mark.parametrize("link", ["https://example.org/status/1", "https://x.com/SNajjar/status/1"])
    def test_a_quotation_that_names_its_source_is_no_post(self, link: str) -> None:
        quotation = f'<blockquote><p>{SECOND} <a href="{link}">المصدر</a></p></blockquote>'
        article = read(page(paragraphs(FIRST) + quotation + paragraphs(THIRD, LAST)))
        assert f"{FIRST}\n{SECOND} المصدر\n{THIRD}" in article.text
        assert find_embeds(article) == []

    def test_a_post_without_words_leaves_nothing(self) -> None:
        empty = '<blockquote class="twitter-tweet"><a href="https://twitter.com/a/status/1"></a></blockquote>'
        article = read(page(paragraphs(FIRST, SECOND) + empty + paragraphs(THIRD, LAST)))
        assert f"{SECOND}\n{THIRD}" in article.text

    @pytest.mark.parametrize("how", ["script", "json attribute", "html attribute"])
    def test_stored_posts(self, how: str) -> None:
        stored = json.dumps({"a": [1, {"type": "rich", "html": TWEET}]}).replace("</", "<\\/")
        holder = {
            "script": f'<script type="application/json">{stored}</script>',
            "json attribute": f'<div data-oembed="{html.escape(stored)}"></div>',
            "html attribute": f'<div data-html="{html.escape(TWEET)}"></div>',
        }[how]
        article = read(page(paragraphs(FIRST, SECOND) + holder + paragraphs(THIRD, LAST)))
        assert f"{SECOND}\n{FLAT_TWEET}\n{THIRD}" in article.text

    def test_a_post_that_is_shown_is_not_read_from_the_store_too(self) -> None:
        state = json.dumps({"html": TWEET}).replace("</", "<\\/")
        body = f'<script type="application/json">{state}</script>' + paragraphs(FIRST, SECOND) + TWEET
        article = read(page(body + paragraphs(THIRD, LAST)))
        assert f"{SECOND}\n{FLAT_TWEET}\n{THIRD}" in article.text
        assert len(find_embeds(article)) == 1

    @pytest.mark.parametrize("stored", ['{"html": "twitter-tweet <blockquote', "[" * 9000 + '"twitter-tweet"', "{}"])
    def test_stored_nonsense_is_passed_over(self, stored: str) -> None:
        body = f'<script type="application/json">{stored}</script>' + paragraphs(*PARAGRAPHS)
        assert find_embeds(read(page(body))) == []


class TestEncodings:
    @pytest.mark.parametrize(
        "head",
        [
            '<meta charset="windows-1256">',
            "<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=Windows-1256'>",
            '<meta charset="utf-8">',
            '<meta charset="no-such-encoding">',
            "",
        ],
    )
    def test_windows_1256_declared_rightly_wrongly_or_not(self, head: str) -> None:
        article = read(page(paragraphs(*PARAGRAPHS), head=head).encode("cp1256"))
        assert LAST in article.text
        assert article.source == "in/p.html (HTML, windows-1256)"

    def test_the_declaration_decides_where_the_bytes_are_too_few(self) -> None:
        for name, word in (("windows-1256", "ضغط"), ("iso-8859-6", "هش")):
            article = read(f'<meta charset="{name}"><p>{word}</p>'.encode(name))
            assert article.text == word

    def test_utf_8_and_utf_16_win_over_a_wrong_declaration(self) -> None:
        markup = page(paragraphs(*PARAGRAPHS), head='<meta charset="windows-1256">')
        for codec in ("utf-8", "utf-8-sig", "utf-16"):
            assert LAST in read(markup.encode(codec)).text


class TestHostileMarkup:
    @pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "template", "svg", "select", "blockquote"])
    def test_nesting_without_end_is_refused(self, tag: str) -> None:
        with pytest.raises(ReadError, match="too deeply nested"):
            read(f"<{tag}>" * 100_000 + FIRST)

    def test_deep_but_bearable_nesting_is_read(self) -> None:
        assert FIRST in read("<div>" * 400 + paragraphs(*PARAGRAPHS)).text

    def test_elements_and_text_are_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pages, "MAX_ELEMENTS", 100)
        with pytest.raises(ReadError, match="too large"):
            read(paragraphs(*["نص"] * 101))
        monkeypatch.setattr(pages, "MAX_PAGE_CHARS", 500)
        with pytest.raises(ReadError, match="too large"):
            read(paragraphs("نص " * 200))
        assert read(f"<script>{'x' * 600}</script>" + paragraphs(FIRST)).text == FIRST
        monkeypatch.setattr(pages, "MAX_PAGE_BYTES", 500)
        with pytest.raises(ReadError, match="larger than"):
            read(paragraphs("نص " * 200))

    @pytest.mark.parametrize(
        "markup",
        [
            f"<p class='{'x ' * 200_000}'>{FIRST}",
            f"<p {' '.join(f'a{n}={n}' for n in range(5_000))}>{FIRST}",
            f"{'<p><b><i>' * 100}{FIRST}",
            f"<p>{FIRST}<blockquote class=twitter-tweet>{'— ' * 50_000}",
            f"<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><p>&a;{FIRST}</p>",
            f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>{FIRST}</p></body></html>",
            f"<p>{FIRST}</p><![CDATA[",
            f"{FIRST}</p></div></body></html><p>",
            FIRST,
        ],
    )
    def test_broken_markup_still_gives_its_text(self, markup: str) -> None:
        article = read(markup)
        assert FIRST in article.text
        assert "root:" not in article.text

    @pytest.mark.parametrize("markup", [b"", b"<", b"<!--", b"<html></html>", b"<p>\0</p>", "<script>نص".encode()])
    def test_nothing_to_read_is_a_read_error(self, markup: bytes) -> None:
        with pytest.raises(ReadError, match=r"^in/p\.html"):
            read(markup)

    def test_an_extractor_that_stumbles_does_not_stop_the_reading(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def stumble(*_: object, **__: object) -> None:
            raise RecursionError

        monkeypatch.setattr("trafilatura.bare_extraction", stumble)
        assert FIRST in read(page(paragraphs(FIRST))).text

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from(SOUP), max_size=40))
    def test_any_soup_of_tags_is_an_article_or_an_error(self, pieces: list[str]) -> None:
        try:
            article = read(" ".join(pieces))
        except IqtibasError:
            return
        assert all(article.slice(block).strip() for block in article.blocks)
