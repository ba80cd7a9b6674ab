"""An invented check: six statements, eight articles, three of them copies of one report; five are dated."""

from __future__ import annotations

import datetime
from dataclasses import replace

from invented import article_of, run_info, span

from iqtibas.align.coverage.model import Attribution, Check, Coverage, Possible, Unsourced
from iqtibas.align.model import FindingKind, Rendering, Verdict, VerdictLabel, recorded
from iqtibas.article import Article, Quote, Segment
from iqtibas.article.input.statements import Statement
from iqtibas.report import RunInfo

CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1b\x9b\ufeff\ud800\u2028"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}</style>&lt;b&gt;]]>"
SPEAKER, DAY = "Mira Dalen", datetime.date(2024, 3, 4)
SAID = (
    "The port of Seren will open 12 new berths by 2031, and not one family in the northern quarter will be moved.",
    "We have asked the government of Ostavia for 60 million crowns, and we expect its answer before winter.",
    "Fishermen must register their boats by June. Those who do not will lose their moorings.",
    "No decision has been taken on the old lighthouse.",
    "I spoke with Governor Ilan Tovar this morning about the floods.",
    "The library of Seren stays open on Sundays.",
)
PORT, CROWNS, BOATS = (
    "سيفتتح مرفأ سيرين 12 رصيفا جديدا بحلول عام 2031، ولن تنقل أي أسرة من الحي الشمالي",
    "طلبنا من حكومة أوستافيا 60 مليون كرونة، ونتوقع ردها قبل الشتاء",
    "على الصيادين تسجيل قواربهم بحلول يونيو. ومن لا يفعل يفقد مرساه",
)
LIGHTHOUSE, GOVERNOR = "لم يتخذ أي قرار بشأن المنارة القديمة", "تحدثت مع المحافظ إيلان توفار صباح اليوم عن الفيضانات"
TWENTY = PORT.replace("12 رصيفا", "20 رصيفا")
SIXTEEN = CROWNS.replace("60", "16")
UNSAID = "لن نقبل بأي شروط من أحد"
FINDINGS: dict[str, tuple[FindingKind, str, str, str, float]] = {
    TWENTY: ("number", "12 new berths", "20 رصيفا", "12 ≠ 20", 0.97),
    SIXTEEN: ("number", "60 million crowns", "16 مليون كرونة", "60 ≠ 16", 0.94),
}


def _article(number: int, title: str, said: tuple[str, ...], published: datetime.date | None) -> Article:
    lines = [("heading", title), *(("paragraph", f"وقالت الوزيرة: “{words}”.") for words in said)]
    article = article_of(tuple(lines), f"outlet-{number}/{title.split()[0]}.txt")  # type: ignore[arg-type]
    return replace(article, sha256=f"{number:064x}", published=published)


def articles() -> tuple[Article, ...]:
    """Articles 2, 3 and 6 (from 1) print one agency's report."""
    copied = (TWENTY, CROWNS)
    days = [datetime.date(2024, 3, day) for day in (4, 5, 5, 6, 9)]
    return (
        _article(1, "وزيرة الموانئ تعلن خطة لتوسيع مرفأ سيرين", (PORT, CROWNS, BOATS), days[0]),
        _article(2, "مرفأ سيرين يتوسع", copied, days[1]),
        _article(3, "سيرين: توسعة المرفأ", copied, days[2]),
        _article(4, "لودانيا تطلب العون من أوستافيا", (SIXTEEN, LIGHTHOUSE), days[3]),
        _article(5, "خطة المرفأ تثير الجدل", (TWENTY, BOATS.split(".")[0], UNSAID), None),
        _article(6, "توسعة مرفأ سيرين", copied, None),
        _article(7, "المحافظ والوزيرة يبحثان الفيضانات", (GOVERNOR,), days[4]),
        _article(8, "الطقس غدا", (), None),
    )


def _verdict(article: Article, statement: str, arabic: str) -> Verdict:
    if arabic in FINDINGS:
        kind, english, words, detail, sure = FINDINGS[arabic]
        where = statement.index(english)
        finding = recorded(kind, Segment(where, where + len(english)), span(article, words), detail, sure)
        return Verdict("altered", 0.92, (finding,))
    if arabic == BOATS.split(".")[0]:
        where = statement.index("Those")
        left_out = recorded("omission", Segment(where, len(statement)), None, "", 0.83)
        return Verdict("partial", 0.81, (left_out,))
    if arabic == LIGHTHOUSE:
        added = recorded("addition", None, span(article, "القديمة"), "", 0.52)
        denied = recorded("negation", Segment(0, 11), span(article, "لم يتخذ أي قرار"), "no ≠ never", 0.88)
        form = recorded("quotation", None, span(article, "لم"), "an indirect report in quotation marks", 0.5)
        return Verdict("altered", 0.7, (added, denied, form))
    return Verdict("faithful", 0.9)


def _coverage(number: int, at: int, arabic: str, given: str = "الوزيرة") -> Coverage:
    article = articles()[at]
    where = span(article, arabic)
    label: VerdictLabel = _verdict(article, SAID[number], arabic).label
    attribution = Attribution(given, "قالت", True, where, None if label == "partial" else given == "الوزيرة")
    return Coverage(
        number, at, Rendering(where.start, where.end, 0.95), _verdict(article, SAID[number], arabic), attribution
    )


def coverage_check() -> Check:
    """Statement 6 (from 1) is in no article, article 8 renders none; one quotation has no source."""
    said = tuple(
        Statement(f"seren-{n}", text, SPEAKER, DAY, "Opening of the port", "https://example.org/remarks")
        for n, text in enumerate(SAID, 1)
    )
    covered = (
        _coverage(0, 0, PORT),
        *(_coverage(0, at, TWENTY) for at in (1, 2, 4, 5)),
        *(_coverage(1, at, CROWNS) for at in (0, 1, 2)),
        _coverage(1, 3, SIXTEEN),
        _coverage(1, 5, CROWNS),
        _coverage(2, 0, BOATS),
        _coverage(2, 4, BOATS.split(".")[0]),
        _coverage(3, 3, LIGHTHOUSE),
        _coverage(4, 6, GOVERNOR, "المحافظ"),
    )
    where = span(articles()[4], UNSAID)
    unsourced = Unsourced(4, Quote(where.start, where.end, "الوزيرة", "قالت", direct=True, closed=True), SPEAKER)
    return Check(said, articles(), covered, (unsourced,), ((1, 2, 5),))


def possible_check() -> Check:
    """The same; statement 1 may be in article 5 (from 0), which copies article 1, and statement 6 in article 8."""
    check = coverage_check()
    covered = tuple(one for one in check.covered if (one.statement, one.article) != (0, 5))
    copied, other = span(articles()[5], TWENTY), span(articles()[7], "غدا")
    possible = Possible(0, 5, (copied,), 0.74, copy_of=1), Possible(5, 7, (other,), 0.31)
    return replace(check, covered=covered, possible=possible)


def check_info() -> RunInfo:
    """How the invented check came about."""
    return replace(run_info(), options={"min_confidence": 0.5, "statements": "remarks.csv"}, engine="")


def stained(stain: str) -> Check:
    """The invented check with `stain` in every string from outside; offsets into texts stay right."""
    check = coverage_check()
    statements = tuple(
        replace(s, id=f"{stain}{i}", text=s.text + stain, speaker=stain, occasion=stain, source=stain)
        for i, s in enumerate(check.statements)
    )
    articles = tuple(
        replace(a, id=stain, text=a.text + stain, title=stain, source=stain, sha256=stain) for a in check.articles
    )
    covered = tuple(
        replace(
            c,
            verdict=replace(
                c.verdict,
                findings=tuple(recorded(f.kind, f.english, f.arabic, stain, f.severity) for f in c.verdict.findings),
            ),
            attribution=replace(c.attribution, speaker=stain, verb=stain),
        )
        for c in check.covered
    )
    unsourced = tuple(
        replace(u, name=stain, quote=replace(u.quote, speaker=stain, verb=stain)) for u in check.unsourced
    )
    return replace(check, statements=statements, articles=articles, covered=covered, unsourced=unsourced)
