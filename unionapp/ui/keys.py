"""The sheet of all keys: F1."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from unionapp.ui.shell import KeyHint, Shell
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import column, key_cap, label, row
from unionapp.ui.wording import tr


def everywhere() -> tuple[KeyHint, ...]:
    """Return the keys that work on every page."""
    return (
        KeyHint("Ctrl+K", tr("查找人员、门户、单位、命令")),
        KeyHint("Alt+1…=", tr("换页")),
        KeyHint("Ctrl+Z", tr("撤销上一次登记")),
        KeyHint("Ctrl+L", tr("锁屏")),
        KeyHint("Enter", tr("下一项 / 确定")),
        KeyHint("Esc", tr("返回，不丢内容")),
        KeyHint("F1", tr("显示按键")),
    )


class KeySheet(QFrame):
    """Lies over the window until a key is pressed."""

    def __init__(self, parent: QWidget, page: Sequence[KeyHint]) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("全部按键"))
        groups = ((tr("这一页"), page), (tr("处处可用"), everywhere()))
        columns = [self._group(title, hints) for title, hints in groups if hints]
        body = row(*columns, gap=40)
        self.setLayout(
            column(
                label(tr("全部按键"), 18, bold=True),
                body,
                label(tr("按任意键关闭"), 12, "ink3"),
                gap=16,
                margins=(32, 24, 32, 24),
            )
        )
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, (parent.height() - self.height()) // 2)

    @staticmethod
    def _group(title: str, hints: Sequence[KeyHint]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(theme().px(8))
        grid.setHorizontalSpacing(theme().px(14))
        grid.addWidget(label(title, 13, "ink3"), 0, 0, 1, 2)
        for line, hint in enumerate(hints, start=1):
            grid.addLayout(row(key_cap(hint.keys), None), line, 0)
            grid.addWidget(label(hint.action, 14), line, 1)
        grid.setRowStretch(len(hints) + 1, 1)
        return holder

    def keyPressEvent(self, _event: QKeyEvent) -> None:
        self.close()


def show_keys(shell: Shell) -> KeySheet:
    """Show the sheet; the focus comes back to where it was."""
    before = shell.focusWidget()
    page = shell.page(shell.current_key())
    hints = getattr(page, "key_hints", lambda: ())()
    sheet = KeySheet(shell, hints)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if before is not None:
        # A context object: nothing is called when the page has gone before the sheet.
        sheet.destroyed.connect(before.setFocus)
    sheet.show()
    sheet.raise_()
    sheet.setFocus()
    return sheet
