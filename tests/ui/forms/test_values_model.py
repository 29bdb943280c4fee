"""The table of live values: everything is there, what changed is marked, little is computed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from unionapp.forms.nodes import Node
from unionapp.ui.forms import trial
from unionapp.ui.forms.recorder import RecordedFilling
from unionapp.ui.forms.trial import World
from unionapp.ui.forms.values_model import STATE, VALUE, ValuesModel, kind_of
from unionapp.ui.forms.values_view import ValuesView

FORM = """
| survey | | | | | | | |
| | type | name | label | relevant | constraint | required | calculation |
| | integer | size | 几口人 | | . < 20 | yes | |
| | select_one yes_no | rent | 租住 | ${size} > 1 | | | |
| | hidden | secret | | | | | |
| | calculate | twice | | | | | ${size} * 2 |
| | begin repeat | member | 成员 | | | | |
| | text | name | 姓名 | | | | |
| | end repeat | | | | | | |
| choices | | |
| | list_name | name | label |
| | yes_no | yes | 是 |
| | yes_no | no | 否 |
| settings | | |
| | form_id | version |
| | trial | 1 |
"""


def opened(folder: Path, text: str = FORM) -> RecordedFilling:
    file = folder / "form.md"
    file.write_text(text, "utf-8")
    world = World(datetime(2026, 11, 21, 9, tzinfo=UTC), UTC, lambda: "id")
    checked = trial.check(file, world)
    assert checked.filling is not None, checked.problems
    return checked.filling


def at(filling: RecordedFilling, path: str) -> Node:
    node = filling.form.node(f"/data/{path}")
    assert node is not None, path
    return node


def shown(model: ValuesModel, node: Node) -> tuple[str, str]:
    row = model.row_of(node)
    assert row is not None
    return (
        str(model.data(model.index(row, VALUE))),
        str(model.data(model.index(row, STATE))),
    )


@pytest.fixture
def filling(tmp_path: Path) -> RecordedFilling:
    return opened(tmp_path)


@pytest.fixture
def model(qtbot: QtBot, filling: RecordedFilling) -> ValuesModel:
    made = ValuesModel()
    made.show(filling)
    return made


def test_hidden_and_calculated_values_stand_among_the_others(
    model: ValuesModel, filling: RecordedFilling
) -> None:
    names = [model.node_at(row).name for row in range(model.rowCount())]
    assert names[:6] == ["size", "rent", "secret", "twice", "member", "name"]
    kinds = [kind_of(model.node_at(row)) for row in range(6)]
    assert kinds == ["integer", "select_one", "hidden", "calculate", "repeat", "text"]


def test_states_say_how_a_value_stands(model: ValuesModel, filling: RecordedFilling) -> None:
    assert shown(model, at(filling, "size")) == ("", "! 必填未填")
    assert shown(model, at(filling, "rent")) == ("", "– 不相关")
    model.follow(filling.answer(at(filling, "size"), "33").changed)
    assert shown(model, at(filling, "size")) == ("33", "× 不合约束")
    model.follow(filling.answer(at(filling, "size"), "drei").changed)
    assert shown(model, at(filling, "size")) == ("", "× 填写有误")
    model.follow(filling.answer(at(filling, "size"), "3").changed)
    assert shown(model, at(filling, "size")) == ("3", "✓ 通过")


def test_the_last_action_marks_what_it_changed_and_nothing_else(
    model: ValuesModel, filling: RecordedFilling
) -> None:
    model.follow(filling.answer(at(filling, "size"), "3").changed)
    assert {node.name for node in model.marked} == {"size", "rent", "twice"}
    model.follow(filling.answer(at(filling, "size"), "4").changed)
    assert {node.name for node in model.marked} == {"size", "twice"}


def test_rows_that_come_and_go_are_followed(model: ValuesModel, filling: RecordedFilling) -> None:
    before = model.rowCount()
    root = filling.form.root
    model.follow(filling.add_row(root.spec.children["member"], root).changed)
    assert model.rowCount() == before + 2
    assert {node.path for node in model.marked} >= {"/data/member[2]/name"}
    model.follow(filling.remove_row(at(filling, "member[2]")).changed)
    assert model.rowCount() == before


def test_the_filter_looks_at_paths_and_values(qtbot: QtBot, filling: RecordedFilling) -> None:
    view = ValuesView()
    qtbot.addWidget(view)
    view.show_filling(filling)
    view.follow(filling.answer(at(filling, "size"), "17").changed)
    view.search.setText("17")
    assert [view.model.node_at(row).name for row in range(view.model.rowCount())] == ["size"]
    view.search.setText("member")
    assert view.model.rowCount() == 2
    view.search.setText("")
    view.only.setChecked(True)
    names = {view.model.node_at(row).name for row in range(view.model.rowCount())}
    assert names == {"size", "rent", "twice"}


def test_a_form_of_a_thousand_questions_computes_only_the_rows_that_are_seen(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(
        f"| | integer | q{number} | 第 {number} 题 | | . < 20 | yes | |\n" for number in range(1000)
    )
    marker = "| | hidden | secret | | | | | |\n"
    filling = opened(tmp_path, FORM.replace(marker, marker + rows))
    view = ValuesView()
    qtbot.addWidget(view)
    view.resize(500, 500)
    asked: list[Node] = []
    error = filling.form.error
    monkeypatch.setattr(filling.form, "error", lambda node: (asked.append(node), error(node))[1])
    view.show_filling(filling)
    with qtbot.waitExposed(view):
        view.show()
    qtbot.waitUntil(lambda: bool(asked))
    assert view.model.rowCount() > 1000
    assert len(set(asked)) < 40
