"""A web server on loopback that answers as a test tells it to, byte by byte, however much HTTP forbids it."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Reply = bytes | Iterable[bytes] | Callable[[], Iterable[bytes]]

NO_FILE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
PIECES = 400
"""How many pieces a reply without an end has after all, so that a client without bounds fails its test and ends."""


def response(
    body: bytes = b"", kind: str = "text/html", *, status: str = "200 OK", headers: Iterable[str] = (), length: str = ""
) -> bytes:
    """A whole answer. length: of the body as announced, its true one by default; "-" announces none."""
    announced = [] if length == "-" else [f"Content-Length: {length or len(body)}"]
    told = [f"Content-Type: {kind}"] if kind else []
    head = "\r\n".join([f"HTTP/1.1 {status}", *told, *announced, *headers])
    return head.encode() + b"\r\n\r\n" + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    """An answer that sends elsewhere."""
    return response(b"", "", status=status, headers=[f"Location: {location}"])


def drops(start: bytes, piece: bytes, pause: float = 0.02) -> Callable[[], Iterator[bytes]]:
    """A reply that begins at once and goes on piece by piece, with a pause before each."""

    def send() -> Iterator[bytes]:
        yield start
        for _ in range(PIECES):
            time.sleep(pause)
            yield piece

    return send


@dataclass
class HostileServer:
    """replies: what is sent for each path. port: where. seen: the requests so far, as they came."""

    replies: dict[str, Reply] = field(default_factory=dict)
    port: int = 0
    seen: list[str] = field(default_factory=list)

    def paths(self) -> list[str]:
        """The paths asked for, without robots.txt."""
        return [path for path in (request.split(" ")[1] for request in self.seen) if path != "/robots.txt"]


@contextmanager
def hostile_server(tls: ssl.SSLContext | None = None) -> Iterator[HostileServer]:
    """A running server; tls: for one that speaks https."""
    told = HostileServer()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                _answer(self.request, told, tls)
            except OSError:
                return  # the client has hung up, as it should

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads, block_on_close, allow_reuse_address = True, False, True

    with Server(("127.0.0.1", 0), Handler) as server:
        told.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield told
        server.shutdown()
        thread.join()


def _answer(plain: socket.socket, told: HostileServer, tls: ssl.SSLContext | None) -> None:
    connection = tls.wrap_socket(plain, server_side=True) if tls else plain
    with connection:
        connection.settimeout(5)
        request = b""
        while b"\r\n\r\n" not in request:
            piece = connection.recv(65536)
            if not piece:
                return
            request += piece
        text = request.decode("latin-1")
        told.seen.append(text)
        path = text.split(" ")[1].partition("?")[0]
        reply = told.replies.get(path, NO_FILE)
        pieces = reply() if callable(reply) else reply
        for piece in [pieces] if isinstance(pieces, bytes) else pieces:
            connection.sendall(piece)
