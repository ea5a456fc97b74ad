"""Units of measurement: words of the text to UCUM codes."""

from collections.abc import Container
from functools import cache

from msgspec import Struct

from extract.language.items import Item, words
from extract.lexicons import rows

_PERIODS = {
    "daily": "d", "nightly": "d", "weekly": "wk", "monthly": "mo", "yearly": "a", "hourly": "h", "annually": "a",
}  # fmt: skip
_JOINTS = {"/", "per", "a", "an", "each", "every", "⁄", "∕"}
_POWER = "power"
_MARKERS = ("cd4", "cd8", "cd34", "t-cells", "cd3")
IMPERIAL = {
    "[lb_av]",
    "[oz_av]",
    "[foz_us]",
    "[in_i]",
    "[ft_i]",
    "[mi_i]",
}  # a number and unit after the stroke says it again
_TIMES = ("times", "time", "x")
_VOLUMES = ("ul", "mcl", "mm3")  # whose stroke may be lost after a count
_GO_ON = _PERIODS.keys() | _JOINTS | {"(", "1.73", *_VOLUMES}  # what a unit goes on with after its first word


class Unit(Struct, frozen=True, gc=False):
    """A unit as read: UCUM code, dimension (parts joined by `/`), and the items `[start, end)` that say it."""

    code: str
    dimension: str
    start: int
    end: int


# What a unit word may mean: its exact spelling or None, code, dimension
_Meanings = list[tuple[list[str] | None, str, str]]
_Word = tuple[list[str], _Meanings]


@cache
def _atoms() -> dict[tuple[str, ...], _Meanings]:
    """Unit words by their lower-cased items."""
    atoms: dict[tuple[str, ...], _Meanings] = {}
    for row in rows("units.csv"):
        written = words(row["text"])
        exact = written if row["case"] else None
        atoms.setdefault(tuple(word.lower() for word in written), []).append((exact, row["ucum"], row["dimension"]))
    for found in atoms.values():
        found.sort(key=lambda atom: atom[0] is None)  # an exact spelling is asked first
    return atoms


@cache
def _by_first() -> dict[str, dict[str, list[_Word]]]:
    """The unit words by their first and second items, the longest first; those of one item under an empty second."""
    by_first: dict[str, dict[str, list[_Word]]] = {}
    for said, found in _atoms().items():
        seconds = by_first.setdefault(said[0], {})
        seconds.setdefault(said[1] if len(said) > 1 else "", []).append((list(said), found))
    for seconds in by_first.values():
        for listed in seconds.values():
            listed.sort(key=lambda word: -len(word[0]))
    return by_first


def openings(dimension: str, codes: Container[str] | None = None) -> frozenset[str]:
    """First items of the unit words of these codes, of all of the dimension unless said."""
    return frozenset(
        said[0]
        for said, found in _atoms().items()
        for _, code, of in found
        if of == dimension and (codes is None or code in codes)
    )


def atom(text: str, items: list[Item], at: int) -> Unit | None:
    """The longest unit word that starts at item `at`."""
    if not 0 <= at < len(items):
        return None
    seconds = _by_first().get(items[at].text)
    if seconds is None:
        return None
    after = items[at + 1].text if at + 1 < len(items) else ""
    for second in (after, ""):
        for said, found in seconds.get(second, ()):
            if len(said) > 2 and [item.text for item in items[at : at + len(said)]] != said:
                continue
            for exact, code, dimension in found:
                if exact is None or exact == [text[item.start : item.end] for item in items[at : at + len(said)]]:
                    return Unit(code, dimension, at, at + len(said))
    return None


def read(text: str, items: list[Item], at: int, power: int = 0) -> Unit | None:
    """The unit that starts at item `at`: unit words joined by `/` and `per`; `power` is a power of ten before it."""
    if at >= len(items):
        return None
    if power:
        return _counted(text, items, at, power)
    head = atom(text, items, at)
    if head is None or head.dimension == "administration":
        # "/mm3", "/µL", "per day": a count per something
        marked = items[at].text.startswith(_MARKERS) and at + 1 < len(items)  # 350 CD4 cells/µL
        stroke = at + 1 if marked else at
        if items[stroke].text in {"/", "per"} and (below := _below(text, items, stroke + 1)):
            return Unit("/" + below.code, "count/" + below.dimension, at, below.end)
        return None
    if head.dimension == _POWER:
        follows = _counted(text, items, head.end, 0)
        return Unit(head.code + follows.code, follows.dimension, at, follows.end) if follows else None
    return _over(text, items, head)


def unknown(text: str, items: list[Item], at: int) -> Unit | None:
    """Words that must be a unit though the lexicon does not know it: `27 mgA/L`, `40 Todd units`. Its code is `?`."""
    if at + 1 >= len(items) or (items[at].kind != "word" and items[at].text != "/"):
        return None
    if items[at].text == "kilo" and items[at + 1].kind == "word":
        return Unit("?", "unknown", at, at + 2)  # "0.35 kilo antibody units (kAU)/L"
    if items[at].kind == "word" and items[at + 1].text in {"unit", "units"}:
        below = atom(text, items, at + 3) if at + 3 < len(items) and items[at + 2].text == "/" else None
        if below is not None and below.dimension == "volume":
            return Unit("?", "unknown", at, below.end)  # "0.5 kallikrein units/L"
        return Unit("?", "unknown", at, at + 2) if text[items[at].start].isupper() else None
    if damaged := _damaged(text, items, at):
        return damaged
    if items[at].text == "/" and items[at + 1].text in {"ml3", "l3"}:
        return Unit("?", "count/volume", at, at + 2)  # no volume has such a unit
    if (
        at + 2 >= len(items)
        or items[at].kind != "word"
        or items[at + 1].text != "/"
        or atom(text, items, at) is not None
    ):
        return None
    below = atom(text, items, at + 2)
    if below is None or below.dimension not in {"volume", "mass", "time"} or items[at + 1].start != items[at].end:
        return None
    if items[at].text in _TIMES:
        return Unit("/" + below.code, "time", at, below.end) if below.dimension == "time" else None
    return Unit("?", "unknown", at, below.end)


def _damaged(text: str, items: list[Item], at: int) -> Unit | None:
    """A unit with letters wrong or words too many: `200/vL`, `50 cubic (c)/mL`, `4.5 G/I`."""
    if at + 1 >= len(items) or (items[at].end != items[at + 1].start and items[at + 1].text != "("):
        return None
    after = items[at + 1]
    if items[at].text == "/" and after.kind == "word" and len(after.text) == 2 and text[after.end - 1] == "L":
        return Unit("?", "count/volume", at, at + 2) if atom(text, items, at + 1) is None else None
    if items[at].text == "g" and after.text == "/" and at + 2 < len(items) and items[at + 2].text == "i":
        return Unit("?", "count/volume", at, at + 3)
    if after.text != "(" or items[at].kind != "word" or at + 5 >= len(items) or items[at + 3].text != ")":
        return None
    below = atom(text, items, at + 5) if items[at + 4].text == "/" else None
    return Unit("?", "unknown", at, below.end) if below is not None and below.dimension == "volume" else None


def _counted(text: str, items: list[Item], at: int, power: int) -> Unit | None:
    """A count in powers of ten: what follows `× 10^9` in `/L`, `cells/µL`."""
    prefix = f"10*{power}" if power else ""
    if at >= len(items):
        return None
    skip = 1 if items[at].text in {"-", "."} else 0
    head = atom(text, items, at + skip)
    if head is not None and head.dimension == "count" and not head.code:
        at = head.end
        if at >= len(items):
            return None
    if items[at].text in {"/", "per", "⁄"} and (below := _below(text, items, at + 1)):
        return Unit(f"{prefix}/{below.code}", "count/" + below.dimension, at, below.end)
    return None


def _over(text: str, items: list[Item], head: Unit) -> Unit:
    """`head` with what it is divided by: `mg/kg/day`, `mL/min/1.73 m2`, `units per week`, `mg daily`."""
    if head.code and (head.end >= len(items) or items[head.end].text not in _GO_ON):
        return head  # as nearly all are
    code, dimension, end = head.code, head.dimension, _past_repeat(text, items, head)
    while end < len(items):
        word = items[end].text
        if word in _PERIODS and dimension not in {"time", "half-life", "cycle"}:
            return Unit(f"{code}/{_PERIODS[word]}", dimension + "/time", head.start, end + 1)
        joint = end + 1 if word in _JOINTS else end
        if word in {"a", "an", "each", "every"} and dimension in {"time", "count", "length", "fraction"}:
            break
        if joint == end:
            # "mL/min 1.73m2", "ml min": the stroke was lost; only the body surface is safe to take
            if word == "1.73" and code.endswith("mL/min"):
                joint = end
            elif not code and dimension == "count" and word in _VOLUMES:
                joint = end  # "100,000 platelets uL"
            else:
                break
        below = _below(text, items, joint)
        if below is None:
            break
        if below.code[0:1] == "(" and (code in IMPERIAL or below.dimension == dimension):
            fluid = below.dimension == "volume" and dimension == "mass"
            return Unit("[foz_us]" if fluid else code, "volume" if fluid else dimension, head.start, end)
        below = _exact_below(text, items, below)
        if below.code and not (below.dimension == "time" and code.endswith("/" + below.code)):
            code, dimension = f"{code}/{below.code}", f"{dimension}/{below.dimension}"
        again = _past_repeat(text, items, below)  # "mL/minute (min)/1.73 m2"
        end = again if again < len(items) and items[again].text in {"/", "per"} else below.end
        if dimension.count("/") > 3:
            break
    return Unit(code or "1", dimension, head.start, _past_whole(text, items, code, end))


def _past_whole(text: str, items: list[Item], code: str, at: int) -> int:
    """Past a whole unit said again in brackets: `kilograms per square meter (kg/m2)`."""
    if "/" not in code or at + 2 >= len(items) or items[at].text != "(":
        return at
    again = atom(text, items, at + 1)
    again = _over(text, items, again) if again is not None and again.dimension != _POWER else None
    closed = again is not None and again.code == code and again.end < len(items) and items[again.end].text == ")"
    return again.end + 1 if closed and again else at


def _exact_below(text: str, items: list[Item], below: Unit) -> Unit:
    """`cells/millimeter (mm^3)`: a unit below the stroke that its bracket says better."""
    if below.dimension != "length" or below.end >= len(items) or items[below.end].text != "(":
        return below
    again = atom(text, items, below.end + 1)
    closed = again is not None and again.end < len(items) and items[again.end].text == ")"
    if not closed or again is None or again.dimension != "volume":
        return below
    return Unit(again.code, again.dimension, below.start, again.end + 1)


def _past_repeat(text: str, items: list[Item], head: Unit) -> int:
    """Past a unit said again in brackets: `milliliter (mL)/second`."""
    if head.end + 2 < len(items) and items[head.end].text == "(":
        again = atom(text, items, head.end + 1)
        if again is not None and again.code == head.code and again.end < len(items) and items[again.end].text == ")":
            return again.end + 1
        at = head.end + 1
        short = len(items[at].text) <= 2 and items[head.start].text.startswith(items[at].text)
        if short and at + 2 < len(items) and items[at + 1].text == ")" and items[at + 2].text == "/":
            return at + 2  # "copies (c)/mL"
    return head.end


def _below(text: str, items: list[Item], at: int) -> Unit | None:
    """A unit below the stroke: a unit word, the standard body surface, or a dose (which UCUM does not count)."""
    if at >= len(items):
        return None
    opened = items[at].text == "("
    here = at + opened
    if here < len(items) and items[here].text in {"1.73", "1.73m2"}:
        area = atom(text, items, here + 1)
        if area is not None and area.dimension == "area":
            return Unit("{1.73_m2}", "surface", at, _past_repeat(text, items, area))
        return Unit("{1.73_m2}", "surface", at, here + 1) if not opened else None
    if opened:
        return None
    number = items[at]
    if number.kind == "number" and at + 1 < len(items):
        hyphen = items[at + 1].text == "-" and items[at + 1].start == number.end  # per 24-hour
        unit = atom(text, items, at + 1 + hyphen)
        if (
            unit is not None
            and unit.code
            and "/" not in unit.code
            and unit.dimension in {"time", "volume", "field", "mass"}
        ):
            return Unit(
                f"({number.text}.{unit.code})" if number.text != "1" else unit.code, unit.dimension, at, unit.end
            )
        return None
    unit = atom(text, items, at)
    if unit is None:
        return None
    if unit.dimension == "administration":
        return Unit("", unit.dimension, at, unit.end)
    if (
        unit.code.startswith("/")
        or not unit.code
        or unit.dimension in (_POWER, "pressure", "temperature", "fraction", "percentile")
    ):
        return None
    return unit
