"""Forms in the whole window: the badge, the way there and back, a lock with a draft open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests import factories
from tests.ui.benches import press
from unionapp import app
from unionapp.models.desk import Desk
from unionapp.models.records import Place
from unionapp.paths import DataDir
from unionapp.services import response_drafts, response_list, vault
from unionapp.services.response_subject import About
from unionapp.ui.desktop import Desktop
from unionapp.ui.forms.page import FormsPage
from unionapp.ui.shell import Shell


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = factories.office(tmp_path)
    factories.building(made, entrances=1, floors=1)
    return made


@pytest.fixture
def desktop(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[Desktop]:
    folder = DataDir(tmp_path)
    made = Desktop(folder, app.start_port(), app.ports(folder))
    made.open(desk)
    yield made
    made.leave()
    made.tasks.shutdown()


def shell_of(desktop: Desktop) -> Shell:
    assert desktop.shell is not None
    return desktop.shell


def page_of(desktop: Desktop) -> FormsPage:
    page = shell_of(desktop).page("forms")
    assert isinstance(page, FormsPage)
    return page


def begin(desktop: Desktop, desk: Desk, qtbot: QtBot) -> None:
    with desk.read() as reading:
        door = reading.select(Place, "kind = 'door'")[0].id
    desktop.fill_form("service_station", About("door", door, door))
    qtbot.waitUntil(lambda: page_of(desktop).shown() is page_of(desktop).fill, timeout=20_000)


def badge(desktop: Desktop) -> int:
    chips = shell_of(desktop).buttons["forms"].findChildren(QLabel)
    return sum(int(chip.text()) for chip in chips if chip.text().isdecimal())


def test_a_form_begun_elsewhere_leads_there_and_back_and_is_counted(
    desktop: Desktop, desk: Desk, qtbot: QtBot
) -> None:
    shell_of(desktop).show_page("people")
    begin(desktop, desk, qtbot)
    assert shell_of(desktop).current_key() == "forms"
    page_of(desktop).fill.leave()
    assert shell_of(desktop).current_key() == "people"
    qtbot.waitUntil(lambda: badge(desktop) == 1)


def test_a_lock_keeps_what_is_being_typed(
    desktop: Desktop, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    begin(desktop, desk, qtbot)
    fill = page_of(desktop).fill
    assert fill.panel is not None
    assert fill.session is not None
    shell_of(desktop).activateWindow()
    text = next(
        node
        for node in fill.session.filling.form.root.walk()
        if node.spec.control is not None
        and (node.spec.control.kind, node.spec.bind.kind) == ("input", "string")
        and node.relevant
        and not fill.session.filling.form.is_readonly(node)
    )
    fill.panel.jump(text)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    press(qtbot, "12")
    desktop.leave()
    again = vault.open_office(DataDir(tmp_path), factories.PASSPHRASE, sources=factories.sources())
    drafts = response_list.drafts(again)
    with again.read() as reading:
        kept = response_drafts.of(reading, drafts[0].response.id)
    vault.lock(again)
    assert [one.title for one in drafts] == ["户外劳动者服务站点检查（六有）"]
    assert kept[text.path].value == "12"
