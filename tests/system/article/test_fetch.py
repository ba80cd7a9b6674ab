"""Fetching: every way past the checks that we know of, and a server that does what servers must not."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import ipaddress
import itertools
import json
import shutil
import socket
import ssl
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hostile_server import HostileServer, drops, hostile_server, redirect, response

from iqtibas.article import Article, IqtibasError, ReadError, count_inputs, read_articles
from iqtibas.article.input.fetch import MAX_FETCHED_BYTES, MAX_REDIRECTS, MOST_ADDRESSES, Fetched, Fetcher, Policy
from iqtibas.article.input.fetch_address import NOT_PUBLIC_4, NOT_PUBLIC_6, why_not_public
from iqtibas.article.input.fetch_http import MAX_HEAD_BYTES, MAX_RATIO, RATIO_FROM
from iqtibas.article.input.fetch_robots import MAX_ROBOTS_BYTES, Rules, matches, parse_robots
from iqtibas.article.input.fetch_url import LONGEST_URL, PORTS, Target, follow, parse_target

AGENT = "iqtibas/1.2.3"
PUBLIC = "93.184.215.14"
ARABIC = "افتتح الوزير الجسر الجديد صباح اليوم في العاصمة، وقال إن العمل استغرق عامين كاملين."
PAGE = f"<!doctype html><html><body><article><p>{ARABIC}</p></article></body></html>".encode()


def resolver(*answers: str) -> Callable[..., list[tuple[Any, ...]]]:
    """A name server that gives each answer once, and the last one from then on. Several addresses by commas."""
    left = [*answers]

    def ask(host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        asked.append(host)
        now = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in now.split(",")]

    asked: list[str] = []
    ask.asked = asked  # type: ignore[attr-defined]
    return ask


def asked_of(names: Callable[..., Any]) -> list[str]:
    asked: list[str] = names.asked  # type: ignore[attr-defined]
    return asked


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


def fetcher(server: HostileServer, names: Callable[..., Any] | None = None, **bounds: Any) -> Fetcher:
    """One that may ask the test's server, and nothing else that is not public."""
    exceptions = frozenset({("127.0.0.1", server.port)})
    policy = Policy(**{"seconds": 5.0, "ports": PORTS | {server.port}, "exceptions": exceptions, **bounds})
    return Fetcher(AGENT, policy, resolver=names or resolver("127.0.0.1"))


def url(server: HostileServer, path: str = "/page", host: str = "news.example") -> str:
    return f"http://{host}:{server.port}{path}"


def refusal(fetch: Fetcher, address: str) -> str:
    """The one line that a fetch ends in."""
    with pytest.raises(ReadError) as error:
        fetch.fetch(address)
    line = str(error.value)
    assert line.startswith(" ".join(address.split())[:70])
    assert error.value.hint, "no way out is named"
    assert "\n" not in line
    return line


@pytest.fixture
def no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)


# Where a page may be ------------------------------------------------------------------------------------------

INNER_LITERALS = (
    *("127.0.0.1", "127.1.2.3", "127.255.255.255", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255"),
    *("172.16.0.1", "172.31.255.254", "192.168.0.1", "169.254.1.1", "169.254.169.254", "169.254.170.2"),
    *("100.64.0.1", "100.127.255.254", "100.100.100.200", "168.63.129.16", "192.0.0.1", "192.0.0.192"),
    *("192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9"),
    *("224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
    *("[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::127.0.0.1]", "[::7f00:1]", "[::10.0.0.1]"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:10.0.0.1]", "[::ffff:169.254.169.254]", "[::ffff:8.8.8.8]"),
    *("[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]"),
    *("[64:ff9b::192.168.1.1]", "[64:ff9b::168.63.129.16]", "[64:ff9b:1::1]", "[64:ff9b:1::8.8.8.8]"),
    *("[2002:7f00:1::]", "[2002:a00:1::1]", "[2002:808:808::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]"),
    *("[2001:0:1::1]", "[2001:10::1]", "[2001:20::1]", "[2001:db8::1]", "[3fff::1]", "[100::1]", "[5f00::1]"),
    *("[fc00::1]", "[fd00:ec2::254]", "[fd20:ce::254]", "[fd12:3456::1]", "[fe80::1]", "[febf::1]", "[fec0::1]"),
    *("[ff02::1]", "[ff0e::1]", "[4000::1]", "[::2:1:1]"),
)
INNER_NAMES = (
    *("localhost", "LOCALHOST", "localhost.", "a.localhost", "printer", "printer.", "intranet", "router.local"),
    *("metadata.google.internal", "host.docker.internal", "nas.home.arpa", "site.onion", "example.invalid", "a.test"),
    *("ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "ｌｏｃａｌｈｏｓｔ", "metadata。google。internal"),
)
ODD_HOSTS = (
    *("2130706433", "0x7f000001", "0X7F000001", "017700000001", "0x7f.1", "127.1", "127.0.1", "0177.0.0.1"),
    *(
        "127.0.0.01",
        "0x7f.0x0.0x0.0x1",
        "1.1.1.0x1",
        "256.256.256.256",
        "127.0.0.1.",
        "１２７.０.０.１",
        "127。0。0。1",
    ),
    *("127.0.0.1..", "a.0x", "1.2.3.4.5", "①②⑦.⓪.⓪.①", "4294967297", "00000127.0.0.1", "0", "0.0"),
    *("%31%32%37.0.0.1", "127.0.0.1%00.example.org", "%6cocalhost", "exa%6dple.org", "example.org%2f@127.0.0.1"),
    *("[fe80::1%25eth0]", "[fe80::1%eth0]", "[::1%25lo]", "[::1", "::1", "[::1]x", "[v1.a:b]", "[127.0.0.1]", "[]"),
    *("", ".", "..", "a..b", ".example.org", "example.org..", "-a.example.org", "a-.example.org", "a" * 64 + ".org"),
    *("a." * 130 + "org", "faß.de", "βόλος.com", "ن\u200cا.com", "a\u200db.org", "exa mple.org", "exam<ple.org"),
    *("example.org,127.0.0.1", "127.0.0.1;example.org", "example.org'", "a{b}.org", "a^b.org", "a|b.org", "a`b.org"),
)
ODD_URLS = (
    *("http://user@example.org/", "http://user:secret@example.org/", "http://example.org@127.0.0.1/", "http://@a.org/"),
    *("http://127.0.0.1:80@example.org/", "http://a:b@c@example.org/", "http://example.org%40x@127.0.0.1/"),
    *("http://example.org\\@127.0.0.1/", "http:\\\\127.0.0.1\\", "http://127.0.0.1\\.example.org/", "http:/\\a.org/"),
    *("http://exam\tple.org/", "http://example.org/\r\nX: y", "http://example.org/\0", " http://example.org/"),
    *("http://example.org/ x", "http://example.org/\u202eslmth", "http://exam\u00adple.org/", "http://a.org/\u00a0"),
    *("http:example.org", "http:/example.org", "http:///example.org", "http://", "http://?x", "http://#@example.org/"),
    *("file:///etc/passwd", "ftp://example.org/a", "gopher://127.0.0.1:6379/_x", "dict://127.0.0.1:11211/stats"),
    *(
        "jar:http://127.0.0.1!/",
        "data:text/html,x",
        "javascript:alert(1)",
        "ldap://a.org/",
        "//example.org/",
        "HTTPS:x",
    ),
    *("http://example.org:22/", "http://example.org:25/", "http://example.org:6379/", "http://example.org:0/"),
    *("http://example.org:65536/", "http://example.org:99999999/", "http://example.org:-80/", "http://example.org:8o/"),
    *("http://example.org:80:80/", "http://example.org: 80/", "http://example.org:٨٠/", "http://a.org/\ud800"),
    f"http://example.org/{'a' * LONGEST_URL}",
    f"http://example.org/{'ع' * (LONGEST_URL // 3)}",
)


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize("host", INNER_LITERALS)
def test_addresses_that_are_not_public_are_refused(host: str) -> None:
    names = resolver(PUBLIC)
    line = refusal(Fetcher(AGENT, resolver=names), f"http://{host}/")
    assert "not a public one" in line
    assert asked_of(names) == []


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize("host", [*INNER_NAMES, *ODD_HOSTS])
def test_hosts_that_mean_something_else_are_refused_before_they_are_resolved(host: str) -> None:
    names = resolver(PUBLIC)
    refusal(Fetcher(AGENT, resolver=names), f"http://{host}/")
    assert asked_of(names) == []


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize("address", ODD_URLS)
def test_urls_that_could_be_read_in_two_ways_are_refused(address: str) -> None:
    names = resolver(PUBLIC)
    refusal(Fetcher(AGENT, resolver=names), address)
    assert asked_of(names) == []


def test_there_are_as_many_ways_past_the_checks_as_we_say() -> None:
    assert len({*INNER_LITERALS, *INNER_NAMES, *ODD_HOSTS, *ODD_URLS}) >= 180


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize("host", INNER_LITERALS)
def test_a_name_that_leads_to_such_an_address_is_refused(host: str) -> None:
    names = resolver(f"{PUBLIC},{host.strip('[]')}")
    assert "not a public one" in refusal(Fetcher(AGENT, resolver=names), "https://news.example/")
    assert asked_of(names) == ["news.example"]


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize("answer", ["fe80::1%eth0", "2606:2800:21f:cb07:6820:80da:af6b:8b2c%2", "not an address"])
def test_what_a_resolver_may_not_say_is_refused(answer: str) -> None:
    refusal(Fetcher(AGENT, resolver=resolver(answer)), "https://news.example/")


def test_the_table_of_addresses_is_that_of_the_standard_library_and_more() -> None:
    """At both ends of every range, and just outside of it."""
    edges = [
        kind(int(network[at]) + step)
        for table, kind in ((NOT_PUBLIC_4, ipaddress.IPv4Address), (NOT_PUBLIC_6, ipaddress.IPv6Address))
        for network, _ in table
        for at, step in ((0, -1), (0, 0), (-1, 0), (-1, 1))
        if 0 <= int(network[at]) + step < 1 << kind(0).max_prefixlen
    ]
    assert all(why_not_public(address) for address in edges if not address.is_global)
    assert not any(why_not_public(ipaddress.ip_address(a)) for a in (PUBLIC, "8.8.8.8", "1.1.1.1", "9.255.255.255"))
    for public in ("2606:4700:4700::1111", "2a00:1450:4001:80b::200e", "64:ff9b::8.8.8.8", "2001:200::1"):
        assert not why_not_public(ipaddress.ip_address(public))


PLAIN_URLS = {
    "HTTP://News.Example": ("http", "news.example", 80, "/"),
    "https://news.example.:443/a?b#c": ("https", "news.example", 443, "/a?b"),
    "http://news.example:8080?q=1": ("http", "news.example", 8080, "/?q=1"),
    "https://8.8.8.8/": ("https", "8.8.8.8", 443, "/"),
    "https://[2606:4700:4700:0::1111]:8443/x": ("https", "2606:4700:4700::1111", 8443, "/x"),
    "https://موقع.وزارة-الأتصالات.مصر/": ("https", "xn--4gbrim.xn----rmckbbajlc6dj7bxne2c.xn--wgbh1c", 443, "/"),
    "https://news.example/خبر/ 1".replace(" ", ""): ("https", "news.example", 443, "/%D8%AE%D8%A8%D8%B1/1"),
    "https://news.example/%d8%ae?%zz": ("https", "news.example", 443, "/%D8%AE?%zz"),
    "https://news.example/ن\u200cم": ("https", "news.example", 443, "/%D9%86%E2%80%8C%D9%85"),
    "https://a_b.news.example/../x|y": ("https", "a_b.news.example", 443, "/../x%7Cy"),
}


@pytest.mark.parametrize("address", PLAIN_URLS)
def test_plain_urls_are_read(address: str) -> None:
    target = parse_target(address)
    assert (target.scheme, target.host, target.port, target.path) == PLAIN_URLS[address]
    assert parse_target(target.url) == target


def test_a_url_may_be_as_long_as_servers_must_take() -> None:
    path = "a" * (LONGEST_URL - len("http://a.org/"))
    assert parse_target(f"http://a.org/{path}").path == f"/{path}"
    with pytest.raises(ReadError, match=f"more than {LONGEST_URL} characters"):
        parse_target(f"http://a.org/{path}a")


# A page, and what is told of it -------------------------------------------------------------------------------


def test_a_page_is_fetched_as_it_is(server: HostileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for proxy in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(proxy, "http://127.0.0.1:1")
    server.replies["/page"] = response(PAGE, "text/html; charset=windows-1256")
    names = resolver("127.0.0.1", "10.0.0.1")
    page = fetcher(server, names).fetch(url(server, "/page?a=1#top"))
    sha256 = hashlib.sha256(PAGE).hexdigest()
    assert page == Fetched(url(server, "/page?a=1"), PAGE, "html", "windows-1256", sha256)
    head = server.seen[1].split("\r\n")
    assert head[0] == "GET /page?a=1 HTTP/1.1"
    assert sorted(head[1:-2], key=str.lower) == [
        "Accept-Encoding: gzip",
        "Accept-Language: ar, en;q=0.5",
        next(line for line in head if line.startswith("Accept: text/html")),
        "Connection: close",
        f"Host: news.example:{server.port}",
        f"User-Agent: {AGENT}",
    ]
    assert asked_of(names) == ["news.example"]


def test_a_name_that_changes_its_address_is_not_asked_twice(server: HostileServer) -> None:
    """DNS rebinding: robots.txt, the page and a redirect to the same host go where the first answer led."""
    server.replies |= {"/page": redirect("/next"), "/next": response(PAGE)}
    names = resolver("127.0.0.1", "169.254.169.254")
    fetch = fetcher(server, names)
    assert fetch.fetch(url(server)).data == PAGE
    assert asked_of(names) == ["news.example"]
    assert "169.254.169.254" in refusal(fetch, url(server))  # the next fetch asks anew, and checks anew
    server.replies["/page"] = redirect(url(server, "/next", "other.example"))
    names = resolver("127.0.0.1", "10.1.2.3")
    assert "other.example is a private address" in refusal(fetcher(server, names), url(server))
    assert asked_of(names) == ["news.example", "other.example"]


def test_an_address_that_does_not_answer_is_followed_by_the_next(server: HostileServer) -> None:
    server.replies["/page"] = response(PAGE)
    exceptions = frozenset({("127.0.0.1", server.port), ("127.0.0.2", server.port)})
    names = resolver("127.0.0.2,127.0.0.1")
    assert fetcher(server, names, exceptions=exceptions).fetch(url(server)).data == PAGE


def test_so_many_addresses_are_tried(server: HostileServer) -> None:
    server.replies["/page"] = response(PAGE)
    silent = [f"127.0.0.{n}" for n in range(2, 2 + MOST_ADDRESSES)]
    exceptions = frozenset((address, server.port) for address in [*silent, "127.0.0.1"])
    for before in (silent[1:], silent):
        fetch = fetcher(server, resolver(",".join([*before, "127.0.0.1"])), exceptions=exceptions)
        if len(before) < MOST_ADDRESSES:
            assert fetch.fetch(url(server)).data == PAGE
        else:
            assert "cannot be reached" in refusal(fetch, url(server))


@pytest.mark.parametrize(
    ("kind", "path", "expected"),
    [
        ("text/html", "/a", "html"),
        ("Text/HTML ; charset=utf-8", "/a.txt", "html"),
        ("application/xhtml+xml", "/a", "html"),
        ("text/plain;charset=utf-8", "/a", "text"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "/a", "docx"),
        ("application/jsonl", "/a", "lines"),
        ("application/x-ndjson", "/a", "lines"),
        ("application/octet-stream", "/a.DOCX", "docx"),
        ("", "/a.jsonl", "lines"),
        ("", "/a.html", None),
        ("", "/a", None),
        ("application/octet-stream", "/a.pdf", None),
        ("application/pdf", "/a.txt", None),
        ("application/json", "/a", None),
        ("image/svg+xml", "/a", None),
        ("text/html, application/pdf", "/a", None),
        ("multipart/x-mixed-replace; boundary=a", "/a", None),
    ],
)
def test_only_what_an_article_can_be_is_read(server: HostileServer, kind: str, path: str, expected: str | None) -> None:
    server.replies[path] = response(PAGE, kind)
    if expected:
        assert fetcher(server).fetch(url(server, path)).kind == expected
    else:
        assert "articles are text, HTML, DOCX or JSON lines" in refusal(fetcher(server), url(server, path))


@pytest.mark.parametrize(
    "status", ["204 No Content", "206 Partial", "304 Not Modified", "401 No", "404 Gone", "500 Oh"]
)
def test_an_answer_without_a_page_is_told(server: HostileServer, status: str) -> None:
    server.replies["/page"] = response(b"", status=status)
    assert f"answers {status[:3]} ({status[4:]})" in refusal(fetcher(server), url(server))


# Redirects ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["301 A", "302 B", "303 C", "307 D", "308 E"])
def test_redirects_are_followed_as_often_as_allowed(server: HostileServer, status: str) -> None:
    hops = [f"/{n}" for n in range(MAX_REDIRECTS + 2)]
    server.replies |= {here: redirect(there, status) for here, there in itertools.pairwise(hops)}
    server.replies[hops[-1]] = response(PAGE)
    assert fetcher(server).fetch(url(server, hops[1])).url == url(server, hops[-1])
    assert f"leads on more than {MAX_REDIRECTS} times" in refusal(fetcher(server), url(server, hops[0]))
    assert server.paths() == hops[1:] + hops[:-1]


def test_a_loop_ends(server: HostileServer) -> None:
    server.replies["/page"] = redirect("/page")
    assert "leads on more than" in refusal(fetcher(server), url(server))


LEADS_AWAY = {
    "http://169.254.169.254/latest/meta-data/": "cloud's metadata address",
    "http://127.0.0.1:80/": "a loopback address",
    "//[::1]/": "a loopback address",
    "http://[::ffff:10.0.0.1]/": "in disguise",
    "http://2130706433/": "unusual form",
    "http://localhost/": "inner network",
    "file:///etc/passwd": "is no http",
    "gopher://127.0.0.1/": "is no http",
    "javascript:alert(1)": "is no http",
    "http://user@news.example/": "user name",
    "http://news.example:22/": "port 22",
    "http://news.example\\@10.0.0.1/": "U+005C",
    "http://exam\tple.org/": "U+0009",
    "http://[": "is no http",
    "": "does not say where",
}


@pytest.mark.parametrize("location", LEADS_AWAY)
def test_every_hop_is_checked_like_the_first(server: HostileServer, location: str) -> None:
    server.replies["/page"] = redirect(location)
    line = refusal(fetcher(server), url(server))
    assert LEADS_AWAY[location] in line
    assert server.paths() == ["/page"]


def test_redirects_may_be_relative_arabic_and_clumsy() -> None:
    here = Target("https", "news.example", 443, "/a/b?c")
    for location, there in {
        "d": "/a/d",
        "../e": "/e",
        "?f": "/a/b?f",
        "/خبر عاجل": "/%D8%AE%D8%A8%D8%B1%20%D8%B9%D8%A7%D8%AC%D9%84",
        " /g ": "/g",
    }.items():
        assert follow(here, location).path == there
    with pytest.raises(ReadError, match="is not encrypted"):
        follow(here, "http://news.example/")
    assert follow(Target("http", "news.example", 80, "/"), "https://news.example/").scheme == "https"


def test_an_arabic_location_is_utf_8(server: HostileServer) -> None:
    server.replies |= {"/page": redirect("/خبر"), "/%D8%AE%D8%A8%D8%B1": response(PAGE)}
    assert fetcher(server).fetch(url(server)).url == url(server, "/%D8%AE%D8%A8%D8%B1")


# Too much, too slow, broken -----------------------------------------------------------------------------------

SLOW: dict[str, Callable[[], Any]] = {
    "silence": lambda: drops(b"", b""),
    "status line": lambda: drops(b"", b"H"),
    "headers": lambda: drops(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
    "header line": lambda: drops(b"HTTP/1.1 200 OK\r\nX: ", b"a"),
    "body": lambda: drops(response(b"", length="5000"), b"a"),
    "body without length": lambda: drops(response(b"", length="-"), b"a"),
    "chunks": lambda: drops(response(b"", length="-", headers=["Transfer-Encoding: chunked"]), b"1\r\na\r\n"),
    "chunk length": lambda: drops(response(b"", length="-", headers=["Transfer-Encoding: chunked"]), b"0"),
    "continue": lambda: drops(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "gzip": lambda: drops(response(b"", length="-", headers=["Content-Encoding: gzip"]), b"\x1f"),
}


@pytest.mark.parametrize("slow", SLOW)
def test_a_server_that_drips_is_left_in_time(server: HostileServer, slow: str) -> None:
    """Slow-loris: every read brings something, and all of them together take longer than a page may."""
    server.replies["/page"] = SLOW[slow]()
    assert "did not arrive within 0.3 s" in refusal(fetcher(server, seconds=0.3), url(server))


def test_time_is_for_everything_together(server: HostileServer) -> None:
    """No hop takes as long as a fetch may, but all of them do."""
    hops = [f"/{n}" for n in range(4)]
    for here, there in itertools.pairwise(hops):
        server.replies[here] = drops(redirect(there)[:-4], b"", pause=0.0007)
    server.replies["/robots.txt"] = drops(b"HTTP/1.1 404 No\r\n", b"X", pause=0.0005)
    assert "did not arrive within 0.4 s" in refusal(fetcher(server, seconds=0.4), url(server, "/0"))


def test_a_name_server_that_does_not_answer_is_left_in_time() -> None:
    never = threading.Event()
    names = Fetcher(AGENT, Policy(seconds=0.1), resolver=lambda *_, **__: [never.wait(20)][1:])
    assert "did not arrive within 0.1 s" in refusal(names, "http://news.example/")
    never.set()


def endless(start: bytes, piece: bytes) -> Callable[[], Iterator[bytes]]:
    """A reply of 60 MB, without a pause."""
    return lambda: itertools.chain([start], itertools.repeat(piece * (1 + 65536 // len(piece)), 900))


CHUNKED = ["Transfer-Encoding: chunked"]
ENDLESS = {
    "headers": (endless(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"), "HTTP"),
    "header line": (endless(b"HTTP/1.1 200 OK\r\nX: ", b"a"), "without an end"),
    "status line": (endless(b"", b"H"), "without an end"),
    "continue": (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "without an end"),
    "body": (endless(response(b"", length="-"), b"a"), "larger than 0.1 MB"),
    "chunks": (endless(response(b"", length="-", headers=CHUNKED), b"5\r\naaaaa\r\n"), "larger than 0.1 MB"),
    "tiny chunks": (endless(response(b"", length="-", headers=CHUNKED), b"1\r\na\r\n"), "more than a page has"),
    "chunk extensions": (endless(response(b"", length="-", headers=CHUNKED), b"1;" + b"x" * 60 + b"\r\na\r\n"), "more"),
    "trailers": (endless(response(b"", length="-", headers=CHUNKED), b"0\r\nX: y\r\n"), "more than a page has"),
    "huge chunk": (endless(response(b"", length="-", headers=CHUNKED) + b"f" * 30 + b"\r\n", b"a"), "larger than 0.1"),
    "negative chunk": (endless(response(b"", length="-", headers=CHUNKED) + b"-1\r\n", b"a"), "more than a page has"),
    "length": (endless(response(b"", length="60000000"), b"a"), "larger than 0.1 MB"),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_what_never_ends_is_cut_off(server: HostileServer, what: str) -> None:
    reply, problem = ENDLESS[what]
    server.replies["/page"] = reply
    assert problem in refusal(fetcher(server, max_bytes=100_000), url(server))


def test_a_page_may_have_five_megabytes(server: HostileServer) -> None:
    most = MAX_FETCHED_BYTES
    for size, headers in itertools.product((most, most + 1), ([], ["Content-Encoding: gzip"])):
        body = bytes(range(256)) * (size // 256 + 1)
        body = body[:size]
        noisy = gzip.compress(body, 0) if headers else body
        for length in ("", "-"):
            server.replies["/page"] = response(noisy, headers=headers, length=length)
            if size == most:
                assert fetcher(server).fetch(url(server)).data == body
            else:
                assert "larger than 5 MB" in refusal(fetcher(server), url(server))


def test_headers_may_have_64_kilobytes(server: HostileServer) -> None:
    for size, reads in ((MAX_HEAD_BYTES - 200, True), (MAX_HEAD_BYTES, False)):
        server.replies["/page"] = response(PAGE, headers=[f"X-{n}: {'a' * (size // 4 - 8)}" for n in range(4)])
        if reads:
            assert fetcher(server).fetch(url(server)).data == PAGE
        else:
            assert "headers without an end" in refusal(fetcher(server), url(server))


def test_a_packed_page_is_unpacked_and_a_bomb_is_not(server: HostileServer) -> None:
    def packed(body: bytes) -> str:
        server.replies["/page"] = response(gzip.compress(body), headers=["Content-Encoding: GZip"])
        try:
            return fetcher(server).fetch(url(server)).data.decode()
        except ReadError as error:
            return str(error)

    assert packed(PAGE) == PAGE.decode()
    assert packed(b"") == ""
    assert len(packed(b"a" * RATIO_FROM)) == RATIO_FROM
    assert f"packed to less than 1/{MAX_RATIO}" in packed(b"a" * (RATIO_FROM + 1))
    assert "packed to less than" in packed(b"a" * 50_000_000)
    lines = b"".join(hashlib.sha256(bytes([n % 256, n // 256])).hexdigest().encode() * 30 for n in range(1_000))
    assert len(lines) / len(gzip.compress(lines)) > MAX_RATIO / 3
    assert packed(lines) == lines.decode()


BROKEN = {
    "less than announced": (response(PAGE, length=str(len(PAGE) + 1)), "breaks off"),
    "chunk cut": (response(b"ff\r\nabc", length="-", headers=CHUNKED), "breaks off"),
    "no last chunk": (response(b"3\r\nabc\r\n", length="-", headers=CHUNKED), "breaks off"),
    "bad chunk": (response(b"zz\r\nabc\r\n", length="-", headers=CHUNKED), "breaks off"),
    "gzip cut": (response(gzip.compress(PAGE)[:-9], headers=["Content-Encoding: gzip"]), "breaks off"),
    "no gzip": (response(PAGE, headers=["Content-Encoding: gzip"]), "not packed as it says"),
    "wrong sum": (response(gzip.compress(PAGE)[:-8] + b"\0" * 8, headers=["Content-Encoding: gzip"]), "not packed as"),
    "two members": (response(gzip.compress(PAGE) * 2, headers=["Content-Encoding: gzip"]), "behind what is packed"),
    "gzip twice": (response(gzip.compress(PAGE), headers=["Content-Encoding: gzip, gzip"]), 'packed with "gzip, gzip"'),
    "deflate": (response(zlib.compress(PAGE), headers=["Content-Encoding: deflate"]), 'packed with "deflate"'),
    "br": (response(PAGE, headers=["Content-Encoding: br"]), 'packed with "br"'),
    "nothing": (b"", "does not speak HTTP"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.6\r\n", "does not speak HTTP"),
    "no status": (b"HTTP/1.1 abc\r\n\r\n", "does not speak HTTP"),
    "many headers": (response(PAGE, headers=[f"X-{n}: y" for n in range(200)]), "does not speak HTTP"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_answer_is_refused(server: HostileServer, what: str) -> None:
    server.replies["/page"], problem = BROKEN[what]
    assert problem in refusal(fetcher(server), url(server))


def test_more_than_announced_is_not_read(server: HostileServer) -> None:
    server.replies["/page"] = response(PAGE + b"more", length=str(len(PAGE)))
    assert fetcher(server).fetch(url(server)).data == PAGE


def test_nobody_there_is_one_line() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = HostileServer(port=unused.getsockname()[1])
        assert "cannot be reached" in refusal(fetcher(closed), url(closed))

    def unknown(*_: object, **__: object) -> Sequence[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert "news.example has no address" in refusal(Fetcher(AGENT, resolver=unknown), "http://news.example/")
    assert "has no address" in refusal(Fetcher(AGENT, resolver=lambda *_, **__: []), "http://news.example/")


# Certificates -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of news.example that signs itself, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("needs the openssl program to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.example"]
    names = ["-addext", "subjectAltName=DNS:news.example"]
    subprocess.run([*command, *names, "-out", certificate, "-keyout", key], check=True, capture_output=True)
    return certificate, key


def test_the_certificate_must_be_that_of_the_name(certificate: tuple[Path, Path]) -> None:
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(*certificate)
    names: list[str | None] = []
    own.sni_callback = lambda _socket, name, _context: names.append(name)
    trusting = ssl.create_default_context(cafile=str(certificate[0]))
    with hostile_server(own) as server:
        server.replies["/page"] = response(PAGE)
        policy = Policy(5.0, ports=PORTS | {server.port}, exceptions=frozenset({("127.0.0.1", server.port)}))
        secure = Fetcher(AGENT, policy, resolver=resolver("127.0.0.1"), tls=trusting)
        address = f"https://news.example:{server.port}/page"
        assert secure.fetch(address).data == PAGE
        assert set(names) == {"news.example"}
        assert f"\r\nHost: news.example:{server.port}\r\n" in server.seen[-1]
        for fetch, other in ((secure, "other.example"), (Fetcher(AGENT, policy, resolver=resolver("127.0.0.1")), "")):
            line = refusal(fetch, address.replace("news.example", other or "news.example"))
            assert "certificate is not valid" in line
    with hostile_server() as plain:
        policy = Policy(5.0, ports=PORTS | {plain.port}, exceptions=frozenset({("127.0.0.1", plain.port)}))
        silent = Fetcher(AGENT, dataclasses.replace(policy, seconds=0.3), resolver=resolver("127.0.0.1"))
        assert "did not arrive within 0.3 s" in refusal(silent, f"https://news.example:{plain.port}/")


# robots.txt ---------------------------------------------------------------------------------------------------

ROBOTS = """\ufeff# ours
Sitemap: https://news.example/map.xml
User-agent: other
User-agent: Iqtibas
Disallow: /closed
Allow: /closed/*/open$
Disallow: /*?print=
Disallow:
Disallow: /أخبار

User-agent: *
Disallow: /
user-agent: iqtibas
disallow: /also
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/closed", False),
        ("/closed/1", False),
        ("/closed/a/open", True),
        ("/closed/a/opened", False),
        ("/x?print=1", False),
        ("/x?page=1", True),
        ("/also/this", False),
        ("/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1", False),
    ],
)
def test_rules_are_read_as_the_standard_has_it(path: str, allowed: bool) -> None:
    assert parse_robots(ROBOTS, "iqtibas").allow(path) is allowed
    assert parse_robots(ROBOTS, "another").allow(path) is False


def test_patterns() -> None:
    assert matches("", "/")
    assert matches("/a*", "/a")
    assert matches("/a*$", "/abc")
    assert matches("/*b*c$", "/abcbc")
    assert not matches("/a$", "/ab")
    assert not matches("/*b$", "/abc")
    assert not matches("/ab*b$", "/ab")
    assert not matches("/b", "/ab")
    assert not matches("/*x", "/abc")
    assert Rules((("/a", True), ("/a", False))).allow("/a")
    assert not matches("/" + "*a" * 50_000 + "b$", "/" + "a" * 100_000)


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (response(b"User-agent: *\nDisallow: /page", "text/plain"), False),
        (response(b"User-agent: *\nDisallow: /other", "text/plain"), True),
        (response(b"User-agent: *\rDisallow: /page\r", "text/plain"), False),
        (response(b"", status="404 Not Found"), True),
        (response(b"", status="403 Forbidden"), True),
        (response(b"", status="503 Busy"), False),
        (redirect("/rules"), False),
        (redirect("/robots.txt"), True),
        (redirect("http://169.254.169.254/"), False),
        (response(b"User-agent: *\nDisallow: /page", length="5000"), False),
        (response(b"#" * MAX_ROBOTS_BYTES + b"\nUser-agent: *\nDisallow: /", "text/plain"), True),
        (response(b"#" * (MAX_ROBOTS_BYTES - 40) + b"\nUser-agent: *\nDisallow: /\n", "text/plain"), False),
        (response(PAGE), True),
    ],
)
def test_a_site_decides_what_programs_read(server: HostileServer, robots: bytes, allowed: bool) -> None:
    rules = response(b"User-agent: iqtibas\nDisallow: /", "text/plain")
    server.replies |= {"/robots.txt": robots, "/rules": rules, "/page": response(PAGE)}
    if allowed:
        assert fetcher(server).fetch(url(server)).data == PAGE
    else:
        assert "robots.txt" in refusal(fetcher(server), url(server))
        assert "/page" not in server.paths()


def test_robots_are_asked_once_a_site_and_again_after_a_redirect(server: HostileServer) -> None:
    server.replies |= {"/page": response(PAGE), "/away": redirect(url(server, "/page", "other.example"))}
    fetch = fetcher(server)
    for path in ("/page", "/page?2", "/away"):
        fetch.fetch(url(server, path))
    hosts = [seen.split("Host: ")[1].split(":")[0] for seen in server.seen if seen.startswith("GET /robots.txt")]
    assert hosts == ["news.example", "other.example"]


# As an input --------------------------------------------------------------------------------------------------


def read_urls(server: HostileServer, *addresses: str) -> list[Article | IqtibasError]:
    return list(read_articles(addresses, fetcher=fetcher(server)))


def test_a_url_is_an_article_with_its_source(server: HostileServer) -> None:
    server.replies |= {"/page": redirect("/final"), "/final": response(PAGE)}
    [article] = read_urls(server, url(server), url(server))
    assert isinstance(article, Article)
    assert article.id == url(server)
    assert article.source == f"{url(server, '/final')} (HTML, UTF-8)"
    assert article.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert ARABIC in article.text
    assert "without encryption" in article.notes[-1]


def test_the_readers_are_those_of_files(server: HostileServer, samples: Path) -> None:
    word = (samples / "docx" / "02-ministry-number.docx").read_bytes()
    lines = b"".join(json.dumps({"text": ARABIC, **own}).encode() + b"\n" for own in ({"id": "one"}, {}))
    server.replies |= {
        "/text": response(ARABIC.encode("cp1256"), "text/plain; charset=windows-1256"),
        "/word": response(word, "application/octet-stream"),
        "/word.docx": response(word, "application/octet-stream"),
        "/lines": response(lines, "application/jsonl"),
        "/bad": response(b"<p>English only</p>"),
        "/legacy": response(PAGE.decode().encode("iso8859_6", "ignore"), "text/html; charset=iso-8859-6"),
    }
    found = read_urls(server, *(url(server, path) for path in server.replies))
    text, refused, document, one, two, bad, legacy = found
    assert isinstance(text, Article)
    assert text.text == ARABIC
    assert "windows-1256" in text.source
    assert isinstance(refused, ReadError)
    assert "octet-stream" in str(refused)
    [local] = read_articles([str(samples / "docx" / "02-ministry-number.docx")])
    assert isinstance(document, Article)
    assert isinstance(local, Article)
    assert document.text == local.text
    assert [isinstance(a, Article) and a.id for a in (one, two)] == ["one", f"{url(server, '/lines')}:2"]
    assert isinstance(bad, ReadError)
    assert str(bad).startswith(url(server, "/bad"))
    assert isinstance(legacy, Article)
    assert "ISO-8859-6" in legacy.source


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize(
    "address", ["https://news.example/a", "HTTP://127.0.0.1/", "file:///etc/passwd", "ftp://a.b/c"]
)
def test_without_a_fetcher_nothing_is_fetched(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("a name was resolved"))
    [error] = read_articles([address])
    assert isinstance(error, ReadError)
    assert "not fetched" in str(error)
    assert "give the file" in error.hint
    assert count_inputs([address, address]) == 1
