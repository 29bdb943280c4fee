"""The steps of a case: what a file that cannot be walked is told, and that the shipped ones can."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.programmes.cases import programme_from, written
from unionapp.paths import resources
from unionapp.programmes import catalogue, load
from unionapp.programmes.programme import Programme, Step

FRAME = """
code = "own_aid"
edition = "1"
zh = "自办"
en = "Own aid"
subject = "person"
{head}
[[basis]]
document = "文件"

[eligibility]
predicate = "age_between"
fact = "person.birth_date"
at_least = 18
code = "own_aid.young"
zh = "未满十八周岁"
en = "Below eighteen"
{rest}
"""
GRANT = {"from": '["a"]', "other_than": '["a"]', "grants": "true", "decides": "true"}


def step(code: str, **keys: str) -> str:
    lines = [f"{key} = {value}" for key, value in {"zh": '"步"', "en": '"Step"', **keys}.items()]
    return "\n".join(["[[steps]]", f'code = "{code}"', *lines])


def told(folder: Path, *steps: str) -> list[tuple[str, str]]:
    text = FRAME.format(head="", rest="\n\n".join(steps))
    return [(one.code, one.where) for one in load.check_file(written(folder, text))]


A = step("a")
B = step("b", **{"from": '["a"]', "closes": "true"})


def test_a_way_from_the_opening_to_a_close_is_right(tmp_path: Path) -> None:
    assert told(tmp_path, A, B) == []


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        ((step("a", **{"from": '["a"]', "closes": "true"}),), "steps_no_opening"),
        ((A, step("b", **{"from": '["x"]', "closes": "true"})), "step_unknown"),
        ((A, B, step("c", **{"from": '["d"]'}), step("d", **{"from": '["c"]'})), "step_unreached"),
        ((A, B, step("c", **{"from": '["a", "c"]'})), "step_dead_end"),
        (
            (A, B, step("c", **{"from": '["a", "d"]'}), step("d", **{"from": '["c"]'})),
            "step_never_closes",
        ),
        ((A, B, A), "listed_twice"),
        ((A, step("b", **GRANT | {"decides": "false", "closes": "true"})), "step_undecided"),
        (
            (
                A,
                step(
                    "b", **{"from": '["a"]', "grants": "true", "decides": "true", "closes": "true"}
                ),
            ),
            "step_one_hand",
        ),
        ((A, step("b", **GRANT | {"refuses": "true", "closes": "true"})), "step_both"),
        (
            (A, step("b", **{"from": '["a"]', "role": '"approver"', "closes": "true"})),
            "step_one_hand",
        ),
        (
            (
                A,
                step("b", **GRANT | {"other_than": '["c"]'}),
                step("c", **{"from": '["b"]', "closes": "true"}),
            ),
            "step_not_before",
        ),
        (
            (
                A,
                step("b", **GRANT),
                step("c", **{"from": '["a", "b"]', "pays": "true", "closes": "true"}),
            ),
            "step_pays",
        ),
        (
            (
                step("a", follow_up='{ step = "b", months = 1 }'),
                step("c", **{"from": '["a"]'}),
                step("b", **{"from": '["c"]', "closes": "true"}),
            ),
            "step_follow_up",
        ),
        ((A, step("b", **{"from": '["a"]', "closes": "true", "exits": "true"})), "step_exit"),
        ((step("a", follow_up='{ step = "b" }'), B), "months_or_days"),
        ((step("a", role='"king"'), B), "key_wrong"),
        ((step("a", notice_days="0"), B), "key_wrong"),
    ],
)
def test_steps_that_cannot_be_walked_are_refused(
    tmp_path: Path, steps: tuple[str, ...], problem: str
) -> None:
    assert f"programme.file_{problem}" in [code for code, _ in told(tmp_path, *steps)]


def test_a_payment_behind_a_grant_is_right(tmp_path: Path) -> None:
    pay = step("c", **{"from": '["b"]', "pays": "true", "closes": "true"})
    assert told(tmp_path, A, step("b", **GRANT), pay) == []


def test_shipped_steps_come_with_their_switches_and_count_for_the_digest(tmp_path: Path) -> None:
    head = 'steps = "aid"'
    programme = programme_from(tmp_path, FRAME.format(head=head, rest=""))
    assert [one.code for one in programme.next_steps()] == ["apply"]
    assert programme.switch("notice_days") is not None
    file = tmp_path / "own.toml"
    assert programme.digest != hashlib.sha256(file.read_bytes()).hexdigest()
    plain = programme_from(tmp_path, FRAME.format(head="", rest=""))
    assert plain.digest == hashlib.sha256(file.read_bytes()).hexdigest()


def test_steps_that_do_not_ship_are_refused(tmp_path: Path) -> None:
    text = FRAME.format(head='steps = "../aid"', rest="")
    (problem,) = load.check_file(written(tmp_path, text))
    assert (problem.code, problem.where) == ("programme.file_key_wrong", "steps")
    assert "aid" in str(problem.detail["wanted"])


SHIPPED = catalogue.available()


@pytest.mark.parametrize("programme", SHIPPED, ids=lambda one: one.code)
def test_a_shipped_programme_can_be_walked_and_has_its_form(programme: Programme) -> None:
    assert programme.next_steps()
    forms = {file.stem for file in (resources() / "forms").iterdir()}
    assert not programme.form or programme.form in forms
    granting = [one for one in programme.steps if one.grants]
    assert all(one.other_than and one.role == "approver" for one in granting)
    if programme.amount is not None:
        assert any(one.pays for one in programme.steps) or programme.gives == "service"


@pytest.mark.parametrize("programme", SHIPPED, ids=lambda one: one.code)
def test_a_refusal_gives_its_reason(programme: Programme) -> None:
    assert all(one.needs_reason for one in programme.steps if one.refuses)


def test_every_aid_case_has_a_notice_that_an_objection_need_not_wait_for() -> None:
    aid = next(one for one in SHIPPED if one.code == "living_aid")
    notice = aid.step("notice")
    assert isinstance(notice, Step)
    assert notice.notice_days is not None
    during = [one.code for one in aid.next_steps("notice") if one.during_notice]
    assert during == ["refuse", "withdraw"]
