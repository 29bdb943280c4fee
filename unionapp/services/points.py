"""One register for all points that unions keep up, and their inspections by a questionnaire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from unionapp.errors import refuse
from unionapp.models import audit
from unionapp.models.addresses import Addresses
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import Inspection, Point, Response
from unionapp.services import records
from unionapp.services.records import Saved
from unionapp.values import codes


@dataclass(frozen=True, slots=True)
class Inspected:
    """An inspection that was noted; `lacking` are the requirements that were not found met."""

    inspection: Inspection
    lacking: tuple[str, ...]
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class PointLine:
    """One point of the list with its last inspection; `to_mend` tells that something is open."""

    point: Point
    address: str
    last: Inspection | None
    lacking: tuple[str, ...]
    to_mend: bool


def add(desk: Desk, *, kind: str, name: str, **values: object) -> Saved:
    """Note a point; the other fields of `point` go by their names.

    Raises `points.unknown_kind`, `points.name_missing`.
    """
    if kind not in codes.load("point_kind"):
        raise refuse("points.unknown_kind", kind)
    if not name.strip():
        raise refuse("points.name_missing", "name")
    return records.new(desk, "point", {"kind": kind, "name": name.strip(), **values})


def requirements(kind: str) -> tuple[str, ...]:
    """Return what a point of a kind must have: the 六有 of an outdoor workers' station."""
    kinds = codes.load("point_kind").facts.get("six_haves", ())
    asked = isinstance(kinds, list | tuple) and kind in kinds
    return tuple(item.code for item in codes.load("six_haves")) if asked else ()


def inspect(
    desk: Desk,
    point_id: str,
    *,
    met: Sequence[str] = (),
    on: date | None = None,
    response_id: str | None = None,
    finding: str = "",
    mend_by: date | None = None,
) -> Inspected:
    """Note an inspection: what is met, what was found, and the questionnaire it was done with.

    Raises `points.missing`, `points.closed`, `points.unknown_requirement`,
    `points.form_missing`, `points.form_unfinished`, `points.day_ahead`, `points.days_wrong`.
    """
    with desk.write() as work:
        point = _point(work, point_id)
        day = on or work.today
        asked = requirements(point.kind)
        _refuse_days(work, point, day, mend_by)
        for one in met:
            if one not in asked:
                raise refuse("points.unknown_requirement", point.name, asked=one)
        if response_id is not None:
            _check_form(work, response_id)
        made = Inspection(
            id=work.new_id(),
            home_division=point.home_division,
            point_id=point_id,
            on=day,
            worker_id=work.worker_id,
            response_id=response_id,
            met=tuple(one for one in asked if one in met),
            finding=finding.strip() or None,
            mend_by=mend_by,
        )
        work.add(made)
        detail: audit.Detail = {"point": point_id, "met": len(made.met), "of": len(asked)}
        audit.append(work, "point_inspected", "inspection", made.id, detail)
        return Inspected(made, _lacking(point, made), frozenset(work.changed))


def _refuse_days(work: Work, point: Point, day: date, mend_by: date | None) -> None:
    if point.closed_on is not None:
        raise refuse("points.closed", point.name, day=point.closed_on.isoformat())
    if day > work.today:
        raise refuse("points.day_ahead", point.name, day=day.isoformat())
    if mend_by is not None and mend_by < day:
        raise refuse("points.days_wrong", point.name, day=mend_by.isoformat())


def mended(desk: Desk, inspection_id: str, *, on: date | None = None) -> Inspected:
    """Note that what an inspection found is mended; raises `points.inspection_missing`."""
    with desk.write() as work:
        found = work.get(Inspection, inspection_id)
        if found is None or found.deleted_at is not None:
            raise refuse("points.inspection_missing", inspection_id)
        work.set_fields("inspection", inspection_id, {"mended_on": on or work.today})
        after = work.get(Inspection, inspection_id) or found
        return Inspected(after, (), frozenset(work.changed))


def close(desk: Desk, point_id: str) -> Point:
    """Close a point; it stays in the register. Raises `points.closed`."""
    with desk.write() as work:
        point = _point(work, point_id)
        if point.closed_on is not None:
            raise refuse("points.closed", point.name, day=point.closed_on.isoformat())
        work.set_fields("point", point_id, {"closed_on": work.today})
        audit.append(work, "point_closed", "point", point_id)
        return work.get(Point, point_id) or point


def listing(desk: Desk, *, kind: str | None = None) -> tuple[PointLine, ...]:
    """Return the points of a kind, or all, with their last inspection."""
    with desk.read() as reading:
        points = reading.select(Point, "coalesce(?, kind) = kind", (kind,), order="kind, name, rid")
        latest = {one.point_id: one for one in reading.select(Inspection, order='"on", rid')}
        places = Addresses(reading)
        places.load([one.place_id for one in points if one.place_id])
        return tuple(_line(one, places, latest.get(one.id)) for one in points)


def inspections(desk: Desk, point_id: str) -> tuple[Inspection, ...]:
    """Return the inspections of a point, the latest first."""
    with desk.read() as reading:
        found = reading.select(Inspection, "point_id = ?", (point_id,), order='"on" DESC, rid DESC')
    return tuple(found)


def _line(point: Point, places: Addresses, last: Inspection | None) -> PointLine:
    lacking = _lacking(point, last) if last else ()
    is_open = last is not None and last.mended_on is None and bool(lacking or last.finding)
    address = places.text(point.place_id) if point.place_id else point.address or ""
    return PointLine(point, address, last, lacking, is_open)


def _lacking(point: Point, inspection: Inspection) -> tuple[str, ...]:
    return tuple(one for one in requirements(point.kind) if one not in inspection.met)


def _point(reading: Reading, point_id: str) -> Point:
    found = reading.get(Point, point_id)
    if found is None or found.deleted_at is not None:
        raise refuse("points.missing", point_id)
    return found


def _check_form(reading: Reading, response_id: str) -> None:
    response = reading.get(Response, response_id)
    if response is None or response.deleted_at is not None:
        raise refuse("points.form_missing", response_id)
    if response.finished_at is None:
        raise refuse("points.form_unfinished", response_id)
