"""The good word beneath a field whose value was checked and stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from unionapp.models.records import Declaration, Field, FieldType
from unionapp.ui.wording import language, tr
from unionapp.values import codes, credit_code, identity, money


def verdicts_of(declaration: Declaration, values: Mapping[str, Any], today: date) -> dict[str, str]:
    """Return what can be said of the checked values, by field name."""
    said = {}
    for field in declaration.fields:
        value = values.get(field.name)
        say = _SAY.get(field.type)
        if say is not None and value:
            said[field.name] = say(field, value, today)
    return said


def _identity(_field: Field, value: str, today: date) -> str:
    read = identity.check(value, today=today)
    if read.verdict != "ok":
        return ""
    sex = codes.load("sex").label(read.sex, language())
    born = read.birth_date.isoformat() if read.birth_date else ""
    return tr("校验通过 · {told}", told=" · ".join(one for one in (sex, born) if one))


def _credit_code(_field: Field, value: str, _today: date) -> str:
    return tr("校验通过") if credit_code.check(value).verdict == "ok" else ""


def _money(_field: Field, value: int, _today: date) -> str:
    return money.in_words(value) if value >= 0 else ""


def _code(field: Field, value: str, today: date) -> str:
    """Name a code that is no longer offered, so that what is stored can be read."""
    item = codes.load(field.codes).item(value) if field.codes else None
    if item is None or item.valid_on(today):
        return ""
    return tr("原值“{label}”已停用，仍保留", label=item.label(language()))


_SAY: Mapping[FieldType, Callable[[Field, Any, date], str]] = {
    FieldType.IDENTITY: _identity,
    FieldType.CREDIT_CODE: _credit_code,
    FieldType.MONEY: _money,
    FieldType.CODE: _code,
}
