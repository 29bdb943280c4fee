"""Identity numbers: what kind, whether well-formed, and what they say about their holder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from unionapp.errors import Problem

Verdict = Literal["ok", "warning", "error"]
Kind = Literal["resident18", "resident15", "hk_macau_taiwan", "foreign", "foreign_old", "other"]


@dataclass(frozen=True, slots=True)
class IdentityResult:
    """What a number says. `sex` is the GB/T 2261.1 code, "1" male or "2" female."""

    verdict: Verdict
    kind: Kind
    number: str
    birth_date: date | None = None
    sex: str | None = None
    division: str | None = None
    problems: tuple[Problem, ...] = ()


def normalise(text: str) -> str:
    raise NotImplementedError


def check(text: str, *, today: date) -> IdentityResult:
    raise NotImplementedError


def mask(number: str) -> str:
    raise NotImplementedError


def matches_typed(
    result: IdentityResult, *, sex: str | None, birth_date: date | None
) -> tuple[Problem, ...]:
    raise NotImplementedError
