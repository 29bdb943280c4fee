"""Responses lose nothing to newer versions, other windows, odd characters and empty rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import factories
from tests.hub import hubs
from tests.services.test_responses import HOME, at, begun, folder, installed, people_of, say
from tests.sync import peers
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import Household
from unionapp.services import (
    questionnaires,
    response_corrections,
    response_list,
    response_session,
    responses,
)
from unionapp.services.form_changes import Change
from unionapp.services.responses import About, Session
from unionapp.sync import export, operations

NEWER = "| home | 入户登记 | 2 |"
NESTED = """
| survey | | | |
| | type | name | label |
| | begin repeat | flat | 套 |
| | text | x | 号 |
| | begin repeat | room | 间 |
| | text | y | 用途 |
| | end repeat | | |
| | end repeat | | |
| settings | |
| | form_id | version | subject |
| | home | 1 | household |
"""
CHOICES = """
| survey | | | | |
| | type | name | label |
| | select_one c | one | 单选 |
| | select_multiple c | many | 多选 |
| | text | rest | 其他 |
| choices | | |
| | list_name | name | label |
| | c | a | 甲 |
| | c | b | 乙 |
| settings | |
| | form_id | version | subject |
| | home | 1 | household |
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return factories.office(tmp_path / "office")


@pytest.fixture
def home(desk: Desk) -> Household:
    made = factories.household(desk)
    factories.person(desk, household_id=made.id, name="李红")
    return made


def opened(desk: Desk, tmp_path: Path, home: Household, table: str) -> Session:
    installed(desk, tmp_path, table)
    form = questionnaires.ready(desk, folder(tmp_path), "home")
    return responses.begin(desk, form, About("household", home.id))


def newer(table: str) -> str:
    return table.replace("| home | 入户登记 | 1 |", NEWER).replace("| home | 1 |", "| home | 2 |")


def grouped(table: str, kind: str) -> str:
    head, rooms, rest = table.partition("| | integer | rooms |")
    question, after, tail = f"{rooms}{rest}".partition("| | select_one yes_no | rent |")
    return f"{head}| | begin {kind} | flat | 套 |\n{question}| | end {kind} |\n{after}{tail}"


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        (HOME, grouped(HOME, "repeat"), "rooms"),
        (grouped(HOME, "group"), grouped(HOME, "repeat"), "flat/rooms"),
        (grouped(HOME, "repeat"), grouped(HOME, "group"), "flat[1]/rooms"),
    ],
    ids=["into a repeat", "group to repeat", "repeat to group"],
)
def test_an_answer_whose_group_became_a_repeat_is_kept_aside(
    desk: Desk, tmp_path: Path, home: Household, before: str, after: str, path: str
) -> None:
    session = opened(desk, tmp_path, home, before)
    say(session, path, "3")
    installed(desk, tmp_path, newer(after))
    aside = responses.resume(desk, session.response.id).response.aside
    assert [tuple(one) for one in aside or ()] == [(f"/data/{path}", "房间数", "3")]


def test_the_rows_of_a_repeat_move_with_it(desk: Desk, tmp_path: Path, home: Household) -> None:
    session = begun(desk, tmp_path, home)
    person = at(session, "member[1]/person_id").value
    say(session, "member[1]/born", "1980-03-05")
    begin, end = "| | begin repeat | member |", "| | end repeat |"
    table = HOME.replace(begin, f"| | begin group | g | 人 |\n{begin}")
    table = table.replace(end, f"| | end group |\n{end}", 1)
    table = table.replace("| | end group |\n| | end repeat |", "| | end repeat |\n| | end group |")
    table = table.replace("| | end group | | | | | | | |", "| | end group | | | | | | | |")
    installed(desk, tmp_path, newer(table))
    again = responses.resume(desk, session.response.id)
    assert at(again, "g/member[1]/person_id").value == person
    assert at(again, "g/member[1]/born").value == "1980-03-05"
    assert again.response.aside is None


def test_a_choice_that_is_offered_no_more_is_shown_and_kept(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = opened(desk, tmp_path, home, CHOICES)
    say(session, "one", "a")
    say(session, "many", "a b")
    second = newer(CHOICES).replace("| | c | a | 甲 |\n", "")
    installed(desk, tmp_path, second)
    again = responses.resume(desk, session.response.id)
    assert again.filling.aside(at(again, "one")) == "a"
    assert again.filling.aside(at(again, "many")) == "a b"
    third = second.replace("| home | 2 |", "| home | 3 |")
    installed(desk, tmp_path, third.replace("| | select_one c | one | 单选 |\n", ""))
    aside = responses.resume(desk, session.response.id).response.aside
    assert [tuple(one) for one in aside or ()] == [("/data/one", "单选", "a")]


def test_a_version_whose_form_is_not_here_stands_in_nobodys_way(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "rooms", "3")
    second = installed(desk, tmp_path, newer(HOME).replace("房间数", "几间"))
    with desk.write() as work:
        work.execute(
            "DELETE FROM blob WHERE sha256 = (SELECT xform FROM form_version WHERE id = ?)",
            (second,),
        )
    assert at(responses.resume(desk, session.response.id), "rooms").value == "3"


def test_an_empty_repeat_within_a_row_stays_empty_in_a_correction(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = opened(desk, tmp_path, home, NESTED)
    flat = session.filling.form.definition.root.children["flat"]
    session.filling.add_row(flat, session.filling.form.root)
    session.filling.remove_row(at(session, "flat[1]/room[1]"))
    say(session, "flat[2]/room[1]/y", "卧室")
    done = responses.finish(desk, session).response
    correction = response_corrections.correct(desk, done.id)
    assert correction.filling.form.node("/data/flat[1]/room[1]") is None
    say(correction, "flat[2]/room[1]/y", "厨房")
    responses.finish(desk, correction, reason="记错了")
    told = [one for one in response_list.history(desk, done.id) if one.event == "corrected"]
    assert [(one.label, one.before, one.after) for one in told] == [("用途", "卧室", "厨房")]


def test_a_discarded_draft_keeps_its_order_and_the_reasons_given(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "rooms", "30")
    session.filling.accept(at(session, "rooms"), "四合院")
    member = session.filling.form.definition.root.children["member"]
    for _ in range(10):
        session.filling.add_row(member, session.filling.form.root)
    responses.discard(desk, session.response.id, "走错门")
    seen = response_session.read_only(desk, session.response.id)
    rows = [one for one in response_session.answers_in(seen.response) if one.endswith("]")]
    assert rows == [f"/data/member[{number}]" for number in range(1, 12)]
    assert seen.filling.accepted(at(seen, "rooms")) == "四合院"


def test_what_was_finished_or_discarded_elsewhere_takes_no_answer_more(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "rooms", "3")
    responses.finish(desk, session)
    for late in (lambda: responses.finish(desk, session), lambda: say(session, "rooms", "4")):
        with pytest.raises(UserError) as refused:
            late()
        assert refused.value.problems[0].code == "responses.changed_elsewhere"
    assert response_list.drafts(desk) == ()
    events = [one.event for one in response_list.history(desk, session.response.id)]
    assert events == ["finished", "begun"]
    responses.discard(desk, session.response.id, "重复")
    with pytest.raises(UserError):
        responses.finish(desk, session)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\ud83d", "\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("甲\x00乙\x1f", "甲\x00乙\x1f"),
        ("长" * 100_000, "长" * 100_000),
    ],
    ids=["half a character", "two halves", "control characters", "very long"],
)
def test_any_text_is_kept(
    desk: Desk, tmp_path: Path, home: Household, text: str, kept: str
) -> None:
    session = opened(desk, tmp_path, home, CHOICES)
    say(session, "rest", text)
    again = responses.resume(desk, session.response.id)
    assert at(again, "rest").value == kept
    done = responses.finish(desk, again).response
    assert response_session.answers_in(done)["/data/rest"] == kept


def test_no_response_is_larger_than_a_bundle_carries(tmp_path: Path) -> None:
    office = hubs.enrolled_office(tmp_path)
    file = tmp_path / "home.md"
    file.write_text(NESTED, "utf-8")
    form = questionnaires.install(office, folder(tmp_path), file).form
    session = responses.begin(office, form, About("household", factories.household(office).id))
    say(session, "flat[1]/x", "长" * 100_001)
    assert at(session, "flat[1]/x").value == ""
    assert [one.stops for one in session.filling.problems()] == [True]
    flat = session.filling.form.definition.root.children["flat"]
    for row in range(1, 5):
        say(session, f"flat[{row}]/x", "长" * 100_000)
        session.filling.add_row(flat, session.filling.form.root)
    for refused in (
        lambda: responses.finish(office, session),
        lambda: responses.discard(office, session.response.id, "太长"),
    ):
        with pytest.raises(UserError) as caught:
            refused()
        assert caught.value.problems[0].code == "responses.too_large"
    say(session, "flat[4]/x", "\n" * 1_000)
    done = responses.finish(office, session).response
    correction = response_corrections.correct(office, done.id)
    for row in range(1, 4):
        say(correction, f"flat[{row}]/x", "短" * 90_000)
    responses.finish(office, correction, reason="改短")
    assert export.export(office, tmp_path / "b.ghb").left == 0


def delivered(desk: Desk, tmp_path: Path) -> Desk:
    """Another laptop that has heard everything from the first."""
    other = peers.peer(tmp_path, 7, ticking=True)
    with desk.read() as reading:
        peers.deliver(other, operations.from_log(reading, "1", (), 100_000))
        files = reading.rows("SELECT sha256, content FROM blob")
    with other.write() as work:
        work.set_meta("division", factories.DIVISION)
        for file in files:
            work.execute("INSERT INTO blob (sha256, content) VALUES (?, ?)", file)
    return other


def test_the_draft_of_another_laptop_is_left_to_it(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "rooms", "3")
    other = delivered(desk, tmp_path)
    assert response_list.drafts(other) == ()
    for refused in (
        lambda: responses.resume(other, session.response.id),
        lambda: responses.discard(other, session.response.id, "没有答案"),
    ):
        with pytest.raises(UserError) as caught:
            refused()
        assert caught.value.problems[0].code == "responses.missing"
    assert [one.answers > 0 for one in response_list.drafts(desk)] == [True]


def test_photos_of_two_corrections_bear_two_names(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    say(session, "rooms", "3")
    done = responses.finish(desk, session).response
    other = delivered(desk, tmp_path)
    here = response_corrections.correct(desk, done.id).files.store("照片.jpg", b"one")
    there = response_corrections.correct(other, done.id).files.store("照片.jpg", b"two")
    with other.read() as reading:
        peers.deliver(desk, operations.from_log(reading, "1", (), 100_000), "back")
    assert here != there
    files = response_session.read_only(desk, done.id).files
    assert files.load(here) == b"one"


def renamed(table: str) -> str:
    return newer(table.replace("| begin repeat | member |", "| begin repeat | family |"))


def test_the_people_of_a_repeat_that_bears_another_name_come_along(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = begun(desk, tmp_path, home)
    person = at(session, "member[1]/person_id").value
    say(session, "member[1]/born", "1980-03-05")
    installed(desk, tmp_path, renamed(HOME))
    again = responses.resume(desk, session.response.id)
    assert at(again, "family[1]/person_id").value == person
    assert at(again, "family[1]/born").value == "1980-03-05"
    assert again.response.aside is None
    assert [(one.change, one.path) for one in again.moved] == [(Change.MOVED, "/data/family")]


def test_a_new_repeat_of_people_begins_with_those_on_file(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    table = HOME
    begin = table.index("| | begin repeat | member |")
    end = table.index("| | end repeat | | | | | | | |\n") + len("| | end repeat | | | | | | | |\n")
    without = "".join((table[:begin], table[end:])).replace(
        "| | person | ${name} | ${person_id} | ${person_id} = '' | ${person_id} != '' |\n", ""
    )
    session = opened(desk, tmp_path, home, without)
    say(session, "rooms", "3")
    installed(desk, tmp_path, newer(HOME))
    again = responses.resume(desk, session.response.id)
    assert at(again, "rooms").value == "3"
    assert at(again, "member[1]/name").value == "李红"
    say(again, "member[1]/name", "李宏")
    assert [one.name for one in people_of(desk, home)] == ["李宏"]


def test_choices_that_are_offered_no_more_are_told_with_the_answers_put_aside(
    desk: Desk, tmp_path: Path, home: Household
) -> None:
    session = opened(desk, tmp_path, home, CHOICES)
    say(session, "one", "a")
    say(session, "many", "b")
    say(session, "rest", "别的")
    second = newer(CHOICES).replace("| | c | a | 甲 |\n", "")
    installed(desk, tmp_path, second.replace("| | text | rest | 其他 |\n", ""))
    told = responses.resume(desk, session.response.id).moved
    assert [(one.change, one.label, one.was, one.answers) for one in told] == [
        (Change.CHOICES, "单选", "甲", 1),
        (Change.CHOICES, "多选", "甲", 0),
        (Change.REMOVED, "其他", "", 1),
    ]
