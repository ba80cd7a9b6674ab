"""The same bytes whatever the order of sets."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from invented_check import check_info, coverage_check
from places import python_path

from iqtibas.report import (
    GATE_KINDS,
    check_csv,
    check_html,
    check_json,
    gate,
    junit_xml,
    sarif_json,
)


def digest_of_outputs() -> str:
    check, info = coverage_check(), check_info()
    failures = gate(check, GATE_KINDS, 0.5)
    texts = (check_csv(check), check_html(check, info), check_json(check, info), sarif_json(check, failures, "1"))
    return hashlib.sha256("".join(texts).encode() + junit_xml(check, failures)).hexdigest()


def test_outputs_do_not_depend_on_the_order_of_sets() -> None:
    code = "import test_hash_seeds as t; print(t.digest_of_outputs())"
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": python_path(Path(__file__).parent)}
    other = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert other.stdout.decode().strip() == digest_of_outputs()


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    program = (
        "import hashlib; from invented import *; from iqtibas.report import *;"
        "r = [port_result(), plain_result(), ledger_result()];"
        "out = report_html(r, run_info()) + csv_text(r) + json_line(r[0], run_info());"
        "print(hashlib.sha256(out.encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": python_path()},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
