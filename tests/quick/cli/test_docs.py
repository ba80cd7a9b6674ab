"""The documentation says what the program does: every command and option, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from places import ROOT
from typer.main import get_command

from bench.release.reference import COMMANDS, commands, reference
from iqtibas.cli.app import app

GUIDES = sorted([ROOT / "README.md", *ROOT.glob("docs/*.md")])
NAMES = {name for name, _ in commands(get_command(app), "iqtibas")}
_CALL = re.compile(r"^(?:\$ )?(?:iqtibas|python main\.py) ((?:[a-z]+ ?){1,2})(.*)$", re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def test_every_command_and_option_is_documented_as_it_is() -> None:
    assert COMMANDS.read_text(encoding="utf-8") == reference(), "run python -m bench.release.reference --write"


def test_every_command_has_a_place_in_a_guide() -> None:
    told = "".join(guide.read_text(encoding="utf-8") for guide in GUIDES if guide != COMMANDS)
    assert [name for name in sorted(NAMES) if name not in told] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_guides_call_only_what_is_there(guide: Path) -> None:
    options = {
        name: {option for own in command.params for option in (*own.opts, *own.secondary_opts)} | {"--help"}
        for name, command in commands(get_command(app), "iqtibas")
    }
    for called, rest in _CALL.findall(guide.read_text(encoding="utf-8")):
        words = called.split()
        name = next((n for n in (f"iqtibas {' '.join(words[:k])}" for k in (2, 1)) if n in NAMES), None)
        assert name, f"{guide.name}: no such command: {called}"
        used = set(re.findall(r"(?<=\s)--[a-z-]+", f" {rest.split('#')[0]}"))
        assert used <= options[name], f"{guide.name}: {name} has no {used - options[name]}"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_guides_say_how_the_command_comes_on_the_path_before_they_use_it(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    first = re.search(r"^(?:\$ )?iqtibas ", text, re.MULTILINE)
    assert not first or "`. .venv/bin/activate`" in text[: first.start()]
    assert "`.venv/bin/iqtibas" not in text


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(guide: Path) -> None:
    for target in _LINK.findall(guide.read_text(encoding="utf-8")):
        assert (guide.parent / target).exists(), f"{guide.name}: {target}"
