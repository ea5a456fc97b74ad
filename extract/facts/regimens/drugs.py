"""Names of what is given: the study's interventions, their synonyms, and words that look like drugs."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from extract.facts.regimens.atoms import Atom
from extract.facts.regimens.lexicon import FIRST_WORD, RIGHT, DrugWords, runs, started
from extract.facts.regimens.mentions import Mentions
from extract.facts.regimens.names import combined, parts
from extract.facts.regimens.wording import Wording, starting
from extract.lexicons import word_set

_WORD = re.compile(
    rf"(?<!\w)(?:[A-Z]{{2,6}}(?:-?\d{{2,}}(?:,\d{{3}}(?!\d))?| \d{{3,}})[A-Za-z0-9-]*|[a-z]{{1,3}}[A-Z]?\d[A-Z]\d{{2,}}"
    rf"|[a-z]{{1,3}}[A-Z]{{2,4}}-\d{{2,}}[A-Za-z0-9-]*|[A-Za-z][A-Za-z-]{{3,30}}|oil){RIGHT}"
)
_AFTER_WORDS = word_set("placebo placebos diluent diluents matched matching")  # one of which `_PLACEBO_AFTER` holds
_PLACEBO_AFTER = re.compile(  # of a text in lower case
    r"[- ](?:(?:matched|matching|dummy|like)[- ])?placebos?\b| diluents?\b|-match(?:ing|ed) (?:tablets?|capsules?)\b"
)
_PLACEBO_OF = re.compile(
    r"(?: (?:capsules?|tablets?|pills?|injections?))? (?:for|matching|matched to|to match|of|to|as a "
    r"substitute of|identical to) "
)
_CODE_AFTER = re.compile(r" ([A-Za-z]{2,}-?\d+[\w-]*)")
_STUDY = re.compile(r"\b(?:study|protocol|trial|parent) $")
_QUALIFIER = re.compile(r"(?<![\w-])((?:[LD]-)?[A-Za-z][a-z]{2,}) $")
_VACCINE_OF = re.compile(r"(?<![\w-])((?:[A-Z]\w+[+-]? ?\+? )?[A-Z][\w-]*[A-Z\d][\w-]*) $")  # "AB1+ GLX-S vaccine"
_PREFIX = re.compile(  # nab-X, liposomal X: another product than X
    r"(?<![\w-])(?!(?:anti|post|pre|co|multi|mid|low|high|long|short|single|double|on|off|self|home|add"
    r"|mono|chemo)-)(?:(?:[a-z]{2,6}|\d)-"
    r"|\[?\d{2,3}m?[A-Z][a-z]?\]?-(?:[A-Z]{2,6}-)?"  # a radionuclide: 177Lu-DTPA-X
    r"|(?:(?:nab|sham|pegylated|liposomal|albumin[ -]bound|micellar|liposome|encapsulated) )+)$",
    re.I,
)
_PREFIXES = (  # with one of which it ends
    *("-", "nab ", "sham ", "pegylated ", "liposomal ", "albumin bound ", "albumin-bound ", "micellar ", "liposome "),
    "encapsulated ",
)
_BRACKET_OF_TWO = re.compile(  # Alfoster (alfanib and betamab aerosol)
    r"(?:^|[ .;,(])([A-Z][\w-]{3,30})[®™]? ?\([^()\d]{3,60}(?: and |/| ?\+ ?)[^()\d]{3,60}\)[^()]{0,20}$"
)
_SUBJECT = re.compile(  # Alfakinase will be given at 1.5 million units
    r"(?:^|[.;:] )([A-Z][a-z-]{5,40}) (?:will be|is|was|were|are to be|should be) (?:given|administered"
    r"|infused|injected|taken)"
)
_SUBJECT_WORDS = word_set("given administered infused injected taken")
_HEADING = re.compile(r"([A-Z][a-z]?[A-Z]):? (?=If |if |\d)")  # "* InX: 0.3 mg/m2"
_ITEM = re.compile(r"[*•] ")
_VITAMIN = re.compile(r"\b[Vv]it(?:amin)?\.? ?[A-EK]\d{0,2}\b")
_ALONE = re.compile(r"(?<=\w) (?:as )?monotherapy$")
_ISOTOPES = word_set("iodine lutetium yttrium palladium iridium strontium radium cesium caesium actinium")
_ISOTOPE = re.compile(rf"\b(?:{'|'.join(sorted(_ISOTOPES))})[- ]\d{{2,3}}\b")
_ACIDS = (
    "hydrochloride|chloride|hydrobromide|bromide|citrate|acetate|maleate|malate|mesylate|besylate|tosylate|tartrate"
    "|succinate|fumarate|dipropionate|propionate|furoate|aceponate|valerate|undecanoate|enanthate|cypionate|xinafoate"
)
_ALLERGENS = "peanut|milk|birch|grass|mites|mite|ragweed"
_SALT = re.compile(  # or ester: the drug's name in full, in lower case
    rf" (?:{_ACIDS}|sodium(?! (?:chloride|bicarbonate|phosphate|citrate)))\b(?! (?:group|arm|buffer))"
    rf"|(?<=[a-z]) (?:{_ALLERGENS})\b"
    r"(?! ?(?:allerg|immuno|flour|protein|extract|pollen|oral|powder|oit|slit))"
)
_SALT_WORDS = frozenset(("sodium", *_ACIDS.split("|"), *_ALLERGENS.split("|")))
_MADE_OF = re.compile(r"-(?:dissolved|based|free|soaked|treated|filled|naive|induced)\b")
_STUCK = re.compile(r"(?<=\d)(?:[A-Z]?[a-z]{4,}|[A-Z][a-z]{2,})$")  # ZT-19injection: a missing blank
_NO_NAME = re.compile(  # a target, class or measurement, or an ingredient that no dose is of
    r"[ -](?:dissolved|based|free)\b| (?:content|[a-z]*(?:ase|earate)|inhibit\w*|receptors?|blockers?"
    r"|antagonists?|agonists?|levels?|resistan\w*|refractory|failure"
    r"|deficien\w*|clearance|surface|concentrations?)\b",
    re.I,
)
_OF = re.compile(
    r" (?:(?:once |twice )?daily )?(?:of|of the) "
    r"(?:oral |inhaled |intravenous |generic |active )?(?:recombinant |purified |human )*"
    r"((?:Lacto|Bifido|Sac)[a-z]+ [a-z]{4,}|[A-Za-z][\w-]{3,}(?: acid| Birch| Grass"
    r"| protein| oil| extract| powder| milk(?: proteins?)?| [a-z]{5,}ase)?"
    r"|[A-Za-z]{3} protein"
    r"|[A-Z][a-z]{2} [a-z] \d{1,2}\b|[a-z]{3,6}(?:'s)? milk(?: proteins?)?\b|[A-Z]{2,3}(?![\w-]))"
)
_AFTER = re.compile(
    r" ((?:Lacto|Bifido|Sac)[a-z]+ [a-z]{4,}|[A-Z][a-z]{5,}|[A-Z]{3,6}|platelet[- ]rich plasma(?=\()"
    r"|[a-z]{4,5}-[a-z]{6,}"
    r"|(?:sodium|potassium|calcium|magnesium)-[a-z]{5,})"
    r"(?=[ ,.;()]|$)(?! ?\(?\d)"
)  # 5 mg Alfacort
_CHEMICAL_AFTER = re.compile(r" (?:of )?([a-z]{7,})(?=[ ,.;)]|$)(?! ?\(?\d(?![\d.]*%))")  # 2 ml fluorescein
_LISTED = re.compile(
    r" ([a-z][a-z-]{5,}|[a-z]{3,6}'s milk)(?: and | or | plus | ?\+ ?)\d"
)  # 2 g of one and 1 g of another, without "of"
_LETTER = re.compile(r"(?:^|[ ,+(，、])([A-Z]) $")
_TWO = re.compile(r"(?:^|[ ,+(，、])(B[Uu]|V[Pp]|[A-Z]{2,4}|[A-Z][a-z]{2}|[A-Z][a-z][A-Z]) $")
_AND_NAME = re.compile(r"\b(?:and|plus|with|or) ([A-Z][a-z-]{5,}), $")
_PREPARED = ("extract", "powder")
_TITLE = re.compile(r"([A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}) ?: $")
_BEFORE_DOSE = re.compile(
    r"(\b[A-Za-z][\w-]{3,40}(?![\w-])|\b[A-Z]{3})[®™]?(?: (?:hydrochloride|sodium|citrate|maleate|acetate))?(?:"
    r" (?:tablets?|capsules?|injection|granules|"
    r"syrup|cream))?(?: ?\([^()]{1,40}\),?)?(?: at)?(?: an?)?(?: (?:starting|initial|fixed|"
    r"daily))?(?: dose)?"
    r"(?: of)? ?[:(]? ?$"
)


_MINERAL = word_set("calcium magnesium zinc iron sodium potassium ferrous")
_ANION = re.compile(
    r" (?:folinate|levofolinate|carbonate|citrate|gluconate|lactate|chloride|bicarbonate|sul[fp]hate|phosphate|fumarate"
    r"|acetate|oxide|picolinate)\b",
    re.I,
)
_MINERALS = ("calcium ", "magnesium ", "zinc ", "sodium ", "potassium ", "ferrous ")
_BEFORE_ANION = re.compile(r"(?<![\w-])(?:calcium|magnesium|zinc|sodium|potassium|ferrous) $", re.I)


def _of_study(small: str, start: int) -> bool:
    """Is a code that of a study, by the word before it?"""
    ends = ("study ", "protocol ", "trial ", "parent ")
    return small.endswith(ends, 0, start) and _STUDY.search(small, max(0, start - 12), start) is not None


class Drugs:
    """The names of one study's treatments."""

    def __init__(self, interventions: Sequence[Sequence[str]], words: DrugWords) -> None:
        """`interventions`: for each, its name first, then its synonyms."""
        self._words = words
        self._interventions = interventions

    @cached_property
    def _keys(self) -> dict[str, str]:
        """The key of each name; read only for a study that has a text with a dose or schedule."""
        words = self._words
        keys: dict[str, str] = {}
        for number, names in enumerate(self._interventions):
            members = combined(names[0]) if names else []
            for name in names:
                for part in parts(name, words):
                    if len(members) > 1 and part == names[0].strip():
                        continue  # its members are the drugs
                    small = part.lower()
                    member = next((n for n, text in enumerate(members, 1) if small in text), 0) if members else 0
                    keys.setdefault(small, f"i{number}.{member}" if member else f"i{number}")
        return keys

    @cached_property
    def _starting(self) -> dict[str, list[str]]:
        """The study's names and those given in any study by their first word, the longest first."""
        own, generic = started(self._keys), self._words.generic_starts
        for first in own.keys() & generic.keys():
            own[first] = sorted([*own[first], *generic[first]], key=len, reverse=True)
        return generic | own

    @cached_property
    def _firsts(self) -> tuple[frozenset[str], list[str]]:
        """The first words of known names: those of letters alone, and others."""
        spelt = frozenset(first for first in self._starting if first.isascii() and first.isalpha())
        return spelt, [first for first in self._starting if first not in spelt]

    def _places(self, small: str, words: frozenset[str]) -> list[tuple[int, str]]:
        """Where in a text in lower case, of these words, first words of known names begin, with the word."""
        spelt, others = self._firsts
        found: dict[int, str] = {}
        for first in (*(spelt & words), *filter(small.__contains__, others)):
            at = small.find(first)
            while at >= 0:
                behind = small[at + len(first) : at + len(first) + 1]
                if not small[at - 1 : at].isalnum() and not (behind.isalnum() and behind.isascii()):
                    found[at] = first
                at = small.find(first, at + 1)
        return sorted(found.items())

    def find(self, wording: Wording, taken: bytearray | None = None) -> Iterator[Atom]:
        """Names of what is given; "after completion of X" only says when.

        `taken`: 1 at each character of an atom found so far, where no look of a drug's name counts; filled meanwhile.
        """
        mentions = Mentions(wording)
        for found in self._named(wording, taken):
            if name := mentions.given(found):
                yield name

    def _named(self, wording: Wording, taken: bytearray | None) -> Iterator[Atom]:
        """Known names first, then words with the look of a drug's name."""
        text, small, words = wording.text, wording.small, self._words
        for match in () if wording.lacks(_SUBJECT_WORDS) else _SUBJECT.finditer(text):
            if words.may_name(match[1]):
                yield self._atom(wording, *match.span(1))
        items = [item.end() for item in _ITEM.finditer(text)] if "*" in text or "•" in text else []
        for match in starting(_HEADING, text, [0, *items]):
            yield self._atom(wording, *match.span(1))
        for match in _VITAMIN.finditer(text) if "vit" in small else ():
            yield self._atom(wording, *match.span())
        for match in () if wording.lacks(_ISOTOPES) else _ISOTOPE.finditer(small):
            yield self._atom(wording, *match.span())
        yield from self._known(wording)
        for match in self._looking(wording):
            word = match[0]
            look = words.look(word)
            if look is None:
                continue
            start, end = match.span()
            stuck = None if word.isalpha() else _STUCK.search(word)
            if taken is not None and taken.find(1, start, start + stuck.start() if stuck else end) >= 0:
                continue
            if look == "head":
                before = _QUALIFIER.search(text, max(0, start - 30), start)
                if word == "vaccine" and not before:
                    before = _VACCINE_OF.search(text, max(0, start - 30), start)
                if before and words.may_name(before[1]) and not _NO_NAME.match(text, end):
                    yield self._atom(wording, start - len(before[0]), end)
            elif not _of_study(small, start) and not _NO_NAME.match(text, end):
                yield self._atom(wording, start, start + stuck.start() if stuck else end)

    def _looking(self, wording: Wording) -> Iterator[re.Match[str]]:
        """The words that may have the look of a drug's name, with others beside them."""
        text, small = wording.text, wording.small
        stretches = set()  # between blanks, with the right ends or with the number of a code: start and negative end
        for at in wording.numbers:
            if text[max(0, at - 2) : at].rstrip(" -")[-1:].isupper():
                end = small.find(" ", at)
                stretches.add((small.rfind(" ", 0, at - 1) + 1, -(len(small) if end < 0 else end)))
        for word in filter(self._words.may_end, wording.words):
            at = small.find(word)
            while at >= 0:
                end = small.find(" ", at)
                end = len(small) if end < 0 else end
                stretches.add((small.rfind(" ", 0, at) + 1, -end))
                at = small.find(word, end)
        read = 0
        for start, less in sorted(stretches):  # the longest of those that begin alike comes first
            if start >= read:
                read = -less
                yield from _WORD.finditer(text, start, read)

    def _known(self, wording: Wording) -> Iterator[Atom]:
        """The study's own names and those given in any study."""
        text, small = wording.text, wording.small
        for start, first in self._places(small, wording.words):
            end = self._known_end(small, start, first)
            if not end or _MADE_OF.match(text, end):
                continue
            key = self.key(small[start:end])
            if key[:1] == "i":
                if small.endswith(" monotherapy", start, end) and (alone := _ALONE.search(small, start, end)):
                    yield Atom("drug", start, alone.start(), text[start : alone.start()], drug=key)
                    continue
                more = self._known_end(small, end + 1) if small[end : end + 1] == " " else 0
                if more and self.key(small[end + 1 : more]) == key:  # two names of one drug: its first and last word
                    yield Atom("drug", start, more, text[start:more], drug=key)
                    continue
            of = _PLACEBO_OF.match(small, end) if "placebo" in first else None
            yield self._atom(wording, start, (of and self._known_end(small, of.end())) or end)

    def _known_end(self, small: str, start: int, first: str = "") -> int:
        """Where the known name that starts at `start`, with the word `first`, ends; 0 where none does."""
        if not first:
            match = FIRST_WORD.match(small, start)
            first = match[0] if match else ""
        for name in self._starting.get(first, ()):
            if not small.startswith(name, start):
                continue
            end = start + len(name)
            if small[end : end + 1] == "s":
                end += 1  # the plural
            if not small[end : end + 1].isalnum():
                return end
        return 0

    def _atom(self, wording: Wording, start: int, end: int) -> Atom:
        """A name; "X-matched placebo" is a placebo's."""
        text, small = wording.text, wording.small
        if small[start:end] in _MINERAL and (anion := _ANION.match(text, end)):
            end = anion.end()
        base = end
        if not wording.lacks(_SALT_WORDS) and (salt := _SALT.match(small, end)):
            end = salt.end()
        if not wording.lacks(_AFTER_WORDS) and (after := _PLACEBO_AFTER.match(small, end)):
            end = base = after.end()
        if small.endswith(_MINERALS, 0, start) and _ANION.match(" " + text[start:end]):
            salt = _BEFORE_ANION.search(text[max(0, start - 30) : start])
            start -= len(salt[0]) if salt else 0
        bare = self.key(text[start:base])
        if small.endswith(_PREFIXES, 0, start) and (prefix := _PREFIX.search(text[max(0, start - 30) : start])):
            start -= len(prefix[0])
            if prefix[0].strip("[")[:2].isdigit() and bare.startswith("i"):
                return Atom("drug", start, end, text[start:end], drug=bare)  # the labelled drug is the study's own
            bare = self.key(text[start:base])
        name = text[start:end]
        if base < end:
            whole = self.key(name)
            bare = bare if whole == name.lower() else whole
        return Atom("drug", start, end, name, drug=bare)

    def key(self, name: str) -> str:
        """Equal for names of one intervention; a placebo is no synonym of what it matches."""
        name = name.lower()
        return name if "placebo" in name else self._keys.get(name, name)

    def inside(self, dose: Atom) -> Atom | None:
        """The known drug within the words of a dose: "2 x 10^6 ZT-19 cells/kg"."""
        if dose.amount is None or dose.amount.rank != "mass":
            return None
        lower = dose.text.lower()
        for start, first in self._places(lower, frozenset(runs(lower))):
            if end := self._known_end(lower, start, first):
                name = dose.text[start:end]
                return Atom("drug", dose.start + start, dose.start + end, name, drug=self.key(name))
        return None

    def titled(self, text: str, drug: Atom) -> Atom:
        """What stands before a mere preparation: "Tarragon Root: powdered extract 5 g"."""
        if not drug.text.endswith(_PREPARED) or not drug.text.islower() or drug.text.split()[-1] not in _PREPARED:
            return drug
        offset = max(0, drug.start - 60)
        title = _TITLE.search(text[offset : drug.start])
        if title is None:
            return drug
        return Atom("drug", offset + title.start(1), offset + title.end(1), title[1], drug=self.key(title[1]))

    def product(self, text: str, start: int) -> Atom | None:
        """The product before a dose whose two parts a bracket names: "Alfoster (alfanib and betamab), 1 puff"."""
        if text.rfind(")", max(0, start - 21), start) < 0:
            return None
        offset = max(0, start - 170)
        whole = _BRACKET_OF_TWO.search(text[offset:start])
        if whole is None or not self._words.may_name(whole[1]):
            return None
        return Atom("drug", offset + whole.start(1), offset + whole.end(1), whole[1], drug=self.key(whole[1]))

    def _names(self, text: str, match: re.Match[str]) -> bool:
        """May the word of `match` be a name, with what follows it?"""
        return self._words.may_name(match[1]) and not _NO_NAME.match(text, match.end(1))

    def abbreviated(self, text: str, start: int) -> Atom | None:
        """What letters before a dose stand for: "Bu 3 mg/kg"; one alone where the text explains it: "betamab (B)"."""
        if text[max(0, start - 5) : max(0, start - 1)].islower():
            return None
        short = _TWO.search(text[max(0, start - 8) : start])
        if short and short[1].lower() not in self._words.not_drug:
            return Atom("drug", start - 1 - len(short[1]), start - 1, short[1], drug=self.key(short[1]))
        letter = _LETTER.search(text[max(0, start - 12) : start])
        said = re.search(rf"([A-Za-z][\w-]{{4,30}}) ?\({letter[1]}\)", text) if letter else None
        return Atom("drug", said.start(1), said.end(1), said[1], drug=self.key(said[1])) if said else None

    def near(self, wording: Wording, start: int, end: int, stop: int) -> Atom | None:
        """An unknown drug beside the dose at `start:end`: "mannitol 20 g", "20 g of mannitol", up to `stop`."""
        named = self._behind(wording, end, stop) if wording.text[end : end + 1] == " " else None
        return named or self._before(wording, start)

    def _behind(self, wording: Wording, end: int, stop: int) -> Atom | None:
        """An unknown drug right behind a dose that ends at `end`."""
        text = wording.text
        after = _OF.match(text, end)
        if after and after.end() <= max(stop, end + 60) and self._names(text, after):
            return self._atom(wording, *after.span(1))
        code = _CODE_AFTER.match(text, end)
        if code and re.split(r"[\d-]", code[1].lower(), maxsplit=1)[0] not in self._words.not_drug:
            name = _STUCK.sub("", code[1])
            return Atom("drug", code.start(1), code.start(1) + len(name), name, drug=self.key(name))
        listed = _LISTED.match(text, end)
        if listed and self._names(text, listed):
            return self._atom(wording, *listed.span(1))
        direct = _AFTER.match(text, end) or _CHEMICAL_AFTER.match(text, end)
        chemical = direct and (direct[1][0].isupper() or "-" in direct[1] or direct[1].endswith(self._words.chemical))
        if direct and chemical and self._names(text, direct):
            return self._atom(wording, *direct.span(1))
        return None

    def _before(self, wording: Wording, start: int) -> Atom | None:
        """An unknown drug right before a dose that begins at `start`."""
        text = wording.text
        offset = max(0, start - 90)
        named = _AND_NAME.search(text[offset:start]) if text.endswith(", ", 0, start) else None
        if named and self._words.may_name(named[1]):
            return self._atom(wording, offset + named.start(1), offset + named.end(1))
        before = _BEFORE_DOSE.search(text[offset:start])
        if before and self._words.may_name(before[1]):
            name = before[1]
            if name[0].isupper() or (len(name) > 5 and name.endswith(self._words.chemical)):
                return self._atom(wording, offset + before.start(1), offset + before.end(1))
        return None
