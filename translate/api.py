"""What `import iqtibas` has of this room: the English of an article, sentence by sentence."""

from __future__ import annotations

import os
from pathlib import Path

from iqtibas.article.model import Article
from iqtibas.article.sentences import segment_article, split_sentences
from iqtibas.models.loaded import USING, forget_with_unload
from iqtibas.translate.glossary import Glossary, read_glossary
from iqtibas.translate.translator import Translation, Translator, load

_Setting = tuple[str, str, str, bool, int | None]
_TRANSLATORS: dict[_Setting, Translator] = {}
forget_with_unload(_TRANSLATORS.clear)


def translate(
    article: Article | str,
    *,
    model: str = "auto",
    engine: str = "auto",
    glossary: Glossary | str | os.PathLike[str] | None = None,
    offline: bool = False,
    threads: int | None = None,
) -> list[Translation]:
    """Translate the sentences of an article, or of any Arabic text, to English.

    article: a str is the text itself, never a path. model: "auto" for the best that is here, "embedded" for the small
    one that ships with the package, another known name, or a model folder; see `iqtibas models list`. engine: "auto",
    "ctranslate2" or "transformers". glossary: terms to keep to, or the CSV or TBX file that has them. offline: never
    use the network; otherwise a known model that is not here is downloaded once. threads: processor cores to use; all
    if None.

    Returns one `Translation` a sentence, in order; `segment` is its place in the article's text, in code points, and
    `notes` say what to be wary of. The translator is kept for further calls with the same settings, until
    `iqtibas.unload()`. Raises UsageError for an engine that is unknown, ModelError for a model that is unknown, damaged
    or cannot be had, ReadError for a glossary that cannot be read.
    """
    terms = glossary if glossary is None or isinstance(glossary, Glossary) else read_glossary(Path(glossary))
    if isinstance(article, str):
        segments, article = split_sentences(article), Article("text", article, "", "text", "ar", (), "")
    else:
        segments = segment_article(article)
    with USING:
        return _translator(model, engine, terms, offline, threads).translate_article(article, segments)


def _translator(model: str, engine: str, glossary: Glossary | None, offline: bool, threads: int | None) -> Translator:
    setting = model, engine, glossary.digest if glossary else "", offline, threads
    if setting not in _TRANSLATORS:
        _TRANSLATORS[setting] = load(model, engine, offline=offline, threads=threads, glossary=glossary)
    return _TRANSLATORS[setting]
