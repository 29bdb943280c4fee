"""The real window on a virtual screen, real keys, a real pinyin input method.

The desktop is as on UOS and Kylin: fcitx5 alone, `QT_IM_MODULE=fcitx` in the environment, Qt's own
wheels. Candidates differ with the dictionary, so Chinese is judged by how it is read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests import factories
from tests.e2e.virtual_desk import VirtualDesk, skip_without_programs, virtual_desk
from unionapp.models.records import Office, Person, Worker
from unionapp.paths import DataDir
from unionapp.services import vault
from unionapp.values import names

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]

TITLE = "入户走访"
PASSPHRASE = "quiet duck river oldtree"
OFFICE = "铁西区兴华街道总工会"


class Program:
    """The running program as its user sees it."""

    def __init__(self, desk: VirtualDesk, folder: Path) -> None:
        self.desk = desk
        self.data = DataDir(folder / "data")
        self._state = folder / "state.json"
        script = Path(__file__).with_name("watched_program.py")
        words = [str(script), str(self._state), "--", "--data-dir", str(self.data.root)]
        started = {"QT_IM_MODULE": "fcitx"}
        self.process = desk.start("program", [sys.executable, *words], started)
        desk.window(TITLE)
        self.until(lambda now: now["kind"], "something with the focus")

    def now(self) -> dict[str, str]:
        """Return what has the focus and what stands in it."""
        if not self._state.exists():
            return {"name": "", "text": "", "kind": "", "page": "", "input_method": ""}
        state: dict[str, str] = json.loads(self._state.read_text("utf-8"))
        return state

    def until(self, true: Callable[[dict[str, str]], object], what: str) -> dict[str, str]:
        """Wait until what has the focus is as it should be."""
        self.desk.wait(lambda: true(self.now()), what, self.now)
        return self.now()

    def at(self, name: str) -> dict[str, str]:
        """Wait until a control has the focus."""
        return self.until(lambda now: now["name"] == name, f"the focus on {name}")

    def reads(self, text: str) -> dict[str, str]:
        """Wait until that text stands in the control with the focus."""
        return self.until(lambda now: now["text"] == text, f"the text {text}")

    def pinyin(self, letters: str) -> str:
        """Type pinyin and a space; wait for Chinese that is read so, behind what stands there."""
        before = self.now()["text"]
        self.desk.type(letters)
        self.desk.press("space")
        found = self.until(lambda now: now["text"] not in ("", before), f"Chinese for {letters}")
        fresh = found["text"].removeprefix(before)
        assert letters in names.pinyin_keys(fresh), fresh
        return fresh

    def go_on(self, name: str) -> None:
        """Press Enter and wait for the next control."""
        self.desk.press("Return")
        self.at(name)

    def unlock(self) -> None:
        """Type the passphrase; it is typed as it is, without the input method."""
        self.at("口令")
        self.desk.type(PASSPHRASE)
        self.reads(PASSPHRASE)
        self.desk.press("Return")
        self.until(lambda now: now["page"] == "TodayPage", "the first page")

    def quit(self) -> None:
        """Close the window as its user does, and wait for the end of the process."""
        self.desk.leave(self.process)
        assert self.process.returncode == 0
        assert self.desk.log("program") == ""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[VirtualDesk]:
    skip_without_programs()
    with virtual_desk(tmp_path) as made:
        yield made


@pytest.fixture
def person(tmp_path: Path) -> Person:
    """An office with one person at a door."""
    office = vault.create_office(
        DataDir(tmp_path / "data"),
        office=Office(OFFICE, factories.DIVISION),
        worker_name="陈晓梅",
        passphrase=PASSPHRASE,
        sources=replace(factories.sources(), clock=vault.wall_clock),
    ).desk
    home = factories.household(office, door_id=factories.door(office).id)
    made = factories.person(office, household_id=home.id, name="刘")
    vault.lock(office)
    return made


def test_a_new_office_is_named_in_pinyin(desk: VirtualDesk, tmp_path: Path) -> None:
    program = Program(desk, tmp_path)
    assert program.now()["input_method"] == "ibus"
    desk.press("2")
    program.at("单位名称")
    desk.type("gonghui")
    desk.press("Return")  # the input method takes this Enter: the letters come as they are
    assert program.reads("gonghui")["name"] == "单位名称"
    office = "gonghui" + program.pinyin("gonghui")
    program.go_on("所在市")
    program.pinyin("shenyang")
    program.go_on("区县")
    desk.press("Down")
    program.go_on("您的姓名")
    worker = program.pinyin("wangjianguo")
    program.go_on("口令")
    desk.type(PASSPHRASE)
    program.reads(PASSPHRASE)
    program.go_on("再输入一次")
    desk.type(PASSPHRASE)
    program.reads(PASSPHRASE)
    desk.press("Return")
    program.until(lambda now: now["page"] == "RecoveryCodePage", "the recovery code")
    desk.press("Return")
    program.until(lambda now: now["page"] == "TodayPage", "the first page")
    program.quit()
    opened = vault.open_office(program.data, PASSPHRASE)
    with opened.read() as reading:
        (found,) = reading.select(Worker)
        division = reading.division
    assert vault.office_of(opened).name == office
    assert found.name == worker
    assert division == "210102"
    vault.lock(opened)


def test_a_person_is_corrected_in_pinyin_and_digits(
    desk: VirtualDesk, tmp_path: Path, person: Person
) -> None:
    program = Program(desk, tmp_path)
    program.unlock()
    desk.press("alt+4")
    program.until(lambda now: now["page"] == "PeoplePage", "the people")
    program.go_on("姓名")
    desk.press("End")
    given = program.pinyin("jianguo")
    program.go_on("证件号码")
    program.go_on("手机号")
    # With the input method on, n1 would be a choice among the candidates and put 你 here.
    desk.type("n138i40001234")
    program.reads("13840001234")
    program.go_on("性别")
    desk.press("Escape")
    program.until(lambda now: now["kind"] == "ListView", "the list again")
    program.quit()
    opened = vault.open_office(program.data, PASSPHRASE)
    with opened.read() as reading:
        found = reading.get(Person, person.id)
    assert (found.name, found.phone) == (f"刘{given}", "13840001234")
    vault.lock(opened)


def test_what_is_half_typed_survives_closing_the_window(
    desk: VirtualDesk, tmp_path: Path, person: Person
) -> None:
    program = Program(desk, tmp_path)
    program.unlock()
    desk.press("alt+4")
    program.until(lambda now: now["page"] == "PeoplePage", "the people")
    program.go_on("姓名")
    desk.press("End")
    given = program.pinyin("jianguo")
    program.quit()  # no Enter, no Tab: the field was never left
    opened = vault.open_office(program.data, PASSPHRASE)
    with opened.read() as reading:
        assert reading.get(Person, person.id).name == f"刘{given}"
    vault.lock(opened)
