"""The public part of `translate`: Arabic to English, with notes on what is visibly wrong."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from iqtibas.article.arabic.spacing import readable
from iqtibas.article.errors import UsageError
from iqtibas.article.mending import as_read
from iqtibas.article.model import Article, Segment
from iqtibas.article.visible import visible
from iqtibas.models.canary import EMBEDDED_FLOOR, FLOOR, require_sense
from iqtibas.models.conversion import converted
from iqtibas.models.engine import Engine, Options, Pieces, read_options
from iqtibas.models.engine_ctranslate2 import FastEngine
from iqtibas.models.engine_transformers import MarianEngine
from iqtibas.models.registry import ModelInfo, require_intact, resolve
from iqtibas.models.validate import check_folder
from iqtibas.storage.folders import has_passed, record_passed
from iqtibas.translate import fitted, guard
from iqtibas.translate.glossary import Glossary
from iqtibas.translate.hypothesis import Hypothesis
from iqtibas.translate.memory import Memory, SystemMemory, system_key
from iqtibas.translate.names import known_names
from iqtibas.translate.pipeline import Pipeline
from iqtibas.translate.protect import restore
from iqtibas.translate.rerank import preload_encoder
from iqtibas.translate.terms import TermIndex

AUTO, FAST, REFERENCE, SHORT = "auto", "ctranslate2", "transformers", "transformers-bfloat16"
PRECISIONS = {FAST: "int8", REFERENCE: "float32", SHORT: "bfloat16"}
ENGINES = (AUTO, *PRECISIONS)


@dataclass(frozen=True, slots=True)
class Translation:
    """English for one segment of an article.

    score, accepted, quality: see `Hypothesis`. notes: see `guard`, empty if all is well or a person accepted it.
    """

    segment: Segment
    english: str
    score: float
    notes: tuple[str, ...]
    accepted: bool = False
    quality: float | None = None


class Translator:
    """A model, an engine that runs it, and the rules around them.

    model: which one, and what the user should know about it. engine: "ctranslate2" or "transformers".
    options: all that decides the English besides model, source and glossary. glossary: terms that must be kept to.
    """

    def __init__(
        self, model: ModelInfo, engine: Engine, pieces: Pieces, options: Options, glossary: Glossary | None = None
    ) -> None:
        self.model, self.engine, self.options = model, engine.name, options
        self._glossary = glossary
        terms = glossary.terms if glossary else ()
        names = TermIndex(known_names())
        self._pipeline = Pipeline(engine, pieces, options, TermIndex(terms), names, fitted.scale(model.digest))
        self._memory = SystemMemory(None)

    def use_memory(self, memory: Memory | None) -> None:
        """Look sources up in a memory first, and keep there what is made; None to do without from now on."""
        self._memory = SystemMemory(memory, self._key())

    @property
    def windows(self) -> int:
        """How many windows of articles to translate at a time, see `batch`."""
        return 1

    @property
    def note(self) -> str:
        """What the user should know about how it went, or ""."""
        return ""

    def expect(self, articles: Sequence[tuple[Article, Sequence[Segment]]]) -> None:
        """Announce articles to translate soon: one that works on other machines begins, this one does nothing."""

    def fingerprint(self) -> str:
        """SHA-256 over all that decides the English of a source, accepted pairs included."""
        accepted = self._memory.accepted_digest()
        return hashlib.sha256(self._key() + accepted.encode()).hexdigest()

    def _key(self) -> bytes:
        return system_key(self.model.digest, self.options, self._glossary.digest if self._glossary else "")

    def translate_texts(
        self, sources: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> list[Hypothesis]:
        """Translate sources, in order. progress: told how many more sources are done.

        The model reads the normalised text, with lost spaces put back; equal ones are translated once, and those that
        the memory knows not at all. A source without Arabic letters comes through as it is. One that is too long for
        the model is split, translated in parts, and joined.
        """
        report = progress or (lambda _: None)
        texts = [readable(source).text for source in sources]
        copies: dict[str, int] = {}
        for text in texts:
            if guard.has_arabic(text):
                copies[text] = copies.get(text, 0) + 1
        done = self._memory.find(list(copies))
        missing = {text: copies[text] for text in copies if text not in done}
        if untouched := len(texts) - sum(missing.values()):
            report(untouched)
        done |= self._translate_distinct(missing, report)
        return [_delivered(done.get(text), text, source) for text, source in zip(texts, sources, strict=True)]

    def translate_article(
        self,
        article: Article,
        segments: Sequence[Segment],
        progress: Callable[[int], None] | None = None,
    ) -> list[Translation]:
        """Translate segments of an article, in order, each with the guard's notes."""
        return self.translate_articles([(article, segments)], progress)[0]

    def translate_articles(
        self,
        articles: Sequence[tuple[Article, Sequence[Segment]]],
        progress: Callable[[int], None] | None = None,
    ) -> list[list[Translation]]:
        """Translate segments of several articles in one plan: what is too little for a batch shares one."""
        pairs = [pair for article, segments in articles for pair in _sources(article, segments)]
        hypotheses = self.translate_texts([source for _, source in pairs], progress)
        made = iter(
            Translation(segment, own.text, own.score, own.notes, own.accepted, own.quality)
            for (segment, _), own in zip(pairs, hypotheses, strict=True)
        )
        return [[next(made) for _ in segments] for _, segments in articles]

    def _translate_distinct(self, copies: dict[str, int], report: Callable[[int], None]) -> dict[str, Hypothesis]:
        """copies: how often each text is asked for. Returns each text's English."""
        made: dict[str, Hypothesis] = {}
        for text, hypothesis in self._pipeline.run(list(copies)):
            made[text] = hypothesis
            self._memory.keep(text, hypothesis)
            report(copies[text])
        return made


def _sources(article: Article, segments: Sequence[Segment]) -> list[tuple[Segment, str]]:
    """Segments with what is read of them."""
    text = as_read(article)
    return [(segment, visible(text[segment.start : segment.end]).text) for segment in segments]


class LazyTranslator(Translator):
    """A translator whose model is loaded for the first source that the memory does not know, and checked then."""

    def __init__(
        self,
        model: ModelInfo,
        engine: str,
        options: Options,
        glossary: Glossary | None,
        start: Callable[[], Translator],
    ) -> None:
        self.model, self.engine, self.options, self._glossary = model, engine, options, glossary
        self._memory = SystemMemory(None)
        self._start = start
        self._started: Translator | None = None

    def _translate_distinct(self, copies: dict[str, int], report: Callable[[int], None]) -> dict[str, Hypothesis]:
        if not copies:
            return {}
        if self._started is None:
            self._started = self._start()
            self.model = self._started.model  # with what its conversion has to say
        self._started._memory = self._memory
        return self._started._translate_distinct(copies, report)


def load(
    model: str = "auto",
    engine: str = AUTO,
    *,
    offline: bool = False,
    threads: int | None = None,
    lexicon: bool = False,
    glossary: Glossary | None = None,
) -> Translator:
    """A translator that has passed its checks: files, weights, and a few sentences translated to sense.

    model: see `models.resolve`. engine: "ctranslate2", "transformers", "transformers-bfloat16" (see `MarianEngine`),
    or "auto": transformers where there is a usable CUDA device, CTranslate2 elsewhere. threads: all the cores that
    this process may use if None. lexicon: consider only likely translations, see `shortlist`; faster with a large
    vocabulary, and the English may depend on what is translated with it. glossary: see `Translator`. The canary is
    left out where it was passed before, by the same files and code on this machine. Raises UsageError for an engine
    that is unknown or cannot do what is asked, ModelError for anything wrong with the model.
    """
    info, engine = _choose(model, engine, offline, threads)
    return _load(info, engine, threads, lexicon, glossary)


def load_lazy(
    model: str = "auto",
    engine: str = AUTO,
    *,
    offline: bool = False,
    threads: int | None = None,
    lexicon: bool = False,
    glossary: Glossary | None = None,
    soon: bool = False,
) -> Translator:
    """Like `load`, but the model is loaded when it is first needed: what the memory holds needs none.

    Model, engine and options are known at once. soon: the model will probably be needed, so the slowest part
    begins to load in a thread. Raises as `load` does, for the model's weights when they are needed.
    """
    info, engine = _choose(model, engine, offline, threads)
    name = FAST if engine == FAST else REFERENCE
    options = read_options(info.path, name, PRECISIONS[engine], lexicon=lexicon)
    if soon and options.candidates > 1:
        preload_encoder()
    return LazyTranslator(info, name, options, glossary, lambda: _load(info, engine, threads, lexicon, glossary))


def _choose(model: str, engine: str, offline: bool, threads: int | None) -> tuple[ModelInfo, str]:
    if engine not in ENGINES:
        raise UsageError("engine", f"{engine!r} is not an engine", f"choose from {', '.join(ENGINES)}")
    if threads is not None and threads < 1:
        raise UsageError("threads", f"{threads} is not a number of threads", "give at least 1")
    info = resolve(model, offline=offline)
    return info, ((REFERENCE if _cuda_usable() else FAST) if engine == AUTO else engine)


def _load(info: ModelInfo, engine: str, threads: int | None, lexicon: bool, glossary: Glossary | None) -> Translator:
    require_intact(info)
    start = _load_fast if engine == FAST else _load_reference
    translator, build = start(info, PRECISIONS[engine], threads or _cores(), lexicon, glossary)
    floor = EMBEDDED_FLOOR if info.weak else FLOOR
    made_by = f"{system_key(info.digest, translator.options).hex()} {build} {platform.machine()} {platform.node()}"
    if not has_passed(check := f"canary {floor} {made_by}"):
        require_sense(lambda texts: [h.text for h in translator.translate_texts(texts)], str(info.path), floor)
        record_passed(check)
    return translator


def _load_fast(
    info: ModelInfo, precision: str, threads: int, lexicon: bool, glossary: Glossary | None
) -> tuple[Translator, str]:
    """The translator, and what its engine is made of besides model and options."""
    options = read_options(info.path, FAST, precision, lexicon=lexicon)
    if options.candidates > 1:
        preload_encoder()
    conversion = converted(info, precision, lexicon=lexicon)
    engine = FastEngine(conversion.folder, threads=threads, precision=precision)
    note = f"{info.note} {conversion.note}".strip()
    build = f"{engine.version} {conversion.digest}"
    return Translator(replace(info, note=note), engine, Pieces(info.path), options, glossary), build


def _load_reference(
    info: ModelInfo, precision: str, threads: int, lexicon: bool, glossary: Glossary | None
) -> tuple[Translator, str]:
    if lexicon:
        raise UsageError("lexicon", f"the engine {REFERENCE} cannot use one", f"choose {FAST}")
    check_folder(info.path)
    pieces = Pieces(info.path)
    engine = MarianEngine(info.path, pieces, threads=threads, precision=precision)
    options = read_options(info.path, REFERENCE, precision)
    return Translator(info, engine, pieces, options, glossary), engine.version


def _delivered(made: Hypothesis | None, text: str, source: str) -> Hypothesis:
    """A hypothesis for one source; the untouched source where there was nothing to translate."""
    return replace(made, text=restore(made.text, text, source)) if made else Hypothesis(source, 0.0)


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
