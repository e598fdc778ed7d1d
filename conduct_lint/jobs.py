"""Work on many texts in several processes, with the outcome of one: the same results in the same order.

A worker that dies – killed for its memory, by a fault of an extension – costs the text it was at, not the run.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice

from conduct_lint.typed import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
R = TypeVar("R")

#: With fewer texts a pool costs more than it saves.
WORTHWHILE = 60
#: Texts that a worker is handed at a time; enough that it seldom waits for more.
CHUNK = 16
#: How far the workers may run ahead of what has been shown, in chunks for each of them.
AHEAD = 4


def count(asked: str, environment: Mapping[str, str] = os.environ) -> int:
    """The number of processes for `--jobs`: a number, or `auto`, which is one for each processor that we may use.

    Under pre-commit `auto` is 1: it runs several hooks side by side already. Raises ValueError for anything else.
    """
    if asked != "auto":
        number = int(asked)
        if number < 1:
            raise ValueError(asked)
        return number
    if environment.get("PRE_COMMIT"):
        return 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return allowed or 1


def run(work: Callable[[T], R], items: Iterable[T], jobs: int, lost: Callable[[T], R], least: int = 2) -> Iterator[R]:
    """`work` of each item, in the order of the items.

    Arguments: `jobs` processes share the work where there are at least `least` items; with one, or where processes cannot be
    forked, nothing is started. `lost` makes the result for an item at which a worker died. An error that `work` raises ends all.
    """
    waiting = iter(items)
    first = list(islice(waiting, max(least, 2)))
    everything = chain(first, waiting)
    if jobs < 2 or len(first) < max(least, 2) or not hasattr(os, "fork"):
        yield from map(work, everything)
    else:
        yield from _Pool(work, everything, jobs, lost).results()


class _Worker(Generic[T, R]):
    """A process with the items that it has still to answer, oldest first."""

    def __init__(self, work: Callable[[T], R]) -> None:
        from multiprocessing import get_context

        # What stands in the buffers would be written once more by each process.
        sys.stdout.flush()
        sys.stderr.flush()
        context = get_context("fork")
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(work, theirs, self.connection), daemon=True)
        self.process.start()
        theirs.close()
        self.open: deque[tuple[int, T]] = deque()

    def take(self, chunk: list[tuple[int, T]]) -> None:
        self.open.extend(chunk)
        with suppress(BrokenPipeError, ConnectionResetError):  # it has died; the next look at its answers tells so
            self.connection.send([item for _, item in chunk])

    def end(self) -> None:
        self.connection.close()
        if self.process.is_alive():
            self.process.terminate()
        self.process.join()


def _serve(work: Callable[[T], R], connection: Connection, other_end: Connection) -> None:
    """The life of a worker: answers chunk by chunk, each item by itself, until nobody asks any more."""
    import signal

    # Ctrl-C reaches the whole group; the parent ends the workers and tells the user once.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    other_end.close()
    try:
        while True:
            for item in connection.recv():
                try:
                    answer: tuple[bool, object] = (True, work(item))
                except Exception as error:
                    answer = (False, error)
                connection.send(answer)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        os._exit(0)


class _Pool(Generic[T, R]):
    def __init__(self, work: Callable[[T], R], items: Iterable[T], jobs: int, lost: Callable[[T], R]) -> None:
        self.work, self.jobs, self.lost = work, jobs, lost
        self.items = enumerate(items)
        self.again: deque[tuple[int, T]] = deque()
        self.done: dict[int, R] = {}
        self.shown = 0
        self.workers: list[_Worker[T, R]] = []

    def results(self) -> Iterator[R]:
        from multiprocessing.connection import wait

        try:
            self.workers = [_Worker(self.work) for _ in range(self.jobs)]
            while True:
                self._hand_out()
                busy = {worker.connection: worker for worker in self.workers if worker.open}
                if not busy:
                    return
                for connection in wait(list(busy)):
                    self._hear(busy[connection])  # type: ignore[index]
                while self.shown in self.done:
                    yield self.done.pop(self.shown)
                    self.shown += 1
        finally:
            for worker in self.workers:
                worker.end()

    def _hand_out(self) -> None:
        """Give work to those who have little left, as long as nobody is too far ahead of what was shown."""
        for worker in self.workers:
            ahead = sum(len(each.open) for each in self.workers) + len(self.done)
            if len(worker.open) < CHUNK // 2 and ahead < self.jobs * AHEAD * CHUNK:
                chunk = [self.again.popleft() for _ in range(min(CHUNK, len(self.again)))] or list(islice(self.items, CHUNK))
                if chunk:
                    worker.take(chunk)

    def _hear(self, worker: _Worker[T, R]) -> None:
        try:
            fine, answer = worker.connection.recv()
        except (EOFError, ConnectionResetError):
            number, item = worker.open.popleft()
            self.done[number] = self.lost(item)
            # What else it was given goes to the others, one by one what could be at fault too.
            self.again.extend(worker.open)
            worker.end()
            self.workers[self.workers.index(worker)] = _Worker(self.work)
            return
        number, _ = worker.open.popleft()
        if not fine:
            raise answer
        self.done[number] = answer
