"""The title of a page without the name of its site, and of a text without what stands over its headline."""

from __future__ import annotations

import pytest
from pasted import pasted

from iqtibas.article.input.html import article_from_html

TITLE, SITE = "وزيرة النقل تعلن موعد افتتاح الجسر", "صحيفة الشمال"
LINE = "أعلنت وزيرة النقل لينا هارتويل أن الجسر سيفتح الشهر المقبل بعد أعمال صيانة استمرت عامين."
SIGNS = (
    " | ",
    " - ",
    " – ",
    " — ",
    " : ",
    " » ",
    " « ",
    " • ",
    " · ",
    " / ",
    " :: ",
    " ‹ ",
    " › ",
    " ~ ",
    "|",
    " ❘ ",
    " ★ ",
    "- ",
)


def title(document: str, *, headline: str = "", site: str = "", card: str = "", head: str = "") -> str:
    metas = {"og:title": card, "og:site_name": site}
    shown = "".join(f'<meta property="{name}" content="{value}">' for name, value in metas.items() if value)
    h1 = f"<h1>{headline}</h1>" if headline else ""
    page = (
        f'<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>{document}</title>{shown}{head}</head>'
        f"<body><main><article>{h1}{f'<p>{LINE}</p>' * 3}</article></main></body></html>"
    )
    return article_from_html(page.encode(), article_id="a", source="a").title


@pytest.mark.parametrize("sign", SIGNS)
def test_the_name_of_the_site_is_cut_off(sign: str) -> None:
    assert title(TITLE + sign + SITE, site=SITE) == TITLE
    assert title(SITE + sign + TITLE, site=SITE) == TITLE


LINKED = '<script type="application/ld+json">{"@type": "NewsArticle", "publisher": {"name": "%s"}}</script>'


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (f"{SITE}: {TITLE}", {"site": SITE}),
        (f"{TITLE} | سياسة | {SITE}", {"site": SITE}),
        (f"{TITLE} - {SITE}", {"headline": TITLE}),
        (f"{TITLE} - {SITE}", {"headline": f"«{TITLE}»"}),
        (f"{TITLE} - {SITE}", {"headline": SITE, "site": SITE}),
        (f"{TITLE} - {SITE}", {"card": f"{TITLE} - {SITE}"}),
        (TITLE, {"card": f"{SITE} - {TITLE}"}),
        (f"{TITLE} - موقع {SITE}", {"site": SITE}),
        (f"{TITLE} - {SITE} الإلكترونية", {"site": SITE}),
        (f"{TITLE} | صَحيفة الشّمال", {"site": SITE}),
        (f"{TITLE} | alshamal.net", {"head": '<link rel="canonical" href="https://www.alshamal.net/a/1">'}),
        (f"{TITLE} | Al Shamal News", {"site": "Al Shamal News"}),
        (f"{TITLE} | الشمال اليوم", {"head": LINKED % "الشمال اليوم"}),
    ],
)
def test_the_site_is_told_by_other_places_of_the_page(document: str, said: dict[str, str]) -> None:
    assert title(document, **said) == TITLE


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (f"هارتويل: {TITLE}", {"site": SITE}),
        (f"هارتويل: {TITLE}", {"head": '<meta name="author" content="هارتويل">'}),
        (f"{TITLE} - خطة جديدة للطرق", {}),
        (f"{TITLE} - خطة جديدة للطرق", {"headline": "سياسة"}),
        ("|" * 50_000, {}),
    ],
)
def test_what_is_no_site_stays(document: str, said: dict[str, str]) -> None:
    assert title(document, **said) == document


@pytest.mark.parametrize(
    "over",
    [
        "الرئيسية > أخبار > سياسة",
        "الرئيسية / العالم",
        "أخبار › محليات › اقتصاد",
        "أنت هنا: الرئيسية » أخبار",
        "14 مايو 2024",
        "الثلاثاء 14 أيار 2024 - 10:30",
        "تاريخ النشر: 14/05/2024",
        "تم النشر في: الثلاثاء 14 مايو 2024",
        "وقت القراءة: 3 دقائق",
        "كتب: سامي العلي",
        "بقلم سامي العلي",
        "عاجل",
        "سياسة",
        "القاهرة - (وكالات)",
        "عاجل\n\n14 مايو 2024\n\nكتبت: ندى العلي",
        "وكتبت الوزيرة في تغريدة على تويتر:",
    ],
)
def test_the_headline_of_a_text_is_its_title(over: str) -> None:
    assert pasted(f"{over}\n\n{TITLE}\n\n{LINE}").title == TITLE


@pytest.mark.parametrize(
    "headline", ["زلزال عنيف", "وفاة الرئيس السابق", "انتخابات 14 مايو 2024: ماذا تغير في المدن الكبرى منذ ذلك اليوم"]
)
def test_a_short_headline_is_one(headline: str) -> None:
    assert pasted(f"{headline}\n\n{LINE}").title == headline
