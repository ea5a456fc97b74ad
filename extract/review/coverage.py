"""What a folder's documents cover: where rules are missing."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.curation.state import read_manifest
from extract.document import StudyDocument
from extract.review.desk import Desk

_BEHIND = re.compile(r"\s*(?:[-/]\s*)?([^\W\d_]+|%)")
_BEFORE = re.compile(r"([^\W\d_]+)\W*$")
_SHOWN = 15


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a plot; `share` (0 to 100) is its length, `link` the study that it stands for."""

    name: str
    count: float
    share: float
    link: str = ""


@dataclass(slots=True)
class Covered:
    """All that the coverage page shows."""

    studies: int = 0
    explained: float | None = None
    facts: list[Bar] = field(default_factory=list)
    nodes: list[Bar] = field(default_factory=list)
    numbers: list[Bar] = field(default_factory=list)
    words: list[Bar] = field(default_factory=list)
    largest: list[Bar] = field(default_factory=list)
    slowest: list[Bar] = field(default_factory=list)


def covered(desk: Desk) -> Covered:
    """Count over all documents, with the overrides of this moment."""
    facts, nodes, numbers = Counter[str](), Counter[str](), Counter[str]()
    words, sizes = Counter[str](), dict[str, float]()
    for row in desk.rows():
        facts.update(row.coverage.facts)
        nodes.update(row.coverage.nodes)
        numbers.update(row.coverage.numbers)
        sizes[row.study_id] = row.characters
        if row.unexplained:
            words.update(_words(desk.open(row.study_id).document))
    total = numbers.total()
    seconds = {study: time * 1000 for study, time in read_manifest(desk.outputs).seconds.items() if study in sizes}
    return Covered(
        len(sizes),
        1 - numbers["unexplained"] / total if total else None,
        _bars(facts),
        _bars(nodes),
        _bars(numbers),
        _bars(words, _SHOWN),
        _bars(sizes, 10, link=True),
        _bars({study: round(time, 1) for study, time in seconds.items()}, 10, link=True),
    )


def _words(document: StudyDocument) -> Iterator[str]:
    """The word behind each unexplained number, or else before it: a unit or measure that no rule knows."""
    text = document.eligibility.text or ""
    for node in document.walk():
        for number in node.numbers:
            if number.class_ == "unexplained":
                behind = _BEHIND.match(text, number.span.end, node.span.end)
                before = _BEFORE.search(text[max(number.span.start - 40, node.span.start) : number.span.start])
                yield f"# {behind[1].lower()}" if behind else f"{before[1].lower()} #" if before else "#"


def _bars(counts: Counter[str] | dict[str, float], shown: int = 40, *, link: bool = False) -> list[Bar]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:shown]
    most = max((count for _, count in ordered), default=0)
    return [Bar(name, count, round(100 * count / most, 1), name if link else "") for name, count in ordered if count]
