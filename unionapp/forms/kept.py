"""What is kept of a filling while it goes on, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from unionapp.forms.filling import Filling
    from unionapp.forms.nodes import Node


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer as it stands.

    `typed` is text that is no value of its question (31 February), kept until it is mended;
    `accepted` is the reason why a soft check was passed over; `aside` is an earlier choice that is
    not offered any more.
    """

    value: str = ""
    typed: str = ""
    accepted: str = ""
    aside: str = ""


class Keeper(Protocol):
    """Keeps the answers of a filling, one by one."""

    def keep(self, changes: Mapping[str, Kept | None]) -> None:
        """Keep what changed, by path with row numbers; None is a path that is gone."""

    def tell(self, filling: Filling, nodes: frozenset[Node]) -> Mapping[Node, str]:
        """Carry answers that changed to where else they belong; returns answers that come back."""


class Nowhere:
    """Keeps nothing: a form is only tried out."""

    def keep(self, changes: Mapping[str, Kept | None]) -> None:
        """Forget it."""

    def tell(self, filling: Filling, nodes: frozenset[Node]) -> Mapping[Node, str]:
        """Nothing comes back."""
        return {}
