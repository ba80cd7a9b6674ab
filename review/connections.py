"""How many connections the review screen holds, and for how long: nobody keeps others out by saying nothing.

A newcomer always gets a place. Where there are too many, the oldest connection goes that never belonged to a signed-in
person: first of those from the newcomer's own address. And no connection may wait: not before it has asked, nor in the
middle of a request, nor by leaving an answer unread.
"""

from __future__ import annotations

import asyncio
import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from uvicorn.protocols.http.h11_impl import H11Protocol

from iqtibas.review.access import SIGNED_IN

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import RequestResponseCycle

MOST_AT_ONCE = 500
"""Connections."""
MOST_FROM_ONE = 200
"""Connections from one address. A browser opens six."""
REQUEST_SECONDS = 10
"""From the connection's beginning, or the last answer, until a request has arrived whole; of a TLS handshake too."""
ANSWER_SECONDS = 60
"""Until its answer has been taken."""
NETWORK_BITS = 64
"""Of an IPv6 address, what counts: everybody has as many addresses as the rest allows."""


@dataclass
class Places:
    """The open connections, oldest first, with the address that each is counted for."""

    most: int = MOST_AT_ONCE
    most_from_one: int = MOST_FROM_ONE
    taken: dict[BoundedProtocol, str] = field(default_factory=dict)

    def admit(self, new: BoundedProtocol, address: str) -> None:
        """Give a connection a place, if need be an older one's; a signed-in person's is never taken."""
        source = source_of(address)
        self.taken[new] = source
        if sum(other == source for other in self.taken.values()) > self.most_from_one:
            self._free(new, source)
        elif len(self.taken) > self.most:
            self._free(new)

    def _free(self, new: BoundedProtocol, source: str | None = None) -> None:
        strangers = (c for c, of in self.taken.items() if c is not new and not c.signed_in and source in (None, of))
        next(strangers, new).drop()


def source_of(address: str) -> str:
    """What connections are counted by: the address, of IPv6 its network."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.version == 4 or parsed.ipv4_mapped:
        return str((parsed.version == 6 and parsed.ipv4_mapped) or parsed)
    return str(ipaddress.ip_network((parsed, NETWORK_BITS), strict=False))


class BoundedProtocol(H11Protocol):
    """A connection of uvicorn's that gives way and ends in time. places: of its server; see `bounded_by`."""

    places: Places
    signed_in = False
    _deadline: asyncio.TimerHandle | None = None
    _answering: RequestResponseCycle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._allow(REQUEST_SECONDS)
        self.places.admit(self, self.client[0] if self.client else "")

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place back."""
        self._forget()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Take what has arrived; from the moment at which a request is there, wait for its answer to be taken."""
        super().handle_events()
        cycle = self.cycle
        if cycle is not None and cycle is not self._answering and not (cycle.more_body or cycle.response_complete):
            self._answering = cycle
            self._allow(ANSWER_SECONDS)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self.signed_in = self.signed_in or bool(self.scope.get("state", {}).get(SIGNED_IN))
        self._allow(REQUEST_SECONDS)
        super().on_response_complete()

    def drop(self) -> None:
        """End it at once, whatever is under way."""
        self._forget()
        self.transport.abort()

    def _allow(self, seconds: float) -> None:
        if self._deadline:
            self._deadline.cancel()
        self._deadline = self.loop.call_later(seconds, self.drop)

    def _forget(self) -> None:
        self.places.taken.pop(self, None)
        if self._deadline:
            self._deadline.cancel()


def bounded_by(places: Places) -> type[H11Protocol]:
    """The protocol of a server with these places."""
    return type("Bounded", (BoundedProtocol,), {"places": places})


def event_loop() -> asyncio.AbstractEventLoop:
    """An event loop whose servers give a TLS handshake as long as a request."""
    loop = asyncio.new_event_loop()
    listen = loop.create_server

    async def create_server(*args: object, **options: object) -> asyncio.Server:
        handshake = {"ssl_handshake_timeout": REQUEST_SECONDS} if options.get("ssl") else {}
        return await listen(*args, **options, **handshake)  # type: ignore[call-overload,no-any-return]

    loop.create_server = create_server  # type: ignore[method-assign]
    return loop
