"""The parts of a ClinicalTrials.gov API v2 study that are read, with the API's own names (camel case in JSON).

Every part may be absent; null counts as absent. Values of another type than the API's make the object no study.
"""

from msgspec import Struct, field


class Part(Struct, rename="camel"):
    """Base: names of the API, unknown fields passed over."""


class Id(Part):
    """An id of another system."""

    id: str | None = None


class Identification(Part):
    """`identificationModule`."""

    nct_id: str | None = None
    nct_id_aliases: list[str] | None = None
    org_study_id_info: Id | None = None
    secondary_id_infos: list[Id] | None = None
    brief_title: str | None = None
    official_title: str | None = None
    acronym: str | None = None


class Day(Part):
    """A date struct."""

    date: str | None = None


class Status(Part):
    """`statusModule`."""

    overall_status: str | None = None
    last_update_post_date_struct: Day | None = None
    last_update_submit_date: str | None = None


class Lead(Part):
    """The lead sponsor."""

    name: str | None = None
    class_: str | None = field(default=None, name="class")


class Sponsors(Part):
    """`sponsorCollaboratorsModule`."""

    lead_sponsor: Lead | None = None


class Conditions(Part):
    """`conditionsModule`."""

    conditions: list[str] | None = None
    keywords: list[str] | None = None


class MaskingInfo(Part):
    """`maskingInfo`."""

    masking: str | None = None
    masking_description: str | None = None
    who_masked: list[str] | None = None


class DesignInfo(Part):
    """`designInfo`."""

    allocation: str | None = None
    intervention_model: str | None = None
    intervention_model_description: str | None = None
    primary_purpose: str | None = None
    observational_model: str | None = None
    time_perspective: str | None = None
    masking_info: MaskingInfo | None = None


class EnrollmentInfo(Part):
    """`enrollmentInfo`."""

    count: int | None = None
    type: str | None = None


class DesignModule(Part):
    """`designModule`."""

    study_type: str | None = None
    phases: list[str] | None = None
    design_info: DesignInfo | None = None
    enrollment_info: EnrollmentInfo | None = None


class ArmGroup(Part):
    """One of `armGroups`; `interventionNames` hold `Drug: X`."""

    label: str | None = None
    type: str | None = None
    description: str | None = None
    intervention_names: list[str] | None = None


class InterventionPart(Part):
    """One of `interventions`."""

    type: str | None = None
    name: str | None = None
    description: str | None = None
    arm_group_labels: list[str] | None = None
    other_names: list[str] | None = None


class Arms(Part):
    """`armsInterventionsModule`."""

    arm_groups: list[ArmGroup] | None = None
    interventions: list[InterventionPart] | None = None


class OutcomePart(Part):
    """One outcome."""

    measure: str | None = None
    description: str | None = None
    time_frame: str | None = None


class Outcomes(Part):
    """`outcomesModule`."""

    primary_outcomes: list[OutcomePart] | None = None
    secondary_outcomes: list[OutcomePart] | None = None
    other_outcomes: list[OutcomePart] | None = None


class EligibilityPart(Part):
    """`eligibilityModule`."""

    eligibility_criteria: str | None = None
    healthy_volunteers: bool | None = None
    sex: str | None = None
    minimum_age: str | None = None
    maximum_age: str | None = None
    std_ages: list[str] | None = None


class Protocol(Part):
    """`protocolSection`."""

    identification_module: Identification | None = None
    status_module: Status | None = None
    sponsor_collaborators_module: Sponsors | None = None
    conditions_module: Conditions | None = None
    design_module: DesignModule | None = None
    arms_interventions_module: Arms | None = None
    outcomes_module: Outcomes | None = None
    eligibility_module: EligibilityPart | None = None


class MeshTerm(Part):
    """One of `meshes`."""

    id: str | None = None
    term: str | None = None


class Browse(Part):
    """`interventionBrowseModule`."""

    meshes: list[MeshTerm] | None = None


class Derived(Part):
    """`derivedSection`."""

    intervention_browse_module: Browse | None = None


class Study(Part):
    """A study object."""

    protocol_section: Protocol | None = None
    derived_section: Derived | None = None
