"""How long a treatment goes on; all expressions are of a text in lower case, unless they say otherwise."""

import re
from collections.abc import Iterator

from extract.document import Duration
from extract.facts.regimens.atoms import Atom
from extract.facts.regimens.lexicon import BEFORE, LEFT, RIGHT
from extract.facts.regimens.periods import COUNT, count, unit
from extract.facts.regimens.wording import JOINED, Wording, starting
from extract.lexicons import holds, word_set

_UP_TO = re.compile(r",? (?:and|but)? ?(?:for )?up to \d")
_FILLER = (
    "a|an|the|up|to|at|least|most|about|approximately|around|total|of|maximum|max|minimum|period|duration|planned|first"
    "|next|further|additional|week|month|one|treatment|course|consecutive|subsequent|following|initial|another|only|more|than|last"
)
_UNIT = "days?|weeks?|wks?|months?|monthes|years?|yrs?|cycles?|courses?"
_UNIT_WORDS = word_set("day days week weeks wk wks month months monthes year years yr yrs cycle cycles course courses")
_CYCLE_WORDS = word_set("cycle cycles")
_BEFORE_UNIT = _UNIT_WORDS | JOINED
_LASTING_WORDS = word_set(  # one of which `_DURATION` holds, or a sign
    "for take taken x up upto during within over lasting duration total until till through throughout period course to"
)
_DURATION, _SIGNED = (  # for (a total of) 12 weeks, up to 35 cycles, until week 48; x 6 weeks, with a sign too
    re.compile(
        rf"{BEFORE}{first}(?:(?:for|taken?|x|up to(?<![+±]up to)|upto|during|within|over|lasting"
        rf"|duration(?: of treatment)?(?: of|:| is)?|total of"
        rf"|until|till|through|throughout|period of|course of{sign})(?: (?:{_FILLER})\b)* ?"
        rf"(?P<n>\d+ \d/\d|{COUNT})(?: ?(?:-|–|~|to|or) ?(?P<high>{COUNT}))? ?-?"
        r"(?:consecutive |continuous |straight |successive |full |calendar |treatment |more |additional )?"
        rf"(?P<u>{_UNIT}){RIGHT}"
        r"(?! (?:before|prior|apart|of age|old|interval))"
        r"|(?:from (?P<v>week|month) (?P<from>\d+) )?(?:until|to|through|up to) (?P<w>week|month|day|year) "
        r"(?P<at>\d+))",
    )
    for first, sign in (("(?=[cdfloptuwx])", ""), ("", "|(?P<sign>(?<=[×*]))"))
)
_FRACTION = re.compile(r"(\d+) (\d)/([1-9])")
_OF_EVENT = re.compile(r" (?:of|from|following)\b")
_AFTERWARDS = re.compile(r" (?:after|post)")
_NOT_TREATED = re.compile(  # remain at the clinic for 8 days
    r"\b(?:remain|stay|wash-?out|follow(?:ed)?[- ]up|observed|observation|monitored|rest|hospitali[sz]ed"
    r"|admitted|fast(?:ed|ing)?|window(?: period)?(?: of)?)\b[^.;,]{0,40}$"
    r"|\b(?:stop|stopped|stopping|paused?|off)(?: treatment| therapy)? $",
)
_FIRST_CYCLES = re.compile(rf"{LEFT}(?:for |in |during |from )cycles? 1 ?(?:-|–|~|to|through) ?(?P<n>\d{{1,2}}){RIGHT}")
_SO_MANY_CYCLES = re.compile(rf" of (?:each of )?the first (?P<n>{COUNT}) (?:[a-z]+ )?cycles{RIGHT}")
_FIRST_WEEK = re.compile(
    rf"{LEFT}(?:for|during) (?:the )?(?P<u>weeks?|months?|days?) 1(?: ?(?:-|–|~|to|through) ?(?P<n>\d{{1,2}}))?{RIGHT}"
    rf"|(?:{LEFT}from |\()(?P<v>weeks?|months?) 1 ?(?:-|–|~|to|through) ?(?P<k>\d{{1,2}}){RIGHT}",
)
_FIRST_WEEK_SIGNS = tuple(f"{unit}{ending} 1" for unit in ("week", "month", "day") for ending in ("", "s"))
_FIRST_WEEK_LEADS = tuple(
    lead + unit for lead in ("for ", "for the ", "during ", "during the ") for unit in ("week", "month", "day")
) + tuple(lead + unit for lead in ("from ", "(") for unit in ("week", "month"))
_LENGTH = re.compile(  # a length of time, to be understood from the words around it
    rf"{LEFT}(?P<n>\d+ \d/\d|{COUNT})(?: ?(?:-|–|~|to|or) ?(?P<high>{COUNT}))? ?-?(?P<u>{_UNIT}){RIGHT}"
)
_GIVES_CYCLES = re.compile(  # will receive 4 cycles of induction therapy; as four cycles
    r"\b(?:receiv\w*|by|as|in|with|giv\w+|take|undergo|additional|then|deliver\w*|administer\w*|phase),? $"
)
_CYCLES_OF = re.compile(r" ?\((?=[A-Z][a-z]+[^():]{0,40}(?:\d ?m?g\b| \+ ))")  # 4 cycles (A 5 mg + B), as written
_LISTED = re.compile(r"(?:^|[+;:]|\n) ?$")
_OFTEN = (
    r"(?:daily|weekly|monthly|(?:a|per|each|every|/) ?(?:day|week|month|night)|\b(?:od|qd|bid|tid|qid|bd|b\.i\.d\.?"
    r"|t\.i\.d\.?|q\.d\.?|o\.d\.?|qw|q\d[wd]))"
)
_AFTER_OFTEN = re.compile(  # 5 mg, daily, 28 days; weekly for 24 doses (24 weeks)
    rf"(?:(?:{_OFTEN}|\b(?:intranasal|oral|orally))\)? ?, ?|\b(?:topical|intranasal|orally|iv|po|sc) "
    r"|\b(?:doses|treatments|sessions|infusions|injections|times|treatment|treatment period|daily|weekly|period)"
    r" \((?:for |up to |a total of |total of )?)$",
)
_FOLLOWED = (  # the ends of `_AFTER_OFTEN`
    *(",", ", ", "topical ", "intranasal ", "orally ", "iv ", "po ", "sc "),
    *("(" + word for word in ("", "for ", "up to ", "a total of ", "total of ")),
)
_ENDS = re.compile(r" ?(?:[,.;)]|$)")
_OFTEN_IN = re.compile(  # once weekly in four weeks
    rf"{_OFTEN}(?: oral)?(?: administration| treatment)? in (?:a total of )?$"
)
_OF_OTHER = re.compile(r" (?:before|prior|after|post|apart|of|old|intervals?|as|cycles?|each|on|off)\b")
_NO_TREATMENT = (  # words of a period without the treatment, or that lead to another thing
    r"(?:and|or|after|before|with|to|from|in|on|at|for|until|post|pre|then|off|rest|break|pause|free|run|base)\b|no-|follow"
    "|wash|run-|lead|screen|observ|drug-free|post-|pre-|interval|titration|safety|cycle|extension|stud|long"
)
_PROGRAMME = re.compile(  # a 6-week exercise programme, 12 weeks of weekly sessions
    rf"[ -](?:of )?(?:(?!{_NO_TREATMENT})[a-z()-]+ ){{0,3}}?(?:program(?:me)?|treatment|therapy|period|course"
    r"|intervention|training|administration|supplementation|dosing|daily|weekly)"
    r"(?! (?:interval|cycle|gap|free|break|pause|follow|wash|prior|before))\b"
    r"|[ -]of [a-z][a-z-]{4,}[a-z] ?[(,]? ?\d[\d.,]* ?(?:m?g|mcg|iu|u)\b",  # a year of alfanib (20 mg)
)
_NO_PROGRAMME = re.compile(
    r"\b(?:after|before|every|each|first|within|at|last|prior|previous|than|following|final|of|or|to|and|least|q"
    r"|another|week|day|between|per|until|by|past|the)"
    r" (?:(?:an?|the|about|approximately|subsequent|consecutive) )?$|[^a-z(, :-] ?$",
)
_COMPLETED = re.compile(r"\b(?:complet|finish|previous|prior|after|end of|following|wash-?out|run-?in)\w*[^.;]{0,30}$")
_NO_LEAD = re.compile(r"(?:within|until|till|to|through|from|up|total)\b")


def leads(atom: Atom) -> bool:
    """May this duration, which stands before a dose, be of it: is it no limit and no total?"""
    return not _NO_LEAD.match(atom.text)


def find(wording: Wording, taken: bytearray) -> Iterator[Atom]:
    """How long a treatment goes on; of a range the longer.

    `taken`: 1 at each character of an atom found so far, filled meanwhile; a length of time there tells nothing more.
    """
    if not wording.numbers or wording.lacks(_UNIT_WORDS):
        return
    text, small = wording.text, wording.small
    if "×" in small or "*" in small:
        yield from _stated(wording, _SIGNED)
    elif not wording.lacks(_LASTING_WORDS):
        yield from _stated(wording, _DURATION)
    first = not wording.lacks(_CYCLE_WORDS) and ("cycle 1" in small or "cycles 1" in small)
    for m in _FIRST_CYCLES.finditer(small) if first else ():
        yield _atom(small, m["n"], m.start(), m.end(), "cycles")
    dated = holds(small, _FIRST_WEEK_SIGNS) and holds(small, _FIRST_WEEK_LEADS)
    for m in _FIRST_WEEK.finditer(small) if dated else ():
        yield Atom("duration", *m.span(), m[0], length=Duration(count(m["n"] or m["k"]), unit(m["u"] or m["v"])))
    for m in _SO_MANY_CYCLES.finditer(small) if "first" in wording.words and "the first " in small else ():
        yield _atom(small, m["n"], m.start(), m.end(), "cycles")
    for m in starting(_LENGTH, small, wording.before(_BEFORE_UNIT)):
        start, end = m.span()
        if taken[start]:
            continue
        number = m["high"] or m["n"]
        if (
            m["u"][0] == "c"
            and small.startswith(" of ", end)
            and _GIVES_CYCLES.search(small, max(0, start - 45), start)
        ):
            # "four cycles of 3 weeks" leaves the words after the count to the cycle
            yield _atom(small, number, start, m.end("high") if m["high"] else m.end("n"), "cycles")
        elif m["u"][0] == "c" and _CYCLES_OF.match(text, end) and _LISTED.search(small, max(0, start - 45), start):
            yield _atom(small, number, start, end, "cycles")
        elif _bare(small, m) or (m["u"][0] != "c" and not m["high"] and _programme(small, m)):
            yield _atom(small, number, start, end, m["u"])


def _bare(small: str, length: re.Match[str]) -> bool:
    """Does it follow how often something is given: ", daily, 28 days", "weekly in four weeks"?"""
    start, end = length.span()
    if small.endswith(_FOLLOWED, 0, start) and _AFTER_OFTEN.search(small, max(0, start - 45), start):
        return bool(_ENDS.match(small, end))
    return (
        small.endswith(("in ", "of "), 0, start)
        and bool(_OFTEN_IN.search(small, max(0, start - 45), start))
        and not _OF_OTHER.match(small, end)
    )


def _programme(small: str, length: re.Match[str]) -> bool:
    """Is it how long a programme or period of treatment is?"""
    start, end = length.span()
    if not _PROGRAMME.match(small, end):
        return False
    return not _NO_PROGRAMME.search(small, max(0, start - 45), start) and not _COMPLETED.search(
        small, max(0, start - 45), start
    )


def _stated(wording: Wording, pattern: re.Pattern[str]) -> Iterator[Atom]:
    """What words of lasting, or a sign, stand before."""
    small = wording.small
    for begin, end, m in wording.behind(pattern):
        start = begin - 1 if pattern is _SIGNED and m["sign"] is not None else begin
        if _NOT_TREATED.search(small, max(0, start - 60), start):
            continue
        if not small.startswith("for", start) and _AFTERWARDS.match(small, end):
            continue  # up to 30 days after the last dose
        if _UP_TO.match(small, end) or (small[start] == "w" and _OF_EVENT.match(small, end)):
            continue  # at least 5 days, up to 14 days; within 4 weeks of surgery
        if m["w"]:
            since = int(m["from"]) if m["v"] and unit(m["v"]) == unit(m["w"]) and int(m["from"]) > 1 else 0
            yield Atom("duration", start, end, small[start:end], length=Duration(int(m["at"]) - since, unit(m["w"])))
            continue
        yield _atom(small, m["high"] or m["n"], start, end, m["u"])


def _atom(small: str, number: str, start: int, end: int, word: str) -> Atom:
    whole = _FRACTION.fullmatch(number) if "/" in number else None
    n = int(whole[1]) + int(whole[2]) / int(whole[3]) if whole else count(number)
    code = "{cycle}" if word.startswith("c") else unit(word)
    return Atom("duration", start, end, small[start:end], length=Duration(n, code))
