"""Which locked versions have a published hole, told offline from a copy of the OSV database.

usage: python -m bench.release.advisories DATABASE.zip [--lock requirements/dev.txt]

DATABASE.zip is OSV's export for PyPI (osv.dev, "Data dumps": PyPI/all.zip), fetched where there is a network: one
JSON file an advisory, in the OSV schema 1.7. A version is affected where the advisory lists it, or where it lies in
one of its ranges of type ECOSYSTEM (schema, "Evaluation": from each `introduced` to the next `fixed`, or through the
next `last_affected`). Withdrawn advisories are passed over, and those that name other packages. Prints a line a
finding and the count; ends with 1 if there is any, with 2 where the database or the lock cannot be read.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from bench.harness import ROOT, command_line

LOCK = ROOT / "requirements" / "dev.txt"
_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
Advisory = Mapping[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class Hole:
    """A locked version that an advisory names. fixed: the first versions that are not affected, as it lists them."""

    name: str
    version: str
    advisory: str
    told: str
    fixed: tuple[str, ...]


def pins(lock: str) -> dict[str, set[str]]:
    """The versions that a requirements file pins, by canonical name; there may be several for several systems."""
    found: dict[str, set[str]] = {}
    for name, version in _PIN.findall(lock):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def holes(locked: Mapping[str, set[str]], advisories: Iterator[Advisory]) -> list[Hole]:
    """What the advisories say of the locked versions, sorted."""
    found = set()
    for advisory in advisories:
        if advisory.get("withdrawn"):
            continue
        for affected in advisory.get("affected", ()):
            package = affected.get("package", {})
            name = canonicalize_name(package.get("name", ""))
            if package.get("ecosystem") != "PyPI":
                continue
            for version in locked.get(name, ()):
                if is_affected(version, affected):
                    told = advisory.get("summary") or advisory.get("details", "").split("\n")[0]
                    found.add(Hole(name, version, advisory["id"], told, _fixed(affected)))
    return sorted(found)


def is_affected(version: str, affected: Mapping[str, Any]) -> bool:
    """Whether an `affected` entry of an advisory means a version."""
    if version in affected.get("versions", ()):
        return True
    ranges = (r["events"] for r in affected.get("ranges", ()) if r.get("type") == "ECOSYSTEM")
    return any(_inside(Version(version), events) for events in ranges)


def _inside(version: Version, events: Sequence[Mapping[str, str]]) -> bool:
    """Whether a version lies in a range. Its events are taken in the order of versions: each may turn the answer."""
    inside = False
    for at, kind in sorted((_version(at), kind) for event in events for kind, at in event.items() if kind != "limit"):
        if kind == "last_affected":
            inside = inside and version <= at
        elif version >= at:
            inside = kind == "introduced"
    return inside


def _version(text: str) -> Version:
    """A version of an event; "0" stands before all others (schema), and so does one that PEP 440 cannot read."""
    try:
        return Version("0.dev0" if text == "0" else text)
    except InvalidVersion:
        return Version("0.dev0")


def _fixed(affected: Mapping[str, Any]) -> tuple[str, ...]:
    events = [event for r in affected.get("ranges", ()) if r.get("type") == "ECOSYSTEM" for event in r["events"]]
    return tuple(event["fixed"] for event in events if "fixed" in event)


def read_database(path: Path) -> Iterator[Advisory]:
    """The advisories of an OSV export."""
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".json"):
                yield json.loads(archive.read(name))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = command_line(__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--lock", type=Path, default=LOCK)
    args = parser.parse_args(arguments)
    try:
        locked = pins(args.lock.read_text(encoding="utf-8"))
        found = holes(locked, read_database(args.database))
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        print(f"{args.database} with {args.lock}: {error}; see --help for where it comes from", file=sys.stderr)
        return 2
    for hole in found:
        way_out = f"fixed in {', '.join(hole.fixed)}" if hole.fixed else "no fixed version is named"
        print(f"{hole.name} {hole.version}: {hole.advisory}: {hole.told} ({way_out})")
    print(f"{sum(map(len, locked.values()))} locked versions, {len(found)} with a published hole")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
