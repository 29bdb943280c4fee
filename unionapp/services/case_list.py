"""Lists the cases of every programme for the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast, get_args

from unionapp.models.desk import Desk, Reading
from unionapp.models.finding import find
from unionapp.models.records import Case, Person
from unionapp.programmes.programme import Label, Programme
from unionapp.services import case_rules, programme_files
from unionapp.services.case_names import CaseNames
from unionapp.services.case_records import GRANTED, OPEN, PAID

Show = Literal["all", "open", "notice", "granted", "paid", "over"]
_MOST_HITS = 200


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case of a list: its programme, whom it is about, and the last step that was done."""

    case: Case
    programme: Label
    subject: str
    address: str
    step: Label


def show_of(chosen: str) -> Show:
    """Return the filter of a code; everything for one that is none."""
    return cast(Show, chosen) if chosen in get_args(Show) else "all"


def listing(desk: Desk, show: Show = "all", text: str = "") -> tuple[CaseLine, ...]:
    """Return the cases, the newest first; `text` finds a number or whom they are about."""
    labels = _programmes(desk)
    with desk.read() as reading:
        found = reading.select(Case, order="opened_on DESC, rid DESC")
        found = [one for one in found if _is_wanted(show, one, reading.today)]
        if text.strip():
            found = _matching(reading, found, text.strip())
        names = CaseNames(reading, found)
        return tuple(
            CaseLine(
                one,
                _label(labels, one),
                names.subject(one),
                names.address(one),
                _step_label(labels, one),
            )
            for one in found
        )


def _is_wanted(show: Show, case: Case, today: date) -> bool:
    if show == "notice":
        until = case.notice_until
        return case.state == OPEN and until is not None and today <= until
    if show == "over":
        return case.state not in (OPEN, GRANTED, PAID)
    return show == "all" or case.state == show


def _matching(reading: Reading, found: Sequence[Case], text: str) -> list[Case]:
    hits = find(reading, text, kinds=("person", "employer", "union"), limit=_MOST_HITS).hits
    ids = {hit.id for hit in hits}
    people = reading.by_ids(Person, [hit.id for hit in hits if hit.kind == "person"])
    ids |= {one.household_id for one in people.values() if one.household_id}
    return [
        one
        for one in found
        if text.upper() in one.number.upper() or {one.subject_id, one.person_id} & ids
    ]


def _programmes(desk: Desk) -> Mapping[tuple[str, str], Programme]:
    found = programme_files.read_all(programme_files.own_folder(desk)).programmes
    return {(one.code, one.edition): one for one in found}


def _label(programmes: Mapping[tuple[str, str], Programme], case: Case) -> Label:
    found = programmes.get((case.programme, case.edition))
    return found.label if found else Label(case.programme, case.programme)


def _step_label(programmes: Mapping[tuple[str, str], Programme], case: Case) -> Label:
    found = programmes.get((case.programme, case.edition))
    return case_rules.label_of(found, case.step) if found and case.step else Label("", "")
