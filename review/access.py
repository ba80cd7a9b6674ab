"""Who may use the review screen. Everything here is decided before any other code sees a request.

A link that works once is exchanged for a cookie. Browsers know no ports there: they send a cookie to whatever listens
on another port of this host, and pages of other ports count as the same site. So the cookie is half of the key. The
other half is the address: everything but our own files is below a path that is made at random when the server starts,
and that nobody else is told (no referrer). Over plain HTTP the cookie is bound to that path and goes nowhere else; over
TLS it is a `__Host-` cookie, which no other host can set, and is worth nothing without the path. A change also needs
the session's own CSRF token and our own origin. A Host header that is not ours is refused: otherwise a foreign name
that resolves to the loopback reaches us (DNS rebinding).
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    Refused = Callable[[int, str], ASGIApp]
    """Makes the answer for a status and a reason."""

TOKEN_BYTES, PATH_BYTES = 32, 16
MAX_BODY = 256_000
"""Bytes of a request. The largest that the screen sends is a note of `rules.MAX_WORDS` characters in JSON."""
CSRF_HEADER = "x-iqtibas-csrf"
READING = frozenset({"GET", "HEAD"})
ENTRANCE = "/enter"
OPEN_TO_ALL = "/static/"
SIGNED_IN = "signed_in"
"""In the state of a request: whether it belongs to a session."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types iqtibas"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
STRICT_TRANSPORT = {"strict-transport-security": "max-age=31536000"}


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in person. csrf: what their page must send with every change."""

    reviewer: str
    csrf: str


@dataclass
class AccessControl:
    """Tokens and sessions. They live as long as the server, in memory alone.

    hosts: the Host headers that are ours. secure: whether we are reached over TLS. port: in the cookie's name, because
    browsers share cookies between ports. base: the path that everything of this server is below, see above.
    """

    hosts: frozenset[str]
    secure: bool
    port: int
    base: str = field(default_factory=lambda: f"/{secrets.token_urlsafe(PATH_BYTES)}")
    _tokens: dict[str, str] = field(default_factory=dict)
    _sessions: dict[str, Session] = field(default_factory=dict)

    @property
    def cookie(self) -> str:
        """The cookie's name."""
        return f"{'__Host-' if self.secure else ''}iqtibas-{self.port}"

    @property
    def cookie_path(self) -> str:
        """The paths that browsers send the cookie with; `__Host-` allows no other than all."""
        return "/" if self.secure else f"{self.base}/"

    def inside(self, path: str) -> str | None:
        """A request's path as the application knows it, or None for one that is not below our own."""
        if path.startswith(OPEN_TO_ALL):
            return path
        _, start, rest = [*path.split("/", 2), "", ""][:3]
        return f"/{rest}" if same(f"/{start}", self.base) else None

    def invite(self, reviewer: str) -> str:
        """A token that lets one browser in, once, as this reviewer."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._tokens[token] = reviewer
        return token

    def enter(self, token: str) -> str | None:
        """The session id for a token, which works only once; None for one that is unknown or used."""
        known = next((own for own in self._tokens if same(own, token)), None)
        if known is None:
            return None
        session = secrets.token_urlsafe(TOKEN_BYTES)
        self._sessions[session] = Session(self._tokens.pop(known), secrets.token_urlsafe(TOKEN_BYTES))
        return session

    def session(self, headers: Mapping[str, str]) -> Session | None:
        """The session that a request with these headers belongs to, or None."""
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(self.cookie)
        except CookieError:
            return None
        return self._sessions.get(morsel.value) if morsel else None

    def refusal(self, method: str, path: str | None, headers: Mapping[str, str]) -> tuple[int, str] | None:
        """Status and reason if a request is to be refused.

        path: see `inside`. headers: names in lower case, doubled ones joined by ','.
        """
        if headers.get("host", "") not in self.hosts:
            return 421, "this is not the address of the review screen"
        if method not in READING and not self._is_own_page(headers):
            return 403, "the change does not come from the review screen"
        if path is not None and (path == ENTRANCE or path.startswith(OPEN_TO_ALL)):
            return None if method in READING else (405, "nothing can be changed here")
        session = self.session(headers) if path is not None else None
        if session is None:
            return 401, "not signed in"
        if method not in READING and not same(headers.get(CSRF_HEADER, ""), session.csrf):
            return 403, "the change lacks the token of the session"
        return None

    def _is_own_page(self, headers: Mapping[str, str]) -> bool:
        origin = f"{'https' if self.secure else 'http'}://{headers['host']}"
        json = headers.get("content-type", "").split(";")[0].strip() == "application/json"
        return (
            headers.get("origin") == origin and headers.get("sec-fetch-site", "same-origin") == "same-origin" and json
        )


class AccessMiddleware:
    """ASGI middleware around everything: refuses what `AccessControl` refuses, bounds bodies, adds the headers."""

    def __init__(self, app: ASGIApp, access: AccessControl, refused: Refused) -> None:
        self._app, self._access, self._refused = app, access, refused
        extra = HEADERS | (STRICT_TRANSPORT if access.secure else {})
        self._extra = [(name.encode(), value.encode()) for name, value in extra.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        if scope["type"] != "http":  # we have no web sockets
            return await send({"type": "websocket.close", "code": 1008})

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self._extra]
            await send(message)

        headers = _joined(scope["headers"])
        path = self._access.inside(scope["path"])
        refusal = self._access.refusal(scope["method"], path, headers)
        if refusal is None and (length := headers.get("content-length", "0")) and not _is_small(length):
            refusal = 413, "the request is too large"
        if refusal is None and "transfer-encoding" in headers:
            refusal = 411, "the request does not say how long it is"
        if refusal or path is None:
            return await self._refused(*(refusal or (404, "there is no such page")))(scope, receive, sending)
        scope.setdefault("state", {})[SIGNED_IN] = self._access.session(headers) is not None
        await self._app({**scope, "path": path, "raw_path": path.encode()}, receive, sending)
        return None


def same(a: str, b: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(a.encode("utf-8", "replace"), b.encode("utf-8", "replace"))


def _joined(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by name; a doubled one becomes a list that no single value equals."""
    found: dict[str, str] = {}
    for name, value in pairs:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        found[key] = f"{found[key]},{text}" if key in found else text
    return found


def _is_small(length: str) -> bool:
    return length.isascii() and length.isdigit() and len(length) < 10 and int(length) <= MAX_BODY
