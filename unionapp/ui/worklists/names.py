"""What the work lists are called, what a row says, and how a list goes out of the window."""

from __future__ import annotations

from unionapp.services.protocols import ListSheet, SheetColumn
from unionapp.services.worklists import Row, Worklist
from unionapp.ui.wording import tr


def title(name: str) -> str:
    """Return what a list is called."""
    titles = {
        "review_due": tr("复核到期"),
        "notice_ending": tr("公示期满"),
        "deadline": tr("办理期限"),
        "screening_due": tr("筛查到期"),
        "call_back_due": tr("回访到期"),
        "contact_due": tr("联系走访到期"),
        "never_aided": tr("从未受助"),
        "unedited": tr("一年未更新"),
        "quota_left": tr("名额未用完"),
    }
    return titles.get(name, name)


def about(name: str) -> str:
    """Return what is on a list, in a sentence."""
    sayings = {
        "review_due": tr("按复核间隔已到期（含 14 天内到期）的困难档案。"),
        "notice_ending": tr("公示期 14 天内届满或已经届满、尚未决定的个案。"),
        "deadline": tr("14 天内到期或已超期的个案。"),
        "screening_due": tr("应当参加下一次两癌筛查的女职工。"),
        "call_back_due": tr("约定要回访的人和单位。"),
        "contact_due": tr("联系人应当走访的困难户。"),
        "never_aided": tr("在档，但从没有领过钱、物的困难户。"),
        "unedited": tr("一年没有改动过的困难档案。"),
        "quota_left": tr("正在进行、名额还没有用完的慰问批次。"),
    }
    return sayings.get(name, "")


def days(row: Row) -> str:
    """Return how far a day is away."""
    if row.days is None:
        return ""
    if row.days < 0:
        return tr("! 逾期 {days} 天", days=-row.days)
    return tr("今天") if row.days == 0 else tr("还有 {days} 天", days=row.days)


def since(row: Row) -> str:
    """Return how long ago a day was, for lists that count from it."""
    return tr("{days} 天前", days=-row.days) if row.days else ""


def looks_back(name: str) -> bool:
    """Say whether a list counts from a day on, instead of towards one."""
    return name in ("never_aided", "unedited")


def note(name: str, row: Row) -> str:
    """Return what else a row says."""
    if name == "quota_left":
        return tr("剩 {left} 个名额", left=row.note)
    if name == "review_due":
        return tr("上次 {day}", day=row.note) if row.note else ""
    return "" if row.kind in ("hardship_file", "follow_up") else row.note


def sheet(worklist: Worklist, rows: tuple[Row, ...]) -> ListSheet:
    """Return the rows that are shown, as they leave the window."""
    name = worklist.name
    told = since if looks_back(name) else days
    return ListSheet(
        name,
        title(name),
        tr(
            "{day}，{count} 条。{about}",
            day=worklist.day.isoformat(),
            count=len(rows),
            about=about(name),
        ),
        (
            SheetColumn(tr("姓名 / 名称")),
            SheetColumn(tr("地址")),
            SheetColumn(tr("日期"), "day"),
            SheetColumn(tr("天数")),
            SheetColumn(tr("说明")),
        ),
        tuple(
            (
                one.title,
                one.address,
                one.day.isoformat() if one.day else None,
                told(one).removeprefix("! "),
                note(name, one),
            )
            for one in rows
        ),
    )
