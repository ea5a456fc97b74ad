"""The eligibility side of the study document: the tree of criteria with its facts.

`extract.document` offers these types together with the rest of the document; import them from there.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from extract.expression import Expression

Section = Literal["inclusion", "exclusion", "other"]
Kind = Literal["section", "group", "criterion", "note", "preamble"]
Combine = Literal["all", "any", "examples"]
NodeStatus = Literal["structured", "partial", "text_only", "none"]
Reference = Literal["ULN", "LLN", "baseline", "predicted", "normal"]
Relation = Literal["before", "after", "around", "length", "every", "at"]
Pick = Literal["longer", "shorter"]
Effect = Literal["narrows", "allows"]


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
    curated: Annotated[Curated | UnsetType, Meta(description="A curator's mark; absent without one.")] = UNSET


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

    def placed(self) -> Iterator[tuple[str, Node]]:
        """Every node with its JSON pointer in the document, in reading order; works for any depth."""
        waiting = [(f"/eligibility/criteria/{i}", node) for i, node in enumerate(self.criteria)][::-1]
        while waiting:
            path, node = waiting.pop()
            yield path, node
            waiting += [(f"{path}/children/{i}", child) for i, child in enumerate(node.children)][::-1]
