"""The surname of whoever made a statement, and whether Arabic words spell it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from iqtibas.align.ledger.names.check import SPELLED, likeness
from iqtibas.align.ledger.quotation.attribution import is_role
from iqtibas.article.arabic.letters import folded
from iqtibas.article.gazetteer.mentions import english_mentions
from iqtibas.article.gazetteer.places import people

_WORD = re.compile(r"\w+")
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ARTICLE = re.compile(r"(?:al|el|an|as|ash)-", re.I)
_GENERATIONS = frozenset("jr sr ii iii iv".split())
# A speaker with one of these is no person: whoever speaks for it has another name.
_BODIES = frozenset(
    "council department dept ministry office agency organization organisation committee commission union association "
    "group fund bank university party court authority bureau institute centre center house team foundation service "
    "services forces command mission embassy company news media press government parliament senate congress league "
    "nations federation society alliance network board staff official officials question reporter moderator".split()
)


@lru_cache(maxsize=4096)
def surname(speaker: str) -> str:
    """The surname of a person as a transcript or a list names them, or "": "SECRETARY BLINKEN" → "Blinken".

    "" for bodies, and for what names only an office.
    """
    plain = speaker.split(",")[0].split("(")[0]
    plain = plain.title() if plain.isupper() else plain
    words = [word for word in _NAME.findall(plain) if word.lower() not in _GENERATIONS]
    if any(word.lower() in _BODIES for word in words):
        return ""
    places = {word for name in english_mentions(plain) if name.code for word in _NAME.findall(name.text)}
    names = [w for w in words if w[:1].isupper() and len(w) > 1 and w not in places and not is_role(w)]
    return names[-1][article.end() if (article := _ARTICLE.match(names[-1])) else 0 :] if names else ""


def spells(name: str, arabic: str, least: float = SPELLED) -> bool:
    """Whether one of the Arabic words spells a surname."""
    plain = folded(arabic)
    listed = any(form in plain for form in people().get(name, ()))
    words = _WORD.findall(plain)
    joined = [one + other for one, other in pairwise(words)]  # جين بينغ
    return listed or likeness(name, [*words, *joined])[0] >= least
