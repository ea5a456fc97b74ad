"""Applies a curator's overrides to the facts of a study, before its expression is made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from extract.curation.matching import closest, find
from extract.curation.overrides import (
    Add,
    Applicable,
    Confirm,
    Fact,
    LocalThreshold,
    Nodewise,
    Note,
    Reject,
    SetFields,
    StudyOverrides,
)
from extract.curation.places import ADDED, DocumentFact, Home, MisplacedError, homes, localise, place
from extract.curation.renumber import insert, remove, renumber
from extract.document import Curated, Eligibility, Issue, Node, Span, Threshold
from extract.wording import fact_line

State = Literal["applied", "stale", "unneeded", "invalid"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one override.

    `stale`: its text has changed, `now` is the text that stands there instead (None when nothing is alike).
    `unneeded`: it rejects what is no longer found, adds what is found, or confirms what was corrected later.
    `invalid`: it does not fit the text that it names.
    """

    entry: Applicable
    state: State
    why: str = ""
    now: str | None = None


@dataclass(slots=True)
class Corrections:
    """Overrides of one study, to be applied by the pipeline; `outcomes` tells afterwards what became of each."""

    overrides: StudyOverrides
    sha256: str | None
    outcomes: list[Outcome] = field(default_factory=list)

    def apply(self, eligibility: Eligibility) -> tuple[list[Issue], list[Span]]:
        """Correct the facts in place; gives an issue for each override not applied, and the spans of rejected facts."""
        self.outcomes, rejected = apply(self.overrides, eligibility)
        return [_issue(outcome) for outcome in self.outcomes if outcome.state in ("stale", "invalid")], rejected


def _issue(outcome: Outcome) -> Issue:
    entry = outcome.entry
    message = f"override {entry.id} by {entry.who}: {outcome.why}; made on {entry.quote!r}"
    message += f", where now stands {outcome.now!r}." if outcome.now is not None else "."
    return Issue(code=f"{outcome.state}_override", severity="warning", message=message, path="/eligibility/criteria")


def apply(overrides: StudyOverrides, eligibility: Eligibility) -> tuple[list[Outcome], list[Span]]:
    """Apply the overrides in force, oldest first, so that the last word counts."""
    outcomes, rejected = [], list[Span]()
    lines = homes(eligibility.criteria)
    by_key = {home.node.key: home for home in lines}
    touched: dict[str, Node] = {}
    whole: list[tuple[Home, Confirm]] = []
    for entry in overrides.current():
        home = by_key.get(entry.node)
        if home is None or home.node.text != entry.quote:
            outcomes.append(stale(entry, lines, home))
            continue
        touched[entry.node] = home.node
        if isinstance(entry, Confirm) and entry.fact is None:
            whole.append((home, entry))
            continue
        try:
            outcomes.append(_STEPS[type(entry)](entry, home, rejected))
        except (MisplacedError, msgspec.ValidationError) as error:
            outcomes.append(Outcome(entry, "invalid", str(error)))
    for node in touched.values():
        renumber(node)
    # a node is confirmed as it stands when all its corrections are made
    outcomes += [_confirm_node(entry, home, later=_later(entry, overrides)) for home, entry in whole]
    return outcomes, rejected


def stale(entry: Applicable, lines: list[Home], home: Home | None) -> Outcome:
    """What is said of an override whose text has changed."""
    now = home.node.text if home is not None else closest(entry.quote, lines)
    return Outcome(entry, "stale", "the text has changed" if now is not None else "the text is gone", now)


def fact_lines(home: Home) -> list[str]:
    """The facts of a node as a curator confirms them: one line each, without what later stages add."""
    lines = []
    for fact in home.facts():
        bare = replace(fact, within=[], exception=False) if hasattr(fact, "within") else fact
        lines.append(f"{fact.text} = {fact_line(bare)}")
    return lines


def _set(entry: SetFields, home: Home, _: list[Span]) -> Outcome:
    node = home.node
    if entry.fact is None:
        changed = msgspec.convert(
            {"combine": node.combine, "applies_to": node.applies_to} | entry.fields, Nodewise, strict=True
        )
        node.combine, node.applies_to = changed.combine, changed.applies_to
        node.curated = _mark(entry, "corrected")
        return Outcome(entry, "applied")
    found = find(entry.fact, home)
    made = with_fields(localise(found, home) if found else entry.fact, entry.fields)
    _put(home, found, made, _mark(entry, "corrected"))
    return Outcome(entry, "applied", "" if found else "the rules no longer find the fact; it stands as corrected")


def with_fields(fact: Fact, fields: dict[str, Any]) -> Fact:
    """The fact with other values; `measure.id` names a field of a field. Raises msgspec.ValidationError."""
    raw = msgspec.to_builtins(fact)
    for name, value in fields.items():
        outer, _, inner = name.partition(".")
        if not inner:
            raw[outer] = value
        elif isinstance(raw.get(outer), dict):
            raw[outer] = raw[outer] | {inner: value}
        else:
            raise MisplacedError(f"{name}: the fact has no {outer}")
    made: Fact = msgspec.convert(raw, type(fact))
    return made


def _reject(entry: Reject, home: Home, rejected: list[Span]) -> Outcome:
    found = find(entry.fact, home)
    rejected.append(home.span(entry.fact.text, entry.fact.start, entry.fact.end))
    home.node.curated = _mark(entry, "corrected")
    if found is None:
        return Outcome(entry, "unneeded", "the rules no longer find the fact")
    remove(home.node, found)
    return Outcome(entry, "applied")


def _add(entry: Add, home: Home, _: list[Span]) -> Outcome:
    found = find(entry.fact, home, exactly=True)
    _put(home, found, entry.fact, _mark(entry, "confirmed" if found else "added"))
    return Outcome(entry, "unneeded" if found else "applied", "the rules now find the fact" if found else "")


def _confirm(entry: Confirm, home: Home, _: list[Span]) -> Outcome:
    if entry.fact is None:
        raise MisplacedError("a confirmed node has no fact")
    found = find(entry.fact, home)
    _put(home, found, entry.fact, _mark(entry, "confirmed"))
    return Outcome(entry, "applied", "" if found else "the rules no longer find the fact; it stands as confirmed")


def _note(entry: Note, _home: Home, _: list[Span]) -> Outcome:
    return Outcome(entry, "applied")


def _later(entry: Confirm, overrides: StudyOverrides) -> bool:
    """Whether somebody decided on the node again after it was confirmed."""
    current = overrides.current()
    after = current[current.index(entry) + 1 :]
    return any(one.node == entry.node and not isinstance(one, Note) for one in after)


def _confirm_node(entry: Confirm, home: Home, *, later: bool) -> Outcome:
    if entry.facts != fact_lines(home):
        if later:
            return Outcome(entry, "unneeded", "a later decision changed the item")
        now = "; ".join(fact_lines(home)) or "no facts"
        return Outcome(entry, "stale", f"confirmed with {'; '.join(entry.facts) or 'no facts'}, now {now}", entry.quote)
    home.node.curated = home.node.curated or _mark(entry, "confirmed")
    if home.node.curated.action == "corrected" and home.node.curated.when <= entry.when:
        home.node.curated = _mark(entry, "confirmed")
    return Outcome(entry, "applied")


def _put(home: Home, found: DocumentFact | None, fact: Fact, mark: Curated) -> None:
    """Put a fact into its node, in the place of the one found there; raises MisplacedError."""
    made = place(fact, home, found.rule if found else ADDED)
    if isinstance(made, Threshold) and isinstance(found, Threshold) and isinstance(fact, LocalThreshold):
        # words beyond the line of ancestors have no place in an override
        made.measure = made.measure if fact.measure else found.measure
    made.curated = mark
    insert(home.node, made, found)


def _mark(entry: Applicable, action: Literal["confirmed", "corrected", "added"]) -> Curated:
    return Curated(action=action, who=entry.who, when=entry.when, why=entry.why)


_STEPS: dict[type, Callable[[Any, Home, list[Span]], Outcome]] = {
    SetFields: _set, Reject: _reject, Add: _add, Confirm: _confirm, Note: _note,
}  # fmt: skip


def stale_entries(overrides: StudyOverrides, criteria: list[Node]) -> Iterator[Applicable]:
    """The overrides whose text is not in these criteria as it was: what can be told without reading anew."""
    texts = {home.node.key: home.node.text for home in homes(criteria)}
    for entry in overrides.current():
        if texts.get(entry.node) != entry.quote:
            yield entry
