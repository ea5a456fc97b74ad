"""`trial-extract show`: a document for reading in a terminal."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from extract.cli.arms import arms_table, table_width
from extract.cli.documents import read_document
from extract.document import Node, StudyDocument
from extract.wording import threshold_line, time_line

_STYLE = {"section": "bold", "group": "bold cyan", "note": "dim", "preamble": "italic"}


def show(
    path: Annotated[Path, typer.Argument(metavar="STUDY.json", help="A study document.")],
    arms: Annotated[bool, typer.Option("--arms", help="Print what each arm gets instead of the criteria.")] = False,
) -> None:
    """Print the criteria tree of one document with its facts."""
    document = read_document(path)
    console = Console()
    if arms:
        table = arms_table(document, console.width)
        console.width = max(console.width, table_width(table))  # words stay whole
        console.print(table)
    else:
        console.print(render(document))


def render(document: StudyDocument) -> Tree:
    """The document as a rich tree: heading, registry fields, criteria with their facts."""
    eligibility = document.eligibility
    tree = Tree(Text(f"{document.study_id}  {document.title or ''}", style="bold"))
    ages = [f"{age.value} {age.unit}" if age else "none" for age in (eligibility.minimum_age, eligibility.maximum_age)]
    tree.add(Text(f"sex {eligibility.sex or 'not said'}, ages {ages[0]} to {ages[1]}", style="dim"))
    remarks = 0
    for issue in document.issues:
        if issue.severity == "info":
            remarks += 1
        else:
            tree.add(Text(f"{issue.severity}: {issue.message}", style="yellow"))
    if remarks:
        tree.add(Text(f"{remarks} remarks in `issues`", style="dim"))
    stack = [(tree, node) for node in reversed(eligibility.criteria)]
    while stack:
        branch, node = stack.pop()
        below = branch.add(_title(node))
        for line in _facts(node):
            below.add(line)
        stack += [(below, child) for child in reversed(node.children)]
    return tree


def _title(node: Node) -> Text:
    title = Text(f"{node.id} ", style="green")
    title.append(node.plain, style=_STYLE.get(node.kind, ""))
    if node.combine:
        title.append(f"  [{node.combine}]", style="magenta")
    if node.applies_to:
        title.append(f"  applies to {', '.join(node.applies_to)}", style="magenta")
    return title


def _facts(node: Node) -> list[Text]:
    lines = [Text(f"≡ {threshold_line(t)}", style="blue") for t in node.thresholds]
    lines += [Text(f"◷ {time_line(t)}", style="yellow") for t in node.times]
    lines += [Text(f"∖ {x.effect}: {x.text}", style="red") for x in node.exceptions]
    lines += [Text(f"? {q.text}", style="dim") for q in node.questions if q.text != node.text]
    return lines
