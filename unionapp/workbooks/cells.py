"""Turns a workbook's cell into a declared field's value, or says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from unionapp.errors import Problem, UserError
from unionapp.models.declare import Field, FieldType
from unionapp.values import codes, credit_code, dates, identity, money, names, phone
from unionapp.workbooks.reading import Cell

_YES = frozenset({"是", "有", "对", "√", "y", "yes", "true", "1"})
_NO = frozenset({"否", "无", "不是", "×", "n", "no", "false", "0"})


def text_of(cell: Cell) -> str:
    """Return a cell as the text that a person sees; whole numbers lose Excel's `.0`."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell).strip()


def value_of(field: Field, cell: Cell, *, today: date) -> object:
    """Return the field's value of a cell; None when it is empty.

    Raises `UserError` with the problem; the caller adds sheet, row and column.
    """
    if text_of(cell) == "":
        return None
    return _READERS.get(field.type, _text)(field, cell, today)


def _text(_field: Field, cell: Cell, _today: date) -> str:
    return text_of(cell)


def _name(_field: Field, cell: Cell, _today: date) -> str:
    return names.normalise(text_of(cell))


def _identity(field: Field, cell: Cell, _today: date) -> str:
    """Excel keeps 15 digits of a number: an ID stored as one is lost, and never guessed back."""
    if isinstance(cell, int | float):
        raise UserError(Problem("import.number_not_text", field.zh))
    return identity.normalise(text_of(cell))


def _credit_code(field: Field, cell: Cell, _today: date) -> str:
    if isinstance(cell, int | float):
        raise UserError(Problem("import.number_not_text", field.zh))
    return credit_code.check(text_of(cell)).number


def _phone(_field: Field, cell: Cell, _today: date) -> str:
    return phone.normalise(text_of(cell))


def _integer(field: Field, cell: Cell, _today: date) -> int:
    text = text_of(cell).removesuffix("人").replace(",", "").replace("，", "")
    if not text.isdecimal():
        raise UserError(Problem("import.not_a_number", field.zh, {"text": text_of(cell)}))
    return int(text)


def _money(_field: Field, cell: Cell, _today: date) -> int:
    # A float's shortest text is what the office typed: 1800.5, never 1800.4999.
    return money.parse(repr(cell) if isinstance(cell, float) else text_of(cell))


def _boolean(field: Field, cell: Cell, _today: date) -> bool:
    text = text_of(cell).lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise UserError(Problem("import.not_yes_or_no", field.zh, {"text": text_of(cell)}))


def _date(field: Field, cell: Cell, today: date) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return dates.parse(text_of(cell), today=today)
    except UserError as error:
        raise UserError(Problem("import.not_a_date", field.zh, {"text": text_of(cell)})) from error


def _code(field: Field, cell: Cell, _today: date) -> str:
    code = codes.load(field.codes or "").code_for(text_of(cell))
    if code is None:
        raise UserError(
            Problem("import.not_in_list", field.zh, {"text": text_of(cell), "list": field.zh})
        )
    return code


_READERS: Mapping[FieldType, Callable[[Field, Cell, date], object]] = {
    FieldType.NAME: _name,
    FieldType.IDENTITY: _identity,
    FieldType.CREDIT_CODE: _credit_code,
    FieldType.PHONE: _phone,
    FieldType.INTEGER: _integer,
    FieldType.MONEY: _money,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _date,
    FieldType.CODE: _code,
}
