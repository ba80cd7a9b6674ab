"""Serving the review screen: which address it may have, its links, and the server itself."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from iqtibas.article import OutputError, UsageError
from iqtibas.review.access import ENTRANCE, AccessControl
from iqtibas.review.screen import Screen
from iqtibas.review.workspace import Workspace

if TYPE_CHECKING:
    from uvicorn import Server

LOOPBACK, PORT = "127.0.0.1", 8437
"""The port is fixed, because browsers keep unsaved words by address and port."""
GRACE = 2
"""Seconds that open connections get when the server stops."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen. host: an address or name. port: 0 for a free one. names: further names that browsers use for it.

    remote: whether other machines may reach it, which needs cert and key: PEM files for TLS.
    """

    host: str = LOOPBACK
    port: int = PORT
    names: tuple[str, ...] = ()
    remote: bool = False
    cert: Path | None = None
    key: Path | None = None

    @property
    def secure(self) -> bool:
        """Whether it speaks TLS."""
        return self.cert is not None


@dataclass
class Serving:
    """A server that listens already. links: one a reviewer, in their order; each lets one browser in, once."""

    server: Server
    listener: socket.socket
    links: list[tuple[str, str]] = field(default_factory=list)

    def run(self) -> None:
        """Serve until the process is told to stop. Ctrl+C is the usual way to end, and no error."""
        with self.listener, suppress(KeyboardInterrupt):
            self.server.run(sockets=[self.listener])


def prepare(
    open_workspace: Callable[[], Workspace], screen: Screen, address: Address, reviewers: Sequence[str]
) -> Serving:
    """Bind the address and make the links. open_workspace: see `app.review_app`.

    Raises UsageError for an address beyond this machine that was not asked for or lacks TLS, OutputError where the
    port is taken or the certificate cannot be used.
    """
    require_safe(address)
    with ExitStack() as stack:
        listener = stack.enter_context(_listen(address))
        port = listener.getsockname()[1]
        access = AccessControl(_hosts(address, port), address.secure, port)
        server = _server(open_workspace, replace(screen, base=access.base), access, address)
        stack.pop_all()  # all is well: it stays open
    base = f"{'https' if address.secure else 'http'}://{_bracketed(_shown_host(address))}:{port}"
    links = [(name, f"{base}{access.base}{ENTRANCE}?token={access.invite(name)}") for name in reviewers]
    return Serving(server, listener, links)


def require_safe(address: Address) -> None:
    """Raises UsageError unless the address is this machine's alone, or was meant and has TLS."""
    if (address.cert is None) != (address.key is None):
        raise UsageError("--cert", "goes together with --key", "give both, or none on this machine alone")
    if is_loopback(address.host):
        return
    if not address.remote:
        hint = "leave --host out, or give --allow-remote with --cert and --key"
        raise UsageError(address.host, "other machines could reach this address", hint)
    if not address.secure:
        raise UsageError(address.host, "would send what people decide in the clear", "give --cert and --key (PEM)")
    if _is_wildcard(address.host) and not address.names:
        hint = "say with --name under which name browsers reach it"
        raise UsageError(address.host, "stands for every address of this machine", hint)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address; of names, only "localhost" is known to be so."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_wildcard(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return host == ""


def _listen(address: Address) -> socket.socket:
    host = LOOPBACK if address.host == "localhost" else address.host
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, address.port), family=family)
    except OSError as error:
        hint = "another one may run already; --port 0 takes a free port"
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{address.host}:{address.port}", f"cannot listen here: {reason}", hint) from error


def _hosts(address: Address, port: int) -> frozenset[str]:
    """The Host headers that are ours."""
    own = {address.host, *address.names}
    if is_loopback(address.host):
        own |= {"localhost", _shown_host(address)}
    named = {f"{_bracketed(host)}:{port}" for host in own if not _is_wildcard(host)}
    usual = 443 if address.secure else 80
    return frozenset(named | ({_bracketed(host) for host in own if not _is_wildcard(host)} if port == usual else set()))


def _shown_host(address: Address) -> str:
    if address.names:
        return address.names[0]
    return LOOPBACK if address.host == "localhost" else address.host


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _server(open_workspace: Callable[[], Workspace], screen: Screen, access: AccessControl, address: Address) -> Server:
    from uvicorn import Config, Server

    from iqtibas.review.app import review_app
    from iqtibas.review.connections import Places, bounded_by

    config = Config(
        review_app(open_workspace, screen, access),
        loop="iqtibas.review.connections:event_loop",
        http=bounded_by(Places()),
        ws="none",
        lifespan="on",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE,
        ssl_certfile=address.cert,
        ssl_keyfile=address.key,
    )
    try:
        config.load()
    except OSError as error:  # ssl.SSLError among them
        raise OutputError(str(address.cert), f"cannot be used for TLS ({error})", "give PEM files that fit") from error
    return Server(config)
