"""`python -m benchmarks.speed.many SOURCE [COUNT...]`: time and memory of batches that grow, from repeated records.

The records of SOURCE are given again and again under new ids until there are COUNT of them (1,000 and 10,000 unless
said). Prints studies a second and the most memory of the process that reads and keeps account, and of the largest
worker.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from threading import Thread
from time import perf_counter, sleep

from msgspec.structs import replace

from extract.batch import Options, run
from extract.pipeline import Extractor
from extract.records import ReadFailure, Record, read_records


def main(source: str, count: int) -> None:
    """One batch; its documents are thrown away."""
    peaks: list[int] = []
    Thread(target=_watch, args=(os.getpid(), peaks), daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        start = perf_counter()
        summary = run(
            [source],
            Path(folder),
            Extractor(),
            read=lambda sources, kind: islice(again(sources[0]), count),  # noqa: ARG005  as `run` calls it
            options=Options(workers=2),
        )
        spent = perf_counter() - start
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10  # before the folder's files are listed to delete
    worker = max(peaks, default=0) >> 10
    rate = f"{summary.written / spent:>8,.0f} studies/s"
    print(f"{count:>10,} studies{spent:>10,.1f} s{rate}   {own:,} MiB here, {worker:,} MiB a worker", flush=True)


def _watch(root: int, peaks: list[int]) -> None:
    """Every second, the most KiB that each process below `root` has held so far; Linux says it."""
    while True:
        family = {root}
        for status in sorted(Path("/proc").glob("[0-9]*/status"), key=lambda path: int(path.parent.name)):
            with suppress(OSError):
                said = dict(line.split(":", 1) for line in status.read_text().splitlines())
                if int(said["PPid"]) in family and "VmHWM" in said:
                    family.add(int(status.parent.name))
                    peaks.append(int(said["VmHWM"].split()[0]))
        sleep(1)


def again(source: str) -> Iterator[Record | ReadFailure]:
    """The records of a source without end, each time under new ids; leaves with a message where there are none."""
    number = 0
    while True:
        before = number
        for item in read_records([source]):
            if isinstance(item, Record):
                number += 1
                yield replace(item, study_id=f"NCT{number:08}")
        if number == before:
            raise SystemExit(f"{source}: no records")


if __name__ == "__main__":
    if sys.argv[2:3] == ["--one"]:
        main(sys.argv[1], int(sys.argv[3]))
    else:
        for size in sys.argv[2:] or ["1000", "10000"]:
            # each in a process of its own, for the most memory of a process never falls
            command = [sys.executable, "-m", "benchmarks.speed.many", sys.argv[1], "--one", size]
            if subprocess.run(command, check=False).returncode:  # noqa: S603  this module itself
                sys.exit(1)
