"""What an expression sees while it runs: its node, its place, and the form around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Protocol

from unionapp.forms.coercion import Value
from unionapp.forms.nodes import Tree


class Surroundings(Protocol):
    """What functions may ask of the form that is being filled."""

    @property
    def top(self) -> Tree:
        """The document above the root node."""
        ...

    @property
    def zone(self) -> tzinfo: ...
    @property
    def now(self) -> datetime: ...
    @property
    def lists(self) -> Mapping[str, Tree]:
        """The secondary instances by their ids."""
        ...

    def random(self) -> float:
        """A number from 0 up to 1."""
        ...

    def new_id(self) -> str:
        """A new UUID as text."""
        ...

    def choice_label(self, question: Tree | None, value: str) -> str:
        """The label of a choice of a question, in the present language."""
        ...

    def translation(self, text_id: str) -> str:
        """The text of that id in the present language."""
        ...


class Context:
    """The context of one evaluation (XPath 1.0, section 1)."""

    __slots__ = ("current", "form", "node", "position", "size", "zone")

    def __init__(
        self,
        node: Tree,
        form: Surroundings,
        *,
        current: Tree | None = None,
        position: int = 1,
        size: int = 1,
    ) -> None:
        self.node = node
        self.form = form
        self.zone = form.zone
        self.current = node if current is None else current
        self.position = position
        self.size = size


Run = Callable[[Context], Value]
Function = Callable[[Context, Sequence[Value]], Value]
