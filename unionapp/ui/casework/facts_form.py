"""Asks the facts of a case that no record holds; each is in the case when its field is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from unionapp.errors import Problem, UserError
from unionapp.programmes.describe import AskedFact, facts_asked
from unionapp.programmes.fact_kinds import WrongValue
from unionapp.programmes.fact_names import known_names
from unionapp.programmes.programme import Programme
from unionapp.services import cases
from unionapp.services.case_pages import CasePage
from unionapp.ui.casework import fact_controls
from unionapp.ui.casework.fact_controls import FactControl
from unionapp.ui.widgets.basics import button, column, label, row, wrapping
from unionapp.ui.widgets.field import FormField
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench


@dataclass(frozen=True, slots=True)
class _Place:
    fact: AskedFact
    control: FactControl
    field: FormField


class FactsForm(QWidget):
    """The facts that the programme asks for and the records do not know, those told before too.

    Signals:
        left: Esc, or Enter on the last field.
    """

    left = Signal()

    def __init__(self, bench: Workbench, page: CasePage, programme: Programme) -> None:
        super().__init__()
        self._bench, self._page, self._programme = bench, page, programme
        self.places: dict[str, _Place] = {}
        body = QWidget()
        body.setObjectName("body")
        parts = column(gap=4, margins=(0, 0, 8, 0))
        for fact in asked_here(page, programme):
            place = self._place(fact)
            self.places[fact.name] = place
            parts.addWidget(place.field)
        parts.addStretch(1)
        body.setLayout(parts)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName(tr("补填资料"))
        self._scroll.setWidget(body)
        back = button(tr("填好了，返回个案"), key="Esc")
        back.clicked.connect(self._leave)
        told = tr("只问档案里没有的；每一项离开时自动保存，只用于这个个案。")
        self.setLayout(
            column(
                label(tr("补填资料"), 16, bold=True),
                wrapping(told, 13, "ink2"),
                self._scroll,
                row(back, None),
                gap=10,
            )
        )
        first = next(iter(self.places.values()), None)
        self.setFocusProxy(first.control.widget if first is not None else back)

    def focus_first(self) -> None:
        """Go to the first fact that nobody has told yet."""
        places = list(self.places.values())
        empty = [one for one in places if one.control.value() is None and not one.fact.optional]
        for place in (empty or places)[:1]:
            self._go_to(place)

    def _place(self, fact: AskedFact) -> _Place:
        control = fact_controls.make(self._programme, fact, self._page.today)
        control.show(value_in(self._page.case.answers or {}, fact.name))
        field = FormField(fact.label.text(language()), control.widget, required=not fact.optional)
        place = _Place(fact, control, field)
        control.changed.connect(lambda *_given: self._keep(place))
        control.next_asked.connect(partial(self._after, place))
        return place

    def _keep(self, place: _Place) -> bool:
        """Write a fact into the case, or say beneath its field what is wrong with it."""
        value = place.control.value()
        problem = _problem(self._programme, place.fact, value)
        if problem is not None:
            place.field.show_problems([problem])
            return False
        if value == value_in(self._page.case.answers or {}, place.fact.name):
            place.field.show_problems([])
            return True
        try:
            told = cases.tell(self._bench.desk, self._page.case.id, {place.fact.name: value})
        except UserError as error:
            place.field.show_problems(error.problems)
            return False
        self._page = _with_case(self._page, told.case)
        place.field.show_problems([])
        self._bench.messages.saved()
        self._bench.changed(told.changes)
        return True

    def _after(self, place: _Place) -> None:
        if not self._keep(place):
            return
        places = list(self.places.values())
        at = places.index(place) + 1
        if at == len(places):
            self.left.emit()
        else:
            self._go_to(places[at])

    def _go_to(self, place: _Place) -> None:
        place.control.widget.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(place.field)

    def commit(self) -> None:
        """Keep what is being typed."""
        for place in self.places.values():
            if place.control.widget.hasFocus():
                self._keep(place)

    def _leave(self) -> None:
        self.commit()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)


def asked_here(page: CasePage, programme: Programme) -> tuple[AskedFact, ...]:
    """Return the facts that are told on the case, those first that it cannot do without.

    They are the programme's own, and those that no record knows.
    """
    answers, facts = page.case.answers or {}, page.case.facts or {}
    own = {one.name for one in programme.facts}
    asked = sorted(facts_asked(programme), key=lambda one: one.optional)
    return tuple(
        fact
        for fact in asked
        if fact.name in own
        or value_in(answers, fact.name) is not None
        or value_in(facts, fact.name) is None
    )


def value_in(table: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a fact by its dotted name, from nested tables or dotted keys."""
    if name in table:
        return table[name]
    first, dot, rest = name.partition(".")
    inner = table.get(first)
    return value_in(inner, rest) if dot and isinstance(inner, Mapping) else None


def _problem(programme: Programme, fact: AskedFact, value: object) -> Problem | None:
    known = known_names(programme.facts)[fact.name]
    if value is None:
        return None
    try:
        known.read(value)
    except WrongValue as wrong:
        detail = {
            "value": value,
            "wanted": str(wrong),
            "zh": known.label.zh,
            "en": known.label.en,
        }
        return Problem("programme.fact_wrong", fact.name, detail)
    return None


def _with_case(page: CasePage, case: Any) -> CasePage:  # noqa: ANN401 - the case as told
    from dataclasses import replace

    return replace(page, case=case)
