"""Runs again only what changed: a record's bytes, its overrides, the release, or its rules and lexicons."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from extract.curation.apply import Corrections, Outcome
from extract.curation.state import Manifest, StudyState, read_manifest
from extract.curation.store import Store
from extract.curation.texts import BadOverridesError
from extract.document import StudyDocument
from extract.pipeline import Extractor
from extract.records import ReadFailure, Record, read_records
from extract.writing import encode, prepare_folder, write_atomic, write_manifest

PREVIOUS = ".previous"
Change = Literal["unchanged", "source", "overrides", "rules", "new", "gone", "failed"]


@dataclass(slots=True)
class Regenerated:
    """What became of every study: `changes` by study, causes of failures, overrides that were not applied."""

    changes: dict[str, Change] = field(default_factory=dict)
    failed: list[tuple[str, str]] = field(default_factory=list)
    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)
    run_again: int = 0

    @property
    def counts(self) -> dict[Change, int]:
        """How many studies changed in which way."""
        counted = Counter(self.changes.values())
        counted["failed"] = len(self.failed)
        return dict(counted)

    @property
    def stale(self) -> list[tuple[str, Outcome]]:
        """The overrides that no longer fit their text, with their study."""
        return [(s, o) for s, found in self.outcomes.items() for o in found if o.state in ("stale", "invalid")]


@cache
def code_digest() -> str:
    """Digest of the package's own code: rules change between releases, too, while somebody works on them."""
    digest = sha256()
    waiting: list[Traversable] = [resources.files("extract")]
    while waiting:
        for file in sorted(waiting.pop().iterdir(), key=lambda f: f.name):
            if file.is_dir() and file.name not in ("review", "cli", "__pycache__"):
                waiting.append(file)
            elif file.name.endswith(".py"):
                digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def default_store(corpus: Iterable[str]) -> Path:
    """The folder `overrides` in the first source that is a folder, or beside the first that is a file."""
    first = Path(next(iter(corpus)))
    return (first if first.is_dir() else first.parent) / "overrides"


def regenerate(
    corpus: list[str],
    out: Path,
    extractor: Extractor,
    *,
    overrides: Path | None = None,
    on_record: Callable[[], None] = lambda: None,
) -> Regenerated:
    """Bring the documents of `out` up to date with the records of `corpus` and the overrides beside them.

    A study that fails, and one that is gone, keeps its document. The document that a new one replaces is kept in
    `.previous`. Raises UnwritableError when `out` cannot be written.
    """
    prepare_folder(out)
    store = Store(overrides or default_store(corpus))
    before = read_manifest(out)
    work = _Work(out, extractor, store, before, Regenerated())
    for record in _newest(corpus, work.done, on_record):
        work.bring_up(record)
    _gone(work, failed=bool(work.done.failed))
    _write_state(work, corpus, store.folder)
    return work.done


def _newest(corpus: list[str], done: Regenerated, on_record: Callable[[], None]) -> Iterable[Record]:
    """Of every study, the newest record; failures go to `done`."""
    found: dict[str, Record] = {}
    for item in read_records(corpus):
        on_record()
        if isinstance(item, ReadFailure):
            done.failed.append((item.source, item.cause))
        elif item.study_id not in found or (item.version or "") > (found[item.study_id].version or ""):
            found[item.study_id] = item
    return found.values()


@dataclass(slots=True)
class _Work:
    """One regeneration under way."""

    out: Path
    extractor: Extractor
    store: Store
    before: Manifest
    done: Regenerated
    states: dict[str, StudyState] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def bring_up(self, record: Record) -> None:
        """Make one document anew where something that it is made from has changed."""
        study = record.study_id
        path = self.out / f"{study}.json"
        was = self.before.studies.get(study)
        try:
            kept = self.store.read(study)
            state = self._inputs(record, kept.sha256)
            old = path.read_bytes() if path.is_file() else None
            if old is not None and was is not None and was == replace(state, document_sha256=_sha(old)):
                self.states[study] = was
                self.done.changes[study] = "unchanged"
                self.done.outcomes[study] = self._known(old, kept.sha256, record)
                return
            corrections = Corrections(kept.overrides, kept.sha256)
            clock = time.perf_counter()
            document = self.extractor.extract(record, corrections if kept.sha256 else None)
            self.seconds[study] = round(time.perf_counter() - clock, 5)
        except BadOverridesError as error:
            self.done.failed.append((study, f"its overrides cannot be read: {error}"))
            return
        except Exception as error:  # noqa: BLE001  one bad record must not sink the batch; it is reported with its cause
            self.done.failed.append((study, f"extraction failed: {type(error).__name__}: {error}"))
            return
        self.done.run_again += 1
        new = encode(document)
        change = _change(old, document)
        if old is not None and change != "unchanged":
            (self.out / PREVIOUS).mkdir(exist_ok=True)
            write_atomic(self.out / PREVIOUS / path.name, old)
        if old != new:
            write_atomic(path, new)
        self.states[study] = replace(state, document_sha256=_sha(new))
        self.done.changes[study] = change
        self.done.outcomes[study] = corrections.outcomes

    def _inputs(self, record: Record, overrides_sha256: str | None) -> StudyState:
        return StudyState(
            source_sha256=record.source.sha256,
            overrides_sha256=overrides_sha256,
            release=self.extractor.release.version,
            lexicon_sha256=self.extractor.release.lexicon_sha256,
            code_sha256=code_digest(),
        )

    def _known(self, old: bytes, overrides_sha256: str | None, record: Record) -> list[Outcome]:
        """What became of overrides that were applied in an earlier run: told again, for nothing stale is forgotten."""
        if overrides_sha256 is None or b"_override" not in old:
            return []
        corrections = Corrections(self.store.read(record.study_id).overrides, overrides_sha256)
        self.extractor.criteria(record.eligibility, [], corrections)
        return corrections.outcomes


def _change(old: bytes | None, document: StudyDocument) -> Change:
    """How the new document differs from the old one, and by what cause; what only stamps it does not count."""
    if old is None:
        return "new"
    try:
        before = msgspec.json.decode(old, type=StudyDocument)
    except msgspec.DecodeError:
        return "rules"
    if replace(before, source=document.source, extractor=document.extractor) == document:
        return "unchanged"
    if before.source.content_sha256 != document.source.content_sha256:
        return "source"
    return "overrides" if before.extractor.overrides_sha256 != document.extractor.overrides_sha256 else "rules"


def _gone(work: _Work, *, failed: bool) -> None:
    """Studies with a document but without a record; while records fail, nobody knows which are gone."""
    bad = {study for study, _ in work.done.failed}
    for path in sorted(work.out.glob("*.json")):
        if path.name != "manifest.json" and path.stem not in work.done.changes and path.stem not in bad and not failed:
            work.done.changes[path.stem] = "gone"


def _write_state(work: _Work, corpus: list[str], overrides: Path) -> None:
    release = work.extractor.release
    manifest = {
        "extractor": {"name": release.name, "version": release.version, "lexicon_sha256": release.lexicon_sha256},
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "sources": corpus,
        "overrides": os.path.relpath(overrides, work.out),
        "failed": [{"source": source, "cause": cause} for source, cause in work.done.failed],
        "changed": {study: change for study, change in work.done.changes.items() if change != "unchanged"},
        "seconds": {study: (work.before.seconds | work.seconds).get(study, 0.0) for study in work.states},
        "studies": work.states,
    }
    write_manifest(work.out, manifest)


def _sha(data: bytes) -> str:
    return sha256(data).hexdigest()
