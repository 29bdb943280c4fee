"""The part 服务点位: the register of points, their inspections, and the form they are done with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from unionapp.errors import UserError
from unionapp.models.records import Inspection, Response
from unionapp.services import points
from unionapp.services.points import PointLine
from unionapp.ui.programmes.register import Register
from unionapp.ui.programmes.short_form import ShortForm, day_of
from unionapp.ui.records.choice_set import ChoiceSet
from unionapp.ui.shell import KeyHint
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, chip, label, restyle, row, wrapping
from unionapp.ui.widgets.code_edit import DateEdit
from unionapp.ui.widgets.flow import Group
from unionapp.ui.widgets.list_view import Column
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.values import codes
from unionapp.values.names import pinyin_keys

_COLUMNS = (
    Column("name", "名称", "Name"),
    Column("kind", "类别", "Kind", 160),
    Column("address", "地址", "Address", 130, tail=True),
    Column("state", "检查", "Inspection", 104),
)
_FORM = "service_station"


class PointsPart(Register):
    """F9 notes an inspection, F11 fills the form for it, F10 says that it is mended."""

    def __init__(self, bench: Workbench) -> None:
        self._known: dict[str, PointLine] = {}
        super().__init__(
            bench,
            "point",
            tr("服务点位"),
            _COLUMNS,
            (
                ("all", tr("全部")),
                ("mend", tr("待整改")),
                ("new", tr("未检查")),
                ("closed", tr("已关闭")),
            ),
            empty=(tr("还没有登记服务点位。"), tr("新增  Ctrl+N")),
            spare=("address",),
        )
        for keys, act in (("F9", self.inspect), ("F11", self.fill), ("F10", self.mended)):
            self.bind(keys, act)

    # ---- reading ---------------------------------------------------------------------------

    def ids(self, chosen: str, text: str) -> Sequence[str]:
        sought = text.strip().casefold()
        found = points.listing(self.bench.desk)
        self._known = {
            one.point.id: one
            for one in found
            if _fits(one, chosen) and (not sought or _is_meant(one, sought))
        }
        return tuple(self._known)

    def fetch(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        return {id_: _words(self._known[id_]) for id_ in ids if id_ in self._known}

    def _line(self, id_: str) -> PointLine | None:
        found = (one for one in points.listing(self.bench.desk) if one.point.id == id_)
        return next(found, None)

    def draw(self, id_: str) -> None:
        line = self._line(id_)
        if line is None:
            return
        point = line.point
        title = wrapping(point.name)
        restyle(title, 18, "ink", bold=True)
        self.sheet.addWidget(title)
        marks = [chip(_kind(point.kind), "primary", "primary_tint")]
        if point.closed_on is not None:
            day = point.closed_on.isoformat()
            marks.append(chip(tr("{day} 撤销", day=day), "ink2", "page"))
        elif line.to_mend:
            marks.append(chip(tr("! 待整改"), "warning", "warning_tint"))
        self.sheet.addLayout(row(*marks, None, gap=6))
        told = [line.address, point.keeper or "", point.code or ""]
        self.sheet.addWidget(wrapping(" · ".join(one for one in told if one), 13, "ink2"))
        note = button(tr("检查"), "primary", key="F9")
        note.clicked.connect(self.inspect)
        fill = button(tr("填检查表"), key="F11")
        fill.clicked.connect(self.fill)
        actions = [note, fill]
        if line.to_mend:
            actions.append(button(tr("已整改"), key="F10"))
            actions[-1].clicked.connect(self.mended)
        self.sheet.addWidget(Group(*actions))
        self.sheet.addSpacing(theme().px(8))
        self._draw_requirements(line)
        self._draw_inspections(id_)

    def _draw_requirements(self, line: PointLine) -> None:
        asked = points.requirements(line.point.kind)
        if not asked:
            return
        self.sheet.addWidget(label(tr("六有"), 15, bold=True))
        known = codes.load("six_haves")
        for code in asked:
            name = known.label(code, language())
            if line.last is None:
                said, colour = f"○ {name}", "ink3"
            elif code in line.lacking:
                said, colour = f"✕ {name}", "error"
            else:
                said, colour = f"✓ {name}", "ok"
            self.sheet.addWidget(label(said, 14, colour))

    def _draw_inspections(self, id_: str) -> None:
        found = points.inspections(self.bench.desk, id_)
        if not found:
            self.sheet.addWidget(label(tr("还没有检查过。"), 13, "ink3"))
            return
        self.sheet.addWidget(label(tr("检查记录"), 15, bold=True))
        for one in found:
            self.sheet.addWidget(wrapping(_inspection(one), 13, "ink2"))

    # ---- what the keys do ------------------------------------------------------------------

    def inspect(self) -> None:
        """Ask what is met, what was found, and until when it is to be mended."""
        line = self._line(self.chosen)
        if line is None or self.form is not None:
            return
        asked = points.requirements(line.point.kind)
        known = codes.load("six_haves")
        met = ChoiceSet(tr("达到项目"), [(one, known.label(one, language())) for one in asked])
        finding = TextEdit(tr("发现问题"))
        until = DateEdit(tr("整改期限"), self.bench.today())
        fields = [(tr("发现问题"), finding), (tr("整改期限"), until)]
        shown = [(tr("达到项目（按数字选中）"), met), *fields] if asked else fields
        form = ShortForm("", shown, tr("记下检查"))
        form.confirmed.connect(lambda: self._inspect(form, met, finding, until))
        form.left.connect(self.leave_form)
        self.show_form(form, tr("检查：{name}", name=line.point.name))

    def _inspect(self, form: ShortForm, met: ChoiceSet, finding: TextEdit, until: DateEdit) -> None:
        try:
            done = points.inspect(
                self.bench.desk,
                self.chosen,
                met=met.value(),
                finding=finding.text(),
                mend_by=day_of(until, self.bench.today()),
                response_id=self._response(),
            )
        except UserError as error:
            form.show_problems(error.problems)
            return
        self.leave_form()
        self.took(done.changes)

    def _response(self) -> str | None:
        """Return the last form finished at the point's door that no inspection names yet."""
        line = self._line(self.chosen)
        place = line.point.place_id if line is not None else None
        if place is None:
            return None
        with self.bench.desk.read() as reading:
            found = reading.select(
                Response,
                "form_id = ? AND door_id = ? AND state = 'finished'",
                (_FORM, place),
                order="finished_at DESC",
                limit=1,
            )
            mine = [one.id for one in found]
            used = mine and reading.select(Inspection, "response_id = ?", (mine[0],), limit=1)
        return mine[0] if mine and not used else None

    def fill(self) -> None:
        """Fill the questionnaire of an inspection at the point's door; F9 then notes it."""
        from unionapp.services.response_subject import About

        line = self._line(self.chosen)
        if line is None:
            return
        place = line.point.place_id or ""
        self.bench.fill(_FORM, About("door", place, place))

    def mended(self) -> None:
        """Note that what the last inspection found is mended."""
        line = self._line(self.chosen)
        if line is None or line.last is None or not line.to_mend:
            return
        try:
            done = points.mended(self.bench.desk, line.last.id)
        except UserError as error:
            self.bench.messages.problems(error.problems)
            return
        self.took(done.changes)
        self.show_summary(self.chosen)

    def preset(self) -> Mapping[str, object]:
        return {"kind": "outdoor_station"}

    def hints(self) -> tuple[KeyHint, ...]:
        return (
            KeyHint("↑↓", tr("选点位")),
            KeyHint("F9", tr("检查")),
            KeyHint("F11", tr("填检查表")),
            KeyHint("F10", tr("已整改")),
            KeyHint("Enter", tr("编辑")),
            KeyHint("Ctrl+N", tr("新增")),
            KeyHint("F5", tr("换条件")),
        )


def _kind(code: str) -> str:
    return codes.load("point_kind").label(code, language()) or code


def _fits(line: PointLine, chosen: str) -> bool:
    if chosen == "closed":
        return line.point.closed_on is not None
    if chosen == "mend":
        return line.to_mend
    return chosen != "new" or line.last is None


def _is_meant(line: PointLine, sought: str) -> bool:
    if sought in line.point.name.casefold() or sought in line.address.casefold():
        return True
    return any(key.startswith(sought) for key in pinyin_keys(line.point.name))


def _words(line: PointLine) -> Mapping[str, str]:
    state = tr("未检查")
    if line.point.closed_on is not None:
        state = tr("已关闭")
    elif line.to_mend:
        state = tr("! 待整改")
    elif line.last is not None and line.last.on is not None:
        state = line.last.on.isoformat()
    return {
        "name": line.point.name,
        "kind": _kind(line.point.kind),
        "address": line.address,
        "state": state,
    }


def _inspection(one: Inspection) -> str:
    day = one.on.isoformat() if one.on else "—"
    told = [day]
    if one.met:
        told.append(tr("达到 {count} 项", count=len(one.met)))
    if one.finding:
        told.append(one.finding)
    if one.mend_by:
        told.append(tr("{day} 前整改", day=one.mend_by.isoformat()))
    if one.mended_on:
        told.append(tr("{day} 已整改", day=one.mended_on.isoformat()))
    if one.response_id:
        told.append(tr("附检查表"))
    return " · ".join(told)
