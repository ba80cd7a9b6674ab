"""The transformers engine: the reference, in float32, and the one that uses a GPU where there is one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from iqtibas.article.errors import ModelError, UsageError
from iqtibas.models.engine import Decoded, Options, Pieces
from iqtibas.models.folder import CONFIG, WEIGHTS, read_json
from iqtibas.models.plan import batches, decoding_limit
from iqtibas.models.quantised import dequantise
from iqtibas.models.shortlist import english_pieces

BFLOAT16_FLAGS = frozenset(("avx512_bf16", "amx_bf16", "bf16"))  # as Linux names them on x86 and ARM


def load_checkpoint(folder: Path) -> Any:
    """A MarianMTModel in float32 and evaluation mode; weights in 8 bits are multiplied out.

    Raises ModelError if any weight is missing or left over; transformers would give missing layers random
    weights and log a line.
    """
    import torch
    from safetensors import SafetensorError
    from safetensors.numpy import load_file
    from transformers import MarianConfig, MarianMTModel
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        config = MarianConfig.from_dict(read_json(folder / CONFIG))
        weights = dequantise(load_file(folder / WEIGHTS))
        model, report = MarianMTModel.from_pretrained(
            None,
            config=config,
            state_dict={name: torch.from_numpy(array) for name, array in weights.items()},
            dtype="float32",
            local_files_only=True,
            use_safetensors=True,
            output_loading_info=True,
        )
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise ModelError(str(folder), f"transformers cannot load it ({error})") from error
    problems = {kind: sorted(map(str, keys)) for kind, keys in report.items() if keys}
    if problems:
        kind, keys = next(iter(problems.items()))
        raise ModelError(str(folder), f"transformers reports {kind.replace('_', ' ')}: {', '.join(keys[:3])}")
    return model.eval()


class MarianEngine:
    """MarianMT (Junczys-Dowmunt et al. 2018) in transformers.

    folder: a model folder that passed its check. threads: of torch, all on one batch. precision: "float32", the
    reference, or "bfloat16": half as fast again on a processor that computes with it, equally good, but it words every
    third sentence otherwise (bench/load/speed.py). Uses the first CUDA device where there is one. Raises UsageError
    where bfloat16 is asked for and nothing here computes with it.
    """

    name = "transformers"

    def __init__(self, folder: Path, pieces: Pieces, *, threads: int, precision: str = "float32") -> None:
        # OpenMP threads that spin while they wait slow each other 20-fold beside a busy neighbour. Read once, when
        # torch is first imported.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        import torch
        import transformers

        torch.set_num_threads(threads)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        if precision == "bfloat16" and not _computes_bfloat16(self.device):
            raise UsageError("engine", f"nothing here computes with {precision}", "choose transformers or ctranslate2")
        self.precision = precision
        self._model = load_checkpoint(folder).to(self.device, getattr(torch, precision))
        self.version = f"transformers {transformers.__version__} torch {torch.__version__} {self.device}"
        self._model.generation_config = transformers.GenerationConfig()  # else its settings would fill the gaps in ours
        self._ids = pieces.ids
        self._names = {number: piece for piece, number in pieces.ids.items()}
        self._unknown, self._pad, self._end = pieces.ids["<unk>"], pieces.ids["<pad>"], pieces.ids["</s>"]
        _allow_only(self._model.final_logits_bias, [*english_pieces(pieces.ids), self._end])

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
        settings = self._settings(options, limit)
        each = settings.num_return_sequences
        with torch.inference_mode():
            targets = self._model.generate(**inputs, generation_config=settings)
            scores = self._scores({name: rows.repeat_interleave(each, 0) for name, rows in inputs.items()}, targets)
        made = [self._decoded(*pair) for pair in zip(targets[:, 1:].tolist(), scores, strict=True)]
        return [replace(made[at], others=tuple(made[at + 1 : at + each])) for at in range(0, len(made), each)]

    def _settings(self, options: Options, limit: int) -> Any:
        from transformers import GenerationConfig

        return GenerationConfig(
            num_beams=options.beam,
            num_return_sequences=min(options.candidates, options.beam),
            length_penalty=options.length_penalty,
            no_repeat_ngram_size=options.no_repeat_ngram,
            max_new_tokens=limit,
            early_stopping=options.beam > 1,
            renormalize_logits=True,
            do_sample=False,
            decoder_start_token_id=self._pad,
            pad_token_id=self._pad,
            eos_token_id=self._end,
        )

    def _scores(self, inputs: dict[str, Any], targets: Any) -> list[float]:
        """Mean log-probability of each target's tokens after the start token, padding left out."""
        logits = self._model(**inputs, decoder_input_ids=targets[:, :-1]).logits
        chosen = targets[:, 1:]
        scores = logits.float().log_softmax(-1).gather(-1, chosen.unsqueeze(-1)).squeeze(-1)
        kept = chosen != self._pad
        means = scores.masked_fill(~kept, 0.0).sum(1) / kept.sum(1).clamp(min=1)
        return [float(mean) for mean in means.tolist()]

    def _decoded(self, target: list[int], score: float) -> Decoded:
        finished = self._end in target
        kept = target[: target.index(self._end)] if finished else target
        return Decoded(tuple(self._names[number] for number in kept if number != self._pad), score, finished)


def _allow_only(bias: Any, numbers: list[int]) -> None:
    """Set all but these columns of a (1, pieces) bias of logits to minus infinity."""
    kept = bias[:, numbers].clone()
    bias.fill_(-float("inf"))
    bias[:, numbers] = kept


def _computes_bfloat16(device: str, processor: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether in hardware; elsewhere it is emulated, slower than float32."""
    if device == "cuda":
        import torch

        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    try:
        flags = processor.read_text(encoding="utf-8").split()
    except OSError:
        return False  # not Linux
    return not BFLOAT16_FLAGS.isdisjoint(flags)
