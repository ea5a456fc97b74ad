"""What a description of a treatment is made of: doses, frequencies, routes, days, cycles, drugs, with their places."""

from typing import Literal

from msgspec import Struct

from extract.document import Dose, Duration, Frequency, Route

Kind = Literal["dose", "frequency", "single", "route", "days", "cycle", "duration", "drug", "fractions"]
Rank = Literal["mass", "volume", "form"]

DAYS = {"h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.0, "a": 365.0}


class Amount(Struct, frozen=True, gc=False):
    """The doses of one expression: alternatives share unit and denominators ("0.1, 0.3 and 0.6 mg/kg" is three)."""

    doses: tuple[Dose, ...]
    rank: Rank
    frequency: Frequency | None = None  # stated by the denominator: mg/day
    strength: bool = False  # of a product, not of a treatment: mg per mL or tablet
    combination: bool = False  # 50/500 ug: one dose for each part of the drug
    fraction: bool = False  # Gy per fraction
    filled: bool = False  # a strength by volume: 300 mg/2 mL, as a syringe holds


class Atom(Struct, frozen=True, gc=False):
    """One piece of a description, with its plain offsets. Which of the values is set follows from `kind`."""

    kind: Kind
    start: int
    end: int
    text: str
    amount: Amount | None = None
    frequency: Frequency | None = None
    choices: tuple[Frequency, ...] = ()  # of a frequency that names several: "every 2 or 4 weeks"
    route: Route | None = None
    days: tuple[int, ...] = ()
    first: tuple[int, ...] = ()  # days of the first cycle alone
    length: Duration | None = None
    drug: str = ""  # key: equal for the synonyms of one intervention


class Found(Struct, gc=False):
    """A regimen with offsets in the string it was read from."""

    start: int
    end: int
    drug: str | None = None
    dose: Dose | None = None
    route: Route | None = None
    frequency: Frequency | None = None
    days_of_cycle: tuple[int, ...] = ()
    cycle: Duration | None = None
    duration: Duration | None = None
    rule: str = ""
    key: str = ""  # of the drug
    single: bool = False
    field: str = "description"
    sentence: int = 0
    named: bool = False  # the text itself names the drug
    first: tuple[int, ...] = ()  # days of the first cycle, where those of the others differ
    apart: bool = False  # its days are one statement, its frequency the next ("on day 1, followed by every 2 weeks")
    unread: bool = False  # the text says how often, in words that no rule understands
    nameless: bool = False  # not of the drug last named, whichever that is
    choices: tuple[Frequency, ...] = ()  # how often it may be given: a regimen each
    follows: bool = False  # of a sentence that tells what comes after the one before it
    everyone: bool = False  # said of all the study's drugs

    @property
    def scheduled(self) -> bool:
        """Is it said how often, be it in several ways to choose from?"""
        return self.frequency is not None or bool(self.choices)

    def name(self, drug: Atom) -> None:
        """Take the drug that the text names, with its words."""
        self.drug, self.key, self.named = drug.text, drug.drug, True
        self.start, self.end = min(self.start, drug.start), max(self.end, drug.end)


def per_day(frequency: Frequency) -> float:
    """Times a day; a month counts 30 days, a year 365, so that equal schedules compare equal."""
    return round(frequency.times / (frequency.period * DAYS[frequency.unit]), 6)


def of_cycle(days: tuple[int, ...], cycle: Duration) -> Frequency | None:
    """Days 1, 8 and 15 of a 28-day cycle: 3 per 28 d; None where the cycle's length is no time."""
    return Frequency(len(days), cycle.value, cycle.unit) if days and cycle.unit in DAYS else None
