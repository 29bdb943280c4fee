"""How one document is filled from the case: what it is about, and the words that it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from unionapp.models.desk import Reading

# By the names of the printing field registry; None stands for what is not known.
Words = dict[str, object]


class Subject(Protocol):
    """What a paper is about: a record, or an `About`."""

    @property
    def id(self) -> str: ...
    @property
    def deleted_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class About:
    """What a paper is about that is no record: a month, the day's doors, all employers."""

    id: str
    deleted_at: datetime | None = None


S = TypeVar("S", bound=Subject)


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One document: the kind it is noted under, its subject by id, its words.

    `words` is given the folder of the office's own programmes. `numbered` finds the subject by
    the number that the paper's QR code names; None for a paper without one. `maker` is the field
    that names the worker who makes the paper; "" where the record says who. A `counted` paper
    bears 补打 n on every copy after the first.
    """

    kind: str
    find: Callable[[Reading, str], Subject | None]
    words: Callable[[Reading, Any, Path], Words]
    numbered: Callable[[Reading, str], Subject | None] | None = None
    maker: str = ""
    counted: bool = False


def paper(
    kind: str,
    find: Callable[[Reading, str], S | None],
    words: Callable[[Reading, S, Path], Words],
    numbered: Callable[[Reading, str], S | None] | None = None,
    *,
    maker: str = "",
    counted: bool = False,
) -> PaperKind:
    """Return a paper whose words are told of exactly what is found."""
    return PaperKind(kind, find, words, numbered, maker, counted)
