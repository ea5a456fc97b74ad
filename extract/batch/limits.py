"""How much time and memory one record may take, so that a monstrous one fails and the batch goes on."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

try:
    import resource
except ImportError:  # not a Unix: there memory has no limit here
    resource = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` of wall time for one record, and `mebibytes` of memory beyond what the loaded pipeline takes."""

    seconds: float | None = 60.0
    mebibytes: int | None = 2048


class TimeLimitError(Exception):
    """A record took longer than it may."""


@contextmanager
def timed(limits: Limits) -> Iterator[None]:
    """Raise TimeLimitError when the work within takes too long; outside a main thread or Unix there is no limit."""
    usable = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if limits.seconds is None or not usable:
        yield
        return

    def stop(*_: object) -> None:
        raise TimeLimitError(f"more than {limits.seconds:g} seconds for one record")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def bounded(limits: Limits) -> Iterator[None]:
    """Let the work within take so much more address space than now; beyond it Python raises MemoryError."""
    size = _address_space()
    if limits.mebibytes is None or size is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = size + limits.mebibytes * 2**20
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space() -> int | None:
    """Bytes of address space of this process; None where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError):
        return None
    return pages * resource.getpagesize()
