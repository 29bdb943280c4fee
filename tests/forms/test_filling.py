"""A filling keeps what is typed, shows what is open, and takes back what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from unionapp.errors import UserError, refuse
from unionapp.forms import load
from unionapp.forms.filling import Filling, Known, Trouble
from unionapp.forms.form import Form, Surrounding
from unionapp.forms.kept import Kept
from unionapp.forms.nodes import Node

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
HOME = """
| survey | | | | | | | | |
| | type | name | label | required | constraint | constraint_message | relevant | repeat_count | choice_filter | warning | calculation |
| | text | who | 姓名 | yes | | | | | | | |
| | integer | age | 年龄 | | . < 130 | 年龄不对 | | | | . > 15 | |
| | date | born | 出生日期 | | | | | | | | |
| | select_one town | town | 区 | | | | | | | | |
| | select_multiple street | street | 街 | | | | | | town=${town} | | |
| | integer | many | 几人 | | | | | | | | |
| | begin repeat | counted | 人 | | | | | ${many} | | | |
| | text | nick | 小名 | | | | | | | | |
| | end repeat | | | | | | | | | | |
| | begin repeat | pet | 宠物 | | | | | | | | |
| | text | kind | 种类 | | | | | | | | |
| | end repeat | | | | | | | | | | |
| | calculate | dice | | | | | | | | | once(random()) |
| | calculate | pets | | | | | | | | | count(${pet}) |
| choices | | | |
| | list_name | name | label | town |
| | town | a | 甲 | |
| | town | b | 乙 | |
| | street | a1 | 甲一 | a |
| | street | a2 | 甲二 | a |
| | street | b1 | 乙一 | b |
| settings | |
| | form_id | version |
| | home | 1 |
"""  # noqa: E501 - a table is read by its columns


class Shelf:
    """A keeper that keeps in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}

    def keep(self, changes: Mapping[str, Kept | None]) -> None:
        for path, one in changes.items():
            if one is None:
                del self.kept[path]
            else:
                self.kept[path] = one

    def tell(self, filling: Filling, nodes: frozenset[Node]) -> Mapping[Node, str]:
        return {}


def form_of(tmp_path: Path, table: str = HOME, answers: Mapping[str, str] | None = None) -> Form:
    file = tmp_path / "home.md"
    file.write_text(table, "utf-8")
    loaded = load.load(file)
    around = Surrounding(NOW, UTC, lambda: "0")
    return Form(loaded.definition, around, graph=loaded.graph, answers=answers)


def begun(tmp_path: Path) -> tuple[Filling, Shelf]:
    shelf = Shelf()
    return Filling(form_of(tmp_path), keeper=shelf), shelf


def again(tmp_path: Path, shelf: Shelf) -> Filling:
    """Open a new form with what the shelf kept, as after a kill."""
    answers = {path: one.value for path, one in shelf.kept.items()}
    return Filling(form_of(tmp_path, answers=answers), keeper=shelf, kept=dict(shelf.kept))


def at(filling: Filling, path: str) -> Node:
    node = filling.form.node(f"/data/{path}")
    assert node is not None, path
    return node


def say(filling: Filling, **answers: str) -> None:
    for name, text in answers.items():
        filling.answer(at(filling, name), text)


def troubles(filling: Filling) -> list[tuple[str, Trouble]]:
    return [(one.node.name, one.trouble) for one in filling.problems()]


def state(filling: Filling) -> list[tuple[str, str]]:
    return [(node.path, node.value) for node in filling.form.root.walk()]


def test_every_answer_is_kept_at_once_and_comes_back(tmp_path: Path) -> None:
    filling, shelf = begun(tmp_path)
    say(filling, who="李红", age="44", many="2")
    say(filling, **{"counted[2]/nick": "红红"})
    filling.add_row(filling.form.definition.root.children["pet"], filling.form.root)
    say(filling, **{"pet[2]/kind": "猫"})
    assert state(again(tmp_path, shelf)) == state(filling)


def test_a_repeat_without_rows_comes_back_without_rows(tmp_path: Path) -> None:
    filling, shelf = begun(tmp_path)
    filling.remove_row(at(filling, "pet[1]"))
    reopened = again(tmp_path, shelf)
    assert reopened.form.root.kids["pet"] == []
    filling = reopened
    filling.add_row(filling.form.definition.root.children["pet"], filling.form.root)
    assert len(again(tmp_path, shelf).form.root.kids["pet"]) == 1


def test_a_row_taken_out_of_the_middle_is_kept_so(tmp_path: Path) -> None:
    filling, shelf = begun(tmp_path)
    for _ in range(2):
        filling.add_row(filling.form.definition.root.children["pet"], filling.form.root)
    say(filling, **{"pet[1]/kind": "猫", "pet[2]/kind": "狗", "pet[3]/kind": "鸟"})
    filling.remove_row(at(filling, "pet[2]"))
    kinds = [row.kids["kind"][0].value for row in again(tmp_path, shelf).form.root.kids["pet"]]
    assert kinds == ["猫", "鸟"]
    filling.undo()
    kinds = [row.kids["kind"][0].value for row in again(tmp_path, shelf).form.root.kids["pet"]]
    assert kinds == ["猫", "狗", "鸟"]


def test_text_that_is_no_value_is_kept_and_shown(tmp_path: Path) -> None:
    filling, shelf = begun(tmp_path)
    say(filling, who="王", born="2026年2月31日")
    reopened = again(tmp_path, shelf)
    assert reopened.typed(at(reopened, "born")) == "2026年2月31日"
    assert troubles(reopened) == [("born", Trouble.TYPED)]
    say(reopened, born="2026.2.28")
    assert at(reopened, "born").value == "2026-02-28"
    assert troubles(reopened) == []


def test_a_choice_that_the_filter_takes_away_is_put_aside(tmp_path: Path) -> None:
    filling, shelf = begun(tmp_path)
    say(filling, who="王", town="a", street="a1 a2")
    say(filling, town="b")
    reopened = again(tmp_path, shelf)
    for one in (filling, reopened):
        assert at(one, "street").value == ""
        assert one.aside(at(one, "street")) == "a1 a2"
        assert troubles(one) == [("street", Trouble.ASIDE)]
    say(filling, street="b1")
    assert troubles(filling) == []


def test_all_open_problems_are_listed_in_the_order_of_the_form(tmp_path: Path) -> None:
    filling, _ = begun(tmp_path)
    say(filling, age="200", born="x")
    assert troubles(filling) == [
        ("who", Trouble.REQUIRED),
        ("age", Trouble.CONSTRAINT),
        ("born", Trouble.TYPED),
    ]


def test_a_soft_check_is_passed_over_with_a_reason_until_the_answer_changes(
    tmp_path: Path,
) -> None:
    filling, shelf = begun(tmp_path)
    say(filling, who="王", age="12")
    assert troubles(filling) == [("age", Trouble.WARNING)]
    filling.accept(at(filling, "age"), "孩子也在场")
    reopened = again(tmp_path, shelf)
    assert reopened.accepted(at(reopened, "age")) == "孩子也在场"
    assert troubles(reopened) == []
    say(reopened, age="11")
    assert troubles(reopened) == [("age", Trouble.WARNING)]


def test_rows_with_answers_are_not_dropped_unasked(tmp_path: Path) -> None:
    filling, shelf = begun(tmp_path)
    say(filling, who="王", many="3", **{"counted[3]/nick": "小三"})
    before = state(filling)
    assert filling.answer(at(filling, "many"), "2").rows_at_stake == 1
    assert state(filling) == before
    assert state(again(tmp_path, shelf)) == before
    assert filling.answer(at(filling, "many"), "2", shrink=True).rows_at_stake == 0
    assert len(filling.form.root.kids["counted"]) == 2
    filling.undo()
    assert state(filling) == before
    assert state(again(tmp_path, shelf)) == before


def test_undo_and_redo_walk_the_whole_way_and_are_kept(tmp_path: Path) -> None:
    filling, shelf = begun(tmp_path)
    states = [state(filling)]
    for act in (
        lambda: say(filling, who="王"),
        lambda: say(filling, town="a"),
        lambda: say(filling, street="a2"),
        lambda: say(filling, town="b"),
        lambda: filling.add_row(filling.form.definition.root.children["pet"], filling.form.root),
        lambda: say(filling, **{"pet[2]/kind": "狗"}),
        lambda: filling.remove_row(at(filling, "pet[1]")),
    ):
        act()
        states.append(state(filling))
    for wanted in reversed(states[:-1]):
        assert filling.undo() is not None
        assert state(filling) == wanted
        assert state(again(tmp_path, shelf)) == wanted
    assert filling.undo() is None
    for wanted in states[1:]:
        assert filling.redo() is not None
        assert state(filling) == wanted
    assert filling.redo() is None


def test_an_answer_is_repeated_from_the_row_before_then_from_the_record_before(
    tmp_path: Path,
) -> None:
    last = {"/data/who": "前一户", "/data/pet[1]/kind": "鸭"}
    filling = Filling(form_of(tmp_path), last=last)
    filling.repeat_last(at(filling, "who"))
    filling.repeat_last(at(filling, "pet[1]/kind"))
    filling.add_row(filling.form.definition.root.children["pet"], filling.form.root)
    filling.repeat_last(at(filling, "pet[2]/kind"))
    assert at(filling, "who").value == "前一户"
    assert at(filling, "pet[2]/kind").value == "鸭"


@pytest.mark.parametrize("answer", ["２０", "1,200", " 7 "])
def test_figures_are_read_in_any_common_spelling(tmp_path: Path, answer: str) -> None:
    filling, _ = begun(tmp_path)
    say(filling, many="", age=answer)
    assert at(filling, "age").value in ("20", "1200", "7")


@pytest.mark.parametrize(
    ("answer", "stored"), [("3", "3"), ("4", ""), ("13", ""), ("-1", ""), ("1", "1"), ("9", "9")]
)
def test_a_figure_off_the_scale_is_none(tmp_path: Path, answer: str, stored: str) -> None:
    table = (
        "| survey |\n| | type | name | label | parameters |\n"
        "| | range | r | R | start=1 end=9 step=2 |\n"
    )
    filling = Filling(form_of(tmp_path, table))
    say(filling, r=answer)
    assert at(filling, "r").value == stored
    assert filling.typed(at(filling, "r")) == answer


def test_a_photo_says_how_large_it_may_be(tmp_path: Path) -> None:
    table = (
        "| survey |\n| | type | name | label | parameters |\n| | image | p | P | max-pixels=640 |\n"
    )
    control = at(Filling(form_of(tmp_path, table)), "p").spec.control
    assert control is not None
    assert control.parameters["max-pixels"] == "640"


def test_finished_answers_hold_relevant_ones_and_every_row(tmp_path: Path) -> None:
    filling, _ = begun(tmp_path)
    say(filling, who="王", **{"pet[1]/kind": "猫"})
    filling.add_row(filling.form.definition.root.children["pet"], filling.form.root)
    answers = filling.finish()
    assert answers["/data/pet[1]"] == ""
    assert answers["/data/pet[1]/kind"] == "猫"
    assert answers["/data/pet[2]"] == ""
    assert "/data/age" not in answers


def test_what_the_case_knows_is_filled_in_beforehand(tmp_path: Path) -> None:
    table = HOME.replace("| calculation |\n", "| calculation | prefill |\n", 1)
    table = table.replace(
        "| | text | who | 姓名 | yes | | | | | | | |",
        "| | text | who | 姓名 | yes | | | | | | | | household#phone |",
    ).replace(
        "| | text | kind | 种类 | | | | | | | | |",
        "| | text | kind | 种类 | | | | | | | | | person#name |",
    )
    filling = Filling(form_of(tmp_path, table))
    known = Known({"household#phone": "024-1"}, ({"person#name": "甲"}, {"person#name": "乙"}))
    filling.prefill(known)
    assert at(filling, "who").value == "024-1"
    assert [row.kids["kind"][0].value for row in filling.form.root.kids["pet"]] == ["甲", "乙"]
    assert filling.undo() is None


SOME_ASKED = """
| survey | | | | | |
| | type | name | label | relevant | read_only |
| | note | hello | 您好 | | |
| | text | a | 甲 | | |
| | text | told | 写好的 | | yes |
| | text | b | 乙 | ${a} = '1' | |
| | begin group | g | 组 | | |
| | text | c | 丙 | | |
| | end group | | | | |
"""


def test_a_filling_goes_on_at_the_first_blank_that_can_be_answered(tmp_path: Path) -> None:
    filling = Filling(form_of(tmp_path, SOME_ASKED))
    assert filling.first_blank() is at(filling, "a")
    say(filling, a="2")
    assert filling.first_blank() is at(filling, "g/c")
    say(filling, **{"g/c": "3"})
    assert filling.first_blank() is None


class FullShelf(Shelf):
    """A keeper whose disk is full for a while, and that notes what it was told."""

    full = False
    told: frozenset[str] = frozenset()

    def keep(self, changes: Mapping[str, Kept | None]) -> None:
        if self.full:
            raise refuse("database.disk_full", "case.db")
        super().keep(changes)

    def tell(self, filling: Filling, nodes: frozenset[Node]) -> Mapping[Node, str]:
        self.told |= {node.name for node in nodes}
        return {}


def test_what_a_full_disk_did_not_take_is_kept_and_told_with_the_next_answer(
    tmp_path: Path,
) -> None:
    shelf = FullShelf()
    filling = Filling(form_of(tmp_path), keeper=shelf)
    shelf.full = True
    with pytest.raises(UserError):
        say(filling, who="李红")
    with pytest.raises(UserError):
        filling.keep_up()
    shelf.full = False
    say(filling, age="44")
    assert (shelf.kept["/data/who"].value, shelf.kept["/data/age"].value) == ("李红", "44")
    assert shelf.told == {"who", "age"}
    shelf.full = True
    with pytest.raises(UserError):
        filling.undo()
    shelf.full = False
    filling.keep_up()
    assert shelf.kept["/data/age"].value == ""
    assert state(again(tmp_path, shelf)) == state(filling)
