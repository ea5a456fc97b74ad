"""Lexicons: the vocabulary of the rules, kept as data. Adding an entry needs no change of code."""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

_LONG = 5  # letters of a word that few other texts hold


def rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of the CSV file `name`, as dicts by its header; lines that start with `#` are comments."""
    text = files(__name__).joinpath(name).read_text("utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def table(name: str) -> dict[str, Any]:
    """Contents of the TOML file `name`, read once a process; nobody may change what they are given."""
    return tomllib.loads(files(__name__).joinpath(name).read_text("utf-8"))


@cache
def word_list(name: str) -> frozenset[str]:
    """One of the small closed lists of words."""
    return word_set(table("word_lists.toml")[name])


def word_set(words: str) -> frozenset[str]:
    """The words of a list written with blanks."""
    return frozenset(words.split())


def expand(phrase: str, lists: dict[str, list[str]]) -> Iterator[str]:
    """`phrase` with each `{name}` replaced by every entry of `lists[name]`, all combinations."""
    names = [name for name in lists if "{" + name + "}" in phrase]
    for choice in product(*(lists[name] for name in names)):
        text = phrase
        for name, word in zip(names, choice, strict=True):
            text = text.replace("{" + name + "}", word)
        yield text


def alternation(phrases: Iterable[str], *, blank: str = r"\ ", wild: str = "") -> str:
    """One expression for all phrases, the longest first, that shares their beginnings, so that a miss costs one step.

    `blank` stands for each blank, `wild` for each `~` with the blank after it.
    """
    tree: dict[str, Any] = {}
    for phrase in sorted(phrases, key=lambda each: (-len(each), each)):
        node = tree
        for piece in re.findall(r"~ |.", phrase, re.DOTALL) if wild else phrase:
            written = wild if piece == "~ " else blank if piece == " " else re.escape(piece)
            node = node.setdefault(written, {})
        node[""] = {}
    return f"(?:{_branches(tree)})"


def telling(phrases: Iterable[str]) -> tuple[str, ...]:
    """Words of which a lower-cased text holds at least one wherever one of the phrases stands in it.

    Of a phrase's longer words it takes the one that most phrases hold, so that few words tell of many phrases.
    """
    split = [re.findall(r"[^\s~]+", phrase.lower()) for phrase in phrases]
    held = Counter(word for words in split for word in set(words))
    chosen: set[str] = set()
    for words in sorted(split, key=lambda words: -max(held[word] for word in words)):
        if chosen.isdisjoint(words):
            longest = max(map(len, words))
            chosen.add(max((w for w in words if len(w) >= min(longest, _LONG)), key=lambda w: (held[w], len(w), w)))
    return tuple(sorted(word for word in chosen if not any(other != word and other in word for other in chosen)))


def stems(phrases: Iterable[str]) -> tuple[str, ...]:
    """Letters in a row of which a lower-cased text holds some wherever one of the phrases stands in it.

    Each is the stretch of a phrase that most phrases share, so that few searches tell of many phrases.
    """
    wholes = literals(phrases)
    pieces = {whole: {whole[at : at + _LONG] for at in range(max(len(whole) - _LONG, 0) + 1)} for whole in wholes}
    held = Counter(piece for found in pieces.values() for piece in found)
    chosen: list[str] = []
    for whole in sorted(wholes, key=lambda whole: (-max(held[piece] for piece in pieces[whole]), whole)):
        if not holds(whole, tuple(chosen)):
            chosen.append(max(pieces[whole], key=lambda piece: (held[piece], piece)))
    return tuple(chosen)


def holds(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text holds one of some words, be it within a longer one."""
    for word in words:  # noqa: SIM110  a generator would cost more than the search
        if word in text:
            return True
    return False


def literals(phrases: Iterable[str]) -> tuple[str, ...]:
    """The phrases, in lower case, that hold no other one: a text with any phrase has one of these.

    Looking for them one by one in a lower-cased text is several times faster than their `alternation`.
    """
    found: list[str] = []
    for phrase in sorted({phrase.lower() for phrase in phrases}, key=lambda each: (len(each), each)):
        if not any(other in phrase for other in found):
            found.append(phrase)
    return tuple(found)


def _branches(tree: dict[str, Any]) -> str:
    """The expression of a prefix tree; a phrase that is the beginning of others comes last."""
    branches = [piece + _branches(below) for piece, below in tree.items() if piece]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in tree else f"(?:{'|'.join(branches)})"
    return joined + ("?" if "" in tree else "")
