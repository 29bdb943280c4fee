"""The keys of each part of the building page, as the status bar shows them."""

from __future__ import annotations

from unionapp.ui.shell import KeyHint
from unionapp.ui.wording import tr


def of_building() -> tuple[KeyHint, ...]:
    """Return the keys of the matrix."""
    return (
        KeyHint("←↑↓→", tr("选户")),
        KeyHint("/", tr("门牌")),
        KeyHint("Enter", tr("走访")),
        KeyHint("1–7", tr("直接登记")),
        KeyHint("Ctrl+Z", tr("撤销")),
        KeyHint("F", tr("看法")),
        KeyHint("Ctrl+O", tr("换楼")),
        KeyHint("Ctrl+P", tr("打印")),
        KeyHint("N", tr("生成楼栋")),
    )


def of_picker() -> tuple[KeyHint, ...]:
    """Return the keys of the list of buildings."""
    return (
        KeyHint("↑↓", tr("选楼")),
        KeyHint("Enter", tr("打开")),
        KeyHint("Ctrl+N", tr("生成楼栋")),
    )


def of_new_building() -> tuple[KeyHint, ...]:
    """Return the keys of the form of a new building."""
    return (
        KeyHint("Tab", tr("下一项")),
        KeyHint("Enter", tr("生成")),
        KeyHint("F6", tr("新增街路")),
        KeyHint("Esc", tr("返回")),
    )
