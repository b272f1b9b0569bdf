"""The loop of a sweep: batches go out to an executor, answers come back and are committed.

Only a few batches a worker are under way at any time, so a grid of any size needs no memory; what is under way is all
that a kill can lose. A batch grows until it takes about a quarter of a second of CPU, so that what an executor costs a
batch does not count, and shrinks towards the end, so that all workers finish together.

A batch whose worker died is tried again point by point, one at a time, until the point that kills workers is known: it
is recorded as failed, and the others go on.

Key result: `Runner`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from itertools import islice
from typing import Any

from ..errors import DtimError
from .batch import Answer, Task, evaluate_batch, one_line
from .progress import Report, unseen
from .store import Store

__all__ = ["Named", "Runner"]

Named = tuple[str, tuple[str, ...]]  # the name of a point, and its values on the axes
_SECONDS = 0.25  # a batch should take
_LARGEST = 4096
_GROWTH = 4
_LOST = "the worker process died at this point (out of memory, or killed)"


class Runner:
    """Runs the points through an executor into the store; `restart` makes a new executor if it breaks (or is None)."""

    def __init__(
        self,
        store: Store,
        task: Task,
        executor: Executor,
        workers: int,
        restart: Callable[[], Executor] | None = None,
        report: Report = unseen,
    ) -> None:
        self.store, self.task, self.executor, self.workers = store, task, executor, workers
        self.restart, self.report = restart, report
        self.left = 0
        self.size = 1
        self.suspects: deque[Named] = deque()
        self.under_way: dict[Future[Any], list[Named]] = {}

    def run(self, points: Iterator[Named], count: int) -> None:
        """Evaluate `count` points, or fewer if the iterator ends before."""
        self.left = count
        self._probe()
        try:
            while True:
                self._submit(points)
                if not self.under_way:
                    return
                done, _ = wait(self.under_way, return_when=FIRST_COMPLETED)
                self._collect(done)
        finally:
            for future in self.under_way:
                future.cancel()

    def _probe(self) -> None:
        """An empty batch, so that workers that cannot work at all are not taken for points that fail."""
        try:
            self.executor.submit(evaluate_batch, self.task, []).result()
        except Exception as error:
            raise DtimError(
                f"workers that cannot work ({one_line(f'{type(error).__name__}: {error}')})",
                "dtim_exact, of this version, in every worker",
            ) from error

    def _submit(self, points: Iterator[Named]) -> None:
        """Fill the queue; while there are suspects, one of them alone."""
        if self.suspects:
            if not self.under_way:
                self._send([self.suspects.popleft()])
            return
        while len(self.under_way) < 2 * self.workers + 1:
            batch = list(islice(points, max(1, min(self.size, self.left // (2 * self.workers)))))
            if not batch:
                return
            self.left -= len(batch)
            self._send(batch)

    def _send(self, batch: list[Named]) -> None:
        try:
            future = self.executor.submit(evaluate_batch, self.task, [values for _, values in batch])
        except BrokenExecutor as error:  # it broke since the last answer
            self.suspects.extend(batch)
            self._replace(error)
            return
        self.under_way[future] = batch

    def _collect(self, done: set[Future[Any]]) -> None:
        """Commit the answers that came back, in one transaction."""
        rows: list[tuple[str, Answer]] = []
        broken: BrokenExecutor | None = None
        alone = len(self.under_way) == 1
        for future in done:
            batch = self.under_way.pop(future)
            error = future.exception()
            if error is None:
                seconds, answers = future.result()
                self._adapt(seconds, len(batch))
                rows += [(name, Answer(*answer)) for (name, _), answer in zip(batch, answers, strict=True)]
            elif alone and len(batch) == 1:
                rows.append((batch[0][0], Answer(None, one_line(f"{_LOST}: {type(error).__name__}"))))
            else:
                self.suspects.extend(batch)
            broken = error if isinstance(error, BrokenExecutor) else broken
        if rows:
            self.store.put(rows)
            self.report(len(rows), sum(answer.values is None for _, answer in rows))
        if broken is not None:
            self._replace(broken)

    def _replace(self, error: BrokenExecutor) -> None:
        """A new executor for a broken one, with everything that was under way among the suspects."""
        if self.restart is None:
            raise DtimError(f"the executor broke ({one_line(str(error))})", "an executor that lives",
                            "start another and resume: what was committed is in the result file") from error
        for batch in self.under_way.values():
            self.suspects.extend(batch)
        self.under_way.clear()
        self.executor = self.restart()

    def _adapt(self, seconds: float, points: int) -> None:
        wanted = int(_SECONDS * points / seconds) if seconds > 0 else _LARGEST
        self.size = max(1, min(wanted, _GROWTH * self.size, _LARGEST))
