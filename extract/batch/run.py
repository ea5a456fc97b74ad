"""The run itself: what to do with each record, in order of reading, and the account of it."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from extract.batch.limits import Limits, bounded
from extract.batch.pool import Pool
from extract.batch.state import State
from extract.batch.summary import Counts, Failure, Summary
from extract.batch.work import Outcome, work
from extract.document import Format, Source
from extract.pipeline import Extractor
from extract.records import ReadFailure, Record, read_records
from extract.writing import UnwritableError, clear_leftovers, prepare_folder, write_manifest

_FEW = 48  # records for which no further process is started

Read = Callable[[list[str], Format | None], Iterator[Record | ReadFailure]]
Choose = Callable[[Iterator[Record | ReadFailure]], Iterator[Record | ReadFailure]]


@dataclass(frozen=True, slots=True)
class Options:
    """How a run works: `workers` processes (0: this one alone), limits a record, and `fresh` to resume nothing."""

    workers: int = 0
    limits: Limits = field(default_factory=Limits)
    fresh: bool = False


def run(  # noqa: PLR0913  what to read, how, by what, where to: each stands for itself
    sources: Iterable[str],
    out: Path,
    extractor: Extractor,
    *,
    format: Format | None = None,  # noqa: A002  the name of the option
    on_record: Callable[[], None] = lambda: None,
    read: Read = read_records,
    choose: Choose = lambda items: items,
    options: Options = Options(),
) -> Summary:
    """Read every source, write `<study_id>.json` a study into `out`, and a `manifest.json` that tells what happened.

    A record that cannot be read or extracted is named in `Summary.failed`; the others go on. Of a study met twice,
    the newer `version` is kept. A run that was killed goes on when it is started again; what it makes then equals an
    undisturbed run byte for byte, whatever the number of workers. `read` turns sources into records (files by
    default), `choose` may leave some out. Raises UnwritableError when `out` cannot be written.
    """
    prepare_folder(out)
    clear_leftovers(out)
    started, clock = datetime.now(UTC), time.perf_counter()
    sources = list(sources)
    items = choose(read(sources, format))
    with State(out, extractor.release, fresh=options.fresh) as state:
        keeper = _Keeper(out, state, on_record)
        few = list(islice(items, _FEW))
        if options.workers == 0 or len(few) < _FEW:
            with bounded(options.limits):
                for record in keeper.wanted(chain(few, items)):
                    keeper.settle(record, work(extractor, record, out, options.limits))
        else:
            with Pool(options.workers, out, options.limits) as pool:
                _spread(keeper, chain(few, items), pool)
        summary = keeper.summary
        summary.settle()
        summary.seconds = time.perf_counter() - clock
        write_manifest(out, _manifest(summary, sources, started, extractor))
        state.done()
    return summary


def _spread(keeper: "_Keeper", items: Iterator[Record | ReadFailure], pool: Pool) -> None:
    """Keep all workers busy; a version of a study waits until an earlier one in work is settled."""

    def until(ready: Callable[[], bool]) -> None:
        while not ready():
            for record, outcome in pool.outcomes():
                keeper.settle(record, outcome)

    for item in items:
        if isinstance(item, Record):
            until(lambda study=item.study_id: study not in keeper.in_work)  # type: ignore[misc]  # the item of this turn
        for record in keeper.wanted(iter((item,))):
            until(lambda: not pool.full)
            pool.give(record)
    until(lambda: not pool.busy)


class _Keeper:
    """Decides what is to be extracted, and keeps the account."""

    def __init__(self, out: Path, state: State, on_record: Callable[[], None]) -> None:
        self.out, self.state, self.on_record = out, state, on_record
        self.summary = Summary()
        self.in_work: dict[str, Counts | None] = {}  # studies, with the counts of the document that they replace

    def wanted(self, items: Iterator[Record | ReadFailure]) -> Iterator[Record]:
        """The records to extract; all others are accounted for."""
        for item in items:
            if isinstance(item, ReadFailure):
                self.summary.failed.append(Failure(item.source, item.cause))
                self.on_record()
                continue
            self.summary.read += 1
            if self._is_wanted(item):
                yield item
            else:
                self.on_record()

    def _is_wanted(self, record: Record) -> bool:
        entry = self.state.get(record.study_id)
        if entry is None:
            self.in_work[record.study_id] = None
            return True
        if not entry.met:
            stands = entry.source == record.source and (self.out / f"{record.study_id}.json").exists()
            if stands:
                self.state.put(record.study_id, record.source, entry.counts)
                self.summary.add(entry.counts)
                self.summary.resumed += 1
            else:
                self.in_work[record.study_id] = None
            return not stands
        if not self._supersedes(record.study_id, record.source, entry.source):
            return False
        self.in_work[record.study_id] = entry.counts
        return True

    def _supersedes(self, study: str, source: Source, before: Source) -> bool:
        """Whether a record is newer than what this run has met of its study."""
        if before.content_sha256 == source.content_sha256:
            return False
        newer = (source.version or "") > (before.version or "")
        kept, dropped = (source.version, before.version) if newer else (before.version, source.version)
        self.summary.repeated.append({"study_id": study, "kept": kept, "dropped": dropped})
        return newer

    def settle(self, record: Record, outcome: Outcome) -> None:
        """Enter what became of a record."""
        if outcome.unwritable:
            raise UnwritableError(outcome.cause)
        replaced = self.in_work.pop(record.study_id)
        if outcome.counts is None:
            self.summary.failed.append(Failure(record.study_id, outcome.cause))
        else:
            self.state.put(record.study_id, record.source, outcome.counts)
            self.summary.add(outcome.counts)
            if replaced is not None:
                self.summary.remove(replaced)
        self.on_record()


def _manifest(summary: Summary, sources: list[str], started: datetime, extractor: Extractor) -> dict[str, Any]:
    release = extractor.release
    return {
        "extractor": {"name": release.name, "version": release.version, "lexicon_sha256": release.lexicon_sha256},
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(summary.seconds, 3),
        "sources": sources,
        "read": summary.read,
        "written": summary.written,
        "failed": [{"source": f.source, "cause": f.cause} for f in summary.failed],
        "repeated": summary.repeated,
        "facts": dict(sorted(summary.facts.items())),
        "nodes": dict(sorted(summary.nodes.items())),
        "numbers": dict(sorted(summary.numbers.items())),
    }
