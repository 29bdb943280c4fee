"""All problems and warnings of a workbook in one list, with the place of each, to be copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from unionapp.errors import Problem
from unionapp.ui.forms.trial import Refused
from unionapp.ui.widgets.basics import button, column, label, row, wrapping
from unionapp.ui.widgets.list_view import Column, IdTable, ListView
from unionapp.ui.wording import language, tr
from unionapp.wording import sentence

_COLUMNS = (
    Column("kind", "类别", "Kind", 76),
    Column("sheet", "工作表", "Sheet", 88),
    Column("row", "行", "Row", 52, "right"),
    Column("column", "列", "Column", 132),
    Column("text", "问题和改法", "What is wrong, how to mend it"),
)
Line = Mapping[str, str]


class ProblemList(QWidget):
    """Errors before warnings, in the order of the sheets; the chosen one is shown whole below."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, Line] = {}
        self.table = IdTable(_COLUMNS, lambda ids: {id_: self._lines[id_] for id_ in ids}, self)
        self.view = ListView(self.table)
        self.view.setAccessibleName(tr("问题清单"))
        self.view.set_empty(tr("没有发现问题。"))
        self.view.moved.connect(self._show_whole)
        self.whole = wrapping("", 14, "ink2")
        self.copy = button(tr("复制全部"), key="Ctrl+Shift+C")
        self.copy.clicked.connect(self.copy_all)
        self._counts = label("", 13, "ink3")
        self.setLayout(
            column(self.view, self.whole, row(self._counts, None, self.copy, gap=12), gap=10)
        )
        self.setFocusProxy(self.view)

    def show_problems(self, problems: Sequence[Problem], refused: Sequence[Refused] = ()) -> None:
        """Show what is wrong with the workbook, and which steps of a replay were left out."""
        ordered = sorted(problems, key=lambda one: one.warning)
        lines = [*map(_of_problem, ordered), *map(_of_step, refused)]
        self._lines = {str(at): line for at, line in enumerate(lines)}
        self.table.set_ids(tuple(self._lines))
        errors = sum(not one.warning for one in problems)
        warnings = len(problems) - errors
        self._counts.setText(
            tr("错误 {errors} 处，提醒 {warnings} 处", errors=errors, warnings=warnings)
        )
        self.copy.setEnabled(bool(lines))
        self.whole.setText("")
        self.whole.setVisible(bool(lines))
        if lines:
            self.view.select("0")
            self._show_whole("0")

    def text(self) -> str:
        """Return the whole list as text, tabs between the columns: it goes into a sheet or mail."""
        heads = "\t".join(one.heading() for one in _COLUMNS)
        lines = ("\t".join(line[one.key] for one in _COLUMNS) for line in self._lines.values())
        return "\n".join((heads, *lines)) + "\n"

    def copy_all(self) -> None:
        """Put the whole list on the clipboard."""
        if self._lines:
            QGuiApplication.clipboard().setText(self.text())

    def _show_whole(self, id_: str) -> None:
        line = self._lines.get(id_)
        if line is not None:
            place = " · ".join(filter(None, (line["sheet"], line["row"], line["column"])))
            self.whole.setText(f"{place}\n{line['text']}" if place else line["text"])


def _of_problem(problem: Problem) -> Line:
    return {
        "kind": tr("! 提醒") if problem.warning else tr("× 错误"),
        "sheet": problem.sheet or "",
        "row": str(problem.row) if problem.row else "",
        "column": problem.column or "",
        "text": sentence(problem, language()),
    }


def _of_step(refused: Refused) -> Line:
    verb, path = next(iter(refused.step.items()), ("", ""))
    return {
        "kind": tr("! 步骤"),
        "sheet": tr("步骤文件"),
        "row": str(refused.at + 1),
        "column": str(verb),
        "text": _why(refused.reason, str(path)),
    }


def _why(reason: str, path: str) -> str:
    """Return why a step of a replay was left out: the reasons are those of `forms.steps`."""
    if reason in ("no such question", "no such repeat", "no such row"):
        return tr("「{path}」不在问卷里：请改正路径和行号。", path=path)
    if reason == "not relevant":
        return tr("「{path}」这时不相关：请先回答让它出现的问题。", path=path)
    if reason == "read-only":
        return tr("「{path}」是只读的：请去掉这一步。", path=path)
    if reason == "no such choice":
        return tr("「{path}」这时没有这个选项：请核对选项名和筛选条件。", path=path)
    if reason == "repeat_count":
        return tr("「{path}」的行数由 repeat_count 决定：请改回答，不要加减行。", path=path)
    if reason == "no such language":
        return tr("问卷没有语言「{path}」：请用表头里写的名字。", path=path)
    return tr("看不懂这一步「{path}」：请改成 set、add、remove、language 或 snapshot。", path=path)
