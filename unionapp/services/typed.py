"""Turns what was entered in a field into a value of its type, or says why it is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from unionapp.errors import Problem, UserError, refuse
from unionapp.models.declare import Field, FieldType
from unionapp.values import codes, credit_code, dates, identity, money, names, phone
from unionapp.values.text import half_width, without_invisible

_YES = frozenset({"是", "有", "对", "√", "y", "yes", "true", "1"})
_NO = frozenset({"否", "无", "不是", "×", "n", "no", "false", "0"})
_BETWEEN_CODES = re.compile(r"[、，,；;]")


def value_of(field: Field, entered: object, *, today: date) -> object:
    """Return the field's value of what a control or a caller hands in; None for an empty one.

    Text is read as a person types it; anything else is taken to be the field's own type. A code
    that no list knows stays as it is. Raises `UserError` with `where` = the field's name.
    """
    if field.type is FieldType.CODES and not isinstance(entered, str):
        return tuple(entered) if isinstance(entered, list | tuple) else ()
    if not isinstance(entered, str):
        return entered
    if not without_invisible(entered).strip():
        return () if field.type is FieldType.CODES else None
    try:
        return _READERS[field.type](field, entered, today)
    except UserError as error:
        named = {"zh": field.zh, "en": field.en, "text": entered.strip()}
        raise UserError(
            *(
                replace(one, where=field.name, detail={**named, **one.detail})
                for one in error.problems
            )
        ) from error


def _text(_field: Field, text: str, _today: date) -> str:
    return without_invisible(text).strip()


def _long_text(_field: Field, text: str, _today: date) -> str:
    return text.strip()


def _name(_field: Field, text: str, _today: date) -> str:
    return names.normalise(text)


def _identity(_field: Field, text: str, _today: date) -> str:
    return identity.normalise(text)


def _credit_code(_field: Field, text: str, _today: date) -> str:
    return credit_code.normalise(text)


def _phone(_field: Field, text: str, _today: date) -> str:
    return phone.normalise(text)


def _integer(_field: Field, text: str, _today: date) -> int:
    figures = half_width(without_invisible(text)).replace(",", "").strip()
    if not re.fullmatch(r"[+-]?\d{1,15}", figures, re.ASCII):
        raise refuse("records.not_a_number")
    return int(figures)


def _money(_field: Field, text: str, _today: date) -> int:
    return money.parse(text)


def _boolean(_field: Field, text: str, _today: date) -> bool:
    word = half_width(without_invisible(text)).strip().casefold()
    if word not in _YES | _NO:
        raise refuse("records.not_yes_or_no")
    return word in _YES


def _date(_field: Field, text: str, today: date) -> date:
    return dates.parse(text, today=today)


def _instant(_field: Field, text: str, _today: date) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UserError(Problem("records.not_a_moment")) from None
    if moment.tzinfo is None:
        raise refuse("records.not_a_moment")
    return moment


def _code(field: Field, text: str, _today: date) -> str:
    return codes.load(field.codes or "").code_for(text) or text.strip()


def _codes(field: Field, text: str, today: date) -> tuple[str, ...]:
    if field.codes is None:
        return (text.strip(),)
    found = (_code(field, one, today) for one in _BETWEEN_CODES.split(text) if one.strip())
    return tuple(dict.fromkeys(found))


_READERS: Mapping[FieldType, Callable[[Field, str, date], object]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _long_text,
    FieldType.NAME: _name,
    FieldType.IDENTITY: _identity,
    FieldType.CREDIT_CODE: _credit_code,
    FieldType.PHONE: _phone,
    FieldType.INTEGER: _integer,
    FieldType.MONEY: _money,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _date,
    FieldType.INSTANT: _instant,
    FieldType.CODE: _code,
    FieldType.CODES: _codes,
    FieldType.REFERENCE: _text,
    FieldType.JSON: _text,
}
