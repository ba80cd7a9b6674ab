"""The fast path: what the engine may write, and a model that is asked for sense once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from iqtibas.article import UsageError
from iqtibas.article.arabic.letters import script_share
from iqtibas.models import resolve
from iqtibas.models.conversion import VOCABULARY_MAP, Conversion, converted
from iqtibas.models.engine import Pieces, read_options
from iqtibas.models.engine_ctranslate2 import FastEngine
from iqtibas.models.manifest import Manifest, read_manifest, record_files
from iqtibas.models.registry import EMBEDDED_FOLDER
from iqtibas.translate import load
from iqtibas.translate import translator as translator_module

SOURCES = (
    "وصل القطار متأخرا ساعتين بسبب الثلوج.",
    "قالت ليلى بنت هادي إن المشروع سيكلف 60 مليون دولار.",
    "زشمعتنب ﷺ ظكلثجخ",
)


@pytest.fixture(scope="module")
def conversion(model_cache: Path) -> Conversion:
    """The embedded model, converted once for the whole test run."""
    return converted(resolve("embedded", offline=True))


def pieces_made(folder: Path) -> list[tuple[str, ...]]:
    pieces, options = Pieces(EMBEDDED_FOLDER), read_options(EMBEDDED_FOLDER, "ctranslate2", "int8")
    made = dict(FastEngine(folder, threads=1).translate([pieces.encode(source) for source in SOURCES], options))
    return [made[index].pieces for index in range(len(SOURCES))]


# -- the vocabulary map


def test_no_arabic_is_ever_written(conversion: Conversion) -> None:
    made = pieces_made(conversion.folder)
    assert all(made)
    assert not any(script_share(piece).arabic for own in made for piece in own)


def test_the_alphabet_changes_no_translation_and_the_map_is_obeyed(conversion: Conversion, tmp_path: Path) -> None:
    free, bound = (shutil.copytree(conversion.folder, tmp_path / name) for name in ("free", "bound"))
    (free / VOCABULARY_MAP).unlink()
    assert pieces_made(free)[:2] == pieces_made(conversion.folder)[:2]
    (bound / VOCABULARY_MAP).write_text("\t▁the ▁train . ▁a ▁was ▁late ▁of ▁in\n", encoding="utf-8")
    assert {piece for own in pieces_made(bound) for piece in own} <= set("▁the ▁train . ▁a ▁was ▁late ▁of ▁in".split())


# -- the canary, once


@pytest.fixture
def canaries(conversion: Conversion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A cache of the test's own with the conversion in it; each canary that is made is listed."""
    shutil.copytree(conversion.folder, tmp_path / "cache" / "ctranslate2" / conversion.folder.name)
    monkeypatch.setenv("IQTIBAS_CACHE", str(tmp_path / "cache"))
    made: list[str] = []
    monkeypatch.setattr(translator_module, "require_sense", lambda translate, where, floor: made.append(where))
    return made


def test_the_same_model_is_asked_for_sense_once(canaries: list[str]) -> None:
    for _ in range(2):
        load("embedded", "ctranslate2", offline=True, threads=1)
    assert len(canaries) == 1


def test_another_conversion_is_asked_again(canaries: list[str], conversion: Conversion, tmp_path: Path) -> None:
    load("embedded", "ctranslate2", offline=True, threads=1)
    folder = tmp_path / "cache" / "ctranslate2" / conversion.folder.name
    with (folder / VOCABULARY_MAP).open("a", encoding="utf-8") as file:
        file.write("▁x\t▁x\n")
    old = read_manifest(folder)
    Manifest(old.name, old.revision, old.licence, old.languages, record_files(folder, old.files)).write(folder)
    load("embedded", "ctranslate2", offline=True, threads=1)
    assert len(canaries) == 2


def test_a_model_that_failed_is_asked_again(canaries: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(translate: object, where: str, floor: float) -> None:
        canaries.append(where)
        raise UsageError("canary", "nonsense")

    monkeypatch.setattr(translator_module, "require_sense", refuse)
    for _ in range(2):
        with pytest.raises(UsageError, match="nonsense"):
            load("embedded", "ctranslate2", offline=True, threads=1)
    assert len(canaries) == 2


# -- old conversions


# -- transformers in bfloat16
