"""Growth of time with the length of one item, and of one description."""

from collections.abc import Callable
from functools import partial
from math import log

from benchmarks.speed.timing import seconds
from extract.document import Eligibility
from extract.facts.regimens import Regimens
from extract.language.reader import Reader
from extract.outline import parse
from extract.pipeline import Extractor

# pieces of criteria and of arm descriptions that stress backtracking and look-back
PIECES = {
    "limits": "Hemoglobin >= 9 g/dL or >= 5.6 mmol/L, ALT and AST <= 3 x ULN (<= 5 x ULN if liver metastases), ",
    "windows": "within 4 weeks or 5 half-lives, whichever is longer, ",
    "words": "adequate organ function in the opinion of the investigator ",
    "sentences": "Stable doses of alfanib are allowed. ",
    "brackets": "((((",
}
REGIMEN = "Alfanib 5 mg orally twice daily on days 1 to 14 of each 21-day cycle plus AL-101 7 mg IV every 3 weeks. "
CHARACTERS = (8_000, 64_000, 1_000_000)


def growths() -> None:
    """Print the time for each kind of text and length."""
    print(f"{'text':18}" + "".join(f"{size:>10,} chars" for size in CHARACTERS) + "   twice the text takes")
    reader, regimens, extractor = Reader(), Regimens(), Extractor()
    drugs = regimens.drugs([["Alfanib"], ["AL-101"]])
    for name, piece in PIECES.items():
        growth(f"read {name}", piece, reader.read)
        growth(f"outline {name}", f"* {piece}\n", parse)
        growth(
            f"all of {name}", piece, lambda text: extractor.criteria(Eligibility(text=f"Inclusion:\n\n* {text}"), [])
        )
    growth("regimens", REGIMEN, lambda text: regimens.of_arm("Arm", text, drugs, []))


def growth(name: str, piece: str, work: Callable[[str], object]) -> None:
    """One row: milliseconds for each size, and the factor for a doubling between the largest two."""
    texts = [piece * (size // len(piece)) for size in CHARACTERS]
    spent = [seconds(partial(work, text)) for text in texts]
    doubling = 2 ** (log(spent[-1] / spent[-2]) / log(CHARACTERS[-1] / CHARACTERS[-2]))
    print(f"{name:18}" + "".join(f"{1000 * one:>13,.1f} ms" for one in spent) + f"   {doubling:8.2f} ×")
