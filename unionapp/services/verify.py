"""Checks everything in a case database that can be checked, and reports it line by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from unionapp.errors import Problem
from unionapp.models.desk import Desk
from unionapp.wording import sentence


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked into; `detail` holds what was found, warnings included."""

    name: str
    zh: str
    en: str
    ok: bool
    detail: tuple[Problem, ...] = ()

    def label(self, language: str = "zh") -> str:
        return self.en if language == "en" else self.zh

    def texts(self, language: str = "zh") -> tuple[str, ...]:
        """Return what was found, in sentences."""
        return tuple(sentence(problem, language) for problem in self.detail)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome; a warning alone does not make it wrong."""

    ok: bool
    checks: tuple[Check, ...]


def check_everything(desk: Desk, *, progress: Callable[[int, int], None] | None = None) -> Report:
    """Check the open database; changes nothing. `progress(done, of)` is told before each check."""
    raise NotImplementedError
