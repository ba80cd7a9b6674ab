"""Where a page may be: every way past the checks of an address that we know of."""

from __future__ import annotations

import ipaddress

import pytest
from fetching import AGENT, asked_of, refusal, resolver
from fetching import no_connection as no_connection
from fetching import server as server

from iqtibas.article import ReadError
from iqtibas.article.input.fetch import Fetcher
from iqtibas.article.input.fetch_address import NOT_PUBLIC_4, NOT_PUBLIC_6, why_not_public
from iqtibas.article.input.fetch_url import LONGEST_URL, parse_target

PUBLIC = "93.184.215.14"


INNER_LITERALS = (
    *("127.0.0.1", "127.1.2.3", "127.255.255.255", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255"),
    *("172.16.0.1", "172.31.255.254", "192.168.0.1", "169.254.1.1", "169.254.169.254", "169.254.170.2"),
    *("100.64.0.1", "100.127.255.254", "100.100.100.200", "168.63.129.16", "192.0.0.1", "192.0.0.192"),
    *("192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9"),
    *("224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
    *("[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::127.0.0.1]", "[::7f00:1]", "[::10.0.0.1]"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:10.0.0.1]", "[::ffff:169.254.169.254]", "[::ffff:8.8.8.8]"),
    *("[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]"),
    *("[64:ff9b::192.168.1.1]", "[64:ff9b::168.63.129.16]", "[64:ff9b:1::1]", "[64:ff9b:1::8.8.8.8]"),
    *("[2002:7f00:1::]", "[2002:a00:1::1]", "[2002:808:808::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]"),
    *("[2001:0:1::1]", "[2001:10::1]", "[2001:20::1]", "[2001:db8::1]", "[3fff::1]", "[100::1]", "[5f00::1]"),
    *("[fc00::1]", "[fd00:ec2::254]", "[fd20:ce::254]", "[fd12:3456::1]", "[fe80::1]", "[febf::1]", "[fec0::1]"),
    *("[ff02::1]", "[ff0e::1]", "[4000::1]", "[::2:1:1]"),
)


INNER_NAMES = (
    *("localhost", "LOCALHOST", "localhost.", "a.localhost", "printer", "printer.", "intranet", "router.local"),
    *("metadata.google.internal", "host.docker.internal", "nas.home.arpa", "site.onion", "example.invalid", "a.test"),
    *("ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "ｌｏｃａｌｈｏｓｔ", "metadata。google。internal"),
)


ODD_HOSTS = (
    *("2130706433", "0x7f000001", "0X7F000001", "017700000001", "0x7f.1", "127.1", "127.0.1", "0177.0.0.1"),
    *(
        "127.0.0.01",
        "0x7f.0x0.0x0.0x1",
        "1.1.1.0x1",
        "256.256.256.256",
        "127.0.0.1.",
        "１２７.０.０.１",
        "127。0。0。1",
    ),
    *("127.0.0.1..", "a.0x", "1.2.3.4.5", "①②⑦.⓪.⓪.①", "4294967297", "00000127.0.0.1", "0", "0.0"),
    *("%31%32%37.0.0.1", "127.0.0.1%00.example.org", "%6cocalhost", "exa%6dple.org", "example.org%2f@127.0.0.1"),
    *("[fe80::1%25eth0]", "[fe80::1%eth0]", "[::1%25lo]", "[::1", "::1", "[::1]x", "[v1.a:b]", "[127.0.0.1]", "[]"),
    *("", ".", "..", "a..b", ".example.org", "example.org..", "-a.example.org", "a-.example.org", "a" * 64 + ".org"),
    *("a." * 130 + "org", "faß.de", "βόλος.com", "ن\u200cا.com", "a\u200db.org", "exa mple.org", "exam<ple.org"),
    *("example.org,127.0.0.1", "127.0.0.1;example.org", "example.org'", "a{b}.org", "a^b.org", "a|b.org", "a`b.org"),
)


ODD_URLS = (
    *("http://user@example.org/", "http://user:secret@example.org/", "http://example.org@127.0.0.1/", "http://@a.org/"),
    *("http://127.0.0.1:80@example.org/", "http://a:b@c@example.org/", "http://example.org%40x@127.0.0.1/"),
    *("http://example.org\\@127.0.0.1/", "http:\\\\127.0.0.1\\", "http://127.0.0.1\\.example.org/", "http:/\\a.org/"),
    *("http://exam\tple.org/", "http://example.org/\r\nX: y", "http://example.org/\0", " http://example.org/"),
    *("http://example.org/ x", "http://example.org/\u202eslmth", "http://exam\u00adple.org/", "http://a.org/\u00a0"),
    *("http:example.org", "http:/example.org", "http:///example.org", "http://", "http://?x", "http://#@example.org/"),
    *("file:///etc/passwd", "ftp://example.org/a", "gopher://127.0.0.1:6379/_x", "dict://127.0.0.1:11211/stats"),
    *(
        "jar:http://127.0.0.1!/",
        "data:text/html,x",
        "javascript:alert(1)",
        "ldap://a.org/",
        "//example.org/",
        "HTTPS:x",
    ),
    *("http://example.org:22/", "http://example.org:25/", "http://example.org:6379/", "http://example.org:0/"),
    *("http://example.org:65536/", "http://example.org:99999999/", "http://example.org:-80/", "http://example.org:8o/"),
    *("http://example.org:80:80/", "http://example.org: 80/", "http://example.org:٨٠/", "http://a.org/\ud800"),
    f"http://example.org/{'a' * LONGEST_URL}",
    f"http://example.org/{'ع' * (LONGEST_URL // 3)}",
)


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize("host", INNER_LITERALS)
def test_addresses_that_are_not_public_are_refused(host: str) -> None:
    names = resolver(PUBLIC)
    line = refusal(Fetcher(AGENT, resolver=names), f"http://{host}/")
    assert "not a public one" in line
    assert asked_of(names) == []


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize("host", [*INNER_NAMES, *ODD_HOSTS])
def test_hosts_that_mean_something_else_are_refused_before_they_are_resolved(host: str) -> None:
    names = resolver(PUBLIC)
    refusal(Fetcher(AGENT, resolver=names), f"http://{host}/")
    assert asked_of(names) == []


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize("address", ODD_URLS)
def test_urls_that_could_be_read_in_two_ways_are_refused(address: str) -> None:
    names = resolver(PUBLIC)
    refusal(Fetcher(AGENT, resolver=names), address)
    assert asked_of(names) == []


def test_there_are_as_many_ways_past_the_checks_as_we_say() -> None:
    assert len({*INNER_LITERALS, *INNER_NAMES, *ODD_HOSTS, *ODD_URLS}) >= 180


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize("host", INNER_LITERALS)
def test_a_name_that_leads_to_such_an_address_is_refused(host: str) -> None:
    names = resolver(f"{PUBLIC},{host.strip('[]')}")
    assert "not a public one" in refusal(Fetcher(AGENT, resolver=names), "https://news.example/")
    assert asked_of(names) == ["news.example"]


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize("answer", ["fe80::1%eth0", "2606:2800:21f:cb07:6820:80da:af6b:8b2c%2", "not an address"])
def test_what_a_resolver_may_not_say_is_refused(answer: str) -> None:
    refusal(Fetcher(AGENT, resolver=resolver(answer)), "https://news.example/")


def test_the_table_of_addresses_is_that_of_the_standard_library_and_more() -> None:
    """At both ends of every range, and just outside of it."""
    edges = [
        kind(int(network[at]) + step)
        for table, kind in ((NOT_PUBLIC_4, ipaddress.IPv4Address), (NOT_PUBLIC_6, ipaddress.IPv6Address))
        for network, _ in table
        for at, step in ((0, -1), (0, 0), (-1, 0), (-1, 1))
        if 0 <= int(network[at]) + step < 1 << kind(0).max_prefixlen
    ]
    assert all(why_not_public(address) for address in edges if not address.is_global)
    assert not any(why_not_public(ipaddress.ip_address(a)) for a in (PUBLIC, "8.8.8.8", "1.1.1.1", "9.255.255.255"))
    for public in ("2606:4700:4700::1111", "2a00:1450:4001:80b::200e", "64:ff9b::8.8.8.8", "2001:200::1"):
        assert not why_not_public(ipaddress.ip_address(public))


PLAIN_URLS = {
    "HTTP://News.Example": ("http", "news.example", 80, "/"),
    "https://news.example.:443/a?b#c": ("https", "news.example", 443, "/a?b"),
    "http://news.example:8080?q=1": ("http", "news.example", 8080, "/?q=1"),
    "https://8.8.8.8/": ("https", "8.8.8.8", 443, "/"),
    "https://[2606:4700:4700:0::1111]:8443/x": ("https", "2606:4700:4700::1111", 8443, "/x"),
    "https://موقع.وزارة-الأتصالات.مصر/": ("https", "xn--4gbrim.xn----rmckbbajlc6dj7bxne2c.xn--wgbh1c", 443, "/"),
    "https://news.example/خبر/ 1".replace(" ", ""): ("https", "news.example", 443, "/%D8%AE%D8%A8%D8%B1/1"),
    "https://news.example/%d8%ae?%zz": ("https", "news.example", 443, "/%D8%AE?%zz"),
    "https://news.example/ن\u200cم": ("https", "news.example", 443, "/%D9%86%E2%80%8C%D9%85"),
    "https://a_b.news.example/../x|y": ("https", "a_b.news.example", 443, "/../x%7Cy"),
}


@pytest.mark.parametrize("address", PLAIN_URLS)
def test_plain_urls_are_read(address: str) -> None:
    target = parse_target(address)
    assert (target.scheme, target.host, target.port, target.path) == PLAIN_URLS[address]
    assert parse_target(target.url) == target


def test_a_url_may_be_as_long_as_servers_must_take() -> None:
    path = "a" * (LONGEST_URL - len("http://a.org/"))
    assert parse_target(f"http://a.org/{path}").path == f"/{path}"
    with pytest.raises(ReadError, match=f"more than {LONGEST_URL} characters"):
        parse_target(f"http://a.org/{path}a")
