"""The verdict scale of the checks: what may be stored, and with how much doubt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from unionapp.errors import Problem

# "error": the number cannot be right as typed; "warning": it can, but look again.
Verdict = Literal["ok", "warning", "error"]


def verdict_of(problems: Iterable[Problem]) -> Verdict:
    """Return "error" if any problem is more than a warning, else "warning", else "ok"."""
    found = tuple(problems)
    if any(not problem.warning for problem in found):
        return "error"
    return "warning" if found else "ok"
