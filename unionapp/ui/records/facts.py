"""Shows what is known of a record in words, label beside value, personal numbers masked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from unionapp.models.records import Declaration, FieldType, Record
from unionapp.services import shown
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import label, wrapping
from unionapp.ui.wording import language


def facts(declaration: Declaration, record: Record, sections: Sequence[str]) -> QWidget:
    """Return the fields of some sections that hold anything, label beside value."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme().px(12))
    grid.setVerticalSpacing(theme().px(6))
    spoken = language()
    listed = [
        (field.label(spoken), shown.text_of(field, getattr(record, field.name), language=spoken))
        for section, fields in declaration.sections().items()
        if section in sections
        for field in fields
        if field.type is not FieldType.REFERENCE
    ]
    top = Qt.AlignmentFlag.AlignTop
    for number, (name, value) in enumerate(one for one in listed if one[1]):
        grid.addWidget(label(name, 13, "ink3"), number, 0, top)
        grid.addWidget(wrapping(value, 13), number, 1)
    grid.setColumnMinimumWidth(0, theme().px(96))
    grid.setColumnStretch(1, 1)
    return made
