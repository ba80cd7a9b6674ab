"""Another reader than our own for translators' formats: the Translate Toolkit, in a process of its own.

In a checkout `import translate` finds our folder of that name first, so the process is one that has only what is
installed on its path.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

WORKER = """
import json, sys
from translate.storage.tmx import tmxfile
from translate.storage.xliff2 import Xliff2File
print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    kind, data, facts = json.loads(line)
    if kind == "tmx":
        store = tmxfile.parsestring(data.encode())
        store.setsourcelanguage("ar")
        store.settargetlanguage("en")
    else:
        store = Xliff2File.parsestring(data.encode())
    found = [[str(unit.source), str(unit.target)] for unit in store.units]
    if facts:
        found = [
            {"notes": unit.getnotes(), "translated": unit.istranslated(), **unit.xmlelement.attrib} for unit in store.units
        ]
    print(json.dumps(found), flush=True)
"""


class Toolkit:
    """The toolkit at work; close it when done."""

    def __init__(self) -> None:
        command = [sys.executable, "-I", "-c", WORKER]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        assert self._answer() == "ready"

    def read(self, kind: str, data: bytes) -> list[tuple[str, str]]:
        """The Arabic and English of every unit. kind: "tmx" or "xliff"."""
        return [(source, target) for source, target in self._ask(kind, data, facts=False)]

    def facts(self, kind: str, data: bytes) -> list[dict[str, object]]:
        """Of every unit its notes, whether it counts as translated, and the attributes of its element."""
        return self._ask(kind, data, facts=True)

    def _ask(self, kind: str, data: bytes, *, facts: bool) -> list[Any]:
        assert self._process.stdin
        self._process.stdin.write(json.dumps([kind, data.decode(), facts]) + "\n")
        self._process.stdin.flush()
        units = self._answer()
        assert isinstance(units, list)
        return units

    def close(self) -> None:
        """End it."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=20)
        self._process.stdout.close()

    def _answer(self) -> object:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())
