"""Under which words a bound holds."""

import re

from extract.facts.thresholds.model import Words
from extract.language.clauses import Clause, clauses
from extract.language.context import Context
from extract.language.items import Item
from extract.language.reading import Quantity, Reading
from extract.lexicons import word_list

_SEXES = word_list("sexes")
_JOINS = word_list("phrase_stops") | word_list("measure_adjectives")
_LINKS = {",", "and", "or", "/", "(", ")"}
_WHO = {"patients", "subjects", "participants", "children", "aged", "those", "age"}
_NO_CONDITION = ("unless", "except")
# A lead-in that limits all that follows in its item: "Cohort 2: …", "For participants who …: …", "Korea: …"
_IF = re.compile(r"if|when|in case|where|provided|in the presence|in the absence|in the event", re.IGNORECASE)
_TRAILING = 1000  # a condition right after a bound comes before one that leads the sentence
_STOP = re.compile(r"[;)]|\.\s|\.$")
_BRACKETS = re.compile(r"\([^()]*\)")
_OPENER = re.compile(
    r"if|in case|when|for (?:patients|participants|subjects|those|children|adults|the)\b", re.IGNORECASE
)
_COHORT = re.compile(
    r"\b(?:for|in) (?:the )?(?:[\w-]+ ){0,3}(?:cohorts?|arms?|groups?|parts?)\b(?: [A-Z0-9]{1,2}\b)?(?: only)?"
)
_OTHERS = re.compile(r"[.;]\s+(?:Participants|Patients|Subjects|Among|For|In|If|Those)\b")  # the next group
_WHOM = re.compile(r"(?:for|in) (?:patients|participants|subjects|those|women|men|children|adults)\b", re.IGNORECASE)
_DESPITE = re.compile(r"\b(?:despite|in spite of|while (?:on|taking|receiving)) [^,;:.()]{3,90}", re.IGNORECASE)
_PEOPLE_AFTER = re.compile(
    r"\b(?:for|in) (?!all |each |any |every |study |eligible |the |both )(?:[\w-]+ ){1,3}"
    r"(?:patients|subjects|participants|individuals|males?|females?|women|men|adults|children|adolescents)\b",
    re.IGNORECASE,
)
_NO_CLAUSE = re.compile(
    r"^(?:for|in) (?:all |the )?(?:participants|patients|subjects|those|individuals)$"
    r"|^for (?:the )?purposes?|^with (?:the )?exceptions?|\b(?:who|that|which)$|^regardless|\b(?:gender|sex)$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"(?<=\()(?:for|in|if|with|when) [^()]{3,120}(?=\))", re.IGNORECASE)
_IMAGED = re.compile(
    r"\bwith (?:a |the )?(?:spiral |conventional |helical )?"
    r"(?:CT|MRI|computed tomography|calipers?|chest x-ray|techniques)\b(?: scans?)?",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"\b(?:(?P<without>without|with no|in the absence of)|with|in the presence of) [^,;:.()<>≤≥]{3,60}(?=[,;.)]|$)",
    re.IGNORECASE,
)
_PRESENCE = re.compile(r"\bin (?:the )?(?:presence|absence|case|setting) of [^,;:.()]{3,80}", re.IGNORECASE)
_GROUP = re.compile(
    r"(?:^|(?<=[(;:] )|(?<=\()|(?<=, or )|(?<=, and ))"
    r"(?:for|in) (?:patients|participants|subjects|those|women|men|children|adults)\b"
    r"[^,:;.()]{0,90}(?=[,:])",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:healthy (?:controls|volunteers|subjects)|controls|for|in|cohorts?|arms?|parts?|groups?|phase|women|men"
    r"|males?|females?|if)"
    r"\b[^.;:]{0,160}(?=:)",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?!.*\b(?:criteria|must|following|meet|have|require|below|any of)\b)"
    r"(?:for|in|if|cohorts?|arms?|women|men|males?|females?"
    r"|(?:patients|participants|subjects) (?:without|on|not|receiving|taking|who))\b(?!.*\binclud).{0,160}:\s*$",
    re.IGNORECASE,
)


# A label right before its bound: "Gilbert's disease ≤ 3 mg/dL", "liver metastasis patients: ≤ 5 × ULN".
_LABEL = re.compile(
    r"(?:^|[,;:(]|\b(?:or|and)\b)\s*(?P<label>(?:known |documented )?[A-Z]?[\w'’-]+(?: [\w'’-]+){0,3}? "
    r"(?:disease|syndrome|metastas[ei]s)(?: (?:patients|subjects|participants))?)\s*[:,]?\s*$"
)
_OPEN_END = re.compile(r"\s(?:who|which|that) (?:may|can|must|should|could|will) (?:have|be)(?: an?)?\s*$")
_INSTRUCTION = re.compile(
    r"^(?:if|when|in case)\b[^,()]*, (?:please )?(?:retest|re-test|repeat|recheck|remeasure|contact|consult|discuss)\b",
    re.IGNORECASE,
)


class Conditions:
    """Finds the condition of each bound of one reading."""

    def __init__(self, reading: Reading, context: Context) -> None:
        self.reading, self.context = reading, context
        seen = clauses(reading.text)
        self._clauses = [self._whole(clause) for clause in seen.conditions if not self._excepting(clause)]
        self._clauses = [
            words for words in self._clauses if not _NO_CLAUSE.search(reading.text, words.start, words.end)
        ]
        self._clauses += self._ages()
        self._clauses += self._contrasts()
        for pattern in (_DESPITE, _PEOPLE_AFTER, _COHORT, _BRACKETED, _IMAGED, _GROUP, _PRESENCE):
            found = [self._without_bounds(*match.span()) for match in pattern.finditer(reading.text)]
            self._clauses += [each for each in found if not _NO_CLAUSE.search(reading.text, each.start, each.end)]
        shortest: dict[int, Words] = {}
        for words in self._clauses:
            known = shortest.setdefault(words.start, words)
            shortest[words.start] = min(known, words, key=lambda each: each.end)
        kept = [self._closed(words) for words in shortest.values() if not self._instructs(words)]
        kept = [words for words in kept if not _NO_CLAUSE.search(reading.text, words.start, words.end)]
        self._clauses = sorted(kept, key=lambda each: each.start)
        self._exceptions = seen.exceptions
        lead = _LEAD.match(reading.text)
        self._lead = Words(lead.start(), lead.end()) if lead else None
        self._above = self._heading()

    def of(self, quantity: Quantity) -> Words | None:
        """The nearest condition in the bound's sentence or bracket; else a lead-in, here or of a parent item."""
        return (
            self._sex(quantity)
            or self._labelled(quantity)
            or self._near(quantity)
            or self._led(quantity)
            or self._above
        )

    def excepted(self, quantity: Quantity) -> bool:
        """Does the bound stand in a clause that opens with except, unless and the like?"""
        return any(clause.start <= quantity.start < clause.end for clause in self._exceptions)

    def _labelled(self, quantity: Quantity) -> Words | None:
        """The disease that a bound of a laboratory value stands under: `Gilbert's disease ≤ 3 mg/dL`."""
        if not (quantity.reference in ("ULN", "LLN") or "/volume" in (quantity.dimension or "")):
            return None
        start = max(quantity.start - 60, 0)
        label = _LABEL.search(self.reading.text[start : quantity.start])
        return Words(start + label.start("label"), start + label.end("label")) if label else None

    def _closed(self, words: Words) -> Words:
        """Words of a condition without what leads on to its bound: `individuals with X [who may have a] bilirubin`."""
        open_end = _OPEN_END.search(self.reading.text, words.start, words.end)
        return Words(words.start, open_end.start(), words.above) if open_end else words

    def _instructs(self, words: Words) -> bool:
        """Is a bracket no condition but what to do: `(if stress is suspected, retest after 30 minutes)`?"""
        text = self.reading.text
        opened = text[: words.start].rstrip()[-1:] == "("
        close = text.find(")", words.start)
        whole = text[words.start : close if close >= 0 else None]
        inside = any(
            words.start < one.start < words.start + len(whole) and one.compared for one in self.reading.quantities
        )
        return opened and not inside and _INSTRUCTION.match(whole) is not None

    def _ages(self) -> list[Words]:
        """`for 16 years and older`, `if ≤ 12 years old`, after another bound."""
        items, found = self.reading.items, []
        for quantity in self.reading.quantities:
            at = quantity.first - 1
            while at >= 0 and items[at].text in _WHO:
                at -= 1
            if quantity.role == "age" and at > 0 and items[at].text in ("for", "if", "in"):
                found.append(Words(items[at].start, quantity.end))
        return found

    def _contrasts(self) -> list[Words]:
        """`≤ 2.5 without metastases, ≤ 5 with metastases`: both halves, each right after its bound."""
        found, text = [], self.reading.text
        ends = {quantity.end for quantity in self.reading.quantities}
        for match in _CONTRAST.finditer(text):
            if len(text[: match.start()].rstrip()) in ends:
                found.append((match["without"] is not None, Words(match.start(), match.end())))
        return [words for _, words in found] if len({without for without, _ in found}) > 1 else []

    def _without_bounds(self, start: int, end: int) -> Words:
        """Words of a condition up to what is compared in the same bracket: `(for patients with X [AST ≤ 5 × ULN])`."""
        inside = (one for one in self.reading.quantities if start < one.start < end and one.compared)
        first = next((one for one in inside if one.role == "measured"), None)
        if first is not None and first.reference and self.reading.items[first.first - 1].kind == "word":
            return Words(start, start + len(self.reading.text[start : first.start].rstrip(" ,:")))
        if first is None or self.reading.items[first.first - 1].kind != "measure":
            return Words(start, end)
        at = first.first
        items = self.reading.items
        while at > 0 and (items[at - 1].kind == "measure" or items[at - 1].text in _LINKS):
            at -= 1
        whole = len(self.reading.text[start : items[at].start].split()) > 3
        cut = len(self.reading.text[start : items[at].start].rstrip(" ,:"))
        return Words(start, start + cut) if whole else Words(start, end)

    def _excepting(self, clause: Clause) -> bool:
        return self.reading.text[clause.start : clause.start + 6].lower().startswith(_NO_CONDITION)

    def _whole(self, clause: Clause) -> Words:
        """A clause to its natural end: with a quantity that it breaks off before, without the item's next bound."""
        items, text = self.reading.items, self.reading.text
        end = clause.end
        for quantity in self.reading.quantities:
            if end <= quantity.start and text[end : quantity.start].strip() in ("", "are", "is", "aged", "are aged"):
                end = quantity.end
            elif clause.body < quantity.start < end and items[quantity.first - 1].text in ("or", "and"):
                joint = items[quantity.first - 1].start
                if joint > clause.body and quantity.compared:
                    end = joint
            elif (
                quantity.compared
                and quantity.role != "time"
                and clause.body < quantity.start < end
                and text[: clause.start].rstrip()[-1:] in ("", "(", ";")
            ):
                end = self._before_names(clause, quantity, end)
        end = self._before_next(clause, end)
        return Words(clause.start, clause.start + len(text[clause.start : end].rstrip(" ,")))

    def _before_next(self, clause: Clause, end: int) -> int:
        """A clause after its bound ends where the next criterion begins: `without transfusion [Hemoglobin ≥ 9]`."""
        text, items = self.reading.text, self.reading.items
        for quantity in self.reading.quantities:
            at = quantity.first - 1
            inside = clause.body < quantity.start < end and quantity.compared and quantity.role == "measured"
            if not inside or items[at].kind != "measure" or not text[items[at].start].isupper():
                continue
            before = items[at - 1]
            if before.start >= clause.body and before.kind in ("word", "measure") and before.text not in _JOINS:
                return items[at].start
        return end

    def _before_names(self, clause: Clause, quantity: Quantity, end: int) -> int:
        """A clause that runs into its own bound ends before the measure: `(if metastases exist [AST ≤ 5 × ULN])`."""
        at = quantity.first
        items = self.reading.items
        while at > 0 and (items[at - 1].kind == "measure" or items[at - 1].text in _LINKS):
            at -= 1
        first = items[at].start
        return first if len(self.reading.text[clause.start : first].split()) > 3 else end

    def _near(self, quantity: Quantity) -> Words | None:
        best: tuple[int, Words] | None = None
        for words in self._clauses:
            if words.start <= quantity.start < words.end:
                return None  # a condition's own bounds hold always
            if self._reaches(words, quantity):
                trailing = words.start >= quantity.end
                gap = words.start - quantity.end - _TRAILING if trailing else quantity.start - words.end
                if best is None or gap < best[0]:
                    best = (gap, words)
        return best[1] if best else None

    def _reaches(self, words: Words, quantity: Quantity) -> bool:
        """Does the condition go with the bound: said first for all that follows, or right after it?"""
        text = self.reading.text
        if words.start < quantity.start:
            if _DESPITE.match(text, words.start):
                return False
            if not text[words.end : quantity.start].strip() and text[words.start : words.end].endswith((" is", " are")):
                return False  # "if X is [< 40%] …": the bound is the condition's own
            opens = (
                _IF.match(text, words.start)
                or text[: words.start].rstrip()[-1:] in ("", ".", ";", ":", "(")
                or (_WHOM.match(text, words.start) and text[: words.start].endswith((", or ", ", and ")))
            )
            ends = [other.end for other in self.reading.quantities if other.role != "time"]
            after_bound = any(end <= words.start and text[end : words.start].strip() in ("", ")") for end in ends)
            first = text[: words.start].rstrip()[-1:] in ("", ".", ";", ":")
            if not first and text.count(",", words.end, quantity.start) > 1:
                return False  # it goes with a member of the list before
            return (
                bool(opens)
                and not after_bound
                and not _STOP.search(_BRACKETS.sub("", text[words.end : quantity.start]))
            )
        opened = text.rfind("(", quantity.end, words.start)
        if opened >= 0 and ")" not in text[opened : words.start] and self._bounds_bracket(words):
            return False
        gap = _BRACKETS.sub("", text[quantity.end : words.start])
        closed = gap.startswith(")")
        gap = gap.removeprefix(")")
        others = any(quantity.end <= other.start < words.start for other in self.reading.quantities)
        if _STOP.search(gap) or (others and len(gap) > 3 and not _DESPITE.match(text, words.start)):
            return False
        if _DESPITE.match(text, words.start):
            # it goes with both halves: "SBP ≥ 160 or DBP ≥ 100 mmHg despite treatment"
            return len(gap) <= 60 and not re.search(r"\d[^\d]+\bor\b[^<>≤≥\d]*$", gap)
        short = len(gap) <= (12 if closed else 4)
        return short or (
            len(gap) <= 60 and "," not in gap and " and " not in gap and bool(_OPENER.match(text, words.start))
        )

    def _bounds_bracket(self, words: Words) -> bool:
        """Does the bracket that a condition opens hold a bound of its own: `≤ 2.5 (for patients with X AST ≤ 5)`?"""
        close = self.reading.text.find(")", words.end)
        return any(
            words.start <= one.start < close and one.compared and one.role == "measured"
            for one in self.reading.quantities
        )

    def _sex(self, quantity: Quantity) -> Words | None:
        """`men: ≥ 50 kg`, `> 450 ms (male)`, `> 470 ms in women`, of anything but ages."""
        if quantity.role == "age":
            return None
        items = self.reading.items
        after = [
            item
            for item in items[quantity.last : quantity.last + 4]
            if item.text not in ("(", "[", "for", "in", "if", ",")
        ]
        if (
            quantity.last < len(items)
            and items[quantity.last].text in ("(", "for", "in", "if", "[")
            and after
            and after[0].text in _SEXES
        ):
            start = items[quantity.last + 1] if items[quantity.last].text in ("(", "[") else items[quantity.last]
            return Words(start.start, after[0].end)
        before = items[max(quantity.first - 4, 0) : quantity.first]
        return self._sex_before(before)

    @staticmethod
    def _sex_before(before: list[Item]) -> Words | None:
        for item in reversed(before):
            if item.text in _SEXES:
                return Words(item.start, item.end)
            if item.text not in (":", "(", "subjects", "patients", "participants", ",", "is", "must", "weigh"):
                return None
        return None

    def _led(self, quantity: Quantity) -> Words | None:
        if not self._lead or quantity.start < self._lead.end:
            return None
        return None if _OTHERS.search(self.reading.text, self._lead.end, quantity.start) else self._lead

    def _heading(self) -> Words | None:
        for above, reading in enumerate(self.context.ancestors[:2], 1):
            if _HEADING.match(reading.text):
                return Words(0, len(reading.text.rstrip(" :")), above)
        return None
