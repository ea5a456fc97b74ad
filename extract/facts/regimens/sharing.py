"""What one regimen of a sentence takes over from its neighbours."""

import re
from itertools import pairwise

from extract.document import Frequency
from extract.facts.regimens.atoms import DAYS, Found
from extract.facts.regimens.pieces import Segment

Row = tuple[Segment, list[Found]]
_BOTH = re.compile(r"\b(?:both|all|each)\b[^.;]{0,40}$", re.I)
_EATEN = ("consume", "consumed", "ingest", "ingested")
_CLAUSE = re.compile(r"\b(?:was|were|is|are|will)\b", re.I)  # a list has no verb of its own
_INTRODUCED = re.compile(
    r"(?:^ *|[,;:] ?|\b(?:doses?|dosages?|of|at|either|receiv\w+|levels?|be|or|and|from)[ :]*)$", re.I
)
_OF_IT = re.compile(
    r"[\w.-]+ (?:injections?|infusions?|administration|bolus|drip)(?: of| with)? |(?:IV|intravenous) (?:of )?"
    r"|(?:oral|subcutaneous|SC|IV) doses? of ",
    re.I,
)


def share_back(text: str, rows: list[Row]) -> None:
    """What follows the last of a list holds for all of it: "A 5 mg and B 10 mg orally every 3 weeks"."""
    passed_on = False  # the route of the row after is itself taken from its next
    for (part, made), (nextpart, nextmade) in reversed(list(pairwise(rows))):
        trails, passed_on = passed_on or _trails(nextpart), False
        if nextpart.link != "and" or not made or not nextmade:
            continue
        last = nextmade[0]
        for one in made:
            placebo = last.dose is None and "placebo" in (last.drug or "").lower()
            if one.dose is None or (last.dose is None and not placebo):
                continue
            if (
                one.days_of_cycle
                and last.days_of_cycle
                and not part.among("frequency", "single", "cycle")
                and last.frequency
            ):
                _own_days(one, last.frequency)
            bare = not part.among("days", "single", "frequency") and not _lasts(part, one)
            added = text[part.end : nextpart.start].strip() == "+"  # two products taken together
            bare = bare and _ends_bare(text, part, longest=80 if added else 25)
            unscheduled = not part.among("days", "duration", "frequency")
            if unscheduled and last.dose and last.named and not one.drug and _unnamed(text, part):
                one.drug, one.key, one.named = last.drug, last.key, True
            signed = any(atom.text[0] in "+-" for atom in nextpart.of("days"))  # "A and B 3 mg/kg -5 to -4" is of B
            if bare and not one.days_of_cycle and not signed:
                one.days_of_cycle, one.cycle = last.days_of_cycle, one.cycle or last.cycle
            if bare and not one.scheduled and last.scheduled and not one.single:
                one.choices = last.choices
                one.frequency, one.days_of_cycle, one.cycle = last.frequency, last.days_of_cycle, last.cycle
                one.duration = one.duration or last.duration
            bare = not part.among("days", "frequency") and not _lasts(part, one)
            listed = trails and not _CLAUSE.search(text, one.end, max(one.end, last.start))
            shared = placebo or (listed and (bare or _of_all(text, nextpart)))
            if one.route is None and last.route is not None and shared:
                one.route = last.route
                passed_on = listed


def _lasts(part: Segment, one: Found) -> bool:
    """Does a duration follow that ends what is said of it? One that leads ("8 weeks of A 5 mg") does not."""
    return any(atom.start > one.start for atom in part.of("duration"))


def share_lead(text: str, rows: list[Row]) -> None:
    """A route before the first drug of a list holds for all: "Intravenous injection of A 1 mg, B 2 mg, C 3 mg"."""
    lead: Found | None = None
    for part, made in rows:
        if not made or part.link != "and" or any(one.dose is None for one in made):
            lead = None
        if lead and not part.of("route"):
            for one in made:
                one.route = lead.route
                if not one.single and not part.among("days", "duration", "frequency", "cycle") and not one.scheduled:
                    one.frequency, one.days_of_cycle, one.cycle = lead.frequency, lead.days_of_cycle, lead.cycle
        elif made and made[0].route and _leads(text, part):
            eaten = part.of("route")[0].text.lower() in _EATEN  # all that is eaten, however often
            said = part.among("days", "duration", "frequency")
            leading = all(atom.end <= part.of("route")[0].start for atom in said)
            lead = made[0] if eaten or leading else None  # on day 1 IV A 5 mg and B 8 mg
        else:
            lead = None


def _leads(text: str, part: Segment) -> bool:
    """Does the segment begin with its route and the drug right after it?"""
    routes, drugs = part.of("route"), part.among("drug", "dose")
    if not routes or not drugs or routes[0].end > drugs[0].start:
        return False
    said = text[routes[0].start : drugs[0].start]
    return bool(_OF_IT.fullmatch(said)) or routes[0].text.lower().endswith(("ly", *_EATEN))


def _of_all(text: str, part: Segment) -> bool:
    """Is the segment's last route said of all ("both administered intravenously")?"""
    routes = part.of("route")
    return bool(routes and _BOTH.search(text, max(part.start, routes[-1].start - 50), routes[-1].start))


def _own_days(one: Found, frequency: Frequency) -> None:
    """The period holds for both: "A on days 1 and 8, and B on day 1, every 21 days"."""
    if frequency.period * DAYS[frequency.unit] >= max(7, *one.days_of_cycle):
        one.frequency = Frequency(len(one.days_of_cycle), frequency.period, frequency.unit)


def _ends_bare(text: str, part: Segment, longest: int) -> bool:
    """Does nothing of weight follow the segment's dose, that might be a schedule no rule could read?"""
    after = max((atom.end for atom in part.among("dose", "drug", "route")), default=part.start)
    rest = re.sub(r"\((?:[^()]{0,20}%|(?:if|for) [^()]{0,40})\)", "", text[after : part.end]).strip(" ),")
    return len(rest) <= longest and not re.search(r"\d", rest)


def _unnamed(text: str, part: Segment) -> bool:
    """Does no word stand before the segment's first dose or behind its last, that might name another drug?"""
    after = max((atom.end for atom in part.of("dose")), default=part.start)
    before = min((atom.start for atom in part.of("dose")), default=part.start)
    if not _INTRODUCED.search(text[max(part.start, before - 20) : before]):
        return False
    return not re.search(r"[^\W\d_]{4,}", text[after : part.end])


def share_forward(rows: list[Row]) -> None:
    """What stands before the first dose, or before the next step of the same drug, holds on."""
    leading = _leading(rows[0][0]) if rows else None
    previous: Found | None = None
    before: list[Found] = []
    step: set[str] = set()  # the drugs since the last "then"
    lost = False
    for part, made in rows:
        if len(made) == len(before) > 1 and not any(one.named for one in made):
            for one, twin in zip(made, before, strict=True):  # A/B 160/5 or 320/5
                one.drug, one.key, one.named = twin.drug, twin.key, twin.named
        before = list(made) or before
        for one in list(made):
            if previous is None or (one.named and one.key != previous.key):
                continue
            if one.dose and not one.named and len(step) > 1 and (part.link == "then" or lost):
                lost = True
                made.remove(one)  # "1 g of one or 2 g of another, then 3 g": of which?
                continue
            if not one.named:
                one.drug, one.key = previous.drug, previous.key
            if part.link == "then" and one.dose is None and one.frequency and previous.dose and not one.single:
                if _waits(previous) and not previous.first:
                    previous.frequency, previous.route = one.frequency, previous.route or one.route
                    previous.apart = True
                    previous.end = max(previous.end, one.end)
                    made.remove(one)
                    continue
                one.dose = previous.dose
            one.route = one.route or previous.route
            if not one.scheduled and not one.single:
                one.frequency = leading or (previous.frequency if part.link == "then" else None)
        if made:
            previous = made[-1]
            named = {one.key for one in made if one.named}
            step = named | (step if part.link == "and" else set()) if named else {previous.key}
            lost = False


def _leading(part: Segment) -> Frequency | None:
    """The frequency before the first dose: "every morning (25 mg d1, 75 mg d2-4)"."""
    first = next(iter(part.of("dose")), None)
    return next((a.frequency for a in part.of("frequency") if first and a.end <= first.start), None)


def _waits(one: Found) -> bool:
    """Is it a dose whose schedule comes later: "900 mg on day 1 and later every 4 weeks"?"""
    return not one.scheduled and not one.single and one.duration is None and len(one.days_of_cycle) < 2


def _trails(part: Segment) -> bool:
    """Does the segment's route follow its dose (and so may hold for a whole list)?"""
    doses, routes = part.of("dose"), part.of("route")
    return bool(doses and routes and routes[0].start > doses[0].start)
