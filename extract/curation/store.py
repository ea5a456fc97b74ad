"""The files of overrides: one a study, appended to under a lock, never rewritten in place."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from extract.curation.overrides import Override, StudyOverrides, Withdraw
from extract.curation.texts import BadOverridesError, append, begin, parse
from extract.writing import UnwritableError, write_atomic

FOLDER = "overrides"
_PATIENCE = 20.0  # seconds that a write waits for another curator's


def new_id() -> str:
    """An id for an override."""
    return secrets.token_hex(4)


def now() -> str:
    """The time as overrides write it: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file's overrides and the digest of its bytes (None where there is no file)."""

    overrides: StudyOverrides
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of overrides, `<study_id>.yaml` each."""

    folder: Path

    def path(self, study_id: str) -> Path:
        """Where a study's overrides are or would be."""
        return self.folder / f"{study_id}.yaml"

    def studies(self) -> Iterator[str]:
        """Ids of the studies that have a file."""
        if self.folder.is_dir():
            yield from sorted(path.stem for path in self.folder.glob("*.yaml"))

    def read(self, study_id: str) -> Kept:
        """A study's overrides, empty when there is no file; raises BadOverridesError, naming the file."""
        path = self.path(study_id)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return Kept(StudyOverrides("1.0", study_id), None)
        except OSError as error:
            raise BadOverridesError(f"{path}: {error.strerror or error}") from error
        try:
            read = parse(data.decode("utf-8"))
        except (BadOverridesError, UnicodeDecodeError) as error:
            raise BadOverridesError(f"{path}: {error}") from None
        if read.study_id != study_id:
            raise BadOverridesError(f"{path}: holds the overrides of {read.study_id}")
        return Kept(read, sha256(data).hexdigest())

    def append(self, study_id: str, entry: Override) -> None:
        """Add one override: under a lock, on the file as it is then, in one step.

        Raises UnwritableError (folder read-only, or locked for long) and BadOverridesError (what is there is
        unreadable); nothing is changed then.
        """
        path = self.path(study_id)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / f".{study_id}.lock", timeout=_PATIENCE):
                self.read(study_id)
                text = path.read_text("utf-8") if path.exists() else begin(study_id)
                write_atomic(path, append(text, entry).encode("utf-8"))
        except Timeout:
            raise UnwritableError(f"{path}: another program has held the lock for {_PATIENCE:.0f} s") from None
        except OSError as error:
            raise UnwritableError(f"{self.folder}: {error.strerror or error}; the override was not saved") from error

    def withdraw(self, study_id: str, of: str, who: str, why: str | None = None) -> None:
        """Take an override back; raises KeyError where no such override is in force."""
        if of not in {entry.id for entry in self.read(study_id).overrides.current()}:
            raise KeyError(of)
        self.append(study_id, Withdraw(id=new_id(), who=who, when=now(), why=why, of=of))
