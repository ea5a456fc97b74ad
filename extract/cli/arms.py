"""The arms of a study as one table: what each gets, how much, by which route, how often and how long."""

from rich.table import Table

from extract.document import Arm, Dose, Duration, Frequency, Intervention, Regimen, StudyDocument

_UNITS = {"h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year", "{cycle}": "cycle"}
_ROW_LIMIT = 12  # days of a cycle that are still written one by one


def arms_table(document: StudyDocument) -> Table:
    """One row a regimen, by arm in registry order; an intervention's own regimens stand in where an arm states none."""
    table = Table(title=f"{document.study_id}  {document.title or ''}", title_justify="left", show_lines=False)
    for heading in ("Arm", "Drug", "Dose", "Route", "Frequency", "Cycle", "Duration"):
        table.add_column(heading, overflow="fold")
    interventions = {one.id: one for one in document.interventions}
    for arm in document.arms:
        for number, cells in enumerate(_rows(arm, interventions)):
            table.add_row("" if number else _title(arm), *cells)
        table.add_section()
    if not document.arms:
        for one in document.interventions:
            for cells in [_cells(regimen) for regimen in one.regimens] or [(one.name, "", "", "", "", "")]:
                table.add_row("", *cells)
    return table


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
