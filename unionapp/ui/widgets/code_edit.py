"""Fields for numbers and codes: the input method stays off, so every key arrives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator

from unionapp.errors import Problem, UserError
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.values import dates, money


class CodeEdit(TextEdit):
    """A field that takes only the characters of a pattern, typed without an input method.

    `ImhDigitsOnly` and `WA_InputMethodEnabled` do not switch an input method off on the desktop
    (measured with fcitx5: a digits field took 你12); answering "not enabled" does.
    """

    def __init__(
        self, name: str = "", *, characters: str = "0-9", longest: int | None = None
    ) -> None:
        super().__init__(name, longest=longest)
        pattern = QRegularExpression(f"[{characters}]*")
        self.setValidator(QRegularExpressionValidator(pattern, self))

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: Any = None) -> Any:  # noqa: ANN401 - a variant
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        if argument is None:
            return super().inputMethodQuery(query)
        return super().inputMethodQuery(query, argument)


NUMBER = "0-9"
IDENTITY = "0-9xXA-Za-z０-９Ｘｘ\\- "
CREDIT_CODE = "0-9A-Za-z０-９Ａ-Ｚａ-ｚ\\- "
PHONE = "0-9０-９+\\-\\(\\) ,，、转"
DATE = "0-9./\\-年月日今昨明天 　"
MONEY = "0-9０-９.,，。．¥￥元 "


class DateEdit(CodeEdit):
    """A whole date in any common spelling: 2026-11-21, 20261121, 2026.11.21."""

    picked = Signal(object)

    def __init__(self, name: str, today: date) -> None:
        super().__init__(name, characters=DATE, longest=20)
        self._today = today
        self.setPlaceholderText("2026-11-21")

    def show_date(self, day: date | None) -> None:
        """Show a stored day."""
        self.set_value(day.isoformat() if day else "")

    def entered(self) -> date | str | None:
        """Return the day that was typed, the text when it is none, or None when it is empty."""
        text = self.text().strip()
        if not text:
            return None
        return text if self.problems() else dates.parse(text, today=self._today)

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the day that was typed."""
        text = self.text().strip()
        return _refused(partial(dates.parse, text, today=self._today)) if text else ()


class MoneyEdit(CodeEdit):
    """An amount in yuan; hands over integer fen."""

    def __init__(self, name: str) -> None:
        super().__init__(name, characters=MONEY, longest=24)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setPlaceholderText("0.00")

    def show_fen(self, fen: int | None) -> None:
        """Show a stored amount."""
        self.set_value("" if fen is None else money.format_fen(fen))

    def entered(self) -> int | str | None:
        """Return the fen that were typed, the text when it is no amount, or None when empty."""
        text = self.text().strip()
        if not text:
            return None
        return text if self.problems() else money.parse(text)

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the amount that was typed."""
        text = self.text().strip()
        return _refused(partial(money.parse, text)) if text else ()


def _refused(reading: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        reading()
    except UserError as error:
        return error.problems
    return ()
