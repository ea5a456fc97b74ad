"""Where in the tree a text stands: what facts may inherit from."""

from msgspec import Struct

from extract.language.reading import Reading


class Context(Struct):
    """Surroundings of a criterion: its section, the readings above it (nearest first) and before it (nearest first)."""

    section: str = "other"
    ancestors: list[Reading] = []
    before: list[Reading] = []
    kind: str = "criterion"
