"""Fewer records than there are: the first ones, or a sample that does not depend on their order."""

from collections.abc import Iterator
from hashlib import sha256
from heapq import heappush, heappushpop

from extract.records import ReadFailure, Record

Item = Record | ReadFailure


def first(items: Iterator[Item], count: int) -> Iterator[Item]:
    """The first `count` records, with the failures among them; nothing beyond is read."""
    if count <= 0:
        return
    for item in items:
        yield item
        count -= isinstance(item, Record)
        if count <= 0:
            return


def sample(items: Iterator[Item], count: int) -> Iterator[Item]:
    """`count` records by the hash of their ids, in the order of ids: the same ones in whatever order they come.

    All sources are read to their end; only the sample is held. Failures are no records and come as they are met.
    """
    held: list[tuple[int, int, Record]] = []  # the largest hash first
    for number, item in enumerate(items):
        if isinstance(item, ReadFailure):
            yield item
        elif count > 0:
            entry = (-int.from_bytes(sha256(item.study_id.encode()).digest()[:8]), -number, item)
            if len(held) < count:
                heappush(held, entry)
            else:
                heappushpop(held, entry)
    yield from (item for *_, item in sorted(held, key=lambda entry: (entry[2].study_id, -entry[1])))
