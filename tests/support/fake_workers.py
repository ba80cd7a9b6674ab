"""Workers of a cluster on paper: a test says which answers come and who is lost."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from iqtibas.translate.dispatcher import Answer, WorkerLostError
from iqtibas.translate.hypothesis import Hypothesis


class FakeWorkers:
    """Workers without processes. fates: of each answer in turn: come, or its worker is lost. deadly: a text that kills."""

    def __init__(self, fates: Iterator[str], deadly: str = "", broken: str = "", translator: Any = None) -> None:
        self._fates, self._deadly, self._broken, self._translator = fates, deadly, broken, translator
        self._open: dict[int, tuple[int, Sequence[str] | None]] = {}
        self.alive: set[int] = set()
        self.sent: list[Sequence[str]] = []
        self._count = 0

    def start(self) -> tuple[Hashable, Hashable]:
        self._count += 1
        self.alive.add(self._count)
        return self._count, self._future(self._count, None)

    def translate(self, worker: Hashable, texts: Sequence[str]) -> Hashable:
        assert worker in self.alive
        self.sent.append(texts)
        return self._future(worker, texts)

    def wait(self, futures: Sequence[Hashable], seconds: float) -> Hashable | None:
        fate = next(self._fates, "first")
        if fate == "silence":
            return None
        return futures[-1] if fate == "last" else futures[0]

    def result(self, future: Hashable) -> Answer:
        worker, texts = self._open[future]  # type: ignore[index]
        if next(self._fates, "first") == "lost" or worker not in self.alive or (texts and self._deadly in texts):
            raise WorkerLostError("paper", "is gone")
        if texts and self._broken in texts:
            return ValueError("a defect")
        if texts is None:
            return None
        if self._translator:
            made: list[Hypothesis] = self._translator.translate_texts(texts)
            return made
        return [Hypothesis(f"English of {text}", -0.5) for text in texts]

    def stop(self, worker: Hashable) -> None:
        self.alive.remove(worker)  # type: ignore[arg-type]

    def _future(self, worker: Any, texts: Sequence[str] | None) -> int:
        self._count += 1
        self._open[self._count] = (worker, texts)
        return self._count
