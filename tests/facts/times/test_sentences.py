"""Times of a criterion, as `sentences.txt` annotates them.

A sentence stands at the start of a line, its times below it, indented: their words | relation | bounds and unit |
words of the event = its id | group and which of its alternatives counts. Lines before it that start with `^` are the
lines above it in the tree, the nearest last; `^0 first_dose` says that the event stands in the nearest of them.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.facts.times import FoundTime, find, find_in_time_frame, may_recur
from extract.language.context import Context
from extract.language.reader import Reader
from extract.language.reading import Limit

READER = Reader()


def cases(name):
    """Sentences of a file with the lines above them and the lines expected of them."""
    above: list[str] = []
    found: list[tuple[list[str], str, list[str]]] = []
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("^"):
            above.append(line[1:].strip())
        elif line.startswith(" "):
            found[-1][2].append(line.strip())
        else:
            found.append((above, line, []))
            above = []
    return found


def bounds(low: Limit | None, high: Limit | None) -> str:
    if low and high and low.value == high.value:
        return f"= {low.value}"
    lower = f"{'>=' if low.inclusive else '>'} {low.value}" if low else ""
    upper = f"{'<=' if high.inclusive else '<'} {high.value}" if high else ""
    return f"{lower} {upper}".strip()


def written(text: str, time: FoundTime) -> str:
    parts = [text[time.start : time.end], time.relation, f"{bounds(time.low, time.high)} {time.unit or ''}".strip()]
    if anchor := time.anchor:
        own = anchor.ancestor is None
        parts.append(f"{text[anchor.start : anchor.end]} = {anchor.id}" if own else f"^{anchor.ancestor} {anchor.id}")
    if time.group is not None:
        parts.append(f"group {time.group} {time.pick or ''}".strip())
    return " | ".join(parts).replace("|  |", "| - |")


@pytest.mark.parametrize(("above", "sentence", "expected"), cases("sentences.txt"))
def test_sentence(above, sentence, expected):
    context = Context(ancestors=[READER.read(text) for text in reversed(above)])
    assert [written(sentence, time) for time in find(READER.read(sentence), context)] == expected


@pytest.mark.parametrize(
    ("section", "sentence", "expected"),
    [
        ("exclusion", "Antibiotics 2 weeks before randomization", "<= 2 wk"),
        ("exclusion", "Antibiotics that cannot be stopped 2 weeks before randomization", ">= 2 wk"),
        ("inclusion", "Antibiotics stopped 2 weeks before randomization", ">= 2 wk"),
    ],
)
def test_a_bare_number_before_an_event_closes_a_window_that_excludes(section, sentence, expected):
    (time,) = find(READER.read(sentence), Context(section=section))
    assert f"{bounds(time.low, time.high)} {time.unit}" == expected


def test_the_set_is_large_enough():
    assert len(cases("sentences.txt")) >= 120


PHRASES = [
    "within 4 weeks", "or 5 half-lives", "(", ")", ",", ";", ".", "prior to", "the first dose", "whichever is longer",
    "at least", "six months", "after", "surgery", "for", "in the last year", "every 2 days", "of", "since", "until",
    "3-4", "days", "twice a week", "before", "and", "≥", "< 3 mo", "ago", "day 1",
]  # fmt: skip
WORDS = st.sampled_from(PHRASES)


@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_spans_lie_in_the_text_and_bounds_are_ordered(text):
    for time in find(READER.read(text), Context()):
        assert 0 <= time.start < time.end <= len(text)
        assert time.low or time.high
        if time.anchor:
            assert text[time.anchor.start : time.anchor.end].strip()
        if time.subject:
            assert text[slice(*time.subject)].strip()


@pytest.mark.parametrize(("above", "frame", "expected"), cases("frames.txt"))
def test_time_frame(above, frame, expected):
    assert [written(frame, time) for time in find_in_time_frame(READER.read(frame))] == expected


@given(st.lists(st.sampled_from([*PHRASES, "Baseline", "Week", "up to", "month", "±"]), max_size=25).map(" ".join))
def test_any_time_frame_gives_spans_in_the_text(text):
    for time in find_in_time_frame(READER.read(text)):
        assert 0 <= time.start < time.end <= len(text)
        assert time.low or time.high or time.anchor


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Stroke, heart failure, or unstable angina within 6 months of screening.",
            ["Stroke, heart failure, or unstable angina"],
        ),
        ("Recent (within 3 months) open surgery.", ["open surgery"]),
        ("Phototherapy: 4 weeks", ["Phototherapy"]),
        ("At least 2 weeks must have elapsed between the end of radiotherapy and enrollment.", [None]),
        ("Any drug within 30 days or 5 half-lives before dosing, whichever is longer.", ["drug", "drug"]),
    ],
)
def test_subject(sentence, expected):
    found = find(READER.read(sentence), Context())
    assert [time.subject and sentence[slice(*time.subject)] for time in found] == expected


def test_a_time_frame_is_read_alike_with_items_alone_where_no_quantity_may_say_how_often():
    times = ["once", "twice", "3 times", "2 days", "two nights", "5 doses", "4x", "at least 3 units"]
    rates = [
        "daily",
        "weekly",
        "a week",
        "per day",
        "/day",
        "each month",
        "every year",
        "in a week",
        "any day",
        "per 1 week",
        "per calendar day",
        "/ month",
        "a full week",
        "nightly",
        "of it",
    ]
    texts = [sentence for name in ("sentences.txt", "frames.txt") for _, sentence, _ in cases(name)]
    texts += [f"up to {often} {rate}, 6 months after surgery" for often in times for rate in rates]
    plain = [text for text in texts if not may_recur(READER.words(text))]
    assert len(plain) > 100
    for text in plain:
        assert find_in_time_frame(READER.words(text)) == find_in_time_frame(READER.read(text)), text
