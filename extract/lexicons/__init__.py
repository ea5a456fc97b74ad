"""Lexicons: the vocabulary of the rules, kept as data. Adding an entry needs no change of code."""

import csv
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any


def rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of the CSV file `name`, as dicts by its header; lines that start with `#` are comments."""
    text = files(__name__).joinpath(name).read_text("utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#"))


def table(name: str) -> dict[str, Any]:
    """Contents of the TOML file `name`."""
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
