"""Names that every reader of the news knows: countries, organisations, capitals, persons in office."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from iqtibas.article.errors import ModelError
from iqtibas.translate.fitted import DATA
from iqtibas.translate.terms import Term

NAMES = DATA / "names.tsv"


@lru_cache(maxsize=1)
def known_names() -> tuple[Term, ...]:
    """The packaged names (bench/fit/known_names.py writes them). Raises ModelError if the table is damaged."""
    return tuple(_read())


def _read() -> Iterator[Term]:
    try:
        lines = NAMES.read_text(encoding="utf-8").splitlines()
        for line in lines:
            english, accepted, forms = line.split("\t")
            for form in forms.split("|"):
                yield Term(form, english, tuple(accepted.split("|")), is_name=True)
    except (OSError, ValueError) as error:
        raise ModelError(str(NAMES), f"the packaged names do not read ({error})", "reinstall the program") from error
