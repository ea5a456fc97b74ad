"""Worker processes that each load the pipeline once; one that hangs or dies costs one record and is replaced."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import connection, get_all_start_methods, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from types import TracebackType
from typing import Self

from extract.batch.limits import Limits
from extract.batch.work import Outcome, serve
from extract.records import Record

_AHEAD = 3  # records that wait at one worker, so that none idles while the next is read
_GRACE = 10.0  # seconds that a worker has to stop by itself, and to start


class Worker:
    """One process, its pipe, and the records given to it, the one in work first."""

    def __init__(self, out: Path, limits: Limits) -> None:
        # a server that has imported the pipeline forks workers fast and clean of this process's threads
        context: SpawnContext | ForkServerContext = get_context("spawn")
        if "forkserver" in get_all_start_methods():
            context = get_context("forkserver")
            context.set_forkserver_preload(["extract.batch.work"])
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=serve, args=(other, out, limits), daemon=True)
        self.process.start()
        other.close()
        self.waiting: deque[Record] = deque()
        self.since = time.monotonic()
        self.ready = False  # whether it has answered: the first record also waits for the pipeline

    def give(self, record: Record) -> None:
        """Hand over one more record."""
        if not self.waiting:
            self.since = time.monotonic()
        self.waiting.append(record)
        self.pipe.send(record)

    def end(self) -> None:
        """Stop the process at once."""
        self.pipe.close()
        self.process.kill()
        self.process.join()
        self.process.close()


class Pool:
    """Takes records, gives outcomes in whatever order they come. A context manager: no worker outlives it."""

    def __init__(self, size: int, out: Path, limits: Limits) -> None:
        self._out, self._limits = out, limits
        self._workers = [Worker(out, limits) for _ in range(size)]

    @property
    def full(self) -> bool:
        """Whether all workers have enough to do."""
        return all(len(worker.waiting) >= _AHEAD for worker in self._workers)

    @property
    def busy(self) -> bool:
        """Whether any outcome is to come."""
        return any(worker.waiting for worker in self._workers)

    def give(self, record: Record) -> None:
        """Hand a record to the worker with least to do."""
        least = min(range(len(self._workers)), key=lambda n: len(self._workers[n].waiting))
        # one that has died is found out by `outcomes`, which gives its records to another
        with suppress(BrokenPipeError, ConnectionResetError):
            self._workers[least].give(record)

    def outcomes(self) -> Iterator[tuple[Record, Outcome]]:
        """Wait until at least one record is settled; gives those that are."""
        for n, worker in enumerate(self._workers):
            if worker.waiting and self._late(worker):
                yield self._replaced(n, f"extraction failed: more than {self._limits.seconds:g} seconds for one record")
        pipes: dict[Connection, int] = {w.pipe: n for n, w in enumerate(self._workers) if w.waiting}
        for pipe in connection.wait(list(pipes), timeout=1.0):
            number = pipes[pipe]  # type: ignore[index]  # what was waited for is a connection
            worker = self._workers[number]
            try:
                outcome = worker.pipe.recv()
            except (EOFError, OSError):
                yield self._replaced(number, "extraction failed: its process ended, as one does that is out of memory")
                continue
            worker.ready, worker.since = True, time.monotonic()
            yield worker.waiting.popleft(), outcome

    def _late(self, worker: Worker) -> bool:
        if self._limits.seconds is None:
            return False
        allowed = self._limits.seconds + _GRACE * (1 if worker.ready else 6)
        return time.monotonic() - worker.since > allowed

    def _replaced(self, number: int, cause: str) -> tuple[Record, Outcome]:
        """A new worker for a lost one; the record it had in work failed, the others go to the new one."""
        lost = self._workers[number]
        lost.end()
        record = lost.waiting.popleft()
        self._workers[number] = Worker(self._out, self._limits)
        for other in lost.waiting:
            self._workers[number].give(other)
        return record, Outcome(cause=cause)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.end()
