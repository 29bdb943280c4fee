"""Whom a response is about, and what the case knows of them already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from unionapp.errors import refuse
from unionapp.forms.definition import Definition
from unionapp.forms.filling import Known
from unionapp.models.addresses import Addresses
from unionapp.models.declare import FieldType, Record
from unionapp.models.desk import Reading
from unionapp.models.records import Employer, Household, Person, Place, Response
from unionapp.values import money

R = TypeVar("R", bound=Record)
_KINDS = ("door", "household", "person", "employer")


@dataclass(frozen=True, slots=True)
class About:
    """What a form is filled about: a record of a kind, and the door and visit where it happens.

    `subject_id` is empty for somebody who is not on file yet. Where several families live behind
    the door, `household_id` says which is meant, or `new_household` that it is none of them.
    `case_id` is the case that the form is filled for.
    """

    subject_kind: str
    subject_id: str = ""
    door_id: str = ""
    visit_id: str = ""
    household_id: str = ""
    new_household: bool = False
    case_id: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """One of the families behind a door, and the names of its people, the head's first."""

    household_id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """The records that a response hangs on, as far as they are known."""

    door: Place | None = None
    household: Household | None = None
    person: Person | None = None
    employer: Employer | None = None
    address: str = ""

    @property
    def title(self) -> str:
        """What the subject is called: the employer, the person, else the door."""
        named = self.employer or self.person
        return named.name if named is not None else self.address

    def references(self) -> dict[str, str | None]:
        """The response's reference fields."""
        found: dict[str, Record | None] = {
            "door_id": self.door,
            "household_id": self.household,
            "person_id": self.person,
            "employer_id": self.employer,
        }
        return {name: one.id if one is not None else None for name, one in found.items()}


def resolve(reading: Reading, about: About) -> Subject:
    """Return the records that stand behind what was named; raises `responses.no_subject`."""
    ids: dict[str, str | None] = {f"{kind}_id": None for kind in _KINDS}
    if about.subject_kind not in _KINDS:
        raise refuse("responses.no_subject", about.subject_kind)
    ids["door_id"] = about.door_id or None
    ids["household_id"] = about.household_id or None
    if about.subject_id:
        ids[f"{about.subject_kind}_id"] = about.subject_id
    subject = _read(reading, ids)
    if about.subject_id and subject.references()[f"{about.subject_kind}_id"] is None:
        raise refuse("responses.no_subject", about.subject_id)
    return subject


def families(reading: Reading, door_id: str) -> tuple[Family, ...]:
    """Return who lives behind a door, family by family, the first on file first."""
    homes = reading.select(Household, "door_id = ?", (door_id,), order="rid")
    return tuple(
        Family(home.id, tuple(one.name for one in _people(reading, home))) for home in homes
    )


def which_family(
    reading: Reading, definition: Definition, about: About, subject: Subject
) -> tuple[Family, ...]:
    """Return the families of which one has to be named first, () where nothing is open.

    A form that writes to a household or to its people would found a further one otherwise.
    """
    door = subject.door
    known = subject.household or subject.person or subject.employer
    if door is None or known is not None or about.new_household or not _names_home(definition):
        return ()
    found = families(reading, door.id)
    return found if len(found) > 1 else ()


def _names_home(definition: Definition) -> bool:
    lists = {one.list_name for one in definition.entities}
    prefilled = {one.bind.prefill.partition("#")[0] for one in definition.root.walk()}
    return not {"household", "person"}.isdisjoint(lists | prefilled | {definition.subject})


def of_response(reading: Reading, response: Response) -> Subject:
    """Return the records that a response hangs on."""
    return _read(
        reading,
        {
            "door_id": response.door_id,
            "household_id": response.household_id,
            "person_id": response.person_id,
            "employer_id": response.employer_id,
        },
    )


def _read(reading: Reading, ids: Mapping[str, str | None]) -> Subject:
    person = _get(reading, Person, ids["person_id"])
    employer = _get(reading, Employer, ids["employer_id"])
    home = _get(
        reading, Household, ids["household_id"] or (person.household_id if person else None)
    )
    behind = (one.door_id for one in (home, employer) if one is not None and one.door_id)
    door = _get(reading, Place, ids["door_id"] or next(behind, None))
    if home is None and door is not None and person is None:
        homes = reading.select(Household, "door_id = ?", (door.id,), limit=2)
        home = homes[0] if len(homes) == 1 else None
    address = Addresses(reading).text(door.id) if door is not None else ""
    return Subject(door, home, person, employer, address)


def _get(reading: Reading, record: type[R], id_: str | None) -> R | None:
    found = reading.get(record, id_) if id_ else None
    return found if found is not None and found.deleted_at is None else None


def known(reading: Reading, subject: Subject) -> Known:
    """Return what the case knows, by `kind#field`, as answers are stored."""
    values: dict[str, str] = {"door#address": subject.address}
    for kind, record in (
        ("door", subject.door),
        ("household", subject.household),
        ("person", subject.person),
        ("employer", subject.employer),
    ):
        if record is not None:
            values |= _values(reading, kind, record)
    people: list[dict[str, str]] = []
    if subject.household is not None:
        for one in _people(reading, subject.household):
            people.append(_values(reading, "person", one))
    return Known({name: text for name, text in values.items() if text}, people)


def _people(reading: Reading, home: Household) -> list[Person]:
    found = reading.select(Person, "household_id = ?", (home.id,))
    return sorted(found, key=lambda one: one.id != home.head_id)


def _values(reading: Reading, kind: str, record: Record) -> dict[str, str]:
    declaration = reading.schema.of(type(record))
    found = {f"{kind}#id": record.id}
    for field in declaration.fields:
        if field.section:
            found[f"{kind}#{field.name}"] = as_answer(field.type, getattr(record, field.name))
    return found


def as_answer(kind: FieldType, value: object) -> str:
    """Return a field's value as a form stores it: dates as ISO, money in yuan, codes by blanks."""
    if value is None or value == ():
        return ""
    if kind is FieldType.BOOLEAN:
        return "yes" if value else "no"
    if kind is FieldType.MONEY and isinstance(value, int):
        return money.format_fen(value).replace(",", "")
    if kind is FieldType.CODES and isinstance(value, tuple):
        return " ".join(value)
    return str(value)
