"""What one article may cost the others: nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import NEWS

from iqtibas.article import Article, DefectError, IqtibasError, ReadError, read_articles
from iqtibas.cli.work import TRACEBACKS, Work, attempt


class Broken(Work):
    """Work with a defect that one article shows."""

    def do(self, article: Article) -> None:  # type: ignore[override]
        raise ZeroDivisionError("one by nothing")


@pytest.fixture
def article(tmp_path: Path) -> Article:
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    [read] = read_articles([str(tmp_path / "news.txt")])
    assert isinstance(read, Article)
    return read


def test_a_defect_costs_the_article_that_it_shows_in(article: Article) -> None:
    failure = attempt(Broken(), article)
    assert isinstance(failure, DefectError)
    assert "news.txt: a defect of Iqtibas: ZeroDivisionError('one by nothing')" in str(failure)
    assert TRACEBACKS in str(failure)


def test_who_mends_it_gets_the_traceback(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TRACEBACKS, "1")
    with pytest.raises(ZeroDivisionError):
        attempt(Broken(), article)


def test_what_could_not_be_read_comes_through() -> None:
    error: IqtibasError = ReadError("news.txt", "is empty")
    assert attempt(Work(), error) is error
