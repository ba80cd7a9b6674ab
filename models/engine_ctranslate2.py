"""The CTranslate2 engine: int8 on a CPU, without torch.

Each core translates a batch of its own (one thread a batch), which is faster than all cores on one batch and makes the
result independent of the number of cores.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from iqtibas.article.errors import ModelError
from iqtibas.models.conversion import VOCABULARY_MAP
from iqtibas.models.engine import END, Decoded, Options
from iqtibas.models.plan import batches, decoding_limit

# Batches submitted ahead of the awaited one, per thread: enough that no core waits, few enough to stop soon.
AHEAD = 2


class FastEngine:
    """CTranslate2 on a CPU. folder: a converted model; its vocabulary map is used. threads: batches at a time."""

    name = "ctranslate2"

    def __init__(self, folder: Path, *, threads: int, precision: str = "int8") -> None:
        import ctranslate2

        self.folder, self.precision = folder, precision
        self.version = f"ctranslate2 {ctranslate2.__version__}"
        self._ahead = AHEAD * threads
        self._mapped = (folder / VOCABULARY_MAP).is_file()
        try:
            self._translator = ctranslate2.Translator(
                str(folder), device="cpu", compute_type=precision, inter_threads=threads, intra_threads=1
            )
        except (RuntimeError, ValueError) as error:
            raise ModelError(str(folder), f"CTranslate2 cannot load it ({error})") from error

    def translate(self, sources: Sequence[Sequence[str]], options: Options) -> Iterator[tuple[int, Decoded]]:
        """See `engine.Engine.translate`."""
        waiting: deque[tuple[list[int], list[Any]]] = deque()
        for batch in batches([len(source) for source in sources]):
            limit = decoding_limit(len(sources[batch[0]]), options.positions)
            waiting.append((batch, self._start([sources[i] for i in batch], options, limit)))
            if len(waiting) > self._ahead:
                yield from _collect(*waiting.popleft(), options)
        while waiting:
            yield from _collect(*waiting.popleft(), options)

    def _start(self, batch: Sequence[Sequence[str]], options: Options, limit: int) -> list[Any]:
        answers: list[Any] = self._translator.translate_batch(
            batch,
            asynchronous=True,
            beam_size=options.beam,
            num_hypotheses=min(options.candidates, options.beam),
            length_penalty=options.length_penalty,
            no_repeat_ngram_size=options.no_repeat_ngram,
            disable_unk=True,
            use_vmap=self._mapped,
            max_input_length=0,  # its default cuts silently; our sources fit
            max_decoding_length=limit,
            return_scores=True,
            return_attention=True,
            return_end_token=True,
        )
        return answers


def _collect(batch: list[int], answers: list[Any], options: Options) -> Iterator[tuple[int, Decoded]]:
    for index, answer in zip(batch, answers, strict=True):
        result = answer.result()
        found = zip(result.hypotheses, result.scores, result.attention, strict=True)
        best, *others = (_decoded(*one, options.length_penalty) for one in found)
        yield index, replace(best, others=tuple(others))


def _decoded(tokens: Sequence[str], score: float, attention: Sequence[Any], length_penalty: float) -> Decoded:
    finished = tokens[-1:] == [END]
    pieces = tuple(tokens[:-1] if finished else tokens)
    return Decoded(pieces, _mean(score, len(tokens), length_penalty), finished, _attended(attention[: len(pieces)]))


def _mean(score: float, length: int, length_penalty: float) -> float:
    """CTranslate2 divides a hypothesis's log-probability by length ** length_penalty; we want the mean."""
    return float(score * length**length_penalty / length) if length else 0.0


def _attended(rows: Sequence[Sequence[float]]) -> tuple[int, ...]:
    """For each piece of a translation the source piece that it attended to most, the first where several did."""
    return tuple(row.index(max(row)) for row in map(list, rows))
