"""Names of what is given: the study's interventions, their synonyms, and words that look like drugs."""

import re
from collections.abc import Iterable, Iterator, Sequence

from extract.facts.regimens.atoms import Atom
from extract.facts.regimens.lexicon import LEFT, RIGHT, DrugWords

_SPLIT = re.compile(
    r"\s*(?:\+|&|,|;|/(?! ?\d)|:| and | plus | with | or | in combination with | combined with | in "
    r"combination | combined | followed by | versus | vs\.? "
    r"|\(|\)|\[|\])\s*",
    re.I,
)
_AMOUNT = r"\d[\d.,]* ?-?(?:mg|mcg|µg|μg|ug|g|ml|iu|%)(?:/\w+)?\b"
_HEAD = re.compile(rf" ?[®™]| ?{_AMOUNT}", re.I)
_WORD = re.compile(rf"{LEFT}(?:[A-Z]{{2,6}}-? ?\d{{2,}}[A-Za-z0-9-]*|[A-Za-z][A-Za-z-]{{3,30}}){RIGHT}")
_START = re.compile(r"(?<![a-z0-9_])[a-z0-9]+|[^\W\d_]+")  # first word of a name, in lower case
_PLACEBO_AFTER = re.compile(r"[- ](?:(?:matched|matching|dummy|like)[- ])?placebos?\b", re.I)
_PLACEBO_OF = re.compile(
    r"(?: (?:capsules?|tablets?|pills?|injections?))? (?:for|matching|matched to|to match|of|to|as a "
    r"substitute of|identical to) "
)
_CODE_AFTER = re.compile(r" ([A-Za-z]{2,}-?\d+[\w-]*)")
_STUDY = re.compile(r"\b(?:study|protocol|trial|parent) $", re.I)
_QUALIFIER = re.compile(r"([A-Za-z][a-z]{3,}) $")
_OF = re.compile(r" (?:of|of the) (?:oral |inhaled |intravenous |generic |active )?([A-Za-z][\w-]{3,}(?: acid)?)")
_BEFORE_DOSE = re.compile(
    r"(\b[A-Za-z][\w-]{3,40}|\b[A-Z]{3})(?: ?\([^()]{1,40}\))?(?: at)?(?: an?)?(?: (?:starting|initial|fixed|"
    r"daily))?(?: dose)?"
    r"(?: of)? ?[:(]? ?$"
)


class Drugs:
    """The names of one study's treatments."""

    def __init__(self, interventions: Sequence[Sequence[str]], words: DrugWords) -> None:
        """`interventions`: for each, its name first, then its synonyms."""
        self._words = words
        self._keys: dict[str, str] = {}
        for number, names in enumerate(interventions):
            for name in names:
                for part in _parts(name, words):
                    self._keys.setdefault(part.lower(), f"i{number}")
        self._by_start: dict[str, list[str]] = {}
        for name in sorted({*self._keys, *words.generic}, key=len, reverse=True):
            if first := _START.match(name):
                self._by_start.setdefault(first[0], []).append(name)

    def find(self, text: str) -> Iterator[Atom]:
        """Known names first, then words with the look of a drug's name."""
        lower = text.lower() if len(text.lower()) == len(text) else text
        for match in _START.finditer(lower):
            if end := self._known_end(lower, match.start()):
                of = _PLACEBO_OF.match(lower, end) if "placebo" in match[0] else None
                yield self._atom(text, match.start(), (of and self._known_end(lower, of.end())) or end)
        for match in _WORD.finditer(text):
            if match[0].lower() in self._words.heads:
                before = _QUALIFIER.search(text[max(0, match.start() - 30) : match.start()])
                if before and before[1].lower() not in self._words.not_drug:
                    yield self._atom(text, match.start() - len(before[0]), match.end())
            elif self._words.like_drug(match[0]) and not _STUDY.search(
                text[max(0, match.start() - 12) : match.start()]
            ):
                yield self._atom(text, *match.span())

    def _known_end(self, lower: str, start: int) -> int:
        """Where the known name that starts at `start` ends; 0 where none does."""
        first = _START.match(lower, start)
        for name in self._by_start.get(first[0], ()) if first else ():
            end = start + len(name)
            if lower.startswith(name, start) and not lower[end : end + 1].isalnum():
                return end
        return 0

    def _atom(self, text: str, start: int, end: int) -> Atom:
        """A name; "X-matched placebo" is a placebo's."""
        if after := _PLACEBO_AFTER.match(text, end):
            end = after.end()
        return Atom("drug", start, end, text[start:end], drug=self.key(text[start:end]))

    def key(self, name: str) -> str:
        """Equal for names of one intervention; a placebo is no synonym of what it matches."""
        name = name.lower()
        return name if "placebo" in name else self._keys.get(name, name)

    def inside(self, dose: Atom) -> Atom | None:
        """The known drug within the words of a dose: "2 x 10^6 ZT-19 cells/kg"."""
        lower = dose.text.lower()
        for match in _START.finditer(lower):
            end = self._known_end(lower, match.start())
            if end and dose.amount and dose.amount.rank == "mass":
                name = dose.text[match.start() : end]
                return Atom("drug", dose.start + match.start(), dose.start + end, name, drug=self.key(name))
        return None

    def near(self, text: str, start: int, end: int, stop: int) -> Atom | None:
        """An unknown drug beside the dose at `start:end`: "mannitol 20 g", "20 g of mannitol", up to `stop`."""
        after = _OF.match(text, end)
        if after and after.end() <= max(stop, end + 60) and after[1].lower() not in self._words.not_drug:
            return Atom("drug", after.start(1), after.end(1), after[1], drug=self.key(after[1]))
        if code := _CODE_AFTER.match(text, end):
            return Atom("drug", code.start(1), code.end(1), code[1], drug=self.key(code[1]))
        offset = max(0, start - 90)
        before = _BEFORE_DOSE.search(text[offset:start])
        if before and before[1].lower() not in self._words.not_drug:
            name = before[1]
            if name[0].isupper() or (len(name) > 5 and name.endswith(self._words.chemical)):
                return Atom("drug", offset + before.start(1), offset + before.end(1), name, drug=self.key(name))
        return None


def _parts(name: str, words: DrugWords) -> Iterable[str]:
    """A name, what stands in its parentheses, and the members of a combination, without dose and form."""
    whole = name.strip()
    if 3 <= len(whole) <= 80:
        yield whole
    for piece in _SPLIT.split(whole):
        if len(whole.split()) > 6 and not (piece[:1].isupper() or re.search(r"\d", piece)):
            continue  # words of a sentence rather than a name
        head = _HEAD.split(piece, maxsplit=1)[0].strip()
        if head != piece and re.fullmatch(r"[A-Z][A-Za-z-]{4,}", head) and head.lower() not in words.not_drug:
            yield head
        bare = " ".join(words.trimmed.sub(" ", re.sub(rf"{_AMOUNT}|[®™]", " ", piece, flags=re.I)).split())
        bare = bare.strip(" -.,;:'\"")
        if 3 <= len(bare) <= 60 and re.search(r"[A-Za-z]{2}", bare) and bare.lower() not in words.not_drug:
            yield bare
