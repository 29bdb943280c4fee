"""Tells how the memberships of everybody behind some doors stand, in one statement."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from unionapp.models.desk import Reading
from unionapp.models.records import MembershipEvent
from unionapp.services import members


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest membership of one person; `status` is a code of `membership_status`."""

    door_id: str
    status: str
    on_roll: bool


def behind_doors(reading: Reading, door_ids: Iterable[str]) -> Mapping[str, Standing]:
    """Return by person id how the people behind the doors stand; who never applied is absent.

    The status is `members.status_of` the events; only their day and code are read, which for a
    building of 3,000 doors takes a third of the time of whole records.
    """
    doors: dict[str, str] = {}
    events: defaultdict[str, list[MembershipEvent]] = defaultdict(list)
    for door_id, person_id, event, on in reading.rows(_EVENTS, (json.dumps(list(door_ids)),)):
        doors[person_id] = door_id
        day = date.fromisoformat(on) if on else None
        events[person_id].append(MembershipEvent(id="", home_division="", event=event, on=day))
    found = {}
    for person_id, own in events.items():
        status = members.status_of(own)
        found[person_id] = Standing(doors[person_id], status, members.is_on_roll(status))
    return found


_EVENTS = """
SELECT h.door_id, p.id, e.event, e."on"
FROM json_each(?) d
JOIN household h ON h.door_id = d.value AND h.deleted_at IS NULL
JOIN person p ON p.household_id = h.id AND p.deleted_at IS NULL
JOIN membership m ON m.rid = (
    SELECT max(rid) FROM membership WHERE person_id = p.id AND deleted_at IS NULL)
JOIN membership_event e ON e.membership_id = m.id
ORDER BY e.rid
"""
