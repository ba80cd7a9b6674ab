"""Whether what was found renders the statement at all, or what somebody else said of the same.

Beside the signals of the verdict (`ledger.weighing`) it counts whose words the article says they are: officials,
rivals and experts say like things in one article, and only the author's own words render the statement. Fitted by
bench/fit/verdict.py.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from iqtibas.align.find.match import Choice, read_choice
from iqtibas.align.ledger.names.skeleton import arabic_skeleton, english_skeleton, likeness
from iqtibas.align.ledger.pair import Context
from iqtibas.align.ledger.quotation.surnames import spells, surname
from iqtibas.align.ledger.weighing import VerdictSignals, probability
from iqtibas.article.arabic.letters import is_arabic
from iqtibas.models.signals import signal_names

MISSING_FILE = "missing.json"
# From this probability on what was found renders something else.
MISSING = 0.5
# Of a page so many code points are searched for the author's name; words that sound less like it are not spelled out.
LONGEST_PAGE, NEAR_SOUND = 20_000, 0.5
_WORD = re.compile(r"\w+")


class VoiceSignals(NamedTuple):
    """Whose words the article says the rendering is. All 0 where the statement's author is no person with a name."""

    author_speaks: float
    """Flag: whoever the article gives the rendering to is spelled like the author."""
    another_speaks: float
    """Flag: it gives the rendering to somebody, by name or office, who is not spelled like the author."""
    author_elsewhere: float
    """Flag: `another_speaks`, and the article names the author somewhere."""


MISSING_SIGNALS = (*signal_names(VerdictSignals), *signal_names(VoiceSignals))


def voice_signals(context: Context) -> VoiceSignals:
    """The signals of a pair that was found in an article."""
    author = surname(context.author)
    voices = [voice for voice in (context.speaker, *context.sources) if voice and not _refers(voice)]
    if not author or not voices:
        return VoiceSignals(0.0, 0.0, 0.0)
    if any(spells(author, voice) for voice in voices):
        return VoiceSignals(1.0, 0.0, 0.0)
    return VoiceSignals(0.0, 1.0, float(_is_named(author, context.page[:LONGEST_PAGE])))


def _refers(voice: str) -> bool:
    """Whether a speaker is a lone word with the article: الوزيرة is whoever was named before, the author as well."""
    return len(voice.split()) == 1 and voice.startswith("ال")


def _is_named(author: str, page: str) -> bool:
    """Whether a word of the page spells a surname."""
    sound = english_skeleton(author)
    words = (word for word in dict.fromkeys(_WORD.findall(page)) if is_arabic(word))
    near = [word for word in words if likeness(sound, arabic_skeleton(word)) >= NEAR_SOUND]
    return bool(near) and spells(author, " ".join(near))


def missing_probability(signals: VerdictSignals, voices: VoiceSignals) -> float:
    """How likely it is that the rendering renders something else, 0 to 1."""
    return probability("missing", missing_model(), MISSING_SIGNALS, (*signals, *voices), MISSING)


@lru_cache(maxsize=1)
def missing_model() -> Choice:
    """The fitted model. Raises ModelError if it was fitted on other signals."""
    data = json.loads((files("iqtibas.align.ledger") / MISSING_FILE).read_text(encoding="utf-8"))
    return read_choice(data["missing"], MISSING_FILE, MISSING_SIGNALS)
