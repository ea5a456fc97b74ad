"""Checks study documents: JSON, then the schema of their version, then the invariants."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from extract.checking.result import Finding, Result
from extract.checking.rules import RULES
from extract.checking.schema import published

MANIFEST = "manifest.json"


class NothingToCheckError(Exception):
    """A path that does not exist, or a folder without documents."""


def documents(paths: Iterable[Path]) -> Iterator[Path]:
    """The JSON files that the paths name; folders are searched, and what is hidden and the manifest of a run
    are left out.

    Raises NothingToCheckError for a path that is not there or a folder that holds no document.
    """
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.rglob("*.json") if p.name != MANIFEST and not _hidden(p, path))
            if not found:
                raise NothingToCheckError(f"{path}: no documents in this folder")
            yield from found
        elif path.is_file():
            yield path
        else:
            raise NothingToCheckError(f"{path}: no such file or folder")


def _hidden(file: Path, folder: Path) -> bool:
    """Whether the file lies in a hidden folder, such as that of previous documents."""
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def check(paths: Iterable[Path]) -> Result:
    """Check every document below `paths`; raises NothingToCheckError where there is none."""
    result = Result()
    for path in documents(paths):
        result.checked += 1
        result.findings += check_file(path)
    return result


def check_file(path: Path) -> list[Finding]:
    """All findings of one file; the invariants are looked at only when the schema holds."""
    try:
        document = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        return [Finding("json", "error", path, "", f"not readable as JSON: {error}")]
    return [Finding(rule, "error", path, pointer, message) for rule, pointer, message in check_document(document)]


def check_document(document: Any) -> Iterator[tuple[str, str, str]]:  # noqa: ANN401  any JSON value may come in
    """(rule, JSON pointer, message) of every defect of a decoded document."""
    if not isinstance(document, dict) or not isinstance(document.get("schema_version"), str):
        yield "schema-version", "", "not a study document: it carries no schema_version"
        return
    version = document["schema_version"]
    try:
        validator = _compiled(version)
    except FileNotFoundError:
        yield "schema-version", "/schema_version", f"no schema for version {version!r} in this release"
        return
    if not validator.is_valid(document):
        # the compiled validator decides; the reference implementation words the messages
        for found in _reference(version).iter_errors(document):
            # "or null" makes every message say anyOf; the deepest cause says what is wrong
            error = best_match([found])
            pointer = "".join(f"/{part}" for part in error.absolute_path)
            yield "schema", pointer, error.message if len(error.message) < 300 else error.message[:300] + " …"
        return
    for rule, violations in RULES.items():
        for pointer, message in violations(document):
            yield rule, pointer, message


@cache
def _compiled(version: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.dumps(published("study", version)))


@cache
def _reference(version: str) -> Draft202012Validator:
    return Draft202012Validator(published("study", version))
