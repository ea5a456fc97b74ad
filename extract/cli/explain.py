"""`trial-extract explain`: why a fact was found, or what became of a number."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from extract.cli.documents import read_document
from extract.document import ExceptionClause, Node, NumberMention, Span, StudyDocument, Threshold, Time
from extract.lexicons import table
from extract.wording import threshold_line, time_line

if TYPE_CHECKING:
    from extract.language.reader import Reader

Fact = Threshold | Time | ExceptionClause | NumberMention


def explain(
    path: Annotated[Path, typer.Argument(metavar="STUDY.json", help="A study document.")],
    at: Annotated[str, typer.Option("--at", metavar="OFFSET|ID", help="Offset in the eligibility text, or id.")],
) -> None:
    """Print which rule found a fact, from which items of the text, and why; exit 1 when nothing stands there."""
    from extract.language.reader import Reader  # noqa: PLC0415  loads spaCy, which --help should not wait for

    document = read_document(path)
    found = list(_found(document, at))
    if not found:
        Console(stderr=True).print(f"nothing in {document.study_id} stands at {at}", markup=False)
        raise typer.Exit(1)
    reader, console = Reader(), Console(highlight=False)
    for node, facts in found:
        console.print(_node(node, facts, reader))


def _found(document: StudyDocument, at: str) -> Iterator[tuple[Node, list[Fact]]]:
    """The node with that id or around that offset, with the facts asked for; all its facts when a node is asked for."""
    waiting = list(reversed(document.eligibility.criteria))
    while waiting:
        node = waiting.pop()
        waiting += reversed(node.children)
        facts: list[Fact] = [*node.thresholds, *node.times, *node.exceptions, *node.numbers]
        if at.isdigit():
            here = [fact for fact in facts if fact.span.start <= int(at) < fact.span.end]
            if node.span.start <= int(at) < node.span.end:
                yield node, here or facts
        elif node.id == at:
            yield node, facts
        else:
            here = [fact for fact in facts if not isinstance(fact, NumberMention) and fact.id == at]
            if here:
                yield node, here


def _node(node: Node, facts: list[Fact], reader: "Reader") -> Tree:
    tree = Tree(Text(f"{node.id} {node.plain}", style="bold"))
    for fact in facts:
        branch = tree.add(Text(f"{fact.text!r} at {fact.span.start}–{fact.span.end}", style="green"))
        if isinstance(fact, NumberMention):
            branch.add(Text(f"no fact: class {fact.class_}"))
            continue
        if isinstance(fact, Threshold):
            branch.add(Text(threshold_line(fact), style="blue"))
        elif isinstance(fact, Time):
            branch.add(Text(time_line(fact), style="yellow"))
        branch.add(Text(f"rule {fact.rule}: {rule_meaning(fact.rule)}"))
        branch.add(Text("items: " + " · ".join(_items(node, fact.span, reader))))
    return tree


def rule_meaning(rule: str) -> str:
    """A rule's id in words, from the lexicon of rule parts."""
    kind, *parts = rule.split(".")
    words = table("rules.toml").get(kind, {})
    return "; ".join(words[part] for part in ("_", *parts) if part in words) or "no description"


def _items(node: Node, span: Span, reader: "Reader") -> Iterator[str]:
    """The lexical items of the fact's words, each with its kind and its lexicon entry."""
    from extract.language.plain import plain  # noqa: PLC0415  as above

    words = node.text[span.start - node.span.start : span.end - node.span.start]
    for item in reader.read(plain(words).text).items:
        yield f"{item.text} ({item.kind}{': ' + item.entry if item.entry else ''})"
