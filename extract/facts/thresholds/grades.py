"""What a grade, class or stage is one of."""

import re

from extract.facts.thresholds.model import FoundMeasure, Words
from extract.facts.thresholds.names import Found
from extract.facts.thresholds.phrases import PEOPLE, SCORES, Phrases
from extract.language.reading import Quantity
from extract.lexicons import word_list

_GRADED = tuple(sorted(word_list("graded_things")))
_OF_SCALES = SCORES | {"classification", "criteria", "system", "grading"}
_TNM = re.compile(r"[cpyr]{0,2}[tnm]\d")  # T2, cT3, pN1
_STEPS = {"step", "steps"}
_GUIDELINES = {"gina", "gema", "naepp", "nhlbi", "epr", "bts"}
_SCHOOL = {"school", "schools", "student", "students", "pupil", "pupils"}
_KIDNEY = {"kidney", "ckd", "renal"}
_DISEASE = {"disease", "insufficiency", "failure", "injury", "ckd", "(", ")", "in", "at"}


class Grades(Phrases):
    """Finds noun phrases around quantities, and around grades what is graded."""

    def of(self, quantity: Quantity, floor: int) -> Found | None:
        """The phrase that names what the quantity compares, or what is graded."""
        if quantity.role != "grade":
            return super().of(quantity, floor)
        return self._of_school(quantity) or self._class_of_test(quantity) or self._graded(quantity, floor)

    def _graded(self, quantity: Quantity, floor: int) -> Found | None:
        """What a grade is a grade of: `grade ≥ 2 [neuropathy]`, `[toxicities] recovered to ≤ grade 1`, `[stage] IV`."""
        if quantity.scale in ("stage", "stages", "tnm"):
            return self._staged(quantity, floor)
        if quantity.scale in _STEPS:
            return self._stepped(quantity, floor)
        after = self.after(quantity)
        if after and self.word(quantity.last) in PEOPLE:
            after = None  # "obesity grade 1 volunteer"
        if after and after.distance <= 1:
            return after
        if tested := self._tested(quantity, floor):
            return tested
        reach = 45 if self.word(quantity.first - 1) in ("to", "(") and self._resolved(quantity.first) else 25
        for at in range(quantity.first - 1, max(floor, quantity.first - reach) - 1, -1):
            if self.names.stops(at):
                break
            if self._graded_thing(at):
                return self.found(self.first_of(at, floor), at, quantity.first - 1 - at, "graded")
        for at in range(quantity.last, min(quantity.last + 18, self.size)):
            if self.names.stops(at) or self.items[at].kind == "number":
                break
            if self._graded_thing(at):
                return self.found(self.first_of(at, quantity.last), at, at - quantity.last, "graded")
        on = self.on_scale(quantity)
        if on and quantity.scale in ("grade", "grades") and on.measures[0].id is None and self._of_scale(quantity, on):
            return on
        return self.before(quantity, floor) or after

    def _stepped(self, quantity: Quantity, floor: int) -> Found | None:
        """The treatment that is stepped, right after, else the word step: `Step 5 [therapy]`, `[GINA step] 3`."""
        after = self.after(quantity)
        if guideline := self._guideline(quantity.first, floor):
            return guideline
        if after and after.distance == 0:
            return after
        for at in range(quantity.first, quantity.last):
            if self.word(at) in _STEPS:
                return self.found(self.first_of(at, floor), at, 0, "graded")
        return after

    def _guideline(self, first: int, floor: int) -> Found | None:
        """The guideline whose steps are counted, with its year: `[GINA (2021)] step 4 therapy`."""
        at = first - 1
        while at > floor and first - at <= 4 and (self.items[at].kind == "number" or self.word(at) in ("(", ")")):
            at -= 1
        if at < floor or self.word(at) not in _GUIDELINES:
            return None
        return self.found(at, first - 1, 0, "graded") if first - at != 1 else None

    def _resolved(self, first: int) -> bool:
        """Is a grade what something went back to: `had been resolved (to grade 1 or less)`?"""
        return any(self.word(at) in ("resolved", "recovered", "returned", "to") for at in range(first - 4, first))

    def _tested(self, quantity: Quantity, floor: int) -> Found | None:
        """What a class of a test is of: `[specific IgE] by an immunoassay or equivalent test, with class ≥ 2`."""
        if quantity.scale not in ("class", "classes") or not any(
            self.word(at) in ("test", "assay", "immunoassay") for at in range(quantity.first - 4, quantity.first)
        ):
            return None
        for at in range(quantity.first - 5, max(floor, quantity.first - 25) - 1, -1):
            if self.word(at).endswith("ige"):
                return self.found(self.first_of(at, floor), at, quantity.first - 1 - at, "graded")
        return None

    def _of_school(self, quantity: Quantity) -> Found | None:
        """The classes of a school: `pupils in [grades] 3-6`."""
        if quantity.scale not in ("classes", "grades") or self.word(quantity.first - 1) != "in":
            return None
        near = (self.word(at) for at in range(quantity.first - 9, quantity.last + 4))
        if not any(word in _SCHOOL for word in near):
            return None
        return self.found(quantity.first, quantity.first, 0, "graded")

    def _class_of_test(self, quantity: Quantity) -> Found | None:
        """The antibody named after its class: `more than class 3 at [serum specific IgE]`."""
        if quantity.scale not in ("class", "classes") or self.word(quantity.last) not in ("at", "in"):
            return None
        for at in range(quantity.last + 1, min(quantity.last + 5, self.size)):
            if self.word(at).endswith("ige"):
                return self.found(quantity.last + 1, at, 1, "graded")
        return None

    def _of_scale(self, quantity: Quantity, found: Found) -> bool:
        """Does the phrase end in a word for a scale: `grade 2 on the [KL grading scale]`?"""
        near = self.items[quantity.last : quantity.last + 10]
        return any(item.end == found.measures[0].words.end and item.text in _OF_SCALES for item in near)

    def _graded_thing(self, at: int) -> bool:
        return self.word(at).endswith(_GRADED) and self.items[at].entry != "ctcae"

    def _kidney(self, stage: int, floor: int) -> Found | None:
        """A kidney disease before the word stage: `[chronic kidney disease (CKD) stage] 4`, `[CKD] (stage 4)`."""
        opened = self.word(stage - 1) == "("
        for at in range(stage - 1 - opened, max(floor, stage - 6) - 1, -1):
            if self.word(at) in _KIDNEY and self.word(at + 1) != ")":
                first = self.first_of(at, floor)
                if not opened:
                    return self.found(first, stage, 0, "stage")
                return self.found(first, stage - 2, 1, "stage") if self.word(stage - 2) != ")" else None
            if self.word(at) not in _DISEASE:
                break
        return None

    def _staged(self, quantity: Quantity, floor: int) -> Found | None:
        """The disease after a stage, else the word stage itself; T, N or M of a TNM value."""
        first = self.items[quantity.first]
        said = next((item for item in self.items[quantity.first : quantity.last] if _TNM.match(item.text)), None)
        if quantity.scale == "tnm" or said:  # "stage T1-T3"
            first = said or (self.items[quantity.first + 1] if first.kind == "comparator" else first)
            size = next((n for n, c in enumerate(first.text) if c.isdigit()), len(first.text))
            return Found([FoundMeasure(Words(first.start, first.start + size), "ajcc")], 0, "tnm")
        for at in range(quantity.first, max(quantity.first - 4, -1), -1):
            if self.word(at) in ("stage", "stages"):
                return self._kidney(at, floor) or self.found(at, at, 0, "stage")
        after = self.after(quantity)
        return after if after and after.distance == 0 and self.word(quantity.last) != "disease" else None
