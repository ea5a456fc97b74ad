"""Days of a cycle, cycle lengths and radiotherapy fractions.

Expressions that regard no case are of a text in lower case.
"""

import re
from collections.abc import Iterator

from extract.document import Duration, Frequency
from extract.facts.regimens.amounts import DAY_WORD
from extract.facts.regimens.atoms import Atom
from extract.facts.regimens.lexicon import BEFORE, LEFT, RIGHT
from extract.facts.regimens.periods import COUNT, LONG, OTHER, alternatives, count, unit
from extract.facts.regimens.wording import Wording, starting
from extract.language.brackets import ROUND
from extract.lexicons import holds, word_set

_DAY = rf"(?:(?:[+-] ?)?\d{{1,3}}|(?:{DAY_WORD})\b)"
_NO_DAY = (
    r"(?!\d|\.\d|-(?!day)[a-z]{3}|(?: ?-? ?(?:mg|g|mcg|ml|weeks?|months?|days|hours?"
    r"|minutes?|times?|doses?|patients|subjects|cycles"
    r"|puffs?|tablets?|capsules?|drops?|sachets?|sprays?|iu|gy|[×x] ?\d)\b))"
)
_DAYS = re.compile(  # on days 1, 8 and 15; d1-5; Day 1 through Day 21
    rf"{BEFORE}(?:on |from )?(?:days?|d\.?(?! ?[a-z])) ?(?P<list>{_DAY}(?: ?\([^()]{{0,20}}\))?"
    r"(?: ?(?:,? ?and ?|, ?or ?|,|&|- to\b|-|–|~|/|\+|\bto\b|\bthrough\b|\bor\b)+ ?(?:on )?(?:days?|d\.?)? ?"
    rf"(?:-\d{{1,2}}(?= days\b)|{_DAY}{_NO_DAY})){{0,20}})(?![\d.]*\d| ?mg|%| ?(?:minutes?|min|hours?)\b)",
)
_NTH_DAY = re.compile(  # on the second day of each 21-day cycle
    r"(?:on )?the (?P<n>first|second|third|fourth|fifth|sixth|seventh|eighth) day(?= of (?:each"
    r"|every|the|a|all)\b[^.;]{0,25}cycles?)",
)
_FIRST_DAYS = re.compile(  # on the first four days of each 21-day cycle
    rf"(?:on |for |during )?(?:the )?first (?P<n>{COUNT}) (?:consecutive )?days(?= (?:of|in) (?:each|every|the|a|all)\b"
    r"[^.;]{0,25}cycles?)",
)
_OF_ONE_PHASE = re.compile(  # days 1 and 15 of cycle 1, then day 1 of each
    r" ?,? ?\(?(?:(?:of|in|during) )?(?:the )?(?:cycle ?(?:1|one)\b|c1\b|first cycle)[^.;]{0,40}?"
    r"\b(?:then|subsequent|thereafter|following|later|other|each|every|(?:cycles?|c) ?[2-9]|day 1)",
)
_THEN_EACH = re.compile(r"[^.;]{0,20}\bday 1 of (?:each|every|all|subsequent)\b")
_OF_EACH = re.compile(r" of (?:each|every|all|subsequent)\b")
_COUNTED_BACK = re.compile(r" (?:days )?(?:prior to|before|preceding)\b")
_OF_WEEKS = re.compile(  # days 1 and 3 of each week; D0, W4 and W20
    r"(?: \([^()]{0,90}\))? of (?:(?:each|every|the) week|weeks? \d)|,? (?:and )?w ?\d"
)
_VITAMIN = re.compile(r"\bvit(?:amin)?\.? ?$|\bq ?$")  # and the period of "q d 21"
_SIGNED = re.compile(  # 30 mg/m2 -12 to -9; 15 mg/m2 +1d
    r"(?<=[a-zA-Z0-9²]) (?P<list>[-+]\d{1,2}d?(?: ?(?:to|and|,|~|、) ?[-+]\d{1,2}d?){0,8})"
    r"(?!\w|[%°/]|\.\d| ?(?:to|~) ?[-+]?\d"
    r"| ?(?:m?g|mcg|ug|m[lL]|IU|U|Gy|times|tablets?|capsules?|patients|°|[-–~]|[x×])(?![a-z]))"
)
_DOSED = re.compile(
    r"\d ?(?:m?g|mcg|[uµμ]g|IU|U)(?: ?/ ?(?:m(?:\^?2|²)|kg))?(?: ?/ ?(?:d|day|h))?"
    r"(?:,? ?(?:q ?\d+h|bid|qd|iv|po))*,?$",
    re.I,
)
_DAY_ITEM = re.compile(
    r"(?P<join>^|,|and|&|/|or|\+|to|through|–|~|-)? ?(?:on )?(?:days?|d\.?)? ?"
    rf"(?:(?P<day>(?:(?<![\d ])-|(?<= )-(?=\d)|\+)?\d{{1,3}})|(?P<word>\b(?:{DAY_WORD})\b))",
)
_BACK_TO = re.compile(r"-\((-\d+)\)")  # d-6-(-3)
_OF_NAME = re.compile(r"[a-z]| ?=")
_REPEATS = (
    r" ?=| is| are| was| will be| being| lasts?| lasting| consists? of| comprises| defined as| of| repeats?"
    r"| repeated| repeating| \(|:| repeats?| recurs?| cycled"
)
_FIRST_DAY = re.compile(
    r"\b(?:start|starts|starting|started|begin|begins|beginning|since|until|before|prior to|after|end|ended|ending"
    r"|stop|stopped|withdrawal|withdrawn|discontinued) (?:(?:on|at|from|with|by) )?"
    r"(?:(?:cycle|part) [a-z\d]+,? ?|(?:the )?study )?$",
)
_FIRST_DAY_WORDS = word_set(  # one of which `_FIRST_DAY` holds
    "start starts starting started begin begins beginning since until before prior after end ended ending stop stopped"
    " withdrawal withdrawn discontinued"
)
_FROM = re.compile(r"from (?:(?:study|part [a-z\d]+,?) )?$")
_SAME_START = re.compile(  # starting on day 1 of one phase or day 1 of another
    r"\b(?:start|starting|begin|beginning)(?: (?:on|at|from|with))? days? \d+\b[^.;,]{0,80}\bor $"
)
_CYCLE = re.compile(
    rf"{LEFT}(?P<n>{COUNT})(?: ?(?:-|to|or) ?{COUNT})?[ -]?(?P<u>{LONG})[ -]"
    r"(?:(?!for|of|on|in|and|then|followed|total|from|after|before|to|until|prior|per|over|since|at|is|start|begin)"
    rf"[a-z]+[ -]){{0,2}}?(?:cycles?|cyclus|courses?){RIGHT}"
    rf"|{LEFT}cycles?(?: length| duration)?,?(?: of treatment| of therapy)?(?:{_REPEATS})*"
    rf" ?(?:every? |each |q ?|approximately )?(?P<m>{COUNT})[ -]?(?P<v>{LONG}){RIGHT}(?! ?\d)"
    rf"|(?:repeats?|repeated|recycled?|repeating)(?: cycles?)? (?:every?|q|at|each) ?(?P<k>{COUNT})[ -]?"
    rf"(?P<w>{LONG}){RIGHT}"
    rf"|{LEFT}(?P<i>\d+) ?(?:days|d) (?:as|is|for|per|in) (?:a|one|each|1)? ?(?:treatment )?cycle{RIGHT}",
)
_CYCLE_WORD = re.compile("recycl|cycl|repeat")
_CYCLE_WORDS, _AGAIN = word_set("cycle cycles cyclus course courses"), ("repeat", "recycle")  # `_CYCLE` holds one
_WEEKS_OF = re.compile(rf"{LEFT}(?P<on>[1-5]) ?W/(?P<of>[2-8]) ?W{RIGHT}")  # 2W/3W: two weeks of three
_ON_OFF = re.compile(  # 3 weeks on/1 week off
    rf"{LEFT}(?P<n>{COUNT})[ -](?:(?P<u>days?|weeks?)[ -])?on,? ?(?:treatment|therapy)?,? ?"
    rf"(?:/|and|then|followed by)? ?(?P<m>{COUNT})[ -](?P<v>days?|weeks?)[ -]off{RIGHT}",
)
_COUNTED_CYCLES = re.compile(rf"\b(?:\d+|{COUNT}) (?:[a-z]+ )?$")  # 4 cycles (12 weeks): how long all take
_ONE_COURSE = re.compile(r"\b(?:a|one|single|the|full|total) $")
_FRACTIONS = re.compile(  # in 15 fractions over 3 weeks, x 4 fr
    r"(?:(?:in|over|x|×|/|delivered in|with|as|using|given in|divided into|of|for) ?)?"
    rf"(?:\d+ ?[-–] ?)?(?P<n>\d+|{COUNT}) ?(?:daily |equal |once-daily |consecutive )?(?:fractions?|fx|frs?|#|"
    rf"fxs){RIGHT}?"
    rf"(?:,? ?(?:over|in|/|within|during|at) ?(?:a )?(?P<p>{COUNT}){OTHER}[ -]?(?P<u>{LONG}){RIGHT}"
    rf"|,? (?:over|in|within) a (?P<w>week){RIGHT})?",
)


def cycles(wording: Wording) -> Iterator[Atom]:
    """Lengths of cycles."""
    if not wording.numbers:
        return
    text, small = wording.text, wording.small
    lengths = _lengths(wording)
    for m in lengths:
        n = count(m["n"] or m["m"] or m["k"] or m["i"])
        code = unit(m["u"] or m["v"] or m["w"] or "d")
        if m[0].endswith("course") and _ONE_COURSE.search(small, max(0, m.start() - 20), m.start()):
            continue
        if "(" in m[0] and m["m"] and _COUNTED_CYCLES.search(small, max(0, m.start() - 25), m.start()):
            continue
        if (n > 1 or code != "d") and not (code == "a" and n == 1):
            yield Atom("cycle", *m.span(), m[0], length=None if alternatives(m) else Duration(n, code))

    for m in wording.counted_small(_ON_OFF) if "off" in wording.words and not lengths else ():
        on, off = int(count(m["n"])), int(count(m["m"]))
        length = 7 if (m["u"] or m["v"])[0] == "w" else 1
        if on * length <= 42:
            at = m.end("n")
            yield Atom("days", m.start(), at, small[m.start() : at], days=tuple(range(1, on * length + 1)))
            cycle = Duration(on + off, unit(m["u"] or m["v"]))
            yield Atom("cycle", at, m.end(), small[at : m.end()], length=cycle)
    for m in wording.counted(_WEEKS_OF) if "W/" in text else ():
        if int(m["on"]) < int(m["of"]):
            yield Atom("days", m.start(), m.start("of") - 1, m["on"] + "W", days=tuple(range(1, 7 * int(m["on"]) + 1)))
            yield Atom("cycle", m.start("of"), m.end(), m["of"] + "W", length=Duration(int(m["of"]), "wk"))


def _lengths(wording: Wording) -> list[re.Match[str]]:
    """What `_CYCLE` finds, which opens with a number or with a word of cycles."""
    small = wording.small
    if wording.lacks(_CYCLE_WORDS) and not holds(small, _AGAIN):
        return []
    named = [match.start() for match in _CYCLE_WORD.finditer(small)]
    return starting(_CYCLE, small, sorted(wording.numbers + named))


def days(wording: Wording) -> Iterator[Atom]:
    """Days that are counted from the start of a treatment or cycle."""
    if "-(-" in wording.text:
        wording = Wording(_BACK_TO.sub(r"~ \1 ", wording.text))
    text, small = wording.text, wording.small
    for start, end, m in wording.behind(_DAYS) if "day" in small or "d" in wording.words else ():
        if _VITAMIN.search(small, max(0, start - 9), start):
            continue
        listed = m["list"]
        if _starts(wording, start, listed):
            continue
        if small[start] == "d" and small[start + 1].isdigit() and _OF_NAME.match(small, end):
            continue  # a name such as D2cc
        phase = _OF_ONE_PHASE.match(small, end)
        first = small[max(0, start - 11) : start].strip(" ,")[-7:] == "cycle 1"
        joined = listed.rfind(" and ") if first and _OF_EACH.match(small, end) else -1
        if joined > 0:  # cycle 1 day 1 and day 15, and day 1 of every cycle
            at = end - len(listed) + joined
            yield Atom("days", start, at, small[start:at], first=_day_list(listed[:joined]))
            yield Atom("days", at + 5, end, small[at + 5 : end], days=_day_list(small[at + 5 : end]))
            continue
        if not phase and first:
            phase = _THEN_EACH.match(small, end)
        found = _day_list(listed) if phase or not _OF_WEEKS.match(small, end) else ()
        if _COUNTED_BACK.match(small, end):
            found = tuple([-abs(day) for day in found])
        yield Atom("days", start, end, small[start:end], days=() if phase else found, first=found if phase else ())
    for m in _SIGNED.finditer(text) if " -" in text or " +" in text else ():
        if _DOSED.search(text[max(0, m.start() - 30) : m.start("list") - 1]):
            yield Atom("days", *m.span("list"), m["list"], days=_day_list(m["list"]))
    first_days = "first" in wording.words and ("days of " in small or "days in " in small)
    for m in _FIRST_DAYS.finditer(small) if first_days else ():
        n = int(count(m["n"]))
        yield Atom("days", *m.span(), m[0], days=tuple(range(1, n + 1)) if n <= 28 else ())
    for m in _NTH_DAY.finditer(small) if " day of " in small else ():
        yield Atom("days", *m.span(), m[0], days=(1 if m["n"] == "first" else int(count(m["n"])),))


def fractions(wording: Wording) -> Iterator[Atom]:
    """Fractions of radiotherapy, with the time they take where it is said."""
    text, small = wording.text, wording.small
    if "Gy" not in text and "GY" not in text and "ray" not in text:
        return
    for m in _FRACTIONS.finditer(small) if "fr" in small or "fx" in small or "#" in small else ():
        code = m["u"] or m["w"]
        every = Frequency(count(m["n"]), count(m["p"]), unit(code)) if code else None
        length = Duration(count(m["p"]), unit(code)) if code else None
        yield Atom("fractions", *m.span(), m[0], frequency=every, length=length)


def _starts(wording: Wording, start: int, listed: str) -> bool:
    """Is the day only the one that a treatment starts on ("daily from day 8")?"""
    small = wording.small
    early = not wording.lacks(_FIRST_DAY_WORDS)
    if early and _FIRST_DAY.search(small, max(0, start - 40), start):
        return True
    if not listed.lstrip("+-").isdigit():
        return False
    if small.startswith("from ", start) or _FROM.search(small, max(0, start - 40), start):
        return True
    return early and _SAME_START.search(small, max(0, start - 120), start) is not None


def _day_list(text: str) -> tuple[int, ...]:
    """Days that a list writes: "1, 8 and 15", "1-14", "-4 and -3"."""
    found: list[int] = []
    for m in _DAY_ITEM.finditer(ROUND.sub(" ", text)):
        if m["word"]:
            found.append(int(count(m["word"])))
            continue
        day = int(m["day"].replace(" ", ""))
        ranged = (m["join"] or "") in ("to", "through", "–", "~", "-")
        if ranged and found and found[-1] < day <= found[-1] + 100:
            found.extend(range(found[-1] + 1, day + 1))
        else:
            found.append(day)
    return tuple(dict.fromkeys(found))
