"""Items told to be one question without composing are the same as when they are composed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.criteria import Bound, Condition, Eligibility, Measure, Node, Span, Threshold, Time
from extract.logic import sure, tree
from extract.logic.alone import alone
from extract.logic.complete import complete
from extract.logic.marks import marks
from extract.logic.words import logic_words

WORDS = """
asthma|donor|，|notB|hiv-infected|men|all|limited to|exclusions are|severe|no|not|without
|history of|any|known|pregnant|women|patients|who|must|should|if|for|with|either|is unknown
|may be|excluded|except|3|≥|B|use of|disease|consent|the|within 2 months|for 3 months, or longer|planned during
|age ≥ 18|age no less than 8|≥ 18|≥ 18|≥ 18 if B|years|adult|of|defined as|aged|female|male or female|/2
""".replace("\n", "").split("|")
JOINTS = [
    " ",
    " ",
    " ",
    ", ",
    " and ",
    " or ",
    " and/or ",
    " / ",
    " plus ",
    "; ",
    ". ",
    ": ",
    " (",
    ") ",
    ", and ",
    " - ",
    "/",
    ",",
]
SENTENCES = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINTS)), min_size=1, max_size=9).map(
    lambda pairs: "".join(word + joint for word, joint in pairs).strip()
)
LETTERS = st.characters(codec="ascii")


def node(text: str, section: str) -> Node:
    made = Node("n", "k", "criterion", section, None, None, span=Span(0, len(text)), text=text, plain=text)  # type: ignore[arg-type]
    made.times = [
        Time(f"n.d{n}", Span(*found.span()), found[0], "before", None, Bound(2, True), "mo")
        for n, found in enumerate(re.finditer("within 2 months|for 3 months, or longer", text), 1)
    ]
    made.thresholds = [
        Threshold(
            f"n.t{n}", Span(*found.span()), found[0], measure(found), Bound(18, True), None, "a",
            condition=Condition(f"n.c{n}", "if B", Span(*found.span("if"))) if found["if"] else None,
        )
        for n, found in enumerate(re.finditer(r"(?P<age>age )?(?:≥ 18|no less than 8)(?P<if> if B)?", text), 1)
    ]  # fmt: skip
    return made


def measure(found: re.Match[str]) -> Measure:
    named = found.span("age") if found["age"] else found.span()
    return Measure(found["age"] or found[0], Span(*named), id="age" if found["age"] else None)


def completed(text: str, section: str) -> Eligibility:
    made = Eligibility(text, criteria=[node(text, section)])
    complete(made)
    return made


@pytest.mark.parametrize("section", ["inclusion", "exclusion"])
@given(text=SENTENCES)
def test_what_is_not_composed_is_as_if_it_were(section: str, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "plainly_alone", lambda _: None)
        patch.setattr(tree, "alone", lambda _: None)
        composed = completed(text, section)
    assert completed(text, section) == composed


@pytest.mark.parametrize("name", ["negation", "starter", "_LEAD", "_GROUP"])
@given(data=st.data())
def test_what_is_matched_begins_with_a_word_looked_up(name: str, data: st.DataObject) -> None:
    words = logic_words()
    pattern = getattr(words, name, None) or getattr(sure, name)
    beginning = re.compile(rf"\A{pattern.pattern}", pattern.flags)
    text = data.draw(st.from_regex(beginning, alphabet=LETTERS)).lower()
    found = re.search(r"[^\W_]+", text)
    assert found is not None
    begins = {"negation": words.negating, "starter": words.starting, "_LEAD": sure._LEADING}.get(name)
    if begins is None:
        assert found[0] in sure._GROUPING or found[0].startswith("hiv")
    else:
        assert found[0] in begins


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Severe asthma or allergic rhinitis, with or without polyps", True),
        ("Severe asthma", True),
        ("age ≥ 18 years;", True),
        ("age ≥ 18 years; adult", False),
        ("age ≥ 18 years, female", False),
        ("Severe asthma and age ≥ 18 years", False),
        ("Severe asthma or rhinitis within 2 months", True),
        ("Severe asthma within 2 months or history of rhinitis", False),
        ("No severe asthma", False),
        ("Women of childbearing potential must use contraception", False),
        ("Severe asthma or history of rhinitis", False),
        ("Severe asthma; rhinitis", False),
        ("Severe asthma. Rhinitis is no reason.", False),
    ],
)
def test_what_is_sure_beforehand(text: str, sure: bool) -> None:
    assert (alone(marks(node(text, "inclusion"))) is not None) is sure
