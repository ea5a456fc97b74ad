"""The eligibility expression: a tree of three-valued logic that an engine evaluates without reading English.

A node is an operation (`op`) or a leaf (`node` with exactly one of threshold, question, condition, exception, cohort;
or `field`). `SHAPES` states the closed shapes, one an alternative; the JSON Schema is generated from it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

Op = Literal["all", "any", "not", "at_least", "if", "unknown"]
Field = Literal["minimum_age", "maximum_age", "sex", "healthy_volunteers"]


class Expression(Struct, omit_defaults=True, forbid_unknown_fields=True):
    """One operation or leaf; make it with the functions below, which keep to the closed shapes."""

    op: Op | UnsetType = UNSET
    n: int | UnsetType = UNSET
    of: list["Expression"] | UnsetType = UNSET
    when: "Expression | UnsetType" = UNSET
    then: "Expression | UnsetType" = UNSET
    node: str | UnsetType = UNSET
    threshold: str | UnsetType = UNSET
    question: str | UnsetType = UNSET
    condition: str | UnsetType = UNSET
    exception: str | UnsetType = UNSET
    field: Field | UnsetType = UNSET
    cohort: str | UnsetType = UNSET
    within: list[str] | UnsetType = UNSET

    def operands(self) -> Iterator["Expression"]:
        """The expressions directly below this one."""
        if self.of is not UNSET:
            yield from self.of
        for below in (self.when, self.then):
            if below is not UNSET:
                yield below


def all_of(of: Sequence[Expression]) -> Expression:
    """True when every member is; a single member stands for itself."""
    return of[0] if len(of) == 1 else Expression(op="all", of=list(of))


def any_of(of: Sequence[Expression]) -> Expression:
    """True when one member is; a single member stands for itself."""
    return of[0] if len(of) == 1 else Expression(op="any", of=list(of))


def negate(x: Expression) -> Expression:
    """True when `x` is false; a double negation cancels."""
    if x.op == "not" and x.of is not UNSET:
        return x.of[0]
    return Expression(op="not", of=[x])


def at_least(n: int, of: Sequence[Expression]) -> Expression:
    """True when `n` members or more are."""
    return Expression(op="at_least", n=n, of=list(of))


def if_then(when: Expression, then: Expression) -> Expression:
    """Means any(not when, then)."""
    return Expression(op="if", when=when, then=then)


def unknown(of: Sequence[Expression]) -> Expression:
    """Members that belong together in a way not understood: never true, never false."""
    return Expression(op="unknown", of=list(of))


def threshold(node: str, id: str, within: Sequence[str] = ()) -> Expression:  # noqa: A002  the contract's name
    """The participant's measurement lies within the bounds, and in the times named."""
    return Expression(node=node, threshold=id, within=list(within) if within else UNSET)


def question(node: str, id: str, within: Sequence[str] = ()) -> Expression:  # noqa: A002  the contract's name
    """The answer to the question is yes, for the times named."""
    return Expression(node=node, question=id, within=list(within) if within else UNSET)


def condition(node: str, id: str) -> Expression:  # noqa: A002  the contract's name
    """The condition's words hold for the participant."""
    return Expression(node=node, condition=id)


def exception(node: str, id: str) -> Expression:  # noqa: A002  the contract's name
    """The participant is the excepted case."""
    return Expression(node=node, exception=id)


def registry_field(name: Field) -> Expression:
    """The participant meets the registry's own structured field."""
    return Expression(field=name)


def cohort(label: str, node: str) -> Expression:
    """The participant is considered for the cohort, part or arm."""
    return Expression(node=node, cohort=label)


def _shape(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    properties = required | (optional or {})
    return {"type": "object", "properties": properties, "required": list(required), "unevaluatedProperties": False}


_ONE = {"$ref": "#/$defs/Expression"}
_MANY = {"type": "array", "items": _ONE, "description": "Members."}
_NODE = {"type": "string", "description": "Id of the node that the leaf comes from."}
_WITHIN = {
    "type": "array",
    "items": {"type": "string"},
    "minItems": 1,
    "description": "Ids of the times in which the measurement or event must fall.",
}


def _op(name: str) -> dict[str, str]:
    return {"const": name, "description": "The operation."}


def _id(kind: str) -> dict[str, str]:
    return {"type": "string", "description": f"Id of the {kind}."}


_FIELD = {
    "enum": ["minimum_age", "maximum_age", "sex", "healthy_volunteers"],
    "description": "The registry's structured field.",
}

SHAPES: list[dict[str, Any]] = [
    _shape({"op": _op("all"), "of": _MANY}),
    _shape({"op": _op("any"), "of": _MANY}),
    _shape({"op": _op("not"), "of": _MANY | {"minItems": 1, "maxItems": 1}}),
    _shape({"op": _op("at_least"), "n": {"type": "integer", "minimum": 1, "description": "How many."}, "of": _MANY}),
    _shape(
        {"op": _op("if"), "when": _ONE | {"description": "Guard."}, "then": _ONE | {"description": "What must hold."}}
    ),
    _shape({"op": _op("unknown"), "of": _MANY}),
    _shape({"node": _NODE, "threshold": _id("threshold")}, {"within": _WITHIN}),
    _shape({"node": _NODE, "question": _id("question")}, {"within": _WITHIN}),
    _shape({"node": _NODE, "condition": _id("condition")}),
    _shape({"node": _NODE, "exception": _id("exception")}),
    _shape({"field": _FIELD}, {"node": _NODE}),
    _shape({"node": _NODE, "cohort": {"type": "string", "description": "Label as written."}}),
]
