"""Words in a text that may be the condition of a bound; which bound they go with is told elsewhere."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice

from extract.facts.thresholds.alternatives import alternatives
from extract.facts.thresholds.limiting import (
    AFTER_BOUND,
    CONTRAST,
    CONTRASTED,
    IMAGED,
    IMAGES,
    LIMITING,
    TELLING,
    bracketed,
    limits_nobody,
    may_state,
)
from extract.facts.thresholds.model import Words
from extract.language.before import end_before
from extract.language.clauses import Clause, Clauses
from extract.language.reading import Quantity, Reading
from extract.lexicons import word_list

_JOINS = word_list("phrase_stops") | word_list("measure_adjectives")
_LINKS = {",", "and", "or", "/", "(", ")"}
_COMPARES = {"of", "is", "are", "was", "has", "have", "with", "by", "at"}
_FINDINGS = {"syndrome", "disease", "metastases", "metastasis", "involvement", "infiltration"}
_FINDING = re.compile(r"\b(?:syndrome|disease|metastas[ei]s|involvement|infiltration)\s?$", re.IGNORECASE)
_GAP = 40  # characters between a clause and a bound that goes on with it
_WHO = {"patients", "subjects", "participants", "children", "aged", "those", "age", "ages"}
_NO_CONDITION = ("unless", "except")
_OPEN_END = re.compile(r"\s(?:who|which|that) (?:may|can|must|should|could|will) (?:have|be)(?: an?)?\s*$")
_INSTRUCTION = re.compile(
    r"^(?:if|when|in case)\b[^,()]*, (?:please )?(?:retest|re-test|repeat|recheck|remeasure|contact|consult|discuss)\b"
    r"|^(?:if|when|in case)\b[^,()]*, [^()]{0,60}\b(?:should be|will be|will|must be)\b",
    re.IGNORECASE,
)
# Labels that a comma parts: the rest of "for arms A, B and C"
_LABELLED = re.compile(r"\b(?:cohorts?|arms?|groups?|parts?|phases?)\s[A-Z0-9]{1,2}$", re.IGNORECASE)
_ONE_LABEL = re.compile(r"\b(?:cohort|arm|group|part|phase)\s[A-Z0-9]{1,2}$", re.IGNORECASE)
_LABELS = re.compile(r"(?:,?\s(?:and\s|or\s|&\s)?[A-Z0-9]{1,2}\b(?=[\s,.;:)]|$))+(?!\s?[<>≤≥%])")
_AND_OVER = re.compile(r"(?: of age)?,? (?:and|or) (?:above|over|older|up|below|under|younger)\b|(?: of age)\b")
# What a comma cuts off from a list of names: "if allergic to milk[, egg, or wheat], then"
_MORE_NAMES = re.compile(
    r"(?:, (?!(?:then|the|or|and|who|which|with|must|may|should|is|are|has|have)\b)[\w-]{2,20}(?: [\w-]{2,20})?){1,4}"
    r",? (?:or|and) (?!(?:the|who|which|must|may|should|is|are|has|have)\b)[\w-]{2,20}(?=,| then\b)"
)
# Beyond which limit a group is: the rest of "for participants with creatinine levels above institutional ULN"
_BEYOND_NORMAL = re.compile(
    r" (?:above|below|over|under) (?:the )?(?:institutional |local )?(?:\d[\d.]* ?(?:x|×) ?)?(?:upper |lower |normal )?"
    r"(?:limits? of (?:the )?normal|normal(?: range)?|ULN|LLN)\b",
    re.IGNORECASE,
)
# "If there are no nodes ≥ 2 cm[, then …]": the bound before is the condition's own.
_CONSEQUENCE = re.compile(r", (?:then\b|[^.;<>≤≥]{0,90}\b(?:must|should|is required)\b)", re.IGNORECASE)
_FOR_GROUP = re.compile(
    r"(?:for|in|among) (?!case|the (?:event|case|presence|absence)|presence|absence)", re.IGNORECASE
)


def last_before(text: str, at: int) -> str:
    """The last character before a place that is no blank."""
    return text[max(at - 9, 0) : at].rstrip()[-1:]


class Phrases:
    """Finds the words of one reading that may be conditions; `said` are those of the telling words that it says."""

    def __init__(self, reading: Reading, seen: Clauses, said: frozenset[str]) -> None:
        self.reading, self._said = reading, said
        self.found = self._ages()
        brackets = bracketed(reading.text, said)
        if not (self.found or brackets) and TELLING.isdisjoint(said):
            return
        self._ends = {quantity.end for quantity in reading.quantities}
        found = self._stated(seen, brackets) + self.found + alternatives(reading.text, said, self._ends)
        if not CONTRASTED.isdisjoint(said):
            found += self._contrasts()
        if not IMAGES.isdisjoint(said):
            found += self._imaged()
        shortest: dict[int, Words] = {}
        for words in found:
            known = shortest.setdefault(words.start, words)
            if words.end < known.end:
                shortest[words.start] = words
        for words in self._after_bounds():
            shortest.setdefault(words.start, words)
        if not shortest:
            return
        kept = [self._closed(words) for words in shortest.values() if not self._instructs(words)]
        self.found = sorted(self._limiting(kept), key=lambda each: each.start)

    def _stated(self, seen: Clauses, brackets: list[tuple[int, int]]) -> list[Words]:
        """Clauses, and words in brackets or of a kind that limits bounds."""
        reading, text = self.reading, self.reading.text
        stated = seen.conditions if may_state(reading, self._said) else ()
        found = [self._whole(clause) for clause in stated if not self._excepting(clause)]
        said = [*brackets]
        for pattern, needed in LIMITING:
            if not needed[0].isdisjoint(self._said) and reading.says(*needed):
                said += [match.span() for match in pattern.finditer(text)]
        found += [self._without_bounds(*place) for place in said]
        return self._limiting(found) if found else found

    def _limiting(self, found: list[Words]) -> list[Words]:
        """Without words that limit nobody, or say whom a bound is not for."""
        text = self.reading.text
        return [
            words
            for words in found
            if not limits_nobody(text[words.start : words.end])
            and not text[max(words.start - 15, 0) : words.start].lower().endswith(("applicable ", "not ", "even "))
        ]

    def _after_bounds(self) -> list[Words]:
        """What stands right after a bound, or opens the bracket after it."""
        text = self.reading.text
        found: list[Words] = []
        for pattern, needed in AFTER_BOUND:
            if needed[0].isdisjoint(self._said) or not self.reading.says(*needed):
                continue
            for end in self._ends:
                at = end
                while at < len(text) and text[at] in " (),":
                    at += 1
                if match := pattern.match(text, at):
                    found.append(Words(*match.span()))
        return found

    def _imaged(self) -> list[Words]:
        """`> 20 mm with conventional techniques or > 10 mm with spiral CT`: a condition only beside another."""
        text = self.reading.text
        found = [Words(*match.span()) for match in IMAGED.finditer(text)]
        beside = [words for words in found if end_before(text, words.start) in self._ends]
        return beside if len(beside) > 1 else []

    def _closed(self, words: Words) -> Words:
        """Words of a condition without what leads on to its bound, and with the labels and ages cut off from it."""
        text = self.reading.text
        open_end = _OPEN_END.search(text, words.start, words.end)
        end = open_end.start() if open_end else words.end
        then = text.find(", then ", words.start, end)
        end = then if then >= 0 else end
        if _LABELLED.search(text, max(words.start, end - 12), end):
            labels = _LABELS.match(text, end)
            one = _ONE_LABEL.search(text, max(words.start, end - 12), end) is not None
            counted = labels is not None and one and text[labels.end() : labels.end() + 2].strip().islower()
            end = labels.end() if labels and not counted else end  # "for part 1 and 1 relapse for part 2"
        quantities = self.reading.quantities
        for quantity in islice(quantities, bisect_right(quantities, words.start, key=lambda each: each.start), None):
            if quantity.start >= end:
                break
            if quantity.role == "age" and end <= quantity.end:
                end = quantity.end
                over = _AND_OVER.match(text, end)
                end = over.end() if over else end
        beyond = _BEYOND_NORMAL.match(text, end)
        more = _MORE_NAMES.match(text, end) if text.startswith(",", end) else None
        if more and not any(end < one.start < more.end() + 3 or one.end == end for one in self.reading.quantities):
            end = more.end()
        end = self._before_joined(words.start, beyond.end() if beyond else end)
        for opening, closing in ("()", "[]"):
            opened = text.rfind(opening, words.start, end)
            if opened > words.start and closing not in text[opened:end]:
                end = opened
        return Words(words.start, words.start + len(text[words.start : end].rstrip(" ,:\\")), words.above)

    def _before_joined(self, start: int, end: int) -> int:
        """A group after its bound ends before the next criterion: `≤ 1.5 in women [or GFR < 60 ml/min]`."""
        text, items = self.reading.text, self.reading.items
        if not _FOR_GROUP.match(text, start) or end_before(text, start, " )") not in self._ends:
            return end
        for quantity in self.reading.quantities:
            if quantity.start > end + 3:
                break
            if not start < quantity.start or not quantity.compared or quantity.role in ("age", "time"):
                continue
            at = quantity.first
            while (
                at > 0 and (items[at - 1].kind == "measure" or items[at - 1].text in _LINKS) and items[at].start > start
            ):
                at -= 1
            while at < quantity.first and items[at].text not in ("and", "or"):
                at += 1
            joint = items[at].start
            if at < quantity.first and len(text[start:joint].split()) > 1:
                return start + len(text[start:joint].rstrip(" ,"))
        return end

    def _instructs(self, words: Words) -> bool:
        """Is a bracket no condition but what to do: `(if stress is suspected, retest after 30 minutes)`?"""
        text = self.reading.text
        if last_before(text, words.start) != "(":
            return False
        close = text.find(")", words.start)
        whole = text[words.start : close if close >= 0 else None]
        inside = any(
            words.start < one.start < words.start + len(whole) and one.compared for one in self.reading.quantities
        )
        return not inside and _INSTRUCTION.match(whole) is not None

    def _ages(self) -> list[Words]:
        """`for 16 years and older`, `if ≤ 12 years old`, after another bound."""
        found: list[Words] = []
        for quantity in self.reading.quantities:
            if quantity.role != "age":
                continue
            items = self.reading.items
            at = quantity.first - 1
            while at >= 0 and items[at].text in _WHO:
                at -= 1
            if at > 0 and items[at].text in ("for", "if", "in"):
                found.append(Words(items[at].start, quantity.end))
        return found

    def _contrasts(self) -> list[Words]:
        """`≤ 2.5 without metastases, ≤ 5 with metastases`: both halves, each right after its bound."""
        found, text = [], self.reading.text
        for end in self._ends:
            at = end
            while text[at : at + 1].isspace():
                at += 1
            if match := CONTRAST.match(text, at):
                found.append((match["without"] is not None, Words(*match.span())))
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
            if items[at - 1].text.split()[-1] in _FINDINGS:
                break
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
        for quantity in self._after_start(clause):
            if quantity.start > end + _GAP or (end <= quantity.start and _FINDING.search(text, clause.start, end)):
                break
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
                and last_before(text, clause.start) in ("", "(", ";")
            ):
                end = self._before_names(clause, quantity, end)
        end = self._before_next(clause, end)
        return Words(clause.start, clause.start + len(text[clause.start : end].rstrip(" ,")))

    def _after_start(self, clause: Clause) -> Iterator[Quantity]:
        """The quantities from a clause's start on."""
        quantities = self.reading.quantities
        return islice(quantities, bisect_left(quantities, clause.start, key=lambda each: each.start), None)

    def _before_next(self, clause: Clause, end: int) -> int:
        """A clause after its bound ends where the next criterion begins: `without transfusion [Hemoglobin ≥ 9]`."""
        text, items = self.reading.text, self.reading.items
        for quantity in self._after_start(clause):
            if quantity.start >= end:
                break
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
            if items[at - 1].text.split()[-1] in _FINDINGS:
                break
            at -= 1
        own = at == quantity.first and items[at - 1].text in _COMPARES
        if own or _CONSEQUENCE.match(self.reading.text, end):
            return end  # the bound is the condition's own
        first = items[at].start
        return first if len(self.reading.text[clause.start : first].split()) > 3 else end
