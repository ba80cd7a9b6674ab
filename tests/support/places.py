"""Where things lie in the checkout."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "samples"
TESTS = ROOT / "tests"
SUPPORT = TESTS / "support"
"""The modules that tests share; pytest has it on its path, a process of its own needs it in PYTHONPATH."""


def python_path(*folders: Path) -> str:
    """PYTHONPATH for a process that imports the project, the support modules and the modules of further folders."""
    return os.pathsep.join(map(str, (ROOT, SUPPORT, *folders)))
