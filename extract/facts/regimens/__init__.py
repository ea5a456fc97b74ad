"""Regimens: what arms and interventions give, how much, by which route, how often and how long."""

from extract.facts.regimens.finder import Regimens

__all__ = ["Regimens"]
