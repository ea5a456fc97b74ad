"""What a line is by its words: a section's heading, a group's title, a preamble or a note."""

import re
from dataclasses import dataclass

from extract.document import Section
from extract.outline.words import load

_WORD = re.compile(r"[A-Za-z][A-Za-z'’/-]*")
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBERED = re.compile(r"\b(?:criteri\w+)\s*#?\d", re.I)
_COLON = re.compile(r"\s*[:：]+\s*")
_SPECIFIC = re.compile(r"\b(?:specific|additional|only)\b", re.I)
_CRITERIA = re.compile(r"\bcrit", re.I)
_FIGURE = re.compile(r"[<>≥≤=%]|\d")
_LONGEST_HEADING = 16  # words, without what stands in parentheses
_LONGEST_GROUP = 10


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens a section; `end` is where its words end in the plain text and other text begins."""

    section: Section
    end: int
    specific: bool  # limited to a part of the study, so inside a section of the same side it is a group
    neutral: bool  # "Eligibility criteria": says neither side


def words(text: str) -> list[str]:
    """Words in lower case."""
    return _WORD.findall(text.lower().replace("’", "'"))


def opens_list(text: str) -> bool:
    """Whether a line ends in a colon, so that what follows belongs to it."""
    return text.rstrip(" .*").endswith((":", "：", ":-", ": -"))


def section_heading(text: str, *, marked: bool = False) -> Heading | None:
    """Read a line as the heading of a section; None when it is none."""
    lexicon = load()
    core = lexicon.section.search(text, 0, 200)
    bare = None if core else lexicon.bare.search(text, 0, 60)
    found = core or bare
    if found is None:
        return None
    colon = _COLON.search(text, found.end())
    head, end = (text[: colon.start()], colon.end()) if colon else (text.rstrip(" .-–:"), len(text))
    rest = text[end:]
    if rest and all(word in lexicon.population for word in words(rest)) and len(words(rest)) <= 4 and words(rest):
        head, end = text.rstrip(" .:"), len(text)
    if not _is_title(head, found.group(), colon=colon is not None, marked=marked, bare=bare is not None):
        return None
    said = found.group().lower()
    out = any(re.search(rf"(?<![\w-]){re.escape(word)}", said) for word in lexicon.exclusion)
    into = any(re.search(rf"(?<![\w -]){re.escape(word)}", said) for word in lexicon.inclusion) and not said.startswith(
        "non"
    )
    if out == into:
        return Heading("other", end, specific=False, neutral=True)
    specific = bool(lexicon.label.search(head) and _SPECIFIC.search(head)) or (
        not _CRITERIA.search(head) and bool(bare)
    )
    return Heading("exclusion" if out else "inclusion", end, specific=specific, neutral=False)


def _is_title(head: str, core: str, *, colon: bool, marked: bool, bare: bool) -> bool:
    """Whether the words before the colon make a title and not a sentence that speaks of criteria."""
    lexicon = load()
    if _NUMBERED.search(head):
        return False
    outside = words(_PARENTHESES.sub(" ", head))
    if len(outside) > _LONGEST_HEADING or any(word in lexicon.sentence for word in outside):
        return False
    others = [word for word in outside if word not in words(core)]
    if bare:
        short = len(others) <= 3 and (colon or core[0].isupper()) and core.lower() != "inclusive"
        known = all(word in lexicon.population or word in lexicon.topics for word in others)
        return short and (known or (head.lower().endswith("sions") and not marked))
    return colon or not marked or len(others) <= 4


def preamble(text: str) -> Section | None:
    """The side of a sentence that only introduces a list; None when the sentence says more than that."""
    lexicon = load()
    said = words(text)
    if len(said) < 3 or len(said) > 50 or not any(word in lexicon.needs for word in said):
        return None
    unknown = [word for word in said if word not in lexicon.preamble]
    if len(unknown) > len(said) // 12 or not (opens_list(text) or re.search(r"\b(?:apply|met|criteria)\W*$", text)):
        return None
    excluding = lexicon.excluding.search(text) and not lexicon.including.search(text)
    return "exclusion" if excluding else "inclusion"


def is_note(text: str) -> bool:
    """Whether a line by its words only explains or comments."""
    lexicon = load()
    if text.strip(".,;: ").lower() in ("or", "and", "and/or"):
        return True
    return bool(lexicon.note_starts.match(text)) or bool(lexicon.note_anywhere.search(text, 0, 400))


def labels(text: str) -> list[str]:
    """Cohorts, parts and arms named in a heading, as written."""
    return [" ".join(match.group().split()) for match in load().label_list.finditer(text)]


def is_group(text: str, *, heads_list: bool) -> bool:
    """Whether a line only titles what follows: a part of the study, a population or a topic.

    `heads_list` tells that items follow below it; without it only a colon makes a title.
    """
    lexicon = load()
    colon = opens_list(text)
    bare = _PARENTHESES.sub(" ", text).strip(" :：.-–")
    said = words(bare)
    if not said or len(text) > 300 or not (colon or heads_list):
        return False
    label = lexicon.label.match(bare) or re.match(
        r"(?i)all (?:parts|cohorts|arms|groups|participants|patients|subjects)\b", bare
    )
    if ":" in bare or any(word in lexicon.requires for word in said):
        return False
    if label:
        return len(said) <= _LONGEST_HEADING
    if len(said) > _LONGEST_GROUP or said[0] in lexicon.opens or _FIGURE.search(bare):
        return False
    if "following" in said and "with" in said:
        return False
    if colon:
        return True
    return not text.endswith((".", ";", ",")) and (text.isupper() or any(word in lexicon.topics for word in said))


def rank(text: str) -> int:
    """Rank of a group among groups: a lower one holds the higher ones that follow it."""
    lexicon = load()
    said = text.strip(" :：.").lower()
    if said in lexicon.pdq or (re.sub(r"\W+", " ", said) in lexicon.pdq):
        return 1
    if lexicon.label.match(text):
        return 2
    if said in lexicon.small:
        return 5
    return 3 if text.isupper() else 4


_DEFINES = re.compile(r"^([^.;:]{2,60}?)\s*(?::|\b(?:is|are) (?:defined|described|characterized) (?:as|by)\b)\s*\S")
_FOOTNOTE = re.compile(r"^(?:\^?\d|\*{1,3}|†|‡)\s*(?=[A-Z])")


def defines(text: str, before: str) -> bool:
    """Whether a line explains a term of the line before it, or is the footnote that it refers to."""
    if _FOOTNOTE.match(text) and re.search(r"\(\*|\*\d|\*$|\^\d", before):
        return True
    match = _DEFINES.match(text)
    if match is None:
        return False
    terms = [word for word in words(match[1]) if len(word) > 3]
    known = set(words(before))
    return bool(terms) and sum(word in known for word in terms) * 3 >= len(terms) * 2
