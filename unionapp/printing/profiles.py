"""Printer profiles: how this computer's printer puts a page on paper, each a JSON file.

A profile is found by trying (`calibration`) and never travels with a design.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from unionapp.errors import UserError, refuse
from unionapp.files import write_atomically
from unionapp.printing import checked
from unionapp.printing.checked import Unexpected, key

SCHEMA = 1


def _schema(value: object) -> int:
    if value != SCHEMA:
        raise Unexpected(str(SCHEMA))
    return SCHEMA


checked.SCHEMAS[_schema] = {"const": SCHEMA}
_maybe_text = checked.optional(checked.text)


@dataclass(frozen=True, slots=True)
class Matrix:
    """x' = a·x + c·y + e, y' = b·x + d·y + f, in mm from the top left of the sheet."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one printer needs on one stock so that marks come to lie where the design says.

    A point at `x`, `y` mm is drawn at `scale_x`·x, `scale_y`·y, sheared by `skew` and turned by
    `rotation` degrees clockwise about the top left corner, then moved by `dx`, `dy` mm;
    `back_dx`, `back_dy` take their place on the back of the sheet. `tray` and `media` are the
    printer's own names.
    """

    schema: int = key(_schema, SCHEMA)
    printer: str = key(checked.text)
    stock: str = key(checked.text)
    dx: float = key(checked.number, 0.0)
    dy: float = key(checked.number, 0.0)
    back_dx: float | None = key(checked.optional(checked.number), None)
    back_dy: float | None = key(checked.optional(checked.number), None)
    scale_x: float = key(checked.size, 1.0)
    scale_y: float = key(checked.size, 1.0)
    rotation: float = key(checked.number, 0.0)
    skew: float = key(checked.number, 0.0)
    tray: str | None = key(_maybe_text, None)
    media: str | None = key(_maybe_text, None)

    def matrix(self, *, back: bool = False) -> Matrix:
        """Return the matrix by which every mark of a sheet is drawn."""
        angle = math.radians(self.rotation)
        cos, sin = math.cos(angle), math.sin(angle)
        shear = math.tan(math.radians(self.skew)) * self.scale_y
        dx = self.back_dx if back and self.back_dx is not None else self.dx
        dy = self.back_dy if back and self.back_dy is not None else self.dy
        return Matrix(
            a=cos * self.scale_x,
            b=sin * self.scale_x,
            c=cos * shear - sin * self.scale_y,
            d=sin * shear + cos * self.scale_y,
            e=dx,
            f=dy,
        )


def read(path: Path) -> Profile:
    """Read a profile; raises every problem that it has."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise refuse("printing.not_json", path.name, reason=str(error)) from error
    try:
        return checked.read_object(Profile, checked.parsed(text, path.name), "")
    except UserError as error:
        raise checked.with_lines(error, path.name, text) from None


def load(folder: Path, printer: str, stock: str) -> Profile | None:
    """Return the profile of a printer and stock, or None where nobody has calibrated."""
    path = _path(folder, printer, stock)
    return read(path) if path.is_file() else None


def save(folder: Path, profile: Profile) -> Path:
    """Write a profile to `folder` (the folder `printers` of the office's documents)."""
    folder.mkdir(parents=True, exist_ok=True)
    path = _path(folder, profile.printer, profile.stock)
    data = {name: value for name, value in asdict(profile).items() if value is not None}
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    write_atomically(path, text.encode("utf-8"))
    return path


def _path(folder: Path, printer: str, stock: str) -> Path:
    plain = re.sub(r"[^\w.-]+", "_", f"{printer}.{stock}").lstrip(".")
    return folder / f"{plain}.json"
