"""The published JSON Schemas: made from the document's types, found wherever the package is installed."""

import json
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from extract.curation.overrides import OVERRIDES_VERSION, StudyOverrides
from extract.document import SCHEMA_VERSION, StudyDocument
from extract.expression import SHAPES
from extract.logic.participant import PARTICIPANT_VERSION, Participant

_VERSION = re.compile(r"\d{1,3}\.\d{1,3}")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def study_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the study document, from the types in `extract.document`.

    Properties without an UNSET default are required, objects are closed, the expression states its closed shapes.
    """
    (root,), definitions = msgspec.json.schema_components([StudyDocument], ref_template="#/$defs/{name}")
    for name, definition in definitions.items():
        if name == "Expression":
            definition.clear()
            definition |= {"description": "One operation or leaf of the expression.", "oneOf": SHAPES}
        elif definition.get("type") == "object":
            _close(definition)
    return {
        "$schema": DIALECT,
        "$id": f"urn:trial-extract:schema:study:{SCHEMA_VERSION}",
        "title": "Study document",
        "$ref": root["$ref"],
        "$defs": dict(sorted(definitions.items())),
    }


def participant_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a participant's facts, from the types in `extract.logic.participant`.

    Objects are closed; what a participant leaves out is unknown, so only what has no default is required.
    """
    return _handwritten(Participant, f"participant:{PARTICIPANT_VERSION}", "Participant")


def overrides_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a curator's overrides, from the types in `extract.curation.overrides`."""
    return _handwritten(StudyOverrides, f"overrides:{OVERRIDES_VERSION}", "Overrides of a study")


def _handwritten(root_type: type, name: str, title: str) -> dict[str, Any]:
    """The schema of what people write: closed objects, required only what has no default."""
    (root,), definitions = msgspec.json.schema_components([root_type], ref_template="#/$defs/{name}")
    for definition in definitions.values():
        definition.pop("additionalProperties", None)
        definition["unevaluatedProperties"] = False
        for value in definition["properties"].values():
            value.pop("default", None)
    return {
        "$schema": DIALECT,
        "$id": f"urn:trial-extract:schema:{name}",
        "title": title,
        "$ref": root["$ref"],
        "$defs": dict(sorted(definitions.items())),
    }


_OPTIONAL = {"Time": ("field",), "Issue": ("span",), "ExceptionClause": ("curated",)}
"""Properties that are absent rather than null."""


def _close(definition: dict[str, Any]) -> None:
    """Closed object, all properties required but the optional ones, defaults left to the code."""
    properties = definition["properties"]
    optional = _OPTIONAL.get(definition["title"], ())
    required = [name for name in properties if name not in optional or name in definition.get("required", [])]
    definition.pop("additionalProperties", None)
    for value in properties.values():
        value.pop("default", None)
    definition["required"] = required
    definition["unevaluatedProperties"] = False


def render(schema: dict[str, Any]) -> str:
    """The schema as the text of its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def schema_folder() -> Path:
    """The folder with the published schemas: inside the installed package, or beside it in a checkout."""
    packaged = Path(str(resources.files("extract"))) / "schemas"
    return packaged if packaged.is_dir() else packaged.parent.parent / "schemas"


@cache
def published(name: str, version: str) -> dict[str, Any]:
    """A published schema by name and major.minor; raises FileNotFoundError for a version this release does not know."""
    if not _VERSION.fullmatch(version):
        raise FileNotFoundError(f"{version!r} is no schema version")
    path = schema_folder() / f"{name}-{version}.json"
    schema: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return schema


@cache
def versions(name: str) -> tuple[str, ...]:
    """The published versions of a schema, oldest first."""
    found = [path.stem.removeprefix(f"{name}-") for path in schema_folder().glob(f"{name}-*.json")]
    return tuple(sorted((v for v in found if _VERSION.fullmatch(v)), key=lambda v: [int(n) for n in v.split(".")]))


@cache
def published_names() -> frozenset[str]:
    """Names of the published schemas: study, participant, …."""
    return frozenset(path.stem.rpartition("-")[0] for path in schema_folder().glob("*.json"))


@cache
def top_level(name: str) -> frozenset[str]:
    """The property names at the top level of what the newest schema `name` describes."""
    schema = published(name, versions(name)[-1])
    root = schema["$defs"][schema["$ref"].removeprefix("#/$defs/")] if "$ref" in schema else schema
    return frozenset(root.get("properties", ())) - {"schema_version"}
