"""The whole line that a user reads of each input that cannot be read: its place, what is wrong, the way out."""

from __future__ import annotations

import datetime
import io
import json
import os
import ssl
import zipfile
from collections.abc import Callable
from http.client import BadStatusLine, IncompleteRead
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from iqtibas.article.errors import IqtibasError, ReadError
from iqtibas.article.input import read as reading
from iqtibas.article.input.decode import decode, examine
from iqtibas.article.input.docx import article_from_docx, docx_text
from iqtibas.article.input.fetch import Fetcher
from iqtibas.article.input.fetch_address import addresses_of
from iqtibas.article.input.fetch_url import follow, parse_target
from iqtibas.article.input.html import article_from_html
from iqtibas.article.input.jsonl import articles_from_lines
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.input.read import read_articles
from iqtibas.article.input.statements import Provenance, make_statement, parse_date, read_statements
from iqtibas.article.input.transcript import read_lines, read_transcript

NEWS = "افتتح العمدة رامي الساحلي جسر الميناء صباح الأحد، وقال إن العمل استغرق عامين كاملين."
WORD_XML = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
AGAIN = "open it in a word processor and save it again as .docx"
SAVE = "save the page in a browser and give the file"
FORM = 'each line must be like {"id": "…", "text": "…"}'
RECORD = 'each line must be like {"text": "…", "speaker": "…", "date": "2021-03-24"}'
HEADER = "the first row names the columns: text, and where you have them speaker, date, occasion, source, id"


def line(act: Callable[[], object]) -> str:
    """The line of the error that a reader ends in."""
    with pytest.raises(ReadError) as error:
        act()
    return str(error.value)


def lines(*arguments: str, stdin: bytes = b"") -> list[str]:
    return [str(found) for found in read_articles(arguments, io.BytesIO(stdin)) if isinstance(found, IqtibasError)]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7", "is a PDF file; save its text as .txt or .docx"),
        (b"", "is empty; give an Arabic article"),
        (b" \n\t", "is empty; give an Arabic article"),
        (b"abc\0def", "is a binary file (NUL at character 3); give text"),
        (b"\xff\xfe\x41", "is marked as UTF-16 but breaks off at byte 2; save it again as UTF-8"),
        (b"\xef\xbb\xbfab\xff", "is marked as UTF-8 but breaks off at byte 5; save it again as UTF-8"),
        (
            "Президент сказал, что переговоры завершились успешно".encode("cp1251"),
            "is Arabic in none of UTF-8, UTF-16, windows-1256, ISO-8859-6; save it as UTF-8",
        ),
        (
            (NEWS + "\ufffd\ufffd").encode(),
            f"is damaged: 2 characters are lost (U+FFFD, the first at character {len(NEWS)}); "
            "get the original again, or save it anew as UTF-8",
        ),
        (
            NEWS.encode().decode("iso-8859-1").encode(),
            "is utf-8 text that was once read as iso-8859-1; its first word is “افتتح”; "
            "read the original file as utf-8 and save that",
        ),
    ],
)
def test_bytes_that_are_no_text(data: bytes, told: str) -> None:
    assert line(lambda: decode(data, "in/a.txt")) == f"in/a.txt: {told}"


def test_what_was_mended_or_may_mislead_is_noted() -> None:
    damaged = (NEWS * 3) + "\ufffd \u202eabc\u202c"
    assert examine(damaged, "a") == (
        "1 damaged character(s), shown as U+FFFD",
        "2 bidirectional control(s) kept; the order on screen may mislead",
    )
    assert decode(damaged.encode(), "a").notes == examine(damaged, "a")
    assert examine(NEWS, "a") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Only English is here.", "holds no Arabic text; give an Arabic article"),
        (
            "We will open the bridge on Monday.\n— A B (@ab) May 1, 2020",
            "holds an embedded statement but no Arabic article text; give the article around it",
        ),
        (
            f"{NEWS}\n— رامي (@rami) May 1, 2020",
            "holds only embedded posts and no article text; give the article around them",
        ),
    ],
)
def test_texts_without_an_article(text: str, told: str) -> None:
    assert line(lambda: article_from_text(text, id="a", source="in/a.txt", sha256="")) == f"in/a.txt: {told}"


def package(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


DOCUMENT = f"<w:document {WORD_XML}><w:body><w:p><w:r><w:t>{NEWS}</w:t></w:r></w:p></w:body></w:document>"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xd0\xcf\x11\xe0", "is an old or password-protected Word file; save it as .docx without a password"),
        (b"nonsense", f"is no readable .docx (File is not a zip file); {AGAIN}"),
        (package({"a.txt": "x"}), f"is a zip archive, but no Word document; {AGAIN}"),
        (package({"word/document.xml": "<a/>"}), f"is a zip archive, but no Word document; {AGAIN}"),
        (
            package({"word/document.xml": "<a>"}),
            f"word/document.xml is damaged (Premature end of data in tag a line 1, line 1, column 4); {AGAIN}",
        ),
        (
            package({"word/document.xml": "<!DOCTYPE a><a/>"}),
            f"word/document.xml declares a document type, which no word processor writes; {AGAIN}",
        ),
        (
            package({"word/document.xml": DOCUMENT, "word/styles.xml": "<a>"}),
            f"word/styles.xml is damaged (Premature end of data in tag a line 1, line 1, column 4); {AGAIN}",
        ),
        (
            package({"word/document.xml": DOCUMENT, "docProps/core.xml": "<!DOCTYPE a><a/>"}),
            f"docProps/core.xml declares a document type, which no word processor writes; {AGAIN}",
        ),
        (
            package({"word/document.xml": DOCUMENT, "_rels/.rels": "<a>"}),
            f"_rels/.rels is damaged (Premature end of data in tag a line 1, line 1, column 4); {AGAIN}",
        ),
        (b"PK\x01\x02" * 10_001, f"packs more than 10000 files; {AGAIN}"),
        (package({"word/document.xml": f"<w:document {WORD_XML}/>"}), "is empty; give an Arabic article"),
        (
            package({"word/document.xml": DOCUMENT.replace(NEWS, "Hm.")}),
            "(DOCX): holds no Arabic text; give an Arabic article",
        ),
    ],
)
def test_word_files(data: bytes, told: str) -> None:
    found = line(lambda: article_from_docx(data, article_id="a", source="in/a.docx"))
    assert found == (f"in/a.docx {told}" if told.startswith("(") else f"in/a.docx: {told}")


def test_a_part_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iqtibas.article.input.docx.MAX_PART_BYTES", 2_000_000)
    data = package({"word/document.xml": DOCUMENT + " " * 2_000_000})
    assert line(lambda: docx_text(data, "a.docx")) == (
        "a.docx: word/document.xml unpacks to more than 2 MB; if it is no zip bomb, save the text alone"
    )


def test_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(markup: str) -> str:
        return line(lambda: article_from_html(markup.encode(), article_id="p", source="in/p.html"))

    assert told("<p>English only.</p>") == "in/p.html (HTML, UTF-8): holds no Arabic text; give an Arabic article"
    assert told("<!-- -->") == "in/p.html: holds no HTML; give the page as saved from a browser"
    assert told("<div>" * 600 + NEWS) == (
        "in/p.html: is too large or too deeply nested for a page; save its text instead"
    )
    many = "<p " + " ".join(f"a{n}" for n in range(10_001)) + f">{NEWS}"
    assert told(many) == "in/p.html: has more attributes than a page needs; save its text instead"
    monkeypatch.setattr("iqtibas.article.input.html.MAX_PAGE_BYTES", 1_000_000)
    assert told("<p>" + NEWS + " " * 1_000_000) == (
        "in/p.html: is larger than 1 MB, which is too much for a page; save it without pictures"
    )


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (b"{", f"is not JSON: Expecting property name enclosed in double quotes at column 2; {FORM}"),
        (b"[1]", f"is an array, not an object; {FORM}"),
        (b'"a"', f"is a string, not an object; {FORM}"),
        (b"null", f"is null, not an object; {FORM}"),
        (b"true", f"is a boolean, not an object; {FORM}"),
        (b"1.5", f"is a number, not an object; {FORM}"),
        (b'{"id": "a"}', f'has no "text"; {FORM}'),
        (b'{"text": 1}', f'"text" is a number, not a string; {FORM}'),
        (b'{"text": {}}', f'"text" is an object, not a string; {FORM}'),
        (b'{"text": "a", "id": null}', f'"id" is null, not a string; {FORM}'),
        (b'{"text": "a", "id": " "}', f'"id" is empty; {FORM}'),
        (b'{"text": "a", "title": []}', f'"title" is an array, not a string; {FORM}'),
        (b'{"text": "ab\\ud800"}', f'"text" has half a surrogate pair at character 2; {FORM}'),
        (b'{"text": "a\xff"}', "is not UTF-8 at byte 11; JSON lines are UTF-8"),
        (b'\xef\xbb\xbf{"text": "a\xff"}', "is not UTF-8 at byte 14; JSON lines are UTF-8"),
        (b'{"text": " "}', "is empty; give an Arabic article"),
        (b'{"text": "English."}', "(JSON lines): holds no Arabic text; give an Arabic article"),
    ],
)
def test_json_lines(record: bytes, told: str) -> None:
    [_, found] = articles_from_lines([json.dumps({"text": NEWS}).encode(), b" \n", record], "in/a.jsonl", "a")
    assert str(found) == (f"in/a.jsonl:3 {told}" if told.startswith("(") else f"in/a.jsonl:3: {told}")


def test_json_that_python_does_not_read() -> None:
    [deep] = articles_from_lines([b"[" * 200_000], "a", "a")
    assert str(deep).startswith("a:1: is JSON that cannot be read (maximum recursion depth exceeded")
    assert str(deep).endswith(f"); {FORM}")


class TestArguments:
    @pytest.fixture(autouse=True)
    def _in_empty_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)

    def test_what_is_not_there(self) -> None:
        Path("empty").mkdir()
        assert lines("no.txt", "", "no-*.txt", "empty", "https://a.example/b") == [
            "no.txt: there is no such file; check the folder and the spelling",
            "'': there is no such file; check the folder and the spelling",
            "no-*.txt: no file matches this pattern; check the folder and the spelling",
            "empty: holds no file with one of .txt .text .md .jsonl .ndjson .html .htm .xhtml .docx; "
            "name the files themselves",
            "https://a.example/b: pages are not fetched here; "
            "leave --offline out, or save the page in a browser and give the file",
        ]

    def test_what_cannot_be_opened(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(path: Any, *_: object, **__: object) -> None:
            raise {
                "shut": PermissionError(13, "Permission denied"),
                "odd": OSError("strange"),
                "io": OSError(5, "I/O"),
            }[Path(path).stem]

        for name in ("shut.txt", "odd.txt", "io.txt"):
            Path(name).write_text(NEWS, encoding="utf-8")
        monkeypatch.setattr("builtins.open", refuse)
        assert lines("shut.txt", "odd.txt", "io.txt") == [
            "shut.txt: cannot be read (Permission denied); check its permissions",
            "odd.txt: cannot be read (strange)",
            "io.txt: cannot be read (I/O)",
        ]

    def test_a_folder_that_cannot_be_listed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(_: str) -> list[str]:
            raise PermissionError(13, "Permission denied")

        Path("shut").mkdir()
        monkeypatch.setattr(os, "listdir", refuse)
        assert lines("shut") == ["shut: cannot be read (Permission denied); check its permissions"]

    @pytest.mark.parametrize("name", ["a.txt", "a.html", "a.docx", "a"])
    def test_what_is_too_large(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        monkeypatch.setattr(reading, "MAX_BYTES", 3_000_000)
        Path(name).write_bytes(b"x" * 3_000_001)
        assert lines(name) == [f"{name}: is larger than 3 MB; split it into articles"]
        assert lines("-", stdin=b"x" * 3_000_001) == ["stdin: is larger than 3 MB; split it into articles"]

    def test_the_place_is_the_path_as_given(self) -> None:
        Path("in").mkdir()
        for name in ("a.txt", "b.html", "c.docx", "d.jsonl"):
            Path("in", name).write_bytes(b"nothing")
        assert [told.partition(": ")[0] for told in lines("in")] == [
            "in/a.txt (UTF-8)",
            "in/b.html (HTML, UTF-8)",
            "in/c.docx",
            "in/d.jsonl:1",
        ]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ftp://a.org/", f"is no http:// or https:// address; {SAVE}"),
        ("http://u@a.org/", f"holds a user name or password; leave it out, or {SAVE}"),
        ("http://[a.org/", '"[a.org" is no host; check the address'),
        ("http://a.org:25/", f"names the port 25, at which no pages are; {SAVE}"),
        ("http://a.org/\\b", "holds U+005C, which no address may; percent-encode it"),
        ("http://a.org/\u202e", "holds U+202E, which no address may; percent-encode it"),
        ("http://[::12345]/", "[::12345] is no IPv6 address; check the address"),
        ("http://faß.de/", "its host means different ones to different programs; give its xn-- form"),
        ("http://-a.org/", '"-a.org" is no host; check the address'),
        ("http://printer/", f'"printer" is a name of an inner network; {SAVE}'),
        ("http://a.local/", f'"a.local" is a name of an inner network; {SAVE}'),
        ("http://127.1/", '"127.1" is an address in an unusual form; write it as 192.0.2.1'),
    ],
)
def test_addresses(url: str, told: str) -> None:
    assert line(lambda: parse_target(url)) == f"{url}: {told}"


def test_hosts_that_idna_refuses_and_urls_without_end() -> None:
    assert line(lambda: parse_target("http://" + "é" * 64 + ".org/")).startswith(
        f'http://{"é" * 64}.org/: "{"é" * 64}.org" is no host (label '
    )
    long = "http://a.org/" + "b" * 8_000
    assert line(lambda: parse_target(long)) == f"{long[:80]}…: has more than 8000 characters as it is sent; {SAVE}"


def test_redirects() -> None:
    home = parse_target("https://a.org/")
    assert line(lambda: follow(home, "http://a.org/b")) == (
        "http://a.org/b: is not encrypted, unlike where it was linked; give the http:// address itself"
    )
    assert line(lambda: follow(home, "http://[a")) == f"http://[a: is no http:// or https:// address; {SAVE}"
    assert (
        line(lambda: follow(home, "//a\\b.org")) == "//a\\b.org: holds U+005C, which no address may; percent-encode it"
    )


def test_names_without_an_address() -> None:
    def nobody(*_: object, **__: object) -> list[tuple[Any, ...]]:
        raise OSError(-2, "Name or service not known")

    told = "http://a.example/: a.example has no address; check the spelling and the connection"
    assert line(lambda: addresses_of("a.example", 80, nobody, 5, "http://a.example/")) == told
    assert line(lambda: addresses_of("a.example", 80, lambda *_, **__: [], 5, "http://a.example/")) == told
    assert addresses_of("93.184.215.14", 80, nobody, 5, "") == (ip_address("93.184.215.14"),)


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (TimeoutError(), f"did not arrive within 10 s; try again, or {SAVE}"),
        (IncompleteRead(b""), "breaks off; try again"),
        (BadStatusLine("x"), f"its server does not speak HTTP (BadStatusLine('x')); {SAVE}"),
        (
            OSError(111, "Connection refused"),
            "cannot be reached (Connection refused); check the address and the connection",
        ),
        (OSError("odd"), "cannot be reached (odd); check the address and the connection"),
        (ConnectionError(), "cannot be reached (ConnectionError); check the address and the connection"),
    ],
)
def test_failures_of_the_network(monkeypatch: pytest.MonkeyPatch, failure: Exception, told: str) -> None:
    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr("iqtibas.article.input.fetch.ask", fail)
    fetcher = Fetcher("iqtibas/1", resolver=lambda *_, **__: [(2, 1, 6, "", ("93.184.215.14", 80))])
    assert line(lambda: fetcher.fetch("http://a.example/b")) == (
        f"http://a.example/b: its site's robots.txt cannot be had: {told}"
    )


def test_a_certificate_that_is_not_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        error = ssl.SSLCertVerificationError()
        error.verify_message = "certificate has expired"
        raise error

    monkeypatch.setattr("iqtibas.article.input.fetch.ask", fail)
    fetcher = Fetcher("iqtibas/1", resolver=lambda *_, **__: [(2, 1, 6, "", ("93.184.215.14", 443))])
    assert line(lambda: fetcher.fetch("https://a.example/b")) == (
        "https://a.example/b: its site's robots.txt cannot be had: its server's certificate is not valid "
        "(certificate has expired); do not trust the page, or ask its site"
    )


class TestStatements:
    def told(self, tmp_path: Path, name: str, content: str) -> list[str]:
        (tmp_path / name).write_text(content, encoding="utf-8", newline="")
        return [
            str(failure).removeprefix(f"{tmp_path.as_posix()}/")
            for failure in read_statements(tmp_path / name).failures
        ]

    def test_rows(self, tmp_path: Path) -> None:
        rows = 'id,text,date,position\n,...,,\n,We pay.,tomorrow,\n,We pay.,,9-3\n,We pay.,,x\na,b\n\nx,We go.,,\nx,We stay.,,\n"'
        place = f"{(tmp_path / 'a.csv').as_posix()}, row 8"
        assert self.told(tmp_path, "a.csv", rows) == [
            "a.csv, row 2: has no text; every statement needs what was said",
            'a.csv, row 3: "tomorrow" is no date; write dates as 2021-03-24',
            'a.csv, row 4: "9-3" is no position; leave it out, or write start-end',
            'a.csv, row 5: "x" is no position; leave it out, or write start-end',
            "a.csv, row 6: has 2 cells, and the header 4; put cells with commas in quotation marks",
            f'a.csv, row 9: has the id "x" of {place}; give each statement its own',
            "a.csv, row 10: is malformed (unexpected end of data); what follows was not read; check its quotation marks",
        ]

    @pytest.mark.parametrize(
        ("header", "told"),
        [
            ("id,words", "has no column named text"),
            ("text,date, Date", "has two columns named date"),
        ],
    )
    def test_headers(self, tmp_path: Path, header: str, told: str) -> None:
        path = tmp_path / "a.csv"
        path.write_text(f"{header}\n", encoding="utf-8")
        assert line(lambda: read_statements(path)) == f"{path.as_posix()}, row 1: {told}; {HEADER}"

    def test_json_lines(self, tmp_path: Path) -> None:
        records = '{\n[]\n{}\n{"text": 1}\n\n{"text": "a", "date": 5}\n{"text": "a\\udc00"}\n{"text": "?"}\n'
        assert self.told(tmp_path, "a.jsonl", records) == [
            "a.jsonl:1: is no JSON (Expecting property name enclosed in double quotes: line 2 column 1 (char 2)); "
            + RECORD,
            f"a.jsonl:2: is no JSON object; {RECORD}",
            f'a.jsonl:3: has no "text"; {RECORD}',
            f'a.jsonl:4: "text" is no string; {RECORD}',
            f'a.jsonl:6: "date" is no string; {RECORD}',
            f"a.jsonl:7: has half a surrogate pair; {RECORD}",
            "a.jsonl:8: has no text; every statement needs what was said",
        ]

    @pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.txt"])
    def test_files_that_are_not_there(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        assert line(lambda: read_statements(path)) == (
            f"{path.as_posix()}: cannot be read (No such file or directory); check the path"
        )

    @pytest.mark.parametrize(
        ("name", "way"),
        [("a.csv", "split it"), ("a.txt", "split it into documents"), ("a.html", "split it into documents")],
    )
    def test_files_that_are_too_large(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, way: str
    ) -> None:
        for module in ("statements", "transcript"):
            monkeypatch.setattr(f"iqtibas.article.input.{module}.MAX_BYTES", 1_000_000)
        path = tmp_path / name
        path.write_bytes(b"text\n" + b"x" * 999_996)
        assert line(lambda: read_statements(path)) == f"{path.as_posix()}: is larger than 1 MB; {way}"

    def test_documents_without_words(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("1 2 3", encoding="utf-8")
        told = f"{path.as_posix()}: holds no text; give a document with words in it"
        assert line(lambda: read_transcript(path)) == line(lambda: read_lines(path)) == told

    def test_what_a_reviewer_types(self) -> None:
        assert line(lambda: make_statement("…", Provenance())) == "statement: has no text; give what was said"
        assert line(lambda: make_statement("…", Provenance(source="a"))) == "a: has no text; give what was said"
        assert line(lambda: parse_date("2021-02-30" * 9, "row 1")) == (
            f'row 1: "{("2021-02-30" * 9)[:40]}" is no date; write dates as 2021-03-24'
        )
        assert parse_date("2021-03-24", "row 1") == datetime.date(2021, 3, 24)
