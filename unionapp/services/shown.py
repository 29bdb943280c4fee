"""Shows a declared field's value as text: labels for codes, masks for personal numbers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from unionapp.models.declare import Field, FieldType
from unionapp.models.desk import OFFICE_ZONE
from unionapp.values import codes, identity, money, phone

_YES_NO = {"zh": ("否", "是"), "en": ("No", "Yes")}
_BETWEEN = {"zh": "、", "en": ", "}
_MASKS: Mapping[str, Callable[[str], str]] = {"identity": identity.mask, "phone": phone.mask}


def text_of(field: Field, value: object, *, language: str = "zh", masked: bool = True) -> str:
    """Return a value as lists and the history show it; "" for an empty one.

    A code that no list knows is shown as itself with a mark; an instant in the office's time; a
    masked field with most of its characters hidden, unless `masked` is False.
    """
    if value is None or value in ("", ()):
        return ""
    if field.mask is not None and masked:
        return _MASKS.get(field.mask, identity.mask)(str(value))
    return _WRITERS.get(field.type, _plain)(field, value, language)


def _plain(_field: Field, value: object, _language: str) -> str:
    return str(value)


def _boolean(_field: Field, value: bool, language: str) -> str:
    return _YES_NO[language][bool(value)]


def _money(_field: Field, value: int, _language: str) -> str:
    return money.format_fen(value)


def _instant(_field: Field, value: datetime, _language: str) -> str:
    return value.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")


def _code(field: Field, value: str, language: str) -> str:
    return codes.load(field.codes).label(value, language) if field.codes else str(value)


def _codes(field: Field, value: tuple[str, ...], language: str) -> str:
    return _BETWEEN[language].join(_code(field, one, language) for one in value)


def _json(_field: Field, value: object, _language: str) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


_WRITERS: Mapping[FieldType, Callable[[Field, Any, str], str]] = {
    FieldType.BOOLEAN: _boolean,
    FieldType.MONEY: _money,
    FieldType.INSTANT: _instant,
    FieldType.CODE: _code,
    FieldType.CODES: _codes,
    FieldType.JSON: _json,
}
