"""Rules about a curator's overrides."""

from collections.abc import Iterator

from extract.checking import ucum
from extract.checking.pointers import walk
from extract.checking.rules.rule import Rules, Violation
from extract.checking.study import Json

OVERRIDES = Rules()


@OVERRIDES.rule("override-ids")
def override_ids(overrides: Json) -> Iterator[Violation]:
    """Entries have ids of their own, and `withdraw` takes back an entry that stands before it.

    Repair: give the later entry another id; name in `of` the id of an earlier entry.
    """
    seen: dict[str, str] = {}
    for i, entry in enumerate(overrides["overrides"]):
        at = f"/overrides/{i}"
        if entry["op"] == "withdraw" and entry["of"] not in seen:
            yield f"{at}/of", f"there is no entry {entry['of']!r} before this one"
        if entry["id"] in seen:
            yield f"{at}/id", f"id {entry['id']!r} is already used at {seen[entry['id']]}"
        seen.setdefault(entry["id"], at)


@OVERRIDES.rule("override-words")
def override_words(overrides: Json) -> Iterator[Violation]:
    """The words of a fact stand where the entry says, counted from the start of the node's text as quoted.

    Words of a node above (`above`) are only counted: as many code points as `start` and `end` say.

    Repair: correct `text`, or `start` and `end`.
    """
    for i, entry in enumerate(overrides["overrides"]):
        for at, thing in walk(entry, f"/overrides/{i}"):
            if not all(name in thing for name in ("text", "start", "end")):
                continue
            start, end = thing["start"], thing["end"]
            own = not thing.get("above") and "quote" in entry
            if end - start != len(thing["text"]) or (own and entry["quote"][start:end] != thing["text"]):
                yield at, f"{thing['text'][:60]!r} does not stand at {start}–{end} of the quoted text"


@OVERRIDES.rule("override-values")
def override_values(overrides: Json) -> Iterator[Violation]:
    """Units in overrides are UCUM codes, and a lower bound does not lie above its upper bound.

    Repair: correct the unit or the bounds; the document would not pass its own check.
    """
    for at, thing in walk(overrides["overrides"], "/overrides"):
        unit, low, high = thing.get("unit"), thing.get("low"), thing.get("high")
        if isinstance(unit, str) and unit and (fault := ucum.fault(unit)):
            yield f"{at}/unit", fault
        ends = [end.get("value") for end in (low, high) if isinstance(end, dict)]
        numbers = [end for end in ends if isinstance(end, int | float)]
        if len(numbers) == 2 and numbers[0] > numbers[1]:
            yield at, f"lower bound {numbers[0]} lies above upper bound {numbers[1]}"
