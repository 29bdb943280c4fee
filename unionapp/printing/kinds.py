"""All kinds of object by name: reading one, what fields it needs, and whether they suit it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from unionapp.errors import Problem, UserError, refuse
from unionapp.printing import checked, grids
from unionapp.printing.fields import Field
from unionapp.printing.formatters import FORMATTERS, fitting
from unionapp.printing.grids import Grid
from unionapp.printing.objects import (
    Artwork,
    Barcode,
    Box,
    Cells,
    Check,
    Choices,
    Common,
    Groups,
    Image,
    Line,
    Path,
    Qr,
    Shade,
    Text,
)
from unionapp.printing.tables import Column, Table
from unionapp.values import codes as code_lists

# What is laid out and drawn; a grid is taken apart into these when it is read.
Object = (
    Text | Choices | Image | Artwork | Qr | Barcode | Box | Line | Path | Shade | Check | Groups
    | Cells | Table
)  # fmt: skip

KINDS: Mapping[str, type[Object | Grid]] = {
    "text": Text,
    "choices": Choices,
    "grid": Grid,
    "table": Table,
    "image": Image,
    "artwork": Artwork,
    "qr": Qr,
    "barcode": Barcode,
    "check": Check,
    "cells": Cells,
    "groups": Groups,
    "box": Box,
    "line": Line,
    "path": Path,
    "shade": Shade,
}
_SUMMED = ("fen", "count")


def read(data: object, where: str, words: Mapping[str, Field]) -> tuple[Object, ...]:
    """Return the objects that `data` describes (a grid is several).

    Raises every problem that it has: of its keys, else of the fields that it names.
    """
    if not isinstance(data, dict):
        raise refuse("printing.wrong_value", where, key="objects", value=data, expected="{ … }")
    kind = KINDS.get(str(data.get("type")))
    if kind is None:
        known = ", ".join(KINDS)
        raise refuse("printing.unknown_kind", where, kind=data.get("type", "—"), known=known)
    rest = {name: value for name, value in data.items() if name != "type"}
    try:
        thing = checked.read_object(kind, rest, where)
    except UserError as error:
        raise UserError(*(_placed(problem, where) for problem in error.problems)) from None
    parts = tuple(_parts(thing))
    problems: list[Problem] = []
    for problem in (problem for part in parts for problem in _faults(part, where, words)):
        if problem not in problems:
            problems.append(problem)
    if problems:
        raise UserError(*problems)
    return parts


def fields_of(thing: Object) -> tuple[str, ...]:
    """Return the names of the fields that an object reads."""
    keys = ("field", "if_set", "if_unset", "if_field", "count_of")
    names = [name for one in keys if (name := getattr(thing, one, None)) is not None]
    if isinstance(thing, Text) and thing.sum_of is not None:
        names.append(thing.sum_of.rpartition(".")[0])
    return tuple(dict.fromkeys(names))


def is_fixed(thing: Object) -> bool:
    """Tell whether an object looks the same on every record and is drawn once for all."""
    return not fields_of(thing) and not thing.collapse


def _placed(problem: Problem, where: str) -> Problem:
    """Give a refusal that an object made of itself the object's place."""
    if problem.where.startswith(where):
        return problem
    return Problem(problem.code, f"{where} {problem.where}".rstrip(), problem.detail)


def _parts(thing: Object | Grid) -> Iterator[Object]:
    if not isinstance(thing, Grid):
        yield thing
        return
    common = {one.name: getattr(thing, one.name) for one in dataclasses.fields(Common)}
    for part in (*grids.fixed_part(thing), *grids.varying_part(thing)):
        yield dataclasses.replace(part, **common)


# ---- fields ------------------------------------------------------------------------------------


def _faults(thing: Object, where: str, words: Mapping[str, Field]) -> Iterator[Problem]:
    unknown = [name for name in fields_of(thing) if name not in words]
    for name in unknown:
        yield Problem("printing.unknown_field", where, {"field": name, "key": "field"})
    if unknown:
        return
    match thing:
        case Text(field=str(name)) | Cells(field=name):
            yield from _of_format(words[name], thing.format, where)
        case Text(sum_of=str(name)):
            yield from _of_sum(name, thing.format, where, words)
        case Text(count_of=str(name)):
            yield from _of_kind(words[name], ("list",), where)
        case Image():
            yield from _of_kind(words[thing.field], ("image",), where)
        case Qr() | Barcode() | Groups():
            yield from _of_kind(words[thing.field], ("text",), where)
        case Check(equals=str(value)):
            yield from _of_choice(words[thing.field], value, where)
        case Choices():
            yield from _of_choices(words[thing.field], thing, where)
        case Table():
            yield from _of_table(words[thing.field], thing, where)


def _of_kind(field: Field, kinds: tuple[str, ...], where: str) -> Iterator[Problem]:
    if field.kind not in kinds:
        detail = {"field": field.name, "kind": field.kind, "known": ", ".join(kinds)}
        yield Problem("printing.wrong_kind", where, {**detail, "key": "field"})


def _of_format(field: Field, name: str | None, where: str) -> Iterator[Problem]:
    known = fitting(field.kind)
    if not known or (name is not None and field.kind not in FORMATTERS[name].kinds):
        detail = {"field": field.name, "format": name or "—", "known": ", ".join(known)}
        yield Problem("printing.wrong_format", where, {**detail, "key": "format"})


def _of_sum(
    name: str, format_: str | None, where: str, words: Mapping[str, Field]
) -> Iterator[Problem]:
    field, _, column = name.rpartition(".")
    added = words[field].row.get(column)
    if added is None or added.kind not in _SUMMED:
        yield Problem("printing.unknown_field", where, {"field": name, "key": "sum_of"})
    else:
        yield from _of_format(added, format_, where)


def _of_choice(field: Field, value: str, where: str) -> Iterator[Problem]:
    if field.codes is not None and value not in code_lists.load(field.codes):
        yield Problem("printing.unknown_choice", where, {"field": field.name, "value": value})


def _of_choices(field: Field, thing: Choices, where: str) -> Iterator[Problem]:
    for value in thing.of:
        yield from _of_choice(field, value, where)
    if field.codes is None and not thing.words:
        yield Problem("printing.no_choices", where, {"field": field.name, "key": "words"})


def _of_table(field: Field, table: Table, where: str) -> Iterator[Problem]:
    wrong = list(_of_kind(field, ("list",), where))
    yield from wrong
    for number, column in enumerate(table.columns if not wrong else (), start=1):
        yield from _of_column(field, column, f"{where} columns {number}")


def _of_column(field: Field, column: Column, where: str) -> Iterator[Problem]:
    if column.field is None:
        return
    cell = field.row.get(column.field)
    if cell is None:
        name = f"{field.name}.{column.field}"
        yield Problem("printing.unknown_field", where, {"field": name, "key": "field"})
        return
    if column.equals is not None:
        yield from _of_choice(cell, column.equals, where)
        return
    yield from _of_format(cell, column.format, where)
    if column.sum:
        yield from _of_kind(cell, _SUMMED, where)
