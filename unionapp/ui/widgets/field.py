"""A field of a form: its label, its control, and one line of words beneath."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from unionapp.errors import Problem
from unionapp.ui.messages import text_of
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import label, restyle, row, wrapping
from unionapp.ui.widgets.text_edit import show_state
from unionapp.ui.wording import tr


class FormField(QWidget):
    """Label above, message below; the message stays until what it speaks of is mended."""

    def __init__(
        self, caption: str, control: QWidget, *, required: bool = False, help_text: str = ""
    ) -> None:
        super().__init__()
        self.control = control
        self._help = help_text
        self.message = wrapping(help_text, 12, "ink3")
        self.message.setMinimumHeight(theme().px(17))
        caption_label = label(caption, 13, "ink2")
        caption_label.setBuddy(control)
        mark = label(tr("必填"), 11, "ink3")
        if not required:  # shown by its layout; shown before, it would be a window of its own
            mark.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(4))
        layout.addLayout(row(caption_label, mark, None, gap=6))
        layout.addWidget(control)
        layout.addWidget(self.message)
        layout.addStretch(1)
        self.state = ""

    def show_problems(self, problems: Sequence[Problem], ok: str = "") -> None:
        """Show what is wrong, errors before warnings; or `ok` when nothing is."""
        errors = [problem for problem in problems if not problem.warning]
        if errors:
            self._show("error", text_of(errors))
        elif problems:
            self._show("warning", text_of(problems))
        elif ok:
            self._show("ok", ok)
        else:
            self._show("", self._help)

    def _show(self, state: str, text: str) -> None:
        self.state = state
        self.message.setText(text)
        restyle(self.message, 12, state or "ink3")
        show_state(self.control, state)
