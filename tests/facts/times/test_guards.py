"""What spares a time an expression never decides otherwise than the expression does."""

import re

from hypothesis import given
from hypothesis import strategies as st

from extract.facts.times import endings, frames, gates, points, select, stretches, study_days, subjects
from extract.facts.times.cues import cues
from extract.facts.times.frame_words import frame_words
from extract.facts.times.numbered import Numbered
from extract.language.anchors import anchors
from extract.language.reader import Reader
from extract.lexicons import holds, table

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


def _said(*words: str) -> st.SearchStrategy[str]:
    """Texts of some of these words, with blanks between them."""
    return st.lists(st.sampled_from(words), max_size=6).map(" ".join)


@given(
    _said("from", "between", "through", "to", "prior to", "before", "day 3", "week 12", "Days 1-4", "the 2nd day",
          "3rd", "after", "post", "month 10 (8-12)", "and", "up to", "until", "study", "weeks 2 to 4")
)  # fmt: skip
def test_days_of_a_study_are_looked_for_wherever_they_stand(text):
    small = text.lower()
    needed = {
        study_days._SPAN: study_days._OPENING,
        study_days._ORDINALS: study_days._OPENING,
        study_days._DAYS_AFTER: study_days._LATER,
        study_days._UNTIL: study_days._CLOSING,
        study_days._BEFORE: study_days._EARLIER,
        study_days._DUE: ("(",),
    }
    for pattern, words in needed.items():
        if pattern.search(text):
            assert holds(small, words)
            assert study_days._may_stand(small)
            assert READER.words(text).says(study_days._UNIT_WORDS)


@given(_said("3", "of", "out of", "the", "any", "protein", "mg", "mL", "in", "over", "per", "a", "for", "urine"))
def test_shares_are_looked_for_behind_the_words_that_lead_to_their_whole(said):
    if select._SHARE.search(said + " "):
        assert said.lower().endswith(select._SHARE_ENDS)


@given(
    st.sampled_from(["", " ", "-", " (", ") ", " ± ", " (+/-"]),
    _said(
        "after", "of", "Post", "status post", "prior", "pre", "hrs)", "± 3 days)", "3 days)", "surgery", "from", "the"
    ),
)
def test_the_event_of_a_number_is_looked_for_wherever_a_word_opens_it(gap, said):
    text, words = f"4 weeks{gap}{said} ", frame_words()
    if words.after.match(text, 7) or words.before.match(text, 7):
        following = frames._FOLLOWING.match(text, 7)
        assert following["word"].lower() in words.nexts or following["aside"]


@given(
    _said("until", "to", "progression", "or", "death", "(", "(approximately", "about", "estimated", "as", "to be", "~",
          "up to", "is"), st.sampled_from(["", " "])
)  # fmt: skip
def test_how_long_a_stretch_may_take_is_looked_for_in_its_bracket(said, gap):
    text = said + gap
    if stretches._ESTIMATE.search(text):
        assert stretches._ABOUT.fullmatch(text, text.rfind("(") + 1)


@given(
    st.sampled_from(["", " ", ") ", " (x y) ", ", "]),
    _said("of", "duration", "at", "on", "the", "based on", "in", "run-in", "screening", "time of", "visit", "after"),
)
def test_the_gate_of_a_study_is_looked_for_wherever_it_stands(gap, said):
    text = f"4 weeks{gap}{said}"
    if gates._AT_GATE.match(text, 7):
        assert cues().following(text, 7)[1] in gates._GATE_WORDS or "(" in text[7:9]


@given(
    _said("re transplantation", "re-transplantation", "lost to follow-up", "loss to follow-up", "death", "free",
          "progression-free", "without", "absence of", "in the", "any", "surgery", "until")
)  # fmt: skip
def test_words_that_turn_an_event_are_told(text):
    turning = READER.words(text).says(points._TURNING)
    for start, end, _ in anchors().find(text):
        if points._AGAIN.search(text[:start]) or points._ABSENT.search(text[:start]) or points._FREE.match(text, end):
            assert turning
