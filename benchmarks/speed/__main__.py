"""`python -m benchmarks.speed [SOURCE...]`: studies and characters a second; growth with the length of one item.

One process, warm, without reading or writing files. Figures depend on the machine; nothing is asserted.
"""

import sys
from collections.abc import Callable
from functools import partial
from time import perf_counter

from extract.facts.regimens import Regimens
from extract.language.reader import Reader
from extract.outline import parse
from extract.pipeline import Extractor
from extract.records import Record, read_records

# pieces of criteria and of arm descriptions that stress backtracking and look-back
PIECES = {
    "limits": "Hemoglobin >= 9 g/dL or >= 5.6 mmol/L, ALT and AST <= 3 x ULN (<= 5 x ULN if liver metastases), ",
    "windows": "within 4 weeks or 5 half-lives, whichever is longer, ",
    "words": "adequate organ function in the opinion of the investigator ",
    "brackets": "((((",
}
REGIMEN = "Alfanib 5 mg orally twice daily on days 1 to 14 of each 21-day cycle plus AL-101 7 mg IV every 3 weeks. "
CHARACTERS = (8_000, 64_000, 512_000)


def main(sources: list[str]) -> None:
    """Print throughput over the sources (the corpus unless named), then growth for each kind of text."""
    extractor = Extractor()
    records = [item for item in read_records(sources or ["corpus"]) if isinstance(item, Record)]
    extractor.extract(records[0])
    spent = seconds(lambda: [extractor.extract(record) for record in records])
    characters = sum(len(record.eligibility.text or "") for record in records)
    print(f"{len(records):,} studies: {len(records) / spent:,.0f} studies/s, {characters / spent:,.0f} characters/s")
    print(f"\n{'text':12}" + "".join(f"{size:>12,} chars" for size in CHARACTERS) + "   twice the text takes")
    reader, regimens = Reader(), Regimens()
    drugs = regimens.drugs([["Alfanib"], ["AL-101"]])
    for name, piece in PIECES.items():
        growth(f"read {name}", piece, reader.read)
        growth(f"outline {name}", f"* {piece}\n", parse)
    growth("regimens", REGIMEN, lambda text: regimens.of_arm("Arm", text, drugs, []))


def growth(name: str, piece: str, work: Callable[[str], object]) -> None:
    """One row: milliseconds for each size, and the factor for a doubling between the largest two."""
    texts = [piece * (size // len(piece)) for size in CHARACTERS]
    spent = [seconds(partial(work, text)) for text in texts]
    doubling = (spent[-1] / spent[-2]) ** (1 / 3)
    print(f"{name:18}" + "".join(f"{1000 * one:>12,.1f} ms" for one in spent) + f"   {doubling:8.2f} ×")


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    main(sys.argv[1:])
