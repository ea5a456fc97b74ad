"""A registry changes its records: what was curated on untouched items stands, what was reworded is told."""

import os
import random
import re
from itertools import islice
from pathlib import Path

import pytest
from msgspec.structs import replace

from extract.curation import Corrections, StudyOverrides
from extract.curation.apply import fact_lines
from extract.curation.making import header
from extract.curation.overrides import Confirm, Note, SetFields
from extract.curation.places import homes, localise
from extract.records import ReadFailure, read_records

SHARED = os.environ.get("TRIAL_EXTRACT_SHARED")
REAL = SHARED and Path(SHARED) / "registry" / "ctg-studies.json.zip"
CORPUS = Path(__file__).parents[2] / "corpus"


def records():
    """Fifty records with lists; registry records where they are at hand, else all of the corpus that has lists."""
    found = (r for r in read_records([REAL or CORPUS]) if not isinstance(r, ReadFailure) and r.eligibility.text)
    return list(islice((r for r in found if r.format == "ctgov-api-v2" and r.eligibility.text.count("\n") > 8), 50))


def lists(lines):
    """Lists of leaf items, each with a marker: what the simulated registry edits."""
    by_parent = {}
    for home in lines:
        node = home.node
        if node.kind == "criterion" and node.label and not node.children and home.above:
            by_parent.setdefault(home.above[0].id, []).append(node)
    return [nodes for nodes in by_parent.values() if len(nodes) >= 4]


def labels(nodes, by):
    """The numbers of these items, each `by` higher: a registry numbers its lists anew."""
    for node in nodes:
        number = re.fullmatch(r"(\d+)(\D*)", node.label)
        if number:
            yield node.label_span.start, node.label_span.end, f"{int(number[1]) + by}{number[2]}"


def changed(text, nodes):
    """The text with one item reworded, two swapped, one added and one deleted; and the items that were touched."""
    reworded, one, two, gone = nodes[:4]
    edits = [
        (reworded.span.end, reworded.span.end, ", as judged by the sponsor"),
        (one.span.start, one.span.end, two.text),
        (two.span.start, two.span.end, one.text),
    ]
    if random.Random(len(text)).random() < 0.5:  # noqa: S311  the same choice every run
        start = text.rfind("\n", 0, gone.label_span.start)
        edits += [(start, gone.span.end, ""), *labels(nodes[4:], -1)]
    else:
        line = text[: gone.label_span.start].rpartition("\n")[2]
        number = re.fullmatch(r"(\d+)(\D*)", gone.label)
        label = f"{int(number[1]) + 1}{number[2]}" if number else gone.label
        between = text[gone.label_span.end : gone.span.start]
        added = f"\n{line}{label}{between}Willing to keep a diary of meals"
        edits += [(gone.span.end, gone.span.end, added), *labels(nodes[4:], 1)]
        gone = None
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text, reworded, gone


def decisions(lines):
    """An override on every criterion, and on every fact."""
    made = []
    for home in lines:
        if home.node.kind == "criterion":
            made.append(Note(**header(home, "Ada"), text="seen"))
            made.append(Confirm(**header(home, "Ada"), facts=fact_lines(home)))
            made += [
                SetFields(**header(home, "Ada"), fact=local, fields={"low": local.low} if hasattr(local, "low") else {})
                for local in (localise(fact, home) for fact in home.facts())
                if hasattr(local, "low")
            ]
    return made


@pytest.fixture(scope="module")
def outcomes(extractor):
    """(override, whether its item was touched, its outcome, whether its key is still there) over all records."""
    seen, studies = [], 0
    for record in records():
        before, _ = extractor.criteria(record.eligibility, [])
        lines = homes(before.criteria)
        for nodes in lists(lines)[:1]:
            studies += 1
            text, reworded, gone = changed(before.text, nodes)
            touched = {node.key for node in (reworded, gone) if node}
            corrections = Corrections(StudyOverrides("1.0", record.study_id, decisions(lines)), None)
            after, _ = extractor.criteria(replace(record.eligibility, text=text), [], corrections)
            keys = {home.node.key for home in homes(after.criteria)}
            seen += [(o.entry, o.entry.node in touched, o, o.entry.node in keys) for o in corrections.outcomes]
    assert studies >= (40 if REAL else 15)
    assert len(seen) > studies * 10
    return seen


def test_keys_of_untouched_items_are_stable(outcomes):
    assert [o.entry.quote for _, touched, o, there in outcomes if not touched and not there] == []


def test_overrides_on_untouched_items_apply(outcomes):
    left = [(o.entry.quote, o.state, o.why) for _, touched, o, _ in outcomes if not touched and o.state != "applied"]
    assert left == []


def test_overrides_on_reworded_and_deleted_items_are_stale(outcomes):
    touched = [o for _, touched, o, _ in outcomes if touched]
    assert touched
    assert {o.state for o in touched} == {"stale"}
