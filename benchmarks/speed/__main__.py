"""`python -m benchmarks.speed [SOURCE...]`: studies and characters a second, by stage, beside others, and their growth.

One process, warm, without reading or writing files, documents dropped as they come. A source of one record is taken as
1,000 studies. Each pass over the records takes a new extractor, which remembers nothing of them: the fastest tells what
the machine can do, the slowest how much others on it took off that. Figures depend on the machine; nothing is asserted.
"""

import sys
from collections import deque

from benchmarks.speed.growth import growths
from benchmarks.speed.rivals import RIVALS, Rival
from benchmarks.speed.stages import stages
from benchmarks.speed.timing import seconds
from extract.batch.work import settle
from extract.pipeline import Extractor
from extract.records import Record, read_records


def main(sources: list[str]) -> None:
    """Print throughput over the sources (the corpus unless named), others on the same texts, stages, and growth."""
    records = [item for item in read_records(sources or ["corpus"]) if isinstance(item, Record)]
    if len(records) == 1:
        records *= _STUDIES
    characters = sum(len(record.eligibility.text or "") for record in records)
    passes = sorted(one_pass(records) for _ in range(_PASSES))
    for label, spent in (("whole pipeline", passes[0]), (f"slowest of {_PASSES} passes", passes[-1])):
        print(f"{label:24}{len(records) / spent:>10,.0f} studies/s{characters / spent:>14,.0f} characters/s")
    for name, make in RIVALS.items():
        print(f"{name:24}" + beside(make, records, characters / passes[-1]))
    print()
    stages(records)
    print()
    growths()


def one_pass(records: list[Record]) -> float:
    """Seconds that a new, warm extractor takes for the records, each once."""
    extractor = Extractor()
    for record in records[:50]:
        extractor.extract(record)
    settle()
    return seconds(lambda: deque(map(extractor.extract, records), maxlen=0))


def beside(make: Rival, records: list[Record], own: float) -> str:
    """Throughput of another on the same criteria, as many of them as take it some seconds, beside the slowest pass."""
    work = make()
    if work is None:
        return f"{'not installed (extra bench)':>24}"
    texts = [record.eligibility.text for record in records if record.eligibility.text]
    work(texts[0])
    done, spent = 0, 0.0
    for text in texts:
        spent += seconds(lambda text=text: work(text))  # type: ignore[misc]  # the text of this turn
        done += len(text)
        if spent > _LONGEST:
            break
    return f"{'':>20}{done / spent:>14,.0f} characters/s   the pipeline: {own * spent / done:.1f} times that"


_LONGEST = 20.0
_STUDIES = 1000
_PASSES = 3

if __name__ == "__main__":
    main(sys.argv[1:])
