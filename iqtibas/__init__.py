"""What Arabic coverage makes of English statements: translation, alignment, and what a rendering changes.

In a checkout the rooms (`article`, `translate`, `align`, …) lie beside this folder and not in it, so that they stand on
top of the repository; the wheel has them where their names say.
"""

from __future__ import annotations

from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parent.parent
if (_CHECKOUT / "pyproject.toml").is_file():
    __path__.append(str(_CHECKOUT))
