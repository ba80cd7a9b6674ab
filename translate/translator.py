"""The face of this room: Arabic in, English out, with what a reader should be warned of."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from article.arabic import normalize
from article.errors import UsageError
from article.model import Article, Segment
from translate import guard
from translate.canary import EMBEDDED_FLOOR, FLOOR, require_sense
from translate.check import check_folder
from translate.conversion import converted
from translate.engine import Decoded, Engine, Options, Pieces, read_options
from translate.fast import FastEngine
from translate.marian import MarianEngine
from translate.models import ModelInfo, require_intact, resolve
from translate.plan import split_source

AUTO, FAST, REFERENCE = "auto", "ctranslate2", "transformers"
ENGINES = (AUTO, FAST, REFERENCE)
FAST_PRECISION = "int8"
# The same sentence scores the same to six digits whatever shares its batch; four are kept, so that outputs are equal.
SCORE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """English for one source.

    score: mean natural log-probability of its pieces, 0 at best, and 0 for what was passed through. finished:
    False if the model came to no end and was stopped.
    """

    text: str
    score: float
    finished: bool = True


@dataclass(frozen=True, slots=True)
class Translation:
    """English for one segment of an article.

    score: see `Hypothesis`. notes: see `guard`, empty if all is well.
    """

    segment: Segment
    english: str
    score: float
    notes: tuple[str, ...]


class Translator:
    """A model, an engine that runs it, and the rules around them.

    model: which one, and what the user should know about it. engine: "ctranslate2" or "transformers".
    options: all that decides the English besides model and source.
    """

    def __init__(self, model: ModelInfo, engine: Engine, pieces: Pieces, options: Options) -> None:
        self.model, self.engine, self.options = model, engine.name, options
        self._engine, self._pieces = engine, pieces

    def translate_texts(
        self, sources: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> list[Hypothesis]:
        """Translate sources, in order. progress: told how many more sources are done.

        The model reads the normalised text; equal ones are translated once. A source without Arabic letters
        comes through as it is. One that is too long for the model is split, translated in parts, and joined.
        """
        report = progress or (lambda _: None)
        texts = [normalize(source).text for source in sources]
        copies: dict[str, int] = {}
        for text in texts:
            if guard.has_arabic(text):
                copies[text] = copies.get(text, 0) + 1
        if untouched := len(texts) - sum(copies.values()):
            report(untouched)
        done = self._translate_distinct(copies, report)
        return [done.get(text) or Hypothesis(source, 0.0) for text, source in zip(texts, sources, strict=True)]

    def translate_article(
        self,
        article: Article,
        segments: Sequence[Segment],
        progress: Callable[[int], None] | None = None,
    ) -> list[Translation]:
        """Translate segments of an article, in order, each with the guard's notes."""
        sources = [article.slice(segment) for segment in segments]
        hypotheses = self.translate_texts(sources, progress)
        return [
            Translation(segment, made.text, made.score, guard.notes(source, made.text, finished=made.finished))
            for segment, source, made in zip(segments, sources, hypotheses, strict=True)
        ]

    def _translate_distinct(self, copies: dict[str, int], report: Callable[[int], None]) -> dict[str, Hypothesis]:
        """copies: how often each text is asked for. Returns each text's English."""
        parts = {text: self._parts(text) for text in copies}
        owners = [text for text, own in parts.items() for _ in own]
        made: dict[str, dict[int, Decoded]] = {text: {} for text in copies}
        for index, decoded in self._engine.translate([p for own in parts.values() for p in own], self.options):
            text = owners[index]
            made[text][index] = decoded
            if len(made[text]) == len(parts[text]):
                report(copies[text])
        return {text: self._joined([own[index] for index in sorted(own)]) for text, own in made.items()}

    def _parts(self, text: str) -> list[list[str]]:
        """The pieces of a text, split where they are too many for the model."""
        pieces = self._pieces.encode(text)
        if self._fits(pieces):
            return [pieces]
        parts = split_source(text, lambda part: self._fits(self._pieces.encode(part)))
        return [self._pieces.encode(part) for part in parts if part.strip()]

    def _fits(self, pieces: Sequence[str]) -> bool:
        return len(pieces) <= self.options.longest_source

    def _joined(self, parts: Sequence[Decoded]) -> Hypothesis:
        texts = [self._pieces.decode(part.pieces) for part in parts]
        lengths = [len(part.pieces) + 1 for part in parts]
        total = sum(part.score * length for part, length in zip(parts, lengths, strict=True))
        return Hypothesis(
            " ".join(filter(None, texts)),
            round(total / sum(lengths), SCORE_DIGITS),
            all(part.finished for part in parts),
        )


def load(model: str = "auto", engine: str = AUTO, *, offline: bool = False, threads: int | None = None) -> Translator:
    """A translator that has passed its checks: files, weights, and a few sentences translated to sense.

    model: see `models.resolve`. engine: "ctranslate2", "transformers", or "auto": transformers where there
    is a usable CUDA device, CTranslate2 elsewhere. threads: all the cores that this process may use if
    None. Raises UsageError for an unknown engine, ModelError for anything wrong with the model.
    """
    if engine not in ENGINES:
        raise UsageError("engine", f"{engine!r} is not an engine", f"choose from {', '.join(ENGINES)}")
    if threads is not None and threads < 1:
        raise UsageError("threads", f"{threads} is not a number of threads", "give at least 1")
    info = resolve(model, offline=offline)
    require_intact(info)
    if engine == AUTO:
        engine = REFERENCE if _cuda_usable() else FAST
    start = _load_fast if engine == FAST else _load_reference
    translator = start(info, threads or _cores())
    floor = EMBEDDED_FLOOR if info.weak else FLOOR
    require_sense(lambda texts: [h.text for h in translator.translate_texts(texts)], str(info.path), floor)
    return translator


def _load_fast(info: ModelInfo, threads: int) -> Translator:
    conversion = converted(info, FAST_PRECISION)
    options = read_options(info.path, FAST, FAST_PRECISION)
    engine = FastEngine(conversion.folder, threads=threads, precision=FAST_PRECISION)
    note = f"{info.note} {conversion.note}".strip()
    return Translator(replace(info, note=note), engine, Pieces(info.path), options)


def _load_reference(info: ModelInfo, threads: int) -> Translator:
    check_folder(info.path)
    pieces = Pieces(info.path)
    engine = MarianEngine(info.path, pieces, threads=threads)
    return Translator(info, engine, pieces, read_options(info.path, REFERENCE, engine.precision))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _cuda_usable() -> bool:
    """Whether torch can compute on a CUDA device.

    torch is imported only where there is a device to ask about.
    """
    if os.environ.get("CUDA_VISIBLE_DEVICES", "0").strip() in ("", "-1"):
        return False
    if not any(Path("/dev").glob("nvidia[0-9]*")) and not Path("/dev/dxg").exists():
        return False
    import torch

    return bool(torch.cuda.is_available())
