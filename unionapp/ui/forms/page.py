"""The page 问卷: forms, drafts and responses; filling, reading and making forms happen on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from unionapp.errors import UserError
from unionapp.services import attachments, questionnaires, response_corrections, responses
from unionapp.services.response_session import Session
from unionapp.services.response_subject import About
from unionapp.ui.forms.author import AuthorScreen
from unionapp.ui.forms.choosing import SubjectChooser
from unionapp.ui.forms.export_panel import ExportPanel
from unionapp.ui.forms.fill_place import FillPlace
from unionapp.ui.forms.form_paper_panel import FormPaperPanel
from unionapp.ui.forms.overview import Overview
from unionapp.ui.forms.response_view import ResponseView
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers
from unionapp.ui.widgets.basics import card, column
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

_KINDS = frozenset({"response", "form_version", "person", "employer", "place"})


def make(bench: Workbench) -> QWidget:
    """Return the page."""
    return FormsPage(bench)


class FormsPage(QWidget):
    """One part at a time: the overview, a form that is filled, a response, a paper, the author's
    screen. Esc leads back, to another page where filling was asked for there."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._stale = True
        self._come_back: Callable[[], object] | None = None
        self._before_paper: QWidget | None = None
        self.overview = Overview(bench)
        self.fill = FillPlace(bench)
        self.response = ResponseView(bench)
        self.paper = FormPaperPanel(bench)
        self.author = AuthorScreen(bench)
        self.export = ExportPanel(bench)
        self.chooser = SubjectChooser(bench, self)
        self._stack = QStackedWidget()
        self._holders: dict[QWidget, QWidget] = {
            self.overview: self.overview,
            self.fill: self.fill,
            self.response: _on_page(self.response),
            self.paper: _on_page(_in_card(self.paper)),
            self.author: self.author,
            self.export: _on_page(self.export),
        }
        for holder in self._holders.values():
            self._stack.addWidget(holder)
        self._shown: QWidget = self.overview
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._connect()
        self._bind("F3", self.show_author)
        self._bind("F8", self.show_export)

    def _connect(self) -> None:
        self.overview.fill_asked.connect(self.choose_subject)
        self.overview.response_asked.connect(self.show_response)
        self.overview.author_asked.connect(self.show_author)
        self.overview.export_asked.connect(self.show_export)
        self.export.closed.connect(self.show_overview)
        self.overview.drafts.opened.connect(self.resume)
        self.overview.drafts.dropped.connect(self._drop_draft)
        self.fill.left.connect(self._left)
        self.fill.finished.connect(self._finished)
        self.fill.hints_changed.connect(lambda: self._bench.hints(self.key_hints()))
        self.fill.paper_asked.connect(lambda: self._show_paper(self.fill.session, self.fill))
        self.response.closed.connect(self.show_overview)
        self.response.correct_asked.connect(self._correct)
        self.response.paper_asked.connect(
            lambda: self._show_paper(self.response.session, self.response)
        )
        self.response.dropped.connect(self._drop_response)
        self.paper.closed.connect(self._paper_closed)
        self.author.closed.connect(self.show_overview)
        self.author.installed.connect(self._installed)

    def _bind(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self.overview)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    # ---- what the window asks --------------------------------------------------------------

    def show_record(self, kind: str, id_: str) -> bool:
        """Go on with a draft, or show a finished response."""
        if kind != "response":
            return False
        with self._bench.desk.read() as reading:
            record = reading.by_kind("response", id_)
        if record is None:
            return False
        if getattr(record, "state", "") == "draft":
            self.resume(id_)
        else:
            self.show_response(id_)
        return True

    def reload(self, kinds: frozenset[str]) -> None:
        """Read again what has changed; at once if the page is looked at."""
        if kinds & _KINDS:
            self._stale = True
            if self.isVisible() and self.shown() is self.overview:
                self._read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell()
        if self._stale and self.shown() is self.overview:
            self._read()

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of what is shown."""
        shown = self.shown()
        if shown is not self.overview:
            hints: Callable[[], tuple[KeyHint, ...]] = getattr(shown, "key_hints", lambda: ())
            return hints()
        return (
            KeyHint("Enter", tr("继续 / 填写 / 打开")),
            KeyHint("Tab", tr("换列表")),
            KeyHint("Ctrl+N", tr("填写")),
            KeyHint("F8", tr("导出")),
            KeyHint("F3", tr("制作问卷")),
            KeyHint("F5", tr("换条件")),
            KeyHint("Ctrl+F", tr("查找")),
        )

    def commit(self) -> None:
        """Hand over what is being typed: before the window is locked."""
        self.fill.commit()
        self.author.commit()

    def _read(self) -> None:
        self._stale = False
        self.overview.read()

    # ---- parts -----------------------------------------------------------------------------

    def shown(self) -> QWidget:
        """Return the part that is shown."""
        return self._shown

    def _bring(self, part: QWidget) -> None:
        self._shown = part
        self._stack.setCurrentWidget(self._holders[part])
        self.setFocusProxy(part)
        self._tell()

    def _tell(self) -> None:
        shown = self.shown()
        names = {
            self.fill: tr("填写"),
            self.response: tr("答卷"),
            self.paper: tr("打印"),
            self.author: tr("制作"),
            self.export: tr("导出"),
        }
        self._bench.crumbs((tr("问卷"), names[shown]) if shown in names else (tr("问卷"),))
        self._bench.hints(self.key_hints())

    def show_overview(self) -> None:
        """Go back to the forms, drafts and responses."""
        self._bring(self.overview)
        if self._stale:
            self._read()
        self.overview.focus_first()

    def show_author(self) -> None:
        """Show the form author's screen."""
        self._bring(self.author)
        self.author.focus_first()

    def show_export(self) -> None:
        """Ask how the responses of the chosen form are to be written."""
        form = self.overview.form
        if form is None or not form.responses:
            self._bench.messages.info(tr("这份问卷还没有答卷可导出。"))
            return
        self._bring(self.export)
        self.export.show_form(form.form_id, form.title)

    def show_response(self, response_id: str) -> None:
        """Show a finished response."""
        self.response.show_response(response_id)
        self._bring(self.response)
        self.response.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_paper(self, session: Session | None, before: QWidget) -> None:
        if session is None:
            return
        self.commit()
        self._before_paper = before
        self._bring(self.paper)
        self.paper.show_form(session, filled=True)

    def _paper_closed(self) -> None:
        before = self._before_paper or self.overview
        self._bring(before)
        before.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- filling ---------------------------------------------------------------------------

    def choose_subject(self, form_id: str) -> None:
        """Ask whom the form is about, then begin it."""
        form = self.overview.form_of(form_id)
        if form is not None:
            self.chooser.ask(form.subject, partial(self.begin, form_id))

    def begin(
        self, form_id: str, about: About, come_back: Callable[[], object] | None = None
    ) -> None:
        """Begin a form, or go on with its draft; `come_back` is called when it is closed."""
        desk, folder = self._bench.desk, self._bench.folder

        def work() -> Session:
            return responses.begin(desk, questionnaires.ready(desk, folder, form_id), about)

        self._come_back = come_back
        self._open(work)

    def resume(self, response_id: str) -> None:
        """Go on with a draft or a correction in hand."""
        desk = self._bench.desk
        self._come_back = None
        self._open(lambda: responses.resume(desk, response_id))

    def _correct(self, response_id: str) -> None:
        desk = self._bench.desk
        self._come_back = partial(self.show_response, response_id)
        self._open(lambda: response_corrections.correct(desk, response_id))

    def _open(self, make_session: Callable[[], Session]) -> None:
        self._bench.tasks.run(
            lambda _progress: make_session(),
            Handlers(self._opened, failed=self._bench.messages.problems),
        )

    def _opened(self, session: Session) -> None:
        self._stale = True
        self.fill.show_session(session, self._media_of(session))
        self._bring(self.fill)
        self.fill.focus_first()
        if session.resumed and not session.correcting:
            self._bench.messages.info(tr("接着上次的填：已填的都在。"))
        self._bench.changed(frozenset({"response"}))

    def _media_of(self, session: Session) -> Callable[[str], bytes | None]:
        desk, version = self._bench.desk, session.response.form_version_id

        def read(name: str) -> bytes | None:
            with desk.read() as reading:
                record = reading.by_kind("form_version", version)
                digest = dict(getattr(record, "files", None) or {}).get(name)
                found = attachments.bytes_of(reading, {name: digest}) if digest else {}
            return found.get(name)

        return read

    def _left(self, changes: frozenset[str]) -> None:
        self._bench.messages.info(tr("已存为草稿，随时可以接着填。"))
        self._closed(changes)

    def _finished(self, changes: frozenset[str]) -> None:
        self._bench.messages.info(tr("答卷已完成。"))
        self._closed(changes)

    def _closed(self, changes: frozenset[str]) -> None:
        self._stale = True
        come_back, self._come_back = self._come_back, None
        self.show_overview()
        self._bench.changed(changes)
        if come_back is not None:
            come_back()

    # ---- discarding, installing ------------------------------------------------------------

    def _drop_draft(self, response_id: str, reason: str) -> None:
        desk = self._bench.desk
        with desk.read() as reading:
            record = reading.by_kind("response", response_id)
        try:
            if getattr(record, "state", "") == "finished":
                changes = response_corrections.abandon(desk, response_id)
            else:
                changes = responses.discard(desk, response_id, reason)
        except UserError as error:
            self._bench.messages.problems(error.problems)
            return
        self._dropped(changes)

    def _drop_response(self, response_id: str, reason: str) -> None:
        try:
            changes = responses.discard(self._bench.desk, response_id, reason)
        except UserError as error:
            self._bench.messages.problems(error.problems)
            return
        self.show_overview()
        self._dropped(changes)

    def _dropped(self, changes: frozenset[str]) -> None:
        self._stale = True
        self._read()
        self._bench.messages.saved()
        self._bench.changed(changes)

    def _installed(self, form_id: str) -> None:
        self._stale = True
        self._bench.changed(frozenset({"form_version"}))
        self.show_overview()
        self.overview.forms.show_id(form_id)


def _in_card(part: QWidget) -> QWidget:
    made = card()
    made.setLayout(column(part, margins=(20, 14, 20, 14)))
    return made


def _on_page(part: QWidget) -> QWidget:
    """Return a part with the page's margins round it."""
    made = QWidget()
    made.setLayout(column(part, margins=(16, 16, 16, 16)))
    return made
