"""Which clauses of a criterion are exceptions, and what they do to it."""

from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from extract.document import Effect
from extract.language.clause_words import clause_words
from extract.language.clauses import Clause, Clauses, clauses
from extract.language.context import Context
from extract.language.reading import Reading


class FoundException(Struct, frozen=True):
    """An exception clause in plain offsets; `body` is where the words after its opener start."""

    start: int
    end: int
    body: int
    effect: Effect
    rule: str


def find(reading: Reading, context: Context) -> list[FoundException]:
    """The exception clauses of a text, sorted by place, none within another.

    An opener ("except", "unless", "other than", …) narrows its item. Under exclusion a sentence that lets somebody in
    allows; under inclusion one does so only beside another statement, and one there that keeps somebody out narrows.
    """
    if not reading.says(clause_words().told):
        return []
    seen = clauses(reading.text)
    if not (seen.exceptions or seen.permissions or seen.refusals):
        return []
    chosen: list[FoundException] = []
    for found in sorted(
        _candidates(reading.text, seen, context.section),
        key=lambda f: (f.start, f.rule.startswith("permission"), -f.end),
    ):
        if not chosen or found.start >= chosen[-1].end:
            chosen.append(found)
    return chosen


def _candidates(text: str, seen: Clauses, section: str) -> Iterator[FoundException]:
    allows = [c for c in seen.permissions if section == "exclusion" or _beside(text, c)]
    for clause in allows:
        yield _found(clause, "allows")
    if section != "exclusion":
        for clause in seen.refusals:
            if _beside(text, clause):
                yield _found(clause, "narrows")
    for clause in seen.exceptions:
        yield _found(clause, "narrows")


def _found(clause: Clause, effect: Effect) -> FoundException:
    return FoundException(clause.start, clause.end, clause.body, effect, clause.rule)


def _beside(text: str, clause: Clause) -> bool:
    """Whether the clause follows other words of its item; alone it is the item's own requirement."""
    return any(map(str.isalpha, islice(text, clause.start)))  # the first letter ends it: nothing is copied
