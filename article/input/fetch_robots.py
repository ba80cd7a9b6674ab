"""What a site asks of programs in its robots.txt (RFC 9309, the Robots Exclusion Protocol).

`urllib.robotparser` follows the draft of 1996: it knows no wildcards and takes the first rule that matches, where the
standard, and the sites, mean the longest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iqtibas.article.input.fetch_url import encoded

ROBOTS_PATH = "/robots.txt"
MAX_ROBOTS_BYTES = 512_000
"""How much of it is read, and what follows is not; RFC 9309, section 2.5, asks for at least 500 kibibytes."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules for us, each a pattern and whether it allows. No rules allow all."""

    rules: tuple[tuple[str, bool], ...] = ()

    def allow(self, path: str) -> bool:
        """Whether a percent-encoded path with query may be asked for: the longest pattern decides, allowing first."""
        found = [(len(pattern), allowed) for pattern, allowed in self.rules if matches(pattern, path)]
        return max(found)[1] if found else True


NOTHING = Rules((("/", False),))
"""What holds where the rules cannot be had: nothing is allowed (RFC 9309, section 2.3.1.4)."""


def parse_robots(text: str, product: str) -> Rules:
    """The rules of a robots.txt for a product token, as "iqtibas"; those for `*` where it is not named."""
    groups: dict[str, list[tuple[str, bool]]] = {}
    agents: list[str] = []
    collecting = False
    for key, value in _records(text):
        if key == "user-agent":
            agents = [*agents, value.lower()] if collecting else [value.lower()]
            collecting = True
            groups.setdefault(value.lower(), [])
        elif key in ("allow", "disallow"):
            collecting = False
            for agent in agents if value else ():
                groups[agent].append((encoded(value), key == "allow"))
    return Rules(tuple(groups.get(product.lower(), groups.get("*", []))))


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
