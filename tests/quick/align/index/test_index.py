"""The index: what a run does over, what a reader sees, what is refused, and what survives a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hashed import Hashed
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from places import python_path
from typer.testing import CliRunner

from iqtibas.align.index import build as index_build
from iqtibas.align.index import graph as index_graph
from iqtibas.align.index import search
from iqtibas.align.index.build import build_index, index_spans
from iqtibas.align.index.file import MANIFEST, PARTS, DamagedIndexError, quantize, read_manifest
from iqtibas.align.index.rows import LocalRows
from iqtibas.align.index.search import Index
from iqtibas.article import OutputError, ReadError
from iqtibas.article.input.plain import article_from_text
from iqtibas.models import load_sentence_encoder

NEWS = {
    "harbour.txt": "أعلنت بلدية الميناء خطة جديدة. وقالت الوزيرة ميرا دالين إن الميناء الجديد سيفتح في حزيران المقبل.",
    "bridge.txt": "انهار الجسر القديم ليلة الثلاثاء.\nسنعيد بناء الجسرين قبل الشتاء، ولن يفقد أحد بيته.",
    "school.txt": "ارتفع عدد التلاميذ في مدارس المدينة هذا العام. وتحتاج المدارس إلى معلمين جدد.",
}
STATEMENTS = ("The new harbour will open next June.", "We will rebuild both bridges before the winter.")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in NEWS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def counts(report: index_build.IndexReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.dropped


def build(folder: Path, *arguments: Path, **options: bool) -> tuple[tuple[int, int, int, int], list[str]]:
    encoder = Hashed()
    return counts(build_index([str(a) for a in arguments], folder, maker=LocalRows(encoder), **options)), encoder.asked


def texts(folder: Path) -> dict[str, str]:
    return {article.id: article.text for article in Index.open(folder).articles()}


def test_statements_are_found_in_their_articles(news: Path, tmp_path: Path) -> None:
    build_index([str(news)], tmp_path / "index")
    for path in news.iterdir():
        path.unlink()  # the text is in the index
    index = Index.open(tmp_path / "index")
    hits = index.search(STATEMENTS, k=3)
    best = [(own[0].article_id, index.article(own[0].article_id).slice(own[0])) for own in hits]
    assert [name for name, _ in best] == ["harbour.txt", "bridge.txt"]
    assert all(words in text for words, (_, text) in zip(("سيفتح في حزيران", "سنعيد بناء الجسرين"), best, strict=True))
    assert all(own[0].likely and own[0].score >= own[1].score >= own[2].score for own in hits)
    assert not index.search(["A volcano erupted on a distant island."], k=1)[0][0].likely
    rows = load_sentence_encoder().encode(STATEMENTS)
    assert [[h.article_id for h in own] for own in index.search(rows, k=3)] == [[h.article_id for h in o] for o in hits]
    assert index.search([]) == []


def test_no_two_hits_overlap(news: Path, tmp_path: Path) -> None:
    build_index([str(news)], tmp_path / "index")
    for own in Index.open(tmp_path / "index").search(STATEMENTS, k=50):
        spans = sorted((h.article_id, h.start, h.end) for h in own)
        assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(spans))


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


KILLED = """
import sys, time
from pathlib import Path
from hashed import Hashed
from iqtibas.align.index import build as index_build
from iqtibas.align.index.rows import LocalRows
index_build.COMMIT_ROWS = 1
class Slow(Hashed):
    def encode(self, texts):
        if len(self.asked) > 3:
            print("ready", flush=True)
            time.sleep(60)
        return super().encode(texts)
index_build.build_index([sys.argv[1]], Path(sys.argv[2]), maker=LocalRows(Slow()))
"""


def test_a_killed_run_is_taken_up_where_it_was(news: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    environment = os.environ | {"PYTHONPATH": python_path(Path(__file__).parent)}
    command = [sys.executable, "-c", KILLED, str(news), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGKILL)
    finished = set(texts(folder))
    assert finished
    (folder / PARTS / "orphan").mkdir()
    done, asked = build(folder, news)
    assert done == (3 - len(finished), 0, len(finished), 0)
    assert not any(text in NEWS[name] for name in finished for text in asked)
    assert set(texts(folder)) == set(NEWS)
    assert {p.name for p in (folder / PARTS).iterdir()} == {p.name for p in read_manifest(folder).parts}


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
    spans = index_spans(article)
    assert [clause for *_, clause in spans] == [0, 1, 1]
    assert all(text[start:end] == text[start:end].strip() for start, end, _ in spans)
    assert text[spans[0][0] : spans[0][1]].endswith("الجديد.")


def test_sentences_of_a_quotation_and_what_stands_between_its_ends_are_spans_too() -> None:
    text = 'قال المدرب: "لعبنا جيدا اليوم. سنفوز غدا بإذن الله. نشكر كل الجمهور" وأضاف لاعبه "هذا فريق قوي جدا" بعد المباراة.'
    article = article_from_text(text, id="a", source="", sha256="")
    spans = {text[start:end]: clause for start, end, clause in index_spans(article)}
    assert spans[text] == 0
    assert [spans[own] for own in ("لعبنا جيدا اليوم.", "سنفوز غدا بإذن الله.", "نشكر كل الجمهور")] == [0, 0, 0]
    assert spans['وأضاف لاعبه "هذا فريق قوي جدا"'] == 1
    assert "هذا فريق قوي جدا" not in spans


@given(st.text('ابت "«».،\n', max_size=60))
def test_spans_hold_text_and_are_given_once(text: str) -> None:
    spans = index_spans(article_from_text(f"زارت ليلى {text}", id="a", source="", sha256=""))
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


def test_the_command(news: Path, tmp_path: Path) -> None:
    import typer

    from iqtibas.cli.index import index

    app = typer.Typer()
    app.command()(index)
    result = CliRunner().invoke(app, [str(news), str(tmp_path / "none"), "--index", str(tmp_path / "i")])
    assert result.exit_code == 1
    assert "3 articles added, 0 changed, 0 unchanged, 0 dropped" in result.output
    (tmp_path / "i" / MANIFEST).write_text("{")
    result = CliRunner().invoke(app, [str(news), "--index", str(tmp_path / "i")])
    assert (result.exit_code, "--rebuild" in result.output) == (1, True)
    assert CliRunner().invoke(app, [str(news), "-q", "--rebuild", "-i", str(tmp_path / "i")]).exit_code == 0
