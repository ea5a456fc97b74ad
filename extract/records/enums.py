"""ClinicalTrials.gov API v2 enum values and the labels that older formats and pages use for them.

Source: the API's own OpenAPI document and `/studies/enums` (value, legacy label). Labels are compared by their letters
and digits alone, so `None (Open label)` is `None (Open Label)`.
"""

import re
from functools import cache

from extract.records.draft import Draft

VALUES: dict[str, dict[str, tuple[str, ...]]] = {
    "Status": {
        "ACTIVE_NOT_RECRUITING": ("Active, not recruiting",),
        "COMPLETED": (),
        "ENROLLING_BY_INVITATION": (),
        "NOT_YET_RECRUITING": (),
        "RECRUITING": (),
        "SUSPENDED": (),
        "TERMINATED": (),
        "WITHDRAWN": (),
        "AVAILABLE": (),
        "NO_LONGER_AVAILABLE": (),
        "TEMPORARILY_NOT_AVAILABLE": (),
        "APPROVED_FOR_MARKETING": (),
        "WITHHELD": (),
        "UNKNOWN": ("Unknown status",),
    },
    "StudyType": {
        "EXPANDED_ACCESS": (),
        "INTERVENTIONAL": (),
        "OBSERVATIONAL": ("Observational [Patient Registry]", "Observational Patient Registry"),
    },
    "Phase": {
        "NA": ("Not Applicable", "N/A"),
        "EARLY_PHASE1": ("Early Phase 1", "Phase 0"),
        "PHASE1": ("Phase 1",),
        "PHASE2": ("Phase 2",),
        "PHASE3": ("Phase 3",),
        "PHASE4": ("Phase 4",),
    },
    "Sex": {"ALL": ("Both",), "FEMALE": (), "MALE": ()},
    "StandardAge": {"CHILD": (), "ADULT": (), "OLDER_ADULT": ("Older Adult", "Senior")},
    "AgencyClass": {
        "NIH": (),
        "FED": ("U.S. Fed",),
        "OTHER_GOV": ("Other Government", "Other gov"),
        "INDIV": ("Individual",),
        "INDUSTRY": (),
        "NETWORK": (),
        "AMBIG": ("Ambiguous",),
        "OTHER": (),
        "UNKNOWN": (),
    },
    "DesignAllocation": {"RANDOMIZED": (), "NON_RANDOMIZED": ("Non-Randomized",), "NA": ("N/A",)},
    "InterventionalAssignment": {
        "SINGLE_GROUP": ("Single Group Assignment",),
        "PARALLEL": ("Parallel Assignment",),
        "CROSSOVER": ("Crossover Assignment",),
        "FACTORIAL": ("Factorial Assignment",),
        "SEQUENTIAL": ("Sequential Assignment",),
    },
    "DesignMasking": {
        "NONE": ("None (Open Label)", "Open Label", "No masking"),
        "SINGLE": ("Single Blind",),
        "DOUBLE": ("Double Blind", "Double-Blind"),
        "TRIPLE": (),
        "QUADRUPLE": (),
    },
    "WhoMasked": {
        "PARTICIPANT": ("Subject",),
        "CARE_PROVIDER": ("Caregiver",),
        "INVESTIGATOR": (),
        "OUTCOMES_ASSESSOR": ("Outcomes Assessor",),
    },
    "PrimaryPurpose": {
        "TREATMENT": (),
        "PREVENTION": (),
        "DIAGNOSTIC": (),
        "ECT": ("Educational/Counseling/Training",),
        "SUPPORTIVE_CARE": (),
        "SCREENING": (),
        "HEALTH_SERVICES_RESEARCH": (),
        "BASIC_SCIENCE": (),
        "DEVICE_FEASIBILITY": (),
        "OTHER": (),
    },
    "ObservationalModel": {
        "COHORT": (),
        "CASE_CONTROL": (),
        "CASE_ONLY": (),
        "CASE_CROSSOVER": (),
        "ECOLOGIC_OR_COMMUNITY": (),
        "FAMILY_BASED": (),
        "DEFINED_POPULATION": (),
        "NATURAL_HISTORY": (),
        "OTHER": (),
    },
    "DesignTimePerspective": {
        "RETROSPECTIVE": (),
        "PROSPECTIVE": (),
        "CROSS_SECTIONAL": (),
        "OTHER": ("Retrospective/Prospective",),
    },
    "ArmGroupType": {
        "EXPERIMENTAL": (),
        "ACTIVE_COMPARATOR": (),
        "PLACEBO_COMPARATOR": (),
        "SHAM_COMPARATOR": (),
        "NO_INTERVENTION": (),
        "OTHER": (),
    },
    "InterventionType": {
        "BEHAVIORAL": (),
        "BIOLOGICAL": ("Biological/Vaccine",),
        "COMBINATION_PRODUCT": (),
        "DEVICE": (),
        "DIAGNOSTIC_TEST": (),
        "DIETARY_SUPPLEMENT": (),
        "DRUG": (),
        "GENETIC": (),
        "PROCEDURE": ("Procedure/Surgery",),
        "RADIATION": (),
        "OTHER": (),
    },
    "EnrollmentType": {"ACTUAL": (), "ESTIMATED": ("Anticipated", "Estimate")},
}


def _letters(label: str) -> str:
    return re.sub(r"[\W_]+", "", label).casefold()


@cache
def _labels(enum: str) -> dict[str, str]:
    return {_letters(label): value for value, labels in VALUES[enum].items() for label in (value, *labels)}


@cache
def _own(enum: str) -> dict[str, str]:
    """The values as the API writes them, which is how most labels come."""
    return {value: _labels(enum)[_letters(value)] for value in VALUES[enum]}


def value(enum: str, label: str | None) -> str | None:
    """The v2 value of a label in any of the registry's formats; None when it is none of the enum's."""
    if not label:
        return None
    return _own(enum).get(label) or _labels(enum).get(_letters(label))


def read(draft: Draft, enum: str, label: str | None, path: str) -> str | None:
    """As `value`, keeping an issue for a label that the enum does not know."""
    found = value(enum, label)
    if label and found is None:
        draft.note("unknown_value", f"{label!r} is no {enum} value of the registry", path)
    return found
