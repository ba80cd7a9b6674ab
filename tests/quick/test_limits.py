"""Every limit in docs/security.md: the table says what the program has, and each is tested on both of its sides."""

from __future__ import annotations

import ast
import importlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from model_folders import edit_json, tiny_model
from places import ROOT

from bench.fuzz.targets import ARABIC, DOCUMENT, WORD_XML, packed
from iqtibas.article import Article, ModelError, ReadError, read_articles
from iqtibas.article.embeds import find_embeds
from iqtibas.article.input.docx import article_from_docx
from iqtibas.article.input.html import article_from_html
from iqtibas.article.input.statements import read_statements
from iqtibas.article.input.transcript import read_transcript
from iqtibas.article.model import BLOCK_KINDS
from iqtibas.models.registry import EMBEDDED_FOLDER
from iqtibas.models.shortlist import read_lexicon
from iqtibas.models.validate import check_folder
from iqtibas.report.exchange.pairs import read_pairs
from iqtibas.translate.glossary import read_glossary

ROW = re.compile(r"^\| [^|]+ \| ([\d ]+) \| `([\w.]+)` \| `([\w/]+\.py)::(\w+)` \|$", re.M)
TABLE = ROW.findall((ROOT / "docs" / "security.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("figure", "constant", "file", "test"), TABLE, ids=[row[1] for row in TABLE])
def test_the_table_says_what_the_program_has(figure: str, constant: str, file: str, test: str) -> None:
    module, _, name = constant.rpartition(".")
    assert getattr(importlib.import_module(module), name) == int(figure.replace(" ", ""))
    names = {node.name for node in ast.walk(tree(ROOT / "tests" / file)) if isinstance(node, ast.FunctionDef)}
    assert test in names


def test_the_table_is_read_whole() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    section = text.partition("## Limits")[2].partition("## ")[0]
    assert len(TABLE) == sum(line.startswith("|") for line in section.splitlines()) - 2 > 20


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def refused(read: Callable[[], object], problem: str) -> None:
    """The reader refuses, in one line with a way out."""
    with pytest.raises((ReadError, ModelError), match=problem) as error:
        read()
    assert "\n" not in str(error.value)


def one(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def read(path: Path) -> Article:
    [item] = read_articles([str(path)])
    if not isinstance(item, Article):
        raise item
    return item


# Inputs -------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_inputs(monkeypatch: pytest.MonkeyPatch) -> int:
    """Inputs of 400 bytes at most, in every reader: fifty megabytes of text take seconds."""
    for module in ("read", "jsonl", "transcript", "statements"):
        monkeypatch.setattr(f"iqtibas.article.input.{module}.MAX_BYTES", 400)
    return 400


def test_an_input_may_be_so_large(small_inputs: int, tmp_path: Path) -> None:
    text = ARABIC.encode() + b"." * (small_inputs - len(ARABIC.encode()))
    line = json.dumps({"text": "نعم"}).encode()
    line = line[:-2] + b"." * (small_inputs - len(line)) + b'"}'
    english = b"We will not pay. " * 30
    for name, data in (("a.txt", text), ("a.jsonl", line), ("a.html", text)):
        assert len(data) == small_inputs
        assert read(one(tmp_path / name, data)).text
        more = data.replace(b"...", b"....", 1)
        refused(lambda name=name, more=more: read(one(tmp_path / name, more)), "is larger than")  # type: ignore[misc]
    path = tmp_path / "b.txt"
    for reader in (read_transcript, read_statements):
        reader(one(path, english[:small_inputs]))
        one(path, english[: small_inputs + 1])
        refused(lambda reader=reader: reader(path), "is larger than")  # type: ignore[misc]
    [item] = read_articles(["-"], io.BytesIO(text + b"."))
    assert isinstance(item, ReadError)
    [item] = read_articles(["-"], io.BytesIO(text))
    assert isinstance(item, Article)


def of_size(path: Path, size: int) -> Path:
    """A file of NULs that takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(size)
    return path


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_an_input_may_have_fifty_megabytes(tmp_path: Path, name: str) -> None:
    """Of what is refused for its contents, as text would take seconds."""
    refused(lambda: read(of_size(tmp_path / name, 50_000_000)), "is a binary file|is not JSON")
    refused(lambda: read(of_size(tmp_path / name, 50_000_001)), "is larger than 50 MB")


def page(data: str) -> Article:
    return article_from_html(data.encode(), article_id="a", source="a")


def test_a_page_may_be_so_large(monkeypatch: pytest.MonkeyPatch) -> None:
    markup = f"<p>{ARABIC}</p>"
    monkeypatch.setattr("iqtibas.article.input.html.MAX_PAGE_BYTES", len(markup.encode()))
    assert page(markup).text == ARABIC
    refused(lambda: page(f"{markup} "), "larger than")


def test_a_page_may_have_twenty_megabytes() -> None:
    comment = "-" * (20_000_000 - len(f"<p>{ARABIC}</p><!---->".encode()))
    assert page(f"<p>{ARABIC}</p><!--{comment}-->").text == ARABIC
    refused(lambda: page(f"<p>{ARABIC}</p><!--{comment}--> "), "is larger than 20 MB")


def test_a_page_may_hold_two_million_characters() -> None:
    dots = "." * (2_000_000 - len(ARABIC))
    assert page(f"<p>{ARABIC}</p><p>{dots}</p>").text.startswith(ARABIC)
    refused(lambda: page(f"<p>{ARABIC}</p><p>{dots}.</p>"), "too large")


def test_a_page_may_have_no_more_than_sixty_thousand_elements() -> None:
    """What has as many as it may takes seconds to read: the test below has a small one."""
    breaks = "<br>" * (60_001 - 3)  # html, body, p
    refused(lambda: page(f"<p>{ARABIC}{breaks}</p>"), "too large")


def test_a_tag_may_have_ten_thousand_attributes() -> None:
    tag = f"<p {' '.join(f'a{n}=b' for n in range(10_000))}>{ARABIC}</p>"
    assert page(tag).text == ARABIC
    refused(lambda: page(f"{tag}<p a=b>"), "more attributes than a page needs")


def test_a_page_may_store_two_million_characters() -> None:
    post = "<blockquote class=twitter-tweet>We will not pay.— A B (@ab) May 1, 2020</blockquote>".ljust(2_000_000)
    markup = "<p>{0}</p><div data-x='{1}'></div><p>{0}</p>"
    assert len(find_embeds(page(markup.format(ARABIC, post)))) == 1
    assert not find_embeds(page(markup.format(ARABIC, f"{post} ")))


def test_a_page_may_hold_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iqtibas.article.input.html.MAX_PAGE_CHARS", len(ARABIC))
    assert page(f"<p>{ARABIC}</p>").text == ARABIC
    refused(lambda: page(f"<p>{ARABIC}.</p>"), "too large")
    monkeypatch.undo()
    monkeypatch.setattr("iqtibas.article.input.html.MAX_ELEMENTS", 12)  # html, body, and ten paragraphs
    assert page(f"<p>{ARABIC}</p>" * 10).text
    refused(lambda: page(f"<p>{ARABIC}</p>" * 11), "too large")


def test_tags_may_have_so_many_attributes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iqtibas.article.input.html_attributes.MAX_STEPS", 3 * 20**2)
    many = f"<p {' '.join(f'a{n}=b' for n in range(20))}>{ARABIC}</p>"
    assert page(many * 3).text
    refused(lambda: page(many * 3 + "<p a=b>"), "more attributes than a page needs")
    stored = f"<blockquote class=twitter-tweet {many[3:]}</blockquote>"
    assert not find_embeds(page(f"<p>{ARABIC}</p><div data-x='{stored * 4}'></div>"))


def test_a_page_may_be_so_deep() -> None:
    inside = 512 - 3  # html, body, p
    assert page("<div>" * inside + f"<p>{ARABIC}</p>").text == ARABIC
    refused(lambda: page("<div>" * (inside + 1) + f"<p>{ARABIC}</p>"), "too deeply nested")


def test_a_page_may_store_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    post = "&lt;blockquote class=twitter-tweet&gt;We will not pay.&lt;/blockquote&gt;— A B (@ab) May 1, 2020"
    stored = post.replace("&lt;", "<").replace("&gt;", ">").replace("</blockquote>", "") + "</blockquote>"
    markup = f"<p>{ARABIC}</p><div data-x='{stored}'></div><p>{ARABIC}</p>"
    monkeypatch.setattr("iqtibas.article.input.html_stored.MAX_STORED_CHARS", len(stored))
    assert len(find_embeds(page(markup))) == 1
    monkeypatch.setattr("iqtibas.article.input.html_stored.MAX_STORED_CHARS", len(stored) - 1)
    assert not find_embeds(page(markup))


# Word files ---------------------------------------------------------------------------------------------------


def word(parts: dict[str, bytes]) -> Article:
    return article_from_docx(packed(parts), article_id="a", source="a")


def test_a_word_file_may_unpack_to_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iqtibas.article.input.docx.MAX_PART_BYTES", len(DOCUMENT.encode()))
    assert ARABIC in word({}).text
    refused(lambda: word({"word/document.xml": DOCUMENT.encode() + b" "}), "unpacks to more than")


def test_a_word_file_may_unpack_to_twenty_megabytes() -> None:
    """What is as large as it may be takes a minute to read: the test above has a small one."""
    refused(lambda: word({"word/document.xml": DOCUMENT.encode().ljust(20_000_001)}), "unpacks to more than 20 MB")


def test_a_word_file_may_pack_so_many() -> None:
    many = {f"media/{n}": b"" for n in range(10_000 - 3)}
    assert ARABIC in word(many).text
    refused(lambda: word(many | {"media/one-more": b""}), "packs more than 10000 files")


@pytest.mark.parametrize(("depth", "kind"), [(10, "heading"), (11, "paragraph")])
def test_styles_are_followed_so_far(depth: int, kind: str) -> None:
    based = "".join(f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(depth))
    styles = f'<w:styles xmlns:w="{WORD_XML}">{based}<w:style w:styleId="s{depth}"><w:name w:val="Heading 1"/></w:style></w:styles>'
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:t>{ARABIC}</w:t></w:r></w:p>'
    document = f'<w:document xmlns:w="{WORD_XML}"><w:body>{paragraph}</w:body></w:document>'
    article = word({"word/document.xml": document.encode(), "word/styles.xml": styles.encode()})
    assert [block.kind for block in article.blocks] == [kind]
    assert kind in BLOCK_KINDS


# Glossaries and memories --------------------------------------------------------------------------------------


def test_a_glossary_may_be_so_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = one(tmp_path / "a.csv", "جسر,bridge\n".encode())
    monkeypatch.setattr("iqtibas.translate.glossary.LARGEST_FILE", path.stat().st_size)
    assert len(read_glossary(path).terms) == 1
    one(path, path.read_bytes() + b"\n")
    refused(lambda: read_glossary(path), "is larger than")


def test_a_glossary_may_hold_so_many_terms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iqtibas.translate.glossary.MOST_ROWS", 3)
    rows = [f"{'ج' * n},bridge\n" for n in range(1, 5)]
    assert len(read_glossary(one(tmp_path / "a.csv", "".join(rows[:3]).encode())).terms) == 3
    refused(lambda: read_glossary(one(tmp_path / "a.csv", "".join(rows).encode())), "past the 3 terms")


def test_a_glossary_may_have_fifty_thousand_terms_and_no_more_than_ten_megabytes(tmp_path: Path) -> None:
    """What is as large as it may be takes seconds to read: the test above has a small one."""
    path = one(tmp_path / "a.csv", "".join(f"{'ج' * 7}{n},bridge\n" for n in range(50_000)).encode())
    assert len(read_glossary(path).terms) == 50_000
    one(path, path.read_bytes() + "جسر,bridge\n".encode())
    refused(lambda: read_glossary(path), "past the 50000 terms")
    refused(lambda: read_glossary(of_size(path, 10_000_001)), "is larger than")


def test_a_term_may_be_so_long(tmp_path: Path) -> None:
    for arabic, english in (("ج" * 200, "b"), ("ج", "b" * 200)):
        assert read_glossary(one(tmp_path / "a.csv", f"{arabic},{english}".encode())).terms
    for arabic, english in (("ج" * 201, "b"), ("ج", "b" * 201)):
        path = one(tmp_path / "a.csv", f"{arabic},{english}".encode())
        refused(lambda path=path: read_glossary(path), "more than 200 characters")  # type: ignore[misc]


UNIT = '<tu><tuv xml:lang="ar"><seg>جسر</seg></tuv><tuv xml:lang="en"><seg>bridge</seg></tuv></tu>'
COLUMNS = "article,statement number,statement,rendering,rendering parts,verdict\n"


@pytest.mark.parametrize(
    ("name", "text", "constant", "problem"),
    [
        ("a.tmx", f"<tmx><body>{UNIT}</body></tmx>", "iqtibas.report.exchange.xml.MAX_XML_BYTES", "is larger than"),
        ("a.tsv", "جسر\tbridge", "iqtibas.report.exchange.tsv.MAX_LINE", "is no pair"),
        (
            "a.csv",
            f"{COLUMNS}a,1,bridge,جسر,,faithful\n",
            "iqtibas.report.exchange.rows.MAX_CSV_BYTES",
            "is larger than",
        ),
    ],
)
def test_a_memory_may_be_so_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, constant: str, problem: str
) -> None:
    path = one(tmp_path / name, text.encode())
    size = len(text) if constant.endswith("LINE") else len(text.encode())
    monkeypatch.setattr(constant, size)
    assert [pair.english for pair in read_pairs(path)] == ["bridge"]
    monkeypatch.setattr(constant, size - 1)
    refused(lambda: list(read_pairs(path)), problem)


@pytest.mark.parametrize(("name", "size"), [("a.tmx", 500_000_001), ("a.csv", 200_000_001)])
def test_a_memory_may_be_no_larger(tmp_path: Path, name: str, size: int) -> None:
    """What is as large as it may be takes a minute to read: the test above has small ones."""
    refused(lambda: list(read_pairs(of_size(tmp_path / name, size))), "is larger than")


def test_a_line_of_a_memory_may_have_ten_million_characters(tmp_path: Path) -> None:
    path = one(tmp_path / "a.tsv", "جسر\tbridge".ljust(10_000_000).encode())
    assert [pair.arabic for pair in read_pairs(path)] == ["جسر"]
    one(path, path.read_bytes() + b" ")
    refused(lambda: list(read_pairs(path)), "is no pair")


# Models -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "most"), [("encoder_layers", 64), ("decoder_layers", 64), ("encoder_ffn_dim", 1 << 20)]
)
def test_a_model_may_be_so_large(tmp_path: Path, key: str, most: int) -> None:
    folder = tiny_model(tmp_path / "model")
    edit_json(folder / "config.json", lambda config: config.update({key: most}))
    refused(lambda: check_folder(folder), "lacks model|has shape")  # the number itself is fine
    edit_json(folder / "config.json", lambda config: config.update({key: most + 1}))
    refused(lambda: check_folder(folder), f"{key} is {most + 1}, not a number from 1 to {most}")


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    """A model folder with the embedded lexicon; links take no time to copy."""
    for name in ("vocab.json", "source.spm"):
        (tmp_path / name).symlink_to(EMBEDDED_FOLDER / name)
    (tmp_path / "shortlist").mkdir()
    for path in (EMBEDDED_FOLDER / "shortlist").iterdir():
        (tmp_path / "shortlist" / path.name).symlink_to(path)
    return tmp_path


def test_a_lexicon_may_be_so_large(lexicon: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = (lexicon / "shortlist" / "lexicon.safetensors").stat().st_size
    monkeypatch.setattr("iqtibas.models.shortlist.LARGEST_LEXICON", size)
    assert read_lexicon(lexicon).always
    monkeypatch.setattr("iqtibas.models.shortlist.LARGEST_LEXICON", size - 1)
    refused(lambda: read_lexicon(lexicon), "is larger than")


def test_a_lexicon_may_have_no_more_than_64_megabytes(lexicon: Path) -> None:
    path = lexicon / "shortlist" / "lexicon.safetensors"
    path.unlink()
    of_size(path, (64 << 20) + 1)
    refused(lambda: read_lexicon(lexicon), "is larger than")
