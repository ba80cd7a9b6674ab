"""Details of markup: lines and kinds of elements, posts in every dress, dates of pages, charsets, Word's styles."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from lxml import html as lxml_html

from iqtibas.article.input import html as pages
from iqtibas.article.input.docx import article_from_docx, docx_text
from iqtibas.article.input.html import article_from_html, main_text
from iqtibas.article.input.html_attributes import has_too_many
from iqtibas.article.input.html_embeds import find_posts
from iqtibas.article.input.html_lines import Found, PageLine, flat, lines_of, page_text
from iqtibas.article.input.html_main import main_lines
from iqtibas.article.input.published import published_day, read_day
from iqtibas.article.model import Article

NEWS = (
    "أعلنت مديرية الزراعة في محافظة الوادي يوم الخميس بدء توزيع شتلات الزيتون على المزارعين في القرى البعيدة.",
    "وقالت المديرة سلوى الحمدان إن التوزيع يشمل ثلاثين ألف شتلة، وإن كل أسرة ستحصل على خمس عشرة منها مجانا.",
    "ومن المقرر أن ينتهي العمل قبل موسم الأمطار، على أن تتابع فرق الإرشاد الزراعي غرس الشتلات في مواعيدها.",
)
DAY = datetime.date(2023, 5, 4)


def tree(markup: str) -> Any:
    return lxml_html.document_fromstring(markup)


def seen(markup: str) -> list[tuple[str, str | None]]:
    return [(line.text, line.kind) for line in lines_of(tree(markup)).lines]


def read(body: str, *, head: str = "", charset: str = "") -> Article:
    markup = f"<html><head>{head}</head><body>{body}</body></html>"
    return article_from_html(markup.encode(), article_id="p", source="in/p.html", charset=charset)


class TestLines:
    @pytest.mark.parametrize(
        ("markup", "lines"),
        [
            ("<p>one</p>two<p>three</p>", [("one", "paragraph"), ("two", None), ("three", "paragraph")]),
            ("<div>a<b>b</b> c<i> d</i></div>", [("ab c d", None)]),
            ("<div>a<br>b<hr>c</div>", [("a", None), ("b", None), ("c", None)]),
            ("<h1>a</h1><h6>b</h6>", [("a", "heading"), ("b", "heading")]),
            (
                "<ul><li>a<p>b</p></li><li>c</ul>d",
                [("a", "list_item"), ("b", "list_item"), ("c", "list_item"), ("d", None)],
            ),
            ("<dl><dt>a<dd>b</dl>", [("a", "list_item"), ("b", "list_item")]),
            ("<figure><figcaption>a</figcaption></figure>", [("a", "caption")]),
            (
                "<table><caption>a</caption><tr><th>b<td>c</table>",
                [("a", "caption"), ("b", "paragraph"), ("c", "paragraph")],
            ),
            (
                "<nav><h2>a</h2><li>b</li></nav><footer><p>c</p></footer>",
                [("a", "boilerplate"), ("b", "boilerplate"), ("c", "boilerplate")],
            ),
            ("<li><h3>a</h3>b</li>", [("a", "heading"), ("b", "list_item")]),
            ("<p>a<script>x</script>b<style>y</style>c<svg><title>z</title></svg></p>", [("abc", "paragraph")]),
            ("<p>a <select><option>x<option>y</select> b</p><title>t</title>", [("a x b", "paragraph")]),
            ("<p>\t a\n\r b\f  c\u00a0 d </p>", [("a b c\u00a0 d", "paragraph")]),
            ("<p> \n </p>", []),
        ],
    )
    def test_a_line_is_a_block_as_a_browser_shows_it(self, markup: str, lines: list[tuple[str, str | None]]) -> None:
        assert seen(markup) == lines

    def test_ranges_hold_what_is_inside_an_element(self) -> None:
        page = lines_of(tree("<body><div>a<p>b</p></div><p>c</p></body>"))
        assert [line.text for line in page.lines] == ["a", "b", "c"]
        assert set(page.ranges) == {(1, 2), (0, 2), (2, 3), (0, 3)}

    def test_what_stands_behind_the_root_is_not_its_text(self) -> None:
        body = tree("<body><p>a <b>b</b> c</p></body>")
        assert flat(body.find(".//b")) == "b"
        assert flat(body) == "a b c"

    def test_kinds_are_given_by_the_offset_of_their_line(self) -> None:
        lines = (PageLine("ab", "heading"), PageLine("c"), PageLine("def", "list_item"))
        assert page_text(lines) == ("ab\nc\ndef", {0: "heading", 5: "list_item"})

    def test_a_post_stands_where_its_element_begins(self) -> None:
        body = tree("<body><p>a</p><div data-x>b<p>c</p></div><blockquote>no<p>no</p></blockquote>d</body>")
        posts = {
            body.find(".//div"): Found(("one", "two")),
            body.find(".//blockquote"): Found(("three",), replaced=True),
        }
        page = lines_of(body, posts)
        assert [(line.text, line.post) for line in page.lines] == [
            *(("a", False), ("one", True), ("two", True), ("b", False), ("c", False), ("three", True), ("d", False))
        ]


class TestPosts:
    STATUS = '<a href="https://twitter.com/orchard/status/12">May 4, 2023</a>'

    def posts(self, markup: str) -> list[str]:
        return [text for found in find_posts(tree(f"<body>{markup}</body>")).values() for text in found.texts]

    @pytest.mark.parametrize(
        ("inside", "post"),
        [
            (f"We plant. &mdash; Orchard (@orchard) {STATUS}", "We plant.\n— Orchard (@orchard) May 4, 2023"),
            (f"We plant.<br>{STATUS}", "We plant.\n— orchard (@orchard) May 4, 2023"),
            (f"We plant. — {STATUS}", "We plant.\n— orchard (@orchard) May 4, 2023"),
            (f"We plant.pic.twitter.com/a1 {STATUS}", "We plant. pic.twitter.com/a1\n— orchard (@orchard) May 4, 2023"),
            ("We plant.pic.x.com/a1 — O (@o) 4 May 2023", "We plant. pic.x.com/a1\n— O (@o) 4 May 2023"),
            ("We plant. — O (@o)", "We plant.\n— O (@o)"),
            (
                "View this post on Instagram We plant. A post shared by O P (@o.p)",
                "We plant.\n— O P (@o.p)",
            ),
            ("عرض هذا المنشور على Instagram نزرع. تمت مشاركة منشور بواسطة زيتون (@zaytun)", "نزرع.\n— زيتون (@zaytun)"),
            ("نزرع. منشور تمت مشاركته بواسطة زيتون (@zaytun) on May 4", "نزرع.\n— زيتون (@zaytun) May 4"),
            ("Only words.", "Only words."),
        ],
    )
    def test_text_name_handle_and_date(self, inside: str, post: str) -> None:
        assert self.posts(f'<blockquote class="a twitter-tweet">{inside}</blockquote>') == [post]

    @pytest.mark.parametrize("kind", ["twitter-tweet", "twitter-video", "instagram-media", "telegram-post"])
    def test_classes_of_posts(self, kind: str) -> None:
        assert self.posts(f'<blockquote class="x {kind} y">We plant.</blockquote>') == ["We plant."]
        assert self.posts(f'<blockquote class="{kind}s">We plant.</blockquote>') == []
        assert self.posts(f'<div class="{kind}">We plant.</div>') == []

    @pytest.mark.parametrize(
        ("address", "told"),
        [
            ("https://twitter.com/orchard/status/1", True),
            ("http://mobile.twitter.com/orchard/statuses/1", True),
            ("https://www.x.com/orchard/status/1", True),
            ("https://example.com/orchard/status/1", False),
            ("https://x.com/orchard/lists/1", False),
            ("https://x.com/orchard/status/", False),
        ],
    )
    def test_without_a_class_a_tail_and_the_link_to_a_status_tell(self, address: str, told: bool) -> None:
        quotation = (
            f'<blockquote><a href="#">We</a> plant. — O (@orchard) <a href="{address}">May 4, 2023</a></blockquote>'
        )
        assert self.posts(quotation) == (["We plant.\n— O (@orchard) May 4, 2023"] if told else [])

    def test_the_last_link_of_a_quotation_is_that_of_its_post(self) -> None:
        inner = f"{self.STATUS} — O (@o) <a href='https://example.com'>more</a>"
        assert self.posts(f"<blockquote>We plant. {inner}</blockquote>") == []

    def test_a_post_in_a_post_is_one_of_its_own(self) -> None:
        inner = '<blockquote class="twitter-tweet">They plant. — P (@p)</blockquote>'
        assert self.posts(f'<blockquote class="twitter-tweet">We plant. {inner} — O (@o)</blockquote>') == [
            "We plant.\n— O (@o)",
            "They plant.\n— P (@p)",
        ]

    def test_nothing_but_a_tail_is_no_post(self) -> None:
        assert self.posts(f'<blockquote class="twitter-tweet">— O (@o) {self.STATUS}</blockquote>') == []

    def test_stored_posts_come_once_and_in_order(self) -> None:
        one, two = (f'<blockquote class="twitter-tweet">{n} trees. — O (@o)</blockquote>' for n in ("One", "Two"))
        stored = json.dumps([{"a": {"html": one}}, two, one, "twitter-tweet", 5, None]).replace("</", "<\\/")
        assert self.posts(f'<script type="application/ld+json">{stored}</script>') == [
            "One trees.\n— O (@o)",
            "Two trees.\n— O (@o)",
        ]
        assert self.posts(f'<script type="text/javascript">{stored}</script>') == []
        assert self.posts(f"<script>{stored}</script>") == []

    def test_what_is_stored_may_be_so_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stored = json.dumps('<blockquote class="twitter-tweet">We plant.</blockquote>').join("[]").replace("</", "<\\/")
        for most, found in ((len(stored), ["We plant."]), (len(stored) - 1, [])):
            monkeypatch.setattr("iqtibas.article.input.html_stored.MAX_STORED_CHARS", most)
            assert self.posts(f'<script type="application/json">{stored}</script>') == found


class TestMainText:
    BODY = "<article>" + "".join(f"<p>{text}</p>" for text in NEWS) + "</article>"

    def test_a_heading_with_the_title_belongs_to_the_article(self) -> None:
        for heading in ("شتلات الزيتون", "شتلات الزيتون - صحيفة الوادي", "صحيفة الوادي"):
            page = tree(f"<title>شتلات الزيتون - صحيفة الوادي</title><h1>{heading}</h1><h2>قسم آخر</h2>{self.BODY}")
            kept, notes = main_lines(page, lines_of(page), "شتلات الزيتون - صحيفة الوادي")
            assert heading in [line.text for line in kept]
            assert notes == ()

    def test_posts_next_to_the_article_are_its_own(self) -> None:
        post = '<blockquote class="twitter-tweet">We plant {} trees. — O (@o)</blockquote>'
        wrapped = "".join(f"<div>{post.format(n)}</div>" for n in ("ten", "twelve"))
        for body in (wrapped + self.BODY, self.BODY + wrapped):
            article = read(body)
            assert article.text.count("\n— O (@o)") == 2
            assert article.notes == ()

    def test_posts_beyond_other_text_are_left_out_and_counted(self) -> None:
        post = '<blockquote class="twitter-tweet">We plant {} trees. — O (@o)</blockquote>'
        far = "<aside><p>خبر آخر لا صلة له بالموضوع</p>" + post.format("ten") + post.format("two") + "</aside>"
        article = read(self.BODY + far)
        assert "We plant" not in article.text
        assert article.notes == ("2 embedded post(s) outside the article left out",)

    def test_short_items_and_cells_inside_the_article_are_kept(self) -> None:
        items = "<ul><li>شتلات الزيتون</li><li>مواسم الأمطار</li></ul>"
        cells = "<table><tr><td>قرى بعيدة</td><td>ثلاثون ألفا</td></tr></table>"
        body = self.BODY.replace("</article>", f"{items}{cells}<p>{NEWS[0]} {NEWS[1]}</p></article>")
        text = read(body).text.split("\n")
        assert {"شتلات الزيتون", "مواسم الأمطار", "قرى بعيدة", "ثلاثون ألفا"} <= set(text)

    def test_without_an_article_all_is_read_and_said_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **__: None)
        assert read(self.BODY + "<p>خبر آخر</p>").notes == (
            "the article could not be told from the rest of the page; all of it was read",
        )

    def test_a_page_in_any_language(self) -> None:
        english = "".join(
            f"<p>{n} The council met on Monday and spoke about the harvest of the year.</p>" for n in "abc"
        )
        assert main_text(f"<article>{english}</article>".encode(), "p").split("\n")[0].startswith("a The council met")

    @pytest.mark.parametrize(
        ("head", "title"),
        [
            ("<title> شتلات \n الزيتون </title>", "شتلات الزيتون"),
            ('<title>أ</title><meta property="og:title" content="ب  ج">', "ب ج"),
            ('<title>أ</title><meta property="og:title" content=" "><meta property="og:title" content="د">', "د"),
            ('<title>أ</title><meta name="title" content="ب">', "أ"),
        ],
    )
    def test_titles(self, head: str, title: str) -> None:
        assert read(self.BODY, head=head).title == title

    def test_without_a_title_it_is_the_first_line(self) -> None:
        assert read(self.BODY).title == NEWS[0]

    def test_what_is_told_of_a_page(self) -> None:
        data = f"<p>{NEWS[0]}</p><time datetime=2023-05-04>".encode()
        article = article_from_html(data, article_id="id", source="in/p")
        assert (article.id, article.source, article.sha256, article.published) == (
            "id",
            "in/p (HTML, UTF-8)",
            hashlib.sha256(data).hexdigest(),
            DAY,
        )


class TestCharsets:
    @pytest.mark.parametrize(
        "markup",
        [
            '<meta charset="iso-8859-6">',
            "<meta charset=iso-8859-6>",
            "<META http-equiv=a content='text/html; CHARSET = iso-8859-6'>",
            "<?xml version='1.0' encoding='iso-8859-6'?>",
            " " * 3_900 + '<meta charset="iso-8859-6">',
        ],
    )
    def test_a_declaration_is_found(self, markup: str) -> None:
        data = f"{markup}<p>هش</p>".encode("iso-8859-6")
        assert article_from_html(data, article_id="p", source="p").source == "p (HTML, ISO-8859-6)"

    def test_the_server_outranks_the_page(self) -> None:
        data = '<meta charset="iso-8859-6"><p>ضغط</p>'.encode("cp1256")
        article = article_from_html(data, article_id="p", source="p", charset="windows-1256")
        assert (article.text, article.source) == ("ضغط", "p (HTML, windows-1256)")

    def test_controls_that_no_tree_takes_become_spaces(self) -> None:
        assert read(f"<p>زيت\x0bون {NEWS[0]}\ufffe</p>").text == f"زيت ون {NEWS[0]}"


class TestLimits:
    def test_elements_depth_and_text_on_both_sides(self, monkeypatch: pytest.MonkeyPatch) -> None:
        body = f"<html><body><p>{NEWS[0]}</p><p>{NEWS[1]}</p><!-- x --></body></html>".encode()

        def fits(name: str, limit: int) -> bool:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(pages, name, limit)
                try:
                    article_from_html(body, article_id="p", source="p")
                except pages.ReadError:
                    return False
            return True

        size = len(NEWS[0] + NEWS[1])
        for name, most in (
            ("MAX_ELEMENTS", 4),
            ("MAX_DEPTH", 3),
            ("MAX_PAGE_CHARS", size),
            ("MAX_PAGE_BYTES", len(body)),
        ):
            assert fits(name, most), name
            assert not fits(name, most - 1), name

    def test_attributes_are_counted_squared_and_over_all_tags(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("iqtibas.article.input.html_attributes.MAX_STEPS", 13)
        assert not has_too_many(b"<p a b>x<p a b c>y")
        assert has_too_many(b"<p a b>x<p a b c>y<p a>z")
        assert not has_too_many(b"")


class TestDates:
    @pytest.mark.parametrize(
        ("value", "day"),
        [
            ("2023-05-04", DAY),
            ("2023-05-04T23:59:59-08:00", DAY),
            (" 2023-05-04 10:00", DAY),
            ("2023-05-04Z", DAY),
            ("2023-05-041", None),
            ("2023-13-04", None),
            ("٢٠٢٣-٠٥-٠٤", DAY),
            ("on 2023-05-04", DAY),
            ("الخميس، 4 مايو 2023 - 06:09 م", DAY),
            ("الخميس ٤ أيار / مايو ٢٠٢٣", DAY),
            ("4 ماي 2023", DAY),
            ("04/05/2023 الخميس", DAY),
            (20230504, None),
            (None, None),
        ],
    )
    def test_days(self, value: object, day: datetime.date | None) -> None:
        assert read_day(value) == day

    @pytest.mark.parametrize(
        "head",
        [
            '<meta property="article:published_time" content="2023-05-04T01:00">',
            '<meta property="og:article:published_time" content="2023-05-04">',
            '<meta name="DATE" content="2023-05-04">',
            '<meta itemprop="datePublished" content="2023-05-04">',
            '<meta name="date" content="2022-01-01"><meta property="article:published_time" content="2023-05-04">',
            '<meta name="date" content="soon"><meta name="date" content="2023-05-04">',
            '<script type="application/ld+json">{"datePublished": "2023-05-04"}</script>',
            '<script type="Application/LD+JSON">[{"a": 1}, {"datePublished": "2023-05-04"}]</script>',
            '<script type="application/ld+json">{"@graph": [1, {"datePublished": "2023-05-04T08:00Z"}]}</script>',
            '<script type="application/ld+json">{</script><script type="application/ld+json">{"datePublished": "2023-05-04"}</script>',
            '<meta name="date" content="2023-05-04"><script type="application/ld+json">{"datePublished": "2022-01-01"}</script>',
            '<script type="application/ld+json">{"datePublished": "2023-05-04"}</script><time datetime="2022-01-01">',
            '<time datetime="2022-01-01"></time><time pubdate datetime="2023-05-04"></time>',
            '<time datetime="2022-01-01"></time><time itemprop="datePublished" datetime="2023-05-04"></time>',
            '<time datetime="2023-05-04T08:00"></time><time datetime="2023-05-04"></time><time>soon</time>',
        ],
    )
    def test_where_a_page_says_its_day(self, head: str) -> None:
        assert published_day(tree(head + "<p>x")) == DAY

    @pytest.mark.parametrize(
        "head",
        [
            '<meta name="author" content="2023-05-04">',
            '<script type="application/json">{"datePublished": "2023-05-04"}</script>',
            '<script type="application/ld+json">{"dateModified": "2023-05-04"}</script>',
            '<script type="application/ld+json">["2023-05-04"]</script>',
            '<script type="application/ld+json">{"@graph": {"datePublished": "2023-05-04"}}</script>',
            '<time datetime="2022-01-01"></time><time datetime="2023-05-04"></time>',
            "<time>2023-05-04</time>",
        ],
    )
    def test_where_it_does_not(self, head: str) -> None:
        assert published_day(tree(head + "<p>x")) is None

    def test_linked_data_is_read_up_to_its_bounds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        dated = {"datePublished": "2023-05-04"}
        for nodes in ([{}] * 2 + [dated], {"@graph": [{}] * 2 + [dated]}):
            text = json.dumps(nodes)
            page = tree(f'<script type="application/ld+json">{text}</script><p>x')
            for nodes_read, chars, day in ((3, len(text), DAY), (2, len(text), None), (3, len(text) - 1, None)):
                monkeypatch.setattr("iqtibas.article.input.published.MAX_NODES", nodes_read)
                monkeypatch.setattr("iqtibas.article.input.published.MAX_LINKED_CHARS", chars)
                assert published_day(page) == day


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def package(body: str, **parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("word/document.xml", f"<w:document {WORD}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


class TestWord:
    def styled(self, name: str, properties: str = "") -> dict[int, str]:
        styles = f'<w:styles {WORD}><w:style w:styleId="S"><w:name w:val="{name}"/></w:style></w:styles>'
        body = f'<w:p><w:pPr><w:pStyle w:val="S"/>{properties}</w:pPr><w:r><w:t>{NEWS[0]}</w:t></w:r></w:p>'
        return dict(docx_text(package(body, **{"word/styles.xml": styles}), "a")[1])

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("heading 1", "heading"),
            ("Heading 9", "heading"),
            ("Title", "heading"),
            ("Subtitle", "heading"),
            ("List Bullet 2", "list_item"),
            ("List Number", "list_item"),
            ("Caption", "caption"),
        ],
    )
    def test_names_of_styles(self, name: str, kind: str) -> None:
        assert self.styled(name) == {0: kind}
        assert self.styled(f"My {name}") == {}

    def test_an_outline_level_outranks_a_style_and_a_style_a_numbering(self) -> None:
        assert self.styled("Caption", '<w:outlineLvl w:val="1"/>') == {0: "heading"}
        assert self.styled("Caption", "<w:numPr/>") == {0: "caption"}
        assert self.styled("Normal", "<w:numPr/>") == {0: "list_item"}

    def test_styles_take_after_others_whatever_their_order(self) -> None:
        chain = "".join(
            f'<w:style w:styleId="S{n}"><w:name w:val="own {n}"/><w:basedOn w:val="S{n + 1}"/></w:style>'
            for n in range(9)
        )
        styles = f'<w:styles {WORD}>{chain}<w:style w:styleId="S9"><w:name w:val="heading 2"/></w:style></w:styles>'
        body = f'<w:p><w:pPr><w:pStyle w:val="S0"/></w:pPr><w:r><w:t>{NEWS[0]}</w:t></w:r></w:p>'
        assert docx_text(package(body, **{"word/styles.xml": styles}), "a")[1] == {0: "heading"}

    def test_kinds_stand_at_the_first_letter_of_each_line(self) -> None:
        properties = "<w:pPr><w:numPr/></w:pPr>"
        body = (
            f"<w:p><w:r><w:t>{NEWS[0]}</w:t></w:r></w:p>"
            f"<w:p>{properties}<w:r><w:t>  أ</w:t><w:br/><w:t> </w:t><w:br/><w:tab/><w:t>ب</w:t></w:r></w:p>"
        )
        text, kinds, title = docx_text(package(body), "a")
        assert text == f"{NEWS[0]}\n  أ\n \n\tب\n"
        assert kinds == {text.index("أ", len(NEWS[0])): "list_item", text.index("ب", len(NEWS[0])): "list_item"}
        assert title == ""

    def test_hyphens_and_breaks(self) -> None:
        runs = "<w:t>أ</w:t><w:noBreakHyphen/><w:t>ب</w:t><w:softHyphen/><w:t>ج</w:t><w:cr/><w:t>د</w:t><w:sym/><w:t/>"
        assert docx_text(package(f"<w:p><w:r>{runs}</w:r></w:p>"), "a")[0] == "أ\u2011ب\u00adج\nد\n"

    def test_text_outside_of_paragraphs_is_none(self) -> None:
        body = f"<w:t>خارج</w:t><w:p><w:r><w:t>{NEWS[0]}</w:t></w:r></w:p><w:t>خارج</w:t>"
        assert docx_text(package(body), "a")[0] == f"{NEWS[0]}\n"

    def test_the_main_part_is_where_the_package_says(self) -> None:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        relations = (
            f'<Relationships><Relationship Type="{kind}/styles" Target="a.xml"/>'
            f'<Relationship Type="{kind}/officeDocument" Target="/my/text.xml"/></Relationships>'
        )
        main = f"<w:document {WORD}><w:body><w:p><w:pPr><w:pStyle w:val='S'/></w:pPr><w:r><w:t>{NEWS[1]}</w:t></w:r></w:p></w:body></w:document>"
        styles = f'<w:styles {WORD}><w:style w:styleId="S"><w:name w:val="title"/></w:style></w:styles>'
        parts = {"_rels/.rels": relations, "my/text.xml": main, "my/styles.xml": styles}
        assert docx_text(package("", **parts), "a")[:2] == (f"{NEWS[1]}\n", {0: "heading"})

    def test_what_is_told_of_a_document(self) -> None:
        core = '<c xmlns:dc="d"><dc:creator>x</dc:creator><dc:title> شتلات </dc:title></c>'
        data = package(f"<w:p><w:r><w:t>{NEWS[0]}\u202e</w:t></w:r></w:p>", **{"docProps/core.xml": core})
        article = article_from_docx(data, article_id="id", source="in/a.docx")
        assert (article.id, article.source, article.title) == ("id", "in/a.docx (DOCX)", "شتلات")
        assert article.sha256 == hashlib.sha256(data).hexdigest()
        assert article.notes == ("1 bidirectional control(s) kept; the order on screen may mislead",)

    def test_limits_on_both_sides(self, monkeypatch: pytest.MonkeyPatch) -> None:
        data = package(f"<w:p><w:r><w:t>{NEWS[0]}</w:t></w:r></w:p>")
        with zipfile.ZipFile(io.BytesIO(data)) as made:
            size = made.getinfo("word/document.xml").file_size
        for name, most in (("MAX_PART_BYTES", size), ("MAX_MEMBERS", 1)):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(f"iqtibas.article.input.docx.{name}", most)
                assert docx_text(data, "a")[0] == f"{NEWS[0]}\n"
                patch.setattr(f"iqtibas.article.input.docx.{name}", most - 1)
                with pytest.raises(pages.ReadError):
                    docx_text(data, "a")
