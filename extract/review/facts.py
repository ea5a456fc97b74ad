"""A fact as the page shows and edits it."""

from dataclasses import dataclass
from typing import Any

from extract.curation.overrides import Applicable, LocalException, LocalThreshold
from extract.curation.places import DocumentFact, Home
from extract.document import Bound, Curated, ExceptionClause, Node, Threshold, Time
from extract.wording import fact_line

SIGNS = {"threshold": "≡", "time": "◷", "exception": "∖"}


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact's line, and the values of its form."""

    id: str
    kind: str
    sign: str
    line: str
    quote: str
    rule: str
    curated: Curated | None
    form: dict[str, Any]


def fact_views(node: Node) -> list[FactView]:
    """The facts of a node, in the order of its lists."""
    return [_view(fact) for fact in Home(node).facts()]


def _view(fact: DocumentFact) -> FactView:
    kind = "threshold" if isinstance(fact, Threshold) else "time" if isinstance(fact, Time) else "exception"
    curated = fact.curated or None
    return FactView(fact.id, kind, SIGNS[kind], fact_line(fact), fact.text, fact.rule, curated, form(fact))


def form(fact: DocumentFact) -> dict[str, Any]:
    """The values that a curator may set."""
    if isinstance(fact, ExceptionClause):
        return {"effect": fact.effect}
    shared = {"low": _bound(fact.low), "high": _bound(fact.high), "unit": fact.unit}
    if isinstance(fact, Time):
        anchor = fact.anchor
        return shared | {
            "relation": fact.relation,
            "anchor": anchor.text if anchor else "",
            "anchor.id": anchor.id if anchor else None,
        }
    return shared | {
        "reference": fact.reference,
        "measure": fact.measure.text,
        "measure.id": fact.measure.id,
        "condition": fact.condition.text if fact.condition else "",
    }


def _bound(bound: Bound | None) -> dict[str, Any] | None:
    return {"value": bound.value, "inclusive": bound.inclusive} if bound else None


def entry_line(entry: Applicable) -> str:
    """What an override does, in words."""
    fact = getattr(entry, "fact", None)
    about = f"“{fact.text}”" if fact else "the item"
    if isinstance(fact, LocalThreshold) and fact.measure:
        about = f"{fact.measure.text} {about}"
    elif isinstance(fact, LocalException):
        about = f"exception {about}"
    op = type(entry).__struct_config__.tag
    if op == "set":
        return f"corrected {about}: {', '.join(f'{k} = {_short(v)}' for k, v in entry.fields.items())}"  # type: ignore[union-attr]
    if op == "note":
        return f"note: {entry.text}"  # type: ignore[union-attr]
    return f"{ {'reject': 'rejected', 'add': 'added', 'confirm': 'confirmed'}[str(op)] } {about}"


def _short(value: Any) -> str:  # noqa: ANN401  any field's value
    if isinstance(value, dict) and "value" in value:
        return f"{value['value']}{'' if value.get('inclusive') else ' (not included)'}"
    if isinstance(value, dict) and "text" in value:
        return f"“{value['text']}”" + (f" ({value['id']})" if value.get("id") else "")
    return "none" if value is None else str(value)
