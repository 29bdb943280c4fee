"""The import page: what is it, which file, what would change, do it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from unionapp.errors import Problem
from unionapp.services.protocols import AppliedImport, PlannedImport
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers, Progress
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import beside, button, card, column, label, restyle, row, wrapping
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.scrolling import Scrolling
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.wording import sentence

_COUNTS = ("rows", "created", "updated", "unchanged", "refused")


def make(bench: Workbench) -> ImportPage:
    """Return the page."""
    return ImportPage(bench)


class ImportPage(QWidget):
    """Nothing is written before the difference was shown and Enter was pressed on it."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._plan: PlannedImport | None = None
        self._running: Progress | None = None
        names = {"places": tr("地点"), "persons": tr("人员"), "employers": tr("用人单位")}
        kinds = [(kind, names.get(kind, kind)) for kind in bench.ports.importing.kinds]
        self.kind = ChoiceRow(tr("导入什么"), kinds)
        self.kind.set_value(kinds[0][0])
        self.file = TextEdit(tr("工作簿"))
        self.file.setPlaceholderText(tr("按 F3 选择 Excel 文件（.xlsx），或直接输入路径"))
        browse = button(tr("浏览"), key="F3")
        browse.clicked.connect(self.browse)
        self.check = button(tr("核对"), "primary", key="Enter")
        self.check.clicked.connect(self.plan)
        self.take_in = button(tr("导入"), "primary", key="F9")
        self.take_in.clicked.connect(self.apply)
        self.cancel = button(tr("停止"), key="Esc")
        self.cancel.clicked.connect(self._stop)
        self.said = wrapping("", 14, "ink2")
        self._numbers = {name: label("–", 20, bold=True) for name in _COUNTS}
        self.problems = _problem_table()
        self._empty = wrapping("", 14, "ink3")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out(browse)
        self.kind.next_asked.connect(self.file.setFocus)
        self.kind.picked.connect(lambda _kind: self._forget())
        self.file.left.connect(lambda _text: self._forget())
        self.file.next_asked.connect(self.plan)
        self._forget()

    def _lay_out(self, browse: QWidget) -> None:
        body = QWidget()
        whole = column(self._ask_card(browse), self._plan_card(), gap=16, margins=(16, 16, 16, 16))
        whole.setStretch(1, 1)
        body.setLayout(whole)
        self.setLayout(column(Scrolling(body, tr("批量导入"), grows=True), gap=0))
        self.setFocusProxy(self.file)

    def _plan_card(self) -> QFrame:
        captions = {
            "rows": tr("行"),
            "created": tr("新增"),
            "updated": tr("更新"),
            "unchanged": tr("不变"),
            "refused": tr("拒收"),
        }
        tiles = [
            column(self._numbers[name], label(captions[name], 13, "ink3"), gap=2)
            for name in _COUNTS
        ]
        shown = card()
        shown.setLayout(
            column(
                row(*tiles, None, self.cancel, self.take_in, gap=40),
                self.said,
                self.problems,
                self._empty,
                None,
                margins=(20, 16, 20, 16),
                gap=12,
            )
        )
        return shown

    def _ask_card(self, browse: QWidget) -> QFrame:
        ask = card()
        ask.setLayout(
            column(
                row(
                    label(tr("批量导入"), 20, bold=True),
                    label(
                        tr("先核对，看清差别，再导入；拒收的行不写入，改好后再导一次"), 13, "ink3"
                    ),
                    None,
                    gap=12,
                ),
                FormField(tr("导入什么"), self.kind),
                FormField(tr("工作簿"), beside(self.file, browse, self.check)),
                margins=(20, 16, 20, 12),
                gap=10,
            )
        )
        # Where the window is low, the list of problems gives way and not the fields.
        ask.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return ask

    def key_hints(self) -> Sequence[KeyHint]:
        """Return the keys of this page."""
        return (
            KeyHint("1–3", tr("导入什么")),
            KeyHint("F3", tr("选文件")),
            KeyHint("Enter", tr("核对")),
            KeyHint("F9", tr("导入")),
        )

    def show_record(self, _kind: str, _id: str) -> bool:
        """Nothing of the case is shown here."""
        return False

    def reload(self, _kinds: frozenset[str]) -> None:
        """A plan that was made before a change is refused when it is applied."""

    def browse(self) -> None:
        """Pick the workbook in the system's own dialog."""
        name, _ = QFileDialog.getOpenFileName(
            self, tr("选择工作簿"), str(Path.home()), "Excel (*.xlsx)"
        )
        if name:
            self.file.setText(name)
            self.plan()

    def plan(self) -> None:
        """Work out what the workbook would change; nothing is written."""
        name = self.file.text().strip()
        if not name:
            self._say(tr("请先选择工作簿。"), "error")
            self.file.setFocus()
            return
        port, kind, desk = self._bench.ports.importing, self.kind.value(), self._bench.desk
        self._busy(tr("正在核对……"))
        self._running = self._bench.tasks.run(
            lambda _progress: port.plan(desk, kind, Path(name)),
            Handlers(done=self._planned, failed=self._refused, cancelled=self._forget),
        )

    def _planned(self, plan: PlannedImport) -> None:
        self._idle()
        self._plan = plan
        for name in _COUNTS:
            self._numbers[name].setText(f"{getattr(plan, name):,}")
        restyle(self._numbers["refused"], 20, "error" if plan.refused else "ink", bold=True)
        writes = plan.created + plan.updated
        self.take_in.setEnabled(writes > 0)
        if writes:
            self._say(tr("核对完毕，还没有写入。按 F9 导入。"), "ink2")
        else:
            self._say(tr("没有要写入的内容。"), "ink2")
        self._show_problems(plan.problems)
        self.take_in.setFocus()

    def apply(self) -> None:
        """Write the plan that is shown, all of it or nothing."""
        plan, port, desk = self._plan, self._bench.ports.importing, self._bench.desk
        if plan is None or not self.take_in.isEnabled():
            return
        self._busy(tr("正在写入……"))
        self._running = self._bench.tasks.run(
            lambda _progress: port.apply(desk, plan),
            Handlers(done=self._applied, failed=self._refused, cancelled=self._forget),
        )

    def _applied(self, applied: AppliedImport) -> None:
        self._idle()
        plan, self._plan = self._plan, None
        self.take_in.setEnabled(False)
        if plan is not None:
            done = tr(
                "已导入：新增 {created}，更新 {updated}。",
                created=plan.created,
                updated=plan.updated,
            )
            self._say(done, "ok")
            self._bench.messages.info(done)
        self._bench.messages.saved()
        self.file.setFocus()

    def _refused(self, problems: tuple[Problem, ...]) -> None:
        self._forget()
        self._say("\n".join(sentence(one, language()) for one in problems), "error")
        self.file.setFocus()

    def _forget(self) -> None:
        """Show that nothing has been checked yet."""
        self._idle()
        self._plan = None
        self.take_in.setEnabled(False)
        for number in self._numbers.values():
            number.setText("–")
        self._say(tr("还没有核对。"), "ink3")
        self._show_problems(())

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        self.problems.setRowCount(len(problems))
        for line, problem in enumerate(problems):
            place = f"{problem.column or ''}{problem.row or ''}"
            cells = (problem.sheet or "", place, sentence(problem, language()))
            for index, text in enumerate(cells):
                self.problems.setItem(line, index, QTableWidgetItem(text))
        self.problems.setVisible(bool(problems))
        self._empty.setVisible(not problems)
        planned = self._plan is not None
        self._empty.setText(tr("没有发现问题。") if planned else tr("核对之后，问题会列在这里。"))

    def _say(self, text: str, colour: str) -> None:
        self.said.setText(text)
        restyle(self.said, 14, colour)

    def _busy(self, text: str) -> None:
        self._say(text, "ink2")
        self.check.setEnabled(False)
        self.take_in.setEnabled(False)
        self.cancel.setVisible(True)

    def _idle(self) -> None:
        self._running = None
        self.check.setEnabled(True)
        self.cancel.setVisible(False)

    def _stop(self) -> None:
        if self._running is not None:
            self._running.cancel()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._bench.crumbs((tr("批量导入"),))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_F3: self.browse,
            Qt.Key.Key_F9: self.apply,
            Qt.Key.Key_Escape: self._stop,
        }
        act = keys.get(Qt.Key(event.key()))
        if act is not None:
            act()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.take_in.hasFocus():
            self.apply()
            return
        super().keyPressEvent(event)


def _problem_table() -> QTableWidget:
    table = QTableWidget(0, 3)
    table.setAccessibleName(tr("问题清单"))
    table.setHorizontalHeaderLabels([tr("工作表"), tr("位置"), tr("问题和改法")])
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme().px(36))
    table.setShowGrid(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    header = table.horizontalHeader()
    header.setStretchLastSection(True)
    header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.setColumnWidth(0, theme().px(120))
    table.setColumnWidth(1, theme().px(90))
    return table
