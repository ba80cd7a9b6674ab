"""One HTTP request over one connection to one address, within bounds that hold whatever the other side does.

`http.client` speaks HTTP; the socket under it is ours. It is connected to an address that was checked, it gives up
when the time for everything is over, and it hands on no more bytes than were allowed.
"""

from __future__ import annotations

import http.client
import io
import re
import socket
import ssl
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from iqtibas.article.errors import ReadError
from iqtibas.article.input.fetch_address import Address
from iqtibas.article.input.fetch_url import Target

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_HEAD_BYTES = 64_000
"""Largest status line and headers; servers accept 8 to 64 KB and send far less."""
FRAMING = 2
"""How many times the largest body may cross the wire: chunks have lengths around them."""
MAX_RATIO = 100
"""Largest ratio at which a page may be packed. Pages come to 10, gzip at most to 1030."""
RATIO_FROM = 1_000_000
"""Unpacked bytes from which the ratio counts: what is smaller is no bomb."""
CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,16})[ \t]*(?:;[^\n]*)?\r?\n")
"""The line before a chunk (RFC 9112, section 7.1). Python's own client also takes "-5", "+5", "0x5" and "5_0"."""
LONGEST_CHUNK_LINE = 4_096
CHARSET = re.compile(r""";\s{0,9}charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.I | re.A)
_CHUNK = 1 << 16
_SAVE = "save the page in a browser and give the file"


class Deadline:
    """The moment by which everything must be done. seconds: from now, on a clock that never jumps."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds until then. Raises TimeoutError if there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class DeadlineStream(io.RawIOBase):
    """What comes in on a socket, until the deadline and up to a number of bytes. allowed: what may still come."""

    def __init__(self, connection: socket.socket, deadline: Deadline, where: str) -> None:
        self._connection, self._deadline, self._where = connection, deadline, where
        self.allowed = MAX_HEAD_BYTES

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """The next bytes. Raises TimeoutError, OSError, and ReadError for one byte more than allowed."""
        if self.allowed <= 0:
            raise ReadError(self._where, "sends more than a page has, or headers without an end", _SAVE)
        self._connection.settimeout(self._deadline.left())
        size = self._connection.recv_into(memoryview(buffer)[: self.allowed])
        self.allowed -= size
        return size


class _Line:
    """As much of a socket as `http.client` asks for."""

    def __init__(self, connection: socket.socket, deadline: Deadline, where: str) -> None:
        self._connection, self._deadline = connection, deadline
        self.wire = DeadlineStream(connection, deadline, where)

    def sendall(self, data: bytes) -> None:
        self._connection.settimeout(self._deadline.left())
        self._connection.sendall(data)

    def makefile(self, *_: object, **__: object) -> io.BufferedReader:
        return io.BufferedReader(self.wire)

    def close(self) -> None:
        """The answer still reads from it; `ask` closes the connection."""


class Answer:
    """A server's answer with its body still to be read."""

    def __init__(self, response: http.client.HTTPResponse, wire: DeadlineStream, where: str) -> None:
        self._response, self._wire, self._where = response, wire, where
        self.status, self.reason = response.status, response.reason
        self._require_framing()

    def header(self, name: str) -> str:
        """A header's value, "" without it; values of several are joined with commas."""
        return ", ".join(self._response.headers.get_all(name) or []).strip()

    def _require_framing(self) -> None:
        """Raises ReadError unless there is one way to tell where the body ends (RFC 9112, section 6)."""
        coding, lengths = self.header("Transfer-Encoding").lower(), set(self.header("Content-Length").split(", "))
        if coding not in ("", "chunked"):
            raise ReadError(self._where, f'is sent as "{coding[:40]}", which was not asked for', _SAVE)
        if lengths != {""} and not (len(lengths) == 1 and re.fullmatch("[0-9]{1,18}", min(lengths))):
            raise _malformed(self._where, "length")

    def charset(self) -> str:
        """The encoding that the Content-Type names, or ""."""
        told = CHARSET.search(self.header("Content-Type"))
        return told[1].lower() if told else ""

    def body(self, most: int, *, cut: bool = False) -> bytes:
        """The body, unpacked. most: bytes. cut: give that many of a longer one.

        Raises ReadError for a body that is larger, breaks off, is packed otherwise than with gzip, or too well.
        """
        packed = self.header("Content-Encoding") not in ("", "identity")
        if not cut and not packed and (self._response.length or 0) > most:
            raise _too_large(self._where, most)
        self._wire.allowed = FRAMING * most + MAX_HEAD_BYTES
        data = b"".join(self._unpacked(most))
        if len(data) > most and not cut:
            raise _too_large(self._where, most)
        return data[:most]

    def _unpacked(self, most: int) -> Iterator[bytes]:
        """Pieces of the body; they end when there are more than `most` bytes."""
        coding = self.header("Content-Encoding").lower()
        if coding not in ("", "identity", "gzip", "x-gzip"):
            raise ReadError(self._where, f'is packed with "{coding[:40]}", which was not asked for', _SAVE)
        inflate = zlib.decompressobj(wbits=31) if coding.endswith("gzip") else None
        arrived = total = 0
        for piece in self._pieces():
            arrived += len(piece)
            if inflate:
                piece = self._inflated(inflate, piece, most + 1 - total)
            total += len(piece)
            if inflate and total > RATIO_FROM and total > MAX_RATIO * arrived:
                raise ReadError(self._where, f"is packed to less than 1/{MAX_RATIO}, as bombs are", _SAVE)
            yield piece
            if total > most:
                return
        if inflate and arrived and not inflate.eof:
            raise ReadError(self._where, "breaks off", "try again")

    def _pieces(self) -> Iterator[bytes]:
        if self._response.chunked:
            yield from self._chunks(self._response.fp)
            return
        while piece := self._response.read(_CHUNK):
            yield piece
        if self._response.length:
            raise ReadError(self._where, "breaks off", "try again")

    def _chunks(self, stream: io.BufferedIOBase) -> Iterator[bytes]:
        """The pieces of a body in chunks, whose lengths are read strictly. Raises ReadError."""
        while left := self._chunk_size(stream.readline(LONGEST_CHUNK_LINE)):
            while left:
                piece = stream.read(min(left, _CHUNK))
                if not piece:
                    raise ReadError(self._where, "breaks off", "try again")
                left -= len(piece)
                yield piece
            if stream.readline(3) not in (b"\r\n", b"\n"):
                raise _malformed(self._where, "chunk")
        while stream.readline(LONGEST_CHUNK_LINE) not in (b"\r\n", b"\n", b""):
            pass  # trailers, as many as the wire hands on

    def _chunk_size(self, line: bytes) -> int:
        found = CHUNK_SIZE.fullmatch(line)
        if found:
            return int(found[1], 16)
        if not line.endswith(b"\n") and len(line) < LONGEST_CHUNK_LINE:
            raise ReadError(self._where, "breaks off", "try again")
        raise _malformed(self._where, "length of a chunk")

    def _inflated(self, inflate: Any, piece: bytes, most: int) -> bytes:
        try:
            data: bytes = inflate.decompress(piece, most)
        except zlib.error as error:
            raise ReadError(self._where, f"is not packed as it says ({error})", _SAVE) from error
        if inflate.unused_data:
            raise ReadError(self._where, "has something behind what is packed", _SAVE)
        return data


@contextmanager
def ask(
    target: Target,
    addresses: Sequence[Address],
    headers: dict[str, str],
    deadline: Deadline,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Answer]:
    """Ask for a target with GET, over a connection of its own to the first of the addresses that takes one.

    tls: what a certificate must satisfy, for https. Host header, server name and certificate are those of the
    target's host. Raises OSError (with TimeoutError and ssl.SSLError), http.client.HTTPException, and ReadError as
    `Answer.body`.
    """
    with _connected(addresses, target.port, deadline) as plain, _encrypted(plain, target, deadline, tls) as connection:
        line = _Line(connection, deadline, target.url)
        client = http.client.HTTPConnection(target.host, target.port)
        client.sock = line
        client.request("GET", target.path, headers={"Host": target.authority, **headers, "Connection": "close"})
        with client.getresponse() as response:
            yield Answer(response, line.wire, target.url)


def _connected(addresses: Sequence[Address], port: int, deadline: Deadline) -> socket.socket:
    """A socket to exactly one of the addresses: nothing is resolved, no proxy is asked. Raises OSError."""
    for more, address in zip(range(len(addresses) - 1, -1, -1), addresses, strict=True):
        connection = socket.socket(socket.AF_INET if address.version == 4 else socket.AF_INET6)
        try:
            connection.settimeout(deadline.left() / (more + 1))
            connection.connect((str(address), port))
            return connection
        except OSError:
            connection.close()
            if not more:
                raise
    raise OSError("no address")


def _encrypted(plain: socket.socket, target: Target, deadline: Deadline, tls: ssl.SSLContext | None) -> socket.socket:
    """The connection itself, or with TLS and a checked certificate."""
    if tls is None:
        return plain
    plain.settimeout(deadline.left())
    return tls.wrap_socket(plain, server_hostname=target.host)


def _too_large(where: str, most: int) -> ReadError:
    return ReadError(where, f"is larger than {most / 1_000_000:g} MB, which is too much to fetch", _SAVE)


def _malformed(where: str, what: str) -> ReadError:
    return ReadError(where, f"is sent with a malformed {what}", _SAVE)
