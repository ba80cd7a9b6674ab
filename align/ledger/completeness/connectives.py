"""Phrases that only tie a sentence to the one before: no loss if a rendering drops them, no addition if it has them."""

from __future__ import annotations

import re

from iqtibas.article.reading import Reading

# Halliday and Hasan (1976), Cohesion in English, list them by kind: addition, contrast, cause, time. Arabic folded.
_PHRASES = """
also | again | as well | in addition | in addition to that | in addition to this | besides | besides that
moreover | furthermore | on top of that | what is more | likewise | similarly | however | but | yet | still
nevertheless | nonetheless | even so | that said | having said that | on the other hand | on the one hand
in contrast | by contrast | on the contrary | at the same time | meanwhile | in the meantime | for now
therefore | so | thus | hence | as a result | as a consequence | consequently | for this reason
for that reason | in this context | in this regard | in that regard | in this respect | in other words | that is
that is to say | in fact | indeed | of course | then | after that | finally | in the end | in conclusion | first
second | third | for example | for instance
ايضا | كذلك | اضافه الي ذلك | اضافه الي هذا | بالاضافه الي ذلك | بالاضافه الي هذا | علاوه علي ذلك | فضلا عن ذلك
الي جانب ذلك | زياده علي ذلك | كما | لكن | لكن في الوقت نفسه | لكن في الوقت ذاته | في الوقت نفسه | في الوقت ذاته
في نفس الوقت | لكن في نفس الوقت | مع ذلك | لكن مع ذلك | رغم ذلك | بالرغم من ذلك | علي الرغم من ذلك | غير ان
الا ان | بيد ان | في المقابل | بالمقابل | من جهه اخري | من ناحيه اخري | من جانب اخر | من جهه ثانيه
علي صعيد اخر | علي صعيد متصل | من جهه | من ناحيه | علي العكس | علي العكس من ذلك | في غضون ذلك | في هذه الاثناء
في هذا السياق | في سياق متصل | في السياق ذاته | في السياق نفسه | في هذا الاطار | في هذا الصدد | في هذا الشان
بهذا الصدد | بالتالي | لذلك | لذا | اذن | نتيجه لذلك | نتيجه ذلك | بناء علي ذلك | لهذا السبب | من ثم | ثم
بعد ذلك | اخيرا | في النهايه | في الختام | ختاما | اولا | ثانيا | ثالثا | في الواقع | في الحقيقه | بالطبع
بعباره اخري | بمعني اخر | علي سبيل المثال | مثلا
"""
CONNECTIVES = frozenset(phrase.strip() for phrase in _PHRASES.replace("\n", "|").split("|")) - {""}
_WORDS = re.compile(r"\w+")
_AND = ("و", "ف")


def is_connective(text: str | Reading) -> bool:
    """Whether a clause, of either language, says nothing but how it hangs together with what stands before it."""
    words = " ".join(_WORDS.findall(Reading.of(text).folded.lower()))
    return words in CONNECTIVES or (words.startswith(_AND) and words[1:].lstrip() in CONNECTIVES)
