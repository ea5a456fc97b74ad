"""What can be told of a library without a CQL translator: undefined names, units, brackets."""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator

from extract.logic.amounts import scale

_DEFINED = re.compile(r'^(?:define|parameter|code|codesystem) ("(?:[^"\\]|\\.)*")', re.MULTILINE)
_TOKEN = re.compile(r"""(?P<name>"(?:[^"\\]|\\.)*")|(?P<text>'(?:[^'\\]|\\.)*')|(?P<bracket>[()])|(?P<line>//[^\n]*)""")
_AMOUNT = re.compile(r"\d\s*\Z")


def problems(library: str) -> Iterator[str]:
    """Every fault, with the line on which it stands."""
    defined = [match[1] for match in _DEFINED.finditer(library)]
    known = set(defined)
    for twice, count in Counter(defined).items():
        if count > 1:
            yield f"{twice} is defined {count} times"
    starts = [0, *(found.end() for found in re.finditer("\n", library))]
    depth = 0
    for match in _TOKEN.finditer(library):
        line = bisect(starts, match.start())
        if match["name"] and match["name"] not in known:
            yield f"line {line}: {match['name']} is not defined"
        if match["text"] and _AMOUNT.search(library, max(0, match.start() - 30), match.start()):
            unit = re.sub(r"\\(.)", r"\1", match["text"][1:-1])
            if scale(unit) is None:
                yield f"line {line}: {unit!r} is not understood as UCUM"
        if match["bracket"]:
            depth += 1 if match["bracket"] == "(" else -1
            if depth < 0:
                yield f"line {line}: a bracket closes that none opened"
                depth = 0
    if depth:
        yield "a bracket is not closed"
    if '"Eligible"' not in known:
        yield "no definition of Eligible"
