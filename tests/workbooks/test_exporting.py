"""What goes out is text, masked unless asked for whole, and comes back in as it was."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from tests import factories
from tests.workbooks.books import NUMBER, OTHER
from unionapp.errors import UserError
from unionapp.models.addresses import Addresses
from unionapp.models.desk import Desk
from unionapp.models.records import Employer, Person, Place, Union
from unionapp.services import members, vault
from unionapp.workbooks import exporting, importing, reading

HOSTILE = [
    *("=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1"),
    *("＝1+1", '=HYPERLINK("http://example.org")', "=1;=2", "%0A=1", "'=1", '"=1', "|x", "#N/A"),
    *("TRUE", "1e5", "2026-01-01", "<c><f>1</f></c>", "]]>", "&#61;1", "_x003D_1", "\x00=1"),
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path / "office")
    yield made
    vault.lock(made)


def cells(path: Path) -> list[tuple[object, ...]]:
    (sheet,) = reading.sheets(path)
    return list(sheet.rows)


def audited(desk: Desk) -> list[str]:
    with desk.read() as now:
        return [row[0] for row in now.rows("SELECT action FROM audit ORDER BY seq")]


def filed(desk: Desk) -> Person:
    door = factories.door(desk, "301")
    home = factories.household(desk, door_id=door.id)
    return factories.person(
        desk,
        identity_number=NUMBER,
        phone="13812345678",
        sex="1",
        birth_date=date(1990, 3, 7),
        household_id=home.id,
        monthly_wage_fen=480_050,
        claims_membership=True,
        occupation_group=None,
        note="=1+1",
    )


def test_numbers_are_masked_unless_asked_for_whole(desk: Desk, tmp_path: Path) -> None:
    filed(desk)
    path = tmp_path / "人员.xlsx"
    assert exporting.export_workbook(desk, "persons", path).rows == 1
    line = dict(zip(*cells(path), strict=True))
    assert (line["证件号码"], line["手机号"]) == ("210***********9011", "138****5678")
    assert audited(desk) == []
    exporting.export_workbook(desk, "persons", path, full=True)
    line = dict(zip(*cells(path), strict=True))
    assert (line["证件号码"], line["手机号"]) == (NUMBER, "13812345678")
    assert (line["月工资"], line["是否会员"], line["性别"]) == (4800.5, "是", "男")
    assert (line["楼栋"], line["单元"], line["门牌"]) == ("3号楼", "2单元", "301")
    assert "export_full" in audited(desk)[-1]


@pytest.mark.parametrize("kind", ["persons", "employers", "places"])
def test_what_went_out_whole_comes_back_unchanged(desk: Desk, tmp_path: Path, kind: str) -> None:
    filed(desk)
    factories.add(
        desk,
        Employer(id="", home_division="210106", name="甲厂", workers=12, phone="02425851234"),
    )
    path = tmp_path / "名册.xlsx"
    made = exporting.export_workbook(desk, kind, path, full=True)
    plan = importing.plan_import(desk, kind, path)
    assert (plan.rows, plan.unchanged, plan.refused) == (made.rows, made.rows, 0)
    assert [problem.code for problem in plan.problems] == []


def test_a_masked_list_never_overwrites_what_is_on_file(desk: Desk, tmp_path: Path) -> None:
    filed(desk)
    path = tmp_path / "名册.xlsx"
    exporting.export_workbook(desk, "persons", path)
    plan = importing.plan_import(desk, "persons", path)
    assert (plan.refused, plan.changes, plan.new) == (1, (), ())


def test_no_text_becomes_a_formula_or_another_value(desk: Desk, tmp_path: Path) -> None:
    with desk.write() as work:
        work.add_all(
            [
                Person(id=work.new_id(), home_division="210106", name=f"王{n}", note=text)
                for n, text in enumerate(HOSTILE)
            ]
        )
    path = tmp_path / "人员.xlsx"
    exporting.export_workbook(desk, "persons", path, full=True)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<f " not in sheet
    head, *lines = cells(path)
    notes = [line[head.index("备注")] for line in lines]
    assert all(isinstance(note, str) for note in notes)
    assert notes == HOSTILE


def test_a_text_too_long_for_a_cell_stands_whole_in_another_sheet_and_is_not_read_back(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("what people said lies in no temporary file")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    monkeypatch.setattr("tempfile.mkstemp", refuse)
    long = "家" * 40_000
    factories.person(desk, name="李娜", identity_number=OTHER, note=long)
    path = tmp_path / "人员.xlsx"
    monkeypatch.setattr("unionapp.files.write_atomically", lambda path, b: path.write_bytes(b))
    made = exporting.export_workbook(desk, "persons", path, full=True)
    assert (made.rows, made.moved) == (1, 1)
    sheets = {one.name: list(one.rows) for one in reading.sheets(path)}
    head, line = sheets["名册"]
    cut = str(line[head.index("备注")])
    assert len(cut) == 32_767
    assert "MORE" in cut
    whole = sheets["MORE"][1:]
    assert {row[1] for row in whole} == {"备注"}
    assert "".join(str(row[3]) for row in whole) == long
    plan = importing.plan_import(desk, "persons", path)
    assert all("note" not in change.values for change in plan.changes)
    assert {one.code for one in plan.problems} == {"import.cut", "import.sheet_left_out"}


def test_members_go_out_with_their_standing(desk: Desk, tmp_path: Path) -> None:
    person = filed(desk)
    factories.person(desk, name="李娜", identity_number=OTHER)
    union = factories.add(desk, Union(id="", home_division="210106", name="甲厂工会"))
    day = date(2026, 11, 20)
    made = members.apply(desk, person.id, union_id=union.id, on=day, paper="登记表").membership
    members.record_event(desk, made.id, "approved", on=day)
    path = tmp_path / "会员.xlsx"
    assert exporting.export_workbook(desk, "members", path).rows == 1
    head, *lines = cells(path)
    assert [dict(zip(head, line, strict=True))["证件号码"] for line in lines] == [
        "210***********9011"
    ]


def test_a_list_of_many_asks_for_all_their_doors_at_once(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    building = factories.building(desk, entrances=1, floors=3)
    with desk.read() as now:
        doors = now.select(Place, "kind = 'door'")
    assert building
    for door in doors:
        home = factories.household(desk, door_id=door.id)
        factories.person(desk, household_id=home.id)
    loads: list[int] = []
    load = Addresses.load

    def counted(addresses: Addresses, ids: Sequence[str]) -> None:
        loads.append(len(ids))
        load(addresses, ids)

    monkeypatch.setattr(Addresses, "load", counted)
    assert exporting.export_workbook(desk, "persons", tmp_path / "a.xlsx").rows == len(doors)
    assert loads == [len(doors)]


def test_deleted_records_stay_at_home(desk: Desk, tmp_path: Path) -> None:
    person = filed(desk)
    with desk.write() as work:
        work.set_fields("person", person.id, {"deleted_at": work.now})
    assert exporting.export_workbook(desk, "persons", tmp_path / "a.xlsx").rows == 0


def test_doors_go_out_one_a_line(desk: Desk, tmp_path: Path) -> None:
    factories.building(desk)
    path = tmp_path / "地点.xlsx"
    assert exporting.export_workbook(desk, "places", path).rows == 12
    with desk.read() as now:
        assert len(now.select(Place, "kind = 'door'")) == 12
    assert cells(path)[1] == ("", "", "", "双兴街", "3号楼", "1单元", 1.0, "101", "住宅")


@pytest.mark.parametrize(
    ("kind", "name", "code"),
    [
        ("flowers", "a.xlsx", "import.unknown_kind"),
        ("persons", "a.csv", "export.not_xlsx"),
        ("persons", "nowhere/a.xlsx", "export.cannot_write"),
    ],
)
def test_what_cannot_go_out_is_told(
    desk: Desk, tmp_path: Path, kind: str, name: str, code: str
) -> None:
    with pytest.raises(UserError) as caught:
        exporting.export_workbook(desk, kind, tmp_path / name)
    assert caught.value.problems[0].code == code
