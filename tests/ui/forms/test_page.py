"""The page 问卷 by keyboard on a real database: begin, leave, go on, finish, read, correct."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests import factories
from tests.printing import papers
from tests.ui import benches
from tests.ui.benches import TestBench, press
from unionapp.errors import refuse
from unionapp.models.records import Household, Place, Response
from unionapp.services import questionnaires, response_list, responses
from unionapp.services.response_subject import About
from unionapp.ui.forms.page import FormsPage
from unionapp.ui.questionnaire.controls.attachment import Attachment
from unionapp.ui.today.page import TodayPage

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
VISIT = """
| survey | | | | | |
| | type | name | label | required | save_to | prefill |
| | text | phone | 电话 | | | household#phone |
| | integer | rooms | 房间数 | yes | | |
| | text | note | 备注 | | | |
| settings | | | |
| | form_id | form_title | version | subject |
| | home_visit | 入户登记 | 1 | household |
"""


@pytest.fixture
def home(office: TestBench) -> Household:
    factories.building(office.desk, entrances=1, floors=1)
    with office.desk.read() as reading:
        door = reading.select(Place, "kind = 'door'")[0]
    made = factories.household(office.desk, door_id=door.id, phone="024-23456789")
    factories.person(office.desk, household_id=made.id, name="李红")
    return made


@pytest.fixture
def form_id(office: TestBench, tmp_path: Path) -> str:
    file = tmp_path / "home_visit.md"
    file.write_text(VISIT, "utf-8")
    return questionnaires.install(office.desk, office.bench.folder, file).form.form_id


def rest(office: TestBench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not office.bench.tasks.busy())


def shown(office: TestBench, qtbot: QtBot) -> FormsPage:
    page = FormsPage(office.bench)
    qtbot.addWidget(page)
    benches.show(qtbot, page, 1200, 700)
    rest(office, qtbot)
    page.overview.focus_first()
    return page


def begun(office: TestBench, form_id: str, home: Household) -> Response:
    form = questionnaires.ready(office.desk, office.bench.folder, form_id)
    return responses.begin(office.desk, form, About("household", home.id)).response


def finished(office: TestBench, form_id: str, home: Household, rooms: str = "3") -> Response:
    form = questionnaires.ready(office.desk, office.bench.folder, form_id)
    session = responses.begin(office.desk, form, About("household", home.id))
    node = session.filling.form.node("/data/rooms")
    assert node is not None
    session.filling.answer(node, rooms)
    return responses.finish(office.desk, session).response


def column(page: FormsPage, pane: str, at: int = 0) -> list[str]:
    table = {
        "forms": page.overview.forms.table,
        "responses": page.overview.responses.table,
        "drafts": page.overview.drafts.table,
    }[pane]
    return [str(table.data(table.index(row, at))) for row in range(table.rowCount())]


def words(page: FormsPage | TodayPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def state(office: TestBench, response: Response) -> str:
    with office.desk.read() as reading:
        record = reading.get(Response, response.id)
    assert record is not None
    return record.state


def value(page: FormsPage, path: str) -> str:
    assert page.fill.session is not None
    node = page.fill.session.filling.form.node(path)
    assert node is not None
    return node.value


def test_shipped_forms_and_the_offices_own_are_listed(
    office: TestBench, qtbot: QtBot, form_id: str
) -> None:
    page = shown(office, qtbot)
    assert "入户登记" in column(page, "forms")
    assert len(column(page, "forms")) > 5
    page.overview.forms.focus_list()
    press(qtbot, Key.Key_F5, Key.Key_F5)
    qtbot.waitUntil(lambda: column(page, "forms") == ["入户登记"])


def test_forms_are_found_by_initials(office: TestBench, qtbot: QtBot, form_id: str) -> None:
    page = shown(office, qtbot)
    page.overview.forms.focus_list()
    press(qtbot, "rhdj")
    qtbot.waitUntil(lambda: column(page, "forms") == ["入户登记"])


def test_a_form_is_begun_for_somebody_and_left_as_a_draft(
    office: TestBench, qtbot: QtBot, form_id: str, home: Household
) -> None:
    page = shown(office, qtbot)
    page.overview.forms.show_id(form_id)
    page.overview.forms.focus_list()
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: page.chooser.palette is not None and page.chooser.palette.isVisible())
    press(qtbot, "lihong", Key.Key_Return)
    qtbot.waitUntil(lambda: page.fill.session is not None and page.shown() is page.fill)
    assert value(page, "/data/phone") == "024-23456789"
    assert page.fill.session is not None
    assert "李红" in page.fill.session.subtitle or "3号楼" in page.fill.session.subtitle
    page.fill.focus_first()
    press(qtbot, Key.Key_Return, "4", Key.Key_Return, "夜班", Key.Key_Escape)
    qtbot.waitUntil(lambda: column(page, "drafts") == ["入户登记"])
    assert page.overview.drafts.view.hasFocus()
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: page.fill.session is not None and page.shown() is page.fill)
    assert (value(page, "/data/rooms"), value(page, "/data/note")) == ("4", "夜班")


def test_at_a_door_with_two_families_one_is_chosen_first(
    office: TestBench, qtbot: QtBot, form_id: str, home: Household
) -> None:
    other = factories.household(office.desk, door_id=home.door_id)
    factories.person(office.desk, household_id=other.id, name="赵大力")
    page = shown(office, qtbot)
    page.begin(form_id, About("household", "", home.door_id or ""))
    qtbot.waitUntil(lambda: page.families.palette is not None and page.families.palette.isVisible())
    press(qtbot, "zhaodali", Key.Key_Return)
    qtbot.waitUntil(lambda: page.fill.session is not None and page.shown() is page.fill)
    assert page.fill.session is not None
    assert page.fill.session.response.household_id == other.id


def test_a_form_with_an_answer_that_is_not_stored_is_left_only_when_that_is_said(
    office: TestBench, qtbot: QtBot, form_id: str, home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown(office, qtbot)
    page.begin(form_id, About("household", home.id))
    qtbot.waitUntil(lambda: page.fill.session is not None and page.shown() is page.fill)
    assert page.fill.session is not None

    def full() -> None:
        raise refuse("database.disk_full", "case.db")

    monkeypatch.setattr(page.fill.session.filling, "keep_up", full)
    office.said.answer = False
    page.fill.leave()
    assert page.shown() is page.fill
    office.said.answer = True
    page.fill.leave()
    assert page.shown() is page.overview


def test_a_finished_form_is_listed_and_read_in_words(
    office: TestBench, qtbot: QtBot, form_id: str, home: Household
) -> None:
    draft = begun(office, form_id, home)
    page = shown(office, qtbot)
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: page.shown() is page.fill)
    page.fill.focus_first()  # on the number of rooms: the phone stands there already
    press(qtbot, "4", Key.Key_Return)
    qtbot.keyClick(benches.focused(), Key.Key_Return, CTRL)
    assert state(office, draft) == "finished"
    assert office.said.infos[-1] == "答卷已完成。"
    rest(office, qtbot)
    page.overview.forms.show_id(form_id)
    qtbot.waitUntil(lambda: len(column(page, "responses")) == 1)
    page.overview.responses.focus_list()
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.response.table.texts()))
    assert ("房间数", "4") in page.response.table.texts()
    assert ("电话", "024*****6789") in page.response.table.texts()
    press(qtbot, Key.Key_F2)
    qtbot.waitUntil(lambda: ("电话", "024-23456789") in page.response.table.texts())
    with office.desk.read() as reading:
        seen = reading.scalar("SELECT count(*) FROM audit WHERE action = 'value_revealed'")
    assert seen == 1


def test_a_form_with_open_problems_is_not_finished(
    office: TestBench, qtbot: QtBot, form_id: str, home: Household
) -> None:
    draft = begun(office, form_id, home)
    page = shown(office, qtbot)
    page.resume(draft.id)
    qtbot.waitUntil(lambda: page.shown() is page.fill)
    page.fill.finish()
    assert office.said.codes == ["responses.open_problems"]
    assert (state(office, draft), page.shown()) == ("draft", page.fill)


def test_del_discards_a_draft_only_with_a_reason(
    office: TestBench, qtbot: QtBot, form_id: str, home: Household
) -> None:
    draft = begun(office, form_id, home)
    page = shown(office, qtbot)
    press(qtbot, Key.Key_Delete, Key.Key_Return)
    assert (state(office, draft), page.overview.drafts.bar.isVisible()) == ("draft", True)
    press(qtbot, Key.Key_Escape)
    assert page.overview.drafts.view.hasFocus()
    press(qtbot, Key.Key_Delete, "敲错了门", Key.Key_Return)
    assert state(office, draft) == "discarded"
    qtbot.waitUntil(lambda: not page.overview.drafts.isVisible())
    assert response_list.history(office.desk, draft.id)[0].reason == "敲错了门"


def test_a_correction_asks_for_its_reason_and_leaves_a_trail(
    office: TestBench, qtbot: QtBot, form_id: str, home: Household
) -> None:
    done = finished(office, form_id, home)
    page = shown(office, qtbot)
    assert page.show_record("response", done.id)
    qtbot.waitUntil(lambda: page.response.session is not None)
    page.response.table.setFocus()
    press(qtbot, Key.Key_F9)
    qtbot.waitUntil(lambda: page.shown() is page.fill)
    assert page.fill.session is not None
    node = page.fill.session.filling.form.node("/data/rooms")
    assert node is not None
    page.fill.session.filling.answer(node, "5")
    page.fill.finish()
    assert page.fill.bar.isVisible()
    press(qtbot, "数错了", Key.Key_Return)
    qtbot.waitUntil(lambda: page.shown() is page.response)
    qtbot.waitUntil(lambda: ("房间数", "5") in page.response.table.texts())
    qtbot.waitUntil(lambda: "改正「房间数」：3 → 5" in words(page))
    assert "理由：数错了" in words(page)


def test_a_correction_in_hand_stands_among_the_drafts_and_can_be_given_up(
    office: TestBench, qtbot: QtBot, form_id: str, home: Household
) -> None:
    done = finished(office, form_id, home)
    page = shown(office, qtbot)
    page._correct(done.id)
    qtbot.waitUntil(lambda: page.shown() is page.fill)
    assert page.fill.session is not None
    node = page.fill.session.filling.form.node("/data/rooms")
    assert node is not None
    page.fill.session.filling.answer(node, "5")
    page.fill.leave()
    page.show_overview()
    qtbot.waitUntil(lambda: column(page, "drafts") == ["改正：入户登记"])
    page.overview.drafts.view.setFocus()
    press(qtbot, Key.Key_Delete, Key.Key_Return)
    qtbot.waitUntil(lambda: column(page, "drafts") == [])
    assert state(office, done) == "finished"


def test_a_response_is_discarded_with_a_reason_and_stays_readable(
    office: TestBench, qtbot: QtBot, form_id: str, home: Household
) -> None:
    done = finished(office, form_id, home)
    page = shown(office, qtbot)
    page.show_response(done.id)
    qtbot.waitUntil(lambda: page.response.session is not None)
    press(qtbot, Key.Key_Delete, "重复登记", Key.Key_Return)
    assert state(office, done) == "discarded"
    qtbot.waitUntil(lambda: page.shown() is page.overview)
    page.overview.forms.show_id(form_id)
    rest(office, qtbot)
    page.overview.responses.focus_list()
    qtbot.waitUntil(lambda: column(page, "responses") == [])
    press(qtbot, Key.Key_F5)
    qtbot.waitUntil(lambda: len(column(page, "responses")) == 1)


def test_responses_leave_as_a_workbook(
    office: TestBench, qtbot: QtBot, form_id: str, home: Household, tmp_path: Path
) -> None:
    finished(office, form_id, home)
    page = shown(office, qtbot)
    page.overview.forms.show_id(form_id)
    rest(office, qtbot)
    page.overview.forms.focus_list()
    press(qtbot, Key.Key_F8)
    assert page.shown() is page.export
    target = tmp_path / "out.xlsx"
    page.export.path.set_value(str(target))
    press(qtbot, "1", Key.Key_Return, Key.Key_Return, Key.Key_Return)
    page.export.path.set_value(str(target))
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: page.shown() is page.overview)
    assert office.said.infos[-1] == "已导出 1 份：out.xlsx"


def test_an_export_to_nowhere_is_said_in_place(
    office: TestBench, qtbot: QtBot, form_id: str, home: Household, tmp_path: Path
) -> None:
    finished(office, form_id, home)
    page = shown(office, qtbot)
    page.overview.forms.show_id(form_id)
    rest(office, qtbot)
    page.show_export()
    page.export.path.set_value(str(tmp_path / "no" / "out.xlsx"))
    page.export.export()
    rest(office, qtbot)
    qtbot.waitUntil(lambda: "out.xlsx" in words(page))
    assert page.shown() is page.export


def test_a_response_is_shown_as_it_would_be_printed(
    office: TestBench, qtbot: QtBot, form_id: str, home: Household
) -> None:
    done = finished(office, form_id, home)
    page = shown(office, qtbot)
    page.show_response(done.id)
    qtbot.waitUntil(lambda: page.response.session is not None)
    press(qtbot, Key.Key_F7)
    qtbot.waitUntil(lambda: page.paper.view.pages == 1)
    press(qtbot, "2")
    rest(office, qtbot)
    assert page.paper.view.pages == 1
    press(qtbot, Key.Key_Escape)
    assert page.shown() is page.response


def test_f7_prints_a_blank_form_for_nobody_or_for_somebody(
    office: TestBench, qtbot: QtBot, form_id: str, home: Household, tmp_path: Path
) -> None:
    page = shown(office, qtbot)
    page.overview.forms.show_id(form_id)
    codes: list[str] = []
    for keys in ((), ("lihong",)):
        page.overview.forms.focus_list()
        press(qtbot, Key.Key_F7)
        qtbot.waitUntil(
            lambda: page.chooser.palette is not None and page.chooser.palette.isVisible()
        )
        press(qtbot, *keys, Key.Key_Return)
        qtbot.waitUntil(lambda: page.shown() is page.paper and page.paper.view.pages == 1)
        rest(office, qtbot)
        target = tmp_path / f"blank{len(codes)}.pdf"
        press(qtbot, "s")
        page.paper.path.set_value(str(target))
        press(qtbot, Key.Key_Return)
        qtbot.waitUntil(target.exists)
        rest(office, qtbot)
        codes += papers.scanned(target.read_bytes(), 0)
        press(qtbot, Key.Key_Escape)
        assert page.shown() is page.overview
        assert page.overview.forms.view.hasFocus()
    assert codes == ["UA1|form|home_visit|1", f"UA1|form|home_visit|1|household:{home.id}"]
    assert response_list.drafts(office.desk) == ()


def test_filling_that_was_asked_for_elsewhere_comes_back_there(
    office: TestBench, qtbot: QtBot, form_id: str, home: Household
) -> None:
    page = shown(office, qtbot)
    came: list[str] = []
    page.begin(form_id, About("household", home.id), lambda: came.append("back"))
    qtbot.waitUntil(lambda: page.shown() is page.fill)
    page.fill.leave()
    assert came == ["back"]
    page.show_overview()
    page.resume(response_list.drafts(office.desk)[0].response.id)
    qtbot.waitUntil(lambda: page.shown() is page.fill)
    page.fill.leave()
    assert came == ["back"]


def test_today_reminds_of_what_is_unfinished_and_f11_goes_on(
    office: TestBench, qtbot: QtBot, form_id: str, home: Household
) -> None:
    draft = begun(office, form_id, home)
    page = TodayPage(office.bench)
    qtbot.addWidget(page)
    benches.show(qtbot, page, 1100, 700)
    qtbot.waitUntil(page.drafts.isVisible)
    assert "有 1 份没填完的问卷：入户登记" in page.drafts.words.text()
    assert "2026-11-21" in page.drafts.words.text()
    page.setFocus()
    press(qtbot, Key.Key_F11)
    assert office.said.opened == [("response", draft.id)]
    responses.discard(office.desk, draft.id, "敲错了门")
    page.reload(frozenset({"response"}))
    qtbot.waitUntil(lambda: not page.drafts.isVisible())


def with_photo_in_work(
    office: TestBench, qtbot: QtBot, home: Household, form: Path
) -> tuple[FormsPage, Response]:
    """A draft whose photo was taken a moment ago."""
    questionnaires.install(office.desk, office.bench.folder, form)
    draft = begun(office, "home_visit", home)
    page = shown(office, qtbot)
    page.resume(draft.id)
    qtbot.waitUntil(lambda: page.shown() is page.fill)
    rest(office, qtbot)
    assert page.fill.panel is not None
    control = page.fill.panel.findChildren(Attachment)[0]
    control.take(QImage(40, 30, QImage.Format.Format_RGB32))
    return page, draft


def test_a_form_waits_for_a_photo_before_it_is_left_or_finished(
    office: TestBench, qtbot: QtBot, home: Household, tmp_path: Path
) -> None:
    file = tmp_path / "photo.md"
    question = "| | image | note | 照片 | | | |"
    table = VISIT.replace("| | text | note | 备注 | | | |", question)
    file.write_text(table.replace("| yes | | |", "| | | |"), "utf-8")
    page, draft = with_photo_in_work(office, qtbot, home, file)
    page.fill.finish()
    page.fill.leave()
    assert (state(office, draft), page.shown()) == ("draft", page.fill)
    rest(office, qtbot)
    qtbot.waitUntil(lambda: value(page, "/data/note") == "照片.jpg")
    page.fill.finish()
    assert state(office, draft) == "finished"


def test_a_lock_waits_for_a_photo_in_work(
    office: TestBench, qtbot: QtBot, home: Household, tmp_path: Path
) -> None:
    file = tmp_path / "photo.md"
    question = "| | image | note | 照片 | | | |"
    file.write_text(VISIT.replace("| | text | note | 备注 | | | |", question), "utf-8")
    page, _ = with_photo_in_work(office, qtbot, home, file)
    page.settle()
    assert value(page, "/data/note") == "照片.jpg"
