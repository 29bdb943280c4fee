"""Asks for a new campaign: programme, name, days, quota, budget, what each one gets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from unionapp.ui.programmes.short_form import ShortForm, day_of, fen_of
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.code_edit import CodeEdit, DateEdit, MoneyEdit
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import tr


class CampaignForm(ShortForm):
    """The first programme is chosen and the first day is today until something else is said."""

    def __init__(self, programmes: Sequence[tuple[str, str]], today: date) -> None:
        self._today = today
        self._programme = ChoiceRow(tr("所属项目"), programmes)
        self._programme.set_value(programmes[0][0] if programmes else None)
        self._name = TextEdit(tr("批次名称"))
        self._first = DateEdit(tr("开始日期"), today)
        self._first.show_date(today)
        self._last = DateEdit(tr("结束日期"), today)
        self._quota = CodeEdit(tr("名额"), longest=6)
        self._budget = MoneyEdit(tr("预算"))
        self._each = MoneyEdit(tr("每份金额"))
        self._goods = TextEdit(tr("慰问品"))
        fields = [
            (one.accessibleName(), one)
            for one in (
                *(self._programme, self._name, self._goods),
                *(self._first, self._last, self._quota, self._each, self._budget),
            )
        ]
        super().__init__("", fields, tr("新建批次"))

    def values(self) -> dict[str, Any]:
        """Return what was said, as `campaigns.begin` takes it; raises what is wrong."""
        return {
            "programme": self._programme.value(),
            "name": self._name.text(),
            "from_on": day_of(self._first, self._today) or self._today,
            "to_on": day_of(self._last, self._today),
            "quota": int(self._quota.text()) if self._quota.text() else None,
            "budget_fen": fen_of(self._budget),
            "each_fen": fen_of(self._each),
            "goods": self._goods.text(),
        }
