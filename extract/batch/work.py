"""One record: extracted, validated by its types, and written; in this process or another."""

import gc
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from extract.batch.limits import Limits, bounded, timed
from extract.batch.summary import Counts, counts
from extract.pipeline import Extractor
from extract.records import Record
from extract.writing import UnwritableError, encode, write_atomic


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a record: its counts, or why it has no document; `unwritable` ends the run."""

    counts: Counts | None = None
    cause: str = ""
    unwritable: bool = False


def work(extractor: Extractor, record: Record, out: Path, limits: Limits) -> Outcome:
    """Write the document of one record; whatever fails is told in the outcome."""
    try:
        with timed(limits):
            document = extractor.extract(record)
            data = encode(document)
        write_atomic(out / f"{record.study_id}.json", data)
    except UnwritableError as error:
        return Outcome(cause=str(error), unwritable=True)
    except MemoryError:
        return Outcome(cause=f"extraction failed: more than {limits.mebibytes:,} MiB for one record")
    except Exception as error:  # noqa: BLE001  one bad record must not sink the batch; it is reported with its cause
        return Outcome(cause=f"extraction failed: {type(error).__name__}: {error}")
    return Outcome(counts(document))


def serve(pipe: Connection, out: Path, limits: Limits) -> None:
    """A worker's life: load the pipeline once, then take records until the pipe closes."""
    extractor = Extractor()
    settle()
    with bounded(limits):
        while True:
            try:
                record = pipe.recv()
            except EOFError:
                return
            pipe.send(work(extractor, record, out, limits))


def settle() -> None:
    """Spare the collector what is loaded for good, and let it look at young objects less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
