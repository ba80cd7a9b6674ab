"""The index: what a run does over, what a reader sees, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hashed import Hashed
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from news_index import NEWS, build, counts, texts
from news_index import news as news

from iqtibas.align.index import build as index_build
from iqtibas.align.index import graph as index_graph
from iqtibas.align.index import search
from iqtibas.align.index.build import build_index, index_spans
from iqtibas.align.index.file import MANIFEST, PARTS, DamagedIndexError, quantize, read_manifest
from iqtibas.align.index.rows import LocalRows
from iqtibas.align.index.search import Index
from iqtibas.article import OutputError, ReadError
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.input.plain import article_from_text


def test_only_what_changed_is_encoded(news: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    assert build(folder, news)[0] == (3, 0, 0, 0)
    assert build(folder, news) == ((0, 0, 3, 0), [])
    (news / "school.txt").write_text("أغلقت المدارس أبوابها اليوم بسبب الثلوج.", encoding="utf-8")
    (news / "bridge.txt").unlink()
    done, asked = build(folder, news)
    assert done == (0, 1, 1, 1)
    assert asked == ["أغلقت المدارس أبوابها اليوم بسبب الثلوج."]
    assert texts(folder) == {p.name: p.read_text(encoding="utf-8") for p in news.iterdir()}


def test_another_argument_adds_and_drops_nothing(news: Path, tmp_path: Path) -> None:
    other, folder = tmp_path / "other", tmp_path / "index"
    other.mkdir()
    (other / "harbour.txt").write_text(NEWS["school.txt"], encoding="utf-8")
    build(folder, news)
    assert build(folder, other)[0] == (1, 0, 0, 0)
    assert set(texts(folder)) == {*NEWS, "harbour.txt#2"}
    assert build(folder, news, other)[0][2] == 4


def test_lines_of_json_are_articles_of_their_own(tmp_path: Path) -> None:
    lines, folder = tmp_path / "news.jsonl", tmp_path / "index"
    records = [{"id": name, "text": text} for name, text in NEWS.items()]
    lines.write_text("\n".join(map(json.dumps, records)) + "\n{bad", encoding="utf-8")
    report = build_index([str(lines)], folder, maker=LocalRows(Hashed()))
    assert (counts(report), len(report.failures)) == ((3, 0, 0, 0), 1)
    lines.write_text("\n".join(map(json.dumps, records[1:])), encoding="utf-8")
    assert build(folder, lines) == ((0, 0, 2, 1), [])
    assert set(texts(folder)) == set(NEWS) - {"harbour.txt"}


def test_small_parts_become_one(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_build, "COMMIT_ROWS", 1)
    monkeypatch.setattr(index_build, "MOST_SMALL_PARTS", 2)
    folder = tmp_path / "index"
    build(folder, news)
    assert len(read_manifest(folder).parts) == 1 == len(list((folder / PARTS).iterdir()))
    assert set(texts(folder)) == set(NEWS)
    for name in ("bridge.txt", "harbour.txt"):  # more than half of the part holds no longer
        (news / name).unlink()
    build(folder, news)
    assert [part.dropped for part in read_manifest(folder).parts] == [()]
    assert set(texts(folder)) == {"school.txt"}


def test_a_reader_keeps_what_it_opened(news: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    build(folder, news)
    opened = Index.open(folder, Hashed())
    before = [a.text for a in opened.articles()]
    build(folder, tmp_path / "news" / "bridge.txt", rebuild=True)
    assert [a.text for a in opened.articles()] == before
    assert len(opened.search(["x"], k=3)[0]) == 3
    assert set(texts(folder)) == {"bridge.txt"}


def test_one_writer_at_a_time(news: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    build(folder, news)
    with index_build._alone(folder):
        with pytest.raises(OutputError, match="another program is indexing"):
            build(folder, news)
        assert set(texts(folder)) == set(NEWS)


def altered(change: Callable[[bytearray], bytearray]) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(change(bytearray(path.read_bytes()))) and None


DAMAGES = (
    altered(lambda data: data[: len(data) // 2]),
    altered(lambda data: data[:-3] + bytearray([data[-3] ^ 1]) + data[-2:]),
    Path.unlink,
)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", ["vectors.npy", "scales.npy", "spans.npy", "articles.jsonl", MANIFEST])
def test_damage_is_told_and_mended_on_request(
    news: Path, tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    folder = tmp_path / "index"
    build(folder, news)
    damage(next(folder.rglob(name)))
    lost = name == MANIFEST and damage is Path.unlink
    for work in (lambda: Index.open(folder), *([] if lost else [lambda: build(folder, news)])):
        with pytest.raises(ReadError if lost else DamagedIndexError) as caught:
            work()
        assert ("holds no index" if lost else "--rebuild") in str(caught.value)
    assert build(folder, news, rebuild=True)[0] == (3, 0, 0, 0)
    assert set(texts(folder)) == set(NEWS)


def test_other_versions_and_encoders_are_refused(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "index"
    build(folder, news)
    with monkeypatch.context() as patch:
        patch.setattr("iqtibas.align.index.file.encoder_digest", lambda: "0" * 64)
        with pytest.raises(ReadError, match=r"another encoder.*--rebuild"):
            Index.open(folder)
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(manifest | {"schema": 9}))
    for work in (lambda: Index.open(folder), lambda: build(folder, news)):
        with pytest.raises(ReadError, match=r"version 9, and this Iqtibas reads version 2; .*--rebuild"):
            work()


def test_a_graph_proposes_what_a_scan_finds(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("usearch", reason="needs the optional usearch")
    monkeypatch.setattr(index_graph, "FEWEST_ROWS", 1)
    monkeypatch.setattr(index_build, "COMMIT_ROWS", 1)
    monkeypatch.setattr(index_build, "MOST_SMALL_PARTS", 1)
    folder = tmp_path / "index"
    build(folder, news)
    exact = Index.open(folder, Hashed()).search(list(NEWS), k=3)
    monkeypatch.setattr(search, "EXACT_ROWS", 1)
    index = Index.open(folder, Hashed())
    assert index._uses_graphs
    assert index._parts[0]._graph is not None
    assert [[h.start for h in own] for own in index.search(list(NEWS), k=3)] == [[h.start for h in o] for o in exact]


def test_without_usearch_a_large_index_says_so(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path / "index", news)
    monkeypatch.setattr(search, "EXACT_ROWS", 1)
    monkeypatch.setattr(search, "has_usearch", lambda: False)
    index = Index.open(tmp_path / "index", Hashed())
    assert "iqtibas[index]" in index.notes[0]
    assert index.search(["x"], k=1)[0]


@given(arrays(np.float32, (3, 8), elements=st.floats(-1, 1, width=32)))
@settings(max_examples=50)
def test_codes_are_half_a_step_off_at_most(rows: np.ndarray) -> None:
    codes, scales = quantize(rows)
    assert np.abs(codes * scales[:, None] - rows).max() <= 0.502 * max(scales.max(), 1e-30)


def test_sentences_and_clauses_are_spans_of_the_text() -> None:
    text = "قالت الوزيرة إن الخطة جاهزة، فيما ينتظر السكان فتح الجسر الجديد. نعم."
    article = article_from_text(text, id="a", source="", sha256="")
    spans = index_spans(ArticleReading(article))
    assert [clause for *_, clause in spans] == [0, 1, 1]
    assert all(text[start:end] == text[start:end].strip() for start, end, _ in spans)
    assert text[spans[0][0] : spans[0][1]].endswith("الجديد.")


def test_sentences_of_a_quotation_and_what_stands_between_its_ends_are_spans_too() -> None:
    text = 'قال المدرب: "لعبنا جيدا اليوم. سنفوز غدا بإذن الله. نشكر كل الجمهور" وأضاف لاعبه "هذا فريق قوي جدا" بعد المباراة.'
    article = article_from_text(text, id="a", source="", sha256="")
    spans = {text[start:end]: clause for start, end, clause in index_spans(ArticleReading(article))}
    assert spans[text] == 0
    assert [spans[own] for own in ("لعبنا جيدا اليوم.", "سنفوز غدا بإذن الله.", "نشكر كل الجمهور")] == [0, 0, 0]
    assert spans['وأضاف لاعبه "هذا فريق قوي جدا"'] == 1
    assert "هذا فريق قوي جدا" not in spans


@given(st.text('ابت "«».،\n', max_size=60))
def test_spans_hold_text_and_are_given_once(text: str) -> None:
    spans = index_spans(ArticleReading(article_from_text(f"زارت ليلى {text}", id="a", source="", sha256="")))
    assert len({span[:2] for span in spans}) == len(spans)
    assert all(0 <= start < end <= len(text) + 10 for start, end, _ in spans)


def test_the_same_articles_make_the_same_files_and_what_comes_back_is_told_from_what_went(
    news: Path, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        build(tmp_path / name, news)
    files = [{p.name: p.read_bytes() for p in (tmp_path / name / PARTS).rglob("*.*")} for name in ("one", "two")]
    assert files[0] == files[1]
    manifests = [read_manifest(tmp_path / name) for name in ("one", "two")]
    assert manifests[0] == manifests[1]
    bridge = news / "bridge.txt"
    for text in ("أغلق الجسر أمام السيارات.", "افتتح الجسر أمام السيارات.", "أغلق الجسر أمام السيارات."):
        bridge.write_text(text, encoding="utf-8")
        assert build(tmp_path / "one", news)[0] == (0, 1, 2, 0)
    assert texts(tmp_path / "one")["bridge.txt"] == "أغلق الجسر أمام السيارات."
    assert len(Index.open(tmp_path / "one", Hashed()).search(["x"], k=50)[0]) > 3
