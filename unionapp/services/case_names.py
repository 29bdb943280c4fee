"""Says what the subjects of cases are called and where they are, read once for a whole list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from unionapp.models.addresses import Addresses
from unionapp.models.declare import Record
from unionapp.models.desk import Reading
from unionapp.models.records import Case, Employer, Household, Person, Union

_SUBJECTS: Mapping[str, type[Record]] = {"person": Person, "employer": Employer, "union": Union}


class CaseNames:
    """Names and addresses of the subjects of some cases."""

    def __init__(self, reading: Reading, cases: Sequence[Case]) -> None:
        self._reading = reading
        self._places = Addresses(reading)
        self._homes = reading.by_ids(
            Household, [one.subject_id for one in cases if one.subject_kind == "household"]
        )
        aided = [one.person_id for one in cases if one.person_id]
        own = [one.subject_id for one in cases if one.subject_kind == "person"]
        self._people = reading.by_ids(Person, [*aided, *own])
        homes = [one.household_id for one in self._people.values() if one.household_id]
        self._homes = {**reading.by_ids(Household, homes), **self._homes}
        self._places.load([one.door_id for one in self._homes.values() if one.door_id])
        self._named: dict[tuple[str, str], str] = {}

    def person(self, id_: str | None) -> str:
        found = self._people.get(id_ or "")
        return found.name if found else ""

    def subject(self, case: Case) -> str:
        name = self.of(case.subject_kind, case.subject_id)
        aided = self.person(case.person_id)
        return f"{name}（{aided}）" if aided and aided != name else name

    def of(self, kind: str, id_: str) -> str:
        """Return a name: a household is called after who applies for it, else its head."""
        if (kind, id_) not in self._named:
            self._named[kind, id_] = self._read(kind, id_)
        return self._named[kind, id_]

    def _read(self, kind: str, id_: str) -> str:
        if kind == "household":
            return str(self._reading.scalar(_SPEAKER, (id_, id_, id_)) or "—")
        record = _SUBJECTS.get(kind)
        found = self._people.get(id_) or (self._reading.get(record, id_) if record else None)
        return str(getattr(found, "name", "") or "—")

    def address(self, case: Case) -> str:
        person = self._people.get(case.subject_id)
        home_id = case.subject_id if case.subject_kind == "household" else None
        home_id = home_id or (person.household_id if person else None)
        return self.at(self._homes.get(home_id or ""), case.subject_kind, case.subject_id)

    def at(self, home: Household | None, kind: str, id_: str) -> str:
        """Return where somebody is to be found."""
        door_id = home.door_id if home else None
        if kind == "employer":
            employer = self._reading.get(Employer, id_)
            door_id = employer.door_id if employer else None
        return self._places.text(door_id) if door_id else ""


# The applicant of the household's file, else its head, else whoever was entered first.
_SPEAKER = """
SELECT coalesce(
    (SELECT p.name FROM hardship_file f JOIN person p ON p.id = f.applicant_id
     WHERE f.household_id = ? AND f.deleted_at IS NULL LIMIT 1),
    (SELECT p.name FROM household h JOIN person p ON p.id = h.head_id WHERE h.id = ?),
    (SELECT name FROM person WHERE household_id = ? AND deleted_at IS NULL ORDER BY rid LIMIT 1))
"""
