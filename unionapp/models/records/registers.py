"""The two generic registers: activities that were held, and points that are kept up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from unionapp.models.declare import FieldType, Record, declare


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Record):
    """One activity: a contest, a course, a talk, a rest cure, an outing."""

    kind: str = declare(
        FieldType.CODE,
        "类别",
        "Kind",
        "activity",
        required=True,
        default="",
        codes="activity_kind",
    )
    name: str = declare(FieldType.TEXT, "名称", "Name", "activity", required=True, default="")
    held_on: date | None = declare(FieldType.DATE, "日期", "Day", "activity", required=True)
    until_on: date | None = declare(FieldType.DATE, "结束日期", "Last day", "activity")
    place_id: str | None = declare(FieldType.REFERENCE, "地点", "Place", "activity", refers="place")
    place: str | None = declare(FieldType.TEXT, "地点说明", "Where", "activity")
    employer_id: str | None = declare(
        FieldType.REFERENCE, "所在单位", "Employer", "activity", refers="employer"
    )
    host: str | None = declare(FieldType.TEXT, "主办", "Host", "activity")
    head_count: int | None = declare(FieldType.INTEGER, "参加人数", "Head-count", "activity")
    results: str | None = declare(FieldType.LONG_TEXT, "结果", "Results", "activity")
    note: str | None = declare(FieldType.LONG_TEXT, "备注", "Note", "activity")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityEntry(Record):
    """One line of an activity's roll; the person may be known by name only.

    `pair_id` is the other line of a master and apprentice (师徒).
    """

    activity_id: str = declare(
        FieldType.REFERENCE, "活动", "Activity", default="", refers="activity"
    )
    person_id: str | None = declare(FieldType.REFERENCE, "人员", "Person", "roll", refers="person")
    name: str = declare(FieldType.NAME, "姓名", "Name", "roll", required=True, default="")
    team: str | None = declare(FieldType.TEXT, "组别", "Group", "roll")
    role: str | None = declare(FieldType.TEXT, "身份", "Role", "roll")
    pair_id: str | None = declare(
        FieldType.REFERENCE, "结对", "Paired with", refers="activity_entry"
    )
    attended: bool | None = declare(FieldType.BOOLEAN, "到场", "Attended", "roll")
    result: str | None = declare(FieldType.TEXT, "成绩", "Result", "roll")
    prize: str | None = declare(FieldType.TEXT, "奖项", "Prize", "roll")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseLine(Record):
    """One expense of an activity, in fen; what it was paid by decides whether it is allowed."""

    activity_id: str = declare(
        FieldType.REFERENCE, "活动", "Activity", default="", refers="activity"
    )
    item: str = declare(FieldType.TEXT, "开支事项", "Item", "expense", required=True, default="")
    means: str = declare(
        FieldType.CODE,
        "支付方式",
        "Paid by",
        "expense",
        default="transfer",
        codes="expense_means",
    )
    amount_fen: int = declare(
        FieldType.MONEY, "金额", "Amount", "expense", required=True, default=0
    )
    paid_on: date | None = declare(FieldType.DATE, "日期", "Day", "expense", past=True)
    voucher: str | None = declare(FieldType.TEXT, "凭证号", "Voucher", "expense")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point(Record):
    """A point that the union keeps up: a rest station, a scan-to-join station, a library."""

    kind: str = declare(
        FieldType.CODE, "类别", "Kind", "point", required=True, default="", codes="point_kind"
    )
    name: str = declare(FieldType.TEXT, "名称", "Name", "point", required=True, default="")
    place_id: str | None = declare(FieldType.REFERENCE, "位置", "Place", "point", refers="place")
    address: str | None = declare(FieldType.TEXT, "地址", "Address", "point")
    employer_id: str | None = declare(
        FieldType.REFERENCE, "依托单位", "Hosted by", "point", refers="employer"
    )
    keeper: str | None = declare(FieldType.NAME, "负责人", "Keeper", "point")
    phone: str | None = declare(FieldType.PHONE, "电话", "Phone", "point", mask="phone")
    opened_on: date | None = declare(FieldType.DATE, "设立日期", "Opened on", "point", past=True)
    closed_on: date | None = declare(FieldType.DATE, "撤销日期", "Closed on", "point", past=True)
    code: str | None = declare(FieldType.TEXT, "入会码", "Joining code", "point")
    note: str | None = declare(FieldType.LONG_TEXT, "备注", "Note", "point")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection(Record):
    """One inspection of a point: which of its requirements are met, and the form behind it.

    `met` holds the codes that were found met; `response_id` is the questionnaire that was filled.
    """

    point_id: str = declare(FieldType.REFERENCE, "点位", "Point", default="", refers="point")
    on: date | None = declare(FieldType.DATE, "日期", "Day", "inspection", required=True, past=True)
    worker_id: str = declare(FieldType.REFERENCE, "检查人", "Worker", default="", refers="worker")
    response_id: str | None = declare(FieldType.REFERENCE, "检查表", "Form", refers="response")
    met: tuple[str, ...] = declare(
        FieldType.CODES, "达到项目", "Met", "inspection", codes="six_haves", default=()
    )
    finding: str | None = declare(FieldType.LONG_TEXT, "发现问题", "Finding", "inspection")
    mend_by: date | None = declare(FieldType.DATE, "整改期限", "Mend by", "inspection")
    mended_on: date | None = declare(FieldType.DATE, "整改完成", "Mended", "inspection", past=True)
