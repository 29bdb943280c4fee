"""What is kept of a calibration: one profile for every stock on the same sheet of paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from unionapp.errors import UserError
from unionapp.paths import resources
from unionapp.printing import calibration, profiles, stocks
from unionapp.printing.calibration import Point
from unionapp.printing.profiles import Profile
from unionapp.printing.stocks import Stock


def all_stocks(own: Path) -> tuple[Stock, ...]:
    """Return the stocks by code; `own` is the office's folder of documents.

    A damaged file of the office is left out: it says what is wrong where it is used.
    """
    folders = (resources() / "stocks", own / "stocks")
    codes = sorted({path.stem for folder in folders for path in folder.glob("*.json")})
    found = []
    for code in codes:
        try:
            found.append(stocks.load(code, (own / "stocks",)))
        except UserError:
            continue
    return tuple(found)


def keep(
    own: Path, printer: str, stock: Stock, readings: Sequence[Point], back: Point | None = None
) -> Profile:
    """Work out and keep the profile of a printer, for all stocks on the same sheet.

    Tray and paper names that were set before stay, and so does the offset of a back that was not
    measured again. Raises `printing.calibration_count`, `printing.calibration_off`.
    """
    found = calibration.solve(printer, stock, readings, back)
    folder = own / "printers"
    for one in all_stocks(own):
        if (one.width, one.height) == (stock.width, stock.height):
            before = profiles.load(folder, printer, one.code)
            profiles.save(folder, replace(_with_kept(found, before), stock=one.code))
    return _with_kept(found, kept(own, printer, stock))


def _with_kept(found: Profile, before: Profile | None) -> Profile:
    if before is None:
        return found
    found = replace(found, tray=before.tray, media=before.media)
    if found.back_dx is None:
        found = replace(found, back_dx=before.back_dx, back_dy=before.back_dy)
    return found


def kept(own: Path, printer: str, stock: Stock) -> Profile | None:
    """Return the profile that is in force, or None; a damaged file is none."""
    try:
        return profiles.load(own / "printers", printer, stock.code)
    except UserError:
        return None
