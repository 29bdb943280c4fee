"""From a form's file to its definition: our checks, pyxform, the XForm, the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from unionapp.errors import Problem, UserError, refuse
from unionapp.forms import case_links, sheets
from unionapp.forms.case_links import CaseFields
from unionapp.forms.definition import Definition
from unionapp.forms.extras import Extras
from unionapp.forms.graph import Graph, build
from unionapp.forms.media import Files
from unionapp.forms.xform import read_xform

# Raised when what is made of a workbook changes: forms kept from before are made anew.
ENGINE = 1


@dataclass(frozen=True, slots=True)
class Loaded:
    """A form that can be filled, what is worth a look in it, and its XForm."""

    definition: Definition
    graph: Graph
    warnings: tuple[Problem, ...]
    xform: str
    extras: Extras


def load(path: Path, media: Path | None = None, *, case_fields: CaseFields | None = None) -> Loaded:
    """Read a form; files that it names stand in `media`, or beside it.

    With `case_fields` what it links to in the case is checked too. Raises `UserError` with all
    problems of the sheets together.
    """
    if path.suffix.lower() == ".xml":
        return reopen(_xform_text(path), Extras(), media or path.parent)
    from unionapp.forms import checks, convert, extras

    tables = sheets.read(path)
    found = checks.check(tables)
    errors = tuple(problem for problem in found if not problem.warning)
    if errors:
        raise UserError(*errors)
    converted = convert.to_xform(path)
    more = extras.read(tables)
    try:
        definition = read_xform(converted.xform, media or path.parent, more)
        graph = build(definition)
    except UserError as error:
        raise UserError(*_located(error.problems, tables)) from error
    linked = tuple(case_links.check(definition, case_fields)) if case_fields else ()
    links = _located(linked, tables)
    if any(not problem.warning for problem in links):
        raise UserError(*links)
    warnings = (*(one for one in found if one.warning), *converted.warnings, *links)
    return Loaded(definition, graph, warnings, converted.xform, more)


def reopen(xform: str, extras: Extras, media: Files) -> Loaded:
    """Return a form that was loaded before, from what was kept of it: without pyxform."""
    definition = read_xform(xform, media, extras)
    return Loaded(definition, build(definition), (), xform, extras)


def check_file(
    path: Path, media: Path | None = None, *, case_fields: CaseFields | None = None
) -> tuple[Problem, ...]:
    """Return all problems and warnings of a form's file."""
    from unionapp.forms import checks

    if path.suffix.lower() == ".xml":
        return _problems_of(path, media, case_fields)
    try:
        found = checks.check(sheets.read(path))
    except UserError as error:
        return error.problems
    if any(not problem.warning for problem in found):
        return found
    return _problems_of(path, media, case_fields)


def _problems_of(
    path: Path, media: Path | None, case_fields: CaseFields | None
) -> tuple[Problem, ...]:
    try:
        return load(path, media, case_fields=case_fields).warnings
    except UserError as error:
        return error.problems


def _xform_text(path: Path) -> str:
    """Return an XForm that somebody else made; `UserError` when it is none that we read."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise refuse("form.not_found", path.name) from error
    except (OSError, UnicodeDecodeError) as error:
        raise refuse("form.unreadable", path.name, reason=str(error)) from error
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise refuse("form.xform_damaged", path.name, reason="DOCTYPE")
    return text


def _located(
    problems: tuple[Problem, ...], tables: Mapping[str, sheets.Sheet]
) -> tuple[Problem, ...]:
    """Give problems found in the XForm the row of the question that they name."""
    rows = {row.get("name"): row.number for row in tables["survey"].rows}
    found = []
    for problem in problems:
        name = problem.where.rpartition("/")[2].partition(":")[0]
        row = rows.get(name)
        if problem.row is None and row is not None:
            problem = Problem(
                problem.code, name, problem.detail, "survey", row, problem.column, problem.warning
            )
        found.append(problem)
    return tuple(found)
