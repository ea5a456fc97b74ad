"""What a run has done so far, on disk: memory stays flat, and a run that was killed goes on where it stood.

A record is entered after its document stands; a document whose entry was lost with the process is made again, byte
for byte. Entries are kept in a database beside the documents until the run is over.
"""

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import msgspec

from extract.batch.summary import Counts
from extract.document import Release, Source
from extract.writing import UnwritableError

NAME = ".trial-extract-run.sqlite"
_EVERY = 200  # entries between two commits: as many documents may be made again after a kill


class Entry(NamedTuple):
    """A study's document: of which source, with which counts, and whether this run has met the record."""

    source: Source
    counts: Counts
    met: bool


class State:
    """Entries by study id. Made for one folder and release; entries of another release are dropped."""

    def __init__(self, folder: Path, release: Release, *, fresh: bool = False) -> None:
        self._path = folder / NAME
        self._waiting = 0
        if fresh:
            self._path.unlink(missing_ok=True)
        try:
            self._base = self._opened(msgspec.json.encode(release).decode())
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise UnwritableError(f"{folder}: another run writes there") from error
            self._path.unlink(missing_ok=True)  # damaged: all is done again
            self._base = self._opened(msgspec.json.encode(release).decode())

    def _opened(self, release: str) -> sqlite3.Connection:
        base = sqlite3.connect(self._path, timeout=1)
        base.execute("PRAGMA locking_mode = EXCLUSIVE")
        base.execute("PRAGMA synchronous = OFF")  # a kill loses nothing; after a power cut documents are made again
        base.execute("CREATE TABLE IF NOT EXISTS made_by (release TEXT)")
        if [(release,)] != base.execute("SELECT release FROM made_by").fetchall():
            base.execute("DELETE FROM made_by")
            base.execute("DROP TABLE IF EXISTS done")
            base.execute("INSERT INTO made_by VALUES (?)", (release,))
        base.execute("CREATE TABLE IF NOT EXISTS done (id TEXT PRIMARY KEY, source BLOB, counts BLOB, met INTEGER)")
        base.execute("UPDATE done SET met = 0")
        base.commit()
        return base

    def get(self, study: str) -> Entry | None:
        """The entry of a study."""
        row = self._base.execute("SELECT source, counts, met FROM done WHERE id = ?", (study,)).fetchone()
        if row is None:
            return None
        return Entry(msgspec.json.decode(row[0], type=Source), msgspec.json.decode(row[1], type=Counts), bool(row[2]))

    def put(self, study: str, source: Source, counts: Counts) -> None:
        """Enter a study whose document stands."""
        row = (study, msgspec.json.encode(source), msgspec.json.encode(counts))
        self._base.execute("INSERT OR REPLACE INTO done VALUES (?, ?, ?, 1)", row)
        self._waiting += 1
        if self._waiting >= _EVERY:
            self._base.commit()
            self._waiting = 0

    def done(self) -> None:
        """The run is over: forget it."""
        self._base.close()
        self._path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._base.commit()
            self._base.close()
