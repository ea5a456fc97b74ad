"""Rules about lexicons: what holds across the lines of a file, whatever it is about."""

import re
from collections.abc import Iterator
from typing import Any

from extract.checking import ucum
from extract.checking.pointers import pointer, walk
from extract.checking.rules.rule import Rules, Violation

LEXICON = Rules()
_NAME = re.compile(r"\{([a-z_]+)\}")


@LEXICON.rule("lexicon-ids")
def lexicon_ids(lexicon: Any) -> Iterator[Violation]:  # noqa: ANN401  a table or a list of rows
    """No two lines of a lexicon have the same id.

    Repair: join the lines, or give one another id.
    """
    seen: dict[str, str] = {}
    for at, thing in walk(lexicon):
        name = thing.get("id")
        if isinstance(name, str):
            if name in seen:
                yield f"{at}/id", f"id {name!r} is already used at {seen[name]}"
            seen.setdefault(name, at)


@LEXICON.rule("lexicon-units")
def lexicon_units(lexicon: Any) -> Iterator[Violation]:  # noqa: ANN401  a table or a list of rows
    """What a lexicon calls `ucum` is a UCUM code.

    Empty for counts; the lexicon of doses has annotations in braces where UCUM has no code.

    Repair: use the UCUM code, case sensitive.
    """
    for at, thing in walk(lexicon):
        code = thing.get("ucum")
        if isinstance(code, str) and code and (fault := ucum.fault(code)):
            yield f"{at}/ucum", fault


@LEXICON.rule("lexicon-range")
def lexicon_range(lexicon: Any) -> Iterator[Violation]:  # noqa: ANN401  a table or a list of rows
    """The lower end of a range does not lie above its upper end.

    Repair: swap `low` and `high`.
    """
    for at, thing in walk(lexicon):
        low, high = thing.get("low"), thing.get("high")
        try:
            wrong = low is not None and high is not None and float(low) > float(high)
        except (TypeError, ValueError):  # words, or an empty cell: no range
            continue
        if wrong:
            yield f"{at}/low", f"{low} lies above {high}"


@LEXICON.rule("lexicon-repeats", "warning")
def lexicon_repeats(lexicon: Any) -> Iterator[Violation]:  # noqa: ANN401  a table or a list of rows
    """No list of wordings says the same wording twice.

    Repair: drop the second one.
    """
    for at, thing in walk(lexicon):
        for name, value in thing.items():
            words = value if isinstance(value, list) else value.split("|") if name == "aliases" else []
            seen: set[str] = set()
            for word in words:
                if isinstance(word, str) and word in seen:
                    yield at + pointer([name]), f"{word!r} stands twice"
                seen.add(str(word))


@LEXICON.rule("lexicon-lists")
def lexicon_lists(lexicon: Any) -> Iterator[Violation]:  # noqa: ANN401  a table or a list of rows
    """A wording that names a list in braces names one that the file has, where it has lists.

    Repair: correct the name, or add the list.
    """
    if not isinstance(lexicon, dict) or not isinstance(lexicon.get("lists"), dict):
        return
    known = set(lexicon["lists"])
    for at, thing in walk({name: value for name, value in lexicon.items() if name != "lists"}):
        for name, value in thing.items():
            for i, word in enumerate(value if isinstance(value, list) else []):
                for missing in set(_NAME.findall(word)) - known if isinstance(word, str) else ():
                    yield at + pointer([name, i]), f"there is no list {missing!r}"
