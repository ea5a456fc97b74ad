"""The arms of a study as one table: what each gets, how much, by which route, how often and how long."""

from collections.abc import Sequence
from itertools import zip_longest

from rich.table import Table

from extract.cohorts import criteria_of
from extract.document import Arm, Dose, Duration, Frequency, Intervention, Regimen, StudyDocument

_UNITS = {"h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year", "{cycle}": "cycle"}
_HEADINGS = ("Arm", "Drug", "Dose", "Route", "Frequency", "Cycle", "Duration")
_ROW_LIMIT = 12  # days of a cycle that are still written one by one


def arms_table(document: StudyDocument, width: int = 200) -> Table:
    """One row a regimen, by arm in registry order; those of its interventions where an arm states none.

    `width`: of the terminal, in columns. Cells wrap at blanks alone: where the longest words need more, empty columns
    and margins go, and the table is as wide as its words.
    """
    rows = _by_arm(document)
    shown = list(range(len(_HEADINGS)))
    if sum(_widths(rows, shown, 0)) + _frame(len(shown), 1) > width:
        shown = [n for n in shown if n < 2 or any(cells[n] for group in rows for cells in group)]
    margin = 1 if sum(_widths(rows, shown, 0)) + _frame(len(shown), 1) <= width else 0
    table = Table(
        title=f"{document.study_id}  {document.title or ''}",
        title_justify="left",
        padding=(0, margin),
    )
    for n, wide in zip(shown, _widths(rows, shown, width - _frame(len(shown), margin)), strict=True):
        table.add_column(_HEADINGS[n], width=wide)
    for group in rows:
        for cells in group:
            table.add_row(*(cells[n] for n in shown))
        table.add_section()
    return table


def table_width(table: Table) -> int:
    """Columns that the table takes, frame included."""
    return sum(column.width or 0 for column in table.columns) + _frame(len(table.columns), table.padding[1])


def _frame(columns: int, margin: int) -> int:
    return (2 * margin + 1) * columns + 1


def _widths(rows: list[list[tuple[str, ...]]], shown: Sequence[int], width: int) -> list[int]:
    """A width for each column: its longest word at least, its longest cell at most, the rest of `width` shared out."""
    texts = [[_HEADINGS[n], *(cells[n] for group in rows for cells in group)] for n in shown]
    widths = [max(len(word) for text in column for word in text.split() or [""]) for column in texts]
    whole = [max(map(len, column)) for column in texts]
    left = width - sum(widths)
    while left > 0 and (short := [n for n in range(len(widths)) if widths[n] < whole[n]]):
        narrowest = min(short, key=lambda n: widths[n])
        widths[narrowest] += 1
        left -= 1
    return widths


def _by_arm(document: StudyDocument) -> list[list[tuple[str, ...]]]:
    """The rows of each arm, its title first; of a study without arms those of its interventions."""
    interventions = {one.id: one for one in document.interventions}
    rows = []
    for arm in document.arms:
        titles = [_title(arm)]
        if own := criteria_of(arm, document.arms, document.eligibility.criteria):
            titles.append("criteria of its own: " + ", ".join(node.id for node in own))
        pairs = zip_longest(titles, _rows(arm, interventions), fillvalue="")
        rows.append([(title, *(cells or ("",) * 6)) for title, cells in pairs])
    if not document.arms:
        of = [
            [_cells(regimen) for regimen in one.regimens] or [(one.name, *[""] * 5)] for one in document.interventions
        ]
        rows = [[("", *cells) for group in of for cells in group]]
    return rows


def _title(arm: Arm) -> str:
    return f"{arm.label} ({arm.type.replace('_', ' ').lower()})" if arm.type else arm.label


def _rows(arm: Arm, interventions: dict[str, Intervention]) -> list[tuple[str, ...]]:
    """The arm's regimens, else those of its interventions, else the interventions' names."""
    if arm.regimens:
        return [_cells(regimen) for regimen in arm.regimens]
    rows: list[tuple[str, ...]] = []
    for one in (interventions[n] for n in arm.interventions if n in interventions):
        rows += [_cells(regimen) for regimen in one.regimens] or [(one.name, "", "", "", "", "")]
    return rows or [("", "", "", "", "", "")]


def _cells(regimen: Regimen) -> tuple[str, ...]:
    days = regimen.days_of_cycle or []
    cycle = [length(regimen.cycle)] if regimen.cycle else []
    if days:
        listed = ", ".join(map(str, days)) if len(days) <= _ROW_LIMIT else f"{days[0]} to {days[-1]}"
        cycle.insert(0, f"day{'s' if len(days) > 1 else ''} {listed} of")
    return (
        regimen.drug or "",
        dose(regimen.dose) if regimen.dose else "",
        regimen.route or "",
        frequency(regimen.frequency) if regimen.frequency else "",
        " ".join(cycle).removesuffix(" of"),
        length(regimen.duration) if regimen.duration else "",
    )


def dose(amount: Dose) -> str:
    """`75 to 150 mg/m2`; a total says what it is the total of."""
    number = f"{amount.low}" if amount.low == amount.high else f"{amount.low} to {amount.high}"
    per = "" if amount.per == "administration" else f" a {amount.per}"
    return f"{number} {amount.unit.strip('{}')}{per}"


def frequency(often: Frequency) -> str:
    """`2 times a day`, `once every 3 weeks`."""
    unit = _UNITS.get(often.unit, often.unit)
    times = "once" if often.times == 1 else f"{often.times} times"
    return f"{times} a {unit}" if often.period == 1 else f"{times} every {often.period} {unit}s"


def length(time: Duration) -> str:
    """`28 days`, `1 year`."""
    unit = _UNITS.get(time.unit, time.unit)
    return f"{time.value} {unit}{'' if time.value == 1 else 's'}"
