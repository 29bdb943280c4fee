"""Prints through Qt where there is no CUPS: the very PDF, drawn in bands, on the exact paper.

The printer's own dialog hands back its usual paper, so the paper is set here, last of all.
"""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from unionapp.errors import refuse
from unionapp.printing import bands, media, preview
from unionapp.printing.media import Match, Medium
from unionapp.printing.stocks import Stock

# Photos need no more; a driver that prints forms in black takes 600 dpi in grey.
COLOUR_DPI, GREY_DPI = 300, 600
_DUPLEX = {
    "none": QPrinter.DuplexMode.DuplexNone,
    "long": QPrinter.DuplexMode.DuplexLongSide,
    "short": QPrinter.DuplexMode.DuplexShortSide,
}
# Job titles stand on the printer's display and in the system's log, so they name no person.
_TITLE = "unionapp"


def printers() -> tuple[str, ...]:
    """Return the names of this computer's printers, the usual one first."""
    names = list(QPrinterInfo.availablePrinterNames())
    usual = QPrinterInfo.defaultPrinterName()
    return tuple(sorted(names, key=lambda name: (name != usual, names.index(name))))


def media_for(
    stock: Stock, printer: str, *, wanted: str | None = None, height: float | None = None
) -> Match:
    """Return the paper to ask a printer for.

    Raises `printing.unknown_printer`, `printing.unsupported_paper`.
    """
    info = QPrinterInfo.printerInfo(printer)
    if info.isNull():
        raise refuse("printing.unknown_printer", printer)
    known = [
        Medium(size.key(), *_measures(size.size(QPageSize.Unit.Millimeter)))
        for size in info.supportedPageSizes()
    ]
    return media.match(
        stock,
        printer,
        known,
        takes_custom=info.supportsCustomPageSizes(),
        wanted=wanted,
        height=height,
    )


def send(
    pdf: bytes,
    stock: Stock,
    printer: str,
    *,
    sides: int = 1,
    wanted: str | None = None,
    grey: bool = False,
) -> str:
    """Print a file and return the paper's name, for the log.

    Raises `printing.unknown_printer`, `.unsupported_paper`, `.not_printed`.
    """
    sizes = preview.page_sizes(pdf)
    found = media_for(stock, printer, wanted=wanted, height=sizes[0][1] if stock.roll else None)
    device = _device(printer, found, stock, sides=sides, grey=grey)
    painter = QPainter()
    if not painter.begin(device):
        raise refuse("printing.not_printed", printer, reason="—")
    try:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        for number in range(len(sizes)):
            if number and not device.newPage():
                raise refuse("printing.not_printed", printer, reason=f"{number + 1}")
            _page(painter, pdf, number, device.resolution(), grey=grey)
    finally:
        painter.end()
    return found.medium.name


def _device(printer: str, found: Match, stock: Stock, *, sides: int, grey: bool) -> QPrinter:
    device = QPrinter(QPrinterInfo.printerInfo(printer), QPrinter.PrinterMode.HighResolution)
    device.setDocName(_TITLE)
    device.setResolution(GREY_DPI if grey else COLOUR_DPI)
    device.setColorMode(QPrinter.ColorMode.GrayScale if grey else QPrinter.ColorMode.Color)
    device.setDuplex(_DUPLEX[stock.duplex if sides > 1 else "none"])
    device.setFullPage(True)
    lies = QPageLayout.Orientation.Landscape if found.lies else QPageLayout.Orientation.Portrait
    device.setPageOrientation(lies)
    device.setPageSize(_page_size(printer, found))
    device.setPageMargins(QMarginsF(0, 0, 0, 0))
    return device


def _page_size(printer: str, found: Match) -> QPageSize:
    """Return the printer's own size where it has one: its name decides which paper is pulled."""
    for size in QPrinterInfo.printerInfo(printer).supportedPageSizes():
        if size.key() == found.medium.name:
            return size
    measures = QSizeF(found.medium.width, found.medium.height)
    return QPageSize(
        measures, QPageSize.Unit.Millimeter, found.medium.name, QPageSize.SizeMatchPolicy.ExactMatch
    )


def _page(painter: QPainter, pdf: bytes, number: int, dpi: int, *, grey: bool) -> None:
    kind = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB888
    for band in bands.bands(pdf, number, dpi=dpi, grey=grey):
        image = QImage(band.data, band.width, band.height, band.stride, kind)
        painter.drawImage(QRectF(0, band.top, band.width, band.height), image)


def _measures(size: QSizeF) -> tuple[float, float]:
    return size.width(), size.height()
