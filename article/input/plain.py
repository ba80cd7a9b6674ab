"""Plain text as people paste it: lines in, an `Article` with blocks out.

A line is a block, except that embeds may take several lines and that a cue ("أعلاه تغريدة … تقول:") is cut off
the rendering behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from iqtibas.article.arabic.letters import fold, folded, is_arabic, normalize
from iqtibas.article.characters import LINE_ENDS
from iqtibas.article.dates import parse_date
from iqtibas.article.dressing import find_tail, is_dress, is_stamp, tails_within
from iqtibas.article.embeds import Line, embed_groups, inline_quotations
from iqtibas.article.errors import ReadError
from iqtibas.article.furniture import is_furniture
from iqtibas.article.input.visual_order import logical_order
from iqtibas.article.languages import reads_arabic
from iqtibas.article.links import PADDING
from iqtibas.article.marks import pair_marks
from iqtibas.article.mending import FILL, mend
from iqtibas.article.model import Article, Block, BlockKind
from iqtibas.article.notices import is_notice
from iqtibas.article.unseen import unseen_notes
from iqtibas.article.visible import located_blocks, visible
from iqtibas.article.wrapping import unwrapped

# The patterns below are matched against normalised and folded text: no diacritics, أ إ آ → ا, ى → ي, ة → ه.
ALSO_READ = re.compile(
    r"^[\W_]*(?:اقر(?:ا|اوا|ووا|يي) ايضا|"
    r"(?:طالع(?:وا)?|شاهد(?:وا)?|مواضيع|موضوعات|اخبار) (?:ايضا|ذات صله|متعلقه)(?=\s*(?:[:\-–—|.…]|$)))"
)
END_MARK = re.compile(
    r"^[\W_]*(?:المصدر|المصادر|كلمات دلاليه|كلمات مفتاحيه|الكلمات المفتاحيه|وسوم|الوسوم|تاجات|هاشتاغ)\s*:"
)
FURNITURE = re.compile(
    r"^[\W_]*(?:تاريخ النشر|(?:اخر تحديث|تم التحديث|(?:تم ال)?نشر (?:في|بتاريخ))\s*:?\s*(?:ال\w{3,7}[،,]?\s)?\d|"
    r"(?:اخر تحديث|تم التحديث)\s*:|(?:وقت|مده|زمن) القراءه\s*:?\s*\d|"
    r"جميع الحقوق محفوظه|حقوق النشر محفوظه|اعلان\s*$|اقرا المزيد|للمزيد من (?:الاخبار|التفاصيل)|"
    r"المزيد من الاخبار\s*$|للمزيد\s*:|(?:انقر|اضغط)(?:وا)? هنا)"
)
# A plug is a short line that asks the reader to follow a channel; the verbs alone open ordinary sentences too.
LONGEST_PLUG = 150
CHANNEL_PLUG = re.compile(
    r"^[\W_]*(?:و?ل?لمتابع|تابعونا|تابعوا|تابعنا|تابع (?=قنا|صفح|حساب|اخر|كل|جميع)|"
    r"اشترك|للاشتراك|انضم|حمل(?:وا)?|يمكنكم? متابع).{0,80}"
    r"(?:قناتنا|صفحتنا|صفحاتنا|حسابنا|حساباتنا|نشرتنا|تطبيقنا|قناه \S{1,20} علي|تلجرام|تليجرام|تلغرام|واتساب)"
)
CAPTION = re.compile(
    r"^[\W_]*(?:صوره|الصوره|تصوير|ارشيفيه)\b.{0,120}$|"
    r"^\(.{0,60}(?:رويترز|اف ب|ا ف ب|غيتي|getty|reuters|afp).{0,20}\)$",
    re.I,
)
BREADCRUMB_SIGNS = re.compile(r"[>»›←→/\\|•]+|(?<=\s)[-–—](?=\s)")
ARROWS = re.compile(r"[>»›←→]")
HOME = re.compile(r"(?:انت هنا[\s:]{0,3})?(?:الصفحه )?(?:(?:ال)?رييسيه|الاولي)$|home$", re.I)
MOST_STEP_WORDS = 4
LIST_ITEM = re.compile(r"^(?:[-–•·▪●◦]|\d{1,2}[.)\-](?=\s))\s*(?=\S)")
CUE_WORDS = re.compile(
    r"تغريد|تويتر|غرد|منصه \W?اكس|منصه \W?[xX]\b|موقع اكس|تدوين|منشور|فيسبوك|فيس بوك|انستغرام|تلغرام|تيليغرام|"
    r"ترجم|حسابه|حسابها|الحساب الرسمي|نص التصريح|نص البيان|\bX\b|Twitter"
)
# A cue is short, without its colon: the longest on the development articles has 81 code points.
LONGEST_CUE = 160
LONGEST_HEAD = 200  # code points of a line that are looked at for what it is
CUE_END = re.compile(r":(?!\d|//)\s*|[،,]?\s+(?=[“”«\"‘’„](?=\S))")
# A shorter quotation with more words of its sentence behind it is no rendering.
FEWEST_RENDERING_WORDS, MOST_WORDS_BEHIND = 8, 3
# «أفق للإغاثة» inside a cue is a name, not where the rendering opens.
QUOTED_NAME = re.compile(r"[“”«\"‘’„]\w+(?: \w+){0,2}[“”»\"‘’“]")
HEADING_WORDS = 16
# A line before the headline that is none: of fewer words (عاجل, سياسة), who wrote it, the agencies, or a day.
FEWEST_TITLE_WORDS, MOST_DAY_WORDS = 3, 9
BYLINE = re.compile(
    r"^[\W_]*(?:(?:كتب|كتبت|بقلم|اعداد|ترجمه|تحرير|تقرير|متابعه|مراسل\w*)\s*[:/]|بقلم\s)|"
    r"\((?:وكالات|[^()]{2,12} نت)\)\W*$"
)
LONGEST_TITLE = 120
MOST_BEFORE_TITLE = 8
"""Blocks that are looked at for the title."""
# A "read also" box lists a few headlines; more in a row are the article's own short lines.
JOINED = "line ends in the middle of a sentence were read as spaces"
MOST_HEADLINES = 12
# "مواضيع ذات صلة" has three words; a line that begins so and goes on has its headline with it.
MARKER_WORDS = 3
# A post that goes on with what the one before it broke off: "....These delays", "… and more".
GOES_ON = re.compile(r"[\"'“‘«]?(?:…|(?:\.\s?){2,})\s*\w")
SENTENCE_END = re.compile(r"[.!?؟…:،؛][\s\"”“»«’‘')\]]*$")


def article_from_text(
    text: str,
    *,
    id: str,
    source: str,
    sha256: str,
    title: str = "",
    markup: Mapping[int, BlockKind] | None = None,
    notes: tuple[str, ...] = (),
) -> Article:
    """An article from decoded text, which is kept untouched but for visual order, an encoding of its own.

    markup: kinds that HTML or DOCX already told, by the offset of a line's first code point. Raises ReadError
    if the text holds no Arabic, or none beside an embedded statement.
    """
    text, turned = logical_order(text)
    mended = mend(text)
    seen = visible(mended.text)
    known = {seen.from_source(at, at)[0]: kind for at, kind in (markup or {}).items()}
    lines = list(_lines(seen.text, known))
    whole = lines if markup else unwrapped(lines, seen.text, _stands_alone)
    blocks = tuple(_blocks(whole, known))
    joined = len(lines) - len(whole)
    _require_arabic(blocks, seen.text, source)
    unseen = unseen_notes(mended.text if FILL in text else mended.text.replace(FILL, ""))
    return Article(
        id=id,
        text=text,
        title=title or _title(blocks, seen.text),
        source=source,
        language="ar",
        blocks=tuple(located_blocks(blocks, seen)),
        sha256=sha256,
        notes=(*notes, *turned, *mended.notes, *unseen, *([f"{joined} {JOINED}"] if joined else [])),
    )


def _stands_alone(text: str) -> bool:
    """Whether a line is no part of a paragraph over several lines: foreign, of the page, or the dress of a post."""
    head = _head(text)
    marks = (END_MARK, FURNITURE, ALSO_READ, CAPTION)
    return not reads_arabic(text) or is_dress(text) or _is_plug(text, head) or any(own.search(head) for own in marks)


def _title(blocks: Sequence[Block], text: str) -> str:
    """The headline, else the first paragraph; cut at a word."""
    at = _headline(blocks, text)
    end = blocks[at].end
    # What a cue announces goes on with its line.
    if blocks[at].kind == "cue" and at + 1 < len(blocks) and "\n" not in text[end : blocks[at + 1].start]:
        end = blocks[at + 1].end
    line = " ".join(text[blocks[at].start : end].split())
    return line if len(line) <= LONGEST_TITLE else line[:LONGEST_TITLE].rsplit(None, 1)[0] + " …"


def _headline(blocks: Sequence[Block], text: str) -> int:
    """Which block has the title: the first that is no date, section or byline; for a cue, a heading right behind it."""
    own = [at for at, block in enumerate(blocks) if block.kind in ("heading", "paragraph", "cue")][:MOST_BEFORE_TITLE]
    over = [_is_over_title(blocks, one, other, text) for one, other in pairwise([*own, -1])]
    first = next((k for k, stands in enumerate(over) if not stands), 0)
    if first + 1 < len(own) and not over[first + 1] and blocks[own[first]].kind == "cue":
        heading = blocks[own[first + 1]]
        if heading.kind == "heading" and "\n" in text[blocks[own[first]].end : heading.start]:
            return own[first + 1]
    return own[first] if own else 0


def _is_over_title(blocks: Sequence[Block], at: int, following: int, text: str) -> bool:
    """Whether a short line stands over a headline: a section, a day, who wrote it."""
    if blocks[at].kind != "heading" or following < 0:
        return False
    line = text[blocks[at].start : blocks[at].end]
    words = len(line.split())
    if words < FEWEST_TITLE_WORDS and blocks[following].kind == "heading":
        return True
    dated = words <= MOST_DAY_WORDS and (is_stamp(line) or parse_date(line) is not None)
    return dated or BYLINE.search(_head(line)) is not None


def _require_arabic(blocks: Sequence[Block], text: str, source: str) -> None:
    arabic = [b for b in blocks if b.kind not in ("embed", "foreign")]
    if arabic:
        return
    if any(b.kind == "embed" and is_arabic(text[b.start : b.end]) for b in blocks):
        raise ReadError(source, "holds only embedded posts and no article text", "give the article around them")
    if any(b.kind == "embed" for b in blocks):
        raise ReadError(source, "holds an embedded statement but no Arabic article text", "give the article around it")
    raise ReadError(source, "holds no Arabic text", "give an Arabic article")


def _lines(text: str, markup: Mapping[int, BlockKind]) -> Iterator[Line]:
    end = 0
    for match in re.finditer(f"[^{LINE_ENDS}]+", text):
        for start, stripped in _parts(match.group(), match.start()):
            told = markup.get(start)
            # Where markup tells the posts, blank lines are inside of them.
            anew = not markup and GOES_ON.match(stripped) is not None and text.count("\n", end, start) > 1
            end = start + len(stripped)
            yield Line(start, end, stripped, start in markup, _is_apart(stripped, told), anew)


def _parts(raw: str, start: int) -> Iterator[tuple[int, str]]:
    """A line without the white space around it, or the posts that were run together in one; each with its offset."""
    for first, end in pairwise([0, *(tails_within(raw) if "(@" in raw else ()), len(raw)]):
        if stripped := raw[first:end].strip():
            yield start + first + raw[first:end].index(stripped), stripped


def _is_apart(text: str, told: BlockKind | None) -> bool:
    """Whether a line without Arabic is of the page, by its words or by what markup told."""
    return not reads_arabic(text) and (told in ("caption", "boilerplate") or is_furniture(text)) and not find_tail(text)


def _blocks(lines: Sequence[Line], markup: Mapping[int, BlockKind]) -> Iterator[Block]:
    """Blocks in order. Lines inside an embed are one block; Arabic lines are classified one by one."""
    groups = dict(embed_groups(lines))
    furniture = _furniture(lines, groups)
    at = 0
    while at < len(lines):
        line = lines[at]
        if at in groups:
            yield Block("boilerplate" if at in furniture else "embed", line.start, lines[groups[at] - 1].end)
            at = groups[at]
            continue
        at += 1
        if at - 1 in furniture:
            yield Block("boilerplate", line.start, line.end)
        elif not reads_arabic(line.text):
            yield Block("foreign", line.start, line.end)
        else:
            yield from _around_statements(line, markup.get(line.start))


def _around_statements(line: Line, known: BlockKind | None) -> Iterator[Block]:
    """The blocks of an Arabic line; an English statement that it quotes is an embed between them."""
    at = 0
    for start, end in (*inline_quotations(line.text), (len(line.text), len(line.text))):
        piece = line.text[at:start]
        if any(map(str.isalnum, piece)):
            first = line.start + at + len(piece) - len(piece.lstrip())
            yield from _arabic_blocks(Line(first, first + len(piece.strip()), piece.strip()), known)
        if start < end:
            yield Block("embed", line.start + start, line.start + end)
        at = end


def _arabic_blocks(line: Line, known: BlockKind | None) -> Iterator[Block]:
    cue = cue_length(line.text)
    if cue:
        yield Block("cue", line.start, line.start + len(line.text[:cue].rstrip()))
        if cue < len(line.text):
            yield Block(known or "paragraph", line.start + cue, line.end)
    else:
        yield Block(known or _kind(line.text.strip(PADDING)), line.start, line.end)


def cue_length(text: str) -> int:
    """How many code points of a line announce a rendering, with the white space behind them; 0 for none.

    A cue names a tweet, a post or a translation and ends at a colon or where a quotation opens.
    """
    head = normalize(text[: 2 * LONGEST_CUE])  # beyond the limit, to see what follows a colon
    plain = fold(head.text)
    word = CUE_WORDS.search(plain)
    ends = CUE_END.finditer(plain, word.end()) if word else iter(())
    end = next((e for e in ends if e[0].startswith(":") or _opens_rendering(text, plain, e.end())), None)
    return head.offsets[end.end()] if end and head.offsets[end.start()] <= LONGEST_CUE else 0


def _opens_rendering(text: str, plain: str, at: int) -> bool:
    """Whether the quotation that opens at `plain[at]` is a rendering, and not words that the sentence around it quotes.

    A rendering is long, or the line ends with it. plain: how the line begins, folded.
    """
    if QUOTED_NAME.match(plain, at):
        return False
    line = normalize(text).text
    close = next((quotation.close for quotation in pair_marks(line) if quotation.open == at), None)
    if close is None:
        return True
    return len(line[at:close].split()) >= FEWEST_RENDERING_WORDS or len(line[close:].split()) <= MOST_WORDS_BEHIND


def _head(text: str) -> str:
    """The first code points of a line, for look-up; offsets are lost."""
    return folded(text[:LONGEST_HEAD])


def _kind(text: str) -> BlockKind:
    head = _head(text)
    if CAPTION.search(head):
        return "caption"
    if LIST_ITEM.match(text):
        return "list_item"
    if len(text.split()) <= HEADING_WORDS and (text.startswith("*") or not SENTENCE_END.search(text)):
        return "heading"
    return "paragraph"


def _furniture(lines: Sequence[Line], groups: Mapping[int, int]) -> set[int]:
    """Indexes of boilerplate lines: dates, plugs, keywords, "read also" links, and a second article behind them."""
    found: set[int] = set()
    last_end_mark = -10
    for at, line in enumerate(lines):
        if at in groups:
            continue
        head = _head(line.text)
        if END_MARK.search(head):
            last_end_mark = at
            found.add(at)
        elif FURNITURE.search(head) or _is_plug(line.text, head) or is_notice(line.text) or is_breadcrumb(line.text):
            found.add(at)
        elif ALSO_READ.search(head):
            found.update(_read_also(lines, at, ended=at - last_end_mark <= 3))
    return found


def is_breadcrumb(text: str) -> bool:
    """Whether a line is the way to the page through its site: الرئيسية / أخبار / سياسة."""
    if len(text) > LONGEST_PLUG or SENTENCE_END.search(text) or not is_arabic(text):
        return False
    steps = [step.strip() for step in BREADCRUMB_SIGNS.split(text.strip(PADDING)) if step.strip()]
    short = all(len(step.split()) <= MOST_STEP_WORDS for step in steps[:-1]) and len(steps) > 1
    return short and (HOME.match(folded(steps[0])) is not None or (len(steps) > 2 and ARROWS.search(text) is not None))


def _is_plug(text: str, head: str) -> bool:
    return len(text) <= LONGEST_PLUG and CHANNEL_PLUG.search(head) is not None


def _read_also(lines: Sequence[Line], at: int, *, ended: bool) -> range:
    """What a "read also" line at index `at` takes with it.

    A headline on the same line: that line alone. Behind an end mark (source, keywords): all the rest, which is
    another article. Otherwise the headlines that follow, up to MOST_HEADLINES.
    """
    if ended:
        return range(at, len(lines))
    if len(lines[at].text.rstrip(":：.… ").split()) > MARKER_WORDS:
        return range(at, at + 1)
    end = at + 1
    while end < min(len(lines), at + 1 + MOST_HEADLINES) and _is_headline(lines[end].text):
        end += 1
    return range(at, end)


def _is_headline(text: str) -> bool:
    return (
        is_arabic(text)
        and len(text.split()) <= 25
        and not SENTENCE_END.search(text.strip(PADDING))
        and not cue_length(text)
    )
