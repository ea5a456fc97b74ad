"""Where in the tree a text stands: what facts may inherit from."""

from msgspec import Struct

from extract.language.reading import Reading

NEAR = 8  # ancestors and earlier siblings that a fact may inherit from; bounds the work on deep or long lists


class Context(Struct):
    """Surroundings of a criterion: its section, the readings above it (nearest first), and those of its own level.

    `place` is its own among them; few ask what stands before it, so that no list of that is kept.
    """

    section: str = "other"
    ancestors: list[Reading] = []
    siblings: list[Reading] = []
    place: int = 0

    @property
    def before(self) -> list[Reading]:
        """The readings before it, nearest first."""
        return self.siblings[max(self.place - NEAR, 0) : self.place][::-1]
