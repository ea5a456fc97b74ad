"""Thresholds: comparisons of something about the participant with a number or an ordered grade."""

from extract.facts.thresholds.finder import find
from extract.facts.thresholds.model import FoundMeasure, FoundThreshold, Words

__all__ = ["FoundMeasure", "FoundThreshold", "Words", "find"]
