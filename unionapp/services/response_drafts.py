"""Keeps the answers of a response that is being filled, one row an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from unionapp.errors import refuse
from unionapp.forms.filling import Filling
from unionapp.forms.kept import Kept
from unionapp.forms.nodes import Node
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import Response
from unionapp.services.case_answers import CaseAnswers

_PUT = (
    "INSERT INTO draft_answer (response, path, value, typed, accepted, aside, at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (response, path) DO UPDATE SET "
    "value = excluded.value, typed = excluded.typed, accepted = excluded.accepted, "
    "aside = excluded.aside, at = excluded.at"
)
_DROP = "DELETE FROM draft_answer WHERE response = ? AND path = ?"


@dataclass(slots=True)
class DraftKeeper:
    """The keeper of a filling in the database: a draft survives a kill at any moment.

    `first` is written together with the first change: a finished response that is only opened for
    correction is no correction in hand yet.
    """

    desk: Desk
    response: Response
    case: CaseAnswers
    first: dict[str, Kept | None] = field(default_factory=dict)
    waiting: bool = False

    def keep(self, changes: Mapping[str, Kept | None]) -> None:
        """Keep what changed, in one transaction; raises `responses.changed_elsewhere`."""
        if self.waiting:
            self.first |= changes
            return
        changes = {**self.first, **changes}
        self.first = {}
        if changes:
            with self.desk.write() as work:
                unchanged(work, self.response)
                put(work, self.response.id, changes)

    def tell(self, filling: Filling, nodes: frozenset[Node]) -> Mapping[Node, str]:
        """Write what changed into the case."""
        return self.case.carry(filling, nodes)


def unchanged(reading: Reading, response: Response) -> None:
    """See that a response is under way as when it was opened; else `responses.changed_elsewhere`.

    It may have been finished or discarded meanwhile, by another window or by a bundle.
    """
    state = reading.scalar(
        "SELECT state FROM response WHERE id = ? AND deleted_at IS NULL", (response.id,)
    )
    if state != response.state:
        raise refuse("responses.changed_elsewhere", response.id)


def put(work: Work, response_id: str, changes: Mapping[str, Kept | None]) -> None:
    """Write draft answers within the transaction of another use case; None takes one away.

    When each was kept is noted on the change log's clock, which never goes back: it tells what is
    newer, the answer or the case, on a machine whose own clock was set back too.
    """
    work.execute("UPDATE clock SET hlc = max(hlc + 1, wall << 16)")
    at = str(work.scalar("SELECT hlc FROM clock"))
    for path, one in changes.items():
        if one is None:
            work.execute(_DROP, (response_id, path))
        else:
            work.execute(
                _PUT, (response_id, path, one.value, one.typed, one.accepted, one.aside, at)
            )


def of(reading: Reading, response_id: str) -> dict[str, Kept]:
    """Return the draft answers of a response by path."""
    rows = reading.rows(
        "SELECT path, value, typed, accepted, aside FROM draft_answer WHERE response = ? "
        "ORDER BY path",
        (response_id,),
    )
    return {str(path): Kept(*map(str, rest)) for path, *rest in rows}


def is_here(reading: Reading, response: Response) -> bool:
    """Whether answers of a draft, or of a correction in hand, are on this laptop."""
    asked = "SELECT 1 FROM draft_answer WHERE response = ? LIMIT 1"
    return reading.scalar(asked, (response.id,)) is not None


def moments(reading: Reading, response_id: str) -> dict[str, int]:
    """Return when each draft answer of a response was kept, by path, on the change log's clock."""
    rows = reading.rows("SELECT path, at FROM draft_answer WHERE response = ?", (response_id,))
    return {str(path): int(at) for path, at in rows if str(at).isdecimal()}


def drop(work: Work, response_id: str) -> None:
    """Take all draft answers of a response away."""
    work.execute("DELETE FROM draft_answer WHERE response = ?", (response_id,))
