"""What every paper about a person says of them: who they are, where they live, their membership."""

from __future__ import annotations

from datetime import date

from unionapp.models.addresses import Addresses
from unionapp.models.desk import Reading
from unionapp.models.records import Employer, Household, Membership, MembershipEvent, Person, Union
from unionapp.services import member_roll, membership_rules
from unionapp.services.paper_kind import Words
from unionapp.values import codes


def find(reading: Reading, id_: str) -> Person | None:
    """Return a person, or the person of a membership."""
    membership = reading.get(Membership, id_)
    return reading.get(Person, membership.person_id if membership else id_)


def words(reading: Reading, person: Person) -> Words:
    """Return what is on file of a person under the names of the fields `person.*`."""
    return {
        "person.name": person.name,
        "person.identity": person.identity_number,
        "person.phone": person.phone,
        "person.sex_code": person.sex,
        "person.birth_date": person.birth_date,
        "person.address": address(reading, person),
        "person.employer": employer(reading, person),
        "person.ethnicity": person.ethnicity,
        "person.political_status": person.political_status,
        "person.education": person.education,
        "person.marital_status": person.marital_status,
        "person.health": person.health,
        "person.work_status": person.work_status,
        "person.native_place": person.native_place,
        "person.post": person.post,
        "person.title": person.title,
        "person.wage_fen": person.monthly_wage_fen,
        "person.resume": person.resume,
        "member.group": codes.load("eight_groups").label(person.occupation_group) or None,
    }


def address(reading: Reading, person: Person) -> str | None:
    """Return where somebody lives: the door of the household, else the address as it was told."""
    home = reading.get(Household, person.household_id) if person.household_id else None
    door = Addresses(reading).text(home.door_id) if home and home.door_id else ""
    return door or person.address


def employer(reading: Reading, person: Person) -> str | None:
    """Return the employer's name, else the workplace as it was told."""
    found = reading.get(Employer, person.employer_id) if person.employer_id else None
    return found.name if found else person.workplace


def membership(reading: Reading, person_id: str) -> Membership | None:
    """Return the latest membership of a person."""
    found = reading.select(
        Membership, "person_id = ? AND deleted_at IS NULL", (person_id,), order="rid DESC", limit=1
    )
    return found[0] if found else None


def events(reading: Reading, membership_id: str) -> tuple[MembershipEvent, ...]:
    """Return the events of a membership by their days."""
    found = reading.select(MembershipEvent, "membership_id = ?", (membership_id,))
    return tuple(sorted(found, key=membership_rules.day_of))


def union_name(reading: Reading, union_id: str | None) -> str | None:
    """Return a union's name."""
    found = reading.get(Union, union_id) if union_id else None
    return found.name if found else None


def number_on_roll(reading: Reading, person_id: str) -> tuple[str | None, str | None, date | None]:
    """Return number, union and first day of somebody on the roll; nothing of anybody else."""
    latest = membership(reading, person_id)
    standing = member_roll.standing_of(reading, latest.id) if latest else None
    if standing is None or not membership_rules.is_on_roll(standing.status):
        return None, None, None
    return standing.number, union_name(reading, standing.union_id), standing.since
