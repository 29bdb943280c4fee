"""The rules of a record's values: of each field by its type, and of fields together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from unionapp.errors import Problem, UserError
from unionapp.models.declare import Declaration, Field, FieldType
from unionapp.models.desk import OFFICE_ZONE
from unionapp.services import typed
from unionapp.values import codes, credit_code, identity, names, phone

Values = Mapping[str, Any]
Together = Callable[[Declaration, Values, date], Iterator[Problem]]

_WHOLE = frozenset({FieldType.INTEGER, FieldType.MONEY})
# Floors go below the ground, and a walking order has no meaning of its own.
_MAY_BE_NEGATIVE = frozenset({("place", "floor"), ("place", "order")})


def problems_in(
    declaration: Declaration, values: Mapping[str, object], *, today: date
) -> tuple[Problem, ...]:
    """Return what is wrong with a record's values; pure.

    `values` holds the fields' own types, or text as typed; a field that is absent is empty. Each
    problem names its field in `where`. Warnings stand in the way of nothing; a code that no list
    knows is one, so that no stored value is ever dropped.
    """
    found: list[Problem] = []
    read: dict[str, object] = {}
    for field in declaration.fields:
        try:
            value = typed.value_of(field, values.get(field.name), today=today)
        except UserError as error:
            found += error.problems
            continue
        read[field.name] = value
        found += _of_field(declaration.kind, field, value, today)
    for rule in _TOGETHER.get(declaration.kind, ()):
        found += rule(declaration, read, today)
    return tuple(found)


def _of_field(kind: str, field: Field, value: object, today: date) -> Iterator[Problem]:
    if value is None or value in ("", ()):
        if field.required:
            yield _about(field, "records.required")
        return
    check = _CHECKS.get(field.type)
    if check is not None:
        yield from (replace(one, where=field.name) for one in check(field, value, today))
    may_be_negative = field.type not in _WHOLE or (kind, field.name) in _MAY_BE_NEGATIVE
    if isinstance(value, int) and value < 0 and not may_be_negative:
        yield _about(field, "records.negative")


def _about(field: Field, code: str, *, warning: bool = False, **detail: object) -> Problem:
    named = {"zh": field.zh, "en": field.en, **detail}
    return Problem(code, field.name, named, warning=warning)


def _identity(_field: Field, value: str, today: date) -> tuple[Problem, ...]:
    return identity.check(value, today=today).problems


def _credit_code(_field: Field, value: str, _today: date) -> tuple[Problem, ...]:
    return credit_code.check(value).problems


def _phone(_field: Field, value: str, _today: date) -> tuple[Problem, ...]:
    return phone.check(value).problems


def _name(_field: Field, value: str, _today: date) -> tuple[Problem, ...]:
    return names.problems_in(value)


def _date(field: Field, value: date, today: date) -> tuple[Problem, ...]:
    if field.past and value > today:
        return (_about(field, "records.ahead", day=value.isoformat()),)
    return ()


def _code(field: Field, value: str, today: date) -> tuple[Problem, ...]:
    return _codes(field, (value,), today)


def _codes(field: Field, value: tuple[str, ...], _today: date) -> tuple[Problem, ...]:
    if field.codes is None:
        return ()
    known = codes.load(field.codes)
    unknown = [one for one in value if one not in known]
    return tuple(
        _about(field, "records.unknown_code", warning=True, unknown=one) for one in unknown
    )


_CHECKS: Mapping[FieldType, Callable[[Field, Any, date], tuple[Problem, ...]]] = {
    FieldType.IDENTITY: _identity,
    FieldType.CREDIT_CODE: _credit_code,
    FieldType.PHONE: _phone,
    FieldType.NAME: _name,
    FieldType.DATE: _date,
    FieldType.CODE: _code,
    FieldType.CODES: _codes,
}


def _at_most(part: str, whole: str, *, warning: bool = False) -> Together:
    """The number in one field is part of the number in another."""

    def rule(declaration: Declaration, values: Values, _today: date) -> Iterator[Problem]:
        have, most = values.get(part), values.get(whole)
        if have is not None and most is not None and have > most:
            than = declaration.field(whole)
            yield _about(
                declaration.field(part),
                "records.more_than",
                warning=warning,
                have=have,
                most=most,
                than_zh=than.zh,
                than_en=than.en,
            )

    return rule


def _not_before(later: str, earlier: str) -> Together:
    """The day in one field is not before the day in another."""

    def rule(declaration: Declaration, values: Values, _today: date) -> Iterator[Problem]:
        day, first = values.get(later), values.get(earlier)
        if day is None or first is None:
            return
        start = first.astimezone(OFFICE_ZONE).date() if hasattr(first, "astimezone") else first
        if day < start:
            than = declaration.field(earlier)
            yield _about(
                declaration.field(later),
                "records.before",
                day=day.isoformat(),
                first=start.isoformat(),
                than_zh=than.zh,
                than_en=than.en,
            )

    return rule


def _as_the_number_says(_: Declaration, values: Values, today: date) -> Iterator[Problem]:
    number = values.get("identity_number")
    if number:
        read = identity.check(number, today=today)
        if read.verdict != "error":
            yield from identity.matches_typed(
                read, sex=values.get("sex"), birth_date=values.get("birth_date")
            )


def _causes(_: Declaration, values: Values, _today: date) -> Iterator[Problem]:
    from unionapp.services import hardship

    main, further = values.get("main_cause"), values.get("further_causes") or ()
    if main or further:
        yield from hardship.cause_problems((main,) if main else (), further)


_TOGETHER: Mapping[str, tuple[Together, ...]] = {
    "person": (_as_the_number_says,),
    "employer": (
        _at_most("women", "workers"),
        _at_most("eight_group_workers", "workers"),
        # Retired and transferring members are on the roll without being at work.
        _at_most("members", "workers", warning=True),
    ),
    "visit": (_not_before("next_on", "at"),),
    "hardship_file": (_causes,),
    "standard": (_not_before("valid_to", "valid_from"),),
}
