"""The default workers of a sweep: processes that cannot outlive it.

Processes are started afresh, not forked, so that no thread's lock is copied in a locked state; a script that sweeps at
its top level therefore needs the usual `if __name__ == "__main__":`. Each worker watches the read end of a pipe whose
write end only the sweep holds: when the sweep closes it, or dies in whatever way, every worker ends at once.

Key results: `Workers`, `InProcess`.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing.connection import Connection
from typing import Any

from ..errors import InputError

__all__ = ["InProcess", "Workers", "available_cores"]


def available_cores() -> int:
    """The number of cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


class Workers(ProcessPoolExecutor):
    """A process pool whose processes end with the sweep; `abandon` ends them in the midst of their work."""

    def __init__(self, count: int) -> None:
        if getattr(multiprocessing.current_process(), "_inheriting", False):
            raise InputError("a sweep at the top level of a script, met again in its worker processes",
                             'the sweep below if __name__ == "__main__":')
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(method)
        if method == "forkserver":  # libraries are imported once, in the server that all workers are forked from
            context.set_forkserver_preload(["dtim_exact.sweeps.batch", "dtim_exact.observables"])
        read_end, self._lifeline = context.Pipe(duplex=False)
        super().__init__(count, mp_context=context, initializer=_begin, initargs=(read_end,))

    def abandon(self) -> None:
        """End all workers now; what they were doing is lost."""
        self._lifeline.close()
        self.shutdown(wait=True, cancel_futures=True)


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
