"""The outcomes of a visit as the matrix shows them: label, digit and look of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from unionapp.ui.theme import NOT_VISITED, StatusLook, theme
from unionapp.ui.wording import language, tr
from unionapp.values import codes


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome with its digit; `short` fits on a small button."""

    code: str
    digit: int
    label: str
    short: str


def all_outcomes() -> tuple[Outcome, ...]:
    """Return the outcomes in the order of their digits, in the language of the window."""
    return _in(language())


@cache
def _in(spoken: str) -> tuple[Outcome, ...]:
    found = []
    for item in codes.load("visit_outcome"):
        said = item.label(spoken)
        short = item.aliases[0] if spoken == "zh" and item.aliases else said
        found.append(Outcome(item.code, int(str(item.more["digit"])), said, short))
    return tuple(sorted(found, key=lambda one: one.digit))


def label_of(code: str | None) -> str:
    """Return the words of a stored outcome; of a door nobody has been to, too."""
    if not code or code == NOT_VISITED:
        return tr("未走访")
    return codes.load("visit_outcome").label(code, language())


def of_digit(digit: int) -> Outcome | None:
    """Return the outcome that a digit records."""
    return next((one for one in all_outcomes() if one.digit == digit), None)


def look_of(code: str | None) -> StatusLook:
    """Return how an outcome is drawn; a code that this program does not know as not visited."""
    statuses = theme().statuses
    return statuses.get(code or NOT_VISITED, statuses[NOT_VISITED])
