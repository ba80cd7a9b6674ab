"""Which addresses on the network a page may come from: public ones, and nothing that only this machine can reach.

The tables are IANA's registries of special-purpose addresses (RFC 6890 and its updates, as of 2024-10), and the
addresses at which clouds answer their own machines. Whoever names an address here makes us ask in their place
(CWE-918, server-side request forgery), so doubtful ranges are refused as a whole.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

from iqtibas.article.errors import ReadError

Address = IPv4Address | IPv6Address
Resolver = Callable[..., Sequence[tuple[Any, ...]]]
"""What `socket.getaddrinfo` is: host, port and options to tuples that end in a socket address."""

# The narrower range first: the first that holds an address names it.
NOT_PUBLIC_4 = tuple(
    (IPv4Network(network), name)
    for network, name in (
        ("0.0.0.0/8", "an unspecified address"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "an address of a provider's inner network"),
        ("127.0.0.0/8", "a loopback address"),
        ("168.63.129.16/32", "a cloud's metadata address"),
        ("169.254.169.254/32", "a cloud's metadata address"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "an address for documentation"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "an address for benchmarks"),
        ("198.51.100.0/24", "an address for documentation"),
        ("203.0.113.0/24", "an address for documentation"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
    )
)
NOT_PUBLIC_6 = tuple(
    (IPv6Network(network), name)
    for network, name in (
        ("::/128", "an unspecified address"),
        ("::1/128", "a loopback address"),
        ("::ffff:0:0/96", "an IPv4 address in disguise"),
        ("::/96", "an IPv4 address in disguise"),
        ("64:ff9b:1::/48", "an address of a local translator"),
        ("2001::/32", "a Teredo tunnel"),
        ("2001::/23", "a reserved address"),
        ("2001:db8::/32", "an address for documentation"),
        ("2002::/16", "a 6to4 tunnel"),
        ("3fff::/20", "an address for documentation"),
        ("fd00:ec2::254/128", "a cloud's metadata address"),
        ("fd20:ce::254/128", "a cloud's metadata address"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a private address"),
        ("ff00::/8", "a multicast address"),
    )
)
GLOBAL_UNICAST = IPv6Network("2000::/3")
# Networks without IPv4 reach the rest of the web through it (RFC 6052), so what is inside is looked at.
NAT64 = IPv6Network("64:ff9b::/96")


def why_not_public(address: Address) -> str:
    """What an address is if nobody may be asked there, as "a loopback address"; "" for a public one."""
    if isinstance(address, IPv4Address):
        return next((name for network, name in NOT_PUBLIC_4 if address in network), "")
    if address.scope_id is not None:
        return "a link-local address"
    if address in NAT64:
        return why_not_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    named = next((name for network, name in NOT_PUBLIC_6 if address in network), "")
    return named or ("" if address in GLOBAL_UNICAST else "a reserved address")


def addresses_of(host: str, port: int, resolver: Resolver, seconds: float, where: str) -> tuple[Address, ...]:
    """The addresses of a host in the resolver's order, each once.

    host: a name, for which the resolver is asked once, or an address. Raises ReadError for a name without addresses,
    TimeoutError if the resolver takes longer than `seconds`.
    """
    try:
        return (ip_address(host),)
    except ValueError:  # a name
        found = _resolved(host, port, resolver, seconds)
    if isinstance(found, Exception) or not found:
        cause = found if isinstance(found, Exception) else None
        raise ReadError(where, f"{host} has no address", "check the spelling and the connection") from cause
    return found


def _resolved(host: str, port: int, resolver: Resolver, seconds: float) -> tuple[Address, ...] | Exception:
    """What the resolver says, or why it does not. Raises TimeoutError."""
    results: list[tuple[Address, ...] | Exception] = []

    def ask() -> None:
        try:
            entries = resolver(host, port, type=socket.SOCK_STREAM)
            results.append(tuple(dict.fromkeys(ip_address(entry[-1][0]) for entry in entries)))
        except (OSError, ValueError) as error:
            results.append(error)

    thread = threading.Thread(target=ask, daemon=True)  # getaddrinfo knows no time limit
    thread.start()
    thread.join(seconds)
    if not results:
        raise TimeoutError
    return results[0]
