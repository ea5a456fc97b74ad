"""Synthetic participants as FHIR R4 bundles."""

from typing import Any

from extract.export.cql.library import SYSTEMS
from tests.export.synthetic import LIMIT, Person

UCUM = "http://unitsofmeasure.org"


def bundle(number: int, person: Person) -> dict[str, Any]:
    """One participant: Patient `p<number>` and an Observation for each measurement and answer."""
    patient: dict[str, Any] = {"resourceType": "Patient", "id": f"p{number}"}
    if person.sex is not None:
        patient["gender"] = person.sex.lower()
    if person.born is not None:
        patient["birthDate"] = person.born.isoformat()
    observed = [
        *(("measure", code, v.day, _measured(v.value, v.unit, v.limits)) for code, v in person.values.items()),
        *(("answer", code, day, {"valueBoolean": yes}) for code, (yes, day) in person.answers.items()),
        *(("cohort", f"cohort {label}", None, {"valueBoolean": yes}) for label, yes in person.cohorts.items()),
    ]
    resources = [patient]
    for at, (system, code, day, value) in enumerate(observed):
        when = {"effectiveDateTime": day.isoformat()} if day is not None else {}
        resources.append(
            {
                "resourceType": "Observation",
                "id": f"o{number}-{at}",
                "status": "final",
                "subject": {"reference": f"Patient/p{number}"},
                "code": {"coding": [{"system": SYSTEMS[system], "code": code}]},
                **when,
                **value,
            }
        )
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources]}


def _measured(value: float, unit: str, limits: bool) -> dict[str, Any]:
    def amount(number: float) -> dict[str, Any]:
        return {"value": number, "unit": unit or "1", "system": UCUM, "code": unit or "1"}

    ranges = {"referenceRange": [{"low": amount(LIMIT), "high": amount(LIMIT)}]} if limits else {}
    return {"valueQuantity": amount(value), **ranges}
