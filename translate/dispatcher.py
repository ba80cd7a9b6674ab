"""Distributing texts to workers that may be lost: which worker has which task, and what must be done again.

A worker is lost when its process, its node or the network to it fails. Its unfinished tasks go to the others, and a
new one is started. A text's English depends on the text alone, not on the worker, the task or the number of attempts,
so the first answer counts. Nothing here knows how workers are reached, see `Workers`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from iqtibas.article.errors import IqtibasError
from iqtibas.translate.hypothesis import Hypothesis

# A task of usual sentences fills two batches of `plan.BATCH_PIECES`; sending one costs about a millisecond.
TASK_TEXTS, TASK_CHARACTERS = 64, 16_000
# Tasks that a worker has at a time: it goes on while the driver writes what came back.
MOST_IN_FLIGHT = 3
# A task over which so many workers were lost is given up: it probably kills them.
MOST_ATTEMPTS = 3
# Losses without one answer between them, for each worker, after which the run is given up.
MOST_LOST_IN_A_ROW = 8
# A worker loads in seconds and converts a large model in a minute; after this the cluster has no free cores for it.
START_SECONDS = 300.0
Answer = Sequence[Hypothesis] | Exception | None


class ClusterError(IqtibasError):
    """A cluster does not answer, has no room for workers, or keeps losing them."""


class WorkerLostError(ClusterError):
    """A worker will not answer any more; its tasks can be sent to another."""


class Workers(Protocol):
    """How workers are reached; a future stands for an answer to come."""

    def start(self) -> tuple[Hashable, Hashable]:
        """A new worker, and the future for its being ready, whose answer is None."""

    def translate(self, worker: Hashable, texts: Sequence[str]) -> Hashable:
        """The future for the texts' English, in order."""

    def wait(self, futures: Sequence[Hashable], seconds: float) -> Hashable | None:
        """A future whose answer is there, as soon as there is one; None after so many seconds."""

    def result(self, future: Hashable) -> Answer:
        """A future's answer; an exception if a defect kept the worker from it.

        Raises WorkerLostError, and what concerns all texts, as a model that is not the same there (ModelError).
        """

    def stop(self, worker: Hashable) -> None:
        """A worker is not needed any more, or lost."""


@dataclass(slots=True)
class Task:
    """Texts that a worker translates at a time. losses: workers lost over it."""

    texts: Sequence[str]
    losses: int = 0


def tasks_of(texts: Iterable[str]) -> Iterator[Task]:
    """Tasks of texts of about the same length, longest first, so that all workers end at about the same time."""
    held: list[str] = []
    characters = 0
    for text in sorted(texts, key=lambda text: (-len(text), text)):
        held.append(text)
        characters += len(text)
        if len(held) == TASK_TEXTS or characters >= TASK_CHARACTERS:
            yield Task(held)
            held, characters = [], 0
    if held:
        yield Task(held)


class Dispatcher:
    """Sends texts to workers, which are started when there is something to do.

    size: how many workers. lost_workers: how many were lost and replaced.
    """

    def __init__(self, workers: Workers, size: int) -> None:
        self._workers, self.size, self.lost_workers = workers, size, 0
        self._queue: deque[Task] = deque()
        # By future, in the order of sending: the worker and its task, None while it starts.
        self._in_flight: dict[Hashable, tuple[Hashable, Task | None]] = {}
        self._running: dict[Hashable, int] = {}  # tasks sent to each worker that is ready
        self._pending: set[str] = set()
        self._results: dict[str, Hypothesis | Exception] = {}
        self._started = self._lost_in_a_row = 0

    def submit(self, texts: Iterable[str]) -> None:
        """Queue those of the texts that were not submitted yet, and start workers; does not wait."""
        new = {text for text in texts if text not in self._pending and text not in self._results}
        self._pending |= new
        self._queue.extend(tasks_of(new))
        while self._queue and self._started < self.size:
            self._start_worker()
        self._dispatch()

    def results(self, texts: Sequence[str]) -> Iterator[tuple[str, Hypothesis]]:
        """Each of distinct texts with its English, as it comes; waits.

        Raises what a defect in a worker raised there, for a task with one of the texts; submitted again, that task
        is tried again. Raises ClusterError if there are no workers to be had, and as `Workers.result`.
        """
        self.submit(texts)
        left = set(texts)
        news: Sequence[str] = [text for text in texts if text in self._results]
        while left:
            for text in news:
                if text in left:
                    left.remove(text)
                    yield text, self._delivered(text)
            news = self._next() if left else []

    def _delivered(self, text: str) -> Hypothesis:
        made = self._results.pop(text)
        if isinstance(made, Exception):
            self._results = {other: own for other, own in self._results.items() if own is not made}
            raise made
        return made

    def _next(self) -> Sequence[str]:
        """Wait for one answer. Returns the texts that it settles."""
        future = self._workers.wait(list(self._in_flight), START_SECONDS)
        if future is None:
            if self._running:
                return ()  # they are at work, however long it takes
            hint = "others may be using its processors: see `ray status`"
            raise ClusterError("--cluster", f"no worker came to work within {START_SECONDS:.0f} s", hint)
        try:
            answer = self._workers.result(future)
        except WorkerLostError as error:
            settled = self._replace_worker(self._in_flight[future][0], error)
        else:
            settled = self._enter(future, answer)
        self._dispatch()
        return settled

    def _enter(self, future: Hashable, answer: Answer) -> Sequence[str]:
        worker, task = self._in_flight.pop(future)
        if task is None:
            self._running[worker] = 0
            return ()
        self._running[worker] -= 1
        self._lost_in_a_row = 0
        return self._settle(task, [answer] * len(task.texts) if isinstance(answer, Exception) else answer or ())

    def _settle(self, task: Task, made: Sequence[Hypothesis | Exception]) -> Sequence[str]:
        self._results |= dict(zip(task.texts, made, strict=True))
        self._pending.difference_update(task.texts)
        return task.texts

    def _replace_worker(self, worker: Hashable, error: WorkerLostError) -> Sequence[str]:
        """Start another worker for one that is lost. Returns the texts of a task that is given up."""
        self.lost_workers += 1
        self._lost_in_a_row += 1
        if self._lost_in_a_row > MOST_LOST_IN_A_ROW * self.size:
            problem = f"lost {self._lost_in_a_row} workers without one answer ({error.problem})"
            raise ClusterError(error.where, problem, error.hint)
        futures = [future for future, (own, _) in self._in_flight.items() if own == worker]
        unanswered = [task for _, task in map(self._in_flight.pop, futures) if task]
        self._running.pop(worker, None)
        self._workers.stop(worker)
        self._started -= 1
        self._start_worker()
        settled: Sequence[str] = ()
        if unanswered:
            unanswered[0].losses += 1  # it worked on this one; the others were in line
            if unanswered[0].losses >= MOST_ATTEMPTS:
                given_up = unanswered.pop(0)
                why = ChildProcessError(f"{MOST_ATTEMPTS} workers were lost over the same sentences")
                settled = self._settle(given_up, [why] * len(given_up.texts))
        self._queue.extendleft(reversed(unanswered))
        return settled

    def _start_worker(self) -> None:
        worker, future = self._workers.start()
        self._in_flight[future] = (worker, None)
        self._started += 1

    def _dispatch(self) -> None:
        """Send queued tasks, always to the worker that has fewest."""
        while self._queue and self._running:
            worker = min(self._running, key=self._running.__getitem__)
            if self._running[worker] >= MOST_IN_FLIGHT:
                return
            task = self._queue.popleft()
            self._in_flight[self._workers.translate(worker, task.texts)] = (worker, task)
            self._running[worker] += 1
