"""Which dose expressions of a sentence are doses that are given."""

import re

from msgspec.structs import replace

from extract.document import Dose
from extract.facts.regimens.atoms import Atom
from extract.facts.regimens.lexicon import CAP_JOINTS, Lexicon
from extract.facts.regimens.pieces import Segment
from extract.facts.regimens.wording import Wording
from extract.lexicons import word_set

_AFTER_CAP = re.compile(
    r"[a-z ]{0,30} increments?\b"
    r"| ?(?:/ ?(?:day|dose) )?(?:\(?(?:maximum|max\b)(?! ?(?:daily |dose |of )*\d)|as a maximum)",
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
    r"(?:[a-z-]+ )?$",
)
_COUNTED_NAME = re.compile(  # 2 Alfanib citrate 50 mg tablets
    r"(?P<n>\b[2-6]|\btwo|\bthree|\bfour) (?!(?:weeks?|days?|months?|years?|hours?|minutes?|times?|doses?|cycles?"
    r"|courses?|groups?|arms?|or|and|to|of|in|with|m?g|ml|x|per)\b)(?:[a-z][\w-]* ){1,3}$",
)
_PLURAL = re.compile(r"[ -]*(?:tablets|capsules|pills)\b")
_LABEL = re.compile(
    r"\b(?:days?|weeks?|months?|cycles?|cohorts?|groups?|arm|phase|part|period|dose|level|visit|stage|type"
    r"|vitamin)[ -]$",
)
_SUPPLIED = re.compile(
    r"\b(?:supplied|available|each vial|vials? contain(?:s|ed|ing)?|comes? in|packaged|manufactured|marketed|"
    r"strengths? of"
    r"|(?<!\d )(?<!two )(?:tablets|capsules) of)\b",
)
_SUPPLIED_WORDS = word_set(
    "supplied available vial vials come comes packaged manufactured marketed strength strengths tablets capsules"
)
_AFTER_CAP_WORDS = word_set("increment increments maximum max")
_SPLIT_WORDS = word_set("split divided fractionated")
_PART_WORDS = word_set("which containing equivalent corresponding minimum e eg")
_LIMIT_WORDS = word_set("maximum maximal highest cumulative")
_CHALLENGE_WORDS = word_set("challenge challenges provocation provocations dbpcfc ofc prick patch intradermal pc pd")
_RECIPE_WORDS = word_set(
    "excipient excipients inactive microcrystalline stearate polysorbate croscarmellose povidone composed composition"
    " mixture blend"
)
# one of which `_HELD`, `_FILLED`, `_ONE_HOLDS`, `_CONSTITUENT`, `_CONTENT`, `_LOOKS` and `_TIMES_AFTER` hold
_HOLD_WORDS = word_set(
    "contain contains contained containing hold holds filled consist consists consisted consisting composed comprise"
    " comprises comprised comprising capsule capsules tablet tablets sachet sachets pill pills"
)
_NEEDED = (" requires ", " require ")  # an area of 10 cm2 requires 0.5 g
_STEP_ENDS = ("by ", "of ", " further ", " another ", " up to ", " about ", " no more than ")
_FORMS = ("tablet", "capsule", "puff", "pill", "sachet", "inhalation", "actuation")
_TO_BRACKET = re.compile(r"[a-z ]{0,30}\(")
_OFTEN = re.compile("daily|bid|qd|every|once|twice")
_FORM_WORDS = frozenset((*_FORMS, *(form + "s" for form in _FORMS)))
_FORM = re.compile(rf"\b(?:{'|'.join(_FORMS)})s?\b")
_FORM_NEXT = re.compile(r"[ -]*(?:[a-z-]+ )?(?:tablet|capsule|pill|sachet)s?\b")
_STEP = re.compile(  # increased in steps of 5 mg; the dose is lowered each week by 5 mg
    r"\b(?:increas|decreas|reduc|taper|escalat|titrat|adjust|wean|lower|rais|increment|decrement|chang)\w*"
    r"[^.;,()]{0,40}\b(?:by|(?:steps|increments|decrements) of)(?: (?:a further|another|up to|about|no more than))? $",
)
_CONTENT = re.compile(r"\b(?:contains?|contained|compris(?:e|es|ed))(?: (?:approximately|about|two|three|four))? $")
_LIMIT = re.compile(  # the maximum dose of X is 60 mg; the maximum dose to the liver and kidneys is 15 Gy and 10 Gy
    r"\b(?:maxim(?:um|al)|highest|cumulative) (?:[a-z]+ ){0,2}(?:doses?|dosage)\b[^.;]{0,70}?"
    r"(?:\bis|\bare|\bwas|\bwill be|=|:|\([a-z]{2,5}\) of)(?: [\d.]+ [a-z]+ and)? ?$",
)
_PART = re.compile(
    r"\bof which [^.;()]{0,40}\band $|\(containing (?:[~\\]|about |approximately )*$|\b(?:of which|equivalent to"
    r"|corresponding to)(?: about)? $|\bwith a minimum of $|\be\.?g\.?,? (?:[\d.]+ ?[a-z]+ ?/ ?)?$",
)
_THAT_IS = re.compile(
    r"\d ?m?g\b[^.;()]{0,40}\bi\.e\.,?[^;]{0,90}$"
)  # 3 g of a fat, i.e., 1 g of one acid and 2 g of another
_CONSTITUENT = re.compile(  # 3 g of oil containing 1 g of one acid and 50 mg of another; 300 mg/capsule with 300 mg of
    r"\d ?m?g\b[^.,;()]{0,30}\b(?:containing|contains|consisting of|composed of)\b(?:[^.,;]|\.\d){0,90}$"
    r"|(?:/|\bper |\beach )(?:capsules?|tablets?|sachets?|pills?) (?:with|of|containing) $",
)
_SOURCE = re.compile(r" ?\((?:from|standardi[sz]ed|extracted)\b", re.I)
_CHALLENGE = re.compile(  # what provokes a reaction is no treatment
    r"\b(?:(?:(?:bronchial|nasal|conjunctival|food|oral|allergen|methacholine|histamine|adenosine|mannitol|inhal\w+|drug)"
    r" )+(?:challenges?|provocations?)|challenge (?:tests?|solutions?|doses?)|provocation (?:tests?|doses?)"
    r"|DBPCFC|OFC|(?:skin )?(?:prick|patch|intradermal) tests?\w*|PC20|PD20)\b",
    re.I,
)
_SYRINGE = re.compile(r",? \d{2} ?-?(?:G|gauge)\b", re.I)  # its size, beside the needle's
_SPLIT_OVER = re.compile(r"[^.;()]{0,15}\b(?:split|divided|fractionated)(?: doses?)? (?:over|across|into) \w+ days\b")
_IN_PORTIONS = re.compile(
    r"(?: (?:capsules?|tablets?))? (?:daily|(?:per|a|each|every) day)[.,;:]? \(?[^.;()]{0,25}\bin the morning and\b",
)
_ADJUVANT = re.compile(r" (?:of )?(?:alumin(?:i)?um|alum|adjuvant)\b")
_LABEL_OF = re.compile(r"\b(?:dose|dosing|dosage) groups? (?:of|with) [^.;()]{0,30}$")
_PER_VOLUME = re.compile(r"(?:/|\bper|\bin each|\beach) ?$", re.I)
_RECIPE = re.compile(
    r"\b(?:excipients?|inactive ingredients?|microcrystalline|stearate|polysorbate|croscarmellose"
    r"|povidone|composed of (?:the )?following|composition of|(?:consists? of|is|as) an? (?:mixture|blend) of)\b",
    re.I,
)
_INGREDIENTS = re.compile(r"\b(?:ingredients?\b|composed of\b)[^.;]{0,20}[*•:\n]?")
_EACH_OR_FOOD = re.compile(
    r" each\b(?! (?:day|week|month|morning|evening|night|cycle|dose|eye|nostril|arm|other|time|administration|3|4))"
    r"|[^.;()]{0,12}/ ?100 ?(?:kcal|g|ml)",
)
_CONSTRAINT = re.compile(r"\b[VD] ?[\d.]*(?:cc|cm³|%)? ?[≤<≥>=]* ?$|\bconstraints?\b|\bbelow $")
_HOLDS = re.compile(
    r" ?(?:(?:contain|hold|compris)(?:s|es|ed)\b|with (?=[\d.,]+ ?(?:[x×] ?10|m?g\b|mcg\b|[µμ]g\b|billion|million)))",
    re.I,
)
_FILLED = re.compile(r"\b(?:vial|ampoule|syringe|bottle|bag)s? (?:holds?|contains?|(?:is|are) filled with) $")
_ONE_HOLDS = re.compile(
    r"\b(?:1|one|each|every|per) (?:kapsule|capsule|tablet|sachet|vial|ampoule|pill|drop|puff)"
    r" (?:contains|contained|holds):?(?: [a-z -]{0,40})? ?$",
)
_EACH_ENDS = ("each ", "use ", "dose ")  # with one of which it ends
_EACH_VIAL = re.compile(r"\beach (?:single[ -](?:use|dose) )?$")
_VIAL = re.compile(r"[^.;]{0,50}\b(?:vials?|ampou?les?|syringes?|bottles?|tablets?|capsules?)\b", re.I)
_SAMPLED = re.compile(
    r"\b(?:collect(?:ed|ing)|tubes? of blood|(?:blood|venous|milk|urine|serum|plasma|tissue) (?:samples?|draws?"
    r"|collections?)|whole blood"
    r"|blood tests?|dry tubes?|finger ?stick|venipuncture|phlebotomy|drawn|withdrawn)\b",
    re.I,
)
_HELD = re.compile(  # (a capsule contains: A 5 mg, B 5 mg)
    r"\((?:[^()]{0,60}\b)?contain(?:s|ed|ing)?\b(?: ?:|[^():]*,)[^()]*$"
)
_TUBES = re.compile(r"\b(?:tubes?|samples?) of blood\b|\bblood (?:samples?|draws?)\b", re.I)
_LOOKS = re.compile(  # what a product looks like; what follows a sum
    r" (?:tablets?|capsules?|pills?) (?:is|are) (?:oval|round|oblong|white|blue|yellow|pink|red|orange"
    r"|green|supplied|identical)\b"
    r"|(?: (?:tablets?|capsules?))? (?:will )?(?:compris|consist)\w* (?:of )?(?:\d|one|two|three|four)",
)
_AS_FOLLOWS = re.compile(r",? as follows?\b", re.I)
_TOTAL = re.compile(  # of a day, or of the whole treatment
    r"\btotal (?P<daily>daily )?dos(?:e|age)(?: given)?(?: (?:over|in|within) [\w -]{1,20})?(?: of| is| was|:) ?"
    r"(?:[\d.]+ ?m?g [\w-]{3,20} ?\+ ?)?$",
)
_TOTAL_OF_TIME = re.compile(r"\btotal dos(?:e|age) (?:per|in|every) (?:\d+ )?\w+ (?:is|was|of) $")
_TIMES_AFTER = re.compile(
    r"(?: (?:tablets?|capsules?|pills?))?,? ?[x×*]? ?(?P<n>[1-9]|1[0-2]|one|two|three|four|five|six)"
    r"(?: \(\d\))? ?(?:tablets?|capsules?|pills?)\b(?! (?:of|x))",
)
_EACH_FRACTION = re.compile(r"(?:fractions?(?: each)? of|fractions? at|using|at|gy in) $")
_GROUP_WORDS = word_set("group groups")  # one of which `_LABEL_OF` holds
_NUMBER = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


class Selection:
    """Tells given doses from strengths, limits, dilutions, samples and explanations in one sentence."""

    def __init__(self, wording: Wording, span: tuple[int, int], lexicon: Lexicon) -> None:
        self.text, self.small, self.span, self.lexicon, self._wording = (
            wording.text,
            wording.small,
            span,
            lexicon,
            wording,
        )
        supplied = None if wording.lacks(_SUPPLIED_WORDS) else _SUPPLIED.search(self.small, *span)
        self._supplied = supplied.end() if supplied else len(self.text) + 1
        self._may_hold = not wording.lacks(_HOLD_WORDS)

    def _before(self, atom: Atom, longest: int) -> tuple[int, int]:
        """Where so many characters of the sentence before an atom begin and end."""
        return max(self.span[0], atom.start - longest), atom.start

    def given(self, part: Segment) -> list[Atom]:
        """The doses of a segment: of the strongest kind that it has, without what explains them."""
        taken = [(atom, atom.amount) for atom in part.of("dose") if atom.amount and self._taken(atom)]
        if not taken:
            return []
        mass = [a for a, amount in taken if amount.rank == "mass" and not amount.strength and not amount.fraction]
        often = bool(part.of("frequency"))
        used = often or bool(part.of("route"))
        if not often and not self._wording.lacks(_CHALLENGE_WORDS) and _CHALLENGE.search(self.text, *self.span):
            return []
        if not often:
            mass = [a for a in mass if not self._content(a)]
        product = [a for a, amount in taken if (amount.filled and used) or amount.fraction]
        volume = [a for a, amount in taken if amount.rank == "volume"]
        volume = [a for a in volume if self._total(a)] or volume
        form = [a for a, amount in taken if amount.rank == "form" and not amount.strength]
        if self._supplied <= part.end and not (often or part.of("days")):
            return []  # strengths that a product comes in
        if not used and not self._wording.lacks(_RECIPE_WORDS) and _RECIPE.search(self.text, *self.span):
            return []  # what a product is made of
        if self.span[1] - self.span[0] < 80 and not used and self._listed_below():
            return []
        strong = mass or product or volume[:1] or form[:1]
        return self._without_fractions(self._without_explanations(part, strong))

    def _listed_below(self) -> bool:
        """Is the sentence an item of a list of ingredients?"""
        return bool(_INGREDIENTS.search(self.small, max(0, self.span[0] - 400), self.span[0]))

    def _taken(self, atom: Atom) -> bool:
        """Is this dose given, and no strength, limit, dilution or sample?"""
        amount = atom.amount
        if amount is None or (amount.strength and not amount.filled):
            return False
        if self.capped(atom) or not amount.doses[-1].high:
            return False
        text, small, end, lacks = self.text, self.small, atom.end, self._wording.lacks
        if amount.rank == "form" and (_AS_FOLLOWS.match(text, end) or _HOLDS.match(text, end)):
            return False
        if small.endswith(_NEEDED, 0, atom.start) or _ADJUVANT.match(small, end):
            return False
        if self._may_hold and (
            _LOOKS.match(small, end)
            or _HELD.search(small, *self._before(atom, 250))
            or _FILLED.search(small, *self._before(atom, 60))
            or _ONE_HOLDS.search(small, *self._before(atom, 60))
            or _CONSTITUENT.search(small, *self._before(atom, 150))
        ):
            return False
        far = self._before(atom, 150)
        if small.find("i.e.", *far) >= 0 and _THAT_IS.search(text, *far):
            return False
        if not lacks(_GROUP_WORDS) and _LABEL_OF.search(small, *self._before(atom, 60)):
            return False
        if "total" in self._wording.words and _TOTAL_OF_TIME.search(small, *self._before(atom, 60)):
            return False  # if the total dose per 4 weeks is 150 mg, one schedule, else another
        if amount.rank != "volume":
            return True
        before, after = text[slice(*self._before(atom, 60))], text[end : end + 40]
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
        small = self.small
        start, end = self._before(atom, 60)
        each = small.endswith(_EACH_ENDS, start, end) and _EACH_VIAL.search(small, start, end)
        if (each and _VIAL.match(self.text, atom.end, self.span[1])) or _SOURCE.match(self.text, atom.end):
            return True
        return self._may_hold and _CONTENT.search(small, *self._before(atom, 60)) is not None

    def capped(self, atom: Atom) -> bool:
        """Is it a limit or a step ("up to a maximum of 10 mg", "increased by 5 mg")? A total of radiation is a dose."""
        small, lacks = self.small, self._wording.lacks
        if (not lacks(_AFTER_CAP_WORDS) and _AFTER_CAP.match(small, atom.end)) or _EACH_OR_FOOD.match(small, atom.end):
            return True
        start, end = self._before(atom, 60)
        radiation = atom.amount is not None and atom.amount.doses[0].unit in ("Gy", "cGy")
        if radiation and _CONSTRAINT.search(self.text, start, end):
            return True
        if small.endswith(_STEP_ENDS, start, end) and _STEP.search(small, start, end):
            return True
        if not lacks(_PART_WORDS) and _PART.search(small, start, end):
            return True
        if not lacks(_LIMIT_WORDS) and _LIMIT.search(small, *self._before(atom, 130)):
            return True
        return self.limited(start, end) and not (radiation and "total" in small[max(start, end - 30) : end])

    def limited(self, start: int, end: int) -> bool:
        """Do words that make a limit of what follows them end here?"""
        before = self.small[start:end]
        return before.rstrip(CAP_JOINTS).endswith(self.lexicon.cap_ends) and self.lexicon.cap.search(before) is not None

    def _without_explanations(self, part: Segment, doses: list[Atom]) -> list[Atom]:
        """Doses in a bracket right after a dose explain it: "320 mg (four injections of 80 mg)"."""
        kept: list[Atom] = []
        closing = -1
        for atom in doses:
            if atom.start < closing:
                continue
            kept.append(atom)
            bracket = _TO_BRACKET.match(self.small, atom.end)
            if bracket and not _OFTEN.search(bracket[0]):
                closing = self.text.find(")", bracket.end(), part.end + 60)
        return kept

    def _without_fractions(self, doses: list[Atom]) -> list[Atom]:
        """Of "60 Gy in 30 fractions of 2 Gy" the total alone."""
        if len(doses) < 2:
            return doses
        each = [a for a in doses if _EACH_FRACTION.search(self.small, max(0, a.start - 40), a.start)]
        rest = [a for a in doses if a not in each and a.amount and a.amount.doses[0].unit in ("Gy", "cGy")]
        return [a for a in doses if a not in each] if rest else doses

    def multiplied(self, atom: Atom, dose: Dose) -> Dose:
        """Two 25-mg tablets are 50 mg: a count before a strength, where a form stands beside it."""
        small, end = self.small, atom.end
        if total := self._total(atom):
            return replace(dose, per="day" if total["daily"] else "course")
        if not self._wording.lacks(_SPLIT_WORDS) and _SPLIT_OVER.match(small, end):
            return replace(dose, per="course")
        if "morning" in self._wording.words and _IN_PORTIONS.match(small, end):
            return replace(dose, per="day")
        if self._wording.lacks(_FORM_WORDS):
            return dose
        times = None if atom.amount and atom.amount.frequency else _TIMES_AFTER.match(small, end)
        if times:
            return _times(dose, times["n"])
        start, at = self._before(atom, 40)
        counted = _COUNTED.search(small, start, at)
        if counted is None and _PLURAL.match(small, end):
            counted = _COUNTED_NAME.search(small, start, at)
        if counted is None or _LABEL.search(small, start, counted.start()):
            return dose  # on day 2
        formed = _FORM.search(counted[0]) or _FORM_NEXT.match(small, end)
        return _times(dose, counted["n"]) if formed else dose

    def _total(self, atom: Atom) -> re.Match[str] | None:
        """Is it said to be the total of a day or of the treatment?"""
        if "total" not in self._wording.words:
            return None
        return _TOTAL.search(self.small, max(self.span[0], atom.start - 80), atom.start)


def _times(dose: Dose, count: str) -> Dose:
    """So many of a strength; a range or an unlikely count stays as it is written."""
    n = _NUMBER.get(count.lower()) or int(count)
    if not 1 <= n <= 12 or dose.low != dose.high:
        return dose
    total = round(dose.low * n, 9)
    return Dose(total, total, dose.unit, dose.per)
