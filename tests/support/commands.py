"""Running commands in tests."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from places import ROOT
from typer.testing import CliRunner, Result

from iqtibas.cli.app import app

SMALL = ("--model", "embedded", "--offline", "--engine", "ctranslate2")
NEWS = (
    "أعلنت وزارة النقل في مرزان افتتاح الجسر الجديد يوم الاثنين المقبل.\n"
    "وأضافت الوزارة أن العمل استغرق ثلاث سنوات كاملة.\n"
)


def iqtibas(*arguments: object, stdin: str | None = None) -> Result:
    """Run a command in this process; what is no exit of the program itself is raised here."""
    result = CliRunner().invoke(app, [str(a) for a in arguments], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def iqtibas_alone(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    command = [sys.executable, str(ROOT / "main.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, **options)


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]
