"""The settings page: the declared settings, workers, backup, the state of this PC."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QStackedWidget, QWidget

from unionapp import settings as declared
from unionapp.errors import Problem
from unionapp.services import backups, workers
from unionapp.settings import Setting
from unionapp.ui.design.screen import DesignScreen
from unionapp.ui.file_places import typed_path
from unionapp.ui.settings.add_worker import AddWorker
from unionapp.ui.settings.diagnosis import lines_of
from unionapp.ui.settings.printers import Calibrate, title
from unionapp.ui.settings.renew_code import RenewCode
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import (
    beside,
    button,
    card,
    chip,
    clear,
    column,
    label,
    restyle,
    row,
    wrapping,
)
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.values import codes
from unionapp.wording import sentence

_LOCK_MINUTES = (1, 2, 3, 5, 10, 15)
_SHOWN = ("theme", "scale", "language", "lock_minutes")


def make(bench: Workbench) -> SettingsPage:
    """Return the page."""
    return SettingsPage(bench)


class SettingsPage(QWidget):
    """What can be set, who works here, backup, and the state of this PC."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self.choices: dict[str, ChoiceRow] = {}
        self.said = wrapping("", 13, "ink2")
        self.backup_file = TextEdit(tr("备份到"))
        self._people = column(gap=6)
        self.renew_code = RenewCode(bench)
        self.add_worker = AddWorker(bench)
        self.add_worker.added.connect(self._worker_added)
        self.calibrate = Calibrate(bench)
        body = QWidget()
        body.setObjectName("body")
        body.setLayout(
            column(
                self._settings_card(),
                row(self._workers_card(), self._state_card(), gap=16),
                self._printers_card(),
                None,
                gap=16,
                margins=(16, 16, 16, 16),
            )
        )
        scroll = self._scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack = QStackedWidget()
        self._stack.addWidget(scroll)
        self.design: DesignScreen | None = None
        self.setLayout(column(self._stack, gap=0))
        self.setFocusProxy(self.choices["theme"])
        self._show_workers()

    def _settings_card(self) -> QWidget:
        made = card()
        fields = [self._choice(one) for one in declared.DECLARED if one.key in _SHOWN]
        made.setLayout(
            column(
                label(tr("设置"), 20, bold=True),
                row(*fields[:2], gap=24),
                row(*fields[2:], gap=24),
                margins=(20, 16, 20, 12),
                gap=12,
            )
        )
        return made

    def _choice(self, setting: Setting) -> FormField:
        caption = setting.en if language() == "en" else setting.zh
        values = setting.choices or _LOCK_MINUTES
        options = [(str(value), _words(setting.key, value)) for value in values]
        made = ChoiceRow(caption, options)
        made.set_value(str(self._bench.settings.values[setting.key]))
        made.picked.connect(partial(self._set, setting))
        self.choices[setting.key] = made
        help_text = {
            "theme": tr("下次启动后生效"),
            "scale": tr("下次启动后生效"),
            "language": tr("下次启动后生效"),
            "lock_minutes": tr("离开座位超过这个时间，自动锁屏；不能关闭"),
        }
        return FormField(caption, made, help_text=help_text[setting.key])

    def _set(self, setting: Setting, text: str) -> None:
        if not text:
            self.choices[setting.key].set_value(str(setting.default))
            text = str(setting.default)
        value = int(text) if isinstance(setting.default, int) else text
        self._bench.change_setting(setting.key, value)
        self._bench.messages.saved()

    def _workers_card(self) -> QWidget:
        made = card()
        made.setLayout(
            column(
                label(tr("工作人员"), 16, bold=True),
                wrapping(tr("每人一个口令，谁做的记在谁名下"), 13, "ink3"),
                self._people,
                self.add_worker,
                self.renew_code,
                None,
                margins=(20, 16, 20, 16),
                gap=10,
            )
        )
        return made

    def _state_card(self) -> QWidget:
        made = card()
        save = button(tr("立即备份"), "primary", key="F5")
        save.clicked.connect(self.back_up)
        self.backup_file.setText(str(self._suggested()))
        self.backup_file.next_asked.connect(self.back_up)
        made.setLayout(
            column(
                label(tr("备份与诊断"), 16, bold=True),
                wrapping(tr("备份是一个加密文件，凭口令或恢复码打开；请存到另一个盘"), 13, "ink3"),
                FormField(tr("备份到"), beside(self.backup_file, save)),
                self.said,
                _facts(lines_of(self._bench)),
                None,
                margins=(20, 16, 20, 16),
                gap=10,
            )
        )
        return made

    def _printers_card(self) -> QWidget:
        made = card()
        design = button(tr("改文书版式"), key="F9")
        design.clicked.connect(self.open_designs)
        made.setLayout(
            column(
                row(title(), None, design),
                wrapping(
                    tr("套打、卡片印偏了，量出十字的位置就能校正；同样大小的纸一并校正"), 13, "ink3"
                ),
                self.calibrate,
                margins=(20, 16, 20, 16),
                gap=10,
            )
        )
        return made

    def key_hints(self) -> Sequence[KeyHint]:
        """Return the keys of this page."""
        if self.design is not None and self._stack.currentWidget() is self.design:
            return self.design.key_hints()
        return (
            KeyHint("1–6", tr("选择")),
            KeyHint("F5", tr("立即备份")),
            KeyHint("F6", tr("添加工作人员")),
            KeyHint("F7", tr("换新的恢复码")),
            KeyHint("F8", tr("校准打印机")),
            KeyHint("F9", tr("改文书版式")),
            KeyHint("Tab", tr("下一项")),
        )

    def show_record(self, kind: str, id_: str) -> bool:
        """Show a worker, or the design of a document by its code."""
        if kind == "design":
            self.open_designs()
            if self.design is not None:
                self.design.open(id_)
        return kind in ("worker", "design")

    def _show_calibration(self) -> None:
        """Bring the whole form into view once it has its room."""
        self._scroll.ensureWidgetVisible(self.calibrate, 0, theme().px(24))

    def open_designs(self) -> None:
        """Show the design screen in this page's place."""
        if self.design is None:
            self.design = DesignScreen(self._bench)
            self.design.closed.connect(self._close_designs)
            self.design.turned.connect(self._design_turned)
            self._stack.addWidget(self.design)
        self._stack.setCurrentWidget(self.design)
        self._tell_crumbs()
        if self.design.drawing is None:
            self.design.show_documents()

    def _design_turned(self) -> None:
        """Let the keyboard come back to where it was in the design, whenever the page does."""
        if self.design is not None:
            self.setFocusProxy(self.design.list_in_front())
        self._bench.hints(self.key_hints())

    def _tell_crumbs(self) -> None:
        inside = self._stack.currentIndex() > 0
        self._bench.crumbs((tr("设置"), tr("文书版式")) if inside else (tr("设置"),))

    def _close_designs(self) -> None:
        self._stack.setCurrentIndex(0)
        self.setFocusProxy(self.choices["theme"])
        self._tell_crumbs()
        self._bench.hints(self.key_hints())
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self, kinds: frozenset[str]) -> None:
        """Show the workers anew when one was added."""
        if "worker" in kinds:
            self._show_workers()

    def _show_workers(self) -> None:
        clear(self._people)
        roles = codes.load("worker_role")
        for worker in workers.listing(self._bench.desk):
            chips = [
                chip(roles.label(role, language()), "primary", "primary_tint")
                for role in worker.roles
            ]
            self._people.addLayout(row(label(worker.name, 14), None, *chips, gap=6))

    def _worker_added(self) -> None:
        self._show_workers()
        self._bench.messages.info(tr("已添加。新同事下次可以用自己的口令登录。"))

    def _suggested(self) -> Path:
        return Path.home() / f"{tr('备份')}-{self._bench.today():%Y%m%d}.unionbackup"

    def back_up(self) -> None:
        """Write a backup to the file that is typed; into a folder under the usual name."""
        typed = self.backup_file.text().strip()
        if not typed:
            self._say(tr("请先写明备份到哪里。"), "error")
            self.backup_file.setFocus()
            return
        out = typed_path(typed)
        self.back_up_to(out / self._suggested().name if out.is_dir() else out)

    def back_up_to(self, out: Path) -> None:
        """Write a backup, off the screen's thread."""
        desk, folder = self._bench.desk, self._bench.folder
        self._say(tr("正在备份……"), "ink2")
        self._bench.tasks.run(
            lambda _progress: backups.backup(desk, folder, out),
            Handlers(done=self._backed_up, failed=self._failed),
        )

    def _backed_up(self, made: backups.Backup) -> None:
        self._say(
            tr("已备份并复查：{file}（{size} KB）", file=made.file, size=made.size // 1024), "ok"
        )

    def _failed(self, problems: tuple[Problem, ...]) -> None:
        self._say("\n".join(sentence(one, language()) for one in problems), "error")

    def _say(self, text: str, colour: str) -> None:
        self.said.setText(text)
        restyle(self.said, 13, colour)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell_crumbs()

    def settle(self) -> None:
        """Keep what is not saved in the design screen: the window locks."""
        if self.design is not None:
            self.design.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {
            Qt.Key.Key_F5: self.back_up,
            Qt.Key.Key_F6: self.add_worker.open_form,
            Qt.Key.Key_F7: self.renew_code.open_form,
            Qt.Key.Key_F8: self._open_calibration,
            Qt.Key.Key_F9: self.open_designs,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is not None and self._stack.currentWidget() is not self.design:
            act()
        else:
            super().keyPressEvent(event)

    def _open_calibration(self) -> None:
        self.calibrate.open_form()
        QTimer.singleShot(0, self._show_calibration)


def _facts(lines: Sequence[tuple[str, str]]) -> QGridLayout:
    """Return captions with what stands beside them; long paths break."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme().px(16))
    grid.setColumnStretch(1, 1)
    for at, (caption, text) in enumerate(lines):
        grid.addWidget(label(caption, 13, "ink3"), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(wrapping(text, 13), at, 1)
    return grid


def _words(key: str, value: object) -> str:
    words = {
        ("theme", "light"): tr("浅色"),
        ("theme", "dark"): tr("深色"),
        ("language", "zh"): tr("中文"),
        ("language", "en"): "English",
    }
    if key == "scale":
        return f"{value} %"
    if key == "lock_minutes":
        return tr("{count} 分钟", count=value)
    return words[key, str(value)]
