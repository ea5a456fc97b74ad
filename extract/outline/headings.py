"""What a line is by its words: a section's heading, a group's title or a preamble."""

import re
from functools import lru_cache

from msgspec import Struct

from extract.document import Section
from extract.language.brackets import unbracketed
from extract.lexicons import holds
from extract.outline.signs import LONGEST_TITLE, opens_list, unwrapped, words
from extract.outline.words import LABELLED, load

_NUMBERED = re.compile(r"\b(?:criteri\w+)\s*#?\d", re.I)
_COLON = re.compile(r"\s*[:：]+(?!//)\s*")
_AS_FOLLOWS = re.compile(
    r"\s+(?:are|were|is|include[sd]?|will be)(?:\s+(?:as follows|the following|(?:as|listed|given) below))*\s*$",
    re.I,
)
_ASKED = re.compile(r"\W*([a-z][a-z' ]{5,40}[a-z])\s*[?:]*(?:\s*\([^()]*\))?\s*[:?]*\s*$")
_FIRST = re.compile(r"\W*([a-z][a-z']*)")
_DASH = re.compile(r"\s?[-–]\s+(?=[A-Z])")
_STOP = re.compile(r"\.\s+(?=[A-Z])")  # "Inclusion criteria. Age over 18."
_LABELLED_STARTS = tuple(LABELLED)
_LABELLED_INITIALS = frozenset(word[:2] for word in LABELLED)
_SENTENCES = re.compile(r"(?<=[a-z)]\.) +(?=[A-Z])")
_SPECIFIC = re.compile(r"\b(?:specific|only)\b", re.I)
_ADDITIONAL = re.compile(r"\badditional\b", re.I)
_SPEAKS = re.compile(r"(?:patients|subjects|participants|individuals|persons) with\b", re.I)
_CRITERIA = re.compile(r"\bcrit", re.I)
_ELIGIBILITY = re.compile(r"criteria|eligib|exclu|inclu|enrol|particip|recruit", re.I)
_LONGEST_CLOSING = 10  # letters of the last word, and the one before it
CLOSERS = ("apply", "met", "criteria", "following", "present")  # words before the sign that ends a preamble
_CLOSING = re.compile(rf"\b(?:{'|'.join(CLOSERS)})\W*$", re.I)
_WHOLE = re.compile(
    r"(?:all|both|every|each) (?:study )?(?:parts?|cohorts?|arms?|groups?|phases?|participants|patients|subjects)\b",
    re.I,
)
_MUST = re.compile(r"\b(?:must|shall)\b", re.I)
# "… must fulfil all of the following criteria to be enrolled": whoever is spoken of, it is a preamble.
_FRAME = re.compile(r"\b(?:meet|fulfil|satisf)\w*\b[^.;:]{0,60}\bfollowing(?: \w+)? criteria\b", re.I)
_FRAME_WITHIN = 300
_FAILS = re.compile(r"\bnot (?:meet|fulfil|satisf)", re.I)  # "Not meeting the inclusion criteria" excludes by itself
# "One of the following:" under inclusion is a criterion, for its list does not join as the section's items do.
_ALTERNATIVES = re.compile(r"\b(?:(?:one|any|two|three|[1-9])(?: or more)? of|either|one or more)\b", re.I)
_LISTS = re.compile(r"\b(?:following|below|if|any of|any|all)\b", re.I)
_POINT = re.compile(r"(?:Visit|Step|Screening|Day|Week) ?\d{1,2}", re.I)
_STATES = frozenset(("normal", "abnormal", "impaired", "positive", "negative", "active", "stable", "severe"))
_CASE = re.compile(r"[A-Z][^.;:]{2,120}?(?: [-–] |: )")  # "Ovarian cancer - …"
_LONGEST_START = 16  # letters of the first word
_FIGURE = re.compile(r"[<>≥≤=%]|\d")
_LONGEST_HEADING = 16  # words, without what stands in parentheses
_LONGEST_GROUP = 10
_LONGEST_TAIL = 8
_SHORT_TITLE = 6


class Heading(Struct, frozen=True):
    """A line that opens a section; `end` is where its words end in the plain text and other text begins."""

    section: Section
    end: int
    specific: bool  # limited to a part of the study, so inside a section of the same side it is a group
    neutral: bool  # "Eligibility criteria": says neither side


def section_heading(text: str, small: str, *, marked: bool = False) -> Heading | None:
    """Read a line, which is `small` in lower case, as the heading of a section; None when it is none."""
    lexicon = load()
    if small[:1] in lexicon.asked_initials or not small[:1].isalnum() or holds(small, lexicon.hints):
        return _heading(text, marked)
    return None


@lru_cache(maxsize=256)
def _heading(text: str, marked: bool) -> Heading | None:
    """The heading of a section that a line is by its words. Kept for a while, for most are among a few."""
    lexicon = load()
    start = text[:220].lower()
    if start[:1] in lexicon.asked_initials or not start[:1].isalnum():
        first = _FIRST.match(start)
        asked = _ASKED.match(start) if first is not None and first[1] in lexicon.asked else None
        if asked is not None and asked[1] in lexicon.into | lexicon.out:
            side: Section = "inclusion" if asked[1] in lexicon.into else "exclusion"
            return Heading(side, len(text), specific=False, neutral=False)
    if not holds(start, lexicon.hints):
        return None
    core = lexicon.section.search(text, 0, 200)
    bare = None if core else lexicon.bare.search(text, 0, 60)
    found = core or bare
    if found is None or text.count("(", 0, found.start()) > text.count(")", 0, found.start()):
        return None
    colon = _STOP.match(text, found.end()) or _COLON.search(text, found.end())
    dash = _DASH.match(text, found.end())
    if dash is not None and len(words(text[dash.end() :])) > _LONGEST_GROUP:
        colon = dash
    head, end = (text[: colon.start()], colon.end()) if colon else (text.rstrip(" .-–:"), len(text))
    rest = text[end:]
    if _is_tail(rest):
        head, end = text.rstrip(" .:"), len(text)
    if marked and end < len(text) and len(words(head)) > 4:
        return None
    head = _AS_FOLLOWS.sub("", head)
    if not _is_title(head, found.group(), colon=colon is not None, marked=marked, bare=bare is not None):
        return None
    said = found.group().lower()
    out = lexicon.exclusion.search(said) is not None
    into = lexicon.inclusion.search(said) is not None and not said.startswith("non")
    if out == into:
        if marked and len(words(head)) > 4:
            return None
        return Heading("other", end, specific=False, neutral=True)
    own = _SPECIFIC.search(head) is not None and _ADDITIONAL.search(head) is None  # "Part 1 additional …" is a section
    specific = (own and lexicon.label.search(head) is not None) or (not _CRITERIA.search(head) and bool(bare))
    return Heading("exclusion" if out else "inclusion", end, specific=specific, neutral=False)


def _is_tail(rest: str) -> bool:
    """Whether what follows a heading's colon belongs to it: `Screening`, `Treatment Eligibility (All Parts):`."""
    lexicon = load()
    whole, said = words(rest), words(unbracketed(rest).replace("-", " "))
    if whole and len(whole) <= _LONGEST_TAIL // 2 and all(word in lexicon.tail for word in whole):
        return True
    if "eligibility" not in said or len(said) > _LONGEST_TAIL or any(word in lexicon.sentence for word in said):
        return False
    return all(word in lexicon.tail for word in said[said.index("eligibility") :])


def _is_title(head: str, core: str, *, colon: bool, marked: bool, bare: bool) -> bool:
    """Whether the words before the colon make a title and not a sentence that speaks of criteria."""
    lexicon = load()
    if _NUMBERED.search(head):
        return False
    outside = words(unbracketed(head))
    if len(outside) > _LONGEST_HEADING or any(word in lexicon.sentence for word in outside):
        return False
    others = [word for word in outside if word not in words(core)]
    if bare:
        short = len(others) <= 3 and (colon or core[0].isupper()) and core.lower() != "inclusive"
        known = all(word in lexicon.population or word in lexicon.topics for word in others)
        return short and (known or (head.lower().endswith("sions") and not marked))
    return colon or not marked or len(others) <= 4


def preamble(text: str, *, strict: bool = False, within: Section | None = None) -> Section | None:
    """The side of a sentence that only introduces a list; None when it says more, `strict`: a word more, than that.

    `within` is the section that it stands in: "One of the following:" heads the items of an exclusion section, which
    join by any, but is a criterion of an inclusion section, which join by all.
    """
    if ends_plainly(text.lower()):
        return None
    bare = unbracketed(text) if text[:1] != "(" else text
    opens = opens_list(bare)
    if not (opens or "follow" in bare.lower() or _closing(bare)):
        return None
    lexicon = load()
    said = words(text)
    least = 2 if said and said[-1] in ("who", "must") else 3
    if len(said) < least or len(said) > 50 or lexicon.needs.isdisjoint(said):
        return None
    unknown = sum([word not in lexicon.preamble for word in words(bare)])
    if unknown > (0 if strict else len(said) // 3):
        return None
    frame = _FRAME.search(bare) is not None and _ELIGIBILITY.search(bare[:_FRAME_WITHIN]) is not None
    if not frame and unknown > len(said) // 12 and (unknown > 1 or len(said) < 8 or not _ELIGIBILITY.search(bare)):
        return None
    if not opens and _FAILS.search(bare):
        return None
    if not (opens or frame or (_closing(bare) and _LISTS.search(bare))):
        return None
    if lexicon.excluding.search(bare):
        return "inclusion" if lexicon.including.search(bare) else "exclusion"
    if _ALTERNATIVES.search(bare):
        return "exclusion" if within == "exclusion" else None
    return "inclusion"


def ends_plainly(small: str) -> bool:
    """Whether a line in lower case introduces nothing for sure, whatever stands in its brackets."""
    end = small.rstrip(" .;,")
    return end[-1:].isalnum() and not (end.endswith(CLOSERS) or "follow" in small or "below" in small)


def _closing(text: str) -> bool:
    """Whether a sentence ends as those do that introduce a list: `… if the following apply.`"""
    end = len(text.rstrip(" .:;,"))
    start = end - _LONGEST_CLOSING if text[end - 1 : end].isalnum() else 0  # else more signs stand at its end
    return _CLOSING.search(text, max(0, start)) is not None


def is_frame(text: str) -> bool:
    """Whether a sentence says that somebody must meet the criteria below: `… must fulfil the following criteria`."""
    return _FRAME.search(text) is not None


def parallel(text: str, other: str) -> bool:
    """Whether two paragraphs are members of one list by how they begin: each names its case, or both name it alike."""
    if _CASE.match(text) and _CASE.match(other):
        return True
    one, two = text.split(None, 2)[:2], other.split(None, 2)[:2]
    return len(one) == len(two) == 2 and one[0] == two[0] and one[0].lower() not in load().preamble


def closing_preamble(text: str) -> Section | None:
    """The side of a paragraph whose last sentence only introduces a list, while those before it require nothing."""
    *before, last = _SENTENCES.split(text)
    if not before or len(text) > _FRAME_WITHIN * 2 or requires(" ".join(before)):
        return None
    return preamble(last, strict=True) if opens_list(last) else None


def is_group(text: str, *, heads_list: bool, marked: bool = False) -> bool:
    """Whether a line only titles what follows: a part of the study, a population or a topic.

    `heads_list` tells that items follow below it; without it only a colon makes a title. `marked` tells a list item.
    """
    bare = unbracketed(unwrapped(text)).strip(" :：.-–")
    said = words(bare)
    if not said or len(text) > LONGEST_TITLE:
        return False
    if heads_list and not marked and _POINT.fullmatch(bare):
        return True
    if _is_bare_label(bare):
        return True
    lexicon = load()
    colon = opens_list(text)
    if not (colon or heads_list) or ":" in bare or said[-1] in lexicon.leads_on or said[0] in lexicon.opens:
        return False
    if _WHOLE.match(bare) and len(said) <= _SHORT_TITLE:
        return True
    if marked and colon and _SPEAKS.match(bare) and not lexicon.label.search(bare):
        return False  # "Patients with epilepsy:" says who is meant, not what the list is about
    return _titles_plainly(text, said, marked=marked) if not colon else _titles_with_colon(bare, said)


def _titles_with_colon(bare: str, said: list[str]) -> bool:
    lexicon = load()
    if said[0] in _STATES and said[-1] in lexicon.populations and len(said) <= _SHORT_TITLE:
        said = said[1:]  # "Normal liver function participants:" says who, not what they must be
    if {said[0], said[-1]} & {"or", "and"} or any(word in lexicon.requires for word in said):
        return False
    if lexicon.label.match(bare):
        return len(said) <= _LONGEST_HEADING
    examples = lexicon.combine.search(bare)
    if examples is not None and examples["examples"]:
        return False
    leads = "following" in said and ("with" in said or said[0] in ("all", "each", "none"))
    fits = len(said) <= _LONGEST_GROUP and not _FIGURE.search(bare)
    return fits and not leads and " ".join(said[:2]) not in lexicon.opens


def _titles_plainly(text: str, said: list[str], *, marked: bool) -> bool:
    """A title without a colon: by a topic at its end, as a few plain words over a list, or by a topic anywhere."""
    lexicon = load()
    if is_short_title(text) and said[-1] in lexicon.topics - lexicon.populations - lexicon.sexes:
        return True
    if is_short_title(text) and not marked and not any(word in lexicon.says for word in said):
        return True
    topical = text.isupper() or any(word in lexicon.topics for word in said) or lexicon.label.match(text) is not None
    return topical and not text.endswith((".", ";", ",")) and _titles_with_colon(text, said)


def is_label(text: str) -> bool:
    """Whether a line names a part of the study, perhaps with a remark in brackets, and says no more."""
    if not begins_label(text.lower()):
        return False
    return _is_bare_label(unbracketed(text).strip(" :：.-–"))


def begins_label(small: str) -> bool:
    """Whether a line in lower case may only name parts of the study by its first letters, or by signs before them."""
    if not "a" <= small[:1] <= "z":
        return True
    lexicon, initials = load(), small[:2]
    if initials not in lexicon.label_initials and initials not in _LABELLED_INITIALS:
        return False
    return small.startswith(lexicon.label_starts) or small.startswith(_LABELLED_STARTS)


def _is_bare_label(bare: str) -> bool:
    """Whether a title names a part of the study and nothing else: `Part A`, `Cohort 2 only`."""
    start = bare[:_LONGEST_START].lower()
    if not begins_label(start) or not (_opens_label(start) or load().label.match(bare)):
        return False
    rest, count = load().label_list.subn(" ", bare)
    return count > 0 and all(word in LABELLED for word in words(rest))


def _opens_label(start: str) -> bool:
    """Whether the first word in lower case may stand beside a label, or signs stand before it."""
    return not "a" <= start[:1] <= "z" or words(start)[0] in LABELLED


def requires(text: str) -> bool:
    """Whether a further paragraph of an item says what somebody must be or do."""
    return _MUST.search(text) is not None


def is_short_title(text: str) -> bool:
    """Whether a line could be the title of a sub-list by its looks alone: a few words, no figure, no full stop."""
    short = len(text.split()) <= _SHORT_TITLE and text[:1].isupper()
    return short and not _FIGURE.search(text) and text[-1:].isalpha()


def rank(text: str) -> int:
    """Rank of a group among groups: a lower one holds the higher ones that follow it."""
    lexicon = load()
    said = text.strip(" :：.").lower()
    if said in lexicon.pdq or (re.sub(r"\W+", " ", said) in lexicon.pdq):
        return 1
    if lexicon.label.match(text) or _WHOLE.match(text):
        return 2
    if said in lexicon.small:
        return 5
    return 3 if text.isupper() else 4
