"""Fuzz a reader with atheris (libFuzzer guided by the code that runs), or all of them one after the other.

usage: python -m bench.fuzz.run TARGET... [--seconds 600] [--work FOLDER] [--keep]

Needs `pip install atheris`. What it finds is left in the work folder as crash-…, slow-unit-… or oom-…; an input may
take SLOWEST seconds and LARGEST_MB of memory. `--keep` writes the smallest of the inputs that reached something new, up
to KEPT_BYTES packed, into bench/fuzz/corpus/TARGET.zip: the next run begins from them, and every test run reads them.
Prints a line of JSON a target: seconds, inputs tried, coverage as libFuzzer counts it, findings.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from bench.harness import ROOT, command_line, run_main

CORPUS = Path(__file__).resolve().parent / "corpus"
TARGETS = ("text", "lines", "html", "docx", "statements", "tables", "manifests", "urls")
SLOWEST, LARGEST_MB, LONGEST = 20, 2_500, 65_536
KEPT_BYTES, KEPT_INPUT = 8_000, 2_000
"""Of a target's packed corpus, and of one input in it."""
ONE_PROCESS = """
import sys, atheris
with atheris.instrument_imports(include=["iqtibas"]):
    from bench.fuzz.targets import TARGETS
    target = TARGETS[sys.argv[1]]
    for seed in target.seeds:  # which imports the rest, instrumented too, before the clock runs
        target.check(seed)
atheris.Setup(sys.argv[:1] + sys.argv[2:], target.check)
atheris.Fuzz()
"""


def main() -> None:
    """Run the targets that are asked for; end with 1 if one of them found something."""
    parser = command_line(__doc__)
    parser.add_argument("targets", nargs="+", choices=(*TARGETS, "all"))
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--work", type=Path, default=None)
    parser.add_argument("--keep", action="store_true")
    asked = parser.parse_args()
    work = asked.work or Path(tempfile.mkdtemp(prefix="iqtibas-fuzz-"))
    found = 0
    for name in TARGETS if "all" in asked.targets else asked.targets:
        report = fuzz(name, work / name, asked.seconds)
        found += len(report["findings"])
        if asked.keep:
            report["kept"] = keep(name, work / name)
        print(json.dumps(report), flush=True)
    sys.exit(bool(found))


def fuzz(name: str, work: Path, seconds: int) -> dict[str, object] | dict[str, list[str]]:
    """One target for some seconds, beginning with its seeds and the kept corpus."""
    corpus, found = work / "corpus", work / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    begin(name, corpus)
    limits = [f"-max_total_time={seconds}", f"-timeout={SLOWEST}", f"-rss_limit_mb={LARGEST_MB}", f"-max_len={LONGEST}"]
    dictionary = work / "words.dict"
    output = libfuzzer(
        name, *limits, f"-dict={dictionary}", f"-artifact_prefix={found}/", "-print_final_stats=1", str(corpus)
    )
    (work / "log.txt").write_text(output, encoding="utf-8")
    tried = re.findall(r"number_of_executed_units: (\d+)", output)
    coverage = re.findall(r"cov: (\d+) ft: (\d+)", output)
    return {
        "target": name,
        "seconds": seconds,
        "tried": int(tried[-1]) if tried else 0,
        "coverage": [int(number) for number in coverage[-1]] if coverage else [],
        "findings": sorted(path.name for path in found.iterdir()),
    }


def begin(name: str, corpus: Path) -> None:
    """Write a target's seeds, its kept corpus, and its words as a dictionary of libFuzzer."""
    from bench.fuzz.targets import TARGETS as CHECKS

    target = CHECKS[name]
    for number, seed in enumerate(target.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    kept = CORPUS / f"{name}.zip"
    if kept.is_file():
        with zipfile.ZipFile(kept) as archive:
            for member in archive.namelist():
                (corpus / Path(member).name).write_bytes(archive.read(member))
    words = ["".join(f"\\x{byte:02x}" for byte in piece) for piece in target.pieces if len(piece) <= 60]
    (corpus.parent / "words.dict").write_text("".join(f'"{word}"\n' for word in words), encoding="ascii")


def libfuzzer(name: str, *options: str) -> str:
    """What libFuzzer prints; a process of its own, because it ends the one that it runs in."""
    command = [sys.executable, "-c", ONE_PROCESS, name, *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def keep(name: str, work: Path) -> int:
    """Write the smallest inputs of the corpus that a run found. Returns their number."""
    found = [path for path in (work / "corpus").iterdir() if path.stat().st_size <= KEPT_INPUT]
    inputs = sorted(found, key=lambda path: (path.stat().st_size, path.name))
    number = len(inputs)
    while number and len(archive_of(inputs[:number])) > KEPT_BYTES:
        number = number * 9 // 10
    CORPUS.mkdir(exist_ok=True)
    (CORPUS / f"{name}.zip").write_bytes(archive_of(inputs[:number]))
    return number


def archive_of(inputs: list[Path]) -> bytes:
    """The inputs in a zip archive that is the same every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in inputs:
            archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    run_main(main)
