"""How posts of each platform look in an article: one row a platform, read by text, pages and translations alike.

A post is quoted (the block quotation of an embed code), drawn (a card, as a browser or a component shows it), or only
linked (a frame or a script that fetches it). Its words are dressed: a lead before them, a tail with name and date
behind them, and around a card the buttons, counters and times that a reader copies along. The forms are those of the
platforms' embed codes (https://oembed.com) in English and Arabic, and what content managers and page savers make of
them. The patterns are matched against normalised text (`article.arabic.letters.normalize`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HANDLE = r"\w(?:[\w.-]{0,62}\w)?(?:@\w[\w.-]{0,62}\w)?"
"""What stands behind an @: letters and digits, with dots (Instagram, Bluesky), with a server (Mastodon)."""


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform. names: as buttons name it, a pattern.

    address: of a post, from the host on, a pattern with a group `handle` where the address tells it. quoted: classes of
    its block quotations. drawn: what classes and test ids of its cards begin with. frames: addresses of the frames that
    show a post, a pattern.
    """

    name: str
    names: str
    address: str
    quoted: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()
    frames: str = "(?!)"


PLATFORMS = (
    Platform(
        "twitter", "X|Twitter|اكس|تويتر",
        r"(?:www\.|mobile\.|m\.)?(?:twitter|x)\.com/(?P<handle>\w{1,30})/status(?:es)?/\d+",
        ("twitter-tweet", "twitter-video"),
        ("react-tweet", "tweet-container", "static-tweet", "EmbeddedTweet", "twitter-tweet-rendered", "twitter-card"),
        r"platform\.(?:twitter|x)\.com/embed/",
    ),
    Platform(
        "facebook", "Facebook|فيسبوك|فيس بوك",
        r"(?:[a-z-]{1,9}\.)?facebook\.com/(?:(?P<handle>[\w.-]{1,64})/(?:posts|videos|photos)/|permalink\.php|"
        r"(?:story|photo|video)\.php|photo/|watch|reel/|share/)",
        ("fb-post", "fb-video", "fb-xfbml-parse-ignore"), ("fb-post", "fb-video"),
        r"(?:[a-z-]{1,9}\.)?facebook\.com/plugins/(?:post|video|comment_embed)",
    ),
    Platform(
        "instagram", "Instagram|انستغرام|انستجرام|انستقرام",
        r"(?:www\.)?instagram\.com/(?:(?P<handle>[\w.]{1,30})/)?(?:p|reel|tv)/[\w-]+",
        ("instagram-media",), ("instagram-media-rendered",),
        r"(?:www\.)?instagram\.com/(?:[\w.]{1,30}/)?(?:p|reel|tv)/[\w-]+/embed",
    ),
    Platform(
        "bluesky", "Bluesky|بلوسكاي|بلو سكاي",
        r"(?:www\.)?bsky\.app/profile/(?P<handle>[\w.:-]{1,80})/post/\w+",
        ("bluesky-embed",), ("bluesky-embed", "bluesky-post"), r"embed\.bsky\.app/",
    ),
    Platform(
        "threads", "Threads|ثريدز",
        r"(?:www\.)?threads\.(?:net|com)/@(?P<handle>[\w.]{1,30})/post/[\w-]+",
        ("text-post-media",), ("threads-post",),
        r"(?:www\.)?threads\.(?:net|com)/@[\w.]{1,30}/post/[\w-]+/embed",
    ),
    Platform(
        "telegram", "Telegram|تلغرام|تيليغرام|تليغرام|تلجرام|تيليجرام",
        r"(?:www\.)?(?:t|telegram)\.me/(?:s/)?(?P<handle>\w{3,32})/\d+",
        ("telegram-post",), ("tgme_widget_message",), r"(?:t|telegram)\.me/\w{3,32}/\d+\?(?:\S*&)?embed=",
    ),
    Platform(
        "truthsocial", "Truth Social|تروث سوشال|تروث سوشيال",
        r"(?:www\.)?truthsocial\.com/(?:users/|@)(?P<handle>[\w.]{1,64})/(?:posts/|statuses/)?\d+",
        ("truthsocial-embed",), ("truthsocial-embed", "truth-item"), r"(?:www\.)?truthsocial\.com/\S+/embed",
    ),
    Platform(
        "mastodon", "Mastodon|ماستودون",
        r"[\w.-]{3,80}/@(?P<handle>\w{1,30}(?:@[\w.-]{3,60})?)/\d{5,25}",
        ("mastodon-embed",), ("mastodon-embed", "detailed-status", "status__wrapper", "h-entry toot"),
        r"[\w.-]{3,80}/@\w{1,30}(?:@[\w.-]{3,60})?/\d{5,25}/embed",
    ),
    Platform(
        "tiktok", "TikTok|تيك توك",
        r"(?:www\.|m\.|vm\.)?tiktok\.com/@(?P<handle>[\w.]{1,30})/(?:video|photo)/\d+",
        ("tiktok-embed",), (), r"(?:www\.)?tiktok\.com/(?:embed|player)/",
    ),
    Platform(
        "linkedin", "LinkedIn|لينكد ان",
        r"(?:www\.)?linkedin\.com/(?:posts/|feed/update/|embed/feed/)\S+", (), (),
        r"(?:www\.)?linkedin\.com/embed/feed/",
    ),
)  # fmt: skip
"""The table. What is not in it is read as text of the article."""

QUOTED_CLASSES = frozenset(name for platform in PLATFORMS for name in platform.quoted)
DRAWN_CLASSES = tuple(sorted({start for platform in PLATFORMS for start in platform.drawn if start}))
POST_ADDRESSES = tuple(
    (platform.name, re.compile(rf"(?:https?:)?//{platform.address}", re.I)) for platform in PLATFORMS
)
FRAME_ADDRESS = re.compile(rf"(?:https?:)?//(?:{'|'.join(platform.frames for platform in PLATFORMS)})", re.I)
PLATFORM_NAMES = "|".join(platform.names for platform in PLATFORMS)


def post_address(link: str) -> tuple[str, str] | None:
    """Platform and handle ("" if it does not tell) of the address of a post; None for any other link."""
    for name, address in POST_ADDRESSES:
        if found := address.match(link):
            return name, found.groupdict().get("handle") or ""
    return None


_ON = rf"(?: (?:on|in|via|at|to)|[:/]) (?:the )?(?:{PLATFORM_NAMES})(?: app)?"
_ON_ARABIC = rf"(?: ?(?:علي|في|عبر)(?: (?:منصه|موقع|تطبيق|شبكه))?) ?(?:{PLATFORM_NAMES}|@?[\w.-]{{2,40}})"
_POST = r"(?:post|tweet|toot|truth|photo|video|reel|story|skeet|note|status|message|thread)"
_POST_ARABIC = (
    r"(?:منشور|المنشور|تغريده|التغريده|صوره|الصوره|فيديو|الفيديو|مقطع|المقطع|ريل|قصه|القصه|رساله|الرساله|التدوينه)"
)
_BY = rf"\(@ ?(?P<handle>{HANDLE})\)"
_DASH = r"(?:[—–―]|--|&mdash;)"
_NAME_AND_HANDLE = rf"(?:(?P<name>[^@\n]{{1,100}}?) ?\(?)?@(?P<handle>{HANDLE})\)?"
_PERSON = r"(?P<name>[^()@\n]{1,100}?)"
_DATE = r"(?P<date>[^—–―\n]{0,60})"

LEADS = (
    re.compile(rf"(?:View|See) this {_POST}{_ON}(?=\s|$)", re.I),
    re.compile(rf"(?:عرض|شاهد|مشاهده) (?:هذا |هذه )?{_POST_ARABIC}{_ON_ARABIC}(?=\s|$)", re.I),
    re.compile(rf"(?P<name>[^:\n\"“«]{{2,60}}?) (?:on|في|علي) (?:{PLATFORM_NAMES}):\s*[\"“«]", re.I),
    re.compile(r"(?P<name>[^,\n]{2,60}), \[(?P<date>[^\]\n]{6,40})\]:?(?=\s|$)"),  # Telegram, copied from the program
    re.compile(r"(?:Forwarded from|Replying to|تم التحويل من|ردا علي) [^\n]{1,100}(?=\n|$)", re.I),
)
"""What stands before the words, folded, from the start of a line on."""

TAILS = (
    # X, Bluesky, Mastodon: a dash, the name, which may hold brackets and on a line of its own dashes, handle and date.
    ("", re.compile(rf"(?m:^)[ \t]*{_DASH} ?(?P<name>(?:(?!\(@)[^\n]){{1,100}}?) ?{_BY}{_DATE}\Z")),
    ("", re.compile(rf"{_DASH} ?(?P<name>[^—–―\n]{{1,100}}?) ?{_BY}{_DATE}\Z")),
    # Instagram.
    ("instagram", re.compile(rf"A {_POST} (?:shared|posted) by {_PERSON} ?{_BY}(?: on)?{_DATE}\Z", re.I)),
    ("instagram", re.compile(
        rf"(?:(?:تم|تمت) (?:مشاركه|نشر) {_POST_ARABIC}|{_POST_ARABIC} (?:تم|تمت) (?:مشاركته|مشاركتها|نشره|نشرها)) "
        rf"(?:بواسطه|من قبل|من) {_PERSON} ?{_BY}(?: (?:في|بتاريخ|on))?{_DATE}\Z"
    )),
    # Facebook.
    ("facebook", re.compile(r"\b(?:Posted|Post|Published|Shared) by (?P<name>[^@\n]{1,90}?) on (?P<date>.{6,60})\Z")),
    ("facebook", re.compile(
        r"(?<!\w)(?:تم النشر|نشر|نشره|تم نشره|منشور|تمت المشاركه) (?:بواسطه|من قبل|من) "
        r"(?P<name>[^@\n]{1,100}?) (?:في|بتاريخ|يوم) (?P<date>[^\n]{6,60})\Z"
    )),
    # Threads, and what Mastodon's own block quotation holds.
    ("threads", re.compile(rf"(?m:^)[ \t]*(?:A )?{_POST} by {_NAME_AND_HANDLE}{_DATE}\Z", re.I)),
    ("threads", re.compile(rf"(?m:^)[ \t]*{_POST_ARABIC} (?:بواسطه|من) {_NAME_AND_HANDLE}{_DATE}\Z")),
    # The title of a post's page.
    ("twitter", re.compile(rf"[\"”»] ?[/|] ?(?:{PLATFORM_NAMES})\Z")),
)  # fmt: skip
"""Platforms, and what stands behind the words of their posts, folded, up to the end: name, handle and date, where they
have them. "": told by the handle, see `platform_of`."""


def platform_of(handle: str) -> str:
    """Whose handles look like this: with a server, with dots, or neither."""
    return "mastodon" if "@" in handle else "bluesky" if "." in handle else "twitter"


INNER_TAIL = re.compile(
    rf"{_DASH} ?[^—–―\n]{{1,100}}? ?\(@ ?{HANDLE}\) ?(?:[^\W\d_]{{3,12}}\.? \d{{1,2}},?|"
    rf"\d{{1,2}} [^\W\d_]{{3,12}}(?: ?/ ?[^\W\d_]{{3,12}})?[,،]?) "
    r"\d{4}(?: (?:at )?\d{1,2}:\d{2}(?: [AP]M)?)?(?=\s)"
)
"""The same in the middle of a line, where a page saver ran two posts together: the date tells where it ends."""
SIGNED = re.compile(rf"(?m:^)[ \t]*{_DASH} ?(?P<rest>[^—–―@\n]{{8,120}})\Z")
"""A dash with a name and a date on a line of their own: of no platform, and only where the date is one."""

COUNT = re.compile(r"[\d.,]{1,12} ?(?:[KMBkmb]|thousand|million|الف|مليون|مليونا|الفا)?")
"""A counter without its word."""
_COUNTED = (
    r"(?:re-?tweets?|quotes?(?: tweets)?|re-?posts?|likes?|bookmarks?|views?|repl(?:y|ies)|comments?|shares?|"
    r"re-?truths?|boosts?|favou?rites?|reactions?|people|others|plays?|followers|votes?|members|subscribers|"
    r"اعجاب|اعجابا|اعجابات|رد|ردا|ردود|تعليق|تعليقا|تعليقات|مشاركه|مشاركات|مشاهده|مشاهدات|اعاده (?:نشر|تغريد)|"
    r"اقتباس|اقتباسا|اقتباسات|اشاره مرجعيه|تغريده|من المشاهدات|متابع|متابعا|مشترك|مشتركا|عضو|عضوا)"
)
COUNTERS = re.compile(
    rf"(?:{COUNT.pattern} ?{_COUNTED}(?: on this {_POST})?[\s·•|,،]*|"
    rf"{_COUNTED}[: ]+{COUNT.pattern}[\s·•|,،]*){{1,8}}",
    re.I,
)
"""A line of counters with their words."""
_ACTIONS = (
    r"follow(?:ing|ed by .{1,60})?|reply|re-?tweet|re-?post|likes?|share|shared|copy(?: the)? link(?: to (?:the )?"
    rf"{_POST})?|bookmark|quote(?: (?:tweet|post))?|comments?|send|save|embed|join|more|translate(?: (?:{_POST}))?|"
    r"show (?:more|less|this thread|thread|replies|original|translation|all)|see (?:more|translation|original|all)|"
    r"view (?:more|post|tweet|profile|thread|insights|full profile|all .{1,30}|(?:\d+ )?(?:more )?(?:comments|"
    r"replies))|"
    r"read (?:more|less|[\d.,]{1,9}k? repl(?:y|ies)|replies|the full conversation.{0,30}|the conversation.{0,30})|"
    r"(?:machine )?translated from .{3,30}|rate this translation|add a comment.{0,5}|write a comment.{0,5}|"
    r"explore what.s happening.{0,30}|learn more|install|open(?: in)? app|log in|sign up|most relevant|"
    r"all reactions:?|"
    r"verified(?: account)?|pinned(?: (?:tweet|post))?|promoted|sponsored|edited|public|author|views|re-?posts|"
    r"re-?tweets|quotes|bookmarks|replies|shares|reactions|re-?truths|boosts|favou?rites|gif|alt|image|play|pause|"
    r"(?:.{1,60}\w\Ws? )?profile (?:picture|photo|image)|صوره (?:الملف الشخصي|الحساب)(?: .{1,60})?|"
    r"(?:twitter|x) ads info(?: and privacy)?|sensitive content|\[image or embed\]|original audio|tap to .{1,30}|"
    r"activate to view .{1,30}|"
    r"post|tweet|truth|toot|message|contents? warning.{0,60}|.{1,60} (?:reposted|retweeted|boosted|retruthed)|"
    r"متابعه|تتم المتابعه|يتابع|رد|الرد|ردود|اعجاب|اعجبني|احببته|مشاركه|نسخ (?:ال)?رابط(?: (?:ال)?(?:منشور|تغريده))?|"
    r"اعاده (?:ال)?(?:نشر|تغريد)|اقتباس|تعليق|تعليقات|التعليقات|ارسال|حفظ|تضمين|انضمام|المزيد|"
    r"قراءه (?:المزيد|[\d.,]{1,9} ?(?:الف )?(?:ردا|رد|ردود|من الردود)|الردود)|"
    rf"عرض (?:المزيد|اقل|الترجمه|الاصل|الردود|الملف الشخصي|{_POST_ARABIC}|هذه السلسله|سلسله المحادثات|كل .{{1,30}})|"
    r"ترجمه (?:المنشور|التغريده|من .{1,30})|(?:تمت ال)?ترجم(?:ه|ت) من .{2,30}|حساب موثق|موثق|منشور مثبت|مثبت|"
    r"مروج|ممول|معدل|"
    r"اشارات مرجعيه|شاهد المزيد|عرض المزيد من الردود|تسجيل الدخول|صوره|تشغيل"
)
_VIEW_ON = (
    rf"(?:view|see|watch|open|read|continue|join|listen|visit|play)\b.{{0,60}}?{_ON}(?: ?\(.{{1,30}}\))?|"
    rf"(?:عرض|شاهد|مشاهده|افتح|فتح|اقرا|قراءه|تابع)\b.{{0,40}}?{_ON_ARABIC}(?: ?\(.{{1,30}}\))?|{PLATFORM_NAMES}|"
    rf"(?:original )?{_POST}{_ON}|(?:{PLATFORM_NAMES}) (?:for|web|lite)\b.{{0,20}}|["
    '"”»]?\\s*/\\s*(?:X|Twitter)'
)
ACTION = re.compile(
    rf"[….]{{0,3}} ?(?:{_ACTIONS}|{_VIEW_ON})[ .…›»→>•·]{{0,4}}|[·•|♬♪▶❤👍💬🔁\s]{{1,9}}|♬ .{{1,80}}", re.I
)
"""A line that is nothing but a button, a label or a separator of a card."""

HEADER = re.compile(
    rf"(?P<name>[^@\n·•|]{{0,80}}?)[ (]{{0,2}}@ ?(?P<handle>{HANDLE})\)?(?P<rest>(?:\s*[·•|,]\s*[^\n]{{0,60}})?)"
)
"""The head of a card on one line: a handle, perhaps the name before it, the time and a button behind it."""

DEGREE = re.compile(r"(?P<name>[^\n]{2,80}?) ?[•·] ?(?:1st|2nd|3rd\+?|Following)", re.I)
"""The head of a card of LinkedIn: how near whoever reads it knows the author; what they do stands on the next line."""

_DAYS = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|"
    r"الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعه|السبت|الاحد"
)
STAMP_WORDS = re.compile(
    rf"(?:\bfrom [^·•|\n]{{2,40}}|\b(?:gmt|utc) ?[+-] ?(?:\d{{1,2}}(?::?\d{{2}})?)?(?!\d)|"
    rf"\b(?:at|on|edited|last|updated|posted|published|gmt|utc|est|edt|pst|pdt|am|pm|views?|{_DAYS}|الساعه|في|"
    rf"صباحا|مساء|ص|م|بتوقيت|غرينتش|يوم|اخر|تعديل|تم|التعديل|(?:ال)?تحديث|الموافق(?: ل)?|امس|اليوم|yesterday|today|"
    rf"just now|الان|منذ|ago|(?:{PLATFORM_NAMES})(?: (?:for|web) ?\w{{0,10}}| web app)?|iphone|android|web|app|"
    rf"public)\b|{COUNT.pattern}(?= ?(?:views|مشاهد))|مشاهده|مشاهدات|[\s·•|,،.:@()/–-])",
    re.I,
)
"""What a line may hold beside a date and a time to be nothing but the stamp of a card."""
CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?(?:[ap]\.?m\b\.?|[صم](?!\w)|صباحا|مساء))?", re.I)
AGO = re.compile(
    r"\b\d{1,2} ?(?:s|m|h|hrs?|d|w|mo|y|min|mins|minutes?|hours?|days?|weeks?|ث|د|س|ي|ساعه|ساعات|دقيقه|دقائق|"
    r"يوم|ايام)\b",
    re.I,
)

NUMBERED = re.compile(
    r"(?:🧵\s*)?(?:[(\[]\d{1,2} ?(?:/|of|من) ?(?:\d{1,2}|[nNxX])?[)\]]|\d{1,2} ?/ ?(?:\d{1,2}|[nNxX])?(?=\s|"
    r"[.):-]|🧵))[.):-]?"
    r"(?=\s*(?:🧵\s*)?[^a-z\s]|\s*\n)|(?:🧵\s*)?(?:A )?(?:[Tt]hread|THREAD) ?[:👇🧵⬇️]+|🧵"
)
"""What numbers a post of a thread before its words: 1/3, (2/4), 1/n, "Thread:". Before a small letter: a fraction."""
NUMBERED_END = re.compile(
    r"(?:(?<=[\s.!?…])[(\[]\d{1,2} ?(?:/|of|من) ?(?:\d{1,2}|[nN])?[)\]]|(?:(?<=[.!?…\n\"”])|"
    r"(?<=[.!?…\n\"”] ))\d{1,2} ?/ ?(?:\d{1,2}|[nN])?|"
    r"🧵)\s*(?:🧵|👇|⬇️)?\Z"
)
"""The same behind its words: in brackets, or behind the end of a sentence."""
