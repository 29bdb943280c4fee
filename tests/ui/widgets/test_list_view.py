"""Long lists: paged fetching, keys, typing into the search field, what stands when empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from unionapp.ui.widgets.list_view import PAGE, Column, IdTable, ListView
from unionapp.ui.wording import install_language

KEY = Qt.Key
COLUMNS = (Column("name", "姓名", "Name", 160), Column("door", "门户", "Door", align="right"))


class Records:
    """Made-up rows that remember which ids were asked for."""

    def __init__(self) -> None:
        self.asked: list[Sequence[str]] = []
        self.surname = "王"

    def __call__(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        self.asked.append(ids)
        return {one: {"name": f"{self.surname}{one}", "door": f"{one} 室"} for one in ids}


def ids(count: int) -> list[str]:
    return [str(number) for number in range(count)]


def text(table: IdTable, row: int, column: int = 0) -> str:
    return str(table.data(table.index(row, column)))


class Window(QWidget):
    """A search field over a list, as the pages have it."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.field, self.records = QLineEdit(), Records()
        self.table = IdTable(COLUMNS, self.records)
        self.table.set_ids(ids(count))
        self.list = ListView(self.table)
        self.list.set_search(self.field)
        box = QVBoxLayout(self)
        box.addWidget(self.field)
        box.addWidget(self.list)
        self.resize(500, 400)


def shown(qtbot: QtBot, count: int = 300) -> Window:
    window = Window(count)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    with qtbot.waitExposed(window):
        window.list.setFocus()
    return window


def test_rows_are_fetched_by_pages_and_once() -> None:
    records = Records()
    table = IdTable(COLUMNS, records)
    table.set_ids(ids(1_000_000))
    assert text(table, 250) == "王250"
    assert text(table, 299, 1) == "299 室"
    assert [len(one) for one in records.asked] == [PAGE]
    assert text(table, 999_999) == "王999999"
    assert len(records.asked) == 2


def test_only_the_last_pages_are_kept() -> None:
    records = Records()
    table = IdTable(COLUMNS, records)
    table.set_ids(ids(100 * PAGE))
    for page in range(100):
        text(table, page * PAGE)
    text(table, 99 * PAGE)
    assert len(records.asked) == 100
    text(table, 0)
    assert len(records.asked) == 101


def test_a_refresh_shows_what_changed() -> None:
    records = Records()
    table = IdTable(COLUMNS, records)
    table.set_ids(ids(3))
    assert text(table, 1) == "王1"
    records.surname = "李"
    table.refresh()
    assert text(table, 1) == "李1"


def test_a_record_that_is_gone_shows_an_empty_row() -> None:
    table = IdTable(COLUMNS, lambda ids: {})
    table.set_ids(["gone"])
    assert text(table, 0) == ""


def test_headings_follow_the_language(qapp: QApplication) -> None:
    table = IdTable(COLUMNS, Records())
    try:
        install_language(qapp, "en")
        assert table.headerData(0, Qt.Orientation.Horizontal) == "Name"
    finally:
        install_language(qapp, "zh")
    assert table.headerData(0, Qt.Orientation.Horizontal) == "姓名"


def test_arrows_move_and_enter_opens(qtbot: QtBot) -> None:
    window = shown(qtbot)
    view = window.list
    moved: list[str] = []
    view.moved.connect(moved.append)
    qtbot.keyClick(view, KEY.Key_Home)
    qtbot.keyClick(view, KEY.Key_Down)
    qtbot.keyClick(view, KEY.Key_End)
    assert moved[-2:] == ["1", "299"]
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, KEY.Key_Return)
    assert opened.args == ["299"]


def test_typing_at_the_list_goes_to_the_search_field(qtbot: QtBot) -> None:
    window = shown(qtbot)
    window.field.setText("zs")
    qtbot.keyClicks(window.list, "f")
    assert window.field.text() == "zsf"
    assert window.field.hasFocus()


def test_chinese_committed_at_the_list_goes_to_the_search_field(qtbot: QtBot) -> None:
    window = shown(qtbot)
    assert window.list.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    event = QInputMethodEvent()
    event.setCommitString("王建国")
    QApplication.sendEvent(window.list, event)
    assert window.field.text() == "王建国"


def test_shortcuts_are_not_typed(qtbot: QtBot) -> None:
    window = shown(qtbot)
    qtbot.keyClick(window.list, KEY.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert window.field.text() == ""


def test_another_sequence_keeps_the_selected_record(qtbot: QtBot) -> None:
    window = shown(qtbot)
    window.list.select("7")
    moved: list[str] = []
    window.list.moved.connect(moved.append)
    window.table.set_ids(["9", "8", "7"])
    assert window.list.selected() == "7"
    assert moved == []
    qtbot.keyClick(window.list, KEY.Key_Up)
    assert moved == ["8"]


def test_an_empty_list_has_a_sentence_and_a_button(qtbot: QtBot) -> None:
    window = shown(qtbot, count=0)
    pressed: list[bool] = []
    window.list.set_empty("还没有人员。", "新增人员", lambda: pressed.append(True))
    button = window.list.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    assert button.isVisible()
    button.setFocus()
    qtbot.keyClick(button, KEY.Key_Space)
    assert pressed == [True]
    window.table.set_ids(ids(2))
    assert not button.isVisible()


def test_every_row_has_one_height(qtbot: QtBot) -> None:
    window = shown(qtbot)
    view = window.list
    assert {view.rowHeight(row) for row in range(0, 300, 50)} == {view.rowHeight(0)}
    assert view.rowHeight(0) >= 34
    assert not view.showGrid()


def test_spare_columns_give_way_before_the_one_that_takes_what_is_left(qtbot: QtBot) -> None:
    columns = (
        Column("name", "项目", "Programme"),
        Column("has", "已有", "Have", 60, "right"),
        Column("unknown", "缺资料", "Untold", 80, "right"),
    )
    view = ListView(IdTable(columns, lambda _ids: {}), spare=("unknown", "has"))
    qtbot.addWidget(view)
    view.show()
    hidden = {}
    for width in (400, 220, 150):
        view.resize(width, 200)
        hidden[width] = [view.isColumnHidden(place) for place in range(3)]
    assert hidden == {
        400: [False, False, False],
        220: [False, False, True],
        150: [False, True, True],
    }
