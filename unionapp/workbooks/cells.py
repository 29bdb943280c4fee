"""Turns a workbook's cell into a declared field's value, or says what is wrong with it.

What a text means in a field is decided in one place, `services/typed.py`; here stands only what
Excel adds to it: numbers that were cut, dates that are numbers, units behind a count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from unionapp.errors import Problem, UserError
from unionapp.models.declare import Field, FieldType
from unionapp.services import typed
from unionapp.workbooks.book import CUT
from unionapp.workbooks.reading import Cell

# Excel counts days from here (its year 1900 has a 29 February that never was).
_DAY_ZERO = date(1899, 12, 30)
# A bare number in a date column is such a count only where it means a day that a living person
# can have seen: 1910 to 2099. A year (1970) or a year and month (197001) is none.
_SERIALS = range((date(1910, 1, 1) - _DAY_ZERO).days, (date(2100, 1, 1) - _DAY_ZERO).days)
_UNIT = re.compile(r"(?<=[0-9０-９])\s*[人名户层楼个]$")
_MASKED = re.compile(r"[*＊×]{3,}")


def text_of(cell: Cell) -> str:
    """Return a cell as the text that a person sees; whole numbers lose Excel's `.0`."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        # 0.1 + 0.2 is shown as 0.3; Excel itself keeps 15 digits.
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell).strip()


def value_of(field: Field, cell: Cell, *, today: date) -> object:
    """Return the field's value of a cell; None when it is empty.

    Raises `UserError` with `where` = the field's name; the caller adds sheet, row and column.
    """
    text = text_of(cell)
    if not text:
        return None
    if field.mask is not None and _MASKED.search(text):
        raise _refused("import.masked", field, text)
    if text.endswith(CUT):  # an export of ours: what is on file is longer, and stays
        detail = {"zh": field.zh, "en": field.en}
        raise UserError(Problem("import.cut", field.name, detail, warning=True))
    read = _READERS.get(field.type)
    return read(field, cell, today) if read else typed.value_of(field, text, today=today)


def _refused(code: str, field: Field, text: str) -> UserError:
    return UserError(Problem(code, field.name, {"zh": field.zh, "en": field.en, "text": text}))


def _number_as_text(field: Field, cell: Cell, today: date) -> object:
    """Excel keeps 15 digits of a number: a longer one is lost, and never guessed back."""
    if isinstance(cell, int | float):
        raise _refused("import.number_not_text", field, text_of(cell))
    return typed.value_of(field, text_of(cell), today=today)


def _integer(field: Field, cell: Cell, today: date) -> object:
    return typed.value_of(field, _UNIT.sub("", text_of(cell)), today=today)


def _date(field: Field, cell: Cell, today: date) -> object:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and int(cell) in _SERIALS:
        return _DAY_ZERO + timedelta(days=int(cell))
    return typed.value_of(field, text_of(cell), today=today)


_READERS: Mapping[FieldType, Callable[[Field, Cell, date], object]] = {
    FieldType.IDENTITY: _number_as_text,
    FieldType.CREDIT_CODE: _number_as_text,
    FieldType.INTEGER: _integer,
    FieldType.DATE: _date,
}
