"""Pages as newspapers make them: leads, titles, days, and posts that hide; nothing may vanish unsaid."""

from __future__ import annotations

import datetime
import html
import json

import pytest

from iqtibas.article import Article, find_embeds
from iqtibas.article.input.html import article_from_html

DAY = datetime.date(2024, 5, 14)
TITLE = "وزيرة النقل تعلن موعد افتتاح الجسر الشمالي"
LEAD = "أعلنت وزيرة النقل مساء الثلاثاء أن الجسر الشمالي سيفتح أمام المركبات مطلع الشهر المقبل بعد أعمال صيانة."
FIRST = "وكان الجسر قد أغلق قبل عامين بعد أن كشف مهندسون عن شقوق في ثلاث من دعاماته، واضطر السكان إلى طريق أطول."
SECOND = "وتقول بلدية المدينة إن حركة السير على الطريق البديل ستعود إلى طبيعتها خلال أسبوعين من الافتتاح المنتظر."
SAID = "The North Bridge will open on June 3 and will carry 12,000 cars a day."
TWEET = (
    f'<blockquote class="twitter-tweet"><p lang="en">{SAID}</p>&mdash; Lena Hartwell (@LenaHartwell) '
    '<a href="https://twitter.com/LenaHartwell/status/1790000000000000001">May 14, 2024</a></blockquote>'
)


def page(body: str, head: str = "", above: str = "") -> Article:
    markup = (
        f'<!doctype html><html lang="ar"><head><meta charset="utf-8">{head}</head><body><header><nav><a href="/">'
        f"الرئيسية</a></nav></header>{above}<main><article><h1>{TITLE}</h1>{body}</article></main></body></html>"
    )
    return article_from_html(markup.encode(), article_id="page.html", source="page.html")


def body(inside: str = "") -> str:
    return f'<div class="body"><p>{FIRST}</p>{inside}<p>{SECOND}</p></div>'


@pytest.mark.parametrize(
    "inside",
    [
        f"<noscript>{TWEET}</noscript>",
        f'<iframe srcdoc="{html.escape(f"<html><body>{TWEET}</body></html>")}"></iframe>',
        f'<iframe data-srcdoc="{html.escape(TWEET)}"></iframe>',
        f'<figure class="op-interactive"><iframe>{TWEET}</iframe></figure>',
        f"<template>{TWEET}</template>",
        f'<script type="text/plain" data-category="marketing">{TWEET}</script>',
        f'<div data-embed="{html.escape(json.dumps({"html": TWEET}))}"></div>',
        '<div class="tweet" data-attrs="'
        + html.escape(
            json.dumps(
                {"url": "https://x.com/LenaHartwell/status/1790000000000000001", "full_text": SAID,
                 "username": "LenaHartwell", "name": "Lena Hartwell", "date": "2024-05-14T18:02:00.000Z"}
            )
        )
        + '"></div>',
        '<script type="application/json">'
        + json.dumps({"tweet": {"text": SAID, "created_at": "Tue May 14 18:02:00 +0000 2024",
                                "user": {"name": "Lena Hartwell", "screen_name": "LenaHartwell"}}})
        + "</script>",
        '<div class="react-tweet-theme"><article><a><span>Lena Hartwell</span></a><a><span>@LenaHartwell</span></a>'
        f'<p class="tweet-body_root" lang="en"><span>{SAID}</span></p><time datetime="2024-05-14T18:02:00.000Z">6:02 PM'
        "</time><a>1.2K</a><a>Reply</a><button>Copy link</button><a>Read 87 replies</a></article></div>",
        '<div class="my-tweet-card"><div><b>Lena Hartwell</b> <span>@LenaHartwell</span></div>'
        f"<div>{SAID}</div><div>6:02 PM · May 14, 2024</div><div>87 Retweets</div></div>",
    ],
)  # fmt: skip
def test_a_post_that_hides_is_found_in_its_place(inside: str) -> None:
    article = page(body(inside))
    [embed] = find_embeds(article)
    assert (embed.text, embed.author, embed.handle, embed.date) == (SAID, "Lena Hartwell", "LenaHartwell", DAY)
    assert article.text.index(FIRST) < embed.start < article.text.index(SECOND)
    assert article.published is None
    assert article.notes == ()


def test_a_post_that_is_shown_and_hidden_comes_once() -> None:
    assert len(find_embeds(page(body(f"{TWEET}<noscript>{TWEET}</noscript>")))) == 1


@pytest.mark.parametrize(
    ("inside", "address"),
    [
        ('<iframe src="https://platform.twitter.com/embed/Tweet.html?id=17" data-tweet-id="17"></iframe>', "x.com/i/status/17"),
        ('<iframe src="https://truthsocial.com/@Lena/113000/embed"></iframe>', "truthsocial.com/@Lena/113000/embed"),
        ('<script async src="https://telegram.org/js/telegram-widget.js" data-telegram-post="lena/68"></script>', "t.me/lena/68"),
        ('<blockquote class="twitter-tweet"><a href="https://x.com/Lena/status/2">عرض المنشور على منصة X</a></blockquote>', "x.com/Lena/status/2"),
        ('<blockquote class="twitter-tweet"><a href="https://x.com/Lena/status/2"></a></blockquote>', "x.com/Lena/status/2"),
        ('<blockquote class="text-post-media" data-text-post-permalink="https://www.threads.net/@lena/post/C1"><a>Post by @lena'
         "</a><a>View on Threads</a></blockquote>", "threads.net/@lena/post/C1"),
        ('<blockquote class="mastodon-embed" data-embed-url="https://social.example/@lena/1134567/embed"><a><div>Post by '
         "@lena@social.example</div><div>View on Mastodon</div></a></blockquote>", "social.example/@lena/1134567/embed"),
        ('<div class="fb-post" data-href="https://www.facebook.com/lena/posts/1"></div>', "facebook.com/lena/posts/1"),
        ('<iframe src="https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Flena%2Fposts%2F1&amp;width=500">'
         "</iframe>", "facebook.com/lena/posts/1"),
        ('<amp-twitter data-tweetid="17"></amp-twitter>', "x.com/i/status/17"),
    ],
)  # fmt: skip
def test_a_post_without_its_words_is_noted(inside: str, address: str) -> None:
    article = page(body(inside))
    assert find_embeds(article) == []
    assert article.notes == (
        f"1 embedded post holds no text in this page ({address}): "
        "save the page with the posts' text, or add them as statements",
    )
    assert "عرض المنشور" not in article.text


@pytest.mark.parametrize(
    "markup",
    [
        f'<div itemprop="description"><p>{LEAD}</p></div><div itemprop="articleBody"><p>{FIRST}</p><p>{SECOND}</p></div>',
        f'<h2 class="lead">{LEAD}</h2>{body()}',
        f'<div class="summary">{LEAD}</div><div class="meta">14 مايو 2024</div>{body()}',
        f'<header><p class="standfirst">{LEAD}</p></header><section>{body()}</section>',
        f'<header class="article-header"><h2>{LEAD}</h2><ul class="share"><li>واتساب</li></ul></header>'
        f'<div itemprop="articleBody"><p>{FIRST}</p><p>{SECOND}</p></div>',
        f'<header class="entry-header"><h3 class="sub">{LEAD}</h3><span>14 مايو 2024</span></header>{body()}',
    ],
)
def test_a_lead_outside_of_the_body_is_kept(markup: str) -> None:
    text = page(markup).text
    assert text.index(TITLE) < text.index(LEAD) < text.index(FIRST) < text.index(SECOND)


@pytest.mark.parametrize("tag", ["h2", "li", "p", "span"])
@pytest.mark.parametrize(
    "description", [LEAD, LEAD.rstrip("."), f"{LEAD[:70]}…", f"{LEAD[:70]} [...]", f"{LEAD} {FIRST[:40]}"]
)
def test_a_lead_without_a_stop_is_told_by_the_description(tag: str, description: str) -> None:
    head = f'<meta name="description" content="{description}">'
    lead = LEAD.rstrip(".")
    markup = f'<header class="article-header"><{tag}>{lead}</{tag}><ul class="share"><li>واتساب</li></ul></header>'
    text = page(f"{markup}{body()}", head).text
    assert text.count(lead) == 1
    assert text.index(lead) < text.index(FIRST)
    assert "واتساب" not in text


@pytest.mark.parametrize(
    "head",
    [
        f'<meta property="og:title" content="صحيفة الشمال - {TITLE}"><meta property="og:site_name" content="صحيفة الشمال">',
        f'<meta property="og:title" content="{TITLE} | صحيفة الشمال">',
        f"<title>{TITLE} – صحيفة الشمال – أخبار</title>",
        f"<title>صحيفة الشمال » {TITLE}</title>",
        "",
    ],
)
def test_the_site_is_no_part_of_the_title(head: str) -> None:
    assert page(body(), head).title == TITLE


def test_a_site_without_a_headline_and_a_dash_in_a_headline() -> None:
    site = '<meta property="og:site_name" content="الشمال نيوز">'
    other = "الجسر - قصة عامين"
    assert page(body(), f"{site}<title>{other} - الشمال نيوز</title>").title == other


@pytest.mark.parametrize(
    ("head", "above", "below"),
    [
        ('<meta property="article:published_time" content="الثلاثاء، 14 مايو 2024 - 06:09 م">', "", ""),
        ('<meta name="date" content="١٤ أيار ٢٠٢٤">', "", ""),
        ("", '<span property="dc:date" content="2024-05-14T00:00:00+01:00">الثلاثاء 14 ماي 2024</span>', ""),
        ("", "", '<span itemprop="datePublished">14 ماي 2024</span>'),
        ("", "", "<p>تم نشره الثلاثاء 14 أيار / مايو 2024</p>"),
        ("", "", "<div>نشر في: 14/05/2024 - 18:02</div>"),
        ("", "", "<div>تاريخ النشر: ١٤ مايو ٢٠٢٤</div>"),
        ("", "", "<div>الثلاثاء 14 ماي 2024 - 18:02</div>"),
        ("", "", "<div>آخر تحديث 15 مايو 2024 | نشر في 14 مايو 2024</div>"),
    ],
)
def test_the_day_of_a_page(head: str, above: str, below: str) -> None:
    assert page(f"{below}{body()}", head, above).published == DAY


@pytest.mark.parametrize("below", ["<p>وقع الحادث في 14 مايو 2024 قرب الجسر.</p>", TWEET, "<p>14</p>"])
def test_a_day_in_the_text_is_not_that_of_the_page(below: str) -> None:
    assert page(f"{body()}{below}").published is None


def test_what_is_left_out_is_noted() -> None:
    other = "".join(f"<p>{FIRST} {k}.</p>" for k in range(6))
    article = page(body(), above=f'<div class="comments"><ul><li>{other}</li></ul></div>')
    kept = sum(FIRST in line for line in article.text.splitlines())
    assert kept > 1 or any("of the page's Arabic text was read" in note for note in article.notes)
