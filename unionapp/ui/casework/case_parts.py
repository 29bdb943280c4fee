"""Draws the parts of a case: what was decided and why, facts, steps, papers, receipts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

from unionapp.programmes.describe import facts_asked
from unionapp.programmes.told import told_value
from unionapp.services.case_pages import CasePage, PaperLine, TrailStep
from unionapp.services.case_records import GRANTED, PAID
from unionapp.services.moments import office_time
from unionapp.ui.casework import words
from unionapp.ui.casework.facts_form import value_in
from unionapp.ui.hardship.assessment import proof_view, tip, verdict_view
from unionapp.ui.messages import text_of
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import chip, column, label, row, wrapping
from unionapp.ui.widgets.elided import ElidedLabel
from unionapp.ui.widgets.flow import flowing
from unionapp.ui.widgets.folding import Folding
from unionapp.ui.widgets.icons import pixmap
from unionapp.ui.wording import language, tr
from unionapp.values import money

_TOP = Qt.AlignmentFlag.AlignTop


def section(title: str, *parts: QWidget) -> QWidget:
    """Return parts under a heading."""
    made = QWidget()
    made.setLayout(column(label(title, 15, bold=True), *parts, gap=8))
    return made


def heading(text: str) -> QLabel:
    """Return a title that breaks into lines where it is long."""
    made = wrapping(text, 18)
    made.setStyleSheet(made.styleSheet() + ";font-weight:600")
    return made


def big(made: QPushButton) -> QPushButton:
    """Make a button the biggest of its page."""
    look = theme()
    made.setStyleSheet(f"min-height:{look.px(44)}px;font-size:{look.px(15)}px;font-weight:600")
    return made


def outcome(page: CasePage) -> QWidget | None:
    """Return what was decided with its proof, else what the programme says today."""
    case = page.case
    if case.decided_on is not None:
        return _decision(page)
    if page.verdict is not None:
        return verdict_view(page.verdict)
    if page.missing:
        made = QWidget()
        made.setLayout(
            column(
                label(tr("还算不出来"), 15, bold=True),
                tip("tip_warning", "warning", text_of(page.missing)),
                gap=8,
            )
        )
        return made
    return None


def _decision(page: CasePage) -> QWidget:
    case = page.case
    made = QWidget()
    day = case.decided_on.isoformat() if case.decided_on else ""
    parts = column(label(tr("决定（{day}）", day=day), 15, bold=True), gap=8)
    if case.state in (GRANTED, PAID) or case.amount_fen:
        if case.amount_fen:
            parts.addWidget(label(words.yuan(case.amount_fen), 24, bold=True))
            parts.addWidget(wrapping(money.in_words(case.amount_fen), 13, "ink2"))
    else:
        parts.addWidget(tip("tip_error", "error", tr("不予救助，理由见下。")))
    if page.altered:
        parts.addWidget(tip("tip_error", "error", tr("决定内容与校验值不符，不能继续办理。")))
    if case.proof:
        parts.addWidget(proof_view(case.proof))
    made.setLayout(parts)
    return made


def facts(page: CasePage) -> QWidget | None:
    """Return the facts that the decision rests on, or would: label beside value."""
    if page.programme is None:
        return None
    known = page.case.facts or {}
    told = page.case.answers or {}
    lines = []
    for fact in facts_asked(page.programme):
        value = value_in(known, fact.name)
        if value is None:
            continue
        held = tuple(value) if isinstance(value, list) else value
        text = told_value(page.programme, fact.name, held).text(language())
        own = value_in(told, fact.name) is not None
        lines.append((fact.label.text(language()), text, tr("本案填报") if own else ""))
    return _grid(lines) if lines else None


def _grid(lines: Iterable[tuple[str, str, str]]) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme().px(12))
    grid.setVerticalSpacing(theme().px(6))
    for number, (name, value, mark) in enumerate(lines):
        grid.addWidget(wrapping(name, 13, "ink3"), number, 0, _TOP)
        grid.addWidget(wrapping(value, 13), number, 1)
        grid.addWidget(wrapping(mark, 12, "ink3"), number, 2, _TOP)
    grid.setColumnMinimumWidth(0, theme().px(72))
    grid.setColumnStretch(1, 1)
    return made


def stepper(page: CasePage) -> QWidget | None:
    """Return all steps in one row: done, next, still to come."""
    if not page.trail:
        return None
    marks: list[QWidget] = []
    following = next((one for one in page.trail if one.event is None), None)
    for one in page.trail:
        name = one.label.text(language())
        if one.event is not None:
            marks.append(chip(f"✓ {name}", "ok", "ok_tint"))
        elif one is following:
            marks.append(chip(f"● {name}", "primary", "primary_tint"))
        else:
            marks.append(chip(name, "ink3", "page"))
    return flowing(*marks, gap=6)


def trail(page: CasePage) -> QWidget:
    """Return the steps that were done, by whom and when, and those still to come."""
    made = QWidget()
    parts = column(gap=6)
    first_ahead = next((one for one in page.trail if one.event is None), None)
    for one in page.trail:
        parts.addWidget(_step_row(one, page, following=one is first_ahead))
    made.setLayout(parts)
    return made


def _step_row(one: TrailStep, page: CasePage, *, following: bool) -> QWidget:
    look = theme()
    mark = QLabel()
    done = one.event is not None
    ink = "ok" if done else ("primary" if following else "ink3")
    name = "check" if done else ("chevron" if following else "clock")
    mark.setPixmap(pixmap(name, look.colours[ink], look.px(16)))
    mark.setFixedWidth(look.px(20))
    text = ElidedLabel(
        one.label.text(language()), 14, "ink" if done or following else "ink3", bold=following
    )
    when = ElidedLabel(_when(one, page, following=following), 12, "ink3")
    lines = column(Folding(text, when), gap=0)
    if one.event is not None and one.event.note:
        lines.addWidget(wrapping(one.event.note, 12, "ink2"))
    made = QWidget()
    layout = row(gap=8)
    layout.addWidget(mark, 0, _TOP)
    layout.addLayout(lines, 1)
    made.setLayout(layout)
    return made


def _when(one: TrailStep, page: CasePage, *, following: bool) -> str:
    if one.event is not None:
        day = office_time(one.event.at).strftime("%Y-%m-%d %H:%M") if one.event.at else ""
        return " · ".join(part for part in (one.worker, day) if part)
    told = [words.role(one.role)]
    if following and page.case.due_on is not None:
        told.append(tr("期限 {day}", day=page.case.due_on.isoformat()))
    return " · ".join(told)


def notice(page: CasePage) -> QFrame | None:
    """Say until when a public notice hangs, or that it is over."""
    until = page.case.notice_until
    if until is None or page.case.decided_on is not None or page.case.state != "open":
        return None
    if page.today > until:
        return tip("tip", "ink2", tr("公示已于 {day} 期满。", day=until.isoformat()))
    left = (until - page.today).days
    said = tr("公示中：到 {day} 为止，还有 {days} 天。", day=until.isoformat(), days=left)
    return tip("tip_warning", "warning", said)


def papers(page: CasePage) -> QWidget | None:
    """Return the papers that the steps so far make, and every receipt."""
    lines = [*_paper_lines(page.papers), *_receipt_lines(page)]
    if page.response is not None:
        done = tr("已完成") if page.response.state == "finished" else tr("草稿，未填完")
        lines.insert(0, (tr("申请表"), done, ""))
    return _grid(lines) if lines else None


def _paper_lines(found: Iterable[PaperLine]) -> Iterator[tuple[str, str, str]]:
    for one in found:
        if one.issued is not None and one.issued.at is not None:
            told = tr("{day} 打印", day=office_time(one.issued.at).strftime("%Y-%m-%d"))
        elif one.makeable:
            told = tr("还没有打印")
        elif one.elsewhere:
            told = tr("在活动里打印")
        else:
            told = tr("没有版式：请放进数据文件夹的 documents，或线下制作")
        yield words.paper(one.document, one.title), told, one.step.text(language())


def _receipt_lines(page: CasePage) -> Iterator[tuple[str, str, str]]:
    for one in page.receipts:
        amount = tr("{yuan} 元", yuan=money.format_fen(one.amount_fen))
        void = one.voids_id is not None
        yield tr("作废凭证") if void else tr("签收单"), f"{one.number}　{amount}", ""
