"""Saves pictures of every control: `python -m tests.ui.questionnaire.controls_gallery FOLDER`.

In light, dark and large type, to be looked at after a change of the look.
"""

from __future__ import annotations

import math
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.questionnaire.controls_bench import Bench
from unionapp.ui import theme
from unionapp.ui.questionnaire.controls import pictures
from unionapp.ui.questionnaire.controls.drawing import Drawing

LOOKS = {"light": (False, 1.0), "dark": (True, 1.0), "large": (False, 1.25)}
WORK = ["外卖配送", "网约车", "快递", "家政服务", "其他（请写明平台、合同和居住社区）"]
COMMUNITIES = [
    f"{street}街道{part}社区" for street in ("劳动", "兴华", "启工") for part in "一二三四"
]
CHOICES = [
    ("list_name", "name", "label"),
    *[("c", f"k{at}", text) for at, text in enumerate(WORK)],
    *[("long", f"s{at}", text) for at, text in enumerate(COMMUNITIES)],
]
HEAD = ("type", "name", "label", "appearance", "parameters")
# Question, its control, what is answered.
LINES = [
    ("text", "name", "", "", "王建国"),
    ("text", "phone", "numbers", "", "13800001234"),
    ("integer", "wage", "thousands-sep", "", "1234567"),
    ("date", "day", "", "", "2026-11-20"),
    ("date", "month", "month-year", "", "2026-11-01"),
    ("time", "at", "", "", "2130"),
    ("text", "secret", "masked", "", "abc"),
    ("text", "page", "url", "", "https://www.acftu.org"),
    ("text", "paper", "printer", "", ""),
    ("text", "note", "multiline", "", "本人夜班，约 11-21 晚再访"),
    ("range", "mark", "", "start=0 end=10 step=1", "7"),
    ("range", "stars", "rating", "start=1 end=5 step=1", "4"),
    ("acknowledge", "told", "", "", "OK"),
    ("image", "empty", "", "", ""),
    ("image", "photo", "", "", "户口本.jpg"),
    ("image", "sign", "signature", "", ""),
]
LISTS = [
    ("select_one c", "one", "", "", "k1"),
    ("select_multiple c", "several", "", "", "k0 k2"),
    ("select_one c", "even", "likert", "", "k3"),
    ("select_multiple c", "three", "columns-3", "", "k4"),
    ("select_one c", "head", "label", "", ""),
    ("select_one c", "cells", "list-nolabel", "", "k1"),
    ("rank c", "rank", "", "", "k2 k0"),
    ("select_multiple long", "ticks", "minimal", "", "s1 s6"),
    ("select_one long", "find", "search", "", ""),
]


def lines(folder: Path) -> Bench:
    """Every control but those with choices."""
    made = _bench(folder, LINES)
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("#88AACC"))
    made.files.kept["户口本.jpg"] = pictures.written(image)[0]
    _answer(made, LINES)
    sign = made.control("sign")
    assert isinstance(sign, Drawing)
    QTest.mousePress(sign.pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 70))
    for at in range(60):
        QTest.mouseMove(sign.pad, QPoint(60 + 5 * at, int(70 + 40 * math.sin(at / 4))))
    QTest.mouseRelease(sign.pad, Qt.MouseButton.LeftButton, pos=QPoint(360, 70))
    made.control("phone").focus_first()
    return made


def lists(folder: Path) -> Bench:
    """Every control with choices, one of them open."""
    made = _bench(folder, LISTS)
    _answer(made, LISTS)
    made.control("find").focus_first()
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "xh")
    QTest.qWait(300)
    return made


def _bench(folder: Path, rows: list[tuple[str, str, str, str, str]]) -> Bench:
    survey = [(kind, name, "题目", look, how) for kind, name, look, how, _ in rows]
    made = Bench(folder, {"survey": [HEAD, *survey], "choices": CHOICES})
    palette = made.window.palette()
    palette.setColor(QPalette.ColorRole.Window, theme.theme().colour("card"))
    made.window.setPalette(palette)
    for _kind, name, *_ in rows:
        made.control(name)
    made.column.addWidget(QWidget(), 1)
    made.window.resize(theme.theme().px(780), theme.theme().px(1040))
    made.window.show()
    made.window.activateWindow()
    return made


def _answer(made: Bench, rows: list[tuple[str, str, str, str, str]]) -> None:
    for _kind, name, _look, _how, answer in rows:
        if answer:
            made.say(name, answer)
    QApplication.processEvents()


def main(folder: Path) -> None:
    """Save both pictures in every look."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    for name, (dark, scale) in LOOKS.items():
        theme.apply(app, dark=dark, scale=scale)
        for picture, make in (("lines", lines), ("lists", lists)):
            with TemporaryDirectory() as scratch:
                made = make(Path(scratch))
                QApplication.processEvents()
                made.window.grab().save(str(folder / f"controls_{picture}_{name}.png"))
                made.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
