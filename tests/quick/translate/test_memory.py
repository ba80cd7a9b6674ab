"""The translation memory: what it keeps apart, who comes first, several at once, and files that are not as they should."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fake_model import MODEL, OPTIONS, CountingWords, translator_with
from hypothesis import given, settings
from hypothesis import strategies as st

from iqtibas.article import IqtibasError, OutputError, ReadError
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.sentences import segment_article
from iqtibas.storage import sqlite as store
from iqtibas.translate import Hypothesis, Memory, Pair, memory_path, users_memory
from iqtibas.translate.glossary import Glossary
from iqtibas.translate.memory import KIND, system_key

KEY = system_key(MODEL.digest, OPTIONS)
NEWS = "أعلنت الوزيرة ميرا دالين خطة جديدة. وقالت إن العمل يبدأ في الربيع."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "memory.sqlite"


@pytest.fixture
def memory(path: Path) -> Iterator[Memory]:
    with Memory(path) as opened:
        yield opened


def answers(*texts: str) -> dict[str, Hypothesis]:
    return {text: Hypothesis(f"English of {len(text)}", -0.25, finished=bool(len(text) % 2)) for text in texts}


def test_what_is_kept_is_found_by_the_same_system_only(memory: Memory) -> None:
    made = answers("خبر", "خبر آخر", "half a \ud800 pair", "")
    memory.keep(KEY, made)
    assert memory.find(KEY, [*made, "unknown"]) == made
    others = (
        system_key("ff" * 32, OPTIONS),
        system_key(MODEL.digest, dataclasses.replace(OPTIONS, beam=4)),
        system_key(MODEL.digest, OPTIONS, "glossary"),
    )
    assert len({KEY, *others}) == 4
    assert all(memory.find(other, list(made)) == {} for other in others)


def test_what_is_there_is_not_replaced(memory: Memory) -> None:
    memory.keep(KEY, {"خبر": Hypothesis("first", 0.0)})
    memory.keep(KEY, {"خبر": Hypothesis("second", 0.0)})
    assert memory.find(KEY, ["خبر"])["خبر"].text == "first"


def test_more_sources_than_one_query_may_have(memory: Memory) -> None:
    made = answers(*(f"خبر {n}" for n in range(1203)))
    memory.keep(KEY, made)
    assert memory.find(KEY, list(made)) == made


def test_accepted_pairs_come_first_whatever_the_system_and_the_spelling(memory: Memory) -> None:
    memory.keep(KEY, answers("قال 12 وزيرا"))
    assert (
        memory.accept([Pair(" قَالَ  ١٢\nوزيرا", "Twelve ministers said", "review"), Pair("خبر", "  "), Pair("", "x")])
        == 1
    )
    for key in (KEY, system_key("ff" * 32, OPTIONS)):
        found = memory.find(key, ["قال 12 وزيرا", "خبر"])
        assert found == {"قال 12 وزيرا": Hypothesis("Twelve ministers said", 0.0, accepted=True)}


def test_the_digest_of_accepted_pairs_tells_when_outputs_may_change(memory: Memory) -> None:
    assert memory.accepted_digest() == ""
    memory.accept([Pair("خبر", "news"), Pair("بيت", "house")])
    before = memory.accepted_digest()
    memory.accept([Pair("بيت", "house"), Pair("خبر", "news", "another origin")])
    assert memory.accepted_digest() == before
    memory.accept([Pair("خبر", "piece of news")])
    assert memory.accepted_digest() != before
    assert list(memory.accepted()) == [Pair("بيت", "house"), Pair("خبر", "piece of news")]


def test_stats_count(memory: Memory, path: Path) -> None:
    memory.keep(KEY, answers("خبر", "بيت"))
    memory.keep(system_key("ff" * 32, OPTIONS), answers("خبر"))
    memory.accept([Pair("خبر", "news")])
    stats = memory.stats()
    assert (stats.path, stats.made, stats.systems, stats.accepted) == (path, 3, 2, 1)
    assert stats.size > 0


@settings(deadline=None)
@given(st.dictionaries(st.text(), st.text(st.characters(codec="utf-8")), max_size=20))
def test_any_text_is_kept_as_it_is(texts: dict[str, str]) -> None:
    made = {source: Hypothesis(english, -1 / 3) for source, english in texts.items()}
    with Memory(Path(":memory:")) as memory:
        memory.keep(KEY, made)
        assert memory.find(KEY, list(made)) == made


# -- the translator


def test_a_translator_asks_its_model_once_and_its_memory_then(memory: Memory) -> None:
    sources = ["خبر أول", "خَبر أول", "خبر ثان", "no Arabic"]
    first, second = CountingWords(), CountingWords()
    made = translator_with(first, memory).translate_texts(sources)
    assert first.asked == ["خبر أول", "خبر ثان"]
    told: list[int] = []
    assert translator_with(second, memory).translate_texts(sources, told.append) == made
    assert (second.asked, sum(told)) == ([], len(sources))


def test_another_glossary_is_another_system(memory: Memory) -> None:
    engines = CountingWords(), CountingWords(), CountingWords()
    plain = translator_with(engines[0], memory)
    glossaries = (Glossary((), "first"), Glossary((), "second"))
    others = [translator_with(e, memory, g) for e, g in zip(engines[1:], glossaries, strict=True)]
    for translator in (plain, *others, plain):
        translator.translate_texts(["خبر"])
    assert [engine.asked for engine in engines] == [["خبر"]] * 3
    assert len({translator.fingerprint() for translator in (plain, *others)}) == 3


def test_an_accepted_translation_carries_no_notes(memory: Memory) -> None:
    article = article_from_text(NEWS, id="n", source="n", sha256="")
    segments = segment_article(article)
    memory.accept([Pair(article.slice(segments[0]), "x", "review")])
    first, second = translator_with(CountingWords(), memory).translate_article(article, segments)
    assert (first.english, first.notes, first.accepted) == ("x", (), True)
    assert not second.accepted


def test_what_is_done_is_kept_when_the_rest_fails(memory: Memory) -> None:
    class Failing(CountingWords):
        def translate(self, *arguments):  # type: ignore[no-untyped-def]
            for number, answer in enumerate(super().translate(*arguments)):
                if number == 3:
                    raise KeyboardInterrupt
                yield answer

    sources = [f"خبر {'ا' * n}" for n in range(1, 9)]
    with pytest.raises(KeyboardInterrupt):
        translator_with(Failing(), memory).translate_texts(sources)
    assert list(memory.find(KEY, sources)) == sources[:3]


# -- files


def test_the_users_memory_is_among_their_data(model_cache: Path) -> None:
    assert memory_path() == model_cache / "data" / "memory.sqlite"


def test_many_may_open_and_write_one_new_file_at_once(path: Path) -> None:
    def work(number: int) -> None:
        with Memory(path) as memory:
            for part in range(5):
                memory.keep(KEY, answers(*(f"خبر {number % 2} {part} {n}" for n in range(20))))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    with Memory(path) as memory:
        assert memory.stats().made == 200
        assert memory.notes == ()


def test_a_damaged_memory_is_moved_aside_with_a_note(path: Path) -> None:
    with Memory(path) as memory:
        memory.keep(KEY, answers(*(f"خبر {n}" for n in range(500))))
    whole = path.read_bytes()
    path.write_bytes(whole[:16] + b"\xff" * 84 + whole[100:])
    damaged = path.read_bytes()
    with Memory(path) as memory:
        assert "memory.sqlite.damaged-1" in memory.notes[0]
        assert memory.find(KEY, ["خبر 1"]) == {}
        memory.keep(KEY, answers("خبر"))
    assert path.with_name("memory.sqlite.damaged-1").read_bytes() == damaged
    path.write_bytes(damaged)
    Memory(path).close()
    assert path.with_name("memory.sqlite.damaged-2").read_bytes() == damaged


def test_damage_that_shows_in_the_middle_of_a_run_does_not_end_it(path: Path) -> None:
    with Memory(path) as memory:
        memory.keep(KEY, answers(*(f"خبر {n}" for n in range(500))))
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with Memory(path) as memory:
        made = answers(*(f"خبر {n}" for n in range(500)))
        memory.keep(KEY, made)
        assert memory.find(KEY, list(made)) == made
        assert len(memory.notes) == 1


def test_a_memory_of_our_own_that_is_no_database_is_damaged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IQTIBAS_DATA", str(tmp_path))
    memory_path().write_bytes(bytes(4096))
    with Memory() as memory:
        assert memory.notes
        memory.keep(KEY, answers("خبر"))


def test_the_users_memory_is_done_without_where_it_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("IQTIBAS_DATA", str(tmp_path))
    opened, note = users_memory()
    assert opened is not None
    assert note == ""
    opened.close()
    memory_path().unlink()
    memory_path().mkdir()
    opened, note = users_memory()
    assert opened is None
    assert note.startswith("Nothing is remembered: ")


def _refused(path: Path, kind: type[IqtibasError]) -> str:
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(kind) as caught:
        Memory(path)
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert not list(path.parent.glob("*damaged*"))
    return str(caught.value)


def test_another_file_is_refused_and_left_alone(path: Path) -> None:
    path.write_text("خبر\tnews\n" * 50, encoding="utf-8")
    assert "is no translation memory" in _refused(path, ReadError)


def test_another_programs_database_is_refused_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.close()
    message = _refused(path, ReadError)
    assert "another program's database" in message
    assert "--no-memory" in message


def test_a_memory_of_another_version_is_refused_and_left_alone(path: Path) -> None:
    Memory(path).close()
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA user_version = {KIND.version + 1}")
    other.close()
    assert f"version {KIND.version + 1}" in _refused(path, ReadError)


def test_a_locked_memory_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Memory(path).close()
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Memory(path) as memory:
        assert memory.find(KEY, ["خبر"]) == {}
        with pytest.raises(OutputError, match=r"locked.*--no-memory"):
            memory.keep(KEY, answers("خبر"))
    other.close()


def test_a_place_that_cannot_be_written_is_refused(path: Path) -> None:
    path.mkdir()
    assert "--no-memory" in _refused(path, OutputError)
    file = path.parent / "file"
    file.write_text("x")
    assert "--no-memory" in _refused(file / "memory.sqlite", OutputError)
