"""The guard while typing: the same person, number, spouse, child, illness, period, and where."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests import factories
from tests.services import aid
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import Person, Worker
from unionapp.paths import DataDir
from unionapp.services import cases, duplicate_aid, programme_files, records
from unionapp.services.cases import Application

STUDY = """
code = "try_study"
edition = "1"
zh = "试办助学"
en = "Study on trial"
subject = "household"

[[basis]]
document = "《试办办法》"

[eligibility]
predicate = "no_exclusion"
code = "try_study.barred"
zh = "有不予办理的情形"
en = "Barred"

[amount]
rule = "fixed_sum"
fen = 300000

[frequency]
per = "{per}"
period = "calendar_year"
{clash}
"""
CLASH = """
[[clash]]
programme = "living_aid"
period = "calendar_year"
among = "{among}"
then = "refuse"
zh = "已享受生活救助"
en = "Has living aid"
"""


pytestmark = pytest.mark.usefixtures("dibao")


def programme(desk: Desk, per: str = "student", clash: str = "") -> None:
    own = DataDir(desk.database.path.parent).own_programmes
    own.mkdir(exist_ok=True)
    (own / "try_study.toml").write_text(STUDY.format(per=per, clash=clash), "utf-8")


def child(desk: Desk, family: aid.Family, relation: str = "32") -> Person:
    return factories.person(
        desk, name="王小雨", household_id=family.household.id, relation=relation
    )


def asked(family: aid.Family, person: Person | None = None, **changes: object) -> Application:
    bare = Application("try_study", "household", family.household.id, person.id if person else None)
    return replace(bare, **changes)  # type: ignore[arg-type] # a test's own words


def codes_of(found: tuple[duplicate_aid.Duplicate, ...]) -> list[tuple[str, str, bool]]:
    return [(one.problem.code, one.whose, one.blocks) for one in found]


def test_the_same_child_in_the_same_year_is_barred_and_its_sibling_not(desk: Desk) -> None:
    programme(desk)
    family = aid.family(desk)
    first, second = child(desk, family), child(desk, family, "33")
    case = duplicate_aid.open_for(desk, asked(family, first)).case
    (found,) = duplicate_aid.look(desk, asked(family, first))
    assert (found.problem.code, found.blocks, found.case, found.name) == (
        "aid.duplicate",
        True,
        case,
        "王小雨",
    )
    assert codes_of(duplicate_aid.look(desk, asked(family, second))) == [
        ("aid.beside", "child", False)
    ]
    assert duplicate_aid.open_for(desk, asked(family, second)).case.person_id == second.id


def test_another_year_and_another_illness_are_another_matter(desk: Desk) -> None:
    programme(desk)
    family = aid.family(desk)
    person = child(desk, family)
    duplicate_aid.open_for(desk, asked(family, person, concern="肾病"))
    for changes, blocks in (
        ({"concern": "肾病"}, True),
        ({"concern": "白血病"}, False),
        ({"concern": "肾病", "period": "2027"}, False),
    ):
        found = duplicate_aid.look(desk, asked(family, person, **changes))
        assert [one.blocks for one in found] == [blocks], changes


@pytest.mark.parametrize("typed", ["21010619760315002X", "210106760315002"])
def test_a_number_is_known_in_15_and_18_digits_while_it_is_typed(desk: Desk, typed: str) -> None:
    first = aid.family(desk)
    records.save_field(desk, "person", first.head.id, "identity_number", "21010619760315002X")
    cases.open_case(desk, first.file.id)
    other = aid.family(desk)
    application = Application("living_aid", "household", other.household.id)
    assert duplicate_aid.look(desk, application) == ()
    (found,) = duplicate_aid.look(desk, application, identity_number=typed)
    assert (found.problem.code, found.whose, found.blocks) == (
        "aid.same_number",
        "same_number",
        True,
    )
    assert found.name == "王秀兰"


def test_the_same_number_in_another_household_is_barred(desk: Desk) -> None:
    programme(desk, per="household")
    first, second = aid.family(desk), aid.family(desk)
    records.save_field(
        desk, "person", second.head.id, "identity_number", first.head.identity_number
    )
    duplicate_aid.open_for(desk, asked(first))
    with pytest.raises(UserError) as error:
        duplicate_aid.open_for(desk, asked(second))
    assert [one.code for one in error.value.problems] == ["aid.same_number"]


@pytest.mark.parametrize(("among", "blocks"), [("own", True), ("household", True)])
def test_programmes_that_clash_bar_each_other(desk: Desk, among: str, blocks: bool) -> None:
    programme(desk, clash=CLASH.format(among=among))
    family = aid.family(desk)
    cases.decide(desk, cases.open_case(desk, family.file.id).case.id)
    (found,) = duplicate_aid.look(desk, asked(family))
    assert (found.problem.code, found.blocks) == ("aid.clash", blocks)


def test_another_programme_of_the_household_is_shown_and_bars_nothing(desk: Desk) -> None:
    programme(desk)
    family = aid.family(desk)
    cases.open_case(desk, family.file.id)
    assert codes_of(duplicate_aid.look(desk, asked(family))) == [("aid.beside", "own", False)]


def test_what_was_refused_or_withdrawn_stands_in_nobodys_way(desk: Desk) -> None:
    programme(desk)
    family = aid.family(desk, annual_income_fen=9_000_000)
    case = cases.open_case(desk, family.file.id).case
    assert cases.decide(desk, case.id).case.state == "refused"
    application = Application("living_aid", "household", family.household.id)
    assert duplicate_aid.look(desk, application) == ()


def test_a_reason_of_an_approver_passes_over_and_is_kept(desk: Desk) -> None:
    programme(desk, per="household")
    first, second = aid.family(desk), aid.family(desk)
    records.save_field(
        desk, "person", second.head.id, "identity_number", first.head.identity_number
    )
    other = duplicate_aid.open_for(desk, asked(first)).case
    case = duplicate_aid.open_for(desk, asked(second), override="录入时号码写错").case
    (note,) = [
        one.note for one in cases.view(desk, case.id).events if one.step == "duplicate_override"
    ]
    assert note is not None
    assert "录入时号码写错" in note
    assert other.number in note
    with desk.read() as reading:
        actions = {row[0] for row in reading.rows("SELECT action FROM audit")}
    assert "duplicate_override" in actions


def test_nobody_else_passes_over(desk: Desk) -> None:
    programme(desk)
    family = aid.family(desk)
    duplicate_aid.open_for(desk, asked(family))
    plain = factories.add(
        desk,
        Worker(id=desk.new_id(), home_division="210106", name="小李", roles=("worker",)),
    )
    with desk.read() as reading:
        before = reading.scalar("SELECT count(*) FROM operation")
    with pytest.raises(UserError) as error:
        duplicate_aid.open_for(
            replace(desk, worker_id=plain.id), asked(family), override="我说可以"
        )
    assert [one.code for one in error.value.problems] == ["flow.wrong_role"]
    with desk.read() as reading:
        assert reading.scalar("SELECT count(*) FROM operation") == before


def test_last_year_is_not_this_year(desk: Desk) -> None:
    programme(desk)
    family = aid.family(desk)
    duplicate_aid.open_for(desk, asked(family))
    next_year = aid.on(desk, datetime(2027, 1, 4, 1, 0, tzinfo=UTC))
    assert [one.blocks for one in duplicate_aid.look(next_year, asked(family))] == [False]


def test_the_spouses_case_says_whose_it_is(desk: Desk) -> None:
    programme(desk, per="person", clash=CLASH.format(among="spouse"))
    family = aid.family(desk)
    wife = child(desk, family, "10")
    with desk.write() as work:
        work.set_fields("person", family.head.id, {"relation": "02"})
    duplicate_aid.open_for(desk, asked(family, wife))
    assert codes_of(duplicate_aid.look(desk, asked(family, family.head))) == [
        ("aid.beside", "spouse", False)
    ]


@pytest.mark.parametrize("first", ["try_study", "living_aid"])
def test_a_clash_that_one_file_names_bars_in_both_directions(desk: Desk, first: str) -> None:
    programme(desk, clash=CLASH.format(among="own"))
    family = aid.family(desk)
    study, living = (replace(asked(family), programme=code) for code in ("try_study", "living_aid"))
    before, after = (study, living) if first == "try_study" else (living, study)
    cases.open_for(desk, before)
    assert codes_of(duplicate_aid.look(desk, after)) == [("aid.clash", "own", True)]


GOLDEN = ("golden_autumn", "study_aid_higher", "study_aid_school")


@pytest.mark.parametrize("other", GOLDEN[1:])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("month", "code"), [(8, "aid.look_at_both"), (9, "aid.beside")], ids=["same", "next"]
)
def test_golden_autumn_and_study_aid_warn_of_each_other_within_a_school_year(
    desk: Desk, other: str, turned: bool, month: int, code: str
) -> None:
    """The school year of November 2026 ends with August 2027, whatever calendar year it is."""
    family = aid.family(desk)
    student = child(desk, family)
    asks = [_for_student(desk, family, student, one) for one in (GOLDEN[0], other)]
    before, after = reversed(asks) if turned else asks
    cases.open_for(desk, before)
    later = aid.on(desk, datetime(2027, month, 10, 1, 0, tzinfo=UTC))
    assert codes_of(duplicate_aid.look(later, after)) == [(code, "own", False)]
    sibling = _for_student(desk, family, child(desk, family, "33"), after.programme)
    assert {one.problem.code for one in duplicate_aid.look(later, sibling)} == {"aid.beside"}


def _for_student(desk: Desk, family: aid.Family, student: Person, code: str) -> Application:
    with desk.read() as reading:
        found = programme_files.find(programme_files.own_folder(desk), code, reading.today)
    if found.subject == "person":
        return Application(code, "person", student.id)
    return Application(code, "household", family.household.id, student.id)


@pytest.mark.parametrize(
    ("period", "blocks"),
    [
        ('"calendar_year"', False),
        ('"academic_year"', True),
        ('"life"', True),
        ('"months"\nmonths = 2', True),
        ('"months"\nmonths = 1', False),
    ],
)
def test_the_turn_of_the_year_counts_as_the_programme_counts(
    desk: Desk, period: str, blocks: bool
) -> None:
    own = DataDir(desk.database.path.parent).own_programmes
    own.mkdir(exist_ok=True)
    text = STUDY.format(per="student", clash="").replace('"calendar_year"', period)
    (own / "try_study.toml").write_text(text, "utf-8")
    family = aid.family(desk)
    person = child(desk, family)
    cases.open_for(desk, asked(family, person))
    january = aid.on(desk, datetime(2027, 1, 4, 1, 0, tzinfo=UTC))
    assert [one.blocks for one in duplicate_aid.look(january, asked(family, person))] == [blocks]
