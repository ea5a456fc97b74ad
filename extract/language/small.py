"""Lower case at the same offsets, for expressions that mind the case: those are several times faster."""


def small(text: str) -> str:
    """The text in lower case; a letter whose small form takes two characters stays as it is."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
