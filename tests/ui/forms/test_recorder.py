"""What is done in a try-out is noted as steps, and the steps lead to the same form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from unionapp.errors import UserError
from unionapp.forms import step_files
from unionapp.forms.filling import answers_of
from unionapp.forms.nodes import Node
from unionapp.ui.forms import trial
from unionapp.ui.forms.recorder import RecordedFilling
from unionapp.ui.forms.trial import Checked, World

FORM = """
| survey | | | | | |
| | type | name | label::中文 (zh) | label::English (en) | relevant | constraint |
| | integer | size | 几口人 | How many | | . < 20 |
| | select_one yes_no | rent | 租住 | Rented | ${size} > 1 | |
| | begin repeat | member | 成员 | Member | | |
| | text | name | 姓名 | Name | | |
| | end repeat | | | | | |
| | calculate | twice | | | | |
| choices | | | |
| | list_name | name | label::中文 (zh) | label::English (en) |
| | yes_no | yes | 是 | Yes |
| | yes_no | no | 否 | No |
| settings | | | | |
| | form_id | form_title | version | default_language |
| | trial | 试填 | 1 | 中文 (zh) |
""".replace("| | calculate | twice | | | | |\n", "")


def ids() -> Callable[[], str]:
    numbers: Iterator[int] = count(1)
    return lambda: f"id-{next(numbers)}"


def world() -> World:
    return World(datetime(2026, 11, 21, 9, tzinfo=UTC), UTC, ids())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "trial.md"
    made.write_text(FORM, "utf-8")
    return made


@pytest.fixture
def checked(file: Path) -> Checked:
    return trial.check(file, world())


def filling_of(checked: Checked) -> RecordedFilling:
    assert checked.filling is not None, checked.problems
    return checked.filling


def at(filling: RecordedFilling, path: str) -> Node:
    node = filling.form.node(f"/data/{path}")
    assert node is not None, path
    return node


def add(filling: RecordedFilling) -> None:
    root = filling.form.root
    filling.add_row(root.spec.children["member"], root)


def same(one: RecordedFilling, other: RecordedFilling) -> bool:
    def known(filling: RecordedFilling) -> dict[str, str]:
        return {k: v for k, v in answers_of(filling.form).items() if "instanceID" not in k}

    return known(one) == known(other)


def test_every_action_becomes_a_step(checked: Checked) -> None:
    filling = filling_of(checked)
    filling.answer(at(filling, "size"), "3")
    filling.answer(at(filling, "rent"), "no")
    add(filling)
    filling.answer(at(filling, "member[2]/name"), "李红")
    filling.remove_row(at(filling, "member[1]"))
    filling.speak("English (en)")
    filling.snapshot("here")
    assert filling.steps == [
        {"set": "/data/size", "value": "3"},
        {"set": "/data/rent", "value": "no"},
        {"add": "/data/member"},
        {"set": "/data/member[2]/name", "value": "李红"},
        {"remove": "/data/member[1]"},
        {"language": "English (en)"},
        {"snapshot": "here"},
    ]


def test_what_changes_nothing_is_no_step(checked: Checked) -> None:
    filling = filling_of(checked)
    filling.answer(at(filling, "size"), "")
    filling.speak("中文 (zh)")
    filling.answer(at(filling, "size"), "drei")  # no value: nothing is stored
    assert filling.steps == []


def test_taking_back_is_noted_as_the_way_back(checked: Checked) -> None:
    filling = filling_of(checked)
    filling.answer(at(filling, "size"), "3")
    filling.snapshot("three")
    filling.undo()
    assert filling.steps[-1] == {"set": "/data/size", "value": ""}
    filling.redo()
    assert filling.steps[-1] == {"set": "/data/size", "value": "3"}


@pytest.mark.parametrize("undone", [1, 2, 3, 4])
def test_a_replay_leads_to_the_same_form(checked: Checked, undone: int) -> None:
    filling = filling_of(checked)
    filling.answer(at(filling, "member[1]/name"), "王强")
    add(filling)
    filling.answer(at(filling, "member[2]/name"), "李红")
    filling.remove_row(at(filling, "member[1]"))
    for _ in range(undone):
        filling.undo()
    again = filling_of(trial.again(checked, world(), filling.script()))
    assert same(filling, again)
    assert again.steps == filling.steps


def test_a_steps_file_is_written_and_read(checked: Checked, tmp_path: Path) -> None:
    filling = filling_of(checked)
    filling.answer(at(filling, "size"), "2")
    target = tmp_path / "steps.json"
    step_files.write(target, filling.script())
    assert step_files.read(target) == {
        "now": "2026-11-21T09:00:00.000+00:00",
        "timezone": "Asia/Shanghai",
        "steps": [{"set": "/data/size", "value": "2"}],
    }
    assert '  {"set": "/data/size", "value": "2"}\n' in target.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "forms.not_steps"),
        ("[]", "forms.not_steps"),
        ('{"steps": {}}', "forms.not_steps"),
        ('{"steps": [1]}', "forms.not_steps"),
        ('{"preload": 1}', "forms.not_steps"),
        ('{"now": 5}', "forms.not_steps"),
        (None, "forms.no_steps_file"),
    ],
)
def test_what_is_no_steps_file_is_refused(tmp_path: Path, text: str | None, code: str) -> None:
    file = tmp_path / "steps.json"
    if text is not None:
        file.write_text(text, "utf-8")
    with pytest.raises(UserError) as caught:
        step_files.read(file)
    assert caught.value.problems[0].code == code


def test_steps_that_nobody_could_do_are_named_and_left_out(checked: Checked) -> None:
    script = {
        "steps": [
            {"set": "/data/rent", "value": "yes"},
            {"set": "/data/size", "value": "2"},
            {"set": "/data/rent", "value": "maybe"},
            {"jump": "/data/size"},
        ]
    }
    again = trial.again(checked, world(), script)
    assert [(one.at, one.reason) for one in again.refused] == [
        (0, "not relevant"),
        (2, "no such choice"),
        (3, "unknown step"),
    ]
    assert filling_of(again).steps == [{"set": "/data/size", "value": "2"}]
    assert again.replayed == 1


def test_errors_and_warnings_come_together(file: Path) -> None:
    spoiled = FORM.replace("select_one yes_no", "select_one yes_nein").replace(
        "| text |", "| txt |"
    )
    file.write_text(spoiled, "utf-8")
    checked = trial.check(file, world())
    assert checked.filling is None
    assert checked.errors >= 2
    assert {one.row for one in checked.problems if not one.warning} >= {3, 5}


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    checked = trial.check(tmp_path / "gone.xlsx", world())
    assert (checked.filling, checked.errors) == (None, 1)
