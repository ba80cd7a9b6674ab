"""Pairs that are changed at random as they are drawn: names, things to copy, English to restore. All of it is off
unless the settings ask for it; `ablate.py` measures what each is worth.

Names come from the lexicon's people. Everything else is invented here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from bench.train.data import Corpus, Pair

PEOPLE = "person-names-wikidata"
LEAST_NAME = 3  # letters: shorter words are particles, and stand in many texts
# Frames for a name beside a text. The Arabic verb is in the masculine as in news of unknown people.
FRAMES = (
    ('وقال {name}: "{text}"', '{name} said: "{text}"'),
    ("وكتب {name} في رسالة: {text}", "{name} wrote in a letter: {text}"),
    ("سألنا {name} عن ذلك فأجاب: {text}", "We asked {name} about this, and he answered: {text}"),
    ("{text} هذا ما أكده {name}.", "{text} This is what {name} affirmed."),
    ("التقى {name} أمس مع {other}. {text}", "{name} met with {other} yesterday. {text}"),
    (
        "أعلن {name} استقالته، وحل محله {other}. {text}",
        "{name} announced his resignation, and {other} took his place. {text}",
    ),
)
SYLLABLES = "ba ko ri ta mel nor sha du vin pra ost lu ger fi zam ye".split()
ENDINGS = ("com", "org", "net", "example", "info")
# What a noisy text loses and how far its words stray: as in Lample et al. 2018.
DROPPED, STRAY = 0.1, 3

Change = Callable[[Pair, random.Random], Pair]
Shares = Sequence[tuple[float, Change]]


class Asked(Protocol):
    """The settings that are read here: shares of the drawn pairs."""

    @property
    def names(self) -> float:
        """Pairs that get a frame with a name."""

    @property
    def swaps(self) -> float:
        """Pairs with a known name that get another one."""

    @property
    def copies(self) -> float:
        """Pairs that get a link, a handle, a hashtag or an address to copy."""

    @property
    def denoise(self) -> float:
        """Pairs whose source becomes their own English, damaged."""


def asked_changes(asked: Asked, corpora: Iterable[Corpus]) -> Shares:
    """The changes with a share above 0. Raises KeyError where names are asked for and the mix has no file of them."""
    made: list[tuple[float, Change]] = []
    if asked.names or asked.swaps:
        people = {corpus.name: corpus.pairs for corpus in corpora}[PEOPLE]
        made += [(asked.names, framing(people)), (asked.swaps, swapping(people))]
    made += [(asked.copies, with_copy), (asked.denoise, damaged_english)]
    return [(share, change) for share, change in made if share]


def changed(pairs: Iterable[Pair], changes: Shares, seed: str) -> list[Pair]:
    """The pairs, at most one change to each. The seed's own random numbers are used, so that nothing else shifts."""
    if not changes:
        return list(pairs)
    chooser = random.Random(f"{seed} changes")
    kinds = [*(change for _, change in changes), _unchanged]
    shares = [share for share, _ in changes]
    weights = [*shares, max(0.0, 1 - sum(shares))]
    return [chooser.choices(kinds, weights)[0](pair, chooser) for pair in pairs]


def _unchanged(pair: Pair, _: random.Random) -> Pair:
    return pair


def framing(people: Sequence[Pair]) -> Change:
    """A change that puts a name beside the text: "NAME said: …"."""

    def frame(pair: Pair, chooser: random.Random) -> Pair:
        name, other, frames = chooser.choice(people), chooser.choice(people), chooser.choice(FRAMES)
        arabic, english = (frames[side].format(name=name[side], other=other[side], text=pair[side]) for side in (0, 1))
        return arabic, english

    return frame


def swapping(people: Iterable[Pair]) -> Change:
    """A change that replaces a name that stands in both sides by another, a word for a word."""
    words = sorted({word for pair in people for word in _word_pairs(pair)})
    spellings: dict[str, set[str]] = {}
    for arabic, english in words:
        spellings.setdefault(arabic, set()).add(english)

    def swap(pair: Pair, chooser: random.Random) -> Pair:
        source, target = (side.split() for side in pair)
        for at, word in enumerate(source):
            known = spellings.get(word, ())
            spelled = [i for i, name in enumerate(target) if name in known]
            if spelled:
                source[at], target[spelled[0]] = chooser.choice(words)
                return " ".join(source), " ".join(target)
        return pair

    return swap


def _word_pairs(pair: Pair) -> Iterable[Pair]:
    """The words of a name in both languages, where they are equally many."""
    arabic, english = (side.split() for side in pair)
    if len(arabic) == len(english):
        yield from ((a, e) for a, e in zip(arabic, english, strict=True) if len(a) >= LEAST_NAME and e[:1].isupper())


def with_copy(pair: Pair, chooser: random.Random) -> Pair:
    """The pair with something before or after it that a translation copies."""
    thing, first = copied_thing(chooser), chooser.random() < 0.3
    arabic, english = (f"{thing} {side}" if first else f"{side} {thing}" for side in pair)
    return arabic, english


def copied_thing(chooser: random.Random) -> str:
    """An invented link, handle, hashtag or address."""
    name, host = _invented(chooser), f"{_invented(chooser)}.{chooser.choice(ENDINGS)}"
    number = chooser.randrange(10000)
    forms = (f"https://www.{host}/{name}/{number}", f"https://{host}", f"@{name}_{number % 100}", f"@{name.title()}")
    return chooser.choice((*forms, f"#{name.title()}{_invented(chooser).title()}", f"{name}@{host}"))


def _invented(chooser: random.Random) -> str:
    return "".join(chooser.choices(SYLLABLES, k=chooser.randint(2, 3)))


def damaged_english(pair: Pair, chooser: random.Random) -> Pair:
    """English with words dropped and out of order as the source of the same English (Lample et al. 2018)."""
    words = pair[1].split()
    kept = [word for word in words if chooser.random() >= DROPPED] or words
    order = sorted(range(len(kept)), key=lambda i: i + chooser.uniform(0, STRAY))
    return " ".join(kept[i] for i in order), pair[1]
