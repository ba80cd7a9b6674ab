"""What a server is asked and how its answers are read, against a hostile server on loopback."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from fetching import fetcher
from hostile_server import NO_FILE, hostile_server, redirect, response

from iqtibas.article import read_articles
from iqtibas.article.errors import ReadError
from iqtibas.article.input.fetch import SITES_REMEMBERED
from iqtibas.article.model import Article

SAVE = "save the page in a browser and give the file"
NEWS = "افتتح العمدة رامي الساحلي جسر الميناء صباح الأحد، وقال إن العمل استغرق عامين كاملين."
PAGE = f"<!doctype html><html><body><article><p>{NEWS}</p></article></body></html>".encode()


class TestRobots:
    def test_a_site_is_asked_again_when_too_many_were_remembered(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert SITES_REMEMBERED == 100
        for most, asked in ((1, 3), (2, 2)):
            monkeypatch.setattr("iqtibas.article.input.fetch.SITES_REMEMBERED", most)
            with hostile_server() as server:
                server.replies["/b"] = response(PAGE)
                fetch = fetcher(server)
                for host in ("a.example", "b.example", "a.example"):
                    fetch.fetch(f"http://{host}:{server.port}/b")
                assert sum("GET /robots.txt" in seen for seen in server.seen) == asked

    def test_what_robots_txt_is_asked_with(self) -> None:
        with hostile_server() as server:
            server.replies |= {"/b": response(PAGE), "/robots.txt": redirect("/r"), "/r": response(b"", "text/plain")}
            fetcher(server).fetch(f"http://a.example:{server.port}/b?c")
        heads = [seen.split("\r\n") for seen in server.seen]
        assert [head[0] for head in heads] == ["GET /robots.txt HTTP/1.1", "GET /r HTTP/1.1", "GET /b?c HTTP/1.1"]
        assert ["Accept: text/plain" in head for head in heads] == [True, True, False]
        accept = next(line for line in heads[2] if line.startswith("Accept: "))
        assert [part.partition(";")[0] for part in accept.removeprefix("Accept: ").split(", ")] == [
            "text/html",
            "application/xhtml+xml",
            "text/plain",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/jsonl",
        ]


class TestAnswers:
    def get(self, reply: bytes, **bounds: Any) -> Any:
        with hostile_server() as server:
            server.replies["/b"] = reply
            return fetcher(server, **bounds).fetch(f"http://a.example:{server.port}/b")

    def test_an_open_line_is_noted_and_ids_are_the_urls(self) -> None:
        lines = "".join(json.dumps({"text": NEWS, **own}) + "\n" for own in ({}, {"id": "own"}))
        with hostile_server() as server:
            server.replies |= {"/b": redirect("/c"), "/c": response(lines.encode(), "application/x-jsonlines")}
            url = f"http://a.example:{server.port}/b"
            found = [one for one in read_articles([url], fetcher=fetcher(server)) if isinstance(one, Article)]
        assert [one.id for one in found] == [f"{url}:1", "own"]
        assert [one.source for one in found] == [f"{url[:-1]}c:{n} (JSON lines)" for n in (1, 2)]
        assert [one.notes for one in found] == [
            ("fetched without encryption: it may have been changed on the way",)
        ] * 2

    @pytest.mark.parametrize(
        ("kind", "charset"),
        [
            ("text/html", ""),
            ("text/html; charset=UTF-8", "utf-8"),
            ("text/html;charset='windows-1256'", "windows-1256"),
            ('text/html; boundary=x; CHARSET = "iso-8859-6"', "iso-8859-6"),
            ("text/html; xcharset=a", ""),
        ],
    )
    def test_charsets(self, kind: str, charset: str) -> None:
        assert self.get(response(PAGE, kind)).charset == charset

    def test_a_body_of_exactly_the_bound_in_every_dress(self) -> None:
        chunked = b"5\r\nab cd\r\n3\r\nefg\r\n0\r\n\r\n"
        whole = response(chunked, length="-", headers=["Transfer-Encoding: chunked"])
        assert self.get(whole, max_bytes=8).data == b"ab cdefg"
        with pytest.raises(ReadError, match="larger than"):
            self.get(whole, max_bytes=7)
        identity = response(b"abc", headers=["Content-Encoding: identity"])
        assert self.get(identity, max_bytes=3).data == b"abc"
        with pytest.raises(ReadError, match="larger than 2e-06 MB"):
            self.get(identity, max_bytes=2)


PACKED = gzip.compress(b"abc " * 50)


class TestErrorLines:
    def told(self, reply: bytes, path: str = "/b", robots: bytes = NO_FILE) -> str:
        with hostile_server() as server:
            server.replies |= {path: reply, "/robots.txt": robots}
            url = f"http://a.example:{server.port}{path}"
            with pytest.raises(ReadError) as error:
                fetcher(server, max_bytes=100_000, redirects=1).fetch(url)
            return str(error.value).replace(f"http://a.example:{server.port}", "")

    def test_bombs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("iqtibas.article.input.fetch_http.RATIO_FROM", 50_000)
        packed = gzip.compress(b"a" * 90_000)
        assert self.told(response(packed, headers=["Content-Encoding: gzip"])) == (
            f"/b: is packed to less than 1/100, as bombs are; {SAVE}"
        )

    @pytest.mark.parametrize(
        ("reply", "told"),
        [
            (response(status="404 Not Found"), f"answers 404 (Not Found); check it, or {SAVE}"),
            (response(status=f"500 {'x' * 61}"), f"answers 500 ({'x' * 60}); check it, or {SAVE}"),
            (redirect(""), f"answers 302 and does not say where to go; {SAVE}"),
            (redirect("/b"), "leads on more than 1 times; give the address that it ends at"),
            (
                redirect("http://10.0.0.1/"),
                "leads to http://10.0.0.1/: that 10.0.0.1 is a private address (10.0.0.1), not a public one; " + SAVE,
            ),
            (
                response(kind=""),
                "does not say what it is; articles are text, HTML, DOCX or JSON lines; give such a page",
            ),
            (
                response(kind=f"image/{'x' * 90}"),
                f'is "image/{"x" * 74}"; articles are text, HTML, DOCX or JSON lines; give such a page',
            ),
            (response(b"a" * 100_001), f"is larger than 0.1 MB, which is too much to fetch; {SAVE}"),
            (response(b"a" * 100_001, length="-"), f"is larger than 0.1 MB, which is too much to fetch; {SAVE}"),
            (response(b"abc", length="4"), "breaks off; try again"),
            (response(PACKED[:-9], headers=["Content-Encoding: gzip"]), "breaks off; try again"),
            (
                response(b"abc", headers=["Content-Encoding: gzip"]),
                f"is not packed as it says (Error -3 while decompressing data: incorrect header check); {SAVE}",
            ),
            (
                response(PACKED * 2, headers=["Content-Encoding: gzip"]),
                f"has something behind what is packed; {SAVE}",
            ),
            (
                response(headers=[f"Content-Encoding: {'x' * 41}"]),
                f'is packed with "{"x" * 40}", which was not asked for; {SAVE}',
            ),
            (
                b"HTTP/1.1 200 OK\r\nX: " + b"a" * 65_000,
                f"sends more than a page has, or headers without an end; {SAVE}",
            ),
        ],
    )
    def test_answers(self, reply: bytes, told: str) -> None:
        assert self.told(reply) == f"/b: {told}"

    def test_robots(self) -> None:
        closed = response(b"User-agent: *\nDisallow: /b", "text/plain")
        assert self.told(b"", robots=closed) == f"/b: is closed to programs by its site's robots.txt; {SAVE}"
        assert self.told(b"", robots=response(b"abc", length="4")) == (
            "/b: its site's robots.txt cannot be had: breaks off; try again"
        )
