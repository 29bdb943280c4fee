"""The start window: leads from nothing, or from a locked database, to an open office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QStackedWidget, QVBoxLayout, QWidget

from unionapp.errors import Problem
from unionapp.paths import DataDir
from unionapp.settings import Settings
from unionapp.ui.start.pages import (
    ChoosePage,
    OfficePage,
    PassphrasePage,
    RecoverPage,
    RecoveryCodePage,
    RestorePage,
    UnlockPage,
)
from unionapp.ui.tasks import Handlers, Progress, Tasks
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import avatar, column, label, row
from unionapp.ui.wording import tr

if TYPE_CHECKING:
    from unionapp.models.desk import Desk


_TITLE_BAR = 40  # pixels at 100 %


@dataclass(frozen=True, slots=True)
class StartPort:
    """What the start window asks of the rest; each is long and runs off the screen's thread."""

    exists: Callable[[DataDir], bool]
    workers: Callable[[DataDir], Sequence[tuple[str, str]]]
    make_sample: Callable[[DataDir, Callable[[int, int], None]], tuple[Desk, str]]
    make_office: Callable[[DataDir, str, str, str, str], tuple[Desk, str]]
    unlock: Callable[[DataDir, str, str | None], Desk]
    wait_seconds: Callable[[DataDir], int]
    sample_passphrase: Callable[[DataDir], str]
    recover: Callable[[DataDir, str, str, str], Desk]
    restore: Callable[[Path, DataDir, str], object]
    recovery_paper: Callable[[Desk, str], bytes]
    save: Callable[[Path, bytes], object]


class StartWindow(QWidget):
    """Pages one after the other; `opened` carries the desk.

    Signals:
        opened: an office is open; carries the Desk.
        closed: the worker closed the window.
        painted: the window stands on the screen for the first time.
    """

    opened = Signal(object)
    closed = Signal()
    painted = Signal()

    def __init__(self, folder: DataDir, settings: Settings, tasks: Tasks, port: StartPort) -> None:
        super().__init__()
        self._folder, self._settings, self._tasks, self._port = folder, settings, tasks, port
        self.setObjectName("page")
        self.setWindowTitle(tr("入户走访"))
        room = self.screen().availableGeometry().height() - theme().px(_TITLE_BAR)
        self.resize(theme().px(900), min(theme().px(724), room))
        self.setMinimumSize(theme().px(720), theme().px(560))
        self._stack = QStackedWidget()
        self._desk: Desk | None = None
        self._is_painted = False
        self._wait = QTimer(self)
        self._wait.timeout.connect(self._count_down)
        self._lay_out()
        self._wizard_name = ("", "", "")
        self.begin()

    def _lay_out(self) -> None:
        look = theme()
        panel = QFrame()
        panel.setObjectName("card")
        panel.setFixedWidth(look.px(520))
        brand = row(
            avatar(tr("工"), "#FFFFFF", "brand", 40, 10),
            column(
                label(tr("入户走访工作台"), 18, bold=True),
                label(tr("街道社区工会 · 离线办公"), 12, "ink3"),
                gap=2,
            ),
            None,
            gap=12,
        )
        panel.setLayout(column(brand, self._stack, gap=20, margins=(32, 28, 32, 24)))
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(row(None, panel, None))
        outer.addStretch(1)
        outer.addLayout(
            row(None, label(tr("数据只在本机，已加密"), 12, "ok"), None, margins=(0, 0, 0, 8))
        )

    def begin(self) -> None:
        """Show the page to start with: unlock where there is an office, else the choice."""
        if self._port.exists(self._folder):
            self._show_unlock()
        else:
            self._show_choice()

    def page(self) -> QWidget:
        """Return the page in front."""
        return self._stack.currentWidget()

    def _show(self, page: Any) -> None:  # noqa: ANN401 - any page with focus_first
        old = self._stack.currentWidget()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        page.focus_first()

    def _show_choice(self) -> None:
        page = ChoosePage()
        steps = {
            "sample": self._make_sample,
            "new": self._show_office,
            "restore": self._show_restore,
        }
        page.chosen.connect(lambda key: steps[key]())
        self._show(page)

    # --- the sample patch

    def _make_sample(self) -> None:
        page = self.page()
        page.setEnabled(False)
        note = label(tr("正在准备样例片区……"), 14, "ink2")
        layout = page.layout()
        if layout is not None:
            layout.addWidget(note)

        def work(progress: Progress) -> tuple[Desk, str]:
            return self._port.make_sample(self._folder, progress)

        self._tasks.run(
            work,
            Handlers(
                done=lambda made: self.opened.emit(made[0]),
                failed=lambda problems: self._sample_failed(note, problems),
                progress=lambda done, of: note.setText(
                    tr("正在准备样例片区…… {percent}%", percent=100 * done // max(1, of))
                ),
            ),
        )

    def _sample_failed(self, note: Any, problems: tuple[Problem, ...]) -> None:  # noqa: ANN401
        from unionapp.ui.messages import text_of

        note.setText(text_of(problems))
        self.page().setEnabled(True)

    # --- a new office

    def _show_office(self) -> None:
        page = OfficePage()
        page.back.connect(self._show_choice)
        page.accepted.connect(lambda: self._office_entered(page))
        self._show(page)

    def _office_entered(self, page: OfficePage) -> None:
        if missing := page.missing():
            page.tell(missing, "error")
            page.focus_empty()
            return
        self._wizard_name = (
            page.name.text().strip(),
            page.district.value(),
            page.worker.text().strip(),
        )
        secret = PassphrasePage(tr("设置口令"), tr("新建"))
        secret.back.connect(self._show_office)
        secret.accepted.connect(lambda: self._make_office(secret))
        self._show(secret)

    def _make_office(self, page: PassphrasePage) -> None:
        passphrase = page.entered()
        if passphrase is None:
            return
        office, division, worker = self._wizard_name
        page.set_busy(busy=True, text=tr("正在新建并加密……"))
        self._tasks.run(
            lambda _progress: self._port.make_office(
                self._folder, office, division, worker, passphrase
            ),
            Handlers(
                done=lambda made: self._office_made(page, *made),
                failed=lambda problems: self._refused(page, problems),
            ),
        )

    def _office_made(self, page: PassphrasePage, desk: Desk, code: str) -> None:
        page.wipe()
        self._desk = desk
        shown = RecoveryCodePage()
        shown.code.setText(code)
        shown.print_asked.connect(lambda: self._save_code(shown, desk, code))
        shown.accepted.connect(lambda: self._hand_over(desk))
        self._show(shown)

    def _save_code(self, page: RecoveryCodePage, desk: Desk, code: str) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, tr("恢复码存为"), str(Path.home() / f"{tr('恢复码')}.pdf"), "PDF (*.pdf)"
        )
        if not name:
            return
        self._port.save(Path(name), self._port.recovery_paper(desk, code))
        page.tell(tr("已存为 {name}。打印后请删除这个文件。", name=Path(name).name), "ok")

    def _hand_over(self, desk: Desk) -> None:
        self._desk = None
        self.opened.emit(desk)

    # --- unlock and recover

    def _show_unlock(self) -> None:
        sample = self._port.sample_passphrase(self._folder)
        explained = (
            tr("这是样例片区，里面都是虚构的人家。口令是：{passphrase}", passphrase=sample)
            if sample
            else tr("离开座位时按 Ctrl+L 锁屏。")
        )
        page = UnlockPage(tr("请输入口令"), explained)
        page.show_workers(self._port.workers(self._folder), self._settings.text("last_worker"))
        page.accepted.connect(lambda: self._unlock(page))
        page.recover_asked.connect(lambda: self._show_recover(page.worker_id()))
        self._show(page)
        self._count_down()

    def _unlock(self, page: UnlockPage) -> None:
        passphrase = page.passphrase.text()
        if not passphrase or not page.primary.isEnabled():
            page.passphrase.selectAll()  # typed again after the pause, it does not grow longer
            return
        worker = page.worker_id()
        page.set_busy(busy=True, text=tr("正在打开……"))
        self._tasks.run(
            lambda _progress: self._port.unlock(self._folder, passphrase, worker),
            Handlers(
                done=self._hand_over,
                failed=lambda problems: self._unlock_refused(page, problems),
            ),
        )

    def _unlock_refused(self, page: UnlockPage, problems: tuple[Problem, ...]) -> None:
        self._refused(page, problems)
        page.passphrase.clear()
        page.passphrase.setFocus()
        self._count_down()

    def _count_down(self) -> None:
        """Refuse another try until the pause after wrong passphrases is over."""
        page = self.page()
        if not isinstance(page, UnlockPage):
            self._wait.stop()
            return
        left = self._port.wait_seconds(self._folder)
        page.primary.setEnabled(left == 0)
        if left:
            page.tell(tr("口令不对。请等 {seconds} 秒再试。", seconds=left), "error")
            self._wait.start(500)
        elif self._wait.isActive():
            self._wait.stop()
            page.tell(tr("现在可以再试一次。"))
            page.passphrase.setFocus()

    def _show_recover(self, worker: str | None) -> None:
        page = RecoverPage()
        page.back.connect(self._show_unlock)
        page.accepted.connect(lambda: self._code_entered(page.code.text(), worker))
        self._show(page)

    def _code_entered(self, code: str, worker: str | None) -> None:
        page = PassphrasePage(tr("设置新口令"), tr("打开"))
        page.back.connect(lambda: self._show_recover(worker))
        page.accepted.connect(lambda: self._recover(page, code, worker))
        self._show(page)

    def _recover(self, page: PassphrasePage, code: str, worker: str | None) -> None:
        passphrase = page.entered()
        if passphrase is None:
            return
        chosen = worker or self._port.workers(self._folder)[0][0]
        page.set_busy(busy=True, text=tr("正在打开……"))
        self._tasks.run(
            lambda _progress: self._port.recover(self._folder, code, chosen, passphrase),
            Handlers(done=self._hand_over, failed=lambda problems: self._refused(page, problems)),
        )

    # --- restore

    def _show_restore(self) -> None:
        page = RestorePage()
        page.back.connect(self._show_choice)
        page.accepted.connect(lambda: self._restore(page))
        self._show(page)

    def _restore(self, page: RestorePage) -> None:
        file, passphrase = Path(page.file.text().strip()), page.passphrase.text()
        page.set_busy(busy=True, text=tr("正在检查备份……"))
        self._tasks.run(
            lambda _progress: self._port.restore(file, self._folder, passphrase),
            Handlers(
                done=lambda _restored: self._show_unlock(),
                failed=lambda problems: self._refused(page, problems),
            ),
        )

    @staticmethod
    def _refused(page: Any, problems: tuple[Problem, ...]) -> None:  # noqa: ANN401 - any form
        page.set_busy(busy=False)
        if isinstance(page, PassphrasePage):
            page.wipe()  # what stands there as dots would only be added to
        page.say(problems)
        page.focus_first()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)  # when what was painted has been shown

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if self._desk is not None:
            # The code was shown and the window closed: the office exists, its code is lost from
            # the screen, and a new one can be made in the settings.
            self._desk.database.close()
        self.closed.emit()
