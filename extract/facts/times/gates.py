"""The gate of a study behind a time: `within 3 months at screening`, `for 2 weeks (washout) on randomization`."""

import re

from extract.facts.times.places import Place

_AT_GATE = re.compile(
    r"(?:\s+of\s+(?:evolution|duration|disease))?(?:\s*\([^()]{1,60}\))?\s+(?:(?:at|on|based\s+on)\s+(?:the\s+)?(?=(?:time\s+of\s+(?:the\s+)?)?(?:screening|baseline|enrol|randomi[sz]ation|inclusion|registration|(?:the\s+)?first\s+(?:dose|administration))|visit)"
    r"|in\s+(?:the\s+)?(?=run-?\s?in\b))",
    re.I,
)
_GATE_WORDS = ("at", "on", "based", "in", "of")  # what it opens with, or a bracket


def gate(place: Place) -> re.Match[str] | None:
    """The words that lead from a time to the gate of a study: ` at ` of `for 3 months at screening`."""
    if place.word not in _GATE_WORDS and "(" not in place.text[place.end : place.end + 2]:
        return None
    return _AT_GATE.match(place.text, place.end)
