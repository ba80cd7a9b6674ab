"""Fetchers that are sent to a server on loopback, and name servers on paper."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hostile_server import HostileServer, hostile_server

from iqtibas.article import ReadError
from iqtibas.article.input.fetch import Fetcher, Policy
from iqtibas.article.input.fetch_url import PORTS

AGENT = "iqtibas/1.2.3"
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
