"""Hardship files, cases, standards, and what was paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from unionapp.models.declare import FieldType, Record, declare


@dataclass(frozen=True, slots=True, kw_only=True)
class HardshipFile(Record):
    """One household's hardship file (一户一档); main cause one, further causes at most three."""

    household_id: str = declare(
        FieldType.REFERENCE, "家庭", "Household", default="", refers="household"
    )
    applicant_id: str | None = declare(FieldType.REFERENCE, "申请人", "Applicant", refers="person")
    filed_on: date | None = declare(FieldType.DATE, "建档日期", "Filed on", "hardship", past=True)
    people: int | None = declare(
        FieldType.INTEGER, "家庭人口", "People", "hardship", required=True, headers=("人口",)
    )
    annual_income_fen: int | None = declare(
        FieldType.MONEY,
        "家庭年可支配收入",
        "Annual disposable income",
        "hardship",
        required=True,
        headers=("家庭年度总收入",),
    )
    rigid_costs_fen: int | None = declare(
        FieldType.MONEY,
        "刚性支出",
        "Rigid costs",
        "hardship",
        required=True,
        help_zh="一年内因病、残、学和必要就业的支出",
        help_en="A year's illness, disability, schooling and necessary work costs",
    )
    accident_losses_fen: int | None = declare(
        FieldType.MONEY, "意外损失", "Accident losses", "hardship"
    )
    dibao_kind: str | None = declare(
        FieldType.CODE, "低保类别", "Standard", "hardship", codes="dibao_kind"
    )
    main_cause: str | None = declare(
        FieldType.CODE, "主要致困原因", "Main cause", "cause", codes="hardship_cause"
    )
    further_causes: tuple[str, ...] = declare(
        FieldType.CODES,
        "次要致困原因",
        "Further causes",
        "cause",
        codes="hardship_cause",
        default=(),
        help_zh="最多三项",
        help_en="At most three",
    )
    exclusions: tuple[str, ...] = declare(
        FieldType.CODES,
        "不予建档情形",
        "Exclusions",
        "exclusion",
        codes="exclusion",
        default=(),
    )
    exclusion_evidence: str | None = declare(
        FieldType.LONG_TEXT,
        "核查依据",
        "Evidence",
        "exclusion",
        help_zh="看了什么材料、问了谁",
        help_en="Which papers were seen, who was asked",
    )
    note: str | None = declare(FieldType.LONG_TEXT, "备注", "Note", "exclusion")
    state: str | None = declare(FieldType.TEXT, "状态", "State")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard(Record):
    """A dibao standard in force for a division: yuan a person and month, as integer fen."""

    division: str = declare(
        FieldType.TEXT, "区划代码", "Division", "standard", required=True, default=""
    )
    kind: str = declare(
        FieldType.CODE,
        "类别",
        "Kind",
        "standard",
        required=True,
        default="urban",
        codes="dibao_kind",
    )
    valid_from: date | None = declare(
        FieldType.DATE, "执行日期", "In force from", "standard", required=True
    )
    valid_to: date | None = declare(FieldType.DATE, "截止日期", "Until", "standard")
    amount_fen: int = declare(
        FieldType.MONEY,
        "每人每月标准",
        "Per person and month",
        "standard",
        required=True,
        default=0,
    )
    document: str | None = declare(FieldType.TEXT, "文件", "Document", "standard", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Record):
    """One application under one edition of a programme; frozen with its proof when decided.

    `state` is what the case amounts to (a code of `case_state`), `step` the last step of its
    programme that was done. `person_id` is whom the aid is for where the subject is a household
    (the student, the patient), `concern` what it is for (the illness), `period` the year that it
    is given for: these three tell one aid from another. `answers` are facts told for this case
    alone, under the names that the programme takes. `notice_until` is the last day of the public
    notice, `due_on` the deadline of the next step.
    """

    programme: str = declare(FieldType.TEXT, "项目", "Programme", default="")
    edition: str = declare(FieldType.TEXT, "版本", "Edition", default="")
    subject_kind: str = declare(FieldType.TEXT, "对象类型", "Subject kind", default="")
    subject_id: str = declare(FieldType.TEXT, "对象", "Subject", default="")
    number: str = declare(FieldType.TEXT, "编号", "Case number", default="")
    state: str = declare(FieldType.TEXT, "状态", "State", default="")
    step: str | None = declare(FieldType.TEXT, "最后一步", "Last step")
    person_id: str | None = declare(FieldType.REFERENCE, "受助人", "Person aided", refers="person")
    concern: str | None = declare(FieldType.TEXT, "事由", "Concern")
    period: str | None = declare(FieldType.TEXT, "年度", "Period")
    campaign_id: str | None = declare(FieldType.REFERENCE, "活动", "Campaign", refers="campaign")
    contact_id: str | None = declare(FieldType.REFERENCE, "联系人", "Contact", refers="worker")
    response_id: str | None = declare(
        FieldType.REFERENCE, "申请表", "Application form", refers="response"
    )
    answers: Mapping[str, Any] | None = declare(FieldType.JSON, "申请内容", "Answers")
    opened_on: date | None = declare(FieldType.DATE, "受理日期", "Opened on")
    notice_until: date | None = declare(FieldType.DATE, "公示截止", "Notice until")
    due_on: date | None = declare(FieldType.DATE, "办理期限", "Due on")
    facts: Mapping[str, Any] | None = declare(FieldType.JSON, "认定事实", "Facts")
    decided_on: date | None = declare(FieldType.DATE, "决定日期", "Decided on")
    amount_fen: int | None = declare(FieldType.MONEY, "金额", "Amount")
    proof: tuple[str, ...] = declare(FieldType.CODES, "计算依据", "Proof", default=())
    decision_hash: str | None = declare(FieldType.TEXT, "决定校验值", "Decision hash")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent(Record):
    """One step of a case; never changed."""

    case_id: str = declare(FieldType.REFERENCE, "个案", "Case", default="", refers="case")
    step: str = declare(FieldType.TEXT, "步骤", "Step", default="")
    at: datetime | None = declare(FieldType.INSTANT, "时间", "Time")
    worker_id: str = declare(FieldType.REFERENCE, "经办人", "Worker", default="", refers="worker")
    before: str | None = declare(FieldType.TEXT, "原状态", "State before")
    after: str | None = declare(FieldType.TEXT, "新状态", "State after")
    note: str | None = declare(FieldType.LONG_TEXT, "说明", "Note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Record):
    """A sign-off for money (领款签收单): numbered without gaps in its series, never changed.

    A wrong receipt is voided by a further one that names it in `voids_id`.
    """

    series: str = declare(FieldType.TEXT, "号段", "Series", default="")
    running: int = declare(FieldType.INTEGER, "序号", "Running number", default=0)
    number: str = declare(FieldType.TEXT, "编号", "Number", default="")
    case_id: str | None = declare(FieldType.REFERENCE, "个案", "Case", refers="case")
    payee_id: str | None = declare(FieldType.REFERENCE, "领款人", "Payee", refers="person")
    amount_fen: int = declare(FieldType.MONEY, "金额", "Amount", default=0)
    voids_id: str | None = declare(FieldType.REFERENCE, "作废", "Voids", refers="receipt")
    issued_at: datetime | None = declare(FieldType.INSTANT, "开具时间", "Issued at")
    worker_id: str = declare(FieldType.REFERENCE, "经办人", "Worker", default="", refers="worker")
    content: Mapping[str, Any] | None = declare(FieldType.JSON, "内容", "Content")
    previous_hash: str = declare(FieldType.TEXT, "前一张校验值", "Hash before", default="")
    hash: str = declare(FieldType.TEXT, "校验值", "Hash", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedDocument(Record):
    """One paper that was made: which design, about whom, the hash of its bytes; never changed."""

    document: str = declare(FieldType.TEXT, "文书", "Document", default="")
    subject_kind: str = declare(FieldType.TEXT, "对象类型", "Subject kind", default="")
    subject_id: str = declare(FieldType.TEXT, "对象", "Subject", default="")
    copy: int = declare(FieldType.INTEGER, "第几次", "Copy", default=1)
    at: datetime | None = declare(FieldType.INSTANT, "时间", "Time")
    worker_id: str = declare(FieldType.REFERENCE, "经办人", "Worker", default="", refers="worker")
    content_hash: str = declare(FieldType.TEXT, "文件校验值", "Content hash", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob(Record):
    """One file that went to a printer, or (with `answers_id`) whether it came out right.

    `content_hash` is that of the file, as in the papers that it holds; never changed.
    """

    document: str = declare(FieldType.TEXT, "文书", "Document", default="")
    printer: str = declare(FieldType.TEXT, "打印机", "Printer", default="")
    media: str = declare(FieldType.TEXT, "纸张", "Media", default="")
    pages: int = declare(FieldType.INTEGER, "页数", "Pages", default=0)
    content_hash: str = declare(FieldType.TEXT, "文件校验值", "Content hash", default="")
    at: datetime | None = declare(FieldType.INSTANT, "时间", "Time")
    worker_id: str = declare(FieldType.REFERENCE, "经办人", "Worker", default="", refers="worker")
    answers_id: str | None = declare(
        FieldType.REFERENCE, "所答的打印", "Print answered", refers="print_job"
    )
    came_out: bool | None = declare(FieldType.BOOLEAN, "是否正常", "Came out right")
