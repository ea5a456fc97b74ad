"""Checks one value: its kind, the schema of its version, then the rules of its kind."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import jsonschema_rs

from extract.checking.explain import explain
from extract.checking.kinds import STUDY_KIND, Kind
from extract.checking.schema import published, versions


class Defect(NamedTuple):
    """One thing that is wrong with a value: the rule's id, a JSON pointer and a message."""

    rule: str
    pointer: str
    message: str


def check_document(document: Any) -> Iterator[Defect]:  # noqa: ANN401  any JSON value may come in
    """Every error of a decoded study document; warnings are left out."""
    for defect in defects(document, STUDY_KIND):
        rule = STUDY_KIND.rules.get(defect.rule)
        if rule is None or rule.severity == "error":
            yield defect


def defects(value: Any, kind: Kind) -> Iterator[Defect]:  # noqa: ANN401  any JSON value may come in
    """Everything wrong with a value of a known kind; the rules look only at what fits its schema."""
    version = _version(value, kind)
    if isinstance(version, Defect):
        yield version
    elif not _compiled(kind.name, version).is_valid(value):
        # the compiled validator decides; the reference implementation words the messages
        yield from (Defect("schema", at, message) for at, message in explain(value, kind.name, version))
    else:
        view = kind.view(value)
        for rule in kind.rules.values():
            if rule.find is not None:
                yield from (Defect(rule.id, at, message) for at, message in rule.find(view))


def _version(value: Any, kind: Kind) -> str | Defect:  # noqa: ANN401  any JSON value may come in
    said = value.get("schema_version") if isinstance(value, dict) else None
    if said is None and kind.default is not None:
        return kind.default
    if not isinstance(said, str):
        return Defect("schema-version", "", f"no {kind.name} document: it carries no schema_version")
    known = versions(kind.name)
    if said in known:
        return said
    older = said.replace(".", "").isdigit() and [int(n) for n in said.split(".") if n] < [int(known[0].split(".")[0])]
    advice = "try `trial-extract migrate`" if older else "a newer release of trial-extract may know it"
    message = f"no schema for version {said[:40]!r} in this release, which knows {', '.join(known)}; {advice}"
    return Defect("schema-version", "/schema_version", message)


@cache
def _compiled(name: str, version: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.dumps(published(name, version)))
