"""Lists what waits to be done: reviews, notices, screenings, call-backs, who was never aided.

Each list is rows of one shape, so that every one of them is shown, printed and exported alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal, get_args

from unionapp.models.addresses import Addresses
from unionapp.models.desk import Desk, Reading
from unionapp.services import campaigns, case_facts, case_repeats, programme_files
from unionapp.services.follow_ups import add_months
from unionapp.services.hardship_review import review_months

Name = Literal[
    "review_due",
    "notice_ending",
    "deadline",
    "screening_due",
    "call_back_due",
    "contact_due",
    "never_aided",
    "unedited",
    "quota_left",
]
NAMES: tuple[Name, ...] = get_args(Name)

SCREENING = "screening"

# Looked ahead so many days, so that what is due next week is seen this week.
AHEAD_DAYS = 14
_UNEDITED_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it is about, where, since or until when, and how many days that is from
    today (negative: overdue)."""

    kind: str
    id: str
    title: str
    address: str
    day: date | None
    days: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Worklist:
    """One list of a day, the most urgent first."""

    name: Name
    day: date
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The day that lists are made on, how many days they look ahead, the office's programmes."""

    today: date
    ahead: int
    own_programmes: Path

    @property
    def until(self) -> date:
        """The last day that counts as due."""
        return self.today + timedelta(days=self.ahead)


def of(desk: Desk, name: Name, *, ahead: int = AHEAD_DAYS) -> Worklist:
    """Return one list; what is due within `ahead` days counts as due."""
    with desk.read() as reading:
        asked = Asked(reading.today, ahead, programme_files.own_folder(desk))
        rows = tuple(_LISTS[name](reading, asked))
        return Worklist(name, reading.today, rows)


def counts(desk: Desk, *, ahead: int = AHEAD_DAYS) -> Mapping[Name, int]:
    """Return how many rows each list has."""
    with desk.read() as reading:
        asked = Asked(reading.today, ahead, programme_files.own_folder(desk))
        return {name: sum(1 for _ in _LISTS[name](reading, asked)) for name in NAMES}


def _review_due(reading: Reading, asked: Asked) -> Iterator[Row]:
    """Open files whose last review, or filing, is as long ago as the filing programme says."""
    months = review_months(reading, asked.own_programmes)
    found = reading.rows(_REVIEWS, (add_months(asked.until, -months).isoformat(),))
    for line in _with_addresses(reading, found):
        id_, title, address, since = line
        due = add_months(date.fromisoformat(since), months)
        yield Row("hardship_file", id_, title, address, due, (due - asked.today).days, since)


def _notice_ending(reading: Reading, asked: Asked) -> Iterator[Row]:
    yield from _case_rows(reading, asked, "notice_until")


def _deadline(reading: Reading, asked: Asked) -> Iterator[Row]:
    yield from _case_rows(reading, asked, "due_on")


def _case_rows(reading: Reading, asked: Asked, field: str) -> Iterator[Row]:
    found = reading.rows(_CASES.format(field=field), (asked.until.isoformat(),))
    for (id_, title, address, day), row in zip(
        _with_addresses(reading, [one[:4] for one in found]), found, strict=True
    ):
        on = date.fromisoformat(day)
        yield Row("case", id_, title, address, on, (on - asked.today).days, row[4])


def _follow_ups(kind: str) -> Callable[[Reading, Asked], Iterator[Row]]:
    def rows(reading: Reading, asked: Asked) -> Iterator[Row]:
        found = reading.rows(_FOLLOW_UPS, (kind, asked.until.isoformat()))
        for id_, title, address, day in _with_addresses(reading, found):
            on = date.fromisoformat(day)
            yield Row("follow_up", id_, title, address, on, (on - asked.today).days, kind)

    return rows


def _screening_due(reading: Reading, asked: Asked) -> Iterator[Row]:
    """Women whose last screening is as long ago as the programme says, and who was noted by hand.

    By fixed rounds nobody falls due alone: the round is a campaign.
    """
    yield from _follow_ups("screening")(reading, asked)
    programme = programme_files.find(asked.own_programmes, SCREENING, asked.today)
    if programme.frequency is None:
        return
    switches = case_facts.switches(reading, SCREENING)
    months = case_repeats.settled(programme.frequency.months, programme, switches)
    period = case_repeats.settled(programme.frequency.period, programme, switches)
    if period != "months" or not isinstance(months, int):
        return
    limit = add_months(asked.until, -months).isoformat()
    rows = reading.rows(_LAST_SCREENED, (SCREENING, limit))
    for id_, title, address, day in _with_addresses(reading, rows):
        due = add_months(date.fromisoformat(day), months)
        if due <= asked.until:
            yield Row("person", id_, title, address, due, (due - asked.today).days, day)


def _never_aided(reading: Reading, asked: Asked) -> Iterator[Row]:
    """Open files whose household, and nobody in it, was ever paid or given anything."""
    for id_, title, address, day in _with_addresses(reading, reading.rows(_NEVER_AIDED)):
        yield _since("hardship_file", id_, title, address, day, asked.today)


def _unedited(reading: Reading, asked: Asked) -> Iterator[Row]:
    """Open files that nobody changed for a year, by the change log."""
    limit = add_months(asked.today, -_UNEDITED_MONTHS)
    for id_, title, address, day in _with_addresses(reading, reading.rows(_UNEDITED)):
        if date.fromisoformat(day) <= limit:
            yield _since("hardship_file", id_, title, address, day, asked.today)


def _quota_left(reading: Reading, asked: Asked) -> Iterator[Row]:
    """Campaigns under way that have places left."""
    for one in campaigns.under_way(reading, asked.today):
        left = campaigns.places_left(reading, one)
        if left:
            days = (one.to_on - asked.today).days if one.to_on else None
            yield Row("campaign", one.id, one.name, "", one.to_on, days, str(left))


def _since(kind: str, id_: str, title: str, address: str, day: str, today: date) -> Row:
    on = date.fromisoformat(day) if day else None
    return Row(kind, id_, title, address, on, (on - today).days if on else None, "")


def _with_addresses(
    reading: Reading, rows: Sequence[tuple[Any, ...]]
) -> list[tuple[str, str, str, str]]:
    """Turn rows of id, title, door and day into id, title, address and day."""
    places = Addresses(reading)
    places.load([row[2] for row in rows if row[2]])
    return [(row[0], row[1] or "—", places.text(row[2]) if row[2] else "", row[3]) for row in rows]


_LISTS: Mapping[Name, Callable[[Reading, Asked], Iterator[Row]]] = {
    "review_due": _review_due,
    "notice_ending": _notice_ending,
    "deadline": _deadline,
    "screening_due": _screening_due,
    "call_back_due": _follow_ups("call_back"),
    "contact_due": _follow_ups("contact"),
    "never_aided": _never_aided,
    "unedited": _unedited,
    "quota_left": _quota_left,
}

_OPEN_FILES = """
FROM hardship_file f LEFT JOIN person a ON a.id = f.applicant_id
LEFT JOIN household h ON h.id = f.household_id
WHERE f.deleted_at IS NULL AND coalesce(f.state, 'open') = 'open'
"""
_REVIEWS = f"""
SELECT f.id, a.name, h.door_id, coalesce(
    (SELECT max(e."on") FROM hardship_event e WHERE e.file_id = f.id
        AND e.event IN ('reviewed', 'relapsed')), f.filed_on) AS since
{_OPEN_FILES} AND since <= ? ORDER BY since, f.rid
"""  # noqa: S608 - our own words
_NEVER_AIDED = f"""
SELECT f.id, a.name, h.door_id, f.filed_on
{_OPEN_FILES} AND NOT EXISTS (
    SELECT 1 FROM "case" c LEFT JOIN person p ON p.id = c.subject_id
    WHERE c.state = 'paid' AND c.deleted_at IS NULL
        AND (c.subject_id = f.household_id OR p.household_id = f.household_id))
    AND NOT EXISTS (
    SELECT 1 FROM campaign_entry n LEFT JOIN person p ON p.id = n.subject_id
    WHERE n.signed_on IS NOT NULL AND n.deleted_at IS NULL AND n.removed_because IS NULL
        AND (n.subject_id = f.household_id OR p.household_id = f.household_id))
ORDER BY f.filed_on, f.rid
"""  # noqa: S608 - our own words
# The wall clock of an operation stands in the upper bits of its hybrid clock.
_UNEDITED = f"""
SELECT f.id, a.name, h.door_id, (
    SELECT date(max(o.hlc >> 16) / 1000, 'unixepoch', '+8 hours') FROM operation o
    WHERE o.record = f.id) AS edited
{_OPEN_FILES} ORDER BY edited, f.rid
"""  # noqa: S608 - our own words
# A woman with a case under way is being screened already.
_LAST_SCREENED = """
SELECT p.id, p.name, h.door_id, max(c.decided_on) AS last
FROM "case" c JOIN person p ON p.id = c.subject_id LEFT JOIN household h ON h.id = p.household_id
WHERE c.programme = ? AND c.deleted_at IS NULL AND c.state IN ('granted', 'paid')
    AND p.deleted_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM "case" o WHERE o.subject_id = p.id AND o.programme = c.programme
            AND o.state = 'open' AND o.deleted_at IS NULL)
GROUP BY p.id HAVING last <= ? ORDER BY last, p.rid
"""
_CASES = """
SELECT c.id, coalesce(p.name, s.name, a.name, e.name, u.name), coalesce(h.door_id, ph.door_id),
    c.{field}, c.number
FROM "case" c
LEFT JOIN person p ON p.id = c.person_id
LEFT JOIN person s ON s.id = c.subject_id
LEFT JOIN employer e ON e.id = c.subject_id
LEFT JOIN "union" u ON u.id = c.subject_id
LEFT JOIN household h ON h.id = c.subject_id
LEFT JOIN household ph ON ph.id = s.household_id
LEFT JOIN hardship_file f ON f.household_id = c.subject_id AND f.deleted_at IS NULL
LEFT JOIN person a ON a.id = f.applicant_id
WHERE c.deleted_at IS NULL AND c.state IN ('open', 'granted') AND c.{field} <= ?
ORDER BY c.{field}, c.rid
"""
_FOLLOW_UPS = """
SELECT w.id, coalesce(p.name, a.name, e.name, u.name), coalesce(h.door_id, ph.door_id), w.due_on
FROM follow_up w
LEFT JOIN person p ON p.id = w.subject_id
LEFT JOIN employer e ON e.id = w.subject_id
LEFT JOIN "union" u ON u.id = w.subject_id
LEFT JOIN household h ON h.id = w.subject_id
LEFT JOIN household ph ON ph.id = p.household_id
LEFT JOIN hardship_file f ON f.household_id = w.subject_id AND f.deleted_at IS NULL
LEFT JOIN person a ON a.id = f.applicant_id
WHERE w.deleted_at IS NULL AND w.done_on IS NULL AND w.kind = ? AND w.due_on <= ?
ORDER BY w.due_on, w.rid
"""
