"""The review log of a killed program, and `serve` as a user starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from invented import port_result, run_info
from places import ROOT, python_path

from iqtibas.report import articles_lines, json_line
from iqtibas.review import (
    read_decisions,
)

KILLED = """
import sys, os
from pathlib import Path
from decisions import ACCEPT, logged
from iqtibas.review import Log
log = Log(Path(sys.argv[1]))
for _ in range(3):
    log.add(0, lambda news: logged(ACCEPT)[0])
print("added", flush=True)
os.kill(os.getpid(), 9)
"""


def test_what_was_added_outlives_a_killed_program(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": python_path()}
    command = [sys.executable, "-c", KILLED, tmp_path]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == "added\n", done.stderr
    assert len(read_decisions(tmp_path)) == 3


def test_serve_gives_a_link_each_and_says_at_the_end_what_is_open(tmp_path: Path) -> None:
    result = port_result()
    (tmp_path / "results.jsonl").write_text(json_line(result, run_info()) + "\n", encoding="utf-8")
    (tmp_path / "articles.jsonl").write_text("".join(articles_lines([result])), encoding="utf-8")
    command = [sys.executable, str(ROOT / "main.py"), "serve", str(tmp_path), "--port", "0"]
    options = ["--reviewer", "Salma", "--reviewer", "Tariq", "--reviewer", "Salma"]
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, encoding="utf-8") as serving:
        try:
            assert serving.stdout is not None
            links = [serving.stdout.readline().strip().split(": ", 1) for _ in range(2)]
            assert serving.stdout.readline().startswith("Each link lets one browser in, once.")
            assert b"review.js" in browser.open(links[0][1], timeout=20).read()
        finally:
            serving.send_signal(signal.SIGINT)
        last = " ".join(serving.stdout.read().split())
    assert [who for who, _ in links] == ["Salma", "Tariq"]
    assert last.startswith(f"0 accepted, 0 rejected, {len(result.alignments)} open. Next: iqtibas export {tmp_path}")
    assert serving.returncode == 0
