"""ClinicalTrials.gov API v2: one study object (`protocolSection`, `derivedSection`, …). All parts may be absent."""

from typing import Any

import msgspec
from msgspec import Struct, field

from extract.document import Design, Eligibility, Enrollment, Masking, Mesh, Sponsor
from extract.records import enums
from extract.records.assemble import assemble
from extract.records.draft import ArmDraft, Draft, InterventionDraft
from extract.records.record import Record, UnreadableRecordError
from extract.records.values import age, date, no_age


class _Study(Struct):
    protocolSection: dict[str, Any] | None = None  # noqa: N815  the API's name
    derivedSection: dict[str, Any] = field(default_factory=dict)  # noqa: N815  the API's name


_decoder = msgspec.json.Decoder(_Study)


def read(own: bytes) -> Record:
    """The record of one study object; UnreadableRecordError when it is none."""
    try:
        study = _decoder.decode(own)
    except msgspec.ValidationError as error:
        raise UnreadableRecordError("not_a_study", f"JSON that is no ClinicalTrials.gov v2 study ({error})") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableRecordError("bad_json", f"not valid JSON in UTF-8 ({error})") from None
    except RecursionError:
        raise UnreadableRecordError("bad_json", "JSON nested too deeply") from None
    if not study.protocolSection:
        raise UnreadableRecordError("not_a_study", "JSON without `protocolSection`: no ClinicalTrials.gov v2 study")
    try:
        return assemble(_draft(study.protocolSection, study.derivedSection), own)
    except (AttributeError, TypeError, KeyError) as error:
        raise UnreadableRecordError("not_a_study", f"a field of the study has an unexpected shape ({error})") from None


def _draft(protocol: dict[str, Any], derived: dict[str, Any]) -> Draft:
    ident = protocol.get("identificationModule", {})
    status = protocol.get("statusModule", {})
    conditions = protocol.get("conditionsModule", {})
    lead = protocol.get("sponsorCollaboratorsModule", {}).get("leadSponsor")
    draft = Draft(
        format="ctgov-api-v2",
        registry="clinicaltrials.gov",
        nct_id=ident.get("nctId"),
        version=date(status.get("lastUpdatePostDateStruct", {}).get("date") or status.get("lastUpdateSubmitDate")),
        title=ident.get("briefTitle"),
        official_title=ident.get("officialTitle"),
        acronym=ident.get("acronym"),
        conditions=list(conditions.get("conditions", [])),
        keywords=list(conditions.get("keywords", [])),
    )
    draft.other_ids = [*ident.get("nctIdAliases", []), ident.get("orgStudyIdInfo", {}).get("id", "")]
    draft.other_ids += [info.get("id", "") for info in ident.get("secondaryIdInfos", [])]
    draft.status = enums.read(draft, "Status", status.get("overallStatus"), "/status")
    if lead and lead.get("name"):
        draft.sponsor = Sponsor(lead["name"], enums.read(draft, "AgencyClass", lead.get("class"), "/sponsor/class"))
    _design(draft, protocol.get("designModule", {}))
    _arms(draft, protocol.get("armsInterventionsModule", {}))
    for role in ("primary", "secondary", "other"):
        for outcome in protocol.get("outcomesModule", {}).get(f"{role}Outcomes", []):
            draft.outcome(role, outcome.get("measure", ""), outcome.get("description"), outcome.get("timeFrame"))
    _eligibility(draft, protocol.get("eligibilityModule", {}))
    meshes = derived.get("interventionBrowseModule", {}).get("meshes", [])
    draft.mesh = [Mesh(mesh.get("id"), mesh["term"]) for mesh in meshes if mesh.get("term")]
    return draft


def _design(draft: Draft, module: dict[str, Any]) -> None:
    def read(enum: str, label: str | None, name: str) -> str | None:
        return enums.read(draft, enum, label, f"/design/{name}")

    draft.study_type = enums.read(draft, "StudyType", module.get("studyType"), "/study_type")
    phases = [enums.read(draft, "Phase", phase, "/phases") for phase in module.get("phases", [])]
    draft.phases = [phase for phase in phases if phase]
    info = module.get("designInfo", {})
    mask = info.get("maskingInfo")
    if mask is not None:
        who = [read("WhoMasked", one, "maskingInfo/whoMasked") for one in mask.get("whoMasked", [])]
        masking = read("DesignMasking", mask.get("masking"), "maskingInfo/masking")
        mask = Masking(masking, mask.get("maskingDescription"), [one for one in who if one])
    draft.design = Design(
        allocation=read("DesignAllocation", info.get("allocation"), "allocation"),
        intervention_model=read("InterventionalAssignment", info.get("interventionModel"), "interventionModel"),
        intervention_model_description=info.get("interventionModelDescription"),
        primary_purpose=read("PrimaryPurpose", info.get("primaryPurpose"), "primaryPurpose"),
        observational_model=read("ObservationalModel", info.get("observationalModel"), "observationalModel"),
        time_perspective=read("DesignTimePerspective", info.get("timePerspective"), "timePerspective"),
        masking_info=mask,
    )
    enrollment = module.get("enrollmentInfo")
    if enrollment:
        kind = enums.read(draft, "EnrollmentType", enrollment.get("type"), "/enrollment/type")
        draft.enrollment = Enrollment(enrollment.get("count"), kind)  # type: ignore[arg-type]  # enums.read checks it


def _arms(draft: Draft, module: dict[str, Any]) -> None:
    for n, arm in enumerate(module.get("armGroups", [])):
        kind = enums.read(draft, "ArmGroupType", arm.get("type"), f"/arms/{n}/type")
        draft.arms.append(
            ArmDraft(arm.get("label", ""), kind, arm.get("description"), list(arm.get("interventionNames", [])))
        )
    for n, it in enumerate(module.get("interventions", [])):
        kind = enums.read(draft, "InterventionType", it.get("type"), f"/interventions/{n}/type")
        names, labels = list(it.get("otherNames", [])), list(it.get("armGroupLabels", []))
        draft.interventions.append(InterventionDraft(it.get("name", ""), kind, it.get("description"), names, labels))


def _eligibility(draft: Draft, module: dict[str, Any]) -> None:
    text = module.get("eligibilityCriteria")
    healthy = module.get("healthyVolunteers")
    for name in ("minimumAge", "maximumAge"):
        raw = module.get(name)
        if not no_age(raw) and age(raw) is None:
            draft.note("unknown_value", f"{raw!r} is no age", f"/eligibility/{'m' + name[1:3]}imum_age")
    standard = [
        enums.read(draft, "StandardAge", one, "/eligibility/standard_ages") for one in module.get("stdAges", [])
    ]
    draft.eligibility = Eligibility(
        text=text if isinstance(text, str) and text.strip() else None,
        sex=enums.read(draft, "Sex", module.get("sex"), "/eligibility/sex"),  # type: ignore[arg-type]
        minimum_age=age(module.get("minimumAge")),
        maximum_age=age(module.get("maximumAge")),
        healthy_volunteers=healthy if isinstance(healthy, bool) else None,
        standard_ages=[one for one in standard if one],  # type: ignore[misc]
    )
