"""The study document, version 1: the types of what one run emits for one study.

The JSON Schema in `schemas/` is generated from these types (`extract.checking.schema`), so both always agree.
Spans count Unicode code points, end exclusive: into `eligibility.text`, or into the string that `field` names.
Units are UCUM codes. Names are a contract: never renamed or dropped within version 1.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from extract.expression import Expression

SCHEMA_VERSION = "1.0"

Section = Literal["inclusion", "exclusion", "other"]
Kind = Literal["section", "group", "criterion", "note", "preamble"]
Combine = Literal["all", "any", "examples"]
NodeStatus = Literal["structured", "partial", "text_only", "none"]
Reference = Literal["ULN", "LLN", "baseline", "predicted", "normal"]
Relation = Literal["before", "after", "around", "length", "every", "at"]
Pick = Literal["longer", "shorter"]
Effect = Literal["narrows", "allows"]
Severity = Literal["error", "warning", "info"]
Per = Literal["administration", "day", "course"]
Route = Literal[
    "intravenous", "oral", "subcutaneous", "intramuscular", "intravesical", "inhaled",
    "topical", "intranasal", "intrathecal", "ophthalmic", "other",
]  # fmt: skip
Registry = Literal["clinicaltrials.gov", "ctv.veeva.com", "none"]
Format = Literal["ctgov-api-v2", "ctgov-xml", "ctgov-csv", "veeva-html", "veeva-text", "flat-text", "plain-text"]

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class Closed(Struct, forbid_unknown_fields=True):
    """Base of all objects of the document: no property beyond those named."""


class Span(Struct, frozen=True, forbid_unknown_fields=True):
    """Where something stands in the text."""

    start: Annotated[int, Meta(ge=0, description="First code point, counted from 0.")]
    end: Annotated[int, Meta(ge=0, description="Code point after the last.")]


class Bound(Struct, frozen=True, forbid_unknown_fields=True):
    """One end of an interval."""

    value: Annotated[
        int | float | str, Meta(description='Number as written; a string only for lettered stages ("IIIB").')
    ]
    inclusive: Annotated[bool, Meta(description="Whether the value itself belongs to the interval.")]


class Curated(Closed):
    """A curator's mark on a node or fact."""

    action: Annotated[Literal["confirmed", "corrected", "added"], Meta(description="What the curator did.")]
    who: Annotated[str, Meta(description="Who did it.")]
    when: Annotated[str, Meta(description="ISO 8601 date or date-time.")]
    why: Annotated[str | None, Meta(description="The reason given, if any.")] = None


class Code(Closed):
    """A checked code of a public terminology."""

    system: Annotated[str, Meta(description="URI of the code system.")]
    code: Annotated[str, Meta(description="The code.")]
    display: Annotated[str, Meta(description="The system's own name for the code.")]


class Measure(Closed):
    """What a threshold compares."""

    text: Annotated[str, Meta(description="Words of the text that name it.")]
    span: Annotated[Span, Meta(description="Where those words stand.")]
    inherited: Annotated[bool, Meta(description="True where they stand in an ancestor of the node.")] = False
    id: Annotated[str | None, Meta(description="Entry of the measure catalogue; null when unknown to it.")] = None
    codes: Annotated[list[Code], Meta(description="Checked terminology codes; may be empty.")] = field(
        default_factory=list
    )


class Condition(Closed):
    """Words under which a bound holds."""

    id: Annotated[str, Meta(description="Id within the document, `<node>.cN`.")]
    text: Annotated[str, Meta(description="The condition's words.")]
    span: Annotated[Span, Meta(description="Where they stand.")]
    inherited: Annotated[bool, Meta(description="True where they stand in an ancestor of the node.")] = False


class Threshold(Closed):
    """One comparison of one measured thing with a number or an ordered grade. Bounds are literal, never inverted."""

    id: Annotated[str, Meta(description="Id within the document, `<node>.tN`.")]
    span: Annotated[Span, Meta(description="Where comparator, value and unit stand.")]
    text: Annotated[str, Meta(description="Comparator, value and unit: the shortest exact words.")]
    measure: Annotated[
        Measure,
        Meta(description="What is compared; the comparison's own words, without an entry, when the text does not say."),
    ]
    low: Annotated[Bound | None, Meta(description="Lower bound.")]
    high: Annotated[Bound | None, Meta(description="Upper bound.")]
    unit: Annotated[
        str | None, Meta(description="UCUM code; empty for pure numbers, scores and grades; null when unmapped.")
    ]
    unit_text: Annotated[str | None, Meta(description="The unit as written.")] = None
    scale: Annotated[str | None, Meta(description="Ordinal scale of a grade.")] = None
    reference: Annotated[
        Reference | None, Meta(description="What the bounds are multiples of (unit empty) or per cent of (unit %).")
    ] = None
    condition: Annotated[Condition | None, Meta(description="Words under which this bound holds.")] = None
    exception: Annotated[
        bool, Meta(description="True where the bound stands in a clause that reverses or relaxes its own item.")
    ] = False
    within: Annotated[list[str], Meta(description="Ids of the times that say when it must be measured.")] = field(
        default_factory=list
    )
    rule: Annotated[str, Meta(description="Id of the rule that found it.")] = ""
    curated: Annotated[Curated | None, Meta(description="A curator's mark.")] = None


class Anchor(Closed):
    """The event that a window hangs on."""

    text: Annotated[str, Meta(description="The event's words.")]
    span: Annotated[Span, Meta(description="Where they stand.")]
    inherited: Annotated[bool, Meta(description="True where they stand in an ancestor of the node.")] = False
    id: Annotated[
        str | None, Meta(description="Entry of the anchor lexicon, such as `first_dose`; null when unknown.")
    ] = None


class Subject(Closed):
    """What a time is about."""

    text: Annotated[str, Meta(description="The subject's words.")]
    span: Annotated[Span, Meta(description="Where they stand.")]


class Time(Closed):
    """A window, duration, frequency or point in time."""

    id: Annotated[str, Meta(description="Id within the document, `<node>.dN`.")]
    span: Annotated[Span, Meta(description="Where the whole expression stands.")]
    text: Annotated[str, Meta(description="The whole expression, with its anchor where it stands there.")]
    relation: Annotated[
        Relation, Meta(description="How the time lies to its anchor; `length`, `every` and `at` need none.")
    ]
    low: Annotated[Bound | None, Meta(description="Lower bound.")]
    high: Annotated[Bound | None, Meta(description="Upper bound.")]
    unit: Annotated[str | None, Meta(description="UCUM time unit, {half-life}, {cycle}, or a frequency such as /wk.")]
    anchor: Annotated[Anchor | None, Meta(description="The event that the time hangs on.")] = None
    pick: Annotated[Pick | None, Meta(description="Which alternative of the group counts.")] = None
    group: Annotated[str | None, Meta(description="Shared by alternatives of one another.")] = None
    subject: Annotated[Subject | None, Meta(description="What the time is about.")] = None
    rule: Annotated[str, Meta(description="Id of the rule that found it.")] = ""
    curated: Annotated[Curated | None, Meta(description="A curator's mark.")] = None
    field: Annotated[str | UnsetType, Meta(description="Outside eligibility: the string that the spans count in.")] = (
        UNSET
    )


class ExceptionClause(Closed):
    """A clause that softens its own item."""

    id: Annotated[str, Meta(description="Id within the document, `<node>.xN`.")]
    span: Annotated[Span, Meta(description="Where the clause stands.")]
    text: Annotated[str, Meta(description="The clause, to its natural end.")]
    excepts: Annotated[list[str], Meta(description="Ids of what it softens, or the node's id.")]
    effect: Annotated[Effect, Meta(description="Whether it narrows the item or allows a case that it rules out.")]
    rule: Annotated[str, Meta(description="Id of the rule that found it.")] = ""


class Question(Closed):
    """Words of a node that no fact says and that somebody must answer for a participant."""

    id: Annotated[str, Meta(description="Id within the document, `<node>.qN`.")]
    span: Annotated[Span, Meta(description="Where the words stand.")]
    text: Annotated[str, Meta(description="The words.")]


class NumberMention(Closed):
    """A number that is no fact."""

    span: Annotated[Span, Meta(description="Where the number stands.")]
    text: Annotated[str, Meta(description="The number as written.")]
    class_: Annotated[str, Meta(description="Why it is no fact: list_number, name, date, visit, …, unexplained.")] = (
        field(name="class")
    )


class Part(Closed):
    """A member of an inline enumeration such as `(1) …; (2) …`."""

    label: Annotated[str, Meta(description="The member's marker as written.")]
    span: Annotated[Span, Meta(description="Where the member stands, without its marker.")]
    text: Annotated[str, Meta(description="The member's words.")]


class Node(Closed):
    """One line or paragraph of the eligibility text, in its place in the tree."""

    id: Annotated[str, Meta(description="Positional id, such as inc.10.2.")]
    key: Annotated[str, Meta(description="Id by content: stable when other items change.")]
    kind: Annotated[Kind, Meta(description="What the line is.")]
    section: Annotated[Section, Meta(description="The side it belongs to.")]
    label: Annotated[str | None, Meta(description="The list marker as written.")]
    label_span: Annotated[Span | None, Meta(description="Where the marker stands.")]
    text: Annotated[str, Meta(description="The item's own text without marker and children.")]
    span: Annotated[Span, Meta(description="Where that text stands.")]
    plain: Annotated[str, Meta(description="The text unescaped, unwrapped and normalised, for reading.")]
    combine: Annotated[Combine | None, Meta(description="How child criteria join for the node to hold.")] = None
    applies_to: Annotated[list[str], Meta(description="Cohorts, parts, arms or sexes that the item is limited to.")] = (
        field(default_factory=list)
    )
    parts: Annotated[list[Part], Meta(description="Members of an inline enumeration.")] = field(default_factory=list)
    thresholds: Annotated[list[Threshold], Meta(description="Comparisons.")] = field(default_factory=list)
    times: Annotated[list[Time], Meta(description="Windows, durations and frequencies.")] = field(default_factory=list)
    exceptions: Annotated[list[ExceptionClause], Meta(description="Clauses that soften the item.")] = field(
        default_factory=list
    )
    questions: Annotated[list[Question], Meta(description="What must be asked.")] = field(default_factory=list)
    numbers: Annotated[list[NumberMention], Meta(description="Numbers that are no facts.")] = field(
        default_factory=list
    )
    status: Annotated[NodeStatus, Meta(description="How much of the item is understood.")] = "none"
    curated: Annotated[Curated | None, Meta(description="A curator's mark.")] = None
    children: Annotated[list["Node"], Meta(description="Nodes below this one.")] = field(default_factory=list)


class Age(Struct, frozen=True, forbid_unknown_fields=True):
    """An age limit of the registry's own field."""

    value: Annotated[int | float, Meta(description="The number.")]
    unit: Annotated[Literal["a", "mo", "wk", "d", "h", "min"], Meta(description="UCUM time unit.")]


class Eligibility(Closed):
    """Who may join."""

    text: Annotated[
        str | None, Meta(description="The criteria as the record holds them, unchanged; null when it has none.")
    ]
    sex: Annotated[Literal["ALL", "FEMALE", "MALE"] | None, Meta(description="Sexes that may join.")] = None
    minimum_age: Annotated[Age | None, Meta(description="Youngest age; null for no limit.")] = None
    maximum_age: Annotated[Age | None, Meta(description="Oldest age; null for no limit.")] = None
    healthy_volunteers: Annotated[bool | None, Meta(description="Whether healthy volunteers may join.")] = None
    standard_ages: Annotated[
        list[Literal["CHILD", "ADULT", "OLDER_ADULT"]], Meta(description="The registry's age groups.")
    ] = field(default_factory=list)
    criteria: Annotated[list[Node], Meta(description="The tree of the text.")] = field(default_factory=list)
    expression: Annotated[
        Expression | None, Meta(description="True for eligible participants; null when there is nothing to evaluate.")
    ] = None


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
        waiting = list(reversed(self.eligibility.criteria))
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)
