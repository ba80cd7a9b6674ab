"""Whether, and as whom, the commands fetch pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iqtibas import __version__

if TYPE_CHECKING:
    from iqtibas.article.input.fetch import Fetcher


def page_fetcher(offline: bool) -> Fetcher | None:
    """What fetches the URLs among the arguments; None where nothing may be fetched."""
    if offline:
        return None
    from iqtibas.article.input.fetch import Fetcher

    return Fetcher(f"iqtibas/{__version__}")
