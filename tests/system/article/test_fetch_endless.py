"""A server that sends too much, too slowly, or broken: left in time, and told in one line."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import socket
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from fetching import AGENT, PAGE, fetcher, refusal, url
from fetching import no_connection as no_connection
from fetching import server as server
from hostile_server import HostileServer, drops, redirect, response

from iqtibas.article import ReadError
from iqtibas.article.input.fetch import MAX_FETCHED_BYTES, Fetcher, Policy
from iqtibas.article.input.fetch_http import MAX_HEAD_BYTES, MAX_RATIO, RATIO_FROM

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
    "huge chunk": (endless(response(b"", length="-", headers=CHUNKED) + b"f" * 15 + b"\r\n", b"a"), "larger than 0.1"),
    "negative chunk": (
        endless(response(b"", length="-", headers=CHUNKED) + b"-1\r\n", b"a"),
        "malformed length of a chunk",
    ),
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
    "bad chunk": (response(b"zz\r\nabc\r\n", length="-", headers=CHUNKED), "malformed length of a chunk"),
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
