"""Responses are kept answer by answer, go on after a kill, write into the case, are corrected."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import factories
from unionapp.errors import UserError
from unionapp.forms.filling import Trouble
from unionapp.forms.nodes import Node
from unionapp.models.desk import Desk
from unionapp.models.records import Household, Person, Place
from unionapp.paths import DataDir
from unionapp.services import (
    questionnaires,
    response_corrections,
    response_list,
    response_session,
    responses,
)
from unionapp.services.form_changes import Change
from unionapp.services.responses import About, Session

HOME = """
| survey | | | | | | | | |
| | type | name | label | required | constraint | warning | save_to | prefill |
| | hidden | household_id | | | | | | household#id |
| | text | phone | 电话 | | | | household#phone | household#phone |
| | integer | rooms | 房间数 | yes | . < 100 | . < 20 | | |
| | select_one yes_no | rent | 租住 | | | | | |
| | begin repeat | member | 家庭成员 | | | | | |
| | hidden | person_id | | | | | | person#id |
| | text | name | 姓名 | | | | | person#name |
| | text | identity | 身份证号 | | identity-number(.) | | person#identity_number | person#identity_number |
| | date | born | 出生日期 | | | | person#birth_date | person#birth_date |
| | end repeat | | | | | | | |
| choices | | |
| | list_name | name | label |
| | yes_no | yes | 是 |
| | yes_no | no | 否 |
| entities | | | | | |
| | list_name | label | entity_id | create_if | update_if |
| | household | ${household_id} | ${household_id} | ${household_id} = '' | ${household_id} != '' |
| | person | ${name} | ${person_id} | ${person_id} = '' | ${person_id} != '' |
| settings | | | |
| | form_id | form_title | version | subject |
| | home | 入户登记 | 1 | household |
"""  # noqa: E501 - a table is read by its columns


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return factories.office(tmp_path / "office")


@pytest.fixture
def home(desk: Desk) -> Household:
    building = factories.building(desk, entrances=1, floors=1)
    with desk.read() as reading:
        door = reading.select(Place, "kind = 'door'")[0]
    assert building
    made = factories.household(desk, door_id=door.id, phone="024-23456789")
    factories.person(desk, household_id=made.id, name="李红")
    return made


def folder(tmp_path: Path) -> DataDir:
    return DataDir(tmp_path / "office")


def installed(desk: Desk, tmp_path: Path, table: str = HOME) -> str:
    file = tmp_path / "home.md"
    file.write_text(table, "utf-8")
    return questionnaires.install(desk, folder(tmp_path), file).form.id


def begun(desk: Desk, tmp_path: Path, home: Household) -> Session:
    installed(desk, tmp_path)
    form = questionnaires.ready(desk, folder(tmp_path), "home")
    return responses.begin(desk, form, About("household", home.id))


def at(session: Session, path: str) -> Node:
    node = session.filling.form.node(f"/data/{path}")
    assert node is not None, path
    return node


def say(session: Session, path: str, text: str) -> None:
    session.filling.answer(at(session, path), text)


def people_of(desk: Desk, home: Household) -> list[Person]:
    with desk.read() as reading:
        return reading.select(Person, "household_id = ?", (home.id,))


def test_a_form_is_filled_beforehand_from_the_case(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    assert at(session, "phone").value == "024-23456789"
    assert at(session, "member[1]/name").value == "李红"
    assert at(session, "member[1]/person_id").value == people_of(desk, home)[0].id
    assert session.title == "入户登记"
    assert "双兴街" in session.subtitle


def test_a_draft_goes_on_after_a_kill(desk: Desk, tmp_path: Path, home: Household) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "rooms", "3")
    say(session, "member[1]/born", "不知道")
    draft = response_list.drafts(desk)[0]
    assert (draft.title, draft.worker, draft.correcting) == ("入户登记", "陈晓梅", False)
    again = responses.resume(desk, draft.response.id)
    assert at(again, "rooms").value == "3"
    assert again.filling.typed(at(again, "member[1]/born")) == "不知道"
    assert again.resumed


def test_the_same_form_about_the_same_home_is_one_draft(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "rooms", "3")
    again = begun(desk, tmp_path, home)
    assert again.response.id == session.response.id
    assert at(again, "rooms").value == "3"
    other = factories.household(desk)
    form = questionnaires.ready(desk, folder(tmp_path), "home")
    elsewhere = responses.begin(desk, form, About("household", other.id))
    assert elsewhere.response.id != session.response.id
    assert at(elsewhere, "rooms").value == ""


def test_answers_are_in_the_case_at_once(desk: Desk, tmp_path: Path, home: Household) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "phone", "024-88888888")
    say(session, "member[1]/born", "1980年3月5日")
    with desk.read() as reading:
        stored = reading.get(Household, home.id)
    assert stored is not None
    assert stored.phone == "02488888888"
    assert str(people_of(desk, home)[0].birth_date) == "1980-03-05"
    session.filling.undo()
    assert people_of(desk, home)[0].birth_date is None


def test_a_wrong_answer_stays_out_of_the_case_until_it_is_mended(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "member[1]/identity", "21010519800305002")
    assert people_of(desk, home)[0].identity_number is None
    problems = [one.trouble for one in session.filling.problems()]
    assert Trouble.CONSTRAINT in problems
    say(session, "member[1]/identity", "21010519800305002X")
    assert people_of(desk, home)[0].identity_number in (None, "21010519800305002X")


def test_a_new_member_becomes_a_person_once(desk: Desk, tmp_path: Path, home: Household) -> None:
    session = begun(desk, tmp_path, home)
    member = session.filling.form.definition.root.children["member"]
    session.filling.add_row(member, session.filling.form.root)
    say(session, "member[2]/name", "王小明")
    assert len(people_of(desk, home)) == 1, "an ID number is asked, so it is waited for"
    say(session, "member[2]/identity", "11010519491231002X")
    assert [one.name for one in people_of(desk, home)] == ["李红", "王小明"]
    assert at(session, "member[2]/person_id").value == people_of(desk, home)[1].id
    say(session, "member[2]/name", "王晓明")
    assert [one.name for one in people_of(desk, home)] == ["李红", "王晓明"]


def test_somebody_without_a_number_is_a_person_when_the_form_is_finished(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    member = session.filling.form.definition.root.children["member"]
    session.filling.add_row(member, session.filling.form.root)
    say(session, "member[2]/name", "王小宝")
    say(session, "rooms", "3")
    done = responses.finish(desk, session).response
    child = people_of(desk, home)[1]
    assert child.name == "王小宝"
    assert response_session.answers_in(done)["/data/member[2]/person_id"] == child.id


def test_somebody_on_file_is_found_not_doubled(desk: Desk, tmp_path: Path, home: Household) -> None:
    known = factories.person(desk, name="王小明", identity_number="11010519491231002X")
    session = begun(desk, tmp_path, home)
    member = session.filling.form.definition.root.children["member"]
    session.filling.add_row(member, session.filling.form.root)
    say(session, "member[2]/name", "王小明")
    say(session, "member[2]/identity", "11010519491231002X")
    assert at(session, "member[2]/person_id").value == known.id
    with desk.read() as reading:
        assert len(reading.select(Person)) == 2


def test_a_response_is_finished_when_nothing_stops_it(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    with pytest.raises(UserError) as refused:
        responses.finish(desk, session)
    assert refused.value.problems[0].code == "responses.open_problems"
    say(session, "rooms", "3")
    done = responses.finish(desk, session).response
    assert done.state == "finished"
    assert response_session.answers_in(done)["/data/rooms"] == "3"
    assert next(iter(response_session.answers_in(done))).startswith("/data/")
    assert response_list.drafts(desk) == ()
    assert [one.subject for one in response_list.of_form(desk, "home")] == [""]
    assert len(response_list.of_subject(desk, "household", home.id)) == 1


def test_a_correction_needs_a_reason_and_leaves_old_and_new(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "rooms", "3")
    done = responses.finish(desk, session).response
    correction = response_corrections.correct(desk, done.id)
    assert response_list.drafts(desk) == (), "opened only, nothing changed yet"
    say(correction, "rooms", "4")
    assert [one.correcting for one in response_list.drafts(desk)] == [True]
    resumed = responses.resume(desk, done.id)
    assert at(resumed, "rooms").value == "4"
    assert at(resumed, "member[1]/name").value == "李红"
    with pytest.raises(UserError):
        responses.finish(desk, resumed)
    after = responses.finish(desk, resumed, reason="点错了").response
    assert response_session.answers_in(after)["/data/rooms"] == "4"
    line = response_list.history(desk, done.id)[0]
    assert (line.event, line.label, line.before, line.after, line.reason) == (
        "corrected",
        "房间数",
        "3",
        "4",
        "点错了",
    )
    assert response_list.of_form(desk, "home")[0].corrected


def test_a_correction_can_be_let_go(desk: Desk, tmp_path: Path, home: Household) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "rooms", "3")
    done = responses.finish(desk, session).response
    correction = response_corrections.correct(desk, done.id)
    say(correction, "rooms", "4")
    response_corrections.abandon(desk, done.id)
    assert response_list.drafts(desk) == ()
    assert at(response_session.read_only(desk, done.id), "rooms").value == "3"


def test_a_draft_opens_in_the_newer_version_and_loses_nothing(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "rooms", "3")
    say(session, "rent", "yes")
    newer = HOME.replace("| home | 入户登记 | 1 |", "| home | 入户登记 | 2 |")
    newer = newer.replace("| | select_one yes_no | rent | 租住 |", "| | text | owner | 房主 |")
    newer = newer.replace("| | integer | rooms | 房间数 |", "| | integer | rooms | 房间几间 |")
    installed(desk, tmp_path, newer)
    again = responses.resume(desk, session.response.id)
    told = {(one.change, one.label) for one in again.moved}
    assert told == {
        (Change.ADDED, "房主"),
        (Change.REMOVED, "租住"),
        (Change.LABEL, "房间几间"),
    }
    assert at(again, "rooms").value == "3"
    assert [tuple(one) for one in again.response.aside or ()] == [("/data/rent", "租住", "yes")]
    assert responses.resume(desk, session.response.id).moved == ()


def test_one_version_number_names_one_form(desk: Desk, tmp_path: Path, home: Household) -> None:
    first = installed(desk, tmp_path)
    assert installed(desk, tmp_path) == first
    with pytest.raises(UserError) as refused:
        installed(desk, tmp_path, HOME.replace("房间数", "几间房"))
    assert refused.value.problems[0].code == "questionnaires.same_version"


def test_photos_are_kept_with_the_response(desk: Desk, tmp_path: Path, home: Household) -> None:
    session = begun(desk, tmp_path, home)
    assert session.files.store("door.jpg", b"one") == "door.jpg"
    assert session.files.store("door.jpg", b"two") == "door-2.jpg"
    assert session.files.load("door.jpg") == b"one"
    assert session.files.load("door-2.jpg") == b"two"
    assert session.files.load("none.jpg") is None


def test_a_draft_is_discarded_with_a_reason_and_stays_readable(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "rooms", "3")
    with pytest.raises(UserError):
        responses.discard(desk, session.response.id, " ")
    responses.discard(desk, session.response.id, "走错门")
    assert response_list.drafts(desk) == ()
    assert response_list.history(desk, session.response.id)[0].reason == "走错门"
    with pytest.raises(UserError):
        responses.resume(desk, session.response.id)
    assert at(response_session.read_only(desk, session.response.id), "rooms").value == "3"


def test_a_known_form_is_opened_without_pyxform(desk: Desk, tmp_path: Path) -> None:
    version = installed(desk, tmp_path)
    code = f"""
import sys
from pathlib import Path
from tests.factories import PASSPHRASE
from unionapp.paths import DataDir
from unionapp.services import questionnaires, vault
folder = DataDir(Path({str(tmp_path / "office")!r}))
desk = vault.open_office(folder, PASSPHRASE)
assert questionnaires.ready(desk, folder, "home").id == {version!r}
questionnaires.loaded(desk, {version!r})
print({{"pyxform", "openpyxl", "python_calamine"}} & set(sys.modules))
"""
    desk.database.close()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "set()", done.stderr
