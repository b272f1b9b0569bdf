"""The default workers of a sweep: processes that cannot outlive it.

Processes are started afresh, not forked, so that no thread's lock is copied in a locked state. They need nothing of the
user's script and do not run it: it may sweep at its top level, or come from standard input. Each worker watches the
read end of a pipe whose write end only the sweep holds: when the sweep closes it, or dies in whatever way, every worker
ends at once.

Key results: `Workers`, `InProcess`.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from types import ModuleType
from typing import Any

__all__ = ["InProcess", "Workers", "available_cores"]


def available_cores() -> int:
    """The number of cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


class Workers(ProcessPoolExecutor):
    """A process pool whose processes end with the sweep; `abandon` ends them in the midst of their work."""

    def __init__(self, count: int) -> None:
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(method)
        if method == "forkserver":  # libraries are imported once, in the server that all workers are forked from
            context.set_forkserver_preload(["dtim_exact.sweeps.batch", "dtim_exact.observables"])
        read_end, self._lifeline = context.Pipe(duplex=False)
        super().__init__(count, mp_context=context, initializer=_begin, initargs=(read_end,))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """As of any executor; `fn` must be a function of an importable module."""
        with _script_out_of_sight():  # processes are started in here
            return super().submit(fn, *args, **kwargs)

    def abandon(self) -> None:
        """End all workers now; what they were doing is lost."""
        self._lifeline.close()
        self.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _script_out_of_sight() -> Iterator[None]:
    """For the moment, an empty main module: multiprocessing makes every new process run the one that it finds."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def _begin(lifeline: Connection) -> None:
    """In each worker: leave Ctrl-C to the sweep, and end when the sweep does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: Connection) -> None:
    lifeline.poll(None)  # nothing is ever written: this returns when the other end is closed
    os._exit(1)


class InProcess(Executor):
    """No workers: everything is computed at once in the calling process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A future that is done already."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - it belongs to the future
            future.set_exception(error)
        return future
