"""Letters as rules look at them: runs of letters and digits, and a text in small letters."""

import re

RUN = re.compile(r"[^\W_]+")


def lowered(text: str) -> str:
    """A text in lower case, each character in its place."""
    return text.replace("İ", "I").lower()  # the only letter whose small form is longer
