"""ClinicalTrials.gov API v2 JSON: one study object into a record."""

import msgspec

from extract.document import Design, Eligibility, Enrollment, Masking, Mesh, Sponsor
from extract.records import ctgov_study as v2
from extract.records import enums
from extract.records.assemble import assemble
from extract.records.draft import ArmDraft, Draft, InterventionDraft
from extract.records.record import Record, UnreadableRecordError
from extract.records.values import age, date, no_age

_decoder = msgspec.json.Decoder(v2.Study)


def read(own: bytes) -> Record:
    """The record of one study object; UnreadableRecordError when it is none."""
    try:
        own.decode()  # the decoder looks at no text of fields that it passes over
        study = _decoder.decode(own)
    except msgspec.ValidationError as error:
        raise UnreadableRecordError("not_a_study", f"JSON that is no ClinicalTrials.gov v2 study ({error})") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableRecordError("bad_json", f"not valid JSON in UTF-8 ({error})") from None
    except RecursionError:
        raise UnreadableRecordError("bad_json", "JSON nested too deeply") from None
    if study.protocol_section is None:
        raise UnreadableRecordError("not_a_study", "JSON without `protocolSection`: no ClinicalTrials.gov v2 study")
    draft = _draft(study.protocol_section)
    browse = (study.derived_section or v2.Derived()).intervention_browse_module or v2.Browse()
    draft.mesh = [Mesh(mesh.id, mesh.term) for mesh in browse.meshes or () if mesh.term]
    return assemble(draft, own)


def _draft(protocol: v2.Protocol) -> Draft:
    ident = protocol.identification_module or v2.Identification()
    status = protocol.status_module or v2.Status()
    conditions = protocol.conditions_module or v2.Conditions()
    posted = status.last_update_post_date_struct or v2.Day()
    draft = Draft(
        format="ctgov-api-v2",
        registry="clinicaltrials.gov",
        nct_id=ident.nct_id,
        version=date(posted.date or status.last_update_submit_date),
        title=ident.brief_title,
        official_title=ident.official_title,
        acronym=ident.acronym,
        conditions=conditions.conditions or [],
        keywords=conditions.keywords or [],
    )
    ids = [ident.org_study_id_info or v2.Id(), *(ident.secondary_id_infos or ())]
    draft.other_ids = [*(ident.nct_id_aliases or ()), *(one.id for one in ids if one.id)]
    draft.status = enums.read(draft, "Status", status.overall_status, "/status")
    lead = (protocol.sponsor_collaborators_module or v2.Sponsors()).lead_sponsor
    if lead and lead.name:
        draft.sponsor = Sponsor(lead.name, enums.read(draft, "AgencyClass", lead.class_, "/sponsor/class"))
    _design(draft, protocol.design_module or v2.DesignModule())
    _arms(draft, protocol.arms_interventions_module or v2.Arms())
    _outcomes(draft, protocol.outcomes_module or v2.Outcomes())
    _eligibility(draft, protocol.eligibility_module or v2.EligibilityPart())
    return draft


def _design(draft: Draft, module: v2.DesignModule) -> None:
    def read(enum: str, label: str | None, name: str) -> str | None:
        return enums.read(draft, enum, label, f"/design/{name}")

    draft.study_type = enums.read(draft, "StudyType", module.study_type, "/study_type")
    phases = [enums.read(draft, "Phase", phase, "/phases") for phase in module.phases or ()]
    draft.phases = [phase for phase in phases if phase]
    info, masking = module.design_info or v2.DesignInfo(), None
    if info.masking_info is not None:
        who = [read("WhoMasked", one, "maskingInfo/whoMasked") for one in info.masking_info.who_masked or ()]
        level = read("DesignMasking", info.masking_info.masking, "maskingInfo/masking")
        masking = Masking(level, info.masking_info.masking_description, [one for one in who if one])
    draft.design = Design(
        allocation=read("DesignAllocation", info.allocation, "allocation"),
        intervention_model=read("InterventionalAssignment", info.intervention_model, "interventionModel"),
        intervention_model_description=info.intervention_model_description,
        primary_purpose=read("PrimaryPurpose", info.primary_purpose, "primaryPurpose"),
        observational_model=read("ObservationalModel", info.observational_model, "observationalModel"),
        time_perspective=read("DesignTimePerspective", info.time_perspective, "timePerspective"),
        masking_info=masking,
    )
    if module.enrollment_info:
        kind = enums.read(draft, "EnrollmentType", module.enrollment_info.type, "/enrollment/type")
        draft.enrollment = Enrollment(module.enrollment_info.count, kind)  # type: ignore[arg-type]  # enums.read checks


def _arms(draft: Draft, module: v2.Arms) -> None:
    for n, arm in enumerate(module.arm_groups or ()):
        kind = enums.read(draft, "ArmGroupType", arm.type, f"/arms/{n}/type")
        draft.arms.append(ArmDraft(arm.label or "", kind, arm.description, arm.intervention_names or []))
    for n, it in enumerate(module.interventions or ()):
        kind = enums.read(draft, "InterventionType", it.type, f"/interventions/{n}/type")
        names, labels = it.other_names or [], it.arm_group_labels or []
        draft.interventions.append(InterventionDraft(it.name or "", kind, it.description, names, labels))


def _outcomes(draft: Draft, module: v2.Outcomes) -> None:
    roles = {"primary": module.primary_outcomes, "secondary": module.secondary_outcomes, "other": module.other_outcomes}
    for role, outcomes in roles.items():
        for outcome in outcomes or ():
            draft.outcome(role, outcome.measure or "", outcome.description, outcome.time_frame)


def _eligibility(draft: Draft, module: v2.EligibilityPart) -> None:
    for name, raw in (("minimum_age", module.minimum_age), ("maximum_age", module.maximum_age)):
        if not no_age(raw) and age(raw) is None:
            draft.note("unknown_value", f"{raw!r} is no age", f"/eligibility/{name}")
    text = module.eligibility_criteria
    standard = [enums.read(draft, "StandardAge", one, "/eligibility/standard_ages") for one in module.std_ages or ()]
    draft.eligibility = Eligibility(
        text=text if text and text.strip() else None,
        sex=enums.read(draft, "Sex", module.sex, "/eligibility/sex"),  # type: ignore[arg-type]
        minimum_age=age(module.minimum_age),
        maximum_age=age(module.maximum_age),
        healthy_volunteers=module.healthy_volunteers,
        standard_ages=[one for one in standard if one],  # type: ignore[misc]
    )
