"""Links in running text: the hosts of posts and of their pictures, and where a link ends.

Two readings, on purpose. What an embed lists and a translation keeps (`LINK`) is the link alone; the punctuation of the
sentence around it stays. Who reads words and numbers (`LINK_OR_REST`) wants nothing that hangs on a link.
"""

from __future__ import annotations

import re

from iqtibas.article.characters import BYTE_ORDER_MARK, DIRECTION_CONTROLS

_PICTURE_HOST = r"pic\.(?:twitter|x)\.com"
_POST_HOST = r"(?:www\.|mobile\.)?(?:twitter|x)\.com"
# Any host: names in Latin letters, the last in lower case. Where a page wrote a link together with the word before it
# (million.pic.x.com/a1), the word is no part of the host.
_HOST = r"(?<![A-Za-z0-9_.@-])(?:(?!pic\.|www\.)[A-Za-z0-9-]{1,63}\.){1,4}[a-z]{2,24}"
COPIED_CONTROLS = f"{DIRECTION_CONTROLS}{BYTE_ORDER_MARK}"
"""What comes along unseen when text is copied from a page; as a string, to stand in `[…]`."""
PADDING = "".join(re.findall(rf"[\s{COPIED_CONTROLS}]", "".join(map(chr, (*range(0x3001), ord(BYTE_ORDER_MARK))))))
"""What may surround a line or a post without being part of it, for `str.strip`."""
_ENDS = rf"\s<>\"'”’»{COPIED_CONTROLS}"

LINK = re.compile(rf"{_PICTURE_HOST}/\w+|https?://[^{_ENDS}]*[^{_ENDS}.,;:!?)\]]")
"""A link as it was written, without the punctuation behind it."""
SCHEMELESS_LINK = re.compile(rf"(?:(?i:www\.)|{_HOST}/)[^{_ENDS}،؛؟]{{0,300}}[^{_ENDS}،؛؟.,;:!?)\]]")
"""The same without a scheme: www.gov.uk, youtu.be/b2. What an embed lists (`LINK`) has one, as platforms write them."""
MEDIA_LINK = re.compile(rf"(?:{_PICTURE_HOST}/|https?://t\.co/)\w+[{COPIED_CONTROLS}]*$")
"""What a platform puts behind a post: the link to its picture, or to what it quotes."""
STATUS_LINK = re.compile(rf"https?://{_POST_HOST}/(\w{{1,30}})/status(?:es)?/\d")
"""The address of a post; its group is the handle."""
GLUED_LINK = re.compile(rf"(?<=\S)(?={_PICTURE_HOST}/)")
"""Where the link to a picture is written together with the word before it."""
LINK_OR_REST = re.compile(rf"(?:(?i:https?://|www\.|{_PICTURE_HOST}/)|{_HOST}/)\S+")
"""A link, with a scheme or without (x.com/a1, youtu.be/b2, who.int/c3), and all that follows it up to white space."""
_NO_WORDS = re.compile(rf"{LINK_OR_REST.pattern}|[@#][^\W\d]\w*")


def mask_links(text: str) -> str:
    """The text with links, handles and hashtags blanked, offsets kept: digits in them count nothing."""
    return _NO_WORDS.sub(lambda found: " " * len(found.group()), text)
