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
    "اعترف أصر جادل احتج غرد أجاب تساءل أبلغ أخبر هدد تعهد توعد كرر استدرك طمأن جزم رجح هتف صرخ"
)
_PRESENT = (
    "قول ؤكد ضيف صرح وضح شير شدد لفت زعم حذر علن فيد ردف ستطرد ختتم نوه نبه لمح قر عترف صر جادل حتج غرد "
    "جيب تساءل هدد تعهد توعد كرر ستدرك جزم رجح نفي دعو طالب كشف كتب شرح"
)
_VERBS = (
    forms(_PAST, endings="- ت وا")
    | forms(_PRESENT, prefixes="ي ت", endings="- ون")
    | keys("رأت رأوا ادعى ادعت ادعوا نفت نفوا دعا دعت دعوا قيل طالبت طالبوا حكى حكت")
)
# Also nouns or adjectives: they introduce speech, but seeing one does not tell that another report begins.
_AMBIGUOUS_PAST = "ذكر كتب رد علق وعد كشف شرح تابع سأل ختم نقل أورد خلص جاء ورد بادر"
_AMBIGUOUS = (
    forms(_AMBIGUOUS_PAST, endings="- ت وا")
    | forms("عتبر رى رد سأل تابع روي علق", prefixes="ي ت")
    | forms("مشير مؤكد موضح مضيف لافت معتبر مشدد محذر معلن مطالب مهدد منبه", endings="ة ين")
    | keys("رأى نفى روى روت اكتفى اكتفت")
)
_PARTICIPLES = forms(
    "مشير مؤكد موضح مضيف لافت قائل معتبر مشدد محذر منوه مبين زاعم مدعي نافي كاشف معلن مكرر مستطرد مردف "
    "داعي ملمح مصرح مستدرك مطالب متسائل متعهد متوعد مهدد منبه مصر معترف مذكر معرب معبر متمني",
    endings="ا",
) | keys("قائلة قائلين زاعمة زاعمين نافية داعية ملمحة مصرحة متسائلة متعهدة مذكرة معربة معبرة متمنية")
_SAYING_NOUNS = keys("بالقول بقوله بقولها بقولهم قوله قولها قولهم")
_REPORTING = _VERBS | _AMBIGUOUS | _PARTICIPLES | _SAYING_NOUNS
_SURELY_REPORTING = _VERBS | _PARTICIPLES | _SAYING_NOUNS
# Of a woman or of several; as adjectives they introduce nothing.
_PARTICIPLES_AGREEING = forms(
    "مشير مؤكد موضح مضيف لافت معتبر مشدد محذر منوه مبين معلن مكرر مستطرد مردف مستدرك مطالب متوعد مهدد منبه معرب معترف",
    endings="ة ين ات",
)
_SHARING_SUBJECT = _PARTICIPLES | _SAYING_NOUNS | _PARTICIPLES_AGREEING
_FEMININE = (
    forms(f"{_PAST} {_AMBIGUOUS_PAST}", endings="ت")
    | forms(_PRESENT, prefixes="ت")
    | keys("رأت ادعت نفت دعت طالبت حكت روت اكتفت تعتبر ترى ترد تسأل تتابع تروي تعلق")
)
# Verbs that have nothing but speech for an object.
_SAYING = forms("قال أضاف تابع أردف صرح هتف صرخ غرد كتب أجاب رد", endings="- ت وا") | keys(
    "يقول تقول يقولون قائلا قائلة قائلين بالقول بقوله بقولها بقولهم"
)
_IMPERSONAL = keys("جاء جاءت ورد وردت قيل")

COMPLEMENTIZERS = forms("ان", prefixes="- ب", endings="- ه ها هم هما هن ني ك كم ي") | keys("اننا باننا")
# "That" behind these is part of their own clause: يجب أن, قبل أن, من شأنه أن; من المرجح أن, بالرغم من أن.
_BEFORE_OTHER_THAT = keys(
    "وسبق فسبق ويجب ويمكن وينبغي ويتعين وقبل وبعد ومنذ ورغم وبدون ودون وغير ولابد لابد ولا"
) | keys(
    "يجب يمكن ينبغي يتعين يريد تريد أراد أرادت يرغب ترغب قبل بعد دون بدون سبق منذ إلا غير رغم كما حيث بما بد "
    "شأن شأنه شأنها يكاد كاد أوشك عسى لعل"
)
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


def is_impersonal(key: str) -> bool:
    """Whether a word of reporting has a text or nobody for its subject: جاء في البيان, قيل."""
    return _is_one_of(_IMPERSONAL, key)


def is_feminine(key: str) -> bool:
    """Whether a verb of reporting has a feminine subject."""
    return _is_one_of(_FEMININE, key)


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


def _is_one_of(words: frozenset[str], key: str) -> bool:
    # Two letters are too few to tell a conjunction: فرد is "individual", not ف and رد.
    return key in words or (len(key) > 3 and key[0] in "وف" and key[1:] in words)
