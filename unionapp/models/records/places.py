"""The place tree: from the province down to the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from unionapp.models.declare import FieldType, Record, declare


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Record):
    """One node: province, city, district, street office, community, grid, street, building,
    entrance or door.

    A grid can be re-cut by moving its children; visits hang on doors and stay. `order` is the
    walking order among its siblings; `floor` and `number` are a door's own.
    """

    kind: str = declare(
        FieldType.CODE, "类型", "Kind", "place", required=True, default="", codes="place_kind"
    )
    parent_id: str | None = declare(FieldType.REFERENCE, "上级", "Within", refers="place")
    name: str = declare(FieldType.TEXT, "名称", "Name", "place", required=True, default="")
    division: str | None = declare(FieldType.TEXT, "区划代码", "Division code", "place")
    order: int = declare(FieldType.INTEGER, "顺序", "Walking order", default=0)
    floor: int | None = declare(FieldType.INTEGER, "楼层", "Floor", "place")
    number: str | None = declare(
        FieldType.TEXT, "门牌", "Door number", "place", headers=("室号", "房号", "户号", "门牌号")
    )
    door_kind: str | None = declare(
        FieldType.CODE, "门户类型", "Door kind", "place", codes="door_kind"
    )
    owner_id: str | None = declare(
        FieldType.REFERENCE, "责任人", "Responsible worker", "place", refers="worker"
    )
    note: str | None = declare(FieldType.LONG_TEXT, "备注", "Note", "place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Record):
    """One call at a door; append-only in spirit: taken back by `withdrawn_at`, never removed.

    `outcome` is empty while the visit is under way.
    """

    door_id: str = declare(FieldType.REFERENCE, "门户", "Door", default="", refers="place")
    household_id: str | None = declare(FieldType.REFERENCE, "家庭", "Household", refers="household")
    employer_id: str | None = declare(FieldType.REFERENCE, "单位", "Employer", refers="employer")
    worker_id: str = declare(FieldType.REFERENCE, "走访人", "Worker", default="", refers="worker")
    at: datetime | None = declare(FieldType.INSTANT, "时间", "Time", "visit", required=True)
    outcome: str | None = declare(FieldType.CODE, "结果", "Outcome", "visit", codes="visit_outcome")
    note: str | None = declare(FieldType.LONG_TEXT, "备注", "Note", "visit")
    next_on: date | None = declare(FieldType.DATE, "约定日期", "Next appointment", "visit")
    next_time: str | None = declare(
        FieldType.TEXT,
        "约定时间",
        "At about",
        "visit",
        help_zh="例如：晚7点后",
        help_en="For example: after 7 pm",
    )
    withdrawn_at: datetime | None = declare(FieldType.INSTANT, "撤销时间", "Taken back at")
