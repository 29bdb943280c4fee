"""What stands beside the answers of a filling, and the open problems that follow from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from unionapp.forms.form import Form
from unionapp.forms.kept import Kept
from unionapp.forms.nodes import Node

_MOST_SHOWN = 100  # characters of a text that is no value


class Trouble(StrEnum):
    """Why a question is on the list of open problems."""

    TYPED = "typed"  # what was typed is no value of the question
    ASIDE = "aside"  # an earlier choice that is not offered any more
    REQUIRED = "required"
    CONSTRAINT = "constraint"
    WARNING = "warning"  # a soft check; passed over with a reason
    ROWS = "rows"  # more rows are wanted than a form can have; the text says how many


@dataclass(frozen=True, slots=True)
class OpenProblem:
    """One open problem; `text` is the form's own words, "" where it has none."""

    node: Node
    trouble: Trouble
    text: str

    @property
    def stops(self) -> bool:
        """Whether the filling cannot be finished with it."""
        return self.trouble is not Trouble.WARNING and self.trouble is not Trouble.ASIDE


@dataclass(slots=True)
class Marks:
    """Texts that are no value, reasons given, and earlier choices put aside, by question."""

    typed: dict[Node, str] = field(default_factory=dict)
    accepted: dict[Node, str] = field(default_factory=dict)
    aside: dict[Node, str] = field(default_factory=dict)

    def remember(self, node: Node, one: Kept) -> None:
        """Take over what was kept of a question."""
        for store, text in (
            (self.typed, one.typed),
            (self.accepted, one.accepted),
            (self.aside, one.aside),
        ):
            if text:
                store[node] = text
            else:
                store.pop(node, None)

    def kept(self, node: Node) -> Kept:
        """Return what is kept of a question."""
        return Kept(
            node.value,
            self.typed.get(node, ""),
            self.accepted.get(node, ""),
            self.aside.get(node, ""),
        )

    def problems_of(self, form: Form, node: Node) -> tuple[OpenProblem, ...]:
        """Return what is open about one question."""
        if node.kids or node.spec.control is None or not node.relevant:
            return ()
        if node in self.typed:
            return (OpenProblem(node, Trouble.TYPED, self.typed[node][:_MOST_SHOWN]),)
        found = []
        if node in self.aside:
            found.append(OpenProblem(node, Trouble.ASIDE, self.aside[node]))
        error = form.error(node)
        if error is not None:
            trouble = Trouble.REQUIRED if error == "required" else Trouble.CONSTRAINT
            found.append(OpenProblem(node, trouble, form.message(node, error) or ""))
        elif node not in self.accepted and (words := form.warning(node)) is not None:
            found.append(OpenProblem(node, Trouble.WARNING, words))
        return tuple(found)
