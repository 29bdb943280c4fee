"""From nothing to an open window, and back behind the lock, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from tests import factories
from unionapp import app
from unionapp.models import keyslots
from unionapp.paths import DataDir
from unionapp.services import sample, vault, workers
from unionapp.ui import desktop as desktop_module
from unionapp.ui.desktop import Desktop
from unionapp.ui.start.pages import (
    ChoosePage,
    OfficePage,
    PassphrasePage,
    RecoverPage,
    RecoveryCodePage,
    UnlockPage,
)
from unionapp.ui.typist import Typist

NEW = "春天 河边 老槐树 三只 喜鹊"


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyslots, "calibrate", lambda: factories.CHEAP)


@pytest.fixture
def desktop(qapp: QApplication, data_dir: DataDir) -> Iterator[Desktop]:
    made = Desktop(data_dir, app.start_port(), app.ports(data_dir))
    yield made
    made.leave()
    made.tasks.shutdown()
    if made.start_window is not None:
        made.start_window.close()


@pytest.fixture
def typist() -> Typist:
    return Typist()


def page_of(desktop: Desktop) -> object:
    assert desktop.start_window is not None
    return desktop.start_window.page()


def make_office(desktop: Desktop, typist: Typist) -> str:
    desktop.show_start()
    typist.press("2")
    typist.line("铁西区兴华街道总工会")
    typist.type("sy")
    typist.press("Enter")
    typist.type("txq")
    typist.press("Enter")
    typist.line("陈晓梅")
    typist.line(factories.PASSPHRASE)
    typist.line(factories.PASSPHRASE)
    typist.wait(lambda: isinstance(page_of(desktop), RecoveryCodePage), "the recovery code")
    page = page_of(desktop)
    assert isinstance(page, RecoveryCodePage)
    return page.code.text()


def test_the_first_start_offers_three_ways(desktop: Desktop, typist: Typist) -> None:
    desktop.show_start()
    assert isinstance(page_of(desktop), ChoosePage)
    typist.press("2")
    assert isinstance(page_of(desktop), OfficePage)
    typist.press("Esc")
    assert isinstance(page_of(desktop), ChoosePage)


def test_a_new_office_is_made_by_keyboard(desktop: Desktop, typist: Typist) -> None:
    code = make_office(desktop, typist)
    assert len(code.replace("-", "")) >= 26
    typist.press("Enter")
    typist.wait(lambda: desktop.shell is not None, "the window")
    assert desktop.bench is not None
    office = vault.office_of(desktop.bench.desk)
    assert (office.name, office.division) == ("铁西区兴华街道总工会", "210106")


def test_what_is_missing_is_said_and_nothing_is_made(desktop: Desktop, typist: Typist) -> None:
    desktop.show_start()
    typist.press("2")
    typist.line("铁西区兴华街道总工会")
    typist.press("Enter", "Enter", "Enter")
    page = page_of(desktop)
    assert isinstance(page, OfficePage)
    assert "所在市" in page.said.text()
    assert page.city.hasFocus()  # the first that is empty
    assert not desktop.folder.database.exists()


def test_a_page_begins_with_the_keyboard_in_its_first_field(
    desktop: Desktop, typist: Typist
) -> None:
    window = desktop.show_start()
    typist.press("2")
    assert QApplication.activeWindow() is window  # nothing showed as a window of its own
    page = page_of(desktop)
    assert isinstance(page, OfficePage)
    assert page.name.hasFocus()


def test_a_refused_passphrase_is_typed_anew(desktop: Desktop, typist: Typist) -> None:
    desktop.show_start()
    typist.press("2")
    typist.line("铁西区兴华街道总工会")
    typist.line("sy")
    typist.line("txq")
    typist.line("陈晓梅")
    typist.line("abc")
    typist.line("abc")
    page = page_of(desktop)
    assert isinstance(page, PassphrasePage)
    typist.wait(lambda: page.first.isEnabled() and page.said.text(), "the refusal")
    assert page.first.hasFocus()
    assert (page.first.text(), page.second.text()) == ("", "")


def test_two_passphrases_that_differ_are_not_taken(desktop: Desktop, typist: Typist) -> None:
    desktop.show_start()
    typist.press("2")
    typist.line("铁西区兴华街道总工会")
    typist.line("沈阳市")
    typist.line("铁西区")
    typist.line("陈晓梅")
    typist.line(factories.PASSPHRASE)
    typist.line("别的 什么 词语 放在 这里")
    page = page_of(desktop)
    assert isinstance(page, PassphrasePage)
    assert "不一样" in page.said.text()
    assert not desktop.folder.database.exists()


def test_the_lock_closes_the_database_and_asks_again(desktop: Desktop, typist: Typist) -> None:
    make_office(desktop, typist)
    assert not desktop.folder.sample_passphrase.exists()
    typist.press("Enter")
    typist.wait(lambda: desktop.shell is not None, "the window")
    typist.press("Ctrl+L")
    typist.wait(lambda: desktop.start_window is not None, "the start window")
    assert desktop.bench is None
    assert isinstance(page_of(desktop), UnlockPage)
    typist.line(factories.PASSPHRASE)
    typist.wait(lambda: desktop.shell is not None, "the window again")


def test_a_wrong_passphrase_is_refused_with_a_pause(desktop: Desktop, typist: Typist) -> None:
    vault.lock(factories.office(desktop.folder.root))
    desktop.show_start()
    page = page_of(desktop)
    assert isinstance(page, UnlockPage)
    typist.line("不是 这个 口令 真的 不是")
    typist.wait(lambda: "口令" in page.said.text() and page.passphrase.isEnabled(), "the refusal")
    assert desktop.shell is None
    assert not page.primary.isEnabled()
    typist.wait(page.primary.isEnabled, "the end of the pause")
    typist.line(factories.PASSPHRASE)
    typist.wait(lambda: desktop.shell is not None, "the window")


def test_what_is_typed_in_the_pause_is_not_added_to(desktop: Desktop, typist: Typist) -> None:
    vault.lock(factories.office(desktop.folder.root))
    desktop.show_start()
    page = page_of(desktop)
    assert isinstance(page, UnlockPage)
    typist.line("不是 这个 口令 真的 不是")
    typist.wait(lambda: page.said.text() and page.passphrase.isEnabled(), "the refusal")
    typist.line(factories.PASSPHRASE)  # too early
    typist.type(factories.PASSPHRASE)
    assert page.passphrase.text() == factories.PASSPHRASE


def test_the_recovery_code_is_for_whoever_is_chosen(desktop: Desktop, typist: Typist) -> None:
    code = make_office(desktop, typist)
    typist.press("Enter")
    typist.wait(lambda: desktop.shell is not None, "the window")
    assert desktop.bench is not None
    second = workers.add(
        desktop.bench.desk,
        desktop.folder,
        name="孙丽",
        roles=("worker",),
        passphrase="gu lou dong men 31",
        own_passphrase=factories.PASSPHRASE,
    )
    typist.press("Ctrl+L")
    typist.wait(lambda: desktop.start_window is not None, "the start window")
    page = page_of(desktop)
    assert isinstance(page, UnlockPage)
    page.workers.setFocus()
    typist.press("2", "F2")
    typist.line(code)
    typist.line(NEW)
    typist.line(NEW)
    typist.wait(lambda: desktop.shell is not None, "the window")
    assert desktop.bench.desk.worker_id == second.worker.id


def test_the_recovery_code_gives_a_new_passphrase(desktop: Desktop, typist: Typist) -> None:
    code = make_office(desktop, typist)
    typist.press("Enter")
    typist.wait(lambda: desktop.shell is not None, "the window")
    typist.press("Ctrl+L")
    typist.wait(lambda: desktop.start_window is not None, "the start window")
    typist.press("F2")
    assert isinstance(page_of(desktop), RecoverPage)
    typist.line(code)
    typist.line(NEW)
    typist.line(NEW)
    typist.wait(lambda: desktop.shell is not None, "the window")
    desktop.leave()
    desk = vault.open_office(desktop.folder, NEW)
    vault.lock(desk)


def test_the_window_locks_by_itself(
    desktop: Desktop, typist: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop_module, "_MINUTE_MS", 20)
    vault.lock(factories.office(desktop.folder.root))
    desktop.show_start()
    typist.line(factories.PASSPHRASE)
    typist.wait(lambda: desktop.shell is not None, "the window")
    typist.wait(lambda: desktop.shell is None, "the lock")
    assert isinstance(page_of(desktop), UnlockPage)


def test_the_sample_patch_opens_with_one_key(
    desktop: Desktop, typist: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        sample.make_office,
        "__kwdefaults__",
        {
            **sample.make_office.__kwdefaults__,
            "persons": 60,
            "cost": factories.CHEAP,
        },
    )
    desktop.show_start()
    typist.press("1")
    typist.wait(lambda: desktop.shell is not None, "the window")
    assert desktop.bench is not None
    with desktop.bench.desk.read() as reading:
        assert reading.scalar("SELECT count(*) FROM person") == 60
    typist.press("Ctrl+L")
    typist.wait(lambda: desktop.start_window is not None, "the start window")
    assert desktop.start_window is not None
    shown = [one.text() for one in desktop.start_window.findChildren(QLabel)]
    assert any(sample.PASSPHRASE in text for text in shown)
    typist.line(sample.PASSPHRASE)
    typist.wait(lambda: desktop.shell is not None, "the window again")
