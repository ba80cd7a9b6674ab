"""The transformers engine: the reference, in float32, and the one that uses a GPU where there is one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from article.errors import ModelError
from translate.engine import Decoded, Options, Pieces
from translate.plan import batches, decoding_limit


def load_checkpoint(folder: Path) -> Any:
    """A MarianMTModel in float32 and evaluation mode.

    Raises ModelError if any weight is missing or left over; transformers would give missing layers random
    weights and log a line.
    """
    from transformers import MarianMTModel
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        model, report = MarianMTModel.from_pretrained(
            str(folder),
            dtype="float32",
            local_files_only=True,
            use_safetensors=True,
            output_loading_info=True,
        )
    except (OSError, ValueError, RuntimeError) as error:
        raise ModelError(str(folder), f"transformers cannot load it ({error})") from error
    problems = {kind: sorted(map(str, keys)) for kind, keys in report.items() if keys}
    if problems:
        kind, keys = next(iter(problems.items()))
        raise ModelError(str(folder), f"transformers reports {kind.replace('_', ' ')}: {', '.join(keys[:3])}")
    return model.eval()


class MarianEngine:
    """MarianMT (Junczys-Dowmunt et al. 2018) in transformers.

    folder: a model folder that passed its check. threads: of torch, all on one batch. Uses the first CUDA
    device where there is one.
    """

    name = "transformers"
    precision = "float32"

    def __init__(self, folder: Path, pieces: Pieces, *, threads: int) -> None:
        # OpenMP threads that spin while they wait slow each other 20-fold beside a busy neighbour. Read once, when
        # torch is first imported.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        import torch
        from transformers import GenerationConfig

        torch.set_num_threads(threads)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self._model = load_checkpoint(folder).to(self.device)
        self._model.generation_config = GenerationConfig()  # else its settings would fill the gaps in ours
        self._ids = pieces.ids
        self._names = {number: piece for piece, number in pieces.ids.items()}
        self._unknown, self._pad, self._end = pieces.ids["<unk>"], pieces.ids["<pad>"], pieces.ids["</s>"]

    def translate(self, sources: Sequence[Sequence[str]], options: Options) -> Iterator[tuple[int, Decoded]]:
        """See `engine.Engine.translate`."""
        for batch in batches([len(source) for source in sources]):
            limit = decoding_limit(len(sources[batch[0]]), options.positions)
            decoded = self._translate_batch([sources[i] for i in batch], options, limit)
            yield from zip(batch, decoded, strict=True)

    def _translate_batch(self, sources: Sequence[Sequence[str]], options: Options, limit: int) -> list[Decoded]:
        import torch

        width = max(map(len, sources))
        rows = [[self._ids.get(piece, self._unknown) for piece in source] for source in sources]
        ids = torch.tensor([row + [self._pad] * (width - len(row)) for row in rows], device=self.device)
        inputs = {"input_ids": ids, "attention_mask": (ids != self._pad).long()}
        with torch.inference_mode():
            targets = self._model.generate(**inputs, generation_config=self._settings(options, limit))
            scores = self._scores(inputs, targets)
        return [self._decoded(*pair) for pair in zip(targets[:, 1:].tolist(), scores, strict=True)]

    def _settings(self, options: Options, limit: int) -> Any:
        from transformers import GenerationConfig

        return GenerationConfig(
            num_beams=options.beam,
            length_penalty=options.length_penalty,
            no_repeat_ngram_size=options.no_repeat_ngram,
            max_new_tokens=limit,
            early_stopping=options.beam > 1,
            renormalize_logits=True,
            do_sample=False,
            suppress_tokens=[self._pad, self._unknown],
            decoder_start_token_id=self._pad,
            pad_token_id=self._pad,
            eos_token_id=self._end,
        )

    def _scores(self, inputs: dict[str, Any], targets: Any) -> list[float]:
        """Mean log-probability of each target's tokens after the start token, padding left out."""
        import torch

        logits = self._model(**inputs, decoder_input_ids=targets[:, :-1]).logits
        logits[:, :, [self._pad, self._unknown]] = -torch.inf
        chosen = targets[:, 1:]
        scores = logits.log_softmax(-1).gather(-1, chosen.unsqueeze(-1)).squeeze(-1)
        kept = chosen != self._pad
        means = scores.masked_fill(~kept, 0.0).sum(1) / kept.sum(1).clamp(min=1)
        return [float(mean) for mean in means.tolist()]

    def _decoded(self, target: list[int], score: float) -> Decoded:
        finished = self._end in target
        kept = target[: target.index(self._end)] if finished else target
        return Decoded(tuple(self._names[number] for number in kept if number != self._pad), score, finished)
