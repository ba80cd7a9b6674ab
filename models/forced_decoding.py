"""How probable a translation model finds each of several English sentences for an Arabic one.

Forced decoding of contrastive pairs (Sennrich 2017, "How Grammatical is Character-level Neural Machine Translation?"):
a model too weak to translate well still tells "will" from "will not" when it is shown both.
"""

from __future__ import annotations

from collections.abc import Sequence

from iqtibas.article.reading import Reading
from iqtibas.models.conversion import converted
from iqtibas.models.engine import END, Pieces
from iqtibas.models.loaded import once
from iqtibas.models.registry import EMBEDDED, require_intact, resolve

# Longer texts are compared by their beginnings; a tweet has far fewer pieces than the model's 512 positions.
LONGEST = 400


class Contrast:
    """The embedded model as a scorer: always this one, because the fits belong to its scores."""

    def __init__(self) -> None:
        import ctranslate2

        info = resolve(EMBEDDED, offline=True)
        require_intact(info)
        self._pieces = Pieces(info.path)
        folder = converted(info, "int8").folder
        self._model = ctranslate2.Translator(str(folder), compute_type="int8", inter_threads=1, intra_threads=1)

    def log_probabilities(self, arabic: str | Reading, english: Sequence[str]) -> list[float]:
        """Natural logarithm of the probability of each English text given the Arabic one."""
        source = self._source(arabic)
        return self._score([(source, self._target(text)) for text in english])

    def log_probabilities_given(self, arabic: Sequence[str | Reading], english: str) -> list[float]:
        """Natural logarithm of the probability of one English text given each Arabic one."""
        target = self._target(english)
        return self._score([(self._source(text), target) for text in arabic])

    def _source(self, arabic: str | Reading) -> list[str]:
        return [*self._pieces.encode(Reading.of(arabic).readable().text)[:-1][:LONGEST], END]

    def _target(self, english: str) -> list[str]:
        return self._pieces.encode(english)[:-1][:LONGEST]

    def _score(self, pairs: Sequence[tuple[list[str], list[str]]]) -> list[float]:
        scored = self._model.score_batch([source for source, _ in pairs], [target for _, target in pairs])
        return [float(sum(result.log_probs)) for result in scored]


@once
def load_contrast() -> Contrast:
    """The shared judge. Raises ModelError if the embedded model is damaged."""
    return Contrast()
