"""The part 慰问批次: campaigns with their quota, their roll, and who has signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from unionapp.errors import UserError
from unionapp.models.records import Campaign
from unionapp.services import campaigns, programme_files
from unionapp.services.campaigns import Roll, RollLine
from unionapp.ui.forms.choosing import SubjectChooser
from unionapp.ui.forms.reason_bar import ReasonBar
from unionapp.ui.messages import text_of
from unionapp.ui.paper.choosing import PaperChooser, PaperOffer
from unionapp.ui.programmes import papers
from unionapp.ui.programmes.campaign_form import CampaignForm
from unionapp.ui.programmes.register import Register
from unionapp.ui.shell import KeyHint
from unionapp.ui.widgets.basics import button, chip, clear, column, restyle, row, wrapping
from unionapp.ui.widgets.flow import Group
from unionapp.ui.widgets.list_view import Column, IdTable, ListView
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.ui.worklists.outlet import Outlet
from unionapp.values import money
from unionapp.values.names import pinyin_keys

_COLUMNS = (
    Column("name", "批次", "Campaign"),
    Column("programme", "项目", "Programme", 110),
    Column("period", "开始", "From", 100),
    Column("left", "剩余名额", "Left", 80, "right"),
)
_ROLL = (
    Column("line", "序号", "No.", 48, "right"),
    Column("name", "姓名", "Name", 84),
    Column("address", "地址", "Address", tail=True),
    Column("amount", "金额", "Amount", 84, "right"),
    Column("signed", "签收", "Signed", 114),
)


class CampaignsPart(Register):
    """F11 puts somebody on the roll, F6 goes to the roll; there F9 signs and Del strikes a line."""

    def __init__(self, bench: Workbench, outlet: Outlet) -> None:
        self._known: dict[str, tuple[Campaign, int | None]] = {}
        self._lines: dict[str, RollLine] = {}
        self._labels: Mapping[str, str] = {}
        self._outlet = outlet
        self.roll: Roll | None = None
        super().__init__(
            bench,
            "campaign",
            tr("慰问批次"),
            _COLUMNS,
            (("open", tr("进行中")), ("closed", tr("已结束")), ("all", tr("全部"))),
            empty=(tr("还没有慰问批次。"), tr("新建  Ctrl+N")),
            spare=("programme",),
        )
        self.chooser = SubjectChooser(bench, self)
        self.papers = PaperChooser(bench, self)
        self._bind_all()

    def more_parts(self) -> Sequence[QWidget]:
        self.reason = ReasonBar()
        self.table = IdTable(_ROLL, self._fetch_roll, self)
        self.view = ListView(self.table, spare=("line", "amount"))
        self.view.setAccessibleName(tr("名册"))
        self.view.opened.connect(lambda _id: self.sign())
        self._head = QWidget()
        self._about = column(gap=6)
        self._head.setLayout(self._about)
        self.panel = QWidget()
        parts = column(self._head, self.view, self.reason, gap=10)
        parts.setStretch(1, 1)
        self.panel.setLayout(parts)
        return (self.panel,)

    def _bind_all(self) -> None:
        for keys, act in (
            ("F11", self.put_on_roll),
            ("F9", self.sign),
            ("Del", self.strike),
            ("F4", self.close_campaign),
            ("F7", self.to_paper),
            ("Ctrl+P", self.ask_paper),
            ("F6", self._other_side),
        ):
            for holder in (self.list, self.panel):
                bind(holder, keys, act, repeats=False)

    # ---- reading ---------------------------------------------------------------------------

    def ids(self, chosen: str, text: str) -> Sequence[str]:
        sought = text.strip().casefold()
        folder = programme_files.own_folder(self.bench.desk)
        known = programme_files.read_all(folder).programmes
        self._labels = {one.code: one.label.text(language()) for one in known}
        with self.bench.desk.read() as reading:
            found = reading.select(Campaign, order="from_on DESC, rid DESC")
            self._known = {
                one.id: (one, campaigns.places_left(reading, one))
                for one in found
                if (chosen == "all" or (one.closed_on is None) == (chosen == "open"))
                and (not sought or _is_meant(one, sought))
            }
        return tuple(self._known)

    def fetch(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        return {id_: _words(*self._known[id_], self._labels) for id_ in ids if id_ in self._known}

    def show_summary(self, id_: str) -> None:
        if not id_:
            self.side.bring(self.nothing)
            return
        try:
            self.roll = campaigns.roll(self.bench.desk, id_)
        except UserError:
            self.roll = None
            self.side.bring(self.nothing)
            return
        self._draw_head(self.roll)
        self._lines = {one.entry.id: one for one in self.roll.lines}
        self.table.set_ids(tuple(self._lines))
        self.side.bring(self.panel)

    def is_at_rest(self) -> bool:
        return super().is_at_rest() or self.side.shown() is self.panel

    def _draw_head(self, roll: Roll) -> None:
        clear(self._about)
        one = roll.campaign
        title = wrapping(one.name)
        restyle(title, 18, "ink", bold=True)
        self._about.addWidget(title)
        marks = [chip(self._labels.get(one.programme, one.programme), "primary", "primary_tint")]
        if one.closed_on is not None:
            marks.append(chip(tr("已结束"), "ink2", "page"))
        elif roll.places_left == 0:
            marks.append(chip(tr("! 名额已满"), "warning", "warning_tint"))
        self._about.addLayout(row(*marks, None, gap=6))
        self._about.addWidget(wrapping(_standing(roll), 13, "ink2"))
        offered = [button(tr("打印"), key="F7", act=self.to_paper)]
        offered.append(button(tr("其他文书"), key="Ctrl+P", act=self.ask_paper))
        if one.closed_on is None:
            sign = button(tr("签收"), "primary", key="F9", act=self.sign)
            add = button(tr("加入"), key="F11", act=self.put_on_roll)
            end = button(tr("结束"), key="F4", act=self.close_campaign)
            offered = [sign, add, *offered, end]
            self.view.set_empty(tr("名册上还没有人。"), tr("加入  F11"), self.put_on_roll)
        else:
            self.view.set_empty(tr("名册上没有人。"))
        self._about.addWidget(Group(*offered))

    def _fetch_roll(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        return {id_: _roll_words(self._lines[id_]) for id_ in ids if id_ in self._lines}

    # ---- what the keys do ------------------------------------------------------------------

    def start(self) -> None:
        """Ask for the programme, the days, the quota and the budget of a new campaign."""
        today = self.bench.today()
        known = programme_files.in_force(self.bench.desk, today)
        listed = [
            (one.code, one.label.text(language())) for one in known if one.campaign is not None
        ]
        form = CampaignForm(listed, today)
        form.left.connect(self.leave_form)
        form.confirmed.connect(lambda: self._begin(form))
        self.show_form(form, tr("新的慰问批次"))

    def _begin(self, form: CampaignForm) -> None:
        try:
            done = campaigns.begin(self.bench.desk, **form.values())
        except UserError as error:
            form.show_problems(error.problems)
            return
        self.chosen = done.campaign.id
        self.leave_form()
        self.took(done.changes)
        self.list.show_id(done.campaign.id)

    def put_on_roll(self) -> None:
        """Ask who comes on the roll: a household or a person, as the programme says."""
        if self.roll is None:
            return
        folder = programme_files.own_folder(self.bench.desk)
        code = self.roll.campaign.programme
        try:
            subject = programme_files.find(folder, code, self.bench.today()).subject
        except UserError as error:
            self.bench.messages.problems(error.problems)
            return
        wanted = subject if subject in ("person", "household") else "person"
        title = tr("把谁加入名册 · {name}", name=self.roll.campaign.name)
        self.chooser.ask(wanted, lambda about: self._put(wanted, about.subject_id), title=title)

    def _put(self, kind: str, id_: str) -> None:
        if self.roll is None or not id_:
            self.bench.messages.info(tr("这里还没有登记的人或户，请先登记。"))
            return
        try:
            done = campaigns.put_on_roll(self.bench.desk, self.roll.campaign.id, [(kind, id_)])
        except UserError as error:
            self.bench.messages.problems(error.problems)
            return
        if done.refused:
            self.bench.messages.problems(done.refused)
            return
        self.took(done.changes)
        self.show_summary(self.chosen)
        self.view.select(done.entries[0].id)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self) -> RollLine | None:
        return self._lines.get(self.view.selected() or "")

    def sign(self) -> None:
        """Note that the chosen line was signed for; the next one is chosen."""
        line = self._line()
        if line is None:
            return
        try:
            done = campaigns.sign(self.bench.desk, line.entry.id)
        except UserError as error:
            self.bench.messages.problems(error.problems)
            return
        self.took(done.changes)
        order = list(self._lines)
        at = order.index(line.entry.id) + 1
        self.show_summary(self.chosen)
        self.view.select(order[min(at, len(order) - 1)])
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def strike(self) -> None:
        """Ask why the chosen line is struck."""
        line = self._line()
        if line is None:
            return
        self.reason.ask(
            tr("把「{name}」从名册划去？", name=line.name),
            tr("划去"),
            lambda reason: self._strike(line.entry.id, reason),
            before=self.view,
        )

    def _strike(self, entry_id: str, reason: str) -> None:
        try:
            done = campaigns.strike(self.bench.desk, entry_id, reason=reason)
        except UserError as error:
            self.bench.messages.problems(error.problems)
            return
        self.took(done.changes)
        self.show_summary(self.chosen)

    def close_campaign(self) -> None:
        """End the campaign for good, when that is meant; lines that wait are named."""
        if self.roll is None or self.roll.campaign.closed_on is not None:
            return
        if self.roll.signed == len(self.roll.lines) and not self.bench.messages.ask(
            tr(
                "结束后不能再加入，也不能再签收。确定结束「{name}」吗？",
                name=self.roll.campaign.name,
            ),
            tr("结束"),
        ):
            return
        try:
            done = campaigns.close(self.bench.desk, self.roll.campaign.id)
        except UserError as error:
            self.bench.messages.info(text_of(error.problems))
            return
        self.took(done.changes)
        self.show_summary(self.chosen)

    def to_paper(self) -> None:
        """Show the roll as paper, with room for signatures."""
        self.papers.ask(self._offers()[:1], self._show_paper)

    def ask_paper(self) -> None:
        """Offer every paper of the roll, and the slip of the chosen line."""
        self.papers.ask(self._offers(), self._show_paper)

    def _offers(self) -> Sequence[PaperOffer]:
        line = self._line() if self.view.hasFocus() else None
        return papers.of_campaign(self.roll, line) if self.roll is not None else ()

    def _show_paper(self, offer: PaperOffer) -> None:
        before = self.view if self.view.hasFocus() else self.list
        self._outlet.show_document(offer.document, offer.ids, before)

    def _other_side(self) -> None:
        if self.list.view.hasFocus():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.list.focus_list()

    def hints(self) -> tuple[KeyHint, ...]:
        return (
            KeyHint("↑↓", tr("选批次")),
            KeyHint("F6", tr("批次 / 名册")),
            KeyHint("F11", tr("加入名册")),
            KeyHint("F9", tr("签收")),
            KeyHint("Del", tr("划去")),
            KeyHint("F7", tr("打印")),
            KeyHint("Ctrl+P", tr("其他文书")),
            KeyHint("F4", tr("结束")),
            KeyHint("Ctrl+N", tr("新建")),
        )


def _standing(roll: Roll) -> str:
    one = roll.campaign
    told = [
        one.from_on.isoformat() if one.from_on else "",
        tr("已签收 {signed} / {all}", signed=roll.signed, all=len(roll.lines)),
        tr("已签收 {yuan} 元", yuan=money.format_fen(roll.signed_fen)),
    ]
    if roll.places_left is not None:
        told.append(tr("名额 {quota}，剩 {left}", quota=one.quota, left=roll.places_left))
    if roll.budget_left_fen is not None:
        told.append(tr("预算剩 {yuan} 元", yuan=money.format_fen(roll.budget_left_fen)))
    return " · ".join(each for each in told if each)


def _words(one: Campaign, left: int | None, labels: Mapping[str, str]) -> Mapping[str, str]:
    return {
        "name": one.name,
        "programme": labels.get(one.programme, one.programme),
        "period": one.from_on.isoformat() if one.from_on else "",
        "left": "" if left is None else str(left),
    }


def _roll_words(line: RollLine) -> Mapping[str, str]:
    entry = line.entry
    signed = f"✓ {entry.signed_on.isoformat()}" if entry.signed_on else tr("○ 未签收")
    return {
        "line": str(entry.line),
        "name": line.name,
        "address": line.address,
        "amount": money.format_fen(entry.amount_fen) if entry.amount_fen else entry.goods or "",
        "signed": signed,
    }


def _is_meant(one: Campaign, sought: str) -> bool:
    if sought in one.name.casefold():
        return True
    return any(key.startswith(sought) for key in pinyin_keys(one.name))
