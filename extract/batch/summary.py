"""What became of the records of one run."""

from collections import Counter
from dataclasses import dataclass, field

from msgspec import Struct

from extract.document import StudyDocument


class Counts(Struct, frozen=True):
    """What one document adds to the account of its run."""

    facts: dict[str, int]
    nodes: dict[str, int]
    numbers: dict[str, int]
    characters: int


def counts(document: StudyDocument) -> Counts:
    """The counts of one document."""
    coverage = document.coverage
    return Counts(coverage.facts, coverage.nodes, coverage.numbers, len(document.eligibility.text or ""))


@dataclass(frozen=True, slots=True)
class Failure:
    """A record that gave no document: where it came from and why."""

    source: str
    cause: str


@dataclass(slots=True)
class Summary:
    """What became of the records of one run; `resumed` of `written` stood there already when a broken run went on."""

    read: int = 0
    written: int = 0
    resumed: int = 0
    failed: list[Failure] = field(default_factory=list)
    repeated: list[dict[str, str | None]] = field(default_factory=list)
    facts: Counter[str] = field(default_factory=Counter)
    nodes: Counter[str] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    seconds: float = 0.0

    def add(self, counts: Counts) -> None:
        """Count one written document."""
        self.written += 1
        self.facts.update(counts.facts)
        self.nodes.update(counts.nodes)
        self.numbers.update(counts.numbers)
        self.characters += counts.characters

    def remove(self, counts: Counts) -> None:
        """Take out a document that a newer version has replaced."""
        self.written -= 1
        self.facts.subtract(counts.facts)
        self.nodes.subtract(counts.nodes)
        self.numbers.subtract(counts.numbers)
        self.characters -= counts.characters

    def settle(self) -> None:
        """Put what came in any order into one order."""
        self.failed.sort(key=lambda failure: (failure.source, failure.cause))
        self.repeated.sort(key=lambda one: (one["study_id"] or "", one["kept"] or "", one["dropped"] or ""))
