"""A curator's overrides: what one file a study holds. The JSON Schema `schemas/overrides-1.0.json` is made from here.

Every entry names the node by its `key` and carries the node's text that it was made on (`quote`). Places of a fact
count code points from the start of that text (`above: 1` from the start of the parent's text, and so on), so that they
stay true when other items of the record change.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from extract.document import Bound, Combine, Effect, Pick, Reference, Relation

OVERRIDES_VERSION = "1.0"


class Words(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Words of the node's text, or of the text of a node above it."""

    text: Annotated[str, Meta(min_length=1, description="The words.")]
    start: Annotated[int, Meta(ge=0, description="First code point within the node's text.")]
    end: Annotated[int, Meta(ge=1, description="Code point after the last.")]
    above: Annotated[int, Meta(ge=0, description="How many levels above the node the words stand.")] = 0
    id: Annotated[str | None, Meta(description="Entry of the measure or anchor lexicon.")] = None


class LocalFact(Struct, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind"):
    """What all facts have: their words, placed within the node's text."""

    text: Annotated[str, Meta(min_length=1, description="The fact's words.")]
    start: Annotated[int, Meta(ge=0, description="First code point within the node's text.")]
    end: Annotated[int, Meta(ge=1, description="Code point after the last.")]


class LocalThreshold(LocalFact, forbid_unknown_fields=True, omit_defaults=True, tag="threshold"):
    """A threshold; the fields mean what they mean in the document."""

    measure: Annotated[Words | None, Meta(description="What is compared; the fact's own words when left out.")] = None
    low: Annotated[Bound | None, Meta(description="Lower bound.")] = None
    high: Annotated[Bound | None, Meta(description="Upper bound.")] = None
    unit: Annotated[str | None, Meta(description="UCUM code; empty for pure numbers; null when unmapped.")] = None
    unit_text: Annotated[str | None, Meta(description="The unit as written.")] = None
    scale: Annotated[str | None, Meta(description="Ordinal scale of a grade.")] = None
    reference: Annotated[Reference | None, Meta(description="What the bounds are multiples of.")] = None
    condition: Annotated[Words | None, Meta(description="Words under which the bound holds.")] = None


class LocalTime(LocalFact, forbid_unknown_fields=True, omit_defaults=True, tag="time"):
    """A time; the fields mean what they mean in the document."""

    relation: Annotated[Relation, Meta(description="How the time lies to its anchor.")]
    low: Annotated[Bound | None, Meta(description="Lower bound.")] = None
    high: Annotated[Bound | None, Meta(description="Upper bound.")] = None
    unit: Annotated[str | None, Meta(description="UCUM time unit.")] = None
    anchor: Annotated[Words | None, Meta(description="The event that the time hangs on.")] = None
    pick: Annotated[Pick | None, Meta(description="Which alternative of the group counts.")] = None
    group: Annotated[str | None, Meta(description="Shared by alternatives of one another within the node.")] = None
    subject: Annotated[Words | None, Meta(description="What the time is about.")] = None


class LocalException(LocalFact, forbid_unknown_fields=True, omit_defaults=True, tag="exception"):
    """An exception clause."""

    effect: Annotated[Effect, Meta(description="Whether it narrows the item or allows a case.")]


Fact = LocalThreshold | LocalTime | LocalException


class Entry(Struct, forbid_unknown_fields=True, omit_defaults=True, tag_field="op", kw_only=True):
    """What every override says: who, when, why, and on which words."""

    id: Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{1,40}$", description="Unique within the file.")]
    who: Annotated[str, Meta(min_length=1, description="The curator.")]
    when: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d", description="ISO 8601 date or date-time.")]
    why: Annotated[str | None, Meta(description="The reason.")] = None


class OnNode(Entry, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """An override of a node or of a fact in it."""

    node: Annotated[str, Meta(min_length=1, description="The node's `key`.")]
    quote: Annotated[str, Meta(description="The node's text when the override was made.")]


class SetFields(OnNode, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, tag="set"):
    """Gives fields of a fact, or of the node (`combine`, `applies_to`), other values."""

    fields: Annotated[dict[str, Any], Meta(min_length=1, description="New values by field.")]
    fact: Annotated[Fact | None, Meta(description="The fact as it was; the node itself when left out.")] = None


class Reject(OnNode, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, tag="reject"):
    """Says that a fact is none."""

    fact: Annotated[Fact, Meta(description="The fact as it was.")]


class Add(OnNode, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, tag="add"):
    """Adds a fact that was not found."""

    fact: Annotated[Fact, Meta(description="The fact.")]


class Confirm(OnNode, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, tag="confirm"):
    """Says that a fact, or a node with all its facts, is right."""

    fact: Annotated[Fact | None, Meta(description="The fact as it was; the whole node when left out.")] = None
    facts: Annotated[list[str], Meta(description="The facts of a confirmed node, one line each.")] = field(
        default_factory=list
    )


class Note(OnNode, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, tag="note"):
    """A remark for other curators; changes nothing."""

    text: Annotated[str, Meta(min_length=1, description="The remark.")]


class Withdraw(Entry, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, tag="withdraw"):
    """Takes an earlier override back; both stay in the file."""

    of: Annotated[str, Meta(description="Id of the override that is taken back.")]


Override = SetFields | Reject | Add | Confirm | Note | Withdraw
Applicable = SetFields | Reject | Add | Confirm | Note


class StudyOverrides(Struct, forbid_unknown_fields=True):
    """All overrides of one study, oldest first; entries are only ever appended."""

    schema_version: Annotated[Literal["1.0"], Meta(description="Version of the schema, major.minor.")]
    study_id: Annotated[str, Meta(description="The study.")]
    overrides: Annotated[list[Override], Meta(description="The overrides.")] = field(default_factory=list)

    def current(self) -> list[Applicable]:
        """The overrides that nobody took back, oldest first."""
        withdrawn = {entry.of for entry in self.overrides if isinstance(entry, Withdraw)}
        return [entry for entry in self.overrides if not isinstance(entry, Withdraw) and entry.id not in withdrawn]


class Nodewise(Struct, forbid_unknown_fields=True):
    """The fields of a node that a curator may set."""

    combine: Combine | None = None
    applies_to: list[str] = field(default_factory=list)
