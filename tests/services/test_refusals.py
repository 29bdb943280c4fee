"""Whatever is refused leaves the case as it was: every state of every programme, by every role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests import factories
from tests.services import aid
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import Case, CaseEvent, Union, Worker
from unionapp.programmes import catalogue
from unionapp.programmes.programme import Programme, Step
from unionapp.services import (
    case_bundle,
    case_flow,
    case_rules,
    cases,
    employers,
    papers,
    programme_files,
    receipts,
    vault,
)
from unionapp.services.case_records import DECIDED, OPEN, decision_hash

SHIPPED = catalogue.available()
ROLES = ("worker", "approver", "keeper", "")


@dataclass(frozen=True, slots=True)
class Office:
    """One office: a maker who took all steps so far, and a colleague of each role."""

    desk: Desk
    maker: Worker
    by_role: dict[str, Worker]
    subjects: dict[str, str]

    def at(self, role: str) -> Desk:
        return replace(self.desk, worker_id=self.by_role[role].id)


def with_all_steps_different() -> list[Programme]:
    """Return one programme for each way of going about a case: most share theirs."""
    found = {one.steps: one for one in SHIPPED}
    return list(found.values())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder: Path = tmp_path_factory.mktemp("office")
    desk = factories.office(folder)
    aid.standard(desk)

    def worker(name: str, *roles: str) -> Worker:
        made = Worker(id=desk.new_id(), home_division=factories.DIVISION, name=name, roles=roles)
        return factories.add(desk, made)

    family = aid.family(desk)
    union = Union(id=desk.new_id(), home_division=factories.DIVISION, name="兴华街道总工会")
    yield Office(
        desk,
        worker("经办", "worker", "approver", "keeper"),
        {role: worker(f"同事{role}", *((role,) if role else ())) for role in ROLES},
        {
            "household": family.household.id,
            "person": family.head.id,
            "employer": employers.add(desk, {"name": "沈阳顺达", "workers": 120}).record.id,
            "union": factories.add(desk, union).id,
        },
    )
    vault.lock(desk)


def way_to(programme: Programme, wanted: str) -> tuple[Step, ...]:
    """Return the steps from the opening to one, that one last."""
    ways: list[tuple[Step, ...]] = [(step,) for step in programme.next_steps()]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        if way[-1].code == wanted:
            return way
        if way[-1].code not in seen:
            seen.add(way[-1].code)
            ways += [(*way, step) for step in programme.next_steps(way[-1].code)]
    raise AssertionError(f"{programme.code} never comes to {wanted}")


def brought_to(office: Office, programme: Programme, step: str) -> Case:
    """Write a case that the maker brought to a step: decided if one did, with papers and notice."""
    way = way_to(programme, step)
    desk = replace(office.desk, worker_id=office.maker.id)
    bare = Case(
        id=desk.new_id(),
        home_division=factories.DIVISION,
        programme=programme.code,
        edition=programme.edition,
        subject_kind=programme.subject,
        subject_id=office.subjects[programme.subject],
        number=f"{programme.code} {step}",
        state=OPEN,
        step=step,
        opened_on=aid.TODAY,
    )
    states = [OPEN]
    for one in way[1:]:
        states.append(case_rules.state_after(replace(bare, state=states[-1]), one, eligible=True))
    case = replace(bare, state=states[-1])
    if any(one.decides for one in way):
        case = replace(case, decided_on=aid.TODAY, amount_fen=10_000, proof=("= 100.00",))
        case = replace(case, decision_hash=decision_hash(case))
    with desk.write() as work:
        work.add(case)
        for one, before, after in zip(way, [OPEN, *states], states, strict=False):
            work.add(
                CaseEvent(
                    id=work.new_id(),
                    home_division=factories.DIVISION,
                    case_id=case.id,
                    step=one.code,
                    at=work.now,
                    worker_id=office.maker.id,
                    before=before,
                    after=after,
                )
            )
    for document in way[-1].papers:
        papers.note_issued(desk, document, "case", case.id, sha256="a" * 64)
    return case


def everything(desk: Desk, case_id: str) -> tuple[object, ...]:
    """Return all that an action could have changed."""
    counts = ("operation", "audit", "receipt", "case_event", "follow_up", "aid_item")
    with desk.read() as reading:
        found = reading.get(Case, case_id)
        return (found, *(reading.scalar(f"SELECT count(*) FROM {one}") for one in counts))


def take(desk: Desk, case: Case, step: Step) -> None:
    case_flow.take_step(desk, case.id, step.code, reason="有理由")


def refused(act: Callable[..., object], *told: object) -> list[str]:
    with pytest.raises(UserError) as error:
        act(*told)
    return [one.code for one in error.value.problems]


def hindrances(programme: Programme, case: Case, step: Step, role: str) -> set[str]:
    """Say by the file alone what a step is refused for."""
    if case.step not in step.after:
        return {"flow.wrong_state"}
    return set() if step.role == role else {"flow.wrong_role"}


@pytest.mark.parametrize(
    "programme", with_all_steps_different(), ids=lambda one: f"{one.code}-{one.edition}"
)
def test_every_state_by_every_role_refuses_without_a_trace(
    office: Office, programme: Programme
) -> None:
    for state in programme.steps:
        case = brought_to(office, programme, state.code)
        before = everything(office.desk, case.id)
        for role in ROLES:
            desk = office.at(role)
            offered = {one.step.code: one for one in case_flow.steps_open_to(desk, case.id)}
            for step in programme.steps:
                expected = hindrances(programme, case, step, role)
                if not expected:
                    wrong = {one.code for one in offered[step.code].why_not}
                    assert wrong <= {"flow.paper_missing"}, (state.code, role, step.code)
                    continue
                told = refused(take, desk, case, step)
                assert expected <= set(told), (state.code, role, step.code)
                assert step.code not in offered or not offered[step.code].allowed
        assert everything(office.desk, case.id) == before, state.code


@pytest.mark.parametrize(
    "programme", with_all_steps_different(), ids=lambda one: f"{one.code}-{one.edition}"
)
def test_what_else_is_refused_leaves_no_trace_either(office: Office, programme: Programme) -> None:
    for state in programme.steps:
        case = brought_to(office, programme, state.code)
        before = everything(office.desk, case.id)
        for role in ROLES:
            for told in _others(office.at(role), case, role):
                assert told, (state.code, role)
        assert everything(office.desk, case.id) == before, state.code


def _others(desk: Desk, case: Case, role: str) -> Iterator[list[str]]:
    """Yield what every other action is refused with that may not be done now, or not by them."""
    yield refused(lambda: case_flow.withdraw(desk, case.id, reason=" "))
    yield refused(lambda: case_flow.take_step(desk, case.id, "no_such_step"))
    needed = {"open": "worker", "granted": "approver"}.get(case.state)
    if role != needed:
        yield refused(lambda: case_flow.withdraw(desk, case.id, reason="放弃"))
    if case.state != "granted":
        yield refused(lambda: receipts.issue(desk, case.id))
    if case.state != OPEN or case.decided_on is not None:
        yield refused(lambda: cases.tell(desk, case.id, {"grant.amount_fen": 1}))
        yield refused(lambda: cases.decide(desk, case.id))
    if case.state not in DECIDED | {OPEN} or case.state == "refused":
        yield refused(lambda: case_bundle.list_goods(desk, case.id, kind="goods", name="大米"))


@pytest.mark.parametrize("programme", SHIPPED, ids=lambda one: f"{one.code}-{one.edition}")
def test_the_hands_that_made_it_neither_check_nor_grant_it(
    office: Office, programme: Programme
) -> None:
    """Of every programme: whoever took every step so far is refused where other hands are asked."""
    desk = replace(office.desk, worker_id=office.maker.id)
    for state in programme.steps:
        asking = [one for one in programme.next_steps(state.code) if one.other_than]
        taken = {one.code for one in way_to(programme, state.code)}
        for step in asking:
            if not taken & set(step.other_than):
                continue
            case = brought_to(office, programme, state.code)
            before = everything(desk, case.id)
            told = refused(take, desk, case, step)
            assert "flow.same_person" in told, (state.code, step.code)
            assert everything(desk, case.id) == before


def test_every_shipped_way_is_among_those_tried() -> None:
    folder = programme_files.read_all(None).programmes
    assert {one.steps for one in folder} == {one.steps for one in with_all_steps_different()}
