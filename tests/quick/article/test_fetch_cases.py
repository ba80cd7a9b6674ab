"""Details of fetching: rules of robots.txt, parts of an address, what a server is asked, and time for each address."""

from __future__ import annotations

import gzip
import json
import socket
from ipaddress import ip_address
from typing import Any

import pytest
from hostile_server import NO_FILE, HostileServer, hostile_server, redirect, response

from iqtibas.article import read_articles
from iqtibas.article.errors import ReadError
from iqtibas.article.input.fetch import BY_SUFFIX, KINDS, PORTS, SITES_REMEMBERED, Fetcher, Policy
from iqtibas.article.input.fetch_address import addresses_of, why_not_public
from iqtibas.article.input.fetch_http import Deadline, ask
from iqtibas.article.input.fetch_robots import NOTHING, Rules, matches, parse_robots
from iqtibas.article.input.fetch_url import Target, encoded, follow, parse_target
from iqtibas.article.model import Article

SAVE = "save the page in a browser and give the file"
NEWS = "افتتح العمدة رامي الساحلي جسر الميناء صباح الأحد، وقال إن العمل استغرق عامين كاملين."
PAGE = f"<!doctype html><html><body><article><p>{NEWS}</p></article></body></html>".encode()


def fetcher(server: HostileServer, **bounds: Any) -> Fetcher:
    policy = Policy(
        **{
            "seconds": 5.0,
            "ports": PORTS | {server.port},
            "exceptions": frozenset({("127.0.0.1", server.port)}),
            **bounds,
        }
    )
    return Fetcher("Iqtibas/1.2", policy, resolver=lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", 0))])


class TestAddresses:
    @pytest.mark.parametrize(
        ("url", "target"),
        [
            ("http://a.org", Target("http", "a.org", 80, "/")),
            ("HTTPS://A.Org./b?c=d#e", Target("https", "a.org", 443, "/b?c=d")),
            ("http://a.org?c", Target("http", "a.org", 80, "/?c")),
            ("http://a.org:/b", Target("http", "a.org", 80, "/b")),
            ("https://a.org:8443/%d8%a7/ب", Target("https", "a.org", 8443, "/%D8%A7/%D8%A8")),
            ("http://[2606:4700:0::1]:8080/", Target("http", "2606:4700::1", 8080, "/")),
            ("http://8.8.8.8/", Target("http", "8.8.8.8", 80, "/")),
            ("http://موقع.example.org/", Target("http", "xn--4gbrim.example.org", 80, "/")),
            ("http://a_b-c.org/", Target("http", "a_b-c.org", 80, "/")),
        ],
    )
    def test_parts(self, url: str, target: Target) -> None:
        assert parse_target(url) == target

    @pytest.mark.parametrize(
        ("target", "authority", "suffix"),
        [
            (Target("http", "a.org", 80, "/x.TXT?y.z"), "a.org", ".txt"),
            (Target("http", "a.org", 443, "/x/"), "a.org:443", ""),
            (Target("https", "2606::1", 443, "/a.b/c"), "[2606::1]", ""),
            (Target("https", "2606::1", 80, "/a.tar.gz"), "[2606::1]:80", ".gz"),
        ],
    )
    def test_what_is_made_of_them(self, target: Target, authority: str, suffix: str) -> None:
        assert (target.authority, target.suffix) == (authority, suffix)
        assert target.origin == f"{target.scheme}://{authority}"
        assert target.url == f"{target.scheme}://{authority}{target.path}"

    def test_names_on_both_sides_of_their_limits(self) -> None:
        label = "a" * 63
        longest = ".".join([label, label, label, "a" * 57, "org"])
        assert len(longest) == 253
        assert parse_target(f"http://{longest}/").host == longest
        for host in (f"{label}a.org", longest.replace(".org", "a.org")):
            with pytest.raises(ReadError, match="is no host"):
                parse_target(f"http://{host}/")
        assert parse_target("http://local.org/").host == "local.org"

    def test_escapes(self) -> None:
        assert encoded("/a b/%zz/%c3%a9/é?x=1&y='(~)'") == "/a%20b/%zz/%C3%A9/%C3%A9?x=1&y='(~)'"

    def test_redirects_keep_what_they_do_not_say(self) -> None:
        here = Target("https", "a.org", 8443, "/x/y?z")
        assert follow(here, "w").url == "https://a.org:8443/x/w"
        assert follow(here, "//b.org/").url == "https://b.org/"
        assert follow(here, "https://b.org:9000/", frozenset({9000})).port == 9000
        with pytest.raises(ReadError, match="port 9000"):
            follow(here, "https://b.org:9000/")

    @pytest.mark.parametrize(
        ("address", "why"),
        [
            ("8.8.8.8", ""),
            ("169.254.169.254", "a cloud's metadata address"),
            ("169.254.169.253", "a link-local address"),
            ("2606:4700::1", ""),
            ("64:ff9b::8.8.8.8", ""),
            ("64:ff9b::10.0.0.1", "a private address"),
            ("fe80::1%eth0", "a link-local address"),
            ("2606:4700::1%eth0", "a link-local address"),
            ("4000::1", "a reserved address"),
            ("2001:db8::1", "an address for documentation"),
        ],
    )
    def test_what_is_not_public(self, address: str, why: str) -> None:
        assert why_not_public(ip_address(address)) == why

    def test_a_resolver_is_asked_for_streams_and_each_answer_counts_once(self) -> None:
        asked: list[Any] = []

        def resolver(*place: Any, **options: Any) -> list[tuple[Any, ...]]:
            asked.append((place, options))
            return [(2, 1, 6, "", (address, 80)) for address in ("8.8.8.8", "1.1.1.1", "8.8.8.8")]

        assert addresses_of("a.org", 80, resolver, 5, "u") == (ip_address("8.8.8.8"), ip_address("1.1.1.1"))
        assert asked == [(("a.org", 80), {"type": socket.SOCK_STREAM})]


class TestRobots:
    TEXT = (
        "user-agent: first\nUser-Agent : Second # both\nDisallow: /a\nAllow: /a/b\n\n"
        "nonsense\nUser-agent: second\ndisallow: /c # c\nUser-agent: *\nDisallow: /\nAllow:\n"
    )

    @pytest.mark.parametrize(
        ("product", "open_paths"),
        [("first", {"/a/b", "/c", "/d"}), ("SECOND", {"/a/b", "/d"}), ("third", set())],
    )
    def test_groups(self, product: str, open_paths: set[str]) -> None:
        rules = parse_robots(self.TEXT, product)
        assert {path for path in ("/a", "/a/b", "/c", "/d") if rules.allow(path)} == open_paths

    def test_pieces_of_a_pattern_do_not_overlap(self) -> None:
        assert matches("/*ab*b", "/abb")
        assert not matches("/*ab*b", "/ab")

    def test_without_rules_all_is_open(self) -> None:
        assert Rules().allow("/a")
        assert parse_robots("", "a") == parse_robots("User-agent: b\nDisallow: /", "a") == Rules()
        assert not NOTHING.allow("/a")

    def test_only_a_named_agent_is_not_everybody(self) -> None:
        text = "User-agent: *\nDisallow: /a\nUser-agent: iqtibas\nDisallow:\n"
        assert parse_robots(text, "iqtibas").allow("/a")
        assert not parse_robots(text, "other").allow("/a")

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

    def test_kinds(self) -> None:
        assert {KINDS[kind] for kind in ("text/plain", "text/markdown")} == {"text"}
        assert BY_SUFFIX == {".txt": "text", ".docx": "docx", ".jsonl": "lines", ".ndjson": "lines"}

    def test_each_address_has_its_share_of_the_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The first of three addresses may take a third, so that a silent one leaves time for the others."""
        given: list[tuple[str, float]] = []

        class Silent:
            def __init__(self, family: int) -> None:
                self.family, self.seconds = family, 0.0

            def settimeout(self, seconds: float) -> None:
                self.seconds = seconds

            def connect(self, place: tuple[str, int]) -> None:
                given.append((place[0], self.seconds))
                raise TimeoutError

            def close(self) -> None:
                given.append(("closed", self.family))

        monkeypatch.setattr(socket, "socket", Silent)
        addresses = [ip_address(a) for a in ("192.0.2.1", "2001:db8::1", "192.0.2.2")]
        with pytest.raises(TimeoutError), ask(Target("http", "a", 80, "/"), addresses, {}, Deadline(60.0)):
            pass
        assert [name for name, _ in given] == ["192.0.2.1", "closed", "2001:db8::1", "closed", "192.0.2.2", "closed"]
        assert [round(seconds) for name, seconds in given if name != "closed"] == [20, 30, 60]
        assert [family for name, family in given if name == "closed"] == [
            socket.AF_INET,
            socket.AF_INET6,
            socket.AF_INET,
        ]

    def test_a_deadline(self) -> None:
        assert 59 < Deadline(60.0).left() <= 60
        with pytest.raises(TimeoutError):
            Deadline(0.0).left()


PACKED = gzip.compress(b"abc " * 50)


class TestErrorLines:
    def told(self, reply: bytes, path: str = "/b", robots: bytes = NO_FILE) -> str:
        with hostile_server() as server:
            server.replies |= {path: reply, "/robots.txt": robots}
            url = f"http://a.example:{server.port}{path}"
            with pytest.raises(ReadError) as error:
                fetcher(server, max_bytes=100_000, redirects=1).fetch(url)
            return str(error.value).replace(f"http://a.example:{server.port}", "")

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

    def test_bombs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("iqtibas.article.input.fetch_http.RATIO_FROM", 50_000)
        packed = gzip.compress(b"a" * 90_000)
        assert self.told(response(packed, headers=["Content-Encoding: gzip"])) == (
            f"/b: is packed to less than 1/100, as bombs are; {SAVE}"
        )
