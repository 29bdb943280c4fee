"""Saves pictures of the kit with made-up values: `python -m tests.ui.gallery FOLDER`.

Each is made in light, dark, large type and at the size of a small laptop, to be looked at after a
change of the look. The pictures of the real screens are made by `dev.py screens`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QGridLayout,
    QProgressBar,
    QScrollArea,
    QWidget,
)

from unionapp.errors import Problem
from unionapp.ui import theme as look
from unionapp.ui.crash_dialog import CrashDialog
from unionapp.ui.keys import KeySheet
from unionapp.ui.messages import Offer, Toast
from unionapp.ui.shell import KeyHint, PageEntry, Shell
from unionapp.ui.widgets.basics import avatar, button, card, chip, column, label, row, rule
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.code_edit import IDENTITY, PHONE, CodeEdit, DateEdit, MoneyEdit
from unionapp.ui.widgets.code_picker import CodePicker
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.matrix import Matrix
from unionapp.ui.widgets.matrix_data import MatrixBlock, MatrixCell, MatrixData
from unionapp.ui.widgets.text_edit import LongTextEdit, TextEdit
from unionapp.ui.wording import install_language

FULL, SMALL = QSize(1366, 768), QSize(1093, 614)
LOOKS = {
    "light": (False, 1.0, FULL, "zh"),
    "dark": (True, 1.0, FULL, "zh"),
    "large": (False, 1.25, FULL, "zh"),
    "small": (False, 1.0, SMALL, "zh"),
    "small_large": (False, 1.25, SMALL, "zh"),
    "english": (False, 1.0, FULL, "en"),
}
HINTS = (
    ("←↑↓→", "选房"),
    ("Enter", "开始走访"),
    ("1–7", "直接登记"),
    ("/", "输入门牌"),
    ("Ctrl+Z", "撤销"),
    ("Ctrl+K", "查找"),
    ("F1", "按键"),
)
PAGES = (
    ("today", "今日走访", "home"),
    ("matrix", "楼栋图", "grid"),
    ("people", "人员与会员", "person"),
    ("employers", "企业建会", "office"),
    ("hardship", "困难帮扶", "heart"),
    ("importing", "批量导入", "import"),
    ("exchange", "数据交换", "exchange"),
    ("settings", "设置", "settings"),
)
KINDS = [
    (str(number), text)
    for number, text in enumerate(("外卖配送", "网约车", "快递", "家政", "其他"))
]
GROUPS = [("a", "网约配送员"), ("b", "货车司机"), ("c", "护工护理员"), ("d", "网约车司机")]


def form() -> QWidget:
    """Return a form with a field in every state."""
    page = QWidget()
    number = CodeEdit("公民身份号码", characters=IDENTITY)
    number.set_value("21010219840315123")
    number_field = FormField("公民身份号码", number, required=True)
    number_field.show_problems([Problem("identity.too_short", detail={"have": 17, "need": 18})])
    phone = CodeEdit("手机号码", characters=PHONE)
    phone.set_value("138 0000 1234")
    phone_field = FormField("手机号码", phone)
    phone_field.show_problems([], ok="与 10-02 登记一致")
    name = TextEdit("姓名")
    name.set_value("王建国")
    day = DateEdit("约定日期", date(2026, 11, 21))
    group = CodePicker("职业群体", GROUPS)
    group.set_value("a")
    amount = MoneyEdit("金额")
    amount.show_fen(786000)
    amount_field = FormField("家庭年收入", amount)
    amount_field.show_problems(
        [Problem("identity.very_old", detail={"date": "1910"}, warning=True)]
    )
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    fields = (
        FormField("姓名", name, required=True),
        number_field,
        phone_field,
        FormField("职业群体", group),
        FormField("约定日期", day, help_text="可写 2026-11-21 或 20261121"),
        amount_field,
    )
    for index, field in enumerate(fields):
        grid.addWidget(field, index // 3, index % 3)
    work, member = ChoiceRow("从业形态", KINDS), ChoiceRow("是否会员", [("y", "是"), ("n", "否")])
    work.set_value("0")
    note = LongTextEdit("备注")
    note.set_value("本人夜班，约 11-21 晚再访")
    ticked = QCheckBox("已核对证件原件")
    ticked.setChecked(True)
    progress = QProgressBar()
    progress.setTextVisible(False)
    progress.setValue(63)
    chips = row(chip("会员", "ok", "ok_tint"), chip("未入会", "warning", "warning_tint"), None)
    foot = row(
        button("上一步", key="PgUp"),
        None,
        button("暂存退出", key="Esc"),
        button("下一步", "primary", key="PgDn"),
    )
    head = row(
        label("走访登记 · 2 单元 1203 室", 20, bold=True), None, label("第 2 步", 13, "ink3")
    )
    marks = row(avatar("王", "ink2", "page"), chips, ticked, QCheckBox("已签字"), progress, gap=12)
    choices = (FormField("目前主要从业形态", work), FormField("是否工会会员", member))
    inner = QWidget()
    inner.setObjectName("body")
    inner.setLayout(column(grid, *choices, note, marks, None, gap=10, margins=(0, 0, 10, 0)))
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setWidget(inner)
    sheet = card()
    sheet.setLayout(column(head, rule(), scroll, rule(), foot, gap=10, margins=(24, 14, 24, 14)))
    page.setLayout(row(sheet, margins=(16, 16, 16, 16)))
    page.setFocusProxy(work)
    return page


def building() -> QWidget:
    """Return a matrix page of 2 × 18 × 4 doors."""
    codes = tuple(look.theme().statuses)
    blocks = tuple(
        MatrixBlock(
            f"{entrance} 单元",
            4,
            tuple(
                MatrixCell(
                    door_id=f"{entrance}-{floor}-{column}",
                    floor=floor,
                    column=column,
                    number=f"{floor}{column + 1:02d}",
                    status=codes[(floor * 7 + column * 3 + entrance) % len(codes)],
                    hardship=(floor + column) % 11 == 0,
                )
                for floor in range(1, 19)
                for column in range(4)
            ),
        )
        for entrance in (1, 2)
    )
    matrix = Matrix()
    matrix.set_data(MatrixData("和苑小区 3 幢", blocks, tuple(range(18, 0, -1))))
    matrix.select("2-12-2")
    sheet = card()
    sheet.setLayout(
        column(label("和苑小区 3 幢", 20, bold=True), matrix, gap=12, margins=(20, 14, 20, 16))
    )
    page = QWidget()
    page.setLayout(row(sheet, margins=(16, 16, 16, 16)))
    page.setFocusProxy(matrix)
    return page


def window(make: Callable[[], QWidget]) -> Shell:
    """Return the frame of the window with one page in front."""
    entries = [PageEntry(key, title, icon, QFrame) for key, title, icon in PAGES]
    entries[1] = PageEntry("matrix", "楼栋图", "grid", make)
    shell = Shell(entries, "陈晓梅")
    shell.show_page("matrix")
    shell.buttons["today"].show_count(12)
    shell.buttons["employers"].show_count(3)
    shell.show_crumbs(["翠苑街道", "第三网格", "和苑小区", "3 幢"])
    shell.show_hints([KeyHint(*one) for one in HINTS])
    shell.show_saved("已保存 14:32")
    shell.show_waiting("3 条待导出")
    return shell


def with_toast() -> QWidget:
    """Return the window with a toast that offers to take something back."""
    shell = window(building)
    shell.resize(FULL)
    shell.show()
    shell.toast = Toast(shell)  # type: ignore[attr-defined] # kept alive with the window
    shell.toast.say("1203 室 已登记：家中无人", Offer("撤销 Ctrl+Z", lambda: None))  # type: ignore[attr-defined]
    return shell


def with_keys() -> QWidget:
    """Return the window under its sheet of keys."""
    shell = window(building)
    shell.show()
    sheet = KeySheet(shell, [KeyHint(*one) for one in HINTS])
    sheet.show()
    return shell


PICTURES: dict[str, Callable[[], QWidget]] = {
    "form": lambda: window(form),
    "matrix": lambda: window(building),
    "toast": with_toast,
    "keys": with_keys,
    "crash": lambda: CrashDialog('Traceback\n  File "a.py", line 3\nKeyError: x', Path()),
}


def main(folder: Path) -> None:
    """Save every picture in every look."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    for name, (dark, scale, size, language) in LOOKS.items():
        install_language(app, language)
        look.apply(app, dark=dark, scale=scale)
        for picture, make in PICTURES.items():
            shown = make()
            if isinstance(shown, Shell):
                shown.resize(size)
            shown.show()
            QApplication.processEvents()
            QApplication.processEvents()
            shown.grab().save(str(folder / f"{picture}_{name}.png"))
            shown.close()
            shown.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
