"""Runs of letters and digits are the same however they are found."""

from hypothesis import given
from hypothesis import strategies as st

from extract.language.runs import RUN, runs


@given(st.one_of(st.text(), st.text(alphabet=st.characters(max_codepoint=127))))
def test_runs_of_plain_texts_are_those_of_all_texts(text: str) -> None:
    assert runs(text) == RUN.findall(text.lower())
