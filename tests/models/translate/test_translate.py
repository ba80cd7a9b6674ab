"""Translation with the embedded model: the rules around the engines, and the two engines themselves."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from model_folders import Tensors, edit_json, embedded_copy, rewrite, tiny_model
from places import ROOT

from iqtibas.article import Article, Block, ModelError, Segment
from iqtibas.models import ModelInfo, Options, convert, plan, resolve
from iqtibas.models import conversion as conversion_module
from iqtibas.models.conversion import CONVERTED_FILES, Conversion, converted
from iqtibas.models.engine import Decoded, Pieces
from iqtibas.models.engine_ctranslate2 import FastEngine
from iqtibas.models.registry import EMBEDDED_FOLDER
from iqtibas.models.validate import SHARED
from iqtibas.translate import Translator, load

SOURCES = (
    "أعلنت وزارة الصحة في مدينة سيرين افتتاح مستشفى جديد يوم الأحد.",
    "قال المدير إن المشروع سيكلف 60 مليون دولار.",
    "لم يحضر أحد الاجتماع.",
    "تعمل ليلى بنت هادي معلمة في مدرسة القرية منذ عام 2009.",
    "كيف يمكنني تغيير إعدادات الحساب؟",
    "ارتفعت أسعار الخبز والحليب في الشهر الماضي.",
    "يجب أن يتعلم كل طفل القراءة والكتابة.",
    "وصل القطار متأخرا ساعتين بسبب الثلوج.",
    "تقع الجزيرة على بعد ثلاثين كيلومترا من الساحل.",
    "شكرا جزيلا على مساعدتكم.",
    "وافق المجلس على القانون الجديد بأغلبية كبيرة، لكن الحزب المعارض رفض التوقيع عليه.",
    "هذه أول مرة أسافر فيها بالطائرة.",
    "يستخدم المزارعون مياه النهر لري الحقول.",
    "فاز الفريق بالمباراة بثلاثة أهداف مقابل هدف واحد.",
    "اكتب اسمك وعنوانك في هذا النموذج.",
    "نشرت الشركة تقريرها السنوي على موقعها.",
    "أغلقت الشرطة الطريق بعد الحادث.",
    "لا نعرف متى ستنتهي الأزمة.",
    "زار الوفد المتحف والتقى بعدد من الطلاب.",
    "كان البحر هادئا والقمر كاملا.",
)
LATIN = str.maketrans("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ،؟", "abtcjhxdvrzsqwepogyfiklmnhuyyhaaaauy,?")
OPTIONS = Options("fake", "exact", beam=4, length_penalty=1.0, no_repeat_ngram=0, positions=64)


# -- plan


# -- the rules around an engine


class EchoEngine:
    """Answers each source with itself in Latin letters, last one first, to show that order is restored."""

    name, precision = "fake", "exact"

    def __init__(self, pieces: Pieces) -> None:
        self.asked: list[Sequence[str]] = []
        self._pieces = pieces

    def translate(self, sources: Sequence[Sequence[str]], options: Options) -> Iterator[tuple[int, Decoded]]:
        self.asked += sources
        for index in reversed(range(len(sources))):
            assert 1 <= len(sources[index]) <= options.longest_source
            made = self._pieces.encode(self._pieces.decode(sources[index][:-1]).translate(LATIN))[:-1]
            yield index, Decoded(tuple(made), -1.0 - len(self.asked) % 2, finished=True)


@pytest.fixture
def echo() -> tuple[Translator, EchoEngine]:
    info = ModelInfo("embedded", EMBEDDED_FOLDER, "", "", "", weak=True, note="")
    engine = EchoEngine(Pieces(EMBEDDED_FOLDER))
    return Translator(info, engine, Pieces(EMBEDDED_FOLDER), OPTIONS), engine


def test_equal_sources_are_translated_once_and_others_pass_through(
    echo: tuple[Translator, EchoEngine],
) -> None:
    translator, engine = echo
    sources = ["نعم", "", "https://t.co/x", "نـعم", "  ", "😀", "نَعَم", "لا", "12٫5", "\ud800"]
    told: list[int] = []
    made = translator.translate_texts(sources, told.append)
    assert len(engine.asked) == 2
    assert [made[i].text for i in (1, 2, 4, 5, 8, 9)] == [sources[i] for i in (1, 2, 4, 5, 8, 9)]
    assert made[0] == made[3] == made[6]
    assert made[7].text == "la"
    assert sorted(told) == [1, 3, 6]
    assert translator.translate_texts([]) == []


def test_an_over_long_source_is_split_and_nothing_of_it_is_lost(
    echo: tuple[Translator, EchoEngine],
) -> None:
    translator, engine = echo
    source = "ذهب الولد إلى المدرسة في الصباح، ثم عاد إلى البيت. " * 20
    told: list[int] = []
    (made,) = translator.translate_texts([source], told.append)
    assert len(engine.asked) > 10
    assert made.text.split() == source.translate(LATIN).split()
    assert told == [1]
    assert made.finished


def test_an_article_s_segments_come_back_with_their_notes(echo: tuple[Translator, EchoEngine]) -> None:
    translator, _ = echo
    text = "عنوان قصير\nقال 60 شخصا"
    article = Article("a", text, "", "", "ar", (Block("paragraph", 0, len(text)),), "")
    segments = [Segment(0, 10), Segment(11, len(text))]
    made = translator.translate_article(article, segments)
    assert [translation.segment for translation in made] == segments
    assert [translation.notes for translation in made] == [(), ()]
    assert made[1].english == "قال 60 شخصا".translate(LATIN)


# -- the embedded model in CTranslate2, converted once for this file


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IQTIBAS_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="module")
def conversion(cache: Path) -> Conversion:
    return converted(resolve("embedded"))


@pytest.fixture(scope="module")
def translator(conversion: Conversion) -> Translator:
    return load("embedded", "ctranslate2", threads=2)


def test_translating_imports_no_torch(cache: Path, conversion: Conversion) -> None:
    program = (
        "import sys; from iqtibas import translate; made = translate.load('embedded', 'auto', offline=True, threads=1)"
        ".translate_texts(['لكل شخص الحق في التعليم.']); "
        "print(made[0].text, not {'torch', 'transformers', 'huggingface_hub'} & set(sys.modules))"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT), "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == "Everyone has the right to education. True", done.stderr
    assert [path.name for path in (cache / "ctranslate2").iterdir()] == [conversion.folder.name]


def test_the_same_sources_give_the_same_bytes_whatever_the_threads_and_the_company(
    translator: Translator, conversion: Conversion
) -> None:
    made = translator.translate_texts(SOURCES)
    assert translator.translate_texts(SOURCES) == made
    shuffled = random.Random(0).sample(range(len(SOURCES)), len(SOURCES))
    again = translator.translate_texts([SOURCES[index] for index in shuffled])
    assert again == [made[index] for index in shuffled]
    one_thread = FastEngine(conversion.folder, threads=1)
    alone = Translator(translator.model, one_thread, Pieces(EMBEDDED_FOLDER), translator.options)
    assert [alone.translate_texts([source])[0] for source in SOURCES] == made


def test_the_embedded_model_is_named_as_what_it_is(translator: Translator) -> None:
    assert translator.model.weak
    assert translator.engine == "ctranslate2"
    assert translator.options.precision == "int8"
    assert all(made.score < 0 and made.finished for made in translator.translate_texts(SOURCES[:3]))


@pytest.mark.parametrize(
    "source",
    [
        "ﷺ",
        "مرحبا 😀🇪🇬👨‍👩‍👧",
        "مر\x00حبا \ud800 بك </s> <unk> >>fr<<",
        "\u202bمرحبا\u202c",
        "ذهب الولد إلى المدرسة في الصباح ثم عاد إلى البيت مع صديقه " * 36,
        "ا" * 1500,
    ],
)
def test_odd_and_endless_sources_are_translated_without_a_crash(translator: Translator, source: str) -> None:
    (made,) = translator.translate_texts([source])
    assert made.text
    assert "⁇" not in made.text


def test_a_hundred_thousand_letters_without_a_mark_are_split_to_fit(translator: Translator) -> None:
    pieces, longest = Pieces(EMBEDDED_FOLDER), translator.options.longest_source
    letters = random.Random(0).choices("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", k=100_000)
    parts = plan.split_source("".join(letters), lambda part: len(pieces.encode(part)) <= longest)
    assert "".join(parts) == "".join(letters)
    assert len(parts) < 1000


def test_quality_does_not_fall(translator: Translator, shared: Path) -> None:
    """chrF2++ over the first 40 lines was 33.5; docs/decisions/0004-two-engines.md has the whole set."""
    from sacrebleu.metrics.chrf import CHRF

    sources, references = (
        (shared / "eval" / f"flores-dev.{language}").read_text().splitlines()[:40] for language in ("ar", "en")
    )
    made = [hypothesis.text for hypothesis in translator.translate_texts(sources)]
    assert CHRF(word_order=2).corpus_score(made, [references]).score > 32


@pytest.fixture
def fake_converter(conversion: Conversion, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Conversions are copies of the real one; the folders written are returned."""
    written: list[Path] = []

    def copy(model: Path, folder: Path, precision: str) -> None:
        written.append(folder)
        for name in CONVERTED_FILES:
            shutil.copy(conversion.folder / name, folder / name)

    monkeypatch.setattr(conversion_module, "_run_converter", copy)
    return written


def test_a_conversion_is_made_once_and_again_when_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_converter: list[Path]
) -> None:
    monkeypatch.setenv("IQTIBAS_CACHE", str(tmp_path))
    info = resolve("embedded")
    folder = converted(info).folder
    assert converted(info) == Conversion(folder, "")
    assert len(fake_converter) == 1
    for damage in (b"", (folder / "model.bin").read_bytes()[:-1], b"\x00" * 9):
        (folder / "model.bin").write_bytes(damage)
        assert converted(info).folder == folder
    (folder / "manifest.json").write_text("{")
    converted(info)
    assert len(fake_converter) == 5
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.usefixtures("fake_converter")
def test_an_unwritable_cache_is_said_and_does_not_stop_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("IQTIBAS_CACHE", str(tmp_path / "file" / "cache"))
    translator = load("embedded", "ctranslate2", threads=1)
    assert "cannot be written" in translator.model.note
    assert translator.translate_texts(["نعم"])[0].text


def test_a_conversion_with_another_vocabulary_is_caught_by_the_canary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, conversion: Conversion
) -> None:
    def shift_by_one(model: Path, folder: Path, precision: str) -> None:
        for name in CONVERTED_FILES:
            shutil.copy(conversion.folder / name, folder / name)
        end, *pieces = json.loads((folder / "shared_vocabulary.json").read_text())
        (folder / "shared_vocabulary.json").write_text(json.dumps([end, *pieces[1:], pieces[0]]))

    monkeypatch.setenv("IQTIBAS_CACHE", str(tmp_path))
    monkeypatch.setattr(conversion_module, "_run_converter", shift_by_one)
    with pytest.raises(ModelError, match="the model talks nonsense"):
        load("embedded", "ctranslate2", threads=1)


def test_a_failed_conversion_is_one_line_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IQTIBAS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(ModelError, match="cannot be converted for CTranslate2") as refusal:
        converted(resolve("embedded"))
    assert "\n" not in str(refusal.value)
    assert list((tmp_path / "cache" / "ctranslate2").iterdir()) == []


# -- transformers (its import takes seconds: few tests)


def test_both_engines_choose_the_same_pieces(tmp_path: Path) -> None:
    from iqtibas.models.engine_transformers import MarianEngine

    pieces, options = Pieces(EMBEDDED_FOLDER), replace(OPTIONS, beam=1, no_repeat_ngram=3, positions=512)
    convert.main(str(EMBEDDED_FOLDER), str(tmp_path), "float32")
    sources = [pieces.encode(source) for source in SOURCES]
    fast = dict(FastEngine(tmp_path, threads=1, precision="float32").translate(sources, options))
    engine = MarianEngine(EMBEDDED_FOLDER, pieces, threads=1)
    reference = dict(engine.translate(sources, options))
    same = sum(
        one == other
        for index in reference
        for one, other in zip(fast[index].pieces, reference[index].pieces, strict=False)
    )
    assert same >= 0.99 * sum(len(made.pieces) for made in reference.values())
    assert all(fast[index].finished == made.finished for index, made in reference.items())
    # Where no n-gram was forbidden on the way, the scores are the same sum in another order.
    close = [abs(fast[index].score - made.score) < 1e-3 for index, made in reference.items()]
    assert sum(close) >= 0.9 * len(close)
    wide = dict(engine.translate(sources[:2], replace(options, beam=3, candidates=2)))
    assert all(made.score > made.others[0].score - 0.1 and len(made.others) == 1 for made in wide.values())
    assert all(made.pieces != made.others[0].pieces for made in wide.values())


def test_embeddings_in_the_wrong_rows_are_caught_by_the_canary(tmp_path: Path) -> None:
    def permute(tensors: Tensors) -> None:
        rows = list(range(len(tensors[SHARED]) - 1))
        tensors[SHARED][:-1] = tensors[SHARED][random.Random(0).sample(rows, len(rows))]

    folder = rewrite(embedded_copy(tmp_path / "permuted"), permute)
    edit_json(folder / "generation_config.json", lambda settings: settings.update(num_beams=1, num_return_sequences=1))
    with pytest.raises(ModelError, match="the model talks nonsense"):
        load(str(folder), "transformers", threads=1)


def test_transformers_may_not_invent_a_missing_layer(tmp_path: Path) -> None:
    from iqtibas.models.engine_transformers import load_checkpoint

    def drop(tensors: Tensors) -> None:
        del tensors["model.encoder.layers.0.fc1.weight"]

    with pytest.raises(ModelError, match=r"missing keys: model\.encoder\.layers\.0\.fc1\.weight"):
        load_checkpoint(rewrite(tiny_model(tmp_path / "model"), drop))
