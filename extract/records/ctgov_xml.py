"""The retired XML format of ClinicalTrials.gov (`<clinical_study>`): its labels become v2 values.

Arms list no interventions here; the links stand at the interventions. Text blocks stay as they are, hard wraps,
indents and all. Document types, entities and external references are refused.
"""

from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from extract.document import Design, Eligibility, Enrollment, Mesh, Sponsor
from extract.records import design_labels, enums
from extract.records.assemble import assemble
from extract.records.draft import ArmDraft, Draft, InterventionDraft
from extract.records.record import Record, UnreadableRecordError
from extract.records.values import age, date, no_age, standard_ages


def read(own: bytes) -> Record:
    """The record of one XML document; UnreadableRecordError when it is none."""
    try:
        root = fromstring(own, forbid_dtd=True)
    except DefusedXmlException:
        raise UnreadableRecordError("unsafe_xml", "XML with a document type or entities is not read") from None
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableRecordError("bad_xml", f"not well-formed XML ({error})") from None
    if root.tag != "clinical_study":
        raise UnreadableRecordError("not_a_study", f"XML of <{root.tag}>, not of <clinical_study>")
    return assemble(_draft(root), own)


def _text(root: Element, path: str) -> str | None:
    found = root.find(path)
    return (found.text or "").strip() or None if found is not None else None


def _texts(root: Element, path: str) -> list[str]:
    return [one.text.strip() for one in root.findall(path) if one.text and one.text.strip()]


def _draft(root: Element) -> Draft:
    draft = Draft(
        format="ctgov-xml",
        registry="clinicaltrials.gov",
        nct_id=_text(root, "id_info/nct_id"),
        version=date(_text(root, "last_update_posted") or _text(root, "lastchanged_date")),
        title=_text(root, "brief_title"),
        official_title=_text(root, "official_title"),
        acronym=_text(root, "acronym"),
        conditions=_texts(root, "condition"),
        keywords=_texts(root, "keyword"),
    )
    draft.other_ids = [
        id_ for name in ("nct_alias", "org_study_id", "secondary_id") for id_ in _texts(root, f"id_info/{name}")
    ]
    draft.status = enums.read(draft, "Status", _text(root, "overall_status"), "/status")
    draft.study_type = enums.read(draft, "StudyType", _text(root, "study_type"), "/study_type")
    draft.phases = design_labels.phases(draft, _text(root, "phase"))
    if draft.study_type != "INTERVENTIONAL" and draft.phases == ["NA"]:
        draft.phases = []  # the XML says N/A where v2 leaves the field out
    agency = _text(root, "sponsors/lead_sponsor/agency")
    if agency:
        label = _text(root, "sponsors/lead_sponsor/agency_class")
        draft.sponsor = Sponsor(agency, enums.read(draft, "AgencyClass", label, "/sponsor/class"))
    draft.design = _design(draft, root)
    enrollment = root.find("enrollment")
    if enrollment is not None and (enrollment.text or "").strip().isdecimal():
        kind = enums.read(draft, "EnrollmentType", enrollment.get("type"), "/enrollment/type")
        draft.enrollment = Enrollment(int(enrollment.text or ""), kind)  # type: ignore[arg-type]
    _arms(draft, root)
    for role in ("primary", "secondary", "other"):
        for one in root.findall(f"{role}_outcome"):
            draft.outcome(role, _text(one, "measure") or "", _text(one, "description"), _text(one, "time_frame"))
    draft.mesh = [Mesh(None, term) for term in _texts(root, "intervention_browse/mesh_term")]
    draft.eligibility = _eligibility(draft, root)
    return draft


def _design(draft: Draft, root: Element) -> Design:
    info = root.find("study_design_info")
    if info is None:
        return design_labels.design(draft, _text(root, "study_design"))
    found: Element = info

    def read(enum: str, element: str, name: str) -> str | None:
        return enums.read(draft, enum, _text(found, element), f"/design/{name}")

    masking = design_labels.masking(draft, _text(info, "masking"))
    if masking:
        masking.masking_description = _text(info, "masking_description")
    return Design(
        allocation=read("DesignAllocation", "allocation", "allocation"),
        intervention_model=read("InterventionalAssignment", "intervention_model", "interventionModel"),
        intervention_model_description=_text(info, "intervention_model_description"),
        primary_purpose=read("PrimaryPurpose", "primary_purpose", "primaryPurpose"),
        observational_model=read("ObservationalModel", "observational_model", "observationalModel"),
        time_perspective=read("DesignTimePerspective", "time_perspective", "timePerspective"),
        masking_info=masking,
    )


def _arms(draft: Draft, root: Element) -> None:
    for n, arm in enumerate(root.findall("arm_group")):
        kind = enums.read(draft, "ArmGroupType", _text(arm, "arm_group_type"), f"/arms/{n}/type")
        draft.arms.append(ArmDraft(_text(arm, "arm_group_label") or "", kind, _text(arm, "description")))
    for n, it in enumerate(root.findall("intervention")):
        kind = enums.read(draft, "InterventionType", _text(it, "intervention_type"), f"/interventions/{n}/type")
        draft.interventions.append(
            InterventionDraft(
                name=_text(it, "intervention_name") or "",
                type=kind,
                description=_text(it, "description"),
                other_names=_texts(it, "other_name"),
                arm_labels=_texts(it, "arm_group_label"),
            )
        )


def _eligibility(draft: Draft, root: Element) -> Eligibility:
    block = root.find("eligibility/criteria/textblock")
    text = block.text if block is not None else None
    low, high = _text(root, "eligibility/minimum_age"), _text(root, "eligibility/maximum_age")
    for raw, name in ((low, "minimum_age"), (high, "maximum_age")):
        if not no_age(raw) and age(raw) is None:
            draft.note("unknown_value", f"{raw!r} is no age", f"/eligibility/{name}")
    volunteers = _text(root, "eligibility/healthy_volunteers")
    return Eligibility(
        text=text if text and text.strip() else None,
        sex=enums.read(draft, "Sex", _text(root, "eligibility/gender"), "/eligibility/sex"),  # type: ignore[arg-type]
        minimum_age=age(low),
        maximum_age=age(high),
        healthy_volunteers={"No": False, "Accepts Healthy Volunteers": True}.get(volunteers or ""),
        standard_ages=standard_ages(age(low), age(high)) if low or high else [],
    )
