"""Says in words why a door stands on today's list."""

from __future__ import annotations

from collections.abc import Mapping

from unionapp.services.moments import office_time
from unionapp.services.today import Reason, TodayLine
from unionapp.ui.wording import tr


def heading(reason: Reason) -> str:
    """Return the title over the lines of one reason."""
    return {
        "in_progress": tr("走访未完成"),
        "overdue": tr("约定已过期"),
        "due": tr("今天约定"),
        "come_back": tr("需要再访"),
        "next": tr("顺路下一户"),
    }[reason]


# The ink and the fill of each reason's mark, as tokens of the theme.
COLOURS: Mapping[Reason, tuple[str, str]] = {
    "in_progress": ("primary", "primary_tint"),
    "overdue": ("error", "error_tint"),
    "due": ("warning", "warning_tint"),
    "come_back": ("primary", "primary_tint"),
    "next": ("ink2", "page"),
}
ICONS: Mapping[Reason, str] = {
    "in_progress": "history",
    "overdue": "warning",
    "due": "clock",
    "come_back": "exchange",
    "next": "chevron",
}


def why(line: TodayLine) -> str:
    """Return the sentence that says why; with the note of the last visit where there is one."""
    said = _WORDS[line.reason](line)
    return tr("{said} · 备注：{note}", said=said, note=line.note) if line.note else said


def _in_progress(line: TodayLine) -> str:
    began = office_time(line.visited_at).strftime("%m-%d %H:%M") if line.visited_at else ""
    return tr("{began} 已进门，还没有登记结果", began=began)


def _overdue(line: TodayLine) -> str:
    return tr("约定 {day}，已过 {days} 天", day=_appointment(line), days=line.days)


def _due(line: TodayLine) -> str:
    if line.next_time:
        return tr("约定今天 {time} 上门", time=line.next_time)
    return tr("约定今天上门")


def _come_back(line: TodayLine) -> str:
    day = line.day.strftime("%m-%d") if line.day else ""
    if line.days == 0:
        return tr("今天登记为需再访，未约时间")
    return tr("{day} 登记为需再访，已 {days} 天，未约时间", day=day, days=line.days)


def _next(_line: TodayLine) -> str:
    return tr("按行走顺序的下一户，还没有走访过")


def _appointment(line: TodayLine) -> str:
    day = line.day.strftime("%m-%d") if line.day else ""
    return f"{day} {line.next_time}" if line.next_time else day


_WORDS = {
    "in_progress": _in_progress,
    "overdue": _overdue,
    "due": _due,
    "come_back": _come_back,
    "next": _next,
}
