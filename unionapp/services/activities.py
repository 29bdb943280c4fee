"""One register for all activities: their roll, head-count, groups, pairs, results, expenses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from unionapp.errors import Problem, UserError, refuse
from unionapp.models import audit
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import Activity, ActivityEntry, ExpenseLine, Person
from unionapp.services import records
from unionapp.services.records import Saved
from unionapp.values import codes, names

_MOST_FEN = 10**12


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody on the roll: a person on file, or a name alone."""

    name: str = ""
    person_id: str | None = None
    team: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Lines that came on the roll; those already on it are told."""

    entries: tuple[ActivityEntry, ...]
    refused: tuple[Problem, ...]
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Spent:
    """An expense that was noted."""

    line: ExpenseLine
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class ActivityView:
    """An activity with its roll, teams and expenses; `warnings` tell a head-count that differs."""

    activity: Activity
    roll: tuple[ActivityEntry, ...]
    attended: int
    teams: tuple[tuple[str, int], ...]
    expenses: tuple[ExpenseLine, ...]
    spent_fen: int
    warnings: tuple[Problem, ...]


def add(desk: Desk, *, kind: str, name: str, held_on: date, **values: object) -> Saved:
    """Note an activity; the other fields of `activity` go by their names.

    Raises `activities.unknown_kind`, `activities.name_missing`, `activities.days_wrong`.
    """
    if kind not in codes.load("activity_kind"):
        raise refuse("activities.unknown_kind", kind)
    if not name.strip():
        raise refuse("activities.name_missing", "name")
    until = values.get("until_on")
    if isinstance(until, date) and until < held_on:
        raise refuse("activities.days_wrong", name, first=held_on.isoformat())
    return records.new(
        desk, "activity", {"kind": kind, "name": name.strip(), "held_on": held_on, **values}
    )


def enrol(desk: Desk, activity_id: str, guests: Iterable[Guest]) -> Enrolled:
    """Put people on the roll; a person on file once, a bare name as often as it is told."""
    with desk.write() as work:
        activity = _activity(work, activity_id)
        known = {
            one.person_id
            for one in work.select(ActivityEntry, "activity_id = ?", (activity_id,))
            if one.person_id
        }
        entries: list[ActivityEntry] = []
        refused: list[Problem] = []
        for guest in guests:
            person = work.get(Person, guest.person_id) if guest.person_id else None
            name = person.name if person else names.normalise(guest.name)
            if guest.person_id in known and guest.person_id:
                refused.append(Problem("activities.on_roll", name))
            elif not name:
                refused.append(Problem("activities.guest_missing", activity.name))
            else:
                known |= {guest.person_id} if guest.person_id else set()
                entries.append(_entry(work, activity, guest, name))
        work.add_all(entries)
        return Enrolled(tuple(entries), tuple(refused), frozenset(work.changed))


def note_result(
    desk: Desk, entry_id: str, *, attended: bool | None = None, result: str = "", prize: str = ""
) -> ActivityEntry:
    """Note that somebody came, and what they reached or won."""
    with desk.write() as work:
        entry = _on_roll(work, entry_id)
        values = {"attended": attended, "result": result.strip(), "prize": prize.strip()}
        told = {name: value for name, value in values.items() if value not in (None, "")}
        work.set_fields("activity_entry", entry_id, told)
        return replace(entry, **told)  # type: ignore[arg-type] # fields of the entry by name


def pair(desk: Desk, master_id: str, apprentice_id: str) -> tuple[ActivityEntry, ActivityEntry]:
    """Make two lines of one roll master and apprentice (师徒); each has one partner.

    Raises `activities.not_on_roll`, `activities.paired_already`, `activities.other_roll`.
    """
    with desk.write() as work:
        master, apprentice = _on_roll(work, master_id), _on_roll(work, apprentice_id)
        if master.activity_id != apprentice.activity_id or master.id == apprentice.id:
            raise refuse("activities.other_roll", apprentice.name)
        if apprentice.pair_id is not None:
            raise refuse("activities.paired_already", apprentice.name)
        values = {"role": "徒弟", "pair_id": master.id}
        work.set_fields("activity_entry", master.id, {"role": "师傅"})
        work.set_fields("activity_entry", apprentice.id, values)
        return replace(master, role="师傅"), replace(apprentice, role="徒弟", pair_id=master.id)


def spend(
    desk: Desk,
    activity_id: str,
    *,
    item: str,
    amount_fen: int,
    means: str = "transfer",
    paid_on: date | None = None,
    voucher: str = "",
) -> Spent:
    """Note an expense; what union funds must not pay is refused with the rule.

    Source of the ban: the closing notice on union funds of July 2022 (travel, fitness and
    消费帮扶: no prepaid cards, no disguised tourism, no disguised allowances). Raises
    `activities.expense_barred`, `activities.unknown_means`, `activities.expense_wrong`.
    """
    _refuse_means(means, item)
    if not item.strip() or not 0 < amount_fen <= _MOST_FEN:
        raise refuse("activities.expense_wrong", item.strip() or "—")
    with desk.write() as work:
        activity = _activity(work, activity_id)
        line = ExpenseLine(
            id=work.new_id(),
            home_division=activity.home_division,
            activity_id=activity_id,
            item=item.strip(),
            means=means,
            amount_fen=amount_fen,
            paid_on=paid_on,
            voucher=voucher.strip() or None,
        )
        work.add(line)
        detail: audit.Detail = {"amount_fen": amount_fen, "means": means}
        audit.append(work, "expense_noted", "expense_line", line.id, detail)
        return Spent(line, frozenset(work.changed))


def _refuse_means(means: str, item: str) -> None:
    known = codes.load("expense_means")
    label = known.item(means)
    if label is None:
        raise refuse("activities.unknown_means", means)
    if means in _barred():
        detail = {"means": label.zh, "means_en": label.en}
        raise UserError(Problem("activities.expense_barred", item, detail))


def view(desk: Desk, activity_id: str) -> ActivityView:
    """Return one activity; raises `activities.missing`."""
    with desk.read() as reading:
        activity = _activity(reading, activity_id)
        roll = reading.select(ActivityEntry, "activity_id = ?", (activity_id,))
        expenses = reading.select(ExpenseLine, "activity_id = ?", (activity_id,))
    teams = dict.fromkeys(one.team for one in roll if one.team)
    counted = tuple((team, sum(one.team == team for one in roll)) for team in teams)
    return ActivityView(
        activity,
        tuple(roll),
        sum(one.attended is True for one in roll),
        counted,
        tuple(expenses),
        sum(one.amount_fen for one in expenses),
        _head_count(activity, len(roll)),
    )


def listing(
    desk: Desk, *, kind: str | None = None, first: date = date.min, last: date = date.max
) -> tuple[Activity, ...]:
    """Return the activities of a kind and a period, the latest first."""
    with desk.read() as reading:
        found = reading.select(
            Activity,
            "held_on BETWEEN ? AND ? AND coalesce(?, kind) = kind",
            (first.isoformat(), last.isoformat(), kind),
            order="held_on DESC, rid DESC",
        )
    return tuple(found)


def _barred() -> tuple[str, ...]:
    listed = codes.load("expense_means").facts["barred"]
    return tuple(str(one) for one in listed) if isinstance(listed, list | tuple) else ()


def _head_count(activity: Activity, listed: int) -> tuple[Problem, ...]:
    if activity.head_count is None or not listed or activity.head_count >= listed:
        return ()
    detail = {"told": activity.head_count, "listed": listed}
    return (Problem("activities.head_count", activity.name, detail, warning=True),)


def _activity(reading: Reading, activity_id: str) -> Activity:
    found = reading.get(Activity, activity_id)
    if found is None or found.deleted_at is not None:
        raise refuse("activities.missing", activity_id)
    return found


def _on_roll(reading: Reading, entry_id: str) -> ActivityEntry:
    found = reading.get(ActivityEntry, entry_id)
    if found is None or found.deleted_at is not None:
        raise refuse("activities.not_on_roll", entry_id)
    return found


def _entry(work: Work, activity: Activity, guest: Guest, name: str) -> ActivityEntry:
    return ActivityEntry(
        id=work.new_id(),
        home_division=activity.home_division,
        activity_id=activity.id,
        person_id=guest.person_id,
        name=name,
        team=guest.team.strip() or None,
        role=guest.role.strip() or None,
    )
