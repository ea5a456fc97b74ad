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


VEEVA_PAGE = """\
ClinicalTrials.Veeva

Menu

Velorafenib Versus Standard Care in Stage III Melanoma

N

Northern Example Hospital

Status and phase

Recruiting
Phase 1/Phase 2

Conditions

Melanoma
Stage III Melanoma

Treatments

Drug: Velorafenib
Other: Standard care

Study type

Interventional

Funder types

Other

Identifiers

NCT90000007
NEH-12

Details and patient eligibility

About

Does velorafenib help?

Enrollment

64 estimated patients

Sex

Female

Ages

18 to 75 years old

Volunteers

No Healthy Volunteers

Inclusion and exclusion criteria

Inclusion Criteria:

  1. Age 18 to 75 years

  2. Hemoglobin ≥ 90 g/L

Exclusion Criteria:

  1. Any of:

    1. QTcF > 480 ms
    2. pregnancy

Trial design

Primary purpose

Treatment

Allocation

Randomized

Interventional model

Parallel Assignment

Masking

Double (Participant, Investigator)

64 participants in 3 patient groups

Arm 2
Active Comparator group
Description:
Care as usual.
Visits every 4 weeks.
Treatment:
Other: Standard care
Arm 1
Experimental group
Description:
Velorafenib 50 mg twice a day
Treatment:
Drug: Velorafenib
Other: Standard care
Arm 3
No Intervention group

Trial contacts and locations

1

Loading...

Data sourced from clinicaltrials.gov
"""
