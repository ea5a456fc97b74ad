"""Records written for the tests, as small as each needs."""

import json
from typing import Any

NCT = "NCT90000001"


def study(nct_id: str = NCT, text: str | None = "Inclusion Criteria:\n\n* Age \\>= 18 years", **modules: Any) -> dict:
    """A v2 study object; `modules` are added to its protocol section."""
    protocol: dict[str, Any] = {
        "identificationModule": {"nctId": nct_id, "briefTitle": "A trial"},
        "statusModule": {"overallStatus": "RECRUITING", "lastUpdatePostDateStruct": {"date": "2026-01-02"}},
        "designModule": {"studyType": "INTERVENTIONAL"},
    }
    if text is not None:
        protocol["eligibilityModule"] = {"eligibilityCriteria": text}
    return {"protocolSection": protocol | modules}


def arms(groups: list[dict], interventions: list[dict]) -> dict:
    """The v2 module of arms and interventions."""
    return {"armsInterventionsModule": {"armGroups": groups, "interventions": interventions}}


def dump(value: Any) -> bytes:
    return json.dumps(value).encode()
