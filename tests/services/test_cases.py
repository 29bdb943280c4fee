"""Cases: opened on a file, decided once, frozen with their proof whatever changes later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests import factories
from tests.services import aid
from tests.services.aid import AMOUNT, TODAY, family, standard
from unionapp.errors import UserError
from unionapp.models import series
from unionapp.models.desk import Desk
from unionapp.models.records import Case
from unionapp.programmes import catalogue
from unionapp.programmes.evaluate import try_programme
from unionapp.services import cases, people, records, standards, vault


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    standard(made)
    yield made
    vault.lock(made)


def codes_of(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def test_an_open_case_has_number_programme_and_facts(desk: Desk) -> None:
    made = family(desk)
    opened = cases.open_case(desk, made.file.id)
    case = opened.case
    assert series.is_well_formed(case.number)
    assert (case.programme, case.state, case.opened_on) == ("living_aid", "open", TODAY)
    assert (case.subject_kind, case.subject_id) == ("household", made.household.id)
    assert case.facts is not None
    assert case.facts["household"]["annual_income_fen"] == 500_000
    assert (case.decided_on, case.amount_fen, case.decision_hash) == (None, None, None)
    assert opened.changes >= {"case", "case_event"}


def test_a_decision_freezes_amount_proof_edition_and_day(desk: Desk) -> None:
    opened = cases.open_case(desk, family(desk).file.id).case
    decided = cases.decide(desk, opened.id)
    case = decided.case
    assert (case.state, case.amount_fen, case.decided_on) == ("granted", AMOUNT, TODAY)
    assert "12 × 700.00 = 8,400.00" in case.proof
    assert case.edition == catalogue.find("living_aid").edition
    assert case.decision_hash == cases.decision_hash(case)
    assert decided.verdict.eligible
    assert aid.case_now(desk, case.id) == case


def test_the_steps_of_a_case_are_kept(desk: Desk) -> None:
    case = aid.granted(desk)
    steps = [(event.step, event.before, event.after) for event in cases.view(desk, case.id).events]
    assert steps == [
        ("apply", None, "open"),
        ("check", "open", "open"),  # passed over: the office has one worker
        ("notice", "open", "open"),
        ("grant", "open", "granted"),
    ]


def test_what_changes_later_does_not_change_the_decision(desk: Desk) -> None:
    made = family(desk)
    case = cases.decide(desk, cases.open_case(desk, made.file.id).case.id).case
    (line,) = standards.listing(desk)
    standards.withdraw(desk, line.standard.id)
    standard(desk, amount_fen=99_900)
    with desk.write() as work:
        work.set_fields("hardship_file", made.file.id, {"annual_income_fen": 9_000_000})
        work.set_fields("person", made.head.id, {"name": "另一个人"})
    seen = cases.view(desk, case.id)
    assert seen.case == case
    assert (seen.altered, seen.payable) == (False, True)


def test_the_frozen_facts_alone_give_the_verdict_again(desk: Desk) -> None:
    case = aid.granted(desk)
    standards.withdraw(desk, standards.listing(desk)[0].standard.id)
    again = try_programme(catalogue.find("living_aid"), case.facts or {})
    assert again.amount_fen == case.amount_fen
    assert set(again.proof) <= set(case.proof)


def test_facts_are_taken_anew_on_the_day_of_decision(desk: Desk) -> None:
    made = family(desk, annual_income_fen=9_000_000)
    opened = cases.open_case(desk, made.file.id).case
    with desk.write() as work:
        work.set_fields("hardship_file", made.file.id, {"annual_income_fen": 500_000})
    assert cases.decide(desk, opened.id).case.amount_fen == AMOUNT


def test_a_household_above_the_limit_is_refused_with_reasons(desk: Desk) -> None:
    made = family(desk, annual_income_fen=9_000_000)
    decided = cases.decide(desk, cases.open_case(desk, made.file.id).case.id)
    assert (decided.case.state, decided.case.amount_fen) == ("refused", None)
    assert "困难类别不在生活救助范围内" in decided.case.proof
    assert not cases.view(desk, decided.case.id).payable


def test_no_decision_without_a_standard_in_force(desk: Desk) -> None:
    standards.withdraw(desk, standards.listing(desk)[0].standard.id)
    opened = cases.open_case(desk, family(desk).file.id).case
    with pytest.raises(UserError) as error:
        cases.decide(desk, opened.id)
    (problem,) = error.value.problems
    assert problem.code == "cases.no_standard"
    assert (problem.where, problem.detail["day"]) == ("210106", TODAY.isoformat())
    assert aid.case_now(desk, opened.id).state == "open"
    standard(desk)
    assert cases.decide(desk, opened.id).case.state == "granted"


def test_a_standard_of_another_kind_is_none(desk: Desk) -> None:
    opened = cases.open_case(desk, family(desk, dibao_kind="rural").file.id).case
    with pytest.raises(UserError) as error:
        cases.decide(desk, opened.id)
    assert codes_of(error) == ["cases.no_standard"]


def test_an_old_standard_counts_with_a_warning_in_the_proof(tmp_path: Path) -> None:
    desk = factories.office(tmp_path)
    standards.install_shipped(desk)
    opened = cases.open_case(desk, family(desk).file.id).case
    decided = cases.decide(desk, opened.id)
    vault.lock(desk)
    assert decided.case.amount_fen == 12 * 65_500
    assert [one.code for one in decided.verdict.warnings] == ["programme.standard_old"]
    assert any("已超过 12 个月" in line for line in decided.case.proof)


def test_a_case_is_decided_once(desk: Desk) -> None:
    case = aid.granted(desk)
    with pytest.raises(UserError) as error:
        cases.decide(desk, case.id)
    assert codes_of(error) == ["cases.decided_already"]


def test_an_unfinished_file_is_not_decided_on(desk: Desk) -> None:
    opened = cases.open_case(desk, family(desk, main_cause=None).file.id).case
    with pytest.raises(UserError) as error:
        cases.decide(desk, opened.id)
    assert codes_of(error) == ["hardship.main_cause"]


def test_a_missing_fact_leaves_the_case_open(desk: Desk) -> None:
    opened = cases.open_case(desk, family(desk, annual_income_fen=None).file.id).case
    with pytest.raises(UserError) as error:
        cases.decide(desk, opened.id)
    assert codes_of(error) == ["programme.fact_missing"]
    assert aid.case_now(desk, opened.id) == opened


def test_the_same_aid_twice_a_year_is_refused(desk: Desk) -> None:
    made = family(desk)
    first = cases.open_case(desk, made.file.id).case
    with pytest.raises(UserError) as error:
        cases.open_case(desk, made.file.id)
    (problem,) = error.value.problems
    assert (problem.code, problem.where) == ("cases.twice_a_year", first.number)


def test_the_next_calendar_year_is_another_year(desk: Desk) -> None:
    made = family(desk)
    cases.decide(desk, cases.open_case(desk, made.file.id).case.id)
    later = aid.on(desk, datetime(2027, 1, 4, 1, 0, tzinfo=UTC))
    again = cases.decide(later, cases.open_case(later, made.file.id).case.id)
    assert again.case.state == "granted"
    assert "2027" in again.case.number
    assert len(cases.of_household(desk, made.household.id)) == 2


def test_a_decision_dated_into_the_year_of_another_case_is_refused(desk: Desk) -> None:
    made = family(desk)
    cases.decide(desk, cases.open_case(desk, made.file.id).case.id)
    later = aid.on(desk, datetime(2027, 1, 4, 1, 0, tzinfo=UTC))
    second = cases.open_case(later, made.file.id).case
    with pytest.raises(UserError) as error:
        cases.decide(later, second.id, day=date(2026, 12, 30))
    assert codes_of(error) == ["cases.day_before_application"]


def test_a_refused_household_may_ask_again(desk: Desk) -> None:
    made = family(desk, annual_income_fen=9_000_000)
    cases.decide(desk, cases.open_case(desk, made.file.id).case.id)
    assert cases.open_case(desk, made.file.id).case.state == "open"


def test_a_decision_before_the_application_is_refused(desk: Desk) -> None:
    opened = cases.open_case(desk, family(desk).file.id).case
    with pytest.raises(UserError) as error:
        cases.decide(desk, opened.id, day=date(2026, 11, 20))
    assert error.value.problems[0].code == "cases.day_before_application"


def test_nothing_is_granted_to_a_household_that_was_taken_off_the_records(desk: Desk) -> None:
    opened = cases.open_case(desk, family(desk).file.id).case
    records.remove(desk, "household", opened.subject_id)
    with pytest.raises(UserError) as error:
        cases.decide(desk, opened.id)
    assert error.value.problems[0].code == "cases.subject_missing"
    records.restore(desk, "household", opened.subject_id)
    assert cases.decide(desk, opened.id).case.state == "granted"


def test_a_decision_of_tomorrow_is_refused(desk: Desk) -> None:
    opened = cases.open_case(desk, family(desk).file.id).case
    with pytest.raises(UserError) as error:
        cases.decide(desk, opened.id, day=date(2026, 11, 22))
    assert codes_of(error) == ["cases.day_ahead"]


@pytest.mark.parametrize("call", [cases.decide, cases.view])
def test_a_case_that_is_not_there_is_refused(desk: Desk, call: object) -> None:
    with pytest.raises(UserError) as error:
        call(desk, "nothing")  # type: ignore[operator] # one of the two above
    assert codes_of(error) == ["cases.missing"]


NOT_OF_THE_DECISION = {
    "deleted_at",  # a tombstone is no other decision
    "state",  # goes on to paid and back
    "step",
    "notice_until",
    "due_on",
    "contact_id",  # another may look after the household later
    "response_id",  # its answers are in the hash
    "decision_hash",
}


@pytest.mark.parametrize(
    "name", [one.name for one in fields(Case) if one.name not in NOT_OF_THE_DECISION]
)
def test_every_field_of_a_decision_is_in_its_hash(desk: Desk, name: str) -> None:
    case = aid.granted(desk)
    other = {
        "facts": {"day": "2026-11-21"},
        "proof": case.proof[1:],
        "amount_fen": AMOUNT + 1,
        "opened_on": date(2026, 1, 1),
        "decided_on": date(2026, 1, 1),
    }.get(name, "other")
    assert cases.is_altered(replace(case, **{name: other}))  # type: ignore[arg-type] # by name


def test_a_state_without_a_decision_is_altered(desk: Desk) -> None:
    opened = cases.open_case(desk, family(desk).file.id).case
    assert not cases.is_altered(opened)
    assert cases.is_altered(replace(opened, state="granted", amount_fen=1))


def test_the_view_names_the_programme(desk: Desk) -> None:
    seen = cases.view(desk, aid.granted(desk).id)
    assert (seen.programme_zh, seen.programme_en) == ("生活救助", "Living aid")
    assert seen.file is not None


@pytest.mark.parametrize("again", ["moved", "entered twice"])
def test_who_was_granted_it_in_another_household_is_not_granted_it_again(
    desk: Desk, again: str
) -> None:
    first = family(desk)
    granted = cases.decide(desk, cases.open_case(desk, first.file.id).case.id).case
    second = family(desk)
    if again == "moved":
        people.move(desk, first.head.id, second.household.id)
        applicant = {"applicant_id": first.head.id}
        with desk.write() as work:
            work.set_fields("hardship_file", second.file.id, applicant)
    else:
        records.save_field(
            desk, "person", second.head.id, "identity_number", first.head.identity_number
        )
    with pytest.raises(UserError) as refused:
        cases.open_case(desk, second.file.id)
    assert codes_of(refused) == ["cases.elsewhere_this_year"]
    assert refused.value.problems[0].where == granted.number


def test_of_two_cases_for_one_applicant_only_one_is_granted(desk: Desk) -> None:
    first, second = family(desk), family(desk)
    records.save_field(
        desk, "person", second.head.id, "identity_number", first.head.identity_number
    )
    opened = [cases.open_case(desk, one.file.id).case.id for one in (first, second)]
    assert cases.decide(desk, opened[1]).case.state == "granted"
    with pytest.raises(UserError) as refused:
        cases.decide(desk, opened[0])
    assert codes_of(refused) == ["cases.elsewhere_this_year"]


def test_two_applicants_without_a_number_are_not_one(desk: Desk) -> None:
    made = [family(desk), family(desk)]
    for one in made:
        records.save_field(desk, "person", one.head.id, "identity_number", None)
    found = [cases.decide(desk, cases.open_case(desk, one.file.id).case.id) for one in made]
    assert [one.case.state for one in found] == ["granted", "granted"]
