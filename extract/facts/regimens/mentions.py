"""What the words around a name of a treatment tell: that it only says when, or is of an arm or a group."""

import re

from msgspec.structs import replace

from extract.facts.regimens.atoms import Atom
from extract.lexicons import word_set

_CONTEXT = re.compile(  # "60 minutes after completion of X", "weekly during X": X says only when
    r"\b(?:to match|resembling|similar to|comparable to|compared (?:to|with)|without|during|throughout)(?: the)? $"
    r"|\bwithout any (?:[\w-]+ ?(?:/|,| and| or) ?)*$"
    r"|\b(?:from|since|at|to) (?:the )?(?:date|day|time|start|end) of (?:the |their )?(?:standard )?$"
    r"|\b(?:after|before|prior to) (?:(?:the|of|each|every|completion"
    r"|completing|administration"
    r"|infusion|end|start|last|first|dose|initiation) )+$",
)
CONTEXT_WORDS = word_set(  # one of which it holds
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
GROUP_WORDS = word_set("group arm single")  # one of which `_GROUP` or `without_group` looks for
_SINGLE_AGENT = re.compile(r"single[- ]agent (?=[a-z])", re.I)


def is_context(small: str, start: int) -> bool:
    """Do the words before a name tell that it only says when something is given?"""
    far = max(0, start - 70)
    if not (small.endswith(_CONTEXT_ENDS, 0, start) or small.find("without any", far, start) >= 0):
        return False
    return _CONTEXT.search(small, far, start) is not None


def without_group(name: Atom) -> Atom | None:
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
