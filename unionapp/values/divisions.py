"""Administrative divisions (GB/T 2260): Liaoning to the county, the rest to the province.

The table is the code list `resources/codes/divisions.toml`; its sources stand there. Identity
numbers keep the code of their first issue for life, so codes that were given up stay known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from unionapp.values import codes

Level = Literal["province", "city", "county"]

LIAONING = "210000"
_SUFFIXES = ("自治县", "自治区", "特别行政区", "地区", "省", "市", "区", "县")


@dataclass(frozen=True, slots=True)
class Division:
    """One division.

    `valid_to` is set when the code was given up: the last 31 December on which the yearly table
    listed it. `parent` is the code of the city or province above. `former` are earlier names.
    """

    code: str
    zh: str
    en: str
    level: Level
    parent: str | None = None
    valid_to: date | None = None
    former: tuple[str, ...] = ()

    def label(self, language: str = "zh") -> str:
        """Return the full official name; one that was given up says so: 辽中县(已撤销)."""
        if language == "en":
            return self.en if self.valid_to is None else f"{self.en} (abolished)"
        return self.zh if self.valid_to is None else f"{self.zh}(已撤销)"


def find(code: str) -> Division | None:
    """Return the division of a six-digit code, abolished ones included, or None."""
    return _table().get(code)


def knows_province(code: str) -> bool:
    """Tell whether a division code begins with one of the 34 provinces."""
    return f"{code[:2]}0000" in _table()


def cities() -> tuple[Division, ...]:
    """Return Liaoning's 14 cities in the order of their codes."""
    return tuple(
        division
        for division in _table().values()
        if division.level == "city" and division.parent == LIAONING and division.valid_to is None
    )


def counties(city: str) -> tuple[Division, ...]:
    """Return the districts, counties and county-level cities of a city (code `210100`)."""
    return tuple(
        division
        for division in _table().values()
        if division.parent == city and division.level == "county" and division.valid_to is None
    )


def by_name(name: str, city: str | None = None) -> tuple[Division, ...]:
    """Return every division that a name can mean; several when names clash (铁西区).

    Takes the full name (和平区), the name without its last word (和平) or an earlier name
    (东陵区). What is in force goes before what was given up, full names before short ones.
    `city` (a code) keeps only what lies in that city.
    """
    wanted = "".join(name.split())
    for names in (_by_full_name(), _by_short_name(), _by_former_name()):
        found = tuple(
            division
            for division in names.get(wanted, ())
            if city is None or city in (division.parent, division.code)
        )
        in_force = tuple(division for division in found if division.valid_to is None)
        if found:
            return in_force or found
    return ()


@cache
def _table() -> Mapping[str, Division]:
    listed = codes.load("divisions")
    known = frozenset(item.code for item in listed)
    return {
        item.code: Division(
            code=item.code,
            zh=item.zh,
            en=item.en,
            level=_level(item.code),
            parent=_parent(item.code, known),
            valid_to=item.valid_to,
            former=item.aliases,
        )
        for item in listed
    }


def _level(code: str) -> Level:
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def _parent(code: str, known: frozenset[str]) -> str | None:
    """County-level cities of the years 1986 to 1994 (2190xx) stood under the province."""
    if code.endswith("0000"):
        return None
    city = f"{code[:4]}00"
    return city if city != code and city in known else f"{code[:2]}0000"


@cache
def _by_full_name() -> Mapping[str, tuple[Division, ...]]:
    return _grouped((division.zh, division) for division in _table().values())


@cache
def _by_short_name() -> Mapping[str, tuple[Division, ...]]:
    return _grouped((_short(division.zh), division) for division in _table().values())


@cache
def _by_former_name() -> Mapping[str, tuple[Division, ...]]:
    return _grouped((name, division) for division in _table().values() for name in division.former)


def _grouped(pairs: Iterable[tuple[str, Division]]) -> Mapping[str, tuple[Division, ...]]:
    groups: defaultdict[str, list[Division]] = defaultdict(list)
    for name, division in pairs:
        groups[name].append(division)
    return {name: tuple(group) for name, group in groups.items()}


def _short(name: str) -> str:
    """Drop the last word: 和平区 → 和平; a name of two characters (义县) stays whole."""
    for suffix in _SUFFIXES:
        stem = name.removesuffix(suffix)
        if stem != name and len(stem) > 1:
            return stem.removesuffix("满族").removesuffix("蒙古族")
    return name
