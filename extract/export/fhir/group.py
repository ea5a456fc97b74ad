"""A Group where every criterion is one plain characteristic: what many FHIR servers can already filter by."""

from extract.export.fhir.values import Json

_VALUES = ("valueQuantity", "valueRange", "valueCodeableConcept")


def group(study_id: str, characteristics: list[Json]) -> Json | None:
    """The definitional Group of flat criteria; None where a criterion has parts or a window."""
    members = [_flat(one) for one in characteristics]
    if not members or None in members:
        return None
    return {
        "resourceType": "Group",
        "id": f"{study_id}-group",
        "type": "person",
        "membership": "definitional",
        "characteristic": members,
    }


def _flat(characteristic: Json) -> Json | None:
    exclude = characteristic.get("exclude", False)
    if any(name == "timeFromEvent" or name.startswith("duration") for name in characteristic):
        return None
    typed = characteristic.get("definitionByTypeAndValue")
    if typed is not None:
        return {"code": typed["type"], **{name: typed[name] for name in _VALUES if name in typed}, "exclude": exclude}
    words = characteristic.get("definitionCodeableConcept")
    return None if words is None else {"code": words, "valueBoolean": True, "exclude": exclude}
