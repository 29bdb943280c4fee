"""Imports employers; one that is on file by credit code or name is brought up to date."""

from __future__ import annotations

from collections.abc import Callable

from unionapp.models.desk import Reading
from unionapp.models.records import Employer
from unionapp.services import records
from unionapp.workbooks.headers import find_header, unknown_columns
from unionapp.workbooks.plan import Change, Tally, at_row, difference, parse_rows
from unionapp.workbooks.reading import Sheet


def plan(now: Reading, new_id: Callable[[], str], sheets: tuple[Sheet, ...]) -> tuple[Tally, int]:
    """Work out which employers a workbook adds and which it changes."""
    declaration = now.schema["employer"]
    fields = [field for field in declaration.fields if field.section]
    header = find_header(sheets, fields, required=("name",))
    tally = Tally(problems=list(unknown_columns(header)))
    standing = {key: one for one in now.select(Employer) for key in _keys(one)}
    parsed = parse_rows(header, today=now.today)
    for row in parsed:
        checked = records.problems_in(declaration, row.values, today=now.today)
        problems = [*row.problems, *(at_row(one, header, row.number) for one in checked)]
        tally.problems += problems
        if any(not problem.warning for problem in problems):
            tally.refused += 1
            continue
        candidate = declaration.record(id=new_id(), home_division=now.division, **dict(row.values))
        if not isinstance(candidate, Employer):
            raise TypeError(candidate)
        found = next((standing[key] for key in _keys(candidate) if key in standing), None)
        if found is None:
            tally.new.append(candidate)
            tally.created += 1
            standing |= dict.fromkeys(_keys(candidate), candidate)
        elif changed := difference(found, row.values, fields):
            tally.changes.append(Change("employer", found.id, changed))
            tally.updated += 1
        else:
            tally.unchanged += 1
    return tally, len(parsed)


def _keys(employer: Employer) -> list[str]:
    """Return by what an employer is known, the surest first."""
    found = [f"code:{employer.credit_code}"] if employer.credit_code else []
    return [*found, f"name:{''.join(employer.name.split())}"]
