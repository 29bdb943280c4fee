"""What an import would do, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from unionapp.errors import Problem, UserError
from unionapp.models.declare import Field, FieldType, Record
from unionapp.workbooks.cells import value_of
from unionapp.workbooks.headers import Header, column_letter

_FEW_WORDS = frozenset({FieldType.CODE, FieldType.CODES, FieldType.BOOLEAN, FieldType.DATE})


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

    header: Header
    number: int
    values: Mapping[str, object]
    problems: tuple[Problem, ...] = ()

    @property
    def place(self) -> tuple[str, int]:
        """The line's sheet and row number."""
        return self.header.sheet.name, self.number

    def located(self, problem: Problem) -> Problem:
        """Return a problem with its place in the workbook: its field's column, else the line."""
        column = next(
            (
                column_letter(index)
                for index, declared in self.header.columns.items()
                if declared.name == problem.where
            ),
            None,
        )
        return replace(problem, sheet=self.header.sheet.name, row=self.number, column=column)

    def problem(self, code: str, where: str, *, warning: bool = False, **detail: object) -> Problem:
        """Return a problem of this line."""
        return self.located(Problem(code, where, detail, warning=warning))


@dataclass(slots=True)
class Tally:
    """What has been planned so far; every line is counted in exactly one of the four."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    new: list[Record] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def accepts(self, problems: Sequence[Problem]) -> bool:
        """Note a line's problems; False, and one more refused, when one stands in the way."""
        self.problems += problems
        if all(problem.warning for problem in problems):
            return True
        self.refused += 1
        return False

    def create(self, record: Record) -> None:
        """Note a line that makes a new record."""
        self.new.append(record)
        self.created += 1

    def change(self, kind: str, id_: str, values: Mapping[str, object]) -> None:
        """Note a line about a record on file; without values it changes nothing."""
        if values:
            self.changes.append(Change(kind, id_, values))
            self.updated += 1
        else:
            self.unchanged += 1

    def plan(self, kind: str, file: str, base: int) -> ImportPlan:
        """Return the finished plan."""
        return ImportPlan(
            kind,
            file,
            base,
            self.rows,
            self.created,
            self.updated,
            self.unchanged,
            self.refused,
            tuple(self.problems),
            tuple(self.new),
            tuple(self.changes),
        )


def parse_rows(headers: Sequence[Header], *, today: date) -> Iterator[ParsedRow]:
    """Yield every line below the headers, each with its values and what is wrong with them."""
    for header in headers:
        readers = {index: _reader(field, today) for index, field in header.columns.items()}
        names = {index: field.name for index, field in header.columns.items()}
        for number, row in header.rows():
            yield _parse(header, readers, names, number, row)


def _reader(declared: Field, today: date) -> Callable[[object], object]:
    """Return what reads a column's cells; a column of few words reads each of them once."""

    def read(cell: object) -> object:
        return value_of(declared, cell, today=today)

    return lru_cache(maxsize=1024, typed=True)(read) if declared.type in _FEW_WORDS else read


def _parse(
    header: Header,
    readers: Mapping[int, Callable[[object], object]],
    names: Mapping[int, str],
    number: int,
    row: Sequence[object],
) -> ParsedRow:
    values: dict[str, object] = {}
    wrong: list[Problem] = []
    for index, cell in enumerate(row):
        if cell is None or cell == "" or index not in readers:
            continue
        try:
            value = readers[index](cell)
        except UserError as error:
            wrong += error.problems
            continue
        if value not in (None, ()):
            values[names[index]] = value
    parsed = ParsedRow(header, number, MappingProxyType(values))
    if not wrong:
        return parsed
    return replace(parsed, problems=tuple(parsed.located(problem) for problem in wrong))


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
