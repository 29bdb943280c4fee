"""Our own check over the cells of a form, before pyxform: all problems in one list."""

from __future__ import annotations

from collections.abc import Mapping

from unionapp.errors import Problem
from unionapp.forms.sheets import Sheet


def check(tables: Mapping[str, Sheet]) -> tuple[Problem, ...]:
    """Return every problem and warning, with sheet, row and column."""
    if "survey" not in tables:
        return (Problem("form.no_survey", "survey"),)
    return ()
