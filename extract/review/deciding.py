"""From what a curator did on the page to an override."""

from copy import deepcopy
from typing import Any, Literal

import msgspec
from msgspec import Struct, field

from extract.curation.apply import apply, fact_lines, with_fields
from extract.curation.making import fact_of, header, words
from extract.curation.overrides import (
    Add,
    Applicable,
    Confirm,
    Fact,
    LocalException,
    LocalThreshold,
    LocalTime,
    Note,
    Reject,
    SetFields,
    StudyOverrides,
    Words,
)
from extract.curation.places import DocumentFact, Home, MisplacedError, homes_of, localise
from extract.document import Eligibility, StudyDocument
from extract.wording import fact_line


class ChangedMeanwhileError(Exception):
    """The fact or item on the page is no longer what it was: somebody else decided on it."""


class Decision(Struct, forbid_unknown_fields=True):
    """What the page sends. `seen` is the fact's line, or the item's text, as the page showed it."""

    do: Literal["accept", "set", "reject", "add", "note", "undo"]
    seen: str = ""
    fact: str | None = None
    node: str | None = None
    of: str | None = None
    kind: Literal["threshold", "time", "exception"] = "threshold"
    text: str = ""
    start: int | None = None
    measure: str = ""
    anchor: str = ""
    condition: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    why: str | None = None


def override(decision: Decision, document: StudyDocument, who: str) -> Applicable:
    """The override that a decision makes.

    Raises ChangedMeanwhileError, and MisplacedError or msgspec.ValidationError for words or values that do not fit.
    """
    lines = homes_of(document)
    if decision.fact is not None:
        try:
            home, fact = fact_of(lines, decision.fact)
        except KeyError:
            raise ChangedMeanwhileError(decision.fact) from None
        if fact_line(fact) != decision.seen:
            raise ChangedMeanwhileError(decision.fact)
        made = _on_fact(decision, home, fact, who)
    else:
        found = [home for home in lines if home.node.id == decision.node]
        if not found or found[0].node.text != decision.seen:
            raise ChangedMeanwhileError(decision.node)
        made = _on_node(decision, found[0], who)
    return made


def _on_fact(decision: Decision, home: Home, fact: DocumentFact, who: str) -> Applicable:
    said, local = header(home, who, decision.why or None), localise(fact, home)
    if decision.do == "accept":
        return Confirm(**said, fact=local)
    if decision.do == "reject":
        return Reject(**said, fact=local)
    if decision.do == "set":
        fields = {name: value for name, value in _fields(decision, home, local).items() if _value(local, name) != value}
        if not fields:
            raise MisplacedError("nothing was changed")
        proved(SetFields(**said, fact=local, fields=fields), home)
        return SetFields(**said, fact=local, fields=fields)
    raise MisplacedError(f"{decision.do} needs an item, not a fact")


def _value(local: Fact, name: str) -> Any:  # noqa: ANN401  any field's value
    outer, _, inner = name.partition(".")
    value = getattr(local, outer, None)
    return msgspec.to_builtins(getattr(value, inner, None) if inner else value)


def _fields(decision: Decision, home: Home, local: Fact) -> dict[str, Any]:
    """The values of the form; words that name a measure, event or condition get their places."""
    fields = dict(decision.fields)
    for name, given in (("measure", decision.measure), ("anchor", decision.anchor), ("condition", decision.condition)):
        was: Words | None = getattr(local, name, None)
        entry = fields.pop(f"{name}.id", None) or None
        if not hasattr(local, name) or (was and given == was.text and entry == was.id) or (not given and not was):
            continue
        placed = was if was and given == was.text else words(home, given) if given else None
        fields[name] = msgspec.to_builtins(msgspec.structs.replace(placed, id=entry)) if placed else None
    return fields


def _on_node(decision: Decision, home: Home, who: str) -> Applicable:
    said = header(home, who, decision.why or None)
    if decision.do == "accept":
        return Confirm(**said, facts=fact_lines(home))
    if decision.do == "note":
        return Note(**said, text=decision.text)
    if decision.do == "add":
        added = Add(**said, fact=_added(decision, home))
        proved(added, home)
        return added
    raise MisplacedError(f"{decision.do} needs a fact, not an item")


def _added(decision: Decision, home: Home) -> Fact:
    start = None if decision.start is None else decision.start - home.node.span.start
    quote = words(home, decision.text, start)
    if quote.above:
        raise MisplacedError(f"{decision.text!r} does not stand in the item itself")
    place = (quote.text, quote.start, quote.end)
    bare: Fact
    if decision.kind == "threshold":
        bare = LocalThreshold(*place)
    elif decision.kind == "time":
        bare = LocalTime(*place, relation="length")
    else:
        bare = LocalException(*place, effect="allows")
    made = with_fields(bare, _fields(decision, home, bare))
    if not isinstance(made, LocalException) and made.low is None and made.high is None:
        raise MisplacedError("a bound is needed")
    return made


def proved(entry: Applicable, home: Home) -> None:
    """Apply the override to a copy of its item; raises MisplacedError where that fails."""
    lines = [msgspec.structs.replace(deepcopy(home.node), children=[])]
    for above in home.above:
        lines = [msgspec.structs.replace(above, children=lines)]
    (outcome,), _ = apply(StudyOverrides("1.0", "", [entry]), Eligibility(None, criteria=lines))
    if outcome.state == "invalid":
        raise MisplacedError(outcome.why)
