"""Answers that are no HTTP, and rules that are long: one line for that page, in time, and the other pages are read."""

from __future__ import annotations

import time

import pytest
from fetching import PAGE, fetcher, refusal, url
from fetching import server as server
from hostile_server import HostileServer, drops, response

from iqtibas.article import read_articles
from iqtibas.article.errors import ReadError
from iqtibas.article.input.fetch_robots import MAX_ROBOTS_BYTES, parse_robots
from iqtibas.article.model import Article
from iqtibas.cli.work import defects

CHUNKED = ["Transfer-Encoding: chunked"]


def chunks(framed: bytes) -> bytes:
    return response(framed, length="-", headers=CHUNKED)


MALFORMED = {
    "negative": chunks(b"-5\r\nabcde\r\n0\r\n\r\n"),
    "very negative": chunks(b"-" + b"f" * 300 + b"\r\nabcde\r\n"),
    "signed": chunks(b"+5\r\nabcde\r\n0\r\n\r\n"),
    "with a prefix": chunks(b"0x5\r\nabcde\r\n0\r\n\r\n"),
    "with an underscore": chunks(b"0_5\r\nabcde\r\n0\r\n\r\n"),
    "with a blank": chunks(b" 5\r\nabcde\r\n0\r\n\r\n"),
    "of 4000 digits": chunks(b"9" * 4_000 + b"\r\nabcde\r\n"),
    "in other digits": chunks("٥\r\nabcde\r\n0\r\n\r\n".encode()),
    "empty": chunks(b"\r\nabcde\r\n0\r\n\r\n"),
    "without its end": chunks(b"5\r\nabcdeXX0\r\n\r\n"),
    "negative after a good one": chunks(b"3\r\nabc\r\n-2\r\nde\r\n0\r\n\r\n"),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_a_malformed_chunk_length_costs_that_page_alone(server: HostileServer, what: str) -> None:
    server.replies |= {"/page": MALFORMED[what], "/good": response(PAGE)}
    read = list(read_articles([url(server), url(server, "/good")], fetcher=fetcher(server)))
    assert [type(item) for item in read] == [ReadError, Article]
    assert "malformed" in str(read[0]) or "breaks off" in str(read[0])


HEADS = {
    "length": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: -7\r\n\r\nabc",
    "a length twice": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "status": b"HTTP/1.1 -200 OK\r\n\r\n",
    "version": b"HTTP/9999999999999999999999 200 OK\r\n\r\n",
    "header": b"HTTP/1.1 200 OK\r\n: x\r\n\xff\xfe\r\n \r\n\r\n",
    "zero bytes": b"HTTP/1.1 200 OK\r\nContent-Type: text/\0html\r\n\r\n" + PAGE,
    "location": b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n",
    "another location": b"HTTP/1.1 302 Found\r\nLocation: //\x80\xff:99999999/\r\n\r\n",
    "both framings": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked, gzip\r\n\r\nabc",
}


@pytest.mark.parametrize("what", HEADS)
def test_a_malformed_head_costs_that_page_alone(server: HostileServer, what: str) -> None:
    server.replies |= {"/page": HEADS[what], "/good": response(PAGE)}
    read = list(read_articles([url(server), url(server, "/good")], fetcher=fetcher(server)))
    assert [type(item) for item in read] == [ReadError, Article]


def test_a_defect_of_a_reader_costs_that_input_alone(server: HostileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever Python's own HTTP has in store besides what is known."""
    server.replies |= {"/page": response(PAGE), "/good": response(PAGE)}
    fetch = fetcher(server)
    really, calls = fetch.fetch, iter([ValueError("read length must be non-negative or -1"), None])

    def failing(address: str) -> object:
        if error := next(calls):
            raise error
        return really(address)

    monkeypatch.setattr(fetch, "fetch", failing)
    read = list(read_articles([url(server), url(server, "/good")], fetcher=fetch, isolate=defects))
    assert [isinstance(item, Article) for item in read] == [False, True]
    assert "ValueError" in str(read[0])


def rules(line: str, *, size: int = MAX_ROBOTS_BYTES, head: str = "", tail: str = "") -> str:
    return head + line * ((size - len(head) - len(tail)) // len(line)) + tail


AGENTS = rules("user-agent: x\n", tail="disallow: /\n" * 2_000)
LONG = {
    "agents": rules("user-agent: x\n"),
    "agents, then rules": AGENTS,
    "as many of each": rules("user-agent: x\n", size=250_000) + rules("disallow: /abc\n", size=250_000),
    "agents of other names": "".join(f"user-agent: a{n}\n" for n in range(20_000)) + "allow: /x\n" * 5_000,
    "groups": rules("user-agent: *\ndisallow: /a\n"),
    "rules": rules("allow:/*a\n", head="user-agent: *\n"),
    "stars": rules("*a", head="user-agent: *\ndisallow: /", tail="b$"),
    "no line ends": rules("user-agent:"),
    "comments": rules("#\n"),
}


@pytest.mark.parametrize("what", LONG)
def test_the_longest_rules_take_a_moment(what: str) -> None:
    """Fractions of a second; what is quadratic takes minutes, and gigabytes."""
    start = time.process_time()
    read = parse_robots(LONG[what], "iqtibas")
    read.allow("/" + "a" * 7_900)
    assert time.process_time() - start < 5
    assert len(read.rules) <= LONG[what].count("allow")


def test_the_time_for_a_fetch_holds_for_reading_the_rules(server: HostileServer) -> None:
    """Rules that take long to hold against a long address are given up with the rest."""
    worst = rules("allow:*aab\n", head="user-agent: *\n").encode()
    long = url(server, "/" + "aac" * 2_600)
    server.replies |= {"/robots.txt": response(worst, "text/plain"), long.partition("0.1")[2]: response(PAGE)}
    start = time.monotonic()
    assert "did not arrive within 0.2 s" in refusal(fetcher(server, seconds=0.2), long)
    assert time.monotonic() - start < 1.5


def test_the_time_for_a_fetch_is_over_when_it_is(server: HostileServer) -> None:
    """Every stage is late: the head, the body, packed and in chunks, and what follows a redirect."""
    server.replies |= {
        "/page": drops(response(b"", length="-", headers=[*CHUNKED, "Content-Encoding: gzip"]), b"0;a=b\r", 0.01),
        "/robots.txt": drops(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", b"#", 0.01),
    }
    start = time.monotonic()
    assert "did not arrive within 0.3 s" in refusal(fetcher(server, seconds=0.3), url(server))
    assert time.monotonic() - start < 1
