"""The paper panel for a form: what was filled in, or blank for somebody or for nobody yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from unionapp.services.protocols import AS_USUAL, Paper, PaperWishes
from unionapp.ui.paper.output import Printing, this_computer
from unionapp.ui.paper.panel import PaperPanel
from unionapp.ui.shell import KeyHint
from unionapp.ui.widgets.basics import clear
from unionapp.ui.widgets.options import option_button
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench

if TYPE_CHECKING:
    from unionapp.models.desk import Desk
    from unionapp.services.response_session import Session
    from unionapp.services.response_subject import About

FILLED, BLANK = "filled", "blank"
_PAPER = "a4"


class FormPaperPanel(PaperPanel):
    """Digits choose between the filled form and a blank one; everything else as with any paper."""

    has_design = False

    def __init__(self, bench: Workbench, printing: Printing | None = None) -> None:
        papers = replace(bench.ports.papers, preview=self._render, make=self._render)
        super().__init__(
            replace(bench, ports=replace(bench.ports, papers=papers)),
            printing or _on_plain_paper(bench),
        )
        self._forms = bench.ports.forms
        self._make: Callable[[Desk, bool, PaperWishes], Paper] | None = None

    def show_form(self, session: Session, *, filled: bool) -> None:
        """Show a response as it would be printed now."""
        maker = self._forms.paper
        self._make = lambda desk, whole, wishes: maker(
            desk, session, filled=whole, language=language(), wishes=wishes
        )
        self._document, self._ids = session.loaded.definition.form_id, (session.response.id,)
        self._show_choices((FILLED, BLANK), FILLED if filled else BLANK)

    def show_blank(self, form_id: str, about: About | None) -> None:
        """Show a form to carry along: its QR names whom it is about, if that was said."""
        maker, folder = self._forms.blank, self._bench.folder

        def make(desk: Desk, _filled: bool, wishes: PaperWishes) -> Paper:
            from unionapp.services import questionnaires  # loads the form engine, off the screen

            form_version = questionnaires.ready(desk, folder, form_id)
            return maker(desk, form_version, about, language(), wishes)

        self._make = make
        self._document, self._ids = form_id, ()
        self._show_choices((BLANK,), BLANK)

    def _show_choices(self, stocks: tuple[str, ...], chosen: str) -> None:
        self._stocks, self._stock = stocks, chosen
        self.question.hide()
        self._path_row.hide()
        self.view.show_pdf(b"")
        self._draw_stocks()
        self.refresh()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _render(
        self,
        desk: Desk,
        document: str,
        ids: Sequence[str],
        stock: str | None = None,
        wishes: PaperWishes = AS_USUAL,
    ) -> Paper:
        if self._make is None:
            raise RuntimeError("no form is shown")
        return self._make(desk, stock == FILLED, wishes)

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the panel."""
        hints = super().key_hints()
        if len(self._stocks) < 2:
            return tuple(one for one in hints if one.keys != "1-9")
        choice = KeyHint("1–2", tr("已填 / 空白"))
        return tuple(choice if one.keys == "1-9" else one for one in hints)

    def _draw_stocks(self) -> None:
        clear(self._stock_row)
        names = {FILLED: tr("已填的答卷"), BLANK: tr("空白问卷")}
        for number, code in enumerate(self._stocks, start=1):
            made = option_button(str(number), names[code])
            made.setChecked(code == self._stock)
            made.clicked.connect(lambda _checked, code=code: self._choose(code))
            self._stock_row.addWidget(made)


def _on_plain_paper(bench: Workbench) -> Printing:
    """Return the printers of this computer, asked for plain paper when a form is printed."""

    def printers() -> tuple[str, ...]:
        return this_computer(bench.folder).printers()

    def accepts(_stock: str, printer: str) -> str:
        return this_computer(bench.folder).accepts(_PAPER, printer)

    def send(pdf: bytes, _stock: str, printer: str, sides: int) -> str:
        return this_computer(bench.folder).send(pdf, _PAPER, printer, sides)

    return Printing(printers, accepts, send)
