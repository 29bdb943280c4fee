"""Proofs of a design that is not saved: the very PDF that would be printed, with sample values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from unionapp.errors import Problem, UserError
from unionapp.printing import designs, documents, fields
from unionapp.printing.documents import Wishes
from unionapp.printing.fields import Provider
from unionapp.printing.own_designs import Unsaved


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be drawn: with the usual or the `worst` values, with the scan under it or not.

    `providers` returns what knows answers and facts; it is asked off the screen's thread.
    """

    files: Unsaved
    issued: date
    providers: Callable[[], Mapping[str, Provider]]
    worst: bool = False
    underlay: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """The pages, each side one, and what the loader and the layout have to say."""

    pdf: bytes
    problems: tuple[Problem, ...]


def draw(order: Order) -> Proof:
    """Return the proof of a design on a sheet of its own size; no page where it has problems."""
    providers, own = order.providers(), order.files.own
    words = documents.vocabulary(own, providers)
    wishes = Wishes(underlay=order.underlay, providers=providers)
    try:
        design = designs.read(order.files, words)
        record = fields.samples(design.fields(), worst=order.worst, words=words)
        made = documents.proof(design, record, issued=order.issued, own=own, wishes=wishes)
    except UserError as error:
        return Proof(b"", error.problems)
    return Proof(made.pdf, ())
