"""The search index follows every change, and finds what people type."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import factories
from unionapp.models import finding, search
from unionapp.models.desk import Desk, Work
from unionapp.models.records import Employer, Person, Place, Union
from unionapp.services import vault
from unionapp.values import names
from unionapp.values.surnames import SINGLE

NUMBER = "210106199003071233"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    yield made
    with made.read() as reading:
        left = search.missing(reading)
    vault.lock(made)
    assert left == 0, "after any test the index stands for exactly the records"


def ids(desk: Desk, query: str, **how: object) -> list[str]:
    with desk.read() as reading:
        return [hit.id for hit in finding.find(reading, query, **how).hits]  # type: ignore[arg-type] # a test's own words


def behind_door(desk: Desk, number: str = "301", **changes: object) -> Person:
    home = factories.household(desk, door_id=factories.door(desk, number).id)
    return factories.person(desk, household_id=home.id, **changes)


def file_wang(desk: Desk) -> Person:
    factories.person(desk, name="赵丽华", phone="13900001111")
    return behind_door(
        desk,
        name="王建国",
        phone="13812343821",
        identity_number=NUMBER,
        birth_date=factories.START.date().replace(1990, 3, 7),
    )


@pytest.fixture
def wang(desk: Desk) -> Person:
    return file_wang(desk)


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, str]]:
    """An office to ask, never changed, and the id of 王建国 in it."""
    desk = factories.office(tmp_path_factory.mktemp("filed"))
    yield desk, file_wang(desk).id
    vault.lock(desk)


@pytest.mark.parametrize(
    "query",
    [
        *("王", "国", "王建", "建国", "王建国", " 王 建国 ", "王\u200b建国"),
        *("w", "W", "wj", "wjg", "ＷＪＧ", "jg", "wang", "wangji", "wangjianguo", "wangjg"),
        *("wang jian guo", "jianguo", "guo", "wang jg"),
        *("138", "1381234", "13812343821", "138 1234 3821", "138-1234-3821", "3821", "343821"),
        *("１３８１２３４", "2101", "210106199003071233", "210106 19900307 1233", "1233"),
        *("071233", "19900307"),
        *("双兴街", "双兴", "3号楼", "３号楼", "3 号楼", "3栋", "2单元", "301", "301室", "2-301"),
        *("3-2-301", "3-301", "双兴街 3号楼 2-301", "双兴街3号楼2单元301室"),
        *("王 3821", "wjg3821", "王建国3821", "王 双兴街", "建国 301", "wang 双兴 3号楼"),
    ],
)
def test_a_person_is_found_by(filed: tuple[Desk, str], query: str) -> None:
    desk, wang = filed
    assert wang in ids(desk, query, kinds=["person"])


@pytest.mark.parametrize(
    "query",
    [
        "李",
        "王丽",
        "国建",
        "jw",
        "zhang",
        "3822",
        "13812343822",
        "王 9999",
        "302",
        "3-1-301",
        "双街",
        *("", " ", "%", "_", "*", '"', "-", "王 OR", "' OR 1=1 --", "NEAR(", "^", "\x00", "，。"),
        *("wjg3822", "\ud800"),
    ],
)
def test_a_person_is_not_found_by(filed: tuple[Desk, str], query: str) -> None:
    desk, wang = filed
    assert wang not in ids(desk, query)


def test_every_surname_is_found_by_all_its_readings_and_the_everyday_one(desk: Desk) -> None:
    people = {surname: f"{surname}雄信" for surname in SINGLE}
    with desk.write() as work:
        work.add_all(
            [Person(id=surname, home_division="210106", name=people[surname]) for surname in people]
        )
    unfound = [
        (surname, query)
        for surname, said in SINGLE.items()
        for reading in {*said.split(), names.readings(surname)[0]}
        for typed in [reading.replace("ü", "v")]
        for query in (f"{typed}xiongxin", f"{typed[0]}xx {surname}", f"{typed}xx")
        if surname not in ids(desk, query)
    ]
    assert unfound == []
    assert len(people) > 80


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("赵䶮", ["䶮", "赵䶮", "zhao", "zhaoyan", "zy"]),
        ("王㛃", ["㛃", "王㛃", "wang", "wj"]),
        ("李𬱖", ["𬱖", "李𬱖", "li"]),
        ("陈𠅤", ["𠅤", "陈𠅤", "chen"]),
        ("吕绿", ["lv", "lu", "lyu", "lü", "lvlv", "ll"]),
        (
            "阿卜杜热合曼·艾力",
            ["阿卜杜热合曼·艾力", "阿卜杜热合曼", "艾力", "abdrhmal", "aili"],
        ),
        ("José García", ["jose", "josé", "garcia", "jg", "José García"]),
        ("尉迟敬德", ["yuchi", "yuchijingde", "ycjd", "weichi", "尉迟"]),
    ],
)
def test_an_unusual_name_is_found(desk: Desk, name: str, queries: list[str]) -> None:
    person = factories.person(desk, name=name)
    assert [query for query in queries if person.id not in ids(desk, query)] == []


@pytest.mark.parametrize("dot", "·•・･．‧∙⋅")
def test_a_name_is_found_with_any_dot(desk: Desk, dot: str) -> None:
    person = factories.person(desk, name="阿依古丽·买买提")
    assert ids(desk, f"阿依古丽{dot}买买提") == [person.id]


def test_whoever_bears_exactly_the_name_comes_first_however_many_are_newer(desk: Desk) -> None:
    sought = factories.person(desk, name="李明")
    with desk.write() as work:
        work.add_all(
            [
                Person(id=work.new_id(), home_division=work.division, name="李明亮")
                for _ in range(300)
            ]
        )
    assert ids(desk, "李明")[0] == sought.id


def test_a_street_is_found_among_all_its_newer_doors(desk: Desk) -> None:
    building = factories.building(desk, entrances=9, floors=9)
    found = ids(desk, "双兴街")
    assert found[0] == building.parent_id
    assert len(found) == 50


def test_other_kinds_are_found_by_any_part_of_their_name(desk: Desk) -> None:
    door = factories.door(desk, "101")
    employer = factories.add(
        desk,
        Employer(
            id="",
            home_division=factories.DIVISION,
            name="沈阳兴华机械厂",
            credit_code="91210106MA0000001A",
            contact="单建军",
            phone="02425851234",
            door_id=door.id,
        ),
    )
    union = factories.add(
        desk, Union(id="", home_division=factories.DIVISION, name="兴华街道总工会")
    )
    for query in (
        *("兴华", "机械厂", "syxh", "xinghua", "jxc", "沈阳 机械", "91210106", "001A"),
        *("024-25851234", "1234", "shanjianjun", "双兴街 3号楼 101"),
    ):
        assert employer.id in ids(desk, query), query
    assert union.id in ids(desk, "总工会")
    assert ids(desk, "兴华街道", kinds=["union"])[0] == union.id
    assert ids(desk, "兴华", kinds=["employer"]) == [employer.id]


def test_hits_tell_namesakes_apart_and_are_masked(desk: Desk, wang: Person) -> None:
    with desk.read() as reading:
        hit = finding.find(reading, "王建国").hits[0]
    assert hit.title == "王建国"
    assert hit.subtitle == "双兴街 3号楼 2单元 301室 · 138****3821 · 210***********1233"


def test_limit_is_kept(desk: Desk) -> None:
    for _ in range(5):
        factories.person(desk)
    assert len(ids(desk, "王", limit=3)) == 3


# ---- the index follows ---------------------------------------------------------------------------


def test_a_changed_name_is_found_by_the_new_one_only(desk: Desk, wang: Person) -> None:
    with desk.write() as work:
        work.set_fields("person", wang.id, {"name": "孙立"})
    assert wang.id not in ids(desk, "王建国")
    assert ids(desk, "孙立") == [wang.id]


def test_a_field_that_is_not_searched_leaves_the_index_alone(desk: Desk, wang: Person) -> None:
    with desk.write() as work:
        work.set_fields("person", wang.id, {"note": "周末在家"})
        assert work.scalar("SELECT count(*) FROM search_dirty") == 0


def test_a_tombstoned_record_vanishes_and_comes_back(desk: Desk, wang: Person) -> None:
    with desk.write() as work:
        work.set_fields("person", wang.id, {"deleted_at": work.now})
    assert ids(desk, "王建国") == []
    with desk.write() as work:
        work.set_fields("person", wang.id, {"deleted_at": None})
    assert ids(desk, "王建国") == [wang.id]


def test_a_renamed_street_moves_all_that_stands_below(desk: Desk, wang: Person) -> None:
    with desk.read() as reading:
        street = reading.select(Place, "kind = 'street'")[0]
    with desk.write() as work:
        work.set_fields("place", street.id, {"name": "重工街"})
    assert ids(desk, "双兴街") == []
    assert wang.id in ids(desk, "重工街 301")
    assert len(ids(desk, "重工街 3号楼", kinds=["place"])) == 15


def test_a_moved_building_takes_its_people_along(desk: Desk, wang: Person) -> None:
    street = factories.place(desk, "street", "北二路")
    with desk.read() as reading:
        building = reading.select(Place, "kind = 'building'")[0]
    with desk.write() as work:
        work.set_fields("place", building.id, {"parent_id": street.id})
    assert wang.id in ids(desk, "北二路")
    assert wang.id not in ids(desk, "双兴街")


def test_a_household_that_gets_its_door_later_takes_its_people_along(desk: Desk) -> None:
    home = factories.household(desk)
    person = factories.person(desk, household_id=home.id)
    assert ids(desk, "王建国 双兴街") == []
    with desk.write() as work:
        work.set_fields("household", home.id, {"door_id": door_with_what_is_above(work)})
    assert ids(desk, "王建国 双兴街 3-1-201") == [person.id]
    with desk.write() as work:
        work.set_fields("household", home.id, {"deleted_at": work.now})
    assert ids(desk, "王建国 双兴街") == []
    assert ids(desk, "王建国") == [person.id]


def door_with_what_is_above(work: Work) -> str:
    """A street, a building, an entrance and a door within one transaction, children first."""
    made: list[Place] = []
    for kind, name in (("street", "双兴街"), ("building", "3号楼"), ("entrance", "1单元")):
        parent = made[-1].id if made else None
        made.append(
            Place(id=work.new_id(), home_division="210106", kind=kind, name=name, parent_id=parent)
        )
    door = Place(
        id=work.new_id(),
        home_division="210106",
        kind="door",
        name="201室",
        number="201",
        parent_id=made[-1].id,
    )
    work.add_all([door, *reversed(made)])
    return door.id


def test_a_record_that_arrives_before_what_it_stands_behind_is_found_by_it_later(
    desk: Desk,
) -> None:
    """A bundle may bring a person before the household, and a door before its building."""
    with desk.write() as work:
        home_id, door_id, street_id = work.new_id(), work.new_id(), work.new_id()
        person = Person(
            id=work.new_id(), home_division="210106", name="王建国", household_id=home_id
        )
        work.add(person)
    factories.household(desk, id=home_id, door_id=door_id)
    factories.place(desk, "door", "5室", id=door_id, number="5", parent_id=street_id)
    factories.place(desk, "street", "双兴街", id=street_id)
    assert ids(desk, "王建国 双兴街 5室") == [person.id]


def test_a_moved_person_is_found_by_the_new_door_only(desk: Desk, wang: Person) -> None:
    with desk.read() as reading:
        other = reading.select(Place, "kind = 'door' AND number = ?", ("102",))[0]
    home = factories.household(desk, door_id=other.id)
    with desk.write() as work:
        work.set_fields("person", wang.id, {"household_id": home.id})
    assert ids(desk, "王建国 102") == [wang.id]
    assert ids(desk, "王建国 301") == []


def test_bulk_updates_by_raw_sql_are_followed(desk: Desk) -> None:
    for number in range(20):
        factories.person(desk, phone=f"138000000{number:02}")
    with desk.write() as work:
        work.execute("UPDATE person SET name = '钱多多' WHERE rid % 2 = 0")
        work.execute("UPDATE person SET deleted_at = '2026-11-21T01:00:00.000Z' WHERE rid % 5 = 0")
    with desk.read() as reading:
        rows = reading.rows("SELECT id, name FROM person WHERE deleted_at IS NULL")
        assert search.missing(reading) == 0
    assert set(ids(desk, "钱多多")) == {row[0] for row in rows if row[1] == "钱多多"}
    assert set(ids(desk, "王建国")) == {row[0] for row in rows if row[1] == "王建国"}


def test_random_changes_end_in_the_same_answers_as_a_rebuilt_index(desk: Desk) -> None:
    source = random.Random(7)
    building = factories.building(desk)
    with desk.read() as reading:
        doors = [one.id for one in reading.select(Place, "kind = 'door'")]
    homes = [factories.household(desk, door_id=source.choice(doors)).id for _ in range(6)]
    people = [
        factories.person(desk, household_id=source.choice(homes), phone=f"1380000{n:04}").id
        for n in range(12)
    ]
    for _ in range(60):
        with desk.write() as work:
            changes: list[tuple[str, str, dict[str, object]]] = [
                ("person", source.choice(people), {"household_id": source.choice(homes)}),
                ("person", source.choice(people), {"name": source.choice(["王伟", "李娜"])}),
                ("person", source.choice(people), {"deleted_at": work.now}),
                ("person", source.choice(people), {"deleted_at": None}),
                ("household", source.choice(homes), {"door_id": source.choice(doors)}),
                ("household", source.choice(homes), {"door_id": None}),
                ("place", building.id, {"name": source.choice(["3号楼", "5号楼"])}),
                ("place", source.choice(doors), {"number": source.choice(["7", "8"])}),
            ]
            kind, id_, values = source.choice(changes)
            work.set_fields(kind, id_, values)
    queries = ["王", "li", "3号楼", "5号楼", "双兴街", "7", "8", "2-301", "王 5号楼", "1380000"]
    before = {query: set(ids(desk, query, limit=500)) for query in queries}
    with desk.write() as work:
        search.rebuild(work)
    assert {query: set(ids(desk, query, limit=500)) for query in queries} == before
    assert any(before.values())


# ---- orphans -------------------------------------------------------------------------------------

PLANTED = {
    "entry of no record": "INSERT INTO search_entry (kind, record) VALUES ('person', 'nobody')",
    "entry without tokens": "DELETE FROM search_index WHERE rowid = (SELECT max(rid) FROM "
    "search_entry WHERE kind = 'person')",
    "tokens without entry": "INSERT INTO search_index (rowid, tokens) VALUES (77777, 'n王')",
    "record without entry": "DELETE FROM search_entry WHERE kind = 'person'",
    "entry of a tombstone": "INSERT INTO search_entry (kind, record) SELECT 'person', id "
    "FROM person WHERE deleted_at IS NOT NULL",
}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_what_is_wrong_in_the_index_is_counted_and_mended(
    desk: Desk, wang: Person, planted: str
) -> None:
    gone = factories.person(desk, name="钱多多")
    with desk.write() as work:
        work.set_fields("person", gone.id, {"deleted_at": work.now})
    with desk.write() as work:
        work.execute(planted)
    with desk.read() as reading:
        assert search.missing(reading) > 0
    with desk.write() as work:
        search.rebuild(work)
    with desk.read() as reading:
        assert search.missing(reading) == 0
    assert ids(desk, "王建国") == [wang.id]
    assert ids(desk, "钱多多") == []


def test_a_place_that_becomes_another_kind_stays_findable_once(desk: Desk) -> None:
    made = factories.place(desk, "door", "百姓超市")
    with desk.write() as work:
        work.set_fields("place", made.id, {"kind": "building"})
    assert ids(desk, "百姓") == [made.id]
