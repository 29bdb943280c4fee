"""The head of a form: title, what it is about, language, how much is answered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, label, row
from unionapp.ui.widgets.elided import ElidedLabel
from unionapp.ui.wording import tr


class Head(QWidget):
    """Signals:
    language_asked: the form's next language is wanted.
    """

    language_asked = Signal()

    def __init__(self, title: str, subtitle: str, languages: Sequence[str], spoken: str) -> None:
        super().__init__()
        self._title = ElidedLabel(title, 20, bold=True)
        self._subtitle = ElidedLabel(subtitle, 13, "ink2")
        self.progress = label("", 13, "ink2")
        self.language = button("", "quiet", name=tr("问卷语言"))
        self.language.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.language.clicked.connect(self.language_asked)
        self.show_language(spoken)
        line = row(
            self._title,
            self._subtitle,
            None,
            self.progress,
            self.language,
            gap=12,
            margins=(24, 12, 20, 12),
        )
        self.setLayout(line)
        self.setFixedHeight(theme().px(60))
        if len(languages) < 2:
            self.language.hide()

    def show_language(self, language: str) -> None:
        """Show which language the form speaks."""
        name = language.partition(" (")[0]
        self.language.setText(f"{name}  F6")

    def show_progress(self, filled: int, asked: int) -> None:
        """Show how many questions are answered."""
        self.progress.setText(tr("已填 {filled} / {asked}", filled=filled, asked=asked))
