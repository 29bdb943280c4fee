"""The keys of the window of a form, for the status bar and F1."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from unionapp.ui.shell import KeyHint
from unionapp.ui.wording import tr


def key_hints(
    *, in_rows: bool, in_list: bool, languages: int, several_sections: bool
) -> tuple[KeyHint, ...]:
    """Return the keys that do something now, the most used first."""
    if in_list:
        return (
            KeyHint("Enter", tr("跳到该处")),
            KeyHint("Alt+Enter", tr("接受提醒并说明理由")),
            KeyHint("Esc", tr("回到问卷")),
            KeyHint("Ctrl+Enter", tr("完成")),
        )
    found = [KeyHint("Enter", tr("下一题")), KeyHint("Shift+Enter / ↑", tr("上一题"))]
    if in_rows:
        found += [
            KeyHint("Ctrl+Enter", tr("添加一行")),
            KeyHint("Alt+Del", tr("删去这一行")),
            KeyHint("Alt+↑/↓", tr("上一行 / 下一行")),
            KeyHint("F8", tr("表格 / 逐行")),
        ]
    else:
        found.append(KeyHint("Ctrl+Enter", tr("完成（多行文字中：下一题）")))
    if several_sections:
        found.append(KeyHint("PgUp/PgDn", tr("换节")))
    found += [
        KeyHint("F4", tr("下一处问题")),
        KeyHint("Ctrl+F4", tr("问题清单")),
        KeyHint("Alt+Enter", tr("接受提醒并说明理由")),
        KeyHint("F7", tr("同上一条")),
        KeyHint("Ctrl+Z / Ctrl+Y", tr("撤销 / 重做")),
        KeyHint("Alt+←/→", tr("收起 / 展开这一组")),
    ]
    if languages > 1:
        found.append(KeyHint("F6", tr("换问卷语言")))
    found.append(KeyHint("Esc", tr("返回，不丢内容")))
    return tuple(found)


def bind(widget: QWidget, acts: Mapping[str, Callable[[], object]]) -> None:
    """Let keys act wherever the keyboard is inside a widget.

    None of them is a bare letter, and none is taken before an input method has had it.
    """
    for keys, act in acts.items():
        shortcut = QShortcut(QKeySequence(keys), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
