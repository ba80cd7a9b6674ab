"""The review screen under load: many clients on the loopback, and a queue of a thousand statements in Chromium.

usage: python -m bench.load.serve [--clients 50] [--requests 2000] [--browser] [--json OUT]

Starts `iqtibas serve` on an invented run. Every client asks as the page does: mostly whether anything changed, now and
then for a statement, the whole page, or to save a note. A note on a statement that another client changed meanwhile is
refused (409); that is no error, and the client reads the statement anew. Writes requests, errors, latencies in
milliseconds, decisions logged against decisions confirmed, and with --browser the seconds until the page is loaded.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bench.harness import ROOT, command_line, finish, run_main
from iqtibas.align.model import Alignment, Rendering, Verdict
from iqtibas.article import Article, Block, Embed, Segment
from iqtibas.report import ArticleResult, RunInfo, articles_lines, json_line
from iqtibas.review import read_decisions

STATEMENTS, TO_AN_ARTICLE = 1000, 5
SEED = 7
# Of what a client asks: mostly whether anything changed, as a page does every 1.5 s.
SHARES = {"changes": 0.90, "part": 0.06, "note": 0.03, "page": 0.01}
STOP_SECONDS = 20


def invented(number: int) -> ArticleResult:
    """An article with some statements, each rendered in the line below it."""
    lines = [f"خبر رقم {number} من مدينة سيرين"]
    for i in range(TO_AN_ARTICLE):
        lines += [
            f"Seren opens berth {number}-{i} in spring.",
            f"وقالت المدينة: تفتتح سيرين الرصيف {number}-{i} في الربيع.",
        ]
    text, at = "\n".join(lines), 0
    blocks: list[Block] = []
    alignments: list[Alignment] = []
    for i, line in enumerate(lines):
        blocks.append(Block("embed" if i % 2 else "paragraph", at, at + len(line)))
        at += len(line) + 1
    for said, rendered in zip(blocks[1::2], blocks[2::2], strict=True):
        where = Segment(said.start, said.end)
        embed = Embed(said.start, said.end, where, text[said.start : said.end], "Seren", "seren", None, (), "", "en")
        rendering = Rendering(rendered.start + 14, rendered.end - 1, 0.9)
        alignments.append(Alignment(embed, rendering, Verdict("faithful", 0.5 + len(alignments) / 20)))
    article = Article(f"invented/{number}.txt", text, lines[0], "", "ar", tuple(blocks), f"{number:064x}")
    return ArticleResult(article, (), tuple(alignments), (), ())


@dataclass
class Tally:
    """What came back. milliseconds: of every request. errors: what should not have."""

    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    confirmed: int = 0
    refused: int = 0


class Client:
    """One browser: a connection that stays open, a cookie, and what the page knows."""

    def __init__(self, link: str, tally: Tally) -> None:
        parts = urlsplit(link)
        self.host, self.port = parts.hostname or "", parts.port or 0
        self.entrance = f"{parts.path}?{parts.query}"
        self.base = parts.path.removesuffix("/enter")
        self.tally, self.cookie, self.csrf, self.version = tally, "", "", 0
        self.keys: list[str] = []

    async def start(self) -> None:
        """Follow the link, and read the page."""
        self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        _, head, _ = await self.ask("GET", self.entrance)
        found = re.search(r"set-cookie: ([^;]+)", head, re.IGNORECASE)
        assert found, "the link was used before"
        self.cookie = found[1]
        page = (await self.ask("GET", f"{self.base}/"))[2]
        self.csrf = page.split('name="csrf" content="')[1].split('"')[0]
        self.keys = re.findall(r'<li data-key="(\w+)"', page)

    async def ask(self, method: str, path: str, record: object = None) -> tuple[int, str, str]:
        """Status, head and body of an answer."""
        body = json.dumps(record).encode() if record is not None else b""
        own = f"{self.host}:{self.port}"
        head = [f"{method} {path} HTTP/1.1", f"Host: {own}", f"Cookie: {self.cookie}"]
        if method == "POST":
            head += [f"Origin: http://{own}", f"X-Iqtibas-CSRF: {self.csrf}", f"Content-Length: {len(body)}"]
            head += ["Content-Type: application/json"]
        begun = time.perf_counter()
        self.writer.write("\r\n".join([*head, "", ""]).encode() + body)
        answer = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"content-length: (\d+)", answer, re.IGNORECASE)
        content = await self.reader.readexactly(int(length[1])) if length else b""
        self.tally.milliseconds.append(1000 * (time.perf_counter() - begun))
        return int(answer.split(" ")[1]), answer, content.decode()

    async def work(self, requests: int, draw: random.Random) -> None:
        """Ask one thing after the other, without a pause."""
        names, weights = list(SHARES), list(SHARES.values())
        for _ in range(requests):
            status = await getattr(self, draw.choices(names, weights)[0])(draw.choice(self.keys))
            if status not in (200, 204, 409):
                self.tally.errors.append(str(status))

    async def changes(self, key: str) -> int:
        """What did others do?"""
        status, _, body = await self.ask("GET", f"{self.base}/changes?since={self.version}")
        if status == 200:
            self.version = json.loads(body)["version"]
        return status

    async def part(self, key: str) -> int:
        """Show another statement."""
        return (await self.ask("GET", f"{self.base}/items/{key}/part"))[0]

    async def page(self, key: str) -> int:
        """Load the whole page."""
        return (await self.ask("GET", f"{self.base}/items/{key}"))[0]

    async def note(self, key: str) -> int:
        """Look at a statement and write a note."""
        part = (await self.ask("GET", f"{self.base}/items/{key}/part"))[2]
        base = int(part.split('data-version="')[1].split('"')[0])
        change = {"action": "note", "base": base, "note": f"seen by {self.csrf[:8]} after {base}"}
        status = (await self.ask("POST", f"{self.base}/items/{key}/decisions", change))[0]
        self.tally.confirmed += status == 200
        self.tally.refused += status == 409
        return status


async def load(links: list[str], requests: int) -> tuple[Tally, float]:
    """All clients at once. Returns what came back and the seconds that it took."""
    tally = Tally()

    async def one(number: int, link: str) -> None:
        client = Client(link, tally)
        await client.start()
        await client.work(requests, random.Random(SEED + number))

    begun = time.perf_counter()
    await asyncio.gather(*(one(number, link) for number, link in enumerate(links)))
    return tally, time.perf_counter() - begun


def render_seconds(link: str) -> float:
    """From asking for the page until it is loaded, in Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--disable-gpu"])
        page = browser.new_page()
        page.goto(link)
        page.reload(wait_until="load")
        timing = page.evaluate("performance.getEntriesByType('navigation')[0].toJSON()")
        browser.close()
    return float(timing["loadEventEnd"]) / 1000


def main() -> None:
    parser = command_line(__doc__, "json")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--requests", type=int, default=2000, help="of each client")
    parser.add_argument("--browser", action="store_true", help="also time the page in Chromium")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), args.clients, args.requests, args.browser)
    finish(args, figures)


def measure(folder: Path, clients: int, requests: int, browser: bool) -> dict[str, object]:
    """The figures of one run of everything."""
    results = [invented(number) for number in range(STATEMENTS // TO_AN_ARTICLE)]
    info = RunInfo(None, "", {}, {}, "")
    (folder / "results.jsonl").write_text("".join(json_line(r, info) + "\n" for r in results), encoding="utf-8")
    (folder / "articles.jsonl").write_text("".join(articles_lines(results)), encoding="utf-8")
    names = [f"r{i}" for i in range(clients + 1)]
    options = [option for name in names for option in ("--reviewer", name)]
    command = [sys.executable, str(ROOT / "main.py"), "serve", str(folder), "--port", "0", "--quiet", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            links = [server.stdout.readline().split(": ", 1)[1].strip() for _ in names]
            figures: dict[str, object] = {"statements": STATEMENTS}
            if browser:
                figures["render_s"] = round(render_seconds(links[-1]), 2)
            tally, seconds = asyncio.run(load(links[:-1], requests))
            usage = spent(server.pid)
        finally:
            server.terminate()
            server.wait(STOP_SECONDS)
    return figures | {
        "clients": clients,
        "requests": len(tally.milliseconds),
        "errors": len(tally.errors),
        **percentiles(tally.milliseconds),
        "requests_per_s": round(len(tally.milliseconds) / seconds),
        "notes_confirmed": tally.confirmed,
        "notes_in_the_log": len(read_decisions(folder)),
        "notes_refused_as_stale": tally.refused,
        **usage,
    }


def spent(process: int) -> dict[str, float]:
    """Processor time and peak memory of a process so far, where the system tells (Linux)."""
    place = Path(f"/proc/{process}")
    if not place.exists():
        return {}
    user, system = map(int, (place / "stat").read_text().rsplit(")", 1)[1].split()[11:13])
    peak = re.search(r"VmHWM:\s+(\d+) kB", (place / "status").read_text())
    seconds = (user + system) / os.sysconf("SC_CLK_TCK")
    return {"server_cpu_s": round(seconds, 1), "server_peak_mb": int(peak[1]) // 1024 if peak else 0}


def percentiles(milliseconds: list[float]) -> dict[str, float]:
    """Median, 95th and 99th."""
    ordered = sorted(milliseconds)
    return {f"p{p}_ms": round(ordered[len(ordered) * p // 100], 1) for p in (50, 95, 99)}


if __name__ == "__main__":
    run_main(main)
