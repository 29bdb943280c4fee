"""The words of the sheet with which a station or another point is inspected (巡查)."""

from __future__ import annotations

from unionapp.models.addresses import Addresses
from unionapp.models.records import CaseEvent, Inspection, Point
from unionapp.services import points
from unionapp.services.paper_context import PaperCase, on
from unionapp.services.paper_kind import Words
from unionapp.values import codes

_STATION = "outdoor_station"
# Requirement of a station -> question of the questionnaire `service_station`.
_QUESTIONS = {
    "name": "sign_grade",
    "layout": "place_grade",
    "equipment": "facility_grade",
    "services": "service_grade",
    "rules": "rule_grade",
    "map": "map_grade",
}
_GRADES = {"yes": "yes", "no": "no", "partly": "no"}


def inspection_words(paper: PaperCase) -> Words:
    """Return the sheet of the latest inspection: filled where it was noted, else to be filled.

    Every inspection of a case has a number of its own: that of the case, and which one it is.
    """
    rounds = _rounds(paper)
    at = rounds[-1] if rounds else None
    point = _point(paper)
    kind = point.kind if point else paper.fact("point.kind") or _STATION
    noted = _inspection(paper, point, at)
    employer, answers = paper.employer, paper.answers
    address = _address(paper, point)
    return {
        "inspection.number": f"{paper.case.number}-{max(1, len(rounds)):02d}",
        "inspection.on": on(at),
        "inspection.point": point.name if point else answers.get("station_name") or _name(paper),
        "inspection.kind": kind if kind in codes.load("point_kind") else None,
        "inspection.address": address or answers.get("address"),
        "inspection.host": employer.name if employer else answers.get("host"),
        "inspection.keeper": point.keeper if point else answers.get("manager"),
        "inspection.phone": point.phone if point else answers.get("manager_phone"),
        "inspection.last_on": on(rounds[-2]) if len(rounds) > 1 else None,
        "inspection.finding": noted.finding if noted else answers.get("to_mend"),
        "inspection.mend_by": noted.mend_by if noted else paper.answered_day("mend_by"),
        "inspection.inspector": paper.worker(at),
        "inspection.rows": tuple(_rows(paper, str(kind), noted)),
    }


def case_number(number: str) -> str:
    """Return the number of the case that a sheet's number names."""
    return number.rpartition("-")[0]


def _rounds(paper: PaperCase) -> list[CaseEvent]:
    naming = {
        step.code
        for step in (paper.programme.steps if paper.programme else ())
        if "inspection_sheet" in step.papers
    }
    return [one for one in paper.events if one.step in naming]


def _name(paper: PaperCase) -> str:
    return paper.employer.name if paper.employer else paper.title


def _point(paper: PaperCase) -> Point | None:
    """Return the point that the employer hosts, of the case's kind where it says one."""
    if paper.employer is None:
        return None
    hosted = paper.reading.select(
        Point, "employer_id = ? AND deleted_at IS NULL", (paper.employer.id,), order="rid"
    )
    wanted = paper.fact("point.kind") or _STATION
    return next((one for one in hosted if one.kind == wanted), None)


def _inspection(paper: PaperCase, point: Point | None, at: CaseEvent | None) -> Inspection | None:
    """Return the inspection of the register that was noted on the day of the step."""
    day = on(at)
    if point is None or day is None:
        return None
    found = paper.reading.select(
        Inspection,
        'point_id = ? AND "on" = ? AND deleted_at IS NULL',
        (point.id, day.isoformat()),
        order="rid DESC",
        limit=1,
    )
    return found[0] if found else None


def _address(paper: PaperCase, point: Point | None) -> str | None:
    if point is not None and (point.address or point.place_id):
        at = Addresses(paper.reading).text(point.place_id) if point.place_id else ""
        return point.address or at or None
    return paper.employer.address if paper.employer else None


def _rows(paper: PaperCase, kind: str, noted: Inspection | None) -> list[Words]:
    """Return what is looked at; ticked where an inspection or its questionnaire has said it."""
    asked = points.requirements(kind)
    labels = codes.load("six_haves")
    rows: list[Words] = []
    for code in asked:
        row: Words = {"item": labels.label(code)}
        if noted is not None:
            row["met"] = "yes" if code in noted.met else "no"
        elif (grade := _GRADES.get(paper.answers.get(_QUESTIONS[code], ""))) is not None:
            row["met"] = grade
        rows.append(row)
    return rows
