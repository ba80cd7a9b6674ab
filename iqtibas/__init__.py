"""What Arabic coverage makes of English statements: translation, alignment, and what a rendering changes.

Five functions do what the commands do: `read` an article, `translate` it, `align` the statements that it embeds with
their Arabic renderings, `compare` one English text with one Arabic text, and `check` statements against coverage that
does not embed them. What they take and give are the data classes below. docs/python.md has examples of all of them.

Every `start` and `end` is an offset in code points, as Python's strings count, and half open, into the text that was
given, which is never changed. Every confidence, severity and strength is a number from 0 to 1. What a user can mend
is raised as an `IqtibasError`.

A name is imported when it is first asked for, and a model when it is first needed. Models are then kept, one set a
process; `unload` frees them. The functions may be called from any thread; those that need a model wait for each
other, so that more threads are no faster, but more processes are.

In a checkout the rooms (`article`, `translate`, `align`, …) lie beside this folder and not in it, so that they stand on
top of the repository; the wheel has them where their names say.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iqtibas.align.api import align, check, compare
    from iqtibas.align.compare import Comparison
    from iqtibas.align.coverage.model import Attribution, Check, Coverage, Unsourced
    from iqtibas.align.model import Alignment, Candidate, Finding, Rendering, Verdict
    from iqtibas.align.reasons import Amount, Modality, Reason, SideValues, Values
    from iqtibas.article.api import read, read_text
    from iqtibas.article.embeds import find_embeds
    from iqtibas.article.errors import (
        DefectError,
        EncodingError,
        IqtibasError,
        ModelError,
        OutputError,
        ReadError,
        UsageError,
    )
    from iqtibas.article.input.read import read_articles
    from iqtibas.article.input.statements import Statement, read_statements
    from iqtibas.article.model import Article, Block, Embed, Quote, Segment
    from iqtibas.article.quotes import find_quotes
    from iqtibas.models.loaded import unload
    from iqtibas.report.api import describe
    from iqtibas.translate.api import translate
    from iqtibas.translate.translator import Translation

__version__ = "0.1.0"

__all__ = [
    "Alignment",
    "Amount",
    "Article",
    "Attribution",
    "Block",
    "Candidate",
    "Check",
    "Comparison",
    "Coverage",
    "DefectError",
    "Embed",
    "EncodingError",
    "Finding",
    "IqtibasError",
    "Modality",
    "ModelError",
    "OutputError",
    "Quote",
    "ReadError",
    "Reason",
    "Rendering",
    "Segment",
    "SideValues",
    "Statement",
    "Translation",
    "Unsourced",
    "UsageError",
    "Values",
    "Verdict",
    "__version__",
    "align",
    "check",
    "compare",
    "describe",
    "find_embeds",
    "find_quotes",
    "read",
    "read_articles",
    "read_statements",
    "read_text",
    "translate",
    "unload",
]

_HOMES = {
    "iqtibas.align.api": "check compare",
    "iqtibas.align.compare": "Comparison",
    "iqtibas.align.coverage.model": "Attribution Check Coverage Unsourced",
    "iqtibas.align.model": "Alignment Candidate Finding Rendering Verdict",
    "iqtibas.align.reasons": "Amount Modality Reason SideValues Values",
    "iqtibas.article.api": "read read_text",
    "iqtibas.article.embeds": "find_embeds",
    "iqtibas.article.errors": "DefectError EncodingError IqtibasError ModelError OutputError ReadError UsageError",
    "iqtibas.article.input.read": "read_articles",
    "iqtibas.article.input.statements": "Statement read_statements",
    "iqtibas.article.model": "Article Block Embed Quote Segment",
    "iqtibas.article.quotes": "find_quotes",
    "iqtibas.models.loaded": "unload",
    "iqtibas.report.api": "describe",
    "iqtibas.translate.translator": "Translation",
}
# Two functions have the names of packages. Python binds a package to its name here, whoever imports it, so the
# packages themselves can be called (`article.lazy.make_callable`): what the name means does not depend on the order.
_CALLABLE_PACKAGES = ("align", "translate")

_CHECKOUT = Path(__file__).resolve().parent.parent
if (_CHECKOUT / "pyproject.toml").is_file():
    __path__.append(str(_CHECKOUT))


if not TYPE_CHECKING:  # else every name would pass for one of ours

    def __getattr__(name: str) -> object:
        if name in _CALLABLE_PACKAGES:
            return import_module(f"{__name__}.{name}")
        home = next((home for home, names in _HOMES.items() if name in names.split()), None)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(home), name)
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
