"""The buttons under the page of a design, each with its key, and what the keys do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from unionapp.ui.design.view import View
from unionapp.ui.shell import KeyHint
from unionapp.ui.widgets.basics import button, row
from unionapp.ui.widgets.flow import Group
from unionapp.ui.wording import tr


class Tools(QWidget):
    """Save, longest values, scan, other side, next page; in the list, the shipped design again.

    None takes the keyboard.
    """

    def __init__(self) -> None:
        super().__init__()
        self.save = button(tr("保存为本单位版式"), "primary", key="Ctrl+S")
        self.worst = _checkable(button(tr("最长内容"), key="W"))
        self.scan = _checkable(button(tr("底图"), key="U"))
        self.side = button(tr("翻面"), key="V")
        self.page = button(tr("续页"), key="N")
        self.shipped = button(tr("恢复原版式"), "danger", key="R")
        self.back = button(tr("返回"), key="Esc")
        self._of_a_design = (self.save, self.worst, self.scan, self.side, self.page)
        everything = (*self._of_a_design, self.shipped, self.back)
        for one in everything:
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(row(Group(*everything)))
        self.shipped.hide()

    def show_for(self, *, sides: int, goes_on: bool) -> None:
        """Show what an open design can do; with no sides none is open."""
        for one in self._of_a_design:
            one.setVisible(sides > 0)
        self.side.setVisible(sides > 1)
        self.page.setVisible(goes_on)
        if sides > 0:
            self.shipped.hide()

    def show_view(self, view: View) -> None:
        """Show which of the ways to look at the page are taken."""
        self.worst.setChecked(view.worst)
        self.scan.setChecked(view.under)


def _checkable(made: QPushButton) -> QPushButton:
    made.setCheckable(True)
    return made


def hints(*, is_open: bool) -> tuple[KeyHint, ...]:
    """Return the keys of the screen: in the list of documents, or on the page of one."""
    if not is_open:
        return (
            KeyHint("↑↓", tr("选文书")),
            KeyHint("Enter", tr("改版式")),
            KeyHint("R", tr("恢复原版式")),
            KeyHint("Esc", tr("返回")),
        )
    return (
        KeyHint("Enter", tr("到版面上")),
        KeyHint("←↑↓→", tr("移动 1 毫米，Ctrl 0.1")),
        KeyHint("Shift+←↑↓→", tr("改大小")),
        KeyHint("PgUp PgDn", tr("换对象")),
        KeyHint("F2", tr("改写法")),
        KeyHint("Ins Del", tr("加、删对象")),
        KeyHint("Ctrl+Z Ctrl+Y", tr("撤销 / 重做")),
        KeyHint("W", tr("最长内容")),
        KeyHint("U", tr("底图")),
        KeyHint("V", tr("翻面")),
        KeyHint("N", tr("续页")),
        KeyHint("Ctrl+S", tr("保存")),
        KeyHint("Esc", tr("返回")),
    )
