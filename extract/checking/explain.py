"""Words for what a schema rejects: the reference implementation, told which alternative a value means to be.

`oneOf` alone says only that no alternative fits, after trying all of them at every level: exponential in the depth of
an expression. Here each alternative is asked for by what marks it (the `const` of a property, or a property that no
other alternative has), so that errors are those of the one alternative, and found in linear time.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from extract.checking.pointers import pointer
from extract.checking.schema import published

Json = dict[str, Any]
_LONGEST = 300


def explain(value: Any, name: str, version: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401  any JSON value may come in
    """(JSON pointer, message) of every error of the value against the published schema `name` of `version`."""
    try:
        for error in _validator(name, version).iter_errors(value):
            for cause in _causes(error):
                message = cause.message if len(cause.message) < _LONGEST else cause.message[:_LONGEST] + " …"
                yield pointer(cause.absolute_path), message
    except RecursionError:
        yield "", "nested too deeply to be explained"


def _causes(error: ValidationError) -> Iterator[ValidationError]:
    """What is wrong, past `anyOf`: all that the alternative meant has against it, else the deepest error."""
    alternatives: dict[Any, list[ValidationError]] = {}
    for one in error.context or ():
        alternatives.setdefault(one.relative_schema_path[0], []).append(one)
    meant = [errors for errors in alternatives.values() if not any(map(_of_another, errors))]
    if len(meant) == 1:
        for one in meant[0]:
            yield from _causes(one)
    else:
        yield best_match([error])


def _of_another(error: ValidationError) -> bool:
    """Whether the error says that another alternative is meant: this one is null, or bears another tag."""
    if (error.validator, error.validator_value) == ("type", "null"):
        return True
    tag = error.validator_value
    return error.validator == "enum" and isinstance(tag, list) and len(tag) == 1 and len(error.relative_path) == 1


@cache
def _validator(name: str, version: str) -> Draft202012Validator:
    schema = published(name, version)
    definitions = {
        key: _marked(definition) if "oneOf" in definition else definition
        for key, definition in schema.get("$defs", {}).items()
    }
    return Draft202012Validator(schema | {"$defs": definitions})


def _marked(schema: Json) -> Json:
    """The schema with its `oneOf` written as a chain of if, then, else; unchanged where alternatives bear no mark."""
    alternatives: list[Json] = schema["oneOf"]
    owners = Counter(name for one in alternatives for name in one.get("properties", ()))
    marks = [_mark(one, owners) for one in alternatives]
    if not all(marks):
        return schema
    constants: dict[str, list[Any]] = {}
    for mark in marks:
        for name, value in mark.get("properties", {}).items():
            constants.setdefault(name, []).append(value["const"])
    chain: Json = {
        "properties": {name: {"enum": values} for name, values in constants.items()},
        "anyOf": [{"required": mark["required"]} for mark in marks],
    }
    for mark, one in reversed(list(zip(marks, alternatives, strict=True))):
        chain = {"if": mark, "then": one, "else": chain}
    return {name: value for name, value in schema.items() if name != "oneOf"} | {"type": "object"} | chain


def _mark(alternative: Json, owners: Counter[str]) -> Json:
    for name, value in alternative.get("properties", {}).items():
        if "const" in value:
            return {"properties": {name: {"const": value["const"]}}, "required": [name]}
    own = [name for name in alternative.get("required", ()) if owners[name] == 1]
    return {"required": own[:1]} if own else {}
