"""Facts as brat's stand-off annotation, and back as overrides, so that teams can annotate in their own tool.

A fact is a text-bound annotation (`Threshold`, `Time`, `Exception`); the words that it refers to are annotations of
their own, joined by relations; its values stand in its note as JSON. Offsets count code points, as in the document.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from extract.curation.making import header
from extract.curation.matching import same_fact
from extract.curation.overrides import (
    Add,
    Applicable,
    Fact,
    LocalException,
    LocalThreshold,
    LocalTime,
    Reject,
    SetFields,
    Words,
)
from extract.curation.places import Home, homes_of, localise
from extract.document import Span, StudyDocument

_TYPES: dict[str, type[LocalThreshold] | type[LocalTime] | type[LocalException]] = {
    "Threshold": LocalThreshold,
    "Time": LocalTime,
    "Exception": LocalException,
}
_NAMES = {made: name for name, made in _TYPES.items()}
_ROLES = {"measure": "Measure", "condition": "Condition", "anchor": "Event", "subject": "Subject"}
_PLACES = {"text", "start", "end", "kind", *_ROLES}

CONFIGURATION = """[entities]
Threshold
Time
Exception
Measure
Condition
Event
Subject

[relations]
measure\tArg1:Threshold, Arg2:Measure
condition\tArg1:Threshold, Arg2:Condition
anchor\tArg1:Time, Arg2:Event
subject\tArg1:Time, Arg2:Subject
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
"""
"""brat's `annotation.conf` for these annotations."""


def export(document: StudyDocument) -> tuple[str, str]:
    """The text and the annotations of a document (`.txt` and `.ann`)."""
    text = document.eligibility.text or ""
    lines: list[str] = []
    bound = relations = notes = 0
    for home in homes_of(document):
        for fact in home.facts():
            local = localise(fact, home)
            bound += 1
            own = f"T{bound}"
            lines.append(_bound(own, _NAMES[type(local)], fact.span, text))
            values = {name: value for name, value in msgspec.to_builtins(local).items() if name not in _PLACES}
            for role, kind in _ROLES.items():
                words: Words | None = getattr(local, role, None)
                if words is None:
                    continue
                bound, relations = bound + 1, relations + 1
                start = home.level(words.above).span.start
                lines.append(_bound(f"T{bound}", kind, Span(start + words.start, start + words.end), text))
                lines.append(f"R{relations}\t{role} Arg1:{own} Arg2:T{bound}")
                if words.id is not None:
                    values[f"{role}.id"] = words.id
            notes += 1
            lines.append(f"#{notes}\tAnnotatorNotes {own}\t{msgspec.json.encode(values).decode()}")
    return text, "".join(f"{line}\n" for line in lines)


def _bound(name: str, kind: str, span: Span, text: str) -> str:
    """A text-bound annotation; where its words run over line ends it is cut in fragments, as brat wants it."""
    pieces = [
        (span.start + found.start(), span.start + found.end())
        for found in re.finditer(r"[^\r\n]+", text[span.start : span.end])
    ]
    places = ";".join(f"{start} {end}" for start, end in pieces)
    return f"{name}\t{kind} {places}\t{' '.join(text[start:end] for start, end in pieces)}"


@dataclass(slots=True)
class Annotations:
    """What an `.ann` file says."""

    bound: dict[str, tuple[str, Span]] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


_LINE = re.compile(r"T\d+\t(?P<kind>\S+) (?P<places>\d+ \d+(?:;\d+ \d+)*)\t")
_RELATION = re.compile(r"R\d+\t(\S+) Arg1:(T\d+) Arg2:(T\d+)")
_NOTE = re.compile(r"#\d+\tAnnotatorNotes (T\d+)\t(.*)")


def parse(ann: str) -> Annotations:
    """Read an `.ann` file; lines of other kinds (attributes, events, normalisations) are named in `problems`."""
    found = Annotations()
    for line in ann.splitlines():
        if bound := _LINE.match(line):
            numbers = [int(number) for number in re.findall(r"\d+", bound["places"])]
            found.bound[line.partition("\t")[0]] = (bound["kind"], Span(min(numbers), max(numbers)))
        elif relation := _RELATION.match(line):
            found.relations.append((relation[1], relation[2], relation[3]))
        elif note := _NOTE.match(line):
            found.notes[note[1]] = note[2]
        elif line.strip():
            found.problems.append(f"not understood: {line}")
    return found


def overrides(document: StudyDocument, text: str, ann: str, who: str) -> tuple[list[Applicable], list[str]]:
    """What was changed in the annotations, as overrides, and what could not be taken over, in words.

    Raises ValueError when `text` is not the document's: the annotations count in it.
    """
    if text != (document.eligibility.text or ""):
        raise ValueError("the text differs from the document's: export it anew")
    found = parse(ann)
    entries: list[Applicable] = []
    homes = homes_of(document)
    wanted = _facts(found, homes)
    for home in homes:
        entries += _changes(home, wanted.get(id(home), []), who)
    return entries, found.problems


def _facts(found: Annotations, homes: list[Home]) -> dict[int, list[Fact]]:
    """The annotated facts by the home that they stand in."""
    facts: dict[int, list[Fact]] = {}
    roles: dict[str, list[tuple[str, str]]] = {}
    for role, fact, words in found.relations:
        roles.setdefault(fact, []).append((role, words))
    for name, (kind, span) in found.bound.items():
        if kind not in _TYPES:
            continue
        home = next((h for h in homes if h.node.span.start <= span.start and span.end <= h.node.span.end), None)
        if home is None:
            found.problems.append(f"{name}: stands in no item, or in more than one")
            continue
        try:
            facts.setdefault(id(home), []).append(_fact(name, kind, span, home, found, roles.get(name, [])))
        except (msgspec.DecodeError, TypeError) as error:
            found.problems.append(f"{name}: its note must hold the values as JSON ({error})")
    return facts


def _fact(  # noqa: PLR0913, PLR0917  an annotation with all that belongs to it
    name: str, kind: str, span: Span, home: Home, found: Annotations, roles: list[tuple[str, str]]
) -> Fact:
    at = home.node.span.start
    start, end = span.start - at, span.end - at
    raw: dict[str, Any] = msgspec.json.decode(found.notes.get(name, ""))
    entries = {role: raw.pop(f"{role}.id", None) for role in _ROLES}
    raw |= {"text": home.node.text[start:end], "start": start, "end": end, "kind": kind.lower()}
    for role, target in roles:
        if role not in _ROLES or target not in found.bound:
            found.problems.append(f"{name}: its relation {role} to {target} is not understood")
            continue
        place = found.bound[target][1]
        level = next(
            (n for n in (home.node, *home.above) if n.span.start <= place.start and place.end <= n.span.end), None
        )
        words = level and home.words(level.text[place.start - level.span.start : place.end - level.span.start], place)
        if words is None:
            found.problems.append(f"{name}: {target} stands neither in its item nor above it")
            continue
        raw[role] = msgspec.to_builtins(msgspec.structs.replace(words, id=entries[role]))
    made: Fact = msgspec.convert(raw, _TYPES[kind])
    return made


def _changes(home: Home, wanted: list[Fact], who: str) -> Iterator[Applicable]:
    """Overrides that turn the facts of a node into those that are wanted."""
    have = [localise(fact, home) for fact in home.facts()]
    added = _without(wanted, have)
    left = _without(have, wanted)
    for fact in left:
        same = next((one for one in added if same_fact(fact, one)), None)
        if same is None:
            yield Reject(**header(home, who, "brat"), fact=fact)
            continue
        added.remove(same)
        old, new = msgspec.to_builtins(fact), msgspec.to_builtins(same)
        names = {name for name in (*old, *new) if old.get(name) != new.get(name)}
        yield SetFields(**header(home, who, "brat"), fact=fact, fields={name: new.get(name) for name in sorted(names)})
    for fact in added:
        yield Add(**header(home, who, "brat"), fact=fact)


def _without(facts: Iterable[Fact], others: list[Fact]) -> list[Fact]:
    """The facts that the others do not have, each as often as it is missing."""
    remaining, left = list(others), []
    for fact in facts:
        if fact in remaining:
            remaining.remove(fact)
        else:
            left.append(fact)
    return left
