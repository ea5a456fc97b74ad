"""A run over many records: read, extract, write one document a study, and account for every record."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extract.document import Format, StudyDocument
from extract.pipeline import Extractor
from extract.records import ReadFailure, Record, read_records
from extract.writing import encode, prepare_folder, write_atomic, write_manifest


@dataclass(frozen=True, slots=True)
class Failure:
    """A record that gave no document: where it came from and why."""

    source: str
    cause: str


@dataclass(slots=True)
class Summary:
    """What became of the records of one run."""

    read: int = 0
    written: int = 0
    failed: list[Failure] = field(default_factory=list)
    repeated: list[dict[str, str | None]] = field(default_factory=list)
    facts: Counter[str] = field(default_factory=Counter)
    nodes: Counter[str] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    seconds: float = 0.0

    def add(self, document: StudyDocument) -> None:
        """Count one written document."""
        self.written += 1
        self.facts.update(document.coverage.facts)
        self.nodes.update(document.coverage.nodes)
        self.numbers.update(document.coverage.numbers)
        self.characters += len(document.eligibility.text or "")


@dataclass(slots=True)
class _Seen:
    """The version of a study that this run has already met."""

    content_sha256: str
    version: str | None


def run(  # noqa: PLR0913  what to read, how, by what, where to: each stands for itself
    sources: Iterable[str],
    out: Path,
    extractor: Extractor,
    *,
    format: Format | None = None,  # noqa: A002  the name of the option
    on_record: Callable[[], None] = lambda: None,
    read: Callable[[list[str], Format | None], Iterator[Record | ReadFailure]] = read_records,
) -> Summary:
    """Read every source, write `<study_id>.json` a study into `out`, and a `manifest.json` that tells what happened.

    A record that cannot be read or extracted is named in `Summary.failed`; the others go on. Of a study met twice,
    the newer `version` is kept. `read` turns sources into records: files by
    default. Raises UnwritableError when `out` cannot be written.
    """
    prepare_folder(out)
    started, clock = datetime.now(UTC), time.perf_counter()
    sources = list(sources)
    summary, seen = Summary(), dict[str, _Seen]()
    for record in read(sources, format):
        on_record()
        if isinstance(record, ReadFailure):
            summary.failed.append(Failure(record.source, record.cause))
            continue
        summary.read += 1
        if not _supersedes(record, seen, summary):
            continue
        try:
            document = extractor.extract(record)
        except Exception as error:  # noqa: BLE001  one bad record must not sink the batch; it is reported with its cause
            summary.failed.append(Failure(record.study_id, f"extraction failed: {type(error).__name__}: {error}"))
            continue
        write_atomic(out / f"{record.study_id}.json", encode(document))
        seen[record.study_id] = _Seen(record.source.content_sha256, record.version)
        summary.add(document)
    summary.seconds = time.perf_counter() - clock
    write_manifest(out, _manifest(summary, sources, started, extractor))
    return summary


def _supersedes(record: Record, seen: dict[str, _Seen], summary: Summary) -> bool:
    """Whether the record is to be extracted: new in this run, or newer than what was met before."""
    before = seen.get(record.study_id)
    if before is None:
        return True
    if before.content_sha256 == record.source.content_sha256:
        return False
    newer = (record.version or "") > (before.version or "")
    kept, dropped = (record.version, before.version) if newer else (before.version, record.version)
    summary.repeated.append({"study_id": record.study_id, "kept": kept, "dropped": dropped})
    if newer:
        # the older document is replaced, so it no longer counts as written
        summary.written -= 1
    return newer


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
