"""A building of 3,000 doors: made, read, opened and walked, beside bare inserts and reads.

Run: python benchmarks/building.py. The bare figures are taken in the same run.
"""

from __future__ import annotations

import os
import time
from itertools import pairwise

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from _figures import milliseconds, sample_office

from unionapp.models.desk import Desk
from unionapp.models.records import Place
from unionapp.paths import DataDir
from unionapp.services import places
from unionapp.services.buildings import BuildingSpec

ENTRANCES, FLOORS, DOORS = 10, 30, 10


def bare_insert(desk: Desk) -> None:
    """Insert 3,000 rows of three columns, one transaction, no trigger."""
    with desk.database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE bare (rid INTEGER PRIMARY KEY, a TEXT, b TEXT)")
        rows = [(str(n), f"{n}室") for n in range(ENTRANCES * FLOORS * DOORS)]
        connection.exec_driver_sql("INSERT INTO bare (a, b) VALUES (?, ?)", rows)


def bare_read(desk: Desk) -> None:
    """Read the doors' rows, nothing else."""
    with desk.read() as reading:
        reading.rows("SELECT id, name, floor, number FROM place WHERE kind = 'door'")


def longest_stall(desk: Desk, building_id: str) -> float:
    """Open the building in the page and walk it; return the longest work between two beats, ms.

    The work of the screen's thread is counted, not the clock on the wall: other processes of the
    machine are no stall of ours.
    """
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtTest import QTest

    from tests.ui import benches
    from unionapp.settings import defaults
    from unionapp.ui.desktop import make_application
    from unionapp.ui.matrix.page import MatrixPage

    application = make_application(defaults())
    page = MatrixPage(benches.of_desk(desk, DataDir(desk.database.path.parent)).bench)
    page.resize(1200, 700)
    page.show()
    beats = [time.thread_time()]
    heart = QTimer()
    heart.timeout.connect(lambda: beats.append(time.thread_time()))
    heart.start(1)
    page.open_building(building_id)
    keys = [Qt.Key.Key_Up] * 20 + [Qt.Key.Key_Right] * 60 + [Qt.Key.Key_PageUp] * 3
    for key in keys:
        QTest.keyClick(page.view.matrix, key)
        QTest.qWait(2)
    heart.stop()
    page.close()
    application.closeAllWindows()
    return max(later - earlier for earlier, later in pairwise(beats)) * 1000


def main() -> None:
    """Print each figure with its ratio to the bare one of the same run."""
    with sample_office(persons=60) as (desk, _seconds):
        with desk.read() as reading:
            street = reading.select(Place, "kind = 'street'", limit=1)[0]
        spec = BuildingSpec(street.id, "99号楼", ENTRANCES, FLOORS, DOORS)
        inserted = milliseconds(lambda: bare_insert(desk))
        made: list[str] = []
        generated = milliseconds(
            lambda: made.append(places.generate_building(desk, spec).building.id)
        )
        plain = min(milliseconds(lambda: bare_read(desk)) for _ in range(5))
        matrix = min(milliseconds(lambda: places.building_matrix(desk, made[0])) for _ in range(5))
        stall = longest_stall(desk, made[0])
    print(f"3,000 bare inserts            {inserted:8.1f} ms      1.0")
    print(f"a building of 3,000 generated {generated:8.1f} ms {generated / inserted:8.1f}")
    print(f"3,000 bare rows read          {plain:8.1f} ms      1.0")
    print(f"its matrix read               {matrix:8.1f} ms {matrix / plain:8.1f}  (goal 60 ms)")
    print(f"longest stall, open and walk  {stall:8.1f} ms           (goal 100 ms)")


if __name__ == "__main__":
    main()
