"""Says at once that a number is already on file, whose it is, and opens that record on a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QWidget

from unionapp.services import employers, people
from unionapp.ui.widgets.basics import button, row, wrapping
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

KEY = "F6"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody else's record with the same number."""

    id: str
    words: str


def _person(bench: Workbench, number: str, but: str | None) -> tuple[Known, ...]:
    return tuple(
        Known(one.person_id, " · ".join(word for word in (one.name, one.address) if word))
        for one in people.on_file(bench.desk, number, but=but)
    )


def _employer(bench: Workbench, number: str, but: str | None) -> tuple[Known, ...]:
    return tuple(
        Known(one.id, " · ".join(word for word in (one.name, one.address) if word))
        for one in employers.on_file(bench.desk, number, but=but)
    )


# The field of each kind that belongs to one record only, and how the others are found by it.
Finder = Callable[[Workbench, str, str | None], tuple[Known, ...]]
UNIQUE: Mapping[str, tuple[str, Finder]] = {
    "person": ("identity_number", _person),
    "employer": ("credit_code", _employer),
}


class OnFileTip(QFrame):
    """A warning across the form; hidden while nobody else has the number."""

    def __init__(self, bench: Workbench, kind: str, keys_in: QWidget) -> None:
        super().__init__()
        self.setObjectName("tip_warning")
        self._bench, self._kind = bench, kind
        self._known: Known | None = None
        self.words = wrapping("", 13, "warning")
        self.button = button(tr("打开那一份"), key=KEY)
        self.button.clicked.connect(self.open_known)
        self.setLayout(row(self.words, self.button, gap=12, margins=(12, 6, 8, 6)))
        self._shortcut = bind(keys_in, KEY, self.open_known)
        self.hide()

    def look(self, number: object, but: str | None) -> None:
        """Look for others with the number and say so, or go away."""
        _, find = UNIQUE[self._kind]
        found = find(self._bench, number, but) if isinstance(number, str) and number else ()
        self._known = found[0] if found else None
        self.setVisible(bool(found))
        if found:
            self.words.setText(tr("这个号码已在册：{who}", who=found[0].words))

    def open_known(self) -> None:
        """Show the record that has the number."""
        if self._known is not None:
            self._bench.open(self._kind, self._known.id)
