"""What stands on the sheet: a widget for each item, made when it comes near the view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from unionapp.forms.asking import is_note
from unionapp.forms.definition import Spec
from unionapp.forms.filling import Filling, Trouble
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.questionnaire.marks import mark
from unionapp.ui.questionnaire.outline import Item, Kind
from unionapp.ui.questionnaire.sayings import label_of, summary
from unionapp.ui.theme import theme
from unionapp.ui.wording import tr

INDENT = 18


@dataclass(frozen=True, slots=True)
class Place:
    """What a line is handed: the filling, what controls use, numbers, and what it may ask for."""

    filling: Filling
    tools: Tools
    numbers: dict[Spec, int]
    acts: Acts
    is_told: Callable[[Node, Trouble], bool]
    """Whether a problem is shown yet: a blank is none before somebody has been there."""


class Acts(Protocol):
    """What a line asks of the panel."""

    def answer(self, node: Node, text: str) -> None:
        """Answer a question."""

    def go_on(self, item: Item) -> None:
        """Go to what comes after an item."""

    def accept(self, node: Node, reason: str) -> None:
        """Pass over a warning."""

    def turn(self, item: Item) -> None:
        """Fold or unfold a group, open a row."""

    def add(self, item: Item) -> None:
        """Add a row to a repeat."""

    def remove(self, item: Item) -> None:
        """Take a row out."""

    def print_it(self) -> None:
        """Print what is shown."""

    def rows_changed(self) -> None:
        """Show again which rows there are: some were added by the line itself."""


class Column(QVBoxLayout):
    """A column that tells when what it holds wants another height.

    Signals:
        moved: something in it changed its size, or came or went.
    """

    moved = Signal()

    def invalidate(self) -> None:
        super().invalidate()
        self.moved.emit()


class LineWidget(QWidget):
    """One item of the sheet.

    Signals:
        grown: its height may have changed.
    """

    grown = Signal()

    def __init__(self, item: Item, place: Place) -> None:
        super().__init__()
        self.item, self.place = item, place

    def height_for(self, width: int) -> int:
        """The height that it needs at a width, in pixels."""
        layout = self.layout()
        if layout is None:
            return self.sizeHint().height()
        layout.activate()
        if layout.hasHeightForWidth():
            return layout.totalHeightForWidth(width)
        return layout.totalSizeHint().height()

    def refresh(self) -> None:
        """Show again what the filling says."""

    def commit(self) -> None:
        """Hand over what is being typed."""

    def take_focus(self) -> None:
        """Take the keyboard."""
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def aim(self, node: Node) -> None:
        """Bring the keyboard to one of several questions that the line holds."""

    @property
    def node_here(self) -> Node | None:
        """The question with the keyboard."""
        return self.item.node if self.item.kind is Kind.QUESTION else None

    @property
    def busy(self) -> bool:
        """Whether it has to be kept although it is out of sight."""
        return False


def rest(item: Item) -> str:
    """Return how many answers a folded group holds."""
    asked = [one for one in item.node.walk() if one.spec.control is not None and one.relevant]
    filled = sum(bool(one.value) for one in asked)
    return tr("{count} 题，已填 {filled}", count=len(asked), filled=filled)


class PaintedLine(LineWidget):
    """A line of plain words that is painted, not put together; Enter or a click acts on it."""

    def __init__(self, item: Item, place: Place) -> None:
        super().__init__(item, place)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.title, self.beside, self.mark = "", "", ""
        self.right = ""
        self.refresh()

    def refresh(self) -> None:
        self.tell()
        self.setAccessibleName(" ".join(one for one in (self.title, self.beside) if one))
        self.update()

    def tell(self) -> None:
        """Set the words that are shown."""

    @property
    def type_size(self) -> float:
        """The type size of the title."""
        return 14

    def height_for(self, _width: int) -> int:
        return theme().px(40)

    def act(self) -> None:
        """Do what the line is for."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered()
        elif event.key() == Qt.Key.Key_Space:
            self.act()
        else:
            super().keyPressEvent(event)

    def entered(self) -> None:
        """Enter was pressed."""
        self.act()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.act()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        area = self.rect().adjusted(look.px(INDENT * max(0, self.item.level - 1)), 0, 0, 0)
        self.paint_ground(painter, area)
        left = area.left() + look.px(10)
        if self.mark:
            sign = mark(self.mark)
            side = look.px(13)
            painter.drawPixmap(left, area.center().y() - side // 2, side, side, sign)
            left += look.px(21)
        left = self._words(painter, area, left, self.title, self.type_size, "ink", bold=True)
        room = area.adjusted(0, 0, -look.px(12), 0)
        if self.right:
            metrics = QFontMetrics(look.font(12))
            room.setRight(room.right() - metrics.horizontalAdvance(self.right) - look.px(12))
            painter.setFont(look.font(12))
            painter.setPen(look.colour("ink3"))
            painter.drawText(
                area.adjusted(0, 0, -look.px(12), 0),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                self.right,
            )
        self._words(painter, room, left + look.px(10), self.beside, 13, "ink2", bold=False)
        painter.end()

    def _words(
        self,
        painter: QPainter,
        area: QRect,
        left: int,
        text: str,
        size: float,
        ink: str,
        *,
        bold: bool,
    ) -> int:
        if not text:
            return left
        look = theme()
        font = look.font(size, bold=bold)
        metrics = QFontMetrics(font)
        room = max(0, area.right() - left)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(look.colour(ink))
        painter.drawText(
            area.adjusted(left - area.left(), 0, 0, 0),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            shown,
        )
        return left + metrics.horizontalAdvance(shown)

    def paint_ground(self, painter: QPainter, area: QRect) -> None:
        """Paint what is behind the words."""
        if self.hasFocus():
            look = theme()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(look.colour("primary"))
            painter.setBrush(look.colour("primary_tint"))
            painter.drawRoundedRect(area.adjusted(1, 3, -2, -4), look.px(8), look.px(8))


class Title(PaintedLine):
    """The title of a group."""

    def tell(self) -> None:
        form = self.place.filling.form
        named = self.item.spec.label is not None
        self.title = label_of(form, self.item.node) if named else tr("未命名的一组")
        self.beside = "" if self.item.open else rest(self.item)
        self.mark = "unfolded" if self.item.open else "folded"

    @property
    def type_size(self) -> float:
        return 16 if self.item.level == 0 else 14

    def height_for(self, _width: int) -> int:
        return theme().px(50 if self.item.level == 0 else 40)

    def act(self) -> None:
        self.place.acts.turn(self.item)

    def paint_ground(self, painter: QPainter, area: QRect) -> None:
        super().paint_ground(painter, area)
        if self.item.level == 0:
            painter.setPen(theme().colour("line"))
            painter.drawLine(area.bottomLeft(), area.bottomRight())


class RepeatTitle(Title):
    """The title over the rows of a repeat."""

    def tell(self) -> None:
        filling, item = self.place.filling, self.item
        count = len(item.node.kids[item.spec.name])
        label = item.spec.label
        fixed = label is not None and not any(label.expressions())
        self.title = label_of(filling.form, item.node, item.spec) if fixed else tr("各行")
        self.beside = tr("{count} 行", count=count)
        self.right = tr("F8 表格")
        self.mark = ""

    def act(self) -> None:
        self.place.acts.turn(self.item)


class RowHead(PaintedLine):
    """A row of a repeat in one line; its questions follow while it is open."""

    def tell(self) -> None:
        filling, item = self.place.filling, self.item
        self.title = str(item.node.index + 1)
        self.beside = summary(filling.form, item.node) or tr("（还没有填）")
        self.mark = "unfolded" if item.open else "folded"
        removable = item.open and not item.spec.fixed_rows
        self.right = tr("Alt+Del 删去") if removable else ""

    def act(self) -> None:
        self.place.acts.turn(self.item)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        metrics = QFontMetrics(theme().font(12))
        if self.right and event.position().x() > self.width() - theme().px(
            24
        ) - metrics.horizontalAdvance(self.right):
            self.place.acts.remove(self.item)
        else:
            self.act()

    def paint_ground(self, painter: QPainter, area: QRect) -> None:
        look = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.colour("primary" if self.hasFocus() else "line"))
        painter.setBrush(look.colour("primary_tint" if self.item.open else "page"))
        painter.drawRoundedRect(area.adjusted(1, 3, -2, -4), look.px(8), look.px(8))


class AddRow(PaintedLine):
    """The line under the rows: Ctrl+Enter or a click adds one, Enter goes on."""

    def tell(self) -> None:
        self.title = tr("添加一行")
        self.mark = "plus"
        self.beside = tr("Ctrl+Enter 添加，Enter 往下")

    def act(self) -> None:
        self.place.acts.add(self.item)

    def entered(self) -> None:
        self.place.acts.go_on(self.item)


LINES: dict[Kind, type[PaintedLine]] = {
    Kind.TITLE: Title,
    Kind.REPEAT: RepeatTitle,
    Kind.ROW: RowHead,
    Kind.ADD: AddRow,
}


def guess(item: Item) -> int:
    """Guess the height of a line from what it is; it is measured when it is made."""
    look = theme()
    if item.kind is Kind.TITLE:
        return look.px(50 if item.level == 0 else 40)
    if item.kind is Kind.TABLE:
        return look.px(240)
    if item.kind is not Kind.QUESTION:
        return look.px(40)
    if is_note(item.spec):
        return look.px(40)
    control = item.spec.control
    tall = control is not None and "multiline" in control.appearance
    return look.px(130 if tall else 76)
