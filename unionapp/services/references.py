"""Lists the records that a reference field may name."""

from __future__ import annotations

from unionapp.models.desk import Desk

_MOST = 500


def options(desk: Desk, kind: str) -> tuple[tuple[str, str], ...]:
    """Return id and title of the records of a kind, by title; the kind must declare a title."""
    with desk.read() as reading:
        declaration = reading.schema[kind]
        title = declaration.title[0]
        found = reading.select(declaration.record, order=f'"{title}"', limit=_MOST)
        return tuple(
            (one.id, " ".join(str(getattr(one, name) or "") for name in declaration.title))
            for one in found
        )
