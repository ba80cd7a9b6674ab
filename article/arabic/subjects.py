"""Who acts in a clause that reports nothing, because what is reported beside it has the same subject.

"استقبل الرئيس سليم داود وفدا، وقال إن …" names its speaker with a verb that is no word of reporting. Verbs are told by
their form (ت of a woman, ي of the present), those of a man in the past by a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from iqtibas.article.arabic.speakers import (
    AUXILIARIES,
    is_adjunct,
    is_office,
    is_thing_done,
    speaker_after,
    speaker_before,
)
from iqtibas.article.arabic.speech import Token, is_feminine, is_reporting, keys, shares_subject

# Words of a subject that stands before its verb, and of an adverbial with its comma before the clause.
LONGEST_BEFORE, LONGEST_BEHIND = 8, 10
# Parts of a name behind its title, after which a word with the article is the object.
PARTS_OF_NAME = 2
_ACTING = keys(
    "استقبل التقى اجتمع بحث ناقش زار وصل غادر توجه قرر رفض وافق صادق وقع افتتح دشن أطلق ألغى أجل حضر شارك ترأس عقد "
    "دافع هاجم هنأ شكر عزى كلف أمر منع سمح أجاز أصدر نشر عين أقال استقال فاز خسر سجل أحرز ألقى قدم حث حض تراجع اعتذر "
    "طلب وجه اطلع تفقد جدد سحب فرض خفض رفع حمل قلل خفف عارض أيد ساند اختار اتفق التزم بدأ أنهى لوح استهل استعرض "
    "تطرق عزا أدلى تحدث تكلم سخر وصف انضم انسحب تخلى تنازل تولى حاول سعى احتفل تبرأ برأ نجا عاد سافر ظهر أقام واجه "
    "أبقى منح كرم حسم عبر"
)
_NO_VERBS = keys("وقت بيت صوت بنت أخت موت سبت تحت كانت ليست باتت وكانت زيت توت يوم يوما يوميا يناير يوليو يونيو يمين")
# Parts of a name that are nothing alone: عبد الملك, أبو بكر.
_JOINING = keys("عبد أبو أبي أبا بن ابن بنت آل")
# "With" and a thing: بالسلطة, بإقالة, بتقديم.
_AT_WHAT = ("بال", "بإ", "بت")
_CONTRASTING = keys("فيما بينما في حين وقت")
# What goes on about an indefinite noun.
_QUALIFYING = keys("من في على إلى عن حول مع")


class Subject(NamedTuple):
    """Who acts: indexes of the noun phrase, empty where none is plain. feminine: of the verb, None where there is none.

    understood: the verb begins its clause, and no noun stands behind it.
    """

    phrase: range
    feminine: bool | None = None
    understood: bool = False


def subject(tokens: Sequence[Token], first: int, stop: int) -> Subject:
    """Who acts in the clause from token `first` to `stop`."""
    first = _past_adverbial(tokens, first, stop)
    while first < stop and tokens[first].key in AUXILIARIES | _CONTRASTING:
        first += 1
    for verb in range(first, min(stop, first + LONGEST_BEFORE + 1)):
        if not tokens[verb].text[0].isalnum():
            break
        if verb == first and (_is_formed(tokens[verb]) or _acts(tokens, verb, stop)):
            alone = verb + 1 < stop and is_adjunct(tokens, verb + 1)
            return Subject(subject_behind(tokens, verb, stop), _of_woman(tokens[verb]), alone)
        if verb > first and _is_formed(tokens[verb]) and tokens[verb].key[0] not in "وف":
            phrase = speaker_before(tokens, first, verb)
            return Subject(phrase if phrase and phrase.start == first else range(0), _of_woman(tokens[verb]))
    return Subject(range(0))


def is_contrasting(key: str) -> bool:
    """Whether a word sets the clause behind it against the one before: فيما, بينما, في حين."""
    return key in _CONTRASTING


def _past_adverbial(tokens: Sequence[Token], first: int, stop: int) -> int:
    """The token behind the comma of an adverbial that begins a clause: من جانبه، …; else `first`."""
    if first < stop and is_adjunct(tokens, first):
        for at in range(first, min(stop, first + LONGEST_BEFORE)):
            if tokens[at].text == "،":
                return at + 1
    return first


def _acts(tokens: Sequence[Token], verb: int, stop: int) -> bool:
    """Whether a word is a man's verb in the past: a noun that looks like it has no title or article behind it."""
    key = tokens[verb].key
    known = key in _ACTING or (key[0] in "وف" and key[1:] in _ACTING)
    if is_reporting(key) and not shares_subject(key):
        return True
    if not known or verb + 1 >= stop:
        return False
    behind = tokens[verb + 1]
    return behind.text.startswith("ال") or is_office(behind) or (key[0] == "و" and is_adjunct(tokens, verb + 1))


def _is_formed(token: Token) -> bool:
    """Whether a word has the form of a verb: of a woman in the past, of a man in the present."""
    if len(token.key) < 4 or token.key in _NO_VERBS or token.text.startswith(("ال", "وال")):
        return False
    past = token.text.endswith("ت") and not token.text.endswith("ات")
    return past or token.key.removeprefix("و").startswith("ي")


def _of_woman(verb: Token) -> bool:
    return verb.text.endswith("ت") or (is_reporting(verb.key) and is_feminine(verb.key))


def subject_behind(tokens: Sequence[Token], verb: int, stop: int) -> range:
    """The subject behind a verb, without the object: وقع الوزير سعد الهاشمي | الاتفاقية."""
    phrase = speaker_after(tokens, verb, stop)
    parts, titled = 0, False
    for at in phrase:
        definite, joins = tokens[at].text.startswith("ال"), tokens[at].key in _JOINING
        joined = at > phrase.start and tokens[at - 1].key in _JOINING
        if titled and at > phrase.start and _is_object(tokens, at, phrase.stop, parts, definite=definite):
            return range(phrase.start, at)
        parts += titled and not joins and (not definite or joined or parts > 0)
        titled = titled or definite
    return phrase if len(phrase) <= LONGEST_BEHIND else range(0)


def _is_object(tokens: Sequence[Token], at: int, end: int, parts: int, *, definite: bool) -> bool:
    """Whether the subject ends before a word, of which so many parts of a name stand behind a title."""
    word = tokens[at].text
    if tokens[at - 1].key in _JOINING:
        return False
    named = parts >= PARTS_OF_NAME
    if named and ((definite and not word.endswith("ي")) or word.startswith("لل")):
        return True
    if (named or tokens[at - 1].text.startswith("ال")) and is_thing_done(tokens[at]):
        return True
    qualified = at + 1 == end < len(tokens) and tokens[end].key in _QUALIFYING
    return word.startswith(_AT_WHAT) or (word.endswith("ا") and qualified)
