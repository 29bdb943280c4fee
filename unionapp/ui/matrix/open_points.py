"""Says what is still to do behind a door; pure, from what is on file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from unionapp.services.doors import DoorView, PersonLine
from unionapp.ui.matrix.people_rows import age_on
from unionapp.ui.wording import tr

_ADULT = 16  # 劳动法 15
_MOST = 4


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One thing to do; `hint` says when or how."""

    text: str
    hint: str


def of_door(view: DoorView, today: date) -> tuple[OpenPoint, ...]:
    """Return the open points of a door, the most useful first, not more than fit."""
    return tuple(_all(view, today))[:_MOST]


def _all(view: DoorView, today: date) -> Iterator[OpenPoint]:
    people = [line for home in view.households for line in home.people]
    for line in people:
        yield from _of_person(line, today)
    for employer in view.employers:
        if employer.union_state is None or employer.workers is None:
            yield OpenPoint(tr("问清「{name}」的建会和职工数", name=employer.name), tr("四清"))
    if not people and not view.employers and view.outcome not in ("vacant", "refused"):
        yield OpenPoint(tr("登记这一户的人员或单位"), tr("本次"))


def _of_person(line: PersonLine, today: date) -> Iterator[OpenPoint]:
    person = line.person
    if line.status == "applicant":
        yield OpenPoint(tr("{name}已申请入会，等待审批", name=person.name), tr("会籍"))
    age = age_on(person, today)
    if not line.status and age is not None and age >= _ADULT and person.occupation_group:
        yield OpenPoint(tr("动员{name}入会", name=person.name), tr("本次"))
    if person.identity_number is None and (age is None or age >= _ADULT):
        yield OpenPoint(tr("补填{name}的证件号码", name=person.name), tr("本次"))
