"""Where in the tree a text stands: what facts may inherit from."""

from dataclasses import dataclass, field

from extract.language.reading import Reading


@dataclass(slots=True)
class Context:
    """Surroundings of a criterion: its section, the readings above it (nearest first) and before it (nearest first)."""

    section: str = "other"
    ancestors: list[Reading] = field(default_factory=list)
    before: list[Reading] = field(default_factory=list)
    kind: str = "criterion"
