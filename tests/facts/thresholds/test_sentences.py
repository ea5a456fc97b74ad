"""Each line of sentences.txt: a sentence and the thresholds it states."""

from pathlib import Path

import pytest

from extract.facts.thresholds import FoundThreshold, find
from extract.language.context import Context
from extract.language.plain import plain
from extract.language.reader import Reader

READER = Reader()


def cases():
    parent = ""
    for line in Path(__file__).with_name("sentences.txt").read_text("utf-8").splitlines():
        if line.startswith("> "):
            parent = line[2:]
        elif " -> " in line and not line.startswith("#"):
            sentence, facts = line.split(" -> ")
            yield pytest.param(parent, sentence, facts, id=sentence)
            parent = ""


def shown(text: str, parent: str, found: FoundThreshold) -> str:
    low, high = found.low, found.high
    if low and low == high:
        bounds = [f"={low.value}"]
    else:
        bounds = [f">{'=' * low.inclusive}{low.value}"] if low else []
        bounds += [f"<{'=' * high.inclusive}{high.value}"] if high else []
    name = ""
    if found.measure:
        words = found.measure.words
        name = (parent if words.above else text)[words.start : words.end]
    fact = f"{name}: {' '.join([*bounds, *filter(None, [found.unit, found.reference])])}"
    return f"{fact} ? {text[found.condition.start : found.condition.end]}" if found.condition else fact


@pytest.mark.parametrize(("parent", "sentence", "facts"), list(cases()))
def test_sentence(parent, sentence, facts):
    text, above = plain(sentence).text, plain(parent).text
    context = Context(section="inclusion", ancestors=[READER.read(above)] if above else [])
    found = find(READER.read(text), context)
    expected = [] if facts == "none" else facts.split(" ; ")
    assert [shown(text, above, one) for one in found] == expected
