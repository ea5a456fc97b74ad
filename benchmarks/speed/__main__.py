"""`python -m benchmarks.speed [SOURCE...]`: studies and characters a second, by stage, beside others, and their growth.

One process, warm, without reading or writing files. A source of one record is taken as 1,000 studies. Figures depend
on the machine; nothing is asserted.
"""

import sys

from benchmarks.speed.growth import growths
from benchmarks.speed.rivals import RIVALS, Rival
from benchmarks.speed.stages import stages
from benchmarks.speed.timing import seconds
from extract.batch.work import settle
from extract.pipeline import Extractor
from extract.records import Record, read_records


def main(sources: list[str]) -> None:
    """Print throughput over the sources (the corpus unless named), others on the same texts, stages, and growth."""
    extractor = Extractor()
    records = [item for item in read_records(sources or ["corpus"]) if isinstance(item, Record)]
    if len(records) == 1:
        records *= _STUDIES
    for record in records[:50]:
        extractor.extract(record)
    settle()
    spent = seconds(lambda: [extractor.extract(record) for record in records])
    characters = sum(len(record.eligibility.text or "") for record in records)
    print(f"{'whole pipeline':24}{len(records) / spent:>10,.0f} studies/s{characters / spent:>14,.0f} characters/s")
    for name, make in RIVALS.items():
        print(f"{name:24}" + beside(make, records, characters / spent))
    print()
    stages(records)
    print()
    growths()


def beside(make: Rival, records: list[Record], own: float) -> str:
    """Throughput of another on the same criteria, as many of them as take it some seconds."""
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

if __name__ == "__main__":
    main(sys.argv[1:])
