"""What may be added to an article without changing what is linked in it."""

from __future__ import annotations

import pytest
from gold import GOLD, GOLD_NAMES, sample_text
from hypothesis import given, settings
from hypothesis import strategies as st

from iqtibas.align import Aligner
from iqtibas.article import find_embeds
from iqtibas.article.input.plain import article_from_text
from iqtibas.report.wording import VERY_LIKELY

UNRELATED = (
    "يُسلق العدس على نار هادئة نصف ساعة، ثم يضاف إليه البصل المقلي والكمون وعصير الليمون.",
    "سجل المهاجم هدفين في الشوط الثاني، فقلب فريقه النتيجة وصعد إلى نصف نهائي كأس السلة الجبلية.",
    "تبعد المجرة الحلزونية عن الأرض 31 مليون سنة ضوئية، ويمكن رؤيتها بمنظار صغير في ليلة صافية.",
    "ينصح الأطباء بالنوم ثماني ساعات وبشرب الماء قبل أن يحس المرء بالعطش.",
    "قالت العازفة: «تعلمت العود على يد جدتي، وما زلت أعزف ألحانها كل مساء».",
    "تهاجر طيور اللقلق في أيلول/سبتمبر من كل عام، وتستريح أياما عند البحيرات المالحة.",
    "يعود بناء القلعة إلى القرن الثاني عشر، وقد رممت أسوارها مرتين.",
    "صدرت للشاعرة مجموعة جديدة من 40 قصيدة عنوانها “مرايا الرمل”.",
    "فاز الروبوت الذي صممه طلاب الثانوية بالجائزة الأولى في مسابقة للبرمجة.",
    "ارتفع سعر غرام الذهب دينارين، فيما استقرت أسعار الفضة في الأسواق المحلية.",
    "يبدأ عرض المسرحية في الثامنة مساء، ولا يسمح بدخول من هم دون العاشرة.",
    "تزرع شتلات الزعتر في تربة جافة مشمسة، وتسقى مرة في الأسبوع.",
)


def boundaries(name: str) -> list[int]:
    """Offsets at which a line begins or the text ends, but for those inside an embed."""
    text = sample_text(name)
    embeds = [b for b in article_from_text(text, id=name, source=name, sha256="").blocks if b.kind == "embed"]
    starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]
    return [at for at in starts if not any(e.start < at < e.end for e in embeds)]


def links(aligner: Aligner, text: str) -> list[tuple[str, str]]:
    """What each statement of a text is linked to."""
    article = article_from_text(text, id="any", source="any", sha256="")
    return [
        (found.embed.text, article.slice(found.rendering) if found.rendering else "")
        for found in aligner.align(article, find_embeds(article))
    ]


@pytest.fixture(scope="module")
def sure_links(aligner: Aligner) -> dict[str, dict[str, str]]:
    """The links of which the aligner is sure enough to say so: more text is more to choose from for the others."""
    found = {}
    for name in GOLD_NAMES:
        article = article_from_text(sample_text(name), id="any", source="any", sha256="")
        found[name] = {
            a.embed.text: article.slice(a.rendering)
            for a in aligner.align(article, find_embeds(article))
            if a.rendering and a.rendering.confidence >= VERY_LIKELY
        }
    assert sum(map(len, found.values())) >= 15
    return found


PLACES = [(article["id"], at) for article in GOLD if article["tweets"] for at in boundaries(article["id"])]


@given(st.sampled_from(PLACES), st.sampled_from(UNRELATED))
@settings(max_examples=40, deadline=None)
def test_an_unrelated_paragraph_changes_no_sure_link(
    aligner: Aligner, sure_links: dict[str, dict[str, str]], place: tuple[str, int], paragraph: str
) -> None:
    name, at = place
    text = sample_text(name)
    found = dict(links(aligner, f"{text[:at]}{paragraph}\n{text[at:]}"))
    assert {statement: found[statement] for statement in sure_links[name]} == sure_links[name]
