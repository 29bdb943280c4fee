"""The list of documents: arrows show one after another as it is saved, Enter opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from unionapp.errors import UserError
from unionapp.printing import own_designs
from unionapp.ui.design.drawing import Drawing
from unionapp.ui.design.parts import KeyList
from unionapp.ui.tasks import Handlers
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench

if TYPE_CHECKING:
    from unionapp.printing.own_designs import Listed
    from unionapp.ui.design.proof import Proof


class DocumentList(KeyList):
    """All documents, an office's own marked; a damaged one is listed too, to be mended.

    Signals:
        opened: Enter or a double click; carries the document's code.
        glanced: the marked document was drawn; carries its PDF and its size in mm.
    """

    opened = Signal(str)
    glanced = Signal(bytes, tuple)

    def __init__(self, bench: Workbench) -> None:
        super().__init__(tr("文书"))
        self._bench, self._own = bench, bench.folder.own_documents
        self._listed: tuple[Listed, ...] = ()
        self._asked = 0
        self.currentRowChanged.connect(self._glance)
        self.itemActivated.connect(lambda _item: self._open())

    def read(self) -> None:
        """List what there is now; the mark stays where it was."""
        at = max(self.currentRow(), 0)
        self._listed = own_designs.listed(self._own)
        self.clear()
        for one in self._listed:
            mark = f"  · {tr('本单位')}" if one.is_own else ""
            self.addItem(f"{one.label(language())}{mark}")
        self.setCurrentRow(min(at, len(self._listed) - 1))

    def mark(self, code: str) -> Listed | None:
        """Return a document by its code, and mark it."""
        for at, one in enumerate(self._listed):
            if one.files.code == code:
                self.setCurrentRow(at)
                return one
        return None

    def marked(self) -> Listed | None:
        """Return the document that is marked."""
        at = self.currentRow()
        return self._listed[at] if 0 <= at < len(self._listed) else None

    def _open(self) -> None:
        if (found := self.marked()) is not None:
            self.opened.emit(found.files.code)

    def _glance(self, at: int) -> None:
        """Draw the marked document off the screen's thread; only the last one asked is drawn."""
        if not 0 <= at < len(self._listed):
            return
        its, size = self._listed[at].files, (1.0, 1.0)
        try:
            size = Drawing(its.text()).size
            said = its.text()
        except (UserError, ValueError):
            said = ""
        self._asked += 1
        asked, day, words = self._asked, self._bench.today(), self._bench.ports.papers.words
        unsaved = own_designs.Unsaved(its.code, its.path, said, self._own)

        def work(_progress: object) -> Proof | None:
            from unionapp.ui.design import proof

            return proof.draw(proof.Order(unsaved, day, words)) if asked == self._asked else None

        def show(made: Proof | None) -> None:
            if made is not None and asked == self._asked:
                self.glanced.emit(made.pdf, size)

        self._bench.tasks.run(work, Handlers(show))
