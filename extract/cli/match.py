"""`trial-extract match`: whether a participant fits a study."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from extract.cli.documents import read_document
from extract.logic.evaluate import Result, evaluate
from extract.logic.participant import read_participant

_VERDICTS = {"eligible": "eligible", "not_eligible": "not eligible", "unknown": "unknown"}
_SIGNS = {"met": "+", "not_met": "-", "unknown": "?"}


def match(
    study: Annotated[Path, typer.Argument(metavar="STUDY.json", help="A study document.")],
    participant: Annotated[Path, typer.Argument(metavar="PARTICIPANT.json", help="A participant's facts.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    any_in_window: Annotated[
        bool, typer.Option("--any", help="Let any measurement in its window count, not only the most recent one.")
    ] = False,
) -> None:
    """Tell whether a participant is eligible, criterion by criterion, and what remains to be asked."""
    document = read_document(study)
    try:
        given = read_participant(participant.read_bytes())
    except OSError as error:
        raise typer.BadParameter(f"{participant}: {error.strerror}") from None
    except msgspec.DecodeError as error:
        raise typer.BadParameter(f"{participant}: not a participant: {error}") from None
    result = evaluate(document, given, "any" if any_in_window else "latest")
    typer.echo(msgspec.json.format(msgspec.json.encode(result), indent=2).decode() if as_json else text(result))


def text(result: Result) -> str:
    """The result as lines to read: verdict, criteria that fail or are open, then the questions."""
    lines = [f"{result.study_id}: {_VERDICTS[result.verdict]}"]
    lines += [result.reason] if result.reason else []
    for judged in result.criteria:
        if judged.verdict != "met":
            lines.append(f"{_SIGNS[judged.verdict]} {judged.node}  {judged.quote}")
            lines += [f"    {reason}" for reason in judged.reasons]
    met = sum(judged.verdict == "met" for judged in result.criteria)
    lines.append(f"{met} of {len(result.criteria)} criteria met")
    if result.questions:
        lines.append("Still to be asked, decisive ones first:")
        lines += [f"  {'!' if q.decisive else ' '} {q.text}" for q in result.questions]
    return "\n".join(lines)
