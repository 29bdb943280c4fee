"""Finds among those on file whom the answers of a form mean."""

from __future__ import annotations

from collections.abc import Container, Mapping

from unionapp.models.declare import Declaration
from unionapp.models.desk import Desk
from unionapp.services import people
from unionapp.services.people import OnFile
from unionapp.services.response_subject import Subject
from unionapp.values import names


def on_file(desk: Desk, values: Mapping[str, str]) -> OnFile | None:
    """Return the one person who has the identity number that was given."""
    number = values.get("identity_number", "")
    found = people.on_file(desk, number) if number else ()
    return found[0] if len(found) == 1 else None


def is_named(known: OnFile, values: Mapping[str, str]) -> bool:
    """Say whether somebody on file bears the name that was given."""
    return names.normalise(known.name) == names.normalise(values["name"])


def made_before(
    desk: Desk,
    subject: Subject,
    response_id: str,
    declaration: Declaration,
    values: Mapping[str, str],
    named: Container[str],
) -> str:
    """Return the id of a record that a kill left behind before its id was kept; "" without one.

    The worker made it since the response was begun, at the same place and with the same name, and
    it is not among `named`: those that the form names already.
    """
    place = _place_of(subject, declaration)
    title = declaration.title[0] if declaration.title else ""
    if place is None or not values.get(title):
        return ""
    column, at = place
    with desk.read() as reading:
        rows = reading.rows(
            f'SELECT r.id, r."{title}" FROM "{declaration.kind}" r '  # noqa: S608 - our columns
            "JOIN operation o ON o.id = r.base_op WHERE r.deleted_at IS NULL "
            f"AND r.{column} = ? AND o.author = ? "
            "AND o.hlc >= (SELECT min(hlc) FROM operation WHERE record = ?)",
            (at, desk.worker_id, response_id),
        )
    wanted = names.normalise(values[title])
    found = (str(id_) for id_, name in rows if names.normalise(name) == wanted)
    return next((id_ for id_ in found if id_ not in named), "")


def _place_of(subject: Subject, declaration: Declaration) -> tuple[str, str] | None:
    """Return where records of a kind are made from a response: a column and its id."""
    if declaration.kind == "person" and subject.household is not None:
        return "household_id", subject.household.id
    if declaration.kind == "employer" and subject.door is not None:
        return "door_id", subject.door.id
    return None
