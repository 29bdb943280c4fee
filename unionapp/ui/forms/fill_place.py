"""One response that is being filled or corrected: the form's window and what is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from unionapp.errors import UserError
from unionapp.forms.nodes import Node
from unionapp.services import responses
from unionapp.services.response_session import Session
from unionapp.ui.forms import words
from unionapp.ui.forms.filling_place import make_panel, speak
from unionapp.ui.forms.reason_bar import ReasonBar
from unionapp.ui.messages import text_of
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.shell import KeyHint
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, column, row, wrapping
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

if TYPE_CHECKING:
    from unionapp.ui.questionnaire.panel import FillPanel

_PATIENCE_MS = 30_000  # that a lock waits for a photo which is being made small
_TURN_MS = 50


class FillPlace(QWidget):
    """Every answer is on the disk when its question is left; Esc keeps the draft.

    Signals:
        left: the worker goes back, the draft stays; carries the kinds that were written.
        finished: the response is finished; carries the kinds that were written.
        paper_asked: print it.
        hints_changed: the keys that do something are others now.
    """

    left = Signal(object)
    finished = Signal(object)
    paper_asked = Signal()
    hints_changed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self.session: Session | None = None
        self.panel: FillPanel | None = None
        self._news = _News()
        self.bar = ReasonBar()
        self._place = column(self._news, self.bar, gap=8)
        self.setLayout(self._place)
        self._place.setContentsMargins(*[theme().px(16)] * 4)

    def show_session(self, session: Session, media: Callable[[str], bytes | None]) -> None:
        """Show a response to be filled."""
        self._drop_panel()
        self.session = session
        from unionapp.ui.questionnaire.panel import Look

        title = session.title
        if session.correcting:
            title = tr("改正：{title}", title=title)
        speak(session.filling)
        finish = tr("完成改正") if session.correcting else tr("完成")
        self.panel = make_panel(
            self._bench,
            session.filling,
            title,
            session.subtitle,
            media,
            session.files,
            look=Look(finish=finish, printable=True),
        )
        self.panel.hints_changed.connect(self.hints_changed)
        self.panel.changed.connect(self._changed)
        self.panel.finish_wanted.connect(self.finish)
        self.panel.closed.connect(self.leave)
        self.panel.printed.connect(self.paper_asked)
        self._place.insertWidget(1, self.panel, 1)
        self._news.tell(session)
        self.setFocusProxy(self.panel)
        self.panel.show()

    def focus_first(self) -> None:
        """Put the focus on the form: of a draft that goes on, on the first blank question."""
        panel, session = self.panel, self.session
        if panel is None or session is None:
            return
        panel.setFocus(Qt.FocusReason.OtherFocusReason)
        if session.resumed and not session.correcting:
            panel.go_to_blank()

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the form."""
        return self.panel.key_hints() if self.panel is not None else ()

    def commit(self) -> None:
        """Hand over what is being typed."""
        if self.panel is not None:
            self.panel.commit()

    def leave(self) -> None:
        """Go back; the draft stays as it is."""
        if self._is_busy():
            return
        self.commit()
        if not self._is_kept():
            return
        changes = self._changes()
        self._drop_panel()
        self.session = None
        self.left.emit(changes)

    def _is_kept(self) -> bool:
        """Whether everything is on the disk, or the worker lets go what is not."""
        try:
            if self.session is not None:
                self.session.filling.keep_up()
        except UserError as error:
            question = tr("{why}\n还没存下的答案会丢掉。", why=text_of(error.problems))
            return self._bench.messages.ask(question, tr("不要了，离开"))
        return True

    def finish(self) -> None:
        """Finish the response; a correction asks for its reason first."""
        session = self.session
        if session is None or self._is_busy():
            return
        self.commit()
        if session.correcting:
            self.bar.ask(
                tr("为什么改正？理由和改动都会留痕。"),
                tr("完成改正"),
                self._finish,
                before=self.panel,
            )
        else:
            self._finish("")

    def settle(self) -> None:
        """Before the window is locked: hand over what is typed, and wait for a photo in work."""
        self.commit()
        if not self._has_a_photo_in_work():
            return
        waiting, look = QEventLoop(self), QTimer(self)
        look.timeout.connect(lambda: None if self._has_a_photo_in_work() else waiting.quit())
        look.start(_TURN_MS)
        QTimer.singleShot(_PATIENCE_MS, waiting.quit)
        waiting.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        look.stop()

    def _is_busy(self) -> bool:
        """Whether a photo is not kept yet: the form waits for it, or the photo would be lost."""
        busy = self._has_a_photo_in_work()
        if busy:
            self._bench.messages.info(tr("照片正在处理，请稍候再试。"))
        return busy

    def _has_a_photo_in_work(self) -> bool:
        panel = self.panel
        controls: Iterable[Control] = panel.findChildren(Control) if panel is not None else ()
        return any(one.busy for one in controls)

    def _finish(self, reason: str) -> None:
        session = self.session
        if session is None:
            return
        try:
            done = responses.finish(self._bench.desk, session, reason=reason or None)
        except UserError as error:
            self._bench.messages.problems(error.problems)
            return
        self._drop_panel()
        self.session = None
        self._bench.messages.saved()
        self.finished.emit(done.changes | {"response"})

    def _changed(self, _nodes: frozenset[Node]) -> None:
        self._bench.messages.saved()

    def _changes(self) -> frozenset[str]:
        case = self.session.case.changes if self.session is not None else set()
        return frozenset(case) | {"response"}

    def _drop_panel(self) -> None:
        self.bar.hide()
        if self.panel is not None:
            self._place.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None


class _News(QFrame):
    """Says what has changed since the draft was begun: the form, or the case behind answers."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("tip")
        self._words = wrapping("", 13)
        close = button(tr("知道了"), "quiet")
        close.clicked.connect(self.hide)
        self.setLayout(row(self._words, close, gap=12, margins=(14, 8, 8, 8)))
        self.hide()

    def tell(self, session: Session) -> None:
        """Tell what became of the form and of the answers, if anything did."""
        said: list[str] = []
        if session.moved:
            said += [tr("问卷有了新版，填好的答案已带过来："), words.told(session.moved)]
            if session.response.aside:
                said.append(tr("新版里没有位置的答案另存在答卷里，可以查看。"))
        if session.overtaken:
            said.append(tr("上次填写以后档案有了更新，这几处已换成档案里的新值，请核对："))
            said.append(words.overtaken(session))
        self.setVisible(bool(said))
        self._words.setText("\n".join(said))
