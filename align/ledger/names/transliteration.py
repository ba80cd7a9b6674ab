"""Names across scripts: how much likelier an Arabic word spells a name than that both stand there by chance.

A name is cut into units of up to three Latin letters, each spelled by up to two Arabic ones (sh|ش, v|ف, a|); the units'
probabilities were learned by bench/fit/transliteration.py. The likeness is that of the best segmentation, against
letters drawn by chance.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

LONGEST_LATIN, LONGEST_ARABIC = 3, 2
# Longer words are compared by their beginnings.
LONGEST_WORD = 24
MOST_KNOWN = 50_000  # likenesses kept, about 10 MB
# In nats: a letter that no learned unit explains (the rarest units have -11).
UNEXPLAINED = -14.0


def latin_letters(name: str) -> str:
    """The letters of a name in lower case and without accents; ligatures as two letters."""
    plain = name.lower().replace("ß", "ss").replace("ø", "o").replace("æ", "ae").replace("ı", "i").replace("ł", "l")
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if "a" <= c <= "z")[:LONGEST_WORD]


class Transliteration:
    """The learned units. tables: natural logarithms; units by "latin|arabic", and the letters of either script."""

    def __init__(self, tables: Mapping[str, Mapping[str, float]]) -> None:
        self._units: dict[tuple[str, str], float] = {}
        for unit, value in tables["units"].items():
            latin, arabic = unit.split("|")
            chance = sum(tables["latin"][c] for c in latin) + sum(tables["arabic"][c] for c in arabic)
            self._units[latin, arabic] = value - chance
        self._known: dict[tuple[str, str], float] = {}

    def likeness(self, latin: str, arabic: str) -> float:
        """Log-likelihood ratio in nats, over 0 for a spelling. latin: `latin_letters`; arabic: one folded word."""
        key = latin[:LONGEST_WORD], arabic[:LONGEST_WORD]
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        if key not in self._known:
            self._known[key] = self._best(*key)
        return self._known[key]

    def _best(self, latin: str, arabic: str) -> float:
        """Viterbi over the segmentations of both words into units."""
        width = len(arabic) + 1
        best = [[0.0] * width for _ in range(len(latin) + 1)]
        for i in range(len(latin) + 1):
            for j in range(width):
                if i or j:
                    best[i][j] = self._step(latin, arabic, i, j, best)
        return best[-1][-1]

    def _step(self, latin: str, arabic: str, i: int, j: int, best: list[list[float]]) -> float:
        top = max(best[i - 1][j] if i else -1e9, best[i][j - 1] if j else -1e9) + UNEXPLAINED
        for a in range(min(LONGEST_ARABIC, j) + 1):
            tail = arabic[j - a : j]
            for e in range(min(LONGEST_LATIN, i) + 1):
                value = self._units.get((latin[i - e : i], tail))
                if value is not None and best[i - e][j - a] + value > top:
                    top = best[i - e][j - a] + value
        return top


@lru_cache(maxsize=1)
def load_transliteration() -> Transliteration:
    """The shipped units."""
    return Transliteration(
        json.loads(files("iqtibas.align.ledger.names").joinpath("transliteration.json").read_text("utf-8"))
    )
