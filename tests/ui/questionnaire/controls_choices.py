"""Questions with choices for tests, and the keyboard in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.questionnaire.controls_bench import Bench
from unionapp.ui.questionnaire.controls.choice import ChipsControl
from unionapp.ui.questionnaire.controls.choosing import Choosing
from unionapp.ui.questionnaire.controls.finder import Finder

KINDS = [("c", f"k{at}", text) for at, text in enumerate(["外卖", "网约车", "快递", "家政"], 1)]
STREETS = [("c", f"s{at}", f"{chr(0x4E00 + at)}街道") for at in range(30)]
STREETS[7] = ("c", "s7", "兴华街道")
STREETS[21] = ("c", "s21", "兴工街道")
Opened = Callable[..., Bench]
Rows = list[tuple[str, ...]]


def one(
    qtbot: QtBot,
    bench: Opened,
    kind: str = "select_one",
    look: str = "",
    choices: Rows = KINDS,
    *,
    ready: bool = True,
) -> Bench:
    """A form with one such question, the keyboard in it."""
    form = bench([(f"{kind} c", "q", "从业", look)], choices)
    form.open(qtbot, "q")
    made = form.control("q")
    if ready and isinstance(made, Choosing) and isinstance(made.inner, Finder):
        # on a busy machine a list takes more than one turn
        list_ = made.inner
        qtbot.waitUntil(lambda: list_.is_ready)
    return form


def place(form: Bench) -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def keys(qtbot: QtBot, form: Bench, *pressed: Qt.Key | str) -> None:
    for key in pressed:
        if isinstance(key, str):
            qtbot.keyClicks(place(form), key)
        else:
            qtbot.keyClick(place(form), key)


def inner(form: Bench) -> ChipsControl | Finder:
    made = form.control("q")
    assert isinstance(made, Choosing)
    return made.inner


def finder(form: Bench) -> Finder:
    made = inner(form)
    assert isinstance(made, Finder)
    return made


def found(form: Bench) -> list[str]:
    model = finder(form).list.model
    return [str(model.data(model.index(at))) for at in range(model.rowCount())]


def ticks(form: Bench) -> list[str]:
    return [one.text() for one in form.control("q").findChildren(QPushButton) if one.text()]


def opener(folder: Path) -> Iterator[Opened]:
    """Give what opens forms in a folder; they are closed in the end."""
    kept: list[Bench] = []

    def opened(
        rows: Rows,
        choices: Rows,
        columns: str = "appearance",
        extra: str = "",
        **more: object,
    ) -> Bench:
        survey = [("type", "name", "label", *columns.split()), *rows]
        header = ("list_name", "name", "label", *extra.split())
        made = Bench(folder, {"survey": survey, "choices": [header, *choices]}, **more)  # type: ignore[arg-type] # handed through
        kept.append(made)
        return made

    yield opened
    for one in kept:
        one.close()
