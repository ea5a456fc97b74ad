"""Whom a line limits itself or what it titles to: parts of the study, populations, a sex."""

import re
from functools import lru_cache

from extract.language.brackets import unbracketed
from extract.lexicons import holds
from extract.outline.signs import LONGEST_TITLE, opens_list, unwrapped, words
from extract.outline.words import load

_ALL = frozenset(("each", "all", "every", "both", "following"))
_EVERYBODY = re.compile(r"\b(?:population|cases|patients|participants|subjects) and (?:healthy )?controls\b", re.I)
_SEX = re.compile(
    r"(?:for )?((?:fe)?male (?:patients|subjects|participants|volunteers)|(?<=for )(?:wom[ae]n|men|(?:fe)?males?)"
    r"|(?:wom[ae]n|(?:fe)?males)(?= of| only))"
    r"((?: who| that| of| with| capable| able| in| to)(?: [\w/-]+){1,4})?(?: \([^()]{1,20}\))?(?: only)?\s*[:：]",
    re.I,
)
SEXES = frozenset(("for ", "male", "fema", "woma", "wome"))  # how a line begins that this expression matches
_DESCRIBES = frozenset(
    ("with", "without", "in", "of", "from", "who", "enrolled", "treated", "receiving", "having", "undergoing", "on")
)
_LEADS = re.compile(r"^(?:(?:for|of|in|the|specific|additional|to|key|main)\s+)+", re.I)
# "… must meet all of the following criteria:", and the part or the people that it is said of.
_MEETS = re.compile(
    r"\b(?:meet|fulfil|satisf)\w*\b[^.;:]{0,60}\b(?:criteria|requirements)\b|\bthe following criteria\b", re.I
)
_MEET, _MET = ("meet", "fulfil", "satisf", "following"), ("criteria", "requirements")  # one of each is in that
_INTO_PART = re.compile(
    r"(?:(?:^|\. )(?:For|To|In order to) (?:(?:be )?(?:enrol\w*|inclu\w+|entr\w+|enter|continue|participat\w+)"
    r" (?:in|into|to) )|\bfrom participating in )(?:the )?"
    r"((?:[\w-]+ ){1,4}(?:arm|cohort|part|phase|group|stage|sub-?study|extension))\b",
    re.I,
)
_PEOPLE = re.compile(
    r"(?:^|, |\. )((?:[\w-]+ ){1,5}(?:participants|patients|subjects|controls|volunteers|donors))"
    r" (?:must|should|who|have to|will have to) (?:meet|fulfil|satisfy)",
    re.I,
)


def limited_sex(text: str) -> list[str]:
    """The sex that a line limits itself to by its opening: `For men: …`, `Female participants: …`."""
    match = _SEX.match(text) if text[:4].lower() in SEXES and (":" in text or "：" in text) else None
    return [" ".join((match[1] + (match[2] or "")).removesuffix(" only").split())] if match is not None else []


def _limited(text: str) -> list[str]:
    """The population that a heading is limited to, when it names no part of the study."""
    lexicon = load()
    bare = text.strip(" :：.-–")
    core = lexicon.section.search(bare)
    if core is not None:
        before, after = bare[: core.start()].strip(" -–:"), bare[core.end() :].strip(" -–:")
        candidates = [after.strip("()"), before]
    else:
        candidates = [unbracketed(bare)]
    for candidate in candidates:
        said = words(candidate)
        if not said or said[-1] in lexicon.leads_on:  # cut off: "patients with"
            continue
        if not _ALL.isdisjoint(words(candidate.replace("-", " "))) or _EVERYBODY.search(candidate):
            continue
        own = [word for word in said if word not in lexicon.general and word not in ("cohort", "group", "arm")]
        nouns = lexicon.populations | lexicon.diseases if core is not None else lexicon.populations
        people = any(word in nouns and _ends_noun(said, at) for at, word in enumerate(said))
        if own and len(said) <= 10 and people:
            return [_LEADS.sub("", " ".join(candidate.split()))]
    return []


def _ends_noun(said: list[str], at: int) -> bool:
    """Whether the noun of a phrase stands at `at`: at its end, or before what describes it."""
    return at + 1 == len(said) or said[at + 1] in _DESCRIBES


def labels(text: str) -> list[str]:
    """Cohorts, parts and arms named in a text, as written."""
    lexicon = load()
    if not holds(text.lower(), lexicon.label_starts):
        return []
    return [" ".join(match.group().split()) for match in lexicon.label_list.finditer(text)]


@lru_cache(maxsize=256)
def limits(title: str) -> list[str]:
    """Whom the title of a section or group limits its items to: parts of the study, else a population.

    Kept, for most titles are among a few dozen; nobody may change what they are given.
    """
    title = unwrapped(title)
    return framed(title) or labels(unbracketed(title)) or labels(title) or _limited(title)


def framed(text: str) -> list[str]:
    """Whom a sentence that introduces a list limits it to: `For enrollment in the open arm, subjects must meet …:`."""
    if not opens_list(text) or len(text) > LONGEST_TITLE:
        return []
    small = text.lower()
    if not (holds(small, _MEET) and holds(small, _MET) and _MEETS.search(text)):
        return []
    part = _INTO_PART.search(text)
    if part is not None:
        return [part[1]]
    people = _PEOPLE.search(text)
    said = words(people[1]) if people is not None else []
    own = [word for word in said[:-1] if word not in load().general and word not in load().preamble]
    return [people[1]] if people is not None and own else []
