"""What spares a time an expression never decides otherwise than the expression does."""

import re

from hypothesis import given
from hypothesis import strategies as st

from extract.facts.times import endings, select, subjects
from extract.facts.times.cues import cues
from extract.facts.times.frame_words import frame_words
from extract.facts.times.numbered import Numbered
from extract.language.reader import Reader
from extract.lexicons import table

DATA = table("time_cues.toml")
PATTERNS = {**cues().leads, "every": cues().every}
OPENERS = [cue for name in (*cues().leads, "every") for cue in DATA[name]]
LEFTS = st.lists(
    st.sampled_from([*OPENERS, *DATA["size"], *DATA["stretch"], "(", "-", "≥", "~", ",", "disease", "Week"]), max_size=5
).map(" ".join)
IDLE = st.lists(
    st.sampled_from([*DATA["idle"]["closing"], "surgery", "CT", "e.g.", "–", "(", "[", ",", ".", ":", "-", ""]),
    max_size=7,
).map(" ".join)
AGES = st.sampled_from(
    ["aged", "Age:", "ages", "infants", "Children between", "newborns", "groups", "males between", "men from",
     "adults between", "legal age", "Lansky (", "at term (", "preterm birth", "gestational age", "delivered at", "35 +",
     "over", "for"]
)  # fmt: skip


@given(LEFTS, st.sampled_from(["", " ", " about "]), st.booleans())
def test_what_opens_a_time_is_looked_for_wherever_it_stands(left, gap, upper):
    text = (left.upper() if upper else left) + gap
    text = text.lower()
    found = {name: match for name, pattern in PATTERNS.items() if (match := pattern.search(text))}
    kinds, first = cues().opening(text)
    assert found.keys() <= kinds
    assert all(match.start() >= first for match in found.values())


SIDES = [cue for name in ("before", "after", "around", "later", "elapsed", "ago") for cue in DATA[name]]


@given(
    st.sampled_from(["", " ", ") ", "-", ", ", " ("]),
    st.lists(st.sampled_from([*DATA["between"], *SIDES, "disease", "("]), max_size=4),
    st.sampled_from(["", " ", ".", "-", " and", " (x) to y", ")"]),
    st.booleans(),
)
def test_what_follows_a_time_is_looked_for_wherever_it_stands(gap, words, end, upper):
    text = "4 weeks" + gap + " ".join(words) + end
    text = text.upper() if upper else text
    found = {name: match.span() for name, cue in cues().sides.items() if (match := cue.match(text, 7))}
    kinds, _, filled = cues().following(text, 7)
    assert found.keys() <= kinds
    if not filled:
        near = {name: match.span() for name, cue in cues().next_sides.items() if (match := cue.match(text, 7))}
        assert found == near


CLOSING = "|".join(DATA["idle"]["closing"])
TAIL = re.compile(rf"(?:[\s,.(\[\-–:]|(?:^|\s)(?:{CLOSING}))+$", re.I)


@given(IDLE, st.booleans(), st.integers(0, 3))
def test_idle_words_end_where_an_expression_finds_them(said, upper, start):
    text = said.upper() if upper else said
    tail = TAIL.search(text[start:])
    assert subjects._tail(text, start, max(len(text), start)) == (
        start + tail.start() if tail else max(len(text), start)
    )


@given(st.lists(AGES, max_size=3).map(" ".join), st.sampled_from(["", " ", " 3 to "]))
def test_ages_are_looked_for_wherever_they_stand(said, gap):
    assert select._follows_age(said + gap) == (select._OF_AGE.search((said + gap).lower()) is not None)


FRAME = DATA["frame"]
LED = [*FRAME["least"], *FRAME["every"], *FRAME["until"], *FRAME["length"], *FRAME["about"], "dose", "(", ",", "["]


@given(st.lists(st.sampled_from(LED), max_size=4).map(" ".join), st.sampled_from(["", " ", " ("]), st.booleans())
def test_what_opens_a_number_of_a_time_frame_is_looked_for_wherever_it_stands(said, gap, upper):
    text = (said.upper() if upper else said) + gap
    found = {name: match for name, pattern in frame_words().lead.items() if (match := pattern.search(text))}
    kinds, first = frame_words().opening(text)
    assert found.keys() <= kinds
    assert all(match.start() >= first for match in found.values())


READER = Reader()
NUMBERS = st.lists(
    st.sampled_from(
        ["1", "12", "1,500", "0.5", "three", "-", "–", "to", ",", "and", "(", ")", "±", "weeks", "week", "Day", "year",
         "h", "x", "cycle", "wash", "visit", "within", "a", "W12", "Week12", "up to", "half", "lives", "every", "th"]
    ),
    max_size=9,
)  # fmt: skip


class _Slowly(Numbered):
    """Tries every rule at every item."""

    def all(self):
        at = 0
        while at < self.size:
            found, end = self._titled(at) or self._compact(at) or self._counted(at) or self._one(at) or ([], at + 1)
            yield from found
            at = max(end, at + 1)

    def _plain(self, at):  # noqa: ARG002  the rule is turned off
        return None


@given(NUMBERS, st.sampled_from([" ", ""]))
def test_no_number_of_a_time_frame_is_passed(said, gap):
    reading = READER.words(gap.join(said) if gap else " ".join(said).replace(" ,", ",").replace(" -", "-"))
    fast, slow = list(Numbered(reading).all()), list(_Slowly(reading).all())
    for point in (*fast, *slow):
        point.listed = 0  # numbers of lists may differ, not what is in one
    assert fast == slow


def test_every_ending_is_told_by_its_words():
    for phrase in FRAME["endings"]:
        assert endings.endings(READER.words(f"until {phrase}"), []), phrase
