"""Lays responses out as flat tables the way ODK does: one for the record, one for each repeat.

Source of the shape: ODK Central's CSV export (names of groups joined by `-`, `KEY`, `PARENT_KEY`,
`<question>/<choice>` for split answers, four columns for a point), with `SET-OF-…` as ODK
Briefcase has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from unionapp.forms import moments
from unionapp.forms.definition import Definition, Spec
from unionapp.models.desk import OFFICE_ZONE
from unionapp.workbooks.book import Cell
from unionapp.workbooks.responses_model import ExportedResponse, Options
from unionapp.workbooks.responses_words import Words, is_number

_ROW = re.compile(r"\[\d+\]")
# Excel shows a whole number of more digits as 2.1E+17 and keeps only 15: those stay text.
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,10})")
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,10})\.\d{1,10}")
_MOST_DIGITS = 15
_MOST_CHOICES = 200  # a list of all communities of a city is no row of columns
_POINT = ("Latitude", "Longitude", "Altitude", "Accuracy")

_SET_OF = "SET OF"  # with a blank, so that no choice is called that

_BEFORE = ("SubmissionDate",)
_AFTER = (
    *("KEY", "SubmitterName", "Status", "FormVersion"),
    *("StartedAt", "Door", "Subject", "VisitID", "ResponseID"),
)
_ROW_AFTER = ("PARENT_KEY", "KEY")
_WORDS = {
    "SubmissionDate": "完成时间",
    "SubmitterName": "填写人",
    "Status": "状态",
    "FormVersion": "问卷版本",
    "StartedAt": "开始时间",
    "Door": "地址",
    "Subject": "对象",
    "VisitID": "走访编号",
    "ResponseID": "答卷编号",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `path` of its question below its table, `part` of the answer that it holds."""

    path: str
    part: str = ""
    heading: str = field(default="", compare=False)


@dataclass(slots=True)
class FlatTable:
    """One table: `path` of its repeat without row numbers, "" for the record itself."""

    path: str
    title: str
    columns: list[Column]
    at: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def headings(self) -> list[str]:
        """The first line."""
        return [column.heading for column in self.columns]


@dataclass(frozen=True, slots=True)
class Stray:
    """An answer to a question that no version of the form has: `key` is its row's."""

    key: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table; `key` is what its column KEY holds."""

    table: FlatTable
    key: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Flattened:
    """What one response becomes."""

    lines: tuple[Line, ...]
    strays: tuple[Stray, ...]


class Layout:
    """The tables of all versions of one form, and how a response fills them."""

    def __init__(self, versions: Sequence[Definition], options: Options) -> None:
        """`versions` stand in the order of age, the newest last: its columns come first."""
        self._options = options
        self._versions = tuple(versions)  # alive, for their ids stand for them below
        self._kinds: dict[int, dict[str, _Question]] = {}
        self.tables: dict[str, FlatTable] = {}
        for definition in reversed(versions):
            self._add(definition)
        for table in self.tables.values():
            self._finish(table)

    @property
    def form_id(self) -> str:
        """The form's id."""
        return self._versions[-1].form_id

    @property
    def title(self) -> str:
        """What the form is called in the files: its title or its id."""
        return (self._options.labels and self._versions[-1].title) or self.form_id

    def _add(self, definition: Definition) -> None:
        words = Words(definition, self._options.language)
        questions = self._kinds[id(definition)] = {}
        top = len(definition.root.path) + 1
        for spec in definition.root.walk():
            if spec is definition.root:
                self._table("", self.title)
            elif spec.is_repeat:
                title = words.question(spec) if self._options.labels else spec.name
                self._table(spec.path[top:], title)
                self._note(spec, Column(_below(spec, top), _SET_OF), top)
            elif not spec.is_group:
                question = _Question(spec, words, definition, self._options)
                questions[spec.path] = question
                for part in question.parts:
                    heading = question.heading(part, _below(spec, top))
                    self._note(spec, Column(_below(spec, top), part, heading), top)

    def _table(self, path: str, title: str) -> None:
        if path not in self.tables:
            self.tables[path] = FlatTable(path, title, [])

    def _note(self, spec: Spec, column: Column, top: int) -> None:
        table = self.tables[_table_path(spec, top)]
        if (column.path, column.part) not in table.at:
            table.at[column.path, column.part] = len(table.columns)
            table.columns.append(column)

    def _finish(self, table: FlatTable) -> None:
        """Put the keys round the questions, and make every heading one of its own."""
        before, after = ((), _ROW_AFTER) if table.path else (_BEFORE, _AFTER)
        asked, sets = _apart(table.columns)
        own = [Column("", _SET_OF)] if table.path else []
        columns = [
            *(Column("", name) for name in before),
            *asked,
            *(Column("", name) for name in after),
            *sets,
            *own,
        ]
        taken = {self._own_heading(name).casefold() for name in (*before, *after)}
        table.columns = [self._headed(column, table, taken) for column in columns]
        table.at = {(column.path, column.part): at for at, column in enumerate(table.columns)}

    def _headed(self, column: Column, table: FlatTable, taken: set[str]) -> Column:
        if column.part == _SET_OF:
            path = column.path or _last_part(table.path, self.tables)
            return Column(column.path, column.part, f"SET-OF-{path.replace('/', '-')}")
        if not column.path:
            return Column(column.path, column.part, self._own_heading(column.part))
        heading, again = column.heading, 1
        while heading.casefold() in taken:
            again += 1
            heading = f"{column.heading}~{again}"
        taken.add(heading.casefold())
        return Column(column.path, column.part, heading)

    def _own_heading(self, name: str) -> str:
        english = (self._options.language or "").casefold().startswith("en")
        return _WORDS.get(name, name) if self._options.labels and not english else name

    # --- one response

    def flatten(self, definition: Definition, response: ExportedResponse) -> Flattened:
        """Return the lines of a response to one of the versions, the record's own first."""
        instance_id, top = response.instance_id, len(definition.root.path) + 1
        lines = {"": self._line("", instance_id, instance_id)}
        self._describe(lines[""], response)
        strays = []
        for path, text in response.answers.items():
            row = self._rows_to(path, top, lines, instance_id)
            if path.endswith("]"):
                continue
            question = self._kinds[id(definition)].get(_ROW.sub("", path))
            line = lines.get(row)
            below = path[top + len(row) :].lstrip("/")
            if question is None or line is None or (below, "") not in line.table.at:
                strays.append(Stray(_key(instance_id, row), path, text))
                continue
            for part, cell in question.cells(path, text, response.answers):
                at = line.table.at.get((below, part))
                if at is not None:
                    line.cells[at] = cell
        return Flattened(tuple(lines.values()), tuple(strays))

    def _rows_to(self, path: str, top: int, lines: dict[str, Line], instance_id: str) -> str:
        """Return the row that an answer stands in, having made it and the rows around it."""
        row = ""
        for found in _ROW.finditer(path):
            inner = path[top : found.end()]
            if inner not in lines:
                table = self.tables.get(_ROW.sub("", inner))
                if table is None:
                    return inner
                lines[inner] = self._row_line(table, inner, row, lines[row], instance_id)
            row = inner
        return row

    def _row_line(
        self, table: FlatTable, row: str, outer: str, parent: Line, instance_id: str
    ) -> Line:
        parent_key = _key(instance_id, outer)
        line = self._line(table.path, _key(instance_id, row), parent_key)
        below = _ROW.sub("", row[len(outer) :].lstrip("/"))
        link = f"{parent_key}/{below}"
        line.cells[table.at["", _SET_OF]] = link
        at = parent.table.at.get((below, _SET_OF))
        if at is not None:
            parent.cells[at] = link
        return line

    def _line(self, path: str, key: str, parent_key: str) -> Line:
        table = self.tables[path]
        line = Line(table, key, [None] * len(table.columns))
        line.cells[table.at["", "KEY"]] = key
        if path:
            line.cells[table.at["", "PARENT_KEY"]] = parent_key
        return line

    def _describe(self, line: Line, response: ExportedResponse) -> None:
        own: Mapping[str, Cell] = {
            "SubmissionDate": _office_time(response.ended_at),
            "SubmitterName": response.worker or None,
            "Status": response.state or None,
            "FormVersion": response.version or None,
            "StartedAt": _office_time(response.started_at),
            "Door": response.door or None,
            "Subject": response.subject or None,
            "VisitID": response.visit_id,
            "ResponseID": response.id,
        }
        for name, cell in own.items():
            line.cells[line.table.at["", name]] = cell


class _Question:
    """How the answers to one question of one version are written."""

    def __init__(self, spec: Spec, words: Words, form: Definition, options: Options) -> None:
        self._spec, self._words, self._labels = spec, words, options.labels
        self._kind = "number" if is_number(spec, form) else spec.bind.kind
        control = spec.control
        self._choice = control.kind if control is not None and control.is_choice else ""
        self._split: tuple[str, ...] = ()
        if options.split and self._choice == "select":
            names = words.choices(spec)
            self._split = tuple(names) if len(names) <= _MOST_CHOICES else ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The columns: the answer itself is ""; one each for split choices, four for a point."""
        if self._kind == "geopoint":
            return ("", *_POINT[1:])
        return ("", *self._split)

    def heading(self, part: str, path: str) -> str:
        """The name of a column."""
        name = self._words.question(self._spec) if self._labels else path.replace("/", "-")
        if self._kind == "geopoint":
            return f"{name}-{part or _POINT[0]}"
        if not part:
            return name
        choice = self._words.choice(self._spec, self._spec.path, part, {}) if self._labels else part
        return f"{name}/{choice}"

    def cells(self, path: str, text: str, answers: Mapping[str, str]) -> Iterator[tuple[str, Cell]]:
        """Yield (part, value) for an answer."""
        if self._kind == "geopoint":
            figures = text.split(maxsplit=3)
            for part, figure in zip(self.parts, figures, strict=False):
                yield part, number(figure)
            return
        if not text:
            return
        if self._choice:
            yield "", self._chosen(path, text, answers)
            chosen = set(text.split()) if self._split else ()
            yield from ((name, int(name in chosen)) for name in self._split)
            return
        yield "", value(text, self._kind)

    def _chosen(self, path: str, text: str, answers: Mapping[str, str]) -> str:
        if not self._labels:
            return text
        names = [text.strip()] if self._choice == "select1" else text.split()
        return "、".join(self._words.choice(self._spec, path, name, answers) for name in names)


def value(text: str, kind: str) -> Cell:
    """Return an answer as what it is; as text where anything of it would be lost otherwise."""
    if kind == "number":
        return number(text)
    moment = moments.read(text, OFFICE_ZONE) if kind in ("date", "dateTime") else None
    if moment is None:
        return text
    return moment.date() if kind == "date" and moments.is_date(text) else moment


def number(text: str) -> Cell:
    """Return a number that Excel shows and keeps as it is written, else the text."""
    if _WHOLE.fullmatch(text):
        return int(text) if text != "-0" else text
    if _DECIMAL.fullmatch(text) and sum(sign.isdecimal() for sign in text) <= _MOST_DIGITS:
        return Decimal(text)
    return text


def _office_time(moment: datetime | None) -> datetime | None:
    return moment.astimezone(OFFICE_ZONE) if moment is not None else None


def _key(instance_id: str, row: str) -> str:
    return f"{instance_id}/{row}" if row else instance_id


def _outer_repeat(spec: Spec) -> Spec | None:
    return next((one for one in spec.lineage() if one.is_repeat and one is not spec), None)


def _table_path(spec: Spec, top: int) -> str:
    repeat = _outer_repeat(spec)
    return repeat.path[top:] if repeat is not None else ""


def _below(spec: Spec, top: int) -> str:
    repeat = _outer_repeat(spec)
    return spec.path[len(repeat.path) + 1 if repeat is not None else top :]


def _last_part(path: str, tables: Mapping[str, FlatTable]) -> str:
    """Return the part of a repeat's path below the repeat around it."""
    outer = [one for one in tables if one and path.startswith(f"{one}/")]
    return path[len(max(outer, key=len)) + 1 :] if outer else path


def _apart(columns: Sequence[Column]) -> tuple[list[Column], list[Column]]:
    sets = [column for column in columns if column.part == _SET_OF]
    return [column for column in columns if column.part != _SET_OF], sets
