"""Says whether one worker may do here what elsewhere takes two: the single-handed office.

Maker and checker are two people. An office with one worker could then decide on nothing, so it
may be single-handed: what would need a second person is allowed, noted in the case and audited.
The office switch `office.single_handed` is `auto` (single-handed while exactly one worker is
active), `yes` or `no`; the choice is the office's, no document speaks of it, and it travels with
the office's other decisions.
"""

from __future__ import annotations

from typing import Literal, get_args

from unionapp.errors import refuse
from unionapp.models import audit
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import Worker
from unionapp.services import office_settings

Mode = Literal["auto", "yes", "no"]

_NAME = "single_handed"


def mode(reading: Reading) -> str:
    """Return the switch as the office set it."""
    return str(office_settings.values(reading).get(_NAME, "auto"))


def applies(reading: Reading) -> bool:
    """Say whether the office is single-handed now."""
    said = mode(reading)
    if said != "auto":
        return said == "yes"
    return len(reading.select(Worker, "active = 1", limit=2)) == 1


def choose(desk: Desk, chosen: Mode) -> None:
    """Set the switch; raises `single_handed.unknown`, `single_handed.not_keeper`."""
    if chosen not in get_args(Mode):
        raise refuse("single_handed.unknown", str(chosen))
    with desk.write() as work:
        worker = work.get(Worker, work.worker_id)
        if worker is None or "keeper" not in worker.roles:
            raise refuse("single_handed.not_keeper", worker.name if worker else work.worker_id)
        office_settings.put(work, "", _NAME, chosen, "")
        audit.append(work, "single_handed_set", "worker", work.worker_id, {"mode": chosen})
