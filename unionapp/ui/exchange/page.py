"""The exchange page: enrol once, carry a bundle each week, take in what comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from unionapp.errors import Problem
from unionapp.ui.file_places import typed_path
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers
from unionapp.ui.widgets.basics import beside, button, card, column, label, restyle, wrapping
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.flow import Group
from unionapp.ui.widgets.scrolling import Scrolling
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.wording import sentence

SUFFIX = ".ghb"


def make(bench: Workbench) -> ExchangePage:
    """Return the page."""
    return ExchangePage(bench)


class ExchangePage(QWidget):
    """One folder (the stick), four things to do with it, and plain words on what was done."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self.folder = TextEdit(tr("U 盘或文件夹"))
        self.folder.setText(str(Path.home()))
        self.state = wrapping("", 14, "ink2")
        self.said = wrapping("", 14, "ink2")
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.export = self._button(tr("导出数据包"), "F5", self.write_bundle, primary=True)
        self.request = self._button(tr("导出登记申请"), "F6", self.write_request)
        self.take_in = self._button(tr("读入市里的回复"), "F7", self.pick_reply)
        self.look = self._button(tr("查看数据包内容"), "F8", self.pick_bundle)
        browse = button(tr("浏览"), key="F3")
        browse.clicked.connect(self.browse)
        what = card()
        what.setLayout(
            column(
                label(tr("数据交换"), 20, bold=True),
                self.state,
                FormField(
                    tr("U 盘、文件夹或文件"),
                    beside(self.folder, browse),
                    help_text=tr("F5、F6 写到这个文件夹；F7、F8 读这里写明的文件"),
                ),
                Group(self.export, self.request, self.take_in, self.look),
                margins=(20, 16, 20, 16),
                gap=12,
            )
        )
        done = card()
        done.setLayout(
            column(label(tr("结果"), 13, "ink3"), self.said, None, margins=(20, 16, 20, 16), gap=10)
        )
        body = QWidget()
        whole = column(what, done, gap=16, margins=(16, 16, 16, 16))
        whole.setStretch(1, 1)
        body.setLayout(whole)
        self.setLayout(column(Scrolling(body, tr("数据交换"), grows=True), gap=0))
        self.setFocusProxy(self.folder)
        self.folder.next_asked.connect(self.export.setFocus)
        self._tell(tr("数据包只有市级汇聚端能打开；丢了 U 盘也看不到内容。"), "ink3")
        self.show_state()

    def _button(
        self, text: str, key: str, act: Callable[[], None], *, primary: bool = False
    ) -> QPushButton:
        made = button(text, "primary" if primary else "", key=key)
        made.clicked.connect(act)
        return made

    def key_hints(self) -> Sequence[KeyHint]:
        """Return the keys of this page."""
        return (
            KeyHint("F5", tr("导出数据包")),
            KeyHint("F6", tr("登记申请")),
            KeyHint("F7", tr("读入回复")),
            KeyHint("F8", tr("查看数据包")),
        )

    def show_record(self, _kind: str, _id: str) -> bool:
        """Nothing of the case is shown here."""
        return False

    def reload(self, _kinds: frozenset[str]) -> None:
        """Show how many changes wait now."""
        self.show_state()

    def show_state(self) -> None:
        """Say whether the hub knows this laptop and what waits to be carried."""
        state = self._bench.ports.exchange.state(self._bench.desk)
        if state.enrolled:
            lines = [tr("已在「{hub}」登记。", hub=state.hub)]
        else:
            lines = [
                tr("还没有在市级汇聚端登记：先导出登记申请（F6），带去市里，再读入回复（F7）。")
            ]
        lines.append(tr("{count} 条改动等待导出。", count=state.waiting))
        if state.last_export:
            lines.append(tr("上次导出：{when}", when=state.last_export))
        self.state.setText("  ".join(lines))
        self.export.setEnabled(state.enrolled)

    def browse(self) -> None:
        """Pick the stick in the system's own dialog."""
        name = QFileDialog.getExistingDirectory(self, tr("选择 U 盘或文件夹"), self.folder.text())
        if name:
            self.folder.setText(name)

    def write_bundle(self) -> None:
        """Write everything that no bundle holds yet into one file on the stick."""
        if not self.export.isEnabled():
            self._tell(tr("登记之后才能导出数据包。"), "error")
            return
        out = self._file(tr("数据包"))
        desk, port = self._bench.desk, self._bench.ports.exchange
        self._run(lambda: port.export(desk, out, language()), tr("正在打包、加密、复查……"), out)

    def write_request(self) -> None:
        """Write this laptop's public keys for the hub."""
        out = self._file(tr("登记申请"))
        desk, port = self._bench.desk, self._bench.ports.exchange
        self._run(lambda: port.request(desk, out, language()), tr("正在写出……"), out)

    def pick_reply(self) -> None:
        """Take the file whose path was typed, or pick the hub's answer."""
        typed = typed_path(self.folder.text())
        if typed.is_file():
            self.read_reply(typed)
            return
        name, _ = QFileDialog.getOpenFileName(
            self, tr("选择市里的回复"), self.folder.text(), f"*{SUFFIX}"
        )
        if name:
            self.read_reply(Path(name))

    def read_reply(self, file: Path) -> None:
        """Take in the hub's answer."""
        desk, port = self._bench.desk, self._bench.ports.exchange
        self._run(lambda: port.take_in(desk, file, language()), tr("正在检查……"), file)

    def pick_bundle(self) -> None:
        """Take the file whose path was typed, or pick a bundle to look at."""
        typed = typed_path(self.folder.text())
        if typed.is_file():
            self.show_bundle(typed)
            return
        name, _ = QFileDialog.getOpenFileName(
            self, tr("选择数据包"), self.folder.text(), f"*{SUFFIX}"
        )
        if name:
            self.show_bundle(Path(name))

    def show_bundle(self, file: Path) -> None:
        """Say in plain words what a bundle holds, without opening it."""
        desk, port = self._bench.desk, self._bench.ports.exchange
        self._run(lambda: port.show(desk, file, language()), tr("正在检查……"), file)

    def _file(self, name: str) -> Path:
        day = self._bench.today()
        return self._stick() / f"{name}-{day:%Y%m%d}-{self._next(name)}{SUFFIX}"

    def _stick(self) -> Path:
        """Return the folder that files go to: the one typed, or that of the file typed."""
        typed = typed_path(self.folder.text())
        return typed.parent if typed.is_file() else typed

    def _next(self, name: str) -> int:
        folder = self._stick()
        return 1 + sum(1 for _ in folder.glob(f"{name}-*{SUFFIX}")) if folder.is_dir() else 1

    def _run(self, work: Callable[[], Sequence[str]], busy: str, file: Path) -> None:
        self._tell(busy, "ink2")
        self._bench.tasks.run(
            lambda _progress: tuple(work()),
            Handlers(done=lambda lines: self._done(lines, file), failed=self._failed),
        )

    def _done(self, lines: Sequence[str], file: Path) -> None:
        self._tell("\n".join((*lines, str(file))), "ok")
        self._bench.messages.saved()
        self.show_state()

    def _failed(self, problems: tuple[Problem, ...]) -> None:
        self._tell("\n".join(sentence(one, language()) for one in problems), "error")

    def _tell(self, text: str, colour: str) -> None:
        self.said.setText(text)
        restyle(self.said, 14, colour)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._bench.crumbs((tr("数据交换"),))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_F3: self.browse,
            Qt.Key.Key_F5: self.write_bundle,
            Qt.Key.Key_F6: self.write_request,
            Qt.Key.Key_F7: self.pick_reply,
            Qt.Key.Key_F8: self.pick_bundle,
        }
        act = keys.get(Qt.Key(event.key()))
        if act is not None:
            act()
            return
        super().keyPressEvent(event)
