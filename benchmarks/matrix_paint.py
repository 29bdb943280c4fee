"""How fast the building matrix of 3,000 doors paints, beside 3,000 plain rectangles.

Run: python benchmarks/matrix_paint.py. The rectangles are painted in the same run, so that the
ratio says something on any machine.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from unionapp.ui import theme
from unionapp.ui.widgets.matrix import Matrix
from unionapp.ui.widgets.matrix_data import MatrixBlock, MatrixCell, MatrixData

BLOCKS, FLOORS, COLUMNS = 10, 30, 10
STATUSES = ("met", "not_visited", "nobody_home", "come_back", "refused", "vacant")
ROUNDS = 30


def building() -> MatrixData:
    """Return 3,000 made-up doors."""
    blocks = []
    for block in range(BLOCKS):
        cells = []
        for at in range(FLOORS * COLUMNS):
            floor, column = FLOORS - at // COLUMNS, at % COLUMNS
            status = STATUSES[(at * 7 + block) % len(STATUSES)]
            number = f"{floor}{column + 1:02d}"
            cells.append(MatrixCell(f"{block}-{number}", floor, column, number, status))
        blocks.append(MatrixBlock(f"{block + 1} 单元", COLUMNS, tuple(cells)))
    return MatrixData("3 幢", tuple(blocks), tuple(range(FLOORS, 0, -1)))


def median_ms(act: Callable[[], object]) -> float:
    """Return the median time of an action in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def rectangles() -> None:
    """Paint as many plain rectangles as there are doors: the reference."""
    picture = QPixmap(1400, 900)
    painter = QPainter(picture)
    colour = QColor("#7CCBAC")
    for at in range(BLOCKS * FLOORS * COLUMNS):
        painter.fillRect(at % 100 * 14, at // 100 * 30, 12, 26, colour)
    painter.end()


def main() -> None:
    """Measure and print one line for each figure."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app)
    data = building()
    matrix = Matrix()
    matrix.resize(1000, 700)
    matrix.set_data(data)
    matrix.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    matrix.show()
    view = matrix.viewport()
    doors = cycle((data.blocks[0].cells[0].door_id, data.blocks[0].cells[1].door_id))
    states = cycle(MatrixCell("0-3001", 30, 0, "3001", status) for status in STATUSES)

    def step() -> None:
        matrix.select(next(doors))
        app.processEvents()

    def mark() -> None:
        matrix.update_cell(next(states))
        app.processEvents()

    def whole() -> None:
        matrix.set_mode("visit")
        view.repaint()

    reference = median_ms(rectangles)
    print(f"3,000 fillRect (reference)        {reference:7.2f} ms   1.00")
    for name, act in (
        ("repaint from the cached layer", view.repaint),
        ("step to the next door", step),
        ("one door changed", mark),
        ("all visible doors drawn anew", whole),
        ("a building of 3,000 set", lambda: matrix.set_data(data)),
    ):
        took = median_ms(act)
        print(f"{name:<33} {took:7.2f} ms   {took / reference:4.2f}")


if __name__ == "__main__":
    main()
