"""Scenes of cases: a household at a glance, opening one, its page at several steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from unionapp.ui.stage import Scene, Stage

_POOREST = """
    SELECT household_id FROM hardship_file WHERE annual_income_fen IS NOT NULL
    ORDER BY annual_income_fen / people LIMIT 1"""
_PATIENT = """
    SELECT f.applicant_id FROM hardship_file f WHERE annual_income_fen IS NOT NULL
    ORDER BY annual_income_fen / people LIMIT 1"""
_MEDICAL = {
    "medical.total_fen": 8_600_000,
    "medical.basic_fen": 5_200_000,
    "medical.judged_fen": 1_000_000,
    "medical.reason": "家庭年收入不足以负担自付部分",
}
_EVIDENCE = "看了低保证、诊断书，问了社区和单位"


def _glance(stage: Stage) -> Any:  # noqa: ANN401 - the page of cases
    """Look at a household that has a file, and one case that is paid."""
    from unionapp.services import cases, hardship, papers, receipts, records

    stage.leave()
    stage.page("casework")
    desk, home = stage.bench.desk, stage.first(_POOREST)
    file = hardship.file_of(desk, home)
    if file is not None and not cases.of_household(desk, home):
        records.save_field(desk, "hardship_file", file.id, "exclusion_evidence", _EVIDENCE)
        case = cases.open_case(desk, file.id).case
        if cases.decide(desk, case.id).case.amount_fen:
            papers.note_issued(desk, "approval_sheet", "case", case.id, sha256="a" * 64)
            receipts.issue(desk, case.id)
    stage.bench.changed(frozenset({"case", "receipt"}))
    stage.bench.aid("household", home)
    stage.idle()
    return stage.page("casework")


def _select(stage: Stage, programme: str) -> Any:  # noqa: ANN401 - the page of cases
    """Choose the line of a programme."""
    from unionapp.ui.casework.aid_rows import AidRow

    page = stage.page("casework")
    for line in page.pane.list.lines():
        if isinstance(line, AidRow) and any(s.programme == programme for s in line.standings):
            page.pane.list.select(line.key)
            break
    stage.idle()
    return page


def aid_glance(stage: Stage) -> QWidget:
    """Show a household at a glance."""
    _glance(stage)
    return stage.window()


def aid_missing(stage: Stage) -> QWidget:
    """Show what is missing for a programme."""
    _glance(stage)
    _select(stage, "study_aid_school")
    return stage.window()


def aid_asked(stage: Stage) -> QWidget:
    """Ask for whom a case is opened."""
    aid_missing(stage)
    stage.typist.press("Enter")
    stage.idle()
    return stage.window()


def case_facts_asked(stage: Stage) -> QWidget:
    """Ask the facts of a case that no record holds."""
    aid_asked(stage)
    stage.typist.press("Enter", "Enter", "Enter")
    stage.idle()
    page = stage.page("casework")
    facts = [n for n, one in enumerate(page.case.doable.others) if one.doing == "facts"]
    if facts:
        page.case.setFocus()
        stage.typist.press(str(facts[0] + 1))
    stage.typist.press("2")
    stage.idle()
    return stage.window()


def case_open(stage: Stage) -> QWidget:
    """Show a case that was just opened, with what a person needs to reckon it again."""
    _glance(stage)
    _select(stage, "screening")
    stage.typist.press("Enter")
    stage.idle()
    return stage.window()


def case_paper(stage: Stage) -> QWidget:
    """Show the public notice, which is the next thing to print."""
    _noticed(stage)
    page = stage.page("casework")
    page.case.setFocus()
    stage.typist.press("F9")
    stage.idle()
    stage.typist.wait(lambda: page.paper.view.pages > 0, "the notice")
    return stage.window()


def case_notice(stage: Stage) -> QWidget:
    """Show why a case cannot be granted while its notice hangs."""
    from unionapp.services import papers

    case_id = _noticed(stage)
    papers.note_issued(stage.bench.desk, "public_notice", "case", case_id, sha256="a" * 64)
    stage.page("casework").show_record("case", case_id)
    stage.idle()
    return stage.window()


def _noticed(stage: Stage) -> str:
    """Bring a case of medical aid to its public notice; returns its id."""
    from unionapp.services import case_flow, duplicate_aid
    from unionapp.services.cases import Application

    stage.leave()
    page = stage.page("casework")
    desk = stage.bench.desk
    case_id = stage.first('SELECT id FROM "case" WHERE programme = ?', "medical_aid")
    if not case_id:
        patient = stage.first(_PATIENT)
        asked = Application("medical_aid", "person", patient, concern="尿毒症", answers=_MEDICAL)
        case_id = duplicate_aid.open_for(desk, asked).case.id
        for step in ("check", "notice"):
            case_flow.take_step(desk, case_id, step)
    stage.bench.changed(frozenset({"case", "case_event"}))
    page.show_record("case", case_id)
    stage.idle()
    return str(case_id)


def case_paid(stage: Stage) -> QWidget:
    """Show a case that was paid, in the list of cases."""
    _glance(stage)
    stage.typist.press("Esc")
    stage.bench.show_page("casework")
    stage.idle()
    stage.page("casework").show_record(
        "case", stage.first('SELECT id FROM "case" WHERE state = ?', "paid")
    )
    stage.idle()
    return stage.window()


def case_withdrawn(stage: Stage) -> QWidget:
    """Ask why a case is withdrawn."""
    case_open(stage)
    page = stage.page("casework")
    page.case.setFocus()
    ends = [n for n, one in enumerate(page.case.doable.others) if one.needs_reason]
    stage.typist.press(str(ends[-1] + 1))
    stage.typist.type("本人不再需要")
    return stage.window()


CASEWORK_SCENES: tuple[Scene, ...] = (
    aid_glance,
    aid_missing,
    aid_asked,
    case_facts_asked,
    case_open,
    case_paper,
    case_notice,
    case_paid,
    case_withdrawn,
)
