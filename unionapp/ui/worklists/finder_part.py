"""The part 谁能享受: every programme over everybody, in sets; the names of one set beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from unionapp.errors import Problem
from unionapp.models.records import Person
from unionapp.programmes.programme import Programme
from unionapp.services import finder, programme_files, subject_lines
from unionapp.services.finder import Finding, Found, Standing
from unionapp.services.protocols import ListSheet, SheetColumn
from unionapp.services.subject_lines import SubjectLine
from unionapp.ui.records.list_pane import ListPane
from unionapp.ui.records.side import halves
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers, Progress
from unionapp.ui.widgets.basics import button, column, row, wrapping
from unionapp.ui.widgets.elided import ElidedLabel
from unionapp.ui.widgets.list_view import Column
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.ui.worklists import opening, verdict_sets
from unionapp.ui.worklists.outlet import Outlet
from unionapp.ui.worklists.verdict_sets import Hit
from unionapp.values import money

_FINDINGS = (
    Column("name", "项目", "Programme"),
    Column("qualifies", "符合", "Qualify", 60, "right"),
    Column("close", "差一条", "One short", 64, "right"),
    Column("has", "已有", "Have", 52, "right"),
    Column("unknown", "缺资料", "Missing", 64, "right"),
)
_HITS = (
    Column("title", "姓名 / 名称", "Name", 110),
    Column("address", "地址", "Address", tail=True),
    Column("amount", "测算金额", "Amount", 96, "right"),
    Column("why", "原因", "Reason", 190),
)


class FinderPart(QWidget):
    """F9 searches everybody, Esc stops it; F6 goes to the names, Enter opens one, F2 says why."""

    def __init__(self, bench: Workbench, outlet: Outlet) -> None:
        super().__init__()
        self._bench, self._outlet = bench, outlet
        self.found: Found | None = None
        self._programmes: Mapping[str, Programme] = {}
        self._findings: dict[str, Finding] = {}
        self._hits: dict[str, Hit] = {}
        self._lines: dict[str, SubjectLine] = {}
        self.programme = ""
        self._running: Progress | None = None
        self.findings = self._make_findings()
        self.names = self._make_names()
        self.why = wrapping("", 13, "ink2")
        whole = column(self._make_top(), self._make_halves(), gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.findings)
        self._show_running(running=False)
        self._say(tr("按 F9：每个启用的项目对全部在册的人、户、单位、工会各试一遍。"))
        bind(self, "F9", self.search_all)
        bind(self, "F7", self.to_paper)
        bind(self, "F8", self.export)
        bind(self, "F6", self._other_side)
        bind(self, "F2", self.explain)

    def _make_top(self) -> QHBoxLayout:
        self.search = button(tr("全员查找"), "primary", key="F9")
        self.search.clicked.connect(self.search_all)
        self.stop = button(tr("停止"), key="Esc")
        self.stop.clicked.connect(self.cancel)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("查找进度"))
        self.said = ElidedLabel("", 13, "ink2")
        made = row(self.search, self.stop, self.bar, self.said, gap=12, margins=(16, 12, 16, 0))
        made.setStretch(2, 2)
        made.setStretch(3, 3)
        return made

    def _make_halves(self) -> QHBoxLayout:
        """The reasons of the chosen name stand beneath the names, where they are spoken of."""
        right = QWidget()
        under = column(self.names, self.why, gap=8)
        under.setStretch(0, 1)
        right.setLayout(under)
        self._explain("")
        return halves(self.findings, right, (5, 6))

    def _make_findings(self) -> ListPane:
        filters = (("hits", tr("有人符合")), ("all", tr("全部项目")))
        made = ListPane(
            self._bench,
            tr("项目"),
            _FINDINGS,
            filters,
            self._finding_ids,
            self._fetch_findings,
            spare=("unknown", "has"),
            new=None,
        )
        made.view.set_empty(tr("还没有查找。"), tr("全员查找  F9"), self.search_all)
        made.moved.connect(self._choose)
        made.opened.connect(lambda _code: self.names.focus_list())
        return made

    def _make_names(self) -> ListPane:
        filters = [(one, verdict_sets.answer_text(one)) for one in verdict_sets.ANSWERS]
        to_print = button(tr("打印"), key="F7")
        to_print.clicked.connect(self.to_paper)
        to_export = button(tr("导出"), key="F8")
        to_export.clicked.connect(self.export)
        made = ListPane(
            self._bench,
            tr("名单"),
            _HITS,
            filters,
            self._hit_ids,
            self._fetch_hits,
            spare=("why",),
            new=None,
            more=(to_print, to_export),
        )
        made.view.set_empty(tr("查找之后，名单会列在这里。"))
        made.opened.connect(self.open)
        made.moved.connect(self._tell)
        return made

    # ---- searching -------------------------------------------------------------------------

    def search_all(self) -> None:
        """Try every programme on everybody, off the screen's thread."""
        if self._running is not None:
            return
        desk = self._bench.desk
        self._show_running(running=True)
        self.bar.setRange(0, 0)
        self._say(tr("正在读取全部资料……"))
        self._running = self._bench.tasks.run(
            lambda progress: finder.everybody(desk, progress=progress),
            Handlers(
                self._found, failed=self._failed, cancelled=self._stopped, progress=self._progressed
            ),
        )

    def cancel(self) -> None:
        """Stop a search that runs; what was found before stays."""
        if self._running is not None:
            self._running.cancel()

    def _progressed(self, done: int, of: int) -> None:
        if of > 1:
            self.bar.setRange(0, of)
            self.bar.setValue(done)
            self._say(tr("已判断 {done} / {of}", done=f"{done:,}", of=f"{of:,}"))

    def _found(self, found: Found) -> None:
        self._idle()
        self.found = found
        self._findings = {one.programme: one for one in found.findings}
        folder = programme_files.own_folder(self._bench.desk)
        programmes = programme_files.read_all(folder).programmes
        self._programmes = {one.code: one for one in programmes}
        subjects = found.subjects
        self._say(
            tr(
                "{day}：{people} 人、{homes} 户、{employers} 单位、{unions} 工会，{count} 个项目",
                day=found.day.isoformat(),
                people=f"{subjects.get('person', 0):,}",
                homes=f"{subjects.get('household', 0):,}",
                employers=f"{subjects.get('employer', 0):,}",
                unions=f"{subjects.get('union', 0):,}",
                count=len(found.findings),
            )
        )
        self.findings.view.set_empty(tr("没有人符合或只差一条。F5 看全部项目。"))
        self.names.view.set_empty(tr("这一类里没有人。F5 换一类。"))
        self.findings.read()

    def _failed(self, problems: tuple[Problem, ...]) -> None:
        self._idle()
        self._say(tr("没有查完。"))
        self._bench.messages.problems(problems)

    def _stopped(self) -> None:
        self._idle()
        self._say(tr("已停止；以前查到的还在。"))

    def _idle(self) -> None:
        self._running = None
        self._show_running(running=False)

    def _show_running(self, *, running: bool) -> None:
        self.search.setEnabled(not running)
        self.stop.setVisible(running)
        self.bar.setVisible(running)

    def _say(self, text: str) -> None:
        self.said.setText(text)

    # ---- programmes ------------------------------------------------------------------------

    def _finding_ids(self, chosen: str, text: str) -> Sequence[str]:
        sought = text.strip().casefold()
        told = {code: verdict_sets.counts(one) for code, one in self._findings.items()}
        listed = [
            code
            for code, one in self._findings.items()
            if (chosen == "all" or told[code]["qualifies"] or told[code]["close"])
            and (not sought or sought in one.label.text(language()).casefold())
        ]
        return sorted(listed, key=lambda code: not told[code]["qualifies"])

    def _fetch_findings(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        return {code: self._finding_words(self._findings[code]) for code in ids}

    @staticmethod
    def _finding_words(finding: Finding) -> Mapping[str, str]:
        numbers = verdict_sets.counts(finding)
        found = {key: f"{count:,}" if count else "—" for key, count in numbers.items()}
        return {"name": finding.label.text(language()), **found}

    def _choose(self, code: str) -> None:
        self.programme = code
        finding = self._findings.get(code)
        self.names.set_title(finding.label.text(language()) if finding else tr("名单"))
        self.names.read()

    # ---- names -----------------------------------------------------------------------------

    def _hit_ids(self, chosen: str, text: str) -> Sequence[str]:
        finding = self._findings.get(self.programme)
        if finding is None:
            self._hits = {}
            return ()
        hits = {one.id: one for one in verdict_sets.hits(finding, chosen)}
        sought = text.strip().casefold()
        if sought:
            lines = subject_lines.lines(self._bench.desk, finding.subject, list(hits))
            hits = {
                id_: one
                for id_, one in hits.items()
                if id_ in lines and opening.is_meant(lines[id_], sought)
            }
        self._hits = hits
        return tuple(hits)

    def _fetch_hits(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        finding = self._findings.get(self.programme)
        if finding is None:
            return {}
        lines = subject_lines.lines(self._bench.desk, finding.subject, ids)
        self._lines.update(lines)
        return {
            id_: self._hit_words(self._hits[id_], line)
            for id_, line in lines.items()
            if id_ in self._hits
        }

    def _hit_words(self, hit: Hit, line: SubjectLine) -> Mapping[str, str]:
        amount = hit.amount_fen
        return {
            "title": line.title,
            "address": line.address,
            "amount": money.format_fen(amount) if amount is not None else "",
            "why": verdict_sets.reasons(self._programmes.get(self.programme), hit.codes),
        }

    def open(self, id_: str) -> None:
        """Open the record of a name."""
        line = self._lines.get(id_)
        if line is not None:
            opening.open_subject(self._bench, line)

    def _tell(self, id_: str) -> None:
        hit = self._hits.get(id_)
        codes = hit.codes if hit is not None else ()
        told = verdict_sets.reasons(self._programmes.get(self.programme), codes)
        self._explain(tr("{why}（F2 看差多少）", why=told) if told else "")

    def _explain(self, text: str) -> None:
        self.why.setText(text)
        self.why.setVisible(bool(text))

    def explain(self) -> None:
        """Reckon one household anew and say by how much a condition is missed."""
        line = self._lines.get(self.names.view.selected() or "")
        if line is None or line.kind not in ("person", "household"):
            return
        desk, code = self._bench.desk, self.programme
        with desk.read() as reading:
            person = reading.get(Person, line.id) if line.kind == "person" else None
        home = line.id if line.kind == "household" else person.household_id if person else None
        if home is None:
            return
        self._bench.tasks.run(
            lambda _progress: finder.of_household(desk, home),
            Handlers(
                lambda found: self._explained(code, line, found),
                failed=self._bench.messages.problems,
            ),
        )

    def _explained(self, code: str, line: SubjectLine, found: Sequence[Standing]) -> None:
        for one in found:
            if one.programme == code and one.subject_id == line.id:
                told = [reason.text for reason in one.reasons]
                if one.amount_fen is not None:
                    told.insert(0, tr("{yuan} 元", yuan=money.format_fen(one.amount_fen)))
                self._explain(tr("{name}：", name=line.title) + tr("；").join(told))
                return

    # ---- out of the window -----------------------------------------------------------------

    def _sheet(self) -> ListSheet | None:
        finding, found = self._findings.get(self.programme), self.found
        if finding is None or found is None:
            return None
        lines = subject_lines.lines(self._bench.desk, finding.subject, list(self._hits))
        name, answer = finding.label.text(language()), verdict_sets.answer_text(self.names.filter)
        programme = self._programmes.get(self.programme)
        rows = tuple(
            (
                line.title,
                line.address,
                self._hits[id_].amount_fen,
                answer,
                verdict_sets.reasons(programme, self._hits[id_].codes),
            )
            for id_, line in lines.items()
        )
        note = tr("{day}，{count} 条。测算以审批为准。", day=found.day.isoformat(), count=len(rows))
        columns = (
            SheetColumn(tr("姓名 / 名称")),
            SheetColumn(tr("地址")),
            SheetColumn(tr("测算金额"), "fen"),
            SheetColumn(tr("结论")),
            SheetColumn(tr("原因")),
        )
        title = tr("{name}：{answer}", name=name, answer=answer)
        return ListSheet(f"finder-{self.programme}", title, note, columns, rows)

    def export(self) -> None:
        """Write the names that are shown into a workbook."""
        self._outlet.export(self._sheet(), self.names)

    def to_paper(self) -> None:
        """Print the names that are shown."""
        self._outlet.to_paper(self._sheet(), self.names)

    # ---- keys ------------------------------------------------------------------------------

    def _other_side(self) -> None:
        (self.findings if self.names.view.hasFocus() else self.names).focus_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._running is not None:
            self.cancel()
        else:
            super().keyPressEvent(event)

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the part."""
        return (
            KeyHint("F9", tr("全员查找")),
            KeyHint("Esc", tr("停止")),
            KeyHint("F6", tr("项目 / 名单")),
            KeyHint("F5", tr("换一类")),
            KeyHint("Enter", tr("打开")),
            KeyHint("F2", tr("差多少")),
            KeyHint("F7", tr("打印")),
            KeyHint("F8", tr("导出 Excel")),
        )
