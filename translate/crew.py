"""Dealing texts out to workers that may be lost: who has what, what came back, what must be done again.

A worker is lost when its process, its node or the way to it fails. What it had in hand goes to the others, and a new
one is hired. A text's English depends on nothing but the text, so it does not matter who translates it, in which
company, or how often: the answer that comes is the answer. Nothing here knows how workers are reached, see `Hands`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from iqtibas.article.errors import IqtibasError
from iqtibas.translate.hypothesis import Hypothesis

# A chunk of usual sentences fills two batches of `plan.BATCH_PIECES`; asking for one costs about a millisecond.
CHUNK_TEXTS, CHUNK_CHARACTERS = 64, 16_000
# Chunks in a worker's hands: it goes on while the driver writes what came back.
HANDED = 3
# So many workers lost on one chunk are no accident: the chunk kills them.
MOST_LOSSES = 3
# So many lost for each that there should be, and not one answer between them: the cluster is not fit for work.
MOST_IN_A_ROW = 8
# A worker loads in seconds and converts a large model in a minute; later than this there is no room for it.
START_SECONDS = 300.0
Answer = Sequence[Hypothesis] | Exception | None


class ClusterError(IqtibasError):
    """A cluster does not answer, has no room for workers, or keeps losing them."""


class WorkerLostError(ClusterError):
    """A worker will not answer any more; what it had can be asked of another."""


class Hands(Protocol):
    """How workers are reached; a ticket stands for an answer to come."""

    def hire(self) -> tuple[Hashable, Hashable]:
        """A new worker, and the ticket for its being ready, whose answer is None."""

    def translate(self, worker: Hashable, texts: Sequence[str]) -> Hashable:
        """The ticket for the texts' English, in order."""

    def wait(self, tickets: Sequence[Hashable], seconds: float) -> Hashable | None:
        """A ticket whose answer is there, as soon as there is one; None after so many seconds."""

    def collect(self, ticket: Hashable) -> Answer:
        """A ticket's answer; an exception if a defect kept the worker from it.

        Raises WorkerLostError, and what concerns all texts, as a model that is not the same there (ModelError).
        """

    def dismiss(self, worker: Hashable) -> None:
        """A worker is not needed any more, or lost."""


@dataclass(slots=True)
class Chunk:
    """Texts that a worker translates at a time. losses: workers lost over it."""

    texts: Sequence[str]
    losses: int = 0


def chunks(texts: Iterable[str]) -> Iterator[Chunk]:
    """Texts in chunks of about the same length, longest first, so that all workers end at about the same time."""
    held: list[str] = []
    characters = 0
    for text in sorted(texts, key=lambda text: (-len(text), text)):
        held.append(text)
        characters += len(text)
        if len(held) == CHUNK_TEXTS or characters >= CHUNK_CHARACTERS:
            yield Chunk(held)
            held, characters = [], 0
    if held:
        yield Chunk(held)


class Crew:
    """So many workers, hired when there is something to do. lost: how many were lost and replaced."""

    def __init__(self, hands: Hands, size: int) -> None:
        self._hands, self.size, self.lost = hands, size, 0
        self._waiting: deque[Chunk] = deque()
        self._handed: dict[
            Hashable, tuple[Hashable, Chunk | None]
        ] = {}  # by ticket, in the order of asking; None: to be ready
        self._load: dict[Hashable, int] = {}  # chunks in the hands of each worker that is ready
        self._due: set[str] = set()
        self._made: dict[str, Hypothesis | Exception] = {}
        self._hired = self._lost_in_a_row = 0

    def ask(self, texts: Iterable[str]) -> None:
        """Have texts translated that nobody asked for yet; does not wait."""
        new = {text for text in texts if text not in self._due and text not in self._made}
        self._due |= new
        self._waiting.extend(chunks(new))
        while self._waiting and self._hired < self.size:
            self._hire()
        self._deal()

    def take(self, texts: Sequence[str]) -> Iterator[tuple[str, Hypothesis]]:
        """Each of distinct texts with its English, as it comes; waits.

        Raises what a defect in a worker raised there, for a chunk with one of the texts: asked for again, that chunk
        is tried again. Raises ClusterError if there are no workers to be had, and as `Hands.collect`.
        """
        self.ask(texts)
        left = set(texts)
        news: Sequence[str] = [text for text in texts if text in self._made]
        while left:
            for text in news:
                if text in left:
                    left.remove(text)
                    yield text, self._delivered(text)
            news = self._next() if left else []

    def _delivered(self, text: str) -> Hypothesis:
        made = self._made.pop(text)
        if isinstance(made, Exception):
            self._made = {other: own for other, own in self._made.items() if own is not made}
            raise made
        return made

    def _next(self) -> Sequence[str]:
        """Wait for one answer. Returns the texts that it settles."""
        ticket = self._hands.wait(list(self._handed), START_SECONDS)
        if ticket is None:
            if self._load:
                return ()  # they are at work, however long it takes
            hint = "others may be using its processors: see `ray status`"
            raise ClusterError("--cluster", f"no worker came to work within {START_SECONDS:.0f} s", hint)
        try:
            answer = self._hands.collect(ticket)
        except WorkerLostError as error:
            settled = self._replace(self._handed[ticket][0], error)
        else:
            settled = self._enter(ticket, answer)
        self._deal()
        return settled

    def _enter(self, ticket: Hashable, answer: Answer) -> Sequence[str]:
        worker, chunk = self._handed.pop(ticket)
        if chunk is None:
            self._load[worker] = 0
            return ()
        self._load[worker] -= 1
        self._lost_in_a_row = 0
        return self._settle(chunk, [answer] * len(chunk.texts) if isinstance(answer, Exception) else answer or ())

    def _settle(self, chunk: Chunk, made: Sequence[Hypothesis | Exception]) -> Sequence[str]:
        self._made |= dict(zip(chunk.texts, made, strict=True))
        self._due.difference_update(chunk.texts)
        return chunk.texts

    def _replace(self, worker: Hashable, error: WorkerLostError) -> Sequence[str]:
        """Hire another worker for one that is lost. Returns the texts of a chunk that is given up."""
        self.lost += 1
        self._lost_in_a_row += 1
        if self._lost_in_a_row > MOST_IN_A_ROW * self.size:
            problem = f"lost {self._lost_in_a_row} workers without one answer ({error.problem})"
            raise ClusterError(error.where, problem, error.hint)
        tickets = [ticket for ticket, (own, _) in self._handed.items() if own == worker]
        orphans = [chunk for _, chunk in map(self._handed.pop, tickets) if chunk]
        self._load.pop(worker, None)
        self._hands.dismiss(worker)
        self._hired -= 1
        self._hire()
        settled: Sequence[str] = ()
        if orphans:
            orphans[0].losses += 1  # it worked on this one; the others were in line
            if orphans[0].losses >= MOST_LOSSES:
                given_up = orphans.pop(0)
                why = ChildProcessError(f"{MOST_LOSSES} workers were lost over the same sentences")
                settled = self._settle(given_up, [why] * len(given_up.texts))
        self._waiting.extendleft(reversed(orphans))
        return settled

    def _hire(self) -> None:
        worker, ticket = self._hands.hire()
        self._handed[ticket] = (worker, None)
        self._hired += 1

    def _deal(self) -> None:
        """Hand out what waits, always to the worker that has least."""
        while self._waiting and self._load:
            worker = min(self._load, key=self._load.__getitem__)
            if self._load[worker] >= HANDED:
                return
            chunk = self._waiting.popleft()
            self._handed[self._hands.translate(worker, chunk.texts)] = (worker, chunk)
            self._load[worker] += 1
