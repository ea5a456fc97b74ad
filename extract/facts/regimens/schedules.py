"""Days of a cycle, cycle lengths, durations and radiotherapy fractions."""

import re
from collections.abc import Iterator

from extract.document import Duration, Frequency
from extract.facts.regimens.amounts import DAY_WORD
from extract.facts.regimens.atoms import Atom
from extract.facts.regimens.lexicon import LEFT, RIGHT
from extract.facts.regimens.periods import COUNT, LONG, OTHER, alternatives, count, unit

_DAY = rf"(?:(?:[+-] ?)?\d{{1,3}}|(?:{DAY_WORD})\b)"
_NO_DAY = (
    r"(?!\d|\.\d|-(?!day)[A-Za-z]{3}|(?: ?-? ?(?:mg|g|mcg|mL|weeks?|months?|days|hours?"
    r"|minutes?|times|patients|subjects|cycles|[×x] ?\d)\b))"
)
_DAYS = re.compile(  # on days 1, 8 and 15; d1-5; Day 1 through Day 21
    rf"{LEFT}(?:on |from )?(?:days?|d\.?(?! ?[a-z])) ?(?P<list>{_DAY}(?: ?\([^()]{{0,20}}\))?"
    r"(?: ?(?:,? ?and ?|, ?or ?|,|&|- to\b|-|–|~|/|\+|\bto\b|\bthrough\b|\bor\b)+ ?(?:on )?(?:days?|d\.?)? ?"
    rf"(?:-\d{{1,2}}(?= days\b)|{_DAY}{_NO_DAY})){{0,20}})(?![\d.]*\d| ?mg|%)",
    re.I,
)
_NTH_DAY = re.compile(  # on the second day of each 21-day cycle
    r"(?:on )?the (?P<n>first|second|third|fourth|fifth|sixth|seventh|eighth) day(?= of (?:each"
    r"|every|the|a|all)\b[^.;]{0,25}cycles?)",
    re.I,
)
_FIRST_DAYS = re.compile(  # on the first four days of each 21-day cycle
    rf"(?:on |for |during )?(?:the )?first (?P<n>{COUNT}) (?:consecutive )?days(?= (?:of|in) (?:each|every|the|a|all)\b"
    r"[^.;]{0,25}cycles?)",
    re.I,
)
_OF_ONE_PHASE = re.compile(  # days 1 and 15 of cycle 1, then day 1 of each
    r" ?,? ?\(?(?:(?:of|in|during) )?(?:the )?(?:cycle ?(?:1|one)\b|C1\b|first cycle)[^.;]{0,40}?"
    r"\b(?:then|subsequent|thereafter|following|later|other|each|every|(?:cycles?|C) ?[2-9]|day 1)",
    re.I,
)
_VITAMIN = re.compile(r"\bvit(?:amin)?\.? ?$", re.I)
_DAY_ITEM = re.compile(
    r"(?P<join>^|,|and|&|/|or|\+|to|through|–|~|-)? ?(?:on )?(?:days?|d\.?)? ?"
    rf"(?:(?P<day>(?:(?<![\d ])-|(?<= )-(?=\d)|\+)?\d{{1,3}})|(?P<word>\b(?:{DAY_WORD})\b))",
    re.I,
)
_REPEATS = (
    r" ?=| is| are| was| will be| being| lasts?| lasting| consists? of| comprises| defined as| of| repeats?"
    r"| repeated| repeating| \(|:| repeats?| recurs?| cycled"
)
_FIRST_DAY = re.compile(
    r"\b(?:start|starts|starting|begin|begins|beginning|since|until|before|prior to|after) (?:(?:on|at|from) )"
    r"?(?:cycle \d+,? ?)?$",
    re.I,
)
_CYCLE = re.compile(
    rf"{LEFT}(?P<n>{COUNT})(?: ?(?:-|to|or) ?{COUNT})?[ -]?(?P<u>{LONG}|D|wks)[ -]"
    rf"(?:(?!for|of|on|in|and|then|followed|total|from|after|before|to|until|prior|per|over|since|at|is)[a-z]+[ -])"
    rf"{{0,2}}?(?:cycles?|cyclus|courses?){RIGHT}"
    rf"|{LEFT}cycles?(?: length| duration)?,?(?: of treatment| of therapy)?(?:{_REPEATS})*"
    rf" ?(?:every? |each |q ?|approximately )?(?P<m>{COUNT})[ -]?(?P<v>{LONG}){RIGHT}(?! ?\d)"
    rf"|(?:repeats?|repeated|recycled?|repeating)(?: cycles?)? (?:every?|q|at|each) ?(?P<k>{COUNT})[ -]?(?P<w>{LONG})"
    rf"{RIGHT}|{LEFT}(?P<i>\d+) days (?:as|is|for|per|in) (?:a|one|each|1)? ?(?:treatment )?cycle{RIGHT}",
    re.I,
)
_UP_TO = re.compile(r",? (?:and|but)? ?(?:for )?up to \d", re.I)
_COUNTED_CYCLES = re.compile(rf"\b(?:\d+|{COUNT}) (?:[a-z]+ )?$", re.I)  # 4 cycles (12 weeks): how long all take
_ONE_COURSE = re.compile(r"\b(?:a|one|single|the|full|total) $", re.I)
_FILLER = (
    "a|an|the|up|to|at|least|most|about|approximately|around|total|of|maximum|minimum|period|duration|planned|first"
    "|next|further|additional|week|month|one|treatment|course|consecutive|subsequent|following|initial"
)
_DURATION = re.compile(  # for (a total of) 12 weeks, up to 35 cycles, until week 48
    rf"{LEFT}(?:(?:for|x|×|\*|up to|upto|during|within|over|lasting|duration(?: of treatment)?(?: of|:| is)?|total of"
    rf"|until|through|throughout|(?:period|course|duration|total) of)(?: (?:{_FILLER})\b)* ?)"
    rf"(?P<n>\d+ \d/\d|{COUNT})(?: ?(?:-|–|to|or) ?(?P<high>{COUNT}))? ?-?"
    r"(?:consecutive |continuous |straight |successive |full |calendar |treatment |more |additional )?"
    rf"(?P<u>days?|weeks?|wks?|months?|years?|yrs?|cycles?|courses?){RIGHT}"
    r"(?! (?:before|prior|after|post|apart|of age|old|interval))"
    r"|(?:until|to|through|up to) (?P<w>week|month|day|year) (?P<at>\d+)",
    re.I,
)
_NOT_TREATED = re.compile(  # remain at the clinic for 8 days
    r"\b(?:remain|stay|wash-?out|follow(?:ed)?[- ]up|observed|observation|monitored|rest|hospitali[sz]ed"
    r"|admitted|fast(?:ed|ing)?|window(?: period)?(?: of)?)\b[^.;,]{0,40}$",
    re.I,
)
_FRACTIONS = re.compile(  # in 15 fractions over 3 weeks, x 4 fr
    r"(?:(?:in|over|x|×|/|delivered in|with|as|using|given in|divided into|of|for) ?)?"
    rf"(?:\d+ ?[-–] ?)?(?P<n>\d+|{COUNT}) ?(?:daily |equal |once-daily |consecutive )?(?:fractions?|fx|frs?|#|"
    rf"fxs){RIGHT}?"
    rf"(?:,? ?(?:over|in|/|within|during|at) ?(?:a )?(?P<p>{COUNT}){OTHER}[ -]?(?P<u>{LONG}){RIGHT}"
    rf"|,? (?:over|in|within) a (?P<w>week){RIGHT})?",
    re.I,
)


def cycles(text: str) -> Iterator[Atom]:
    """Lengths of cycles."""
    small = text.lower()
    if not any(word in small for word in ("cycl", "course", "repeat")):
        return
    for m in _CYCLE.finditer(text):
        n = count(m["n"] or m["m"] or m["k"] or m["i"])
        code = unit(m["u"] or m["v"] or m["w"] or "d")
        if m[0].lower().endswith("course") and _ONE_COURSE.search(text[max(0, m.start() - 20) : m.start()]):
            continue
        if "(" in m[0] and m["m"] and _COUNTED_CYCLES.search(text[max(0, m.start() - 25) : m.start()]):
            continue
        if (n > 1 or code != "d") and not (code == "a" and n == 1):
            yield Atom("cycle", *m.span(), m[0], length=None if alternatives(m) else Duration(n, code))


def days(text: str) -> Iterator[Atom]:
    """Days that are counted from the start of a treatment or cycle."""
    if "-(-" in text:
        text = re.sub(r"-\((-\d+)\)", r"~ \1 ", text)  # d-6-(-3), at the same length
    for m in _DAYS.finditer(text):
        if _VITAMIN.search(text[max(0, m.start() - 9) : m.start()]):
            continue
        if _FIRST_DAY.search(text[max(0, m.start() - 40) : m.start()]):
            continue
        if (
            m[0].lower().startswith("d")
            and m[0][1:2].isdigit()
            and re.match(r"[A-Za-z]| ?=", text[m.end() : m.end() + 2])
        ):
            continue  # a name such as D2cc
        listed = () if _OF_ONE_PHASE.match(text, m.end()) else _day_list(m["list"])
        yield Atom("days", *m.span(), m[0], days=listed)
    for m in _FIRST_DAYS.finditer(text):
        n = int(count(m["n"]))
        yield Atom("days", *m.span(), m[0], days=tuple(range(1, n + 1)) if n <= 28 else ())
    for m in _NTH_DAY.finditer(text):
        yield Atom("days", *m.span(), m[0], days=(1 if m["n"].lower() == "first" else int(count(m["n"])),))


def fractions(text: str) -> Iterator[Atom]:
    """Fractions of radiotherapy, with the time they take where it is said."""
    if "Gy" not in text and "GY" not in text and "ray" not in text:
        return
    for m in _FRACTIONS.finditer(text):
        code = m["u"] or m["w"]
        every = Frequency(count(m["n"]), count(m["p"]), unit(code)) if code else None
        length = Duration(count(m["p"]), unit(code)) if code else None
        yield Atom("fractions", *m.span(), m[0], frequency=every, length=length)


def durations(text: str) -> Iterator[Atom]:
    """How long a treatment goes on; of a range the longer."""
    for m in _DURATION.finditer(text):
        if _NOT_TREATED.search(text[max(0, m.start() - 60) : m.start()]):
            continue
        if _UP_TO.match(text, m.end()):
            continue  # at least 5 days, up to 14 days
        if m["w"]:
            yield Atom("duration", *m.span(), m[0], length=Duration(int(m["at"]), unit(m["w"])))
            continue
        number = m["high"] or m["n"]
        whole = re.fullmatch(r"(\d+) (\d)/([1-9])", number)
        n = int(whole[1]) + int(whole[2]) / int(whole[3]) if whole else count(number)
        code = "{cycle}" if m["u"].lower().startswith("c") else unit(m["u"])
        yield Atom("duration", *m.span(), m[0], length=Duration(n, code))


def _day_list(text: str) -> tuple[int, ...]:
    """Days that a list writes: "1, 8 and 15", "1-14", "-4 and -3"."""
    found: list[int] = []
    for m in _DAY_ITEM.finditer(re.sub(r"\([^()]*\)", " ", text)):
        if m["word"]:
            found.append(int(count(m["word"])))
            continue
        day = int(m["day"].replace(" ", ""))
        ranged = (m["join"] or "").lower() in ("to", "through", "–", "~", "-")
        if ranged and found and found[-1] < day <= found[-1] + 100:
            found.extend(range(found[-1] + 1, day + 1))
        else:
            found.append(day)
    return tuple(dict.fromkeys(found))
