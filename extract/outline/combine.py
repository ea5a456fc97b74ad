"""How the criteria below an item join, and which part of the study an item is limited to."""

import re
from collections.abc import Iterable
from functools import cache

from extract.document import Combine
from extract.lexicons import holds
from extract.outline import limits
from extract.outline.model import Item
from extract.outline.signs import words
from extract.outline.words import load

_JOINED = frozenset(("group", "criterion"))
_JOINED_BY_OR = re.compile(r"(?:^|[\s;,])(?:or|and/or)\W*$", re.I)
_ONLY_OR = re.compile(r"\W*OR\W*", re.I)
_BEGINS_OR = re.compile(r"(?:OR|or|Or,|[Aa]nd ?/ ?or)\b")
# Of kinds, reasons or means listed one holds: nobody has all histologies.
_KINDS = re.compile(
    r"\bfollowing (?:[\w()-]+ ){0,8}(?:histolog(?:ies|y)|diagnos[ei]s|(?:sub)?types?|reasons?|tumou?rs?|cancers?|"
    r"malignancies|(?:sub)?groups|cohorts|categories|methods|indications|locations|sites|mutations)\W*$"
    r"|\bfollowing (?:[\w-]+ ){0,4}(?:patients|participants|subjects)\b(?! must| have| with)"
    r"|(?:tumou?r|cancer) types\b",
    re.I,
)
_JOINED_BY_AND = re.compile(r"(?:^|[\s;,])and\W*$", re.I)
# What stands in brackets says nothing of the list, unless it speaks of it.
_ASIDE = re.compile(r"\((?![^()]*\b(?:following|listed|criteria|conditions|(?:all|any|one) of)\b)[^()]*\)", re.I)
_ALTERNATIVE = re.compile(
    r"(?:For )?(?:Cohort|Arm|Group|Part|Phase|Stratum|Module|Stage) ?[A-Z0-9][\w.-]*\b.{0,60}?:", re.I
)
# as in: Treated with a new oral therapy, alone or in combination
_ONE_OF_A_KIND = re.compile(
    r"\b(?:an?|one) (?:[\w-]+ ){0,4}(?:therapy|treatment|drug|agent|regimen|medication|inhibitor|procedure)\b"
    r"(?! (?:with|of|for|that|which|must|has|is))[^.;:]{0,60}:?\s*$",
    re.I,
)
_DISEASE = re.compile(
    r"(?:carcinoma|sarcoma|lymphoma|myeloma|melanoma|glioma|blastoma|mesothelioma|astrocytoma|germinoma|"
    r"leuk[ae]*mia)s?\b|\b(?:cancer|tumou?r|neoplasm|malignanc(?:y|ie))s?\b",
    re.I,
)
_STATES_MORE = re.compile(
    r"[<>≥≤]|\b(?:must|has|have|had|no|not|without|within|diagnos\w+|underwent|undergoing|received|treat\w+|therapy|"
    r"history|prior|previous\w*|confirmed|measurable|size|diameter|is|are|be|stage|score|patients?|sample|tissue)\b",
    re.I,
)
_SIGN = re.compile(r"(?:BMI\s*|eGFR\s*)?([<>≥≤]=?)\s*\d")
_BARREN = re.compile(
    r"\W*(?:(?:is |are |be )?(?:post-?\s?menopaus|(?:surgically|naturally|permanently)\b.{0,15}steril))", re.I
)
_FERTILE = re.compile(
    r"\W*(?:(?:is |are |if )?(?:a |woman |women |female )*(?:of|with) child-?\s?bearing potential|wocbp)", re.I
)
_ANY: Combine = "any"
_ALL: Combine = "all"
_LEAST = 2
_NAME = 120
_TAIL = 200  # characters before the list in which the words that join it stand
_BRACKETED = 100  # characters before the end of an item in which a bracket may limit it
_LEADING = re.compile(
    r"^(?:for )?(?:if (?:enrolled )?in (?:the )?|"
    r"(?:patients|participants|subjects|those) (?:enrolled |enrolling |included )?in (?:the )?)?",
    re.I,
)
_HEAD = 12
# How a line begins that the expressions before and after this one match.
_LEADS = ("for", "if ", "in ", "patients ", "participants", "subjects ", "those ")
_INITIALS = frozenset(start[:2] for start in (*_LEADS, *limits.SEXES))
# such as: For the Dose-escalation and Expansion Cohorts
_PART = r"(?i:cohorts?|arms?|groups?|phases?|parts?|sub-?stud(?:y|ies))(?: (?:[Ee]xpansion|[Ee]scalation))?"
_ANY_PART = r"(?!(?:this|each|all|any|either|both|every|another|some|other|age)\b)"
_FOR_PART = re.compile(
    rf"(?:For|In) (?:the )?({_ANY_PART}[A-Za-z][\w /-]{{2,60}}? {_PART})"
    r"(?: (?:only|patients|participants|subjects))*(?: \([^()]*\))?\s*[:,]"
)
# such as: Participants in the dose escalation cohort must …
_IN_PART = re.compile(
    rf"(?:Participants|Patients|Subjects)(?: (?:enrolled|enrolling|included))? in (?:the )?"
    rf"({_ANY_PART}[A-Za-z][\w /-]{{2,40}}? {_PART})"
    r" (?:only|must|should|will)\b"
)
_FOR_EXPANSION = re.compile(r"For ((?:dose )?(?:expansion|escalation) in [^.;:]{2,60}?)(?: \([^()]*\))*\s*:")
_TIMING = re.compile(r"\((?:for )?((?:pro|retro)spective (?:study|cohort|part|arm|group|phase))(?: only)?\)\W*$", re.I)
_TRAILING = re.compile(r"\(([^()]{1,80}?)(?: only)?\)\W*$", re.I)


def join(items: Iterable[Item]) -> None:
    """Set `combine` on every group and criterion with criteria below it."""
    for item in items:
        if not item.children or item.kind not in _JOINED:
            continue
        if any(child.kind in _JOINED for child in item.children):
            item.combine = _said(item) or ("any" if item.section == "exclusion" else "all")


def _said(item: Item) -> Combine | None:
    """What the words before the list say, else what stands between its items."""
    last = None
    text = item.plain.text
    text = _ASIDE.sub(" ", text) if "(" in text else text
    if item.kind == "criterion" or not limits.labels(text):
        lexicon, start = load(), max(0, len(text) - _TAIL)
        for match in lexicon.combine.finditer(text, start):
            if item.kind == "criterion" or " " in match.group():  # "For All Mothers:" says whom, not how
                last = match
        if holds(text.lower(), lexicon.excepting_words) and lexicon.excepting.search(text, start):
            return "any"
    if last is not None:
        if last["examples"]:
            return "examples"
        return "any" if last["any"] else "all"
    if item.section != "exclusion" and _KINDS.search(text, max(0, len(text) - _TAIL)):
        return "any"
    texts = [child.plain.text for child in item.children if child.kind not in ("preamble", "note")]
    if len(texts) < _LEAST:
        return None
    if item.section != "exclusion" and item.kind == "criterion" and _alternatives(text, texts):
        return "any"
    if all(map(_ALTERNATIVE.match, texts)) or all(map(_BEGINS_OR.match, texts[1:])):
        return "any"
    return _joined(texts[:-1])


def _alternatives(text: str, texts: list[str]) -> bool:
    """Whether nobody needs all of a list: its opener asks for one thing, or its items are kinds of one thing."""
    if _ONE_OF_A_KIND.search(text, max(0, len(text) - _TAIL)) or all(map(_is_disease, texts)):
        return True
    signs = {match[1] if (match := _SIGN.match(each)) is not None else "" for each in texts}
    if len(signs) == 1 and "" not in signs:
        return True  # "≥ 30" beside "≥ 27 with …": one bound would be idle
    return any(map(_BARREN.match, texts)) and any(map(_FERTILE.match, texts))


def _is_disease(text: str) -> bool:
    """Whether an item only names a disease: `Clear cell carcinoma`."""
    text = _ASIDE.sub(" ", text).replace("not otherwise specified", " ")
    return len(text) <= _NAME and _DISEASE.search(text) is not None and _STATES_MORE.search(text) is None


def _joined(ends: list[str]) -> Combine | None:
    """What the ends of items (all but the last of a list) say: `a; b; or` and `a or`, `b or`; None when they differ."""
    for expression, combine in ((_JOINED_BY_OR, _ANY), (_JOINED_BY_AND, _ALL)):
        if expression.search(ends[-1]) is None:
            continue
        if all(end.endswith((";", ",")) or expression.search(end) is not None for end in ends):
            return combine
    return None


def limit(roots: Iterable[Item], items: Iterable[Item]) -> None:
    """Set `applies_to`: labels of the headings above an item, and those that it begins or ends with itself."""
    outer: list[str] = []
    for item in roots:
        own = _criterion_limits(item) if item.kind == "criterion" else _title_limits(item)
        if item.kind == "group" and item.section == "other":
            outer = own
        elif item.kind == "section" and own:
            outer = []  # a heading that says itself whom it is for ends what a title above sections said
        comment = item.kind == "note" and item.section == "other"  # on all of the study
        item.applies_to = [] if comment else _merge(outer, own)
    initials = _limiting_initials()
    for item in items:
        above = item.applies_to  # shared by what stands below: nobody changes it in place
        for at, child in enumerate(item.children):
            child.applies_to = above
            if child.kind == "criterion":
                if child.small[:2] not in initials and ")" not in child.plain.text[-_BRACKETED:]:
                    continue
                own = _criterion_limits(child)
            else:
                own = _title_limits(child) or (_alternative_title(item.children, at) if child.kind == "group" else [])
            if own:
                child.applies_to = _merge(above, own)


def _alternative_title(items: list[Item], at: int) -> list[str]:
    """The title of a group that a line saying only OR parts from another one."""
    group = items[at]
    before = [*items[max(0, at - 1) : at], *(items[at - 1].children[-1:] if at else [])]
    # The line may stand at the end of the list that it parts, and the other title may go on as an item.
    after = [*items[at + 1 : at + 2], *group.children[-2:]]
    parted = any(item.kind == "note" and _ONLY_OR.fullmatch(item.plain.text) for item in (*before, *after))
    return [group.plain.text.strip(" :.")] if parted else []


def _merge(above: list[str], own: list[str]) -> list[str]:
    """Labels that hold together: `Part 1` inside `Parts 1 and 2` takes its place, `Cohort 2` inside `Part 1` adds."""
    if not own or not above:
        return above + own
    nouns = {noun for label in own for noun in _nouns(label)}
    return [label for label in above if label not in own and not (_nouns(label) and _nouns(label) <= nouns)] + own


def _nouns(label: str) -> set[str]:
    return {match.group().lower().rstrip("s") for match in load().label.finditer(label)}


@cache
def _limiting_initials() -> frozenset[str]:
    """How a criterion begins that limits itself other than in a bracket at its end."""
    return _INITIALS | load().label_initials


def _title_limits(item: Item) -> list[str]:
    """Labels in the words of a section or group that limit what stands below; of other items none."""
    if item.kind not in ("section", "group"):
        return []
    text = item.plain.text
    head = text.split(":", 1)[0] if item.kind == "group" else text
    found = (limits.framed(text) if item.kind == "group" else []) or limits.limits(head)
    sex = head.strip(" :").lower()
    if item.kind == "section" or found:
        return found
    return [head.strip(" :")] if sex in load().sexes else limits.limited_sex(text)


def _criterion_limits(item: Item) -> list[str]:
    """Labels in a criterion's own words that limit it."""
    lexicon, text = load(), item.plain.text
    end = text[-_BRACKETED:]  # where it may say in a bracket whom it limits
    end = end.lower() if ")" in end else ""
    bracketed = holds(end, lexicon.label_starts)
    head = item.small[:_HEAD]
    named, at = None, 0
    if head.startswith(_LEADS):
        start = _LEADING.match(text)
        at = start.end() if start else 0
        named = _FOR_PART.match(text) or _IN_PART.match(text) or _FOR_EXPANSION.match(text)
    if named is None and "spective" in end:
        named = _TIMING.search(text, max(0, len(text) - _BRACKETED))
    if named is not None:
        return [named[1]]
    label = lexicon.label_list.match(text, at) if at or head.startswith(lexicon.label_starts) else None
    others = set(limits.labels(text)) if label is not None else set()
    if (
        label is not None
        and len(others) == 1
        and (
            at
            or text[label.end() :]
            .lstrip()
            .startswith((":", "-", "–", "only", "(", "participants must", "patients must"))
        )
    ):
        return [" ".join(label.group().split())]
    trailing = _TRAILING.search(text, max(0, len(text) - _BRACKETED)) if bracketed else None
    if trailing is None or not limits.labels(trailing[1]):
        return limits.limited_sex(text)
    inside = limits.labels(trailing[1])
    rest = lexicon.label_list.sub(" ", trailing[1])
    whole = all(word in ("for", "only", "patients", "participants", "subjects", "and", "in") for word in words(rest))
    return inside if whole and len(limits.labels(text)) == len(inside) else []
