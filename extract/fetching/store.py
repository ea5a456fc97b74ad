"""Snapshots: what was fetched, as received, under the digest of its bytes, with an index that only grows."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from extract.fetching.transport import Answer
from extract.records import ReadFailure, Record, read_records, snapshots

_HEADERS = {"content-type", "content-encoding", "date", "etag", "last-modified", "server", "x-total-count"}
"""Headers worth keeping; cookies and the like are not."""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while block := file.read(2**20):
        digest.update(block)
    return digest.hexdigest()


class Store:
    """A folder of snapshots (layout: `extract.records.snapshots`), to be committed or archived as it is."""

    def __init__(self, folder: Path, now: Callable[[], str] = _now) -> None:
        self.folder = folder
        self._now = now

    def add(
        self, answer: Answer, suffix: str, ids: Iterable[str] = (), aliases: Mapping[str, str] | None = None
    ) -> snapshots.Entry:
        """Keep an answer; it is on the disk, whole, before the index names it."""
        with self._part() as file:
            file.write(answer.body)
            return self._settle(file, answer, suffix, ids, aliases or {})

    def add_download(
        self, download: Callable[[BinaryIO], Answer], suffix: str, ids: Callable[[BinaryIO], Iterable[str]]
    ) -> snapshots.Entry:
        """Keep a download of any size; `ids` names the studies in the file written."""
        with self._part() as file:
            answer = download(file)
            file.seek(0)
            return self._settle(file, answer, suffix, ids(file), {})

    @contextmanager
    def _part(self) -> Iterator[BinaryIO]:
        """A file to write to, gone when writing fails."""
        objects = self.folder / "objects"
        objects.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(prefix=".part-", dir=objects, delete=False) as file:
            try:
                yield cast("BinaryIO", file)
            finally:
                Path(file.name).unlink(missing_ok=True)

    def _settle(
        self, file: BinaryIO, answer: Answer, suffix: str, ids: Iterable[str], aliases: Mapping[str, str]
    ) -> snapshots.Entry:
        headers = {name: value for name, value in answer.headers.items() if name.lower() in _HEADERS}
        entry = snapshots.Entry(
            url=answer.url,
            time=self._now(),
            status=answer.status,
            sha256=_digest(file),
            suffix=suffix,
            headers=headers,
            ids=list(ids),
            aliases=dict(aliases),
        )
        path = entry.path(self.folder)
        path.parent.mkdir(exist_ok=True)
        file.flush()
        os.fsync(file.fileno())
        Path(file.name).replace(path)
        path.chmod(0o644)  # a temporary file is its owner's alone; a snapshot is to be shared
        self._log(entry)
        return entry

    def _log(self, entry: snapshots.Entry) -> None:
        with (self.folder / snapshots.INDEX).open("a+b") as index:
            cut = b""
            if index.seek(0, os.SEEK_END):
                index.seek(-1, os.SEEK_END)
                # A line cut short by a kill is ended here, so that it spoils no other.
                cut = b"" if index.read(1) == b"\n" else b"\n"
            index.write(cut + msgspec.json.encode(entry) + b"\n")
            index.flush()
            os.fsync(index.fileno())

    def known(self) -> dict[str, str]:
        """Whatever was asked for or received so far and is still here → the study id that answers it."""
        out: dict[str, str] = {}
        for entry in snapshots.entries(self.folder):
            if entry.path(self.folder).exists():
                out.update({id_: id_ for id_ in entry.ids} | entry.aliases)
        return out

    def pages(self) -> dict[str, str]:
        """Studies whose newest record is a page → the page's address."""
        out: dict[str, str] = {}
        for entry in snapshots.entries(self.folder):
            for id_ in entry.ids:
                out.pop(id_, None)
                if entry.suffix == ".html":
                    out[id_] = next(iter(entry.aliases), entry.url)
        return out

    def find(self, names: Iterable[str]) -> dict[str, Record]:
        """The newest record that answers each name asked for; names without one are left out."""
        newest: dict[str, tuple[Path, str]] = {}
        for entry in snapshots.entries(self.folder):
            path = entry.path(self.folder)
            newest.update({id_: (path, id_) for id_ in entry.ids})
            newest.update({alias: (path, id_) for alias, id_ in entry.aliases.items()})
        wanted = {name: newest[name] for name in names if name in newest}
        read: dict[tuple[Path, str], Record] = {}
        for path in {path for path, _ in wanted.values()}:
            for item in read_records([path]):
                if isinstance(item, Record):
                    # A page of a study without an id goes by its address.
                    id_ = item.study_id if item.study_id.startswith("NCT") else ""
                    read.update({key: item for key in wanted.values() if key[0] == path and (key[1] == id_ or not id_)})
        return {name: read[key] for name, key in wanted.items() if key in read}

    def records(self) -> dict[str, Record]:
        """The newest record of every study."""
        found = (item for item in read_records([self.folder]) if not isinstance(item, ReadFailure))
        return {record.study_id: record for record in found}

    def write_manifest(self, manifest: object) -> None:
        """What the last run did, for people: `manifest.json` beside the index."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "manifest.json"
        part = path.with_suffix(".part")
        part.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
        part.replace(path)
