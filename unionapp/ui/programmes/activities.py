"""The part 活动: the register of activities with their roll, results and expenses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from unionapp.errors import UserError
from unionapp.models.records import Activity
from unionapp.services import activities
from unionapp.services.activities import Guest
from unionapp.ui.messages import text_of
from unionapp.ui.paper.choosing import PaperChooser, PaperOffer
from unionapp.ui.programmes import papers
from unionapp.ui.programmes.register import Register
from unionapp.ui.programmes.short_form import ShortForm
from unionapp.ui.shell import KeyHint
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, chip, label, restyle, row, wrapping
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.code_edit import MoneyEdit
from unionapp.ui.widgets.flow import Group
from unionapp.ui.widgets.list_view import Column
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.ui.worklists.outlet import Outlet
from unionapp.values import codes, money
from unionapp.values.names import pinyin_keys

_COLUMNS = (
    Column("day", "日期", "Day", 100),
    Column("name", "名称", "Name"),
    Column("kind", "类别", "Kind", 110),
    Column("people", "人数", "People", 64, "right"),
)


class ActivitiesPart(Register):
    """F9 puts people on the roll, F10 notes an expense; union funds' bans are held against it."""

    def __init__(self, bench: Workbench, outlet: Outlet) -> None:
        self._known: dict[str, Activity] = {}
        self._outlet = outlet
        super().__init__(
            bench,
            "activity",
            tr("活动"),
            _COLUMNS,
            (("all", tr("全部")), ("year", tr("今年")), ("coming", tr("未举行"))),
            empty=(tr("还没有登记活动。"), tr("新增  Ctrl+N")),
            spare=("kind",),
        )
        self.papers = PaperChooser(bench, self)
        for keys, act in (
            ("F9", self.enrol),
            ("F10", self.spend),
            ("F7", self.to_paper),
            ("Ctrl+P", self.ask_paper),
        ):
            self.bind(keys, act)

    # ---- reading ---------------------------------------------------------------------------

    def ids(self, chosen: str, text: str) -> Sequence[str]:
        today, sought = self.bench.today(), text.strip().casefold()
        found = activities.listing(self.bench.desk)
        self._known = {}
        for one in found:
            day = one.held_on
            is_of_year = day is not None and day.year == today.year
            comes = day is not None and day > today
            fits = {"year": is_of_year, "coming": comes}.get(chosen, True)
            if fits and (not sought or _is_meant(one, sought)):
                self._known[one.id] = one
        return tuple(self._known)

    def fetch(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        return {id_: _words(self._known[id_]) for id_ in ids if id_ in self._known}

    def draw(self, id_: str) -> None:
        try:
            view = activities.view(self.bench.desk, id_)
        except UserError:
            return  # it was taken away meanwhile; the list is read again
        one = view.activity
        title = wrapping(one.name)
        restyle(title, 18, "ink", bold=True)
        self.sheet.addWidget(title)
        self.sheet.addLayout(row(chip(_kind(one.kind), "primary", "primary_tint"), None))
        told = [
            one.held_on.isoformat() if one.held_on else "",
            one.place or "",
            tr("{count} 人参加", count=one.head_count) if one.head_count is not None else "",
        ]
        self.sheet.addWidget(wrapping(" · ".join(each for each in told if each), 13, "ink2"))
        add = button(tr("登记名单"), "primary", key="F9")
        add.clicked.connect(self.enrol)
        spend = button(tr("记开支"), key="F10")
        spend.clicked.connect(self.spend)
        paper = button(tr("打印"), key="F7")
        paper.clicked.connect(self.to_paper)
        others = button(tr("其他文书"), key="Ctrl+P")
        others.clicked.connect(self.ask_paper)
        self.sheet.addWidget(Group(add, spend, paper, others))
        self.sheet.addSpacing(theme().px(8))
        if view.warnings:
            self.sheet.addWidget(wrapping(text_of(view.warnings), 13, "warning"))
        if one.results:
            self.sheet.addWidget(wrapping(one.results, 14))
        self._draw_roll(view)
        if view.expenses:
            total = money.format_fen(view.spent_fen)
            self.sheet.addWidget(label(tr("开支 {yuan} 元", yuan=total), 15, bold=True))
            for line in view.expenses:
                means = codes.load("expense_means").label(line.means, language())
                amount = label(money.format_fen(line.amount_fen), 14)
                self.sheet.addLayout(
                    row(wrapping(f"{line.item} · {means}", 14), None, amount, gap=8)
                )

    def _draw_roll(self, view: activities.ActivityView) -> None:
        if not view.roll:
            return
        head = tr("名单 {count} 人，到场 {came} 人", count=len(view.roll), came=view.attended)
        self.sheet.addWidget(label(head, 15, bold=True))
        names = [
            " ".join(part for part in (one.name, one.team, one.role, one.prize) if part)
            for one in view.roll
        ]
        self.sheet.addWidget(wrapping(tr("；").join(names), 14))

    # ---- what the keys do ------------------------------------------------------------------

    def enrol(self) -> None:
        """Ask for names; several at once, parted by 、 or a comma."""
        if not self.chosen or self.form is not None:
            return
        people, team, role = TextEdit(tr("姓名")), TextEdit(tr("组别")), TextEdit(tr("身份"))
        people.setPlaceholderText(tr("可填多人，用顿号隔开"))
        fields = [(tr("姓名"), people), (tr("组别"), team), (tr("身份"), role)]
        form = ShortForm("", fields, tr("加入名单"))
        form.confirmed.connect(lambda: self._enrol(form, people, team.text(), role.text()))
        form.left.connect(self.leave_form)
        self.show_form(form, tr("登记名单"))

    def _enrol(self, form: ShortForm, people: TextEdit, team: str, role: str) -> None:
        typed = people.text()
        for separator in _SEPARATORS:
            typed = typed.replace(separator, ",")
        named = [one.strip() for one in typed.split(",") if one.strip()]
        try:
            done = activities.enrol(
                self.bench.desk, self.chosen, [Guest(one, team=team, role=role) for one in named]
            )
        except UserError as error:
            form.show_problems(error.problems)
            return
        if done.refused or not done.entries:
            form.show_problems(done.refused)
        if done.entries:
            people.set_value("")
            people.setFocus()
            self.took(done.changes)
            said = tr("已登记 {count} 人。Esc 返回，或接着登记。", count=len(done.entries))
            self.bench.messages.info(said)

    def spend(self) -> None:
        """Ask for an expense; what union funds must not pay is refused with the rule."""
        if not self.chosen or self.form is not None:
            return
        item, amount = TextEdit(tr("开支事项")), MoneyEdit(tr("金额"))
        listed = [(one.code, one.label(language())) for one in codes.load("expense_means")]
        means = ChoiceRow(tr("支付方式"), listed)
        means.set_value("transfer")
        voucher = TextEdit(tr("凭证号"))
        fields = [
            (tr("开支事项"), item),
            (tr("金额"), amount),
            (tr("支付方式"), means),
            (tr("凭证号"), voucher),
        ]
        form = ShortForm("", fields, tr("记下"))
        form.confirmed.connect(lambda: self._spend(form, item, amount, means, voucher))
        form.left.connect(self.leave_form)
        self.show_form(form, tr("记开支"))

    def _spend(
        self,
        form: ShortForm,
        item: TextEdit,
        amount: MoneyEdit,
        means: ChoiceRow,
        voucher: TextEdit,
    ) -> None:
        fen = amount.entered()
        try:
            done = activities.spend(
                self.bench.desk,
                self.chosen,
                item=item.text(),
                amount_fen=fen if isinstance(fen, int) else 0,
                means=means.value() or "transfer",
                paid_on=self.bench.today(),
                voucher=voucher.text(),
            )
        except UserError as error:
            form.show_problems(error.problems)
            return
        self.leave_form()
        self.took(done.changes)

    def to_paper(self) -> None:
        """Show the usual paper of the activity: the roll of a ceremony, else who attends."""
        self.papers.ask(self._offers()[:1], self._show_paper)

    def ask_paper(self) -> None:
        """Offer every paper of the activity."""
        self.papers.ask(self._offers(), self._show_paper)

    def _offers(self) -> Sequence[PaperOffer]:
        activity = self._known.get(self.chosen)
        return papers.of_activity(activity) if activity is not None and self.form is None else ()

    def _show_paper(self, offer: PaperOffer) -> None:
        self._outlet.show_document(offer.document, offer.ids, self.list)

    def preset(self) -> Mapping[str, object]:
        return {"held_on": self.bench.today()}

    def hints(self) -> tuple[KeyHint, ...]:
        return (
            KeyHint("↑↓", tr("选活动")),
            KeyHint("F9", tr("登记名单")),
            KeyHint("F10", tr("记开支")),
            KeyHint("F7", tr("打印")),
            KeyHint("Ctrl+P", tr("其他文书")),
            KeyHint("Enter", tr("编辑")),
            KeyHint("Ctrl+N", tr("新增")),
            KeyHint("F5", tr("换条件")),
            KeyHint("Ctrl+F", tr("查找")),
        )


# What people put between names, in the codes of Unicode: 、 ， ； and their plain sisters.
_SEPARATORS = ("\u3001", "\uff0c", "\uff1b", ";", "\n")


def _kind(code: str) -> str:
    return codes.load("activity_kind").label(code, language()) or code


def _is_meant(one: Activity, sought: str) -> bool:
    if sought in one.name.casefold():
        return True
    return any(key.startswith(sought) for key in pinyin_keys(one.name))


def _words(one: Activity) -> Mapping[str, str]:
    return {
        "day": one.held_on.isoformat() if one.held_on else "",
        "name": one.name,
        "kind": _kind(one.kind),
        "people": f"{one.head_count:,}" if one.head_count is not None else "",
    }
