"""Objects of a design are moved, sized, found and taken back, without a window."""

from __future__ import annotations

import json
from typing import Any

import pytest

from unionapp.paths import resources
from unionapp.ui.design import geometry
from unionapp.ui.design.drawing import Drawing, Spot, written
from unionapp.ui.design.geometry import Bounds
from unionapp.ui.design.view import View

TEXT = {"type": "text", "x": 10, "y": 20.5, "w": 30, "h": 6, "text": "姓名", "size": 9}
LINE = {"type": "line", "x1": 40, "y1": 8, "x2": 10, "y2": 8}
QR = {"type": "qr", "x": 60, "y": 30, "size": 16, "field": "document.seal"}
PATH = {"type": "path", "d": "M 1 2 L 5 2 C 5 3 6 4 7 8 Z", "stroke": "#000000"}
GRID = {"type": "grid", "x": 5, "y": 6, "w": 80, "rows": [{"h": 9, "cells": []}, {"h": 4}]}
TABLE = {"type": "table", "x": 5, "y": 6, "h": 80, "columns": [{"w": 12}, {"w": 40.5}]}


def drawing(*things: dict[str, Any]) -> Drawing:
    return Drawing(json.dumps({"width": 85.6, "height": 54, "sides": {"front": list(things)}}))


@pytest.mark.parametrize(
    ("thing", "box"),
    [
        (TEXT, Bounds(10, 20.5, 30, 6)),
        (LINE, Bounds(10, 8, 30, 0)),
        (QR, Bounds(60, 30, 16, 16)),
        (PATH, Bounds(1, 2, 6, 6)),
        (GRID, Bounds(5, 6, 80, 13)),
        (TABLE, Bounds(5, 6, 52.5, 80)),
        ({"type": "text", "x": "ten"}, Bounds(0, 0, 0, 0)),
    ],
)
def test_every_kind_of_object_has_its_box(thing: dict[str, Any], box: Bounds) -> None:
    assert geometry.bounds(thing) == box


@pytest.mark.parametrize("thing", [TEXT, LINE, QR, PATH, GRID, TABLE])
def test_ten_tenths_are_a_millimetre(thing: dict[str, Any]) -> None:
    moved = thing
    for _ in range(10):
        moved = geometry.moved(moved, 0.1, -0.1)
    assert moved == geometry.moved(thing, 1, -1)
    before, after = geometry.bounds(thing), geometry.bounds(moved)
    assert (after.x, after.y) == pytest.approx((before.x + 1, before.y - 1))
    assert (after.w, after.h) == pytest.approx((before.w, before.h))


@pytest.mark.parametrize(
    ("thing", "box"),
    [
        (TEXT, Bounds(10, 20.5, 32, 5)),
        (QR, Bounds(60, 30, 18, 18)),
        (GRID, Bounds(5, 6, 82, 13)),
        (PATH, geometry.bounds(PATH)),
    ],
)
def test_an_object_is_sized_as_its_kind_allows(thing: dict[str, Any], box: Bounds) -> None:
    assert geometry.bounds(geometry.sized(thing, 2, -1)) == box


def test_an_object_never_shrinks_to_nothing() -> None:
    box = geometry.bounds(geometry.sized(TEXT, -100, -100))
    assert box.w > 0 < box.h


def test_the_smallest_object_at_a_point_is_found() -> None:
    frame = {"type": "box", "x": 0, "y": 0, "w": 85.6, "h": 54}
    found = drawing(TEXT, frame, LINE)
    assert found.at(View(), 12, 22) == Spot(0, 0)
    assert found.at(View(), 80, 50) == Spot(0, 1)
    assert found.at(View(), 20, 8.3, 0.5) == Spot(0, 2)
    assert found.at(View(), 90, 90) is None


def test_every_act_is_taken_back_and_done_again() -> None:
    found = drawing(TEXT, QR)
    first = found.text()
    found.move(Spot(0, 0), 1, 0)
    found.resize(Spot(0, 1), 2, 2)
    found.remove(Spot(0, 0))
    added = found.add(0, LINE)
    last = found.text()
    assert added == Spot(0, 1)
    assert found.is_changed
    for _ in range(4):
        found.undo()
    assert (found.text(), found.is_changed, found.undo()) == (first, False, None)
    for _ in range(4):
        found.redo()
    assert (found.text(), found.redo()) == (last, None)


def test_a_change_after_going_back_forgets_what_was_taken_back() -> None:
    found = drawing(TEXT)
    found.move(Spot(0, 0), 5, 0)
    found.undo()
    found.move(Spot(0, 0), 0, 1)
    assert found.redo() is None
    assert found.bounds(Spot(0, 0)) == Bounds(10, 21.5, 30, 6)


def test_pages_are_sides_too() -> None:
    found = Drawing(json.dumps({"width": 10, "height": 10, "pages": [[TEXT], [LINE]]}))
    found.move(Spot(1, 0), 1, 1)
    assert found.sides == ("1", "2")
    assert found.bounds(Spot(1, 0)) == Bounds(11, 9, 30, 0)


LONG = {**TABLE, "further_y": 20, "further_h": 200}
FURTHER, LAST = View(page=1, pages=3), View(page=2, pages=3)


def test_a_table_is_moved_and_sized_on_its_further_pages_apart() -> None:
    found = drawing(LONG)
    spot = Spot(0, 0)
    assert found.bounds(spot, further=True) == Bounds(5, 20, 52.5, 200)
    found.move(spot, 1, 2, further=True)
    found.resize(spot, 0, -3, further=True)
    assert found.bounds(spot) == Bounds(6, 6, 52.5, 80)  # its columns stand below one another
    assert found.bounds(spot, further=True) == Bounds(6, 22, 52.5, 197)
    found.move(spot, 0, 1)
    assert found.bounds(spot, further=True).y == 22


def test_a_table_as_high_everywhere_gets_a_height_of_its_own_only_when_it_is_sized() -> None:
    found = drawing({**TABLE, "further_y": 20})
    found.move(Spot(0, 0), 0, 1, further=True)
    assert "further_h" not in found.thing(Spot(0, 0))
    found.resize(Spot(0, 0), 0, 5, further=True)
    assert found.thing(Spot(0, 0))["further_h"] == 85
    assert found.thing(Spot(0, 0))["h"] == 80


@pytest.mark.parametrize(
    ("on", "view", "is_shown"),
    [
        ("first", View(), True),
        ("first", FURTHER, False),
        ("further", View(), False),
        ("further", FURTHER, True),
        ("last", FURTHER, False),
        ("last", LAST, True),
        ("not_last", View(pages=3), True),
        ("not_last", LAST, False),
        ("every", FURTHER, True),
    ],
)
def test_only_what_stands_on_a_page_is_found_there(on: str, view: View, is_shown: bool) -> None:
    assert (drawing({**TEXT, "on": on}).at(view, 12, 22) is not None) == is_shown


@pytest.mark.parametrize("text", ["[]", "{}", '{"sides": 3}', "nonsense"])
def test_what_is_no_design_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no sides|Expecting"):
        Drawing(text)


def test_a_design_is_written_as_the_shipped_ones_are() -> None:
    for path in sorted((resources() / "documents").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        assert json.loads(written(data)) == data
    longest = max(len(line) for line in written(data).splitlines())
    assert longest < len(written(data))
