"""How often something is given.

All expressions are of a text in lower case, unless they say otherwise, since a look without regard to case is slow.
"""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from extract.document import Frequency
from extract.facts.regimens.atoms import Atom
from extract.facts.regimens.lexicon import BEFORE, LEFT, RIGHT, Lexicon, fold, keys
from extract.facts.regimens.periods import (
    COUNT,
    LONG,
    OTHER,
    PERIOD,
    TIME_WORDS,
    alternatives,
    chosen,
    count,
    hours,
    unit,
)
from extract.facts.regimens.wording import JOINED, Wording, Words, starting
from extract.lexicons import holds, word_set

_THINGS = (
    "times|time|x|×|doses|dose|sessions|session|injections|injection|infusions|treatments|treatment|fractions|fraction"
    "|classes|applications|administrations|meals|servings|cups|portions|bottles|drinks|lessons|walks|capsules|tablets"
    "|exposures|videos|modules|workouts|meetings"
)
_NO_THINGS = "mg|g|mcg|ug|ml|iu|given|taken"
_EVERY = re.compile(  # (twice) every 3 weeks, q3w, Q 3 weeks, per 4 weeks
    rf"{BEFORE}(?:(?:(?P<n>once|twice|one time|one dose|{COUNT} ?(?:times|x)) )?"
    rf"(?:(?:every|each|once per|per|once in)(?: |-)?|q\.? ?|once/)(?P<p>{COUNT})"
    rf"(?:st|nd|rd|th|\.(?= week| day| month))?{OTHER} ?-? ?(?P<u>{PERIOD}){RIGHT}(?!-| ?\(?cycle| controls?\b)"
    rf"|q ?d ?(?P<k>\d{{1,2}}){RIGHT}(?! ?m?g))",  # q d 21
)
_OR_PERIOD = re.compile(rf" or (?:every )?(?P<p>{COUNT})[ -](?P<u>{LONG}){RIGHT}")  # every 2 weeks or 4 weeks
_TIMES = re.compile(  # 3 times a day, two 60-minute sessions per week, 2 doses every 4 weeks
    rf"{LEFT}(?P<n>{COUNT}){OTHER}(?:[ -]\d+(?:[ -]to[ -]\d+)?[ -]?(?:minutes?|mins?|hours?|h))?"
    rf"(?:[ -](?:(?!(?:{_NO_THINGS}|one|two|three|four|five|six|once|twice)\b)[a-z]+[ -]){{0,2}}?)?"
    rf"(?:{_THINGS})"
    rf"(?: of [a-z-]+(?: [a-z-]+)?)? ?-? ?"
    rf"(?:(?:a|an)\b|per|per the|/|each|every|(?:with)?in a|(?:with)?in one|in each|in every|each every|in) ?"
    rf"(?P<p>{COUNT})? ?-?(?P<u>day|week|month|year|days|weeks|months|24 ?h(?:ours)?|wk|d){RIGHT}",
)
_EACH_WEEK = re.compile(  # each week the patients will receive five sessions
    rf"{LEFT}(?:each|every) (?P<u>week|day|month),? (?:[a-z]+ ){{1,6}}?"
    rf"(?P<n>{COUNT} (?:sessions?|times|treatments|injections|classes)){RIGHT}",
)
_ADVERB = re.compile(  # five times weekly, 3x/week
    rf"{LEFT}(?P<n>{COUNT}){OTHER} ?-?(?:(?:times|x|×) ?-?/?|/) ?"
    rf"(?P<u>daily|weekly|monthly|per day|per week|a day|a week|day|week|wk){RIGHT}",
)
_DAYS_A_WEEK = re.compile(
    rf"{LEFT}(?:(?P<n>{COUNT}){OTHER} ?(?:consecutive |alternat(?:e|ing) |non-consecutive |separate )?"
    rf"(?:days?|nights?) ?(?:a|per|/|each|every|in a|of the|of each) ?(?P<u>week|wk|month){RIGHT}"
    rf"|(?P<m>{COUNT}) ?days? (?P<w>weekly){RIGHT})",
)
_OF_SEVEN = re.compile(  # 4 out of 7 nights per week
    rf"{LEFT}(?P<n>[1-6]|one|two|three|four|five|six) (?:days |nights )?(?:out )?of (?:the )?(?:7"
    rf"|seven) (?:days|nights)"
    rf"(?: (?:a|per|each|every|of the|in a) week)?{RIGHT}",
)
_HOURLY = re.compile(
    rf"{LEFT}(?P<p>{COUNT})[ -]?(?P<u>hourly){RIGHT}|{LEFT}(?P<q>{COUNT})-(?P<v>weekly|monthly){RIGHT}"
)
_WEEKLY_INTERVALS = re.compile(  # at 4 weekly or 2 weekly intervals
    rf"{LEFT}(?P<p>{COUNT}) (?P<u>weekly|monthly)(?: or (?P<q>{COUNT}) (?:weekly|monthly))?"
    rf" (?:intervals?|cycles?){RIGHT}",
)
_INTERVAL = re.compile(  # at 3-week intervals, 4 weeks apart, at an interval of 21 days
    rf"(?:at |with |in )?(?:an |a )?"
    rf"(?:{LEFT}(?P<p>{COUNT}){OTHER}[ -](?P<u>{LONG}|hours?)[ -](?:treatment )?(?:intervals?|apart){RIGHT}"
    rf"|{LEFT}intervals?(?: of|:|,)? (?P<q>{COUNT}){OTHER}[ -](?P<v>{LONG}|hours?){RIGHT})",
)
_COURSE = re.compile(  # for 5 consecutive days every 4 weeks
    rf"{BEFORE}(?:for|x|×|over) ?(?P<n>{COUNT}) ?(?:consecutive |sequential |continuous )?days?,? ?"
    rf"(?:(?!followed|then|and)\w+ ){{0,3}}?(?:\(?\w+\)? )?(?:every|of every|of each|in every"
    rf"|each|per|q) ?(?P<p>{COUNT})? ?-?"
    rf"(?P<u>{LONG})(?:[ -](?:treatment )?cycles?)?{RIGHT}(?! as (?:a|one|1) cycle)",
)
_DIVIDED = re.compile(  # in two divided doses: of a dose a day
    rf"(?:(?:divided )?(?:in|into) (?P<n>{COUNT}){OTHER} (?:equal(?:ly)? )?(?:divided|daily|separate|equal) "
    rf"|divided (?:in|into|over|as|by) (?P<m>{COUNT}){OTHER} (?:daily )?)doses?{RIGHT}"
    r"(?! (?:groups?|levels?|cohorts?|arms?))",
)
_GIVEN_DAY = re.compile(  # 40 mg p.o./day; 0.2 mg/kg/4 wks has its own rule
    r"(?<=p\.o\.)/ ?(?P<u>day|week)\b|(?<=orally) ?/ ?(?P<v>day)\b|(?<=\bpo)/(?P<w>day)\b"
)
_PER_WEEKS = re.compile(r"(?<=\))/ ?(?P<n>\d) ?(?:weeks|wks?)\b")  # mg/kg/(IU/mL)/4 wks
_MEALS = (
    r"(?:(?:in|every) the morning|every morning|(?:before|at|with|after) breakfast)(?:,? and|,) "
    r"%s(?:(?:in|every) the evening|every evening|at (?:night|bedtime|dinner)"
    r"|before (?:bed|bedtime|sleep|sleeping|dinner)|(?:with|after) dinner)"
)
_TWO_A_DAY = re.compile(LEFT + _MEALS % "" + RIGHT)
_EACH_AMOUNT = re.compile(
    LEFT + r"in the morning(?=(?:,? and|,) [\w.]+ (?:tablets?|capsules?|drops?|puffs?|m[gl]) "
    r"(?:in the evening|at (?:night|bedtime)))",
)
_LAST_DAYS = re.compile(  # days that no rule counts
    rf"{LEFT}(?:on |for |during )?(?:the )?(?:last|final|remaining) (?:{COUNT} )?days"
    r"(?= (?:of|in) (?:each|every|the|a)\b[^.;,]{0,25}(?:cycles?|weeks?|months?))",
)
_SEVERAL = re.compile(
    r"\bblocks? of [^.;]{0,25}$"
    r"|\b(?:several|multiple|many|few|number of) times $|\bavailable\b[^.;]{0,45}$|\bhours (?:a|per) day,? $",
)
_TIMES_DAYS = re.compile(rf"{LEFT}(?P<n>[1-4])(?= ?[x×] ?\d{{1,3}} days?{RIGHT})")  # 1 x 14 days
_DIGIT_NEXT = re.compile(r" \d")
_VISIT = re.compile(r"\b(?:visits?|weeks?|days?|cycles?|v|w) ?$")
_AT_MOST = re.compile(  # not more than once a day or 3 times a week
    r"\b(?:more (?:often )?than|at most|not exceed(?:ing)?|maximum(?: of)?|max\.?) (?:(?:once"
    r"|one time) (?:a|per) day or )?$|\(or at least $",
)
_OR = re.compile(
    r"(?: ?[)\]])?(?: (?:dosing|schedule|IV|SC|orally|in adults))?,? ?(?:\bor\b|/|\band/or\b) ?(?:dosing |a |with )?",
    re.I,
)
_OF_STEPS = re.compile(r" (?:to|for)\b[^.;,]{0,25}\b(?:dose increases?|up-?dosing|dose escalations?)\b")
_OR_WORD = re.compile(r"(?<!and/)\bor\b", re.I)
_COUNTED = re.compile(  # of things unknown: "two sesions per week"
    rf"(?<![\d.])(?P<n>{COUNT}) (?!(?:minute|hour|day|week|month|year|min|hr)s? )[a-z]{{4,}} $"
)
_WEEKLY_SESSIONS = re.compile(  # three weekly sessions for 2 weeks
    rf"{LEFT}(?P<n>[2-7]|two|three|four|five|six|seven) weekly (?:sessions|treatments)(?= [^.;]{{0,25}}?\b(?:for|over)"
    rf" (?P<m>{COUNT}) (?:consecutive )?weeks)",
)
_ONE_TIME = re.compile(r"\b(?:\d|one|two) (?:times?|doses?) $")  # twice a day (1 time in the morning, …)
_COUNTED_DAYS = re.compile(rf"\b{COUNT} (?:on )?$")  # 3 alternate days: of what time?
_SESSIONS_OF = re.compile(  # two sessions of some long-named therapy (SLT) per week
    rf"\b(?P<n>{COUNT}) (?:sessions|treatments|doses|injections) of [^.;,:]{{3,80}} $"
)
_WITHIN = re.compile(r"\b(?:over|for|in|within|during|after|triple|about|half) $")  # over a week
_AGAIN = re.compile(r" ?[(\[] ?|, ")  # every 2 weeks (Q2W)
_EVERY_WORDS = word_set("every each per once q qd")  # one of which a form needs
_MEAL_WORDS = word_set("morning breakfast")
_WEEKLY_WORDS = word_set("weekly monthly")
_INTERVAL_WORDS = word_set("interval intervals apart")
_ROUND_WORDS = word_set("interval intervals cycle cycles")  # one of which `_WEEKLY_INTERVALS` holds
_UNCOUNTED = _MEAL_WORDS | {"days"}  # of the forms that may do without a number
_EVERY_LEADS = ("every", "each", "per", "once in", "once/", "q", "qd", "q d")  # one of which stands before its period
_EVERY_LEAD = re.compile(  # all that does
    rf"{BEFORE}(?:(?:once|twice|one time|one dose|{COUNT} ?(?:times|x)) )?"
    r"(?:(?:every|each|once per|per|once in)[ -]?|q\.? ?|once/|q ?d ?)$"
)
_COURSE_WORDS = word_set("for over x")
_WEEK_WORDS = word_set("session sessions times treatments injections classes")
_EACH_PERIODS = tuple(f"{word} {period}" for word in ("each", "every") for period in ("week", "day", "month"))
_THING_WORDS = word_set(_THINGS.replace("|", " "))
_NO_THING_WORDS = word_set(_NO_THINGS.replace("|", " "))
_DAYS_WORDS = JOINED | word_set(  # behind the number of `_DAYS_A_WEEK`
    "day days night nights consecutive alternate alternating non separate"
)
_TIMES_WORDS = JOINED | {  # behind the number of `_ADVERB`
    times + joined
    for times in ("times", "x")
    for joined in ("", "daily", "weekly", "monthly", "per", "a", "day", "week", "wk")
}
_LIMIT_WORDS = word_set(  # one of which `_AT_MOST`, `_SEVERAL` or `_OF_STEPS` holds
    "more most exceed exceeding maximum max least block blocks several multiple many few number available hours"
    " increase increases dosing updosing escalation escalations"
)
_DIVIDED_WORDS = word_set("divided daily separate equal")
_SINGLE_WORDS = word_set("single one once stat")
MOST = 20  # times that something is given in a day or week
SINGLE = re.compile(
    rf"{BEFORE}(?:single(?=(?:[ -](?!daily|weekly|monthly|arm|agent|center|centre|blind|use|dose pre|cycle)[a-z]+)"
    r"{0,3}?[ -](?:dose|injection|infusion|administration|instillation|session|treatment|fraction)\b)|one[ -]time"
    rf"|once(?! (?:daily|every|weekly|a |per|each|monthly|in|at least))|only once|one dose|stat){RIGHT}",
)


def courses(wording: Wording) -> Iterator[Atom]:
    """Days in a row that come again: "for 5 days every 4 weeks" is 5 per 4 wk."""
    small = wording.small
    if not wording.numbers or "day" not in small or (wording.lacks(_COURSE_WORDS) and "×" not in small):
        return
    for start, end, m in wording.behind(_COURSE):
        days, period, code = count(m["n"]), count(m["p"]), unit(m["u"])
        if m["p"] or code != "d":
            every = Frequency(days, period, code)
            yield Atom("frequency", start, end, small[start:end], frequency=every, days=(int(days),))


def singles(wording: Wording) -> Iterator[Atom]:
    """What is given but once."""
    for start, end, match in () if wording.lacks(_SINGLE_WORDS) else wording.behind(SINGLE):
        yield Atom("single", start, end, match[0][1:])


class Frequencies:
    """Finds frequencies in plain text, the more explicit before the less."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._words = re.compile(rf"{BEFORE}(?:{lexicon.frequency_forms}){RIGHT}")
        self._keys = keys(lexicon.frequencies)
        self._telling = self._keys | _MEAL_WORDS
        self.words = self._telling | TIME_WORDS | _DIVIDED_WORDS | _TIMES_WORDS - JOINED  # one of which each form holds

    def may_state(self, words: Words) -> bool:
        """May a text without a number, as most titles are, say how often or on which days?"""
        return not words.lacks(self._telling) or "day" in words.small or "/" in words.text

    def find(self, wording: Wording) -> list[Atom]:
        """Every frequency expression that is no limit; those found later yield where they overlap earlier ones."""
        small = wording.small
        stated = [*self._written(wording)] if wording.numbers or not wording.lacks(_UNCOUNTED) or "/" in small else []
        if not wording.lacks(self._keys):
            stated += self._listed(wording)
        if not stated or wording.lacks(_LIMIT_WORDS):
            return stated
        limits = [
            atom
            for atom in stated
            if _AT_MOST.search(small, max(0, atom.start - 45), atom.start)
            or _SEVERAL.search(small, max(0, atom.start - 50), atom.start)
            or _OF_STEPS.match(small, atom.end)
        ]
        return [atom for atom in stated if not any(one.start <= atom.start < one.end for one in limits)]

    def _written(self, wording: Wording) -> Iterator[Atom]:  # noqa: PLR0912  # one loop a form
        """Those with a number of their own, or with the meals or last days of something."""
        # all three tell cheaply that a form's own words are not there
        small, words, lacks = wording.small, wording.words, wording.lacks
        days, weeks = "day" in small or "night" in small, "week" in small or "month" in small
        adverb = not lacks(_WEEKLY_WORDS)
        if not lacks(_MEAL_WORDS):
            for m in _TWO_A_DAY.finditer(small):
                yield _atom(m, 2, 1, "d")
            for m in _EACH_AMOUNT.finditer(small):
                yield Atom("frequency", *m.span(), m[0])
        for m in _LAST_DAYS.finditer(small) if "days" in words and ("days of " in small or "days in " in small) else ():
            yield Atom("frequency", *m.span(), m[0])
        for m in wording.counted_small(_WEEKLY_INTERVALS) if adverb and not lacks(_ROUND_WORDS) else ():
            every = None if m["q"] else Frequency(1, count(m["p"]), unit(m["u"].replace("ly", "")))
            yield Atom("frequency", *m.span(), m[0], frequency=every)
        sevens = days and ("seven" in words or ("7" in small and (" of 7" in small or " of the 7" in small)))
        for m in wording.counted_small(_OF_SEVEN) if sevens else ():
            yield _atom(m, count(m["n"]), 1, "wk")
        for start, end, m in () if lacks(_EVERY_WORDS) else _recurring(wording):
            if other := _OR_PERIOD.match(small, end):
                first = Frequency(count(m["n"]), count(m["p"] or m["k"]), hours(m["u"] or "d"))
                choices = (first, Frequency(first.times, count(other["p"]), hours(other["u"])))
                yield Atom("frequency", start, other.end(), small[start : other.end()], choices=choices)
            else:
                yield _atom(m, count(m["n"]), count(m["p"] or m["k"]), hours(m["u"] or "d"), BEFORE)
        for m in wording.counted_small(_WEEKLY_SESSIONS) if "weekly" in words else ():
            if count(m["n"]) != count(m["m"]):
                yield _atom(m, count(m["n"]), 1, "wk")
        for m in _EACH_WEEK.finditer(small) if not lacks(_WEEK_WORDS) and holds(small, _EACH_PERIODS) else ():
            yield Atom("frequency", *m.span("n"), m["n"], frequency=Frequency(count(m["n"]), 1, unit(m["u"])))
        timed = days or weeks or holds(small, ("year", "wk", "24", "/d", " d"))
        counted = timed and (not lacks(_THING_WORDS) or "×" in small)
        for m in starting(_TIMES, small, wording.before(_NO_THING_WORDS, without=True)) if counted else ():
            yield _atom(m, count(m["n"]), count(m["p"]), unit(m["u"]))
        weekly = days and (weeks or "wk" in small)
        for m in starting(_DAYS_A_WEEK, small, wording.before(_DAYS_WORDS)) if weekly else ():
            yield _atom(m, count(m["n"] or m["m"]), 1, unit(m["u"] or m["w"]), "on ")
        for m in () if lacks(_INTERVAL_WORDS) else _INTERVAL.finditer(small):
            yield _atom(m, 1, count(m["p"] or m["q"]), hours(m["u"] or m["v"]))
        compound = "hourly" in words or (adverb and ("-weekly" in small or "-monthly" in small))
        for m in wording.counted_small(_HOURLY) if compound else ():
            yield _atom(m, 1, count(m["p"] or m["q"]), hours(m["u"] or m["v"]))
        if "/" in small:
            yield from _by_sign(small)
        for m in _DIVIDED.finditer(small) if not lacks(_DIVIDED_WORDS) and "dose" in small else ():
            yield _atom(m, count(m["n"] or m["m"]), 1, "d")
        for m in wording.counted_small(_TIMES_DAYS) if days and ("x" in words or "×" in small) else ():
            yield _atom(m, count(m["n"]), 1, "d")
        for m in starting(_ADVERB, small, wording.before(_TIMES_WORDS)) if timed else ():
            numbered = _DIGIT_NEXT.match(small, m.end())
            if not numbered and not _VISIT.search(small, max(0, m.start() - 9), m.start()):
                yield _atom(m, count(m["n"]), 1, unit(m["u"]))

    def _listed(self, wording: Wording) -> Iterator[Atom]:
        """The forms of the lexicon."""
        small = wording.small
        frequencies = self._lexicon.frequencies
        for start, end, _ in wording.behind(self._words):
            form = small[start:end]
            if form[:6] == "in the" and _ONE_TIME.search(small, max(0, start - 12), start):
                continue
            if "altern" in form and _COUNTED_DAYS.search(small, max(0, start - 12), start):
                continue
            bare = form.startswith(("a ", "per "))
            if bare and _WITHIN.search(small, max(0, start - 10), start):
                continue
            if self._lexicon.not_before.match(small, end):
                continue
            every = frequencies.get(form) or frequencies[fold(form)]
            if bare and (of := _SESSIONS_OF.search(small, max(0, start - 110), start)):
                every = Frequency(count(of["n"]), every.period, every.unit)
                yield Atom("frequency", start, end, form, frequency=every)
                continue
            counted = _COUNTED.search(small, max(0, start - 40), start) if bare else None
            if counted and count(counted["n"]) > MOST:
                continue  # 3000 shocks per week
            yield Atom("frequency", start, end, form, frequency=None if counted else every)


def _recurring(wording: Wording) -> Iterator[tuple[int, int, re.Match[str]]]:
    """What `_EVERY` finds, as `Wording.behind` gives it: where its words stand before a number."""
    small, led = wording.small, wording.led
    read = 0
    for at in wording.numbers:
        if not small[max(0, at - 9) : at].rstrip(" -.").endswith(_EVERY_LEADS):
            continue
        lead = _EVERY_LEAD.search(led, max(read, at - 45), at + 1)
        if lead and (match := _EVERY.match(led, lead.start())):
            read = match.end()
            yield lead.start(), read - 1, match


def _by_sign(small: str) -> Iterator[Atom]:
    """Frequencies behind a stroke: "40 mg p.o./day"."""
    for m in _GIVEN_DAY.finditer(small) if "/day" in small or "/ day" in small or "/week" in small else ():
        yield _atom(m, 1, 1, unit(m["u"] or m["v"] or m["w"]))
    for m in _PER_WEEKS.finditer(small) if ")/" in small else ():
        yield _atom(m, 1, count(m["n"]), "wk")


def _atom(match: re.Match[str], times: float, period: float, code: str, before: str = "") -> Atom:
    """`before`: a word that belongs to it where it stands before; or `BEFORE`, with which the match opens."""
    start, end = match.span()
    said = match[0]
    if before == BEFORE:
        said, end = said[1:], end - 1
    elif before and _led(match.string, start, before):
        said, start = before + said, start - len(before)
    every = Frequency(times, period or 1, code)
    if alternatives(match):
        other = chosen(match)
        second = other and (
            Frequency(other[1], every.period, code) if other[0] in "nm" else replace(every, period=other[1])
        )
        return Atom("frequency", start, end, said, choices=(every, second) if second else ())
    return Atom("frequency", start, end, said, frequency=every)


def _led(small: str, start: int, lead: str) -> bool:
    """Does this word stand before?"""
    return small.endswith(lead, 0, start) and not small[start - len(lead) - 1 : start - len(lead)].isalnum()


def one_of(text: str, atoms: list[Atom]) -> list[Atom]:
    """Different frequencies joined by "or" ("Q2W or Q4W") as one atom without a value: none is the one given."""
    joined: list[Atom] = []
    for atom in atoms:
        last = joined[-1] if joined else None
        if last and last.kind == atom.kind == "frequency":
            between = text[last.end : atom.start]
            choice = (_OR.fullmatch(between) and last.frequency != atom.frequency) or _contrary(between, last, atom)
            if choice or (last.frequency is None and _AGAIN.fullmatch(between)):
                start = joined[-2].start if choice and _explained(text, joined) else last.start
                del joined[-2 if start < last.start else -1 :]
                choices = _choices(between, last, atom)
                joined.append(Atom("frequency", start, atom.end, text[start : atom.end], choices=choices))
                continue
        joined.append(atom)
    return joined


def _choices(between: str, one: Atom, other: Atom) -> tuple[Frequency, ...]:
    """The frequencies of both, where "or" joins them; a short form in brackets repeats one."""
    first = (one.frequency,) if one.frequency else one.choices
    if other.frequency is None or other.frequency in first:
        return first
    return (*first, other.frequency) if first and _OR_WORD.search(between) else ()


def _contrary(between: str, one: Atom, other: Atom) -> bool:
    """Do two that follow each other say different counts a day: "once a day, twice a day"?"""
    first, second = one.frequency, other.frequency
    if between.strip() != "," or first is None or second is None:
        return False
    daily = first.unit == second.unit == "d" and first.period == second.period == 1
    return daily and first.times != second.times


def _explained(text: str, atoms: list[Atom]) -> bool:
    """Is the last frequency the short form of the one before it: "every 2 weeks (Q2W)"?"""
    if len(atoms) < 2 or atoms[-2].kind != "frequency":
        return False
    return atoms[-2].frequency == atoms[-1].frequency and bool(_AGAIN.fullmatch(text[atoms[-2].end : atoms[-1].start]))
