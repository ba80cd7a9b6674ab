"""Nobody keeps a reviewer out by holding connections: real sockets, in the numbers that it took."""

from __future__ import annotations

import resource
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from served import Served, Visitor, invented_run, served, started
from starlette.types import Receive, Scope, Send

import iqtibas.review.app
from iqtibas.review import connections
from iqtibas.review.connections import MOST_AT_ONCE, MOST_FROM_ONE, Places, source_of
from iqtibas.review.screen import Screen
from iqtibas.review.server import Address, prepare
from iqtibas.review.workspace import Workspace

MANY = 510
SOON = 0.3
"""Seconds, in place of those of a real server."""


@pytest.fixture(autouse=True)
def files() -> Iterator[None]:
    """As many open files as these tests need on both sides."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 4 * MANY:
        pytest.skip("needs more open files than the system allows")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 4 * MANY), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path, invented_run(), ["Mira", "Omar"]) as running:
        yield running


def silent(place: Served) -> bytes:
    return b""


def half_a_head(place: Served) -> bytes:
    return b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Waits: "


def half_a_body(place: Served) -> bytes:
    head = f"POST {place.base}/undo HTTP/1.1\r\nHost: 127.0.0.1:{place.port}\r\nContent-Length: 1000\r\n\r\n"
    return head.encode() + b'{"'


def no_body(place: Served) -> bytes:
    return f"POST /undo HTTP/1.1\r\nHost: 127.0.0.1:{place.port}\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n".encode()


def asked_once(place: Served) -> bytes:
    return f"GET /static/icon.svg HTTP/1.1\r\nHost: 127.0.0.1:{place.port}\r\n\r\n".encode()


def never_reads(place: Served) -> bytes:
    return asked_once(place) * 4


WAYS = [silent, half_a_head, half_a_body, no_body, asked_once, never_reads]


@contextmanager
def held(place: Served, say: Callable[[Served], bytes], count: int = MANY) -> Iterator[list[socket.socket]]:
    """Connections that say something and then wait."""
    with ExitStack() as stack:
        made = []
        for _ in range(count):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", place.port), timeout=5))
            one.sendall(say(place))
            made.append(one)
        yield made


def is_closed(connection: socket.socket) -> bool:
    """Whether the server has closed it; what it said before is read."""
    try:
        while connection.recv(65536):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize("say", WAYS)
def test_510_that_wait_keep_nobody_out(place: Served, say: Callable[[Served], bytes]) -> None:
    mira = place.visitor("Mira")
    with held(place, say):
        for _ in range(3):
            assert mira.ask("/").status == 200
        assert place.visitor("Omar").ask("/").status == 200
        assert Visitor(place.port).ask("/static/review.js").status == 200


def test_no_address_holds_more_than_its_share(place: Served) -> None:
    with held(place, silent) as made:
        assert place.visitor().ask("/static/review.js").status == 200  # by now all of them were admitted
        for one in made:
            one.settimeout(0.05)
        gone = [is_closed(one) for one in made[: MANY - MOST_FROM_ONE]]
        assert all(gone)  # the oldest of them
        assert not is_closed(made[-1])


@pytest.mark.parametrize("say", WAYS)
def test_whoever_waits_is_closed_in_time(
    place: Served, monkeypatch: pytest.MonkeyPatch, say: Callable[[Served], bytes]
) -> None:
    monkeypatch.setattr(connections, "REQUEST_SECONDS", SOON)
    monkeypatch.setattr(connections, "ANSWER_SECONDS", SOON)
    with held(place, say, 3) as made:
        begun = time.monotonic()
        assert all(is_closed(one) for one in made)
        assert time.monotonic() - begun < 5


def test_a_request_that_drips_is_closed_in_time(place: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "REQUEST_SECONDS", SOON)
    with socket.create_connection(("127.0.0.1", place.port), timeout=5) as one:
        assert drips(one, 5) < 5


def drips(connection: socket.socket, most: float) -> float:
    """The seconds until a connection is closed on which a byte comes every now and then."""
    begun = time.monotonic()
    while time.monotonic() - begun < most:
        try:
            connection.sendall(b"G")
        except ConnectionError:
            break
        time.sleep(0.02)
    return time.monotonic() - begun


def test_a_tls_handshake_that_waits_is_closed_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "REQUEST_SECONDS", SOON)
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    made = subprocess.run([*command, "-keyout", str(key), "-out", str(cert)], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("needs openssl to make a certificate")
    address = Address(port=0, cert=cert, key=key)
    serving = prepare(lambda: Workspace(tmp_path, invented_run()), Screen("x"), address, ["Mira"])
    with started(serving):
        port = serving.listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), timeout=5) as one:
            assert is_closed(one)
        trust = ssl.create_default_context(cafile=cert)
        trust.check_hostname = False
        with socket.create_connection(("127.0.0.1", port), timeout=5) as plain, trust.wrap_socket(plain) as safe:
            safe.sendall(
                f"GET /static/icon.svg HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n".encode()
            )
            assert safe.recv(100).startswith(b"HTTP/1.1 200")


# ---- Whose place is taken


class Connection:
    """As far as `Places` knows one."""

    def __init__(self, places: Places, signed_in: bool = False) -> None:
        self.places, self.signed_in, self.dropped = places, signed_in, False

    def drop(self) -> None:
        self.dropped = True
        self.places.taken.pop(self, None)  # type: ignore[call-overload]


def admitted(places: Places, *addresses: str, signed_in: bool = False) -> list[Connection]:
    made = []
    for address in addresses:
        made.append(Connection(places, signed_in))
        places.admit(made[-1], address)  # type: ignore[arg-type]
    return made


def test_the_oldest_stranger_goes() -> None:
    places = Places(most=3, most_from_one=3)
    first, second, third, fourth = admitted(places, *"abcd")
    assert [c.dropped for c in (first, second, third, fourth)] == [True, False, False, False]


def test_a_crowd_from_one_address_costs_only_its_own() -> None:
    places = Places(most=10, most_from_one=2)
    (other,) = admitted(places, "a")
    crowd = admitted(places, *"bbbbbb")
    assert not other.dropped
    assert [c.dropped for c in crowd] == [True] * 4 + [False] * 2


def test_the_signed_in_keep_their_places() -> None:
    places = Places(most=3, most_from_one=3)
    known = admitted(places, "a", "a", signed_in=True)
    strangers = admitted(places, *"aaab")
    assert not any(c.dropped for c in known)
    assert [c.dropped for c in strangers] == [True, True, True, False]
    full = admitted(Places(most=2, most_from_one=2), "a", "a", "a", signed_in=True)
    assert [c.dropped for c in full] == [False, False, True]  # nobody has to make room


def test_the_numbers_leave_room_for_everybody() -> None:
    assert 6 < MOST_FROM_ONE < MOST_AT_ONCE < MANY


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_what_counts_as_one_address(address: str, source: str) -> None:
    assert source_of(address) == source


# ---- What a proxy would say


async def told(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with what the application is told of the other side."""
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": f"{scope['client'][0]} {scope['scheme']}".encode()})


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "203.0.113.9"},
        {"X-Forwarded-Proto": "https"},
        {"Forwarded": "for=203.0.113.9;proto=https"},
        {"X-Forwarded-For": "203.0.113.9, 127.0.0.1", "X-Forwarded-Proto": "wss"},
    ],
)
def test_nobody_says_where_they_come_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str | None]
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    monkeypatch.setattr(iqtibas.review.app, "review_app", lambda *_: told)
    with served(tmp_path, invented_run(), ["Mira"]) as place:
        assert Visitor(place.port).ask("/", headers=headers).body == "127.0.0.1 http"
