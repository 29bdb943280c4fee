"""The part 发放汇总: what was paid by programme, street, cause, month, as the receipts say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from unionapp.errors import Problem
from unionapp.models.desk import Desk
from unionapp.services import totals
from unionapp.services.paper_reports import paid_id
from unionapp.services.protocols import ListSheet, SheetColumn
from unionapp.services.totals import By, Line, Totals
from unionapp.ui.messages import text_of
from unionapp.ui.paper.choosing import PaperChooser, PaperOffer, monthly_offers
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, card, column, label, restyle, row, wrapping
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.list_view import Column, IdTable, ListView
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.ui.worklists.outlet import Outlet
from unionapp.values import money

_COLUMNS = (
    Column("label", "分组", "Group", 230),
    Column("bar", "占比", "Share"),
    Column("amount", "金额（元）", "Amount", 130, "right"),
    Column("signed", "花名册（元）", "Rolls", 110, "right"),
    Column("cases", "户次", "Cases", 76, "right"),
    Column("households", "户", "Homes", 76, "right"),
    Column("receipts", "签收单", "Receipts", 80, "right"),
)
_BAR = 1
_GROUPS: tuple[By, ...] = ("programme", "street", "cause", "month", "year")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Reckoned:
    totals: Totals
    problems: tuple[Problem, ...]


class TotalsPart(QWidget):
    """F5 goes to the next grouping, F6 to the next period; F7 prints, F8 exports."""

    def __init__(self, bench: Workbench, outlet: Outlet) -> None:
        super().__init__()
        self._bench, self._outlet = bench, outlet
        self.totals: Totals | None = None
        self._lines: dict[str, Line] = {}
        self._asked = 0
        self.papers = PaperChooser(bench, self)
        self.by = ChoiceRow(tr("分组"), [(one, _group(one)) for one in _GROUPS])
        self.by.set_value("programme")
        self.by.picked.connect(lambda _code: self._changed())
        self.period = ChoiceRow(tr("期间"), _periods())
        self.period.set_value("year")
        self.period.picked.connect(lambda _code: self._changed())
        self.table = IdTable(_COLUMNS, self._fetch, self)
        self.view = ListView(self.table, spare=("receipts", "households"))
        self.view.setAccessibleName(tr("发放汇总"))
        self.view.set_empty(tr("这一期间没有开出签收单。F6 换期间。"))
        self.view.setItemDelegateForColumn(_BAR, _Bars(self.view))
        self._sum = label("", 24, bold=True)
        self._words = label("", 13, "ink2")
        self.check = wrapping("", 13, "ok")
        self._lay_out()
        self.setFocusProxy(self.view)
        for keys, act in (
            ("F5", lambda: self._step(self.by, _GROUPS)),
            ("F6", lambda: self._step(self.period, [code for code, _ in _periods()])),
            ("F7", self.to_paper),
            ("F8", self.export),
            ("Ctrl+P", self.ask_paper),
        ):
            bind(self, keys, act)

    def _lay_out(self) -> None:
        to_print = button(tr("打印"), key="F7")
        to_print.clicked.connect(self.to_paper)
        others = button(tr("其他文书"), key="Ctrl+P")
        others.clicked.connect(self.ask_paper)
        to_export = button(tr("导出"), key="F8")
        to_export.clicked.connect(self.export)
        held = card()
        parts = column(
            row(label(tr("发放汇总"), 20, bold=True), None, to_print, others, to_export, gap=12),
            row(label(tr("分组  F5"), 13, "ink3"), self.by, gap=12),
            row(label(tr("期间  F6"), 13, "ink3"), self.period, gap=12),
            row(self._sum, self._words, None, gap=14),
            self.view,
            self.check,
            gap=12,
            margins=(20, 14, 16, 14),
        )
        for at in (1, 2):
            inner = parts.itemAt(at).layout()
            if inner is not None:
                inner.setStretch(1, 1)  # type: ignore[attr-defined] # a row is a box layout
        parts.setStretch(4, 1)
        held.setLayout(parts)
        self.setLayout(column(held, margins=(16, 16, 16, 16)))

    # ---- reading ---------------------------------------------------------------------------

    def again(self) -> None:
        """Add up anew, off the screen's thread; an answer to an older question is dropped."""
        self._asked += 1
        asked, desk, spoken = self._asked, self._bench.desk, language()
        by = next(one for one in _GROUPS if one == (self.by.value() or "programme"))
        first, last = _days(self.period.value(), self._bench.today())
        self._bench.tasks.run(
            lambda _progress: _reckon(desk, by, first, last, spoken),
            Handlers(lambda found: self._show(asked, found), failed=self._bench.messages.problems),
        )

    def _show(self, asked: int, found: _Reckoned) -> None:
        if asked != self._asked:
            return
        told = found.totals
        self.totals = told
        self._lines = {one.key or "—": one for one in told.lines}
        order = list(self._lines)
        if told.by not in ("month", "year"):
            order.sort(key=lambda key: -self._lines[key].amount_fen)
        self.table.set_ids(order)
        self._sum.setText(tr("{yuan} 元", yuan=money.format_fen(told.total_fen)))
        goods = money.format_fen(told.in_kind_fen)
        said = tr("{first} 至 {last}", first=told.first.isoformat(), last=told.last.isoformat())
        if told.in_kind_fen:
            said += tr("；另有实物折价 {yuan} 元", yuan=goods)
        if told.signed_fen:
            on_rolls = money.format_fen(told.signed_fen)
            said += tr("；花名册签收 {yuan} 元", yuan=on_rolls)
        self._words.setText(said)
        if found.problems:
            self.check.setText(text_of(found.problems))
            restyle(self.check, 13, "error")
        else:
            self.check.setText(tr("✓ 与签收单逐笔核对一致，分毫不差。"))
            restyle(self.check, 13, "ok")

    def _fetch(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        most = max((abs(one.amount_fen) for one in self._lines.values()), default=0) or 1
        return {key: _words(self._lines[key], most) for key in ids if key in self._lines}

    def _changed(self) -> None:
        if not self.by.value():
            self.by.set_value("programme")
        if not self.period.value():
            self.period.set_value("year")
        self.again()

    def _step(self, choice: ChoiceRow, codes: Sequence[str]) -> None:
        at = list(codes).index(choice.value()) if choice.value() in codes else -1
        choice.set_value(codes[(at + 1) % len(codes)])
        self.again()

    # ---- out of the window -----------------------------------------------------------------

    def _sheet(self) -> ListSheet | None:
        """Return the sums as a workbook holds them, each figure in a column of its own."""
        rows = [
            (one.label, one.amount_fen, one.signed_fen, one.cases, one.households, one.receipts)
            for one in self._in_order()
        ]
        columns = (
            SheetColumn(tr("金额（元）"), "fen"),
            SheetColumn(tr("花名册签收（元）"), "fen"),
            SheetColumn(tr("户次"), "count"),
            SheetColumn(tr("户"), "count"),
            SheetColumn(tr("签收单"), "count"),
        )
        told = self.totals
        if told is None:
            return None
        cases = sum(one.cases for one in told.lines)
        slips = sum(one.receipts for one in told.lines)
        whole = (tr("合计"), told.total_fen, told.signed_fen, cases, None, slips)
        return self._listed(told, columns, (*rows, whole))

    def _paper(self) -> ListSheet | None:
        """Return the sums as paper holds them: words beside words, amounts under each other."""
        told = self.totals
        if told is None:
            return None
        counted = [(one.label, one.cases, one.households, one) for one in self._in_order()]
        rows = [
            (label, tr("{cases} 户次，{homes} 户", cases=cases, homes=homes),
             one.amount_fen, one.signed_fen, tr("{count} 张", count=one.receipts))
            for label, cases, homes, one in counted
        ]  # fmt: skip
        cases = tr("{cases} 户次", cases=sum(one.cases for one in told.lines))
        slips = tr("{count} 张", count=sum(one.receipts for one in told.lines))
        columns = (
            SheetColumn(tr("户次、户")),
            SheetColumn(tr("金额（元）"), "fen"),
            SheetColumn(tr("花名册签收（元）"), "fen"),
            SheetColumn(tr("签收单")),
        )
        whole = (tr("合计"), cases, told.total_fen, told.signed_fen, slips)
        return self._listed(told, columns, (*rows, whole))

    def _in_order(self) -> list[Line]:
        return [self._lines[self.table.id_at(at)] for at in range(self.table.rowCount())]

    def _listed(
        self,
        told: Totals,
        columns: Sequence[SheetColumn],
        rows: Sequence[tuple[str | int | None, ...]],
    ) -> ListSheet:
        title = tr("发放汇总（{by}）", by=_group(told.by))
        note = tr("{first} 至 {last}", first=told.first.isoformat(), last=told.last.isoformat())
        group = SheetColumn(_group(told.by))
        return ListSheet(f"totals-{told.by}", title, note, (group, *columns), tuple(rows))

    def export(self) -> None:
        """Write the sums into a workbook."""
        self._outlet.export(self._sheet() if self._lines else None, self.view)

    def to_paper(self) -> None:
        """Print the sums."""
        self._outlet.to_paper(self._paper() if self._lines else None, self.view)

    def ask_paper(self) -> None:
        """Offer the roll of the period's payments, which adds up to the sum, and the reports."""
        today = self._bench.today()
        days = _days(self.period.value(), today)
        roll = PaperOffer(tr("救助金发放表：这一期间"), "campaign_roll", (paid_id(*days),))
        paid = (roll,) if self._lines else ()
        self.papers.ask((*paid, *monthly_offers(today)), self._show_paper)

    def _show_paper(self, offer: PaperOffer) -> None:
        self._outlet.show_document(offer.document, offer.ids, self.view)

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the part."""
        return (
            KeyHint("F5", tr("换分组")),
            KeyHint("F6", tr("换期间")),
            KeyHint("F7", tr("打印")),
            KeyHint("F8", tr("导出 Excel")),
            KeyHint("Ctrl+P", tr("其他文书")),
        )


class _Bars(QStyledItemDelegate):
    """Paints the share of a line as a bar: the longest is the largest."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        share = str(index.data(Qt.ItemDataRole.UserRole) or index.data() or "")
        blank = QStyleOptionViewItem(option)
        self.initStyleOption(blank, index)
        blank.text = ""  # type: ignore[attr-defined] # the stubs do not know it
        style = option.widget.style()  # type: ignore[attr-defined] # the stubs do not know it
        style.drawControl(style.ControlElement.CE_ItemViewItem, blank, painter, option.widget)  # type: ignore[attr-defined]
        if not share.isdigit():
            return
        look = theme()
        held: QRect = option.rect  # type: ignore[attr-defined] # the stubs do not know it
        room = held.adjusted(look.px(8), 0, -look.px(8), 0)
        high = look.px(12)
        width = max(room.width() * int(share) // 1000, look.px(2))
        bar = QRect(room.left(), room.center().y() - high // 2, width, high)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("bar"))
        painter.drawRoundedRect(bar, look.px(3), look.px(3))
        painter.restore()


def _words(line: Line, most: int) -> Mapping[str, str]:
    return {
        "label": line.label,
        "bar": str(max(line.amount_fen, 0) * 1000 // most),
        "amount": money.format_fen(line.amount_fen),
        "signed": money.format_fen(line.signed_fen) if line.signed_fen else "",
        "cases": f"{line.cases:,}",
        "households": f"{line.households:,}",
        "receipts": f"{line.receipts:,}",
    }


def _reckon(desk: Desk, by: By, first: date, last: date, spoken: str) -> _Reckoned:
    found = totals.of_period(desk, by, first, last, language=spoken)
    with desk.read() as reading:
        return _Reckoned(found, tuple(totals.verify(reading)))


def _group(by: str) -> str:
    names = {
        "programme": tr("按项目"),
        "street": tr("按街道"),
        "cause": tr("按致困原因"),
        "month": tr("按月"),
        "year": tr("按年"),
    }
    return names[by]


def _periods() -> list[tuple[str, str]]:
    return [
        ("year", tr("今年")),
        ("month", tr("本月")),
        ("quarter", tr("本季度")),
        ("last_year", tr("去年")),
        ("all", tr("全部")),
    ]


def _days(period: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of a period."""
    if period == "month":
        return today.replace(day=1), today
    if period == "quarter":
        return today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), today
    if period == "last_year":
        first = today.replace(month=1, day=1)
        return first.replace(year=today.year - 1), first - timedelta(days=1)
    if period == "all":
        return date(2000, 1, 1), today
    return today.replace(month=1, day=1), today
