"""Makes up households: who lives together, how old they are, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, count
from random import Random

from unionapp.services.sample_employers import Firms
from unionapp.services.sample_numbers import Numbers
from unionapp.services.sample_places import data
from unionapp.services.sample_specs import HouseholdSpec, PersonSpec

MAN, WOMAN = "1", "2"
HEAD, SPOUSE, SON, DAUGHTER, FATHER, MOTHER = "02", "10", "20", "30", "51", "52"

# Kinds of family: weight, age of the head, spouse, most children, parent of the head.
_FAMILIES = (
    (22, (27, 52), True, 2, False),
    (14, (50, 65), True, 1, False),
    (17, (58, 86), True, 0, False),
    (8, (30, 55), True, 1, True),
    (7, (28, 55), False, 2, False),
    (10, (22, 48), False, 0, False),
    (12, (60, 90), False, 0, False),
)
_RARE_SHARE = 0.004
_DIVISIONS = ("210106", "210102", "210122", "210181", "211224", "220102", "150402", "370102")
_DIVISION_WEIGHTS = tuple(accumulate((70, 8, 5, 5, 4, 3, 3, 2)))
_ETHNICITIES = ("01", "11", "02", "03", "10", "38")
_ETHNICITY_WEIGHTS = tuple(accumulate((830, 90, 20, 20, 20, 20)))
_EDUCATIONS = ("71", "61", "41", "31", "21", "14")
_EDUCATION_WEIGHTS = tuple(accumulate((25, 22, 12, 20, 18, 3)))
_PARTIES = ("13", "01", "03")
_PARTY_WEIGHTS = tuple(accumulate((84, 11, 5)))
_TENURES = ("commercial", "affordable", "public_rent", "low_rent", "rented")
_TENURE_WEIGHTS = tuple(accumulate((60, 8, 14, 5, 13)))
_ILLNESSES = ("hypertension", "diabetes", "heart_disease", "minor_illness", "spine_disease")
_RETIREMENT = {MAN: 60, WOMAN: 50}


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    sex: str
    ethnicity: str | None


class PeopleMaker:
    """Makes one household after the other; the same random numbers make the same people."""

    def __init__(self, random: Random, firms: Firms, numbers: Numbers, today: date) -> None:
        known = data("names")
        self._random = random
        self._firms = firms
        self._numbers = numbers
        self._today = today
        self._keys = count(1)
        self._household_keys = count(1)
        self._surnames: list[str] = known["surnames"].split()
        # The n-th surname is borne by about 1 / (n + 4) as many as the first.
        self._surname_weights = list(
            accumulate(1000 // (place + 4) for place in range(len(self._surnames)))
        )
        self._given = {MAN: known["men"].split(), WOMAN: known["women"].split()}
        self._rare = [_Name(one["name"], one["sex"], one.get("ethnicity")) for one in known["rare"]]
        self._rare_left = list(reversed(self._rare))
        self._family_weights = list(accumulate(family[0] for family in _FAMILIES))

    def household(self, door: int, most: int) -> tuple[HouseholdSpec, list[PersonSpec]]:
        """Return a household of at most `most` persons behind a door, its head first."""
        random = self._random
        key = next(self._household_keys)
        family = random.choices(_FAMILIES, cum_weights=self._family_weights)[0]
        _, ages, has_spouse, children, has_parent = family
        sex = MAN if random.random() < 0.68 else WOMAN
        age = random.randint(*ages)
        ethnicity = random.choices(_ETHNICITIES, cum_weights=_ETHNICITY_WEIGHTS)[0]
        surname = self._surname()
        head = self._person(key, sex, age, HEAD, surname, ethnicity, married=has_spouse)
        people = [head]
        other = WOMAN if sex == MAN else MAN
        fathers = surname
        if has_spouse:
            spouse_age = max(22, age + random.randint(-5, 3))
            spouses = self._surname()
            people.append(self._person(key, other, spouse_age, SPOUSE, spouses, ethnicity, True))
            fathers = surname if sex == MAN else spouses
        for _ in range(random.randint(1, children) if children else 0):
            child_age = max(0, age - random.randint(23, 34))
            child_sex = MAN if random.random() < 0.52 else WOMAN
            relation = SON if child_sex == MAN else DAUGHTER
            people.append(self._person(key, child_sex, child_age, relation, fathers, ethnicity))
        if has_parent:
            parent_age = min(99, age + random.randint(22, 32))
            is_father = random.random() < 0.4
            name = surname if is_father else self._surname()
            parent = (MAN, FATHER) if is_father else (WOMAN, MOTHER)
            people.append(
                self._person(key, parent[0], parent_age, parent[1], name, ethnicity, True)
            )
        tenure = random.choices(_TENURES, cum_weights=_TENURE_WEIGHTS)[0]
        return HouseholdSpec(key, door, head.key, tenure), people[: max(1, most)]

    def _person(
        self,
        household: int,
        sex: str,
        age: int,
        relation: str,
        surname: str,
        ethnicity: str,
        married: bool = False,
    ) -> PersonSpec:
        random = self._random
        name = self._name(sex, surname)
        born = self._today - timedelta(days=age * 365 + age // 4 + random.randrange(365))
        division = random.choices(_DIVISIONS, cum_weights=_DIVISION_WEIGHTS)[0]
        number, born = self._numbers.identity(division, born, sex)
        works = 20 <= age < _RETIREMENT[sex]
        status = self._work_status(works, age, sex)
        firm = self._firms.pick(random) if status == "working" else None
        is_adult = age >= 18
        return PersonSpec(
            key=next(self._keys),
            household=household,
            name=name.text,
            identity_number=number,
            sex=sex,
            birth_date=born,
            relation=relation,
            ethnicity=name.ethnicity or ethnicity,
            phone=self._numbers.phone() if age >= 14 and random.random() < 0.93 else None,
            employer=firm.key if firm else None,
            workplace=firm.name if firm else None,
            occupation_group=firm.group if firm and random.random() < 0.7 else None,
            work_status=status,
            claims_membership=random.random() < 0.45 if firm else None,
            education=_one(random, _EDUCATIONS, _EDUCATION_WEIGHTS) if is_adult else None,
            political_status=_one(random, _PARTIES, _PARTY_WEIGHTS) if is_adult else None,
            marital_status=_marital_status(age, relation, married) if is_adult else None,
            monthly_wage_fen=random.randint(19, 90) * 10_000 if firm else None,
            health=self._health(age),
        )

    def _surname(self) -> str:
        return self._random.choices(self._surnames, cum_weights=self._surname_weights)[0]

    def _name(self, sex: str, surname: str) -> _Name:
        """Usual names, and now and then a rare one; each rare one is there in every patch."""
        if self._random.random() < _RARE_SHARE or self._rare_due():
            fitting = [name for name in self._rare_left if name.sex == sex]
            if fitting:
                self._rare_left.remove(fitting[-1])
                return fitting[-1]
            fitting = [name for name in self._rare if name.sex == sex]
            return self._random.choice(fitting)
        given = self._random.choice(self._given[sex])
        return _Name(surname + given, sex, None)

    def _rare_due(self) -> bool:
        """Early in the patch the rare names come quickly, so that a small one has them too."""
        return bool(self._rare_left) and self._random.random() < 0.06

    def _work_status(self, works: bool, age: int, sex: str) -> str | None:
        if works:
            roll = self._random.random()
            return "working" if roll < 0.84 else "laid_off" if roll < 0.92 else "unemployed"
        return "retired" if age >= _RETIREMENT[sex] else None

    def _health(self, age: int) -> str:
        ill = 0.03 if age < 45 else 0.25
        return self._random.choice(_ILLNESSES) if self._random.random() < ill else "good"


def _marital_status(age: int, relation: str, married: bool) -> str:
    if married:
        return "30" if relation in (FATHER, MOTHER) else "20"
    if relation == HEAD and age >= 60:
        return "30"
    return "40" if relation == HEAD and age >= 30 else "10"


def _one(random: Random, values: tuple[str, ...], weights: tuple[int, ...]) -> str:
    return random.choices(values, cum_weights=weights)[0]
