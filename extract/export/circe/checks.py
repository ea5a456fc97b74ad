"""What CIRCE validators let through: group types, counts, domains, operators, dangling concept sets, empty windows."""

from collections.abc import Iterator

from extract.export.circe.criteria import Json

_GROUPS = frozenset({"ALL", "ANY", "AT_LEAST", "AT_MOST"})
_OPERATORS = frozenset({"lt", "lte", "eq", "gt", "gte", "bt", "!bt"})
# Occurrence types of CIRCE: exactly, at most, at least.
_OCCURRENCES = frozenset({0, 1, 2})
_DOMAINS = frozenset(
    {"ConditionEra", "ConditionOccurrence", "Death", "DeviceExposure", "DoseEra", "DrugEra", "DrugExposure",
     "LocationRegion", "Measurement", "Observation", "ObservationPeriod", "PayerPlanPeriod", "ProcedureOccurrence",
     "Specimen", "VisitDetail", "VisitOccurrence"}
)  # fmt: skip


def problems(definition: Json) -> Iterator[str]:
    """Every fault of a cohort definition, each with the place where it stands."""
    sets = [one.get("id") for one in definition.get("ConceptSets", [])]
    if len(set(sets)) < len(sets):
        yield "ConceptSets: an id comes twice"
    for at, one in enumerate(definition.get("ConceptSets", [])):
        if not one.get("expression", {}).get("items"):
            yield f"ConceptSets/{at}: no concept"
    if not definition.get("PrimaryCriteria", {}).get("CriteriaList"):
        yield "PrimaryCriteria: no index event"
    for at, rule in enumerate(definition.get("InclusionRules", [])):
        yield from _group(rule.get("expression", {}), f"InclusionRules/{at}", frozenset(sets))


def _group(top: Json, path: str, sets: frozenset[object]) -> Iterator[str]:
    waiting = [(top, path)]
    while waiting:
        group, here = waiting.pop()
        kind = group.get("Type")
        members = [*group.get("CriteriaList", []), *group.get("DemographicCriteriaList", []), *group.get("Groups", [])]
        if kind not in _GROUPS:
            yield f"{here}/Type: {kind!r} is none of {', '.join(sorted(_GROUPS))}"
        if kind in ("AT_LEAST", "AT_MOST") and not 1 <= group.get("Count", 0) <= len(members):
            yield f"{here}/Count: {group.get('Count')!r} for {len(members)} members"
        if not members:
            yield f"{here}: an empty group holds for everybody"
        for at, one in enumerate(group.get("CriteriaList", [])):
            yield from _criterion(one, f"{here}/CriteriaList/{at}", sets)
        for at, one in enumerate(group.get("DemographicCriteriaList", [])):
            yield from _ranges(one, f"{here}/DemographicCriteriaList/{at}")
        waiting += [(one, f"{here}/Groups/{at}") for at, one in enumerate(group.get("Groups", []))]


def _criterion(one: Json, path: str, sets: frozenset[object]) -> Iterator[str]:
    occurrence = one.get("Occurrence", {})
    if occurrence.get("Type") not in _OCCURRENCES or not isinstance(occurrence.get("Count"), int):
        yield f"{path}/Occurrence: {occurrence!r}"
    for domain, body in one.get("Criteria", {}).items():
        if domain not in _DOMAINS:
            yield f"{path}/Criteria: {domain!r} is no domain of CIRCE"
        if body.get("CodesetId") not in sets:
            yield f"{path}/Criteria/{domain}/CodesetId: no concept set {body.get('CodesetId')!r}"
        for unit in body.get("Unit", []):
            if unit.get("VOCABULARY_ID") != "UCUM" or unit.get("DOMAIN_ID") != "Unit":
                yield f"{path}/Criteria/{domain}/Unit: {unit.get('CONCEPT_NAME')!r} is no UCUM unit"
        yield from _ranges(body, f"{path}/Criteria/{domain}")
    window = one.get("StartWindow", {})
    first, last = (_day(window.get(end, {})) for end in ("Start", "End"))
    if first is not None and last is not None and first > last:
        yield f"{path}/StartWindow: ends before it starts"


def _day(side: Json) -> int | None:
    """A window's end in days after the index event; None where it is open."""
    return None if "Days" not in side else int(side["Days"]) * int(side.get("Coeff", 1))


def _ranges(body: Json, path: str) -> Iterator[str]:
    for name, value in body.items():
        if isinstance(value, dict) and "Op" in value:
            if value["Op"] not in _OPERATORS:
                yield f"{path}/{name}/Op: {value['Op']!r} is none of {', '.join(sorted(_OPERATORS))}"
            if value["Op"] in ("bt", "!bt") and not value.get("Value", 0) <= value.get("Extent", float("-inf")):
                yield f"{path}/{name}: {value.get('Value')!r} to {value.get('Extent')!r}"
