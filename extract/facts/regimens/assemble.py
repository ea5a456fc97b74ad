"""Puts the pieces of a description together: one regimen a dose and drug, with its route and schedule."""

import re
from itertools import pairwise

from extract.document import Dose, Duration, Frequency
from extract.facts.regimens.atoms import DAYS, Atom, Found, of_cycle, per_day
from extract.facts.regimens.drugs import Drugs
from extract.facts.regimens.lexicon import Lexicon
from extract.facts.regimens.pieces import Segment

_EXPLAINS = re.compile(r"[ (]*\(")
_AFTER_CAP = re.compile(
    r" ?(?:/ ?(?:day|dose) )?(?:\(?(?:maximum|max\b)(?! ?(?:daily |dose |of )*\d)|as a maximum)", re.I
)
_NOT_GIVEN = re.compile(
    r" ?(?:of |in )?(?:(?:venous|whole|peripheral|arterial) )?(?:blood|urine|water|milk|serum|plasma|saline flush)\b",
    re.I,
)
_DILUTED = re.compile(
    r"(?:\bin|\bdiluted (?:in|to|with)|(?<!injected )(?<!treated )(?<!infused )\bwith|dissolved in|mixed with|"
    r"volume of|into|reconstituted (?:in|with)|"
    r"bottle of|tube \(|draw|vial of|sample of) (?:a |an |about |approximately )?$",
    re.I,
)
_COUNTED = re.compile(
    r"(?P<n>\d+|one|two|three|four|five|six) ?(?:x |× |\* )?(?:(?:film-coated|oral|matching) )?(?:(?:tablets?|"
    r"capsules?|puffs?|pills?|sachets?|inhalations?|actuations?) (?:of |containing )?)?(?:[A-Za-z-]+ )?$",
    re.I,
)
_SUPPLIED = re.compile(r"\b(?:supplied|available|comes? in|packaged|manufactured|marketed|strengths? of)\b", re.I)
_EACH_FRACTION = re.compile(r"(?:fractions?(?: each)? of|fractions? at|using|at) $", re.I)
_NUMBER = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


class Sentence:
    """One sentence's segments, and what of them is worth a regimen."""

    def __init__(self, text: str, parts: list[Segment], drugs: Drugs, lexicon: Lexicon, span: tuple[int, int]) -> None:
        self.text, self.parts, self.drugs, self.lexicon, self.span = text, parts, drugs, lexicon, span

    def regimens(self) -> list[Found]:
        """All regimens of the sentence, in order."""
        found: list[Found] = []
        rows: list[tuple[Segment, list[Found]]] = []
        for part in self.parts:
            made = self._doses(part) or self._schedule_only(part)
            rows.append((part, made))
        self._share_back(rows)
        self._share_forward(rows)
        for _, made in rows:
            found += made
        return found

    def _doses(self, part: Segment) -> list[Found]:
        made: list[Found] = []
        taken = [atom for atom in part.of("dose") if self._taken(atom)]
        strong = [
            atom
            for atom in taken
            if atom.amount and atom.amount.rank == "mass" and not atom.amount.strength and not atom.amount.fraction
        ]
        if not strong:
            used = bool(part.of("frequency", "route"))
            strong = [a for a in taken if a.amount and ((a.amount.filled and used) or a.amount.fraction)]
        if not strong:
            strong = [a for a in taken if a.amount and a.amount.rank == "volume"] or [
                a for a in taken if a.amount and a.amount.rank == "form" and not a.amount.strength
            ]
            strong = strong[:1]
        if not part.of("frequency", "days", "single") and _SUPPLIED.search(self.text[self.span[0] : part.end]):
            return []  # strengths that a product comes in
        strong = self._without_fractions(self._without_explanations(part, strong))
        for number, atom in enumerate(strong):
            if atom.amount is None:
                continue
            nearest = self._drug(part, atom, strong[number + 1].start if number + 1 < len(strong) else part.end)
            for index, dose in enumerate(atom.amount.doses):
                given = self._multiplied(atom, dose) if len(atom.amount.doses) == 1 else dose
                one = Found(atom.start, atom.end, dose=given, rule="dose")
                if nearest:
                    one.drug, one.key, one.named = nearest.text, nearest.drug, True
                    one.start, one.end = min(one.start, nearest.start), max(one.end, nearest.end)
                members = [n for n in part.of("drug") if n.end <= atom.start][-len(atom.amount.doses) :]
                if atom.amount.combination and len(members) == len(atom.amount.doses):
                    one.drug, one.key = members[index].text, members[index].drug
                self._schedule(part, one, atom)
                made.append(one)
        return made

    def _taken(self, atom: Atom) -> bool:
        """Is this dose given, and no strength, limit, dilution or sample?"""
        amount = atom.amount
        if amount is None or (amount.strength and not amount.filled):
            return False
        if self._capped(atom):
            return False
        before, after = self.text[max(self.span[0], atom.start - 60) : atom.start], self.text[atom.end : atom.end + 40]
        return not (amount.rank == "volume" and (_NOT_GIVEN.match(after) or _DILUTED.search(before)))

    def _capped(self, atom: Atom) -> bool:
        """Is it a limit or a step ("up to a maximum of 10 mg", "increased by 5 mg")? A total of radiation is a dose."""
        before, after = self.text[max(self.span[0], atom.start - 60) : atom.start], self.text[atom.end : atom.end + 40]
        if _AFTER_CAP.match(after):
            return True
        radiation = atom.amount is not None and atom.amount.doses[0].unit in ("Gy", "cGy")
        return bool(self.lexicon.cap.search(before)) and not (radiation and "total" in before[-30:])

    def _without_explanations(self, part: Segment, doses: list[Atom]) -> list[Atom]:
        """Doses in a bracket right after a dose explain it: "600 mg (2 injections of 300 mg)"."""
        kept: list[Atom] = []
        closing = -1
        for atom in doses:
            if atom.start < closing:
                continue
            kept.append(atom)
            bracket = re.compile(r"[A-Za-z ]{0,30}\(").match(self.text, atom.end)
            if bracket and not re.search(r"daily|bid|qd|every|once|twice", bracket[0], re.I):
                closing = self.text.find(")", bracket.end(), part.end + 60)
        return kept

    def _without_fractions(self, doses: list[Atom]) -> list[Atom]:
        """Of "60 Gy in 30 fractions of 2 Gy" the total alone."""
        each = [a for a in doses if _EACH_FRACTION.search(self.text[max(0, a.start - 40) : a.start])]
        rest = [a for a in doses if a not in each and a.amount and a.amount.doses[0].unit in ("Gy", "cGy")]
        return [a for a in doses if a not in each] if rest else doses

    def _multiplied(self, atom: Atom, dose: Dose) -> Dose:
        """Two 25-mg tablets are 50 mg: a count before a strength, where a form stands beside it."""
        before = self.text[max(self.span[0], atom.start - 40) : atom.start]
        after = self.text[atom.end : atom.end + 30]
        counted = _COUNTED.search(before)
        form = re.search(
            r"tablet|capsule|puff|pill|sachet|inhalation|actuation", counted[0] if counted else "", re.I
        ) or re.match(r"[ -]*(?:[a-z-]+ )?(?:tablet|capsule|pill|sachet)", after, re.I)
        if not counted or not form:
            return dose
        n = _NUMBER.get(counted["n"].lower()) or int(counted["n"])
        if not 1 <= n <= 12 or dose.low != dose.high:
            return dose
        total = round(dose.low * n, 9)
        return Dose(total, total, dose.unit, dose.per)

    def _drug(self, part: Segment, atom: Atom, stop: int) -> Atom | None:
        """The drug of a dose: right after it ("5 mg of X", "5 mg X"), else the nearest before or after."""
        names = part.of("drug")
        after = [n for n in names if atom.end <= n.start < stop]
        if after and re.fullmatch(
            r"[ )]*(?:of |dose of |oral(?:ly)? |intravenous |subcutaneous |sublingual |inhaled |IV |the |"
            r"active |per day of |daily (?:of )?|once daily |\([^()]*\) ?)*",
            self.text[atom.end : after[0].start],
            re.I,
        ):
            return after[0]
        before = [n for n in names if n.end <= atom.start]
        if before and atom.start - before[-1].end < 14 and "," not in self.text[before[-1].end : atom.start]:
            return before[-1]  # "sildenafil citrate 100 mg"
        unknown = self.drugs.near(self.text, atom.start, atom.end, stop)
        if (
            unknown
            and (not before or unknown.start > before[-1].end)
            and not (before and unknown.start < atom.start and before[-1].start <= unknown.start < before[-1].end)
        ):
            return unknown
        return before[-1] if before else (after[0] if after and len(names) == 1 else None)

    def _schedule_only(self, part: Segment) -> list[Found]:
        """A schedule without a dose counts near a drug, route or word of giving, not where something is assessed."""
        if not part.of("frequency", "days"):
            return []
        if any(self._capped(atom) for atom in part.of("dose")):
            return []  # "tapered by 5 mg every week", "at most 10 mg daily"
        at = (part.of("frequency") or part.of("days"))[0]
        near = self.text[max(part.start, at.start - 60) : min(part.end, at.end + 45)]
        whole = self.text[self.span[0] : self.span[1]]
        if self.lexicon.cap.search(self.text[max(part.start, at.start - 30) : at.start]):
            return []
        if self.lexicon.watched.search(near) or not (part.of("drug", "route") or self.lexicon.given.search(whole)):
            return []
        follows = [n for n in part.of("drug") if at.end <= n.start <= at.end + 25]
        before = list({n.drug: n for n in part.of("drug") if n.start < at.end}.values())
        names = follows[:1] if follows and len(before) <= 1 else before or part.of("drug")[:1]
        made: list[Found] = []
        given: list[Atom | None] = [*names] or [None]
        for name in given:
            one = Found(at.start, at.end, rule="schedule")
            if name:
                one.drug, one.key, one.named = name.text, name.drug, True
                one.start, one.end = min(one.start, name.start), max(one.end, name.end)
            self._schedule(part, one, None)
            if one.frequency or one.days_of_cycle:
                made.append(one)
        return made

    def _schedule(self, part: Segment, one: Found, dose: Atom | None) -> None:
        """Reads route, frequency, days, cycle and duration of a segment into a regimen."""

        def near(atoms: list[Atom]) -> Atom | None:
            core = [a for a in atoms if a.start < part.core_end]
            return min(
                core or atoms, key=lambda a: _distance(a, dose) if dose else abs(a.start - one.start), default=None
            )

        if route := near(part.of("route")):
            one.route = route.route
            one.start, one.end = min(one.start, route.start), max(one.end, route.end)
        cycle, days = near(part.of("cycle")), near(part.of("days"))
        if cycle:
            one.cycle = cycle.length
        if days:
            one.days_of_cycle = days.days
        stated = [a.frequency for a in part.of("frequency") if a.frequency]
        if dose and dose.amount and dose.amount.frequency:
            course = next((a.frequency for a in part.of("frequency") if a.days and a.frequency), None)
            split = next((f for f in stated if per_day(f) > 1), None)
            one.frequency = course or split or dose.amount.frequency
            if not course and days and one.cycle and not stated:
                one.frequency = of_cycle(days.days, one.cycle) or one.frequency
        else:
            one.frequency = _frequency(part.of("frequency"), days, one.cycle, dose)
        lasting = [a for a in part.of("duration") if a.start > one.start - 40]
        if lasting:
            one.duration = lasting[0].length
        elif (
            days
            and not cycle
            and one.frequency
            and per_day(one.frequency) >= 1
            and min(days.days) > 0
            and len(days.days) > 1
        ):
            one.duration = Duration(len(days.days), "d")
        for atom in [*part.of("frequency", "days", "cycle"), *lasting]:
            one.start, one.end = min(one.start, atom.start), max(one.end, atom.end)
        one.single = bool(part.of("single"))
        self._fractions(part, one)

    def _fractions(self, part: Segment, one: Found) -> None:
        if one.dose is None or one.dose.unit not in ("Gy", "cGy"):
            return
        atom = next(iter(part.of("fractions")), None)
        if atom is None:
            return
        one.start, one.end = min(one.start, atom.start), max(one.end, atom.end)
        each = re.match(r"[x×]", atom.text, re.I) or re.search(r"fractions? of", self.text[atom.start : atom.end + 3])
        if atom.start > one.start and not each:
            one.dose = Dose(one.dose.low, one.dose.high, one.dose.unit, "course")
        if atom.frequency:
            one.frequency, one.duration = atom.frequency, atom.length

    def _share_back(self, rows: list[tuple[Segment, list[Found]]]) -> None:
        """What follows the last of a list holds for all of it: "A 5 mg and B 10 mg orally every 3 weeks"."""
        for (part, made), (nextpart, nextmade) in reversed(list(pairwise(rows))):
            if nextpart.link != "and" or not made or not nextmade:
                continue
            last = nextmade[0]
            for one in made:
                placebo = last.dose is None and "placebo" in (last.drug or "").lower()
                if one.dose is None or (last.dose is None and not placebo):
                    continue
                bare = not part.of("days", "duration", "single", "frequency") and self._ends_bare(part)
                if not part.of("days", "frequency", "single") and not one.days_of_cycle:
                    one.days_of_cycle, one.cycle = last.days_of_cycle, one.cycle or last.cycle
                if bare and one.frequency is None and last.frequency is not None and not one.single:
                    one.frequency, one.days_of_cycle, one.cycle = last.frequency, last.days_of_cycle, last.cycle
                    one.duration = one.duration or last.duration
                if one.route is None and last.route is not None and _trails(nextpart):
                    one.route = last.route

    def _ends_bare(self, part: Segment) -> bool:
        """Does nothing of weight follow the segment's dose, that might be a schedule no rule could read?"""
        after = max((atom.end for atom in part.of("dose", "drug", "route")), default=part.start)
        rest = self.text[after : part.end].strip(" ),")
        return len(rest) <= 25 and not re.search(r"\d", rest)

    def _share_forward(self, rows: list[tuple[Segment, list[Found]]]) -> None:
        """What stands before the first dose, or before the next step of the same drug, holds on."""
        lead: Segment | None = None
        previous: Found | None = None
        for part, made in rows:
            if lead is None:
                lead = part
                first = next(iter(part.of("dose")), None)
                leading = [a for a in part.of("frequency", "route") if first and a.end <= first.start]
            for one in list(made):
                same = previous is not None and (not one.named or one.key == previous.key)
                if previous is None or not same:
                    continue
                if not one.named:
                    one.drug, one.key = previous.drug, previous.key
                if one.dose is None and one.frequency and part.link == "then" and previous.dose and not one.single:
                    if previous.frequency is None and not previous.single and previous.duration is None:
                        previous.frequency, previous.route = one.frequency, previous.route or one.route
                        previous.end = max(previous.end, one.end)
                        made.remove(one)
                        continue
                    one.dose = previous.dose
                one.route = one.route or previous.route
                held = next((a.frequency for a in leading if a.frequency), None) or (
                    previous.frequency if part.link == "then" else None
                )
                if one.frequency is None and not one.single and held:
                    one.frequency = held
            if made:
                previous = made[-1]


def _trails(part: Segment) -> bool:
    """Does the segment's route follow its dose (and so may hold for a whole list)?"""
    doses, routes = part.of("dose"), part.of("route")
    return bool(doses and routes and routes[0].start > doses[0].start)


def _distance(atom: Atom, dose: Atom) -> int:
    """What follows a dose is nearer than what stands before it."""
    return atom.start - dose.end if atom.start >= dose.end else 2 * (dose.start - atom.end) + 1


def _frequency(atoms: list[Atom], days: Atom | None, cycle: Duration | None, dose: Atom | None) -> Frequency | None:
    """One frequency from all that a segment says: the literal one; days of a cycle where only they are given."""
    stated = [a for a in atoms if a.frequency]
    weekly = next(
        (a.frequency for a in stated if a.frequency and a.frequency.unit == "wk" and 1 < a.frequency.times < 7), None
    )
    daily = next(
        (a.frequency for a in stated if a.frequency and a.frequency.unit == "d" and a.frequency.period == 1), None
    )
    if weekly and daily and weekly.period == 1:
        return replace_times(weekly, weekly.times * daily.times)  # twice daily on 5 days a week
    if dose:
        stated.sort(key=lambda a: _distance(a, dose))
    course = next((a for a in stated if a.days), None)
    if course and course.frequency:
        daily = next(
            (a.frequency for a in stated if a is not course and a.frequency and per_day(a.frequency) > 1), None
        )
        times = course.frequency.times * (daily.times if daily else 1)
        return replace_times(course.frequency, times)
    if stated and stated[0].frequency:
        first = stated[0].frequency
        period = first.period * DAYS[first.unit]
        if days and len(days.days) > 1 and first.times == 1 and period >= 7 and 0 < max(days.days) <= period + 1:
            return replace_times(first, len(days.days))
        return first
    return of_cycle(days.days, cycle) if days and cycle else None


def replace_times(frequency: Frequency, times: float) -> Frequency:
    """The same period with another count."""
    return Frequency(times, frequency.period, frequency.unit)
