"""Arabic that a page says about itself: who may comment and how, cookies, newsletters, whose views they are.

Such a line addresses its reader, or names the site, and speaks of what only a site has. One sign of the two is not
enough: papers report on cookies and on comments too. A line that quotes or reports somebody is never one.
"""

from __future__ import annotations

import re

from iqtibas.article.arabic.letters import folded, normalize
from iqtibas.article.arabic.speech import COMPLEMENTIZERS, is_surely_reporting, tokenize
from iqtibas.article.marks import QUOTATION_MARKS

LONGEST_NOTICE = 420
"""Code points of a line that may be a notice."""
# The patterns below are matched against normalised and folded text: no diacritics, أ إ آ → ا, ى → ي, ة → ه.
_OF_A_SITE = re.compile(
    r"سياسه الخصوصيه|(?:شروط|ارشادات|سياسه|اتفاقيه) (?:الاستخدام|النشر|المشاركه|التعليق|الخدمه)|"
    r"ملفات (?:تعريف )?الارتباط|كوكيز|(?:النشره|نشرتنا|نشره) (?:ال)?(?:بريديه|اخباريه|يوميه|اسبوعيه)|"
    r"(?:عنوان )?بريدك(?:م)?\b|الحقول (?:الالزاميه|المطلوبه)|(?:تسجيل|سجل) (?:ال)?دخول|"
    r"(?:نشر|مراجعه|حذف|كتابه|اضافه|ترك|ارسال|حجب) (?:اي |جميع |كل )?(?:ال)?تعليق|(?:ال)?اشعارات"
)
_TO_THE_READER = re.compile(
    r"\b(?:ننصحك\w?|اشترك\w{0,2}|سجلوا|(?:ل|لكي )?(?:ي|ت)صلك\w?|بريدكم?|موقعنا|نستخدم|نحتفظ|تجربت(?:ك|كم)|"
    r"(?:م?ت)?تصفحك\w?|متصفحك\w?|مشارك(?:تك|اتك)\w?|تعليق(?:ك|اتك)\w?|المرجو|يرجي|الرجاء|نرجو|نامل منك\w?|"
    r"فانك\w? توافق\w*|تحتفظ (?:اداره|هييه|الاداره)\w*|لن يتم (?:نشر|اظهار))\b"
)
_VIEWS = re.compile(
    r"^[\W_]*(?:جميع |كل |ان )?(?:ال)?(?:اراء|تعليقات|مقالات|مواد|مشاركات|مقال)\b.{0,60}?\b(?:لا|ولا) (?:ت|ي)عبر "
    r"(?:\w+ ){0,2}?عن (?:راي|اراء|وجهه نظر|وجهات نظر|موقف|سياسه) (?:\w+ ){0,2}?"
    r"(?:ال)?(?:موقع|صحيفه|جريده|قناه|شبكه|بوابه|مجله|وكاله|اداره|ناشر|هييه التحرير|محرر|منصه)"
)


def is_notice(text: str) -> bool:
    """Whether a line of Arabic is a notice of its page, to its readers."""
    if len(text) > LONGEST_NOTICE or any(mark in text for mark in QUOTATION_MARKS):
        return False
    plain = folded(text)
    if _VIEWS.search(plain):
        return True
    addressed = _OF_A_SITE.search(plain) is not None and _TO_THE_READER.search(plain) is not None
    return addressed and not _reports(text)


def _reports(text: str) -> bool:
    """Whether a verb of reporting and the "that" of what is reported stand in a line: قالت الشركة إننا نستخدم …"""
    keys = [token.key for token in tokenize(normalize(text).text)]
    verb = next((at for at, key in enumerate(keys) if is_surely_reporting(key)), len(keys))
    return not COMPLEMENTIZERS.isdisjoint(keys[verb:])
