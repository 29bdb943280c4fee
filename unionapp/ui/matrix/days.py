"""Names the days of the week in the language of the window."""

from __future__ import annotations

from datetime import date

from unionapp.ui.wording import tr


def weekday(day: date) -> str:
    """Return the name of a day's weekday: 周六."""
    names = (tr("周一"), tr("周二"), tr("周三"), tr("周四"), tr("周五"), tr("周六"), tr("周日"))
    return names[day.weekday()]
