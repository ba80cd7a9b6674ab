"""`iqtibas.translate`: an article or any text in, a translation a sentence out."""

from __future__ import annotations

from pathlib import Path

import pytest

import iqtibas
from iqtibas.article import segment_article
from iqtibas.translate import api, load

TEXT = "افتتح الوزير معرض الكتاب يوم الخميس. وحضر الافتتاح عدد من الكتاب."
SMALL = {"model": "embedded", "engine": "ctranslate2", "offline": True}


def test_an_article_is_translated_as_the_translator_does(samples: Path) -> None:
    article = iqtibas.read(samples / "05-agency-negation.txt")
    expected = load("embedded", "ctranslate2", offline=True).translate_article(article, segment_article(article))
    assert iqtibas.translate(article, **SMALL) == expected


def test_every_sentence_of_a_text_has_its_place() -> None:
    made = iqtibas.translate(TEXT, **SMALL)
    assert [TEXT[one.segment.start : one.segment.end] for one in made] == [f"{part}." for part in TEXT[:-1].split(". ")]
    assert all(one.english for one in made)
    assert iqtibas.translate("", **SMALL) == []
    assert iqtibas.translate("Only English.", **SMALL)[0].english == "Only English."


def test_a_glossary_may_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("معرض الكتاب,Mosaic Book Fair\n", encoding="utf-8")
    for glossary in (path, str(path), iqtibas.translate.read_glossary(path)):  # type: ignore[attr-defined]
        assert "Mosaic Book Fair" in iqtibas.translate(TEXT, glossary=glossary, **SMALL)[0].english
    with pytest.raises(iqtibas.ReadError, match="terms"):
        iqtibas.translate(TEXT, glossary=tmp_path / "no-terms.csv", **SMALL)


def test_one_translator_is_kept_for_each_setting() -> None:
    iqtibas.unload()
    for _ in range(2):
        iqtibas.translate(TEXT, **SMALL)
    assert len(api._TRANSLATORS) == 1
    iqtibas.unload()
    assert not api._TRANSLATORS


def test_errors_are_of_the_one_tree() -> None:
    with pytest.raises(iqtibas.ModelError):
        iqtibas.translate(TEXT, model="no-such-model")
    with pytest.raises(iqtibas.UsageError):
        iqtibas.translate(TEXT, engine="steam")
