"""Takes back what was recorded last, and says so; the same from every page."""

from __future__ import annotations

from unionapp.services import visits
from unionapp.services.visits import TakenBack
from unionapp.ui.matrix import outcomes
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench


def take_back(bench: Workbench) -> TakenBack | None:
    """Take back this worker's last record of today; None when there is none to take back.

    The page that calls it shows the change and tells the others.
    """
    taken = visits.take_back_last(bench.desk)
    if taken is None:
        bench.messages.info(tr("今天没有可以撤销的走访"))
        return None
    outcome = outcomes.label_of(taken.outcome) if taken.outcome else tr("走访中")
    bench.messages.saved()
    bench.messages.info(
        tr("已撤销 {address} 的「{outcome}」", address=taken.address, outcome=outcome)
    )
    return taken
