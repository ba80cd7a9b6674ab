"""Workers of a cluster on paper: a test says which answers come and who is lost."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from iqtibas.translate.crew import Answer, WorkerLostError
from iqtibas.translate.hypothesis import Hypothesis


class PaperHands:
    """Workers on paper. fates: of each answer in turn: come, or its worker is lost. deadly: a text that kills."""

    def __init__(self, fates: Iterator[str], deadly: str = "", broken: str = "", translator: Any = None) -> None:
        self._fates, self._deadly, self._broken, self._translator = fates, deadly, broken, translator
        self._open: dict[int, tuple[int, Sequence[str] | None]] = {}
        self.workers: set[int] = set()
        self.dealt: list[Sequence[str]] = []
        self._count = 0

    def hire(self) -> tuple[Hashable, Hashable]:
        self._count += 1
        self.workers.add(self._count)
        return self._count, self._ticket(self._count, None)

    def translate(self, worker: Hashable, texts: Sequence[str]) -> Hashable:
        assert worker in self.workers
        self.dealt.append(texts)
        return self._ticket(worker, texts)

    def wait(self, tickets: Sequence[Hashable], seconds: float) -> Hashable | None:
        fate = next(self._fates, "first")
        if fate == "silence":
            return None
        return tickets[-1] if fate == "last" else tickets[0]

    def collect(self, ticket: Hashable) -> Answer:
        worker, texts = self._open[ticket]  # type: ignore[index]
        if next(self._fates, "first") == "lost" or worker not in self.workers or (texts and self._deadly in texts):
            raise WorkerLostError("paper", "is gone")
        if texts and self._broken in texts:
            return ValueError("a defect")
        if texts is None:
            return None
        if self._translator:
            made: list[Hypothesis] = self._translator.translate_texts(texts)
            return made
        return [Hypothesis(f"English of {text}", -0.5) for text in texts]

    def dismiss(self, worker: Hashable) -> None:
        self.workers.remove(worker)  # type: ignore[arg-type]

    def _ticket(self, worker: Any, texts: Sequence[str] | None) -> int:
        self._count += 1
        self._open[self._count] = (worker, texts)
        return self._count
