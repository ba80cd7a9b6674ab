"""Faults that real pages showed: what a page says about itself, boxes to skip, teasers, days and titles without a mark."""

from __future__ import annotations

import datetime

import pytest

from iqtibas.article import Article, find_embeds
from iqtibas.article.input.html import article_from_html
from iqtibas.article.input.published import day_of_lines
from iqtibas.article.notices import is_notice

DAY = datetime.date(2024, 5, 14)
TITLE = "بلدية المرسى تفتتح الممشى البحري بعد عامين من الأشغال"
FIRST = "افتتحت بلدية المرسى صباح الثلاثاء الممشى البحري الجديد بعد عامين من الأشغال، بحضور سكان الأحياء المجاورة."
SECOND = "وقال رئيس البلدية إن المشروع كلف نحو أربعة ملايين دولار، وإن طول الممشى يبلغ ثلاثة كيلومترات كاملة."
THIRD = "ويتوقع أن يزور الممشى خلال الصيف عشرات الآلاف من المصطافين، بحسب تقديرات وزارة السياحة في البلاد."
POLICY = (
    "ترحب شبكة المنارة بالنقاش المفيد، ولا تضطر إلى مراجعة التعليقات قبل نشرها. ننصحك بقراءة إرشادات الاستخدام، "
    "وللعلم فإن مشاركاتك قد تنشر مع اسمك وفقا لسياسة الخصوصية."
)
VIEWS = "الآراء الواردة أدناه لا تعبر عن رأي موقع المنارة، بل عن آراء أصحابها فقط."
COOKIES = "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا، وبمواصلة التصفح فإنك توافق على ذلك."


def page(body: str, head: str = "", title: str = TITLE) -> Article:
    markup = (
        f'<html lang="ar"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'
    )
    return article_from_html(markup.encode(), article_id="page.html", source="page.html")


def story(inside: str = "", under: str = "", behind: str = "") -> str:
    return f"<div><h1>{TITLE}</h1>{under}<div><p>{FIRST}</p><p>{SECOND}</p>{inside}<p>{THIRD}</p>{behind}</div></div>"


def shown(article: Article, *kinds: str) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks if block.kind in kinds]


@pytest.mark.parametrize(
    "line",
    [
        POLICY,
        VIEWS,
        COOKIES,
        "التعليقات المنشورة لا تعبر بالضرورة عن رأي الصحيفة وإنما عن رأي أصحابها.",
        "المقالات المنشورة لا تعبر عن وجهة نظر الموقع.",
        "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *",
        "المرجو عدم نشر أي تعليق يحتوي على سب أو قذف، وتحتفظ إدارة الموقع بحق حذف التعليقات المخالفة.",
        "اشترك في النشرة البريدية لتصلك آخر الأخبار كل صباح.",
        "يرجى تسجيل الدخول لإضافة تعليق.",
    ],
)
def test_what_a_page_says_about_itself_is_told(line: str) -> None:
    assert is_notice(line)


@pytest.mark.parametrize(
    "line",
    [
        FIRST,
        "أعلنت الشركة أنها ستعدل سياسة الخصوصية وشروط الاستخدام في أوروبا العام المقبل.",
        "قالت الشركة إننا نستخدم ملفات تعريف الارتباط لتحسين تجربتكم على موقعنا.",
        "«نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا».",
        "الآراء الواردة في الكتاب لا تعبر عن رأي الحزب.",
        "قال الوزير إن التعليقات المنشورة لا تعبر عن رأي الصحيفة.",
        "يرجى من السكان البقاء في منازلهم حتى انتهاء العاصفة.",
        "وحجب الموقع جميع التعليقات على الخبر بعد ساعات من نشره.",
        COOKIES + " " + FIRST * 4,
    ],
)
def test_what_a_paper_reports_is_none(line: str) -> None:
    assert not is_notice(line)


def test_notices_are_shown_as_of_the_page_and_never_aligned() -> None:
    article = page(story(behind=f'<div style="padding:10px 0;"><p>{POLICY}</p><p>{VIEWS}</p></div>'))
    assert shown(article, "boilerplate") == [POLICY, VIEWS]
    assert shown(article, "paragraph") == [FIRST, SECOND, THIRD]


def test_notices_that_were_left_out_are_no_lost_text() -> None:
    assert page(story() + f'<div class="cookie-notice"><p>{COOKIES}</p></div>').notes == ()


def box(inside: str) -> str:
    return (
        '<section role="region"><div><a href="#end-of-box">تخطى البودكاست وواصل القراءة</a>'
        f'{inside}<p tabindex="-1" id="end-of-box">نهاية البودكاست</p></div></section>'
    )


def test_a_box_that_a_page_offers_to_skip_is_of_the_page() -> None:
    plug = "شرح معمق لقصة بارزة من أخبار اليوم، لمساعدتك على فهم أهم الأحداث حولك وأثرها على حياتك."
    article = page(story(box(f"<div><strong>يستحق الانتباه</strong><p>{plug}</p></div>")))
    assert shown(article, "heading", "paragraph") == [TITLE, FIRST, SECOND, THIRD]


def test_a_post_in_such_a_box_is_read() -> None:
    said = "The promenade will open on Tuesday and will be free for all."
    tweet = (
        f'<blockquote class="twitter-tweet"><p lang="en">{said}</p>&mdash; Lena Hartwell (@LenaHartwell) '
        '<a href="https://twitter.com/LenaHartwell/status/1790000000000000001">May 14, 2024</a></blockquote>'
    )
    [embed] = find_embeds(page(story(box(tweet))))
    assert (embed.text, embed.handle) == (said, "LenaHartwell")


@pytest.mark.parametrize(
    "opening", ['<a href="#other">إلى الأعلى</a>', '<a href="/end-of-box">الحلقات</a>', '<a href="#">الحلقات</a>']
)
def test_a_box_with_another_link_is_read(opening: str) -> None:
    article = page(story(f'<section>{opening}<p>{SECOND[:-1]} أيضا.</p><p id="end-of-box">النهاية</p></section>'))
    assert f"{SECOND[:-1]} أيضا." in shown(article, "paragraph")


def test_a_paragraph_that_is_a_link_as_a_whole_is_a_teaser() -> None:
    other = "أعلن وزير النقل أن القطار السريع سيبدأ رحلاته التجريبية في يناير المقبل بين العاصمة والساحل."
    teaser = f'<div class="read-more"><h3>إقرأ المزيد</h3><a href="/z"><div>القطار السريع</div><p>{other}</p></a></div>'
    article = page(story(teaser))
    assert other not in article.text
    assert article.notes == ()
    with_a_link = f"<p>{other[:20]}<a href='/z'>{other[20:40]}</a>{other[40:]}</p>"
    assert other in page(story(with_a_link)).text


@pytest.mark.parametrize(
    "stamp",
    [
        "الثلاثاء، 14 أيار/مايو 2024، آخر تحديث 14:00 (GMT+0400)",
        "14 مايو 2024 - 09:30 (UTC+3)",
        "14 مايو 2024 | 09:30 GMT +03:00",
        "14 مايو 2024، تم التحديث 15 مايو 2024",
    ],
)
def test_the_day_in_a_stamp_with_its_zone_and_its_update(stamp: str) -> None:
    assert day_of_lines([TITLE, stamp], TITLE) == DAY


@pytest.mark.parametrize("stamp", ["آخر تحديث 15 مايو 2024", "تم التعديل 15 مايو 2024 10:20", "Updated May 15, 2024"])
def test_the_day_of_a_change_is_not_when_a_page_came_out(stamp: str) -> None:
    assert day_of_lines([TITLE, stamp], TITLE) is None
    assert day_of_lines([TITLE, stamp, "14 مايو 2024"], TITLE) == DAY


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<link rel="canonical" href="https://www.example.org/news/2024/5/14/almamsha">', DAY),
        ('<meta property="og:url" content="https://example.org/ar/2024/05/14">', DAY),
        ('<link rel="canonical" href="https://example.org/2024/15/14/x">', None),
        ('<link rel="canonical" href="https://example.org/n/12024/5/14/x">', None),
        ('<link rel="canonical" href="https://[example.org/2024/5/14/x">', None),
        ('<link rel="alternate" href="https://example.org/2024/5/14/x">', None),
        (
            '<link rel="canonical" href="https://example.org/2024/5/15/x">'
            '<meta property="article:published_time" content="2024-05-14T21:00:00Z">',
            DAY,
        ),
    ],
)
def test_the_day_in_the_address_of_a_page(head: str, day: datetime.date | None) -> None:
    assert page(story(), head).published == day


@pytest.mark.parametrize(
    ("under", "day"),
    [
        ("<div><span>هالة منصور</span> <span>14 مايو، 2024</span> <span>0</span> <span>1,204</span></div>", DAY),
        ("<div><span>آخر تحديث: 15 مايو 2024</span> <span>1,204 قراءة</span></div>", None),
        ("<p>" + "كلمة " * 15 + "</p><div><span>14 مايو 2024</span> <span>1,204</span></div>", None),
        ("<i></i>" * 90 + "<div><span>14 مايو 2024</span> <span>1,204</span></div>", None),
    ],
)
def test_the_day_alone_in_an_element_between_headline_and_body(under: str, day: datetime.date | None) -> None:
    assert page(story(under=under)).published == day


def test_a_title_without_h1_is_the_part_that_the_page_says_again() -> None:
    body = (
        f'<table><tr><td><a>الرئيسية</a></td><td><font size="5">{TITLE}</font><br><font size="2">نشر بتاريخ: 14/05/2024 '
        f"( آخر تحديث: 15/05/2024 الساعة: 10:20 )</font><br><div>{FIRST}<br><br>{SECOND}<br><br>{THIRD}</div></td></tr>"
        "<tr><td>أخبار المرسى والساحل كله</td></tr></table>"
    )
    for written in (f"المنارة - {TITLE}", f"{TITLE} | أخبار المرسى والساحل كله"):
        article = page(body, title=written)
        assert (article.title, article.published) == (TITLE, DAY)
