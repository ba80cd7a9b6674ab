"""What comes with Iqtibas and what goes out: licences of the runtime dependencies, SBOM, a wheel that can be checked.

usage: python -m bench.release.supply licences
           (a table; ends with 1 where a licence needs a person to look)
       python -m bench.release.supply sbom [--out FILE]
           (CycloneDX JSON; equal for equal installations)
       python -m bench.release.supply wheel [--out FOLDER]
           (built twice in different places; ends with 1 where bytes differ)

Licences are read from the metadata of the installed distributions; nothing here asks the network. The SBOM comes from
cyclonedx-bom, less what is installed and not needed at run time. The wheel is built from the files that git does not
ignore, in a folder of its own: what earlier builds left in the checkout does not get into it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence, Set
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from bench.harness import ROOT, command_line

SBOM, WHEELS = ROOT / "dist" / "iqtibas.cdx.json", ROOT / "dist"
PERMISSIVE = frozenset(
    {
        "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0",
        "CNRI-Python", "ISC", "MIT", "PSF-2.0", "Zlib",
    }
)  # fmt: skip
# How metadata older than SPDX expressions says it.
OLDER_NAMES = {
    "Apache Software License": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "The BSD 2-Clause License": "BSD-2-Clause",
}
# Read by a person: the licence, and why it is all right. Each entry must still be needed, and still say the same.
REVIEWED = {
    "certifi": ("MPL-2.0", "weak copyleft for its own file of root certificates, which we use unchanged"),
    "colorama": ("BSD License", "its LICENSE.txt has the three clauses of BSD-3-Clause"),
    "jinja2": ("BSD License", "its LICENSE.txt has the three clauses of BSD-3-Clause"),
    "mpmath": ("BSD", "its LICENSE has the three clauses of BSD-3-Clause"),
    "sympy": ("BSD", "its LICENSE has the three clauses of BSD-3-Clause"),
    "tld": ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", "by our choice MPL-1.1: weak copyleft for its own files"),
    "tqdm": ("MPL-2.0 AND MIT", "weak copyleft for its own files, which we use unchanged"),
}
MODES = {True: 0o755, False: 0o644}
_OPERATORS = re.compile(r" AND | OR |[()]")


@dataclass(frozen=True, slots=True)
class Licence:
    """What a distribution says of its licence. reviewed: why it is all right though not plainly permissive, or ""."""

    name: str
    version: str
    says: str
    reviewed: str

    @property
    def fine(self) -> bool:
        """Whether it is permissive throughout, or a person has looked."""
        return bool(self.reviewed) or is_permissive(self.says)


def is_permissive(expression: str) -> bool:
    """Whether every licence in an SPDX expression, or its older name, is on our list. An empty one is not."""
    parts = [part.strip() for part in _OPERATORS.split(expression) if part.strip()]
    return bool(parts) and all(OLDER_NAMES.get(part, part) in PERMISSIVE for part in parts)


def declared() -> list[str]:
    """The dependencies in pyproject.toml. The metadata of an installation in a checkout may be older."""
    found: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    return found


def runtime(wanted: Sequence[str]) -> list[Distribution]:
    """The installed distributions that requirements bring on this system, by name.

    Raises PackageNotFoundError for one that is not installed.
    """
    found: dict[str, Distribution] = {}
    todo, seen = list(map(Requirement, wanted)), set[tuple[str, frozenset[str]]]()
    while todo:
        own = todo.pop()
        key = (_canonical(own.name), frozenset(own.extras))
        if key in seen:
            continue
        seen.add(key)
        found[key[0]] = distribution(own.name)
        for needed in map(Requirement, found[key[0]].requires or ()):
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in ("", *own.extras)):
                todo.append(needed)
    return [found[name] for name in sorted(found)]


def licences() -> list[Licence]:
    """What every runtime dependency says of its licence, by name."""
    rows = []
    for own in runtime(declared()):
        name, says = _canonical(own.metadata["Name"]), _said(own)
        looked_at, why = REVIEWED.get(name, ("", ""))
        rows.append(Licence(name, own.version, says, why if says == looked_at else ""))
    return rows


def _said(own: Distribution) -> str:
    """The SPDX expression; in older metadata the classifier that says more than "BSD", or the free text's line."""
    metadata = own.metadata
    classifiers = [c.split(" :: ")[-1] for c in metadata.get_all("Classifier") or () if c.startswith("License ::")]
    free = (metadata.get("License") or "").strip().split("\n")[0]
    told = [metadata.get("License-Expression") or "", free, *classifiers]
    return next((text for text in told if is_permissive(text)), next(filter(None, told), ""))


def sbom() -> str:
    """CycloneDX 1.6 as JSON of what is installed here and needed at run time, without time, place or random names."""
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--short-PURLs",
               "--pyproject", str(ROOT / "pyproject.toml"), sys.executable]  # fmt: skip
    made = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    needed = {_canonical(own.metadata["Name"]) for own in runtime(declared())}
    return json.dumps(trimmed(made, needed), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def trimmed(made: dict[str, Any], needed: Set[str]) -> dict[str, Any]:
    """A CycloneDX document less the components that are not needed, and less where ours were installed from.

    needed: names of distributions as `_canonical` has them.
    """
    components = [
        {key: value for key, value in part.items() if key != "externalReferences"}
        for part in made["components"]
        if _canonical(part["name"]) in needed
    ]
    kept = {part["bom-ref"] for part in components} | {made["metadata"]["component"]["bom-ref"]}
    dependencies = [
        one | {"dependsOn": [ref for ref in one.get("dependsOn", ()) if ref in kept]}
        for one in made["dependencies"]
        if one["ref"] in kept
    ]
    return made | {"components": components, "dependencies": dependencies}


@dataclass(frozen=True, slots=True)
class Sources:
    """The project's files as they are now. files: path, content and mode of each. epoch: of the last commit."""

    files: tuple[tuple[str, bytes, int], ...]
    epoch: str


def sources() -> Sources:
    """What git lists and does not ignore, files not yet committed too, with modes that no umask has changed."""
    listed = _git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    paths = [path for path in sorted(set(listed)) if path and (ROOT / path).is_file()]
    files = tuple((path, (ROOT / path).read_bytes(), MODES[os.access(ROOT / path, os.X_OK)]) for path in paths)
    return Sources(files, _git("log", "-1", "--format=%ct").strip())


def wheel(read: Sources, out: Path) -> Path:
    """Build the wheel in a folder of its own, dated with the last commit. Returns the file in `out`."""
    with tempfile.TemporaryDirectory() as folder:
        for path, content, mode in read.files:
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            target.chmod(mode)
        command = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(out), "."]
        environment = os.environ | {"SOURCE_DATE_EPOCH": read.epoch}
        built = subprocess.run(
            [sys.executable, *command], cwd=folder, check=False, env=environment, capture_output=True, text=True
        )
    if built.returncode:
        raise SystemExit(built.stdout + built.stderr)
    [made] = out.glob("iqtibas-*.whl")
    return made


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def _canonical(name: str) -> str:
    """A distribution's name as all tools compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def show_licences() -> int:
    """Print the table. Returns the exit code."""
    rows = licences()
    for row in rows:
        print(
            f"{row.name:34}{row.version:14}{row.says:60}{row.reviewed or ('' if row.fine else 'NOT REVIEWED')}".rstrip()
        )
    unclear = [row.name for row in rows if not row.fine]
    print(f"{len(rows)} runtime dependencies, {sum(bool(r.reviewed) for r in rows)} reviewed, {len(unclear)} unclear")
    return int(bool(unclear))


def show_wheel(out: Path) -> int:
    """Build twice, compare, keep one. Returns the exit code."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        read = sources()
        made = [wheel(read, Path(folder) / name) for name in ("one", "two")]
        digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in made]
        shutil.copyfile(made[0], out / made[0].name)
    print("\n".join(f"{digest}  {made[0].name}" for digest in digests))
    return int(digests[0] != digests[1])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = command_line(__doc__)
    parser.add_argument("what", choices=("licences", "sbom", "wheel"))
    parser.add_argument("--out", type=Path)
    args = parser.parse_args(arguments)
    try:
        if args.what == "licences":
            return show_licences()
        if args.what == "wheel":
            return show_wheel(args.out or WHEELS)
        target = args.out or SBOM
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(sbom(), encoding="utf-8")
    except PackageNotFoundError as error:
        parser.error(f"{error.name} is not installed; run make test first")
    return 0


if __name__ == "__main__":
    sys.exit(main())
