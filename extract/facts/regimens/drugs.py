"""Names of what is given: the study's interventions, their synonyms, and words that look like drugs."""

import re
from collections.abc import Iterable, Iterator, Sequence

from extract.facts.regimens.atoms import Atom
from extract.facts.regimens.lexicon import LEFT, RIGHT, Lexicon

_SPLIT = re.compile(
    r"\s*(?:\+|&|,|;|/(?! ?\d)|:| and | plus | with | or | in combination | combined | followed by | versus | "
    r"vs\.? |\(|\)|\[|\])\s*",
    re.I,
)
_TRIM = re.compile(
    r"\b(?:oral|tablets?|capsules?|injections?|infusions?|solution|therapy|treatment|arm|group|cohort|"
    r"monotherapy|matching|dose|low|high|gel|cream|product|only|alone|\d[\d.,]* ?(?:mg|mcg|ug|g|ml|iu|%)"
    r"(?:/\w+)?|drug|biological|administration|intravenous|subcutaneous|prefilled|syringe|pen|film-coated|once|"
    r"daily|weekly|bid|qd|active|experimental|control|standard|part|phase|level|single|period|low-dose|"
    r"high-dose|in|of|the|for|goal|days?|weeks?|intervention|program|study|usual|care|open|label|comparator|"
    r"sequence|hour|after|before)\b|[®™]",
    re.I,
)
_GENERIC = (
    r"placebos?|saline|radiotherapy|radiation therapy|chemoradiotherapy|radiation|brachytherapy|boost|"
    r"botulinum toxin(?: type)?(?: [AB]\b)?|SBRT|vehicle"
)
_CODE = r"[A-Z]{2,6}-? ?\d{2,}[A-Za-z0-9-]*"
_COMMON = frozenset(
    (
        "vitamin",
        "protein",
        "acid",
        "determine",
        "medicine",
        "examine",
        "combine",
        "routine",
        "baseline",
        "urine",
        "machine",
        "guideline",
        "decline",
        "saline",
        "define",
        "mine",
        "alone",
        "done",
        "one",
        "phone",
        "hormone",
        "bone",
        "zone",
        "everyone",
        "excel",
        "cancel",
        "parcel",
        "gene",
        "skin",
        "takin",
        "insulin",
        "headline",
        "online",
        "discipline",
        "medline",
        "nine",
        "fine",
        "line",
        "profile",
        "wine",
        "spine",
        "engine",
        "airline",
        "outline",
        "pipeline",
        "timeline",
        "telephone",
        "smartphone",
        "milestone",
        "dividend",
        "extract",
        "powder",
        "alcohol",
        "oxygen",
        "iron",
        "exam",
        "film",
        "outbalance",
        "glucose",
        "hygiene",
        "divine",
        "genuine",
        "vaccine",
        "famine",
        "undetermine",
        "redetermine",
    )
)


# Endings of substances, enough for a word right before a dose.
_CHEMICAL = re.compile(r"(?:ate|ine|ide|ane|ol|il|am|ium|yl|en|grel|ab|gel|ax)$")


class Drugs:
    """The names of one study's treatments."""

    def __init__(self, interventions: Sequence[Sequence[str]], lexicon: Lexicon) -> None:
        """`interventions`: for each, its name first, then its synonyms."""
        self._lexicon = lexicon
        self._keys: dict[str, str] = {}
        for number, names in enumerate(interventions):
            for name in names:
                for part in _parts(name):
                    self._keys.setdefault(part.lower(), f"i{number}")
        known = "|".join(re.escape(name) for name in sorted(self._keys, key=len, reverse=True))
        self._known = re.compile(rf"{LEFT}(?:{known}){RIGHT}", re.I) if known else None
        stems = "|".join(sorted(lexicon.stems, key=len, reverse=True))
        self._generic = re.compile(rf"{LEFT}(?:(?i:{_GENERIC})|{_CODE}|(?i:[a-z-]{{2,24}}?(?:{stems}))){RIGHT}")

    def find(self, text: str) -> Iterator[Atom]:
        """Known names first, then words with the look of a drug's name."""
        if self._known:
            for match in self._known.finditer(text):
                yield Atom("drug", *match.span(), match[0], drug=self.key(match[0]))
        for match in self._generic.finditer(text):
            word = match[0].lower()
            if word not in _COMMON and word not in self._lexicon.not_drug:
                yield Atom("drug", *match.span(), match[0], drug=self.key(match[0]))

    def key(self, name: str) -> str:
        """Equal for names of one intervention; a placebo is no synonym of what it matches."""
        name = name.lower()
        return name if "placebo" in name else self._keys.get(name, name)

    def near(self, text: str, start: int, end: int, stop: int) -> Atom | None:
        """An unknown drug beside the dose at `start:end`: "mannitol 20 g", "20 g of mannitol", up to `stop`."""
        after = re.compile(
            r" (?:of|of the) (?:oral |inhaled |intravenous |generic |active )?([A-Za-z][\w-]{3,}(?: acid)?)"
        ).match(text, end)
        if after and after.end() <= max(stop, end + 60) and after[1].lower() not in self._lexicon.not_drug:
            return Atom("drug", after.start(1), after.end(1), after[1], drug=self.key(after[1]))
        before = re.search(
            r"([A-Za-z][\w-]{3,})(?: ?\([^()]{1,40}\))?(?: at)?(?: an?)?(?: (?:starting|initial|fixed|daily))"
            r"?(?: dose)?(?: of)? ?[:(]? ?$",
            text[max(0, start - 90) : start],
        )
        if (
            before
            and before[1].lower() not in self._lexicon.not_drug
            and (before[1][0].isupper() or _CHEMICAL.search(before[1]))
        ):
            offset = max(0, start - 90)
            return Atom("drug", offset + before.start(1), offset + before.end(1), before[1], drug=self.key(before[1]))
        return None


def _parts(name: str) -> Iterable[str]:
    """A name, what stands in its parentheses, and the members of a combination, without dose and form."""
    whole = name.strip()
    if 3 <= len(whole) <= 80:
        yield whole
    for piece in _SPLIT.split(whole):
        bare = " ".join(_TRIM.sub(" ", piece).split()).strip(" -.,;:'\"")
        if len(bare) >= 3 and re.search(r"[A-Za-z]{2}", bare) and len(bare) <= 60:
            yield bare
