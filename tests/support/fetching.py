"""A fetcher that is sent to a server on loopback."""

from __future__ import annotations

from typing import Any

from hostile_server import HostileServer

from iqtibas.article.input.fetch import Fetcher, Policy
from iqtibas.article.input.fetch_url import PORTS


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
