"""The running window: start, work, lock; one open office at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QWidget

from unionapp import settings as setting_file
from unionapp.errors import Problem, UserError, problem_of
from unionapp.paths import DataDir
from unionapp.settings import Settings
from unionapp.ui import theme as look
from unionapp.ui.messages import WindowMessages, text_of
from unionapp.ui.platform_input import choose_input_method
from unionapp.ui.shell import KeyHint, PageEntry, Shell
from unionapp.ui.start.window import StartPort, StartWindow
from unionapp.ui.tasks import Handlers, Tasks
from unionapp.ui.wording import install_language, tr
from unionapp.ui.workbench import Ports, Workbench

if TYPE_CHECKING:
    from unionapp.models.desk import Desk
    from unionapp.services.overview import Badges
    from unionapp.services.response_subject import About
    from unionapp.ui.widgets.palette import Palette

_MINUTE_MS = 60_000

# Kind of record -> the page that shows it.
PAGE_OF = {
    "place": "matrix",
    "visit": "matrix",
    "household": "matrix",
    "person": "people",
    "membership": "people",
    "employer": "employers",
    "union": "employers",
    "hardship_file": "hardship",
    "case": "casework",
    "receipt": "casework",
    "standard": "hardship",
    "worker": "settings",
    "design": "settings",
    "response": "forms",
    "programme": "programmes",
    "campaign": "programmes",
    "activity": "programmes",
    "point": "programmes",
    "worklist": "worklists",
}


def page_entries(bench: Callable[[], Workbench]) -> tuple[PageEntry, ...]:
    """Return the pages of the window in the order of their Alt keys.

    Each is imported when it is first shown, so that the window is painted before services,
    database and Excel are loaded.
    """

    def entry(key: str, title: str, icon: str) -> PageEntry:
        def make() -> QWidget:
            module: Any = import_module(f"unionapp.ui.{key}.page")
            made: QWidget = module.make(bench())
            return made

        return PageEntry(key, title, icon, make)

    return (
        entry("today", tr("今日走访"), "home"),
        entry("matrix", tr("楼栋图"), "grid"),
        entry("forms", tr("问卷"), "form"),
        entry("people", tr("人员与会员"), "person"),
        entry("employers", tr("企业建会"), "office"),
        entry("hardship", tr("困难帮扶"), "heart"),
        entry("casework", tr("个案办理"), "case"),
        entry("importing", tr("批量导入"), "import"),
        entry("exchange", tr("数据交换"), "exchange"),
        entry("programmes", tr("项目"), "book"),
        entry("worklists", tr("工作清单"), "list"),
        entry("settings", tr("设置"), "settings"),
    )


class Desktop(QObject):
    """Leads from the start window to the shell and back; owns settings, tasks, the idle clock."""

    def __init__(self, folder: DataDir, start: StartPort, ports: Ports) -> None:
        super().__init__()
        self.folder = folder
        self.settings, self._setting_problems = setting_file.read(folder.settings)
        self.tasks = Tasks(self)
        self.tasks.crashed.connect(self.show_crash)
        self._start_port = start
        self._counting = False
        self._palette: Palette | None = None
        self._ports = ports
        self.start_window: StartWindow | None = None
        self.shell: Shell | None = None
        self.bench: Workbench | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.lock)

    def show_start(self) -> StartWindow:
        """Show the start window: new office, or the passphrase of the one that is there."""
        made = StartWindow(self.folder, self.settings, self.tasks, self._start_port)
        made.opened.connect(self.open)
        self.start_window = made
        made.show()
        return made

    def open(self, desk: Desk) -> Shell:
        """Show the window of an open office."""
        with desk.read() as reading:
            worker = reading.scalar("SELECT name FROM worker WHERE id = ?", (desk.worker_id,))
        self.change_setting("last_worker", desk.worker_id)
        shell = Shell(page_entries(self._the_bench), str(worker or ""))
        messages = WindowMessages(
            shell, lambda text: shell.show_saved(text or saved_now(desk.clock()))
        )
        self.shell = shell
        self.bench = Workbench(
            desk=desk,
            folder=self.folder,
            settings=self.settings,
            tasks=self.tasks,
            messages=messages,
            ports=self._ports,
            open=self.open_record,
            show_page=lambda key: _ignore(shell.show_page(key)),
            changed=self.reload,
            change_setting=self.change_setting,
            hints=shell.show_hints,
            crumbs=shell.show_crumbs,
            fill=self.fill_form,
            aid=self.show_aid,
        )
        self.tasks.data_changed.connect(self.reload)
        shell.lock_asked.connect(self.lock)
        shell.search_asked.connect(self.open_palette)
        shell.help_asked.connect(self.show_keys)
        shell.page_shown.connect(self._page_shown)
        shell.show_page("today")
        if self.start_window is not None:
            self.start_window.hide()
            self.start_window.deleteLater()
            self.start_window = None
        shell.show()
        self._count()  # after the first page has read: both would wait for the same disk
        handle = shell.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
        self._restart_idle()
        if self._setting_problems:
            messages.problems(self._setting_problems)
        QTimer.singleShot(0, shell, self._ask_about_clock)
        return shell

    def _ask_about_clock(self) -> None:
        """Ask whose day is right where the machine's is before that of the last change."""
        from unionapp.services import vault

        bench = self.bench
        problem = vault.clock_problem(bench.desk) if bench is not None else None
        if bench is None or problem is None:
            return
        if bench.messages.ask(text_of((problem,)), tr("电脑的日期是对的")):
            vault.trust_clock(bench.desk)
            self.reload(frozenset(PAGE_OF))

    def _the_bench(self) -> Workbench:
        if self.bench is None:
            raise RuntimeError("no office is open")
        return self.bench

    def open_record(self, kind: str, id_: str) -> None:
        """Show a record on the page that it belongs to."""
        if self.shell is None:
            return
        page: Any = self.shell.show_page(PAGE_OF.get(kind, "today"))
        page.show_record(kind, id_)

    def fill_form(self, form_id: str, about: About) -> None:
        """Begin a form on its page; when it is closed the page in front now comes back."""
        shell = self.shell
        if shell is None:
            return
        before = shell.current_key()
        page: Any = shell.show_page("forms")
        page.begin(form_id, about, lambda: _ignore(shell.show_page(before)))

    def show_aid(self, kind: str, id_: str) -> None:
        """Show how somebody stands to every programme; Esc brings the page in front now back."""
        shell = self.shell
        if shell is None:
            return
        before = shell.current_key()
        page: Any = shell.show_page("casework")
        page.show_subject(kind, id_, lambda: _ignore(shell.show_page(before)))

    def reload(self, kinds: frozenset[str]) -> None:
        """Let every page that shows such kinds read again, and count anew."""
        if self.shell is None:
            return
        for page in self.shell.made_pages():
            again = getattr(page, "reload", None)
            if again is not None:
                again(kinds)
        self._count()

    def _count(self) -> None:
        """Count what waits, off the screen's thread: a large patch takes a moment."""
        from unionapp.services import overview

        if self.bench is None or self._counting:
            return
        desk, self._counting = self.bench.desk, True
        self.tasks.run(
            lambda _progress: overview.badges(desk),
            Handlers(done=self._counted, failed=lambda _problems: self._counted(None)),
        )

    def _counted(self, counts: Badges | None) -> None:
        self._counting = False
        if self.shell is None or counts is None:
            return
        badges = {
            "today": counts.due + counts.in_progress,
            "forms": counts.open_responses,
            "people": counts.applicants,
            "employers": counts.call_list,
        }
        for key, count in badges.items():
            self.shell.buttons[key].show_count(count)
        self.shell.show_waiting(tr("{count} 条待导出", count=counts.pending_operations))

    def _page_shown(self, key: str) -> None:
        if self.shell is None:
            return
        page: Any = self.shell.page(key)
        hints: Sequence[KeyHint] = getattr(page, "key_hints", lambda: ())()
        self.shell.show_hints(hints)

    def open_palette(self) -> None:
        """Open the one search box for people, doors, employers, pages and commands."""
        from unionapp.ui.search import make_palette

        if self.shell is None or self.bench is None:
            return
        if self._palette is None:
            self._palette = make_palette(self.shell, self.bench, self.lock)
        self._palette.open()

    def show_keys(self) -> None:
        """Show every key that does something here."""
        from unionapp.ui.keys import show_keys

        if self.shell is not None:
            show_keys(self.shell)

    def show_crash(self, text: str) -> None:
        """Show a fault of ours with what helps to mend it."""
        from unionapp.ui.crash_dialog import show_crash

        show_crash(text, self.folder.log)

    def change_setting(self, key: str, value: str | int) -> None:
        """Change a setting and keep it."""
        self.settings = self.settings.changed(key, value)
        try:
            setting_file.write(self.folder.settings, self.settings)
        except OSError as error:  # it holds until the window is closed
            if self.bench is not None:
                self.bench.messages.problems(_problems_of(error))
        if key == "lock_minutes":
            self._restart_idle()

    # --- lock

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            self._restart_idle()
        return super().eventFilter(watched, event)

    def _restart_idle(self) -> None:
        if self.bench is not None:
            self._idle.start(self.settings.number("lock_minutes") * _MINUTE_MS)

    def lock(self) -> None:
        """Save what is being typed, close the database, drop the key, ask for the passphrase."""
        if self.leave():
            self.show_start()

    def leave(self) -> bool:
        """Close the open office; False when none is open."""
        if self.shell is None or self.bench is None:
            return False
        self._idle.stop()
        commit_focused()
        for page in self.shell.made_pages():
            settle = getattr(page, "settle", None)
            if settle is not None:
                settle()
        self.tasks.data_changed.disconnect(self.reload)
        self.tasks.shutdown()
        self._counting = False
        desk, shell = self.bench.desk, self.shell
        self.shell = self.bench = self._palette = None
        shell.hide()
        shell.deleteLater()
        desk.database.close()
        return True

    def preload(self) -> None:
        """Load what the next step needs while the worker types the passphrase."""
        self.tasks.run(lambda _progress: [import_module(name) for name in _NEXT], _NOTHING)


_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)
# What opening an office and the first page need: half a second of loading.
_NEXT = (
    *("unionapp.services.vault", "unionapp.services.overview", "unionapp.ui.today.page"),
    *("argon2.low_level", "cryptography.hazmat.primitives.ciphers.aead"),
)
_NOTHING = Handlers(done=lambda _result: None)


def _ignore(_value: object) -> None:
    """Take a value that nobody needs."""


def commit_focused() -> None:
    """Let the field with the focus hand over what was typed in it."""
    focused = QApplication.focusWidget()
    commit = getattr(focused, "commit", None)
    if commit is not None:
        commit()
    elif isinstance(focused, QLineEdit):
        focused.clearFocus()


def saved_now(now: datetime) -> str:
    """Return the words of the status bar after a save, in the office's time."""
    from unionapp.services.moments import office_time

    return tr("已保存 {time}", time=f"{office_time(now):%H:%M}")


def make_application(settings: Settings) -> QApplication:
    """Make the application object with its look and language; input method first."""
    choose_input_method()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("an application without windows is running")
    app.setApplicationName("unionapp")
    look.apply(app, dark=settings.text("theme") == "dark", scale=settings.number("scale") / 100)
    install_language(app, settings.text("language"))
    return app


def run(folder: DataDir, start: StartPort, ports: Ports) -> int:
    """Open the window and stay until it is closed; returns the exit status."""
    settings, _ = setting_file.read(folder.settings)
    app = make_application(settings)
    desktop = Desktop(folder, start, ports)
    sys.excepthook = _excepthook(desktop)
    desktop.show_start().painted.connect(desktop.preload)
    status = app.exec()
    desktop.leave()
    desktop.tasks.shutdown()
    return status


def say_open_already(folder: DataDir) -> int:
    """Say that another window works on the folder; returns the exit status."""
    settings, _ = setting_file.read(folder.settings)
    make_application(settings)
    words = tr(
        "这份数据已在另一个窗口里打开：{folder}。请切换到那个窗口，或先把它关掉。",
        folder=folder.root,
    )
    QMessageBox(QMessageBox.Icon.Information, tr("工作台已经打开"), words).exec()
    return 1


def _problems_of(error: BaseException) -> tuple[Problem, ...]:
    """Return what the worker can mend: a refusal, or trouble with a disk."""
    if isinstance(error, UserError):
        return error.problems
    problem = problem_of(error) if isinstance(error, OSError) else None
    return (problem,) if problem is not None else ()


def _excepthook(desktop: Desktop) -> Callable[[type[BaseException], BaseException, Any], None]:
    def hook(kind: type[BaseException], error: BaseException, trace: Any) -> None:  # noqa: ANN401
        import traceback

        problems = _problems_of(error)
        if problems and desktop.bench is not None:
            desktop.bench.messages.problems(problems)
            return
        desktop.show_crash("".join(traceback.format_exception(kind, error, trace)))

    return hook
