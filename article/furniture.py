"""English that belongs to a page and not to its article: forms, notices, players, plugs, credits of pictures.

A line is one of these by how it begins or, for pictures, by the credit that it ends with. Arabic furniture is told by
`article.input.plain`, which reads it line by line.
"""

from __future__ import annotations

import re

LONGEST = 400
"""Code points of a line that may be furniture: notices are sentences, not speeches."""

_COMMENTS = (
    r"save my (?:name|e-?mail|details)|your e-?mail (?:address (?:will|won.t|is)\b|(?:will|won.t) )|"
    r"required fields|leave (?:a|your) "
    r"(?:reply|comment)|(?:post|add|write|submit) (?:a|your) comment|comments (?:are|have been) |"
    r"you must (?:be )?log(?:ged)? "
    r"in|(?:please )?(?:log|sign) ?in (?:to|or|with)\b|(?:this|our|the) (?:web ?)?site (?:uses|is protected by|"
    r"collects)|learn how your comment"
    r"|notify me (?:of|when|by)|be the first to|sort by|view all comments|(?:no|\d+) comments?\b.{0,20}$|"
    r"comment moderation|"
    r"this form is protected|i.m not a robot|please (?:enter (?:a|your)|fill in|confirm (?:that )?you|enable|"
    r"turn (?:on|off)|upgrade your|try (?:again|refreshing)|check your (?:in-?box|e-?mail)|verify)|"
    r"enter your|captcha|name \*|e-?mail \*|cancel reply|by (?:clicking|submitting|signing|subscribing|"
    r"registering|continuing (?:to|you)|using (?:this|our|the) (?:site|web|service|app|page))"
)
_NOTICES = (
    r"we (?:and our .{0,30})?(?:use|value|care about|process) (?:cookies|your (?:privacy|data|personal)|"
    r"technolog|your browser)|(?:accept|reject|manage|allow) "
    r"(?:all )?(?:cookies|preferences|consent)|cookies? (?:policy|settings|preferences|consent|notice)|"
    r"privacy (?:policy|notice|settings)|"
    r"terms (?:of|and)|do not sell|©|\(c\) \d{4}|copyright|all rights reserved|no part of this|unauthori[sz]ed|"
    r"powered by|designed by|"
    r"proudly|hosted by|developed by|theme by|theme:|disclaimer\b|(?:the )?(?:views|opinions) expressed (?:in|"
    r"here|by)|published (?:on|in|:)|"
    r"posted (?:on|by|in|at)|last (?:updated|modified)|updated (?:on|at|:)|filed under|tagged|tags?:|"
    r"categor(?:y|ies):|"
    r"source:|sources:|written by (?:[A-Z]|the|our)|reporting by|editing by|additional reporting|writing by|"
    r"compiled by|translated by|edited by|with agencies|our standards ?:|"
    r"(?:got|have|do you have) (?:a|any) (?:news )?(?:tip|story|question)s?\b.{0,12}\?|this material may not"
)
# What a platform says where it has no post to show.
_PLATFORMS = (
    r"(?:(?:sorry|oops|hmm)\W{1,4}(?:but )?)?"
    r"(?:this|that) (?:post|tweet|account|profile|reel|page|content|media|message)"
    r"(?: (?:is )?(?:from|by|you.re looking for|that you .{1,30}?)\b.{0,40}?)? "
    r"(?:(?:is|was|has been) (?:deleted|removed|hidden|withheld|suspended|private|protected|unavailable|no longer\b|"
    r"age-restricted)|no longer exists?|violat(?:ed|es) the|"
    r"(?:is|was|does|ca|could|did)(?:n.t| not) (?:available|visible|exist|be (?:found|loaded|shown|displayed))|"
    r"limits who)|something went wrong|you.re unable to view|age-restricted|account suspended\b|"
    r"these posts are protected|the following media (?:includes|may)"
)
_PLAYERS = (
    r"the media (?:could|cannot|can.t|playback)|(?:this|the|your) (?:video|audio|media|browser|player|content|"
    r"page|live ?stream|file) "
    r"(?:can|could|is|was|has|does|did|will|may|isn.t|doesn.t|format|player)\b.{0,200}?(?:not (?:load|support|"
    r"play|avail|be (?:loaded|played|found|displayed))|unavailable|fail(?:s|ed)? to|expired|unable to|"
    r"no longer avail|outdated)|"
    r"video player|(?:this is|beginning of|end of) (?:a )?(?:modal|dialog)|(?:an )?error (?:occurred|loading|"
    r"has)|no compatible source|"
    r"(?:to (?:view|use|watch|play) this (?:video|page|site|content)|javascript|you need (?:to|a) (?:enable|"
    r"flash|javascript))|"
    r"(?:click|tap|press) (?:here|to|on|the)|play(?:ing)? (?:video|audio|next|now)|now playing|up next|"
    r"watch (?:now|live|more|next|the full|:|\|)|"
    r"listen to this (?:article|story|page)|(?:chapters|captions|subtitles|descriptions|fullscreen|"
    r"picture-in-picture)\b.{0,60}$|"
    r"if you are (?:not|having|unable)|reset restore all|foreground|text (?:color|edge style)|esc(?:ape)? "
)
_PLUGS = (
    r"read (?:more|also|next|the full|in|:)|see (?:also|more|all)|also read|related\b.{0,60}$|recommended|"
    r"you (?:may|might) (?:also )?(?:like|be interested)|more "
    r"(?:from|on this|stories|news|about|like this|in)\b|most (?:read|viewed|popular|recent|shared)|trending|"
    r"editor.s (?:pick|choice)|don.t miss|"
    r"follow (?:us|our|@|the latest|.{2,40} on (?:x|twitter|facebook|instagram|telegram|whatsapp|google news))|"
    r"subscribe|sign up|join (?:our|the) (?:"
    r"conversation|discussion|channel|newsletter|community|mailing)|join us on|register (?:now|for|here)|"
    r"get (?:the latest|our|breaking|notifi|push|daily|news|unlimited)|"
    r"stay (?:tuned|up to date|informed|connected|updated)|download (?:the|our|now)|install (?:the|our)|"
    r"share (?:this|on|via|with|the)|print(?: this)?(?: page| article)?$|e-?mail this|"
    r"copy (?:the )?(?:link|url)|link copied|advertis|ad(?:vertisement)?$|sponsored|promoted|story continues|"
    r"article continues|continue reading|skip (?:to|ad|this)|"
    r"back to (?:top|home)|load(?:ing)? more|show more|thank(?:s| you) for (?:reading|subscribing|signing|"
    r"registering|your (?:feedback|comment|subscription))|"
    r"support (?:our (?:journalism|work|site)|independent)|donate (?:now|to us|here)|become a (?:member|"
    r"subscriber|patron)|already (?:a (?:member|subscriber|registered)|have an account)|this (?:article|story|"
    r"content|page|report) (?:is|was|has|originally|first|appeared)\b"
    r"|for (?:more|all the latest|the latest)\b.{0,60}(?:news|stories|updates|visit|follow|click|read|"
    r"information)|breaking news alerts|was this (?:article|page|story|content|answer) |"
    r"your (?:subscription|request|submission|comment|message) (?:could not|has been|was) (?:be |not )?(?:saved|sent|"
    r"submitted|received|successful)|you(?: have|.ve) (?:reached|read|used) (?:your|all|the|\d+) .{0,40}(?:articles?|"
    r"stories)|want to know more about how|"
    r"what do you think\b|have your say|"
    r"(?:search|menu|home|close|newsletter|contact us|about us|advertise with us|help|faq)\b.{0,30}$"
)
_PICTURES = (
    r"(?:file |handout |stock |archive |representational |illustrative |combination )?(?:photo|image|picture|"
    r"pic|video|footage|screenshot|illustration|graphic|cover|photograph)s?"
    r"\s?(?:[:|/-]|by\b|credit|courtesy|source|from\b|taken|shows|provided|released|caption|via\b|copyright|"
    r"illustration|\()|file (?:photo|image|picture|pic|footage)|"
    r"(?:a|an|this|in (?:a|an|this)|the) (?:(?:undated|handout|file|combination|general|aerial|satellite|screen|"
    r"still|archive|stock|drone|video|photo|recent|representational) )+"
    r"(?:photo|image|picture|view|grab|shot|video|frame|illustration|photograph|footage|handout)|"
    r"(?:in )?this (?:(?:photo|image|picture|frame grab|handout|screengrab),? (?:taken|released|provided|made|"
    r"from|by|shows|posted|dated|courtesy|obtained)\b)|"
    r"(?:photo|image) credit|\(?(?:credit|caption|pictured|from left|left to right|clockwise)\b|(?:getty|ap|afp|"
    r"reuters|epa|shutterstock|istock|alamy)\b.{0,40}$"
)
STARTS = re.compile(rf"[\W_]*(?:{_COMMENTS}|{_NOTICES}|{_PLATFORMS}|{_PLAYERS}|{_PLUGS}|{_PICTURES})", re.I)
_AGENCY = (
    r"(?:reuters|afp|a\.?f\.?p\.?|ap|epa|epa-efe|efe|dpa|upi|anadolu(?: agency)?|aa|xinhua|tass|sputnik|"
    r"getty(?: images)?|shutterstock|istock|alamy|"
    r"bloomberg|wafa|sana|spa|wam|petra|mena|kuna|nna|ina|zuma(?: press)?|picture alliance|flickr|"
    r"wikimedia(?: commons)?|unsplash|pool|"
    r"file(?: photo)?|handout|archive|screenshot|social media)"
)
CREDIT = re.compile(
    rf"(?:[\[(][^\[\]()]{{0,60}}\b{_AGENCY}\b[^\[\]()]{{0,40}}[\])]|/ ?{_AGENCY}|"
    rf"\b{_AGENCY} ?/[^/.]{{2,40}}(?:/[^/.]{{2,40}})?|\bvia {_AGENCY}|"
    rf"\b(?:photo|image|picture|credit|photograph|courtesy)(?: by| of|:)[^.]{{2,60}})[.\s]{{0,3}}\Z",
    re.I,
)
# "NORTH PRESS/Sam Vale/File Photo": whose picture it is, in capitals or names, with strokes between.
STROKED = re.compile(
    r"(?:\b[A-Z][\w.&'-]{0,20} ?){1,4}/ ?(?:[A-Z][\w.'-]{0,20} ?){1,4}(?:/ ?(?:[A-Z][\w.'-]{0,20} ?){1,4})?[.\s]{0,3}\Z"
)

# A line that speaks of the page itself, with two words of its trade, one of which is of nothing else.
SURELY_OF_THE_WEB = re.compile(
    r"\b(?:cookies?|browsers?|java ?script|newsletters?|captcha|spam|playback|error code|log(?:ged)?[ -]?in|"
    r"sign[ -]?(?:in|up)|"
    r"privacy policy|(?:video|media|audio|the) player|e-?mail address|search results|inbox|unsubscribe|"
    r"web ?page|ad ?blocker|third[ -]party|"
    r"of the (?:site|website)|this (?:site|website|page)|our (?:site|website|app))\b",
    re.I,
)
OF_THE_WEB = re.compile(
    r"\b(?:cookies?|browsers?|java ?script|newsletters?|captcha|spam|playback|code|log(?:ged)?[ -]?in|"
    r"sign[ -]?(?:in|up)|privacy|player|"
    r"e-?mails?|search|inbox|unsubscribe|subscri\w+|pages?|server|ad ?blocker|third|web ?sites?|sites?|"
    r"comments?|load\w*|videos?|password|"
    r"permission|access|stor(?:y|ies)|articles?|google|features?|version|content|terms|moment|writers?|opt|"
    r"consent|devices?|app)\b",
    re.I,
)


def is_furniture(text: str) -> bool:
    """Whether a line of English is of the page: a form, a notice, a player's message, a plug, a caption."""
    if len(text) > LONGEST:
        return False
    about = {found.lower()[:5] for found in OF_THE_WEB.findall(text)}
    talks_of_itself = len(about) > 1 and SURELY_OF_THE_WEB.search(text) is not None
    return bool(talks_of_itself or STARTS.match(text) or CREDIT.search(text) or STROKED.search(text))
