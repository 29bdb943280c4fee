"""Lists drafts and responses, and tells what happened to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from unionapp.models.addresses import Addresses
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import FormVersion, Response, ResponseEvent
from unionapp.models.store import column_list, row_reader

_SUBJECTS = ("door", "household", "person", "employer")


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A response under way, or a correction in hand, as the worker is asked about it."""

    response: Response
    title: str
    version: str
    door: str
    subject: str
    worker: str
    started_at: datetime | None
    answers: int
    correcting: bool


@dataclass(frozen=True, slots=True)
class ResponseLine:
    """A finished or discarded response in a list."""

    response: Response
    title: str
    version: str
    door: str
    subject: str
    worker: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One step of a response's life; a correction has one line an answer, `path` says which."""

    at: datetime | None
    worker: str
    event: str
    label: str
    before: str
    after: str
    reason: str
    path: str = ""


def drafts(desk: Desk) -> tuple[DraftLine, ...]:
    """Return what is under way on this laptop, newest first; answers of a draft never travel."""
    with desk.read() as reading:
        found = reading.select(
            Response,
            "state <> 'discarded' AND id IN (SELECT response FROM draft_answer)",
            order="started_at DESC, rid DESC",
        )
        counts = _answer_counts(reading)
        names = _Names(reading, found)
        return tuple(
            DraftLine(
                response=one,
                title=names.title(one),
                version=names.version(one),
                door=names.door(one),
                subject=names.subject(one),
                worker=names.worker(one.worker_id),
                started_at=one.started_at,
                answers=counts.get(one.id, 0),
                correcting=one.state == "finished",
            )
            for one in found
        )


def of_form(
    desk: Desk, form_id: str, text: str = "", *, limit: int = 200, offset: int = 0
) -> tuple[ResponseLine, ...]:
    """Return the responses of a form, newest first; `text` is part of a name or a door."""
    where, given = "r.form_id = ?", [form_id]
    if text.strip():
        where += f" AND ({_FOUND_BY})"
        given += [f"%{text.strip()}%"] * _FOUND_BY.count("?")
    return _lines(desk, where, given, limit, offset)


def of_subject(desk: Desk, kind: str, id_: str, *, limit: int = 200) -> tuple[ResponseLine, ...]:
    """Return the responses about a door, household, person or employer, newest first."""
    if kind not in _SUBJECTS:
        return ()
    return _lines(desk, f"r.{kind}_id = ?", [id_], limit, 0)


def history(desk: Desk, response_id: str) -> tuple[TrailLine, ...]:
    """Return what was done with a response, newest first."""
    with desk.read() as reading:
        events = reading.select(
            ResponseEvent, "response_id = ?", (response_id,), order="at DESC, rid DESC"
        )
        names = _Names(reading, ())
        return tuple(line for one in events for line in _trail(one, names.worker(one.worker_id)))


def _trail(event: ResponseEvent, worker: str) -> Iterator[TrailLine]:
    reason = event.reason or ""
    detail: Sequence[dict[str, str] | object] = list(event.detail or ()) or [{}]
    for one in detail:
        changed = one if isinstance(one, dict) else {}
        yield TrailLine(
            at=event.at,
            worker=worker,
            event=event.event,
            label=changed.get("label", ""),
            before=changed.get("before", ""),
            after=changed.get("after", ""),
            reason=reason,
            path=changed.get("path", ""),
        )


def _lines(
    desk: Desk, where: str, given: Sequence[str], limit: int, offset: int
) -> tuple[ResponseLine, ...]:
    with desk.read() as reading:
        declaration = reading.schema["response"]
        columns = ", ".join(f"r.{name.strip()}" for name in column_list(declaration).split(","))
        rows = reading.rows(
            f"SELECT {columns}, EXISTS (SELECT 1 FROM response_event e "  # noqa: S608 - our columns
            "WHERE e.response_id = r.id AND e.event = 'corrected') FROM response r "
            "LEFT JOIN place d ON d.id = r.door_id LEFT JOIN person p ON p.id = r.person_id "
            "LEFT JOIN employer m ON m.id = r.employer_id "
            f"WHERE {where} AND r.state <> 'draft' AND r.deleted_at IS NULL "
            "ORDER BY r.finished_at DESC, r.rid DESC LIMIT ? OFFSET ?",
            (*given, limit, offset),
        )
        read = row_reader(declaration)
        found = [(read(row[:-1]), bool(row[-1])) for row in rows]
        names = _Names(reading, [one for one, _ in found])
        return tuple(
            ResponseLine(
                response=one,
                title=names.title(one),
                version=names.version(one),
                door=names.door(one),
                subject=names.subject(one),
                worker=names.worker(one.worker_id),
                corrected=corrected,
            )
            for one, corrected in found
        )


_FOUND_BY = "d.name LIKE ? OR d.number LIKE ? OR p.name LIKE ? OR m.name LIKE ?"


def _answer_counts(reading: Reading) -> dict[str, int]:
    rows = reading.rows(
        "SELECT response, sum(value <> '' OR typed <> '') FROM draft_answer GROUP BY response"
    )
    return {str(response): int(count) for response, count in rows}


class _Names:
    """The words for what responses hang on, read once for a whole list."""

    def __init__(self, reading: Reading, responses: Sequence[Response]) -> None:
        self._reading = reading
        self._addresses = Addresses(reading)
        self._addresses.load([one.door_id for one in responses if one.door_id])
        ids = list({one.form_version_id for one in responses})
        self._forms = reading.by_ids(FormVersion, ids)
        self._workers: dict[str, str] = {}

    def title(self, response: Response) -> str:
        form = self._forms.get(response.form_version_id)
        return form.title if form is not None else response.form_id

    def version(self, response: Response) -> str:
        form = self._forms.get(response.form_version_id)
        return form.version if form is not None else ""

    def door(self, response: Response) -> str:
        return self._addresses.text(response.door_id) if response.door_id else ""

    def subject(self, response: Response) -> str:
        for kind, id_ in (("employer", response.employer_id), ("person", response.person_id)):
            record = self._reading.by_kind(kind, id_) if id_ else None
            if record is not None:
                return str(getattr(record, "name", ""))
        return self._head(response.household_id) if response.household_id else ""

    def _head(self, household_id: str) -> str:
        name = self._reading.scalar(
            "SELECT p.name FROM household h JOIN person p ON p.id = h.head_id WHERE h.id = ?",
            (household_id,),
        )
        return str(name or "")

    def worker(self, id_: str) -> str:
        if id_ not in self._workers:
            name = self._reading.scalar("SELECT name FROM worker WHERE id = ?", (id_,))
            self._workers[id_] = str(name or "")
        return self._workers[id_]
