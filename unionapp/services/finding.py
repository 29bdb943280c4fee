"""Searches as screens and commands do."""

from __future__ import annotations

from collections.abc import Sequence

from unionapp.models import finding
from unionapp.models.desk import Desk
from unionapp.models.finding import Found, Hit

__all__ = ["Found", "Hit", "find"]


def find(desk: Desk, text: str, *, kinds: Sequence[str] | None = None, limit: int = 50) -> Found:
    """Return what a person may mean by `text`, best first; numbers are masked."""
    with desk.read() as reading:
        return finding.find(reading, text, kinds=kinds, limit=limit)
