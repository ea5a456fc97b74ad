"""Phrases of all lexicons that join items: comparators, references, measures."""

from collections.abc import Iterator

from extract.language.vocabulary import Phrase
from extract.lexicons import expand, rows, table


def comparators() -> Iterator[Phrase]:
    """Comparator words; the entry reads `before ge`, `after le` and so on."""
    data = table("comparators.toml")
    lists = {"more": data["more"], "less": data["less"]}
    for place in ("before", "after"):
        for meaning, phrases in data[place].items():
            for phrase in phrases:
                for text in expand(phrase, lists):
                    yield Phrase(text, "comparator", f"{place} {meaning}")


def references() -> Iterator[Phrase]:
    """Names of reference limits; the entry is the document's word for it."""
    data = table("references.toml")
    lists = {"limit": data["limit"], "normal": data["normal"]}
    for name, phrases in data["phrases"].items():
        for phrase in phrases:
            for text in expand(phrase, lists):
                yield Phrase(text, "reference", name)


def measures() -> Iterator[Phrase]:
    """Names of measures from the catalogue and their plurals; an alias that starts with `=` counts only in its case."""
    for row in rows("measures.csv"):
        for alias in row["aliases"].split("|"):
            exact, text = alias.startswith("="), alias.removeprefix("=")
            if not text:
                continue
            yield Phrase(text, "measure", row["id"], exact)
            if len(text) > 3 and text[-1].isalpha() and not text.endswith("s"):
                yield Phrase(text + "s", "measure", row["id"], exact)
