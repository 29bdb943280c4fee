"""A clock that never goes back, on a machine whose own clock was set back.

A laptop whose battery died wakes up in 2001. Visits, receipts and the audit trail would then stand
before those of yesterday, and numbers would run in the series of a year that is over.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

# From here on the calendar day may be wrong, and a number must not be taken.
DOUBTFUL = timedelta(hours=12)
_NONE = timedelta(0)


class SteadyClock:
    """Tells the machine's time, or, while that is before what was seen last, the time since then.

    `seen` is the latest moment at which anything was written. While the machine is behind, time
    goes on from there, so that what is done now stands after what was done before.
    """

    def __init__(self, clock: Callable[[], datetime], seen: datetime) -> None:
        self._clock = clock
        self._seen = seen
        self._shift = _NONE

    def __call__(self) -> datetime:
        """Return the moment, in UTC."""
        now = self._clock()
        if now >= self._seen:
            self._shift = _NONE
            self._seen = now
            return now
        self._shift = max(self._shift, self._seen - now)
        self._seen = now + self._shift
        return self._seen

    @property
    def behind(self) -> timedelta:
        """How far the machine is behind the moment that this clock tells."""
        return self._shift

    def trust(self) -> None:
        """Take the machine's time from now on: what was seen last was wrong."""
        self._seen, self._shift = self._clock(), _NONE
