"""What a form knows by itself: start, end, today, device, user, the id of the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from unionapp.forms import moments
from unionapp.forms.definition import Bind


def at_start(
    bind: Bind, now: datetime, preload: Mapping[str, str], new_id: Callable[[], str]
) -> str:
    """Return the value of a metadata question when the form is opened."""
    if bind.preload == "uid":
        return f"uuid:{new_id()}"
    if bind.preload == "timestamp" and bind.preload_params == "start":
        return moments.written(now)
    if bind.preload == "date" and bind.preload_params == "today":
        return now.date().isoformat()
    if bind.preload == "property":
        return preload.get(bind.preload_params, "")
    return ""


def at_end(bind: Bind, now: datetime) -> str | None:
    """Return the value of a question that is set when the record is finished, None for others."""
    ends = bind.preload == "timestamp" and bind.preload_params == "end"
    return moments.written(now) if ends else None
