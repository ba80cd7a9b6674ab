"""The noun phrases that say who speaks: behind a word of reporting, before it, and as the topic of its clause.

Phrases are ranges of indexes into the tokens of `article.arabic.speech`; they end at what no name or title holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from iqtibas.article.arabic.speech import (
    COMPLEMENTIZERS,
    POSTS,
    Token,
    forms,
    is_reporting,
    is_surely_reporting,
    keys,
    opens_statement,
)
from iqtibas.article.marks import QUOTATION_MARKS

# Longer noun phrases are no names with titles but clauses whose end we failed to see.
MAX_SPEAKER_WORDS = 14
MAX_SPEAKER_WORDS_BEFORE = 8
MAX_APPOSITION_WORDS = 5

# What ends a noun phrase: prepositions, adverbs of time and manner, relative pronouns, and who was told.
_ADJUNCTS = keys(
    "في إلى عن على مع من خلال أثناء عقب بعد قبل حول ضد عبر لدى أمام وسط ضمن حسب وفق وفقا بحسب نقلا منذ "
    "حتى عند عندما حين قبيل تجاه حيث كما فيما بينما بشأن بخصوص تعليقا ردا اليوم أمس مساء صباح يوم الأحد "
    "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الذي التي الذين والذي والتي وهو وهي أيضا كذلك حينها "
    "آنذاك لاحقا سابقا مؤخرا أخيرا بدوره بدورها بدورهم مرارا هنا للصحفيين للصحافيين للمراسلين للإعلام "
    "لوكالة لصحيفة لقناة لشبكة لإذاعة لموقع لبرنامج لمجلة لمحطة لهيئة لرويترز لفرانس له لها لهم لنا فيه "
    "فيها فيهم عنه عنها به بها إنه ثم قد وقد لقد لم لن لا ما إذا أنه بما بعدما أعلاه أدناه بأنه ومن وفي "
    "وعن وإلى"
)
# "Of" behind these is part of the noun phrase: عدد من المسؤولين.
_PARTITIVES = keys("عدد كل كلا العديد الكثير مجموعة فريق اثنان بعض أي واحد")
_PHRASE_ENDS = frozenset("،؛,;:.!?؟…()[]{}–—-*|•/")
_CLAUSE_BOUNDS = keys("الذي التي الذين والذي والتي حيث كما حسبما فيما بينما لكن ولكن ثم عن")
_AUXILIARIES = keys("قد وقد فقد فإنه فإنها سوف ثم هو هي هم وهو وهي وهم لكنه لكنها ولكنه ولكنها")
_TOPICS = keys("أما وأما فأما")
_COPULAS = keys("كان وكان كانت وكانت")
# What is denied, confirmed or announced, and never speaks: أكدت عدم وجود, أعلن استعداده.
_OBJECTS = forms(
    "عدم وجود ضرورة أهمية حرص التزام دعم استعداد رفض أسف أمل ثقة قلق تأييد وقوف تقدير شكر إدانة نية تضامن تمسك ترحيب "
    "وفاة مقتل استشهاد إصابة اعتقال وصول انتهاء بدء إطلاق تعليق إغلاق فتح إلغاء تأجيل إقالة تعيين استقالة موافقة حق "
    "موقف صحة استمرار مواصلة مشاركة إمكانية احتمال نتائج تفاصيل خطورة عزم رغبة مسؤولية براءة علم انسحاب توقيع تنفيذ",
    endings="- ه ها هم هما نا",
) | keys("ثقته ثقتها نيته نيتها إدانته إدانتها استقالته استقالتها رغبته رغبتها موافقته موافقتها مسؤوليته مسؤوليتها")
_NO_SPEAKERS = POSTS | _OBJECTS | keys("فقد قد أما هذا هذه ذلك تلك هكذا لذلك وأن وإن")


# Who has a field or a place of work, which stands between the title and the name: الخبير في شؤون النقل فلان.
_OFFICES = forms(
    "خبير باحث محلل أستاذ رئيس مدير أمين وزير نائب عضو متحدث ناطق مسؤول قائد مستشار كاتب صحفي صحافي طبيب محاضر عميد "
    "ممثل مفوض سفير ضابط مهندس منسق قيادي ناشط مختص متخصص مراقب "
    "مندوب مبعوث موظف نقيب زعيم محام محامي مشرف أخصائي مقرر ناقد "
    "مؤرخ عالم اقتصادي مبعوث مراسل مذيع لاعب مدرب",
    prefixes="- ال",
    endings="- ة",
)
_OF_OFFICE, _OF_TITLE = keys("في لدى"), keys("عن على")
# What somebody speaks in, at or about; no part of who they are.
_OCCASIONS = keys(
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
    ends = token.text in _PHRASE_ENDS or token.key in _CLAUSE_BOUNDS or token.key in COMPLEMENTIZERS
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
