"""The page 问卷: forms, drafts and responses; filling, reading and making forms happen on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from unionapp.errors import Problem, UserError
from unionapp.ui.forms.choosing import FamilyChooser, SubjectChooser
from unionapp.ui.forms.overview import Overview
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers
from unionapp.ui.widgets.basics import card, column
from unionapp.ui.widgets.palette import Command
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

if TYPE_CHECKING:  # the form engine is loaded in the background, when a form is opened
    from unionapp.services.response_session import Session
    from unionapp.services.response_subject import About
    from unionapp.ui.forms.author import AuthorScreen
    from unionapp.ui.forms.export_panel import ExportPanel
    from unionapp.ui.forms.fill_place import FillPlace
    from unionapp.ui.forms.form_paper_panel import FormPaperPanel
    from unionapp.ui.forms.response_view import ResponseView

_KINDS = frozenset({"response", "form_version", "person", "employer", "place"})
_PATIENCE_MS = 400  # a form that is opened for the first time is checked and kept ready

_WINDOW = ("unionapp.ui.questionnaire.panel", "unionapp.ui.questionnaire.controls.make")


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
        self._stack = QStackedWidget()
        self._holders: dict[QWidget, QWidget] = {}
        self.overview = Overview(bench)
        self._place(self.overview)
        self._shown: QWidget = self.overview
        self.chooser = SubjectChooser(bench, self)
        self.families = FamilyChooser(bench, self)
        self._opening = QTimer(self)
        self._opening.setSingleShot(True)
        self._opening.setInterval(_PATIENCE_MS)
        self._opening.timeout.connect(lambda: bench.messages.info(tr("正在打开问卷……")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.overview.fill_asked.connect(self.choose_subject)
        self.overview.response_asked.connect(self.show_response)
        self.overview.author_asked.connect(self.show_author)
        self.overview.export_asked.connect(self.show_export)
        self.overview.blank_asked.connect(self.choose_blank)
        self.overview.drafts.opened.connect(self.resume)
        self.overview.drafts.dropped.connect(self._drop_draft)
        bind(self.overview, "F3", self.show_author)
        bind(self.overview, "F7", self.choose_blank)
        bind(self.overview, "F8", self.show_export)

    # ---- parts, made when they are first wanted ---------------------------------------------

    @cached_property
    def fill(self) -> FillPlace:
        """The form that is being filled."""
        from unionapp.ui.forms.fill_place import FillPlace

        made = FillPlace(self._bench)
        made.left.connect(self._left)
        made.finished.connect(self._finished)
        made.hints_changed.connect(lambda: self._bench.hints(self.key_hints()))
        made.paper_asked.connect(lambda: self._show_paper(made.session, made))
        self._place(made)
        return made

    @cached_property
    def response(self) -> ResponseView:
        """A finished response."""
        from unionapp.ui.forms.response_view import ResponseView

        made = ResponseView(self._bench)
        made.closed.connect(self.show_overview)
        made.correct_asked.connect(self._correct)
        made.paper_asked.connect(lambda: self._show_paper(made.session, made))
        made.dropped.connect(self._drop_response)
        self._place(made, _on_page(made))
        return made

    @cached_property
    def paper(self) -> FormPaperPanel:
        """A response as it is printed."""
        from unionapp.ui.forms.form_paper_panel import FormPaperPanel

        made = FormPaperPanel(self._bench)
        made.closed.connect(self._paper_closed)
        self._place(made, _on_page(_in_card(made)))
        return made

    @cached_property
    def author(self) -> AuthorScreen:
        """The form author's screen."""
        from unionapp.ui.forms.author import AuthorScreen

        made = AuthorScreen(self._bench)
        made.closed.connect(self.show_overview)
        made.installed.connect(self._installed)
        self._place(made)
        return made

    @cached_property
    def export(self) -> ExportPanel:
        """How responses are written into a file."""
        from unionapp.ui.forms.export_panel import ExportPanel

        made = ExportPanel(self._bench)
        made.closed.connect(self.show_overview)
        self._place(made, _on_page(made))
        return made

    def _place(self, part: QWidget, holder: QWidget | None = None) -> None:
        self._holders[part] = holder or part
        self._stack.addWidget(holder or part)

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
            KeyHint("F7", tr("印空白问卷")),
            KeyHint("F8", tr("导出")),
            KeyHint("F3", tr("制作问卷")),
            KeyHint("F5", tr("换条件")),
            KeyHint("Ctrl+F", tr("查找")),
        )

    def settle(self) -> None:
        """Bring to an end what must not be cut off by a lock."""
        self.fill.settle()

    def commit(self) -> None:
        """Hand over what is being typed: before the window is locked."""
        for part in self._holders:
            if part is not self.overview:
                getattr(part, "commit", lambda: None)()

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
            "FillPlace": tr("填写"),
            "ResponseView": tr("答卷"),
            "FormPaperPanel": tr("打印"),
            "AuthorScreen": tr("制作"),
            "ExportPanel": tr("导出"),
        }
        here = names.get(type(shown).__name__)
        self._bench.crumbs((tr("问卷"), here) if here else (tr("问卷"),))
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

    def choose_blank(self) -> None:
        """Ask for whom the chosen form is printed blank, then show the paper."""
        form = self.overview.form
        if form is None:
            return
        blank = partial(self._show_blank, form.form_id)
        nobody = Command(tr("谁都能用：不写门户和对象"), "Enter", lambda: blank(None))
        self.chooser.ask(
            form.subject, blank, nobody, title=tr("给谁印 · {title}", title=form.title)
        )

    def _show_blank(self, form_id: str, about: About | None) -> None:
        self._before_paper = self.overview
        self._bring(self.paper)
        self.paper.show_blank(form_id, about)

    def _paper_closed(self) -> None:
        before = self._before_paper
        if before is None or before is self.overview:
            self.show_overview()
            self.overview.forms.focus_list()
            return
        self._bring(before)
        before.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- filling ---------------------------------------------------------------------------

    def choose_subject(self, form_id: str) -> None:
        """Ask whom the form is about, then begin it."""
        form = self.overview.form_of(form_id)
        if form is not None:
            self.chooser.ask(
                form.subject,
                partial(self.begin, form_id),
                title=tr("填的是谁 · {title}", title=form.title),
            )

    def begin(
        self, form_id: str, about: About, come_back: Callable[[], object] | None = None
    ) -> None:
        """Begin a form, or go on with its draft; `come_back` is called when it is closed."""
        desk, folder = self._bench.desk, self._bench.folder

        def work() -> Session:
            from unionapp.services import questionnaires, responses

            return responses.begin(desk, questionnaires.ready(desk, folder, form_id), about)

        def ask_family(problems: tuple[Problem, ...]) -> None:
            self._opening.stop()
            if [one.code for one in problems] == ["responses.which_household"]:
                self.families.ask(about, lambda one: self.begin(form_id, one, come_back))
            else:
                self._bench.messages.problems(problems)

        self._come_back = come_back
        self._open(work, ask_family)

    def resume(self, response_id: str) -> None:
        """Go on with a draft or a correction in hand."""
        desk = self._bench.desk

        def work() -> Session:
            from unionapp.services import responses

            return responses.resume(desk, response_id)

        self._come_back = None
        self._open(work)

    def _correct(self, response_id: str) -> None:
        from unionapp.services import response_corrections

        desk = self._bench.desk
        self._come_back = partial(self.show_response, response_id)
        self._open(lambda: response_corrections.correct(desk, response_id))

    def _open(
        self,
        make_session: Callable[[], Session],
        failed: Callable[[tuple[Problem, ...]], None] | None = None,
    ) -> None:
        def work(_progress: object) -> Session:
            for name in _WINDOW:  # loaded here, so that the screen does not wait for it
                import_module(name)
            return make_session()

        self._opening.start()
        self._bench.tasks.run(work, Handlers(self._opened, failed=failed or self._not_opened))

    def _not_opened(self, problems: tuple[Problem, ...]) -> None:
        self._opening.stop()
        self._bench.messages.problems(problems)

    def _opened(self, session: Session) -> None:
        self._opening.stop()
        self._stale = True
        self.fill.show_session(session, self._media_of(session))
        self._bring(self.fill)
        self.fill.focus_first()
        if session.resumed and not session.correcting:
            self._bench.messages.info(tr("接着上次的填：已填的都在。"))
        self._bench.changed(frozenset({"response"}))

    def _media_of(self, session: Session) -> Callable[[str], bytes | None]:
        from unionapp.services import attachments

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
        from unionapp.services import response_corrections, responses

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
        from unionapp.services import responses

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
