"""The index with the real encoder: what is found for a statement, and the command."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from news_index import news as news
from typer.testing import CliRunner

from iqtibas.align.index.build import build_index
from iqtibas.align.index.file import MANIFEST
from iqtibas.align.index.search import Index
from iqtibas.models import load_sentence_encoder

STATEMENTS = ("The new harbour will open next June.", "We will rebuild both bridges before the winter.")


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
