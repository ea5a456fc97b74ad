"""Files that are whole or not there: documents and the manifest of a run."""

import os
import re
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from extract.document import StudyDocument

_TEMPORARY = re.compile(r"\..+\.json\.[a-z0-9_]{8}")  # as write_atomic names them


class UnwritableError(Exception):
    """The output folder cannot be made or written."""


def encode(document: StudyDocument) -> bytes:
    """The bytes of a document's file: UTF-8 JSON, indented by two, same order every time, final newline."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def write_atomic(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step: a reader sees the old file or the new one, never a part.

    Raises UnwritableError, naming the cause.
    """
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            # mkstemp makes private files; documents get the permissions of any other new file
            Path(temporary).chmod(0o666 & ~_UMASK)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UnwritableError(f"{path}: {error.strerror or error}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


_UMASK = _umask()


def prepare_folder(folder: Path) -> None:
    """Make the output folder and prove that it takes files; raises UnwritableError before any work is done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UnwritableError(f"{folder}: {error.strerror or error}") from error


def clear_leftovers(folder: Path) -> None:
    """Remove what a killed run was writing: its files that had not yet got their names."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name):
                Path(entry.path).unlink(missing_ok=True)


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write `manifest.json`: all that differs from run to run and is therefore in no document."""
    write_atomic(folder / "manifest.json", msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
