"""Lexicons: the vocabulary of the rules, kept as data. Adding an entry needs no change of code."""

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any


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
    return frozenset(str(table("word_lists.toml")[name]).split())


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


def _branches(tree: dict[str, Any]) -> str:
    """The expression of a prefix tree; a phrase that is the beginning of others comes last."""
    branches = [piece + _branches(below) for piece, below in tree.items() if piece]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in tree else f"(?:{'|'.join(branches)})"
    return joined + ("?" if "" in tree else "")
