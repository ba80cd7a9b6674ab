"""What robots.txt says, and whether it is followed."""

from __future__ import annotations

import pytest
from fetching import PAGE, fetcher, refusal, url
from fetching import no_connection as no_connection
from fetching import server as server
from hostile_server import HostileServer, redirect, response

from iqtibas.article.input.fetch_robots import MAX_ROBOTS_BYTES, Rules, matches, parse_robots

ROBOTS = """\ufeff# ours
Sitemap: https://news.example/map.xml
User-agent: other
User-agent: Iqtibas
Disallow: /closed
Allow: /closed/*/open$
Disallow: /*?print=
Disallow:
Disallow: /أخبار

User-agent: *
Disallow: /
user-agent: iqtibas
disallow: /also
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/closed", False),
        ("/closed/1", False),
        ("/closed/a/open", True),
        ("/closed/a/opened", False),
        ("/x?print=1", False),
        ("/x?page=1", True),
        ("/also/this", False),
        ("/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1", False),
    ],
)
def test_rules_are_read_as_the_standard_has_it(path: str, allowed: bool) -> None:
    assert parse_robots(ROBOTS, "iqtibas").allow(path) is allowed
    assert parse_robots(ROBOTS, "another").allow(path) is False


def test_patterns() -> None:
    assert matches("", "/")
    assert matches("/a*", "/a")
    assert matches("/a*$", "/abc")
    assert matches("/*b*c$", "/abcbc")
    assert not matches("/a$", "/ab")
    assert not matches("/*b$", "/abc")
    assert not matches("/ab*b$", "/ab")
    assert not matches("/b", "/ab")
    assert not matches("/*x", "/abc")
    assert Rules((("/a", True), ("/a", False))).allow("/a")
    assert not matches("/" + "*a" * 50_000 + "b$", "/" + "a" * 100_000)


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (response(b"User-agent: *\nDisallow: /page", "text/plain"), False),
        (response(b"User-agent: *\nDisallow: /other", "text/plain"), True),
        (response(b"User-agent: *\rDisallow: /page\r", "text/plain"), False),
        (response(b"", status="404 Not Found"), True),
        (response(b"", status="403 Forbidden"), True),
        (response(b"", status="503 Busy"), False),
        (redirect("/rules"), False),
        (redirect("/robots.txt"), True),
        (redirect("http://169.254.169.254/"), False),
        (response(b"User-agent: *\nDisallow: /page", length="5000"), False),
        (response(b"#" * MAX_ROBOTS_BYTES + b"\nUser-agent: *\nDisallow: /", "text/plain"), True),
        (response(b"#" * (MAX_ROBOTS_BYTES - 40) + b"\nUser-agent: *\nDisallow: /\n", "text/plain"), False),
        (response(PAGE), True),
    ],
)
def test_a_site_decides_what_programs_read(server: HostileServer, robots: bytes, allowed: bool) -> None:
    rules = response(b"User-agent: iqtibas\nDisallow: /", "text/plain")
    server.replies |= {"/robots.txt": robots, "/rules": rules, "/page": response(PAGE)}
    if allowed:
        assert fetcher(server).fetch(url(server)).data == PAGE
    else:
        assert "robots.txt" in refusal(fetcher(server), url(server))
        assert "/page" not in server.paths()


def test_robots_are_asked_once_a_site_and_again_after_a_redirect(server: HostileServer) -> None:
    server.replies |= {"/page": response(PAGE), "/away": redirect(url(server, "/page", "other.example"))}
    fetch = fetcher(server)
    for path in ("/page", "/page?2", "/away"):
        fetch.fetch(url(server, path))
    hosts = [seen.split("Host: ")[1].split(":")[0] for seen in server.seen if seen.startswith("GET /robots.txt")]
    assert hosts == ["news.example", "other.example"]
