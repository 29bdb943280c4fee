"""Proofs of a design that is not saved: the very PDF that would be printed, with sample values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from unionapp.errors import Problem, UserError
from unionapp.printing import designs, documents, samples
from unionapp.printing.documents import Wishes
from unionapp.printing.fields import Provider
from unionapp.printing.own_designs import Unsaved
from unionapp.ui.design.view import USUAL, View


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be drawn, and how it is looked at.

    `providers` returns what knows answers and facts; it is asked off the screen's thread.
    """

    files: Unsaved
    issued: date
    providers: Callable[[], Mapping[str, Provider]]
    view: View = USUAL


@dataclass(frozen=True, slots=True)
class Proof:
    """The pages of a first copy, which side each shows (from 0), and what there is to complain."""

    pdf: bytes
    sides: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()

    def pages(self, side: int) -> tuple[int, ...]:
        """Return the pages of the file that show a side, in order."""
        return tuple(page for page, one in enumerate(self.sides) if one == side)


def draw(order: Order) -> Proof:
    """Return the proof of a design on a sheet of its own size; no page where it has problems."""
    providers, own, view = order.providers(), order.files.own, order.view
    words = documents.vocabulary(own, providers)
    wishes = Wishes(underlay=view.under, providers=providers)
    try:
        design = designs.read(order.files, words)
        record = samples.record(design, words, worst=view.worst, long=view.page > 0)
        made = documents.proof(design, record, issued=order.issued, own=own, wishes=wishes)
    except UserError as error:
        return Proof(b"", problems=error.problems)
    number = {side.name: at for at, side in enumerate(design.sides)}
    one_copy = made.sides[: len(made.sides) // len(design.copies)]
    return Proof(made.pdf, tuple(number[side] for side in one_copy))
