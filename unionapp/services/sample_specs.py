"""What a made-up patch consists of: plain values that a service writes to the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlaceSpec:
    """One node of the place tree; `parent` is the key of a node that came before it."""

    key: int
    parent: int | None
    kind: str
    name: str
    division: str | None = None
    order: int = 0
    floor: int | None = None
    number: str | None = None
    door_kind: str | None = None


@dataclass(frozen=True, slots=True)
class HouseholdSpec:
    """A household behind a door; `head` is the key of a person."""

    key: int
    door: int
    head: int
    tenure: str


@dataclass(frozen=True, slots=True)
class PersonSpec:
    """One person. Identity numbers have right check characters and sequences from 900 up; phone
    numbers begin with 140, which no operator gives to people.
    """

    key: int
    household: int
    name: str
    identity_number: str
    sex: str
    birth_date: date
    relation: str
    ethnicity: str
    phone: str | None = None
    employer: int | None = None
    workplace: str | None = None
    occupation_group: str | None = None
    work_status: str | None = None
    claims_membership: bool | None = None
    education: str | None = None
    political_status: str | None = None
    marital_status: str | None = None
    monthly_wage_fen: int | None = None
    health: str | None = None


@dataclass(frozen=True, slots=True)
class EmployerSpec:
    """An employer with its four answers; `door` is set where it has a shopfront of the patch."""

    key: int
    name: str
    credit_code: str
    address: str
    contact: str
    phone: str
    unit_kind: str
    industry: str
    group: str | None
    union_state: str
    workers: int
    women: int
    eight_group_workers: int
    members: int
    organising_progress: str
    belongs_to: str
    door: int | None = None


@dataclass(frozen=True, slots=True)
class UnionSpec:
    """A union of an employer (`employer` is its key), or that of the patch when it is None."""

    key: int
    name: str
    credit_code: str
    employer: int | None
    established_on: date


@dataclass(frozen=True, slots=True)
class MembershipSpec:
    """A person's membership; `approved_on` is None for somebody who has only applied."""

    person: int
    union: int
    applied_on: date
    approved_on: date | None


@dataclass(frozen=True, slots=True)
class HardshipSpec:
    """A household's hardship file; amounts are fen a year."""

    household: int
    applicant: int
    people: int
    filed_on: date
    annual_income_fen: int
    rigid_costs_fen: int
    accident_losses_fen: int
    main_cause: str
    further_causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VisitSpec:
    """A visit of the rounds so far; `household` and `employer` say who was called on."""

    door: int
    on: date
    minute: int
    outcome: str
    household: int | None = None
    employer: int | None = None
    note: str | None = None
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Patch:
    """A whole made-up patch; every key refers to a spec of the same patch."""

    places: tuple[PlaceSpec, ...]
    households: tuple[HouseholdSpec, ...]
    persons: tuple[PersonSpec, ...]
    employers: tuple[EmployerSpec, ...]
    unions: tuple[UnionSpec, ...]
    memberships: tuple[MembershipSpec, ...]
    hardship_files: tuple[HardshipSpec, ...]
    visits: tuple[VisitSpec, ...]
