"""The catalogue of measures: what the lexicon knows of each thing that is compared."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from extract.lexicons import rows


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One measure.

    `dimensions` lists what its units may measure (empty: it has none), `low` and `high` bound plausible values,
    `scale` is `roman`, `digits` or `letters` for ordered grades.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    dimensions: frozenset[str]
    low: Decimal | None
    high: Decimal | None
    scale: str
    example: str


@cache
def catalogue() -> dict[str, CatalogueEntry]:
    """All measures by id."""
    return {
        row["id"]: CatalogueEntry(
            row["id"],
            row["name"],
            tuple(alias for alias in row["aliases"].split("|") if alias),
            frozenset(part for part in row["dimensions"].split("|") if part),
            Decimal(row["low"]) if row["low"] else None,
            Decimal(row["high"]) if row["high"] else None,
            row["scale"],
            row["example"],
        )
        for row in rows("measures.csv")
    }
