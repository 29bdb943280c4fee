"""What an import would do, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from unionapp.errors import Problem, UserError
from unionapp.models.declare import Field, Record
from unionapp.workbooks.cells import value_of
from unionapp.workbooks.headers import Header, column_letter


@dataclass(frozen=True, slots=True)
class Change:
    """New values for fields of a record that is there already."""

    kind: str
    id: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The whole difference that a workbook makes; `base` is the change log's end it was made on.

    `refused` rows are left out and named in `problems`; the others go in together or not at all.
    """

    kind: str
    file: str
    base: int
    rows: int
    created: int
    updated: int
    unchanged: int
    refused: int
    problems: tuple[Problem, ...]
    new: tuple[Record, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One line of a workbook as values of declared fields."""

    number: int
    values: Mapping[str, object]
    problems: tuple[Problem, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the line cannot go in as it is."""
        return any(not problem.warning for problem in self.problems)


@dataclass(slots=True)
class Tally:
    """Counts while a plan is made."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    new: list[Record] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def plan(self, kind: str, file: str, base: int, rows: int) -> ImportPlan:
        """Return the finished plan."""
        return ImportPlan(
            kind,
            file,
            base,
            rows,
            self.created,
            self.updated,
            self.unchanged,
            self.refused,
            tuple(self.problems),
            tuple(self.new),
            tuple(self.changes),
        )


def parse_rows(header: Header, *, today: date) -> list[ParsedRow]:
    """Return every line below the header, each with its values and what is wrong with them."""
    return [_parse(header, number, row, today) for number, row in header.rows()]


def _parse(header: Header, number: int, row: Sequence[object], today: date) -> ParsedRow:
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for index, declared in header.columns.items():
        cell = row[index] if index < len(row) else None
        try:
            value = value_of(declared, cell, today=today)
        except UserError as error:
            problems += [
                at_cell(problem, header.sheet.name, number, index) for problem in error.problems
            ]
            continue
        if value is not None:
            values[declared.name] = value
    return ParsedRow(number, MappingProxyType(values), tuple(problems))


def at_cell(problem: Problem, sheet: str, row: int, index: int) -> Problem:
    """Return a problem with its place in the workbook."""
    return replace(problem, sheet=sheet, row=row, column=column_letter(index))


def at_row(problem: Problem, header: Header, number: int) -> Problem:
    """Return a field's problem with the place of its column in the workbook."""
    for index, declared in header.columns.items():
        if declared.name == problem.where:
            return at_cell(problem, header.sheet.name, number, index)
    return replace(problem, sheet=header.sheet.name, row=number)


def difference(
    record: Record, values: Mapping[str, object], fields: Sequence[Field]
) -> dict[str, object]:
    """Return what a line changes in a record: filled cells that say something else.

    An empty cell never clears a field: a list that leaves a column out must not wipe it.
    """
    names = {one.name for one in fields}
    return {
        name: value
        for name, value in values.items()
        if name in names and getattr(record, name) != value
    }
