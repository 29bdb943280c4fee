"""The part 项目 of the page: the list on the left, on the right one programme and its switches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from unionapp.errors import UserError
from unionapp.services import programme_settings
from unionapp.ui.forms.reason_bar import ReasonBar
from unionapp.ui.hardship.standards_panel import StandardsPanel
from unionapp.ui.programmes import listing
from unionapp.ui.programmes.check_panel import CheckPanel
from unionapp.ui.programmes.listing import Listed
from unionapp.ui.programmes.panel import ProgrammePanel, Shown
from unionapp.ui.programmes.switches_panel import SwitchesPanel
from unionapp.ui.records.list_pane import ListPane
from unionapp.ui.records.side import Side, halves
from unionapp.ui.shell import KeyHint
from unionapp.ui.widgets.basics import button, column, wrapping
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench


class CataloguePart(QWidget):
    """Every programme; Enter shows what is open, F9 turns on or off, F3 checks an own file.

    Signals:
        hints_changed: other keys do something now.
    """

    hints_changed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._listed = Listed({}, ())
        self._papers: Mapping[str, str] = {}
        self.chosen = ""
        self.list = self._make_list()
        self.reason = ReasonBar()
        self.panel = ProgrammePanel()
        self.panel.switches_asked.connect(self.show_switches)
        self.panel.active_asked.connect(self.ask_active)
        self.panel.standards_asked.connect(self.show_standards)
        self.switches = SwitchesPanel(bench)
        self.switches.closed.connect(self._back)
        self.switches.decided.connect(self._decided)
        self.check = CheckPanel(bench)
        self.check.closed.connect(self._back)
        self.check.taken_in.connect(self._taken_in)
        self.standards = StandardsPanel(bench)
        self.standards.closed.connect(self._back)
        self._none = wrapping(tr("在左边选一个项目，这里显示依据、条件、金额和步骤。"), 14, "ink3")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.side = Side((self._none, self.panel, self.switches, self.check, self.standards))
        self.side.brought.connect(self.hints_changed)
        whole = column(halves(self.list, self.side, (1, 1)), self.reason, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.list)

    def _make_list(self) -> ListPane:
        check = button(tr("检查文件"), key="F3")
        check.clicked.connect(self.show_check)
        made = ListPane(
            self._bench,
            tr("项目"),
            listing.COLUMNS,
            listing.filters(),
            self._ids,
            self._fetch,
            spare=("subject", "edition"),
            new=None,
            more=(check,),
        )
        made.view.set_empty(tr("没有这样的项目。可以换个条件。"))
        made.moved.connect(self._show)
        made.opened.connect(lambda _key: self.show_switches())
        for keys, act in (
            ("F9", self.ask_active),
            ("F6", self.show_standards),
            ("F3", self.show_check),
        ):
            bind(made, keys, act, repeats=False)
        return made

    # ---- reading ---------------------------------------------------------------------------

    def read(self) -> None:
        """Read the list anew."""
        self.list.read()

    def _ids(self, chosen: str, text: str) -> Sequence[str]:
        self._listed = listing.read(self._bench.desk)
        if not self._papers:
            self._papers = _papers(self._bench)
        return listing.wanted(self._listed, chosen, text)

    def _fetch(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        known = self._listed.shown
        return {key: listing.words(known[key]) for key in ids if key in known}

    @property
    def shown(self) -> Shown | None:
        """The programme that is chosen."""
        return self._listed.shown.get(self.chosen)

    def _show(self, key: str) -> None:
        self.chosen = key
        shown = self.shown
        if shown is not None:
            self.panel.show_programme(shown, self._papers, self._listed.programmes())
        if self.side.shown() in (self._none, self.panel):
            self.side.bring(self.panel if shown is not None else self._none)

    def _read_anew(self) -> None:
        """Read again what the office decided, the chosen programme first."""
        self._listed = listing.read(self._bench.desk)
        shown = self.shown
        if shown is not None:
            self.panel.show_programme(shown, self._papers, self._listed.programmes())
            if self.side.shown() is self.switches and self.switches.form is None:
                self.switches.show_programme(shown)
        self.list.table.refresh()

    def again(self) -> None:
        """Read again after a change elsewhere."""
        self._read_anew()
        self.read()

    # ---- what the keys do ------------------------------------------------------------------

    def show_code(self, code: str) -> bool:
        """Show the newest edition of a programme."""
        self._listed = listing.read(self._bench.desk)
        found = self._listed.programmes().get(code)
        if found is None:
            return False
        self.list.show_id(listing.key_of(found))
        self._show(listing.key_of(found))
        return True

    def show_switches(self) -> None:
        """Show what the documents leave open."""
        shown = self.shown
        if shown is None:
            return
        self.switches.show_programme(shown)
        self.side.bring(self.switches, shown.programme.label.text(language()))
        self.switches.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_standards(self) -> None:
        """Show the dibao standards and the row for a new one."""
        self.standards.open()
        self.side.bring(self.standards, tr("低保标准"))
        self.standards.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_check(self) -> None:
        """Ask for a file of the office's own."""
        self.side.bring(self.check, tr("检查项目文件"))
        self.check.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_active(self) -> None:
        """Ask for the reason to turn the programme on or off."""
        shown = self.shown
        if shown is None:
            return
        name = shown.programme.label.text(language())
        ask = tr("停用「{name}」？") if shown.active else tr("启用「{name}」？")
        self.reason.ask(
            ask.format(name=name),
            tr("停用") if shown.active else tr("启用"),
            lambda reason: self._activate(shown, reason),
            before=self.list,
        )

    def _activate(self, shown: Shown, reason: str) -> None:
        try:
            done = programme_settings.activate(
                self._bench.desk, shown.programme, active=not shown.active, reason=reason
            )
        except UserError as error:
            self._bench.messages.problems(error.problems)
            return
        self._bench.messages.saved()
        self._read_anew()
        self._bench.changed(done.changes)

    def _decided(self) -> None:
        self._read_anew()

    def _taken_in(self, key: str) -> None:
        self._listed = listing.read(self._bench.desk)
        self._back()
        self.list.show_id(key)
        self._show(key)

    def _back(self) -> None:
        self.side.bring(self.panel if self.shown is not None else self._none)
        self.list.focus_list()

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of what is open."""
        part = self.side.shown()
        if isinstance(part, SwitchesPanel | CheckPanel):
            return part.key_hints()
        return (
            KeyHint("↑↓", tr("换一个项目")),
            KeyHint("Enter", tr("待定事项")),
            KeyHint("F9", tr("启用 / 停用")),
            KeyHint("F6", tr("低保标准")),
            KeyHint("F3", tr("检查文件")),
            KeyHint("F5", tr("换条件")),
            KeyHint("Ctrl+F", tr("查找")),
        )


def _papers(bench: Workbench) -> Mapping[str, str]:
    """Return the labels of all documents; read off the screen's thread."""
    from unionapp.printing import documents

    try:
        known = documents.available(bench.folder.own_documents)
    except UserError:  # said where papers are printed; here the code stands for the name
        return {}
    return {one.code: one.label(language()) for one in known}
