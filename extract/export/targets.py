"""The targets by name; each is imported only when it is asked for."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

from msgspec import Struct

from extract.document import StudyDocument
from extract.export.report import Report

_MODULES = {"fhir": "extract.export.fhir"}
TARGETS = tuple(_MODULES)

Options = Mapping[str, str]


class Artefact(Struct, frozen=True):
    """Files by name, and the report of what they do not carry."""

    files: dict[str, bytes]
    report: Report


class MissingExtraError(Exception):
    """A target's library is not installed."""


def exporter(target: str) -> Callable[[StudyDocument, Options], Artefact]:
    """The function that exports a document to `target`; raises KeyError for an unknown target.

    Raises MissingExtraError, naming what to install, where the target's library is missing.
    """
    try:
        module = import_module(_MODULES[target])
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"{target} needs {error.name}: install trial-extract[{target}] to export to it"
        ) from None
    return cast("Callable[[StudyDocument, Options], Artefact]", module.export)
