"""Employers, unions and membership."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from unionapp.models.declare import FieldType, Record, declare


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer(Record):
    """An employer in the patch, with the four answers (四清) of the organising survey.

    The four: is there a union, where does the employer belong, how many work there, how far has
    the union-building work come (五年组织和会员工作 review: 建会数量清, 所辖区位清, 职工数量清,
    推进建会入会工作情况清).
    """

    name: str = declare(
        FieldType.TEXT,
        "单位名称",
        "Employer",
        "employer",
        required=True,
        default="",
        headers=("企业名称", "名称", "单位全称"),
    )
    credit_code: str | None = declare(
        FieldType.CREDIT_CODE,
        "统一社会信用代码",
        "Credit code",
        "employer",
        headers=("信用代码", "社会信用代码"),
    )
    address: str | None = declare(
        FieldType.TEXT, "地址", "Address", "employer", headers=("单位地址", "经营地址")
    )
    contact: str | None = declare(FieldType.TEXT, "联系人", "Contact", "employer")
    phone: str | None = declare(
        FieldType.PHONE, "电话", "Phone", "employer", mask="phone", headers=("联系电话", "手机号")
    )
    unit_kind: str | None = declare(
        FieldType.CODE, "单位性质", "Kind of unit", "employer", codes="unit_kind"
    )
    industry: str | None = declare(
        FieldType.CODE, "所属行业", "Industry", "employer", codes="industry", headers=("行业",)
    )
    door_id: str | None = declare(FieldType.REFERENCE, "门户", "Door", refers="place")
    union_state: str | None = declare(
        FieldType.CODE,
        "建会状态",
        "Union state",
        "four_answers",
        codes="union_state",
        headers=("是否建会", "建会情况"),
    )
    belongs_to: str | None = declare(
        FieldType.TEXT,
        "所辖区位",
        "Belongs to",
        "four_answers",
        headers=("所属区位", "所辖工会"),
        help_zh="归哪个街道、社区或片区工会管",
        help_en="Which street, community or area union it comes under",
    )
    workers: int | None = declare(
        FieldType.INTEGER, "职工数", "Workers", "four_answers", headers=("职工人数", "员工数")
    )
    women: int | None = declare(
        FieldType.INTEGER, "女职工数", "Women", "four_answers", headers=("女职工人数",)
    )
    eight_group_workers: int | None = declare(
        FieldType.INTEGER, "八大群体人数", "Eight-group workers", "four_answers"
    )
    members: int | None = declare(FieldType.INTEGER, "会员数", "Members", "four_answers")
    organising_progress: str | None = declare(
        FieldType.CODE, "推进情况", "Progress", "four_answers", codes="organising_progress"
    )
    surveyed_on: date | None = declare(
        FieldType.DATE, "排查日期", "Surveyed on", "four_answers", past=True
    )
    note: str | None = declare(FieldType.LONG_TEXT, "备注", "Note", "four_answers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Union(Record):
    """A grass-roots or territorial union that can act on memberships."""

    name: str = declare(FieldType.TEXT, "工会名称", "Union", "union", required=True, default="")
    credit_code: str | None = declare(
        FieldType.CREDIT_CODE, "统一社会信用代码", "Credit code", "union"
    )
    employer_id: str | None = declare(FieldType.REFERENCE, "单位", "Employer", refers="employer")
    place_id: str | None = declare(FieldType.REFERENCE, "所在地", "Place", refers="place")
    established_on: date | None = declare(
        FieldType.DATE, "建会日期", "Established", "union", past=True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Record):
    """One person's membership: the register entry; its status is computed from its events."""

    person_id: str = declare(FieldType.REFERENCE, "人员", "Person", default="", refers="person")
    union_id: str | None = declare(
        FieldType.REFERENCE, "所属工会", "Union", "membership", refers="union"
    )
    number: str | None = declare(FieldType.TEXT, "会员证号码", "Member number")
    applied_on: date | None = declare(
        FieldType.DATE, "申请日期", "Applied on", "membership", past=True
    )
    household_members: str | None = declare(
        FieldType.LONG_TEXT, "家庭主要成员及其工作单位", "Family and workplaces", "membership"
    )
    union_post: str | None = declare(FieldType.TEXT, "工会职务", "Union post", "membership")
    remark: str | None = declare(FieldType.LONG_TEXT, "备注", "Remark", "membership")


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipEvent(Record):
    """One step of a membership: when, by which union, on which paper; never changed."""

    membership_id: str = declare(
        FieldType.REFERENCE, "会籍", "Membership", default="", refers="membership"
    )
    event: str = declare(
        FieldType.CODE,
        "事项",
        "Event",
        "event",
        required=True,
        default="",
        codes="membership_event",
    )
    on: date | None = declare(FieldType.DATE, "日期", "Date", "event", required=True, past=True)
    union_id: str | None = declare(
        FieldType.REFERENCE, "办理工会", "Acting union", "event", refers="union"
    )
    paper: str | None = declare(FieldType.TEXT, "文书编号", "Paper reference", "event")
    other_union: str | None = declare(
        FieldType.TEXT,
        "对方工会",
        "Other union",
        "event",
        help_zh="会籍接转：转往或转来的工会",
        help_en="Of a transfer: the union it goes to or comes from",
    )
    previous: str | None = declare(
        FieldType.CODE, "原状态", "Status before", codes="membership_status"
    )
    worker_id: str = declare(FieldType.REFERENCE, "经办人", "Worker", default="", refers="worker")
    note: str | None = declare(FieldType.LONG_TEXT, "备注", "Note", "event")
