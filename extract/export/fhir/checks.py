"""What a FHIR validator of shapes does not see: codes of required value sets, UCUM, references inside the Bundle."""

from collections.abc import Iterator

from extract.export.fhir.values import UCUM, Json
from extract.logic.amounts import scale

# Required bindings of FHIR R5: https://hl7.org/fhir/R5/evidencevariable.html, researchstudy.html, group.html
_CODES: dict[tuple[str, str], frozenset[str]] = {
    ("Quantity", "comparator"): frozenset({"<", "<=", ">=", ">", "ad"}),
    ("Combination", "code"): frozenset(
        {"all-of", "any-of", "at-least", "at-most", "statistical", "net-effect", "dataset"}
    ),
    ("Group", "type"): frozenset(
        {"person", "animal", "practitioner", "device", "careteam", "healthcareservice", "location", "organization",
         "relatedperson", "specimen"}
    ),
    ("Group", "membership"): frozenset({"definitional", "enumerated"}),
    ("EvidenceVariable", "status"): frozenset({"draft", "active", "retired", "unknown"}),
    ("ResearchStudy", "status"): frozenset({"draft", "active", "retired", "unknown"}),
    ("Bundle", "type"): frozenset(
        {"document", "message", "transaction", "transaction-response", "batch", "batch-response", "history",
         "searchset", "collection", "subscription-notification"}
    ),
}  # fmt: skip
_NEEDS_COUNT = frozenset({"at-least", "at-most"})


def problems(bundle: Json) -> Iterator[str]:
    """Every fault, each with the place where it stands."""
    waiting: list[tuple[str, str, Json]] = [("Bundle", "", bundle)]
    links: set[str] = set()
    while waiting:
        kind, path, value = waiting.pop()
        yield from _codes(kind, path, value)
        if kind == "Quantity":
            yield from _unit(path, value)
        if kind == "Combination":
            yield from _count(path, value)
        link = value.get("linkId")
        if kind == "Characteristic" and isinstance(link, str):
            if link in links:
                yield f"{path}: linkId {link!r} is not unique"
            links.add(link)
        waiting += _below(path, value)
    yield from _references(bundle)


def _codes(kind: str, path: str, value: Json) -> Iterator[str]:
    for (owner, name), allowed in _CODES.items():
        if owner == kind and name in value and value[name] not in allowed:
            yield f"{path}/{name}: {value[name]!r} is none of {', '.join(sorted(allowed))}"


def _unit(path: str, value: Json) -> Iterator[str]:
    if value.get("system") == UCUM and scale(str(value.get("code"))) is None:
        yield f"{path}/code: {value.get('code')!r} is not understood as UCUM"


def _count(path: str, value: Json) -> Iterator[str]:
    members = value.get("characteristic", [])
    if value.get("code") in _NEEDS_COUNT and not 1 <= value.get("threshold", 0) <= len(members):
        yield f"{path}/threshold: {value.get('threshold')!r} for {len(members)} members"


def _below(path: str, value: Json) -> Iterator[tuple[str, str, Json]]:
    for name, below in value.items():
        for at, one in enumerate(below) if isinstance(below, list) else [(None, below)]:
            if isinstance(one, dict):
                yield _kind(name, one), f"{path}/{name}" + ("" if at is None else f"/{at}"), one


def _kind(name: str, value: Json) -> str:
    if isinstance(value.get("resourceType"), str):
        return str(value["resourceType"])
    if name == "definitionByCombination":
        return "Combination"
    if name.endswith("Quantity") or name in ("low", "high", "quantity"):
        return "Quantity"
    return "Characteristic" if name == "characteristic" else name


def _references(bundle: Json) -> Iterator[str]:
    """The study's criteria must lie in the same Bundle."""
    resources = [entry["resource"] for entry in bundle.get("entry", [])]
    held = {f"{one['resourceType']}/{one.get('id')}" for one in resources}
    for one in resources:
        reference = one.get("recruitment", {}).get("eligibility", {}).get("reference")
        if reference is not None and reference not in held:
            yield f"recruitment.eligibility: {reference!r} is not in the Bundle"
