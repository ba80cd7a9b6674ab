"""The noun phrases that say who speaks: behind a word of reporting, before it, and as the topic of its clause.

Phrases are ranges of indexes into the tokens of `article.arabic.speech`; they end at what no name or title holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from iqtibas.article.arabic.speech import (
    COMPLEMENTIZERS,
    POSTS,
    Token,
    forms,
    is_feminine,
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
    "وعن وإلى ل"
) | forms(
    "جريدة صحيفة وكالة وكالت قناة قنات موقع إذاعة تلفزيون مجلة مراسل برنامج شبكة", prefixes="ل", endings="- نا ه ها هم"
)
# "Of" behind these is part of the noun phrase: عدد من المسؤولين.
_PARTITIVES = keys("عدد كل كلا العديد الكثير مجموعة فريق اثنان بعض أي واحد")
_PHRASE_ENDS = frozenset("،؛,;:.!?؟…()[]{}–—-*|•/")
_CLAUSE_BOUNDS = keys("الذي التي الذين والذي والتي حيث كما حسبما فيما بينما لكن ولكن ثم عن")
AUXILIARIES = keys("قد وقد فقد فإنه فإنها سوف ثم هو هي هم وهو وهي وهم لكنه لكنها ولكنه ولكنها")
_TOPICS = keys("أما وأما فأما")
_COPULAS = keys("كان وكان كانت وكانت")
# What is denied, confirmed or announced, and never speaks: أكدت عدم وجود, أعلن استعداده.
_OBJECTS = forms(
    "عدم وجود ضرورة أهمية حرص التزام دعم استعداد رفض أسف أمل ثقة قلق تأييد وقوف تقدير شكر إدانة نية تضامن تمسك ترحيب "
    "وفاة مقتل استشهاد إصابة اعتقال وصول انتهاء بدء إطلاق تعليق إغلاق فتح إلغاء تأجيل إقالة تعيين استقالة موافقة حق "
    "موقف صحة استمرار مواصلة مشاركة إمكانية احتمال نتائج تفاصيل خطورة عزم رغبة مسؤولية براءة علم انسحاب توقيع تنفيذ",
    endings="- ه ها هم هما نا",
) | keys("ثقته ثقتها نيته نيتها إدانته إدانتها استقالته استقالتها رغبته رغبتها موافقته موافقتها مسؤوليته مسؤوليتها")
# Verbal nouns of the patterns افتعال, انفعال, استفعال and تفعيل, but for those that are names.
_VERBAL_NOUN = re.compile(r"(?!توفيق|تحسين|تيسير)(?:ا(?:.ت.|ن..|ست..)ا.|ت..ي.)(?:ه|ها|هم)?")
_NO_SPEAKERS = POSTS | _OBJECTS | keys("فقد قد أما هذا هذه ذلك تلك هكذا لذلك وأن وإن")


# Who has a field or a place of work, which stands between the title and the name: الخبير في شؤون النقل فلان.
_OFFICES = forms(
    "خبير باحث محلل أستاذ رئيس مدير أمين وزير نائب عضو متحدث ناطق مسؤول قائد مستشار كاتب صحفي صحافي طبيب محاضر عميد "
    "ممثل مفوض سفير ضابط مهندس منسق قيادي ناشط مختص متخصص مراقب "
    "مندوب مبعوث موظف نقيب زعيم محام محامي مشرف أخصائي مقرر ناقد "
    "مؤرخ عالم اقتصادي مبعوث مراسل مذيع لاعب مدرب كبير",
    prefixes="- ال",
    endings="- ة",
)
# Who is nobody without where they are: مصدر في الوزارة, مزارعة في الأغوار.
_SOMEBODY = forms(
    "مصدر شاهد مواطن طالب مزارع تاجر ناشط مقيم نازح لاجئ عامل جندي نائب موظف عضو مسؤول محلل", endings="- ة ون ين"
) | keys("مراسلنا مراسلتنا موفدنا موفدتنا مندوبنا مصادر شهود سكان نشطاء أطباء عمال خبراء أهالي")
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
# To whom or at what, as a pronoun, between the verb and its subject: ورد عليها النائب.
_TO_WHOM = keys("له لها لهم لنا لي عليه عليها عليهم إليه إليها إليهم عنه عنها به بها فيه فيها أيضا كذلك بدوره بدورها")
# When, likewise: وقال يوم الأحد وزير العدل.
_TO_WHOM |= keys(
    "يوم اليوم أمس مساء صباح ظهر فجر ليل الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الماضي"
)
_AFTER_CITED = keys("، فإن فإنه فإنها فقد")
_RULES = keys(
    "قانون دستور قرار اتفاق اتفاقية خطة جدول نص معايير شروط نظام لائحة ميثاق موعد تقاليد عادة ظروف حاجة رغبة ما ذلك "
    "هذا هذه"
)
_RELAYING, _RELAYED_FROM = forms("نقل", prefixes="- و", endings="- ت وا"), keys("عن إلى")
# What somebody says, as the object of ending or beginning it: اختتم الوزير حديثه بالقول.
_OWN_WORDS = forms("حديث كلام تصريح خطاب تعليق كلمت مداخلت تصريحات رسالت مقابلت شهادت", endings="ه ها هم") - _TO_WHOM
FEWEST_BEFORE_MANNER = 3
# The accusative of the patterns فاعل and مفاعل, with or without its tanwin.
_MANNER = re.compile(r"(?:.ا..|م[^ا]..|م..[^ا].)ا")
FEWEST_OF_FIELD = 3
"""Words of a field and a name behind it."""


def speaker_after(tokens: Sequence[Token], verb: int, stop: int) -> range:
    """Indexes of the noun phrase behind a verb and before `stop`; an empty range if there is none.

    A short apposition between commas belongs to it: قال وزير الخارجية، فلان الفلاني، إن.
    """
    first = _past_asides(tokens, verb, stop)
    end = _past_field(tokens, first, phrase_end(tokens, first, stop), stop)
    end = _past_apposition(tokens, end, stop) if first < end else end
    if end - first >= FEWEST_BEFORE_MANNER and _is_manner(tokens, verb, end - 1):
        end -= 1
    return names_somebody(tokens, range(first, end), MAX_SPEAKER_WORDS)


def _past_apposition(tokens: Sequence[Token], end: int, stop: int) -> int:
    """The comma behind a short apposition, where a comma before it ends a phrase; else `end`."""
    if not end < stop or tokens[end].text != "،":
        return end
    inner = phrase_end(tokens, end + 1, min(stop, end + MAX_APPOSITION_WORDS + 1))
    return inner if end + 1 < inner < stop and tokens[inner].text == "،" else end


def _past_asides(tokens: Sequence[Token], verb: int, stop: int) -> int:
    """The token behind what stands between a verb and its subject: to whom, when, how, and an aside between commas."""
    at = verb + 1
    if at < stop and tokens[at].text == "،" and is_adjunct(tokens, at + 1):
        commas = (k for k in range(at + 1, min(stop, at + MAX_APPOSITION_WORDS + 2)) if tokens[k].text == "،")
        at = next(commas, at - 1) + 1
    while at < stop and (tokens[at].key in _TO_WHOM or _is_manner(tokens, verb, at)):
        at += 1
    return at


def _is_manner(tokens: Sequence[Token], verb: int, at: int) -> bool:
    """Whether a word behind the verb of a man says how he speaks, in the accusative: ضاحكا, مبتسما."""
    return _MANNER.fullmatch(tokens[at].key) is not None and not is_feminine(tokens[verb].key)


def _past_field(tokens: Sequence[Token], first: int, end: int, stop: int) -> int:
    """The end of a phrase that a field and a name continue: الخبير في شؤون النقل سامر الحمدان; else `end`.

    Where the name is an apposition, the field alone does: المتحدثة باسم الوزارة في الشمال، ليلى داود،.
    """
    if not first < end < stop - 1 or tokens[first].key not in _OFFICES | _SOMEBODY:
        return end
    if tokens[end].key not in _OF_OFFICE and not (tokens[end].key in _OF_TITLE and is_office(tokens[end - 1])):
        return end
    beyond = phrase_end(tokens, end + 1, stop)
    named = beyond == stop or tokens[beyond].text in ("،", ":")
    apart = _past_apposition(tokens, beyond, stop) > beyond
    fewest = 1 if apart or tokens[first].key in _SOMEBODY else FEWEST_OF_FIELD
    return beyond if named and beyond - end - 1 >= fewest and tokens[end + 1].key not in _OCCASIONS else end


def speaker_before(tokens: Sequence[Token], first: int, verb: int) -> range:
    """Indexes of the noun phrase before a verb, from `first` on: فلان أكد أن; empty if none."""
    end = verb
    while end > first and tokens[end - 1].key in AUXILIARIES:
        end -= 1
    if topic := speaker_of_topic(tokens, first, end, verb):
        return topic
    start = end
    while start > first and not _bounds_clause(tokens[start - 1]):
        start -= 1
    if start < end and (tokens[start].key in _COPULAS or is_reporting(tokens[start].key)):
        start += 1
    return names_somebody(tokens, range(start, end), MAX_SPEAKER_WORDS_BEFORE)


def speaker_of_topic(tokens: Sequence[Token], first: int, end: int, verb: int) -> range:
    """Indexes of the noun phrase of أما فلان، فقد قال or أما فلان فقال: whom the clause is about."""
    if not (end < verb or tokens[verb].key.startswith("ف")) or end - 1 <= first:
        return range(0)
    if tokens[end - 1].text == "،":
        end -= 1
    start = end
    while start > first and tokens[start - 1].text not in _PHRASE_ENDS and tokens[start - 1].key not in _TOPICS:
        start -= 1
    about = start > first and tokens[start - 1].key in _TOPICS
    return names_somebody(tokens, range(start, end), MAX_SPEAKER_WORDS) if about else range(0)


def speaker_quoted(tokens: Sequence[Token], first: int, verb: int) -> range:
    """Indexes of the noun phrase between عن or إلى and قوله: نقلت الوكالة عن فلان قوله إن; empty if there is none."""
    start = verb
    while start > first and tokens[start - 1].key not in _RELAYED_FROM and not _bounds_clause(tokens[start - 1]):
        start -= 1
    source = tokens[start - 1].key if start > first else ""
    relayed = source in _RELAYED_FROM and (source == "عن" or tokens[verb].key.startswith("قول"))
    return names_somebody(tokens, range(start, verb), MAX_SPEAKER_WORDS) if relayed and start < verb else range(0)


def speaker_impersonal(tokens: Sequence[Token], verb: int, stop: int) -> range:
    """Indexes of the noun phrase of جاء في بيان الحزب أن: the text that says something; empty if none is named."""
    if verb + 2 >= stop or tokens[verb + 1].key != "في":
        return range(0)
    phrase = range(verb + 2, phrase_end(tokens, verb + 2, stop))
    statement = len(phrase) > 1 and tokens[phrase[0]].key == "بيان"
    return phrase if statement else names_somebody(tokens, phrase, MAX_SPEAKER_WORDS)


def speaker_cited(tokens: Sequence[Token], source: int, stop: int) -> range:
    """Indexes of the noun phrase of بحسب فلان، … and وفقا لفلان فإن …: whose words the sentence gives; else empty.

    source: the word that says so, at the beginning of the sentence. A rule or a plan is no speaker.
    """
    stop = next((at for at in range(source + 1, stop) if tokens[at].key in _AFTER_CITED), stop - 1) + 1
    phrase = names_somebody(tokens, range(source + 1, phrase_end(tokens, source + 1, stop - 1)), MAX_SPEAKER_WORDS)
    bare = [tokens[at].key.removeprefix("لل").removeprefix("ل").removeprefix("ال") for at in phrase[:1]]
    goes_on = phrase and phrase.stop < stop and tokens[phrase.stop].key in _AFTER_CITED
    return phrase if goes_on and bare[0] not in _RULES else range(0)


def speaker_relayed(tokens: Sequence[Token], verb: int, stop: int) -> range:
    """Indexes of the noun phrase of نقلت الوكالة عن فلان أن: whose words are passed on; empty if nobody's are."""
    if tokens[verb].key not in _RELAYING:
        return range(0)
    before = (at for at in range(verb + 1, stop) if tokens[at].key == "عن")
    start = next(before, stop) + 1
    return names_somebody(tokens, range(start, phrase_end(tokens, start, stop)), MAX_SPEAKER_WORDS)


def begins_clause(tokens: Sequence[Token], first: int, verb: int) -> bool:
    """Whether nothing of its own clause stands before the verb, so that its subject may be understood."""
    if opens_statement(tokens[verb].key) or verb == first:
        return True
    if _is_fronted(tokens, first, verb):
        return True
    before = tokens[verb - 1]
    sign = not before.text[0].isalnum() and before.text not in QUOTATION_MARKS
    return sign or before.key in AUXILIARIES or _bounds_clause(before)


def _is_fronted(tokens: Sequence[Token], first: int, verb: int) -> bool:
    """Whether an adverbial stands between the beginning of the clause and its verb: وعن أجرها قالت."""
    start = verb
    while start > first and not _bounds_clause(tokens[start - 1]):
        start -= 1
    key = tokens[start - 1].key if start > first and tokens[start - 1].key in _ADJUNCTS else tokens[start].key
    return start < verb and (key in _ADJUNCTS or (key[0] == "و" and key[1:] in _ADJUNCTS))


def phrase_end(tokens: Sequence[Token], at: int, stop: int) -> int:
    """Where the noun phrase that begins at a token ends, at most at `stop`."""
    while at < stop and tokens[at].text not in _PHRASE_ENDS | _OWN_WORDS and not is_adjunct(tokens, at):
        at += 1
    return at


def _bounds_clause(token: Token) -> bool:
    ends = token.text in _PHRASE_ENDS or token.key in _CLAUSE_BOUNDS or token.key in COMPLEMENTIZERS
    return ends or is_surely_reporting(token.key)


def is_thing_done(token: Token) -> bool:
    """Whether a word is what is confirmed, announced or demanded: عدم, التزام, ارتفاع."""
    return token.key in _OBJECTS or _VERBAL_NOUN.fullmatch(token.key) is not None


def is_office(token: Token) -> bool:
    """Whether a word is somebody's office or trade: وزير, الخبيرة."""
    return token.key in _OFFICES


def is_adjunct(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word begins what is no part of a noun phrase: a preposition, a time, a pronoun."""
    key = tokens[at].key
    return key in _ADJUNCTS and not (key == "من" and at > 0 and tokens[at - 1].key in _PARTITIVES)


def names_somebody(tokens: Sequence[Token], phrase: range, most: int) -> range:
    """The phrase if it can name somebody, else an empty range."""
    words = [tokens[at] for at in phrase if tokens[at].text[0].isalnum()]
    marks = sum(tokens[at].text in QUOTATION_MARKS for at in phrase)
    if not 0 < len(words) <= most or marks % 2 or not any(word.text[0].isalpha() for word in words):
        return range(0)
    first = tokens[phrase[0]].key
    unfit = is_adjunct(tokens, phrase[0]) or first in _NO_SPEAKERS or (first[0] == "و" and first[1:] in _ADJUNCTS)
    return range(0) if unfit else phrase
