"""Chooses the control of a declared field and gives every control one and the same face."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from unionapp.models.records import Field, FieldType
from unionapp.services import shown
from unionapp.ui.records.choice_set import ChoiceSet
from unionapp.ui.theme import theme
from unionapp.ui.widgets import code_edit
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.code_edit import CodeEdit, DateEdit, MoneyEdit
from unionapp.ui.widgets.code_picker import CodePicker
from unionapp.ui.widgets.text_edit import LongTextEdit, TextEdit
from unionapp.ui.wording import language, tr
from unionapp.values import codes

Options = Sequence[tuple[str, str]]
Entered = Callable[[object], None]

# Up to here all options lie open; a longer list is filtered by typing.
MOST_OPEN = 8
WHOLE_LINE = 10_000
_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Control:
    """A control of some kind: how to show a value in it and how to make it hand over its own.

    `show` takes a stored value, or text that is no value (a draft). `breadth` is the width in
    pixels that it would like to have.
    """

    widget: QWidget
    show: Callable[[Any], None]
    commit: Callable[[], None]
    breadth: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What controls need to know of the world: the day, and the records that may be referred to.

    `allowed` narrows a field to some codes of its list.
    """

    today: date
    references: Callable[[Field], Options]
    allowed: Mapping[str, Sequence[str]] = dataclasses.field(default_factory=dict)


def make(
    field: Field, setting: Setting, entered: Entered, next_asked: Callable[[], None]
) -> Control:
    """Return the control of a field; `entered` gets what a worker puts in, typed or as text."""
    made = _MAKERS[field.type](field, setting, entered)
    made.widget.next_asked.connect(next_asked)  # type: ignore[attr-defined] # every control has it
    return made


def options_of(field: Field, setting: Setting) -> Options:
    """Return what may be chosen today: codes of its list, or records that it may refer to."""
    if field.type is FieldType.REFERENCE:
        return setting.references(field)
    if field.codes is None:
        return ()
    spoken = language()
    allowed = setting.allowed.get(field.name)
    return [
        (one.code, one.label(spoken))
        for one in codes.load(field.codes).on(setting.today)
        if allowed is None or one.code in allowed
    ]


def _text(field: Field, _setting: Setting, entered: Entered) -> Control:
    edit = TextEdit(field.label(language()))
    return _of_edit(edit, entered)


def _of_edit(edit: TextEdit, entered: Entered) -> Control:
    edit.left.connect(entered)
    return Control(edit, lambda value: edit.set_value(_as_text(value)), edit.commit, 0)


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


def _coded(characters: str) -> Callable[[Field, Setting, Entered], Control]:
    def made(field: Field, _setting: Setting, entered: Entered) -> Control:
        return _of_edit(CodeEdit(field.label(language()), characters=characters), entered)

    return made


def _long_text(field: Field, _setting: Setting, entered: Entered) -> Control:
    edit = LongTextEdit(field.label(language()), lines=2)
    edit.left.connect(entered)
    return Control(edit, lambda value: edit.set_value(_as_text(value)), edit.commit, WHOLE_LINE)


def _date(field: Field, setting: Setting, entered: Entered) -> Control:
    edit = DateEdit(field.label(language()), setting.today)
    edit.setPlaceholderText(tr("年-月-日"))
    edit.left.connect(lambda _text: entered(edit.entered()))

    def show(value: object) -> None:
        if isinstance(value, str):
            edit.set_value(value)
        else:
            edit.show_date(value if isinstance(value, date) else None)

    return Control(edit, show, edit.commit, 0)


def _money(field: Field, _setting: Setting, entered: Entered) -> Control:
    edit = MoneyEdit(field.label(language()))
    edit.setPlaceholderText(tr("元"))
    edit.left.connect(lambda _text: entered(edit.entered()))

    def show(value: object) -> None:
        if isinstance(value, str):
            edit.set_value(value)
        else:
            edit.show_fen(value if isinstance(value, int) else None)

    return Control(edit, show, edit.commit, 0)


def _code(field: Field, setting: Setting, entered: Entered) -> Control:
    options = options_of(field, setting)
    if len(options) > MOST_OPEN:
        picker = CodePicker(field.label(language()), options)
        picker.picked.connect(entered)
        return Control(picker, lambda value: picker.set_value(_as_text(value)), picker.commit, 0)
    return _open_choice(field, options, entered)


def _open_choice(field: Field, options: Options, entered: Entered) -> Control:
    made = ChoiceRow(field.label(language()), options)
    made.picked.connect(entered)
    return Control(made, lambda value: made.set_value(_as_text(value)), _nothing, _breadth(options))


def _boolean(field: Field, _setting: Setting, entered: Entered) -> Control:
    options = ((_YES, tr("是")), (_NO, tr("否")))
    made = ChoiceRow(field.label(language()), options)
    made.picked.connect(lambda code: entered(code == _YES if code else None))

    def show(value: object) -> None:
        made.set_value("" if value is None else (_YES if value else _NO))

    return Control(made, show, _nothing, _breadth(options))


def _codes(field: Field, setting: Setting, entered: Entered) -> Control:
    options = options_of(field, setting)
    made = ChoiceSet(field.label(language()), options)
    made.picked.connect(entered)
    return Control(made, made.set_value, _nothing, _breadth(options))


def _shown_only(field: Field, _setting: Setting, _entered: Entered) -> Control:
    """Show what only the program itself writes: moments and frozen contents."""
    edit = TextEdit(field.label(language()))
    edit.setReadOnly(True)
    return Control(
        edit,
        lambda value: edit.set_value(shown.text_of(field, value, language=language())),
        _nothing,
        0,
    )


def _breadth(options: Options) -> int:
    """Return about how wide options lie side by side: digit, text in 14 px, padding, gap."""
    look = theme()
    wide = sum(2 if ord(one) > 0xFF else 1 for _, text in options for one in text)
    return look.px(wide * 7.5 + len(options) * 56)


def _nothing() -> None:
    """A choice is handed over when it is made."""


_MAKERS: Mapping[FieldType, Callable[[Field, Setting, Entered], Control]] = {
    FieldType.TEXT: _text,
    FieldType.NAME: _text,
    FieldType.LONG_TEXT: _long_text,
    FieldType.IDENTITY: _coded(code_edit.IDENTITY),
    FieldType.CREDIT_CODE: _coded(code_edit.CREDIT_CODE),
    FieldType.PHONE: _coded(code_edit.PHONE),
    FieldType.INTEGER: _coded(code_edit.NUMBER + "\\-"),
    FieldType.MONEY: _money,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _date,
    FieldType.INSTANT: _shown_only,
    FieldType.CODE: _code,
    FieldType.CODES: _codes,
    FieldType.REFERENCE: _code,
    FieldType.JSON: _shown_only,
}
