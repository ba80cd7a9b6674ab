"""The English side of an alignment: what a statement says, without what only points elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from article import Segment
from article.sentences import split_sentences

_LINK = re.compile(r"(?:pic\.(?:twitter|x)\.com/|https?://)\S+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TAG = re.compile(r"(?<!\w)[@#](\w+)")
# "Learn more here:" is addressed to the reader of the tweet; renderings leave it out and lose nothing.
_CALL = re.compile(
    r"(?i)^\W*(?:(?:learn|read|find out|see|watch|discover|hear) "
    r"(?:more|live|now|here|it|the full|his|her|our)\b.{0,60}|"
    r"more(?: (?:here|info\w*|details|on this|below)){0,2}|details(?: here| below)?|"
    r"full (?:statement|text|story|remarks)(?: here)?|"
    r"(?:watch|live|via|link)(?: here)?)\W*$"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is compared: `text` for the encoders; `sentences` of it; `said` is where it stands in the article."""

    said: Segment
    text: str
    sentences: tuple[str, ...]


def is_call_to_action(text: str) -> bool:
    """Whether a sentence only sends the reader elsewhere ("Learn more here:")."""
    return _CALL.match(_LINK.sub("", text)) is not None


def clean(text: str) -> str:
    """Links dropped, handles and hashtags written as words: @StateDept → State Dept."""
    words = _TAG.sub(lambda m: _CAMEL.sub(" ", m[1].replace("_", " ")), _LINK.sub(" ", text))
    return " ".join(words.split())


def read_statement(text: str, said: Segment) -> Statement:
    """The statement at `said` of an article's text. Calls to action go, unless nothing else is there."""
    sentences = [text[s.start : s.end] for s in split_sentences(text, said.start, said.end)]
    kept = [clean(s) for s in sentences if not is_call_to_action(s)]
    kept = [s for s in kept if s] or [clean(text[said.start : said.end])]
    return Statement(said, " ".join(kept), tuple(kept))
