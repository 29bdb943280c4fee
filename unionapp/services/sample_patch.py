"""Makes up a whole patch: the same seed, size and day make the same patch, to the last digit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import Random

from unionapp.services.sample_employers import Firms
from unionapp.services.sample_numbers import Numbers
from unionapp.services.sample_people import PeopleMaker
from unionapp.services.sample_places import PlaceMaker
from unionapp.services.sample_specs import (
    HardshipSpec,
    HouseholdSpec,
    MembershipSpec,
    Patch,
    PersonSpec,
    PlaceSpec,
    UnionSpec,
    VisitSpec,
)

LIVED_IN = 0.9
VISITED = 0.55
HARDSHIP_SHARE = 0.06
FEWEST_EMPLOYERS = 12
PERSONS_PER_EMPLOYER = 10
_OUTCOMES = ("met", "nobody_home", "come_back", "refused", "moved", "locked_entrance")
_OUTCOME_WEIGHTS = (60, 18, 8, 5, 3, 6)
_AGAIN = frozenset({"nobody_home", "come_back", "locked_entrance"})
_CAUSES = ("1", "2", "3", "6", "8", "9")


def make_patch(persons: int, seed: int, today: date) -> Patch:
    """Return a patch with exactly so many persons; `today` is the day that it is made on."""
    numbers = Numbers()
    how_many = max(FEWEST_EMPLOYERS, persons // PERSONS_PER_EMPLOYER)
    firms = Firms(_random(seed, "employers"), numbers, how_many, today)
    people = PeopleMaker(_random(seed, "people"), firms, numbers, today)
    places, households, inhabitants, tenants = _settle(persons, seed, people, firms)
    employers = firms.employers()
    office = next(place.name for place in places if place.kind == "street_office")
    unions = firms.unions(office)
    return Patch(
        places=tuple(places),
        households=tuple(households),
        persons=tuple(inhabitants),
        employers=employers,
        unions=unions,
        memberships=_memberships(_random(seed, "memberships"), inhabitants, unions, today),
        hardship_files=_hardship(_random(seed, "hardship"), households, inhabitants, today),
        visits=_visits(_random(seed, "visits"), places, households, tenants, today),
    )


def _random(seed: int, part: str) -> Random:
    """Each part draws from its own numbers, so that a change of one leaves the others."""
    return Random(f"{seed}/{part}")  # noqa: S311 - sample data, no secret


def _settle(
    persons: int, seed: int, people: PeopleMaker, firms: Firms
) -> tuple[list[PlaceSpec], list[HouseholdSpec], list[PersonSpec], dict[int, int]]:
    """Build until everybody lives somewhere; also return which employer stands behind a door."""
    random = _random(seed, "homes")
    maker = PlaceMaker(_random(seed, "places"), persons)
    places: list[PlaceSpec] = []
    households: list[HouseholdSpec] = []
    inhabitants: list[PersonSpec] = []
    tenants: dict[int, int] = {}
    for building in maker.buildings():
        if places and len(inhabitants) >= persons:
            break
        places.extend(building)
        street = _street_of(building, places)
        for door in building:
            if door.door_kind == "shopfront":
                entrance = places[(door.parent or 1) - 1]
                address = f"{street}{entrance.name}{door.name}"
                employer = firms.move_in(door.key, address, maker.belongs_to)
                if employer is not None:
                    tenants[door.key] = employer
            elif door.kind == "door" and len(inhabitants) < persons and random.random() < LIVED_IN:
                household, together = people.household(door.key, persons - len(inhabitants))
                households.append(household)
                inhabitants.extend(together)
    return places, households, inhabitants, tenants


def _street_of(building: Iterable[PlaceSpec], places: list[PlaceSpec]) -> str:
    """Name street and building, for the address of a shop."""
    house = next(place for place in building if place.kind == "building")
    # Keys count from 1 in the order of the list.
    street = places[house.parent - 1] if house.parent else house
    return f"铁西区{street.name}{house.name}"


def _memberships(
    random: Random, persons: Iterable[PersonSpec], unions: tuple[UnionSpec, ...], today: date
) -> tuple[MembershipSpec, ...]:
    """Those who say that they are members, mostly on the roll, some only applied."""
    of_employer = {union.employer: union.key for union in unions}
    found = []
    for person in persons:
        if not person.claims_membership:
            continue
        applied = today - timedelta(days=random.randint(20, 2500))
        approved = applied + timedelta(days=random.randint(1, 15))
        union = of_employer.get(person.employer, unions[0].key)
        is_on_roll = random.random() < 0.92
        found.append(MembershipSpec(person.key, union, applied, approved if is_on_roll else None))
    return tuple(found)


def _hardship(
    random: Random,
    households: Iterable[HouseholdSpec],
    persons: Iterable[PersonSpec],
    today: date,
) -> tuple[HardshipSpec, ...]:
    """Some of the households whose head has no work; deep and relative hardship among them."""
    people: dict[int, list[PersonSpec]] = {}
    for person in persons:
        people.setdefault(person.household, []).append(person)
    found = []
    for household in households:
        together = people[household.key]
        if together[0].work_status == "working" or random.random() >= HARDSHIP_SHARE:
            continue
        main, *others = random.sample(_CAUSES, random.randint(1, 4))
        monthly = random.randint(150, 1400) * 100 * len(together)
        found.append(
            HardshipSpec(
                household=household.key,
                applicant=household.head,
                people=len(together),
                filed_on=today - timedelta(days=random.randint(10, 700)),
                annual_income_fen=monthly * 12,
                rigid_costs_fen=random.choice((0, 0, 240_000, 600_000, 1_850_050)),
                accident_losses_fen=monthly * 11 if main == "8" else 0,
                main_cause=main,
                further_causes=tuple(others),
            )
        )
    return tuple(found)


def _visits(
    random: Random,
    places: Iterable[PlaceSpec],
    households: Iterable[HouseholdSpec],
    tenants: Mapping[int, int],
    today: date,
) -> tuple[VisitSpec, ...]:
    """One visit at about half of the doors, in the six weeks before today."""
    behind = {household.door: household.key for household in households}
    found = []
    for door in places:
        if door.kind != "door" or random.random() >= VISITED:
            continue
        is_empty = door.key not in behind and door.key not in tenants
        outcome = "vacant" if is_empty else random.choices(_OUTCOMES, _OUTCOME_WEIGHTS)[0]
        is_due = outcome in _AGAIN and random.random() < 0.5
        found.append(
            VisitSpec(
                door=door.key,
                on=today - timedelta(days=random.randint(1, 42)),
                minute=random.randint(8 * 60 + 30, 19 * 60),
                outcome=outcome,
                household=behind.get(door.key),
                employer=tenants.get(door.key),
                next_on=today + timedelta(days=random.randint(0, 10)) if is_due else None,
            )
        )
    return tuple(found)
