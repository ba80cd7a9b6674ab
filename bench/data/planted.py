"""Changes of what an Arabic text says, planted one at a time: a number, a country, a negation, an opposite, a clause.

The checks of the ledger are fitted on changes of the *English*; these are made in the Arabic, where a translator makes
them, with word lists of their own. Every planter takes words and a seeded generator and returns the changed Arabic, or
None where the text offers no place for its change.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping

from iqtibas.article import Segment
from iqtibas.article.sentences import split_clauses, split_sentences

Planter = Callable[[str, random.Random], str | None]
# Shorter clauses are tags ("he said"), which nobody misses; what is left must be a statement too.
FEWEST_WORDS = 5

_FIGURE = re.compile(r"(?<![\w.,٫٬@#])\d[\d,.٫٬]*\d|(?<![\w.,٫٬@#])\d(?!\w)")
# Number words in forms that may stand for each other without a change of grammar around them.
_NUMERALS = (
    "ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    "ثلاث أربع خمس ست سبع تسع عشر",
    "عشرين ثلاثين أربعين خمسين ستين سبعين ثمانين تسعين",
    "عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون",
    "مليون مليار",
)
_COUNTRIES = (
    "روسيا فرنسا ألمانيا بريطانيا إيطاليا إسبانيا تركيا سوريا أوكرانيا بولندا إيران مصر كندا أستراليا إندونيسيا باكستان"
)
_DEFINITE_COUNTRIES = "الصين الهند اليابان البرازيل المكسيك العراق السعودية المغرب الجزائر الأردن"
_DEMONYMS = (
    "أمريك روس فرنس ألمان بريطان إيطال إسبان ترك سور أوكران بولند إيران مصر كند أسترال صين هند يابان برازيل مكسيك "
    "عراق سعود مغرب"
)
_DEMONYM = re.compile(rf"(?<!\w)(ال|وال|لل|بال|)({'|'.join(_DEMONYMS.split())})(ي|ية|يين|يون)(?!\w)")
# What is affirmed, and how it is denied; read both ways. Verbs of saying are left out: nobody denies that who is quoted
# has spoken.
_DENIALS = (
    "كان/لم يكن, كانت/لم تكن, كانوا/لم يكونوا, سيكون/لن يكون, ستكون/لن تكون, يمكن/لا يمكن, يجب/لا يجب, "
    "ينبغي/لا ينبغي, يريد/لا يريد, تريد/لا تريد, يعتقد/لا يعتقد, أعتقد/لا أعتقد, يعرف/لا يعرف, يستطيع/لا يستطيع, "
    "توجد/لا توجد, يوجد/لا يوجد, هناك/ليس هناك, يعني/لا يعني, تعني/لا تعني, يمثل/لا يمثل, تمثل/لا تمثل, "
    "يحتاج/لا يحتاج, نحتاج/لا نحتاج, تحتاج/لا تحتاج, تم/لم يتم, تمت/لم تتم, أعلن/لم يعلن, "
    "أعلنت/لم تعلن, حصل/لم يحصل, وصل/لم يصل, وافق/لم يوافق, وافقت/لم توافق, قرر/لم يقرر, قررت/لم تقرر, أراد/لم يرد, "
    "بدأ/لم يبدأ, بدأت/لم تبدأ, كنت/لم أكن, كنا/لم نكن, يعمل/لا يعمل, تعمل/لا تعمل, نعرف/لا نعرف, أعرف/لا أعرف, "
    "نريد/لا نريد, أريد/لا أريد, يبدو/لا يبدو"
)
_PAIRS = tuple(tuple(pair.split("/")) for pair in _DENIALS.split(", "))
_WILL = re.compile(r"(?<!\w)(و|ف|)س([يتنأ]\w{3,})(?!\w)")
# Words that begin like a future verb and are none.
_NO_VERBS = re.compile(r"سيار|سياس|سياد|سياق|سياح|سيد|ستين|ستة|ستون|سيناري|سيطر|ستوكهولم|سيدني|سينما|سيبيريا|سيرة|سيول")
_NEGATED = re.compile(r"(?<!\w)([وف]?)(لا|لن) ((?!بد\b|سيما|يزال|تزال|شك\b)[يتنأ]\w{2,})(?!\w)")
_OPPOSITES = (
    "شمال/جنوب الشمالية/الجنوبية الشمالي/الجنوبي شرق/غرب الشرقية/الغربية الشرقي/الغربي أكثر/أقل قبل/بعد "
    "ارتفع/انخفض ارتفعت/انخفضت ارتفاع/انخفاض زيادة/خفض أعلى/أدنى أكبر/أصغر الأولى/الأخيرة الأول/الأخير "
    "داخل/خارج بدأ/أنهى بداية/نهاية فاز/خسر الفوز/الخسارة فوز/خسارة يدعم/يعارض دعم/معارضة قبول/رفض "
    "وافق/رفض الماضي/القادم الماضية/القادمة نجح/فشل نجاح/فشل إيجابية/سلبية إيجابي/سلبي قوية/ضعيفة "
    "قوي/ضعيف جيدة/سيئة جيد/سيئ أفضل/أسوأ جديدة/قديمة جديد/قديم طويلة/قصيرة طويل/قصير الرجال/النساء "
    "كبيرة/صغيرة كبير/صغير معظم/بعض دخول/خروج صعب/سهل صعبة/سهلة الحرب/السلام شراء/بيع الأغنياء/الفقراء"
)


def _replaced(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(و|ب|ل|في |)({'|'.join(words.split())})(?!\w)")


def plant_number(arabic: str, rng: random.Random) -> str | None:
    """One digit of a figure, or one number word, changed."""
    if figures := list(_FIGURE.finditer(arabic)):
        found = rng.choice(figures)
        digits = [i for i, c in enumerate(found[0]) if c.isdigit()]
        at = found.start() + rng.choice([digits[0], digits[-1]])
        new = rng.choice([d for d in "123456789" if int(d) != int(arabic[at])])
        return arabic[:at] + (new if arabic[at].isascii() else chr(ord("٠") + int(new))) + arabic[at + 1 :]
    return _exchange(arabic, _NUMERALS, rng)


def _exchange(arabic: str, groups: tuple[str, ...], rng: random.Random) -> str | None:
    """One word of a group exchanged for another of it."""
    hits = [(m, group.split()) for group in groups for m in _whole(group).finditer(arabic)]
    if not hits:
        return None
    match, group = rng.choice(hits)
    new = rng.choice([word for word in group if word != match[2] and word not in arabic])
    return _replaced(arabic, match, match[1] + new)


def plant_name(arabic: str, rng: random.Random) -> str | None:
    """One country or people exchanged for another, wherever it stands in that form."""
    people = list(_DEMONYM.finditer(arabic))
    changed = _exchange_country(arabic, rng)
    if not people or (changed and rng.random() < 1 / 2):
        return changed
    old = rng.choice(people)[2]
    new = rng.choice([stem for stem in _DEMONYMS.split() if stem not in arabic])
    return _DEMONYM.sub(lambda m: m[1] + (new if m[2] == old else m[2]) + m[3], arabic)


def _exchange_country(arabic: str, rng: random.Random) -> str | None:
    hits = [(m[2], group) for group in (_COUNTRIES, _DEFINITE_COUNTRIES) for m in _whole(group).finditer(arabic)]
    if not hits:
        return None
    old, group = rng.choice(hits)
    new = rng.choice([name for name in group.split() if name not in arabic])
    return re.sub(rf"(?<!\w)(و|ب|ل|){old}(?!\w)", lambda m: m[1] + new, arabic)


def plant_negation(arabic: str, rng: random.Random) -> str | None:
    """One verb denied that was affirmed, or the reverse."""
    places = list(_negations(arabic))
    return _replaced(arabic, *rng.choice(places)) if places else None


def drop_negation(arabic: str, rng: random.Random) -> str | None:
    """One verb affirmed that was denied."""
    places = [(match, new) for match, new in _negations(arabic) if len(new) < len(match[0])]
    return _replaced(arabic, *rng.choice(places)) if places else None


def _negations(arabic: str) -> Iterator[tuple[re.Match[str], str]]:
    for affirmed, denied in _PAIRS:
        yield from ((m, m[1] + affirmed) for m in re.finditer(rf"(?<!\w)([وف]?){denied}(?!\w)", arabic))
        plain = rf"(?<!\w)(?<!لا )(?<!لم )(?<!لن )(?<!ليس )(?<!ما )([وف]?){affirmed}(?!\w)"
        yield from ((m, m[1] + denied) for m in re.finditer(plain, arabic))
    known = {denied for _, denied in _PAIRS}
    for match in _NEGATED.finditer(arabic):
        if f"{match[2]} {match[3]}" not in known:
            yield match, match[1] + ("س" if match[2] == "لن" else "") + match[3]
    for match in _WILL.finditer(arabic):
        if not _NO_VERBS.match("س" + match[2]) and match[2] not in ("يكون", "تكون"):
            yield match, f"{match[1]}لن {match[2]}"


def plant_opposite(arabic: str, rng: random.Random) -> str | None:
    """One word exchanged for its opposite."""
    pairs = [pair.split("/") for pair in _OPPOSITES.split()]
    ways = [way for one, other in pairs for way in ((one, other), (other, one))]
    hits = [(m, new) for old, new in ways for m in re.finditer(rf"(?<!\w)([وفبل]?){old}(?!\w)", arabic)]
    if not hits:
        return None
    match, new = rng.choice(hits)
    return _replaced(arabic, match, match[1] + new)


def clauses(text: str) -> list[Segment]:
    """The clauses of a text with at least FEWEST_WORDS words."""
    found = [c for s in split_sentences(text) for c in split_clauses(text, s)]
    return [c for c in found if len(text[c.start : c.end].split()) >= FEWEST_WORDS]


def drop_clause(arabic: str, rng: random.Random) -> str | None:
    """The text without one of its clauses."""
    found = clauses(arabic)
    if len(found) < 2:
        return None
    gone = rng.choice(found)
    return f"{arabic[: gone.start].rstrip()} {arabic[gone.end :].lstrip()}".strip(" ،؛")


def add_clause(arabic: str, other: str, rng: random.Random) -> str | None:
    """The text with a clause of another one, behind one of its own."""
    spare = clauses(other)
    places = [c.end for s in split_sentences(arabic) for c in split_clauses(arabic, s)]
    if not spare or not places:
        return None
    clause, at = rng.choice(spare), rng.choice(places)
    new = other[clause.start : clause.end].strip(" ،؛")
    return f"{arabic[:at].rstrip()} {new}{'، ' if at < len(arabic) else ''}{arabic[at:].lstrip()}"


PLANTERS: Mapping[str, Planter] = {
    "number": plant_number,
    "name": plant_name,
    "negation": plant_negation,
    "negation taken out": drop_negation,
    "opposite": plant_opposite,
    "clause left out": drop_clause,
}
