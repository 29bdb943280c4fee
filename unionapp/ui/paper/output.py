"""Where a paper goes: to a file or to a printer; what cannot be done is refused in words."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass

from unionapp.errors import refuse
from unionapp.paths import DataDir


@dataclass(frozen=True, slots=True)
class Printing:
    """The ways out of the program; a test hands in its own.

    `printers` lists their names, the usual one first. `accepts(stock, printer)` returns the
    printer's own name of the paper and raises where it lacks it. `send(pdf, stock, printer, sides)`
    prints, on both sides of the paper only what has two, and returns the job's name.
    """

    printers: Callable[[], tuple[str, ...]]
    accepts: Callable[[str, str], str]
    send: Callable[[bytes, str, str, int], str]


def this_computer(folder: DataDir) -> Printing:
    """Return the printers of this computer: as CUPS knows them, elsewhere as Qt does."""
    return _cups(folder) if shutil.which("lp") is not None else _qt(folder)


def _cups(folder: DataDir) -> Printing:
    from unionapp.printing import profiles, spool, stocks

    own = folder.own_documents

    def accepts(stock: str, printer: str) -> str:
        profile = profiles.load(own / "printers", printer, stock)
        paper = stocks.load(stock, (own / "stocks",))
        return spool.media_for(paper, printer, wanted=profile.media if profile else None)

    def send(pdf: bytes, stock: str, printer: str, sides: int) -> str:
        paper = stocks.load(stock, (own / "stocks",))
        profile = profiles.load(own / "printers", printer, stock)
        return spool.print_with_cups(pdf, paper, printer, sides=sides, profile=profile)

    return Printing(spool.printers, accepts, send)


def _qt(folder: DataDir) -> Printing:
    from unionapp.printing import profiles, stocks
    from unionapp.ui.paper import qt_print

    own = folder.own_documents

    def wanted(stock: str, printer: str) -> str | None:
        profile = profiles.load(own / "printers", printer, stock)
        return profile.media if profile else None

    def accepts(stock: str, printer: str) -> str:
        paper = stocks.load(stock, (own / "stocks",))
        return qt_print.media_for(paper, printer, wanted=wanted(stock, printer)).medium.name

    def send(pdf: bytes, stock: str, printer: str, sides: int) -> str:
        paper = stocks.load(stock, (own / "stocks",))
        return qt_print.send(pdf, paper, printer, sides=sides, wanted=wanted(stock, printer))

    return Printing(qt_print.printers, accepts, send)


def printer_of(known: tuple[str, ...], wanted: str) -> str | None:
    """Return the printer that was used last, else the first, else None."""
    return wanted if wanted in known else next(iter(known), None)


def require_printer(printer: str | None) -> str:
    """Return the printer; raises `printing.no_printer`."""
    if printer is None:
        raise refuse("printing.no_printer")
    return printer
