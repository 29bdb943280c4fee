"""Draws the events of a membership, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from unionapp.models.records import MembershipEvent
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import label, wrapping
from unionapp.ui.wording import language, tr
from unionapp.values import codes


def ledger(events: Sequence[MembershipEvent], unions: Mapping[str, str]) -> QWidget:
    """Return a line an event: day, what, which unions on which paper."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme().px(14))
    grid.setVerticalSpacing(theme().px(8))
    grid.setColumnStretch(2, 1)
    if not events:
        grid.addWidget(wrapping(tr("还没有会籍记录。"), 13, "ink3"), 0, 0, 1, 3)
    for number, event in enumerate(reversed(events)):
        known = codes.load("membership_event")
        acting = unions.get(event.union_id or "", "")
        told = (acting, event.other_union, event.paper, event.note)
        grid.addWidget(label(event.on.isoformat() if event.on else "—", 13, "ink3"), number, 0)
        grid.addWidget(label(known.label(event.event, language()), 13, bold=True), number, 1)
        grid.addWidget(wrapping(" · ".join(one for one in told if one), 13, "ink2"), number, 2)
    return made
