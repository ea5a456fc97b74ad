"""List markers: bullets, numbers, letters and roman numerals at the start of a line."""

import re
from functools import lru_cache

from msgspec import Struct

_BULLET = re.compile(
    r"(?:\\[-+]|[-*+o–—―−‐‑§·](?=\s|$)|[•‣⁃▪▫■□●○◦►▸▶➢➤✓✔❖◆◇★°\uf0b7\uf0a7\uf0d8\uf0fc]|&bull;|-(?=[A-Za-z])|\*(?=[A-Z][a-z]))"
)
_ORDINAL = re.compile(
    r"(?P<number>[0-9０-９]{1,3}) ?\\?(?P<close>[.)）．、:](?!\d))(?P<glued>\S)?"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3})(?:\\?[.)])?(?=\s)"
    r"|[(（](?P<inner>[0-9０-９]{1,3}|[A-Za-z]|[ivxIVX]{2,5})[)）](?:\\?[.:])?"
    r"|(?P<word>[A-Za-z]|[ivx]{2,5}|[IVX]{2,5})\\?(?P<after>[.)）])(?=\s|$)"
    r"|(?P<tagged>\d{1,2}) \([A-Z]\d{0,2}\)[.:]?(?=\s)"
    r"|(?P<circled>[①-⑳])"
    r"|(?P<weak>\d{1,2})(?: ?[-–/](?! ?\d)(?=\s?[A-Z])|(?= [A-Z][a-z]))"
)
_LETTERED = 8  # characters of the longest letter or numeral with the sign that closes it
_INLINE = 9
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


class Reading(Struct, frozen=True):
    """One way to read a marker: its style (what siblings share) and its place in the count (0 for bullets)."""

    style: str
    ordinal: int
    path: tuple[int, ...] = ()


class Marker(Struct, frozen=True):
    """A marker at the start of a line; `length` characters of the line belong to it, white space after it not."""

    length: int
    readings: tuple[Reading, ...]
    sure: bool
    bullet: bool
    double: bool = False  # `- •`: the second one was typed into the first item of a list
    escaped: bool = False  # `1\\.`: text to the export, so its indent is not that of a list
    alone: "Marker | None" = None  # the bullet without the letter after it, which counts only in a count


def roman(text: str) -> int:
    """Value of a roman numeral up to 39, or 0 when it is none."""
    total, last = 0, 0
    for letter in reversed(text.lower()):
        value = _ROMAN.get(letter, 0)
        if not value:
            return 0
        total += -value if value < last else value
        last = max(last, value)
    return total


def read(line: str) -> Marker | None:
    """The marker that opens `line` (which starts with no white space), or None.

    A marker that is not `sure` counts only beside its neighbours in the count: see `confirm`.
    """
    at = line.find(" ", 1, _LETTERED)
    if at > 0:
        closed = line[at - 1] in ".)"
        if closed or (at == 1 and _is_word(line[2 : 2 + _LETTERED])):
            marker = _opening(line[:at])
            if marker is not None or closed:
                return marker
    elif _is_word(line[:_LETTERED]):
        return None
    return _read(line)


@lru_cache(maxsize=512)
def _opening(signs: str) -> Marker | None:
    """The marker that signs are by themselves, be it a bullet or a closed number: there are few."""
    return _read(signs + " ")


def _read(line: str) -> Marker | None:
    bullet = _BULLET.match(line)
    if bullet is None:
        return _ordinal(line)
    end = bullet.end()
    glyph = bullet.group().lstrip("\\")
    rest = line[end:].lstrip()
    inner_at = len(line) - len(rest)
    further = inner_at > end and not _is_word(rest[:_LETTERED])
    inner = _ordinal(rest) if further else None
    again = _BULLET.match(line, inner_at) if further else None
    if again is not None and glyph in "-*•":  # "-  -text"
        return Marker(again.end(), (Reading("bullet " + glyph, 0),), sure=True, bullet=True, double=True)
    if inner is not None and "\\" in line[inner_at : inner_at + inner.length]:
        return Marker(inner_at + inner.length, inner.readings, sure=True, bullet=True, escaped=True)
    if inner is not None and inner.sure and inner.readings[0].style != "①":
        return Marker(inner_at + inner.length, inner.readings, sure=True, bullet=True)
    bare = Marker(end, (Reading("bullet " + glyph, 0),), sure=True, bullet=True)
    if inner is not None and len(inner.readings[0].style) == 2 and inner.readings[0].style[0] in "aAiI":
        return Marker(inner_at + inner.length, inner.readings, sure=False, bullet=True, alone=bare)
    return bare


def _is_word(start: str) -> bool:
    """Whether a line plainly begins with a word and no marker: none of these letters is closed by a sign."""
    if not start[:1].isalpha() or "." in start or ")" in start or "）" in start:
        return False
    return start[0] != "o" or start[1:2].isalnum()  # an `o` by itself is a bullet


def _ordinal(line: str) -> Marker | None:
    match = _ORDINAL.match(line)
    if match is None:
        return None
    length = match.end()
    if match["number"]:
        glued = match["glued"]
        length -= bool(glued)
        close = match["close"].translate({ord("）"): ")", ord("．"): "."})
        sure = close != ":" and (not glued or not (glued.isdigit() or glued in ".,;%)/"))
        if glued and not sure:
            return None
        value = int(match["number"].translate(_WIDE))
        escaped = "\\" in line[:length]
        return Marker(length, (Reading("1" + close, value),), sure=sure, bullet=False, escaped=escaped)
    if match["dotted"]:
        path = tuple(map(int, match["dotted"].split(".")))
        return Marker(length, (Reading("1.1" + ".1" * (len(path) - 2), path[-1], path),), sure=False, bullet=False)
    if match["inner"]:
        return Marker(length, _letters(match["inner"].translate(_WIDE), "()"), sure=True, bullet=False)
    if match["word"]:
        close = match["after"].replace("）", ")")
        numeral = match["word"].islower() and len(match["word"]) > 1
        return Marker(length, _letters(match["word"], close), sure=close == ")" or numeral, bullet=False)
    if match["tagged"]:
        return Marker(length, (Reading("1 ()", int(match["tagged"])),), sure=True, bullet=False)
    if match["circled"]:
        return Marker(length, (Reading("①", ord(match["circled"]) - ord("①") + 1),), sure=True, bullet=False)
    return Marker(length, (Reading("1 weak", int(match["weak"])),), sure=False, bullet=False)


def _letters(text: str, close: str) -> tuple[Reading, ...]:
    """Readings of a number, letter or roman numeral; `i`, `v` and `x` may be either."""
    if text.isdigit():
        return (Reading("1" + close, int(text)),)
    case = "I" if text[0].isupper() else "i"
    found = []
    value = roman(text)
    if value:
        found.append(Reading(case + close, value))
    if len(text) == 1:
        letter = Reading(("A" if text.isupper() else "a") + close, ord(text.lower()) - ord("a") + 1)
        found.append(letter)
    return tuple(found) or (Reading("a" + close, 0),)


def begun_inline(reading: Reading, text: str) -> bool:
    """Whether `text` holds the members of a count that come before `reading`, from 1 on: `…: (i) one` before `(ii)`."""
    if not 1 < reading.ordinal <= _INLINE or reading.style[0] not in "1aAiI" or reading.path:
        return False
    at = 0
    for ordinal in range(1, reading.ordinal):
        label = {"1": str(ordinal), "a": chr(96 + ordinal), "i": _NUMERALS[ordinal - 1]}[reading.style[0].lower()]
        label = label.upper() if reading.style[0].isupper() else label
        at = text.find(f"({label})" if reading.style.endswith("()") else f" {label}{reading.style[1:]}", at)
        if at < 0:
            return False
    return True


def follows_inline(reading: Reading, text: str) -> bool:
    """Whether the last count inside `text` stands right before `reading`: `… b. … c. …` before `d.`."""
    if not 2 < reading.ordinal <= _INLINE or reading.style not in ("a.", "A.", "i.", "I."):
        return False
    letters = reading.style[0].lower() == "a"
    at = -1
    for ordinal in (reading.ordinal - 2, reading.ordinal - 1):
        label = chr(96 + ordinal) if letters else _NUMERALS[ordinal - 1]
        at = text.find(f" {label.upper() if reading.style[0].isupper() else label}. ", at + 1)
        if at < 0:
            return False
    return True


def confirm(markers: list[Marker | None]) -> list[Marker | None]:
    """Keep the unsure markers only where the count goes on: `A.` needs a `B.`, `2.1` a `2.2`; `E. coli` stays text."""
    if not [marker for marker in markers if marker is not None and not marker.sure]:
        return markers
    kept = list(markers)
    waiting: dict[tuple[str, tuple[int, ...]], tuple[int, int]] = {}
    good: set[int] = set()
    number: tuple[int, ...] = ()  # of the last number, whole
    for at, marker in enumerate(markers):
        if marker is None:
            continue
        first = marker.readings[0]
        if first.path and first.ordinal == 1 and first.path[:-1] == number[: len(first.path) - 1]:
            good.add(at)
        if first.path or first.style[0] == "1":
            number = first.path or (first.ordinal,)
        if marker.sure:
            continue
        for reading in marker.readings:
            chain = (reading.style, reading.path[:-1])
            before = waiting.get(chain)
            if before is not None and reading.ordinal == before[1] + 1:
                good.update((before[0], at))
                waiting[chain] = (at, reading.ordinal)
            elif reading.ordinal == 1 or before is None:
                waiting[chain] = (at, reading.ordinal)
            if reading.style in ("a.", "i.") and reading.ordinal == 1 and not marker.bullet:
                good.add(at)
    for at, marker in enumerate(markers):
        if marker is not None and not marker.sure and at not in good:
            kept[at] = marker.alone
    return kept
