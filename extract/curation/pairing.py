"""Which node of an old document is which of a new one, and which have moved."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TypeVar

from extract.curation.places import Home

_ALIKE = 0.5  # share of common words from which a node counts as reworded rather than replaced
Pair = tuple[Home, Home]
_T = TypeVar("_T")


def pair(old: list[Home], new: list[Home]) -> list[Pair]:
    """Each old node with its new self: by key; else by the same words; else by the most alike words of its section."""
    pairs: list[Pair] = []
    for same in (lambda h: h.node.key, lambda h: (h.node.section, h.node.plain.lower())):
        waiting: dict[object, list[Home]] = {}
        paired_old, paired_new = _ids(p[0] for p in pairs), _ids(p[1] for p in pairs)
        for home in new:
            if id(home) not in paired_new:
                waiting.setdefault(same(home), []).append(home)
        for home in old:
            if id(home) not in paired_old and waiting.get(same(home)):
                pairs.append((home, waiting[same(home)].pop(0)))
    return pairs + _reworded(_left(old, (p[0] for p in pairs)), _left(new, (p[1] for p in pairs)))


def _ids(homes: Iterable[Home]) -> set[int]:
    return {id(home) for home in homes}


def _left(homes: list[Home], paired: Iterable[Home]) -> list[Home]:
    taken = _ids(paired)
    return [home for home in homes if id(home) not in taken]


def _reworded(old: list[Home], new: list[Home]) -> list[Pair]:
    """Nodes of the same kind and section with the most words in common, best first."""
    words = {id(home): set(home.node.plain.lower().split()) for home in (*old, *new)}
    alike = []
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            if (one.node.section, one.node.kind) == (other.node.section, other.node.kind):
                a, b = words[id(one)], words[id(other)]
                share = len(a & b) / max(len(a | b), 1)
                if share >= _ALIKE or (one.node.kind == "section" and one.node.id == other.node.id):
                    alike.append((-share, i, j))
    pairs, taken_old, taken_new = [], set[int](), set[int]()
    for _, i, j in sorted(alike):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            pairs.append((old[i], new[j]))
    return pairs


def moved(pairs: list[Pair], old: list[Home], new: list[Home]) -> set[int]:
    """`id`s of the new homes that stand elsewhere: under another parent, or past siblings that kept their order."""
    new_of = {id(a.node): b.node for a, b in pairs}
    order_old = {id(home): i for i, home in enumerate(old)}
    order_new = {id(home): i for i, home in enumerate(new)}
    elsewhere: set[int] = set()
    families: dict[int, list[Pair]] = {}
    for a, b in pairs:
        above_a, above_b = a.above[0] if a.above else None, b.above[0] if b.above else None
        if (new_of.get(id(above_a)) if above_a else None) is above_b:
            families.setdefault(id(above_b), []).append((a, b))
        else:
            elsewhere.add(id(b))
    for family in families.values():
        family.sort(key=lambda p: order_new[id(p[1])])
        kept = longest_rising([order_old[id(a)] for a, _ in family])
        elsewhere |= {id(b) for i, (_, b) in enumerate(family) if i not in kept}
    return elsewhere


def longest_rising(numbers: Sequence[int]) -> set[int]:
    """Places of a longest rising subsequence: what stayed in order when the rest moved."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        i = bisect_left(ends, number)
        before.append(places[i - 1] if i else -1)
        if i == len(ends):
            ends.append(number)
            places.append(at)
        else:
            ends[i], places[i] = number, at
    kept: set[int] = set()
    at = places[-1] if places else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept
