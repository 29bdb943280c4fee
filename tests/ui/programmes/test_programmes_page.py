"""The page 项目 by keyboard: what is open is decided with a reason, own files are taken in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui import benches
from tests.ui.benches import TestBench, press
from unionapp.programmes.programme import Programme
from unionapp.services import programme_files, programme_settings
from unionapp.ui.programmes.catalogue_part import CataloguePart
from unionapp.ui.programmes.page import ProgrammesPage

Key = Qt.Key
ENTER, ESC = Key.Key_Return, Key.Key_Escape
OWN = """code = "own_aid"
edition = "2026"
zh = "本街道互助"
en = "Street mutual aid"
subject = "household"

[[basis]]
document = "《本街道互助办法》"

[eligibility]
predicate = "no_exclusion"
code = "own_aid.excluded"
zh = "有不予办理的情形"
en = "An exclusion applies"
"""


def rest(office: TestBench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not office.bench.tasks.busy())


def shown(office: TestBench, qtbot: QtBot) -> tuple[ProgrammesPage, CataloguePart]:
    page = ProgrammesPage(office.bench)
    qtbot.addWidget(page)
    benches.show(qtbot, page, 1200, 700)
    rest(office, qtbot)
    part = page.parts.part("catalogue")
    assert isinstance(part, CataloguePart)
    part.list.focus_list()
    return page, part


def chosen(office: TestBench, qtbot: QtBot, part: CataloguePart, code: str) -> Programme:
    assert part.show_code(code)
    rest(office, qtbot)
    part.list.focus_list()
    assert part.shown is not None
    return part.shown.programme


def words(part: CataloguePart) -> str:
    return "\n".join(one.text() for one in part.panel.findChildren(QLabel))


def decided(office: TestBench, programme: Programme) -> dict[str, object]:
    with office.desk.read() as reading:
        return dict(programme_settings.settings(reading, programme))


def test_every_programme_is_listed_and_found_by_initials(office: TestBench, qtbot: QtBot) -> None:
    _, part = shown(office, qtbot)
    programmes = programme_files.read_all(None).programmes
    assert part.list.table.rowCount() == len(programmes)
    press(qtbot, "shjz")
    qtbot.waitUntil(lambda: part.list.table.rowCount() == 1)
    assert part.chosen.startswith("living_aid")


def test_a_programme_says_basis_who_amount_steps_papers_and_frequency(
    office: TestBench, qtbot: QtBot
) -> None:
    _, part = shown(office, qtbot)
    chosen(office, qtbot, part, "living_aid")
    told = words(part)
    for said in (
        "服务职工群众工作的实施意见",
        "困难类别：深度困难",
        "12 个月 × 低保标准（每户一份，不论人口）",
        "居住地，城市标准，按审批日",
        "公示 5 个工作日",
        "每户，自然年，1 次",
        "默认（文件未定）",
    ):
        assert said in told, said


def test_a_cap_is_entered_by_keys_with_its_reason(office: TestBench, qtbot: QtBot) -> None:
    _, part = shown(office, qtbot)
    welfare = chosen(office, qtbot, part, "collective_welfare")
    assert "生日慰问上限" in words(part)
    press(qtbot, ENTER)
    assert part.switches.view.hasFocus()
    assert part.switches.view.selected() == "cap_birthday"
    press(qtbot, ENTER, "300", ENTER, "2026年3月委员会决定", ENTER)
    assert decided(office, welfare) == {"cap_birthday": 30_000}
    (made,) = programme_settings.decisions(office.desk, welfare)
    assert (made.name, made.value, made.reason) == (
        "cap_birthday",
        30_000,
        "2026年3月委员会决定",
    )
    with office.desk.read() as reading:
        noted = reading.scalar("SELECT count(*) FROM audit WHERE action = 'programme_decided'")
    assert noted == 1
    assert part.switches.view.hasFocus()
    press(qtbot, ESC)
    assert part.list.view.hasFocus()


def test_nothing_is_decided_without_a_reason(office: TestBench, qtbot: QtBot) -> None:
    _, part = shown(office, qtbot)
    welfare = chosen(office, qtbot, part, "collective_welfare")
    press(qtbot, ENTER, ENTER, "300", ENTER, ENTER)
    assert part.switches.form is not None
    assert "没有写明理由" in "\n".join(
        one.text() for one in part.switches.form.findChildren(QLabel)
    )
    press(qtbot, ESC)
    assert decided(office, welfare) == {}
    assert part.switches.view.hasFocus()


def test_an_empty_value_is_refused_and_never_means_the_default(
    office: TestBench, qtbot: QtBot
) -> None:
    _, part = shown(office, qtbot)
    welfare = chosen(office, qtbot, part, "collective_welfare")
    press(qtbot, ENTER, ENTER, ENTER, "没有金额", ENTER)
    assert part.switches.form is not None
    assert programme_settings.decisions(office.desk, welfare) == ()


def test_del_goes_back_to_the_default_with_a_reason(office: TestBench, qtbot: QtBot) -> None:
    _, part = shown(office, qtbot)
    living = chosen(office, qtbot, part, "living_aid")
    press(qtbot, ENTER)
    part.switches.view.select("payout")
    press(qtbot, ENTER, "2", ENTER, "按月发放更稳妥", ENTER)
    assert decided(office, living) == {"payout": "monthly"}
    press(qtbot, Key.Key_Delete, "改回", ENTER)
    assert decided(office, living) == {}
    assert [one.value for one in programme_settings.decisions(office.desk, living)] == [
        None,
        "monthly",
    ]


def test_a_programme_is_turned_off_and_on_with_a_reason(office: TestBench, qtbot: QtBot) -> None:
    _, part = shown(office, qtbot)
    living = chosen(office, qtbot, part, "living_aid")
    press(qtbot, Key.Key_F9, "今年没有预算", ENTER)
    with office.desk.read() as reading:
        assert not programme_files.is_active(reading, living)
    assert part.list.view.hasFocus()
    press(qtbot, Key.Key_F9, "预算已批", ENTER)
    with office.desk.read() as reading:
        assert programme_files.is_active(reading, living)


def test_a_worker_who_is_no_keeper_decides_nothing(office: TestBench, qtbot: QtBot) -> None:
    with office.desk.write() as work:
        work.set_fields("worker", work.worker_id, {"roles": ("worker",)})
    _, part = shown(office, qtbot)
    welfare = chosen(office, qtbot, part, "collective_welfare")
    press(qtbot, ENTER, ENTER, "300", ENTER, "我定的", ENTER)
    assert decided(office, welfare) == {}
    assert part.switches.form is not None


def test_a_wrong_file_lists_every_fault_and_is_not_taken_in(
    office: TestBench, qtbot: QtBot, tmp_path: Path
) -> None:
    _, part = shown(office, qtbot)
    file = tmp_path / "own.toml"
    wrong = OWN.replace('"household"', '"family"').replace('"no_exclusion"', '"is_rich"')
    file.write_text(wrong, "utf-8")
    press(qtbot, Key.Key_F3, str(file), ENTER)
    qtbot.waitUntil(lambda: part.check.table.rowCount() == 2)
    table = part.check.table
    lines = [str(table.data(table.index(at, 0))) for at in range(2)]
    keys = [str(table.data(table.index(at, 1))) for at in range(2)]
    assert (lines, keys) == (["5", "11"], ["subject", "eligibility.predicate"])
    press(qtbot, Key.Key_F9)
    assert not programme_files.own_folder(office.desk).exists()


def test_an_own_file_is_checked_taken_in_and_shown(
    office: TestBench, qtbot: QtBot, tmp_path: Path
) -> None:
    _, part = shown(office, qtbot)
    file = tmp_path / "own.toml"
    file.write_text(OWN, "utf-8")
    press(qtbot, Key.Key_F3, str(file), ENTER)
    qtbot.waitUntil(part.check.take.isEnabled)
    press(qtbot, Key.Key_F9)
    rest(office, qtbot)
    assert part.shown is not None
    assert (part.shown.programme.code, part.shown.own) == ("own_aid", True)
    assert (programme_files.own_folder(office.desk) / "own_aid-2026.toml").exists()
    press(qtbot, Key.Key_F3, ENTER)
    qtbot.waitUntil(part.check.take.isEnabled)
    press(qtbot, Key.Key_F9)
    assert part.check.table.rowCount() == 1  # the edition is there already


def test_the_standards_are_one_key_away(office: TestBench, qtbot: QtBot) -> None:
    _, part = shown(office, qtbot)
    chosen(office, qtbot, part, "living_aid")
    press(qtbot, Key.Key_F6)
    assert part.side.shown() is part.standards
    press(qtbot, ESC)
    assert part.list.view.hasFocus()


def test_ctrl_and_a_digit_bring_the_other_parts(office: TestBench, qtbot: QtBot) -> None:
    page, _ = shown(office, qtbot)
    for digit, key in ((Key.Key_2, "campaigns"), (Key.Key_4, "points"), (Key.Key_1, "catalogue")):
        qtbot.keyClick(benches.focused(), digit, Qt.KeyboardModifier.ControlModifier)
        assert page.parts.key() == key
        assert page.key_hints()
        rest(office, qtbot)
