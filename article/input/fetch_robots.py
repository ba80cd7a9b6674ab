"""What a site asks of programs in its robots.txt (RFC 9309, the Robots Exclusion Protocol).

`urllib.robotparser` follows the draft of 1996: it knows no wildcards and takes the first rule that matches, where the
standard, and the sites, mean the longest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iqtibas.article.input.fetch_url import encoded

if TYPE_CHECKING:
    from iqtibas.article.input.fetch_http import Deadline

ROBOTS_PATH = "/robots.txt"
MAX_ROBOTS_BYTES = 512_000
"""How much of it is read, and what follows is not; RFC 9309, section 2.5, asks for at least 500 kibibytes."""
RULES_A_LOOK = 64  # rules that are held against a path between two looks at the clock


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules for us, each a pattern and whether it allows. No rules allow all."""

    rules: tuple[tuple[str, bool], ...] = ()

    def allow(self, path: str, deadline: Deadline | None = None) -> bool:
        """Whether a percent-encoded path with query may be asked for: the longest pattern decides, allowing first.

        Raises TimeoutError when the time for the fetch is over.
        """
        best = (-1, True)
        for number, (pattern, allowed) in enumerate(self.rules):
            if deadline and number % RULES_A_LOOK == 0:
                deadline.left()
            if (len(pattern), allowed) > best and matches(pattern, path):
                best = (len(pattern), allowed)
        return best[1]


NOTHING = Rules((("/", False),))
"""What holds where the rules cannot be had: nothing is allowed (RFC 9309, section 2.3.1.4)."""


def parse_robots(text: str, product: str) -> Rules:
    """The rules of a robots.txt for a product token, as "iqtibas"; those for `*` where it is not named.

    Time and memory are linear: of a group it only counts whether it is for the product, for all, or for neither.
    """
    named: dict[str, list[tuple[str, bool]]] = {}
    ours, collecting = {"*", product.lower()}, False
    agents: set[str] = set()
    for key, value in _records(text):
        if key == "user-agent":
            agents = (agents if collecting else set()) | ({value.lower()} & ours)
            collecting = True
            for agent in agents:
                named.setdefault(agent, [])
        elif key in ("allow", "disallow"):
            collecting = False
            for agent in agents if value else ():
                named[agent].append((encoded(value), key == "allow"))
    return Rules(tuple(named.get(product.lower(), named.get("*", []))))


def _records(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def matches(pattern: str, path: str) -> bool:
    """Whether a path begins as a pattern says: `*` stands for anything, a last `$` for the end. Time is linear."""
    whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not others:
        return not whole or at == len(path)
    for piece in others[:-1] if whole else others:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not whole or (path.endswith(others[-1]) and len(path) - len(others[-1]) >= at)
