"""What a comparison of documents says: by study, criterion and fact."""

from typing import Literal

from msgspec import Struct, field

Cause = Literal["source", "rules", "overrides"]


class FieldChange(Struct, frozen=True):
    """A field with its old and new value in words; None where it is absent, or too large to be told."""

    name: str
    old: str | None
    new: str | None


class FactChange(Struct, frozen=True):
    """A fact that came, went or changed: in one line, with its quote."""

    kind: str
    change: Literal["added", "removed", "changed"]
    old: str | None
    new: str | None
    old_quote: str | None
    new_quote: str | None
    cause: Cause


class NodeChange(Struct):
    """A criterion, group, note or heading that came, went, moved, was reworded, or whose facts changed."""

    changes: list[Literal["added", "removed", "reworded", "moved", "facts", "fields"]]
    old_id: str | None
    new_id: str | None
    old_text: str | None
    new_text: str | None
    cause: Cause | None = None
    facts: list[FactChange] = field(default_factory=list)
    fields: list[FieldChange] = field(default_factory=list)


class StudyChange(Struct):
    """A study that is new, gone or changed, by what causes."""

    study_id: str
    title: str | None
    change: Literal["new", "gone", "changed"]
    causes: list[Cause] = field(default_factory=list)
    fields: list[FieldChange] = field(default_factory=list)
    nodes: list[NodeChange] = field(default_factory=list)


class Difference(Struct):
    """All differences between two files or folders of documents."""

    compared: int
    studies: list[StudyChange]
