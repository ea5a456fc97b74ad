"""The study document, version 1: the types of what one run emits for one study.

The JSON Schema in `schemas/` is generated from these types (`extract.checking.schema`), so both always agree.
Spans count Unicode code points, end exclusive: into `eligibility.text`, or into the string that `field` names.
Units are UCUM codes. Names are a contract: never renamed or dropped within version 1.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from extract.criteria import (
    Age,
    Anchor,
    Bound,
    Closed,
    Code,
    Combine,
    Condition,
    Curated,
    Effect,
    Eligibility,
    ExceptionClause,
    Kind,
    Measure,
    Node,
    NodeStatus,
    NumberMention,
    Part,
    Pick,
    Question,
    Reference,
    Relation,
    Section,
    Span,
    Subject,
    Threshold,
    Time,
)

SCHEMA_VERSION = "1.0"

__all__ = [
    "SCHEMA_VERSION",
    "Age",
    "Anchor",
    "Arm",
    "Bound",
    "Closed",
    "Code",
    "Combine",
    "Condition",
    "Coverage",
    "Curated",
    "Design",
    "Dose",
    "Duration",
    "Effect",
    "Eligibility",
    "Enrollment",
    "ExceptionClause",
    "Format",
    "Frequency",
    "Intervention",
    "Issue",
    "Kind",
    "Masking",
    "Measure",
    "Mesh",
    "Node",
    "NodeStatus",
    "NumberMention",
    "Outcome",
    "Part",
    "Per",
    "Pick",
    "Question",
    "Reference",
    "Regimen",
    "Registry",
    "Relation",
    "Release",
    "Route",
    "Section",
    "Severity",
    "Sha256",
    "Source",
    "Span",
    "Sponsor",
    "StudyDocument",
    "Subject",
    "Threshold",
    "Time",
]

Severity = Literal["error", "warning", "info"]
Per = Literal["administration", "day", "course"]
Route = Literal[
    "intravenous", "oral", "subcutaneous", "intramuscular", "intravesical", "inhaled",
    "topical", "intranasal", "intrathecal", "ophthalmic", "other",
]  # fmt: skip
Registry = Literal["clinicaltrials.gov", "ctv.veeva.com", "none"]
Format = Literal["ctgov-api-v2", "ctgov-xml", "ctgov-csv", "veeva-html", "veeva-text", "flat-text", "plain-text"]

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class Dose(Struct, frozen=True, forbid_unknown_fields=True):
    """An amount of a drug or of radiation."""

    low: Annotated[int | float, Meta(description="Amount, or the lower end of a range.")]
    high: Annotated[int | float, Meta(description="Amount, or the upper end of a range.")]
    unit: Annotated[str, Meta(description="UCUM code.")]
    per: Annotated[Per, Meta(description="What the amount counts for.")] = "administration"


class Frequency(Struct, frozen=True, forbid_unknown_fields=True):
    """How often: `times` in every `period` units."""

    times: Annotated[int | float, Meta(description="How many times.")]
    period: Annotated[int | float, Meta(description="Length of the period.")]
    unit: Annotated[str, Meta(description="UCUM time unit of the period.")]


class Duration(Struct, frozen=True, forbid_unknown_fields=True):
    """A length of time."""

    value: Annotated[int | float, Meta(description="The number.")]
    unit: Annotated[str, Meta(description="UCUM time unit, or {cycle}.")]


class Regimen(Closed):
    """What is given: drug, dose, route and schedule."""

    id: Annotated[str, Meta(description="Id within the document.")]
    field: Annotated[
        Literal["description", "name", "label"], Meta(description="The owner's string that spans count in.")
    ]
    span: Annotated[Span, Meta(description="Where the regimen stands.")]
    text: Annotated[str, Meta(description="Its exact words.")]
    drug: Annotated[str | None, Meta(description="What is given.")] = None
    dose: Annotated[Dose | None, Meta(description="How much.")] = None
    route: Annotated[Route | None, Meta(description="How it is given.")] = None
    frequency: Annotated[Frequency | None, Meta(description="How often.")] = None
    days_of_cycle: Annotated[list[int] | None, Meta(description="Days of the cycle on which it is given.")] = None
    cycle: Annotated[Duration | None, Meta(description="Length of the cycle.")] = None
    duration: Annotated[Duration | None, Meta(description="How long it goes on.")] = None
    rule: Annotated[str, Meta(description="Id of the rule that found it.")] = ""


class Mesh(Struct, frozen=True, forbid_unknown_fields=True):
    """A MeSH term that the registry assigned."""

    id: Annotated[str | None, Meta(description="MeSH unique id, where the source gives it.")]
    term: Annotated[str, Meta(description="MeSH heading.")]


class Intervention(Closed):
    """Something the study gives or does."""

    id: Annotated[str, Meta(description="Id within the document, iN.")]
    type: Annotated[str | None, Meta(description="InterventionType of ClinicalTrials.gov v2.")]
    name: Annotated[str, Meta(description="Name as registered.")]
    other_names: Annotated[list[str], Meta(description="Synonyms as registered.")] = field(default_factory=list)
    description: Annotated[str | None, Meta(description="Description as registered.")] = None
    mesh: Annotated[list[Mesh], Meta(description="MeSH terms.")] = field(default_factory=list)
    regimens: Annotated[list[Regimen], Meta(description="What is given, from name and description.")] = field(
        default_factory=list
    )


class Arm(Closed):
    """A group of participants that is treated alike."""

    id: Annotated[str, Meta(description="Id within the document, aN.")]
    label: Annotated[str, Meta(description="Label as registered.")]
    type: Annotated[str | None, Meta(description="ArmGroupType of ClinicalTrials.gov v2.")] = None
    description: Annotated[str | None, Meta(description="Description as registered.")] = None
    interventions: Annotated[list[str], Meta(description="Ids of its interventions.")] = field(default_factory=list)
    regimens: Annotated[list[Regimen], Meta(description="What is given, from label and description.")] = field(
        default_factory=list
    )


class Outcome(Closed):
    """What the study measures."""

    id: Annotated[str, Meta(description="Id within the document, oN.")]
    role: Annotated[Literal["primary", "secondary", "other"], Meta(description="Rank of the outcome.")]
    measure: Annotated[str, Meta(description="Name of the outcome.")]
    description: Annotated[str | None, Meta(description="Description as registered.")] = None
    time_frame: Annotated[str | None, Meta(description="Time frame as registered.")] = None
    times: Annotated[list[Time], Meta(description="Times read from the time frame.")] = field(default_factory=list)


class Masking(Closed, rename="camel"):
    """Who does not know the assignment."""

    masking: Annotated[str | None, Meta(description="DesignMasking of ClinicalTrials.gov v2.")] = None
    masking_description: Annotated[str | None, Meta(description="Free text.")] = None
    who_masked: Annotated[list[str], Meta(description="WhoMasked values.")] = field(default_factory=list)


class Design(Closed, rename="camel"):
    """Study design, in ClinicalTrials.gov v2 names and values."""

    allocation: Annotated[str | None, Meta(description="DesignAllocation.")] = None
    intervention_model: Annotated[str | None, Meta(description="InterventionalAssignment.")] = None
    intervention_model_description: Annotated[str | None, Meta(description="Free text.")] = None
    primary_purpose: Annotated[str | None, Meta(description="PrimaryPurpose.")] = None
    observational_model: Annotated[str | None, Meta(description="ObservationalModel.")] = None
    time_perspective: Annotated[str | None, Meta(description="DesignTimePerspective.")] = None
    masking_info: Annotated[Masking | None, Meta(description="Masking.")] = None


class Enrollment(Closed):
    """How many participants."""

    count: Annotated[int | None, Meta(description="Number of participants.")] = None
    type: Annotated[Literal["ACTUAL", "ESTIMATED"] | None, Meta(description="Whether reached or planned.")] = None


class Sponsor(Closed):
    """Who leads the study."""

    name: Annotated[str, Meta(description="Name as registered.")]
    class_: Annotated[str | None, Meta(description="AgencyClass of ClinicalTrials.gov v2.")] = field(
        name="class", default=None
    )


class Source(Closed):
    """Where the record came from."""

    registry: Annotated[Registry, Meta(description="The registry; `none` for text without one.")]
    format: Annotated[Format, Meta(description="Format of the record as read.")]
    url: Annotated[str | None, Meta(description="Canonical address, made from the id or slug.")]
    sha256: Annotated[Sha256, Meta(description="Of this record's own bytes.")]
    content_sha256: Annotated[Sha256, Meta(description="Of the neutral record without the registry's refresh stamps.")]
    version: Annotated[str | None, Meta(description="The study's last-update date.")] = None


class Release(Struct, frozen=True, forbid_unknown_fields=True):
    """What made the document."""

    name: Annotated[str, Meta(description="Name of the tool.")]
    version: Annotated[str, Meta(description="Its release.")]
    lexicon_sha256: Annotated[Sha256, Meta(description="Of all lexicon files.")]
    overrides_sha256: Annotated[Sha256 | None, Meta(description="Of the curator's overrides applied.")] = None


class Coverage(Closed):
    """How much was understood."""

    nodes: Annotated[dict[str, int], Meta(description="Nodes by status.")]
    facts: Annotated[dict[str, int], Meta(description="Facts by kind.")]
    numbers: Annotated[dict[str, int], Meta(description="Numbers of the criteria by class; `fact` for those in facts.")]
    numbers_explained: Annotated[
        float | None,
        Meta(description="Share (0 to 1) of numbers that are facts or known to be none; null without numbers."),
    ]


class Issue(Closed):
    """Something that could not be read, or was read with doubt."""

    code: Annotated[str, Meta(description="Stable name of the kind of issue.")]
    severity: Annotated[Severity, Meta(description="How bad.")]
    message: Annotated[str, Meta(description="One sentence.")]
    path: Annotated[str, Meta(description="JSON pointer into the document; empty for the whole.")] = ""
    span: Annotated[Span | UnsetType, Meta(description="Where, in the text that `path` leads to.")] = UNSET


class StudyDocument(Closed):
    """One study as structured data."""

    schema_version: Annotated[str, Meta(pattern=r"^1\.\d+$", description="Version of the schema, major.minor.")]
    study_id: Annotated[
        str, Meta(pattern="^(NCT[0-9]{8}|sha256-[0-9a-f]{12})$", description="NCT id, or a digest of the source.")
    ]
    other_ids: Annotated[list[str], Meta(description="Further ids, aliases among them.")]
    title: Annotated[str | None, Meta(description="Brief title.")]
    official_title: Annotated[str | None, Meta(description="Official title.")]
    acronym: Annotated[str | None, Meta(description="Acronym.")]
    source: Annotated[Source, Meta(description="Where the record came from.")]
    extractor: Annotated[Release, Meta(description="What made the document.")]
    status: Annotated[str | None, Meta(description="Overall status, ClinicalTrials.gov v2 value.")]
    study_type: Annotated[str | None, Meta(description="StudyType of ClinicalTrials.gov v2.")]
    phases: Annotated[list[str], Meta(description="Phase values of ClinicalTrials.gov v2.")]
    design: Annotated[Design, Meta(description="Study design.")]
    enrollment: Annotated[Enrollment | None, Meta(description="How many participants.")]
    conditions: Annotated[list[str], Meta(description="Conditions as registered.")]
    keywords: Annotated[list[str], Meta(description="Keywords as registered.")]
    sponsor: Annotated[Sponsor | None, Meta(description="Lead sponsor.")]
    interventions: Annotated[list[Intervention], Meta(description="What the study gives or does.")]
    arms: Annotated[list[Arm], Meta(description="Groups of participants.")]
    outcomes: Annotated[list[Outcome], Meta(description="What the study measures.")]
    eligibility: Annotated[Eligibility, Meta(description="Who may join.")]
    coverage: Annotated[Coverage, Meta(description="How much was understood.")]
    issues: Annotated[list[Issue], Meta(description="What could not be read, or was read with doubt.")]

    def walk(self) -> Iterator[Node]:
        """Every node of the criteria, in reading order; works for any depth."""
        return (node for _, node in self.eligibility.placed())
