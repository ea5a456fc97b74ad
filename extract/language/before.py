"""What stands before a place in a text, found without a copy of all that does."""


def ahead_of(text: str, at: int, reach: int) -> str:
    """The last `reach` characters before a place."""
    return text[max(at - reach, 0) : at]


def end_before(text: str, at: int, passed: str | None = None) -> int:
    """Where what stands before a place ends, without the characters (blanks unless said) that are passed over."""
    while at and (text[at - 1].isspace() if passed is None else text[at - 1] in passed):
        at -= 1
    return at
