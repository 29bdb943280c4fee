"""Calibrates a printer by keyboard: print the sheet, type where its crosses came out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from unionapp.errors import Problem, UserError
from unionapp.ui.paper.output import Printing, printer_of, require_printer, this_computer
from unionapp.ui.paper.parts import refusal
from unionapp.ui.settings.fold_out import FoldOut
from unionapp.ui.tasks import Handlers
from unionapp.ui.widgets.basics import button, column, label, row, wrapping
from unionapp.ui.widgets.code_picker import CodePicker
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench

if TYPE_CHECKING:
    from unionapp.printing.profiles import Profile
    from unionapp.printing.stocks import Stock

# Two crosses give offset, turn and scale. The third, and the one on the back, may be left out.
_NEEDED, _PLACES = 2, 4


class Calibrate(FoldOut):
    """A button that opens the form: printer, paper, the sheet, the readings, the result.

    Enter goes on from field to field; after the paper it prints the sheet, after the last reading
    it keeps the profile. A place that may be left out is passed over by Enter on its empty field.
    """

    def __init__(self, bench: Workbench, printing: Printing | None = None) -> None:
        super().__init__(tr("校准打印机"), "F8")
        self._bench, self._printing = bench, printing
        self._own = bench.folder.own_documents
        self._stocks: dict[str, Stock] = {}
        self.printer = CodePicker(tr("打印机"), (), none_yet=tr("这台电脑还没有打印机"))
        self.stock = CodePicker(tr("纸张"), ())
        self.readings = [
            TextEdit(tr("十字 {name} 离{edge}", name=name, edge=edge))
            for name in ("A", "B", "C", tr("背面 A"))
            for edge in (tr("左边"), tr("上边"))
        ]
        self.print_button = button(tr("打印校准页"), key="Enter")
        self.print_button.clicked.connect(self.print_sheet)
        self.accept = button(tr("保存校准"), "primary", key="Enter")
        self.accept.clicked.connect(self.keep)
        self.wanted = wrapping("", 13, "ink3")
        self._lay_out()
        self._go_on()

    def _lay_out(self) -> None:
        fields = [FormField(one.accessibleName(), one) for one in self.readings]
        self._back = fields[-2:]
        which = (FormField(tr("打印机"), self.printer), FormField(tr("纸张"), self.stock))
        parts = column(
            row(*which, gap=16),
            row(self.print_button, None),
            self.wanted,
            row(*fields[:4], gap=16),
            row(*fields[4:], gap=16),
            row(self.accept, None),
            self.said,
            gap=8,
        )
        self.lay_out(parts, self.printer)

    def _go_on(self) -> None:
        self.printer.next_asked.connect(self.stock.setFocus)
        self.printer.picked.connect(lambda _code: self._show_kept())
        self.stock.picked.connect(lambda _code: self._show_kept())
        self.stock.next_asked.connect(self.print_sheet)
        for at, one in enumerate(self.readings):
            one.next_asked.connect(partial(self._after, at))

    def _after(self, at: int) -> None:
        """Go on behind a reading: to the next one that is asked for, or to the end."""
        is_place_left_out = at >= 2 * _NEEDED and at % 2 == 0 and not self.readings[at].text()
        following = at + (2 if is_place_left_out else 1)
        if following < 2 * self._places():
            self.readings[following].setFocus()
        else:
            self.keep()

    def _places(self) -> int:
        """Return how many places the sheet has: one on the back only where it has a back."""
        stock = self._stocks.get(self.stock.value())
        return _PLACES if stock is not None and stock.duplex != "none" else _PLACES - 1

    # ---- the form --------------------------------------------------------------------------

    def open_form(self) -> None:
        """Ask for printer and paper; the printers are looked for off the screen's thread."""
        from unionapp.ui.paper import kept_profiles

        self._stocks = {one.code: one for one in kept_profiles.all_stocks(self._own)}
        self.stock.set_options(
            [(code, one.label(language())) for code, one in self._stocks.items()]
        )
        self.stock.set_value(self.stock.value() or "a4")
        super().open_form()
        ways = self._ways()
        self._bench.tasks.run(
            lambda _progress: ways().printers(), Handlers(self._show_printers, failed=self._failed)
        )

    def _show_printers(self, names: tuple[str, ...]) -> None:
        self.printer.set_options([(name, name) for name in names])
        usual = printer_of(names, self._bench.settings.text("printer"))
        self.printer.set_value(self.printer.value() or usual or "")
        self.printer.selectAll()
        self._show_kept()
        if usual is None:
            self.say(tr("这台电脑还没有可用的打印机，请先在系统里添加。"), "error")

    def forget(self) -> None:
        """Forget what was typed."""
        for one in self.readings:
            one.clear()

    def _ways(self) -> Callable[[], Printing]:
        given, folder = self._printing, self._bench.folder
        return lambda: given or this_computer(folder)

    def _show_kept(self) -> None:
        """Say where the crosses should stand, and what is kept already."""
        from unionapp.printing import calibration
        from unionapp.ui.paper import kept_profiles

        stock = self._stocks.get(self.stock.value())
        if stock is None:
            return
        for one in self._back:
            one.setVisible(self._places() == _PLACES)
        named = zip(calibration.NAMES, calibration.crosses(stock), strict=True)
        places = "  ".join(f"{name} {x:g} / {y:g}" for name, (x, y) in named)
        self.wanted.setText(
            tr(
                "用尺量十字中心到纸左边、上边的毫米数，应为 {places}。C 和背面可以不量。",
                places=places,
            )
        )
        found = kept_profiles.kept(self._own, self.printer.value(), stock)
        self.say(_words(found) if found else tr("还没有校准。"), "ink2")

    # ---- the sheet and its readings --------------------------------------------------------

    def print_sheet(self) -> None:
        """Print the test sheet, uncorrected, off the screen's thread."""
        from unionapp.printing import calibration

        stock, day, ways = self._stocks.get(self.stock.value()), self._bench.today(), self._ways()
        printer = self.printer.value() or None
        if stock is None or not self.print_button.isEnabled():
            return

        def work(_progress: object) -> None:
            name, way = require_printer(printer), ways()
            way.accepts(stock.code, name)
            sheet = calibration.sheet(stock, issued=day)
            way.send(sheet.pdf, stock.code, name, sheet.sides)

        self.print_button.setEnabled(False)
        self.say(tr("正在打印校准页……"), "ink2")
        self._bench.tasks.run(work, Handlers(lambda _done: self._printed(), failed=self._failed))

    def _printed(self) -> None:
        self.print_button.setEnabled(True)
        self.say(tr("校准页已送出。请量十字的位置，把读数填在下面。"), "ok")
        self.readings[0].setFocus()

    def keep(self) -> None:
        """Work out the profile and keep it; every paper of this size is corrected from now on."""
        from unionapp.ui.paper import kept_profiles

        places = self._measured()
        stock, printer = self._stocks.get(self.stock.value()), self.printer.value()
        if places is None:
            return
        if stock is None or not printer:
            self.say(tr("请先选打印机和纸张。"), "error")
            return
        readings = [place for place in places[: _PLACES - 1] if place is not None]
        back = places[-1] if len(places) == _PLACES else None
        try:
            found = kept_profiles.keep(self._own, printer, stock, readings, back)
        except UserError as error:
            self._failed(error.problems)
            return
        self._bench.change_setting("printer", printer)
        self.say(tr("校准已保存。{result}", result=_words(found)), "ok")

    def _measured(self) -> list[tuple[float, float] | None] | None:
        """Return the places as they were typed, None for one left out; asks for a wrong one."""
        found: list[tuple[float, float] | None] = []
        for place in range(self._places()):
            edits = self.readings[2 * place : 2 * place + 2]
            if place >= _NEEDED and not any(edit.text().strip() for edit in edits):
                found.append(None)
                continue
            values = [_number(edit.text()) for edit in edits]
            if None in values:
                self.say(tr("请填毫米数，例如 20.5。"), "error")
                edits[values.index(None)].setFocus()
                return None
            across, down = (value for value in values if value is not None)
            found.append((across, down))
        return found

    def _failed(self, problems: tuple[Problem, ...]) -> None:
        self.print_button.setEnabled(True)
        self.say(refusal(problems), "error")


def title() -> QWidget:
    """Return the heading of the card that holds the form."""
    return label(tr("打印机"), 16, bold=True)


def _number(text: str) -> float | None:
    """Return millimetres as they are typed, with a Chinese full stop too."""
    try:
        return float(text.strip().replace("。", ".").replace(",", ".").replace("，", "."))
    except ValueError:
        return None


def _words(profile: Profile) -> str:
    said = tr(
        "左右 {dx} 毫米，上下 {dy} 毫米，缩放 {scale} %，转 {turn}°",
        dx=f"{profile.dx:+.2f}",
        dy=f"{profile.dy:+.2f}",
        scale=_percent(profile),
        turn=f"{profile.rotation:+.2f}",
    )
    if profile.back_dx is None or profile.back_dy is None:
        return said
    return said + tr(
        "；背面左右 {dx} 毫米，上下 {dy} 毫米",
        dx=f"{profile.back_dx:+.2f}",
        dy=f"{profile.back_dy:+.2f}",
    )


def _percent(profile: Profile) -> str:
    """Return the scale, across and down apart where they differ."""
    both = dict.fromkeys(f"{one * 100:.2f}" for one in (profile.scale_x, profile.scale_y))
    return " / ".join(both)
