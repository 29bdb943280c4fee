"""The papers of an activity: who joins at a ceremony, who sits in a course, how a lesson went."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from unionapp.errors import refuse
from unionapp.models.addresses import Addresses
from unionapp.models.desk import Reading
from unionapp.models.records import Activity, ActivityEntry, Case, Employer, Person
from unionapp.services import paper_numbers, paper_person
from unionapp.services.paper_kind import PaperKind, Words, paper
from unionapp.values import codes

Row = Mapping[str, object]
_TRAINING = "training"
# Who teaches stands on the roll in one of these roles.
_TEACHERS = ("教师", "授课教师", "讲师", "老师")


def _activity(reading: Reading, id_: str) -> Activity | None:
    return reading.get(Activity, id_)


def _ceremony_words(reading: Reading, activity: Activity, folder: Path) -> Words:
    """Return who joins at a ceremony; who leads it is written by hand.

    Raises `papers.empty_roll`.
    """
    return {
        "ceremony.title": f"{activity.name} 名册",
        "ceremony.on": activity.held_on,
        "ceremony.place": _where(reading, activity),
        "ceremony.rows": _listed(
            activity, [_joins(reading, one) for one in _roll(reading, activity)]
        ),
    }


def _attendance_words(reading: Reading, activity: Activity, folder: Path) -> Words:
    """Return who is expected, with columns to sign in; raises `papers.empty_roll`."""
    roll = [one for one in _roll(reading, activity) if one.role not in _TEACHERS]
    return {
        **_course(reading, activity),
        "training.rows": _listed(activity, [_attends(reading, one) for one in roll]),
    }


def _lesson(reading: Reading, id_: str) -> Activity | Case | None:
    """Return a course, or the training case of somebody who sits in one."""
    case = reading.get(Case, id_)
    if case is not None:
        return case if case.programme == _TRAINING else None
    return reading.get(Activity, id_)


def _lesson_words(reading: Reading, lesson: Activity | Case, folder: Path) -> Words:
    """Return the head of a lesson's record; what was seen and heard is written by hand.

    Raises `papers.no_course` for a case that names none.
    """
    if isinstance(lesson, Activity):
        return {
            **_course(reading, lesson),
            "training.day": lesson.held_on,
            "lesson.plan": paper_numbers.of_id(lesson.id),
        }
    course = (lesson.answers or {}).get("course.name")
    if not course:
        raise refuse("papers.no_course", lesson.number)
    return {"training.course": course, "lesson.plan": lesson.number}


def _course(reading: Reading, activity: Activity) -> Words:
    teachers = [one.name for one in _roll(reading, activity) if one.role in _TEACHERS]
    return {
        "training.course": activity.name,
        "training.from": activity.held_on,
        "training.until": activity.until_on,
        "training.base": activity.host or _where(reading, activity),
        "training.teacher": "、".join(teachers) or None,
    }


def _where(reading: Reading, activity: Activity) -> str | None:
    if activity.place:
        return activity.place
    at = Addresses(reading).text(activity.place_id) if activity.place_id else ""
    host = reading.get(Employer, activity.employer_id) if activity.employer_id else None
    return at or (host.name if host else None)


def _roll(reading: Reading, activity: Activity) -> list[ActivityEntry]:
    return reading.select(
        ActivityEntry, "activity_id = ? AND deleted_at IS NULL", (activity.id,), order="rid"
    )


def _listed(activity: Activity, rows: list[Row]) -> tuple[Row, ...]:
    if not rows:
        raise refuse("papers.empty_roll", activity.name)
    return tuple(rows)


def _joins(reading: Reading, entry: ActivityEntry) -> Row:
    person = reading.get(Person, entry.person_id) if entry.person_id else None
    if person is None:
        return {"name": entry.name}
    number, union, _since = paper_person.number_on_roll(reading, person.id)
    return _set(
        name=person.name,
        sex=person.sex,
        employer=paper_person.employer(reading, person),
        group=codes.load("eight_groups").label(person.occupation_group) or None,
        union=union,
        number=number,
    )


def _attends(reading: Reading, entry: ActivityEntry) -> Row:
    person = reading.get(Person, entry.person_id) if entry.person_id else None
    if person is None:
        return {"name": entry.name}
    employer = paper_person.employer(reading, person)
    return _set(name=person.name, phone=person.phone, employer=employer)


def _set(**cells: object) -> Row:
    return {name: value for name, value in cells.items() if value is not None}


PAPERS: Mapping[str, PaperKind] = {
    "ceremony_roll": paper("activity", _activity, _ceremony_words),
    "training_attendance": paper("activity", _activity, _attendance_words),
    "class_quality_record": PaperKind("activity", _lesson, _lesson_words, maker="document.worker"),
}
