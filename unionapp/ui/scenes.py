"""The scenes of `unionapp.ui.screens`: how each screen is come to, by keys where there are keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from unionapp.ui.casework_scenes import CASEWORK_SCENES
from unionapp.ui.design_scenes import DESIGN_SCENES
from unionapp.ui.form_scenes import FORM_SCENES
from unionapp.ui.programme_scenes import PROGRAMME_SCENES

if TYPE_CHECKING:
    from unionapp.ui.stage import Scene, Stage

_OFFICE = "铁西区劳动里街道总工会"
_COLLEAGUES = (("w1", "陈晓梅"), ("w2", "赵志强"))
_CRASH = """Traceback (most recent call last):
  File "unionapp/ui/matrix/page.py", line 1, in record
    done = visits.record_outcome(desk, door_id, code)
ZeroDivisionError: division by zero
"""


# ---- the start window ----------------------------------------------------------------------------


def _fresh(stage: Stage) -> Path:
    """Return a folder with no office in it."""
    return stage.scratch / "new"


def start_choice(stage: Stage) -> QWidget:
    """Show the first window of all."""
    return _window(stage.start(_fresh(stage)))


def start_office(stage: Stage) -> QWidget:
    """Fill in which office it is."""
    window = stage.start(_fresh(stage))
    stage.typist.press("2")
    _fill_office(stage, window.page())
    return _window(window)


def _fill_office(stage: Stage, page: Any) -> None:  # noqa: ANN401 - the page of the new office
    stage.typist.line(_OFFICE)
    named = ("沈阳", "铁西") if stage.variant.language == "zh" else ("Shenyang", "Tiexi")
    for picker, text in zip((page.city, page.district), named, strict=True):
        picker.setFocus()
        stage.typist.type(text)
        stage.typist.press("Enter")
    page.worker.setFocus()
    stage.typist.type("陈晓梅")


def start_passphrase(stage: Stage) -> QWidget:
    """Choose a passphrase, typed differently the second time."""
    window = start_office(stage)
    stage.typist.press("Enter")
    _passphrases(stage, "走街串巷敲门二零二六", "走街串巷敲门二零二")
    return window


def _passphrases(stage: Stage, first: str, second: str) -> None:
    stage.typist.line(first)
    stage.typist.line(second)


def start_recovery_code(stage: Stage) -> QWidget:
    """Make the office and show its recovery code."""
    window: Any = start_office(stage)
    stage.typist.press("Enter")
    _passphrases(stage, "走街串巷敲门二零二六", "走街串巷敲门二零二六")
    stage.typist.wait(lambda: getattr(window.page(), "code", None), "the recovery code")
    return _window(window)


def start_restore(stage: Stage) -> QWidget:
    """Bring a backup."""
    window = stage.start(stage.scratch / "empty")
    stage.typist.press("3")
    return _window(window)


def unlock(stage: Stage) -> QWidget:
    """Ask the one worker for the passphrase."""
    return _window(stage.start(stage.office.root))


def unlock_two(stage: Stage) -> QWidget:
    """Ask who is there, and for the passphrase."""
    return _window(stage.start(stage.office.root, workers=lambda _folder: _COLLEAGUES))


def unlock_pause(stage: Stage) -> QWidget:
    """Make the worker wait after wrong passphrases."""
    window = stage.start(stage.office.root, wait_seconds=lambda _folder: 28)
    return _window(window)


def recover(stage: Stage) -> QWidget:
    """Ask for the recovery code."""
    window = stage.start(stage.office.root)
    stage.typist.press("F2")
    return _window(window)


# ---- walking -------------------------------------------------------------------------------------


def today(stage: Stage) -> QWidget:
    """Show the list of the day."""
    stage.page("today")
    return stage.window()


def picker(stage: Stage) -> QWidget:
    """Choose a building."""
    stage.page("matrix").open_picker()
    stage.typist.settle()
    return stage.window()


_LIVELY_DOOR = """
    SELECT household.door_id FROM household
    JOIN visit ON visit.door_id = household.door_id AND visit.next_on IS NOT NULL
    JOIN person ON person.household_id = household.id
    GROUP BY household.door_id ORDER BY max(visit.next_on) = '2026-11-18' DESC, count(*) DESC
    LIMIT 1"""


def matrix(stage: Stage) -> QWidget:
    """Show a building; in focus a door with people and an appointment today."""
    page = stage.page("matrix")
    page.show_record("place", stage.first(_LIVELY_DOOR))
    page.view.set_mode("visit")
    stage.idle()
    return stage.window()


def matrix_members(stage: Stage) -> QWidget:
    """Show who is a member."""
    matrix(stage)
    stage.typist.press("F")
    return stage.window()


def matrix_hardship(stage: Stage) -> QWidget:
    """Show where hardship is on file."""
    matrix(stage)
    stage.typist.press("F", "F")
    return stage.window()


def toast(stage: Stage) -> QWidget:
    """Record an outcome with a digit; it can be taken back."""
    matrix(stage)
    stage.typist.press("Right", "2")
    return stage.window()


def visit(stage: Stage) -> QWidget:
    """Begin a visit and note something."""
    matrix(stage)
    stage.typist.press("Enter", "1", "Enter", "Enter")
    stage.typist.line("+3")
    stage.typist.line("晚7点后")
    stage.typist.type("本人夜班，下次带《入会申请书》")
    return stage.window()


def visit_person(stage: Stage) -> QWidget:
    """Add a person behind the door, with an ID number that does not check."""
    visit(stage)
    stage.typist.press("F6")
    stage.typist.line("王㛃")
    stage.typist.line("210106199003079991")
    return stage.window()


def generate(stage: Stage) -> QWidget:
    """Make a new building."""
    page = stage.page("matrix")
    page.open_generate()
    page.generate.name.setFocus()
    stage.typist.type("5号楼")
    page.generate.gaps.setFocus()
    stage.typist.type("202")
    return stage.window()


# ---- people, employers, hardship -----------------------------------------------------------------


def people(stage: Stage) -> QWidget:
    """Show the people, a member in focus."""
    page = stage.page("people")
    member = stage.first("SELECT person_id FROM membership WHERE number IS NOT NULL LIMIT 1")
    page.show_record("person", member)
    stage.idle()
    return stage.window()


def person(stage: Stage) -> QWidget:
    """Edit a person."""
    people(stage)
    stage.typist.press("Enter")
    return stage.window()


def member_card(stage: Stage) -> QWidget:
    """Show the card of a member before it is printed."""
    stage.leave()
    people(stage)
    stage.typist.press("F7")
    stage.idle()
    return stage.window()


def membership_step(stage: Stage) -> QWidget:
    """Record that somebody applies to join."""
    stage.leave()
    page = stage.page("people")
    stranger = stage.first(
        "SELECT id FROM person WHERE occupation_group IS NOT NULL AND id NOT IN"
        " (SELECT person_id FROM membership) LIMIT 1"
    )
    page.show_record("person", stranger)
    stage.idle()
    stage.typist.press("F9")
    return stage.window()


def employers(stage: Stage) -> QWidget:
    """Show the employers and the four answers of one."""
    page = stage.page("employers")
    page.show_record("employer", stage.first(_ON_CALL_LIST))
    stage.idle()
    return stage.window()


_ON_CALL_LIST = "SELECT id FROM employer ORDER BY workers DESC LIMIT 1"


def employer(stage: Stage) -> QWidget:
    """Edit an employer."""
    employers(stage)
    stage.typist.press("Enter")
    return stage.window()


def hardship(stage: Stage) -> QWidget:
    """Show a hardship file with its assessment."""
    from unionapp.services import records

    stage.leave()
    page = stage.page("hardship")
    poorest = stage.first(_POOREST)
    bench = stage.bench
    for field, value in _EVIDENCE.items():
        records.save_field(bench.desk, "hardship_file", poorest, field, value)
    page.show_record("hardship_file", poorest)
    stage.idle()
    stage.typist.wait(lambda: page.panel.glance.ready, "the programmes")
    return stage.window()


_POOREST = """
    SELECT id FROM hardship_file WHERE annual_income_fen IS NOT NULL
    ORDER BY annual_income_fen / people LIMIT 1"""
_EVIDENCE = {
    "exclusion_evidence": "看了低保证、诊断书，问了社区和单位",
    "rigid_costs_fen": 420_000,
}


def case_decided(stage: Stage) -> QWidget:
    """Open a case and decide on it."""
    hardship(stage)
    page = stage.page("hardship")
    for _ in range(2):  # the case is opened, then decided on
        if page.panel.standing.case is None or page.panel.standing.case.decided_on is None:
            stage.typist.press("F9")
            stage.idle()
    return stage.window()


def hardship_papers(stage: Stage) -> QWidget:
    """Offer the papers of a household."""
    case_decided(stage)
    stage.typist.press("Ctrl+P")
    return stage.window()


def approval(stage: Stage) -> QWidget:
    """Show the approval sheet, which is printed before anything is paid."""
    hardship_papers(stage)
    stage.typist.press("Esc", "F9")
    page = stage.page("hardship")
    stage.idle()
    stage.typist.wait(lambda: page.paper.view.pages > 0, "the sheet")
    return stage.window()


def pay(stage: Stage) -> QWidget:
    """Ask how the money is paid."""
    from unionapp.services import papers

    case_decided(stage)
    page = stage.page("hardship")
    waiting = page.panel.standing.paper
    if waiting is not None:
        papers.note_issued(stage.bench.desk, waiting.document, "case", waiting.subject_id, "a" * 64)
    page.panel.reload()
    stage.typist.press("F9")
    return stage.window()


def receipt(stage: Stage) -> QWidget:
    """Issue the receipt and show its paper."""
    pay(stage)
    stage.shell.show_page("hardship").panel.form.confirm()
    stage.idle()
    return stage.window()


def standards(stage: Stage) -> QWidget:
    """Show the dibao standards."""
    stage.leave()
    stage.page("hardship").show_standards()
    stage.idle()
    return stage.window()


# ---- in and out ----------------------------------------------------------------------------------


def importing(stage: Stage) -> QWidget:
    """Show the import before anything is chosen."""
    stage.page("importing")
    return stage.window()


def import_checked(stage: Stage) -> QWidget:
    """Check a workbook that has mistakes."""
    page = stage.page("importing")
    file = stage.scratch / "用人单位.xlsx"
    _write_workbook(file)
    page.kind.set_value("employers")
    page.file.setFocus()
    stage.typist.press("Ctrl+A")
    stage.typist.line(str(file))
    stage.idle()
    return stage.window()


def _write_workbook(file: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["单位名称", "统一社会信用代码", "地址", "联系人", "电话", "职工数", "女职工数"])
    sheet.append(["沈阳和顺家政服务中心", "", "和顺街20号", "周敏", "14000002234", 18, 15])
    sheet.append(["沈阳顺达即时配送有限公司", "91210106MA0000000X", "", "孙丽", "1400000", 120, 30])
    sheet.append(["", "", "和顺街22号", "刘伟", "14000002236", "很多", 3])
    book.save(file)


def exchange(stage: Stage) -> QWidget:
    """Show the exchange with the hub."""
    stage.page("exchange")
    return stage.window()


def settings(stage: Stage) -> QWidget:
    """Show the settings."""
    stage.page("settings")
    return stage.window()


def palette(stage: Stage) -> QWidget:
    """Look for somebody from anywhere."""
    stage.leave()
    stage.page("today")
    stage.typist.press("Ctrl+K")
    stage.typist.type("王")
    stage.idle()
    return stage.window()


def keys(stage: Stage) -> QWidget:
    """Show every key of the building."""
    stage.leave()
    matrix(stage)
    stage.typist.press("F1")
    return stage.window()


def crash(stage: Stage) -> QWidget:
    """Say that the program made a mistake."""
    from unionapp.ui.crash_dialog import CrashDialog

    stage.leave()
    dialog = CrashDialog(_CRASH, stage.office.log, stage.shell)
    dialog.show()
    stage.dialog = dialog
    return dialog


def _window(window: QWidget) -> QWidget:
    """Return a window as a scene does; windows are handed around without their types."""
    return window


SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (
        start_choice,
        start_office,
        start_passphrase,
        start_recovery_code,
        start_restore,
        unlock,
        unlock_two,
        unlock_pause,
        recover,
        today,
        picker,
        matrix,
        matrix_members,
        matrix_hardship,
        visit,
        visit_person,
        generate,
        people,
        person,
        member_card,
        membership_step,
        employers,
        employer,
        hardship,
        case_decided,
        hardship_papers,
        approval,
        pay,
        receipt,
        standards,
        *CASEWORK_SCENES,
        *FORM_SCENES,
        *PROGRAMME_SCENES,
        importing,
        import_checked,
        exchange,
        settings,
        *DESIGN_SCENES,
        toast,
        palette,
        keys,
        crash,
    )
}
