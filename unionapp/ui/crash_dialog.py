"""Says that something of ours went wrong, and what to send to whoever can mend it."""

from __future__ import annotations

import logging
import platform
import re
from pathlib import Path

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QWidget

from unionapp import __version__
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, column, label, row, wrapping
from unionapp.ui.wording import tr

# The lines of a traceback that hold code. A message may quote a person's data; it is left out.
_KEPT = re.compile(r'^ +File "|^    |^Traceback |^During handling|^The above exception')
_ERROR = re.compile(r"^(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?=:|$)")


def report(traceback_text: str) -> str:
    """Return what may be sent on: versions, kinds of error and lines of code, no values."""
    kept = [f"unionapp {__version__}, Qt {qVersion()}, {platform.platform()}"]
    for line in traceback_text.splitlines():
        error = _ERROR.match(line)
        if _KEPT.match(line):
            kept.append(line)
        elif error:
            kept.append(error.group())
    return "\n".join(kept)


class CrashDialog(QDialog):
    """What happened, that nothing was lost, and a report to copy."""

    def __init__(self, traceback_text: str, log: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("程序出错"))
        self.setMinimumWidth(theme().px(560))
        self.report = report(traceback_text)
        details = QPlainTextEdit(self.report)
        details.setReadOnly(True)
        details.setTabChangesFocus(True)
        details.setAccessibleName(tr("错误报告"))
        details.setMinimumHeight(theme().px(160))
        copy = button(tr("复制报告"))
        copy.clicked.connect(self._copy)
        go_on = button(tr("继续工作"), "primary", key="Enter")
        go_on.setDefault(True)
        go_on.clicked.connect(self.accept)
        where = wrapping(tr("运行记录：{path}", path=log), 12, "ink3")
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        where.setVisible(log.exists())
        self.setLayout(
            column(
                label(tr("程序出了一个错误，这是程序的问题，不是您的操作"), 18, bold=True),
                wrapping(tr("已显示为保存的内容都在。请复制报告发给技术人员，然后继续工作。")),
                details,
                where,
                row(copy, None, go_on),
                gap=12,
                margins=(24, 20, 24, 20),
            )
        )
        go_on.setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.report)


def show_crash(traceback_text: str, log: Path) -> CrashDialog:
    """Log the report and show it over the window in front; returns the open dialog."""
    dialog = CrashDialog(traceback_text, log, QApplication.activeWindow())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    logging.getLogger(__name__).error("%s", dialog.report)
    dialog.open()
    return dialog
