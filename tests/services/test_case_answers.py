"""Answers reach the case once, never over something newer, and find or make the right people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import factories
from tests.services.test_responses import HOME, at, begun, folder, installed, people_of, say
from unionapp.errors import UserError
from unionapp.forms.kept import Kept
from unionapp.models.desk import Desk
from unionapp.models.records import Household, Person, Place
from unionapp.services import (
    questionnaires,
    records,
    response_corrections,
    response_drafts,
    response_list,
    response_session,
    response_subject,
    responses,
)
from unionapp.services.responses import About, Session

NUMBER = "11010519491231002X"
IDENTITY = (
    "| | text | identity | 身份证号 | | identity-number(.) | "
    "| person#identity_number | person#identity_number |\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return factories.office(tmp_path / "office")


@pytest.fixture
def home(desk: Desk) -> Household:
    factories.building(desk, entrances=1, floors=1)
    with desk.read() as reading:
        door = reading.select(Place, "kind = 'door'")[0]
    made = factories.household(desk, door_id=door.id, phone="02423456789")
    factories.person(desk, household_id=made.id, name="李红")
    return made


def phone_of(desk: Desk, home: Household) -> str | None:
    with desk.read() as reading:
        found = reading.get(Household, home.id)
    assert found is not None
    return found.phone


def names_of(desk: Desk, home: Household) -> list[str]:
    return [one.name for one in people_of(desk, home)]


def add_member(session: Session) -> None:
    member = session.filling.form.definition.root.children["member"]
    session.filling.add_row(member, session.filling.form.root)


def finished(desk: Desk, tmp_path: Path, home: Household) -> Session:
    session = begun(desk, tmp_path, home)
    say(session, "rooms", "3")
    return response_corrections.correct(desk, responses.finish(desk, session).response.id)


def changes_of(desk: Desk) -> int:
    with desk.read() as reading:
        kinds = "('person', 'household')"
        return int(reading.scalar(f"SELECT count(*) FROM operation WHERE kind IN {kinds}"))


def test_opening_a_form_changes_nothing_in_the_case(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    person = people_of(desk, home)[0]
    records.save_field(desk, "person", person.id, "birth_date", "1980-03-05")
    records.save_field(desk, "person", person.id, "birth_date", "二月三十一")
    before = changes_of(desk)
    begun(desk, tmp_path, home)
    assert changes_of(desk) == before
    assert records.drafts(desk, "person", person.id) == {"birth_date": "二月三十一"}


def test_a_draft_does_not_go_over_what_was_corrected_meanwhile(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "rooms", "3")
    person = people_of(desk, home)[0]
    records.save_field(desk, "household", home.id, "phone", "02411112222")
    records.save_field(desk, "person", person.id, "identity_number", NUMBER)
    responses.finish(desk, responses.resume(desk, session.response.id))
    assert phone_of(desk, home) == "02411112222"
    assert people_of(desk, home)[0].identity_number == NUMBER


def test_a_resumed_draft_shows_what_the_case_learned_since_and_says_so(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "phone", "024-2222 3333")
    records.save_field(desk, "household", home.id, "phone", "02411112222")
    again = responses.resume(desk, session.response.id)
    assert at(again, "phone").value == "02411112222"
    assert [(one.label, one.before, one.after) for one in again.overtaken] == [
        ("电话", "024-2222 3333", "02411112222")
    ]
    trail = response_list.history(desk, session.response.id)[0]
    assert (trail.event, trail.before, trail.after) == (
        "overtaken",
        "024-2222 3333",
        "02411112222",
    )
    say(again, "rooms", "3")
    done = responses.finish(desk, again).response
    assert response_session.answers_in(done)["/data/phone"] == phone_of(desk, home)


@pytest.mark.parametrize("set_back", [False, True], ids=["right clock", "clock set back"])
def test_a_draft_that_is_newer_than_the_case_stands(
    desk: Desk, tmp_path: Path, home: Household, *, set_back: bool
) -> None:
    session = begun(desk, tmp_path, home)
    records.save_field(desk, "household", home.id, "phone", "02411112222")
    old = desk if not set_back else replace(desk, clock=lambda: datetime(2001, 1, 1, tzinfo=UTC))
    with old.write() as work:
        response_drafts.put(work, session.response.id, {"/data/phone": Kept("02455556666")})
    again = responses.resume(old, session.response.id)
    assert (at(again, "phone").value, again.overtaken) == ("02455556666", ())


def test_an_answer_as_it_was_typed_is_not_taken_for_another(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "phone", "024-2222 3333")
    again = responses.resume(desk, session.response.id)
    assert (at(again, "phone").value, again.overtaken) == ("024-2222 3333", ())


def test_taking_a_row_out_and_back_writes_nothing_old(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    other = factories.person(desk, household_id=home.id, name="王二")
    session = begun(desk, tmp_path, home)
    records.save_field(desk, "person", other.id, "name", "王贰")
    session.filling.remove_row(at(session, "member[1]"))
    assert at(session, "member[1]/person_id").value == other.id
    session.filling.undo()
    assert at(session, "member[2]/person_id").value == other.id
    assert names_of(desk, home) == ["李红", "王贰"]


def test_an_answer_that_a_kill_kept_from_the_case_gets_there_at_the_end(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "rooms", "3")
    with desk.write() as work:
        response_drafts.put(work, session.response.id, {"/data/phone": Kept("02455556666")})
    responses.finish(desk, responses.resume(desk, session.response.id))
    assert phone_of(desk, home) == "02455556666"


def test_a_default_reaches_the_case_and_gives_way_to_what_it_holds(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    table = HOME.replace("| save_to | prefill |", "| save_to | prefill | default |")
    phone = "| household#phone | household#phone |"
    installed(desk, tmp_path, table.replace(phone, f"{phone} 02400001111 |"))
    form = questionnaires.ready(desk, folder(tmp_path), "home")
    assert at(responses.begin(desk, form, About("household", home.id)), "phone").value == (
        "02423456789"
    )
    other = factories.household(desk)
    session = responses.begin(desk, form, About("household", other.id))
    say(session, "rooms", "3")
    responses.finish(desk, session)
    assert phone_of(desk, other) == "02400001111"


def test_undo_gives_the_case_back_what_a_blank_question_did_not_show(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    table = HOME.replace("| household#phone | household#phone |", "| household#phone | |")
    installed(desk, tmp_path, table)
    form = questionnaires.ready(desk, folder(tmp_path), "home")
    session = responses.begin(desk, form, About("household", home.id))
    say(session, "phone", "02499998888")
    assert phone_of(desk, home) == "02499998888"
    session.filling.undo()
    assert phone_of(desk, home) == "02423456789"


def test_what_was_filled_beforehand_can_be_cleared(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "phone", "")
    assert phone_of(desk, home) is None
    session.filling.undo()
    assert phone_of(desk, home) == "02423456789"


@pytest.mark.parametrize("table", [HOME, HOME.replace(IDENTITY, "")], ids=["number", "no number"])
def test_somebody_made_and_undone_and_redone_is_one_person_with_a_name(
    desk: Desk, tmp_path: Path, home: Household, table: str
) -> None:
    assert (IDENTITY in table) == (table == HOME)
    installed(desk, tmp_path, table)
    form = questionnaires.ready(desk, folder(tmp_path), "home")
    session = responses.begin(desk, form, About("household", home.id))
    add_member(session)
    say(session, "member[2]/name", "王小明")
    if table == HOME:
        say(session, "member[2]/identity", NUMBER)
    made = at(session, "member[2]/person_id").value
    turns = 0
    while session.filling.undo() is not None:
        turns += 1
    assert names_of(desk, home) == ["李红", "王小明"]
    for _ in range(turns):
        session.filling.redo()
    assert at(session, "member[2]/person_id").value == made != ""
    assert names_of(desk, home) == ["李红", "王小明"]


def test_a_number_of_somebody_else_renames_nobody(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    known = factories.person(desk, name="赵大力", identity_number=NUMBER)
    session = begun(desk, tmp_path, home)
    add_member(session)
    say(session, "member[2]/name", "王小明")
    say(session, "member[2]/identity", NUMBER)
    with desk.read() as reading:
        assert [one.name for one in reading.select(Person)] == ["李红", "赵大力"]
    say(session, "member[2]/name", "赵大力")
    assert at(session, "member[2]/person_id").value == known.id


def test_a_member_who_is_made_does_not_become_whom_the_response_is_about(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    add_member(session)
    say(session, "member[2]/name", "王小明")
    say(session, "member[2]/identity", NUMBER)
    again = begun(desk, tmp_path, home)
    assert again.response.id == session.response.id
    assert again.response.person_id is None


def test_a_correction_reaches_the_case_with_its_reason_and_alone(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    correction = finished(desk, tmp_path, home)
    person = people_of(desk, home)[0]
    records.save_field(desk, "person", person.id, "name", "李洪")
    say(correction, "phone", "02477778888")
    correction = responses.resume(desk, correction.response.id)
    with pytest.raises(UserError):
        responses.finish(desk, correction)
    assert phone_of(desk, home) == "02423456789"
    responses.finish(desk, correction, reason="记错了")
    assert phone_of(desk, home) == "02477778888"
    assert names_of(desk, home) == ["李洪"]


def test_a_correction_let_go_leaves_the_case_alone(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    correction = finished(desk, tmp_path, home)
    say(correction, "phone", "02477778888")
    response_corrections.abandon(desk, correction.response.id)
    assert phone_of(desk, home) == "02423456789"


def test_a_new_household_stands_behind_its_door_with_its_people(desk: Desk, tmp_path: Path) -> None:
    factories.building(desk, entrances=1, floors=1)
    with desk.read() as reading:
        door = reading.select(Place, "kind = 'door'")[0]
    installed(desk, tmp_path, HOME)
    form = questionnaires.ready(desk, folder(tmp_path), "home")
    session = responses.begin(desk, form, About("household", "", door.id))
    say(session, "member[1]/name", "王小明")
    say(session, "member[1]/identity", NUMBER)
    say(session, "phone", "02499998888")
    add_member(session)
    say(session, "member[2]/name", "王小宝")
    say(session, "rooms", "3")
    responses.finish(desk, session)
    with desk.read() as reading:
        homes = reading.select(Household)
    assert [(one.door_id, one.phone) for one in homes] == [(door.id, "02499998888")]
    assert at(session, "household_id").value == homes[0].id
    assert names_of(desk, homes[0]) == ["王小明", "王小宝"]
    assert homes[0].head_id == at(session, "member[1]/person_id").value


def test_at_a_door_with_two_families_it_is_asked_which_one(desk: Desk, tmp_path: Path) -> None:
    factories.building(desk, entrances=1, floors=1)
    with desk.read() as reading:
        door = reading.select(Place, "kind = 'door'")[0]
    first, second = (factories.household(desk, door_id=door.id) for _ in range(2))
    factories.person(desk, household_id=second.id, name="赵大力")
    installed(desk, tmp_path, HOME)
    form = questionnaires.ready(desk, folder(tmp_path), "home")
    about = About("household", "", door.id)
    with pytest.raises(UserError) as asked:
        responses.begin(desk, form, about)
    assert asked.value.problems[0].code == "responses.which_household"
    with desk.read() as reading:
        found = response_subject.families(reading, door.id)
    assert [(one.household_id, one.names) for one in found] == [
        (first.id, ()),
        (second.id, ("赵大力",)),
    ]
    session = responses.begin(desk, form, replace(about, household_id=second.id))
    say(session, "phone", "02411112222")
    assert phone_of(desk, second) == "02411112222"
    new = responses.begin(desk, form, replace(about, new_household=True))
    say(new, "phone", "02433334444")
    with desk.read() as reading:
        homes = reading.select(Household, "door_id = ?", (door.id,))
    assert [one.phone for one in homes] == [None, "02411112222", "02433334444"]


def test_a_kill_between_a_person_and_the_id_in_the_form_doubles_nobody(
    desk: Desk, tmp_path: Path, home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = begun(desk, tmp_path, home)
    add_member(session)
    say(session, "member[2]/name", "王小宝")
    say(session, "rooms", "3")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(session.filling, "take_back", killed)
        with pytest.raises(KeyboardInterrupt):
            responses.finish(desk, session)
    assert names_of(desk, home) == ["李红", "王小宝"]
    again = responses.resume(desk, session.response.id)
    say(again, "member[2]/born", "2019-05-01")
    responses.finish(desk, again)
    assert names_of(desk, home) == ["李红", "王小宝"]
    assert str(people_of(desk, home)[1].birth_date) == "2019-05-01"


def test_two_of_one_name_in_two_rows_are_two_people(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "rooms", "3")
    for row in (2, 3):
        add_member(session)
        say(session, f"member[{row}]/name", "王小宝")
    responses.finish(desk, session)
    assert names_of(desk, home) == ["李红", "王小宝", "王小宝"]
