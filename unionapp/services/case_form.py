"""Lets a programme's form tell its case: answers become facts by their names.

A question tells the fact that it is named after: `study.stage`, or `stage` in a group `study`.
Amounts are answered in yuan, so that `_fen` may be left out of the name. Questions in a repeat
tell nothing, for each row has another answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from unionapp.errors import UserError
from unionapp.forms.definition import Control, Definition, Spec
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import Case, Response
from unionapp.programmes.describe import facts_asked
from unionapp.programmes.fact_names import OCCASION_FACTS
from unionapp.programmes.programme import FactKind, Programme
from unionapp.services import case_occasion, case_told, programme_files
from unionapp.services.case_records import case_in
from unionapp.services.response_subject import About
from unionapp.values import money

_YES_NO = {
    **dict.fromkeys(("yes", "true", "1", "OK"), True),
    **dict.fromkeys(("no", "false", "0"), False),
}
_WHOLE = re.compile(r"-?\d+(?:\.0+)?", re.ASCII)
_FEN = "_fen"
# Answers by path, each in the ways in which a question may write it.
Told = Mapping[str, tuple[str, ...]]


def standing_response(reading: Reading, about: About, form_id: str) -> Response | None:
    """Return the response of the case that a form is to be filled for, if it has one already."""
    case = case_in(reading, about.case_id) if about.case_id else None
    found = reading.get(Response, case.response_id) if case and case.response_id else None
    if found is None or found.deleted_at is not None or found.state == "discarded":
        return None
    return found if found.form_id == form_id else None


def link(work: Work, about: About, response_id: str) -> None:
    """Name the response in the case that it is filled for; a decided case keeps the one it has."""
    if about.case_id and case_told.is_open(case_in(work, about.case_id)):
        work.set_fields("case", about.case_id, {"response_id": response_id})


def told_before(reading: Reading, desk: Desk, about: About, definition: Definition) -> Told:
    """Return the answers that the case was told on its page already, for its form to begin with.

    By path, each in the ways in which a question may write it: the inverse of `facts_in`.
    """
    case = case_in(reading, about.case_id) if about.case_id else None
    if case is None or not case.answers or not case_told.is_open(case):
        return {}
    try:
        programme = programme_files.of_case(programme_files.own_folder(desk), case)
    except UserError:
        return {}
    kinds, told = _kinds(programme), case_occasion.merged({}, case.answers)
    found: dict[str, tuple[str, ...]] = {}
    for spec in definition.root.walk():
        if (
            spec.control is None
            or spec.bind.calculate
            or any(one.is_repeat for one in spec.lineage())
        ):
            continue
        name = next((one for one in names_of(spec.path) if one in kinds), "")
        value = _within(told, name) if name else None
        if value is not None:
            found[spec.path] = _written(kinds[name], value, spec.control)
    return found


def _within(told: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - whatever was told
    first, dot, rest = name.partition(".")
    inner = told.get(first)
    return (
        _within(inner, rest) if dot and isinstance(inner, Mapping) else inner if not dot else None
    )


def _written(kind: FactKind, value: Any, control: Control) -> tuple[str, ...]:  # noqa: ANN401 - as told
    if isinstance(value, bool):
        if control.kind == "trigger":
            return ("OK",) if value else ()
        return tuple(text for text, meant in _YES_NO.items() if meant is value)
    if kind == "money" and isinstance(value, int):
        yuan = money.format_fen(value).replace(",", "")
        return (yuan.removesuffix(".00"),)
    if isinstance(value, (list, tuple)):
        return (" ".join(str(one) for one in value),)
    return (str(value),)


def tell(
    work: Work,
    desk: Desk,
    response_id: str,
    definition: Definition,
    before: Mapping[str, str],
    after: Mapping[str, str],
) -> None:
    """Let every open case of a response know what became another answer, by fact.

    `before` are the answers that the case was told last. What was told on the page of the case
    since then stays, unless its answer changed too; what is no longer answered is no longer told.
    """
    folder = programme_files.own_folder(desk)
    for case in work.select(Case, "response_id = ?", (response_id,)):
        if case_told.is_open(case):
            _tell_one(work, folder, case, definition, before, after)


def _tell_one(
    work: Work,
    folder: Path,
    case: Case,
    definition: Definition,
    before: Mapping[str, str],
    after: Mapping[str, str],
) -> None:
    try:
        programme = programme_files.of_case(folder, case)
    except UserError:  # its file was taken away; the answers are kept in the response
        return
    known, now = (facts_in(definition, one, programme) for one in (before, after))
    changed = {name: value for name, value in now.items() if known.get(name) != value}
    gone = dict.fromkeys(known.keys() - now.keys())
    if changed or gone:
        case_told.keep(work, folder, case, {**changed, **gone})


def facts_in(
    definition: Definition, answers: Mapping[str, str], programme: Programme
) -> dict[str, Any]:
    """Return the facts that answers tell, by dotted name, as `programme try` takes them.

    An answer that is no value of its fact stays the text that it is: whoever reads the facts says
    what is wrong with it.
    """
    kinds = _kinds(programme)
    found = {}
    for path, text in answers.items():
        spec = definition.spec(path) if text and "[" not in path else None
        name = next((one for one in names_of(path) if one in kinds), "")
        if spec is not None and name:
            found[name] = _value(kinds[name], text, spec)
    return found


def _kinds(programme: Programme) -> dict[str, FactKind]:
    """Return the facts that a form may tell, with their kinds."""
    kinds = {one.name: one.kind for one in facts_asked(programme)}
    return kinds | {one.name: one.kind for one in OCCASION_FACTS}


def names_of(path: str) -> Iterator[str]:
    """Yield the facts that a question at a path may tell, the nearest name first."""
    parts = path.split("/")[2:]
    for name in (parts[-1], ".".join(parts[-2:])) if parts else ():
        yield from (name, f"{name}{_FEN}")


def _value(kind: FactKind, text: str, spec: Spec) -> object:
    if kind == "yes_no":
        return _YES_NO.get(text, text)
    if kind == "whole":
        return int(Decimal(text)) if _WHOLE.fullmatch(text) else text
    if kind == "money":
        return _fen(text, reckoned=spec.bind.calculate is not None)
    if kind == "codes":
        return text.split()
    return text[:10] if kind == "day" else text


def _fen(text: str, *, reckoned: bool) -> int | str:
    """Return yuan as fen; what the form reckoned itself is rounded, half a fen upwards."""
    try:
        if reckoned:
            return int((Decimal(text) * 100).to_integral_value(ROUND_HALF_UP))
        return money.parse(text)
    except (InvalidOperation, UserError):
        return text
