"""Reading a study document that a command names."""

from pathlib import Path

import msgspec
import typer

from extract.document import StudyDocument


def read_document(path: Path) -> StudyDocument:
    """The document of a file; raises typer.BadParameter, which the command line reports as wrong usage."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=StudyDocument)
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}") from None
    except msgspec.DecodeError as error:
        raise typer.BadParameter(f"{path}: not a study document: {error}") from None
