"""Run the examples of docs/python.md, and compare or write what they print.

usage: python -m bench.release.examples [--write]     (without --write: end with 1 if the guide is out of date)

Every block of Python runs, in order, in one namespace and in the folder of the checkout; a block marked `text` behind
it is what it prints.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from pathlib import Path

from bench.harness import ROOT, command_line, run_main
from iqtibas.report import write_atomically

GUIDE = ROOT / "docs" / "python.md"
# A block that begins with the first comment is shown and not run: it needs the network, or more files than there are.
NOT_RUN = "# not run"
BLOCK = re.compile(r"^```python\n(?P<code>.*?)^```\n(?:\n```text\n(?P<output>.*?)^```\n)?", re.MULTILINE | re.DOTALL)


def rewritten(guide: str, name: str = GUIDE.name) -> str:
    """A guide with what its examples print now. name: for tracebacks."""
    namespace: dict[str, object] = {"__name__": "__main__"}

    def run(block: re.Match[str]) -> str:
        code = block["code"]
        printed = "" if code.startswith(NOT_RUN) else _printed(code, namespace, name)
        return f"```python\n{code}```\n" + (f"\n```text\n{printed}```\n" if printed else "")

    with contextlib.chdir(ROOT):
        return BLOCK.sub(run, guide)


def _printed(code: str, namespace: dict[str, object], name: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, name, "exec"), namespace)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def main() -> None:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    parser = command_line(__doc__, "write")
    write = parser.parse_args().write
    guide = Path(GUIDE).read_text(encoding="utf-8")
    if write:
        write_atomically(GUIDE, rewritten(guide))
    elif guide != rewritten(guide):
        sys.exit(f"{GUIDE.name} is out of date: run with --write")


if __name__ == "__main__":
    run_main(main)
