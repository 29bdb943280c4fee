"""Makes a building: entrances × floors × doors, counted while it is typed, Enter creates."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from unionapp.errors import Problem, UserError
from unionapp.services import building_list, buildings, places
from unionapp.services.buildings import BuildingSpec
from unionapp.ui.matrix.add_place import AddPlace
from unionapp.ui.matrix.preview import BuildingPreview
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, column, label, row, rule
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.code_edit import NUMBER, CodeEdit
from unionapp.ui.widgets.code_picker import CodePicker
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

_LIST = "0-9０-９\\-,，、;； ~～"
_KIND = "building"


class GeneratePanel(QFrame):
    """The form of a new building; it keeps what was typed until the building stands.

    Signals:
        created: the building was written; carries its id.
        closed: Esc.
    """

    created = Signal(str)
    closed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.setObjectName("card")
        self._bench = bench
        self._above: list[building_list.Above] = []
        self.parent_picker = CodePicker(tr("在哪条街路或社区"), [])
        self.name = TextEdit(tr("楼栋名称"), longest=40)
        self.name.setPlaceholderText(tr("例如：3号楼"))
        self.entrances = CodeEdit(tr("单元数"), characters=NUMBER, longest=3)
        self.floors = CodeEdit(tr("楼层数"), characters=NUMBER, longest=3)
        self.doors = CodeEdit(tr("每层户数"), characters=NUMBER, longest=3)
        self.gaps = CodeEdit(tr("空号"), characters=_LIST, longest=400)
        self.gaps.setPlaceholderText(tr("没有的门牌：202，只在 2 单元时写 2-202"))
        self.shops = CodeEdit(tr("非住宅楼层"), characters=_LIST, longest=80)
        self.shops.setPlaceholderText(tr("门面在哪几层，例如：1 或 1-2"))
        self.numbering = ChoiceRow(
            tr("门牌编号"),
            [("floor", tr("按楼层：101 201")), ("continuous", tr("连续：1 2 3"))],
        )
        self.numbering.set_value("floor")
        for edit, value in ((self.entrances, "3"), (self.floors, "6"), (self.doors, "2")):
            edit.set_value(value)
        self.count = label("", 18, "primary", bold=True)
        self.detail = label("", 13, "ink2")
        self.preview = BuildingPreview()
        self._create = button(tr("生成楼栋"), "primary", key="Enter")
        self._create.clicked.connect(self._write)
        self.add_place = AddPlace(bench)
        self.add_place.hide()
        self.add_place.added.connect(self._take_place)
        self.add_place.closed.connect(self._close_add)
        self._fields: dict[str, FormField] = {}
        self._lay_out()
        self._connect()

    # ---- the form --------------------------------------------------------------------------

    def _lay_out(self) -> None:
        add = button(tr("新增街路、社区"), "quiet", key="F6")
        add.clicked.connect(self.open_add)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.closed)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().px(16))
        grid.setVerticalSpacing(theme().px(4))
        for name, caption, control, place in (
            ("parent_id", tr("在哪条街路或社区"), self.parent_picker, (0, 0, 1, 3)),
            ("name", tr("楼栋名称"), self.name, (0, 3, 1, 3)),
            ("entrances", tr("单元数"), self.entrances, (1, 0, 1, 2)),
            ("floors", tr("楼层数"), self.floors, (1, 2, 1, 2)),
            ("doors_per_floor", tr("每层户数"), self.doors, (1, 4, 1, 2)),
            ("gaps", tr("空号（可不填）"), self.gaps, (2, 0, 1, 3)),
            ("non_residential_floors", tr("非住宅楼层（可不填）"), self.shops, (2, 3, 1, 3)),
            ("numbering", tr("门牌编号"), self.numbering, (3, 0, 1, 6)),
        ):
            field = FormField(caption, control)
            self._fields[name] = field
            grid.addWidget(field, *place)
        body = QWidget()
        body.setObjectName("body")
        form = column(self.add_place, grid, gap=8, margins=(0, 0, 8, 0))
        form.addWidget(self.preview, 1)
        body.setLayout(form)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setAccessibleName(tr("生成楼栋"))
        scroll.setWidget(body)
        head = row(label(tr("生成楼栋"), 20, bold=True), None, add, gap=12)
        foot = row(back, None, self.detail, self.count, self._create, gap=12)
        self.setLayout(column(head, scroll, rule(), foot, gap=10, margins=(20, 14, 12, 14)))

    def _connect(self) -> None:
        edits = (self.name, self.entrances, self.floors, self.doors, self.gaps, self.shops)
        for edit in edits:
            edit.textChanged.connect(self._show)
            edit.next_asked.connect(self._write)
        self.parent_picker.next_asked.connect(self.name.setFocus)
        self.parent_picker.picked.connect(self._show)
        self.numbering.picked.connect(self._renumber)
        self.numbering.next_asked.connect(self._write)

    def open(self, near: str = "") -> None:
        """Begin; `near` is a place under which the last building stood."""
        self._read_places(near or self.parent_picker.value())
        self._show()
        if not self._above:
            self.open_add()
        elif self.parent_picker.value():
            self.name.setFocus()
        else:
            self.parent_picker.setFocus()

    def _read_places(self, chosen: str) -> None:
        self._above = list(building_list.places_above(self._bench.desk, _KIND))
        self.parent_picker.set_options([(one.id, one.text) for one in self._above])
        known = {one.id for one in self._above}
        if chosen not in known and len(known) == 1:
            chosen = next(iter(known))
        self.parent_picker.set_value(chosen if chosen in known else "")

    # ---- adding a place in place -----------------------------------------------------------

    def open_add(self) -> None:
        """Let the worker add a street or a community without leaving the form."""
        self.add_place.open()

    def _close_add(self) -> None:
        self.add_place.hide()
        (self.name if self.parent_picker.value() else self.parent_picker).setFocus()

    def _take_place(self, place_id: str) -> None:
        self._read_places(place_id)
        self._show()
        self._close_add()

    # ---- what the form says ----------------------------------------------------------------

    def spec(self) -> BuildingSpec:
        """Return what is typed as a specification; a figure that is missing counts as 0."""
        return BuildingSpec(
            parent_id=self.parent_picker.value(),
            name=self.name.text(),
            entrances=int(self.entrances.text() or 0),
            floors=int(self.floors.text() or 0),
            doors_per_floor=int(self.doors.text() or 0),
            gaps=frozenset(_parts(self.gaps.text())),
            non_residential_floors=frozenset(_floors(self.shops.text())),
            numbering="continuous" if self.numbering.value() == "continuous" else "floor",
        )

    def _renumber(self, code: str) -> None:
        if not code:  # one of the two always holds
            self.numbering.set_value("floor")
        self._show()

    def _show(self, *_changed: object) -> None:
        """Count and draw what the form says now."""
        spec = self.spec()
        problems = buildings.problems_in(spec)
        wrong = [one for one in problems if one.where != "name"]
        doors = [] if wrong else list(buildings.doors_of(spec))
        self.count.setText(tr("共 {count} 户", count=len(doors)))
        self.detail.setText(_in_words(spec, doors) if doors else "")
        self.preview.show_doors(doors)
        self._show_problems(wrong)

    def _show_problems(self, problems: list[Problem]) -> None:
        for name, field in self._fields.items():
            field.show_problems([one for one in problems if one.where == name])

    def _write(self) -> None:
        if not self.parent_picker.value():
            self.parent_picker.setFocus()
            return
        try:
            made = places.generate_building(self._bench.desk, self.spec())
        except UserError as error:
            self._refused(error.problems)
            return
        for edit in (self.name, self.gaps, self.shops):
            edit.clear()
        self._bench.changed(made.changes)
        self.created.emit(made.building.id)

    def _refused(self, problems: tuple[Problem, ...]) -> None:
        shown = [one if one.where in self._fields else _at_name(one) for one in problems]
        self._show_problems(shown)
        first = self._fields.get(shown[0].where)
        if first is not None:
            first.control.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_F6:
            self.open_add()
        else:
            super().keyPressEvent(event)


def _at_name(problem: Problem) -> Problem:
    """Put a refusal that names a place (such as a twin) under the name that was typed."""
    detail = {**problem.detail, "where": problem.where}
    return Problem(problem.code, "name", detail, warning=problem.warning)


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[,，、;；\s]+", text.strip()) if part]


def _floors(text: str) -> set[int]:
    """Return the floors of "1, 3-5"."""
    found: set[int] = set()
    for part in _parts(text):
        ends = [int(end) for end in re.split(r"[-~～]", part) if end.isdecimal()]
        if ends:
            found |= set(range(ends[0], min(ends[-1], ends[0] + 200) + 1))
    return found


def _in_words(spec: BuildingSpec, doors: list[buildings.DoorPlan]) -> str:
    said = tr(
        "{entrances} 单元 × {floors} 层 × {doors} 户",
        entrances=spec.entrances,
        floors=spec.floors,
        doors=spec.doors_per_floor,
    )
    parts = [said]
    missing = spec.entrances * spec.floors * spec.doors_per_floor - len(doors)
    if missing:
        parts.append(tr("空号 {count}", count=missing))
    shops = sum(door.door_kind != "residential" for door in doors)
    if shops:
        parts.append(tr("门面 {count}", count=shops))
    return " · ".join(parts)
