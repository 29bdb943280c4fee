"""Our own check over the cells of a form, before pyxform: all problems in one list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from unionapp.errors import Problem
from unionapp.forms import desktop, extras, scopes, survey
from unionapp.forms.expressions import compiled
from unionapp.forms.patterns import pattern_of
from unionapp.forms.problems import ExpressionError
from unionapp.forms.sheets import Sheet, SheetRow
from unionapp.forms.survey import Question
from unionapp.forms.syntax import Literal, Tree, calls

_NAME = re.compile(r"[^\W\d][\w.\-]*")
_LATIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*")
_REFERENCE = re.compile(r"\$\{([^}]*)\}")
_LIST = ("list_name", "list name")
_NEEDS_NO_NAME = frozenset(("audit",))
_NO_LABEL = frozenset(
    (
        *("calculate", "hidden", "start", "end", "today", "deviceid", "phonenumber", "username"),
        *("email", "audit", "csv-external", "xml-external", "simserial", "subscriberid"),
        *("start-geopoint", "background-audio", "background-geopoint", "imei", "uuid"),
    )
)


def check(tables: Mapping[str, Sheet]) -> tuple[Problem, ...]:
    """Return every problem and warning, with sheet, row and column."""
    sheet = tables.get("survey")
    if sheet is None:
        return (Problem("form.no_survey", "survey"),)
    if not {"type", "command"} & set(sheet.columns):
        return (Problem("form.no_column", "type", sheet="survey", row=1, column="type"),)
    if not sheet.rows:
        return (Problem("form.no_questions", "survey", sheet="survey"),)
    rows = list(survey.questions(sheet))
    lists = _lists(tables.get("choices"))
    found = [
        *_columns(tables),
        *_nesting(rows),
        *(problem for row in rows for problem in _row(row, lists)),
        *_twice(rows),
        *_expressions(rows),
        *_choices(tables, rows),
        *extras.check(tables),
        *scopes.check(rows),
    ]
    return tuple(sorted(found, key=_place))


def _place(problem: Problem) -> tuple[str, int]:
    return ({"survey": "1", "choices": "2"}.get(problem.sheet or "", "3"), problem.row or 0)


def _at(
    code: str,
    row: SheetRow,
    column: str,
    where: str = "",
    *,
    sheet: str = "survey",
    warning: bool = False,
    **detail: object,
) -> Problem:
    return Problem(code, where, detail, sheet, row.number, column, warning)


def _columns(tables: Mapping[str, Sheet]) -> Iterator[Problem]:
    for name, sheet in tables.items():
        if name in ("survey", "choices", "settings"):
            for column in sheet.doubled:
                yield Problem("form.column_twice", column, {}, name, 1, column)


def _nesting(rows: Sequence[Question]) -> Iterator[Problem]:
    """Check that every group and repeat is closed, by its own kind."""
    open_rows: list[Question] = []
    for row in rows:
        if row.begins:
            open_rows.append(row)
        elif row.ends and not open_rows:
            yield _at("form.end_without_begin", row.row, "type", row.type)
        elif row.ends:
            begun = open_rows.pop()
            if begun.begins != row.ends:
                yield _at(
                    "form.end_of_other",
                    row.row,
                    "type",
                    row.type,
                    begun=f"{begun.begins} {begun.name}",
                )
    for row in open_rows:
        yield _at("form.not_closed", row.row, "type", row.name, kind=row.begins)


def _row(question: Question, lists: Mapping[str, Sequence[SheetRow]]) -> Iterator[Problem]:
    row, kind = question.row, question.type
    if not kind:
        yield _at("form.no_type", row, "type", question.name)
        return
    if question.ends:
        return
    if not question.name and kind not in _NEEDS_NO_NAME:
        yield _at("form.no_name", row, "name", kind)
    elif question.name and not _NAME.fullmatch(question.name):
        yield _at("form.name_wrong", row, "name", question.name)
    elif question.name and not _LATIN.fullmatch(question.name):
        yield _at("form.name_not_latin", row, "name", question.name, warning=True)
    if question.list_name and question.list_name not in lists:
        yield _at("form.no_such_list", row, "type", question.list_name)
    if not question.begins and not question.is_select and not _is_type(kind):
        yield _at("form.type_unknown", row, "type", kind)
    saved = row.get("save_to", "bind::entities:saveto")
    if saved.rpartition("#")[2].lower() in ("name", "label"):
        yield _at("form.save_to_reserved", row, "save_to", saved)
    yield from desktop.check(question)
    yield from _words(question)


def _words(question: Question) -> Iterator[Problem]:
    row = question.row
    calculation = row.get(*survey.CALCULATION)
    if question.type == "calculate" and not calculation and not row.get("default", "trigger"):
        yield _at("form.no_calculation", row, "calculation", question.name)
    asked = not question.begins and question.type not in _NO_LABEL
    labels = [cell for column, cell in row.cells.items() if column.partition(":")[0] in _LABELS]
    if asked and not calculation and not row.get("trigger") and not labels:
        yield _at("form.no_label", row, "label", question.name)


_LABELS = ("label", "hint", "guidance_hint", "media", "image", "audio", "video", "caption")


def _is_type(kind: str) -> bool:
    from pyxform import aliases
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    known = (kind, kind.lower(), kind.replace("_", " "))
    return any(
        name in QUESTION_TYPE_DICT or name in aliases._type_alias_map or name == "entity"
        for name in known
    )


def _twice(rows: Sequence[Question]) -> Iterator[Problem]:
    """Check that no group holds two questions of one name."""
    scopes: list[dict[str, int]] = [{}]
    for question in rows:
        if question.ends:
            if len(scopes) > 1:
                scopes.pop()
            continue
        if question.name:
            first = scopes[-1].setdefault(question.name, question.row.number)
            if first != question.row.number:
                yield _at("form.name_twice", question.row, "name", question.name, first=first)
        if question.begins:
            scopes.append({})


def _expressions(rows: Sequence[Question]) -> Iterator[Problem]:
    names = {question.name for question in rows if question.name}
    for question in rows:
        for column, cell in question.row.cells.items():
            for name in _unknown_names(cell, names):
                yield _at("form.reference_unknown", question.row, column, name)
        for columns in survey.EXPRESSION_COLUMNS:
            used = next((one for one in columns if question.row.get(one)), None)
            if used is not None:
                yield from _expression(question.row, used)


def _unknown_names(cell: str, names: set[str]) -> Iterator[str]:
    for found in _REFERENCE.finditer(cell):
        name = found[1].strip().removeprefix("last-saved#")
        if name not in names:
            yield name


def _expression(row: SheetRow, column: str) -> Iterator[Problem]:
    source = row.get(column)
    if source.lower() in survey.TRUE | survey.FALSE:
        return
    try:
        expression = compiled(_REFERENCE.sub(" /name ", source))
    except ExpressionError as error:
        detail = {"expression": source[:120], **error.detail}
        yield Problem(error.code, row.get("name"), detail, "survey", row.number, column)
        return
    for pattern in _patterns(expression.tree):
        found = pattern_of(pattern)
        if found is None:
            yield _at("form.pattern_wrong", row, column, pattern, warning=True)
        elif found.nested:
            yield _at("form.pattern_slow", row, column, pattern, warning=True)


def _patterns(tree: Tree) -> Iterator[str]:
    """Yield the regular expressions that are written out in an expression."""
    for call in calls(tree):
        if call.name == "regex" and len(call.arguments) == 2:
            pattern = call.arguments[1]
            if isinstance(pattern, Literal):
                yield pattern.value


def _lists(sheet: Sheet | None) -> Mapping[str, Sequence[SheetRow]]:
    found: dict[str, list[SheetRow]] = {}
    for row in sheet.rows if sheet else ():
        found.setdefault(row.get(*_LIST), []).append(row)
    return found


def _choices(tables: Mapping[str, Sheet], rows: Sequence[Question]) -> Iterator[Problem]:
    sheet = tables.get("choices")
    if sheet is None:
        return
    settings = tables.get("settings")
    switch = settings.rows[0].get("allow_choice_duplicates") if settings and settings.rows else ""
    many = {row.list_name for row in rows if row.many or row.type.startswith("rank")}
    for name, choices in _lists(sheet).items():
        counts = Counter(row.get("name", "value") for row in choices)
        for row in choices:
            yield from _choice(row, name, many=name in many)
            value = row.get("name", "value")
            if value and counts[value] > 1 and switch.lower() not in survey.TRUE:
                yield _at("form.choice_twice", row, "name", value, sheet="choices", list=name)
                counts[value] = 0


def _choice(row: SheetRow, list_name: str, *, many: bool) -> Iterator[Problem]:
    value = row.get("name", "value")
    if not list_name:
        yield _at(
            "form.choice_without_list", row, "list_name", value, sheet="choices", warning=True
        )
    elif not value:
        yield _at("form.choice_without_name", row, "name", list_name, sheet="choices")
    elif many and re.search(r"\s", value):
        yield _at("form.choice_with_blank", row, "name", value, sheet="choices", list=list_name)
    elif not any(column.partition(":")[0] in _LABELS for column in row.cells):
        yield _at("form.choice_without_label", row, "label", value, sheet="choices", warning=True)
