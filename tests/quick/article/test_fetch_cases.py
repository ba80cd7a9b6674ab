"""Details of fetching: rules of robots.txt, parts of an address, what a server is asked, and time for each address."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import Any

import pytest

from iqtibas.article.errors import ReadError
from iqtibas.article.input.fetch import BY_SUFFIX, KINDS
from iqtibas.article.input.fetch_address import addresses_of, why_not_public
from iqtibas.article.input.fetch_http import Deadline, ask
from iqtibas.article.input.fetch_robots import NOTHING, Rules, matches, parse_robots
from iqtibas.article.input.fetch_url import Target, encoded, follow, parse_target


class TestAddresses:
    @pytest.mark.parametrize(
        ("url", "target"),
        [
            ("http://a.org", Target("http", "a.org", 80, "/")),
            ("HTTPS://A.Org./b?c=d#e", Target("https", "a.org", 443, "/b?c=d")),
            ("http://a.org?c", Target("http", "a.org", 80, "/?c")),
            ("http://a.org:/b", Target("http", "a.org", 80, "/b")),
            ("https://a.org:8443/%d8%a7/ب", Target("https", "a.org", 8443, "/%D8%A7/%D8%A8")),
            ("http://[2606:4700:0::1]:8080/", Target("http", "2606:4700::1", 8080, "/")),
            ("http://8.8.8.8/", Target("http", "8.8.8.8", 80, "/")),
            ("http://موقع.example.org/", Target("http", "xn--4gbrim.example.org", 80, "/")),
            ("http://a_b-c.org/", Target("http", "a_b-c.org", 80, "/")),
        ],
    )
    def test_parts(self, url: str, target: Target) -> None:
        assert parse_target(url) == target

    @pytest.mark.parametrize(
        ("target", "authority", "suffix"),
        [
            (Target("http", "a.org", 80, "/x.TXT?y.z"), "a.org", ".txt"),
            (Target("http", "a.org", 443, "/x/"), "a.org:443", ""),
            (Target("https", "2606::1", 443, "/a.b/c"), "[2606::1]", ""),
            (Target("https", "2606::1", 80, "/a.tar.gz"), "[2606::1]:80", ".gz"),
        ],
    )
    def test_what_is_made_of_them(self, target: Target, authority: str, suffix: str) -> None:
        assert (target.authority, target.suffix) == (authority, suffix)
        assert target.origin == f"{target.scheme}://{authority}"
        assert target.url == f"{target.scheme}://{authority}{target.path}"

    def test_names_on_both_sides_of_their_limits(self) -> None:
        label = "a" * 63
        longest = ".".join([label, label, label, "a" * 57, "org"])
        assert len(longest) == 253
        assert parse_target(f"http://{longest}/").host == longest
        for host in (f"{label}a.org", longest.replace(".org", "a.org")):
            with pytest.raises(ReadError, match="is no host"):
                parse_target(f"http://{host}/")
        assert parse_target("http://local.org/").host == "local.org"

    def test_escapes(self) -> None:
        assert encoded("/a b/%zz/%c3%a9/é?x=1&y='(~)'") == "/a%20b/%zz/%C3%A9/%C3%A9?x=1&y='(~)'"

    def test_redirects_keep_what_they_do_not_say(self) -> None:
        here = Target("https", "a.org", 8443, "/x/y?z")
        assert follow(here, "w").url == "https://a.org:8443/x/w"
        assert follow(here, "//b.org/").url == "https://b.org/"
        assert follow(here, "https://b.org:9000/", frozenset({9000})).port == 9000
        with pytest.raises(ReadError, match="port 9000"):
            follow(here, "https://b.org:9000/")

    @pytest.mark.parametrize(
        ("address", "why"),
        [
            ("8.8.8.8", ""),
            ("169.254.169.254", "a cloud's metadata address"),
            ("169.254.169.253", "a link-local address"),
            ("2606:4700::1", ""),
            ("64:ff9b::8.8.8.8", ""),
            ("64:ff9b::10.0.0.1", "a private address"),
            ("fe80::1%eth0", "a link-local address"),
            ("2606:4700::1%eth0", "a link-local address"),
            ("4000::1", "a reserved address"),
            ("2001:db8::1", "an address for documentation"),
        ],
    )
    def test_what_is_not_public(self, address: str, why: str) -> None:
        assert why_not_public(ip_address(address)) == why

    def test_a_resolver_is_asked_for_streams_and_each_answer_counts_once(self) -> None:
        asked: list[Any] = []

        def resolver(*place: Any, **options: Any) -> list[tuple[Any, ...]]:
            asked.append((place, options))
            return [(2, 1, 6, "", (address, 80)) for address in ("8.8.8.8", "1.1.1.1", "8.8.8.8")]

        assert addresses_of("a.org", 80, resolver, 5, "u") == (ip_address("8.8.8.8"), ip_address("1.1.1.1"))
        assert asked == [(("a.org", 80), {"type": socket.SOCK_STREAM})]


class TestRobots:
    TEXT = (
        "user-agent: first\nUser-Agent : Second # both\nDisallow: /a\nAllow: /a/b\n\n"
        "nonsense\nUser-agent: second\ndisallow: /c # c\nUser-agent: *\nDisallow: /\nAllow:\n"
    )

    @pytest.mark.parametrize(
        ("product", "open_paths"),
        [("first", {"/a/b", "/c", "/d"}), ("SECOND", {"/a/b", "/d"}), ("third", set())],
    )
    def test_groups(self, product: str, open_paths: set[str]) -> None:
        rules = parse_robots(self.TEXT, product)
        assert {path for path in ("/a", "/a/b", "/c", "/d") if rules.allow(path)} == open_paths

    def test_pieces_of_a_pattern_do_not_overlap(self) -> None:
        assert matches("/*ab*b", "/abb")
        assert not matches("/*ab*b", "/ab")

    def test_without_rules_all_is_open(self) -> None:
        assert Rules().allow("/a")
        assert parse_robots("", "a") == parse_robots("User-agent: b\nDisallow: /", "a") == Rules()
        assert not NOTHING.allow("/a")

    def test_only_a_named_agent_is_not_everybody(self) -> None:
        text = "User-agent: *\nDisallow: /a\nUser-agent: iqtibas\nDisallow:\n"
        assert parse_robots(text, "iqtibas").allow("/a")
        assert not parse_robots(text, "other").allow("/a")


class TestAnswers:
    def test_kinds(self) -> None:
        assert {KINDS[kind] for kind in ("text/plain", "text/markdown")} == {"text"}
        assert BY_SUFFIX == {".txt": "text", ".docx": "docx", ".jsonl": "lines", ".ndjson": "lines"}

    def test_each_address_has_its_share_of_the_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The first of three addresses may take a third, so that a silent one leaves time for the others."""
        given: list[tuple[str, float]] = []

        class Silent:
            def __init__(self, family: int) -> None:
                self.family, self.seconds = family, 0.0

            def settimeout(self, seconds: float) -> None:
                self.seconds = seconds

            def connect(self, place: tuple[str, int]) -> None:
                given.append((place[0], self.seconds))
                raise TimeoutError

            def close(self) -> None:
                given.append(("closed", self.family))

        monkeypatch.setattr(socket, "socket", Silent)
        addresses = [ip_address(a) for a in ("192.0.2.1", "2001:db8::1", "192.0.2.2")]
        with pytest.raises(TimeoutError), ask(Target("http", "a", 80, "/"), addresses, {}, Deadline(60.0)):
            pass
        assert [name for name, _ in given] == ["192.0.2.1", "closed", "2001:db8::1", "closed", "192.0.2.2", "closed"]
        assert [round(seconds) for name, seconds in given if name != "closed"] == [20, 30, 60]
        assert [family for name, family in given if name == "closed"] == [
            socket.AF_INET,
            socket.AF_INET6,
            socket.AF_INET,
        ]

    def test_a_deadline(self) -> None:
        assert 59 < Deadline(60.0).left() <= 60
        with pytest.raises(TimeoutError):
            Deadline(0.0).left()
