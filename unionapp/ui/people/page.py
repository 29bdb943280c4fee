"""The page 人员与会员: the list on the left, the person and the membership on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from unionapp.services import people_list
from unionapp.services.people_list import PersonLine, Show
from unionapp.ui.forms.choosing import FormChooser, abouts_of
from unionapp.ui.fresh_page import FreshPage
from unionapp.ui.members.panel import MembershipPanel
from unionapp.ui.paper.choosing import PaperOffer
from unionapp.ui.paper.panel import PaperPanel
from unionapp.ui.records.editor import RecordEditor
from unionapp.ui.records.list_pane import ListPane
from unionapp.ui.records.side import Side, halves
from unionapp.ui.shell import KeyHint
from unionapp.ui.widgets.basics import wrapping
from unionapp.ui.widgets.list_view import Column
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.values import codes

_KINDS = frozenset({"person", "household", "membership", "membership_event", "place"})
_COLUMNS = (
    Column("name", "姓名", "Name", 92),
    Column("status", "会籍", "Membership", 76),
    Column("group", "职业群体", "Group", 116),
    Column("address", "住址", "Address", tail=True),
    Column("phone", "手机号", "Mobile", 112),
)


def make(bench: Workbench) -> QWidget:
    """Return the page."""
    return PeoplePage(bench)


class PeoplePage(FreshPage):
    """People by name; Enter edits the chosen one, F9 takes the membership a step further."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench, tr("人员与会员"), _KINDS)
        self.list = self._make_list()
        self.person = RecordEditor(bench, "person")
        self.membership = RecordEditor(bench, "membership")
        for editor in (self.person, self.membership):
            editor.closed.connect(self._back)
            editor.ended.connect(editor.close_record)
        self.panel = MembershipPanel(bench, self)
        self.panel.missing_asked.connect(self._fill)
        self.panel.paper_asked.connect(self._show_paper)
        self.panel.changed.connect(self._to_list)
        self.paper = PaperPanel(bench)
        self.paper.closed.connect(self._back)
        self._nobody = wrapping(tr("在左边选一个人，这里显示会籍。"), 14, "ink3")
        self._nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.side = Side((self._nobody, self.panel, self.person, self.membership, self.paper))
        self.side.brought.connect(lambda: self._bench.hints(self.key_hints()))
        self.setLayout(halves(self.list, self.side, (11, 9)))
        self.setFocusProxy(self.list)
        self._forms = FormChooser(bench, self)
        for keys, act in (("F11", self.fill_form), ("F12", self.show_aid)):
            bind(self, keys, act)

    def _make_list(self) -> ListPane:
        filters = (
            ("all", tr("全部")),
            ("member", tr("会员")),
            ("not_member", tr("未入会")),
            ("eight_groups", tr("八大群体")),
        )
        made = ListPane(
            self._bench,
            tr("人员与会员"),
            _COLUMNS,
            filters,
            self._ids,
            self._fetch,
            spare=("group", "phone"),
        )
        made.set_empty(
            tr("还没有登记人员。走访时在门户里登记，或从 Excel 批量导入；也可以直接新增。"),
            tr("没有这样的人员。可以换个条件，或者新增一位。"),
            tr("新增  Ctrl+N"),
            self.start,
        )
        made.moved.connect(self._show_person)
        made.opened.connect(self.edit)
        made.new_asked.connect(self.start)
        return made

    # ---- what the window asks --------------------------------------------------------------

    def show_record(self, kind: str, id_: str) -> bool:
        """Show a person, or the person of a membership."""
        person_id = id_
        if kind == "membership":
            with self._bench.desk.read() as reading:
                membership = reading.by_kind("membership", id_)
            person_id = str(getattr(membership, "person_id", ""))
        elif kind != "person":
            return False
        if not person_id:
            return False
        self.list.show_id(person_id)
        self._show_person(person_id)
        return True

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of what is open on the page."""
        shown = self.side.shown()
        if isinstance(shown, RecordEditor | PaperPanel):
            return shown.key_hints()
        return (
            KeyHint("↑↓", tr("选人")),
            KeyHint("Enter", tr("编辑")),
            KeyHint("F9", tr("入会下一步")),
            KeyHint("F7", tr("会员卡")),
            KeyHint("Ctrl+P", tr("打印")),
            KeyHint("F11", tr("填问卷")),
            KeyHint("F12", tr("帮扶项目")),
            KeyHint("F5", tr("换条件")),
            KeyHint("Ctrl+F", tr("查找")),
            KeyHint("Ctrl+N", tr("新增")),
        )

    def read(self) -> None:
        """Read the list anew, and what stands beside it."""
        self.list.read()
        self.panel.reload()

    # ---- the list --------------------------------------------------------------------------

    def _ids(self, chosen: str, text: str) -> Sequence[str]:
        shows: Mapping[str, Show] = {
            "member": "member",
            "not_member": "not_member",
            "eight_groups": "eight_groups",
        }
        return people_list.ids(self._bench.desk, shows.get(chosen, "all"), text)

    def _fetch(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        found = people_list.lines(self._bench.desk, ids)
        return {id_: _words(line) for id_, line in found.items()}

    # ---- the right side --------------------------------------------------------------------

    def _show_person(self, id_: str) -> None:
        member = self.panel.member
        busy = self.panel.form is not None or self.side.shown() is self.paper
        if member is not None and member.person.id == id_ and busy:
            return  # a list that was read again takes nobody away from a form or a paper
        if self.side.shown() in (self._nobody, self.panel, self.paper):
            self.panel.show_person(id_)
            self.side.bring(self.panel if id_ else self._nobody)

    def edit(self, id_: str) -> None:
        """Edit a person."""
        self.person.edit(id_)
        self.side.bring(self.person, tr("登记资料"))
        self.person.focus_first()

    def start(self) -> None:
        """Begin a new person."""
        self.person.start()
        self.side.bring(self.person, tr("新增人员"))
        self.person.focus_first()

    def fill_form(self) -> None:
        """Offer the forms for the person who is shown, the household and the door."""
        if self.panel.member is not None:
            person_id = self.panel.member.person.id
            self._forms.ask(abouts_of(self._bench, "person", person_id))

    def show_aid(self) -> None:
        """Show which programmes the person and the household may have."""
        if self.panel.member is not None:
            self._bench.aid("person", self.panel.member.person.id)

    def _fill(self, kind: str, field: str) -> None:
        member = self.panel.member
        if member is None:
            return
        if kind == "person":
            self.edit(member.person.id)
            self.person.focus_first(field)
        elif member.membership is not None:
            self.membership.edit(member.membership.id)
            self.side.bring(self.membership, tr("会籍登记"))
            self.membership.focus_first(field)

    def _show_paper(self, offer: PaperOffer) -> None:
        self.side.bring(self.paper, offer.name)
        self.paper.show_paper(offer.document, offer.ids)

    def _back(self) -> None:
        """Go back to the list; a person that was just added is shown there."""
        added = self.person.id if self.side.shown() is self.person else None
        self.side.bring(self.panel if self.panel.member or added else self._nobody)
        if added:
            self.list.show_id(added)
            self.panel.show_person(added)
            self.side.bring(self.panel)
        elif self.panel.member:
            self.panel.reload()
        self._to_list()

    def _to_list(self) -> None:
        self.list.table.refresh()
        if self.panel.form is None:
            self.list.focus_list()


def _words(line: PersonLine) -> dict[str, str]:
    spoken = language()
    return {
        "name": line.name,
        "status": codes.load("membership_status").label(line.status, spoken) or "—",
        "group": codes.load("eight_groups").label(line.group, spoken),
        "address": line.address,
        "phone": line.phone_masked,
    }
