"""Gold annotations: loading them and finding their quotes in the text that a document holds."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
GOLD = Path(__file__).resolve().parent / "gold"

Fact = dict[str, Any]
Place = tuple[int, int]


@dataclass(frozen=True)
class Gold:
    """One record's annotation: `study_id`, the record's file name in `corpus/`, and the annotated lists as read."""

    study_id: str
    record: str
    items: list[Fact]
    thresholds: list[Fact]
    times: list[Fact]
    exceptions: list[Fact]
    regimens: list[Fact]


def load(folder: Path = GOLD) -> Iterator[Gold]:
    """Every annotation of a folder, in the order of study ids."""
    for path in sorted(folder.glob("*.json")):
        entry = json.loads(path.read_text("utf-8"))
        yield Gold(entry.pop("id"), **entry)


def digest(corpus: Path = CORPUS, gold: Path = GOLD) -> str:
    """SHA-256 over names and bytes of all records and annotations: which corpus a figure was measured on."""
    total = hashlib.sha256()
    for folder in (corpus, gold):
        for path in sorted(p for p in folder.iterdir() if p.is_file()):
            total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def find(quote: str, text: str, start: int = 0, end: int | None = None, nth: int = 1) -> Place | None:
    """Where a quote stands; white space of any kind and length is alike, for sources wrap their lines differently."""
    pattern = re.compile(r"\s+".join(re.escape(word) for word in quote.split()))
    for count, match in enumerate(pattern.finditer(text, start, len(text) if end is None else end), 1):
        if count == nth:
            return match.span()
    return None


def extents(items: list[Fact], text: str) -> list[Place | None]:
    """From each item's start to the next item's start; None for one that the text does not hold in reading order."""
    starts: list[int | None] = []
    position = 0
    for item in items:
        place = find(item["start"], text, position)
        starts.append(place[0] if place else None)
        position = place[0] + 1 if place else position
    found: list[Place | None] = []
    for number, start in enumerate(starts):
        later = next((s for s in starts[number + 1 :] if s is not None), len(text))
        found.append(None if start is None else (start, later))
    return found


def located(facts: list[Fact], items: list[Place | None], text: str) -> list[Fact]:
    """The facts with `at`: where the quote stands in its item, or None."""

    def at(fact: Fact) -> Place | None:
        item = items[fact["item"]]
        return find(fact["quote"], text, *item, nth=fact.get("nth", 1)) if item else None

    return [{**fact, "at": at(fact)} for fact in facts]
