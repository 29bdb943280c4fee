"""How much of a building stands side by side on a common laptop."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from unionapp.ui.theme import theme
from unionapp.ui.widgets.matrix import Matrix
from unionapp.ui.widgets.matrix_data import MatrixBlock, MatrixCell, MatrixData

BESIDE_THE_PANEL = 772  # pixels that a 1366 window leaves between navigation and door panel


def building(entrances: int, doors: int, first: str) -> MatrixData:
    blocks = tuple(
        MatrixBlock(
            f"{block} 单元",
            doors,
            tuple(
                MatrixCell(f"{block}{floor}{column}", floor, column, f"{first}{floor}0{column}")
                for floor in range(1, 7)
                for column in range(doors)
            ),
        )
        for block in range(entrances)
    )
    return MatrixData("和顺街 1号楼", blocks, tuple(range(6, 0, -1)))


@pytest.mark.parametrize(
    ("entrances", "doors", "first"), [(4, 3, ""), (5, 2, ""), (3, 3, "1"), (2, 4, "1")]
)
def test_a_common_building_needs_no_sideways_scrolling(
    qapp: QApplication, entrances: int, doors: int, first: str
) -> None:
    matrix = Matrix()
    matrix.set_data(building(entrances, doors, first))
    matrix.resize(BESIDE_THE_PANEL, 520)
    matrix.show()
    over = matrix.horizontalScrollBar().maximum()
    matrix.close()
    assert over == 0


def test_a_placeholder_can_be_read(qapp: QApplication) -> None:
    """Qt halves the colour of the text for it; helper text needs 4.5 : 1."""
    window = QWidget()
    field = QLineEdit(window)
    field.setPlaceholderText("█" * 8)
    window.resize(QFontMetrics(field.font()).horizontalAdvance("█" * 10) + 40, 60)
    field.resize(window.size())
    window.show()
    picture = window.grab().toImage()
    shown = {picture.pixelColor(x, 30).name() for x in range(window.width())}
    assert theme().colours["ink3"].lower() in shown
