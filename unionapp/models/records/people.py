"""Who lives and works behind the doors: households, persons, consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from unionapp.models.declare import FieldType, Record, declare


@dataclass(frozen=True, slots=True, kw_only=True)
class Household(Record):
    """The people who live together behind one door; one household, at most one hardship file."""

    door_id: str | None = declare(FieldType.REFERENCE, "门户", "Door", refers="place")
    head_id: str | None = declare(FieldType.REFERENCE, "户主", "Head", refers="person")
    tenure: str | None = declare(
        FieldType.CODE, "住房类型", "Housing", "household", codes="housing"
    )
    phone: str | None = declare(FieldType.PHONE, "联系电话", "Phone", "household", mask="phone")
    note: str | None = declare(FieldType.LONG_TEXT, "备注", "Note", "household")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """One person, with those fields of the 工会会员登记表 that are a person's own.

    Source: 工会会员会籍管理办法 (2016) and its 登记表.
    """

    name: str = declare(
        FieldType.NAME, "姓名", "Name", "identity", required=True, default="", headers=("名字",)
    )
    identity_number: str | None = declare(
        FieldType.IDENTITY,
        "证件号码",
        "ID number",
        "identity",
        mask="identity",
        headers=("身份证号", "身份证号码", "公民身份号码", "证件号"),
    )
    phone: str | None = declare(
        FieldType.PHONE,
        "手机号",
        "Mobile",
        "identity",
        mask="phone",
        headers=("手机", "手机号码", "电话", "联系电话", "联系方式"),
    )
    sex: str | None = declare(FieldType.CODE, "性别", "Sex", "identity", codes="sex")
    birth_date: date | None = declare(
        FieldType.DATE,
        "出生日期",
        "Born",
        "identity",
        headers=("出生年月", "生日", "出生年月日"),
        past=True,
    )
    household_id: str | None = declare(FieldType.REFERENCE, "家庭", "Household", refers="household")
    address: str | None = declare(
        FieldType.TEXT,
        "住址",
        "Address",
        "identity",
        headers=("家庭住址", "现住址", "居住地址", "地址"),
        help_zh="登记到门户之前先记下住址",
        help_en="Kept until the person is placed behind a door",
    )
    relation: str | None = declare(
        FieldType.CODE,
        "与户主关系",
        "Relation to head",
        "identity",
        codes="family_relation",
        headers=("关系", "家庭关系"),
    )
    workplace: str | None = declare(
        FieldType.TEXT, "工作单位", "Workplace", "work", headers=("单位", "所在单位")
    )
    employer_id: str | None = declare(
        FieldType.REFERENCE, "所属单位", "Employer", refers="employer"
    )
    occupation_group: str | None = declare(
        FieldType.CODE,
        "职业群体",
        "Occupational group",
        "work",
        codes="eight_groups",
        headers=("八大群体", "群体"),
    )
    work_status: str | None = declare(
        FieldType.CODE, "工作状态", "Work status", "work", codes="work_status"
    )
    post: str | None = declare(FieldType.TEXT, "职务", "Post", "work")
    title: str | None = declare(FieldType.TEXT, "职称", "Professional title", "work")
    monthly_wage_fen: int | None = declare(
        FieldType.MONEY, "月工资", "Monthly wage", "work", headers=("工资", "本人月平均收入")
    )
    claims_membership: bool | None = declare(
        FieldType.BOOLEAN,
        "是否会员",
        "Says is a member",
        "work",
        headers=("是否工会会员", "会员"),
        help_zh="本人或名册所说；会籍以登记为准",
        help_en="As told or listed; the roll decides",
    )
    ethnicity: str | None = declare(
        FieldType.CODE, "民族", "Ethnicity", "background", codes="ethnicity"
    )
    education: str | None = declare(
        FieldType.CODE, "学历", "Education", "background", codes="education", headers=("文化程度",)
    )
    native_place: str | None = declare(FieldType.TEXT, "籍贯", "Native place", "background")
    political_status: str | None = declare(
        FieldType.CODE, "政治面貌", "Political status", "background", codes="political_status"
    )
    marital_status: str | None = declare(
        FieldType.CODE, "婚姻状况", "Marital status", "background", codes="marital_status"
    )
    health: str | None = declare(FieldType.CODE, "健康状况", "Health", "background", codes="health")
    resume: str | None = declare(FieldType.LONG_TEXT, "个人工作简历", "Work history", "background")
    note: str | None = declare(FieldType.LONG_TEXT, "备注", "Note", "background")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Record):
    """That a person was told what is recorded and why, and agreed (个人信息保护法 13-17, 29)."""

    person_id: str = declare(FieldType.REFERENCE, "人员", "Person", default="", refers="person")
    scope: str = declare(FieldType.TEXT, "范围", "Scope", "consent", required=True, default="")
    version: str = declare(
        FieldType.TEXT, "告知书版本", "Notice version", "consent", required=True, default=""
    )
    given_on: date | None = declare(
        FieldType.DATE, "日期", "Date", "consent", required=True, past=True
    )
    method: str | None = declare(FieldType.TEXT, "方式", "How", "consent")
    withdrawn_at: datetime | None = declare(FieldType.INSTANT, "撤回时间", "Withdrawn at")
