"""Kinds of damage to a study document, each with the rule that must report it."""

from tests.checking.damage import accounting, identity, places, schema, values
from tests.checking.damage.find import KINDS, NotHereError

__all__ = ["KINDS", "NotHereError", "accounting", "identity", "places", "schema", "values"]
