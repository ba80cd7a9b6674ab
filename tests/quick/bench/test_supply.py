"""What we depend on, and what we hand out: locked, licensed, listed, and made of all its parts."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from places import ROOT

from bench.release import supply

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)(?:\[[a-z,]+\])?==([^\s;]+)", re.MULTILINE)


def test_every_dependency_is_licensed_as_we_may_use_it() -> None:
    rows = supply.licences()
    assert {Requirement(text).name for text in PROJECT["project"]["dependencies"]} <= {row.name for row in rows}
    assert [(row.name, row.says) for row in rows if not row.fine] == []


def test_no_review_is_out_of_date() -> None:
    said = {row.name: row for row in supply.licences()}
    for name in supply.REVIEWED:
        assert name not in said or (said[name].reviewed and not supply.is_permissive(said[name].says)), name


@pytest.mark.parametrize(
    ("expression", "permissive"),
    [
        ("MIT", True),
        ("Apache-2.0 AND (MIT OR BSD-3-Clause)", True),
        ("Apache Software License", True),
        ("MIT OR GPL-3.0-only", False),
        ("BSD", False),
        ("MPL-2.0", False),
        ("", False),
    ],
)
def test_only_what_we_know_is_permissive(expression: str, permissive: bool) -> None:
    assert supply.is_permissive(expression) == permissive


def test_a_distribution_that_is_not_there_is_an_error() -> None:
    with pytest.raises(PackageNotFoundError):
        supply.runtime(["iqtibas-of-nobody>=1"])


def test_the_lock_has_every_dependency_as_the_project_wants_it() -> None:
    pins = dict(PIN.findall(LOCK))
    project = PROJECT["project"]
    wanted = [Requirement(text) for text in [*project["dependencies"], *project["optional-dependencies"]["dev"]]]
    for needed in wanted:
        assert needed.name in pins, f"{needed.name} is not locked; make lock"
        assert needed.specifier.contains(pins[needed.name]), f"{needed} is locked as {pins[needed.name]}; make lock"


def test_everything_locked_has_hashes_and_comes_from_the_index() -> None:
    blocks = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(PIN.findall(LOCK)) > 50
    for block in blocks:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", block), block[:60]
    assert "://" not in LOCK


def test_what_is_installed_goes_together() -> None:
    """The environment of the tests: also that nothing of ours asks for two versions of one thing."""
    for own in supply.runtime(supply.declared()):
        for needed in map(Requirement, own.requires or ()):
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                version = distribution(needed.name).version
                assert needed.specifier.contains(version, prereleases=True), f"{own.metadata['Name']}: {needed}"


def test_every_package_and_data_file_is_in_the_wheel() -> None:
    """A folder that pyproject.toml forgets works in the checkout, and is missing in what people install."""
    tools = PROJECT["tool"]["setuptools"]
    # What is iqtibas/align in the wheel is align here.
    folders = {name: Path(*name.removeprefix("iqtibas.").split(".")) for name in tools["packages"]}
    rooms = [ROOT / folder for folder in tools["package-dir"].values()]
    files = [path.relative_to(ROOT) for room in rooms for path in room.rglob("*") if path.is_file()]
    files = [path for path in files if "__pycache__" not in path.parts]
    assert {path.parent for path in files if path.suffix == ".py"} == set(folders.values())
    told = {
        path.relative_to(ROOT)
        for name, patterns in tools["package-data"].items()
        for pattern in patterns
        for path in (ROOT / folders[name]).glob(pattern)
    }
    assert [path for path in files if path.suffix != ".py" and path not in told] == []


def test_ci_is_one_script_that_needs_no_secret() -> None:
    script = ROOT / ".ci" / "run"
    assert [path.name for path in script.parent.iterdir()] == ["run"]
    assert os.stat(script).st_mode & stat.S_IXUSR
    text = script.read_text(encoding="utf-8")
    assert re.findall(r"\b(?:curl|wget|sudo|git push)\b|\$\{?[A-Z_]*(?:TOKEN|SECRET|PASSWORD|KEY)", text) == []


def test_the_sbom_has_what_is_needed_at_run_time_and_no_place() -> None:
    made = {
        "metadata": {"component": {"bom-ref": "root"}},
        "components": [
            {"name": "Typing_Extensions", "bom-ref": "a", "externalReferences": [{"url": "file:///home/mira/a.whl"}]},
            {"name": "pytest", "bom-ref": "b"},
        ],
        "dependencies": [{"ref": "root", "dependsOn": ["a", "b"]}, {"ref": "a"}, {"ref": "b", "dependsOn": ["a"]}],
    }
    assert supply.trimmed(made, {"typing-extensions"}) == {
        "metadata": {"component": {"bom-ref": "root"}},
        "components": [{"name": "Typing_Extensions", "bom-ref": "a"}],
        "dependencies": [{"ref": "root", "dependsOn": ["a"]}, {"ref": "a", "dependsOn": []}],
    }
