"""Says what comes next for a household, so that the biggest button is always the right one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from unionapp.errors import Problem
from unionapp.models.records import Case
from unionapp.programmes.evaluate import Verdict
from unionapp.services.cases import GRANTED, OPEN, PAID
from unionapp.services.household_papers import PaperChoice

Step = Literal["complete", "open", "decide", "paper", "pay", "print", "none"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a household's aid: the verdict, or what is missing for one.

    `paper` is what must be printed before the money is paid.
    """

    verdict: Verdict | None
    missing: Sequence[Problem]
    case: Case | None
    this_year: bool
    paper: PaperChoice | None = None


def next_step(standing: Standing) -> Step:
    """Return the one thing to do next."""
    case = standing.case if standing.this_year else None
    if case is not None and case.state == PAID:
        return "print"
    if case is not None and case.state == GRANTED:
        return "paper" if standing.paper is not None else "pay"
    if standing.missing or standing.verdict is None:
        return "complete"
    if case is not None and case.state == OPEN:
        return "decide"
    if case is not None:
        return "none"
    return "open"
