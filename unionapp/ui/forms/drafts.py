"""What is under way: drafts and corrections in hand, on top of the page until they are done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from unionapp.services.response_list import DraftLine
from unionapp.ui.forms import words
from unionapp.ui.forms.reason_bar import ReasonBar
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import column, label, row
from unionapp.ui.widgets.list_view import Column, IdTable, ListView
from unionapp.ui.wording import tr

_COLUMNS = (
    Column("title", "问卷", "Form", 180),
    Column("place", "门户和对象", "Door and subject", tail=True),
    Column("started", "开始时间", "Since", 138),
    Column("answers", "已答", "Answers", 64, "right"),
    Column("worker", "填写人", "Worker", 84),
)
_MOST_SEEN = 3


class DraftsCard(QFrame):
    """Enter goes on with one, Del discards it after a reason was given.

    Signals:
        opened: go on with a draft; carries its id.
        dropped: discard it; carries id and reason.
        left: Down past the last one, or Esc.
    """

    opened = Signal(str)
    dropped = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._lines: dict[str, DraftLine] = {}
        self._title = label("", 16, bold=True)
        self.table = IdTable(_COLUMNS, self._fetch, self)
        self.view = _DraftView(self.table)
        self.view.setAccessibleName(tr("没填完的问卷"))
        self.view.opened.connect(self.opened)
        self.view.drop_asked.connect(self._ask)
        self.bar = ReasonBar()
        hint = label(tr("Enter 继续填　Del 作废"), 12, "ink3")
        self.setLayout(
            column(
                row(self._title, None, hint),
                self.view,
                self.bar,
                gap=8,
                margins=(20, 12, 12, 12),
            )
        )
        self.hide()

    def show_drafts(self, drafts: Sequence[DraftLine]) -> None:
        """Show what is under way; the card is gone when nothing is."""
        self._lines = {one.response.id: one for one in drafts}
        had_focus = self.view.hasFocus()
        self._title.setText(tr("有 {count} 份没填完的问卷", count=len(drafts)))
        self.table.set_ids(tuple(self._lines))
        look = theme()
        rows = min(len(drafts), _MOST_SEEN)
        self.view.setFixedHeight(look.px(38) + rows * look.px(36))
        self.setVisible(bool(drafts))
        if had_focus and drafts and self.view.selected() is None:
            self.view.setCurrentIndex(self.table.index(0, 0))

    def _fetch(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        return {id_: _words(self._lines[id_]) for id_ in ids if id_ in self._lines}

    def _ask(self, id_: str) -> None:
        line = self._lines.get(id_)
        if line is None:
            return
        if line.correcting:
            question = tr("放弃对「{title}」的改正？完成的答卷保持原样。", title=line.title)
            yes = tr("放弃改正")
        else:
            question = tr(
                "作废「{title}」（{place}）？已填的内容仍可查看，但不能再填。",
                title=line.title,
                place=words.place_of(line.door, line.subject),
            )
            yes = tr("作废")
        self.bar.ask(
            question,
            yes,
            lambda reason: self.dropped.emit(id_, reason),
            before=self.view,
            needs_words=not line.correcting,
        )


class _DraftView(ListView):
    """A list whose Del asks to discard."""

    drop_asked = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.selected()
        if event.key() == Qt.Key.Key_Delete and chosen is not None:
            self.drop_asked.emit(chosen)
        else:
            super().keyPressEvent(event)


def _words(line: DraftLine) -> dict[str, str]:
    title = tr("改正：{title}", title=line.title) if line.correcting else line.title
    return {
        "title": title,
        "place": words.place_of(line.door, line.subject),
        "started": words.when(line.started_at),
        "answers": str(line.answers),
        "worker": line.worker,
    }
