"""Brings documents of older schema versions to the current one, a step a version.

A released version never changes; when the schema moves on, a step from each version to the next is added to `STEPS`.
Version 1.0 is the first, so there are none yet.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from extract.document import SCHEMA_VERSION
from extract.writing import write_atomic

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """How a document of one version becomes one of the next."""

    before: str
    after: str
    change: Callable[[Json], Json]


STEPS: tuple[Step, ...] = ()


class MigrationError(Exception):
    """A document that cannot be brought to the current version; the message says why."""


def migrated(document: Any, steps: Sequence[Step] = STEPS, target: str = SCHEMA_VERSION) -> Json:  # noqa: ANN401  any JSON value may come in
    """The document in version `target`; the very same object where it has it already. Raises MigrationError."""
    said = document.get("schema_version") if isinstance(document, dict) else None
    if not isinstance(said, str):
        raise MigrationError("no study document: it carries no schema_version")
    by_version = {step.before: step for step in steps}
    made: Json = document
    for _ in range(len(steps) + 1):
        version = made["schema_version"]
        if version == target:
            return made
        if version not in by_version:
            break
        step = by_version[version]
        made = step.change(made) | {"schema_version": step.after}
    known = ", ".join([*by_version, target])
    raise MigrationError(f"version {said[:40]!r} is not known to this release, which reads {known}")


@dataclass(slots=True)
class Migration:
    """What became of some files."""

    current: int = 0
    changed: int = 0
    failed: list[tuple[Path, str]] = field(default_factory=list)

    def summary(self) -> str:
        """One line that counts."""
        failed = len(self.failed)
        line = f"{self.changed:,} documents brought to version {SCHEMA_VERSION}, {self.current:,} had it already"
        return line + (f", {failed:,} failed" if failed else "")


def migrate(files: Sequence[Path], *, write: bool, steps: Sequence[Step] = STEPS) -> Migration:
    """Migrate documents in place, or only say what would change; a file that fails is named and left as it is."""
    done = Migration()
    for path in files:
        try:
            document = msgspec.json.decode(path.read_bytes())
            made = migrated(document, steps)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, MigrationError) as error:
            done.failed.append((path, str(error)))
            continue
        if made is document:
            done.current += 1
            continue
        done.changed += 1
        if write:
            write_atomic(path, msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n")
    return done
