"""The people who use the program, and their office."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Office:
    """Whose case database this is; kept in the file itself, not exchanged."""

    name: str
    division: str
