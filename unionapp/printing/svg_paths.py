"""Path data of SVG as the moves, lines and curves that PDF has.

Quadratic curves and arcs become cubic ones. (SVG 1.1, 8.3 and F.6.)
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

# Each segment: the letter of the PDF operator (m, l, c, h) and its numbers.
Segments = list[tuple[str | float, ...]]

_TOKEN = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_NEEDS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def of_data(data: str) -> Segments:
    """Return the segments of path data; raises ValueError where it is not sound."""
    return list(_Pen().drawn(data))


class _Pen:
    """Follows the path: where it stands, where the part began, the last handle."""

    def __init__(self) -> None:
        self.x = self.y = self.start_x = self.start_y = 0.0
        self.handle: tuple[float, float] | None = None
        self.handle_of = ""

    def drawn(self, data: str) -> Iterator[tuple[str | float, ...]]:
        for letter, numbers in _commands(data):
            yield from self._one(letter, numbers)

    def _one(self, letter: str, n: list[float]) -> Iterator[tuple[str | float, ...]]:
        name = letter.upper()
        if letter.islower():
            n = self._absolute(name, n)
        x0, y0 = self.x, self.y
        if name == "Z":
            self.x, self.y = self.start_x, self.start_y
            yield ("h",)
        elif name == "A":
            self.x, self.y = n[5], n[6]
            for curve in _arc(x0, y0, *n):
                yield ("c", *curve)
        elif name in "HV":
            self.x, self.y = (n[0], y0) if name == "H" else (x0, n[0])
            yield ("l", self.x, self.y)
        elif name in "ML":
            self.x, self.y = n
            if name == "M":
                self.start_x, self.start_y = self.x, self.y
            yield ("m" if name == "M" else "l", self.x, self.y)
        else:
            yield self._curve(name, n)
            return
        self.handle = None

    def _curve(self, name: str, n: list[float]) -> tuple[str | float, ...]:
        x0, y0 = self.x, self.y
        mirrored = name in "ST"
        family = "CS" if name in "CS" else "QT"
        if mirrored:
            held = self.handle if self.handle is not None and self.handle_of == family else (x0, y0)
            n = [2 * x0 - held[0], 2 * y0 - held[1], *n]
        self.x, self.y = n[-2], n[-1]
        self.handle, self.handle_of = (n[-4], n[-3]), family
        if family == "CS":
            return ("c", *n)
        qx, qy, x, y = n
        return (
            "c",
            x0 + (qx - x0) * 2 / 3, y0 + (qy - y0) * 2 / 3,
            x + (qx - x) * 2 / 3, y + (qy - y) * 2 / 3,
            x, y,
        )  # fmt: skip

    def _absolute(self, name: str, n: list[float]) -> list[float]:
        match name:
            case "H":
                return [n[0] + self.x]
            case "V":
                return [n[0] + self.y]
            case "A":
                return [*n[:5], n[5] + self.x, n[6] + self.y]
            case _:
                return [one + (self.y if at % 2 else self.x) for at, one in enumerate(n)]


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    letter, at = "", 0
    while True:
        while at < len(data) and data[at] in " \t\r\n,":
            at += 1
        if at >= len(data):
            return
        found = _TOKEN.match(data, at)
        if found is None:
            raise ValueError(data[at : at + 20])
        if found[1]:
            letter, at = found[1], found.end()
        elif not letter or letter in "Zz":
            raise ValueError(data[at : at + 20])
        needs = _NEEDS[letter.upper()]
        numbers: list[float] = []
        for index in range(needs):
            number, at = _number(data, at, is_flag=letter in "Aa" and index in (3, 4))
            numbers.append(number)
        yield letter, numbers
        # Further pairs after a move are lines.
        letter = {"M": "L", "m": "l"}.get(letter, letter)


def _number(data: str, at: int, *, is_flag: bool) -> tuple[float, int]:
    """Read one number; the flags of an arc may stand together without a gap."""
    while at < len(data) and data[at] in " \t\r\n,":
        at += 1
    if is_flag and at < len(data) and data[at] in "01":
        return float(data[at]), at + 1
    found = _TOKEN.match(data, at)
    if found is None or found[2] is None:
        raise ValueError(data[at : at + 20])
    return float(found[2]), found.end()


def _arc(
    x0: float, y0: float, rx: float, ry: float, turn: float, large: float, sweep: float,
    x: float, y: float,
) -> Iterator[tuple[float, ...]]:  # fmt: skip
    """Yield cubic curves of at most a quarter each for an elliptical arc (SVG 1.1, F.6.5)."""
    rx, ry = abs(rx), abs(ry)
    if not rx or not ry or (x0 == x and y0 == y):
        yield (x0, y0, x, y, x, y)
        return
    phi = math.radians(turn)
    cos, sin = math.cos(phi), math.sin(phi)
    dx, dy = (x0 - x) / 2, (y0 - y) / 2
    px, py = cos * dx + sin * dy, cos * dy - sin * dx
    grow = math.sqrt(max(px**2 / rx**2 + py**2 / ry**2, 1.0))
    rx, ry = rx * grow, ry * grow
    over = rx**2 * py**2 + ry**2 * px**2
    root = math.sqrt(max(rx**2 * ry**2 - over, 0.0) / over) * (1 if large != sweep else -1)
    cx, cy = root * rx * py / ry, -root * ry * px / rx
    mid_x, mid_y = cos * cx - sin * cy + (x0 + x) / 2, sin * cx + cos * cy + (y0 + y) / 2
    begin = math.atan2((py - cy) / ry, (px - cx) / rx)
    end = math.atan2((-py - cy) / ry, (-px - cx) / rx)
    sweeping = end - begin
    if sweep and sweeping < 0:
        sweeping += 2 * math.pi
    elif not sweep and sweeping > 0:
        sweeping -= 2 * math.pi
    pieces = max(math.ceil(abs(sweeping) / (math.pi / 2) - 1e-9), 1)
    step = sweeping / pieces
    reach = 4 / 3 * math.tan(step / 4)

    def at(angle: float, along: float) -> tuple[float, float]:
        ex = rx * (math.cos(angle) - along * math.sin(angle))
        ey = ry * (math.sin(angle) + along * math.cos(angle))
        return mid_x + cos * ex - sin * ey, mid_y + sin * ex + cos * ey

    for piece in range(pieces):
        first, last = begin + piece * step, begin + (piece + 1) * step
        yield (*at(first, reach), *at(last, -reach), *at(last, 0.0))
