"""Which quantities of a text are times."""

import re

from extract.language.before import ahead_of
from extract.language.context import Context
from extract.language.reading import Quantity
from extract.lexicons import holds

# Units of what may be a time
UNITS = frozenset(
    {"min", "h", "d", "wk", "mo", "a", "{half-life}", "{cycle}", "/h", "/d", "/wk", "/mo", "/a", "d/wk", "d/mo", "s"}
)
_ADJECTIVE = re.compile(r"[^\s-]+\s?[-–]\s?[A-Za-z]+")
_HYPHENS = ("-", "–")
_TOLERANCE = re.compile(r"(?:±|\+\s?/?\s?-)\s*$")  # "Day 15 ± 2 days"
# "24 hour creatinine clearance"
_TEST = re.compile(r"[\s-]*(?:creatinine|urin|protein|holter|ambulatory|dietary|recall|ecg)", re.I)
# "on 20 of 28 days", "500 mg of protein in 24 hours"; "8 of the last 14 days" is a window
_SHARE = re.compile(
    r"(?:\b\d+\s+(?:out\s+)?of\s+(?:the\s+|any\s+)?"
    r"|(?:protein|proteinuria|urine|\bm?g|\bmL)\s+(?:in|over|per)\s+(?:a\s+)?)$",
    re.I,
)
_SHARE_ENDS = ("of", "the", "any", "in", "over", "per", "a")  # what it ends in
# "30 of the 60 days prior to"
_COUNTED_BACK = re.compile(
    r"\s+(?:immediately\s+)?(?:prior\s+to|before|preceding)\s", re.I
)  # "30 of the 60 days prior to"
# "during the 4-week run-in period"
_DURING = re.compile(
    r"\b(?:during|throughout|over|in|of|and)\s+(?:both\s+)?(?:the|a|an|this|their)\s+(?:[\w-]+,?\s+){0,2}$", re.I
)
_PHASE = re.compile(
    r"[\s-]*(?:[\w-]+\s+){0,3}?(?:run-?\s?in|baseline|screening|lead-?\s?in|observation|wash-?\s?out|stabili[sz]ation)\s+"
    r"(?:period|phase|window|interval)\b",
    re.I,
)
_OPENS_ROW = re.compile(r"\W*(?:\d|from\s|to\W)", re.I)  # a row of ages, of whatever form
_ROW = re.compile(
    r"\W*(?:from\s+)?\d+\s*(?:(?:years?|months?|weeks?|days?)\s*)?(?:(?:to|-|<|≥|≤|>|–)\s*)*"
    r"(?:\d+\s*)?(?:years?|months?|weeks?|days?|:)",
    re.I,
)
_CLOCK = re.compile(r"\d:$")  # "from 23:00 h"
# "the 3 month follow-up visit" names a visit; "through the 4 month visit" reaches up to it
_VISIT = re.compile(
    r"[\s-]*(?:(?:study|clinic|post-?op\w*)\s+)?(?:follow[\s-]?up(?:\s+(?:visit|assessment|appointment|exam)\w*)?|visits?|appointments?)\b",
    re.I,
)
_AT_VISIT = re.compile(r"(?:\b(?:the|their|all|each|to|at|and|or|through|thru|until|till)|,)\s+$", re.I)
_REACHING = re.compile(r"\b(?:through|thru|until|till|up\s+to)\s+(?:the\s+)?$", re.I)
# Ages and lengths of a pregnancy that the reader of numbers takes for times: "Age: 20-60 years", "infants ≤ 4 months"
_OF_AGE = re.compile(
    r"\b(?:ages?\b(?:(?!\b(?:for|with|within|since|who|had|has)\b)[^.,\d]){0,24}(?:\d+\s*(?:and|or|to|-)\s*)?|(?:infants|children|newborns|neonates|groups)\s+(?:between\s+)?"
    r"|(?:males?|females?|men|women|adults|boys|girls)\s+(?:between|from)\s+"
    r"|\blegal\s+age\b[^.;\d]{0,60}"
    r"|(?:lansky|karnofsky)\s*(?:score\s*)?\(|at\s+term\s*\(|preterm\s+(?:birth|labou?r|delivery|infants?)\s*\(?"
    r"|gestational\s+age[^.;]{0,30}|deliver(?:s|y|ed)\s+(?:at|after|before)\s+)$"
    r"|\bage\b[^.;]{0,24}\(not\s+includ\w+\s+|\d\s?(?:weeks?)?\s*\+\s?$",  # "35+6 weeks", "35 weeks + 6 days"
)  # in small letters
_AGE_SIGNS = ("age", "deliver", "term", "lansky", "karnofsky")  # the expression needs one of them,
_AGE_ENDS = ("infants", "children", "newborns", "neonates", "groups", "between", "from", "+")  # or ends in one of these
_AGED = re.compile(
    r"\s*(?:,\s+at\s+the\s+time\s+of\s+(?:signing|informed|consent)|pregnan|(?:of\s+)?gestation|ultrasound|rs\s+old|is\s+not\s+the\s+age\b|(?:to|and|or|,)\s+(?:\\?[<≤≥>]=?)?\s*\d+\s*\w+\s+of\s+age)",
    re.I,
)
_SEXES = re.compile(r"\bmale\W{1,4}\d", re.I)
# the head of a table by age and sex: "Age Male Female 1 to < 2 years 0.6 0.6"
_TABLE = re.compile(
    r"\bage\b[^.;\d]{0,30}\b(?:male\b[^.;\d]{1,12}\bfemale|female\b[^.;\d]{1,12}\bmale)\b[^.;\d]{0,12}\d", re.I
)
# a row of such a table: "1 to < 2 years 0.6 0.6"
_TABLE_ROW = re.compile(r"\W*(?:\d+\W+)?(?:to\W+)?\d+\s+(?:years?|months?)\W+\d(?:\.\d+)?\s+\d(?:\.\d+)?(?:\s|$)", re.I)
# "Apgar score of 5 minutes", "the 5-minute Apgar score"
_APGAR_BEFORE = re.compile(r"\bapgar\b[^.;\d]{0,24}(?:\d+\s*(?:and|or|,)\s*)?$", re.I)
_APGAR_AFTER = re.compile(r"[\s-]*apgar\b", re.I)
_WINDOW = re.compile(r"(?:within|for)\b", re.I)
_AGE = re.compile(r"\bage[ds]?\b", re.I)
_YEARS_OLD = re.compile(r"y\s?/?\s?o\.?$", re.I)  # ends in one of these
_OLD_ENDS = ("o", "O", "o.", "O.")
# An adjective ("24-hour urine") is a name or part of the study, unless one of these follows.
_STATED = re.compile(
    r"[\s-]*(?:history|duration|period|periods|wash-?\s?out|interval|course|life|window|exposure|prior|before|preceding|after|following|post|since|of\s+(?:age|life)|time|timeframe|"
    r"(?:long[\s-]?term\s+)?follow[\s-]?up(?!\s+(?:visit|assess|appoint|exam|study|trial|program))|$|[.,;)])",
    re.I,
)
_LEAD = re.compile(
    r"\b(?:within|past|last|previous|preceding|next|at\s+least|for|every|than|minimum|a\s+minimum\s+of|over|duration\s+of)\s+(?:an?\s+|the\s+)?$",
    re.I,
)


def is_time(quantity: Quantity, text: str) -> bool:
    """Does the quantity bound when, how long or how often? Ages, laboratory seconds and names do not."""
    if quantity.role == "age" or quantity.unit not in UNITS:
        return False
    if not quantity.compared and _TOLERANCE.search(ahead_of(text, quantity.start, 8)):
        return False
    if not quantity.compared and quantity.unit == "h" and _TEST.match(text, quantity.end):
        return False
    if quantity.unit == "min" and (
        _APGAR_AFTER.match(text, quantity.end) or _APGAR_BEFORE.search(ahead_of(text, quantity.start, 50))
    ):
        return False
    if _is_share(quantity, text):
        return False
    if (
        quantity.unit in ("a", "mo", "wk", "d")
        and not (text[quantity.start] in "wWfF" and _WINDOW.match(text, quantity.start))
        and (
            _follows_age(text[max(quantity.start - 80, 0) : quantity.start])
            or _AGED.match(text, quantity.end)
            or (
                text.endswith(_OLD_ENDS, quantity.start, quantity.end)
                and _YEARS_OLD.search(text, quantity.start, quantity.end)
            )
        )
    ):
        return False
    before = ahead_of(text, quantity.start, 24)
    if quantity.unit == "h" and _CLOCK.search(before):
        return False
    if not quantity.compared and _VISIT.match(text, quantity.end) and _AT_VISIT.search(before):
        return _REACHING.search(before) is not None
    if quantity.role != "time" and quantity.unit not in ("d/wk", "d/mo"):
        return False
    if quantity.unit == "s" and not re.search(r"\bfor\s+(?:at\s+least\s+)?$", ahead_of(text, quantity.start, 20), re.I):
        return False
    words = text[quantity.start : quantity.end]
    if quantity.compared or quantity.unit == "{half-life}" or not holds(words, _HYPHENS):
        return True
    return not _ADJECTIVE.fullmatch(words) or _is_stated(quantity, text)


def _follows_age(before: str) -> bool:
    """Do the words before a quantity lead to an age?"""
    words = before.lower()
    may_lead = words.rstrip().endswith(_AGE_ENDS) or holds(words, _AGE_SIGNS)
    return may_lead and _OF_AGE.search(words) is not None


def _is_share(quantity: Quantity, text: str) -> bool:
    """Is the number the whole of a share: `on 20 of 28 days`?"""
    if quantity.unit not in ("d", "h"):
        return False
    before = ahead_of(text, quantity.start, 40)
    if not before.rstrip().lower().endswith(_SHARE_ENDS) or _COUNTED_BACK.match(text, quantity.end):
        return False
    return _SHARE.search(before) is not None


def _is_stated(quantity: Quantity, text: str) -> bool:
    """Do words around an adjective (`24-hour`) say that it is a time, and no part of a name?"""
    if _PHASE.match(text, quantity.end) and _DURING.search(ahead_of(text, quantity.start, 50)):
        return True
    return bool(_STATED.match(text, quantity.end)) or bool(_LEAD.search(ahead_of(text, quantity.start, 30)))


def ends_age(quantity: Quantity, last: Quantity | None, text: str) -> bool:
    """Are these the months of an age in years: `under 15 years and 9 months`?"""
    if last is None or (last.unit, quantity.unit) != ("a", "mo") or last.role != "age" or quantity.compared:
        return False
    return text[last.end : quantity.start].replace(",", " ").split() in ([], ["and"])


def is_row_of_ages(text: str, context: Context) -> bool:
    """Is the text a row below a line about age: `13 to < 16 years: male 1.5, female 1.4`?"""
    if "male" in text.lower() and _TABLE.search(text):
        return True
    if _OPENS_ROW.match(text) is None:
        return False
    if _TABLE_ROW.match(text):
        return True
    if _ROW.match(text) is None:
        return False
    return _SEXES.search(text) is not None or any(_AGE.search(above.text) for above in context.ancestors[:1])
