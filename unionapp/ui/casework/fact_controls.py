"""Makes the control of one fact of a programme, by its kind: what it shows, what it hands over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from unionapp.programmes.describe import AskedFact
from unionapp.programmes.programme import Programme
from unionapp.programmes.told import CODE_LISTS
from unionapp.ui.records.choice_set import ChoiceSet
from unionapp.ui.widgets.choice_row import MOST_OPEN, ChoiceRow
from unionapp.ui.widgets.code_edit import CodeEdit, DateEdit, MoneyEdit
from unionapp.ui.widgets.code_picker import CodePicker
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.values import codes

_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class FactControl:
    """A control; `value()` is the fact as JSON has it, None for nothing told.

    `changed` is told when a value was chosen, or a field with another text was left.
    """

    widget: QWidget
    value: Callable[[], Any]
    show: Callable[[Any], None]
    changed: Any
    next_asked: Any


def make(programme: Programme, fact: AskedFact, today: date) -> FactControl:
    """Return the control of a fact."""
    name = fact.label.text(language())
    if fact.kind == "yes_no":
        return _yes_no(name)
    options = options_of(programme, fact.name)
    if fact.kind == "code" and options:
        return _choice(name, options)
    if fact.kind == "codes" and options:
        several = ChoiceSet(name, options)
        return FactControl(
            several,
            lambda: list(several.value()) or None,
            several.set_value,
            several.picked,
            several.next_asked,
        )
    return _field(name, fact, today)


def options_of(programme: Programme, name: str) -> list[tuple[str, str]]:
    """Return the codes that a fact may have, with what they are called."""
    own = next((one for one in programme.facts if one.name == name), None)
    if own is not None and own.options:
        return [(str(one.value), one.label.text(language())) for one in own.options]
    listed = own.codes if own is not None else CODE_LISTS.get(name, "")
    return [(one.code, one.label(language())) for one in codes.load(listed)] if listed else []


def _yes_no(name: str) -> FactControl:
    control = ChoiceRow(name, [(_YES, tr("是")), (_NO, tr("否"))])
    said: Mapping[str, bool] = {_YES: True, _NO: False}
    return FactControl(
        control,
        lambda: said.get(control.value()),
        lambda value: control.set_value(None if value is None else (_YES if value else _NO)),
        control.picked,
        control.next_asked,
    )


def _choice(name: str, options: list[tuple[str, str]]) -> FactControl:
    control: Any = (
        ChoiceRow(name, options) if len(options) <= MOST_OPEN else CodePicker(name, options)
    )
    return FactControl(
        control,
        lambda: control.value() or None,
        lambda value: control.set_value("" if value is None else str(value)),
        control.picked,
        control.next_asked,
    )


def _field(name: str, fact: AskedFact, today: date) -> FactControl:
    """A field for an amount, a day, a number or words; what is none of it stays a text."""
    if fact.kind == "money":
        amount = MoneyEdit(name)
        return FactControl(amount, amount.entered, amount.show_fen, amount.left, amount.next_asked)
    if fact.kind == "day":
        day = DateEdit(name, today)

        def entered() -> str | None:
            found = day.entered()
            return found.isoformat() if isinstance(found, date) else found

        return FactControl(
            day, entered, lambda value: day.set_value(str(value or "")), day.left, day.next_asked
        )
    if fact.kind == "whole":
        number = CodeEdit(name, longest=9)
        return FactControl(
            number,
            lambda: int(number.text()) if number.text().isdigit() else None,
            lambda value: number.set_value("" if value is None else str(value)),
            number.left,
            number.next_asked,
        )
    text = TextEdit(name)
    return FactControl(
        text,
        lambda: text.text().strip() or None,
        lambda value: text.set_value(str(value or "")),
        text.left,
        text.next_asked,
    )
