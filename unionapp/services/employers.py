"""Keeps employers with the four answers (四清) of the organising survey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from unionapp.models.desk import Desk
from unionapp.models.records import Employer
from unionapp.services.records import Saved

Show = Literal["all", "incomplete", "complete", "call_list"]


@dataclass(frozen=True, slots=True)
class FourAnswers:
    """Which of the four answers an employer has given; `missing` are the empty fields."""

    answered: int
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class EmployerFilter:
    """Which employers to list; `union_state` is a code of that list, "" for not asked yet."""

    show: Show = "all"
    union_state: str | None = None
    text: str = ""
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class EmployerLine:
    """One employer with its address and how far the survey has come."""

    employer: Employer
    address: str
    answers: FourAnswers
    on_call_list: bool


@dataclass(frozen=True, slots=True)
class EmployerCounts:
    """Figures over all employers; `by_union_state` holds every code, and "" for not asked yet."""

    employers: int
    complete: int
    call_list: int
    workers: int
    women: int
    eight_group_workers: int
    members: int
    by_union_state: Mapping[str, int]


def add(desk: Desk, values: Mapping[str, object], *, door_id: str | None = None) -> Saved:
    """Add an employer, behind a door if it is known; raises as `records.new` does."""
    raise NotImplementedError


def four_answers(employer: Employer) -> FourAnswers:
    """Say which of the four answers stand."""
    raise NotImplementedError


def listing(desk: Desk, wanted: EmployerFilter | None = None) -> tuple[EmployerLine, ...]:
    """Return employers by name."""
    raise NotImplementedError


def call_list(desk: Desk) -> tuple[EmployerLine, ...]:
    """Return employers with 100 workers or more and no union, the largest first."""
    raise NotImplementedError


def counts(desk: Desk) -> EmployerCounts:
    """Return the figures of the organising survey."""
    raise NotImplementedError
