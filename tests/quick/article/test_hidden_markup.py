"""What a reader of a page sees is read, and what its markup and styles hide is not, but noted."""

from __future__ import annotations

import pytest

from iqtibas.article import Article, find_embeds
from iqtibas.article.input.html import ALL_HIDDEN, article_from_html
from iqtibas.article.input.html_hidden import EXHAUSTED
from iqtibas.article.input.html_styles import MAX_MATCHES, MAX_STYLE_CHARS, Styles, declarations, rules_of, selectors_of

PAGE = (
    "<html><head><title>خبر</title><style>{style}</style></head><body><article><h1>خبر عاجل من الوزارة اليوم</h1>"
    "<p>أعلنت الوزارة تفاصيل جديدة اليوم عبر حسابها الرسمي على موقع تويتر للتواصل الاجتماعي.</p>"
    "<p>وجاء في البيان: «وافقت الوزارة على إغلاق المخيمين، وسيتم نقل {body} شخصا الأسبوع المقبل إلى مكان آخر».</p>"
    "<p>وغادر الوفد البلاد مساء أمس بعد زيارة قصيرة إلى العاصمة استمرت ثلاثة أيام.</p></article></body></html>"
)
STYLE = """
/* .seen { display: none } */ .gone, .other { display: none } .gone.back { display: inline }
.around .inner { opacity: 0 } .around > .child { visibility: hidden } span#number { font-size: 0 }
span[data-x="1"] { position: absolute; left: -9999px } .strong { display: none !important }
@media print { .printed { display: none } } @media (max-width: 400px) { .narrow { display: none } }
@keyframes fade { from { opacity: 0 } } .faded { animation: fade 1s } .hover:hover { display: none }
@media screen { .screen { display: none } } .with\\:colon { display: none } .late { display: none } .late { display: inline }
"""
HIDDEN = {
    "hidden": "<span hidden>350</span>530",
    "a drawing beside it": "<span hidden>350</span><svg><text>530</text></svg>",
    "display": "<span style='DISPLAY : none !important'>350</span>530",
    "visibility": "<span style='visibility:hidden'>350</span>530",
    "visible inside": "<span style='visibility:hidden'>350<b style='visibility:visible'>530</b></span>",
    "opacity": "<span style='opacity:0.0'>350</span>530",
    "opacity in per cent": "<span style='opacity:0%'>350</span>530",
    "size": "<span style='font-size:0px'>350<b style='font-size:12px'>530</b></span>",
    "size of nothing inside": "<span style='font-size:0'><b style='font-size:120%'>350</b></span>530",
    "font": "<span style='font:0/0 a'>350</span>530",
    "to the left": "<span style='position:absolute;left:-9999px'>350</span>530",
    "above": "<span style='position:fixed;top:-100vh'>350</span>530",
    "indent": "<span style='display:inline-block;text-indent:-99em'>350</span>530",
    "moved": "<span style='transform:translateX(-2000px)'>350</span>530",
    "clip": "<span style='position:absolute;clip:rect(0,0,0,0)'>350</span>530",
    "clip of a point": "<span style='position:absolute;clip:rect(1px, 1px, 1px, 1px)'>350</span>530",
    "clip path": "<span style='clip-path:inset(50%)'>350</span>530",
    "no height": "<span style='display:inline-block;height:0;overflow:hidden'>350</span>530",
    "scale": "<span style='transform:scale(0)'>350</span>530",
    "colour": "<span style='color:rgba(0,0,0,0)'>350</span>530",
    "escapes": "<span style='dis\\70lay:none'>350</span>530",
    "comment": "<span style='display:/**/none'>350</span>530",
    "class": "<span class='x gone'>350</span><span class='gone back'>530</span>",
    "second of a list": "<span class=other>350</span>530",
    "important": "<span class=strong style='display:inline'>350</span>530",
    "inside": "<span class=around><b><i class=inner>350</i></b></span><i class=inner>530</i>",
    "child": "<span class=around><i class=child>350</i></span><b class=child>530</b>",
    "id": "<span id=number>350</span>530",
    "attribute": "<span data-x=1>350</span><span data-x=2>530</span>",
    "screen": "<span class=screen>350</span>530",
    "escaped name": "<span class='with:colon'>350</span>530",
    "template": "<template>350</template>530",
    "closed dialog": "<dialog>350</dialog>530",
    "hidden part of a drawing": "<svg><text display='none'>350</text><text>530</text></svg>",
    "nested": "<span hidden><b><i>350</i></b></span>530",
}
SEEN = {
    "aria-hidden": "<span aria-hidden=true>530</span>",
    "button": "<button>530</button>",
    "formula": "<math><mn>530</mn><annotation>350</annotation></math>",
    "list": "<select><option>350<option selected>530</select>",
    "first of a list": "<select><option>530<option>350</select>",
    "value": "<input value=530><input type=hidden value=350>",
    "details": "<details><summary>عدد</summary>530</details>",
    "label of a drawing": "<svg><title>350</title><text>530</text></svg>",
    "without a script": "<noscript>350</noscript>530",
    "hidden and shown": "<span hidden style='display:inline'>530</span>",
    "printed": "<span class=printed>530</span>",
    "narrow": "<span class=narrow>530</span>",
    "moving": "<span class=faded>530</span>",
    "pointed at": "<span class=hover>530</span>",
    "in a comment": "<span class=seen>530</span>",
    "the last rule": "<span class=late>530</span>",
    "faint": "<span style='opacity:0.3'>530</span>",
    "small": "<span style='font-size:0.8em'>530</span>",
    "a little to the left": "<span style='position:relative;left:-9px'>530</span>",
    "cut but there": "<span style='overflow:hidden;height:20px'>530</span>",
}


def page(body: str, style: str = STYLE) -> Article:
    return article_from_html(PAGE.format(style=style, body=body).encode(), article_id="x", source="x")


@pytest.mark.parametrize("body", HIDDEN.values(), ids=HIDDEN)
def test_what_is_hidden_is_not_read_but_noted(body: str) -> None:
    article = page(body)
    assert "350" not in article.text
    assert "530" in article.text
    assert "3 hidden character(s) left out" in article.notes


@pytest.mark.parametrize("body", SEEN.values(), ids=SEEN)
def test_what_is_seen_is_read(body: str) -> None:
    article = page(body)
    assert "350" not in article.text
    assert "530" in article.text
    assert article.notes == ()


POST = (
    '<blockquote class="twitter-tweet"{hidden}><p lang="en" dir="ltr">We will move {number} people next week.</p>'
    '&mdash; Mira Dalen (@MiraDalen) <a href="https://twitter.com/MiraDalen/status/1">March 24, 2021</a></blockquote>'
)


@pytest.mark.parametrize("body", [HIDDEN["hidden"], HIDDEN["a drawing beside it"], HIDDEN["class"], HIDDEN["size"]])
def test_within_a_post_what_is_seen_is_read(body: str) -> None:
    [embed] = find_embeds(page(f"530 {POST.format(hidden='', number=body)}"))
    assert embed.text == "We will move 530 people next week."


def test_a_post_that_waits_for_its_script_is_read_where_it_stands() -> None:
    """Platforms' scripts put a frame in the place of a post that they hide."""
    [embed] = find_embeds(page(f"530 {POST.format(hidden=' style=visibility:hidden', number='530')}"))
    assert embed.text == "We will move 530 people next week."


@pytest.mark.parametrize("style", ["article { opacity: 0 }", "h1, p { visibility: hidden }", "article{display:none}"])
def test_a_page_that_waits_for_its_script_is_read(style: str) -> None:
    article = page("530", style)
    assert "530" in article.text
    assert ALL_HIDDEN in article.notes


def test_styles_on_the_whole_page_hide_nothing() -> None:
    assert "530" in page("530", "html, body { visibility: hidden; opacity: 0 }").text


def test_too_many_styles_are_said_to_be() -> None:
    many = "".join(f".a.b{at} {{ opacity: 0 }}" for at in range(20_000))
    article = page("<i class=a>5</i>" * (MAX_MATCHES // 20_000 + 1), many)
    assert EXHAUSTED in article.notes


def test_style_sheets_may_be_so_long() -> None:
    assert not Styles.of(["x" * MAX_STYLE_CHARS]).exhausted
    assert Styles.of(["x" * MAX_STYLE_CHARS, "x"]).exhausted


def test_what_is_understood_of_styles() -> None:
    assert declarations("Display: NONE; content: 'opacity: 0; x'; colour: red") == {"display": ("none", False)}
    sheet = "a{b:c} @media print{d{e:f}} @import url(x); g{h:i} @supports (x){j{k:l}} m{n{o:p} q:r} s{t:u"
    assert list(rules_of(sheet)) == [("a", "b:c"), ("g", "h:i"), ("j", "k:l"), ("m", "n{o:p} q:r")]
    assert list(selectors_of("a + b, c:hover, ::before")) == []
    [[one]] = selectors_of("a.b#c[d=e]")
    assert (one.tag, one.id, one.classes, one.attributes) == ("a", "c", {"b"}, (("d", "=", "e"),))
