"""Under which words a bound holds."""

import re
from bisect import bisect_left, bisect_right

from extract.facts.thresholds.condition_phrases import Phrases, last_before
from extract.facts.thresholds.groups import TELLING as GROUPS
from extract.facts.thresholds.groups import groups
from extract.facts.thresholds.leads import Leads
from extract.facts.thresholds.limiting import DESPITE
from extract.facts.thresholds.limiting import TELLING as CONDITIONS
from extract.facts.thresholds.model import Words
from extract.facts.thresholds.sexes import SEXES, Sexes
from extract.language.brackets import BRACKETED
from extract.language.clause_words import clause_words
from extract.language.clauses import clauses
from extract.language.context import Context
from extract.language.reading import Quantity, Reading
from extract.lexicons import holds, word_set

_IF = re.compile(r"if|when|in case|where|provided|in the presence|in the absence|in the event", re.IGNORECASE)
_FAR = 1200  # characters before a bound in which its condition stands
_BEHIND = 200  # and behind it
_TRAILING = 1000  # a condition right after a bound comes before one that leads the sentence
_TERMS = re.compile(r"(?:provided|providing)(?: that)? (?:they|he|she)\b", re.IGNORECASE)
_LET_IN_ON = re.compile(
    r",? (?:are|is|(?:may|can|will) be)(?: only)? (?:eligible|allowed|included|permitted|enrolled)"
    r"(?: only)? (?:if|provided)\b",
    re.IGNORECASE,
)
_TURNS = ("However, ", "But, ", "but, ", "however, ")  # what stands before words that open their sentence
_LETS_IN = (" eligible ", " eligible only ", " included ", " included only ", " enrolled ")
_STOP = re.compile(r"[;)]|\.\s|\.$")
_NUMBERED = re.compile(r"\([2-9]\)|\(1\d\)")
_OPENER = re.compile(
    r"if|in case|when|for (?:patients|participants|subjects|individuals|those|children|adults|the|age[ds]?)\b"
    r"|for (?:wom[ae]n|m[ae]n)\b|for (?:[\w-]+ ){0,3}(?:lesions?|nodes)\b"
    r"|by (?:immunohistochemistry|IHC|flow cytometry|FISH|PCR|NGS|morphology)\b"
    r"|in the (?:absence|presence|case|setting) of\b"
    r"|(?:for|in) (?:[\w-]+ ){0,3}(?:cohort|arm|group|part|sub-?stud)(?:s|y|ies)?\b"
    r"|(?:for|in) (?:the )?(?:dose[- ])?(?:expansion|escalation|extension|increase|optimi[sz]ation)"
    r" (?:stage|phase|period)\b"
    r"|(?:cohort|arm|part|group)s? [A-Z0-9]|only to (?:patients|participants|subjects)\b"
    r"|in (?:patients|participants|subjects|those) (?:with|without|requiring|receiving|on|not)\b",
    re.IGNORECASE,
)
# What lets a bound be, before the words under which it may: "(≤ 10 mg a day) are permitted [in the absence of …]".
_PERMITTED = re.compile(
    r"[^().:;,<>≤≥]{0,60}\)?\s(?:is|are|may be|will be|can be)(?: also)? (?:permitted|allowed|acceptable|accepted)"
    r"(?: to confirm eligibility)?\s?$",
    re.IGNORECASE,
)
_ARE_ALLOWED = re.compile(r"\)?\s(?:is|are|may be|will be) (?:permitted|allowed|acceptable)\s", re.IGNORECASE)
_PRESENT = re.compile(r"in the (?:absence|presence)\b", re.IGNORECASE)
_ALLOWS = re.compile(r"\b(?:except|unless)\b", re.IGNORECASE)
_WHOM = re.compile(
    r"(?:for|in|among) (?:patients|participants|subjects|those|women|men|children|adults)\b", re.IGNORECASE
)
_PREPOSITION = re.compile(r"(?:for|in|among)\b", re.IGNORECASE)
# "if target INR ≤ 3": what stands before the bound is its measure, unless it says what somebody has.
_OWN_MEASURE = re.compile(r"(?:\s[\w-]+){0,4}\s?$")
_OWN = re.compile(r"(?:if|when|where|whether|in case)(?: [\w-]+){0,9}$", re.IGNORECASE)
_GOES_ON = re.compile(r"\)?\s?(?:and\b|or\b|but\b|/|\(|&|to\b|-|$)[^,;:]*$")  # from one bound of a group to its next
_DEEMED = re.compile(r"\bconsider(?:ed)? (?:to be |as )?(?:post|pre|peri)", re.IGNORECASE)  # who is of an age …
_SAYS = re.compile(
    r"\b(?:metasta\w*|involve\w*|syndrome|disease|present|exists?|known|due|documented|cirrhosis|cancer|infiltrat\w*|"
    r"symptomatic|asymptomatic|positive|negative|therapy|treatment|taking|receiving)\b",
    re.IGNORECASE,
)


# A label right before its bound: "Gilbert's disease ≤ 3 mg/dL", "liver metastasis patients: ≤ 5 × ULN".
_LABEL = re.compile(
    r"(?:^|[,;:(]|\b(?:or|and)\b)\s*(?!(?:and|or|except)\b)(?P<label>(?:known |documented )?[A-Z]?[\w'’-]+"
    r"(?: [\w'’-]+){0,3}? (?:disease|syndrome|metastas[ei]s)(?: (?:patients|subjects|participants))?)\s*[:,]?\s*$"
)


_ILLNESSES = ("disease", "syndrome", "metastas")  # a label needs one of them
_ILL = word_set("disease syndrome metastasis metastases")
_IMAGED = re.compile(
    r"\b(?:(?:with|by|on|using) )?(?:conventional|spiral|helical|standard|multi-?slice) "
    r"(?:CT|MRI|computed tomography|techniques?)\b(?: scans?)?(?=[ (]{1,2}[<>≤≥])",
    re.IGNORECASE,
)
_IMAGES = word_set("ct mri tomography technique techniques")  # the expression needs one of them
_KINDS = word_set("conventional spiral helical standard multislice slice")  # and of these
# Words that tell of something here; a text is asked once which of them it says
_TELLING = CONDITIONS | GROUPS | SEXES | _ILL | _IMAGES


class Conditions:
    """Finds the condition of each bound of one reading."""

    def __init__(self, reading: Reading, context: Context) -> None:
        self.reading = reading
        seen, said = clauses(reading.text), reading.said(_TELLING)
        self._exceptions = seen.exceptions if reading.says(clause_words().told) else ()
        self._clauses = Phrases(reading, seen, said).found
        self._groups = groups(reading, said)
        self._starts = [quantity.start for quantity in reading.quantities] if self._clauses or self._groups else []
        self._sexes = Sexes(reading, said)
        self._ill = not _ILL.isdisjoint(said)
        imaged = () if _IMAGES.isdisjoint(said) or not reading.says(_KINDS) else _IMAGED.finditer(reading.text)
        self._imaged = [Words(*match.span()) for match in imaged]
        self._leads = Leads(reading, context)
        own = self._clauses or self._groups or self._sexes.named or self._ill or len(self._imaged) > 1
        self._any = bool(own or self._leads.any)

    def of(self, quantity: Quantity) -> Words | None:
        """The nearest condition in the bound's sentence or bracket; else a lead-in, here or of a parent item."""
        if not self._any:
            return None
        return self._sexes.of(quantity) or self._labelled(quantity) or self._near(quantity) or self._leads.of(quantity)

    def excepted(self, quantity: Quantity) -> bool:
        """Does the bound stand in a clause that opens with except, unless and the like?"""
        for clause in self._exceptions:  # noqa: SIM110  costs less
            if clause.start <= quantity.start < clause.end:
                return True
        return False

    def _labelled(self, quantity: Quantity) -> Words | None:
        """The disease or imaging that a bound stands under: `Gilbert's disease ≤ 3 mg/dL`, `spiral CT ≥ 10 mm`."""
        if len(self._imaged) > 1 and quantity.dimension == "length":
            return next((words for words in self._imaged if 0 <= quantity.start - words.end <= 2), None)
        if not self._ill or not (quantity.reference in ("ULN", "LLN") or "/volume" in (quantity.dimension or "")):
            return None
        start = max(quantity.start - 60, 0)
        before = self.reading.text[start : quantity.start]
        label = _LABEL.search(before) if holds(before, _ILLNESSES) else None
        return Words(start + label.start("label"), start + label.end("label")) if label else None

    def _near(self, quantity: Quantity) -> Words | None:
        if not self._clauses and not self._groups:
            return None
        best: tuple[int, Words] | None = None
        near = self._around(quantity)
        own = next(
            (each for each in near if each.start <= quantity.start < each.end or self._is_own(each, quantity)),
            None,
        )
        if own is not None:
            return self._governing(quantity, None if self.reading.text.startswith("with", own.start) else own)
        for words in near:
            if self._reaches(words, quantity):
                trailing = words.start >= quantity.end
                gap = words.start - quantity.end - _TRAILING if trailing else quantity.start - words.end
                if best is None or gap < best[0]:
                    best = (gap, words)
        group = self._leading(quantity, quantity.start)
        if group and (best is None or quantity.start - group.end < best[0]):
            return group
        return best[1] if best else None

    def _around(self, quantity: Quantity) -> list[Words]:
        """The conditions near enough to a bound to be its own."""
        first = bisect_left(self._clauses, quantity.start - _FAR, key=_start)
        return self._clauses[first : bisect_right(self._clauses, quantity.end + _BEHIND, key=_start)]

    def _between(self, start: int, end: int) -> list[Quantity]:
        """The quantities that start in a stretch."""
        return self.reading.quantities[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _governing(self, quantity: Quantity, own: Words | None) -> Words | None:
        """A condition's own bounds hold always, but for one that opens its sentence: `If X is taken, … if Y < 480`."""
        group = self._leading(quantity, own.start if own else quantity.start)
        if group or not own:
            return group
        text = self.reading.text
        for words in self._around(quantity):
            first = words.end <= own.start and self._opens(words)
            if first and _IF.match(text, words.start) and "," in text[words.end : own.start]:
                return None if _STOP.search(text, words.end, own.start) else words
        return None

    def _leading(self, quantity: Quantity, before: int) -> Words | None:
        """The group said before a bound, in its sentence and bracket, that no other criterion parts from it."""
        text = self.reading.text
        for words in reversed(self._groups[: bisect_left(self._groups, before, key=_start)]):
            if words.end > before:
                return None  # the group's own bound
            between = BRACKETED.sub(_unless_number, text[words.end : quantity.start])
            if _STOP.search(between):
                return None
            trails = _PREPOSITION.match(text, words.start) and self._right_after_bound(words)
            others = [
                one.end
                for one in self._between(words.end, quantity.start)
                if one.end <= quantity.start and (one.compared or one.role != "time" or "," in between)
            ]
            terms = _LET_IN_ON.match(text, words.end)  # all that follows is asked of the group
            parted = (
                bool(others) and not terms and not _GOES_ON.match(BRACKETED.sub("", text[others[-1] : quantity.start]))
            )
            return None if trails or parted else words
        return None

    def _is_own(self, words: Words, quantity: Quantity) -> bool:
        """Is what stands before a bound what is compared, as in `if target INR [≤ 3]`?"""
        text = self.reading.text
        if words.start > quantity.start or not _OWN_MEASURE.match(text, words.end, quantity.start):
            return False
        own = text[words.start : words.end]
        return _OWN.match(own) is not None and not _SAYS.search(own)

    def _right_after_bound(self, words: Words) -> bool:
        """Do the words follow a bound that they limit?"""
        text = self.reading.text
        return any(
            one.end <= words.start
            and (text[one.end : words.start].strip() in ("", ")") or _ARE_ALLOWED.fullmatch(text, one.end, words.start))
            for one in self._between(words.start - _BEHIND, words.start)
            if one.role != "time"
        )

    def _opens(self, words: Words) -> bool:
        """Do the words open their sentence, list member or bracket?"""
        text = self.reading.text
        return last_before(text, words.start) in ("", ".", ";", ":", "(") or text.endswith(_TURNS, 0, words.start)

    def _reaches(self, words: Words, quantity: Quantity) -> bool:
        """Does the condition go with the bound: said first for all that follows, or right after it?"""
        text = self.reading.text
        if words.start < quantity.start:
            if DESPITE.match(text, words.start):
                return False
            if not text[words.end : quantity.start].strip() and text[words.start : words.end].endswith((" is", " are")):
                return False  # "if X is [< 40%] …": the bound is the condition's own
            first = self._opens(words)
            if not first and (_TERMS.match(text, words.start) or text.endswith(_LETS_IN, 0, words.start)):
                return False  # "are eligible provided they are stable, have a count ≥ 200": a sister requirement
            opens = (
                _IF.match(text, words.start)
                or first
                or (_WHOM.match(text, words.start) and text.endswith((", or ", ", and "), 0, words.start))
            )
            if not first and text.count(",", words.end, quantity.start) > 1:
                return False  # it goes with a member of the list before
            return (
                bool(opens)
                and not self._right_after_bound(words)
                and not _STOP.search(BRACKETED.sub(_unless_number, text[words.end : quantity.start]))
            )
        opened = text.rfind("(", quantity.end, words.start)
        inside = opened >= 0 and ")" not in text[opened : words.start]
        if inside and (self._bounds_bracket(words) or _ALLOWS.search(text, opened, words.start)):
            return False  # "score > 19 (blockers allowed except if …)"
        if _PERMITTED.match(text, quantity.end, words.start) and _OPENER.match(text, words.start):
            return True
        if quantity.role == "age" and _PRESENT.match(text, words.start):
            return False  # "no periods in a woman over 45 years in the absence of other causes"
        gap = BRACKETED.sub("", text[quantity.end : words.start])
        closed = gap.startswith(")")
        gap = gap.removeprefix(")")
        if gap.rstrip().endswith(":"):
            return False  # "clearance ≥ 40 mL/min Other: if …" begins anew
        others = bool(self._between(quantity.end, words.start))
        if _STOP.search(gap) or (others and len(gap) > 3 and not DESPITE.match(text, words.start)):
            return False
        if DESPITE.match(text, words.start):
            # it goes with both halves: "SBP ≥ 160 or DBP ≥ 100 mmHg despite treatment"
            return len(gap) <= 60 and not re.search(r"\d[^\d]+\bor\b[^<>≤≥\d]*$", gap)
        if gap.rstrip().endswith(" or") or _DEEMED.search(gap):
            return False
        short = len(gap) <= (12 if closed else 4)
        return short or (
            len(gap) <= 60 and "," not in gap and " and " not in gap and bool(_OPENER.match(text, words.start))
        )

    def _bounds_bracket(self, words: Words) -> bool:
        """Does the bracket that a condition opens hold a bound of its own: `≤ 2.5 (for patients with X AST ≤ 5)`?"""
        close = self.reading.text.find(")", words.end, words.end + _FAR)
        return any(one.compared and one.role == "measured" for one in self._between(words.start, close))


def _unless_number(bracket: re.Match[str]) -> str:
    """Nothing for a bracket, but a stop for the number of the next list member: `(6) Ultrasound: LVEF ≥ 50 %`."""
    text = bracket.string
    number = _NUMBERED.fullmatch(bracket[0]) and text[bracket.end() : bracket.end() + 2].strip().isupper()
    return ";" if number else ""


def _start(words: Words) -> int:
    return words.start
