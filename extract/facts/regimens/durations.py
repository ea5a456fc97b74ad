"""How long a treatment goes on."""

import re
from collections.abc import Iterator

from extract.document import Duration
from extract.facts.regimens.atoms import DAYS, Atom, Found
from extract.facts.regimens.lexicon import LEFT, RIGHT
from extract.facts.regimens.periods import COUNT, count, unit
from extract.facts.regimens.pieces import Segment

_UP_TO = re.compile(r",? (?:and|but)? ?(?:for )?up to \d", re.I)
_FILLER = (
    "a|an|the|up|to|at|least|most|about|approximately|around|total|of|maximum|max|minimum|period|duration|planned|first"
    "|next|further|additional|week|month|one|treatment|course|consecutive|subsequent|following|initial|another|only"
)
_UNIT = "days?|weeks?|wks?|months?|years?|yrs?|cycles?|courses?"
_DURATION = re.compile(  # for (a total of) 12 weeks, up to 35 cycles, until week 48
    rf"(?:(?:{LEFT}(?:for|x|up to|upto|during|within|over|lasting|duration(?: of treatment)?(?: of|:| is)?|total of"
    rf"|until|till|through|throughout|(?:period|course|duration|total) of)|[×*])(?: (?:{_FILLER})\b)* ?)"
    rf"(?P<n>\d+ \d/\d|{COUNT})(?: ?(?:-|–|~|to|or) ?(?P<high>{COUNT}))? ?-?"
    r"(?:consecutive |continuous |straight |successive |full |calendar |treatment |more |additional )?"
    rf"(?P<u>{_UNIT}){RIGHT}"
    r"(?! (?:before|prior|after|post|apart|of age|old|interval))"
    r"|(?:from (?P<v>week|month) (?P<from>\d+) )?(?:until|to|through|up to) (?P<w>week|month|day|year) (?P<at>\d+)",
    re.I,
)
_OF_EVENT = re.compile(r" (?:of|from|following)\b", re.I)
_NOT_TREATED = re.compile(  # remain at the clinic for 8 days
    r"\b(?:remain|stay|wash-?out|follow(?:ed)?[- ]up|observed|observation|monitored|rest|hospitali[sz]ed"
    r"|admitted|fast(?:ed|ing)?|window(?: period)?(?: of)?)\b[^.;,]{0,40}$",
    re.I,
)
_FIRST_CYCLES = re.compile(rf"{LEFT}(?:for |in |during )cycles? 1 ?(?:-|–|~|to|through) ?(?P<n>\d{{1,2}}){RIGHT}", re.I)
_CYCLES_OF = re.compile(  # will receive 4 cycles of induction therapy; as four cycles
    rf"(?P<before>[a-z-]+,? )(?P<n>{COUNT})(?: ?(?:-|–|~|to|or) ?(?P<high>{COUNT}))? (?:cycles|courses)(?= of\b)", re.I
)
_GIVES_CYCLES = re.compile(
    r"(?:receiv\w*|by|as|in|with|giv\w+|take|undergo|additional|then|deliver\w*|administer\w*|phase),? ", re.I
)
_OFTEN = (
    r"(?:daily|weekly|monthly|(?:a|per|each|every|/) ?(?:day|week|month|night)|\b(?:od|qd|bid|tid|qid|bd|b\.i\.d\.?"
    r"|t\.i\.d\.?|q\.d\.?|o\.d\.?|qw|q\d[wd]))"
)
_BARE = re.compile(  # 5 mg, daily, 28 days; weekly for 24 doses (24 weeks)
    rf"(?:(?:{_OFTEN}|\b(?:intranasal|oral|orally))\)? ?, ?"
    r"|\b(?:doses|treatments|sessions|infusions|injections|times|treatment|treatment period|daily|weekly|period)"
    r" \((?:for |up to |a total of |total of )?)"
    rf"(?P<n>\d+ \d/\d|{COUNT})(?: ?(?:-|–|~|to|or) ?(?P<high>{COUNT}))? ?-?(?P<u>{_UNIT}){RIGHT}(?= ?(?:[,.;)]|$))",
    re.I,
)
_IN = re.compile(  # once weekly in four weeks
    rf"{_OFTEN}(?: administration| treatment)? in (?:a total of )?(?P<n>\d+ \d/\d|{COUNT}) ?-?(?P<u>{_UNIT}){RIGHT}"
    r"(?! (?:before|prior|after|post|apart|of|old|intervals?|as|cycles?|each|on|off)\b)",
    re.I,
)
_NO_TREATMENT = (  # words of a period without the treatment, or that lead to another thing
    "and|or|after|before|follow|wash|run|lead|screen|observ|free|drug-free|pause|rest|break|no-|off|interval|titration"
    "|safety|cycle|with|to|from|in|on|at|for|until|post|pre|then|extension|stud|base|long"
)
_PROGRAMME = re.compile(  # a 6-week exercise programme, 12 weeks of weekly sessions
    r"(?P<before>[a-z-]+ |, |^|\()(?:(?:an?|the|about|approximately|subsequent|consecutive) )?"
    r"(?P<n>\d+|\b(?:one|two|three|four|five|six|eight|ten|twelve)\b)[ -]?(?P<u>days?|weeks?|months?|years?)[ -]"
    rf"(?:of )?(?:(?!{_NO_TREATMENT})[a-z()-]+ ){{0,3}}?(?:program(?:me)?|treatment|therapy|period|course|intervention"
    r"|training|administration|supplementation|dosing|daily|weekly)"
    r"(?! (?:interval|cycle|gap|free|break|pause|follow|wash|prior|before))\b",
    re.I,
)
_NO_PROGRAMME = re.compile(
    r"(?:after|before|every|each|first|within|at|last|prior|previous|than|following|final|of|or|to|and|least|q"
    r"|another|week|day|between|per|until|by|past|the) $",
    re.I,
)
_COMPLETED = re.compile(
    r"\b(?:complet|finish|previous|prior|after|end of|following|wash-?out|run-?in)\w*[^.;]{0,30}$", re.I
)
_APART = re.compile(r"\W*together with\b", re.I)
_NO_LEAD = re.compile(r"(?:within|until|till|to|through|from|up|total)\b", re.I)


def find(text: str) -> Iterator[Atom]:
    """How long a treatment goes on; of a range the longer."""
    for m in _DURATION.finditer(text):
        if _NOT_TREATED.search(text[max(0, m.start() - 60) : m.start()]):
            continue
        if _UP_TO.match(text, m.end()) or (m[0][0] in "wW" and _OF_EVENT.match(text, m.end())):
            continue  # at least 5 days, up to 14 days; within 4 weeks of surgery
        if m["w"]:
            since = int(m["from"]) if m["v"] and unit(m["v"]) == unit(m["w"]) and int(m["from"]) > 1 else 0
            yield Atom("duration", *m.span(), m[0], length=Duration(int(m["at"]) - since, unit(m["w"])))
            continue
        yield _atom(m, m.start(), m.end(), m["u"])
    for m in _FIRST_CYCLES.finditer(text):
        yield _atom(m, m.start(), m.end(), "cycles")
    for m in _CYCLES_OF.finditer(text):
        if _GIVES_CYCLES.fullmatch(m["before"]):
            # "four cycles of 3 weeks" leaves the words after the count to the cycle
            end = m.end("high") if m["high"] else m.end("n")
            yield _atom(m, m.start("n"), end, "cycles")
    for pattern in (_BARE, _IN):
        for m in pattern.finditer(text):
            yield _atom(m, m.start("n"), m.end(), m["u"])
    for m in _PROGRAMME.finditer(text):
        if not _NO_PROGRAMME.search(m["before"]) and not _COMPLETED.search(text[max(0, m.start() - 40) : m.start()]):
            yield _atom(m, m.start("n"), m.end("u"), m["u"])


def _atom(match: re.Match[str], start: int, end: int, word: str) -> Atom:
    number = match.groupdict().get("high") or match["n"]
    whole = re.fullmatch(r"(\d+) (\d)/([1-9])", number)
    n = int(whole[1]) + int(whole[2]) / int(whole[3]) if whole else count(number)
    code = "{cycle}" if word.lower().startswith("c") else unit(word)
    return Atom("duration", start, end, match.string[start:end], length=Duration(n, code))


def share(text: str, rows: list[tuple[Segment, list[Found]]]) -> None:
    """A duration before the first of a list, or behind the last, holds for all of it.

    "4 cycles of A 5 mg/kg and B 10 mg/kg every 3 weeks"; "A every 3 weeks plus B every 3 weeks for up to 35 cycles".
    """
    lead = _leading(rows[0][0]) if rows else None
    for part, made in rows:
        if part.link != "and" and part is not rows[0][0]:
            lead = None
        for one in made if lead else ():
            if one.duration is None and not one.single:
                one.duration = lead
    last: Found | None = None  # whose duration trails
    after: Segment | None = None
    for part, made in reversed(rows):
        if after is None or after.link != "and" or _APART.match(text[part.end : after.start]):
            last = None
        for one in reversed(made) if last else ():
            if last and one.duration is None and _shares(one, last):
                one.duration = last.duration
        if made and made[-1].duration:
            last = made[-1] if _trails(text, part, made[-1]) else None
        after = part


def _leading(part: Segment) -> Duration | None:
    """The duration that stands before all doses, drugs and frequencies of a segment."""
    first = next((atom for atom in part.atoms if atom.kind in ("dose", "drug", "frequency", "duration")), None)
    return first.length if first and first.kind == "duration" and not _NO_LEAD.match(first.text) else None


def _trails(text: str, part: Segment, one: Found) -> bool:
    """Is the segment's last word a duration, outside of the brackets of its own drug?"""
    said = [atom for atom in part.of("duration") if atom.length == one.duration]
    if not said or any(atom.start > said[-1].end for atom in part.of("dose", "drug", "frequency")):
        return False
    opened = text.rfind("(", part.start, said[-1].start)
    return opened <= text.rfind(")", part.start, said[-1].start)


def _shares(one: Found, last: Found) -> bool:
    """May a regimen last as long as `last`: is it more than a single dose, given at least twice in that time?"""
    if one.single or last.duration is None or (one.dose and one.dose.unit in ("Gy", "cGy")):
        return False
    if one.frequency is None:  # 5 mg, 10 mg or 20 mg on demand for 4 weeks
        return last.frequency is None and last.key == one.key
    if last.duration.unit not in DAYS:
        return True
    return last.duration.value * DAYS[last.duration.unit] >= 2 * one.frequency.period * DAYS[one.frequency.unit]
