"""The words of reporting: which verbs introduce speech in the Arabic press, and who is said to have spoken.

Look-ups take a `Token.key`, normalised and folded, so that أكّد, أكد and اكد are one word. Verbs are listed
form by form, because Arabic roots overlap too much for stemming: بين is "between" long before it is "made
clear".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from iqtibas.article.arabic.letters import fold
from iqtibas.article.marks import QUOTATION_MARKS

# Longer noun phrases are no names with titles but clauses whose end we failed to see.
MAX_SPEAKER_WORDS = 14
MAX_SPEAKER_WORDS_BEFORE = 8
MAX_APPOSITION_WORDS = 5


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


def _keys(words: str) -> frozenset[str]:
    return frozenset(map(_key, words.split()))


def _forms(stems: str, prefixes: str = "-", endings: str = "-") -> frozenset[str]:
    """Every stem with every prefix and every ending; "-" stands for none."""
    before, behind = ([affix.strip("-") for affix in affixes.split()] for affixes in (prefixes, endings))
    return _keys(" ".join(b + stem + e for stem in stems.split() for b in before for e in behind))


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
    _forms(_PAST, endings="- ت وا")
    | _forms(_PRESENT, prefixes="ي ت", endings="- ون")
    | _keys("رأت رأوا ادعى ادعت ادعوا نفت نفوا دعا دعت دعوا قيل طالبت طالبوا حكى حكت")
)
# Also nouns or adjectives: they introduce speech, but seeing one does not tell that another report begins.
_AMBIGUOUS_PAST = "ذكر كتب رد علق وعد كشف شرح تابع سأل ختم نقل أورد خلص جاء ورد بادر"
_AMBIGUOUS = (
    _forms(_AMBIGUOUS_PAST, endings="- ت وا")
    | _forms("عتبر رى رد سأل تابع روي علق", prefixes="ي ت")
    | _forms("مشير مؤكد موضح مضيف لافت معتبر مشدد محذر معلن مطالب مهدد منبه", endings="ة ين")
    | _keys("رأى نفى روى روت اكتفى اكتفت")
)
_PARTICIPLES = _forms(
    "مشير مؤكد موضح مضيف لافت قائل معتبر مشدد محذر منوه مبين زاعم مدعي نافي كاشف معلن مكرر مستطرد مردف "
    "داعي ملمح مصرح مستدرك مطالب متسائل متعهد متوعد مهدد منبه مصر معترف مذكر معرب معبر متمني",
    endings="ا",
) | _keys("قائلة قائلين زاعمة زاعمين نافية داعية ملمحة مصرحة متسائلة متعهدة مذكرة معربة معبرة متمنية")
_SAYING_NOUNS = _keys("بالقول بقوله بقولها بقولهم قوله قولها قولهم")
_REPORTING = _VERBS | _AMBIGUOUS | _PARTICIPLES | _SAYING_NOUNS
_SURELY_REPORTING = _VERBS | _PARTICIPLES | _SAYING_NOUNS
# Of a woman or of several; as adjectives they introduce nothing.
_PARTICIPLES_AGREEING = _forms(
    "مشير مؤكد موضح مضيف لافت معتبر مشدد محذر منوه مبين معلن مكرر مستطرد مردف مستدرك مطالب متوعد مهدد منبه معرب معترف",
    endings="ة ين ات",
)
_SHARING_SUBJECT = _PARTICIPLES | _SAYING_NOUNS | _PARTICIPLES_AGREEING
_FEMININE = (
    _forms(f"{_PAST} {_AMBIGUOUS_PAST}", endings="ت")
    | _forms(_PRESENT, prefixes="ت")
    | _keys("رأت ادعت نفت دعت طالبت حكت روت اكتفت تعتبر ترى ترد تسأل تتابع تروي تعلق")
)
# Verbs that have nothing but speech for an object.
_SAYING = _forms("قال أضاف تابع أردف صرح هتف صرخ غرد كتب أجاب رد", endings="- ت وا") | _keys(
    "يقول تقول يقولون قائلا قائلة قائلين بالقول بقوله بقولها بقولهم"
)
_IMPERSONAL = _keys("جاء جاءت ورد وردت قيل")

_COMPLEMENTIZERS = _forms("ان", prefixes="- ب", endings="- ه ها هم هما هن ني ك كم ي") | _keys("اننا باننا")
# "That" behind these is part of their own clause: يجب أن, قبل أن, من شأنه أن; من المرجح أن, بالرغم من أن.
_BEFORE_OTHER_THAT = _keys(
    "وسبق فسبق ويجب ويمكن وينبغي ويتعين وقبل وبعد ومنذ ورغم وبدون ودون وغير ولابد لابد ولا"
) | _keys(
    "يجب يمكن ينبغي يتعين يريد تريد أراد أرادت يرغب ترغب قبل بعد دون بدون سبق منذ إلا غير رغم كما حيث بما بد "
    "شأن شأنه شأنها يكاد كاد أوشك عسى لعل"
)
_PREPOSED = _keys("من ومن غير وغير")
_COMPARED = _keys("الرغم بالرغم بدلا أكثر")
# Names of channels with the letter N: إن بي سي, سي إن إن, بي إن.
_SPELT_LETTERS = _keys("سي بي إن")

_COMPARATIVES = _keys("كما حسبما وفقما مثلما هكذا")
_SOURCES = _keys("بحسب حسب وفق وفقا حسبما نقلا")
# Words that make an aside of what follows them, and the nouns behind على: على حد قوله, على لسان فلان.
_ASIDES = _SOURCES | _keys("طبقا تبعا استنادا وبحسب ووفق ووفقا وحسب وحسبما وطبقا ونقلا")
_MANNERS = _keys("حد لسان ذمة")
_POSTS = _keys("تغريدة تغريدته تغريدتها منشور منشوره منشورها تدوينة رسالة ترجمة بيان")
_TITLED = _keys("بعنوان عنوان عنوانه عنوانها شعار اسم باسم عبارة فيلم كتاب رواية أغنية برنامج مسلسل")


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
    return key in _POSTS


def names_title(key: str) -> bool:
    """Whether a word says that the quotation behind it is a title, a motto or a name."""
    return key in _TITLED


def is_complementizer(tokens: Sequence[Token], at: int) -> bool:
    """Whether token `at` is إن or أن, bare or with a pronoun or ب, and begins a clause that is reported."""
    if tokens[at].key not in _COMPLEMENTIZERS:
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


# What ends a noun phrase: prepositions, adverbs of time and manner, relative pronouns, and who was told.
_ADJUNCTS = _keys(
    "في إلى عن على مع من خلال أثناء عقب بعد قبل حول ضد عبر لدى أمام وسط ضمن حسب وفق وفقا بحسب نقلا منذ "
    "حتى عند عندما حين قبيل تجاه حيث كما فيما بينما بشأن بخصوص تعليقا ردا اليوم أمس مساء صباح يوم الأحد "
    "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الذي التي الذين والذي والتي وهو وهي أيضا كذلك حينها "
    "آنذاك لاحقا سابقا مؤخرا أخيرا بدوره بدورها بدورهم مرارا هنا للصحفيين للصحافيين للمراسلين للإعلام "
    "لوكالة لصحيفة لقناة لشبكة لإذاعة لموقع لبرنامج لمجلة لمحطة لهيئة لرويترز لفرانس له لها لهم لنا فيه "
    "فيها فيهم عنه عنها به بها إنه ثم قد وقد لقد لم لن لا ما إذا أنه بما بعدما أعلاه أدناه بأنه ومن وفي "
    "وعن وإلى"
)
# "Of" behind these is part of the noun phrase: عدد من المسؤولين.
_PARTITIVES = _keys("عدد كل كلا العديد الكثير مجموعة فريق اثنان بعض أي واحد")
_PHRASE_ENDS = frozenset("،؛,;:.!?؟…()[]{}–—-*|•/")
_CLAUSE_BOUNDS = _keys("الذي التي الذين والذي والتي حيث كما حسبما فيما بينما لكن ولكن ثم عن")
_AUXILIARIES = _keys("قد وقد فقد فإنه فإنها سوف ثم هو هي هم وهو وهي وهم لكنه لكنها ولكنه ولكنها")
_TOPICS = _keys("أما وأما فأما")
_COPULAS = _keys("كان وكان كانت وكانت")
# What is denied, confirmed or announced, and never speaks: أكدت عدم وجود, أعلن استعداده.
_OBJECTS = _forms(
    "عدم وجود ضرورة أهمية حرص التزام دعم استعداد رفض أسف أمل ثقة قلق تأييد وقوف تقدير شكر إدانة نية تضامن تمسك ترحيب "
    "وفاة مقتل استشهاد إصابة اعتقال وصول انتهاء بدء إطلاق تعليق إغلاق فتح إلغاء تأجيل إقالة تعيين استقالة موافقة حق "
    "موقف صحة استمرار مواصلة مشاركة إمكانية احتمال نتائج تفاصيل خطورة عزم رغبة مسؤولية براءة علم انسحاب توقيع تنفيذ",
    endings="- ه ها هم هما نا",
) | _keys("ثقته ثقتها نيته نيتها إدانته إدانتها استقالته استقالتها رغبته رغبتها موافقته موافقتها مسؤوليته مسؤوليتها")
_NO_SPEAKERS = _POSTS | _OBJECTS | _keys("فقد قد أما هذا هذه ذلك تلك هكذا لذلك وأن وإن")


# Who has a field or a place of work, which stands between the title and the name: الخبير في شؤون النقل فلان.
_OFFICES = _forms(
    "خبير باحث محلل أستاذ رئيس مدير أمين وزير نائب عضو متحدث ناطق مسؤول قائد مستشار كاتب صحفي صحافي طبيب محاضر عميد "
    "ممثل مفوض سفير ضابط مهندس منسق قيادي ناشط مختص متخصص مراقب "
    "مندوب مبعوث موظف نقيب زعيم محام محامي مشرف أخصائي مقرر ناقد "
    "مؤرخ عالم اقتصادي مبعوث مراسل مذيع لاعب مدرب",
    prefixes="- ال",
    endings="- ة",
)
_OF_OFFICE, _OF_TITLE = _keys("في لدى"), _keys("عن على")
# What somebody speaks in, at or about; no part of who they are.
_OCCASIONS = _keys(
    "بيان مؤتمر تصريح تصريحات مقابلة حديث حوار كلمة كلمته كلمتها خطاب خطابه خطابها تغريدة منشور لقاء اتصال جلسة ختام "
    "بداية وقت ذلك يوم رد تعليق تسجيل مقطع فيديو رسالة "
    "تقرير إشارة أعقاب نهاية مستهل برنامج حسابه حسابها صفحته صفحتها هذا "
    "هذه ظل إطار سياق جولة زيارة العاصمة مدينة بلدة مقر مطار "
    "معرض تدوينة مداخلة مقال مؤتمره حفل اجتماع ندوة افتتاح سلسلة إحاطة "
    "السابق البداية النهاية مؤتمرها بيانه بيانها حسابهم سؤال "
    "تصريحه تصريحها تصريحاته تصريحاتها آخر أول أحدث مناسبة ذكرى"
)
FEWEST_OF_FIELD = 3
"""Words of a field and a name behind it."""


def speaker_after(tokens: Sequence[Token], verb: int, stop: int) -> range:
    """Indexes of the noun phrase behind a verb and before `stop`; an empty range if there is none.

    A short apposition between commas belongs to it: قال وزير الخارجية، فلان الفلاني، إن.
    """
    end = _past_field(tokens, verb + 1, _phrase_end(tokens, verb + 1, stop), stop)
    if verb + 1 < end < stop and tokens[end].text == "،":
        inner = _phrase_end(tokens, end + 1, min(stop, end + MAX_APPOSITION_WORDS + 1))
        if end + 1 < inner < stop and tokens[inner].text == "،":
            end = inner
    return _as_speaker(tokens, range(verb + 1, end), MAX_SPEAKER_WORDS)


def _past_field(tokens: Sequence[Token], first: int, end: int, stop: int) -> int:
    """The end of a phrase that a field and a name continue: الخبير في شؤون النقل سامر الحمدان; else `end`."""
    if not first < end < stop - 1 or tokens[first].key not in _OFFICES:
        return end
    if tokens[end].key not in _OF_OFFICE and not (tokens[end].key in _OF_TITLE and end == first + 1):
        return end
    beyond = _phrase_end(tokens, end + 1, stop)
    named = beyond == stop or tokens[beyond].text == "،"
    return beyond if named and beyond - end - 1 >= FEWEST_OF_FIELD and tokens[end + 1].key not in _OCCASIONS else end


def speaker_before(tokens: Sequence[Token], first: int, verb: int) -> range:
    """Indexes of the noun phrase before a verb, from `first` on: فلان أكد أن; empty if none."""
    end = verb
    while end > first and tokens[end - 1].key in _AUXILIARIES:
        end -= 1
    if topic := speaker_of_topic(tokens, first, end, verb):
        return topic
    start = end
    while start > first and not _bounds_clause(tokens[start - 1]):
        start -= 1
    if start < end and (tokens[start].key in _COPULAS or is_reporting(tokens[start].key)):
        start += 1
    return _as_speaker(tokens, range(start, end), MAX_SPEAKER_WORDS_BEFORE)


def speaker_of_topic(tokens: Sequence[Token], first: int, end: int, verb: int) -> range:
    """Indexes of the noun phrase of أما فلان، فقد قال: whom the clause is about, if its comma stands before `end`."""
    if not (end < verb or tokens[verb].key.startswith("ف")) or end - 1 <= first or tokens[end - 1].text != "،":
        return range(0)
    start = end - 1
    while start > first and tokens[start - 1].text not in _PHRASE_ENDS and tokens[start - 1].key not in _TOPICS:
        start -= 1
    about = start > first and tokens[start - 1].key in _TOPICS
    return _as_speaker(tokens, range(start, end - 1), MAX_SPEAKER_WORDS) if about else range(0)


def speaker_quoted(tokens: Sequence[Token], first: int, verb: int) -> range:
    """Indexes of the noun phrase between عن and قوله: نقلت الوكالة عن فلان قوله إن."""
    phrase = speaker_before(tokens, first, verb)
    return phrase if phrase and phrase.start > first and tokens[phrase.start - 1].key == "عن" else range(0)


def begins_clause(tokens: Sequence[Token], first: int, verb: int) -> bool:
    """Whether nothing of its own clause stands before the verb, so that its subject may be understood."""
    if opens_statement(tokens[verb].key) or verb == first:
        return True
    before = tokens[verb - 1]
    sign = not before.text[0].isalnum() and before.text not in QUOTATION_MARKS
    return sign or before.key in _AUXILIARIES or _bounds_clause(before)


def _phrase_end(tokens: Sequence[Token], at: int, stop: int) -> int:
    while at < stop and tokens[at].text not in _PHRASE_ENDS and not _is_adjunct(tokens, at):
        at += 1
    return at


def _bounds_clause(token: Token) -> bool:
    ends = token.text in _PHRASE_ENDS or token.key in _CLAUSE_BOUNDS or token.key in _COMPLEMENTIZERS
    return ends or is_surely_reporting(token.key)


def _is_adjunct(tokens: Sequence[Token], at: int) -> bool:
    key = tokens[at].key
    return key in _ADJUNCTS and not (key == "من" and at > 0 and tokens[at - 1].key in _PARTITIVES)


def _as_speaker(tokens: Sequence[Token], phrase: range, most: int) -> range:
    """The phrase if it can name somebody, else an empty range."""
    words = [tokens[at] for at in phrase if tokens[at].text[0].isalnum()]
    marks = sum(tokens[at].text in QUOTATION_MARKS for at in phrase)
    if not 0 < len(words) <= most or marks % 2 or not any(word.text[0].isalpha() for word in words):
        return range(0)
    unfit = _is_adjunct(tokens, phrase[0]) or tokens[phrase[0]].key in _NO_SPEAKERS
    return range(0) if unfit else phrase
