"""What is known about one case, as typed facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from unionapp.errors import Problem
from unionapp.programmes.categories import OFF_FILE, Category, FileState
from unionapp.programmes.programme import Among, Setting
from unionapp.programmes.standards import Standard, StandardKind


@dataclass(frozen=True, slots=True)
class Household:
    """What is known of a household; amounts are fen a year, divisions GB/T 2260 codes.

    `hukou` and `filing_union` are the divisions of the household register and of the union that
    keeps the file. `category` is that of the file, when there is one; `file_state` (a code of
    `hardship_state`) is whether the file still stands. `struck`: by a disaster, an accident or an
    epidemic.
    """

    id: str | None = None
    people: int | None = None
    annual_income_fen: int | None = None
    rigid_costs_fen: int = 0
    accident_losses_fen: int = 0
    struck: bool | None = None
    still_in_difficulty: bool | None = None
    division: str | None = None
    hukou: str | None = None
    filing_union: str | None = None
    school: str | None = None
    dibao_kind: StandardKind | None = None
    category: Category | None = None
    on_file_since: date | None = None
    months_above_standard: int | None = None
    main_causes: tuple[str, ...] | None = None
    further_causes: tuple[str, ...] | None = None
    file_state: FileState | None = None

    @property
    def off_file(self) -> str:
        """The code of why its file gives no category: it left hardship or was cancelled; or "".

        Whatever the figures are, such a household is in none until it is back (返困).
        """
        return OFF_FILE.get(self.file_state, "") if self.file_state else ""


@dataclass(frozen=True, slots=True)
class ExclusionAnswer:
    """One exclusion that was looked into: whether it applies, and what shows it."""

    code: str
    applies: bool
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """Something that was given before: by which programme, when, to whom among the family.

    A grant that names a person, household or union counts for that one only. `round`, `illness`,
    `child`, `stay` and `event` tell grants apart where the period is no stretch of time.
    """

    programme: str
    day: date
    amount_fen: int = 0
    among: Among = "own"
    person: str = ""
    household: str = ""
    union: str = ""
    kind: str = ""
    round: str = ""
    illness: str = ""
    child: str = ""
    stay: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one case. `day` is the day of decision; `year` the year aided.

    `values` holds what is neither the household's nor the case's, by dotted name:
    `person.birth_date`, and the programme's own facts such as `medical.total_fen`.
    """

    day: date
    year: int
    payment_day: date | None = None
    household: Household = field(default_factory=Household)
    exclusions: tuple[ExclusionAnswer, ...] = ()
    earlier: tuple[Grant, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)
    standards: tuple[Standard, ...] | None = None
    settings: Mapping[str, Setting] = field(default_factory=dict, hash=False)
    warnings: tuple[Problem, ...] = ()

    def get(self, name: str) -> Any:  # noqa: ANN401 - a fact is of the type that its name says
        """Return a fact by its dotted name, or None when it is not known."""
        group, dot, last = name.partition(".")
        if not dot:
            return getattr(self, name)
        return getattr(self.household, last) if group == "household" else self.values.get(name)
