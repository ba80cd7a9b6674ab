"""The words of reporting: which verbs introduce speech in the Arabic press.

Look-ups take a `Token.key`, normalised and folded, so that أكّد, أكد and اكد are one word. Verbs are listed
form by form, because Arabic roots overlap too much for stemming: بين is "between" long before it is "made
clear".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from iqtibas.article.arabic.letters import fold


class Token(NamedTuple):
    """A word or a single sign. start, end: code points into the normalised text; key: its folded form."""

    start: int
    end: int
    text: str
    key: str


_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*|\S")
# Folding would make the noun رأي the verb رأى, and the preposition على the name علي.
_UNFOLDED = frozenset(("رأي", "ورأي", "على", "وعلى"))


def tokenize(text: str) -> list[Token]:
    """Words and signs of a normalised text, in order; white space is left out."""
    return [Token(m.start(), m.end(), m.group(), _key(m.group())) for m in _TOKEN.finditer(text)]


def _key(word: str) -> str:
    return word if word in _UNFOLDED else fold(word)


def keys(words: str) -> frozenset[str]:
    """The keys of words between spaces."""
    return frozenset(map(_key, words.split()))


def forms(stems: str, prefixes: str = "-", endings: str = "-") -> frozenset[str]:
    """Every stem with every prefix and every ending; "-" stands for none."""
    before, behind = ([affix.strip("-") for affix in affixes.split()] for affixes in (prefixes, endings))
    return keys(" ".join(b + stem + e for stem in stems.split() for b in before for e in behind))


# Third persons; first persons belong to the speech itself.
_PAST = (
    "قال أكد أضاف صرح أوضح أشار شدد لفت اعتبر زعم حذر أعلن أفاد أردف استطرد واصل اختتم نوه نبه ألمح أقر "
    "اعترف أصر جادل احتج غرد أجاب تساءل أبلغ أخبر هدد تعهد توعد كرر استدرك طمأن جزم رجح هتف صرخ صاح "
    "أبان أبرز استبعد استنكر أعرب رحب ندد انتقد ناشد شكك أدان اتهم برر تمسك أقسم أنكر فند استغرب لاحظ "
    "علل استرسل عزا"
)
_PRESENT = (
    "قول ؤكد ضيف صرح وضح شير شدد لفت زعم حذر علن فيد ردف ستطرد ختتم نوه نبه لمح قر عترف صر جادل حتج غرد "
    "جيب تساءل هدد تعهد توعد كرر ستدرك جزم رجح نفي دعو طالب كشف كتب شرح "
    "ستبعد ستنكر عرب رحب ندد نتقد ناشد شكك دين تهم برر تمسك قسم نكر فند ستغرب لاحظ عتقد عبر"
)
# Past forms in ت and وا; that of a man is a noun or another word too, but for those that _VERBS has.
_WEAK_PAST = "رأ ادع نف دع حك رو اكتف تمن أبد ناد اشتك أوص"
_VERBS = (
    forms(_PAST, endings="- ت وا")
    | forms(_PRESENT, prefixes="ي ت", endings="- ون")
    | forms(_WEAK_PAST, endings="ت وا")
    | keys("ادعى دعا قيل طالبت طالبوا بينت بينوا عبرت عبروا حكى تمنى أبدى نادى اشتكى")
)
# Also nouns or adjectives: they introduce speech, but seeing one does not tell that another report begins.
_AMBIGUOUS_PAST = (
    "ذكر كتب رد علق وعد وصف سجل زاد كشف شرح تابع سأل ختم نقل أورد خلص جاء ورد بادر توقع قدر أظهر أثبت عقب اقترح"
)
_AMBIGUOUS = (
    forms(_AMBIGUOUS_PAST, endings="- ت وا")
    | forms("عتبر رى رد سأل تابع روي علق توقع قدر ظهر ثبت بين قترح أمل تمني شكو زيد صف", prefixes="ي ت")
    | keys("شكا شكت رأى نفى روى اكتفى أوصى طالب وبين")
)
# Accusative, they say that somebody goes on to speak; of a woman or of several they may be adjectives, which introduce
# nothing.
_PARTICIPLE_STEMS = (
    "مشير مؤكد موضح مضيف لافت معتبر مشدد محذر منوه مبين معلن مكرر مستطرد مردف مستدرك مطالب متوعد مهدد منبه معرب "
    "معترف مبرز مستغرب مستنكر معلل مبرر مرحب مندد منتقد مستبعد متوقع مرجح مشكك معلق معقب مفند سائل مجيب ملوح آمل مقترح"
)
_PARTICIPLES = forms(
    f"{_PARTICIPLE_STEMS} قائل زاعم مدعي نافي كاشف داعي ملمح مصرح متسائل متعهد مصر مذكر معبر متمني", endings="ا"
) | keys("قائلة قائلين زاعمة زاعمين نافية داعية ملمحة مصرحة متسائلة متعهدة مذكرة معربة معبرة متمنية")
_PARTICIPLES_AGREEING = forms(_PARTICIPLE_STEMS, endings="ة ين ات")
_SAYING_NOUNS = keys("بالقول بقوله بقولها بقولهم قوله قولها قولهم")
_REPORTING = _VERBS | _AMBIGUOUS | _PARTICIPLES | _PARTICIPLES_AGREEING | _SAYING_NOUNS
_SURELY_REPORTING = _VERBS | _PARTICIPLES | _SAYING_NOUNS
_SHARING_SUBJECT = _PARTICIPLES | _SAYING_NOUNS | _PARTICIPLES_AGREEING
_FEMININE = (
    forms(f"{_PAST} {_WEAK_PAST} {_AMBIGUOUS_PAST} طالب بين عبر", endings="ت")
    | forms(f"{_PRESENT} عتبر رى رد سأل تابع روي علق توقع قدر ظهر ثبت بين قترح أمل تمني شكو زيد صف", prefixes="ت")
) - keys("توقع")
# Verbs that have nothing but speech for an object.
_SAYING = forms("قال أضاف تابع أردف صرح هتف صرخ صاح غرد كتب أجاب رد علق استدرك تساءل", endings="- ت وا") | keys(
    "يقول تقول يقولون قائلا قائلة قائلين بالقول بقوله بقولها بقولهم"
)
# What somebody calls something: ما أسماه «…», ما وصفته بـ«…».
_NAMING = forms("أسما سما وصف وصفت أسمت سمت اعتبر اعتبرت عد عدت", endings="ه ها")
# Whose verb has a thing or a person for an object, beside or instead of speech.
_TAKING_OBJECTS = forms("علل وصف انتقد اتهم طالب ناشد هدد عزا برر استنكر أدان شكر كرر حذر وعد", endings="- ت وا")
_IMPERSONAL = keys("جاء جاءت ورد وردت قيل")

COMPLEMENTIZERS = forms("ان", prefixes="- ب", endings="- ه ها هم هما هن ني ك كم ي") | keys("اننا باننا")
# "That" behind these is part of their own clause: يجب أن, قبل أن, من شأنه أن; من المرجح أن, بالرغم من أن.
_BEFORE_OTHER_THAT = keys(
    "وسبق فسبق ويجب ويمكن وينبغي ويتعين وقبل وبعد ومنذ ورغم وبدون ودون وغير ولابد لابد ولا"
) | keys(
    "يجب يمكن ينبغي يتعين يريد تريد أراد أرادت يرغب ترغب قبل بعد دون بدون سبق منذ إلا غير رغم كما حيث بما بد "
    "شأن شأنه شأنها يكاد كاد أوشك عسى لعل"
)
_BEFORE_CLEAR = keys("كما فيما وقد قد كذلك")
_PREPOSED = keys("من ومن غير وغير")
_COMPARED = keys("الرغم بالرغم بدلا أكثر")
# Names of channels with the letter N: إن بي سي, سي إن إن, بي إن.
_SPELT_LETTERS = keys("سي بي إن")

_COMPARATIVES = keys("كما حسبما وفقما مثلما هكذا")
_SOURCES = keys("بحسب حسب وفق وفقا حسبما نقلا")
# Words that make an aside of what follows them, and the nouns behind على: على حد قوله, على لسان فلان.
_ASIDES = _SOURCES | keys("طبقا تبعا استنادا وبحسب ووفق ووفقا وحسب وحسبما وطبقا ونقلا")
_MANNERS = keys("حد لسان ذمة")
POSTS = keys("تغريدة تغريدته تغريدتها منشور منشوره منشورها تدوينة رسالة ترجمة بيان")
_TITLED = keys("بعنوان عنوان عنوانه عنوانها شعار اسم باسم عبارة فيلم كتاب رواية أغنية برنامج مسلسل")


def is_reporting(key: str) -> bool:
    """Whether a word introduces speech: a verb, participle or noun of saying, also with و or ف before it."""
    return _is_one_of(_REPORTING, key)


def is_surely_reporting(key: str) -> bool:
    """Whether a word is hardly ever anything but a word of reporting."""
    return _is_one_of(_SURELY_REPORTING, key)


def shares_subject(key: str) -> bool:
    """Whether a word reports beside a main verb whose subject it shares: مشيرا, قائلا, بقوله."""
    return _is_one_of(_SHARING_SUBJECT, key)


def is_saying(key: str) -> bool:
    """Whether a verb can have nothing but speech for an object."""
    return _is_one_of(_SAYING, key)


def is_naming(key: str) -> bool:
    """Whether a word says that what somebody calls something stands behind it in marks: ما أسماه, وصفتها."""
    return key in _NAMING


def takes_object(key: str) -> bool:
    """Whether a verb of reporting may have a thing or a person for its object, behind the subject."""
    return _is_one_of(_TAKING_OBJECTS, key)


def is_impersonal(key: str) -> bool:
    """Whether a word of reporting has a text or nobody for its subject: جاء في البيان, قيل."""
    return _is_one_of(_IMPERSONAL, key)


def is_feminine(key: str) -> bool:
    """Whether a verb of reporting has a feminine subject."""
    return _is_one_of(_FEMININE, key)


def is_plural(key: str) -> bool:
    """Whether a verb of reporting has several for its subject, who are not named behind it: وأضافوا, ويقولون."""
    return key.endswith(("وا", "ون")) and is_reporting(key)


def opens_statement(key: str) -> bool:
    """Whether a word of reporting is joined with و or ف to what stands before it."""
    return key[0] in "وف" and key[1:] in _REPORTING


def is_comparative(key: str) -> bool:
    """Whether a word makes the report behind it an aside: كما قال, حسبما ذكر."""
    return key in _COMPARATIVES


def names_source(key: str) -> bool:
    """Whether a word behind a comma ends what is reported and names where it comes from: بحسب, وفقا."""
    return key in _SOURCES


def is_source(key: str) -> bool:
    """Whether a word makes an aside of its clause that names where something comes from, also with و: وفق, وبحسب."""
    return key in _ASIDES


def is_manner(key: str) -> bool:
    """Whether a noun behind على makes an aside of it: على حد قوله, على لسان فلان."""
    return key in _MANNERS


def names_post(key: str) -> bool:
    """Whether a word names a post or a message, so that its author speaks: تغريدة لفلان تقول."""
    return key in POSTS


def names_title(key: str) -> bool:
    """Whether a word says that the quotation behind it is a title, a motto or a name."""
    return key in _TITLED


def is_complementizer(tokens: Sequence[Token], at: int) -> bool:
    """Whether token `at` is إن or أن, bare or with a pronoun or ب, and begins a clause that is reported."""
    if tokens[at].key not in COMPLEMENTIZERS:
        return False
    earlier, before = ["", "", *(token.key for token in tokens[max(0, at - 2) : at])][-2:]
    behind = tokens[at + 1].key if at + 1 < len(tokens) else ""
    if behind == ":" or before in _SPELT_LETTERS or behind in _SPELT_LETTERS:
        return False
    if "إ" in tokens[at].text:
        return True
    of = (earlier in _PREPOSED and before.startswith("ال")) or (earlier in _COMPARED and before in _PREPOSED)
    return not (of or before in _BEFORE_OTHER_THAT)


def is_made_clear(tokens: Sequence[Token], at: int) -> bool:
    """Whether token `at` is بين for "made clear", and not for "between": فيما بين أن."""
    around = [token.key for token in tokens[max(0, at - 1) : at + 2]]
    return len(around) == 3 and around[1] == "بين" and around[0] in _BEFORE_CLEAR and around[2] in COMPLEMENTIZERS


def _is_one_of(words: frozenset[str], key: str) -> bool:
    # Two letters are too few to tell a conjunction: فرد is "individual", not ف and رد.
    return key in words or (len(key) > 3 and key[0] in "وف" and key[1:] in words)
