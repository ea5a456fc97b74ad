"""Items told to be one question without composing are the same as when they are composed."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.criteria import Eligibility, Node, Span
from extract.language.clauses import layout
from extract.logic.alone import alone
from extract.logic.complete import complete
from extract.logic.tree import Assembler

WORDS = """
asthma|severe|no|not|without|history of|any|known|pregnant|women|patients|who|must|should|if|for|with|either|is unknown
|may be|excluded|except|3|≥|B|use of|disease|consent|the
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


def node(text: str, section: str) -> Node:
    span = Span(0, len(text))
    return Node("n", "k", "criterion", section, None, None, span=span, text=text, plain=text)  # type: ignore[arg-type]


def completed(text: str, section: str) -> Eligibility:
    made = Eligibility(text, criteria=[node(text, section)])
    complete(made)
    return made


@pytest.mark.parametrize("section", ["inclusion", "exclusion"])
@given(text=SENTENCES)
def test_what_is_not_composed_is_as_if_it_were(section: str, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        never: Callable[[Assembler, Node], None] = lambda _, __: None  # noqa: E731
        patch.setattr(Assembler, "_alone", never)
        composed = completed(text, section)
    assert completed(text, section) == composed


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Severe asthma or allergic rhinitis, with or without polyps", True),
        ("Severe asthma", True),
        ("No severe asthma", False),
        ("Women of childbearing potential must use contraception", False),
        ("Severe asthma or history of rhinitis", False),
        ("Severe asthma; rhinitis", False),
        ("Severe asthma. Rhinitis is no reason.", False),
    ],
)
def test_what_is_sure_beforehand(text: str, sure: bool) -> None:
    assert (alone(node(text, "inclusion"), text, layout(text)) is not None) is sure
