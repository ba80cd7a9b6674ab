"""Fetching pages from addresses that strangers may have chosen: http(s), public, bounded, and only when asked to.

Every host is resolved once a fetch, all its addresses are checked, and the connection goes to one that was checked:
a name server that answers otherwise the second time is never asked. A redirect is a new address that is checked in
the same way. Nothing is taken from the environment: no proxy (it would resolve names itself), no cookies, no
passwords. Why no library does this: docs/decisions/0014-fetching.md.
"""

from __future__ import annotations

import dataclasses
import hashlib
import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from iqtibas.article.errors import ReadError
from iqtibas.article.input.fetch_address import Address, Resolver, addresses_of, why_not_public
from iqtibas.article.input.fetch_http import Answer, Deadline, ask
from iqtibas.article.input.fetch_robots import MAX_ROBOTS_BYTES, NOTHING, ROBOTS_PATH, Rules, parse_robots
from iqtibas.article.input.fetch_url import PORTS, Target, follow, parse_target

FETCH_SECONDS = 10.0
"""For everything: names, redirects, robots.txt and the page."""
MAX_FETCHED_BYTES = 5_000_000
"""Largest page, unpacked. News pages have about 300 KB."""
MAX_REDIRECTS = 3
MOST_ADDRESSES = 4
"""How many of a host's addresses are tried, one after the other."""
SITES_REMEMBERED = 100  # whose robots.txt is not asked for again

Kind = Literal["text", "html", "docx", "lines"]
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS: dict[str, Kind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "text",
    _DOCX: "docx",
    **dict.fromkeys(("application/jsonl", "application/x-ndjson", "application/x-jsonlines"), "lines"),
}
# Where a server does not know what it serves, the address may tell.
UNTOLD = ("", "application/octet-stream", "binary/octet-stream")
BY_SUFFIX: dict[str, Kind] = {".txt": "text", ".docx": "docx", ".jsonl": "lines", ".ndjson": "lines"}
ACCEPT = f"text/html, application/xhtml+xml, text/plain;q=0.9, {_DOCX};q=0.9, application/jsonl;q=0.8"
REDIRECTS = (301, 302, 303, 307, 308)
_SAVE = "save the page in a browser and give the file"


@dataclass(frozen=True, slots=True)
class Policy:
    """What a fetch may do.

    seconds: for everything. max_bytes: of the unpacked page. ports: at which pages may be. exceptions: addresses with
    their ports that are asked although they are not public, as those of a test's own server.
    """

    seconds: float = FETCH_SECONDS
    max_bytes: int = MAX_FETCHED_BYTES
    redirects: int = MAX_REDIRECTS
    ports: frozenset[int] = PORTS
    exceptions: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page. url: where it was found in the end. charset: as the server names it, or "". sha256: of `data`."""

    url: str
    data: bytes
    kind: Kind
    charset: str
    sha256: str


@dataclass(frozen=True, slots=True)
class _FetchState:
    """One fetch with all its connections. found: the addresses of hosts."""

    deadline: Deadline
    found: dict[str, tuple[Address, ...]] = field(default_factory=dict)


class Fetcher:
    """Fetches pages, one at a time.

    agent: name and version for the User-Agent header, as "iqtibas/0.1.0"; the name is what robots.txt may address.
    resolver: in the place of `socket.getaddrinfo`. tls: in the place of the system's certificates.
    """

    def __init__(
        self,
        agent: str,
        policy: Policy | None = None,
        *,
        resolver: Resolver = socket.getaddrinfo,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.agent, self._policy, self._resolver, self._given_tls = agent, policy or Policy(), resolver, tls
        self._robots: dict[str, Rules] = {}

    def fetch(self, url: str) -> Fetched:
        """The page at a URL, after redirects.

        Raises ReadError, which names the URL, if an address on the way may not be asked, robots.txt forbids it, it is
        no text, HTML, DOCX or JSON lines, or it does not arrive whole within the policy's bounds.
        """
        state = _FetchState(Deadline(self._policy.seconds))
        target = first = parse_target(url, self._policy.ports)
        try:
            for _ in range(self._policy.redirects + 1):
                self._require_allowed(state, target)
                with self._asked(state, target, ACCEPT) as answer:
                    if answer.status not in REDIRECTS:
                        page = self._page(target, answer)
                        state.deadline.left()  # unpacking takes time without a socket
                        return page
                    target = self._next(target, answer)
        except ReadError as error:
            if error.where in (first.url, url):
                raise ReadError(url, error.problem, error.hint) from error
            raise ReadError(url, f"leads to {error.where}: that {error.problem}", error.hint) from error
        raise ReadError(url, f"leads on more than {self._policy.redirects} times", "give the address that it ends at")

    def _next(self, target: Target, answer: Answer) -> Target:
        """Where a redirect leads. Headers are bytes: an address that is not in ASCII is UTF-8."""
        location = answer.header("Location").encode("latin-1", "replace").decode("utf-8", "replace")
        if not location:
            raise ReadError(target.url, f"answers {answer.status} and does not say where to go", _SAVE)
        return follow(target, location, self._policy.ports)

    def _page(self, target: Target, answer: Answer) -> Fetched:
        if answer.status != 200:
            raise ReadError(target.url, f"answers {answer.status} ({answer.reason[:60]})", f"check it, or {_SAVE}")
        told = answer.header("Content-Type").partition(";")[0].strip().lower()
        kind = BY_SUFFIX.get(target.suffix) if told in UNTOLD else KINDS.get(told)
        if kind is None:
            what = f'is "{told[:80]}"' if told else "does not say what it is"
            raise ReadError(target.url, f"{what}; articles are text, HTML, DOCX or JSON lines", "give such a page")
        data = answer.body(self._policy.max_bytes)
        return Fetched(target.url, data, kind, answer.charset(), hashlib.sha256(data).hexdigest())

    def _require_allowed(self, state: _FetchState, target: Target) -> None:
        """Raises ReadError if a target's host may not be asked, or its robots.txt keeps programs from the page."""
        self._addresses(state, target)
        try:
            rules = self._robots.get(target.origin) or self._rules(state, target)
        except ReadError as error:
            raise ReadError(target.url, f"its site's robots.txt cannot be had: {error.problem}", error.hint) from error
        if len(self._robots) >= SITES_REMEMBERED:
            self._robots.clear()
        self._robots[target.origin] = rules
        with _explained(target.url, self._policy.seconds):
            allowed = rules.allow(target.path, state.deadline)
        if not allowed:
            raise ReadError(target.url, "is closed to programs by its site's robots.txt", _SAVE)

    def _rules(self, state: _FetchState, page: Target) -> Rules:
        """A site's rules: none where there is no file; nothing is allowed where the site fails to give it."""
        target = dataclasses.replace(page, path=ROBOTS_PATH)
        for _ in range(self._policy.redirects + 1):
            with self._asked(state, target, "text/plain") as answer:
                if answer.status in REDIRECTS:
                    target = self._next(target, answer)
                    continue
                if answer.status >= 500:
                    return NOTHING
                if answer.status != 200:
                    return Rules()
                text = answer.body(MAX_ROBOTS_BYTES, cut=True).decode("utf-8", "replace")
                return parse_robots(text, self.agent.partition("/")[0])
        return Rules()  # RFC 9309, section 2.3.1.2: as if there were no file

    @contextmanager
    def _asked(self, state: _FetchState, target: Target, accept: str) -> Iterator[Answer]:
        headers = {
            "User-Agent": self.agent,
            "Accept": accept,
            "Accept-Language": "ar, en;q=0.5",
            "Accept-Encoding": "gzip",
        }
        addresses = self._addresses(state, target)
        with _explained(target.url, self._policy.seconds):
            tls = self._tls if target.scheme == "https" else None
            with ask(target, addresses, headers, state.deadline, tls) as answer:
                yield answer

    def _addresses(self, state: _FetchState, target: Target) -> tuple[Address, ...]:
        """The addresses of a target's host, resolved once a fetch. Raises ReadError if any of them may not be asked."""
        if target.host not in state.found:
            with _explained(target.url, self._policy.seconds):
                seconds = state.deadline.left()
                state.found[target.host] = addresses_of(target.host, target.port, self._resolver, seconds, target.url)
        for address in state.found[target.host]:
            why = why_not_public(address)
            if why and (str(address), target.port) not in self._policy.exceptions:
                raise ReadError(target.url, f"{target.host} is {why} ({address}), not a public one", _SAVE)
        return state.found[target.host][:MOST_ADDRESSES]

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return self._given_tls or ssl.create_default_context()


@contextmanager
def _explained(where: str, seconds: float) -> Iterator[None]:
    """Failures of the network as one line."""
    try:
        yield
    except TimeoutError as error:
        raise ReadError(where, f"did not arrive within {seconds:g} s", f"try again, or {_SAVE}") from error
    except ssl.SSLCertVerificationError as error:
        problem = f"its server's certificate is not valid ({error.verify_message})"
        raise ReadError(where, problem, "do not trust the page, or ask its site") from error
    except http.client.IncompleteRead as error:
        raise ReadError(where, "breaks off", "try again") from error
    except http.client.HTTPException as error:
        raise ReadError(where, f"its server does not speak HTTP ({error!r:.80})", _SAVE) from error
    except (ValueError, OverflowError) as error:  # what `http.client` and its parser of headers do not foresee
        raise ReadError(where, f"its server does not speak HTTP ({error!r:.80})", _SAVE) from error
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        raise ReadError(where, f"cannot be reached ({reason})", "check the address and the connection") from error
