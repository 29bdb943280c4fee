"""The frozen records that cross the walls, and the schema that they declare."""

from unionapp.models.declare import Declaration, Field, FieldType, Record, Schema
from unionapp.models.records.cases import (
    Case,
    CaseEvent,
    HardshipFile,
    IssuedDocument,
    Receipt,
    Standard,
)
from unionapp.models.records.office import Office, Worker
from unionapp.models.records.organising import Employer, Membership, MembershipEvent, Union
from unionapp.models.records.people import Consent, Household, Person
from unionapp.models.records.places import Place, Visit
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
    ]
)

__all__ = [
    "SCHEMA",
    "Attachment",
    "Case",
    "CaseEvent",
    "Consent",
    "Declaration",
    "Employer",
    "Field",
    "FieldType",
    "FormVersion",
    "HardshipFile",
    "Household",
    "IssuedDocument",
    "Membership",
    "MembershipEvent",
    "Office",
    "Person",
    "Place",
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
