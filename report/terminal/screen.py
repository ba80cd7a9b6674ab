"""The one console of the program: what it prints cannot steer the terminal, whoever wrote it.

Ids, names of files and texts come from strangers. What rich itself sends (colours, the moving line) are styles and
control segments and passes; a control character in a text is shown by name, in whatever it is wrapped.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from iqtibas.report.controls import disarmed


class Screen(Console):
    """A console whose texts are disarmed; see `controls.disarmed`."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """What a renderable comes to, piece by piece."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(disarmed(segment.text), segment.style)
