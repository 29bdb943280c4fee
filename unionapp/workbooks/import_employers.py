"""Imports employers; one that is on file by credit code or name is brought up to date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from unionapp.models.desk import Reading
from unionapp.models.records import Employer
from unionapp.services import records
from unionapp.workbooks.headers import find_headers, left_out
from unionapp.workbooks.plan import Tally, difference, parse_rows
from unionapp.workbooks.reading import Sheet


def plan(now: Reading, new_id: Callable[[], str], sheets: tuple[Sheet, ...]) -> Tally:
    """Work out which employers a workbook adds and which it changes."""
    declaration = now.schema["employer"]
    fields = [field for field in declaration.fields if field.section]
    headers = find_headers(sheets, fields, required=("name",))
    tally = Tally(problems=list(left_out(sheets, headers)))
    standing = {key: one for one in now.select(Employer) for key in _keys(one)}
    # The employers that a line was about: that line, and how they stand after it.
    lines: dict[str, int] = {}
    after: dict[str, Employer] = {}
    for row in parse_rows(headers, today=now.today):
        tally.rows += 1
        problems = records.problems_in(declaration, row.values, today=now.today)
        if not tally.accepts((*row.problems, *map(row.located, problems))):
            continue
        make = cast("Callable[..., Employer]", declaration.record)
        employer = make(id=new_id(), home_division=now.division, **row.values)
        found = _found(employer, standing)
        if found is None:
            tally.create(employer)
            standing |= dict.fromkeys(_keys(employer), employer)
            lines[employer.id] = row.number
            continue
        changed = difference(after.get(found.id, found), row.values, fields)
        first = lines.setdefault(found.id, row.number)
        if first == row.number:
            after[found.id] = replace(found, **changed)  # type: ignore[arg-type] # declared
            tally.change("employer", found.id, changed)
        elif tally.accepts([row.problem("import.twice", "name", warning=not changed, first=first)]):
            tally.unchanged += 1
    return tally


def _found(employer: Employer, standing: dict[str, Employer]) -> Employer | None:
    """Return the same employer on file; one name with two credit codes is two employers."""
    for key in _keys(employer):
        one = standing.get(key)
        codes = {employer.credit_code, one.credit_code if one else None} - {None}
        if one is not None and len(codes) < 2:
            return one
    return None


def _keys(employer: Employer) -> list[str]:
    """Return by what an employer is known, the surest first."""
    found = [f"code:{employer.credit_code}"] if employer.credit_code else []
    return [*found, f"name:{''.join(employer.name.split())}"]
