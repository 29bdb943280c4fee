"""One programme on one sheet: what is open, basis, who, how much, how often, steps, decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from unionapp.programmes.programme import Basis, Programme, Setting, Switch
from unionapp.services.programme_settings import open_points
from unionapp.ui.programmes import amounts, conditions, course
from unionapp.ui.programmes.conditions import Line
from unionapp.ui.programmes.speaking import Speaker
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, chip, clear, column, label, restyle, row, wrapping
from unionapp.ui.widgets.flow import Group
from unionapp.ui.widgets.reading import Reading
from unionapp.ui.wording import language, tr


@dataclass(frozen=True, slots=True)
class Shown:
    """A programme as the page knows it."""

    programme: Programme
    decided: Mapping[str, Setting]
    active: bool
    own: bool
    newest: bool


class ProgrammePanel(QWidget):
    """Reads like a leaflet; the buttons above say which keys do something.

    Signals:
        switches_asked: the worker wants to see or set what the documents leave open.
        active_asked: the worker wants to turn the programme on or off.
        standards_asked: the worker wants to see the dibao standards.
    """

    switches_asked = Signal()
    active_asked = Signal()
    standards_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shown: Shown | None = None
        self.sheet = Reading(tr("项目说明"), gap=6, by_keys=True)
        self.sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column = self.sheet.column
        self._head = column(gap=8)
        whole = column(self._head, self.sheet, gap=10)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.sheet)

    def show_programme(
        self, shown: Shown, papers: Mapping[str, str], others: Mapping[str, Programme]
    ) -> None:
        """Show a programme; `papers` are the labels of documents, `others` all programmes."""
        is_same = self.shown is not None and self.shown.programme == shown.programme
        self.shown = shown
        speaker = Speaker(shown.programme, shown.decided)
        clear(self._head)
        clear(self._column)
        self._draw_head(shown, speaker)
        self._draw_open(shown, speaker)
        self._section(tr("依据"), [_basis(one) for one in shown.programme.basis])
        self._draw_rules(speaker)
        self._draw_course(speaker, papers, others)
        self._draw_switches(shown, speaker)
        self._column.addStretch(1)
        if not is_same:
            self.sheet.verticalScrollBar().setValue(0)

    # ---- head ------------------------------------------------------------------------------

    def _draw_head(self, shown: Shown, speaker: Speaker) -> None:
        one = shown.programme
        marks = [
            chip(tr("已启用"), "ok", "ok_tint")
            if shown.active
            else chip(tr("未启用"), "ink2", "page"),
            chip(tr("{edition} 版", edition=one.edition), "primary", "primary_tint"),
        ]
        if shown.own:
            marks.append(chip(tr("本单位"), "brand", "error_tint"))
        if not shown.newest:
            marks.append(chip(tr("旧版"), "warning", "warning_tint"))
        about = [course.area(one.area), course.subject(one), course.gives(one), one.code]
        title = wrapping(speaker.label(one.label))
        restyle(title, 18, "ink", bold=True)
        self._head.addWidget(title)
        self._head.addLayout(row(*marks, None, gap=6))
        self._head.addWidget(wrapping(" · ".join(about), 13, "ink3"))
        self._head.addLayout(self._actions(shown))

    def _actions(self, shown: Shown) -> QVBoxLayout:
        made = [button(tr("待定事项"), "primary", key="Enter", act=self.switches_asked.emit)]
        turn = tr("停用") if shown.active else tr("启用")
        made.append(button(turn, key="F9", act=self.active_asked.emit))
        if shown.programme.standard is not None:
            made.append(button(tr("低保标准"), key="F6", act=self.standards_asked.emit))
        return column(Group(*made))

    # ---- sections --------------------------------------------------------------------------

    def _title(self, text: str) -> None:
        self._column.addSpacing(theme().px(8))
        self._column.addWidget(label(text, 15, "ink", bold=True))

    def _section(self, title: str, lines: Iterable[str]) -> None:
        told = [one for one in lines if one]
        if told:
            self._title(title)
            for one in told:
                self._column.addWidget(wrapping(one, 14))

    def _lines(self, title: str, lines: Sequence[Line]) -> None:
        if not lines:
            return
        self._title(title)
        for one in lines:
            words: list[QWidget] = [wrapping(one.text, 14)]
            if one.otherwise:
                words.append(wrapping(one.otherwise, 12, "ink3"))
            dot = label("·", 14, "ink3")
            dot.setAlignment(Qt.AlignmentFlag.AlignTop)
            held = row(dot, column(*words, gap=0), gap=8, margins=(20 * one.level, 0, 0, 0))
            held.setStretch(1, 1)
            self._column.addLayout(held)

    def _draw_open(self, shown: Shown, speaker: Speaker) -> None:
        waiting = open_points(shown.programme, shown.decided)
        if waiting:
            names = tr("、").join(speaker.label(one.label) for one in waiting)
            said = tr(
                "文件没有给出、本单位尚未确定：{names}。确定以前不能据此办理，按 Enter 确定。",
                names=names,
            )
            tip = QFrame()
            tip.setObjectName("tip_warning")
            tip.setLayout(column(wrapping(said, 13, "warning"), margins=(12, 8, 12, 8)))
            self._column.addWidget(tip)
        if shown.programme.note is not None:
            self._column.addWidget(wrapping(speaker.label(shown.programme.note), 13, "ink2"))

    def _draw_rules(self, speaker: Speaker) -> None:
        one = speaker.programme
        self._lines(tr("谁可以"), conditions.lines(speaker, one.eligibility))
        if one.exclusions:
            listed = tr("；").join(speaker.label(each.label) for each in one.exclusions)
            self._section(tr("不予办理的情形"), [listed])
        if one.amount is not None:
            self._lines(tr("多少"), amounts.lines(speaker, one.amount))
        if one.exit is not None:
            self._lines(tr("退出条件"), conditions.lines(speaker, one.exit))

    def _draw_course(
        self, speaker: Speaker, papers: Mapping[str, str], others: Mapping[str, Programme]
    ) -> None:
        one = speaker.programme
        told = [course.often(speaker, one.frequency)] if one.frequency else []
        told += [course.clash(speaker, each, others) for each in one.clashes]
        if one.campaign is not None:
            told.append(tr("按名册发放，名额：{quota}", quota=speaker.value(one.campaign.quota)))
        period = [speaker.value(day) for day in (one.valid_from, one.valid_to)]
        if one.valid_from or one.valid_to:
            said = tr("文件有效期：{first} 至 {last}", first=period[0], last=period[1])
            told.append(said + tr("；期满后{what}", what=speaker.value(one.after_expiry)))
        self._section(tr("多久一次"), told)
        if not one.steps:
            return
        self._title(tr("步骤和文书"))
        for number, step in enumerate(one.steps, start=1):
            head = label(f"{number}", 13, "ink3")
            head.setFixedWidth(theme().px(22))
            head.setAlignment(Qt.AlignmentFlag.AlignTop)
            words = column(
                wrapping(speaker.label(step.label), 14),
                wrapping(course.step_line(speaker, step, papers), 12, "ink3"),
                gap=0,
            )
            held = row(head, words, gap=4)
            held.setStretch(1, 1)
            self._column.addLayout(held)

    def _draw_switches(self, shown: Shown, speaker: Speaker) -> None:
        if not shown.programme.switches:
            return
        self._title(tr("文件留给本单位决定的"))
        for one in shown.programme.switches:
            name = wrapping(speaker.label(one.label), 13, "ink2")
            value = wrapping(speaker.switch(one.name), 14)
            source = wrapping(source_of(one, shown.decided), 12, "ink3")
            held = row(name, column(value, source, gap=0), gap=12)
            held.setStretch(0, 2)
            held.setStretch(1, 3)
            self._column.addLayout(held)


def source_of(switch: Switch, decided: Mapping[str, Setting]) -> str:
    """Return where the value in force of a switch comes from."""
    if switch.name in decided:
        return tr("本单位决定")
    if switch.default is None:
        return tr("须由本单位确定")
    return tr("文件规定") if switch.source == "document" else tr("默认（文件未定）")


def _basis(basis: Basis) -> str:
    told = [basis.document, basis.number, basis.day.isoformat() if basis.day else ""]
    said = " ".join(one for one in told if one)
    if basis.note is None:
        return said
    return tr("{said}（{note}）", said=said, note=basis.note.text(language()))
