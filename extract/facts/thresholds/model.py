"""What the threshold finder hands on; offsets count in the plain text that a part was found in."""

from msgspec import Struct

from extract.language.reading import Limit, Reference


class Words(Struct, frozen=True):
    """Words of a text: its own (`above` 0) or of an ancestor (1 for the nearest)."""

    start: int
    end: int
    above: int = 0


class FoundMeasure(Struct, frozen=True):
    """What is compared; `id` is its entry of the catalogue, None when unknown to it."""

    words: Words
    id: str | None


class FoundThreshold(Struct, frozen=True):
    """One comparison. `unit` is UCUM, `""` for pure numbers; `items` are the lexical items used, for `explain`."""

    start: int
    end: int
    measure: FoundMeasure | None
    low: Limit | None
    high: Limit | None
    unit: str | None
    unit_text: str | None
    scale: str | None
    reference: Reference | None
    condition: Words | None
    exception: bool
    rule: str
    items: tuple[int, int]


def above_of(measure: FoundMeasure, above: int) -> FoundMeasure:
    """The measure as one that the ancestor `above` levels up names."""
    return FoundMeasure(Words(measure.words.start, measure.words.end, above), measure.id)
