"""Numbers that are no quantities: list numbers, dates, names, visits, references, parts of the study."""

from functools import cache

from extract.language import units
from extract.language.items import Item, Texts
from extract.language.labels import bounded_ordinal, in_bracket, labelled, sample_size
from extract.language.stated import several_times
from extract.language.values import number_words, of_gleason, touching
from extract.lexicons import table, word_list

_MONTHS = word_list("months_of_year")
_DATED = _MONTHS | {"/"}  # what follows a number in a date of fewer than four digits
_DATING = _DATED | {",", ".", "of"}  # what comes before it
_GROUPS = {"the", "these", "following", "those", "which", "whom", "them", "any", "below"}
_ISOTOPES = {
    "18": {"F"}, "64": {"Cu"}, "67": {"Ga", "Cu"}, "68": {"Ga"}, "89": {"Zr", "Sr"}, "90": {"Y"}, "99": {"Tc", "mTc"},
    "111": {"In"}, "123": {"I"}, "124": {"I"}, "125": {"I"}, "131": {"I"}, "153": {"Sm"}, "177": {"Lu"}, "211": {"At"},
    "212": {"Pb"}, "223": {"Ra"}, "225": {"Ac"},
}  # fmt: skip
_SCALED = {  # words that a hyphen and a value of theirs may follow
    "grade", "grades", "class", "stage", "ecog", "aged", "age", "score", "ps", "from", "of", "sub", "mid",
    "pre", "post", "x", "nyha", "asa", "under", "over",
}  # fmt: skip
_STEPPED = {"gina", "gema", "nhlbi", "naepp", "asthma", "therapy", "treatment", "controller"}
_CLOCK = ("h", "min", "d")
_JOINTS = {",", "/", "or", "and", "&", "-", "to"}  # of numbers that are of one list
_PLAIN_AFTER = {"", "%", ",", ";"}
_ARMS = {"p", "q"}  # of a chromosome
_TELLING_AFTER = {*_MONTHS, *_ARMS, "st", "nd", "rd", "th", "edition", "g"}
_TIME_DIMENSIONS = {"time", "half-life", "cycle"}


@cache
def _before() -> dict[str, str]:
    return {word: name for name, listed in table("number_contexts.toml")["before"].items() for word in listed}


@cache
def _words(group: str, name: str) -> frozenset[str]:
    return frozenset(table("number_contexts.toml")[group][name])


@cache
def _telling() -> frozenset[str]:
    """Words that may tell of a number right after them that it is no quantity, or is of a list with one before."""
    return _MONTHS | _before().keys() | _JOINTS | {"fibrosis"}


@cache
def _clocked() -> frozenset[str]:
    """Words that a unit may start with whose time names a test."""
    return units.openings("time", _CLOCK)


class Classifier:
    """Tells, for each number of a text, why it is no quantity; None where it may be one."""

    def __init__(self, text: str, items: list[Item], texts: Texts) -> None:
        self.text, self.items, self.size = text, items, len(items)
        self._word = texts.__getitem__

    def all(self, places: list[int]) -> dict[int, str]:
        """Classes by item index, of those of the numbers in `places` that are known to be something else."""
        classes: dict[int, str] = {}
        for at in places:
            if found := self._class(at) or (classes and self._same_list(at, classes)):
                classes[at] = found
        return classes

    def _class(self, at: int) -> str | None:
        item = self.items[at]
        if item.kind == "number":
            if self._plain(at):
                return self._timed(at, at + 1)
            before, after = self._word(at - 1), self._word(at + 1)
            dated = len(item.text) == 4 or before in _DATING or after in _DATED
            return (
                (self._listing(at) if after == ")" else None)
                or (self._date(at) if dated else None)
                or self._named(at)
                or self._titled(at)
                or labelled(self.items, at)
            )
        if item.text == "one":
            return self._pronoun(at)
        return self._named(at)

    def _plain(self, at: int) -> bool:
        """Do the neighbours tell nothing, as in `≥ 18 years` and `for 4 weeks`? Then only a timed test is to be asked.

        Every rule below needs a sign, a month, a title or a joint beside the number, or a number that looks like one.
        """
        text, after = self.items[at].text, self._word(at + 1)
        if at == 0 or (after not in _PLAIN_AFTER and not after.isalpha()) or after in _TELLING_AFTER:
            return False
        if text[0] == "0" or len(text) > 3 or (text in _ISOTOPES and touching(self.items, at + 1)):
            return False
        item = self.items[at - 1]
        if item.text in _telling() or (item.text == "of" and self._month(at - 2)):
            return False
        if item.kind == "comparator":
            return self._word(at - 2) != "n" and self.items[at - 2].kind != "comparator"
        named = item.entry == "ajcc" or item.text.endswith(("ctcae", "recist"))
        return len(item.text) > 1 and item.text.isalpha() and not named

    def _same_list(self, at: int, classes: dict[int, str]) -> str | None:
        """`type 1 or 2`, `Cohorts 1, 2 and 3`, `Day 1-7`: the class of the number before goes on."""
        if self.items[at].kind != "number":
            return None
        back = at - 1
        while back > 0 and at - back < 3 and self._word(back) in _JOINTS:
            back -= 1
        if back == at - 1 or back not in classes or classes[back] not in {"name", "visit", "study_design", "reference"}:
            return None
        if self._word(back) == self._word(at) and self._word(at - 1) == "or":
            return None  # "before Visit 1 or 1 course"
        unit = units.read(self.text, self.items, at + 1)
        return classes[back] if unit is None else None

    def _listing(self, at: int) -> str | None:
        """`(1)`, `1)` at the start of a text or after a semicolon."""
        if "." in self.items[at].text:
            return None
        if self._word(at - 1) == ":" and touching(self.items, at) and self.items[at - 2].kind == "number":
            return None  # 1:80
        joined = self._word(at - 1) in {"or", "and"} and self.items[at - 2].kind == "number"
        if joined and (self._word(at - 3) in {"step", "steps"} or in_bracket(self.items, at - 3)):
            return None  # "(Steps 5 or 6)"
        opened = self._word(at - 1) == "("
        before = self._word(at - 2 if opened else at - 1)
        if opened and (before in number_words() or before == "10"):
            return None
        if opened and units.read(self.text, self.items, at + 2) is not None and before not in {"", ";", ",", ":", "."}:
            return None
        return "list_number" if opened or before in {"", ";", ":", ".", ",", "and", "or"} else None

    def _date(self, at: int) -> str | None:
        text = self.items[at].text
        if not text.isdigit():
            return None
        before, after = self._word(at - 1), self._word(at + 1)
        if (
            (before in _MONTHS and self._month(at - 1))
            or (after in _MONTHS and self._month(at + 1))
            or (before in {",", ".", "of"} and self._month(at - 2))
            or (before == "," and self._month(at - 3))
        ):
            return "date"
        if "/" in (before, after):
            if several_times(self.items, at):
                return None
            if (
                after == "/"
                and self._word(at + 3) == "/"
                and self._word(at + 4).isdigit()
                and len(self._word(at + 4)) in (2, 4)
            ) or (
                before == "/"
                and self._word(at - 2).isdigit()
                and (self._word(at - 3) == "/" or after == "/")
                and touching(self.items, at)
            ):
                return "date"
        if len(text) != 4:
            return None
        if (
            text[:2] in {"19", "20"}
            and self.items[at - 1].kind != "comparator"
            and units.read(self.text, self.items, at + 1) is None
            and (after not in {"x", "×", "-", "to"} or self._year(at + 2))
        ):
            return "date"
        if (
            before == "-"
            and len(self._word(at - 2)) == 3
            and self._word(at - 2).isdigit()
            and self._word(at - 3) in {"-", ")", "/", "."}
        ):
            return "name"  # a telephone number
        return None

    def _year(self, at: int) -> bool:
        """Is item `at` a year without a unit, the second of `2009 to 2012`?"""
        word = self._word(at)
        plain = word.isdigit() and len(word) == 4 and word[:2] in {"19", "20"}
        return plain and units.read(self.text, self.items, at + 1) is None

    def _month(self, at: int) -> bool:
        """Is item `at` a month? `1 may be included` is none."""
        word = self._word(at)
        return word in _MONTHS and (word not in {"may", "march", "mar"} or self.text[self.items[at].start].isupper())

    def _named(self, at: int) -> str | None:
        """Parts of names: PD-1, COVID-19, 5-FU, 24-hour urine, 12-lead."""
        before, after = self._word(at - 1), self._word(at + 1)
        if before in {"-", "‐"} and touching(self.items, at) and touching(self.items, at - 1):
            named = self.items[at - 2]
            if named.text in number_words():
                return None
            unit_before = self.items[at - 3].kind == "number" and touching(self.items, at - 2)
            if named.kind == "measure" and named.text.endswith(")"):
                return "name"  # "Index of Erectile Function (IIEF)-5"
            if named.kind in {"word", "measure"} and named.text[-1:].isalpha() and named.text not in _SCALED:
                return None if unit_before else "name"
        if after in {"st", "nd", "rd", "th"} and touching(self.items, at + 1):
            return None if self._centile(at + 2) or bounded_ordinal(self.items, at) else "ordinal"
        if ("+" in (before, after) and self._plus(at)) or self._in_name(at) or self._isotope(at):
            return "name"
        if before == "." and touching(self.items, at) and self.items[at - 2].text.startswith(("recist", "ctcae", "v")):
            return "reference"
        if "/" in (before, after) and self._acuity(at):
            return "acuity"
        if at > 0 and before in {"α", "β", "γ", "_", "#"} and touching(self.items, at):
            return "name"
        if after == "-" and touching(self.items, at + 1) and touching(self.items, at + 2):
            return self._joined(at)
        if after == "'" and touching(self.items, at + 1):
            return "name"
        return self._timed(at, at + 1)

    def _centile(self, at: int) -> bool:
        """Is item `at`, after an ordinal, a centile, or the second ordinal before one: `3rd and 10th centile`?"""
        if self._word(at) in {"and", "to", "or", "-"} and self._word(at + 2) in {"st", "nd", "rd", "th"}:
            at += 3
        return self._word(at) in {"percentile", "percentiles", "centile", "centiles"}

    def _in_name(self, at: int) -> bool:
        """`5T4`, `L4/5`, `C3-7`, `*28`, `(IIEF)-5`: a number that touches the letters or signs of a name."""
        if self._allergen(at):
            return True
        before = self._word(at - 1)
        if before == "*" and touching(self.items, at) and self.items[at - 2].kind != "number":
            return True
        behind = before in {"/", "-"} and touching(self.items, at) and touching(self.items, at - 1)
        if behind and (self._lettered(at - 2) or self._word(at - 2) in {")", "]"}):
            return True
        after = self.items[at + 1] if at + 1 < self.size else None
        if (
            after is None
            or after.kind != "word"
            or not touching(self.items, at + 1)
            or not self.items[at].text.isdigit()
        ):
            return False
        if after.text[0] == "n" and after.text[1:2].isdigit() and len(after.text) <= 3:
            return False  # T1-4N0M0
        mixed = any(character.isdigit() for character in after.text)
        return after.text in _ARMS or (mixed and not after.text.startswith(("x", "e", "m", "cm", "mm")))

    def _isotope(self, at: int) -> bool:
        """`131I-antibody`, `177Lu`: the mass number of an element."""
        after = self.items[at + 1] if at + 1 < self.size else None
        if after is None or not touching(self.items, at + 1) or self.items[at].text not in _ISOTOPES:
            return False
        return self.text[after.start : after.end] in _ISOTOPES[self.items[at].text]

    def _allergen(self, at: int) -> bool:
        """`Ara h 2`, `Bet v 1`: a genus in three letters, a species in one, a number."""
        species = self._word(at - 1)
        if at < 2 or len(species) != 1 or not species.isalpha() or len(self._word(at - 2)) != 3:
            return False
        start = self.items[at - 2].start
        return self.text[start].isupper() and self.text[start + 1 : start + 3].islower()

    def _lettered(self, at: int) -> bool:
        """Does item `at` mix letters and digits, as `L4` or `IL5`, and is no unit?"""
        text = self._word(at)
        mixed = text[:1].isalpha() and text[-1:].isdigit() and text not in {"m2", "mm3", "cm3", "m3", "mm2", "cm2"}
        return mixed and text.lstrip("cpyr")[:1] not in {"t", "n", "m", "f"}

    def _plus(self, at: int) -> bool:
        """Halves of `7+3`, the name of a regimen."""
        ahead = self._word(at + 1) == "+" and touching(self.items, at + 1) and touching(self.items, at + 2)
        behind = self._word(at - 1) == "+" and touching(self.items, at) and touching(self.items, at - 1)
        other = at + 2 if ahead else at - 2
        if not (ahead or behind) or not 0 <= other < self.size or self.items[other].kind != "number":
            return False
        if of_gleason(self.items, min(at, other)):
            return False
        last = max(at, other) + 1
        unit = units.atom(self.text, self.items, last) if last < self.size else None
        return unit is None

    def _acuity(self, at: int) -> bool:
        """Halves of a Snellen fraction: 20/40, 6/12."""
        first = at if self._word(at + 1) == "/" else at - 2
        if self._word(first) not in {"20", "6"} or self._word(first + 1) != "/" or not self._word(first + 2).isdigit():
            return False
        return int(self._word(first + 2)) >= 6 and any(
            word in self.text.lower() for word in ("acuity", "vision", "bcva", "visual", "snellen", "eye")
        )

    def _joined(self, at: int) -> str | None:
        after = self.items[at + 2]
        if after.kind == "number" or after.text in number_words() or after.kind == "comparator":
            return None
        unit = units.atom(self.text, self.items, at + 2)
        if unit is not None and unit.dimension in _TIME_DIMENSIONS:
            return self._timed(at, at + 2)
        if unit is not None or after.text in _words("joined", "quantity"):
            return None
        return "name"

    def _timed(self, at: int, unit_at: int) -> str | None:
        """A length of time that names a test: 24-hour urine protein, 6-minute walk test."""
        if self._word(unit_at) not in _clocked():
            return None
        unit = units.atom(self.text, self.items, unit_at)
        if unit is None or unit.dimension != "time" or unit.code not in _CLOCK:
            return None
        if (
            self._word(at - 1) in {"within", "least", "than", "for", "past", "last", "in", "every", "over"}
            or self.items[at - 1].kind == "comparator"
        ):
            return None
        return "name" if self._word(unit.end) in _words("timed", "name") else None

    def _titled(self, at: int) -> str | None:
        """The word before tells: phase 3, Day 1, version 5.0, section 6, type 2."""
        said, before = self._word(at - 1), self.items[at - 1]
        if said in {"=", "-"} and self._word(at - 2) == "n":
            return "study_design"
        if before.entry == "ajcc" and self.items[at].text in {"6", "7", "8", "9"}:
            return "reference"  # an edition
        if before.kind == "comparator" and sample_size(self.text, self.items, at - 1):
            return "study_design"
        back = at - 1
        if said == ")" and "." in self.items[at].text and self.items[back - 1].entry == "ctcae":
            return "reference"
        if said in {"-", ".", "#"} and back > 0:
            back -= 1
        word = self._word(back)
        name = _before().get(word)
        if name is None or back < 0:
            if (
                self.items[back].kind in {"measure", "word"}
                and word.endswith(("ctcae", "recist"))
                and "." in self.items[at].text
            ):
                return "reference"
            return None
        if not self._titles(at, back, word, name):
            return None
        if word != said and said == "-" and name == "visit":
            return "visit" if touching(self.items, at) else None
        unit = units.read(self.text, self.items, at + 1)
        counted = name == "visit" and unit is not None and (unit.code == "{cycle}" or self._word(unit.end).isdigit())
        measured = unit is not None and unit.dimension != "count/time" and not counted
        return None if measured and not (name == "reference" and "." in self.items[at].text) else name

    def _titles(self, at: int, back: int, word: str, name: str) -> bool:
        """Does the word in item `back` tell what the number in item `at` is, though it may mean something else?"""
        if name == "visit" and self._ranges(at):
            return False
        if word in {"level", "levels"}:
            return self._dose_level(at) and self.items[back - 1].kind != "comparator"
        if word in {"step", "steps"}:
            return not self._step_of_care(at, back)
        if word == "men":  # the neoplasia MEN 1, not "men 40 to 65 years"
            return self.text[self.items[back].start : self.items[back].end] == "MEN" and len(self.items[at].text) == 1
        if word == "°":  # Question n° 4
            return self._word(back - 1) in {"n", "no"}
        return word not in {"c", "d", "h"} or touching(self.items, at)

    def _step_of_care(self, at: int, back: int) -> bool:
        """`GINA Step 4`, `Step 5 or 6 therapy`: a step of a guideline's treatment of asthma, and not of the study."""
        near = {self._word(k) for k in range(max(back - 5, 0), at + 6)}
        small = self.items[at].text in {"1", "2", "3", "4", "5", "6"}
        return small and not _STEPPED.isdisjoint(near) and self._word(at + 1) != ":"

    def _dose_level(self, at: int) -> bool:
        """`Dose Level 1`, `Levels 4-5`: a small number without a unit, as the study counts its dose levels."""
        last = at + 2 if self._word(at + 1) in {"-", "to", "and"} and self._word(at + 2).isdigit() else at
        small = self.items[at].text.isdigit() and int(self.items[at].text) <= 8
        return small and units.read(self.text, self.items, last + 1) is None

    def _ranges(self, at: int) -> bool:
        """Does a range in a time unit start here: a visit `4-7 days` later, a cycle of `21-35 days`?"""
        if self._word(at + 1) not in {"-", "to", "–"} or self._word(at + 2) in {"day", "week"} or at + 2 >= self.size:
            return False
        unit = units.atom(self.text, self.items, at + 3) if self.items[at + 2].kind == "number" else None
        return unit is not None and unit.dimension == "time"

    def _pronoun(self, at: int) -> str | None:
        """`one of the following`, `no one`, `one who`: the word counts nothing that is compared."""
        after = at + 1
        if self._word(after) in {"or more", "or more than"}:
            after += 1
        if self._word(after) == "or" and self._word(after + 1) in {"both", "several"}:
            after += 2
        if self._word(after) == "of" and (self._word(after + 1) in _GROUPS):
            return "selection"
        if self._word(at - 1) in {"no", "any", "this", "that", "which", "another", "each", "every"} and self._word(
            after
        ) in {"", ".", ",", "of", "who", "can", "is"}:
            return "selection"
        return "selection" if self._word(after) in {"another", "who", "that", "'s", "’s"} else None
