"""Under which words a bound holds."""

import re

from extract.facts.thresholds.model import Words
from extract.language.clauses import Clause, clauses
from extract.language.context import Context
from extract.language.items import Item
from extract.language.reading import Quantity, Reading
from extract.lexicons import word_list

_SEXES = word_list("sexes")
_NO_CONDITION = ("unless", "except")
# A lead-in that limits all that follows in its item: "Cohort 2: …", "For participants who …: …", "Korea: …"
_LEAD = re.compile(
    r"(?:for|in|cohorts?|arms?|parts?|groups?|phase|women|men|males?|females?|if)\b[^.;:]{0,160}(?=:)", re.IGNORECASE
)
_HEADING = re.compile(
    r"(?!.*\b(?:criteria|must|following|meet|have|require)\b)(?:for|in|if|patients|participants|subjects|cohorts?|arms?|women|men|males?|females?)\b.{0,160}:\s*$",
    re.IGNORECASE,
)


class Conditions:
    """Finds the condition of each bound of one reading."""

    def __init__(self, reading: Reading, context: Context) -> None:
        self.reading, self.context = reading, context
        seen = clauses(reading.text)
        self._clauses = [self._whole(clause) for clause in seen.conditions if not self._excepting(clause)]
        self._exceptions = seen.exceptions
        lead = _LEAD.match(reading.text)
        self._lead = Words(lead.start(), lead.end()) if lead else None
        self._above = self._heading()

    def of(self, quantity: Quantity) -> Words | None:
        """The nearest condition in the bound's sentence or bracket; else a lead-in, here or of a parent item."""
        return self._sex(quantity) or self._near(quantity) or self._led(quantity) or self._above

    def excepted(self, quantity: Quantity) -> bool:
        """Does the bound stand in a clause that opens with except, unless and the like?"""
        return any(clause.start <= quantity.start < clause.end for clause in self._exceptions)

    def _excepting(self, clause: Clause) -> bool:
        return self.reading.text[clause.start : clause.start + 6].lower().startswith(_NO_CONDITION)

    def _whole(self, clause: Clause) -> Words:
        """A clause that breaks off before a quantity takes it in: `in subjects [less than 18 years of age]`."""
        end = clause.end
        for quantity in self.reading.quantities:
            if 0 <= quantity.start - end <= 2:
                end = quantity.end
        return Words(clause.start, end)

    def _near(self, quantity: Quantity) -> Words | None:
        best: tuple[int, Words] | None = None
        for words in self._clauses:
            if words.start <= quantity.start < words.end:
                return None  # a condition's own bounds hold always
            gap = self.reading.text[min(words.end, quantity.end) : max(words.start, quantity.start)]
            trailing = words.start >= quantity.end
            if (trailing and len(gap) > 4) or any(stop in gap for stop in ".;") or (not trailing and ")" in gap):
                continue
            between = [
                q
                for q in self.reading.quantities
                if min(words.end, quantity.end) <= q.start < max(words.start, quantity.start)
            ]
            if trailing and between:
                continue
            if best is None or len(gap) < best[0]:
                best = (len(gap), words)
        return best[1] if best else None

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
        return self._lead if self._lead and quantity.start >= self._lead.end else None

    def _heading(self) -> Words | None:
        for above, reading in enumerate(self.context.ancestors[:2], 1):
            if _HEADING.match(reading.text):
                return Words(0, len(reading.text.rstrip(" :")), above)
        return None
