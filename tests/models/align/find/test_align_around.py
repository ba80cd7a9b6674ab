"""Renderings on both sides of the post that they render: "قال: «…»", the post, "وأضاف: «…»"."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pasted import BEFORE, BEHIND

from iqtibas.align import Aligner, Alignment
from iqtibas.align.ledger.severity import DECISION_THRESHOLD
from iqtibas.article import Article, find_embeds, read_articles

FIRST = "سنفتتح الجسر الجديد فوق النهر يوم الاثنين المقبل"
SECOND = "زرع مهندسونا أربعين ألف شجرة على ضفتيه"
REPORTED = "المهندسين زرعوا أربعين ألف شجرة على ضفتيه"
POST = "We will open the new bridge over the river next Monday. Our engineers planted forty thousand trees along its banks."
# Between the halves: the post.
AROUND = {
    "said, and added": (f"وقال الوزير: «{FIRST}».", f"وأضاف: «{SECOND}»."),
    "straight marks": (f'وقال الوزير: "{FIRST}".', f'وأضاف: "{SECOND}".'),
    "curly marks": (f"وقال الوزير: “{FIRST}”.", f"وأضاف: “{SECOND}”."),
    "no stops": (f"قال الوزير: «{FIRST}»", f"ثم قال: «{SECOND}»"),
    "marks that the post stands in": (f"وقال الوزير: «{FIRST}", f"{SECOND}»، بحسب تعبيره."),
    "dots": (f"وقال الوزير: «{FIRST}...", f"...{SECOND}»."),
    "speakers behind": (f"«{FIRST}»، كما قال الوزير.", f"«{SECOND}»، تابع البدري."),
    "long leads": (
        f"وقال الوزير في تغريدة نشرها على حسابه الرسمي مساء الأربعاء: «{FIRST}».",
        f"وأضاف كريم البدري في التغريدة ذاتها التي أعاد نشرها مئات المستخدمين: «{SECOND}».",
    ),
    "two paragraphs": (f"{FIRST}، كما قال الوزير في تغريدة.", f"وتابع الوزير أن {REPORTED}."),
    "reported": ("وقال الوزير إن الجسر الجديد فوق النهر سيفتتح يوم الاثنين المقبل.", f"وأضاف أن {REPORTED}."),
    "a sentence around it": (f"وقال الوزير في تغريدة: {FIRST}،", f"مضيفا أن {REPORTED}."),
    "nobody named": (f"{FIRST}.", f"{SECOND}."),
}
HEALTH = (
    "We vaccinated 3,200 people in the northern district last week. Another 12 clinics will open before the end of the month.",
    "طعّمنا 3200 شخص في المنطقة الشمالية الأسبوع الماضي",
    "ستُفتتح 12 عيادة أخرى قبل نهاية الشهر",
)

Write = Callable[[Path, list[str]], Path]


def tweet(words: str, name: str = "Karim Badri", handle: str = "kbadri") -> str:
    return f"{words} https://t.co/a1 — {name} (@{handle}) March 24, 2021"


def as_text(folder: Path, lines: list[str]) -> Path:
    path = folder / "a.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def as_page(folder: Path, lines: list[str]) -> Path:
    path = folder / "a.html"
    path.write_text(f"<article>{''.join(map(_as_markup, lines))}</article>", encoding="utf-8")
    return path


def _as_markup(line: str) -> str:
    words, dash, tail = html.escape(line).partition(" https://t.co/a1 — ")
    if not dash:
        return f"<p>{words}</p>"
    name, _, date = tail.partition(") ")
    link = f'<a href="https://twitter.com/a/status/1">{date}</a>'
    return f'<blockquote class="twitter-tweet"><p lang="en">{words}</p>&mdash; {name}) {link}</blockquote>'


def as_json_line(folder: Path, lines: list[str]) -> Path:
    path = folder / "a.jsonl"
    path.write_text(json.dumps({"text": "\n".join(lines)}) + "\n", encoding="utf-8")
    return path


def aligned(aligner: Aligner, path: Path) -> tuple[Article, list[Alignment]]:
    [article] = read_articles([str(path)])
    assert isinstance(article, Article)
    return article, list(aligner.align(article, find_embeds(article)))


def places(article: Article, found: Alignment) -> list[str]:
    """The places of a rendering, without stops."""
    return [article.slice(part).strip(".") for part in found.rendering.spans] if found.rendering else []


@pytest.mark.parametrize("write", [as_text, as_page, as_json_line])
@pytest.mark.parametrize("halves", AROUND.values(), ids=AROUND)
def test_both_halves_are_found_and_nothing_is_missed(
    aligner: Aligner, tmp_path: Path, write: Write, halves: tuple[str, str]
) -> None:
    article, [found] = aligned(aligner, write(tmp_path, [BEFORE, halves[0], tweet(POST), halves[1], BEHIND]))
    first, second = places(article, found)
    assert first in halves[0]
    assert "يوم الاثنين المقبل" in first
    assert second in (SECOND, REPORTED)
    assert found.verdict.label == "faithful"


@pytest.mark.parametrize("write", [as_text, as_page, as_json_line])
def test_a_post_between_a_lead_and_what_it_leads_into(aligner: Aligner, tmp_path: Path, write: Write) -> None:
    lines = [BEFORE, "وقال الوزير في تغريدة على تويتر إن", tweet(POST), f"{FIRST}، مضيفا: «{SECOND}».", BEHIND]
    article, [found] = aligned(aligner, write(tmp_path, lines))
    assert FIRST in " ".join(places(article, found))
    assert SECOND in " ".join(places(article, found))
    assert found.verdict.label == "faithful"


@pytest.mark.parametrize("write", [as_text, as_page, as_json_line])
@pytest.mark.parametrize("apart", [True, False])
def test_two_posts_have_their_own(aligner: Aligner, tmp_path: Path, write: Write, apart: bool) -> None:
    council = "أقر مجلس المدينة ميزانية قدرها 12 مليون دينار للمدارس"
    second = tweet(
        "The city council approved a budget of 12 million dinars for the schools.", "City Council", "council"
    )
    start, end = [BEFORE, f"وقال الوزير: «{FIRST}».", tweet(POST)], [f"وكتب المجلس البلدي: «{council}».", BEHIND]
    rest = f"وأضاف: «{SECOND}»."
    middle = [rest, second] if apart else [second, rest]
    article, [one, other] = aligned(aligner, write(tmp_path, [*start, *middle, *end]))
    assert places(article, one) == [FIRST, SECOND]
    assert council in " ".join(places(article, other))
    assert (one.verdict.label, other.verdict.label) == ("faithful", "faithful")


@pytest.mark.parametrize("write", [as_text, as_page, as_json_line])
@pytest.mark.parametrize(
    "form",
    [
        ("وقالت المسؤولة: «{}».", "وأضافت: «{}»."),
        ("وقالت الطبيبة في تغريدة لها: «{}،", "و{}»."),
        ("{}.", "{}."),
    ],
)
@pytest.mark.parametrize(
    ("half", "number", "said", "rendered"), [(0, "3200", "3,200 people", "2300"), (1, "12", "12 clinics", "21")]
)
def test_a_number_that_one_half_changes_is_found(
    aligner: Aligner,
    tmp_path: Path,
    write: Write,
    form: tuple[str, str],
    half: int,
    number: str,
    said: str,
    rendered: str,
) -> None:
    post, *halves = HEALTH
    halves[half] = halves[half].replace(number, rendered)
    lines = [BEFORE, form[0].format(halves[0]), tweet(post), form[1].format(halves[1]), BEHIND]
    article, [found] = aligned(aligner, write(tmp_path, lines))
    assert len(places(article, found)) == 2
    [finding] = [one for one in found.verdict.findings if one.severity >= DECISION_THRESHOLD]
    assert (finding.kind, finding.values.english.words) == ("number", (said,))
    assert finding.arabic is not None
    assert article.slice(finding.arabic).startswith(rendered)
    assert found.verdict.label == "altered"


@pytest.mark.parametrize("write", [as_text, as_page, as_json_line])
@pytest.mark.parametrize("number", ["150", "510"])
def test_a_number_in_the_second_half_alone(aligner: Aligner, tmp_path: Path, write: Write, number: str) -> None:
    post = (
        "The talks in Geneva ended without an agreement. The two sides will meet again to discuss 150 prisoners of war."
    )
    rest = f"سيلتقي الطرفان مجددا لبحث ملف {number} من أسرى الحرب"
    lines = [
        BEFORE,
        "وقالت المتحدثة: «انتهت المحادثات في جنيف من دون اتفاق».",
        tweet(post),
        f"وأضافت: «{rest}».",
        BEHIND,
    ]
    article, [found] = aligned(aligner, write(tmp_path, lines))
    assert places(article, found) == ["انتهت المحادثات في جنيف من دون اتفاق", rest]
    assert found.verdict.label == ("faithful" if number == "150" else "altered")
