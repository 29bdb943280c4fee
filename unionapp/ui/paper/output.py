"""Where a paper goes: to a file or to a printer; what cannot be done is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from unionapp.errors import refuse
from unionapp.paths import DataDir


@dataclass(frozen=True, slots=True)
class Printing:
    """The ways out of the program; a test hands in its own.

    `printers` lists their names, `accepts(stock, printer)` raises when a printer lacks the paper,
    `send(pdf, stock, printer)` prints and returns the job's name.
    """

    printers: Callable[[], tuple[str, ...]]
    accepts: Callable[[str, str], object]
    send: Callable[[bytes, str, str], str]


def cups(folder: DataDir) -> Printing:
    """Return the printers of this computer, as CUPS knows them."""
    from unionapp.printing import spool, stocks

    own = (folder.own_documents / "stocks",)

    def accepts(stock: str, printer: str) -> object:
        return spool.media_for(stocks.load(stock, own), printer)

    def send(pdf: bytes, stock: str, printer: str) -> str:
        paper = stocks.load(stock, own)
        return spool.print_with_cups(pdf, paper, printer, sides=1 if paper.duplex == "none" else 2)

    return Printing(spool.printers, accepts, send)


def printer_of(printing: Printing, wanted: str) -> str:
    """Return the printer that was used last, else the first; raises `printing.no_printer`."""
    known = printing.printers()
    if not known:
        raise refuse("printing.no_printer")
    return wanted if wanted in known else known[0]


def file_for(document: str, day: date, pages: int) -> Path:
    """Return where a PDF is saved unless the worker says otherwise; it names no person."""
    from PySide6.QtCore import QStandardPaths

    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(place) if place else Path.home()
    plain = folder / f"{document}-{day.isoformat()}.pdf"
    number = 2
    found = plain
    while found.exists():
        found = plain.with_stem(f"{plain.stem}-{number}")
        number += 1
    return found
