"""Adds and removes rows of repeats, and turns them into a table and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from unionapp.forms.definition import Spec
from unionapp.forms.filling import Answered, Filling
from unionapp.forms.nodes import Node
from unionapp.ui.messages import Messages, Offer
from unionapp.ui.questionnaire.outline import Kind, Rows
from unionapp.ui.questionnaire.rows_model import columns_of
from unionapp.ui.questionnaire.walker import Walker
from unionapp.ui.wording import tr


@dataclass(frozen=True, slots=True)
class RowDeeds:
    """What is done to rows. `take` shows what an action changed, `commit` hands over what is being
    typed, `undo` takes the last action back."""

    filling: Filling
    walker: Walker
    messages: Messages
    take: Callable[[Answered], None]
    commit: Callable[[], None]
    undo: Callable[[], None]

    def add(self, parent: Node, spec: Spec) -> None:
        """Add a row at the end and go there."""
        self.commit()
        count = len(parent.kids[spec.name])
        done = self.filling.add_row(spec, parent)
        rows = parent.kids[spec.name]
        if len(rows) == count:
            self.messages.problems(self.filling.form.row_limit_hit)
            return
        self.walker.folds.rows[parent, spec] = rows[-1]
        self.take(done)
        if (parent, spec) in self.walker.folds.tables:
            self.walker.jump(rows[-1])
        else:
            self.walker.go_to_row(rows[-1])

    def remove(self, row: Node) -> None:
        """Take a row out and go to the one that follows; the message offers to undo it."""
        parent, spec, number = row.parent, row.spec, row.index + 1
        if parent is None or spec.fixed_rows:
            return
        self.commit()
        self.take(self.filling.remove_row(row))
        rows = parent.kids[spec.name]
        self.messages.info(
            tr("已删去第 {number} 行", number=number), Offer(tr("撤销 Ctrl+Z"), self.undo)
        )
        if not rows:
            self.walker.take((Kind.ADD, parent, spec))
        elif (parent, spec) in self.walker.folds.tables:
            self.walker.jump(rows[min(number, len(rows)) - 1])
        else:
            self.walker.go_to_row(rows[min(number, len(rows)) - 1])

    def toggle_table(self) -> None:
        """Turn the rows around the keyboard, else the first ones of the form."""
        here = self.walker.repeat_here()
        if here is None:
            repeats = (one for one in self.walker.items if one.kind is Kind.REPEAT)
            here = next(((one.node, one.spec) for one in repeats), None)
        if here is not None:
            self.turn_table(here)

    def turn_table(self, rows: Rows) -> None:
        """Show rows as a table, or one below the other again; say so where it cannot be."""
        self.commit()
        parent, spec = rows
        table = rows not in self.walker.folds.tables
        if table and not columns_of(spec):
            self.messages.info(tr("这些行里有表格放不下的题目，只能逐行填"))
        elif table and not parent.kids[spec.name]:
            self.messages.info(tr("还没有行：先按 Ctrl+Enter 添加一行"))
        else:
            self.walker.turn_table(rows, table=table)
