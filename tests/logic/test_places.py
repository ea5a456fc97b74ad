"""Places looked up by search are those that a walk through all of them finds."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from extract.logic.places import Places, among, merged, shaded

PLACES = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 5)).map(lambda one: (one[0], one[0] + one[1])))
STRETCH = st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda one: (one[0], one[0] + one[1]))


@given(PLACES, STRETCH)
def test_search_and_walk_agree(places, stretch):
    start, end = stretch
    assert Places(places).hold(start, end) == any(a <= start and end <= b for a, b in places)
    assert Places(places).reach(start, end) == any(a < end and start < b for a, b in places)


@given(PLACES, STRETCH)
def test_merged_places_cover_the_same_and_are_in_order(places, stretch):
    known = merged(places)
    assert shaded(0, 20, known) == shaded(0, 20, places)
    assert all(one[1] <= other[0] for one, other in pairwise(known))
    assert among(known, *stretch) == [p for p in known if p[0] < stretch[1] and stretch[0] < p[1]]


def test_places_that_only_touch_stay_two():
    assert merged([(5, 9), (0, 5), (7, 8)]) == [(0, 5), (5, 9)]
