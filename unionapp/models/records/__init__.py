"""The frozen records that cross the walls, and the schema that they declare."""

from unionapp.models.declare import Declaration, Record, Schema
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

SCHEMA = Schema(
    [
        Declaration("worker", "工作人员", "Worker", Worker, title=("name",)),
        Declaration("place", "地点", "Place", Place, title=("name",), searched=True),
        Declaration("household", "家庭", "Household", Household),
        Declaration("person", "人员", "Person", Person, title=("name",), searched=True),
        Declaration("employer", "用人单位", "Employer", Employer, title=("name",), searched=True),
        Declaration("union", "工会", "Union", Union, title=("name",), searched=True),
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
    ]
)

__all__ = [
    "SCHEMA",
    "Case",
    "CaseEvent",
    "Consent",
    "Declaration",
    "Employer",
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
    "Schema",
    "Standard",
    "Union",
    "Visit",
    "Worker",
]
