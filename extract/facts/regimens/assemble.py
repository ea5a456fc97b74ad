"""Puts the pieces of a description together: one regimen a dose and drug, with its route and schedule."""

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from extract.facts.regimens import lists
from extract.facts.regimens.atoms import Atom, Found
from extract.facts.regimens.drugs import Drugs
from extract.facts.regimens.lexicon import Lexicon
from extract.facts.regimens.ownership import FORMS
from extract.facts.regimens.pieces import Segment
from extract.facts.regimens.selection import Selection
from extract.facts.regimens.sharing import Row, share_back, share_forward, share_lead
from extract.facts.regimens.timing import fill
from extract.facts.regimens.wording import Wording
from extract.lexicons import holds, word_set

_NEGATED = re.compile(
    r"\b(?:no|(?<!or )without|(?:not|never) (?:be |been )?(?:receive|receiving|received|given"
    r"|take)|instead of|rather than)"
    r"(?: (?:oral|intravenous|iv|any|the|additional|further|daily))? $",
    re.I,
)
_NEGATED_WORDS = word_set("no without not never instead rather")  # one of which it holds
_CHANGED = re.compile(r"\b(?:increas|decreas|reduc|taper|adjust)\w*\b(?! to\b)[^.;,()]{0,40}$")
_CHANGES = ("increas", "decreas", "reduc", "taper", "adjust")  # one of which it holds
_CELLS = re.compile(r"(?i:cell|cel\b|lymph|marrow|graft|vaccine)|CAR|NK|TIL|\d|[A-Z]-?T\b")
_COMPARED = re.compile(r"\b(?:equivalent|compar\w*|versus|than|unlike|for|against)\b", re.I)
_OTHER_THING = re.compile(
    r"\b(?:with|concurrent\w*|concomitant\w*|after|before|prior|until|while|plus|and|followed)\b", re.I
)
_EVERY_DRUG = re.compile(
    r"\b(?:all|both)(?: of)?(?: the)?(?: study)? (?:drugs|treatments|medications|agents|products|antibodies)\b", re.I
)
_OF_ANOTHER = re.compile(  # after A and B, an intravenous infusion of C; A with oral steroids
    r"(?: \w+)? of |[ -]+[A-Z]"
    r"|(?<!ly) (?!(?:route|administration|inj|inf|dose|use|intake|every|once|twice|daily|weekly|on|over|at|for|in"
    r"|and|or|after|before|as|by|q|bid|with|to|until|three|per|each|tablets?|capsules?|solution|spray|within)\b)[a-z]{3,}"
)
_OR_PLACEBO = re.compile(r" or (?:matching |matched )?placebo", re.I)
_DOSE_OF_ITS_OWN = re.compile(r"[ :(]*\d[\d.,]* ?(?:m?g|mcg|[µμ]g|IU|U|mL)\b")
_DAYS_OF = re.compile(r" of (?!each|every|the|a |an |(?:cycles?|courses?)\b|\d|all\b|treatment|therapy)", re.I)
_MADE_OF = re.compile(r"\b(?:consist\w* of|contain\w*|composed of|blended in|made of)\b", re.I)
_BEFORE, _NOW = re.compile(r"\bwho (?:have |had )?received "), re.compile(r"\bwill (?:start|begin|switch|cross)\b")
_BOOST = re.compile(r"\b((?:[\w-]+[ -])?boost) ?\($")
_LEADS_ON = re.compile(
    r"[ )]*(?:of |dose of |oral(?:ly)? |intravenous |subcutaneous |sublingual |inhaled |IV |the |"
    r"active |per day of |daily (?:of )?|once daily |\([^()]*\) ?)*",
    re.I,
)
_NO_LIST = re.compile(
    r"\b(?:per|as|after|before|while|until|when|who|receiv\w*|follows|following|standard|continu\w*)\b|[.;]", re.I
)


def before_it(names: list[Atom], at: int) -> Atom | None:
    """The last name that ends before `at`."""
    return next((name for name in reversed(names) if name.end <= at), None)


class Sentence:
    """One sentence's segments, and what of them is worth a regimen."""

    def __init__(
        self, wording: Wording, parts: list[Segment], drugs: Drugs, lexicon: Lexicon, span: tuple[int, int]
    ) -> None:
        self.wording = wording
        self.text, self.parts, self.drugs, self.lexicon, self.span = wording.text, parts, drugs, lexicon, span
        self.selection = Selection(wording, span, lexicon)

    def regimens(self, atoms: Sequence[Atom], *, waits: bool) -> list[Found]:
        """All regimens of the sentence, in order; `atoms`: all of it, those of no segment too.

        `waits`: the sentence before left a dose without a schedule.
        """
        found: list[Found] = []
        rows: list[Row] = []
        for part in self.parts:
            goes_on = (part.link == "then" and bool(rows[-1][1])) if rows else waits
            made = self._doses(part) or self._schedule_only(part, goes_on=goes_on)
            rows.append((part, made))
        if len(rows) > 1:
            share_back(self.text, rows)
            share_lead(self.text, rows)
            share_forward(rows)
        lists.share(self.text, rows)
        for _, made in rows:
            found += made
        self._only_route(found, atoms)
        return found

    def _only_route(self, found: list[Found], atoms: Sequence[Atom]) -> None:
        """The one route that a sentence names is of all that it gives, where it is of none of them yet."""
        said = [atom for atom in atoms if atom.kind == "route"]
        if not said:
            return
        kept = [one for one in found if one.dose or one.scheduled]
        if said[-1].text.lower() in FORMS or len({atom.route for atom in said}) != 1 or any(one.route for one in kept):
            return
        if _OF_ANOTHER.match(self.text, said[-1].end) and all(one.end <= said[0].start for one in kept):
            return  # after A and B, an intravenous infusion of C
        beside = before_it([atom for atom in atoms if atom.kind == "drug"], said[-1].start)
        if beside and said[-1].start - beside.end < 3 and all(one.key != beside.drug for one in kept):
            return  # A 5 mg daily and B IV on day 1
        if all(one.dose or said[0].end <= one.start for one in kept):
            for one in kept:
                one.route = said[0].route

    def _doses(self, part: Segment) -> list[Found]:
        """A regimen for each dose that is given."""
        made: list[Found] = []
        atoms = self.selection.given(part)
        for atom, following in zip_longest(atoms, atoms[1:]):
            if atom.amount is None:
                continue
            doses = atom.amount.doses
            nearest = self._drug(part, atom, following.start if following else part.end)
            if self._negated(min(atom.start, nearest.start if nearest else atom.start)):
                continue
            members = [n for n in part.of("drug") if n.end <= atom.start][-len(doses) :]
            for index, dose in enumerate(doses):
                given = self.selection.multiplied(atom, dose) if len(doses) == 1 else dose
                one = Found(atom.start, atom.end, dose=given, rule="dose")
                if dose.unit.startswith("{cells}") and not (nearest and _CELLS.search(nearest.text)):
                    one.nameless = True  # cells are of no medicine named before
                elif nearest is None and _OR_PLACEBO.match(self.text, atom.end):
                    one.nameless = True  # of the drug that the placebo stands for, not of what is named before
                elif nearest and atom.amount.rank == "form" and "/" in self.text[nearest.start - 1 : nearest.end + 1]:
                    one.name(self._pair(part, nearest))
                elif nearest:
                    one.name(self.drugs.titled(self.text, nearest))
                if atom.amount.combination and len(members) == len(doses):
                    one.drug, one.key = members[index].text, members[index].drug
                elif atom.amount.combination and nearest and nearest.text.count("/") == len(doses) - 1:
                    one.drug = nearest.text.split("/")[index].strip()
                fill(self.wording, part, one, atom, atoms)
                made.append(one)
        return made

    def _pair(self, part: Segment, name: Atom) -> Atom:
        """The whole of a product's two drugs, of which puffs or tablets are counted: "A/B, 2 puffs"."""
        for other in part.of("drug"):
            first, last = (name, other) if name.end < other.start else (other, name)
            if last.start - first.end == 1 and self.text[first.end] == "/":
                return Atom("drug", first.start, last.end, self.text[first.start : last.end], drug=name.drug)
        return name

    def _negated(self, start: int) -> bool:
        """Do the words before say that it is not given?"""
        return not self.wording.lacks(_NEGATED_WORDS) and bool(
            _NEGATED.search(self.text[max(self.span[0], start - 40) : start])
        )

    def _drug(self, part: Segment, atom: Atom, stop: int) -> Atom | None:
        """The drug of a dose: right after it ("5 mg of X", "5 mg X"), else the nearest before or after."""
        names = part.of("drug")
        if atom.text.endswith("Gy") and (boost := _BOOST.search(self.text, part.start, atom.start)):
            return Atom("drug", *boost.span(1), boost[1], drug=boost[1].lower())
        beside = any(0 <= atom.start - name.end < 2 for name in names)
        if inside := self.drugs.inside(atom) or (None if beside else self.drugs.abbreviated(self.text, atom.start)):
            return inside
        if product := self.drugs.product(self.text, atom.start):
            return product
        if _OR_PLACEBO.match(self.text, atom.end):
            names = [n for n in names if "placebo" not in n.text.lower()]  # "5 mg or placebo": of the drug
        after = [n for n in names if atom.end <= n.start < stop]
        if after and _LEADS_ON.fullmatch(self.text, atom.end, after[0].start):
            own = (
                before_it(names, atom.start)
                if re.match(r" ?\(?\d", self.text[after[0].end : after[0].end + 3])
                else None
            )
            return own if own and atom.start - own.end < 4 else after[0]
        before = [n for n in names if n.end <= atom.start]
        if before and atom.start - before[-1].end < 14 and "," not in self.text[before[-1].end : atom.start]:
            return before[-1]  # "X citrate 100 mg"
        unknown = self.drugs.near(self.wording, atom.start, atom.end, stop)
        if (
            unknown
            and (not before or unknown.start > before[-1].end)
            and not (before and unknown.start < atom.start and before[-1].start <= unknown.start < before[-1].end)
        ):
            return unknown
        if before:
            return before[-1]
        between = self.text[atom.end : after[0].start] if after else ""
        alone = len(names) == 1 and len(between) < 90 and not _COMPARED.search(between)
        heads = bool(after and _DOSE_OF_ITS_OWN.match(self.text, after[0].end))  # "10 mg on day 3, B 5 mg"
        return after[0] if after and alone and not heads else None

    def _named_together(self, names: list[Atom]) -> list[Atom]:
        """Which of the names before a schedule it is of: the last list of them, without what they are made of."""
        before = list({name.drug: name for name in names}.values())
        for name, other in reversed(list(pairwise(before))):
            between = self.text[name.end : other.start]
            if _MADE_OF.search(between):
                if "placebo" in other.text.lower():
                    return before[before.index(other) :]  # a patch of A containing placebo
                before = before[: before.index(other)]  # A consisting of B and C says nothing of these
            elif _NO_LIST.search(between):
                before = before[before.index(other) :]  # "A as in Arm 1, and B twice daily" says nothing of A
                break
        return before

    def _watched(self, start: int, end: int) -> bool:
        """Do words stand there of what is assessed rather than given?"""
        if self.wording.lacks(self.lexicon.watched_keys):
            return False
        return self.lexicon.watched.search(self.wording.small, start, end) is not None

    def _schedule_only(self, part: Segment, *, goes_on: bool) -> list[Found]:
        """A schedule without a dose counts near a drug, route or word of giving, not where something is assessed."""
        if not (part.of("frequency") or part.of("days")):
            return []
        if any(self.selection.capped(atom) for atom in part.of("dose")):
            return []  # "tapered by 5 mg every week", "at most 10 mg daily"
        at = (part.of("frequency") or part.of("days"))[0]
        start = max(self.span[0], at.start - 120) if goes_on else max(part.start, at.start - 60)
        before_at = self.wording.small[max(part.start, at.start - 60) : at.start]
        summed = before_at.endswith("total of ") and "session" in at.text  # a total of 5 daily sessions within a week
        limited = self.selection.limited(max(part.start, at.start - 30), at.start)
        if (limited and not summed) or (holds(before_at, _CHANGES) and _CHANGED.search(before_at)):
            return []
        if (
            "received" in self.wording.words
            and _BEFORE.search(self.text, *self.span)
            and _NOW.search(self.text, at.end, self.span[1])
        ):
            return []  # what they received in another study
        begin = max(self.span[0], start - (90 if part.link == "then" else 0))
        if self._watched(begin, min(part.end, at.end + 45)) or not (
            goes_on or part.among("drug", "route") or self.lexicon.given.search(self.wording.small, *self.span)
        ):
            return []
        if at.kind == "days" and _DAYS_OF.match(self.text, at.end) and part.of("drug"):
            return []  # on day 1 of chemoradiotherapy: when, not what
        follows = [n for n in part.of("drug") if at.end <= n.start <= at.end + 25]
        if (
            follows
            and _OTHER_THING.search(self.text[at.end : follows[0].start])
            and part.of("drug")[0].start < at.start
        ):
            follows = []  # "A weekly with radiotherapy"
        before = self._named_together([n for n in part.of("drug") if n.start < at.end])
        beside = bool(before) and at.start - before[-1].end < 3  # "A twice a day for 5 days B once a day"
        names = follows[:1] if follows and len(before) <= 1 and not beside else before or part.of("drug")[:1]
        every = not names and bool(_EVERY_DRUG.search(self.text, part.start, at.start))
        made: list[Found] = []
        given: list[Atom | None] = [*names] or [None]
        for drug in given:
            one = Found(at.start, at.end, rule="schedule", everyone=every)
            if drug:
                one.name(drug)
            fill(self.wording, part, one, None, [])
            if one.scheduled or one.days_of_cycle or one.first:
                made.append(one)
        leads = [atom for atom in part.of("route") if names and atom.end <= names[0].start]
        for one in made if leads and made and made[0].route == leads[0].route else ():
            one.route = one.route or leads[0].route  # intravenous A, B and C weekly
        return made
