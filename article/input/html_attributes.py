"""How many attributes the elements of a page have, found out before a tree is built.

libxml2 walks all attributes of an element to append one, so that a tag with 200 000 of them takes minutes; nothing
limits them, and C code cannot be interrupted. Handing tags on without building a tree takes linear time.
"""

from __future__ import annotations

from collections.abc import Mapping

MAX_STEPS = 100_000_000
"""Most steps that appending attributes may take in all: the sum of the squares of their numbers. They take 2 s.

One tag may have ten thousand; sixty thousand tags may have forty each.
"""


def has_too_many(markup: bytes) -> bool:
    """Whether a tree of an HTML page, in UTF-8, would take more than MAX_STEPS for its attributes."""
    from lxml import etree

    tags = _Tags()
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, target=tags)
    try:
        etree.fromstring(markup, parser)
    except _TooManyError:
        return True
    except (etree.LxmlError, ValueError):  # no markup at all: whoever builds the tree says so
        return False
    return False


class _TooManyError(Exception):
    """Ends the parsing."""


class _Tags:
    """What lxml calls a parser target."""

    def __init__(self) -> None:
        self._steps = 0

    def start(self, _: str, attributes: Mapping[str, str]) -> None:
        self._steps += len(attributes) ** 2
        if self._steps > MAX_STEPS:
            raise _TooManyError

    def close(self) -> None:
        """Nothing was built."""
