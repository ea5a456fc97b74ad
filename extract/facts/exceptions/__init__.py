"""Exceptions: clauses that soften their own item."""

from extract.facts.exceptions.finder import FoundException, find

__all__ = ["FoundException", "find"]
