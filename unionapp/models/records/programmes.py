"""What programmes run on beside the case: working days, follow-ups, campaigns, goods, quotas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from unionapp.models.declare import FieldType, Record, declare


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday(Record):
    """One day that is no ordinary day: off on a weekday, or worked on a weekend (调休).

    Source: the yearly notice of the State Council's office (国务院办公厅关于…部分节假日安排的通知)
    under 全国年节及纪念日放假办法.
    """

    on: date | None = declare(FieldType.DATE, "日期", "Day", "holiday", required=True)
    kind: str = declare(
        FieldType.CODE,
        "类别",
        "Kind",
        "holiday",
        required=True,
        default="off",
        codes="holiday_kind",
    )
    name: str = declare(FieldType.TEXT, "名称", "Name", "holiday", default="")
    document: str | None = declare(FieldType.TEXT, "文件", "Document", "holiday")


@dataclass(frozen=True, slots=True, kw_only=True)
class HardshipEvent(Record):
    """One step of a hardship file (脱困, 返困, 注销, 复核); never changed."""

    file_id: str = declare(
        FieldType.REFERENCE, "困难档案", "Hardship file", default="", refers="hardship_file"
    )
    event: str = declare(
        FieldType.CODE, "事项", "Event", "event", required=True, default="", codes="hardship_event"
    )
    on: date | None = declare(FieldType.DATE, "日期", "Date", "event", required=True, past=True)
    at: datetime | None = declare(FieldType.INSTANT, "时间", "Time")
    worker_id: str = declare(FieldType.REFERENCE, "经办人", "Worker", default="", refers="worker")
    before: str | None = declare(FieldType.TEXT, "原状态", "State before")
    after: str | None = declare(FieldType.TEXT, "新状态", "State after")
    proof: tuple[str, ...] = declare(FieldType.CODES, "依据", "Proof", default=())
    note: str | None = declare(FieldType.LONG_TEXT, "说明", "Note", "event")


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(Record):
    """Something to come back for: a review, a call-back, the next screening, a contact's visit.

    `step` is the step of the case's programme that it waits for, where it waits for one.
    """

    kind: str = declare(
        FieldType.CODE,
        "类别",
        "Kind",
        "follow_up",
        required=True,
        default="",
        codes="follow_up_kind",
    )
    case_id: str | None = declare(FieldType.REFERENCE, "个案", "Case", refers="case")
    step: str | None = declare(FieldType.TEXT, "步骤", "Step")
    subject_kind: str = declare(FieldType.TEXT, "对象类型", "Subject kind", default="")
    subject_id: str = declare(FieldType.TEXT, "对象", "Subject", default="")
    due_on: date | None = declare(FieldType.DATE, "应办日期", "Due on", "follow_up", required=True)
    worker_id: str | None = declare(
        FieldType.REFERENCE, "责任人", "Worker in charge", "follow_up", refers="worker"
    )
    done_on: date | None = declare(FieldType.DATE, "办结日期", "Done on", "follow_up", past=True)
    result: str | None = declare(FieldType.LONG_TEXT, "结果", "Result", "follow_up")


@dataclass(frozen=True, slots=True, kw_only=True)
class AidItem(Record):
    """One line of aid in kind: goods, an asset, a rehabilitation device; its value in fen."""

    case_id: str = declare(FieldType.REFERENCE, "个案", "Case", default="", refers="case")
    kind: str = declare(
        FieldType.CODE, "类别", "Kind", "item", required=True, default="goods", codes="aid_item"
    )
    name: str = declare(FieldType.TEXT, "品名", "Item", "item", required=True, default="")
    quantity: int = declare(FieldType.INTEGER, "数量", "Quantity", "item", default=1)
    unit: str | None = declare(FieldType.TEXT, "单位", "Unit", "item")
    value_fen: int = declare(FieldType.MONEY, "价值", "Value", "item", default=0)
    given_on: date | None = declare(FieldType.DATE, "发放日期", "Given on", "item", past=True)
    receiver_id: str | None = declare(
        FieldType.REFERENCE, "领取人", "Receiver", "item", refers="person"
    )
    worker_id: str = declare(FieldType.REFERENCE, "经办人", "Worker", default="", refers="worker")
    note: str | None = declare(FieldType.LONG_TEXT, "备注", "Note", "item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign(Record):
    """One round of a programme with a quota and a roll: 送温暖, 金秋助学, 送清凉, a gift pack."""

    programme: str = declare(FieldType.TEXT, "项目", "Programme", "campaign", default="")
    name: str = declare(FieldType.TEXT, "活动名称", "Name", "campaign", required=True, default="")
    from_on: date | None = declare(
        FieldType.DATE, "开始日期", "First day", "campaign", required=True
    )
    to_on: date | None = declare(FieldType.DATE, "结束日期", "Last day", "campaign")
    quota: int | None = declare(FieldType.INTEGER, "名额", "Places", "campaign")
    budget_fen: int | None = declare(FieldType.MONEY, "预算", "Budget", "campaign")
    each_fen: int | None = declare(FieldType.MONEY, "每份金额", "For each", "campaign")
    goods: str | None = declare(FieldType.TEXT, "慰问品", "Goods", "campaign")
    place_id: str | None = declare(FieldType.REFERENCE, "范围", "Area", "campaign", refers="place")
    closed_on: date | None = declare(FieldType.DATE, "结束登记", "Closed on")
    note: str | None = declare(FieldType.LONG_TEXT, "备注", "Note", "campaign")


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignEntry(Record):
    """One line of a campaign's roll: who gets what, and when it was signed for.

    `removed_because` tells why a line was struck; a line that was signed for stays, and the
    street and the cause of that day with it, so that a later move changes no total.
    """

    campaign_id: str = declare(
        FieldType.REFERENCE, "活动", "Campaign", default="", refers="campaign"
    )
    subject_kind: str = declare(FieldType.TEXT, "对象类型", "Subject kind", default="")
    subject_id: str = declare(FieldType.TEXT, "对象", "Subject", default="")
    line: int = declare(FieldType.INTEGER, "序号", "Line", default=0)
    amount_fen: int = declare(FieldType.MONEY, "金额", "Amount", "entry", default=0)
    goods: str | None = declare(FieldType.TEXT, "慰问品", "Goods", "entry")
    case_id: str | None = declare(FieldType.REFERENCE, "个案", "Case", refers="case")
    signed_on: date | None = declare(FieldType.DATE, "签收日期", "Signed on", "entry", past=True)
    signer: str | None = declare(FieldType.NAME, "签收人", "Signed by", "entry")
    street_id: str | None = declare(FieldType.REFERENCE, "街道", "Street", refers="place")
    main_cause: str | None = declare(
        FieldType.CODE, "致困原因", "Main cause", codes="hardship_cause"
    )
    worker_id: str = declare(FieldType.REFERENCE, "经办人", "Worker", default="", refers="worker")
    removed_because: str | None = declare(FieldType.TEXT, "划去原因", "Struck because")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaPlan(Record):
    """A base that is to be worked off in shares, such as 20/60/20 of the files of 2018-06-30."""

    programme: str = declare(FieldType.TEXT, "项目", "Programme", "quota", default="")
    name: str = declare(FieldType.TEXT, "名称", "Name", "quota", required=True, default="")
    base: int = declare(FieldType.INTEGER, "基数", "Base", "quota", required=True, default=0)
    base_on: date | None = declare(FieldType.DATE, "基数日期", "Base as of", "quota")
    document: str | None = declare(FieldType.TEXT, "文件", "Document", "quota")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaRow(Record):
    """One row of a plan: its share of the base in per cent, its target, and its cut-off day."""

    plan_id: str = declare(FieldType.REFERENCE, "计划", "Plan", default="", refers="quota_plan")
    label: str = declare(FieldType.TEXT, "阶段", "Stage", "quota", default="")
    until_on: date | None = declare(FieldType.DATE, "截止日期", "Until", "quota")
    share: int = declare(FieldType.INTEGER, "比例（%）", "Share (%)", "quota", default=0)
    target: int = declare(FieldType.INTEGER, "目标", "Target", "quota", default=0)
