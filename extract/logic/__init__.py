"""From facts and tree to an expression, and its evaluation for a participant."""

from extract.logic.complete import complete

__all__ = ["complete"]
