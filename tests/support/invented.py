"""Invented articles with known spans: offsets are found by searching, so that the text stays readable."""

from __future__ import annotations

import datetime
from pathlib import Path

from iqtibas.align.model import Alignment, Candidate, Finding, FindingKind, Rendering, Verdict, recorded
from iqtibas.article import Article, Block, BlockKind, Embed, Quote, Segment
from iqtibas.eval import Fidelity, Score
from iqtibas.models import ModelInfo
from iqtibas.report import ArticleResult, RunInfo
from iqtibas.translate import Translation

CHRF = "nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:2.6.0"

SAID = "The port of Seren will open 12 new berths by 2031, and not one family in the northern quarter will be moved."
LINES: tuple[tuple[BlockKind, str], ...] = (
    ("heading", "وزيرة الموانئ في لودانيا تعلن خطة لتوسيع مرفأ سيرين"),
    ("caption", "الوزيرة ميرا دالين أثناء جولتها في المرفأ. (وكالة لودانيا)"),
    (
        "paragraph",
        "أعلنت وزيرة الموانئ ميرا دالين يوم الأحد خطة لتوسيع مرفأ سيرين خلال خمس سنوات. وقالت إن العمل يبدأ في الربيع.",
    ),
    (
        "embed",
        f"{SAID} https://example.org/port\n— Mira Dalen (@miradalen) March 4, 2024",
    ),
    (
        "cue",
        "أعلاه تغريدة للوزيرة دالين تقول فيها:",
    ),
    (
        "paragraph",
        "“سيفتتح مرفأ سيرين 20 رصيفا جديدا بحلول عام 2031، ولن تنقل أي أسرة من الحي الجنوبي.”",
    ),
    ("list_item", "- توسيع الحوض الغربي وتعميقه إلى 18 مترا."),
    ("list_item", "- بناء محطة للقطارات قرب البوابة القديمة."),
    (
        "embed",
        "Our partners in Ostavia have pledged 40 million crowns.\n— Port of Seren (@portofseren) March 5, 2024",
    ),
    ("paragraph", "وقال المتحدث باسم المرفأ: “تعهد شركاؤنا في أوستافيا بتقديم 40 مليون كرونة.”"),
    ("embed", "Fishermen keep their moorings, free of charge.\n— Port of Seren (@portofseren) March 6, 2024"),
    ("paragraph", "ويرى صيادون أن الخطة غامضة، وأن أحدا لم يسألهم عن رأيهم في \u202eالأمر\u202c."),
    ("foreign", "Photo: Harbour Archive, plate 14"),
    ("boilerplate", "إقرأ أيضاً: تاريخ المرفأ في صور"),
    ("boilerplate", "تابعونا على قناة لودانيا"),
)


def article_of(lines: tuple[tuple[BlockKind, str], ...], name: str = "invented/port.txt", title: str = "") -> Article:
    """An article whose blocks are the given lines."""
    blocks, at = [], 0
    for kind, line in lines:
        blocks.append(Block(kind, at, at + len(line)))
        at += len(line) + 1
    text = "\n".join(line for _, line in lines)
    return Article(name, text, title or lines[0][1], f"{name} (utf-8)", "ar", tuple(blocks), "ab" * 32)


def span(article: Article, needle: str) -> Segment:
    """Where `needle` first stands."""
    start = article.text.index(needle)
    return Segment(start, start + len(needle))


def embed_at(article: Article, block: Block, author: str = "", handle: str = "", said: str = "") -> Embed:
    """The embed of a block; `said` defaults to its first line."""
    text = article.slice(block)
    said = said or text.split("\n")[0]
    start = article.text.index(said, block.start)
    links = tuple(word for word in text.split() if "://" in word)
    where = Segment(start, start + len(said))
    date = datetime.date(2024, 3, 4)
    return Embed(block.start, block.end, where, said, author, handle, date, links, "twitter", "en")


def _finding(article: Article, kind: FindingKind, english: str, arabic: str, detail: str, sure: float) -> Finding:
    return recorded(
        kind,
        span(article, english) if english else None,
        span(article, arabic) if arabic else None,
        detail,
        sure,
    )


def port_result() -> ArticleResult:
    """Three statements: altered (two findings), faithful, missing."""
    article = article_of(LINES)
    first, second, third = (block for block in article.blocks if block.kind == "embed")
    altered = span(article, LINES[5][1].strip("“”."))
    faithful = span(article, "تعهد شركاؤنا في أوستافيا بتقديم 40 مليون كرونة")
    findings = (
        _finding(article, "number", "12 new berths", "20 رصيفا", "12 ≠ 20", 0.97),
        _finding(article, "name", "northern quarter", "الحي الجنوبي", "north ≠ south", 0.71),
        _finding(article, "omission", "not one", "", "no counterpart in the Arabic", 0.41),
    )
    alternative = Candidate(*_ends(span(article, "توسيع الحوض الغربي وتعميقه إلى 18 مترا")), 0.06)
    alignments = (
        Alignment(
            embed_at(article, first, "Mira Dalen", "miradalen", SAID),
            Rendering(altered.start, altered.end, 0.97, (alternative,)),
            Verdict("altered", 0.93, findings),
        ),
        Alignment(
            embed_at(article, second, "Port of Seren", "portofseren"),
            Rendering(faithful.start, faithful.end, 0.88),
            Verdict("faithful", 0.74),
        ),
        Alignment(embed_at(article, third, "Port of Seren", "portofseren"), None, Verdict("missing", 0.58)),
    )
    hypotheses = ("Seren Port will open 20 new docks by 2031.", "Our partners pledged 40 million crowns.")
    fidelities = (
        Fidelity(Score("chrF2++", 48.21, CHRF), 33.0, 97.4, hypotheses[0]),
        Fidelity(Score("chrF2++", 71.5, CHRF), 81.0, 99.6, hypotheses[1]),
        Fidelity(None, None, None, ""),
    )
    quote = span(article, "تعهد شركاؤنا في أوستافيا بتقديم 40 مليون كرونة.")
    quotes = (Quote(quote.start, quote.end, "المتحدث باسم المرفأ", "قال", direct=True, closed=True),)
    return ArticleResult(article, translations_of(article), alignments, fidelities, quotes)


LEDGER_SAID = "I will open the southern gate tomorrow, and every visitor must bring a lamp. We have waited nine years."
LEDGER_LINES: tuple[tuple[BlockKind, str], ...] = (
    ("heading", "فتح بوابة سيرين"),
    ("embed", f"{LEDGER_SAID}\n— Mira Dalen (@miradalen) March 9, 2024"),
    ("paragraph", "وقال الحارس يورن فال: “إنه سيفتح البوابة الشمالية غدا، ويمكن لكل زائر أن يحمل مصباحا."),
    ("paragraph", "وحضر الافتتاح جمهور كبير."),
    ("paragraph", "وأضاف: “انتظرنا تسع سنوات”."),
)


def ledger_result() -> ArticleResult:
    """One statement in two places, with a finding, an opposite, and remarks inside and outside of the rendering.

    Its four segments: unreliable with a warning, put right, accepted by a person, and without an estimate.
    """
    article = article_of(LEDGER_LINES, "invented/gate.txt")
    first = span(article, "إنه سيفتح البوابة الشمالية غدا، ويمكن لكل زائر أن يحمل مصباحا")
    second = span(article, "انتظرنا تسع سنوات")
    findings = (
        _finding(article, "negation", "southern", "الشمالية", "southern ≠ northern", 0.91),
        _finding(article, "modality", "must", "يمكن", "must ≠ may", 0.55),
        _finding(article, "quotation", "", "إنه سيفتح", "an indirect report in quotation marks", 0.6),
        _finding(article, "quotation", "", "الحارس يورن فال", "the Arabic gives it to another", 0.6),
        _finding(article, "quotation", "", "“", "the quotation mark “ is never closed", 0.4),
    )
    embed = next(block for block in article.blocks if block.kind == "embed")
    rendering = Rendering(first.start, first.end, 0.9, (), (first, second))
    alignment = Alignment(
        embed_at(article, embed, "Mira Dalen", "miradalen", LEDGER_SAID), rendering, Verdict("altered", 0.82, findings)
    )
    said = (
        ("The gate of gates of Seren", ("repetition",), False, 0.18),
        ("The guard said: “He will open the northern gate tomorrow.”", ("restored: Jorn Val",), False, 0.74),
        ("A large crowd came to the opening.", (), True, 0.31),
        ("He added: “We waited nine years.”", (), False, None),
    )
    arabic = [block for block in article.blocks if block.kind != "embed"]
    translations = tuple(
        Translation(Segment(block.start, block.end), english, -0.5, notes, accepted, quality)
        for block, (english, notes, accepted, quality) in zip(arabic, said, strict=True)
    )
    return ArticleResult(article, translations, (alignment,), (), ())


def _ends(where: Segment) -> tuple[int, int]:
    return where.start, where.end


ENGLISH = {
    0: ("Loudania's ports minister announces a plan to enlarge the port of Seren", ()),
    1: ("Minister Mira Dalen during her tour of the port. (Loudania Agency)", ()),
    5: (
        "“Seren Port will open 20 new docks by 2031, and no family will be moved from the southern quarter.”",
        (),
    ),
    6: ("- Widening the western basin and deepening it to 18 metres.", ()),
    7: ("- Building a railway station near the old gate.", ("repetition",)),
    9: ("The spokesman said: “Our partners in Ostavia pledged 40 million crowns.”", ()),
    11: ("Fishermen find the plan vague, and say that nobody asked them.", ("length ratio", "number lost")),
}
SENTENCES = (
    (
        "أعلنت وزيرة الموانئ ميرا دالين يوم الأحد خطة لتوسيع مرفأ سيرين خلال خمس سنوات.",
        "On Sunday, ports minister Mira Dalen announced a five-year plan to enlarge the port of Seren.",
    ),
    ("وقالت إن العمل يبدأ في الربيع.", "She said that work begins in spring."),
)


def translations_of(article: Article) -> tuple[Translation, ...]:
    """A translation of every Arabic line; the first paragraph has two sentences."""
    whole = [
        Translation(Segment(block.start, block.end), ENGLISH[i][0], 0.5, ENGLISH[i][1])
        for i, block in enumerate(article.blocks)
        if i in ENGLISH
    ]
    halves = [Translation(span(article, arabic), english, 0.5, ()) for arabic, english in SENTENCES]
    return tuple(sorted(whole + halves, key=lambda t: t.segment.start))


def plain_result(name: str = "invented/weather.txt") -> ArticleResult:
    """An article without an embedded statement, not translated."""
    article = article_of((("heading", "الطقس في لودانيا"), ("paragraph", "يكون الجو معتدلا غدا.")), name)
    return ArticleResult(article, (), (), (), ())


def run_info(weak: bool = False) -> RunInfo:
    """A run with an invented model."""
    model = ModelInfo(
        "invented-ar-en",
        Path("models/invented"),
        "sha256:" + "0f" * 32,
        "r1",
        "Apache-2.0",
        weak,
        "for tests",
    )
    options = {"beam_size": 4, "length_penalty": 1.0, "int8": True}
    return RunInfo(model, "ctranslate2", options, {"chrF2++": CHRF}, "0.1.0")
