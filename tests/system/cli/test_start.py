"""The ways to start the program: from a checkout, as a module, without what it needs, and from a shell that completes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("how", [["main.py"], ["-m", "iqtibas"]])
def test_a_checkout_without_the_dependencies_says_in_one_line_what_to_do(how: list[str]) -> None:
    done = start("-S", *how, "align", "x")  # -S: no installed packages
    assert done.returncode == 1
    assert done.stderr.startswith("Iqtibas needs typer, which this Python does not have. Set everything up with: make")
    assert done.stderr.count("\n") == 1


def test_a_package_that_is_missed_later_is_one_line_too() -> None:
    code = "import main, iqtibas.cli.app as a\ndef app(): import nowhere_installed\na.app = app\nmain.main()"
    done = start("-c", code)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("Iqtibas needs nowhere_installed, ")


@pytest.mark.parametrize("how", [["main.py"], ["-m", "iqtibas"]])
def test_a_checkout_runs_without_being_installed(how: list[str]) -> None:
    done = start(*how, "--version")
    assert (done.returncode, done.stdout.split()[0], done.stderr) == (0, "iqtibas", "")


NO_DETECTION = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
"""Has Typer take the shell from the command line, not from the process that started it."""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_shells_complete_commands_and_options(shell: str) -> None:
    code = "from iqtibas.cli.app import app; app(prog_name='iqtibas')"
    script = start("-c", code, "--show-completion", shell, **NO_DETECTION)
    assert (script.returncode, script.stderr) == (0, "")
    assert "_IQTIBAS_COMPLETE" in script.stdout

    def completed(words: str, word: str) -> str:
        told = {"_IQTIBAS_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": words, "COMP_WORDS": words}
        more = {"COMP_CWORD": str(len(words.split()) - 1), "_TYPER_COMPLETE_WORD_TO_COMPLETE": word}
        return start("-c", code, **told, **more, _TYPER_COMPLETE_FISH_ACTION="get-args").stdout

    assert "translate" in completed("iqtibas tra", "tra")
    assert "--glossary" in completed("iqtibas translate --gl", "--gl")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_installed_in_the_home_of_its_user(tmp_path: Path, shell: str) -> None:
    code = "from iqtibas.cli.app import app; app(prog_name='iqtibas')"
    done = start("-c", code, "--install-completion", shell, HOME=str(tmp_path), **NO_DETECTION)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{shell} completion installed" in done.stdout
    scripts = [path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file()]
    assert any(f"complete_{shell}" in script for script in scripts)


def test_help_loads_nothing_heavy() -> None:
    code = "import sys\nfrom iqtibas.cli.app import app\ntry: app(['--help'])\nexcept SystemExit: pass\n"
    done = start("-c", f"{code}print(len([m for m in sys.modules if m.split('.')[0] in ('numpy', 'torch', 'lxml')]))")
    assert done.stdout.rstrip().endswith("\n0")
