"""One programme and one household: the answer, its reasons, what is missing, what was given."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from unionapp.services import case_pages, duplicate_aid
from unionapp.services.case_pages import Aid
from unionapp.ui.casework import open_form
from unionapp.ui.casework.aid_rows import AidRow, by_how_much
from unionapp.ui.casework.case_parts import big, heading
from unionapp.ui.hardship.assessment import proof_view, tip
from unionapp.ui.widgets.basics import button, chip, clear, column, label, row, wrapping
from unionapp.ui.widgets.reading import Reading
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.values import money

_LOOKS = {
    "qualifies": ("ok", "ok_tint"),
    "misses": ("warning", "warning_tint"),
    "unknown": ("ink2", "page"),
    "fails": ("ink2", "page"),
}


class StandingPanel(Reading):
    """Why somebody may have a programme or not; the biggest button opens the case.

    Signals:
        open_asked: the button.
    """

    open_asked = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__(tr("项目说明"), by_keys=True)
        self._bench = bench
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_row(self, aid: Aid, line: AidRow) -> None:
        """Show a line of the list."""
        clear(self.column)
        self.column.addLayout(self._head(line))
        what = {
            "qualifies": tr("受理申请"),
            "misses": tr("仍然受理，由审批决定"),
            "unknown": tr("受理并补填资料"),
            "fails": tr("仍然受理，由审批决定"),
        }[line.answer]
        go = big(button(what, "primary" if line.answer == "qualifies" else "", key="Enter"))
        go.clicked.connect(self.open_asked)
        self.column.addWidget(go)
        for told in self._guarded(line):
            self.column.addWidget(told)
        for part in self._answer(aid, line):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def show_signed(self, line: AidRow) -> None:
        """Show what was signed for on the roll of a campaign; Enter goes to the campaign."""
        clear(self.column)
        chipped = chip(tr("已有（帮扶套餐）"), "ink2", "page")
        self.column.addLayout(column(heading(line.title), row(chipped, None), gap=4))
        go = big(button(tr("打开慰问批次"), key="Enter"))
        go.clicked.connect(self.open_asked)
        self.column.addWidget(go)
        if line.right:
            self.column.addWidget(label(line.right, 24, bold=True))
        told = " · ".join(one for one in (line.people, line.about) if one)
        self.column.addWidget(wrapping(told, 13, "ink2"))
        self.column.addStretch(1)

    def _head(self, line: AidRow) -> QVBoxLayout:
        words = {
            "qualifies": tr("能办理"),
            "misses": tr("差一点"),
            "unknown": tr("还缺资料"),
            "fails": tr("不符合"),
        }[line.answer]
        answer = row(chip(words, *_LOOKS[line.answer]), None)
        lines = column(heading(line.title), answer, gap=4)
        if line.people:
            lines.addWidget(wrapping(line.people, 13, "ink2"))
        return lines

    def _guarded(self, line: AidRow) -> list[QWidget]:
        """What was given already to those whom the line is about."""
        asked = open_form.application(line.standings[0])
        return open_form.guard(duplicate_aid.look(self._bench.desk, asked))

    def _answer(self, aid: Aid, line: AidRow) -> list[QWidget]:
        first = line.standings[0]
        found: list[QWidget] = []
        if first.amount_fen:
            amount = tr("{yuan} 元", yuan=money.format_fen(first.amount_fen))
            found.append(label(amount, 24, bold=True))
            found.append(wrapping(money.in_words(first.amount_fen), 13, "ink2"))
        if line.answer in ("misses", "fails"):
            found.append(label(tr("差在哪里"), 15, bold=True))
            found += [tip("tip_warning", "warning", one.text) for one in first.reasons]
            found += [tip("tip", "ink", one) for one in by_how_much(first)]
        elif line.answer == "unknown":
            found.append(label(tr("还缺什么"), 15, bold=True))
            found.append(tip("tip", "ink2", line.about))
        else:
            found += [wrapping(one.text, 13, "ink2") for one in first.reasons]
        verdict = case_pages.verdict_of(self._bench.desk, first, language=language())
        if verdict is not None and verdict.warnings:
            found += [tip("tip_warning", "warning", one.text) for one in verdict.warnings]
        if verdict is not None and verdict.proof:
            found.append(proof_view(verdict.proof))
        programme = aid.programmes.get(first.programme)
        if programme is not None and programme.note is not None:
            found.append(wrapping(programme.note.text(language()), 12, "ink3"))
        return found
