"""The live values of a try-out: a filter, the table, and what was recorded of it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHeaderView, QTableView, QWidget

from unionapp.forms.nodes import Node
from unionapp.ui.forms.recorder import RecordedFilling
from unionapp.ui.forms.values_model import KIND, PATH, STATE, VALUE, ValuesModel
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, column, label, row
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import tr

_NARROW = 480


class ValuesView(QWidget):
    """All values beside the form that is tried out, and the recorder's buttons below.

    Signals:
        save_asked, load_asked, anew_asked: the recorder's buttons.
    """

    save_asked = Signal()
    load_asked = Signal()
    anew_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.model = ValuesModel(self)
        self.table = _table(self.model)
        self._filling: RecordedFilling | None = None
        self.search = TextEdit(tr("按路径或现值筛选"))
        self.search.setPlaceholderText(tr("按路径或现值筛选"))
        self.search.textChanged.connect(lambda _text: self._filter())
        self.search.next_asked.connect(self.table.setFocus)
        self.only = QCheckBox(tr("只看刚变的"))
        self.only.toggled.connect(lambda _on: self._filter())
        self._changed = label("", 13, "primary")
        self._steps = label("", 13, "ink2")
        self.setLayout(
            column(
                row(label(tr("现值"), 16, bold=True), self._changed, None, self.only, gap=10),
                self.search,
                self.table,
                self._recorder(),
                gap=8,
            )
        )

    def _recorder(self) -> QWidget:
        made = QWidget()
        load = button(tr("载入步骤"), key="Ctrl+O")
        load.clicked.connect(self.load_asked)
        save = button(tr("存步骤"), key="Ctrl+S")
        save.clicked.connect(self.save_asked)
        anew = button(tr("从头来"), "quiet")
        anew.clicked.connect(self.anew_asked)
        self.snap = button(tr("加快照"), "quiet")
        self.snap.setToolTip(tr("在步骤文件里记下：回放到这里时，把整张问卷的样子写出来"))
        self.snap.clicked.connect(self.snapshot)
        made.setLayout(
            column(
                row(self._steps, None, self.snap, anew, gap=4),
                row(load, save, None, gap=8),
                gap=4,
            )
        )
        return made

    def show_filling(self, filling: RecordedFilling | None) -> None:
        """Show the values of a try-out from its beginning."""
        self._filling = filling
        self.model.show(filling)
        self._tell()

    def follow(self, nodes: Iterable[Node]) -> None:
        """Show what an action changed, the first change brought into sight."""
        self.model.follow(nodes)
        rows = [row for node in self.model.marked if (row := self.model.row_of(node)) is not None]
        if rows:
            hint = QAbstractItemView.ScrollHint.EnsureVisible
            self.table.scrollTo(self.model.index(min(rows), PATH), hint)
        self._tell()

    def snapshot(self) -> None:
        """Put a snapshot into the steps."""
        if self._filling is not None:
            taken = sum("snapshot" in step for step in self._filling.steps)
            self._filling.snapshot(tr("快照 {number}", number=taken + 1))
            self._tell()

    def _filter(self) -> None:
        self.model.filter(self.search.text(), only_changed=self.only.isChecked())

    def _tell(self) -> None:
        steps = len(self._filling.steps) if self._filling is not None else 0
        self._steps.setText(tr("已记录 {count} 步", count=steps))
        marked = len(self.model.marked)
        self._changed.setText(tr("刚变 {count} 个", count=marked) if marked else "")


class _Table(QTableView):
    """Esc belongs to whoever shows it; the types give way where there is little room."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(KIND, event.size().width() < theme().px(_NARROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)


def _table(model: ValuesModel) -> QTableView:
    table = _Table()
    table.setModel(model)
    table.setAccessibleName(tr("现值"))
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    rows, heads = table.verticalHeader(), table.horizontalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setMinimumSectionSize(theme().px(28))
    rows.setDefaultSectionSize(theme().px(28))
    heads.setHighlightSections(False)
    heads.setSectionsClickable(False)
    heads.setSectionResizeMode(PATH, QHeaderView.ResizeMode.Stretch)
    heads.setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Stretch)
    for at, width in ((KIND, 104), (STATE, 104)):
        heads.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
        heads.resizeSection(at, theme().px(width))
    return table
