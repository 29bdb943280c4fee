"""A design while it is changed: its objects by side, what was done, and the way back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from unionapp.ui.design import geometry
from unionapp.ui.design.geometry import Bounds, Thing
from unionapp.ui.design.view import View


@dataclass(frozen=True, slots=True)
class Spot:
    """Which object: its side and its number there, both from 0."""

    side: int
    at: int


@dataclass(frozen=True, slots=True)
class _Step:
    """What the design was before a change, and which object the change was about."""

    data: Mapping[str, Any]
    spot: Spot | None


class Drawing:
    """The JSON of a design with undo; raises ValueError for a text that is no design at all.

    Every act is one step back: a key, or a drag from where it began to where it ended.
    """

    def __init__(self, text: str) -> None:
        data = json.loads(text)
        if not isinstance(data, dict) or not _sides(data):
            raise ValueError("no sides")
        self.data: Mapping[str, Any] = data
        self._saved: Mapping[str, Any] = data
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    # ---- what there is ---------------------------------------------------------------------

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in mm."""
        return float(self.data.get("width", 0) or 0), float(self.data.get("height", 0) or 0)

    @property
    def sides(self) -> tuple[str, ...]:
        """The names of the sides."""
        return tuple(name for name, _ in _sides(self.data))

    def things(self, side: int) -> tuple[Thing, ...]:
        """Return the objects of a side in drawing order."""
        return tuple(_sides(self.data)[side][1])

    def thing(self, spot: Spot) -> Thing:
        """Return one object."""
        return self.things(spot.side)[spot.at]

    def bounds(self, spot: Spot, *, further: bool = False) -> Bounds:
        """Return the box of an object, on a further page where that is asked for."""
        thing = self.thing(spot)
        return geometry.bounds(geometry.on_further(thing) if further else thing)

    def at(self, view: View, x: float, y: float, slack: float = 0.0) -> Spot | None:
        """Return the object at a point: the smallest there, and of equal ones the uppermost."""
        spots = (Spot(view.side, at) for at in range(len(self.things(view.side))))
        found = [
            (box.w * box.h, -spot.at)
            for spot in spots
            if view.shows(self.thing(spot))
            and (box := self.bounds(spot, further=view.is_further)).holds(x, y, slack)
        ]
        return Spot(view.side, -min(found)[1]) if found else None

    def goes_on(self, side: int) -> bool:
        """Say whether a table of a side may go on to further pages."""
        return any(map(geometry.goes_on, self.things(side)))

    @property
    def is_changed(self) -> bool:
        """Whether something was changed since it was saved."""
        return self.data != self._saved

    def text(self) -> str:
        """Return the file: one line an object, as the shipped ones are written."""
        return written(self.data)

    # ---- what is done ----------------------------------------------------------------------

    def move(self, spot: Spot, dx: float, dy: float, *, further: bool = False) -> None:
        """Move an object by some mm; a table on a further page moves there alone."""
        self._alter(spot, lambda thing: geometry.moved(thing, dx, dy), further=further)

    def resize(self, spot: Spot, dw: float, dh: float, *, further: bool = False) -> None:
        """Make an object wider and higher by some mm; a table on a further page only there."""
        self._alter(spot, lambda thing: geometry.sized(thing, dw, dh), further=further)

    def _alter(self, spot: Spot, act: Callable[[Thing], Thing], *, further: bool) -> None:
        thing = self.thing(spot)
        if further and geometry.goes_on(thing):
            changed = act(geometry.on_further(thing))
            self._put(spot, geometry.kept_as_further(thing, changed))
        else:
            self._put(spot, act(thing))

    def replace(self, spot: Spot, thing: Thing) -> None:
        """Put another object in the place of one."""
        self._put(spot, dict(thing))

    def add(self, side: int, thing: Thing) -> Spot:
        """Lay an object on top of a side."""
        spot = Spot(side, len(self.things(side)))
        self._change([*self.things(side), dict(thing)], spot)
        return spot

    def remove(self, spot: Spot) -> None:
        """Take an object away."""
        things = list(self.things(spot.side))
        del things[spot.at]
        self._change(things, spot)

    def set_key(self, name: str, value: object) -> None:
        """Set a key of the design itself, such as its underlay."""
        self._commit({**self.data, name: value}, None)

    def take_up(self, text: str) -> None:
        """Go on with a text that was not saved, as one change; a damaged one is left alone."""
        try:
            data = json.loads(text)
        except ValueError:
            return
        if isinstance(data, dict) and _sides(data) and data != self.data:
            self._commit(data, None)

    def undo(self) -> Spot | None:
        """Take back the last change; return which object it was about."""
        return self._back(self._done, self._undone)

    def redo(self) -> Spot | None:
        """Do again what was taken back."""
        return self._back(self._undone, self._done)

    def mark_saved(self, data: Mapping[str, Any]) -> None:
        """Take what was `data` as what is in the file."""
        self._saved = data

    def _put(self, spot: Spot, thing: Mapping[str, Any]) -> None:
        things = list(self.things(spot.side))
        if things[spot.at] != thing:
            things[spot.at] = thing
            self._change(things, spot)

    def _change(self, things: list[Thing], spot: Spot) -> None:
        name, _ = _sides(self.data)[spot.side]
        if "pages" in self.data:
            pages = list(self.data["pages"])
            pages[spot.side] = things
            self._commit({**self.data, "pages": pages}, spot)
        else:
            self._commit({**self.data, "sides": {**self.data["sides"], name: things}}, spot)

    def _commit(self, data: Mapping[str, Any], spot: Spot | None) -> None:
        self._done.append(_Step(self.data, spot))
        self._undone.clear()
        self.data = data

    def _back(self, out: list[_Step], into: list[_Step]) -> Spot | None:
        if not out:
            return None
        step = out.pop()
        into.append(_Step(self.data, step.spot))
        self.data = step.data
        spot = step.spot
        if spot is not None and spot.at >= len(self.things(spot.side)):
            return None
        return spot


def _sides(data: Mapping[str, Any]) -> list[tuple[str, list[Thing]]]:
    """Return the sides by name; an entry that is no object is a mistake that the loader names."""
    pages, sides = data.get("pages"), data.get("sides")
    if isinstance(pages, list):
        named = [(str(number), one) for number, one in enumerate(pages, start=1)]
    elif isinstance(sides, dict):
        named = list(sides.items())
    else:
        named = []
    return [
        (name, cast("list[Thing]", things))
        for name, things in named
        if isinstance(things, list) and all(isinstance(one, dict) for one in things)
    ]


def written(data: Mapping[str, Any]) -> str:
    """Return a design as text: its keys a line each, its objects a line each."""
    lines = [f"  {_json(name)}: {_value(name, value)}" for name, value in data.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _value(name: str, value: object) -> str:
    if name == "sides" and isinstance(value, dict):
        sides = [f"    {_json(one)}: {_list(things, 6)}" for one, things in value.items()]
        return "{\n" + ",\n".join(sides) + "\n  }"
    if name == "pages" and isinstance(value, list):
        return "[\n" + ",\n".join(f"    {_list(one, 6)}" for one in value) + "\n  ]"
    return _json(value)


def _list(things: object, indent: int) -> str:
    if not isinstance(things, list) or not things:
        return _json(things)
    lines = (" " * indent + _json(one) for one in things)
    return "[\n" + ",\n".join(lines) + "\n" + " " * (indent - 2) + "]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
