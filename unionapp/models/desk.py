"""Who works on which database, with which clock and ids: what every service is handed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from unionapp.models import search
from unionapp.models.declare import Schema
from unionapp.models.steady_clock import SteadyClock
from unionapp.models.store import Reader, Writer

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from unionapp.models.database import Database

# The office's calendar day: all of Liaoning keeps Beijing time. A fixed offset, because Windows
# ships no time zone table.
OFFICE_ZONE = timezone(timedelta(hours=8), "CST")


class Reading(Reader):
    """One read transaction, with the moment and the office that it happens in."""

    def __init__(self, connection: Connection, schema: Schema, now: datetime) -> None:
        super().__init__(connection, schema)
        self.now = now

    @property
    def today(self) -> date:
        """The calendar day in the office."""
        return self.now.astimezone(OFFICE_ZONE).date()

    @property
    def division(self) -> str:
        """The office's own division code: the home division of what is made here."""
        return self.meta("division") or ""


class Work(Reading, Writer):
    """One write transaction: a use case that happens whole or not at all."""

    def __init__(
        self,
        connection: Connection,
        schema: Schema,
        now: datetime,
        worker_id: str,
        new_id: Callable[[], str],
    ) -> None:
        Reading.__init__(self, connection, schema, now)
        self.changed: set[str] = set()
        self.worker_id = worker_id
        self.new_id = new_id
        self.clock_behind = timedelta(0)
        self._division: str | None = None

    @property
    def division(self) -> str:
        """The office's own division code, read once."""
        if self._division is None:
            self._division = self.meta("division") or ""
        return self._division


@dataclass(frozen=True, slots=True)
class Desk:
    """The open database, the worker at it, and the sources of time and ids."""

    database: Database
    worker_id: str
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    @property
    def schema(self) -> Schema:
        """The declarations that the database is made of."""
        return self.database.schema

    @property
    def clock_behind(self) -> timedelta:
        """How far the machine's clock is behind what was written last."""
        return self.clock.behind if isinstance(self.clock, SteadyClock) else timedelta(0)

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """Give a read transaction."""
        with self.database.reading() as connection:
            yield Reading(connection, self.schema, self.clock())

    @contextmanager
    def write(self) -> Iterator[Work]:
        """Give a write transaction; the change log and the search index end with it.

        The wall clock and the author are put where the capture triggers read them, and records
        that the triggers marked are indexed before the commit.
        """
        with self.database.writing() as connection:
            work = Work(connection, self.schema, self.clock(), self.worker_id, self.new_id)
            work.clock_behind = self.clock_behind
            milliseconds = int(work.now.timestamp() * 1000)
            work.execute(
                "UPDATE clock SET wall = ?, author = ?, applying = 0",
                (milliseconds, self.worker_id),
            )
            yield work
            search.index_marked(work)
