"""Lists hardship files for the screen, each with the household's latest case of living aid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from unionapp.models.addresses import Addresses
from unionapp.models.desk import Desk, Reading
from unionapp.models.finding import find
from unionapp.models.records import Case, HardshipFile, Household, Person
from unionapp.services.case_records import CLOSED, WITHDRAWN
from unionapp.services.hardship import LIVING_AID

Show = Literal["all", "no_case", "open", "granted", "paid"]
_MOST_HITS = 200


@dataclass(frozen=True, slots=True)
class FileLine:
    """One household's file; `case` is the latest one of living aid that was not taken back.

    The cases of its other programmes are in `case_bundle`.
    """

    file: HardshipFile
    applicant: str
    address: str
    case: Case | None


def show_of(chosen: str) -> Show:
    """Return the filter of a code; everything for one that is none."""
    return cast(Show, chosen) if chosen in get_args(Show) else "all"


def listing(desk: Desk, show: Show = "all", text: str = "") -> tuple[FileLine, ...]:
    """Return the files, the newest first; `text` finds the applicant."""
    with desk.read() as reading:
        files = reading.select(HardshipFile, order="filed_on DESC, rid DESC")
        if text.strip():
            hits = find(reading, text, kinds=("person",), limit=_MOST_HITS).hits
            found = {hit.id for hit in hits}
            files = [one for one in files if one.applicant_id in found]
        latest = _latest_cases(reading)
        kept = [one for one in files if _is_wanted(show, latest.get(one.household_id))]
        return _lines(reading, kept, latest)


def of_household(desk: Desk, household_id: str) -> FileLine | None:
    """Return the line of one household's file, or None when it has no file."""
    with desk.read() as reading:
        files = reading.select(HardshipFile, "household_id = ?", (household_id,), limit=1)
        lines = _lines(reading, files, _latest_cases(reading, household_id))
    return lines[0] if lines else None


def _latest_cases(reading: Reading, household_id: str | None = None) -> Mapping[str, Case]:
    found = reading.select(
        Case,
        "programme = ? AND subject_kind = 'household' AND state NOT IN (?, ?)"
        " AND coalesce(?, subject_id) = subject_id",
        (LIVING_AID, WITHDRAWN, CLOSED, household_id),
        order="opened_on, rid",
    )
    return {one.subject_id: one for one in found}


def _is_wanted(show: Show, case: Case | None) -> bool:
    if show == "all":
        return True
    return case is None if show == "no_case" else case is not None and case.state == show


def _lines(
    reading: Reading, files: Sequence[HardshipFile], latest: Mapping[str, Case]
) -> tuple[FileLine, ...]:
    people = reading.by_ids(Person, [one.applicant_id for one in files if one.applicant_id])
    homes = reading.by_ids(Household, [one.household_id for one in files])
    places = Addresses(reading)
    places.load([one.door_id for one in homes.values() if one.door_id])
    found = []
    for one in files:
        applicant = people.get(one.applicant_id or "")
        home = homes.get(one.household_id)
        door_id = home.door_id if home else None
        found.append(
            FileLine(
                file=one,
                applicant=applicant.name if applicant else "—",
                address=places.text(door_id) if door_id else "",
                case=latest.get(one.household_id),
            )
        )
    return tuple(found)
