"""The people who use the program, and their office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unionapp.models.declare import FieldType, Record, declare


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker(Record):
    """One worker with a key slot of their own; roles decide who may approve what."""

    name: str = declare(FieldType.NAME, "姓名", "Name", "worker", required=True, default="")
    roles: tuple[str, ...] = declare(
        FieldType.CODES, "角色", "Roles", "worker", codes="worker_role", default=()
    )
    phone: str | None = declare(FieldType.PHONE, "电话", "Phone", "worker", mask="phone")
    active: bool = declare(FieldType.BOOLEAN, "在用", "Active", "worker", default=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSetting(Record):
    """What the office decided on one point: a switch of a programme, or one of its own.

    Its id follows from office, programme and name, so that two laptops that decide the same point
    make one record, and differing values a conflict. Without a `value` the default counts again.
    """

    programme: str = declare(FieldType.TEXT, "项目", "Programme", default="")
    name: str = declare(FieldType.TEXT, "事项", "Point", default="")
    value: str | int | Sequence[str] | None = declare(FieldType.JSON, "取值", "Value")
    reason: str | None = declare(FieldType.LONG_TEXT, "理由", "Reason")


@dataclass(frozen=True, slots=True)
class Office:
    """Whose case database this is; kept in the file itself, not exchanged."""

    name: str
    division: str
