"""`python -m benchmarks.speed.many SOURCE [COUNT...]`: time and memory of batches that grow, from repeated records.

The records of SOURCE are given again and again under new ids until there are COUNT of them (1,000 and 10,000 unless
said). Prints studies a second and the most memory of the process that reads and keeps account.
"""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from time import perf_counter

from msgspec.structs import replace

from extract.batch import Options, run
from extract.pipeline import Extractor
from extract.records import ReadFailure, Record, read_records


def main(source: str, count: int) -> None:
    """One batch; its documents are thrown away."""
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
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    rate = f"{summary.written / spent:>8,.0f} studies/s"
    print(f"{count:>10,} studies{spent:>10,.1f} s{rate}   {own:,} MiB in this process", flush=True)


def again(source: str) -> Iterator[Record | ReadFailure]:
    """The records of a source without end, each time under new ids."""
    number = count(1)
    while True:
        for item in read_records([source]):
            if isinstance(item, Record):
                yield replace(item, study_id=f"NCT{next(number):08}")


if __name__ == "__main__":
    if sys.argv[2:3] == ["--one"]:
        main(sys.argv[1], int(sys.argv[3]))
    else:
        for size in sys.argv[2:] or ["1000", "10000"]:
            # each in a process of its own, for the most memory of a process never falls
            subprocess.run([sys.executable, "-m", "benchmarks.speed.many", sys.argv[1], "--one", size], check=True)  # noqa: S603
