"""Facts as the document's types."""

from extract.assembly.facts import TimeFrames
from extract.document import Outcome
from extract.language.reader import Reader


def test_outcomes_of_one_time_frame_share_nothing_that_may_change():
    frames = TimeFrames(Reader())
    one, two = (
        frames.of(Outcome(id=name, role="primary", measure="Pain", time_frame="Baseline, 6 weeks after surgery"))
        for name in ("o1", "o2")
    )
    assert [time.id for time in one.times] == ["o1.d1", "o1.d2"]
    assert [time.id for time in two.times] == ["o2.d1", "o2.d2"]
    assert one.times[1].anchor == two.times[1].anchor is not one.times[1].anchor
    assert {time.field for time in one.times} == {"time_frame"}
