"""Where an object of a design stands and how it is moved and sized, as its JSON says it.

Lengths are millimetres from the top left; a result is rounded to hundredths, so that a tenth that
is added ten times makes a whole millimetre.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Thing = Mapping[str, Any]

# An object never becomes smaller than what can still be seen and taken hold of.
_LEAST = 0.5
_PLACES = 2


@dataclass(frozen=True, slots=True)
class Bounds:
    """The box round an object, in mm."""

    x: float
    y: float
    w: float
    h: float

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Say whether a point lies in the box, or within `slack` of it."""
        across = self.x - slack <= x <= self.x + self.w + slack
        return across and self.y - slack <= y <= self.y + self.h + slack


def bounds(thing: Thing) -> Bounds:
    """Return the box of an object; what it lacks (a mistake in the file) counts as nothing."""
    if "x1" in thing or thing.get("type") == "line":
        x1, y1, x2, y2 = (_number(thing, name) for name in ("x1", "y1", "x2", "y2"))
        return Bounds(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
    if thing.get("type") == "path":
        points = _points(thing)
        if not points:
            return Bounds(0, 0, 0, 0)
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return Bounds(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    w, h = _number(thing, "w"), _number(thing, "h")
    if thing.get("type") in ("qr", "check"):
        w = h = _number(thing, "size")
    elif thing.get("type") == "grid":
        h = sum(_number(row, "h") for row in _entries(thing, "rows"))
    elif thing.get("type") == "table":
        w = sum(_number(column, "w") for column in _entries(thing, "columns"))
    return Bounds(_number(thing, "x"), _number(thing, "y"), w, h)


def moved(thing: Thing, dx: float, dy: float) -> dict[str, Any]:
    """Return the object moved by some mm."""
    if thing.get("type") == "path":
        return {**thing, "d": _shifted(str(thing.get("d", "")), dx, dy)}
    steps = {"x": dx, "y": dy, "x1": dx, "y1": dy, "x2": dx, "y2": dy}
    return {**thing, **{name: _sum(thing, name, by) for name, by in steps.items() if name in thing}}


def sized(thing: Thing, dw: float, dh: float) -> dict[str, Any]:
    """Return the object made wider and higher by some mm; what has a fixed shape stays in it."""
    kind = thing.get("type")
    if kind == "path":
        return dict(thing)
    if kind == "line":
        return {**thing, "x2": _sum(thing, "x2", dw), "y2": _sum(thing, "y2", dh)}
    if kind in ("qr", "check"):
        by = dw if abs(dw) >= abs(dh) else dh
        return {**thing, "size": max(_LEAST, _sum(thing, "size", by))}
    steps = {"w": dw, "h": dh}
    return {
        **thing,
        **{name: max(_LEAST, _sum(thing, name, by)) for name, by in steps.items() if name in thing},
    }


def goes_on(thing: Thing) -> bool:
    """Say whether an object is a table that may go on to further pages."""
    return thing.get("type") == "table" and thing.get("further_y") is not None


def on_further(thing: Thing) -> Thing:
    """Return a table as it lies on a further page; everything else lies where it always does."""
    if not goes_on(thing):
        return thing
    return {**thing, "y": thing["further_y"], "h": thing.get("further_h", thing.get("h"))}


def kept_as_further(thing: Thing, changed: Thing) -> dict[str, Any]:
    """Return a table whose further part was changed: its first page stays as it is."""
    kept = {name: thing[name] for name in ("y", "h") if name in thing}
    further = {"further_y": changed["y"]}
    if changed.get("h") is not None and (changed["h"] != thing.get("h") or "further_h" in thing):
        further["further_h"] = changed["h"]
    return {**changed, **kept, **further}


def snapped(value: float, step: float = 1.0) -> float:
    """Return the nearest whole millimetre, or the nearest `step`."""
    return _tidy(round(value / step) * step)


def _number(thing: Thing, name: str) -> float:
    value = thing.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _entries(thing: Thing, name: str) -> list[Thing]:
    found = thing.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _sum(thing: Thing, name: str, by: float) -> float:
    return _tidy(_number(thing, name) + by)


def _tidy(value: float) -> float:
    """Return a length as a person writes it: 12, not 12.0 or 11.999999."""
    rounded = round(value, _PLACES)
    return int(rounded) if rounded == int(rounded) else rounded


def _points(thing: Thing) -> list[tuple[float, float]]:
    numbers = [float(word) for word in _words(str(thing.get("d", ""))) if not word.isalpha()]
    return list(zip(numbers[::2], numbers[1::2], strict=False))


def _words(d: str) -> list[str]:
    return d.replace(",", " ").split()


def _shifted(d: str, dx: float, dy: float) -> str:
    """Return path data with every point moved; all commands are absolute and take pairs."""
    found, is_x = [], True
    for word in _words(d):
        if word.isalpha():
            found.append(word)
            continue
        found.append(f"{_tidy(float(word) + (dx if is_x else dy)):g}")
        is_x = not is_x
    return " ".join(found)
