"""What stands in brackets that hold no others."""

import re

ROUND = re.compile(r"\([^()]*\)")
BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def unbracketed(text: str) -> str:
    """A text with a blank for each such bracket."""
    return BRACKETED.sub(" ", text) if "(" in text or "[" in text else text
