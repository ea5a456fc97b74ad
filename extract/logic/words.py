"""The lexicon of joining and questioning words (`lexicons/logic.toml`) as compiled expressions."""

import re
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract.language.brackets import ROUND
from extract.language.runs import RUN
from extract.lexicons import alternation, holds, stems

_FILE = Path(__file__).parent.parent / "lexicons" / "logic.toml"
WORD = re.compile(r"[^\W_][\w'’-]*")


_EVERYBODY = frozenset(
    {
        "for",
        "in",
        "all",
        "the",
        "each",
        "every",
        "any",
        "patient",
        "patients",
        "participant",
        "participants",
        "subject",
        "subjects",
        "individuals",
        "enrolled",
        "eligible",
        "study",
        "these",
        "who",
        "will",
        "be",
        "are",
    }
)
_WOMEN = frozenset({"female", "females", "women", "woman", "girls"})
_MEN = frozenset({"male", "males", "men", "man", "boys"})
SEXED = _WOMEN | _MEN


@dataclass(frozen=True, slots=True)
class Rare:
    """An expression looked for only where a stretch holds some letters that each of its phrases has."""

    pattern: re.Pattern[str]
    letters: tuple[str, ...]

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Where it stands first in a stretch."""
        return self.pattern.search(text, start, end) if holds(text[start:end], self.letters) else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Whether it stands at the start of a stretch."""
        return self.pattern.match(text, start, end)


@dataclass(frozen=True, slots=True)
class LogicWords:
    """Compiled expressions and words, all for texts in lower case."""

    fillers: frozenset[str]
    dropped: frozenset[str]
    functions: frozenset[str]
    negation: re.Pattern[str]
    starter: re.Pattern[str]
    negating: frozenset[str]  # the first words of what `negation` matches
    starting: frozenset[str]  # those of what it or `starter` matches
    strong_starter: re.Pattern[str]
    headed: re.Pattern[str]
    adjective: re.Pattern[str]
    modal: re.Pattern[str]
    listing: re.Pattern[str]
    unmet: re.Pattern[str]
    qualifies: re.Pattern[str]
    relative: re.Pattern[str]
    dangling: frozenset[str]
    definer: Rare
    example: re.Pattern[str]
    illustrates: re.Pattern[str]
    denies: re.Pattern[str]
    states: re.Pattern[str]
    informs: re.Pattern[str]
    demands: re.Pattern[str]
    duties: re.Pattern[str]
    head_adds: re.Pattern[str]
    head_guards: re.Pattern[str]
    head_titles: frozenset[str]
    emptied: frozenset[str]  # all of fillers, dropped, functions and head_titles

    def denied(self, text: str) -> bool:
        """Whether a text opens with words that deny what follows."""
        first = RUN.search(text)
        return first is not None and first[0] in self.negating and self.negation.match(text) is not None

    def denial(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The words that open a stretch and deny what follows."""
        first = RUN.search(text, start, end)
        return self.negation.match(text, start, end) if first and first[0] in self.negating else None

    def starts(self, text: str, start: int, end: int) -> bool:
        """Whether a stretch opens as a statement of its own does."""
        first = RUN.search(text, start, end)
        if first is None or first[0] not in self.starting:
            return False
        return bool(self.starter.match(text, start, end) or self.negation.match(text, start, end))

    def limits(self, text: str) -> bool:
        """Whether a condition leaves anybody out: "male or female" does not."""
        said = set(WORD.findall(ROUND.sub(" ", text)))
        if said <= _EVERYBODY:
            return False
        both = said & _WOMEN and said & _MEN
        return not both or not said <= self.fillers

    def names_more(self, text: str) -> bool:
        """Whether words before a definition name more than an organ's function or a level."""
        return any(w not in self.fillers and w not in self.functions for w in WORD.findall(text))

    def empty(self, word: str) -> bool:
        """Whether a word says nothing of its own: it fills, names a function or titles a list."""
        return word in self.emptied or word.isdigit() or len(word) < 2

    @staticmethod
    def sex_of(word: str) -> str | None:
        """The sex that a word names, as the registry writes it."""
        return "FEMALE" if word in _WOMEN else "MALE" if word in _MEN else None

    def asks(self, text: str) -> bool:
        """Whether words beside a threshold say more than fillers do."""
        fillers = self.fillers
        for word in WORD.findall(text):
            if word in fillers or word.isdigit():
                continue
            if "-" not in word or any(p and p not in fillers and not p.isdigit() for p in word.split("-")):
                return True
        return False


def _any(phrases: Iterable[str]) -> str:
    return alternation(phrases, blank=r"\s+")


def _first_words(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in phrases)


@cache
def logic_words() -> LogicWords:
    """The lexicon, read once."""
    data = tomllib.loads(_FILE.read_text("utf-8"))
    people = rf"(?:(?:the\s+)?(?:{_any(data['people'])})\s+)?"
    spared = rf"(?!\s+(?:{_any(data['not_negated'])})\b)"
    verbs = rf"(?:{_any(data['auxiliaries'])})\s+not{spared}(?:\s+(?:have|be)\b)?"
    had, demanded = ("have", "has", "had", "with"), ("must", "should")
    denying = ("the", *data["people"], *data["auxiliaries"], *demanded, *had, *data["negators"])
    heads = data["heads"]
    fillers, dropped, functions = (frozenset(data[name].split()) for name in ("filler", "dropped", "functions"))
    titles = frozenset(heads["titles"])
    return LogicWords(
        fillers=fillers,
        dropped=dropped,
        functions=functions,
        emptied=fillers | dropped | functions | titles,
        negation=re.compile(
            rf"[\s(]*(?:{people}(?:{verbs}|(?:{_any(demanded)}\s+)?{_any(had)}\s+(?:no|never)\b{spared})"
            rf"|(?:{_any(data['negators'])})\b{spared})",
        ),
        starter=re.compile(rf"\s*(?:{_any(data['starters'])})\b"),
        negating=_first_words(denying),
        starting=_first_words([*denying, *data["starters"]]),
        strong_starter=re.compile(rf"\s*(?:{_any(data['strong_starters'])})\b"),
        headed=re.compile(rf"\b(?:{_any(data['shared_heads'])})\b"),
        adjective=re.compile(
            rf"(?!(?:{_any(data['nouns'])})$)[\w-]*(?:{'|'.join(data['adjective_endings'])})"
            rf"|{_any(data['adjectives'])}",
        ),
        listing=re.compile(rf"\b(?:{_any(heads['titles'])})\b[^:.;]{{0,30}}:"),
        unmet=re.compile(
            rf"\b(?:not|never|no)\s+(?:(?:been|yet|fully|completely|adequately|be|have|sufficiently|reliably)\s+){{0,3}}"
            rf"(?:{_any(data['recoveries'])})\b[^.;]{{0,40}}$",
        ),
        modal=re.compile(r"\b(?:must|should|may|can|will|shall)\b"),
        qualifies=re.compile(rf"(?:{_any(data['qualifiers'])})\b"),
        relative=re.compile(r"\b(?:who|that|which|whose|whom)\b"),
        dangling=frozenset(data["dangling"]),
        definer=Rare(re.compile(rf"(?<!\w)(?:{_any(data['definers'])})(?!\w)"), stems(data["definers"])),
        example=re.compile(rf"(?<!\w)(?:{_any(data['examples'])})(?!\w)"),
        # cannot, can't, not, never, no, without: by its first letter a search passes by most of a text
        denies=re.compile(
            r"[cnw](?<!\w.)(?:(?<=c)an(?:not|'t)|(?<=n)(?:ot|ever|o)|(?<=w)ithout)"
            rf"{spared}(?!\s+(?:yet|been|recover\w*|resolv\w*))\b",
        ),
        illustrates=re.compile(r"\s*(?:e\.?\s?g|i\.?\s?e|such as|for example|including|that is)\b"),
        # "without transfusion" is asked too; "without liver metastases" tells which of two limits holds
        states=re.compile(rf"\s*(?:{_any(data['states'])})\b(?!.*\b(?:{_any(data['findings'])})\b)"),
        informs=re.compile(rf"\b(?:{_any(data['informs'])})(?!\w)"),
        demands=re.compile(rf"\b(?:{_any(data['demands'])})\b"),
        duties=re.compile(rf"\b(?:{_any(data['duties'])})\b"),
        head_adds=re.compile(rf"\b(?:{_any(heads['adds'])})\s+(?:\w+\s+){{0,4}}following\b"),
        head_guards=re.compile(
            rf"\b(?:{_any(heads['guards'])})(?:\s+(?:\w+\s+){{0,6}}(?:following|criteria|below)\b[^.]*)?\s*[:,]?\s*$",
        ),
        head_titles=titles,
    )
