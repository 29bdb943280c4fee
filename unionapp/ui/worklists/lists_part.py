"""The part 待办: the lists with their counts on the left, the rows of one on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QFrame, QWidget

from unionapp.services import worklists
from unionapp.services.worklists import NAMES, Name, Row, Worklist
from unionapp.ui.records.list_pane import ListPane
from unionapp.ui.records.side import halves
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, column, label, wrapping
from unionapp.ui.widgets.list_view import Column, IdTable, ListView
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench
from unionapp.ui.worklists import names, opening
from unionapp.ui.worklists.outlet import Outlet

_NAMES = (Column("name", "清单", "List"), Column("count", "条数", "Rows", 56, "right"))
_ROWS = (
    Column("title", "姓名 / 名称", "Name", 120),
    Column("address", "地址", "Address", tail=True),
    Column("day", "日期", "Day", 100),
    Column("days", "天数", "Days", 110),
    Column("note", "说明", "Note", 130),
)
_WIDTH = 248


class ListsPart(QWidget):
    """F6 goes between the lists and the rows, Enter opens a row, F7 prints, F8 exports."""

    def __init__(self, bench: Workbench, outlet: Outlet) -> None:
        super().__init__()
        self._bench, self._outlet = bench, outlet
        self._counts: Mapping[Name, int] = {}
        self.name: Name = NAMES[0]
        self.worklist: Worklist | None = None
        self._rows: dict[str, Row] = {}
        self.table = IdTable(_NAMES, self._names, self)
        self.table.set_ids(NAMES)
        self.view = ListView(self.table)
        self.view.setAccessibleName(tr("清单"))
        self.view.moved.connect(self._choose)
        self.view.opened.connect(lambda _name: self.list.focus_list())
        self._about = wrapping("", 13, "ink3")
        left = QFrame()
        left.setObjectName("card")
        left.setFixedWidth(theme().px(_WIDTH))
        parts = column(
            label(tr("待办清单"), 20, bold=True),
            self.view,
            self._about,
            gap=12,
            margins=(20, 14, 12, 14),
        )
        parts.setStretch(1, 1)
        left.setLayout(parts)
        self.list: ListPane = self._make_list()
        self.setLayout(halves(left, self.list, (0, 1)))
        self.setFocusProxy(self.view)
        self.view.select(NAMES[0])
        for keys, act in (("F7", self.to_paper), ("F8", self.export), ("F6", self._other_side)):
            bind(self, keys, act)

    def _make_list(self) -> ListPane:
        filters = (("all", tr("全部")), ("overdue", tr("逾期")), ("coming", tr("将到期")))
        to_print = button(tr("打印"), key="F7")
        to_print.clicked.connect(self.to_paper)
        to_export = button(tr("导出"), key="F8")
        to_export.clicked.connect(self.export)
        made = ListPane(
            self._bench,
            names.title(self.name),
            _ROWS,
            filters,
            self._ids,
            self._fetch,
            spare=("note",),
            new=None,
            more=(to_print, to_export),
        )
        made.view.set_empty(tr("这张清单现在没有要办的。"))
        made.opened.connect(self.open)
        return made

    # ---- reading ---------------------------------------------------------------------------

    def again(self) -> None:
        """Count every list and read the chosen one anew, off the screen's thread."""
        desk = self._bench.desk
        self._bench.tasks.run(
            lambda _progress: worklists.counts(desk),
            Handlers(self._counted, failed=self._bench.messages.problems),
        )
        self.list.read()

    def _counted(self, counts: Mapping[Name, int]) -> None:
        self._counts = counts
        self.table.refresh()

    def _names(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        counts = dict[str, int](self._counts)  # type: ignore[arg-type] # names are texts
        return {
            one: {"name": names.title(one), "count": str(counts.get(one) or "—")} for one in ids
        }

    def _choose(self, name: str) -> None:
        if name not in NAMES:
            return
        self.name = next(one for one in NAMES if one == name)
        self.list.set_title(names.title(name))
        self._about.setText(names.about(name))
        self.list.show_all()

    def _ids(self, chosen: str, text: str) -> Sequence[str]:
        found = worklists.of(self._bench.desk, self.name)
        sought = text.strip().casefold()
        self.worklist = found
        self._rows = {
            f"{at}": row
            for at, row in enumerate(found.rows)
            if _fits(found.name, row, chosen) and (not sought or opening.is_meant(row, sought))
        }
        return tuple(self._rows)

    def _fetch(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        known, name = self._rows, self.name
        return {id_: _words(name, known[id_]) for id_ in ids if id_ in known}

    # ---- what the keys do ------------------------------------------------------------------

    def open(self, id_: str) -> None:
        """Open the record that a row is about."""
        row = self._rows.get(id_)
        if row is not None:
            opening.open_row(self._bench, row)

    def export(self) -> None:
        """Write the rows that are shown into a workbook."""
        if self.worklist is not None:
            sheet = names.sheet(self.worklist, tuple(self._rows.values()))
            self._outlet.export(sheet, self.list)

    def to_paper(self) -> None:
        """Print the rows that are shown."""
        if self.worklist is not None:
            sheet = names.sheet(self.worklist, tuple(self._rows.values()))
            self._outlet.to_paper(sheet, self.list)

    def show_list(self, name: str) -> None:
        """Choose a list."""
        self.view.select(name)

    def _other_side(self) -> None:
        if self.view.hasFocus():
            self.list.focus_list()
        else:
            self.view.setFocus()

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the part."""
        return (
            KeyHint("↑↓", tr("选清单")),
            KeyHint("F6", tr("清单 / 各行")),
            KeyHint("Enter", tr("打开")),
            KeyHint("F7", tr("打印")),
            KeyHint("F8", tr("导出 Excel")),
            KeyHint("F5", tr("换条件")),
            KeyHint("Ctrl+F", tr("查找")),
        )


def _fits(name: str, row: Row, chosen: str) -> bool:
    late = row.days is not None and row.days < 0 and not names.looks_back(name)
    if chosen == "overdue":
        return late
    return chosen != "coming" or (row.days is not None and row.days >= 0)


def _words(name: str, row: Row) -> Mapping[str, str]:
    return {
        "title": row.title,
        "address": row.address,
        "day": row.day.isoformat() if row.day else "",
        "days": names.since(row) if names.looks_back(name) else names.days(row),
        "note": names.note(name, row),
    }
