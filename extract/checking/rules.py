"""Invariants of a study document that a JSON Schema cannot state; one short generator a rule.

A rule takes the decoded document (plain dicts) and yields (JSON pointer, message) pairs.
"""

from collections.abc import Callable, Iterator
from typing import Any

Violation = tuple[str, str]
Rule = Callable[[dict[str, Any]], Iterator[Violation]]


def walk(value: Any, pointer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401  any JSON value
    """Every object of the document with its JSON pointer, parents first, without recursion."""
    stack = [(pointer, value)]
    while stack:
        at, current = stack.pop()
        if isinstance(current, dict):
            yield at, current
            stack += [(f"{at}/{key}", below) for key, below in reversed(current.items())]
        elif isinstance(current, list):
            stack += [(f"{at}/{i}", below) for i, below in reversed(list(enumerate(current)))]


def _spans(scope: Any, pointer: str, text: str | None) -> Iterator[Violation]:  # noqa: ANN401  any JSON value
    for at, thing in walk(scope, pointer):
        if isinstance(thing.get("span"), dict) and isinstance(thing.get("text"), str):
            start, end = thing["span"]["start"], thing["span"]["end"]
            if not 0 <= start <= end <= len(text or "") or (text or "")[start:end] != thing["text"]:
                yield at, f"span {start}–{end} does not hold {thing['text'][:60]!r}"


def span_text(document: dict[str, Any]) -> Iterator[Violation]:
    """`text[start:end] == text` for every span: in the eligibility text, or in the string that `field` names."""
    eligibility = document["eligibility"]
    yield from _spans(eligibility["criteria"], "/eligibility/criteria", eligibility["text"])
    for kind in ("arms", "interventions"):
        for i, owner in enumerate(document[kind]):
            for j, regimen in enumerate(owner["regimens"]):
                yield from _spans(regimen, f"/{kind}/{i}/regimens/{j}", owner.get(regimen["field"]))
    for i, outcome in enumerate(document["outcomes"]):
        for j, time in enumerate(outcome["times"]):
            yield from _spans(time, f"/outcomes/{i}/times/{j}", outcome.get(time.get("field", "time_frame")))


def label_text(document: dict[str, Any]) -> Iterator[Violation]:
    """A node's label stands where its span says."""
    eligibility = document["eligibility"]
    for at, node in walk(eligibility["criteria"], "/eligibility/criteria"):
        span = node.get("label_span")
        if span and (eligibility["text"] or "")[span["start"] : span["end"]] != node["label"]:
            yield f"{at}/label_span", f"span does not hold the label {node['label']!r}"


def unique_ids(document: dict[str, Any]) -> Iterator[Violation]:
    """No id occurs twice among nodes, facts, arms, interventions and outcomes."""
    seen: dict[str, str] = {}
    for kind in ("eligibility", "arms", "interventions", "outcomes"):
        for at, thing in walk(document[kind], f"/{kind}"):
            # measures and anchors carry ids of the lexicons; bounds under the same words share their condition
            if (
                not isinstance(thing.get("id"), str)
                or at.endswith(("/measure", "/anchor", "/condition"))
                or "/mesh/" in at
            ):
                continue
            if thing["id"] in seen:
                yield f"{at}/id", f"id {thing['id']!r} is already used at {seen[thing['id']]}"
            seen.setdefault(thing["id"], at)


_REFERENCES = ("threshold", "question", "condition", "exception", "node")


def resolved_references(document: dict[str, Any]) -> Iterator[Violation]:
    """Every id that an expression, a window or an exception refers to exists."""
    eligibility = document["eligibility"]
    ids = {thing["id"] for _, thing in walk(eligibility["criteria"]) if isinstance(thing.get("id"), str)}
    for at, thing in walk(eligibility, "/eligibility"):
        names = [thing[key] for key in _REFERENCES if isinstance(thing.get(key), str)] if "/expression" in at else []
        names += [*(thing.get("within") or []), *(thing.get("excepts") or [])]
        yield from ((at, f"refers to {name!r}, which does not exist") for name in names if name not in ids)
    known = {intervention["id"] for intervention in document["interventions"]}
    for i, arm in enumerate(document["arms"]):
        for name in arm["interventions"]:
            if name not in known:
                yield f"/arms/{i}/interventions", f"refers to {name!r}, which does not exist"


def ordered_bounds(document: dict[str, Any]) -> Iterator[Violation]:
    """A lower bound does not lie above its upper bound."""
    for at, thing in walk(document["eligibility"]["criteria"], "/eligibility/criteria"):
        low, high = thing.get("low"), thing.get("high")
        if not low or not high or isinstance(low["value"], str) or isinstance(high["value"], str):
            continue
        if low["value"] > high["value"]:
            yield at, f"lower bound {low['value']} lies above upper bound {high['value']}"


RULES: dict[str, Rule] = {
    "span-text": span_text,
    "label-text": label_text,
    "unique-ids": unique_ids,
    "resolved-references": resolved_references,
    "ordered-bounds": ordered_bounds,
}
