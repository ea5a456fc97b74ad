"""The ResearchStudy: design, arms as comparison groups, interventions, outcomes."""

from extract.document import Arm, Outcome, StudyDocument
from extract.export.fhir.values import Json, concept

_PHASES = "http://terminology.hl7.org/CodeSystem/research-study-phase"
_PHASE_CODES = {
    "EARLY_PHASE1": "early-phase-1",
    "PHASE1": "phase-1",
    "PHASE2": "phase-2",
    "PHASE3": "phase-3",
    "PHASE4": "phase-4",
    "NA": "n-a",
    "PHASE1/PHASE2": "phase-1-phase-2",
    "PHASE2/PHASE3": "phase-2-phase-3",
}
_OBJECTIVES = "http://terminology.hl7.org/CodeSystem/research-study-objective-type"
_ROLES = {"primary": "primary", "secondary": "secondary", "other": "exploratory"}
_ARM_TYPES = "http://terminology.hl7.org/CodeSystem/research-study-arm-type"
_ARM_CODES = {
    "ACTIVE_COMPARATOR": "active-comparator",
    "PLACEBO_COMPARATOR": "placebo-comparator",
    "SHAM_COMPARATOR": "sham-comparator",
    "NO_INTERVENTION": "no-intervention",
    "EXPERIMENTAL": "experimental",
    "OTHER": "other-arm",
}


def research_study(document: StudyDocument, criteria_url: str | None) -> Json:
    """The ResearchStudy of a document; `criteria_url` refers to its EvidenceVariable."""
    study: Json = {
        "resourceType": "ResearchStudy",
        "id": document.study_id,
        "identifier": [{"value": value} for value in [document.study_id, *document.other_ids]],
        "status": "active",
        "title": document.official_title or document.title,
        "name": document.acronym,
        "progressStatus": [{"state": concept(document.status)}] if document.status else None,
        "phase": _phase(document.phases),
        "studyDesign": [concept(value) for value in _design(document)],
        "condition": [concept(value) for value in document.conditions],
        "keyword": [concept(value) for value in document.keywords],
        "focus": [{"concept": concept(one.name)} for one in document.interventions],
        "associatedParty": _sponsor(document),
        "recruitment": _recruitment(document, criteria_url),
        "comparisonGroup": [_group(arm, document) for arm in document.arms],
        "outcomeMeasure": [_outcome(outcome) for outcome in document.outcomes],
    }
    return {name: value for name, value in study.items() if value not in (None, [], {})}


def _phase(phases: list[str]) -> Json | None:
    if not phases:
        return None
    name = "/".join(phases)
    return concept(name, _PHASES, _PHASE_CODES.get(name))


def _design(document: StudyDocument) -> list[str]:
    design = document.design
    masking = design.masking_info.masking if design.masking_info else None
    named = [design.allocation, design.intervention_model, design.primary_purpose, design.observational_model]
    return [value for value in [*named, design.time_perspective, masking] if value]


def _sponsor(document: StudyDocument) -> list[Json]:
    if document.sponsor is None:
        return []
    role = concept("lead sponsor", "http://hl7.org/fhir/research-study-party-role", "lead-sponsor")
    return [{"name": document.sponsor.name, "role": role}]


def _recruitment(document: StudyDocument, criteria_url: str | None) -> Json:
    recruitment: Json = {}
    if document.enrollment is not None and document.enrollment.count is not None:
        reached = document.enrollment.type == "ACTUAL"
        recruitment["actualNumber" if reached else "targetNumber"] = document.enrollment.count
    if criteria_url is not None:
        recruitment["eligibility"] = {"reference": criteria_url}
    return recruitment


def _group(arm: Arm, document: StudyDocument) -> Json:
    names = {one.id: one.name for one in document.interventions}
    given = ", ".join(names[i] for i in arm.interventions if i in names)
    words = "\n\n".join(part for part in (arm.description, f"Interventions: {given}" if given else None) if part)
    group: Json = {"linkId": arm.id, "name": arm.label or arm.id}
    if arm.type:
        group["type"] = concept(arm.type, _ARM_TYPES, _ARM_CODES.get(arm.type))
    return group | ({"description": words} if words else {})


def _outcome(outcome: Outcome) -> Json:
    words = "\n\n".join(
        part
        for part in (outcome.description, f"Time frame: {outcome.time_frame}" if outcome.time_frame else None)
        if part
    )
    measure: Json = {"name": outcome.measure, "type": [concept(outcome.role, _OBJECTIVES, _ROLES[outcome.role])]}
    return measure | ({"description": words} if words else {})
