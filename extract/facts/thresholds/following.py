"""What follows a bound that counts or grades it: past how many, past the criteria, to the head of the phrase."""

from extract.facts.thresholds.names import Names
from extract.language.reading import Quantity
from extract.lexicons import word_list

AFTER_STOPS = word_list("count_stops")
_COUNTED_OF = word_list("counted_of")
_ADJECTIVES = word_list("plain_adjectives")
_ACTING = ("inhibitor", "inhibitors", "antagonist", "antagonists", "agonist", "agonists", "donor", "donors")
_NO_TAILS = (
    word_list("phrase_tails")
    | word_list("no_names")
    | {"plus", "versus", "if", "in", "per", "resulting", "associated", "treated", "receives"}
)
_JOINTS = {"or", "and", ",", "/", "and/or"}
_WORDS = ("word", "measure")


def noun(names: Names, at: int) -> bool:
    """May item `at` be part of a name?"""
    return at < names.size and names.items[at].kind in _WORDS and names.word(at) not in AFTER_STOPS


def past_total(names: Names, quantity: Quantity, at: int) -> int:
    """Past how many there are of what is counted: `at least 4 out of 5 [body regions]`, `2 of the 3 [samples]`."""
    here = quantity.last + (names.word(quantity.last) == "out")
    if names.word(here) != "of":
        return at
    here += 1
    here += names.word(here) in ("the", "a")
    here += names.word(here) in ("last", "past", "total")
    return here + 1 if here < names.size and names.items[here].kind == "number" else at


def past_criteria(names: Names, at: int) -> int:
    """Past the name and version of the criteria a grade is of: `grade ≥ 3 (CTCAE v5.0) [neuropathy]`."""
    here = at + (names.word(at) == "(")
    here += names.word(here) == "nci"
    here += names.word(here) == "-"
    if here >= names.size or names.items[here].entry != "ctcae":
        return at
    here += 1
    while here < names.size and (
        names.word(here) in ("v", "version", "ver", ".", ",", ")", "criteria") or names.items[here].kind == "number"
    ):
        here += 1
    return here


def past_abbreviation(names: Names, first: int, end: int) -> int:
    """Past a bracket within a name that ends at item `end`: `central nervous system (CNS) [bleeding]`."""
    word = names.word
    if word(end) != "(" or end == first:
        return end
    closed = next((at for at in range(end + 2, min(end + 5, names.size)) if word(at) == ")"), None)
    if closed is None or not noun(names, closed + 1) or word(closed + 1) in _NO_TAILS:
        return end
    short = word(end + 1)
    acting = word(closed + 1).endswith(_ACTING)
    initials = closed == end + 2 and len(short) <= 6 and short[:1] in {word(at)[:1] for at in range(first, end)}
    if not (acting or initials):
        return end
    last = closed + 1
    while last - closed <= 3 and noun(names, last) and word(last) not in _NO_TAILS:
        last += 1
    return last


def headed(names: Names, first: int, end: int) -> tuple[int, int]:
    """With the head of an adjective that shares it, and of what there are episodes."""
    word = names.word
    adjective = word(first) in _ADJECTIVES or word(first).endswith(("able", "ible"))
    if end - first == 1 and adjective and word(end) == "(":
        end = next((k + 1 for k in range(end, min(end + 10, names.size)) if word(k) == ")"), end)
        return (end, end + 1) if noun(names, end) else (first, first + 1)  # "1 measurable (i.e. target) [lesion]"
    if end - first == 1 and adjective and word(end) in _JOINTS:
        at = end
        while at - end < 8 and (
            word(at) in {*_ADJECTIVES, *_JOINTS, "one", "a"} or word(at).endswith(("able", "ible"))
        ):
            at += 1
        last = at
        while last - at < 5 and (noun(names, last) or (word(last) == "-" and last > at)):
            last += 1
        return (at, last) if last > at else (first, end)
    if word(end - 1) in _COUNTED_OF and word(end) == "of":
        at = end + 1
        while at - end < 5 and noun(names, at):
            at += 1
        return (first, at) if at > end + 1 else (first, end)
    return first, end
