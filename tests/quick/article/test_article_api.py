"""`iqtibas.read` and `iqtibas.read_text`: one article, or one clear error."""

from __future__ import annotations

from pathlib import Path

import pytest

import iqtibas

NEWS = "كتب الوزير رسالة.\nووصلت الرسالة يوم الخميس."


def test_a_file_is_one_article(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(NEWS, encoding="utf-8")
    article = iqtibas.read(path)
    assert (article.id, article.text) == ("a.txt", NEWS)
    assert iqtibas.read(str(path)) == article


def test_text_is_one_article_with_its_own_offsets() -> None:
    article = iqtibas.read_text(NEWS, id="mine", title="رسالة")
    assert (article.id, article.text, article.title) == ("mine", NEWS, "رسالة")
    assert [article.slice(block) for block in article.blocks] == NEWS.split("\n")


@pytest.mark.parametrize("text", ["", "Nothing but English.", "\ud800"])
def test_text_without_arabic_is_refused(text: str) -> None:
    with pytest.raises(iqtibas.ReadError):
        iqtibas.read_text(text)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("", None, "there is no such file"),
        ("missing.txt", None, "there is no such file"),
        (NEWS, None, "text is for iqtibas.read_text"),
        ("empty.txt", "", "empty"),
        (
            "two.jsonl",
            '{"id": "1", "text": "كتب الوزير."}\n{"id": "2", "text": "كتب الوزير."}\n',
            "more than one article",
        ),
        ("english.txt", "Nothing but English.", "Arabic"),
    ],
)
def test_what_is_no_article_is_one_line(tmp_path: Path, name: str, content: str | None, says: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(iqtibas.ReadError, match=says) as raised:
        iqtibas.read(path if content is not None else name)
    assert "\n" not in str(raised.value)


def test_a_folder_is_not_one_article(tmp_path: Path) -> None:
    with pytest.raises(iqtibas.ReadError, match="is a folder; use iqtibas"):
        iqtibas.read(tmp_path)


def test_a_file_that_is_named_like_standard_input_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(iqtibas.ReadError, match="no such file"):
        iqtibas.read("-")
    Path("-").write_text(NEWS, encoding="utf-8")
    assert iqtibas.read("-").text == NEWS


def test_an_address_is_fetched_only_if_asked() -> None:
    with pytest.raises(iqtibas.ReadError, match="give fetch=True"):
        iqtibas.read("https://example.org/a.html")
    with pytest.raises(iqtibas.ReadError, match=r"127\.0\.0\.1"):
        iqtibas.read("http://127.0.0.1/a.html", fetch=True)
