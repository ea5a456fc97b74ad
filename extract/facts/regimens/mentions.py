"""What the words around a name of a treatment tell: that it only says when, or is of an arm or a group."""

import re

from msgspec.structs import replace

from extract.facts.regimens.atoms import Atom
from extract.facts.regimens.wording import Wording
from extract.lexicons import holds, word_set

_CONTEXT = re.compile(  # "60 minutes after completion of X", "weekly during X": X says only when
    r"\b(?:to match|resembling|similar to|comparable to|compared (?:to|with)|without|during|throughout)(?: the)? $"
    r"|\bwithout any (?:[\w-]+ ?(?:/|,| and| or) ?)*$"
    r"|\b(?:from|since|at|to) (?:the )?(?:date|day|time|start|end) of (?:the |their )?(?:standard )?$"
    r"|\b(?:after|before|prior to) (?:(?:the|of|each|every|completion"
    r"|completing|administration"
    r"|infusion|end|start|last|first|dose|initiation) )+$",
)
_CONTEXT_WORDS = word_set(  # one of which it holds
    "match resembling similar comparable compared without during throughout date day time start end after before prior"
)
_CONTEXT_ENDS = tuple(  # with one of which it ends, if it is not "without any …"
    word + " "
    for word in word_set(
        "match resembling to with without during throughout the of their standard each every completion completing"
        " administration infusion end start last first dose initiation"
    )
)
_OF_GROUP, CONTROLS = re.compile(r" (?:group|arm)$", re.I), re.compile(r"(?:the )?controls?", re.I)
_GROUP_WORDS = word_set("group arm single")  # one of which `_GROUP` or `_without_group` looks for
_GROUP, _IN_THE = re.compile(r" (?:group|arm)\b"), re.compile(r"\bin (?:the )?$")  # "in the X group, Y is given"
_SINGLE_AGENT = re.compile(r"single[- ]agent (?=[a-z])", re.I)
_ARMS = re.compile(r"\((?:arms?|cohorts?|groups?) ?: ?[^()]*\)", re.I)  # who gets it
_USUAL = {"usual care", "standard care", "standard of care", "routine care"}
_IMAGED = re.compile(  # a tracer's pictures, and what comes before or after a treatment
    r"[- ](?:(?:PET|SPECT)\b|scans?\b|imaging\b|uptake\b|wash-?out|run-?in\b|lead-?in\b)"
)
_IMAGED_WORDS = word_set("pet spect scan scans imaging uptake wash washout washouts run runin lead leadin")
_OPERATIONS = ("surg", "operation", "resection", "ectomy", "transplant", "biops")
_OPERATION = re.compile(r"\b(?:surg|operation|resection|[a-z]+ectomy|transplant|biops)")
_AROUND = re.compile(r"\b(?:after|before|following|prior to|post|pre)(?: the)?(?: \w+)? $")
_DOSE_NEXT = re.compile(r" ?\(?\d")


class Mentions:
    """Tells the names in a text that are of what is given."""

    def __init__(self, wording: Wording) -> None:
        self._text, self._small = wording.text, wording.small
        self._arms = [match.span() for match in _ARMS.finditer(wording.text)] if "(" in wording.text else []
        self._grouped = not wording.lacks(_GROUP_WORDS)
        self._timed = not wording.lacks(_CONTEXT_WORDS)
        self._imaged = not wording.lacks(_IMAGED_WORDS)

    def given(self, found: Atom) -> Atom | None:
        """The name, without arm or group; None where it says only when something is given, or who is meant."""
        text, small = self._text, self._small
        name = _without_group(found) if self._grouped else found
        if name is None or (self._arms and any(start < name.start < end for start, end in self._arms)):
            return None
        start, end = name.start, name.end
        said = small[start:end]
        if said in _USUAL or (self._imaged and _IMAGED.match(text, end)):
            return None
        if holds(said, _OPERATIONS) and _OPERATION.search(said) and _AROUND.search(small, max(0, start - 24), start):
            return None
        if self._timed and _is_context(small, start) and not _DOSE_NEXT.match(text, end):
            return None
        if self._grouped and _GROUP.match(text, end) and _IN_THE.search(small, max(0, start - 8), start):
            return None
        return name


def _is_context(small: str, start: int) -> bool:
    """Do the words before a name tell that it only says when something is given?"""
    far = max(0, start - 70)
    if not (small.endswith(_CONTEXT_ENDS, 0, start) or small.find("without any", far, start) >= 0):
        return False
    return _CONTEXT.search(small, far, start) is not None


def _without_group(name: Atom) -> Atom | None:
    """The treatment that an arm or a group is named by; None for the controls."""
    start, end = name.start, name.end
    if (group := _OF_GROUP.search(name.text)) and group.start() > 2:
        end = name.start + group.start()
        if CONTROLS.fullmatch(name.text, 0, group.start()):
            return None
    if single := _SINGLE_AGENT.match(name.text):
        start += single.end()
    if (start, end) == (name.start, name.end):
        return name
    return replace(name, start=start, end=end, text=name.text[start - name.start : end - name.start])
