"""The steps of a scale: which values there are between its ends."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.asked import parameter


@dataclass(frozen=True, slots=True)
class Steps:
    """Values from `start` to `end` (which may be the smaller) in steps, all exact."""

    start: Decimal
    end: Decimal
    step: Decimal

    @property
    def last(self) -> int:
        """The number of the last value; the first is 0."""
        return int(abs(self.end - self.start) / self.step)

    def value(self, at: int) -> Decimal:
        """Return the value of a number."""
        way = 1 if self.end >= self.start else -1
        return self.start + way * self.step * max(0, min(at, self.last))

    def text(self, at: int) -> str:
        """Return the value of a number as it is stored."""
        return format(self.value(at).normalize(), "f")

    def place(self, text: str) -> float | None:
        """Return where on the scale a value stands, 0 to 1; None when it is not on it."""
        try:
            at = Decimal(text)
        except InvalidOperation:
            return None
        whole = self.end - self.start
        if not at.is_finite() or not whole:
            return None
        place = (at - self.start) / whole
        return float(place) if 0 <= place <= 1 else None

    def holds(self, text: str) -> bool:
        """Whether a value is one of the steps."""
        place = self.place(text)
        return place is not None and (Decimal(text) - self.start) % self.step == 0


def steps_of(node: Node) -> Steps:
    """Return the steps that a question asks for: 0 to 10 by 1 where it does not say."""
    start, end = _number(parameter(node, "start"), "0"), _number(parameter(node, "end"), "10")
    step = abs(_number(parameter(node, "step"), "1"))
    return Steps(start, end, step or Decimal(1))


def _number(text: str, otherwise: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return Decimal(otherwise)
    return found if found.is_finite() else Decimal(otherwise)
