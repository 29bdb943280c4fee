"""A form made from a declaration: sections, fields, problems; it stores nothing by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from unionapp.errors import Problem
from unionapp.models.records import Declaration, Field
from unionapp.ui.records import controls, sections
from unionapp.ui.records.choice_set import ChoiceSet
from unionapp.ui.records.controls import Control, Setting
from unionapp.ui.records.form_grid import FormGrid
from unionapp.ui.records.masking import Masking
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import label, restyle
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.code_picker import CodePicker
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.text_edit import LongTextEdit, TextEdit
from unionapp.ui.wording import language, tr


@dataclass(frozen=True, slots=True)
class Place:
    """One field on the form: its declaration, its frame, its control, its section."""

    field: Field
    frame: FormField
    control: Control
    section: str
    masking: Masking | None


class RecordForm(QScrollArea):
    """Every declared field of a kind, or those named in `only`, laid out by section.

    Signals:
        entered: a worker changed a field; carries its name and what was put in.
        ended: Enter on the last field.
        section_changed: the focus came into another section; carries its name.
    """

    entered = Signal(str, object)
    ended = Signal()
    section_changed = Signal(str)

    def __init__(
        self,
        declaration: Declaration,
        setting: Setting,
        *,
        only: Sequence[str] = (),
        first: str = "",
        reveal: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(declaration.label(language()))
        self._setting, self._reveal = setting, reveal
        self.places: dict[str, Place] = {}
        self._titles: dict[str, QWidget] = {}
        self._told: dict[str, tuple[tuple[Problem, ...], str]] = {}
        body = QWidget()
        body.setObjectName("body")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, theme().px(12), 0)
        self._column.setSpacing(theme().px(10))
        for section, fields in _ordered(declaration, first):
            kept = [one for one in fields if not only or one.name in only]
            if kept:
                self._add_section(section, kept, titled=not only)
        self._column.addStretch(1)
        self.setWidget(body)

    def _add_section(self, section: str, fields: Sequence[Field], *, titled: bool) -> None:
        grid = FormGrid()
        title = label(sections.title(section, language()), 15, bold=True)
        if not titled:
            title.hide()
        if self._titles:
            self._column.addSpacing(theme().px(8))
        self._titles[section] = title
        self._column.addWidget(title)
        self._column.addWidget(grid)
        for field in fields:
            placed = self._place(field, section)
            self.places[field.name] = placed
            grid.add(placed.frame, placed.control.breadth)

    def _place(self, field: Field, section: str) -> Place:
        name = field.name
        control = controls.make(
            field,
            self._setting,
            lambda value: self.entered.emit(name, value),
            lambda: self.focus_after(name),
        )
        help_text = field.help_en if language() == "en" else field.help_zh
        frame = FormField(
            field.label(language()), control.widget, required=field.required, help_text=help_text
        )
        _Caption(frame, control.widget)
        masking = None
        if field.mask and self._reveal is not None and isinstance(control.widget, TextEdit):
            reveal = self._reveal
            masking = Masking(control.widget, field, lambda: reveal(name))
            _caption_row(frame).addWidget(masking.button)
        return Place(field, frame, control, section, masking)

    def show_values(self, values: Mapping[str, object], drafts: Mapping[str, str]) -> None:
        """Show stored values; a draft, typed earlier and no value, is shown in its field."""
        for name in self.places:
            self.show_value(name, values.get(name), drafts.get(name))

    def show_value(self, name: str, value: object, draft: str | None = None) -> None:
        """Show one field's stored value, or the draft that stands for it."""
        placed = self.places[name]
        if placed.masking is not None and draft is None:
            placed.masking.show(value)
        elif placed.masking is not None:
            placed.masking.show_typed(draft or "")
        else:
            placed.control.show(value if draft is None else draft)

    def keep_unstored(self, name: str, value: object) -> None:
        """Tell a field that nothing was stored: text stays to be handed over again, a choice goes
        back to the stored value."""
        widget = self.places[name].control.widget
        if isinstance(widget, CodePicker) or not isinstance(widget, TextEdit | LongTextEdit):
            self.places[name].control.show(value)
        else:
            widget.hand_again()

    def show_problems(self, problems: Sequence[Problem], verdicts: Mapping[str, str]) -> None:
        """Show each field's problems beneath it, or the good word of `verdicts`."""
        for name, placed in self.places.items():
            own = tuple(one for one in problems if one.where == name)
            said = (own, verdicts.get(name, ""))
            if self._told.get(name) != said:
                self._told[name] = said
                placed.frame.show_problems(own, said[1])

    def commit(self) -> None:
        """Make every field hand over what was changed in it: a search box that was opened over
        the window has taken the focus from the field without ending its input."""
        for placed in self.places.values():
            placed.control.commit()

    def focus_first(self, name: str = "") -> None:
        """Put the focus into a field, the first one if none is named."""
        names = list(self.places)
        if names:
            self._focus(self.places[name if name in self.places else names[0]])

    def focus_after(self, name: str) -> None:
        """Go on to the field after this one; `ended` when it was the last."""
        names = list(self.places)
        at = names.index(name) + 1
        if at < len(names):
            self._focus(self.places[names[at]])
        else:
            self.ended.emit()

    def focus_next_problem(self) -> bool:
        """Go to the next field that has a problem, errors first; False when there is none."""
        for state in ("error", "warning"):
            bad = [one for one in self.places.values() if one.frame.state == state]
            if bad:
                now = self._focused()
                at = bad.index(now) + 1 if now in bad else 0
                self._focus(bad[at % len(bad)])
                return True
        return False

    def step_section(self, by: int) -> None:
        """Go to the first field of the next section, or of the one before."""
        listed = list(self._titles)
        now = self._focused()
        at = listed.index(now.section) + by if now is not None else 0
        if 0 <= at < len(listed):
            wanted = listed[at]
            self._focus(next(one for one in self.places.values() if one.section == wanted))

    def count(self, state: str) -> int:
        """Return how many fields are in a state: error, warning, ok."""
        return sum(one.frame.state == state for one in self.places.values())

    def _focused(self) -> Place | None:
        return next((one for one in self.places.values() if one.control.widget.hasFocus()), None)

    def _focus(self, placed: Place) -> None:
        widget = placed.control.widget
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        self._bring_into_sight(placed)
        # A form that was just shown is laid out only after this; then it must be looked for again.
        QTimer.singleShot(0, self, lambda: self._bring_into_sight(placed))
        self.section_changed.emit(placed.section)

    def _bring_into_sight(self, placed: Place) -> None:
        top = placed.frame.mapTo(self.widget(), QPoint(0, 0)).y()
        self.ensureVisible(0, top, 0, theme().px(24))
        self.ensureVisible(0, top + placed.frame.height(), 0, theme().px(24))


class _Caption(QObject):
    """Shows by its caption that a field has the focus; a row of choices has no frame to show it."""

    def __init__(self, frame: FormField, control: QWidget) -> None:
        super().__init__(frame)
        caption = _caption_row(frame)
        item = caption.itemAt(0)
        self._words = item.widget() if item is not None else None
        self._hint = label(tr("按数字键选择"), 12, "ink3")
        self._is_choice = isinstance(control, ChoiceRow | ChoiceSet)
        self._hint.hide()
        caption.insertWidget(2, self._hint)
        control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            has = event.type() is QEvent.Type.FocusIn
            if isinstance(self._words, QLabel):
                restyle(self._words, 13, "primary" if has else "ink2", bold=has)
            self._hint.setVisible(has and self._is_choice)
        return super().eventFilter(watched, event)


def _ordered(declaration: Declaration, first: str) -> list[tuple[str, tuple[Field, ...]]]:
    listed = list(declaration.sections().items())
    return sorted(listed, key=lambda one: one[0] != first)


def _caption_row(frame: FormField) -> QBoxLayout:
    item = frame.layout().itemAt(0)  # type: ignore[union-attr] # a frame has its column
    found = item.layout() if item is not None else None
    if not isinstance(found, QBoxLayout):
        raise TypeError("a field's caption stands in a row")
    return found


def empty(value: object) -> bool:
    """Say whether nothing was put in."""
    return value is None or value in ("", ()) or (isinstance(value, str) and not value.strip())
