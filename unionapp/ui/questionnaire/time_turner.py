"""Takes actions back and does them again, saying which and going there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from unionapp.forms.filling import Answered, Filling
from unionapp.forms.nodes import Node
from unionapp.ui.messages import Messages
from unionapp.ui.questionnaire import changes
from unionapp.ui.wording import tr


@dataclass(frozen=True, slots=True)
class TimeTurner:
    """Undo and redo of a filling; `show` shows what changed, `go` brings the keyboard there."""

    filling: Filling
    messages: Messages
    commit: Callable[[], None]
    show: Callable[[Answered], None]
    go: Callable[[Node], None]

    def undo(self) -> None:
        """Take the last action back."""
        self._turn(self.filling.undo, tr("已撤销"), tr("没有可撤销的"))

    def redo(self) -> None:
        """Do again what was taken back."""
        self._turn(self.filling.redo, tr("已重做"), tr("没有可重做的"))

    def _turn(self, turn: Callable[[], Answered | None], did: str, nothing: str) -> None:
        self.commit()
        before = changes.state(self.filling)
        done = turn()
        if done is None:
            self.messages.info(nothing)
            return
        self.show(done)
        where, what = changes.between(before, self.filling)
        self.messages.info(tr("{did}：{what}", did=did, what=what) if what else did)
        if where is not None:
            self.go(where)
