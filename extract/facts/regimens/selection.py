"""Which dose expressions of a sentence are doses that are given."""

import re

from msgspec.structs import replace

from extract.document import Dose
from extract.facts.regimens.atoms import Atom
from extract.facts.regimens.lexicon import Lexicon
from extract.facts.regimens.pieces import Segment
from extract.facts.regimens.wording import Wording, word_set

_AFTER_CAP = re.compile(
    r"[a-z ]{0,30} increments?\b"
    r"| ?(?:/ ?(?:day|dose) )?(?:\(?(?:maximum|max\b)(?! ?(?:daily |dose |of )*\d)|as a maximum)",
    re.I,
)
_NOT_GIVEN = re.compile(
    r" ?(?:of |in )?(?:(?:venous|whole|peripheral|arterial|tap|tab|drinking|sterile|plain|still"
    r"|squeeze"
    r"|mineral|cold|warm) )?(?:blood|urine|water|milk|serum|plasma"
    r"|bottle|syringe|bag|cup|container|saline flush|D5W|(?:\w+ )?flush)\b",
    re.I,
)
_DILUTED = re.compile(
    r"(?:\bin|\bdiluted (?:in|to|with)|(?<!injected )(?<!treated )(?<!infused )\bwith|dissolved in|mixed with|"
    r"volume of|into|reconstituted (?:in|with)|"
    r"bottle of|tube \(|draw|vial of|sample of) (?:a |an |about |approximately )?$",
    re.I,
)
_COUNTED = re.compile(
    r"(?<![\w.-])(?P<n>\d+|one|two|three|four|five|six) ?(?:x |× |\* )?"
    r"(?:(?:film-coated|oral|matching) )?"
    r"(?:(?:tablets?|capsules?|puffs?|pills?|sachets?|inhalations?|actuations?) (?:of |containing )?)?"
    r"(?:[A-Za-z-]+ )?$",
    re.I,
)
_COUNTED_NAME = re.compile(  # 2 Alfanib citrate 50 mg tablets
    r"(?P<n>\b[2-6]|\btwo|\bthree|\bfour) (?!(?:weeks?|days?|months?|years?|hours?|minutes?|times?|doses?|cycles?"
    r"|courses?|groups?|arms?|or|and|to|of|in|with|m?g|ml|x|per)\b)(?:[A-Za-z][\w-]* ){1,3}$",
    re.I,
)
_PLURAL = re.compile(r"[ -]*(?:tablets|capsules|pills)\b", re.I)
_LABEL = re.compile(
    r"\b(?:days?|weeks?|months?|cycles?|cohorts?|groups?|arm|phase|part|period|dose|level|visit|stage|type"
    r"|vitamin)[ -]$",
    re.I,
)
_SUPPLIED = re.compile(
    r"\b(?:supplied|available|each vial|vials? contain(?:s|ed|ing)?|comes? in|packaged|manufactured|marketed|"
    r"strengths? of"
    r"|(?<!\d )(?<!two )(?:tablets|capsules) of)\b",
    re.I,
)
_SUPPLIED_WORDS = word_set(
    "supplied available vial vials come comes packaged manufactured marketed strength strengths tablets capsules"
)
_PART_WORDS = word_set("which containing equivalent corresponding minimum e eg")
_LIMIT_WORDS = word_set("maximum maximal highest cumulative")
_CHALLENGE_WORDS = word_set("challenge challenges provocation provocations dbpcfc ofc prick patch intradermal pc pd")
_RECIPE_WORDS = word_set(
    "excipient excipients inactive microcrystalline stearate polysorbate croscarmellose povidone composed composition"
    " mixture blend"
)
# one of which `_HELD`, `_FILLED`, `_ONE_HOLDS` and `_CONSTITUENT` hold
_HOLD_SIGNS = ("contain", "hold", "filled", "consisting", "composed", "capsule", "tablet", "sachet", "pill")
_NEEDED = re.compile(r"\brequires? $")  # an area of 10 cm2 requires 0.5 g
_STEP = re.compile(  # increased in steps of 5 mg; the dose is lowered each week by 5 mg
    r"\b(?:increas|decreas|reduc|taper|escalat|titrat|adjust|wean|lower|rais|increment|decrement|chang)\w*"
    r"[^.;,()]{0,40}\b(?:by|(?:steps|increments|decrements) of)(?: (?:a further|another|up to|about|no more than))? $",
    re.I,
)
_CONTENT = re.compile(
    r"\b(?:contains?|contained|compris(?:e|es|ed))(?: (?:approximately|about|two|three|four))? $", re.I
)
_LIMIT = re.compile(  # the maximum dose of X is 60 mg; the maximum dose to the liver and kidneys is 15 Gy and 10 Gy
    r"\b(?:maxim(?:um|al)|highest|cumulative) (?:[a-z]+ ){0,2}(?:doses?|dosage)\b[^.;]{0,70}?"
    r"(?:\bis|\bare|\bwas|\bwill be|=|:|\([A-Z]{2,5}\) of)(?: [\d.]+ [A-Za-z]+ and)? ?$",
    re.I,
)
_PART = re.compile(
    r"\bof which [^.;()]{0,40}\band $|\(containing (?:[~\\]|about |approximately )*$|\b(?:of which|equivalent to"
    r"|corresponding to)(?: about)? $|\bwith a minimum of $|\be\.?g\.?,? (?:[\d.]+ ?[a-z]+ ?/ ?)?$",
    re.I,
)
_THAT_IS = re.compile(
    r"\d ?m?g\b[^.;()]{0,40}\bi\.e\.,?[^;]{0,90}$"
)  # 3 g of a fat, i.e., 1 g of one acid and 2 g of another
_CONSTITUENT = re.compile(  # 3 g of oil containing 1 g of one acid and 50 mg of another; 300 mg/capsule with 300 mg of
    r"\d ?m?g\b[^.,;()]{0,30}\b(?:containing|contains|consisting of|composed of)\b(?:[^.,;]|\.\d){0,90}$"
    r"|(?:/|\bper |\beach )(?:capsules?|tablets?|sachets?|pills?) (?:with|of|containing) $",
    re.I,
)
_SOURCE = re.compile(r" ?\((?:from|standardi[sz]ed|extracted)\b", re.I)
_CHALLENGE = re.compile(  # what provokes a reaction is no treatment
    r"\b(?:(?:(?:bronchial|nasal|conjunctival|food|oral|allergen|methacholine|histamine|adenosine|mannitol|inhal\w+|drug)"
    r" )+(?:challenges?|provocations?)|challenge (?:tests?|solutions?|doses?)|provocation (?:tests?|doses?)"
    r"|DBPCFC|OFC|(?:skin )?(?:prick|patch|intradermal) tests?\w*|PC20|PD20)\b",
    re.I,
)
_SYRINGE = re.compile(r",? \d{2} ?-?(?:G|gauge)\b", re.I)  # its size, beside the needle's
_SPLIT_OVER = re.compile(
    r"[^.;()]{0,15}\b(?:split|divided|fractionated)(?: doses?)? (?:over|across|into) \w+ days\b", re.I
)
_IN_PORTIONS = re.compile(
    r"(?: (?:capsules?|tablets?))? (?:daily|(?:per|a|each|every) day)[.,;:]? \(?[^.;()]{0,25}\bin the morning and\b",
    re.I,
)
_ADJUVANT = re.compile(r" (?:of )?(?:alumin(?:i)?um|alum|adjuvant)\b", re.I)
_LABEL_OF = re.compile(r"\b(?:dose|dosing|dosage) groups? (?:of|with) [^.;()]{0,30}$", re.I)
_PER_VOLUME = re.compile(r"(?:/|\bper|\bin each|\beach) ?$", re.I)
_RECIPE = re.compile(
    r"\b(?:excipients?|inactive ingredients?|microcrystalline|stearate|polysorbate|croscarmellose"
    r"|povidone|composed of (?:the )?following|composition of|(?:consists? of|is|as) an? (?:mixture|blend) of)\b",
    re.I,
)
_INGREDIENTS = re.compile(r"\b(?:ingredients?\b|composed of\b)[^.;]{0,20}[*•:\n]?", re.I)
_EACH_OR_FOOD = re.compile(
    r" each\b(?! (?:day|week|month|morning|evening|night|cycle|dose|eye|nostril|arm|other|time|administration|3|4))"
    r"|[^.;()]{0,12}/ ?100 ?(?:kcal|g|ml)",
    re.I,
)
_CONSTRAINT = re.compile(r"\b[VD] ?[\d.]*(?:cc|cm³|%)? ?[≤<≥>=]* ?$|\bconstraints?\b|\bbelow $")
_HOLDS = re.compile(
    r" ?(?:(?:contain|hold|compris)(?:s|es|ed)\b|with (?=[\d.,]+ ?(?:[x×] ?10|m?g\b|mcg\b|[µμ]g\b|billion|million)))",
    re.I,
)
_FILLED = re.compile(r"\b(?:vial|ampoule|syringe|bottle|bag)s? (?:holds?|contains?|(?:is|are) filled with) $", re.I)
_ONE_HOLDS = re.compile(
    r"\b(?:1|one|each|every|per) (?:kapsule|capsule|tablet|sachet|vial|ampoule|pill|drop|puff)"
    r" (?:contains|contained|holds):?(?: [A-Za-z -]{0,40})? ?$",
    re.I,
)
_EACH_VIAL = re.compile(r"\beach (?:single[ -](?:use|dose) )?$", re.I)
_VIAL = re.compile(r"[^.;]{0,50}\b(?:vials?|ampou?les?|syringes?|bottles?|tablets?|capsules?)\b", re.I)
_SAMPLED = re.compile(
    r"\b(?:collect(?:ed|ing)|tubes? of blood|(?:blood|venous|milk|urine|serum|plasma|tissue) (?:samples?|draws?"
    r"|collections?)|whole blood"
    r"|blood tests?|dry tubes?|finger ?stick|venipuncture|phlebotomy|drawn|withdrawn)\b",
    re.I,
)
_HELD = re.compile(  # (a capsule contains: A 5 mg, B 5 mg)
    r"\((?:[^()]{0,60}\b)?contain(?:s|ed|ing)?\b(?: ?:|[^():]*,)[^()]*$", re.I
)
_TUBES = re.compile(r"\b(?:tubes?|samples?) of blood\b|\bblood (?:samples?|draws?)\b", re.I)
_LOOKS = re.compile(  # what a product looks like; what follows a sum
    r" (?:tablets?|capsules?|pills?) (?:is|are) (?:oval|round|oblong|white|blue|yellow|pink|red|orange"
    r"|green|supplied|identical)\b"
    r"|(?: (?:tablets?|capsules?))? (?:will )?(?:compris|consist)\w* (?:of )?(?:\d|one|two|three|four)",
    re.I,
)
_AS_FOLLOWS = re.compile(r",? as follows?\b", re.I)
_TOTAL = re.compile(  # of a day, or of the whole treatment
    r"\btotal (?P<daily>daily )?dos(?:e|age)(?: given)?(?: (?:over|in|within) [\w -]{1,20})?(?: of| is| was|:) ?"
    r"(?:[\d.]+ ?m?g [\w-]{3,20} ?\+ ?)?$",
    re.I,
)
_TOTAL_OF_TIME = re.compile(r"\btotal dos(?:e|age) (?:per|in|every) (?:\d+ )?\w+ (?:is|was|of) $", re.I)
_TIMES_AFTER = re.compile(
    r"(?: (?:tablets?|capsules?|pills?))?,? ?[x×*]? ?(?P<n>[1-9]|1[0-2]|one|two|three|four|five|six)"
    r"(?: \(\d\))? ?(?:tablets?|capsules?|pills?)\b(?! (?:of|x))",
    re.I,
)
_EACH_FRACTION = re.compile(r"(?:fractions?(?: each)? of|fractions? at|using|at|Gy in) $", re.I)
_NUMBER = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


class Selection:
    """Tells given doses from strengths, limits, dilutions, samples and explanations in one sentence."""

    def __init__(self, wording: Wording, span: tuple[int, int], lexicon: Lexicon) -> None:
        self.text, self.span, self.lexicon, self._wording = wording.text, span, lexicon, wording
        supplied = _SUPPLIED.search(self.text, *span) if not wording.lacks(_SUPPLIED_WORDS) else None
        self._supplied = supplied.end() if supplied else len(self.text) + 1
        self._may_cap = any(sign in wording.small for sign in lexicon.cap_signs)
        self._may_part = not wording.lacks(_PART_WORDS)
        self._may_limit = not wording.lacks(_LIMIT_WORDS)
        self._may_hold = any(sign in wording.small for sign in _HOLD_SIGNS)

    def given(self, part: Segment) -> list[Atom]:
        """The doses of a segment: of the strongest kind that it has, without what explains them."""
        taken = [(atom, atom.amount) for atom in part.of("dose") if atom.amount and self._taken(atom)]
        mass = [a for a, amount in taken if amount.rank == "mass" and not amount.strength and not amount.fraction]
        used = bool(part.of("frequency", "route"))
        often = bool(part.of("frequency"))
        if not often and not self._wording.lacks(_CHALLENGE_WORDS) and _CHALLENGE.search(self.text, *self.span):
            return []
        if not often:
            mass = [a for a in mass if not self._content(a)]
        product = [a for a, amount in taken if (amount.filled and used) or amount.fraction]
        volume = [a for a, amount in taken if amount.rank == "volume"]
        volume = [a for a in volume if self._total(a)] or volume
        form = [a for a, amount in taken if amount.rank == "form" and not amount.strength]
        if not part.of("frequency", "days") and self._supplied <= part.end:
            return []  # strengths that a product comes in
        if not used and not self._wording.lacks(_RECIPE_WORDS) and _RECIPE.search(self.text, *self.span):
            return []  # what a product is made of
        if self.span[1] - self.span[0] < 80 and not used and self._listed_below():
            return []
        strong = mass or product or volume[:1] or form[:1]
        return self._without_fractions(self._without_explanations(part, strong))

    def _listed_below(self) -> bool:
        """Is the sentence an item of a list of ingredients?"""
        return bool(_INGREDIENTS.search(self.text, max(0, self.span[0] - 400), self.span[0]))

    def _taken(self, atom: Atom) -> bool:
        """Is this dose given, and no strength, limit, dilution or sample?"""
        amount = atom.amount
        if amount is None or (amount.strength and not amount.filled):
            return False
        if self.capped(atom) or not amount.doses[-1].high:
            return False
        before, after = self.text[max(self.span[0], atom.start - 60) : atom.start], self.text[atom.end : atom.end + 40]
        if self._may_hold and _HELD.search(self.text[max(self.span[0], atom.start - 250) : atom.start]):
            return False
        if _LOOKS.match(after) or (amount.rank == "form" and _AS_FOLLOWS.match(after)):
            return False
        if _NEEDED.search(before) or _ADJUVANT.match(self.text, atom.end) or _LABEL_OF.search(before):
            return False
        if self._may_hold and (_FILLED.search(before) or _ONE_HOLDS.search(before)):
            return False
        if amount.rank == "form" and _HOLDS.match(after):
            return False
        if self._may_hold and _CONSTITUENT.search(self.text[max(self.span[0], atom.start - 150) : atom.start]):
            return False
        if "i.e." in self.text and _THAT_IS.search(self.text[max(self.span[0], atom.start - 150) : atom.start]):
            return False
        if _TOTAL_OF_TIME.search(before):
            return False  # if the total dose per 4 weeks is 150 mg, one schedule, else another
        if amount.rank != "volume":
            return True
        if _PER_VOLUME.search(before):
            return False  # of a concentration: 300 SU per 0.5 mL
        return not (
            _NOT_GIVEN.match(after)
            or _SYRINGE.match(after)
            or _DILUTED.search(before)
            or _SAMPLED.search(before + "; " + after)
            or _TUBES.search(self.text, *self.span)
        )

    def _content(self, atom: Atom) -> bool:
        """Is it what a vial or tablet holds ("each 400 mg glass vial", "each tablet contains 5 mg")?"""
        before = self.text[max(self.span[0], atom.start - 60) : atom.start]
        each = _EACH_VIAL.search(before) and _VIAL.match(self.text, atom.end, self.span[1])
        source = _SOURCE.match(self.text, atom.end)
        return bool(each or source or _CONTENT.search(before))

    def capped(self, atom: Atom) -> bool:
        """Is it a limit or a step ("up to a maximum of 10 mg", "increased by 5 mg")? A total of radiation is a dose."""
        before, after = self.text[max(self.span[0], atom.start - 60) : atom.start], self.text[atom.end : atom.end + 40]
        if _AFTER_CAP.match(after):
            return True
        radiation = atom.amount is not None and atom.amount.doses[0].unit in ("Gy", "cGy")
        if radiation and _CONSTRAINT.search(before):
            return True
        if _STEP.search(before) or _EACH_OR_FOOD.match(after) or (self._may_part and _PART.search(before)):
            return True
        if self._may_limit and _LIMIT.search(self.text[max(self.span[0], atom.start - 130) : atom.start]):
            return True
        return self._may_cap and bool(self.lexicon.cap.search(before)) and not (radiation and "total" in before[-30:])

    def _without_explanations(self, part: Segment, doses: list[Atom]) -> list[Atom]:
        """Doses in a bracket right after a dose explain it: "320 mg (four injections of 80 mg)"."""
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

    def multiplied(self, atom: Atom, dose: Dose) -> Dose:
        """Two 25-mg tablets are 50 mg: a count before a strength, where a form stands beside it."""
        before = self.text[max(self.span[0], atom.start - 40) : atom.start]
        after = self.text[atom.end : atom.end + 30]
        if total := self._total(atom):
            return replace(dose, per="day" if total["daily"] else "course")
        if _SPLIT_OVER.match(self.text, atom.end):
            return replace(dose, per="course")
        if _IN_PORTIONS.match(self.text, atom.end):
            return replace(dose, per="day")
        times = None if atom.amount and atom.amount.frequency else _TIMES_AFTER.match(self.text, atom.end)
        if times:
            return _times(dose, times["n"])
        counted = _COUNTED.search(before) or (_COUNTED_NAME.search(before) if _PLURAL.match(after) else None)
        if counted and _LABEL.search(before[: counted.start()]):
            return dose  # on day 2
        form = re.search(
            r"tablet|capsule|puff|pill|sachet|inhalation|actuation", counted[0] if counted else "", re.I
        ) or re.match(r"[ -]*(?:[a-z-]+ )?(?:tablet|capsule|pill|sachet)", after, re.I)
        if not counted or not form:
            return dose
        return _times(dose, counted["n"])

    def _total(self, atom: Atom) -> re.Match[str] | None:
        """Is it said to be the total of a day or of the treatment?"""
        if "total" not in self._wording.small:
            return None
        return _TOTAL.search(self.text, max(self.span[0], atom.start - 80), atom.start)


def _times(dose: Dose, count: str) -> Dose:
    """So many of a strength; a range or an unlikely count stays as it is written."""
    n = _NUMBER.get(count.lower()) or int(count)
    if not 1 <= n <= 12 or dose.low != dose.high:
        return dose
    total = round(dose.low * n, 9)
    return Dose(total, total, dose.unit, dose.per)
