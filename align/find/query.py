"""What is looked for in an article: what a statement says, without what only points elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from iqtibas.article.links import LINK_OR_REST
from iqtibas.article.reading import Reading

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TAG = re.compile(r"(?<!\w)[@#](\w+)")
# "Learn more here:" is addressed to the reader of the tweet; renderings leave it out and lose nothing. It has no word
# but the verb, what it points with and what it points at: "Read his letter to the council" says something.
_CALLING = ("learn", "read", "find out", "see", "watch", "discover", "hear", "listen", "follow", "check out", "visit")
_POINTING = frozenset(
    "more live now here it the this full his her our their out about at on in to via below link bio thread all "
    "page site website blog statement text transcript story remarks letter speech video interview briefing report "
    "article release details info information tune us for today tonight".split()
)
_OPENING = frozenset("more details full link live via watch listen".split())
_LONGEST_CALL = 9
_WORDS = re.compile(r"\w+(?:['’]\w+)?")


@dataclass(frozen=True)  # without slots, for the cached properties
class Query:
    """A statement as the encoders read it. text: its `sentences` with a space between. statement: as it was said."""

    text: str
    sentences: tuple[str, ...]
    statement: Reading | None = field(default=None, repr=False, compare=False)

    @cached_property
    def reading(self) -> Reading:
        """That of `text`: of the statement itself where nothing was left out or rewritten."""
        said = self.statement
        return said if said and said.text == self.text else Reading(self.text)

    @cached_property
    def sentence_readings(self) -> tuple[Reading, ...]:
        """Those of `sentences`, as parts of that of `text`."""
        ends = accumulate(len(sentence) + 1 for sentence in self.sentences)
        return tuple(
            self.reading.part(end - 1 - len(own), end - 1) for end, own in zip(ends, self.sentences, strict=True)
        )


def is_call_to_action(text: str) -> bool:
    """Whether a sentence only sends the reader elsewhere ("Learn more here:")."""
    words = _WORDS.findall(LINK_OR_REST.sub("", text).lower())
    plain = " ".join(words)
    verb = next((v for v in _CALLING if plain == v or plain.startswith(f"{v} ")), None)
    if not words or len(words) > _LONGEST_CALL or not (verb or words[0] in _OPENING):
        return False
    rest = words[len(verb.split()) :] if verb else words[1:]
    if not rest:
        return words[0] in _OPENING
    return _POINTING.issuperset(rest)


def clean(text: str) -> str:
    """Links dropped, handles and hashtags written as words: @StateDept → State Dept."""
    words = _TAG.sub(lambda m: _CAMEL.sub(" ", m[1].replace("_", " ")), LINK_OR_REST.sub(" ", text))
    return " ".join(words.split())


def read_query(statement: Reading) -> Query:
    """A statement without links and marks of handles. Calls to action go, unless nothing else is there."""
    sentences = [statement.text[s.start : s.end] for s in statement.sentences()]
    kept = [clean(s) for s in sentences if not is_call_to_action(s)]
    kept = [s for s in kept if s] or [clean(statement.text)]
    return Query(" ".join(kept), tuple(kept), statement)
