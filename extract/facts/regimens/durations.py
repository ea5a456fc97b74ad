"""How long a treatment goes on."""

import re
from collections.abc import Iterator

from extract.document import Duration
from extract.facts.regimens.atoms import Atom
from extract.facts.regimens.lexicon import LEFT, RIGHT
from extract.facts.regimens.periods import COUNT, count, unit
from extract.facts.regimens.wording import Wording, word_set

_UP_TO = re.compile(r",? (?:and|but)? ?(?:for )?up to \d", re.I)
_FILLER = (
    "a|an|the|up|to|at|least|most|about|approximately|around|total|of|maximum|max|minimum|period|duration|planned|first"
    "|next|further|additional|week|month|one|treatment|course|consecutive|subsequent|following|initial|another|only|more|than|last"
)
_UNIT = "days?|weeks?|wks?|months?|monthes|years?|yrs?|cycles?|courses?"
_UNIT_WORDS = word_set("day days week weeks wk wks month months monthes year years yr yrs cycle cycles course courses")
_DURATION = re.compile(  # for (a total of) 12 weeks, up to 35 cycles, until week 48
    rf"(?:(?:{LEFT}(?:for|taken?|x|(?<![+±])up to|upto|during|within|over|lasting"
    rf"|duration(?: of treatment)?(?: of|:| is)?|total of"
    rf"|until|till|through|throughout|(?:period|course|duration|total) of)|[×*])(?: (?:{_FILLER})\b)* ?)"
    rf"(?P<n>\d+ \d/\d|{COUNT})(?: ?(?:-|–|~|to|or) ?(?P<high>{COUNT}))? ?-?"
    r"(?:consecutive |continuous |straight |successive |full |calendar |treatment |more |additional )?"
    rf"(?P<u>{_UNIT}){RIGHT}"
    r"(?! (?:before|prior|apart|of age|old|interval))"
    r"|(?:from (?P<v>week|month) (?P<from>\d+) )?(?:until|to|through|up to) (?P<w>week|month|day|year) (?P<at>\d+)",
    re.I,
)
_FRACTION = re.compile(r"(\d+) (\d)/([1-9])")
_OF_EVENT = re.compile(r" (?:of|from|following)\b", re.I)
_AFTERWARDS = re.compile(r" (?:after|post)", re.I)
_NOT_TREATED = re.compile(  # remain at the clinic for 8 days
    r"\b(?:remain|stay|wash-?out|follow(?:ed)?[- ]up|observed|observation|monitored|rest|hospitali[sz]ed"
    r"|admitted|fast(?:ed|ing)?|window(?: period)?(?: of)?)\b[^.;,]{0,40}$"
    r"|\b(?:stop|stopped|stopping|paused?|off)(?: treatment| therapy)? $",
    re.I,
)
_FIRST_CYCLES = re.compile(
    rf"{LEFT}(?:for |in |during |from )cycles? 1 ?(?:-|–|~|to|through) ?(?P<n>\d{{1,2}}){RIGHT}", re.I
)
_SO_MANY_CYCLES = re.compile(rf" of (?:each of )?the first (?P<n>{COUNT}) (?:[a-z]+ )?cycles{RIGHT}", re.I)
_FIRST_WEEK = re.compile(
    rf"{LEFT}(?:for|during) (?:the )?(?P<u>weeks?|months?|days?) 1(?: ?(?:-|–|~|to|through) ?(?P<n>\d{{1,2}}))?{RIGHT}"
    rf"|(?:{LEFT}from |\()(?P<v>weeks?|months?) 1 ?(?:-|–|~|to|through) ?(?P<k>\d{{1,2}}){RIGHT}",
    re.I,
)
_LENGTH = re.compile(  # a length of time, to be understood from the words around it
    rf"{LEFT}(?P<n>\d+ \d/\d|{COUNT})(?: ?(?:-|–|~|to|or) ?(?P<high>{COUNT}))? ?-?(?P<u>{_UNIT}){RIGHT}", re.I
)
_GIVES_CYCLES = re.compile(  # will receive 4 cycles of induction therapy; as four cycles
    r"\b(?:receiv\w*|by|as|in|with|giv\w+|take|undergo|additional|then|deliver\w*|administer\w*|phase),? $", re.I
)
_CYCLES_OF = re.compile(r" ?\((?=[A-Z][a-z]+[^():]{0,40}(?:\d ?m?g\b| \+ ))")  # 4 cycles (A 5 mg + B)
_LISTED = re.compile(r"(?:^|[+;:]|\n) ?$")
_OFTEN = (
    r"(?:daily|weekly|monthly|(?:a|per|each|every|/) ?(?:day|week|month|night)|\b(?:od|qd|bid|tid|qid|bd|b\.i\.d\.?"
    r"|t\.i\.d\.?|q\.d\.?|o\.d\.?|qw|q\d[wd]))"
)
_AFTER_OFTEN = re.compile(  # 5 mg, daily, 28 days; weekly for 24 doses (24 weeks)
    rf"(?:(?:{_OFTEN}|\b(?:intranasal|oral|orally))\)? ?, ?|\b(?:topical|intranasal|orally|IV|PO|SC) "
    r"|\b(?:doses|treatments|sessions|infusions|injections|times|treatment|treatment period|daily|weekly|period)"
    r" \((?:for |up to |a total of |total of )?)$",
    re.I,
)
_MAY_FOLLOW = re.compile(  # the ends of `_AFTER_OFTEN`
    r"(?:, ?|(?:topical|intranasal|orally|IV|PO|SC) |\((?:for |up to |a total of |total of )?)$", re.I
)
_ENDS = re.compile(r" ?(?:[,.;)]|$)")
_OFTEN_IN = re.compile(  # once weekly in four weeks
    rf"{_OFTEN}(?: oral)?(?: administration| treatment)? in (?:a total of )?$", re.I
)
_OF_OTHER = re.compile(r" (?:before|prior|after|post|apart|of|old|intervals?|as|cycles?|each|on|off)\b", re.I)
_NO_TREATMENT = (  # words of a period without the treatment, or that lead to another thing
    r"(?:and|or|after|before|with|to|from|in|on|at|for|until|post|pre|then|off|rest|break|pause|free|run|base)\b|no-|follow"
    "|wash|run-|lead|screen|observ|drug-free|post-|pre-|interval|titration|safety|cycle|extension|stud|long"
)
_PROGRAMME = re.compile(  # a 6-week exercise programme, 12 weeks of weekly sessions
    rf"[ -](?:of )?(?:(?!{_NO_TREATMENT})[a-z()-]+ ){{0,3}}?(?:program(?:me)?|treatment|therapy|period|course"
    r"|intervention|training|administration|supplementation|dosing|daily|weekly)"
    r"(?! (?:interval|cycle|gap|free|break|pause|follow|wash|prior|before))\b"
    r"|[ -]of [a-z][a-z-]{4,}[a-z] ?[(,]? ?\d[\d.,]* ?(?:m?g|mcg|IU|U)\b",  # a year of alfanib (20 mg)
    re.I,
)
_NO_PROGRAMME = re.compile(
    r"\b(?:after|before|every|each|first|within|at|last|prior|previous|than|following|final|of|or|to|and|least|q"
    r"|another|week|day|between|per|until|by|past|the)"
    r" (?:(?:an?|the|about|approximately|subsequent|consecutive) )?$|[^a-z(, :-] ?$",
    re.I,
)
_COMPLETED = re.compile(
    r"\b(?:complet|finish|previous|prior|after|end of|following|wash-?out|run-?in)\w*[^.;]{0,30}$", re.I
)
_NO_LEAD = re.compile(r"(?:within|until|till|to|through|from|up|total)\b", re.I)


def leads(atom: Atom) -> bool:
    """May this duration, which stands before a dose, be of it: is it no limit and no total?"""
    return not _NO_LEAD.match(atom.text)


def find(wording: Wording) -> Iterator[Atom]:
    """How long a treatment goes on; of a range the longer."""
    if not (wording.numbers and not wording.lacks(_UNIT_WORDS)):
        return
    text = wording.text
    yield from _stated(text)
    numbered = " 1" in text  # week 1, cycles 1 to 6
    for m in _FIRST_CYCLES.finditer(text) if numbered else ():
        yield _atom(m, m.start(), m.end(), "cycles")
    for m in _FIRST_WEEK.finditer(text) if numbered else ():
        yield Atom("duration", *m.span(), m[0], length=Duration(count(m["n"] or m["k"]), unit(m["u"] or m["v"])))
    for m in _SO_MANY_CYCLES.finditer(text) if "the first " in text else ():
        yield _atom(m, m.start(), m.end(), "cycles")
    for m in wording.counted(_LENGTH):
        before = text[max(0, m.start() - 45) : m.start()]
        if m["u"][0] in "cC" and text.startswith(" of ", m.end()) and _GIVES_CYCLES.search(before):
            # "four cycles of 3 weeks" leaves the words after the count to the cycle
            yield _atom(m, m.start(), m.end("high") if m["high"] else m.end("n"), "cycles")
        elif m["u"][0] in "cC" and _CYCLES_OF.match(text, m.end()) and _LISTED.search(before):
            yield _atom(m, m.start(), m.end(), "cycles")
        elif _bare(text, m, before) or (m["u"][0] not in "cC" and not m["high"] and _programme(text, m, before)):
            yield _atom(m, m.start(), m.end(), m["u"])


def _bare(text: str, length: re.Match[str], before: str) -> bool:
    """Does it follow how often something is given: ", daily, 28 days", "weekly in four weeks"?"""
    if _MAY_FOLLOW.search(before, max(0, len(before) - 14)) and _AFTER_OFTEN.search(before):
        return bool(_ENDS.match(text, length.end()))
    return (
        before[-3:].lower() in ("in ", "of ")
        and bool(_OFTEN_IN.search(before))
        and not _OF_OTHER.match(text, length.end())
    )


def _programme(text: str, length: re.Match[str], before: str) -> bool:
    """Is it how long a programme or period of treatment is?"""
    if not _PROGRAMME.match(text, length.end()):
        return False
    return not _NO_PROGRAMME.search(before) and not _COMPLETED.search(before)


def _stated(text: str) -> Iterator[Atom]:
    """What words of lasting stand before."""
    for m in _DURATION.finditer(text):
        if _NOT_TREATED.search(text[max(0, m.start() - 60) : m.start()]):
            continue
        if m[0][:3].lower() != "for" and _AFTERWARDS.match(text, m.end()):
            continue  # up to 30 days after the last dose
        if _UP_TO.match(text, m.end()) or (m[0][0] in "wW" and _OF_EVENT.match(text, m.end())):
            continue  # at least 5 days, up to 14 days; within 4 weeks of surgery
        if m["w"]:
            since = int(m["from"]) if m["v"] and unit(m["v"]) == unit(m["w"]) and int(m["from"]) > 1 else 0
            yield Atom("duration", *m.span(), m[0], length=Duration(int(m["at"]) - since, unit(m["w"])))
            continue
        yield _atom(m, m.start(), m.end(), m["u"])


def _atom(match: re.Match[str], start: int, end: int, word: str) -> Atom:
    number = match.groupdict().get("high") or match["n"]
    whole = _FRACTION.fullmatch(number)
    n = int(whole[1]) + int(whole[2]) / int(whole[3]) if whole else count(number)
    code = "{cycle}" if word.lower().startswith("c") else unit(word)
    return Atom("duration", start, end, match.string[start:end], length=Duration(n, code))
