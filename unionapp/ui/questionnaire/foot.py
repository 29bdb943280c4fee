"""The foot of a form: sections back and on, what is open, leaving, printing, finishing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from unionapp.ui.questionnaire.marks import mark_label
from unionapp.ui.widgets.basics import button, label, row
from unionapp.ui.wording import tr


@dataclass(frozen=True, slots=True)
class Look:
    """What differs between the places that show a form; the words of two buttons, "" the usual."""

    finish: str = ""
    close: str = ""
    printable: bool = False


class Foot(QWidget):
    """Signals:
    asked: a button was pressed: back, on, list, problem, close, print, finish.
    """

    asked = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        finish = look.finish or tr("完成")
        self.back = self._button(tr("上一节"), "PgUp", "back")
        self.on = self._button(tr("下一节"), "PgDn", "on")
        self._error, self._warning = mark_label("error", 14), mark_label("warning", 14)
        self._errors = label("", 13, "error")
        self._warnings = label("", 13, "warning")
        self.list = self._button(tr("问题清单"), "Ctrl+F4", "list")
        self.problem = self._button(tr("跳到该处"), "F4", "problem")
        self.print = self._button(tr("打印"), "Ctrl+P", "print")
        self.close_button = self._button(look.close or tr("暂存退出"), "Esc", "close")
        self.finish = _Finish(f"{finish}  Ctrl+Enter")
        self.finish.setObjectName("primary")
        self.finish.setAccessibleName(finish)
        self.finish.setAutoDefault(False)
        self.finish.clicked.connect(lambda: self.asked.emit("finish"))
        self.setLayout(
            row(
                self.back,
                self.on,
                None,
                self._error,
                self._errors,
                self._warning,
                self._warnings,
                self.problem,
                self.list,
                self.print,
                self.close_button,
                self.finish,
                gap=8,
                margins=(20, 10, 20, 10),
            )
        )
        if not look.printable:
            self.print.hide()
        self.show_open(0, 0, several=False)

    def _button(self, text: str, key: str, what: str) -> QPushButton:
        made = button(text, key=key)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda: self.asked.emit(what))
        return made

    def show_open(self, errors: int, warnings: int, *, several: bool) -> None:
        """Show how much is wrong, and the ways to other sections if there are several."""
        self._errors.setText(tr("{count} 处待更正", count=errors))
        self._warnings.setText(tr("{count} 处提醒", count=warnings))
        for one in (self._error, self._errors):
            one.setVisible(errors > 0 and self.parent() is not None)
        for one in (self._warning, self._warnings):
            one.setVisible(warnings > 0 and self.parent() is not None)
        for button_ in (self.list, self.problem):
            button_.setVisible(errors + warnings > 0 and self.parent() is not None)
        for button_ in (self.back, self.on):
            button_.setVisible(several and self.parent() is not None)


class _Finish(QPushButton):
    """Enter presses it: it is the last stop of a form."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
