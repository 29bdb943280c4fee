"""What paying means for a case: its paying step, and under what the money is counted."""

from __future__ import annotations

from pathlib import Path

from unionapp.errors import refuse
from unionapp.models import audit
from unionapp.models.addresses import Addresses
from unionapp.models.desk import Reading, Work
from unionapp.models.records import Case, HardshipFile, Household, Person
from unionapp.programmes.programme import Step
from unionapp.services import case_flow, case_rules, follow_ups, programme_files, single_handed
from unionapp.services.case_records import GRANTED, PAID, add_event, events_of


def paying_step(work: Work, folder: Path, case: Case) -> Step | None:
    """Return the paying step that the case may take now; None under a programme without steps.

    A single-handed office passes steps before it over, as at the decision. Raises `flow.*`.
    """
    if not case.step:
        return None
    situation = case_flow.situation_of(work, folder, case, work.worker_id)
    way = case_rules.way_to(situation.programme, case.step, lambda step: step.pays)
    if not way:
        label = situation.programme.label
        raise refuse("flow.no_payment", case.number, **case_rules.said("programme", label))
    if len(way) > 1 and single_handed.applies(work):
        situation = case_flow.passed_over(work, situation, way[:-1])
    if case_flow.refuse_obstacles(situation, way[-1]):
        audit.append(work, "single_handed_step", "case", case.id, {"step": way[-1].code})
    return way[-1]


def write_paid(work: Work, folder: Path, case: Case, step: Step | None, receipt: str) -> None:
    """Note that a case was paid by a receipt, and plan what the programme says follows."""
    values: dict[str, object] = {"state": PAID}
    if step is not None:
        values |= {"step": step.code, "due_on": None}
    work.set_fields("case", case.id, values)
    add_event(work, case, step.code if step else "paid", case.state, PAID, receipt)
    if step is not None:
        follow_ups.after_step(work, case, programme_files.of_case(folder, case), step)


def write_voided(work: Work, case: Case, receipt: str) -> None:
    """Put a case back to where it stood before it was paid."""
    values: dict[str, object] = {"state": GRANTED}
    if case.step:
        values["step"] = _step_before_payment(work, case)
    work.set_fields("case", case.id, values)
    add_event(work, case, "voided", case.state, GRANTED, receipt)


def counted_under(reading: Reading, kind: str, id_: str) -> dict[str, str | None]:
    """Return the street and the main cause of whom money is for, to be frozen with the sign-off."""
    household_id = household_of(reading, kind, id_)
    home = reading.get(Household, household_id) if household_id else None
    street = None
    if home is not None and home.door_id:
        path = Addresses(reading).path(home.door_id)
        street = next((node.id for node in path if node.kind == "street_office"), None)
    files = reading.select(HardshipFile, "household_id = ?", (household_id,), limit=1)
    return {"street_id": street, "main_cause": files[0].main_cause if files else None}


def household_of(reading: Reading, kind: str, id_: str) -> str | None:
    """Return the household that a case or a line of a roll belongs to, by its subject."""
    if kind == "household":
        return id_
    if kind != "person":
        return None
    person = reading.get(Person, id_)
    return person.household_id if person else None


def _step_before_payment(reading: Reading, case: Case) -> str | None:
    """Return the step at which the case was granted when it was paid last."""
    step = case.step
    for event in reversed(events_of(reading, case.id)):
        if event.before == GRANTED and event.after == PAID:
            continue
        if event.after == GRANTED and event.step != "voided":
            return event.step
    return step
