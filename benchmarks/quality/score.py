"""Comparing documents with gold: which finds are right, which entries are missed, which finds are too many."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from benchmarks.quality.gold import Fact, Gold, Place, extents, located

Agree = Callable[[Fact, Fact], bool]

FILLER = frozenset(["of", "the", "a", "an", "and", "or", "to", "in", "with", "for", "is", "by", "on", "at", "any"])
ROMAN = dict(zip(("I", "II", "III", "IV", "V", "VI"), map(float, range(1, 7)), strict=True))
FEW_CHARACTERS = 8  # a find may begin this far from the gold start: markers are cut differently


@dataclass
class Figure:
    """Counts of one comparison over all records, with what was missed and what was too much, for reading."""

    right: int = 0
    gold: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of finds that are right; 1 when nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of gold entries found; 1 when there are none."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.found + self.gold
        return 2 * self.right / both if both else 1.0

    def add(self, gold: list[Fact], found: list[Fact], agree: Agree, show: Callable[[Fact], str]) -> None:
        """Pair each gold entry with at most one find. Optional entries and the finds they explain count neither way."""
        free = list(found)
        for entry in sorted(gold, key=lambda g: bool(g.get("optional"))):
            match = next((f for f in free if agree(entry, f)), None)
            if match is not None:
                free.remove(match)
            if entry.get("optional"):
                free = [f for f in free if not touch(entry.get("at"), f.get("at"))]
                continue
            self.gold += 1
            if match is None:
                self.missed.append(show(entry))
            else:
                self.right += 1
                self.found += 1
        self.found += len(free)
        self.extra += [show(f) for f in free]


def touch(one: Place | None, other: Place | None) -> bool:
    """Do two places share a character?"""
    return bool(one and other) and min(one[1], other[1]) > max(one[0], other[0])  # type: ignore[index]


def walk(tree: list[Fact], level: int = 0) -> Iterator[Fact]:
    """Every node with its `level`: sections and preambles do not indent what they hold."""
    for node in tree:
        yield {**node, "level": level, "at": place(node)}
        yield from walk(node.get("children", []), level + (node["kind"] not in ("section", "preamble")))


def place(fact: Fact) -> Place:
    """A found fact's span as a pair."""
    return fact["span"]["start"], fact["span"]["end"]


def alike(gold: str | None, found: str | None) -> bool:
    """Do two short phrases name the same thing? The find's words lie in the gold's, or half of all words agree."""
    wanted, got = (set(re.findall(r"\w+", (text or "").lower())) - FILLER for text in (gold, found))
    return bool(got) and (got <= wanted or 4 * len(wanted & got) >= len(wanted) + len(got))


def rank(value: float | str) -> float | str:
    """A bound's value; grades compare by rank however they are written: IV is 4, T2 is 2, but IIIB is itself."""
    if isinstance(value, str):
        grade = re.fullmatch(r"[TNMF](\d)", value)
        return float(grade[1]) if grade else ROMAN.get(value, value)
    return round(float(value), 6)


def unit(fact: Fact) -> str:
    """The fact's UCUM code, with the spellings of one unit made equal."""
    code = fact["unit"] or ""
    return code.replace("(24.h)", "d").replace("/uL", "/mm3")


def bounds(fact: Fact) -> list[Any]:
    """Low and high as comparable pairs of rank and inclusive."""
    return [end and (rank(end["value"]), end["inclusive"]) for end in (fact.get("low"), fact.get("high"))]


def _value(gold: Fact, found: Fact) -> bool:
    """Same place, bounds and unit; thresholds also the same reference limit."""
    same_reference = gold.get("reference") == found.get("reference")
    same_unit = unit(gold) == unit(found)
    return bool(touch(gold["at"], found["at"])) and bounds(gold) == bounds(found) and same_unit and same_reference


def _measured(gold: Fact, found: Fact) -> bool:
    """The measure may leave out a word of scale ("stage", "class") that the found bound itself holds."""
    measure = found.get("measure") or {}
    named = alike(gold["measure"], measure.get("text")) or alike(
        gold["measure"], f"{measure.get('text')} {found['text']}"
    )
    return _value(gold, found) and (measure.get("id") == "age" or named)


def _conditioned(gold: Fact, found: Fact) -> bool:
    condition = (found.get("condition") or {}).get("text")
    return _measured(gold, found) and (alike(gold["condition"], condition) if gold["condition"] else condition is None)


def _related(gold: Fact, found: Fact) -> bool:
    return _value(gold, found) and gold["relation"] == found["relation"] and gold.get("pick") == found.get("pick")


def _anchored(gold: Fact, found: Fact) -> bool:
    anchor = (found.get("anchor") or {}).get("text")
    return _related(gold, found) and (alike(gold["anchor"], anchor) if gold["anchor"] else anchor is None)


def _item(gold: Fact, found: Fact) -> bool:
    near = bool(gold["at"] and abs(gold["at"][0] - found["at"][0]) <= FEW_CHARACTERS)
    return near and all(gold[key] == found[key] for key in ("kind", "section", "level"))


def _joined(gold: Fact, found: Fact) -> bool:
    return _item(gold, found) and gold["combine"] == found.get("combine")


def _labelled(gold: Fact, found: Fact) -> bool:
    return _item(gold, found) and alike(" ".join(gold["applies_to"]), " ".join(found.get("applies_to") or []))


def _half(gold: Fact, found: Fact) -> bool:
    """The two places share at least half of what they cover together."""
    if not touch(gold["at"], found["at"]):
        return False
    (a, b), (c, d) = gold["at"], found["at"]
    return bool(2 * (min(b, d) - max(a, c)) >= max(b, d) - min(a, c))


def _regimen(gold: Fact, found: Fact) -> bool:
    """Same owner, dose and frequency; how much the quotes overlap does not matter."""

    def dose(r: Fact) -> object:
        return r["dose"] and (float(r["dose"]["low"]), float(r["dose"]["high"]), r["dose"]["unit"])

    def rate(r: Fact) -> object:
        days = {"min": 1 / 1440, "h": 1 / 24, "d": 1, "wk": 7, "mo": 30, "a": 365}
        f = r["frequency"]
        return f and round(f["times"] / (f["period"] * days[f["unit"]]), 4)

    return gold["source"] == found["source"] and dose(gold) == dose(found) and rate(gold) == rate(found)


def _routed(gold: Fact, found: Fact) -> bool:
    return _regimen(gold, found) and gold["route"] == found.get("route")


def figures(gold: Gold, document: Fact | None, total: dict[str, Figure]) -> None:
    """Add one record to the figures; a document that is missing misses everything."""
    document = document or {"eligibility": {"text": "", "criteria": []}}
    text = document["eligibility"]["text"] or ""
    places = extents(gold.items, text)
    items = [{**item, "at": at} for item, at in zip(gold.items, places, strict=True)]
    nodes = list(walk(document["eligibility"]["criteria"]))

    def facts(kind: str) -> list[Fact]:
        return [{**fact, "at": place(fact)} for node in nodes for fact in node.get(kind, [])]

    def add(name: str, entries: list[Fact], found: list[Fact], agree: Agree) -> None:
        total.setdefault(name, Figure()).add(entries, found, agree, lambda fact: f"{gold.record}: {_say(fact)}")

    add("items", items, nodes, _item)
    add("items, nested", [i for i in items if i["level"]], [n for n in nodes if n["level"]], _item)
    add("items, combine", [i for i in items if i["combine"]], [n for n in nodes if n.get("combine")], _joined)
    limited = [n for n in nodes if n.get("applies_to")]
    add("items, applies_to", [i for i in items if i.get("applies_to")], limited, _labelled)
    for kind, rules in (
        ("thresholds", {"": _value, ", measure": _measured, ", condition": _conditioned}),
        ("times", {"": _value, ", relation": _related, ", anchor": _anchored}),
        ("exceptions", {"": _half}),
    ):
        entries = located(getattr(gold, kind), places, text)
        for name, agree in rules.items():
            add(kind + name, entries, facts(kind), agree)
    found = list(_regimens(document))
    add("regimens", gold.regimens, _without_optional(gold.regimens, found), _regimen)
    add("regimens, route", gold.regimens, _without_optional(gold.regimens, found), _routed)


def _regimens(document: Fact) -> Iterator[Fact]:
    """The regimens of arms and interventions, each with its owner."""
    for kind, key, name in (("arm", "arms", "label"), ("intervention", "interventions", "name")):
        for owner in document.get(key, []):
            for regimen in owner.get("regimens", []):
                yield {**regimen, "source": f"{kind}:{owner[name]}"}


def _without_optional(gold: list[Fact], found: list[Fact]) -> list[Fact]:
    """Finds that only an optional entry accounts for are left out: careful readers differ on them."""
    optional = [g for g in gold if g.get("optional")]
    firm = [g for g in gold if not g.get("optional")]

    def excused(find: Fact) -> bool:
        same = [g for g in optional if g["source"] == find["source"] and alike(g["quote"], find["text"])]
        return bool(same) and not any(_regimen(g, find) for g in firm)

    return [find for find in found if not excused(find)]


def _say(fact: Fact) -> str:
    """A fact in one line, gold or found."""
    if "kind" in fact:
        words = fact.get("start") or fact.get("text") or ""
        limits = f" {fact['applies_to']}" if fact.get("applies_to") else ""
        return f"[{fact['kind']} {fact['section']} {fact['level']} {fact.get('combine')}{limits}] {words[:60]!r}"
    quote = fact.get("quote") or fact.get("text")
    told = []
    for key in (
        "source",
        "measure",
        "reference",
        "condition",
        "relation",
        "anchor",
        "pick",
        "dose",
        "frequency",
        "route",
    ):
        value = fact.get(key)
        if value is not None:
            told.append(f"{key}={value.get('text', value) if isinstance(value, dict) else value!r}")
    limits = f" {bounds(fact)} {fact.get('unit')!r}" if "low" in fact else ""
    return f"{quote!r}{limits} {' '.join(told)}"
