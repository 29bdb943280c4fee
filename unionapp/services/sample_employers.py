"""Makes up employers, their unions, and how far the organising has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from unionapp.services.sample_numbers import Numbers
from unionapp.services.sample_places import data
from unionapp.services.sample_specs import EmployerSpec, UnionSpec

_UNION = "81"
_PROGRESS = {
    "none": ("not_contacted", "contacted", "willing", "refused"),
    "to_prepare": ("willing", "materials"),
    "preparing": ("applied", "preparing"),
    "established": ("established", "joint_union"),
}
_STATES = tuple(_PROGRESS)
_STATE_WEIGHTS = (46, 10, 8, 36)
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class _Trade:
    name: str
    kind: str
    unit: str
    industry: str
    group: str | None
    workers: tuple[int, int]


class Firms:
    """All employers of a patch; a person's employer is drawn by the number of its workers."""

    def __init__(self, random: Random, numbers: Numbers, how_many: int, today: date) -> None:
        known = data("employers")
        self._random = random
        self._numbers = numbers
        self._today = today
        self._division: str = data("places")["division"]
        self._stems: list[str] = known["stems"].split()
        trades = [_trade(one) for one in known["trades"]]
        weights = [one["weight"] for one in known["trades"]]
        self._specs = [
            self._employer(place, random.choices(trades, weights)[0]) for place in range(how_many)
        ]
        self._weights = list(accumulate(spec.workers for spec in self._specs))
        # Small ones stand in the shopfronts of the patch.
        self._homeless = [spec.key - 1 for spec in self._specs if spec.workers <= 30][::-1]

    def pick(self, random: Random) -> EmployerSpec:
        """Return an employer for a person who works."""
        return random.choices(self._specs, cum_weights=self._weights)[0]

    def move_in(self, door: int, address: str, belongs_to: str) -> int | None:
        """Put the next small employer behind a shopfront; None when all have one."""
        if not self._homeless:
            return None
        place = self._homeless.pop()
        changed = replace(self._specs[place], door=door, address=address, belongs_to=belongs_to)
        self._specs[place] = changed
        return changed.key

    def employers(self) -> tuple[EmployerSpec, ...]:
        return tuple(self._specs)

    def unions(self, patch: str) -> tuple[UnionSpec, ...]:
        """Return the union of the patch first, then those of employers that have one."""
        own = [spec for spec in self._specs if spec.organising_progress == "established"]
        found = [self._union(1, f"{patch}总工会", None)]
        found += [
            self._union(place, f"{spec.name}工会委员会", spec.key)
            for place, spec in enumerate(own, start=2)
        ]
        return tuple(found)

    def _union(self, key: int, name: str, employer: int | None) -> UnionSpec:
        code = self._numbers.credit_code(_UNION, self._division)
        established = self._today - timedelta(days=self._random.randint(200, 4000))
        return UnionSpec(key, name, code, employer, established)

    def _employer(self, place: int, trade: _Trade) -> EmployerSpec:
        random = self._random
        workers = random.randint(*trade.workers)
        state = random.choices(_STATES, _STATE_WEIGHTS)[0]
        progress = random.choice(_PROGRESS[state])
        turn, stem = divmod(place, len(self._stems))
        number = "" if turn == 0 else f"第{_numeral(turn)}"
        in_groups = round(workers * 0.7) if trade.group else 0
        return EmployerSpec(
            key=place + 1,
            name=f"沈阳{self._stems[stem]}{number}{trade.name}",
            credit_code=self._numbers.credit_code(trade.kind, self._division),
            address=f"铁西区砺金路{place + 1}号",
            contact=random.choice("王李张刘陈杨赵黄周吴") + random.choice(("经理", "主任", "会计")),
            phone=self._numbers.phone(),
            unit_kind=trade.unit,
            industry=trade.industry,
            group=trade.group,
            union_state=state,
            workers=workers,
            women=random.randint(workers // 5, workers * 3 // 5),
            eight_group_workers=in_groups,
            members=random.randint(workers // 2, workers) if state == "established" else 0,
            organising_progress=progress,
            belongs_to="铁西区",
        )


def _trade(one: Mapping[str, Any]) -> _Trade:
    lowest, highest = one["workers"]
    group = one.get("group")
    return _Trade(one["name"], one["kind"], one["unit"], one["industry"], group, (lowest, highest))


def _numeral(number: int) -> str:
    """Write 1 to 99 as a company name does, and larger numbers in figures."""
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    last = _NUMERALS[ones - 1] if ones else ""
    if tens == 0:
        return last
    return ("" if tens == 1 else _NUMERALS[tens - 1]) + "十" + last
