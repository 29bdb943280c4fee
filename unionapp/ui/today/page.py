"""The page 今日走访: the day's list on the left, the day's progress and the way in on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from unionapp.models.records import Place
from unionapp.services import places, response_list, today
from unionapp.services.paper_walk import TODAY, missed_today
from unionapp.services.response_list import DraftLine
from unionapp.services.today import TodayLine, TodayList
from unionapp.ui.forms.words import unfinished
from unionapp.ui.matrix.days import weekday
from unionapp.ui.paper.choosing import PaperChooser, PaperOffer, monthly_offers
from unionapp.ui.paper.place import PaperPlace
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers
from unionapp.ui.theme import theme
from unionapp.ui.today import words
from unionapp.ui.today.listing import TodayView
from unionapp.ui.visit.undo import take_back
from unionapp.ui.widgets.basics import button, card, chip, clear, column, label, row, rule, wrapping
from unionapp.ui.widgets.flow import Group
from unionapp.ui.widgets.folding import Folding
from unionapp.ui.widgets.scrolling import Scrolling
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

_KINDS = frozenset({"visit", "place", "response"})


def make(bench: Workbench) -> QWidget:
    """Return the page."""
    return TodayPage(bench)


class TodayPage(QWidget):
    """Today's doors; Enter opens the chosen one in its building."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._stale = True
        self.view = TodayView()
        self._title = label(tr("今日走访"), 20, bold=True)
        self._day = label("", 13, "ink3")
        marks = Group()
        self._counts = marks.flow
        self._empty = self._make_empty()
        self._empty.hide()
        self._side = _Side()
        self._side.open.clicked.connect(self._open_current)
        self._side.building.clicked.connect(self._open_building)
        self._building_id, self._lines = "", False
        main = card()
        self.papers = PaperChooser(bench, self)
        to_print = button(tr("打印"), "quiet", key="Ctrl+P")
        to_print.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        to_print.clicked.connect(self.ask_paper)
        head = Folding(Group(self._title, self._day, to_print, gap=12), marks)
        self.drafts = _DraftsTip(lambda id_: bench.open("response", id_))
        parts = (head, self.drafts, self.view, self._empty)
        held = column(*parts, gap=10, margins=(20, 14, 12, 12))
        for at in (2, 3):  # what is there, or that nothing is
            held.setStretch(at, 1)
        main.setLayout(held)
        whole = QWidget()
        whole.setLayout(row(main, self._side, gap=16, margins=(16, 16, 16, 16)))
        self.place = PaperPlace(bench, whole)
        self.place.turned.connect(lambda: bench.hints(self.key_hints()))
        self.setLayout(column(self.place, gap=0))
        self.view.chosen.connect(lambda door_id: bench.open("place", door_id))
        self.view.at.connect(self._side.show_line)
        self.setFocusProxy(self.view)
        bind(self, QKeySequence.StandardKey.Undo, self._take_back)
        bind(self, "Ctrl+P", self.ask_paper)
        bind(self, "F11", self.drafts.open)

    def _take_back(self) -> None:
        taken = take_back(self._bench)
        if taken is not None:
            self.reload(taken.changes)
            self._bench.changed(taken.changes)

    def ask_paper(self) -> None:
        """Offer the day's papers: the doors to walk, slips for who was missed, the month."""
        if self.place.shows_paper():
            return
        desk = self._bench.desk
        walk = (f"{TODAY}{desk.worker_id}",) if self._lines else ()
        missed = missed_today(desk)
        slips = tr("“我们来过了”告知单：今天没见到人的 {count} 户", count=len(missed))
        offers = (
            PaperOffer(tr("今日走访单"), "patch_walk_sheet", walk),
            PaperOffer(slips, "we_called", missed),
            *monthly_offers(self._bench.today()),
        )
        self.papers.ask(offers, self._show_paper)

    def _show_paper(self, offer: PaperOffer) -> None:
        before = self.view if self._lines else self._empty_button
        self.place.show_paper(offer.document, offer.ids, before)

    def show_record(self, kind: str, id_: str) -> bool:
        """Today's list shows no single record."""
        return False

    def reload(self, kinds: frozenset[str]) -> None:
        """Read the list again when visits or places have changed; at once if it is looked at."""
        if kinds & _KINDS:
            self._stale = True
            if self.isVisible():
                self._read()

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this page, or of its paper."""
        if self.place.shows_paper():
            return self.place.key_hints()
        return (
            KeyHint("↑↓", tr("选一户")),
            KeyHint("Enter", tr("打开这一户")),
            KeyHint("Ctrl+Z", tr("撤销")),
            KeyHint("Ctrl+P", tr("打印")),
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._bench.crumbs((tr("今日走访"),))
        if self._stale:
            self._read()

    def _read(self) -> None:
        """Read off the screen's thread: in a large patch it takes a tenth of a second."""
        self._stale = False
        desk = self._bench.desk

        def work(_progress: object) -> tuple[TodayList, str, tuple[DraftLine, ...], bool]:
            found = today.today_list(desk)
            building = places.address(desk, found.building.id) if found.building else ""
            with desk.read() as reading:
                has_buildings = bool(reading.select(Place, "kind = 'building'", limit=1))
            return found, building, response_list.drafts(desk), has_buildings

        self._bench.tasks.run(
            work,
            Handlers(
                done=lambda read: self._show(*read[:3], has_buildings=read[3]),
                failed=self._bench.messages.problems,
            ),
        )

    def _show(
        self,
        found: TodayList,
        building: str,
        drafts: tuple[DraftLine, ...],
        *,
        has_buildings: bool,
    ) -> None:
        self._say_empty(has_buildings=has_buildings)
        self.drafts.show_drafts(drafts)
        self._building_id = found.building.id if found.building else ""
        day = found.day
        self._day.setText(
            tr("{month} 月 {day} 日 {weekday}", month=day.month, day=day.day, weekday=weekday(day))
        )
        self._show_counts(found)
        self._lines = bool(found.lines)
        had_focus = self.view.hasFocus() or self._empty_button.hasFocus()
        self.view.show_lines(found.lines)
        self.view.setVisible(bool(found.lines))
        self._empty.setVisible(not found.lines)
        self._side.show_day(found, building)
        self.setFocusProxy(self.view if found.lines else self._empty_button)
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_counts(self, found: TodayList) -> None:
        clear(self._counts)
        for reason in ("in_progress", "overdue", "due", "come_back"):
            count = sum(line.reason == reason for line in found.lines)
            if count:
                ink, fill = words.COLOURS[reason]
                self._counts.addWidget(chip(f"{words.heading(reason)} {count}", ink, fill))

    def _make_empty(self) -> QWidget:
        made = QWidget()
        self._empty_button = button("", "primary")
        self._empty_button.setDefault(True)
        self._empty_button.clicked.connect(lambda: self._bench.show_page("matrix"))
        title = self._empty_title = label("", 18, bold=True)
        text = self._empty_text = label("", 14, "ink2")
        middle = Qt.AlignmentFlag.AlignHCenter
        layout = QVBoxLayout(made)
        layout.addStretch(2)
        for one in (title, text, self._empty_button):
            layout.addWidget(one, 0, middle)
            layout.addSpacing(theme().px(8))
        layout.addStretch(3)
        return made

    def _say_empty(self, *, has_buildings: bool) -> None:
        """Say what to do first: walk a building, or make one on the first day."""
        if has_buildings:
            title, go = tr("今天没有约定，也没有走到一半的楼"), tr("到楼栋图选一栋楼")
            text = tr("从一栋楼的第一户开始，约好的和要再去的以后都会列在这里。")
        else:
            title, go = tr("第一步：把要走的楼栋录进来"), tr("到楼栋图生成楼栋")
            text = tr("单元 × 楼层 × 户数就能生成；有 Excel 名单的，用「批量导入」。")
        self._empty_title.setText(title)
        self._empty_text.setText(text)
        self._empty_button.setText(f"{go}  Enter")
        self._empty_button.setAccessibleName(go)

    def _open_current(self) -> None:
        line = self.view.current_line()
        if line is not None:
            self._bench.open("place", line.door_id)

    def _open_building(self) -> None:
        if self._building_id:
            self._bench.open("place", self._building_id)
        else:
            self._bench.show_page("matrix")


class _DraftsTip(QFrame):
    """Says which questionnaire is not finished; F11 goes on with the newest."""

    def __init__(self, open_response: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("tip")
        self._open_response, self._newest = open_response, ""
        self.words = wrapping("", 14)
        go_on = button(tr("继续填"), key="F11")
        go_on.clicked.connect(self.open)
        layout = row(self.words, go_on, gap=12, margins=(14, 6, 8, 6))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.hide()

    def show_drafts(self, drafts: Sequence[DraftLine]) -> None:
        """Show the line, or nothing when nothing is under way."""
        self._newest = drafts[0].response.id if drafts else ""
        self.words.setText(unfinished(drafts))
        self.setVisible(bool(drafts))

    def open(self) -> None:
        """Go on with the newest."""
        if self._newest:
            self._open_response(self._newest)


class _Side(QFrame):
    """What is done today, the building in hand, and the door that is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        look = theme()
        self.setFixedWidth(look.px(300))
        self.open = button(tr("打开这一户"), "primary", key="Enter")
        self.building = button(tr("打开这栋楼"))
        self.building.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._visits, self._met = label("0", 28, bold=True), label("0", 28, "ok", bold=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("这栋楼的走访进度"))
        self._name = wrapping("", 14)
        self._share = label("", 13, "ink3")
        self._address = wrapping("", 16)
        self._address.setStyleSheet(self._address.styleSheet() + ";font-weight:600")
        self._reason = wrapping("", 14, "ink2")
        figures = row(
            column(self._visits, label(tr("今天走访"), 13, "ink3"), gap=0),
            column(self._met, label(tr("见到人"), 13, "ink3"), gap=0),
            None,
            gap=36,
        )
        body = QWidget()
        body.setLayout(
            column(
                label(tr("今天的进度"), 18, bold=True),
                figures,
                rule(),
                label(tr("正在走的楼"), 13, "ink3"),
                self._name,
                self._bar,
                self._share,
                self.building,
                rule(),
                label(tr("选中的一户"), 13, "ink3"),
                self._address,
                self._reason,
                None,
                gap=10,
                margins=(0, 0, 8, 0),
            )
        )
        seen = Scrolling(body, tr("今天的进度"), grows=True)
        foot = row(self.open, margins=(0, 0, 8, 0))  # as wide as what may scroll above it
        self.setLayout(column(seen, foot, gap=10, margins=(18, 14, 10, 16)))

    def show_day(self, found: TodayList, building: str) -> None:
        """Show the figures of the day, and of the building in hand."""
        progress = found.progress
        self._visits.setText(str(progress.visits))
        self._met.setText(str(progress.met))
        self._bar.setVisible(found.building is not None)
        self._share.setVisible(found.building is not None)
        self._bar.setMaximum(max(1, progress.building_doors))
        self._bar.setValue(progress.building_settled)
        self._name.setText(building or tr("还没有开始走哪一栋楼"))
        self._share.setText(
            tr(
                "{done} / {all} 户已走完",
                done=progress.building_settled,
                all=progress.building_doors,
            )
        )
        self.building.setText(tr("打开这栋楼") if found.building else tr("选一栋楼"))

    def show_line(self, line: TodayLine | None) -> None:
        """Show the chosen door."""
        self.open.setEnabled(line is not None)
        self._address.setText(line.address if line else "")
        self._reason.setText(words.why(line) if line else tr("列表里没有要去的门户"))
