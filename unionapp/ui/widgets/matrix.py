"""The building matrix: floors × doors in one widget that the keyboard walks through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from unionapp.ui.theme import theme
from unionapp.ui.widgets.matrix_data import (
    EMPTY,
    MatrixCell,
    MatrixData,
    Mode,
    floor_text,
    spoken,
)
from unionapp.ui.widgets.matrix_grid import MatrixGrid, Spot, find_number
from unionapp.ui.widgets.matrix_paint import Faces, Geometry, Layer, fit
from unionapp.ui.wording import tr

_OUTCOME_DIGITS = "1234567"
_JUMP_KEY = "/"
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_RESTYLED = {QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.LanguageChange}


class Matrix(QAbstractScrollArea):
    """Shows a building and tells what the worker does to a door.

    Signals: `moved(door_id)` when another door is selected, `opened(door_id)` on Enter or a
    double click, `outcome_typed(door_id, digit)` on 1 to 7, `undo_asked()` on Ctrl+Z.
    """

    moved = Signal(str)
    opened = Signal(str)
    outcome_typed = Signal(str, int)
    undo_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self._data = EMPTY
        self._grid = MatrixGrid(EMPTY)
        self._cells: dict[str, MatrixCell] = {}
        self._mode: Mode = "visit"
        self._only: str | None = None
        self._selected: str | None = None
        self._hovered: str | None = None
        self._jump: str | None = None  # what was typed after the slash; None when nothing is sought
        self._before_jump: str | None = None
        self._geometry: Geometry
        self._layer: Layer
        self._arrange()
        self._speak()

    # What the page does with it

    def set_data(self, data: MatrixData) -> None:
        """Show a building; the selected door stays selected where the building has it."""
        before = self._cells.keys()
        self._data, self._grid = data, MatrixGrid(data)
        self._cells = {cell.door_id: cell for block in data.blocks for cell in block.cells}
        self._selected = self._selected if self._selected in self._cells else None
        self._hovered = self._jump = None
        self._arrange()
        if before.isdisjoint(self._cells):  # another building: begin at its ground floor
            self.horizontalScrollBar().setValue(0)
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        self._speak()

    def update_cell(self, cell: MatrixCell) -> None:
        """Show what changed at one door, in its old place; only that door is painted again."""
        known = self._cells.get(cell.door_id)
        if known is None:
            return
        self._cells[cell.door_id] = replace(cell, floor=known.floor, column=known.column)
        self._layer.redraw(self._grid.spot(cell.door_id), cell)
        self._repaint(cell.door_id)
        self._speak()

    def select(self, door_id: str) -> None:
        """Select a door and bring it into sight; a door of another building changes nothing."""
        if door_id not in self._cells:
            return
        changed, before = door_id != self._selected, self._selected
        self._selected = door_id
        self._show(door_id)
        if changed:
            self._repaint(before)
            self._repaint(door_id)
            self._speak()
            self.moved.emit(door_id)

    def selected(self) -> str | None:
        """Return the selected door, if any."""
        return self._selected

    def set_mode(self, mode: Mode) -> None:
        """Colour the doors by visit, membership or hardship; a filter of the old mode goes."""
        self._mode, self._only = mode, None
        self._new_layer()

    def set_filter(self, status: str | None) -> None:
        """Dim every door that does not stand under a key of the legend; None dims none."""
        self._only = status
        self._new_layer()

    def spoken(self) -> str:
        """Return what a screen reader says of the selected door."""
        if self._selected is None:
            return tr("未选门户")
        block = self._data.blocks[self._grid.spot(self._selected).block]
        return spoken(block, self._cells[self._selected], theme())

    # Keys

    def event(self, event: QEvent) -> bool:
        # The window has shortcuts of its own on these keys; here they belong to the matrix.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            mine = event.matches(QKeySequence.StandardKey.Undo) or event.text() == _JUMP_KEY
            if mine or self._jump is not None:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._jump is not None:
            self._jump_key(event)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo_asked.emit()
        elif self._selected is None:
            self._start(event)
        elif not (self._walk_key(event, self._selected) or self._act_key(event, self._selected)):
            event.ignore()  # not super(): the scroll area would take the arrows for scrolling

    def _start(self, event: QKeyEvent) -> None:
        first = self._grid.first()
        if first is None or event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab):
            event.ignore()
        elif event.text() == _JUMP_KEY:
            self._begin_jump()
        else:
            self.select(first)

    def _walk_key(self, event: QKeyEvent, at: str) -> bool:
        """Go to another door; say whether the key was one of walking."""
        key, grid = Qt.Key(event.key()), self._grid
        whole = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        page = self._geometry.lines_in(self._body().height())
        if key in _SIDEWAYS:
            to = grid.beside(at, _SIDEWAYS[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp):
            to = grid.above(at, page if key == Qt.Key.Key_PageUp else 1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            to = grid.above(at, -page if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            last = key == Qt.Key.Key_End
            to = grid.end_of_building(last=last) if whole else grid.end_of_floor(at, last=last)
        else:
            return False
        self.select(to)
        return True

    def _act_key(self, event: QKeyEvent, at: str) -> bool:
        """Do something to the selected door; say whether the key meant that."""
        text = event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(at)
        elif text == _JUMP_KEY:
            self._begin_jump()
        elif len(text) == 1 and text in _OUTCOME_DIGITS:
            self.outcome_typed.emit(at, int(text))
        else:
            return False
        return True

    # Jumping to a number

    def _begin_jump(self) -> None:
        self._jump, self._before_jump = "", self._selected
        self.viewport().update()

    def _jump_key(self, event: QKeyEvent) -> None:
        """Take the number that is typed; the door is shown while it grows."""
        key, typed = event.key(), self._jump or ""
        if key == Qt.Key.Key_Escape:
            self._jump = None
            if self._before_jump is not None:
                self.select(self._before_jump)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._jump = None
        elif key == Qt.Key.Key_Backspace:
            self._jump = typed[:-1] if typed else None
        elif event.text().isprintable() and event.text():
            self._jump = typed + event.text()
        if self._jump and (found := self._sought()) is not None:
            self.select(found)
        self.viewport().update()

    def _sought(self) -> str | None:
        near = self._grid.spot(self._before_jump).block if self._before_jump else 0
        cells = ((self._grid.spot(one).block, cell) for one, cell in self._cells.items())
        return find_number(cells, self._jump or "", near=near)

    # Mouse and focus

    def mousePressEvent(self, event: QMouseEvent) -> None:
        door = self._door_at(event.position().toPoint())
        self._jump = None
        if door is not None and event.button() == Qt.MouseButton.LeftButton:
            self.select(door)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        door = self._door_at(event.position().toPoint())
        if door is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(door)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._door_at(event.position().toPoint()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            door = self._door_at(event.pos())
            if door is not None:
                block = self._data.blocks[self._grid.spot(door).block]
                text = spoken(block, self._cells[door], theme())
                QToolTip.showText(event.globalPos(), text, self.viewport(), self._on_screen(door))
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        first = self._grid.first()
        if self._selected is None and first and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.select(first)
        self._repaint(self._selected)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._jump = None
        self.viewport().update()

    def _hover(self, door_id: str | None) -> None:
        if door_id != self._hovered:
            self._repaint(self._hovered)
            self._hovered = door_id
            self._repaint(door_id)

    # Places

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        if self._selected is not None:
            self._show(self._selected)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _RESTYLED:
            self._arrange()
            self._speak()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(260), theme().px(140))

    def _arrange(self) -> None:
        """Measure everything for the room there is, and draw anew at the next paint."""
        metrics = QFontMetrics(theme().font(12))
        widths = sorted(metrics.horizontalAdvance(one.number) for one in self._cells.values())
        usual = widths[len(widths) * 3 // 4] if widths else 0  # a few shop names may be cut
        self._geometry = fit(self._grid, self.viewport().size(), theme(), usual)
        room = self._body().size()
        over = self._geometry.content - room
        for bar, most, page in (
            (self.horizontalScrollBar(), over.width(), room.width()),
            (self.verticalScrollBar(), over.height(), room.height()),
        ):
            bar.setPageStep(page)
            bar.setSingleStep(self._geometry.cell.height() + self._geometry.gap)
            bar.setRange(0, max(0, most))
        self._new_layer()

    def _new_layer(self) -> None:
        ratio = self.devicePixelRatioF()
        faces = Faces(theme(), self._geometry.cell, ratio, self._mode, self._only)
        self._layer = Layer(self._geometry, faces, theme().colour("card"), ratio)
        self.viewport().update()

    def _body(self) -> QRect:
        """The part of the window in which the doors scroll: without labels and headings."""
        return self.viewport().rect().adjusted(self._geometry.labels, self._geometry.head, 0, 0)

    def _offset(self) -> QPoint:
        scrolled = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return self._body().topLeft() - scrolled

    def _on_screen(self, door_id: str) -> QRect:
        return self._geometry.rect(self._grid.spot(door_id)).translated(self._offset())

    def _door_at(self, point: QPoint) -> str | None:
        if not self._body().contains(point):
            return None
        at = point - self._offset()
        line = at.y() // (self._geometry.cell.height() + self._geometry.gap)
        for block in range(len(self._data.blocks)):
            inside = at.x() - block * self._geometry.between_blocks
            column = inside // (self._geometry.cell.width() + self._geometry.gap)
            door = self._grid.doors.get((line, column))
            if door is not None and self._on_screen(door).contains(point):
                return door
        return None

    def _show(self, door_id: str) -> None:
        """Scroll so far that a door is seen with its ring."""
        at, body = self._geometry.rect(self._grid.spot(door_id)), self._body()
        room = self._geometry.gap
        for bar, low, high, seen in (
            (self.horizontalScrollBar(), at.left() - room, at.right() + room, body.width()),
            (self.verticalScrollBar(), at.top() - room, at.bottom() + room, body.height()),
        ):
            bar.setValue(max(min(bar.value(), low), high - seen + 1))

    def _repaint(self, door_id: str | None) -> None:
        """Paint again what shows a door: its cell with the ring, its floor, its entrance."""
        if door_id is None or door_id not in self._cells:
            return
        cell = self._on_screen(door_id).adjusted(-4, -4, 4, 4)
        view = self.viewport()
        view.update(cell)
        view.update(QRect(0, cell.top(), self._geometry.labels, cell.height()))
        view.update(QRect(0, 0, view.width(), self._geometry.head))

    def _speak(self) -> None:
        self.setAccessibleName(tr("楼栋图 {title}", title=self._data.title).strip())
        self.setAccessibleDescription(self.spoken())

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._layer.ratio != self.devicePixelRatioF():
            self._new_layer()
        body, offset = self._body(), self._offset()
        visible = body.translated(-offset)
        if not self._layer.covers(visible):
            self._layer.draw(visible, self._doors())
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme().colour("card"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(body)
        painter.drawPixmap(self._layer.area.topLeft() + offset, self._layer.picture)
        self._paint_rings(painter)
        painter.setClipping(False)
        self._paint_headings(painter, body)
        self._paint_floors(painter, body)
        self._paint_edges(painter, body)
        if self._jump is not None:
            self._paint_jump(painter)
        painter.end()

    def _doors(self) -> Iterator[tuple[Spot, MatrixCell]]:
        return ((self._grid.spot(one), cell) for one, cell in self._cells.items())

    def _paint_rings(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._hovered is not None:
            painter.setPen(QPen(theme().colour("primary"), 1))
            painter.drawRoundedRect(QRectF(self._on_screen(self._hovered)), 5, 5)
        if self._selected is not None:
            at = QRectF(self._on_screen(self._selected))
            painter.setPen(QPen(theme().colour("card"), 4))
            painter.drawRoundedRect(at, 5, 5)
            painter.setPen(QPen(theme().colour("primary" if self.hasFocus() else "ink3"), 2.5))
            painter.drawRoundedRect(at.adjusted(-1.2, -1.2, 1.2, 1.2), 6, 6)

    def _paint_headings(self, painter: QPainter, body: QRect) -> None:
        """Write the entrances over the part of them that is seen."""
        painter.setFont(theme().font(13))
        here = self._grid.spot(self._selected).block if self._selected else -1
        starts, offset = self._grid.starts, self._offset()
        for number, block in enumerate(self._data.blocks):
            first = self._geometry.rect(Spot(0, starts[number], number))
            last = self._geometry.rect(Spot(0, starts[number + 1] - 1, number))
            over = first.united(last).translated(offset.x(), 0)
            seen = QRect(max(over.left(), body.left()), 0, 0, self._geometry.head)
            seen.setRight(min(over.right(), body.right()))
            if seen.width() > 0:
                painter.setPen(theme().colour("primary" if number == here else "ink3"))
                painter.drawText(seen, Qt.AlignmentFlag.AlignCenter, block.title)

    def _paint_floors(self, painter: QPainter, body: QRect) -> None:
        """Write the floors at the left; they stay there while the doors scroll sideways."""
        painter.setFont(theme().font(12))
        painter.setClipRect(QRect(0, body.top(), body.left(), body.height()))
        here = self._grid.spot(self._selected).line if self._selected else -1
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for line, floor in enumerate(self._grid.lines):
            at = self._geometry.rect(Spot(line, 0, 0)).translated(self._offset())
            if body.top() - at.height() < at.top() < body.bottom():
                at = QRect(0, at.top(), body.left() - theme().px(8), at.height())
                painter.setPen(theme().colour("primary" if line == here else "ink3"))
                painter.drawText(at, flags, floor_text(floor))
        painter.setClipping(False)

    def _paint_edges(self, painter: QPainter, body: QRect) -> None:
        """Draw a hairline where doors have gone under the floors or the headings."""
        painter.setPen(QPen(theme().colour("line"), 1))
        if self.horizontalScrollBar().value() > 0:
            painter.drawLine(body.topLeft(), body.bottomLeft())
        if self.verticalScrollBar().value() > 0:
            painter.drawLine(body.topLeft(), body.topRight())

    def _paint_jump(self, painter: QPainter) -> None:
        """Show what was typed after the slash; red where no door has such a number."""
        look = theme()
        missing = bool(self._jump) and self._sought() is None
        at = QRectF(look.px(4), look.px(2), look.px(240), look.px(30))
        painter.setPen(QPen(look.colour("error" if missing else "primary"), 2))
        painter.setBrush(look.colour("error_tint" if missing else "card"))
        painter.drawRoundedRect(at, 8, 8)
        painter.setFont(look.font(14))
        painter.setPen(look.colour("error" if missing else "ink"))
        text = tr("没有 {number} 号门", number=self._jump) if missing else self._jump
        text = text or tr("输入门牌号，如 1203 或 2-1203")
        if not self._jump:
            painter.setPen(look.colour("ink3"))
        painter.drawText(at.adjusted(look.px(10), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
