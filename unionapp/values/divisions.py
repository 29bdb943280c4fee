"""Administrative divisions (GB/T 2260): Liaoning to the county, the rest to the province."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Level = Literal["province", "city", "county"]


@dataclass(frozen=True, slots=True)
class Division:
    """One division; `valid_to` is set when it was abolished, `parent` is a code."""

    code: str
    zh: str
    en: str
    level: Level
    parent: str | None = None
    valid_to: date | None = None

    def label(self, language: str = "zh") -> str:
        return self.en if language == "en" else self.zh


def find(code: str) -> Division | None:
    raise NotImplementedError


def cities() -> tuple[Division, ...]:
    raise NotImplementedError


def counties(city: str) -> tuple[Division, ...]:
    raise NotImplementedError


def by_name(name: str, city: str | None = None) -> tuple[Division, ...]:
    raise NotImplementedError
