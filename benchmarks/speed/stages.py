"""The share of each stage in the time of the whole pipeline."""

import cProfile
import pstats
from time import process_time

from extract.assembly.place import Place
from extract.facts import exceptions, thresholds, times
from extract.facts.regimens import Regimens
from extract.language.reader import Reader
from extract.logic.complete import complete
from extract.outline import parse
from extract.pipeline import Extractor
from extract.records import Record

_STAGES = {
    "outline": parse,
    "reading": Reader.read,
    "thresholds": thresholds.find,
    "times": times.find,
    "exceptions": exceptions.find,
    "expression": complete,
    "regimens": Regimens.of_study,
    "time frames": times.find_in_time_frame,
    "quoting": Place.quote,
    "whole": Extractor.extract,
}


def stages(records: list[Record], most: int = 300) -> None:
    """Print the share of each stage over some records, as a profiler sees it (calls weigh more than they do)."""
    extractor = Extractor()  # a new one remembers no time frames
    profile = cProfile.Profile(process_time)
    profile.enable()
    for record in records[:most]:
        extractor.extract(record)
    profile.disable()
    found = pstats.Stats(profile).stats  # type: ignore[attr-defined]  # typeshed leaves it out
    spent = {
        name: sum(
            times_[3]
            for (file, line, _), times_ in found.items()
            if (file, line) == (stage.__code__.co_filename, stage.__code__.co_firstlineno)
        )
        for name, stage in _STAGES.items()
    }
    whole = spent.pop("whole")
    for name, one in sorted(spent.items(), key=lambda pair: -pair[1]):
        print(f"{name:24}{one / whole:>10.0%}")
