"""The targets by name; each is imported only when it is asked for."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from msgspec import Struct

from extract.document import StudyDocument
from extract.export.report import Report

_MODULES = {"fhir": "extract.export.fhir", "circe": "extract.export.circe", "cql": "extract.export.cql"}
TARGETS = tuple(_MODULES)


class Artefact(Struct, frozen=True):
    """Files by name, and the report of what they do not carry."""

    files: dict[str, bytes]
    report: Report


class Options(Struct, frozen=True):
    """What a user chooses; a target takes what it needs."""

    codes: Path | None = None
    vocabulary: Path | None = None
    index: tuple[str, ...] = ()


class ExportError(Exception):
    """A target cannot work as asked: a library, an option or a file is missing or damaged."""


Exporter = Callable[[StudyDocument], Artefact]


def exporter(target: str, options: Options) -> Exporter:
    """The function that exports a document to `target`; raises KeyError for an unknown target.

    Raises ExportError, naming the cause, where the target's library or a file that it needs is not there.
    """
    try:
        module = import_module(_MODULES[target])
    except ModuleNotFoundError as error:
        raise ExportError(f"{target} needs {error.name}: install trial-extract[{target}] to export to it") from None
    return cast("Exporter", module.exporter(options))
