"""What an address on the web says, read strictly (RFC 3986, RFC 3987).

Parsers that disagree about where a URL leads are how filters are passed, so one that could be read in two ways is
refused: whoever has a good reason for it can save the page.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urljoin

from iqtibas.article.errors import ReadError

LONGEST_URL = 8_000
"""Characters of a URL as it is sent; what RFC 9110, section 4.1, asks servers to take."""
DEFAULT_PORTS = {"http": 80, "https": 443}
PORTS = frozenset({80, 443, 8080, 8443})
"""Ports at which a page may be: behind others are mail servers, databases and printers."""

LONGEST_NAME = 253  # RFC 1035, section 2.3.4, as text
# Names that no public name server answers: RFC 6761, 6762, 7686, 8375, and ICANN's .internal.
SPECIAL_NAMES = ("localhost", "local", "internal", "home.arpa", "onion", "invalid", "test", "alt")
# IDNA 2003 and 2008 make different hosts of these four (UTS 46, "deviations").
DEVIATIONS = frozenset("ßς\u200c\u200d")
_PARTS = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?", re.I | re.S)
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[^:\[\]]+)(?::([0-9]{0,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_SAFE = "/?%:@!$&'()*+,;=~-._"
_SAVE = "save the page in a browser and give the file"


@dataclass(frozen=True, slots=True)
class Target:
    """A place on the web. host: an ASCII name in lower case, or an address without brackets. path: with the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as in a Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port (RFC 6454)."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address, as it is asked for."""
        return self.origin + self.path

    @property
    def suffix(self) -> str:
        """The suffix of the file in the path, in lower case, or ""."""
        name = self.path.partition("?")[0].rpartition("/")[2]
        return f".{name.rpartition('.')[2].lower()}" if "." in name else ""


def parse_target(url: str, ports: frozenset[int] = PORTS) -> Target:
    """Where a URL leads, without its fragment.

    Raises ReadError for another scheme, a user name, another port, and everything that programs read differently:
    backslashes, spaces, controls, IPv4 addresses in other forms than 192.0.2.1, zone ids, names without a dot.
    """
    _require_plain(url)
    parts = _PARTS.fullmatch(url)
    if not parts:
        raise ReadError(url, "is no http:// or https:// address", _SAVE)
    scheme, authority, path, query = parts[1].lower(), parts[2], parts[3] or "/", parts[4] or ""
    if "@" in authority:
        raise ReadError(url, "holds a user name or password", f"leave it out, or {_SAVE}")
    own = _AUTHORITY.fullmatch(authority)
    if not own:
        raise ReadError(url, f'"{authority}" is no host', "check the address")
    port = int(own[2]) if own[2] else DEFAULT_PORTS[scheme]
    if port not in ports:
        raise ReadError(url, f"names the port {port}, at which no pages are", _SAVE)
    return Target(scheme, _host(own[1], url), port, encoded(path + query))


def follow(target: Target, location: str, ports: frozenset[int] = PORTS) -> Target:
    """Where a redirect leads. Raises ReadError as `parse_target`, and if it leaves an encrypted connection."""
    _require_plain(location.replace(" ", ""))
    try:
        there = urljoin(target.url, location.strip().replace(" ", "%20"))
    except ValueError as error:  # brackets where none may be
        raise ReadError(location[:200], "is no http:// or https:// address", _SAVE) from error
    new = parse_target(there, ports)
    if target.scheme == "https" and new.scheme == "http":
        raise ReadError(new.url, "is not encrypted, unlike where it was linked", "give the http:// address itself")
    return new


def encoded(path: str) -> str:
    """A path with query in ASCII: what is not is percent-encoded as UTF-8, and escapes are in capitals."""
    return _ESCAPE.sub(lambda escape: escape[0].upper(), quote(path, safe=_SAFE))


def _require_plain(url: str) -> None:
    """Raises ReadError for a URL that is too long or holds characters that no URL has, or that change its meaning."""
    for sign in url:
        if sign == "\\" or (unicodedata.category(sign)[0] in "CZ" and sign not in DEVIATIONS):
            raise ReadError(url, f"holds U+{ord(sign):04X}, which no address may", "percent-encode it")
    if len(encoded(url)) > LONGEST_URL:
        raise ReadError(f"{url[:80]}…", f"has more than {LONGEST_URL} characters as it is sent", _SAVE)


def _host(text: str, url: str) -> str:
    """The host in lower case and ASCII. Raises ReadError."""
    if text.startswith("["):
        try:
            return IPv6Address(text[1:-1]).compressed
        except AddressValueError as error:
            raise ReadError(url, f"{text} is no IPv6 address", "check the address") from error
    if DEVIATIONS & set(text):
        raise ReadError(url, "its host means different ones to different programs", "give its xn-- form")
    try:
        name = (text if text.isascii() else text.encode("idna").decode("ascii")).lower().removesuffix(".")
    except UnicodeError as error:
        raise ReadError(url, f'"{text}" is no host ({error.__cause__ or error})', "check the address") from error
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _dotted_quad(name, url)
    if len(name) > LONGEST_NAME or not all(map(_LABEL.fullmatch, labels)):
        raise ReadError(url, f'"{text}" is no host', "check the address")
    if len(labels) == 1 or any(f".{name}".endswith(f".{special}") for special in SPECIAL_NAMES):
        raise ReadError(url, f'"{name}" is a name of an inner network', _SAVE)
    return name


def _dotted_quad(name: str, url: str) -> str:
    """An IPv4 address in its one unmistakable form: 0x7f.1, 2130706433 and 0177.0.0.1 are others of 127.0.0.1."""
    try:
        return str(IPv4Address(name))
    except AddressValueError as error:
        raise ReadError(url, f'"{name}" is an address in an unusual form', "write it as 192.0.2.1") from error
