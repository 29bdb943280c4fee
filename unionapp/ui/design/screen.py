"""The design screen: choose a document, place its objects on the live page, save it as our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from unionapp.errors import Problem, UserError
from unionapp.printing import own_designs
from unionapp.printing.design_files import DesignFiles
from unionapp.ui.design import shipped, tools, words
from unionapp.ui.design.asking import AskingRows
from unionapp.ui.design.document_list import DocumentList
from unionapp.ui.design.drawing import Drawing, Spot
from unionapp.ui.design.geometry import Bounds
from unionapp.ui.design.live_page import LivePage
from unionapp.ui.design.parts import KeyList
from unionapp.ui.design.placing import Placing
from unionapp.ui.design.proofing import Proofing, draw
from unionapp.ui.design.tools import Tools
from unionapp.ui.messages import text_of
from unionapp.ui.paper.parts import Tip
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import card, column, label, row
from unionapp.ui.widgets.elided import ElidedLabel
from unionapp.ui.widgets.flow import Group
from unionapp.ui.widgets.folding import Folding
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench

if TYPE_CHECKING:
    from unionapp.ui.design.proof import Order, Proof

_LIST_WIDTH = 264
_MOST_PROBLEMS = 6


class DesignScreen(QWidget):
    """Documents, then the objects of one beside its page.

    In the lists arrows choose and Enter goes on; on the page arrows move and size. Nothing is
    written before Ctrl+S, and only a design that the loader takes.

    Signals:
        closed: Esc in the list of documents.
        turned: other keys do something now.
    """

    closed = Signal()
    turned = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._own: Path = bench.folder.own_documents
        self._files: DesignFiles | None = None
        self._proofs = Proofing(bench.tasks)
        self.page = LivePage()
        self.documents = DocumentList(bench)
        self.objects = KeyList(tr("对象"))
        self.rows = AskingRows()
        self.tools = Tools()
        self.placing = Placing(self.page, self.objects, self.rows)
        self.title = label("", 16, bold=True)
        self.heading = ElidedLabel("", 15, bold=True)
        self.place = ElidedLabel("", 13, "ink2")
        self.state = ElidedLabel("", 13, "ink3")
        self.problem = Tip("tip_error", "error")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._lists = QStackedWidget()
        self._lists.addWidget(self.documents)
        self._lists.addWidget(self.objects)
        left = card()
        left.setLayout(column(self.title, self._lists, gap=8, margins=(12, 12, 6, 8)))
        left.setFixedWidth(theme().px(_LIST_WIDTH))
        right = column(
            Folding(Group(self.heading, self.state), self.place),
            self.page,
            self.problem,
            self.rows,
            self.tools,
            gap=8,
        )
        right.setStretch(1, 1)
        self.setLayout(row(left, right, gap=12, margins=(16, 12, 16, 12)))

    def _connect(self) -> None:
        self.documents.glanced.connect(self._glanced)
        self.documents.opened.connect(self.open)
        self.placing.changed.connect(self.redraw)
        self.placing.chosen.connect(self._tell_place)
        self.rows.scanned.connect(self._take_scan)
        self.rows.refused.connect(self._refuse)
        self._proofs.drawn.connect(self._drawn)
        self._proofs.failed.connect(self._refuse)
        self.tools.save.clicked.connect(self.save)
        self.tools.worst.clicked.connect(self.toggle_worst)
        self.tools.scan.clicked.connect(self.toggle_underlay)
        self.tools.side.clicked.connect(self.turn_over)
        self.tools.page.clicked.connect(self.next_page)
        self.tools.shipped.clicked.connect(self.use_shipped)
        self.tools.back.clicked.connect(self.back)
        self.rows.left.connect(self._forget_typed)
        self.documents.currentRowChanged.connect(lambda _at: self._offer_shipped())

    @property
    def drawing(self) -> Drawing | None:
        """The design that is open."""
        return self.placing.drawing

    # ---- documents -------------------------------------------------------------------------

    def list_in_front(self) -> QWidget:
        """Return the list that has the keyboard first: of documents, or of objects."""
        return self.documents if self.drawing is None else self.objects

    def show_documents(self) -> None:
        """List the documents; a damaged one is listed too, so that it can be mended."""
        self.placing.close()
        self._files = None
        self.documents.read()
        self._lists.setCurrentWidget(self.documents)
        self.title.setText(tr("文书"))
        self.page.forget()
        self.problem.hide()
        self.heading.setText(tr("选一种文书，按 Enter 改版式"))
        self.place.clear()
        self.state.clear()
        self.tools.show_for(sides=0, goes_on=False)
        self._offer_shipped()
        self.documents.setFocus(Qt.FocusReason.OtherFocusReason)
        self.turned.emit()

    def _glanced(self, pdf: bytes, size: tuple[float, float]) -> None:
        """Show the document that is marked in the list, as it is saved."""
        if self.drawing is None:
            self.page.forget()
            self.page.show_page(pdf, 0, size)

    def open(self, code: str) -> None:
        """Show the objects of a document on its page."""
        if self.documents.count() == 0:
            self.show_documents()
        found = self.documents.mark(code)
        if found is None:
            return
        try:
            drawing = Drawing(found.files.text())
        except UserError as error:
            self.problem.say(text_of(error.problems))
            return
        except ValueError as error:
            reason = {"reason": str(error)}
            self.problem.say(text_of((Problem("printing.not_json", found.files.name, reason),)))
            return
        kept = own_designs.draft(self._own, code)
        if kept is not None:
            drawing.take_up(kept)
        self._files = found.files
        self.heading.setText(found.label(language()))
        self.problem.hide()
        self._lists.setCurrentWidget(self.objects)
        self.title.setText(tr("对象"))
        self.placing.open(drawing)
        self.objects.setFocus(Qt.FocusReason.OtherFocusReason)
        self.turned.emit()
        typed = own_designs.typed(self._own, code)
        if typed is not None:
            self.placing.write_on(Spot(typed.side, typed.at), typed.text)

    def settle(self) -> None:
        """Keep what is not saved, an object that is being written with it: the window locks."""
        unread = self.rows.commit()
        if self.drawing is None or self._files is None:
            return
        if self.drawing.is_changed:
            own_designs.keep_draft(self._order(self._files, self.drawing).files)
        spot = self.placing.spot
        if unread and spot is not None:
            typed = own_designs.Typed(spot.side, spot.at, unread)
            own_designs.keep_typed(self._own, self._files.code, typed)

    def _forget_typed(self) -> None:
        if self._files is not None:
            own_designs.drop_typed(self._own, self._files.code)

    def _offer_shipped(self) -> None:
        can = self.drawing is None and shipped.is_hidden_by(self.documents.marked())
        self.tools.shipped.setVisible(can)

    def use_shipped(self) -> None:
        """Go back to the shipped design of the marked document, when that is meant."""
        try:
            if shipped.bring_back(self._bench, self._own, self.documents.marked()):
                self.show_documents()
        except UserError as error:
            self._refuse(error.problems)

    # ---- the proof -------------------------------------------------------------------------

    def redraw(self) -> None:
        """Draw the page again off the screen's thread."""
        if self.drawing is None or self._files is None:
            return
        goes_on = self.drawing.goes_on(self.placing.view.side)
        self.tools.show_for(sides=len(self.drawing.sides), goes_on=goes_on)
        self._tell_state()
        self._proofs.ask(self._order(self._files, self.drawing), self.drawing)

    def _order(self, its: DesignFiles, drawing: Drawing) -> Order:
        from unionapp.ui.design.proof import Order

        view = self.placing.view
        unsaved = own_designs.Unsaved(its.code, its.path, drawing.text(), self._own)
        return Order(unsaved, self._bench.today(), self._bench.ports.papers.words, view)

    def _drawn(self, drawing: Drawing, made: Proof) -> None:
        if drawing is not self.drawing:
            return
        view = self.placing.view
        pages = made.pages(view.side)
        if pages:
            at = min(view.page, len(pages) - 1)
            self.placing.view = replace(view, page=at, pages=len(pages))
            self.page.show_page(made.pdf, pages[at], drawing.size)
            self._tell_state()
        if made.problems:
            self._refuse(made.problems)
        else:
            self.problem.hide()

    def _tell_state(self) -> None:
        if self.drawing is None:
            return
        view, sides = self.placing.view, self.drawing.sides
        side = words.side_of(sides[view.side]) if len(sides) > 1 else ""
        self.state.setText(words.state_of(side, view, is_changed=self.drawing.is_changed))
        self.tools.show_view(view)

    def _tell_place(self, box: Bounds | None) -> None:
        self.place.setText(words.place_of(box) if box is not None else "")

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        more = len(problems) - _MOST_PROBLEMS
        said = text_of(problems[:_MOST_PROBLEMS])
        self.problem.say(said + (tr("\n还有 {count} 处。", count=more) if more > 0 else ""))

    def toggle_worst(self) -> None:
        """Show the longest values that must still fit, or the usual ones."""
        view = self.placing.view
        self.placing.look(replace(view, worst=not view.worst))

    def turn_over(self) -> None:
        """Show the next side."""
        if self.drawing is not None and len(self.drawing.sides) > 1:
            view = self.placing.view
            side = (view.side + 1) % len(self.drawing.sides)
            self.placing.look(replace(view, side=side, page=0, pages=1))

    def next_page(self) -> None:
        """Show the next page of a long table, made long enough for it; the first after the last."""
        view = self.placing.view
        if self.drawing is not None and self.drawing.goes_on(view.side):
            is_over = view.is_further and view.is_last
            self.placing.look(replace(view, page=0 if is_over else view.page + 1))

    def toggle_underlay(self) -> None:
        """Lay the scan under the page; where there is none, ask for it."""
        if self.drawing is None:
            return
        view = self.placing.view
        if "underlay" in self.drawing.data:
            self.placing.look(replace(view, under=not view.under))
            return
        self.tools.show_view(view)
        self.rows.ask_scan()

    def _take_scan(self, scan: Path) -> None:
        if self.drawing is None or self._files is None:
            return
        try:
            name = own_designs.take_scan(self._own, self._files.code, scan)
        except UserError as error:
            self._refuse(error.problems)
            return
        self.drawing.set_key("underlay", name)
        self.placing.close_rows()
        self.placing.look(replace(self.placing.view, under=True))

    # ---- saving ----------------------------------------------------------------------------

    def save(self) -> None:
        """Save the design as the office's own when it can be printed with its sample values."""
        drawing, its, own = self.drawing, self._files, self._own
        if drawing is None or its is None:
            return
        text, data = drawing.text(), drawing.data
        order = self._order(its, drawing)

        def work(_progress: object) -> DesignFiles:
            problems = draw(order, is_changed=True).problems
            if problems:
                raise UserError(*problems)
            return own_designs.save(its, own, text, data)

        done = partial(self._saved, drawing, data)
        self._bench.tasks.run(work, Handlers(done, failed=self._refuse))

    def _saved(self, drawing: Drawing, data: Mapping[str, object], where: DesignFiles) -> None:
        if drawing is not self.drawing:
            return
        self._files = where
        drawing.mark_saved(data)
        self._bench.messages.info(tr("已保存为本单位版式：{file}", file=where.name))
        self.redraw()

    def back(self) -> None:
        """Go back by one: from the page to the objects, to the documents, out."""
        if self.rows.is_asking:
            self.placing.close_rows()
        elif self.drawing is None:
            self.closed.emit()
        elif not self.drawing.is_changed or self._bench.messages.ask(
            tr("版式改过还没有保存，放弃这些改动吗？"), tr("放弃改动")
        ):
            if self._files is not None:
                own_designs.drop_draft(self._own, self._files.code)
            self.show_documents()

    # ---- keys ------------------------------------------------------------------------------

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the screen."""
        return tools.hints(is_open=self.drawing is not None)

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Z before the window does: here it takes back a move."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            and event.key() in (Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_S)
            and self.drawing is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        placing = self.placing
        held = {Qt.Key.Key_Z: placing.undo, Qt.Key.Key_Y: placing.redo, Qt.Key.Key_S: self.save}
        plain = {
            Qt.Key.Key_W: self.toggle_worst,
            Qt.Key.Key_U: self.toggle_underlay,
            Qt.Key.Key_V: self.turn_over,
            Qt.Key.Key_N: self.next_page,
            Qt.Key.Key_F2: placing.edit,
            Qt.Key.Key_Insert: placing.add,
            Qt.Key.Key_Delete: placing.remove,
        }
        act = (held if control else plain).get(Qt.Key(event.key()))
        in_list = self.drawing is None and not control
        if event.key() == Qt.Key.Key_Escape:
            self.back()
        elif act is not None and self.drawing is not None and not self.rows.is_asking:
            act()
        elif in_list and event.key() == Qt.Key.Key_R:
            self.use_shipped()
        else:
            super().keyPressEvent(event)
