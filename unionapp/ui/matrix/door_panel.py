"""The panel of one door: who is behind it, what was agreed, what is open, what was before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QWidget

from unionapp.services.doors import Appointment, DoorView
from unionapp.services.moments import office_time
from unionapp.services.visits import VisitLine
from unionapp.ui.matrix import open_points, outcomes
from unionapp.ui.matrix.days import weekday
from unionapp.ui.matrix.people_rows import employer_row, person_row
from unionapp.ui.theme import theme
from unionapp.ui.widgets import icons
from unionapp.ui.widgets.basics import button, chip, clear, column, label, row, rule, wrapping
from unionapp.ui.wording import language, tr
from unionapp.values import codes

_VISITS_SHOWN = 8
_WIDE, _NARROW = 316, 300


class DoorPanel(QFrame):
    """What is known of the door in focus; the buttons name the keys of the matrix.

    Signals:
        start_asked: begin or go on with a visit.
        outcome_asked: record an outcome at once; carries its code.
    """

    start_asked = Signal()
    outcome_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(tr("选中的门户"))
        body = QWidget()
        body.setObjectName("body")
        self._rows = column(gap=10, margins=(0, 0, 10, 0))
        body.setLayout(self._rows)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setAccessibleName(tr("选中的门户"))
        scroll.setWidget(body)
        self._foot = self._make_foot()
        self.setLayout(column(scroll, self._foot, gap=10, margins=(18, 14, 8, 16)))
        self.set_narrow(narrow=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """Take less room in a small window."""
        self.setFixedWidth(theme().px(_NARROW if narrow else _WIDE))

    def _make_foot(self) -> QWidget:
        made = QWidget()
        self.start = button(tr("开始走访"), "primary", key="Enter")
        self.start.clicked.connect(self.start_asked)
        self.start.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        grid = QGridLayout()
        grid.setSpacing(theme().px(6))
        columns = 4 if language() == "zh" else 2
        for number, one in enumerate(outcomes.all_outcomes()):
            quick = button(f"{one.short} {one.digit}", name=one.label)
            quick.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            quick.setToolTip(f"{one.label}  {one.digit}")
            padding = f"QPushButton {{ padding: 0 2px; font-size: {theme().px(13)}px }}"
            quick.setStyleSheet(padding)
            quick.clicked.connect(lambda _on, code=one.code: self.outcome_asked.emit(code))
            grid.addWidget(quick, number // columns, number % columns)
        made.setLayout(column(self.start, grid, gap=8, margins=(0, 0, 10, 0)))
        return made

    def set_visiting(self, *, visiting: bool) -> None:
        """Leave the buttons away while the visit itself is open beside the panel."""
        self._foot.setVisible(not visiting)

    def show_nothing(self) -> None:
        """Show that no door is chosen."""
        clear(self._rows)
        self._foot.setEnabled(False)
        self._rows.addWidget(label(tr("没有选中门户"), 18, bold=True))
        hint = tr("用方向键在楼栋图里选一户，这里会显示住户、约定和走访记录。")
        self._rows.addWidget(wrapping(hint, 14, "ink2"))
        self._rows.addStretch(1)

    def show_door(self, view: DoorView, today: date) -> None:
        """Show a door."""
        clear(self._rows)
        self._foot.setEnabled(True)
        resume = view.in_progress is not None
        self.start.setText(f"{tr('继续走访') if resume else tr('开始走访')}  Enter")
        for item in self._parts(view, today):
            if isinstance(item, QWidget):
                self._rows.addWidget(item)
            else:
                self._rows.addLayout(item)
        self._rows.addStretch(1)

    def _parts(self, view: DoorView, today: date) -> Iterator[QWidget | QHBoxLayout]:
        look = outcomes.look_of(view.outcome)
        title = label(door_title(view), 18, bold=True)
        edge = look.fill if view.outcome else "page"
        yield row(title, None, chip(outcomes.label_of(view.outcome), look.ink, edge))
        yield wrapping(_about(view), 13, "ink3")
        if view.in_progress is not None and view.in_progress.at is not None:
            began = office_time(view.in_progress.at).strftime("%H:%M")
            yield _tip("history", tr("走访未完成，{began} 开始", began=began), "primary")
        if view.appointment is not None:
            yield _tip("clock", appointment_text(view.appointment, today), _urgency(view, today))
        for home in view.households:
            for line in home.people:
                yield person_row(line, today)
        for employer in view.employers:
            yield employer_row(employer)
        yield from _points(view, today)
        yield rule()
        yield label(tr("走访记录"), 13, "ink3")
        if not any(line.visit.outcome for line in view.visits):
            yield wrapping(tr("还没有走访过。"), 13, "ink2")
        for one in [line for line in view.visits if line.visit.outcome][:_VISITS_SHOWN]:
            yield _visit_row(one)


def door_title(view: DoorView) -> str:
    """Return the entrance and the door: 2单元 1203室."""
    names = [place.name for place in view.path if place.kind in ("entrance", "door")]
    return " ".join(names)


def appointment_text(appointment: Appointment, today: date) -> str:
    """Return when somebody is expected, and how late it is."""
    day = appointment.on
    said = f"{day:%m-%d} {weekday(day)}"
    late = (today - day).days
    if late > 0:
        said = tr("约定 {when}，已过 {days} 天", when=said, days=late)
    elif late == 0:
        said = tr("约定今天上门")
    else:
        said = tr("约定 {when} 上门", when=said)
    return f"{said} · {appointment.time}" if appointment.time else said


def _urgency(view: DoorView, today: date) -> str:
    appointment = view.appointment
    if appointment is None or appointment.on > today:
        return "primary"
    return "warning" if appointment.on == today else "error"


def _about(view: DoorView) -> str:
    parts = []
    for home in view.households[:1]:
        if home.household.tenure:
            parts.append(codes.load("housing").label(home.household.tenure, language()))
    people = sum(len(home.people) for home in view.households)
    if people:
        parts.append(tr("{count} 人", count=people))
    if view.employers:
        parts.append(tr("{count} 家单位", count=len(view.employers)))
    last = next((one for one in view.visits if one.visit.outcome and one.visit.at), None)
    if last is not None and last.visit.at is not None:
        day = office_time(last.visit.at).strftime("%m-%d")
        parts.append(tr("上次走访 {day} {worker}", day=day, worker=last.worker))
    if not parts and view.door.door_kind:
        parts.append(codes.load("door_kind").label(view.door.door_kind, language()))
    return " · ".join(parts) or tr("还没有登记")


def _tip(icon: str, text: str, colour: str) -> QWidget:
    made = QFrame()
    made.setObjectName("tip" if colour == "primary" else f"tip_{colour}")
    look = theme()
    mark = QLabel()
    mark.setPixmap(icons.pixmap(icon, look.colours[colour], look.px(18)))
    mark.setFixedWidth(look.px(20))
    words = wrapping("", 13, colour)
    words.setText(text)
    words.setStyleSheet(words.styleSheet() + ";font-weight:600")
    layout = row(mark, gap=8, margins=(10, 8, 10, 8))
    layout.addWidget(words, 1)
    made.setLayout(layout)
    return made


def _points(view: DoorView, today: date) -> Iterator[QWidget | QHBoxLayout]:
    points = open_points.of_door(view, today)
    if not points:
        return
    yield rule()
    yield label(tr("待办"), 13, "ink3")
    for point in points:
        layout = row(gap=8)
        layout.addWidget(wrapping(point.text, 14, "ink"), 1)
        layout.addWidget(label(point.hint, 12, "warning"), 0, Qt.AlignmentFlag.AlignTop)
        yield layout


def _visit_row(line: VisitLine) -> QHBoxLayout:
    visit = line.visit
    day = office_time(visit.at).strftime("%m-%d") if visit.at else ""
    said = outcomes.label_of(visit.outcome)
    text = tr("{outcome}，{note}", outcome=said, note=visit.note) if visit.note else said
    when = label(day, 12, "ink3")
    when.setFixedWidth(theme().px(40))
    layout = row(gap=8)
    layout.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(wrapping(text, 13, "ink2"), 1)
    return layout
