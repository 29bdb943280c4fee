"""Lists as offices write them go in whole, twice without harm, and say what they could not do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests import factories
from tests.workbooks.books import NUMBER, OTHER, Rows, book
from unionapp.errors import Problem, UserError
from unionapp.models import finding
from unionapp.models.desk import Desk
from unionapp.models.records import Employer, Household, Person, Place
from unionapp.services import vault
from unionapp.wording import sentence
from unionapp.workbooks import importing
from unionapp.workbooks.plan import ImportPlan

HEAD = ["姓名", "证件号码", "手机号"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "books"
    made.mkdir()
    return made


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path / "office")
    yield made
    vault.lock(made)


def plan(desk: Desk, kind: str, path: Path) -> ImportPlan:
    return importing.plan_import(desk, kind, path)


def take_in(desk: Desk, kind: str, path: Path) -> ImportPlan:
    return importing.import_workbook(desk, kind, path).plan


def counts(done: ImportPlan) -> tuple[int, int, int, int, int]:
    assert done.rows == done.created + done.updated + done.unchanged + done.refused
    return done.rows, done.created, done.updated, done.unchanged, done.refused


def people(desk: Desk) -> dict[str, Person]:
    with desk.read() as reading:
        return {one.name: one for one in reading.select(Person)}


def one_person(desk: Desk, folder: Path, head: list[str], line: list[Any]) -> Person:
    done = take_in(desk, "persons", book(folder, [head, line]))
    assert [p for p in done.problems if not p.warning] == []
    (person,) = people(desk).values()
    return person


def errors(done: ImportPlan) -> list[Problem]:
    return [problem for problem in done.problems if not problem.warning]


# ---- headers -------------------------------------------------------------------------------------


def test_a_list_with_title_stars_brackets_and_blanks_in_its_header(
    desk: Desk, folder: Path
) -> None:
    path = book(
        folder,
        [
            ["兴华街道职工名册"],
            ["填报单位：兴华社区", None, None, "2026年11月"],
            [
                "序号",
                "姓  名*",
                "身份证号（必填）",
                " 联系\n电话 ",
                "*性别",
                "出生年月日：",
                "八大群体 [选填]",
            ],
            [1, "王建国", NUMBER, "138 1234 5678", "男", "1990-03-07", None],
            [2, None, None, None, None, None, None],
            [],
            [3, "李　娜", OTHER, "１３９１２３４０００１", "女", "1985.11.21", "外卖配送员"],
            ["填表人：陈晓梅"],
        ],
        merge=["A1:G1"],
    )
    done = take_in(desk, "persons", path)
    assert (counts(done), errors(done)) == ((2, 2, 0, 0, 0), [])
    wang, li = people(desk)["王建国"], people(desk)["李娜"]
    assert (wang.identity_number, wang.phone, wang.sex) == (NUMBER, "13812345678", "1")
    assert wang.birth_date == date(1990, 3, 7)
    assert li.phone == "13912340001"


def test_a_header_of_two_merged_lines(desk: Desk, folder: Path) -> None:
    factories.building(desk)
    path = book(
        folder,
        [
            ["姓名", "住址", None, None, None, "手机号"],
            [None, "街路巷", "楼栋", "单元", "室号", None],
            ["王建国", "双兴街", 3, 2, 301, 13812345678],
        ],
        merge=["A1:A2", "B1:E1", "F1:F2"],
    )
    done = take_in(desk, "persons", path)
    assert (counts(done), errors(done)) == ((1, 1, 0, 0, 0), [])
    with desk.read() as reading:
        (hit,) = finding.find(reading, "王建国").hits
    assert hit.subtitle.startswith("双兴街 3号楼 2单元 301室 · 138")


def test_every_sheet_with_a_header_is_read_and_the_others_are_named(
    desk: Desk, folder: Path
) -> None:
    path = book(
        folder,
        [HEAD, ["王建国", NUMBER, None]],
        兴工社区=[HEAD, ["李娜", OTHER, None]],
        说明=[["请勿改动表头"]],
    )
    done = take_in(desk, "persons", path)
    assert counts(done) == (2, 2, 0, 0, 0)
    (warning,) = done.problems
    assert (warning.code, warning.sheet, warning.warning) == ("import.sheet_left_out", "说明", True)


def test_unknown_columns_are_named_once(desk: Desk, folder: Path) -> None:
    done = plan(desk, "persons", book(folder, [["姓名", "血型", "姓名", "爱好"], ["王建国", "A"]]))
    (warning,) = done.problems
    assert (warning.code, warning.row) == ("import.unknown_columns", 1)
    assert warning.where == "血型、姓名、爱好"


@pytest.mark.parametrize("rows", [[["甲", "乙"], ["王建国", NUMBER]], [["身份证号"], [NUMBER]]])
def test_a_list_without_the_name_column_is_refused(desk: Desk, folder: Path, rows: Rows) -> None:
    with pytest.raises(UserError) as caught:
        plan(desk, "persons", book(folder, rows))
    (problem,) = caught.value.problems
    assert problem.code == "import.no_header"
    assert "姓名" in sentence(problem, "zh")


def test_a_first_line_of_data_is_never_taken_for_a_header(desk: Desk, folder: Path) -> None:
    path = book(
        folder, [["姓名", "工作单位", "备注"], ["王建国", "单位", "会员"], ["李娜", "x", "y"]]
    )
    done = plan(desk, "persons", path)
    assert counts(done)[0] == 2


# ---- cells ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        *("1990-03-07", "1990/3/7", "1990.3.7", "1990年3月7日", "19900307", 19900307),
        *(date(1990, 3, 7), datetime(1990, 3, 7, 12), 32939, 32939.5, "１９９０－０３－０７"),
    ],
)
def test_a_date_is_read_as_it_is_written(desk: Desk, folder: Path, cell: object) -> None:
    person = one_person(desk, folder, ["姓名", "出生日期"], ["王建国", cell])
    assert person.birth_date == date(1990, 3, 7)


@pytest.mark.parametrize("cell", ["1970-1", "197001", 197001, 1970, "九零年", "2026-02-30", 80000])
def test_a_vague_or_impossible_date_is_refused_with_its_place(
    desk: Desk, folder: Path, cell: object
) -> None:
    done = take_in(desk, "persons", book(folder, [["姓名", "出生日期"], ["王建国", cell]]))
    assert counts(done) == (1, 0, 0, 0, 1)
    (problem,) = errors(done)
    assert (problem.sheet, problem.row, problem.column) == ("名册", 2, "B")
    assert people(desk) == {}


@pytest.mark.parametrize("cell", [int(NUMBER), float(NUMBER), 110105194912310])
def test_an_identity_number_stored_as_a_number_is_refused_and_never_repaired(
    desk: Desk, folder: Path, cell: object
) -> None:
    path = book(folder, [["x"], [], HEAD, ["李娜", OTHER, None], ["王建国", cell, None]])
    done = take_in(desk, "persons", path)
    assert counts(done) == (2, 1, 0, 0, 1)
    (problem,) = errors(done)
    where = (problem.code, problem.sheet, problem.row, problem.column)
    assert where == ("import.number_not_text", "名册", 5, "B")
    assert "文本" in sentence(problem, "zh")
    assert "text" in sentence(problem, "en")
    assert set(people(desk)) == {"李娜"}


@pytest.mark.parametrize(
    ("head", "cell", "name", "value"),
    [
        ("证件号码", "'210106 19900307 9011", "identity_number", NUMBER),
        ("身份证号码", "２１０１０６１９９００３０７９０１１", "identity_number", NUMBER),
        ("手机", 13812345678, "phone", "13812345678"),
        ("手机", 13812345678.0, "phone", "13812345678"),
        ("联系方式", "+86 138-1234-5678", "phone", "13812345678"),
        ("月工资", 4800, "monthly_wage_fen", 480_000),
        ("月工资", 4800.5, "monthly_wage_fen", 480_050),
        ("工资", 0.1 + 0.2, "monthly_wage_fen", 30),
        ("工资", "4,800.50元", "monthly_wage_fen", 480_050),
        ("是否会员", "是", "claims_membership", True),
        ("是否会员", "否", "claims_membership", False),
        ("会员", True, "claims_membership", True),
        ("性别", "女", "sex", "2"),
        ("性别", " 女 ", "sex", "2"),
        ("性别", 2, "sex", "2"),
        ("关系", "儿子", "relation", "20"),
        ("工作单位", 8341, "workplace", "8341"),
        ("备注", "=1+1", "note", None),
    ],
)
def test_a_cell_is_read_as_its_field_takes_it(
    desk: Desk, folder: Path, head: str, cell: object, name: str, value: object
) -> None:
    """A formula has no stored result here, so it is an empty cell."""
    person = one_person(desk, folder, ["姓名", head], ["王建国", cell])
    assert getattr(person, name) == value


@pytest.mark.parametrize(
    ("head", "cell", "code"),
    [
        ("证件号码", "210106199003079012", "identity.bad_check_digit"),
        ("证件号码", "21010619900307901", "identity.too_short"),
        ("证件号码", "210***********9011", "import.masked"),
        ("手机号", "138****5678", "import.masked"),
        ("月工资", "三千", "money.not_a_number"),
        ("是否会员", "大概", "records.not_yes_or_no"),
        ("出生日期", "2999-01-01", "records.ahead"),
    ],
)
def test_a_wrong_cell_refuses_its_line_with_its_place(
    desk: Desk, folder: Path, head: str, cell: object, code: str
) -> None:
    path = book(folder, [["姓名", head], ["王建国", cell], ["李娜", None]])
    done = take_in(desk, "persons", path)
    assert counts(done) == (2, 1, 0, 0, 1)
    assert code in {problem.code for problem in errors(done)}
    assert {(one.sheet, one.row, one.column) for one in errors(done)} == {("名册", 2, "B")}
    assert all(sentence(problem, "zh") for problem in done.problems)
    assert set(people(desk)) == {"李娜"}


def test_a_line_without_a_name_is_refused(desk: Desk, folder: Path) -> None:
    done = take_in(desk, "persons", book(folder, [HEAD, [None, NUMBER, None]]))
    assert counts(done) == (1, 0, 0, 0, 1)
    assert errors(done)[0].column == "A"


def test_a_number_fills_sex_and_birth_date_but_never_against_the_list(
    desk: Desk, folder: Path
) -> None:
    path = book(
        folder, [[*HEAD, "性别"], ["王建国", NUMBER, None, None], ["李娜", OTHER, None, "男"]]
    )
    done = take_in(desk, "persons", path)
    assert people(desk)["王建国"].birth_date == date(1990, 3, 7)
    assert (people(desk)["王建国"].sex, people(desk)["李娜"].sex) == ("1", "1")
    assert "identity.sex_differs" in {problem.code for problem in done.problems}


# ---- who is on file ------------------------------------------------------------------------------


def test_the_same_list_again_changes_nothing(desk: Desk, folder: Path) -> None:
    factories.building(desk)
    path = book(
        folder,
        [
            [*HEAD, "住址"],
            ["王建国", NUMBER, "13812345678", "双兴街3号楼2单元301"],
            ["李娜", None, "13900001111", "双兴街 3-2-301"],
            ["赵䶮", None, None, "3栋1单元101室"],
        ],
    )
    assert counts(take_in(desk, "persons", path)) == (3, 3, 0, 0, 0)
    with desk.read() as reading:
        operations = reading.scalar("SELECT count(*) FROM operation")
    again = take_in(desk, "persons", path)
    assert counts(again) == (3, 0, 0, 3, 0)
    assert again.changes == again.new == ()
    with desk.read() as reading:
        assert reading.scalar("SELECT count(*) FROM operation") == operations


def test_a_changed_phone_updates_and_an_empty_cell_clears_nothing(desk: Desk, folder: Path) -> None:
    take_in(desk, "persons", book(folder, [HEAD, ["王建国", NUMBER, "13812345678"]]))
    path = book(folder, [[*HEAD, "职务"], ["王建国", NUMBER, "13899990000", None]])
    done = take_in(desk, "persons", path)
    assert counts(done) == (1, 0, 1, 0, 0)
    assert people(desk)["王建国"].phone == "13899990000"
    path = book(folder, [HEAD, ["王建国", NUMBER, None]])
    assert counts(take_in(desk, "persons", path)) == (1, 0, 0, 1, 0)
    assert people(desk)["王建国"].phone == "13899990000"


def test_what_the_worker_corrected_is_not_undone_by_what_a_number_says(
    desk: Desk, folder: Path
) -> None:
    path = book(folder, [HEAD, ["王建国", NUMBER, None]])
    take_in(desk, "persons", path)
    with desk.write() as work:
        work.set_fields("person", people(desk)["王建国"].id, {"birth_date": date(1990, 3, 8)})
    assert counts(take_in(desk, "persons", path)) == (1, 0, 0, 1, 0)
    assert people(desk)["王建国"].birth_date == date(1990, 3, 8)


def test_fifteen_digits_of_old_and_eighteen_of_today_are_one_person(
    desk: Desk, folder: Path
) -> None:
    old = NUMBER[:6] + NUMBER[8:17]
    take_in(desk, "persons", book(folder, [HEAD, ["王建国", old, None]]))
    done = take_in(desk, "persons", book(folder, [HEAD, ["王建国", NUMBER, None]]))
    assert counts(done) == (1, 0, 1, 0, 0)
    assert people(desk)["王建国"].identity_number == NUMBER
    done = take_in(desk, "persons", book(folder, [HEAD, ["王建国", old, None]]))
    assert counts(done) == (1, 0, 0, 1, 0)


def test_a_person_without_a_number_is_known_by_name_and_phone(desk: Desk, folder: Path) -> None:
    take_in(desk, "persons", book(folder, [HEAD, ["王建国", None, "13812345678"]]))
    done = take_in(desk, "persons", book(folder, [HEAD, ["王建国", NUMBER, "13812345678"]]))
    assert counts(done) == (1, 0, 1, 0, 0)
    assert people(desk)["王建国"].identity_number == NUMBER


def test_the_same_list_without_numbers_doubles_nobody(desk: Desk, folder: Path) -> None:
    path = book(
        folder,
        [
            ["姓名", "出生日期", "住址", "手机号"],
            ["王建国", "1970-03-05", None, None],
            ["李娜", None, "重工街9号", None],
            ["赵䶮", None, None, None],
            ["王伟", None, None, None],
            ["王伟", None, None, None],
        ],
    )
    assert counts(take_in(desk, "persons", path)) == (5, 5, 0, 0, 0)
    again = take_in(desk, "persons", path)
    assert counts(again) == (5, 0, 0, 5, 0)
    assert [one.code for one in again.problems if "likely" in one.code] == [
        "import.likely_born",
        "import.likely_address",
        *["import.likely_copy"] * 3,
    ]


@pytest.mark.parametrize(
    "other",
    [
        ["1970-03-06", None, None],
        ["1970-03-05", None, "13900001111"],
        [None, "重工街10号", None],
        [None, None, None],
    ],
    ids=["born another day", "another phone", "another address", "a name alone"],
)
def test_one_name_alone_is_not_one_person(
    desk: Desk, folder: Path, other: list[str | None]
) -> None:
    head = ["姓名", "出生日期", "住址", "手机号"]
    known = ["王建国", "1970-03-05", "重工街9号", "13812345678"]
    take_in(desk, "persons", book(folder, [head, known]))
    assert counts(take_in(desk, "persons", book(folder, [head, ["王建国", *other]])))[1] == 1


def test_who_is_likely_known_is_updated(desk: Desk, folder: Path) -> None:
    head = ["姓名", "出生日期", "证件号码"]
    take_in(desk, "persons", book(folder, [head, ["王建国", "1990-03-07", None]]))
    done = take_in(desk, "persons", book(folder, [head, ["王建国", None, NUMBER]]))
    assert counts(done) == (1, 0, 1, 0, 0)
    assert people(desk)["王建国"].identity_number == NUMBER


def test_namesakes_are_two_people(desk: Desk, folder: Path) -> None:
    path = book(folder, [HEAD, ["王建国", NUMBER, "138"], ["王建国", OTHER, "138"], ["王建国"]])
    assert counts(take_in(desk, "persons", path))[1] == 3


def test_two_people_with_one_number_in_a_list(desk: Desk, folder: Path) -> None:
    done = take_in(
        desk, "persons", book(folder, [HEAD, ["王建国", NUMBER, None], ["李娜", NUMBER, None]])
    )
    assert counts(done) == (2, 1, 0, 0, 1)
    (problem,) = errors(done)
    assert (problem.code, problem.row, problem.detail["first"]) == ("import.twice", 3, 2)
    assert set(people(desk)) == {"王建国"}


def test_a_line_that_stands_twice_is_passed_over(desk: Desk, folder: Path) -> None:
    line = ["王建国", NUMBER, "13812345678"]
    path = book(folder, [HEAD, line, line])
    done = take_in(desk, "persons", path)
    assert (counts(done), errors(done)) == ((2, 1, 0, 1, 0), [])
    changed = ["王建国", NUMBER, "13899990000"]
    done = take_in(desk, "persons", book(folder, [HEAD, changed, changed]))
    assert (counts(done), errors(done)) == ((2, 0, 1, 1, 0), [])


def test_another_name_for_a_number_on_file_is_told(desk: Desk, folder: Path) -> None:
    take_in(desk, "persons", book(folder, [HEAD, ["王建国", NUMBER, None]]))
    done = take_in(desk, "persons", book(folder, [HEAD, ["王建军", NUMBER, None]]))
    assert counts(done) == (1, 0, 1, 0, 0)
    assert [problem.code for problem in done.problems] == ["import.other_name"]


def test_a_number_of_somebody_else_renames_nobody(desk: Desk, folder: Path) -> None:
    take_in(desk, "persons", book(folder, [HEAD, ["王建国", NUMBER, "13812345678"]]))
    done = take_in(desk, "persons", book(folder, [HEAD, ["李秀芳", NUMBER, "13899990000"]]))
    assert counts(done) == (1, 0, 0, 0, 1)
    assert [problem.code for problem in done.problems] == ["import.somebody_elses_number"]
    with desk.read() as reading:
        assert [(one.name, one.phone) for one in reading.select(Person)] == [
            ("王建国", "13812345678")
        ]


# ---- behind which door ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *("双兴街3号楼2单元301", "双兴街 3号楼 2单元 301室", "沈阳市铁西区双兴街3号楼2单元301室"),
        *("双兴街3-2-301", "双兴街3号楼2-301", "双兴街３号楼２单元３０１", "双兴街3栋2门301户"),
    ],
)
def test_an_address_in_one_cell_finds_its_door(desk: Desk, folder: Path, address: str) -> None:
    factories.building(desk)
    person = one_person(desk, folder, ["姓名", "住址"], ["王建国", address])
    assert person.household_id
    with desk.read() as reading:
        assert finding.find(reading, "王 3-2-301").hits[0].id == person.id


def test_an_address_that_names_no_door_or_several_is_kept_as_text(desk: Desk, folder: Path) -> None:
    factories.building(desk)
    path = book(
        folder,
        [["姓名", "住址"], ["王建国", "重工街9号"], ["李娜", "双兴街3号楼301"], ["赵䶮", None]],
    )
    done = take_in(desk, "persons", path)
    assert counts(done) == (3, 3, 0, 0, 0)
    told = [(problem.code, problem.row, problem.warning) for problem in done.problems]
    assert told == [("import.no_such_door", 2, True), ("import.no_such_door", 3, True)]
    assert people(desk)["王建国"].address == "重工街9号"


def test_the_people_of_a_door_share_one_household(desk: Desk, folder: Path) -> None:
    factories.building(desk)
    head = ["姓名", "楼栋", "单元", "门牌"]
    lines = [["王建国", "3号楼", "2单元", "301"], ["李娜", 3, 2, 301], ["赵䶮", 3, 2, 302]]
    done = take_in(desk, "persons", book(folder, [head, *lines]))
    assert errors(done) == []
    found = people(desk)
    assert found["王建国"].household_id == found["李娜"].household_id
    assert found["李娜"].household_id != found["赵䶮"].household_id
    with desk.read() as reading:
        assert len(reading.select(Household)) == 2


def test_a_second_household_behind_a_door_is_not_merged_by_a_list(desk: Desk, folder: Path) -> None:
    door = factories.door(desk, "301")
    factories.household(desk, door_id=door.id)
    second = factories.household(desk, door_id=door.id)
    factories.person(desk, identity_number=NUMBER, household_id=second.id)
    path = book(folder, [[*HEAD, "住址"], ["王建国", NUMBER, None, "双兴街3号楼2单元301"]])
    take_in(desk, "persons", path)
    assert people(desk)["王建国"].household_id == second.id


# ---- places and employers ------------------------------------------------------------------------

PLACE_HEAD = ["街道", "社区", "网格", "街路巷", "楼栋", "单元", "楼层", "门牌", "类型"]


def test_places_become_a_tree_and_the_same_list_again_nothing(desk: Desk, folder: Path) -> None:
    line = ["兴华街道", "兴工社区", "第一网格", "双兴街"]
    path = book(
        folder,
        [
            PLACE_HEAD,
            [*line, "3号楼", "1单元", "3层", "301", "住宅"],
            [*line, 3, 1, 3, "302室", None],
            [*line, "３栋", "１", None, "１２０３", None],
            [*line, None, None, 1, "兴华超市", "商铺"],
        ],
    )
    done = take_in(desk, "places", path)
    assert [sentence(one, "zh") for one in errors(done)] == []
    assert counts(done) == (4, 4, 0, 0, 0)
    with desk.read() as reading:
        found = {one.name: one for one in reading.select(Place)}
        doors = {one.name: one.floor for one in reading.select(Place, "kind = 'door'")}
    assert doors == {"301室": 3, "302室": 3, "1203室": 12, "兴华超市": 1}
    assert found["301室"].number == "301"
    assert found["301室"].parent_id == found["1单元"].id
    assert found["1单元"].parent_id == found["3号楼"].id
    assert found["双兴街"].parent_id == found["第一网格"].id
    assert counts(take_in(desk, "places", path)) == (4, 0, 0, 4, 0)


def test_a_list_that_leaves_levels_out_finds_the_tree(desk: Desk, folder: Path) -> None:
    line = ["兴华街道", "兴工社区", "第一网格", "双兴街", 3, 1, 3, 301, None]
    take_in(desk, "places", book(folder, [PLACE_HEAD, line]))
    short = [
        ["街路巷", "楼栋", "单元", "门牌"],
        ["双兴街", "3号楼", "1单元", "301"],
        ["双兴街", 3, 1, 302],
    ]
    assert counts(take_in(desk, "places", book(folder, short))) == (2, 1, 0, 1, 0)
    with desk.read() as reading:
        assert len(reading.select(Place, "kind = 'street'")) == 1
        assert len({one.parent_id for one in reading.select(Place, "kind = 'door'")}) == 1


def test_a_word_for_several_places_is_refused(desk: Desk, folder: Path) -> None:
    lines = [["双兴街", 3, 1, 301], ["重工街", 3, 1, 301]]
    take_in(desk, "places", book(folder, [["街路巷", "楼栋", "单元", "门牌"], *lines]))
    done = take_in(desk, "places", book(folder, [["楼栋", "单元", "门牌"], ["3号楼", 1, 302]]))
    assert counts(done) == (1, 0, 0, 0, 1)
    assert errors(done)[0].code == "import.several_places"


def test_a_door_without_number_or_anything_above_is_refused(desk: Desk, folder: Path) -> None:
    rows = [["楼栋", "门牌"], [3, None], [None, 301]]
    done = take_in(desk, "places", book(folder, rows))
    assert [(one.code, one.row) for one in errors(done)] == [
        ("import.door_missing", 2),
        ("import.door_nowhere", 3),
    ]


def test_a_door_gets_another_kind(desk: Desk, folder: Path) -> None:
    head = ["楼栋", "门牌", "类型"]
    take_in(desk, "places", book(folder, [head, [3, 101, "住宅"]]))
    done = take_in(desk, "places", book(folder, [head, [3, 101, "商铺"]]))
    assert counts(done) == (1, 0, 1, 0, 0)


def test_employers_are_known_by_code_then_by_name(desk: Desk, folder: Path) -> None:
    from unionapp.services.sample_numbers import Numbers

    numbers = Numbers()
    code, other = (numbers.credit_code("91", "210106") for _ in range(2))
    head = ["企业名称", "统一社会信用代码", "职工人数", "女职工数", "是否建会"]
    first = book(
        folder,
        [head, ["兴华机械厂", code, "120人", 40, None], ["百姓超市", None, 12, None, None]],
    )
    assert counts(take_in(desk, "employers", first)) == (2, 2, 0, 0, 0)
    assert counts(take_in(desk, "employers", first)) == (2, 0, 0, 2, 0)
    second = book(
        folder,
        [
            head,
            ["兴华机械有限公司", code, 121, 40, None],
            ["百姓超市", other, 12, None, None],
            ["兴华机械有限公司", other[:-1] + "?", 1, None, None],
            ["小店", int("9" * 18), None, None, None],
        ],
    )
    done = take_in(desk, "employers", second)
    assert counts(done) == (4, 0, 2, 0, 2)
    with desk.read() as reading:
        found = {one.name: one for one in reading.select(Employer)}
    assert (found["兴华机械有限公司"].workers, found["百姓超市"].credit_code) == (121, other)


def test_more_women_than_workers_is_refused_by_the_rule_of_the_editor(
    desk: Desk, folder: Path
) -> None:
    path = book(folder, [["单位名称", "职工数", "女职工数"], ["甲厂", 10, 11]])
    assert [one.code for one in errors(plan(desk, "employers", path))] == ["records.more_than"]


# ---- all or nothing ------------------------------------------------------------------------------


def test_a_plan_writes_nothing(desk: Desk, folder: Path) -> None:
    with desk.read() as reading:
        before = reading.rows("SELECT max(seq) FROM operation")
    assert plan(desk, "persons", book(folder, [HEAD, ["王建国", NUMBER, None]])).created == 1
    with desk.read() as reading:
        assert reading.rows("SELECT max(seq) FROM operation") == before
    assert people(desk) == {}


def test_a_plan_is_stale_once_somebody_saved_something(desk: Desk, folder: Path) -> None:
    made = plan(desk, "persons", book(folder, [HEAD, ["王建国", NUMBER, None]]))
    factories.person(desk, name="李娜")
    with pytest.raises(UserError) as caught:
        importing.apply_import(desk, made)
    assert caught.value.problems[0].code == "import.stale"
    assert set(people(desk)) == {"李娜"}


def test_an_unknown_kind_is_refused(desk: Desk, folder: Path) -> None:
    with pytest.raises(UserError) as caught:
        plan(desk, "flowers", book(folder, [HEAD]))
    assert caught.value.problems[0].code == "import.unknown_kind"


_KILLED = """
import os, sys
from pathlib import Path
from tests import factories
from unionapp.models import store
from unionapp.paths import DataDir
from unionapp.services import vault
from unionapp.workbooks import importing
desk = vault.open_office(DataDir(Path(sys.argv[1])), factories.PASSPHRASE)
left = [2]
add_all = store.Writer.add_all
def dying(self, records):
    if not left[0]:
        os.kill(os.getpid(), 9)
    left[0] -= 1
    return add_all(self, records)
store.Writer.add_all = dying
importing.import_workbook(desk, "persons", Path(sys.argv[2]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no signal 9")
def test_an_import_that_is_killed_half_way_has_written_nothing(
    tmp_path: Path, folder: Path
) -> None:
    home = tmp_path / "office"
    vault.lock(factories.office(home))
    lines = [[f"王{n}", None, f"138{n:08}"] for n in range(1600)]
    path = book(folder, [HEAD, *lines])
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED, str(home), str(path)], check=False, capture_output=True
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    desk = vault.open_office(factories.DataDir(home), factories.PASSPHRASE)
    assert people(desk) == {}
    assert counts(take_in(desk, "persons", path)) == (1600, 1600, 0, 0, 0)
    vault.lock(desk)
