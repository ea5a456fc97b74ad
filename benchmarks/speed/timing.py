"""Time that this process worked: other processes on the machine count for little in it."""

from collections.abc import Callable
from time import process_time


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    start = process_time()
    work()
    return process_time() - start
