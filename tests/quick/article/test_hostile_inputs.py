"""Inputs made to hurt: each is read or refused in one line, and those beside it are read all the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from iqtibas.article import Article, IqtibasError, find_embeds, find_quotes, read_articles
from iqtibas.article.input.html import article_from_html
from iqtibas.article.sentences import segment_article

NEWS = (
    "أعلنت الوزارة تفاصيل جديدة أمس عبر حسابها الرسمي.\n"
    "We did not agree to close the two camps, and 350 people will be moved. pic.twitter.com/abC1\n"
    "— Mira Dalen (@MiraDalen) March 24, 2021\n"
    "وجاء في التغريدة: «لم نوافق على إغلاق المخيمين، وسيتم نقل 350 شخصا».\nوغادر الوفد البلاد.\n"
)
POST = (
    '<blockquote class="twitter-tweet"><p lang="en">We did not agree to close the two camps, and 350 people will be moved.'
    '</p>&mdash; Mira Dalen (@MiraDalen) <a href="https://twitter.com/MiraDalen/status/1">March 24, 2021</a></blockquote>'
)
PARAGRAPH = "أعلنت الوزارة تفاصيل جديدة أمس عبر حسابها الرسمي على موقع تويتر للتواصل الاجتماعي."
PAGE = (
    "<html><head><meta charset='CHARSET'></head><body><article><h1>خبر عاجل</h1>"
    f"<p>{PARAGRAPH}</p>{POST}<p>{PARAGRAPH}</p></article></body></html>"
)

READ = {
    "long.txt": NEWS + "ا" * 200_000,
    "mixed.txt": NEWS + "اab1," * 20_000,
    "bidi.txt": NEWS.replace("لم", "\u202e\u2066لم").replace("We", "\u202b\u202d\u2067We"),
    "pops.txt": NEWS.replace(" ", " \u2069\u202c"),
    "ends.txt": NEWS.replace("\n", "\r\n", 2).replace("الوفد", "الوفد\r") + "\r\r\n\n\r",
    "marks.txt": "\ufeff" + NEWS.replace("لم", "\ufeffلم"),
    "utf16.txt": NEWS.encode("utf-16"),
    "utf16-without-mark.txt": NEWS.encode("utf-16-be"),
    "utf32.txt": NEWS.encode("utf-32"),
    "charset.html": PAGE.replace("CHARSET", "windows-1252"),
    "charset-unknown.html": PAGE.replace("CHARSET", "x-user-defined"),
    "charset-wrong.html": PAGE.replace("CHARSET", "utf-8").encode("windows-1256"),
    "page-in-utf16.html": PAGE.replace("CHARSET", "utf-8").encode("utf-16"),
    "attributes.html": PAGE.replace("<article>", f"<article data-x='{'x' * 500_000}' style='{'a:b;' * 50_000}'>"),
    "classes.html": PAGE.replace("<article>", f"<article class='{'c ' * 100_000}'>"),
    "styles.html": PAGE.replace("<head>", f"<head><style>{'{' * 50_000}{'.a{display:none}' * 5_000}</style>"),
    "nested-posts.html": PAGE.replace("<article>", "<article>" + "<blockquote class='twitter-tweet'>" * 300),
    "frames.html": PAGE.replace("<article>", f'<article><iframe srcdoc="{"&lt;iframe srcdoc=" * 50}"></iframe>'),
    "open-quotations.txt": NEWS + "«" * 20_000,
    "empty-lines.txt": "\n" * 100_000 + NEWS,
    "spaces.txt": NEWS.replace(" ", " " * 20_000, 3),
    "controls.txt": NEWS + "".join(map(chr, range(1, 32))) + "\x7f\x85\u2028\u2029",
    "digits.txt": NEWS.replace("350", "3" * 5_000),
    "harakat.txt": NEWS.replace("لم", "ل" + "\u064b" * 50_000 + "م"),
    "invisible.txt": NEWS.replace("لم", "ل" + "\u034f" * 50_000 + "م"),
    "escapes.txt": NEWS.replace("لم", "\\u0644\\u0645\\ud800") + "\\n" * 10 + "&#xD800;&#0;&#1114112;",
    "noncharacters.txt": NEWS + "\ufffe\uffff\U0010ffff\U0001fffe",
}
REFUSED = {
    "nul.txt": (NEWS.replace("الوفد", "الو\0فد"), "NUL at character"),
    "surrogate.txt": (NEWS.encode() + b"\xed\xa0\x80", "is damaged"),
    "half.txt": (NEWS.encode("utf-16") + b"a", "breaks off at byte"),
    "deep.html": ("<div>" * 100_000 + PAGE, "too deeply nested"),
    "deep-inside.html": (PAGE.replace("<p>", "<b>" * 100_000 + "<p>", 1), "too deeply nested"),
    "surrogate.jsonl": (json.dumps({"id": "a", "text": NEWS + "\ud800"}), "half a surrogate pair"),
    "surrogate-id.jsonl": (json.dumps({"id": "b\udfff", "text": NEWS}), "half a surrogate pair"),
    "deep.jsonl": ('{"id": "a", "text": ' + "[" * 50_000 + "]" * 50_000 + "}", "cannot be read"),
}


def written(folder: Path, name: str, text: str | bytes) -> str:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


@pytest.mark.parametrize("name", READ)
def test_it_is_read_and_its_post_found(tmp_path: Path, name: str) -> None:
    [article] = read_articles([written(tmp_path, name, READ[name])])
    assert isinstance(article, Article)
    for span in (*article.blocks, *find_quotes(article), *segment_article(article)):
        assert 0 <= span.start < span.end <= len(article.text)
    [embed] = [own for own in find_embeds(article) if own.language == "en"]
    assert (embed.author, embed.handle, str(embed.date)) == ("Mira Dalen", "MiraDalen", "2021-03-24")
    assert article.slice(embed.said) == embed.text
    assert len(article.text) < len(READ[name]) + 1_000


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_one_line_and_the_next_is_read(tmp_path: Path, name: str) -> None:
    text, why = REFUSED[name]
    error, article = read_articles([written(tmp_path, name, text), written(tmp_path, "good.txt", NEWS)])
    assert isinstance(error, IqtibasError)
    assert why in str(error)
    assert "\n" not in str(error)
    assert isinstance(article, Article)


def test_a_bad_line_costs_no_other_line(tmp_path: Path) -> None:
    lines = [REFUSED[name][0] for name in ("surrogate.jsonl", "surrogate-id.jsonl", "deep.jsonl")]
    good = [json.dumps({"id": own, "text": NEWS}) for own in ("a\0b", "\u202e../../x", "c")]
    text = "\n".join(str(line) for pair in zip(lines, good, strict=True) for line in pair)
    found = list(read_articles([written(tmp_path, "all.jsonl", text)]))
    assert [isinstance(one, Article) for one in found] == [False, True] * 3


@pytest.mark.parametrize("depth", [2, 20, 200])
def test_posts_in_posts_are_read_once_each(depth: int) -> None:
    nested = "<blockquote class='twitter-tweet'>" * depth + f"<p>{PARAGRAPH}</p>" + "</blockquote>" * depth
    page = f"<html><body><article><h1>خبر عاجل</h1><p>{PARAGRAPH}</p>{nested}<p>{PARAGRAPH}</p></article></body></html>"
    assert len(article_from_html(page.encode(), article_id="x", source="x").text) < 6 * len(PARAGRAPH)
