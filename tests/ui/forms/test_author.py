"""The form author's screen: problems, try-out, steps, the file that changes, taking a form in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from pytestqt.qtbot import QtBot

from tests.ui import benches
from tests.ui.benches import TestBench, press
from unionapp.services import questionnaires
from unionapp.ui.forms.author import AuthorScreen

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FORM = """
| survey | | | | | |
| | type | name | label | required | relevant | calculation |
| | integer | size | 几口人 | yes | | |
| | select_one yes_no | rent | 租住 | | ${size} > 1 | |
| | text | note | 备注 | | | |
| | calculate | twice | | | | ${size} * 2 |
| choices | | |
| | list_name | name | label |
| | yes_no | yes | 是 |
| | yes_no | no | 否 |
| settings | | |
| | form_id | form_title | version |
| | small | 小问卷 | 1 |
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "small.md"
    made.write_text(FORM, "utf-8")
    return made


@pytest.fixture
def screen(office: TestBench, qtbot: QtBot) -> AuthorScreen:
    made = AuthorScreen(office.bench)
    qtbot.addWidget(made)
    benches.show(qtbot, made, 1200, 700)
    made.focus_first()
    return made


def opened(screen: AuthorScreen, qtbot: QtBot, file: Path) -> None:
    screen.open(file)
    qtbot.waitUntil(lambda: screen.checked is not None)


def value(screen: AuthorScreen, name: str) -> str:
    assert screen.checked is not None
    assert screen.checked.filling is not None
    node = screen.checked.filling.form.node(f"/data/{name}")
    assert node is not None
    return node.value


def steps(screen: AuthorScreen) -> list[dict[str, str]]:
    assert screen.checked is not None
    assert screen.checked.filling is not None
    return screen.checked.filling.steps


def marked(screen: AuthorScreen) -> set[str]:
    return {node.name for node in screen.values.model.marked}


def test_a_form_without_errors_is_tried_out_at_once(
    screen: AuthorScreen, qtbot: QtBot, file: Path
) -> None:
    opened(screen, qtbot, file)
    assert screen.panel is not None
    assert screen.panel.isVisible()
    press(qtbot, "3", Key.Key_Return)
    assert (value(screen, "size"), value(screen, "twice")) == ("3", "6")
    assert marked(screen) == {"size", "rent", "twice"}
    press(qtbot, "2", Key.Key_Return)
    assert value(screen, "rent") == "no"
    assert steps(screen) == [
        {"set": "/data/size", "value": "3"},
        {"set": "/data/rent", "value": "no"},
    ]


def test_all_problems_are_listed_and_copied(screen: AuthorScreen, qtbot: QtBot, file: Path) -> None:
    file.write_text(FORM.replace("yes_no | rent", "yes_nein | rent").replace("text |", "txt |"))
    opened(screen, qtbot, file)
    assert screen.panel is None
    assert screen.problems.isVisible()
    assert not screen.take_in.isEnabled()
    qtbot.keyClick(benches.focused(), Key.Key_C, CTRL | SHIFT)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 3
    assert {line.split("\t")[2] for line in lines[1:]} == {"3", "4"}
    assert all("survey" in line for line in lines[1:])


def test_a_saved_workbook_is_checked_again_and_what_was_done_is_done_again(
    screen: AuthorScreen, qtbot: QtBot, file: Path
) -> None:
    opened(screen, qtbot, file)
    press(qtbot, "3", Key.Key_Return)
    replacement = file.with_suffix(".tmp")
    replacement.write_text(FORM.replace("* 2", "* 5"), "utf-8")
    replacement.replace(file)  # as Excel saves
    qtbot.waitUntil(
        lambda: screen.checked is not None and value(screen, "twice") == "15", timeout=5000
    )
    assert value(screen, "size") == "3"
    assert screen.checked is not None
    assert screen.checked.replayed == 1


def test_steps_survive_a_version_that_cannot_be_filled(
    screen: AuthorScreen, qtbot: QtBot, file: Path
) -> None:
    opened(screen, qtbot, file)
    press(qtbot, "3", Key.Key_Return)
    file.write_text(FORM.replace("text |", "txt |"), "utf-8")
    press(qtbot, Key.Key_F5)
    qtbot.waitUntil(lambda: screen.panel is None)
    file.write_text(FORM, "utf-8")
    press(qtbot, Key.Key_F5)
    qtbot.waitUntil(lambda: screen.panel is not None)
    assert value(screen, "size") == "3"


def test_steps_are_saved_and_replayed(
    screen: AuthorScreen, office: TestBench, qtbot: QtBot, file: Path, tmp_path: Path
) -> None:
    opened(screen, qtbot, file)
    press(qtbot, "3", Key.Key_Return)
    screen.values.snapshot()
    target = tmp_path / "steps.json"
    screen.save_steps(target)
    saved = json.loads(target.read_text("utf-8"))
    assert saved["steps"] == [{"set": "/data/size", "value": "3"}, {"snapshot": "快照 1"}]
    screen.start_over()
    qtbot.waitUntil(lambda: steps(screen) == [])
    assert value(screen, "size") == ""
    screen.load_steps(target)
    qtbot.waitUntil(lambda: value(screen, "size") == "3")
    assert steps(screen) == saved["steps"]


def test_steps_that_do_not_fit_are_listed(
    screen: AuthorScreen, qtbot: QtBot, file: Path, tmp_path: Path
) -> None:
    opened(screen, qtbot, file)
    script = tmp_path / "steps.json"
    script.write_text('{"steps": [{"set": "/data/gone", "value": "1"}]}', "utf-8")
    screen.load_steps(script)
    qtbot.waitUntil(screen.problems.isVisible)
    assert "「/data/gone」不在问卷里" in screen.problems.text()
    press(qtbot, Key.Key_F10)
    assert screen.panel is not None
    assert screen.panel.isVisible()


def test_a_file_that_holds_no_steps_is_refused(
    screen: AuthorScreen, office: TestBench, qtbot: QtBot, file: Path, tmp_path: Path
) -> None:
    opened(screen, qtbot, file)
    script = tmp_path / "steps.json"
    script.write_text("[", "utf-8")
    screen.load_steps(script)
    assert office.said.codes == ["forms.not_steps"]


def test_f9_takes_the_form_in(
    screen: AuthorScreen, office: TestBench, qtbot: QtBot, file: Path
) -> None:
    opened(screen, qtbot, file)
    taken: list[str] = []
    screen.installed.connect(taken.append)
    press(qtbot, Key.Key_F9)
    qtbot.waitUntil(lambda: taken == ["small"])
    listed = questionnaires.listing(office.desk, office.bench.folder)
    assert [one.title for one in listed if not one.shipped] == ["小问卷"]


def test_another_form_of_the_same_version_is_refused_in_words(
    screen: AuthorScreen, office: TestBench, qtbot: QtBot, file: Path
) -> None:
    questionnaires.install(office.desk, office.bench.folder, file)
    file.write_text(FORM.replace("备注", "说明"), "utf-8")
    opened(screen, qtbot, file)
    press(qtbot, Key.Key_F9)
    qtbot.waitUntil(lambda: office.said.codes == ["questionnaires.same_version"])
    assert screen.take_in.isEnabled()


def test_a_dropped_workbook_is_checked(screen: AuthorScreen, qtbot: QtBot, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    screen.dropEvent(QDropEvent(QPointF(50, 50), copy, data, left, none))
    qtbot.waitUntil(lambda: screen.checked is not None)
    assert screen.path == file


def test_escape_goes_back(screen: AuthorScreen, qtbot: QtBot, file: Path) -> None:
    opened(screen, qtbot, file)
    left: list[bool] = []
    screen.closed.connect(lambda: left.append(True))
    press(qtbot, Key.Key_Escape)
    assert left == [True]
