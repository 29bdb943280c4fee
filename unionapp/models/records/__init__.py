"""The frozen records that cross the walls, and the schema that they declare."""

from unionapp.models.declare import Declaration, Field, FieldType, Record, Schema
from unionapp.models.records.cases import (
    Case,
    CaseEvent,
    HardshipFile,
    IssuedDocument,
    PrintJob,
    Receipt,
    Standard,
)
from unionapp.models.records.office import Office, OfficeSetting, Worker
from unionapp.models.records.organising import Employer, Membership, MembershipEvent, Union
from unionapp.models.records.people import Consent, Household, Person
from unionapp.models.records.places import Place, Visit
from unionapp.models.records.programmes import (
    AidItem,
    Campaign,
    CampaignEntry,
    FollowUp,
    HardshipEvent,
    Holiday,
    QuotaPlan,
    QuotaRow,
)
from unionapp.models.records.registers import (
    Activity,
    ActivityEntry,
    ExpenseLine,
    Inspection,
    Point,
)
from unionapp.models.records.surveys import Attachment, FormVersion, Response, ResponseEvent

SCHEMA = Schema(
    [
        Declaration("worker", "工作人员", "Worker", Worker, title=("name",)),
        Declaration(
            "place",
            "地点",
            "Place",
            Place,
            title=("name",),
            searched=("kind", "parent_id", "name", "number"),
        ),
        # A household is found by its people; they are indexed anew when it moves.
        Declaration("household", "家庭", "Household", Household, searched=("door_id",)),
        Declaration(
            "person",
            "人员",
            "Person",
            Person,
            title=("name",),
            searched=("name", "identity_number", "phone", "birth_date", "household_id", "address"),
        ),
        Declaration(
            "employer",
            "用人单位",
            "Employer",
            Employer,
            title=("name",),
            searched=("name", "credit_code", "address", "contact", "phone", "door_id"),
        ),
        Declaration(
            "union", "工会", "Union", Union, title=("name",), searched=("name", "credit_code")
        ),
        Declaration("membership", "会籍", "Membership", Membership),
        Declaration(
            "membership_event", "会籍事项", "Membership event", MembershipEvent, append_only=True
        ),
        Declaration("visit", "走访", "Visit", Visit),
        Declaration("hardship_file", "困难档案", "Hardship file", HardshipFile),
        Declaration("standard", "低保标准", "Dibao standard", Standard),
        Declaration("case", "个案", "Case", Case),
        Declaration("case_event", "个案步骤", "Case event", CaseEvent, append_only=True),
        Declaration("receipt", "领款签收单", "Receipt", Receipt, append_only=True),
        Declaration(
            "issued_document", "已出文书", "Issued document", IssuedDocument, append_only=True
        ),
        Declaration("print_job", "打印记录", "Print job", PrintJob, append_only=True),
        Declaration("consent", "知情同意", "Consent", Consent),
        Declaration(
            "form_version",
            "问卷版本",
            "Form version",
            FormVersion,
            append_only=True,
            title=("title",),
        ),
        Declaration("response", "答卷", "Response", Response),
        Declaration(
            "response_event", "答卷事项", "Response event", ResponseEvent, append_only=True
        ),
        Declaration("attachment", "附件", "Attachment", Attachment, append_only=True),
        Declaration(
            "hardship_event", "困难档案事项", "Hardship event", HardshipEvent, append_only=True
        ),
        Declaration("holiday", "节假日", "Holiday", Holiday, title=("name",)),
        Declaration("follow_up", "回访与复核", "Follow-up", FollowUp),
        Declaration("aid_item", "实物帮扶", "Aid in kind", AidItem, title=("name",)),
        Declaration("campaign", "帮扶活动", "Campaign", Campaign, title=("name",)),
        Declaration("campaign_entry", "活动名册", "Campaign roll", CampaignEntry),
        Declaration("quota_plan", "名额计划", "Quota plan", QuotaPlan, title=("name",)),
        Declaration("quota_row", "计划阶段", "Quota row", QuotaRow, title=("label",)),
        Declaration("activity", "活动", "Activity", Activity, title=("name",)),
        Declaration("activity_entry", "活动参加者", "Activity roll", ActivityEntry),
        Declaration("expense_line", "活动开支", "Expense", ExpenseLine, title=("item",)),
        Declaration("point", "服务点位", "Point", Point, title=("name",)),
        Declaration("inspection", "点位检查", "Inspection", Inspection),
        Declaration("office_setting", "本单位决定", "Office decision", OfficeSetting),
    ]
)

__all__ = [
    "SCHEMA",
    "Activity",
    "ActivityEntry",
    "AidItem",
    "Attachment",
    "Campaign",
    "CampaignEntry",
    "Case",
    "CaseEvent",
    "Consent",
    "Declaration",
    "Employer",
    "ExpenseLine",
    "Field",
    "FieldType",
    "FollowUp",
    "FormVersion",
    "HardshipEvent",
    "HardshipFile",
    "Holiday",
    "Household",
    "Inspection",
    "IssuedDocument",
    "Membership",
    "MembershipEvent",
    "Office",
    "OfficeSetting",
    "Person",
    "Place",
    "Point",
    "PrintJob",
    "QuotaPlan",
    "QuotaRow",
    "Receipt",
    "Record",
    "Response",
    "ResponseEvent",
    "Schema",
    "Standard",
    "Union",
    "Visit",
    "Worker",
]
