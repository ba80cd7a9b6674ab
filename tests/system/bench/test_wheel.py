"""What people install: the wheel as it is built, and what it gets along with."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from places import ROOT

from bench.release import supply

TOGETHER = """
import sys
import tomllib
sys.path.insert(0, sys.argv[1])
import iqtibas, iqtibas.translate, translate
from translate.storage.tmx import tmxfile
print(iqtibas.translate.__file__, translate.__file__, sep="\\n")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network, and unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    with ZipFile(supply.wheel(supply.sources(), folder)) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_holds_one_package_and_its_metadata(wheel: Path) -> None:
    packages = [path for path in wheel.iterdir() if path.suffix != ".dist-info"]
    assert [path.name for path in packages] == ["iqtibas"]


def test_the_wheel_holds_every_file_of_the_rooms(wheel: Path) -> None:
    mapped = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-dir"]
    listed = [Path(path) for path, _, _ in supply.sources().files]
    rooms = {folder: Path(*name.split(".")) for name, folder in mapped.items()}
    wanted = {rooms[p.parts[0]] / p.relative_to(p.parts[0]) for p in listed if p.parts[0] in rooms}
    assert {path.relative_to(wheel) for path in (wheel / "iqtibas").rglob("*") if path.is_file()} == wanted


def test_it_lives_beside_the_translate_toolkit(wheel: Path) -> None:
    """Whose package is called `translate`, like a room of ours."""
    command = [sys.executable, "-I", "-c", TOGETHER, str(wheel)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    ours, theirs = map(Path, done.stdout.splitlines())
    assert ours == wheel / "iqtibas" / "translate" / "__init__.py"
    assert theirs.parts[-2:] == ("translate", "__init__.py")
    assert wheel not in theirs.parents


def test_the_wheel_is_made_of_files_whose_modes_no_umask_changed() -> None:
    read = supply.sources()
    names = [path for path, _, _ in read.files]
    assert names == sorted(names)
    assert {mode for _, _, mode in read.files} <= set(supply.MODES.values())
    assert not any(path.startswith(("build/", "dist/", ".venv/")) for path in names)
    assert read.epoch.isdecimal()
