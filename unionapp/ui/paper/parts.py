"""The small parts of the paper panel: a sentence, the question after printing, where to begin."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from unionapp.errors import Problem
from unionapp.ui.messages import text_of
from unionapp.ui.widgets.basics import button, column, label, row, wrapping
from unionapp.ui.wording import tr


class Tip(QFrame):
    """A sentence on a tinted ground."""

    def __init__(self, look: str, colour: str) -> None:
        super().__init__()
        self.setObjectName(look)
        self.words = wrapping("", 13, colour)
        self.setLayout(column(self.words, margins=(12, 8, 12, 8)))
        self.hide()

    def say(self, text: str) -> None:
        """Show a sentence."""
        self.words.setText(text)
        self.show()


class Question(QFrame):
    """Asked once after printing: Enter says yes, N says no."""

    def __init__(self, answer: Callable[[bool], None]) -> None:
        super().__init__()
        self.setObjectName("tip")
        yes = button(tr("正常"), "primary", key="Enter")
        yes.clicked.connect(lambda: answer(True))
        no = button(tr("没出来或有误"), key="N")
        no.clicked.connect(lambda: answer(False))
        for one in (yes, no):
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(
            row(label(tr("打印出来了吗？"), 14, bold=True), None, yes, no, margins=(12, 8, 8, 8))
        )
        self.hide()


class StartSlot(QFrame):
    """From which place of a sheet a run begins: what is left of a used sheet is not wasted."""

    def __init__(self, moved: Callable[[int], None]) -> None:
        super().__init__()
        self._words = label("", 13, "ink2")
        fewer, more = button("−", name=tr("从前一格起")), button("+", name=tr("从后一格起"))
        fewer.clicked.connect(lambda: moved(-1))
        more.clicked.connect(lambda: moved(1))
        for one in (fewer, more):
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(row(fewer, self._words, more, gap=6))
        self.hide()

    def show_slot(self, start: int, slots: int) -> None:
        """Show the first slot (from 0); nothing where a sheet has one."""
        self._words.setText(tr("从第 {number} 格起，共 {count} 格", number=start + 1, count=slots))
        self.setVisible(slots > 1)


def refusal(problems: Sequence[Problem]) -> str:
    """Return what stands in the way, and how a paper is added where a printer lacks it."""
    text = text_of(problems)
    if not any(one.code == "printing.unsupported_paper" for one in problems):
        return text
    if sys.platform == "win32":
        how = tr("添加办法：控制面板 → 设备和打印机 → 打印服务器属性 → 纸张规格 → 创建新规格。")
    else:
        how = tr("添加办法：系统设置 → 打印机 → 属性 → 纸张 → 自定义尺寸；或换用支持自定义的驱动。")
    return f"{text}\n{how}"
