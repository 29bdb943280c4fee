"""What the page 问卷 says of forms, drafts and responses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from unionapp.services.moments import office_time
from unionapp.services.response_list import DraftLine, TrailLine
from unionapp.ui.wording import language, tr
from unionapp.values import codes

if TYPE_CHECKING:  # the first page says what is unfinished, without the form engine
    from unionapp.services.form_changes import FormChange
    from unionapp.services.response_session import Session

_MOST_TOLD = 6
_MOST_SHOWN = 30


def when(moment: datetime | None) -> str:
    """Return an instant in the office's time, to the minute."""
    return office_time(moment).strftime("%Y-%m-%d %H:%M") if moment is not None else ""


def about(kind: str) -> str:
    """Return whom a form is filled about."""
    names = {
        "door": tr("门户"),
        "household": tr("家庭"),
        "person": tr("人员"),
        "employer": tr("单位"),
    }
    return names.get(kind, kind)


def place_of(door: str, subject: str) -> str:
    """Return door and subject on one line."""
    return " · ".join(dict.fromkeys(part for part in (door, subject) if part))


def told(changes: Sequence[FormChange]) -> str:
    """Return how two versions differ, one change a line, the first few."""
    lines = [_change(one) for one in changes[:_MOST_TOLD]]
    if len(changes) > _MOST_TOLD:
        lines.append(tr("……共 {count} 处改动", count=len(changes)))
    return "\n".join(lines)


def overtaken(session: Session) -> str:
    """Return where the case was newer than a draft, one answer a line, the first few."""
    form = session.filling.form

    def said(path: str, text: str) -> str:
        node = form.node(path)
        labels = [form.choice_label(node, name) for name in text.split()]
        return ("、".join(labels) if all(labels) else text)[:_MOST_SHOWN] or tr("（空）")

    lines = [
        tr(
            "{label}：{was} → {now}",
            label=one.label,
            was=said(one.path, one.before),
            now=said(one.path, one.after),
        )
        for one in session.overtaken[:_MOST_TOLD]
    ]
    if len(session.overtaken) > _MOST_TOLD:
        lines.append(tr("……共 {count} 处改动", count=len(session.overtaken)))
    return "\n".join(lines)


def _change(one: FormChange) -> str:
    from unionapp.services.form_changes import Change

    if one.change is Change.ADDED:
        return tr("新增：{label}", label=one.label)
    if one.change is Change.REMOVED:
        return tr("去掉：{label}", label=one.label) + _put_aside(one)
    if one.change is Change.CHOICES:
        return tr("「{label}」不再有选项：{was}", label=one.label, was=one.was) + _put_aside(one)
    if one.change is Change.MOVED:
        return tr("移了位置：{label}", label=one.label)
    if one.change is Change.TYPE:
        return tr("换了题型：{label}", label=one.label)
    return tr("改了说法：{was} → {label}", was=one.was, label=one.label)


def _put_aside(one: FormChange) -> str:
    return tr("（{count} 个答案另存）", count=one.answers) if one.answers else ""


def unfinished(drafts: Sequence[DraftLine]) -> str:
    """Return the line that reminds of what is not finished, the newest first."""
    if not drafts:
        return ""
    first = drafts[0]
    told_of = f"{first.title} · {place_of(first.door, first.subject)} · {when(first.started_at)}"
    if len(drafts) == 1:
        return tr("有 1 份没填完的问卷：{first}", first=told_of)
    return tr("有 {count} 份没填完的问卷，最近一份：{first}", count=len(drafts), first=told_of)


def event(line: TrailLine) -> str:
    """Return what was done with a response, in one line."""
    said = codes.load("response_event").label(line.event, language())
    if line.event in ("corrected", "overtaken") and line.label:
        return tr(
            "{said}「{label}」：{before} → {after}",
            said=said,
            label=line.label,
            before=line.before or tr("（空）"),
            after=line.after or tr("（空）"),
        )
    return f"{said} {line.label}".strip()
