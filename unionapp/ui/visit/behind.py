"""Who lives and works behind the door, as a list that the keyboard walks through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from unionapp.services.doors import DoorView, HouseholdView
from unionapp.ui.matrix.people_rows import employer_row, person_row
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import clear, column, label, row, wrapping
from unionapp.ui.wording import language, tr
from unionapp.values import codes


class BehindDoor(QWidget):
    """Households with their people, then employers; Enter opens one.

    Signals:
        opened: kind and id of what is to be edited.
    """

    opened = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._rows = column(gap=4)
        self.setLayout(self._rows)
        self._entries: list[_Entry] = []

    def show_door(self, view: DoorView, today: date) -> None:
        """Show who is behind a door; the entry in focus keeps it."""
        focused = self.focused()
        clear(self._rows)
        self._entries = []
        for part in self._parts(view, today):
            self._rows.addWidget(part)
            part.show()  # now, not with the next event: the focus goes to visible widgets only
        self.focus(*focused)

    def focus(self, kind: str, id_: str) -> bool:
        """Put the focus on an entry; False when it is not there."""
        for one in self._entries:
            if one.key == (kind, id_):
                one.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def focused(self) -> tuple[str, str]:
        """Return kind and id of the entry in focus, empty words when there is none."""
        return next((one.key for one in self._entries if one.hasFocus()), ("", ""))

    def first(self) -> QWidget | None:
        """Return the first entry."""
        return self._entries[0] if self._entries else None

    def _parts(self, view: DoorView, today: date) -> Iterator[QWidget]:
        for number, home in enumerate(view.households, start=1):
            yield self._entry("household", home.household.id, _home_row(home, number))
            for line in home.people:
                yield self._entry("person", line.person.id, person_row(line, today))
        for employer in view.employers:
            yield self._entry("employer", employer.id, employer_row(employer))
        if not view.households and not view.employers:
            yield wrapping(tr("还没有登记住户和单位：按 F6 加人，按 F9 加单位。"), 13, "ink2")

    def _entry(self, kind: str, id_: str, shown: QWidget) -> QWidget:
        made = _Entry(kind, id_, shown)
        made.clicked.connect(lambda: self.opened.emit(kind, id_))
        made.stepped.connect(self._step)
        self._entries.append(made)
        return made

    def _step(self, by: int) -> None:
        at = next((n for n, one in enumerate(self._entries) if one.hasFocus()), None)
        if at is not None and 0 <= at + by < len(self._entries):
            self._entries[at + by].setFocus(Qt.FocusReason.TabFocusReason)


def _home_row(home: HouseholdView, number: int) -> QWidget:
    made = QWidget()
    tenure = codes.load("housing").label(home.household.tenure, language())
    parts = [tr("{count} 人", count=len(home.people)), tenure]
    if home.hardship_file_id:
        parts.append(tr("困难建档"))
    title = label(tr("家庭 {number}", number=number), 13, "ink2", bold=True)
    about = label(" · ".join(part for part in parts if part), 12, "ink3")
    made.setLayout(row(title, about, None, gap=8))
    made.setAccessibleName(tr("家庭 {number}", number=number))
    return made


class _Entry(QPushButton):
    """One row as a button: Enter and Space open it, up and down go on."""

    stepped = Signal(int)

    def __init__(self, kind: str, id_: str, shown: QWidget) -> None:
        super().__init__()
        self.key = (kind, id_)
        self.setAutoDefault(False)
        self.setAccessibleName(shown.accessibleName())
        shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        margins = (6, 3, 6, 3) if kind != "household" else (6, 6, 6, 2)
        self.setLayout(row(shown, margins=margins))
        height = theme().px(32 if kind == "household" else 46)
        self.setFixedHeight(height)
        look = theme().colours
        self.setStyleSheet(
            "QPushButton { border: 2px solid transparent; background: transparent; padding: 0;"
            f" text-align: left; min-height: {height - 4}px; }}"
            f"QPushButton:hover {{ background: {look['page']}; }}"
            f"QPushButton:focus {{ border-color: {look['primary']};"
            f" background: {look['primary_tint']}; }}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
