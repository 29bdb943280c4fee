"""Keeps one hardship file a household and says what it is entitled to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from unionapp.errors import Problem
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import HardshipFile
from unionapp.programmes.evaluate import Verdict


@dataclass(frozen=True, slots=True)
class Opened:
    """A hardship file that was opened."""

    file: HardshipFile
    changes: frozenset[str]


def file_of(desk: Desk, household_id: str) -> HardshipFile | None:
    """Return the household's file, or None."""
    raise NotImplementedError


def open_file(desk: Desk, household_id: str, applicant_id: str) -> Opened:
    """Open the household's file; raises `hardship.filed_already` with the file that exists."""
    raise NotImplementedError


def cause_problems(main: Sequence[str], further: Sequence[str]) -> tuple[Problem, ...]:
    """Return what is wrong with the causes: exactly one main cause, at most three others."""
    raise NotImplementedError


def problems_of(file: HardshipFile) -> tuple[Problem, ...]:
    """Return what keeps a file from being decided on: causes, and exclusions without evidence."""
    raise NotImplementedError


def facts_of(reading: Reading, file: HardshipFile, day: date) -> dict[str, Any]:
    """Return the facts of a file as `programme try` takes them."""
    raise NotImplementedError


def assess(desk: Desk, file_id: str, *, day: date, programme: str = "living_aid") -> Verdict:
    """Return what a programme says on a day; writes nothing.

    Raises `UserError` with every fact that is missing.
    """
    raise NotImplementedError
