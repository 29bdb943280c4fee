"""Design and stock files: what ships is sound, and a wrong file tells everything at once."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.printing import papers
from unionapp.errors import UserError
from unionapp.paths import resources
from unionapp.printing import (
    designs,
    fields,
    fonts,
    formatters,
    grids,
    kinds,
    objects,
    profiles,
    stocks,
    tables,
)
from unionapp.printing.objects import Text

GUIDE = (Path(__file__).parents[2] / "docs" / "document-design.md").read_text("utf-8")
GOOD: dict[str, Any] = {
    "schema": 1, "code": "slip", "zh": "便条", "en": "Slip", "width": 100, "height": 50,
    "stocks": ["a4"], "named_by": "person.name", "sides": {"front": []},
}  # fmt: skip


def written(folder: Path, **changes: object) -> Path:
    path = folder / "slip.json"
    path.write_text(json.dumps({**GOOD, **changes}, ensure_ascii=False), "utf-8")
    return path


def with_object(folder: Path, **thing: object) -> Path:
    return written(folder, sides={"front": [thing]})


def refused(path: Path) -> list[tuple[str, str, Mapping[str, object]]]:
    with pytest.raises(UserError) as caught:
        designs.read(path)
    return [(one.code, one.where, one.detail) for one in caught.value.problems]


TEXT = {"type": "text", "x": 1, "y": 1, "w": 10, "h": 5, "size": 9}


@pytest.mark.parametrize("document", papers.DOCUMENTS)
def test_a_shipped_design_is_sound_and_fits_each_of_its_stocks(document: str) -> None:
    design = designs.load(document)
    assert design.code == document
    for name in design.stocks:
        stock = stocks.load(name)
        assert (stock.slot_width, stock.slot_height) == (design.width, design.height)


@pytest.mark.parametrize("document", papers.DOCUMENTS)
def test_every_character_of_a_designs_own_words_has_a_glyph(document: str) -> None:
    shipped = fonts.shipped()
    for side in designs.load(document).sides:
        for thing in (*side.fixed, *side.varying):
            if isinstance(thing, Text):
                words = f"{thing.text or ''}{thing.before}{thing.after}"
                assert shipped.missing(words, thing.font) == ()


@pytest.mark.parametrize("path", sorted((resources() / "stocks").glob("*.json")), ids=str)
def test_a_shipped_stock_is_sound_and_called_as_its_file(path: Path) -> None:
    stock = stocks.read(path)
    assert stock.code == path.stem
    assert stock.zh
    assert stock.en
    assert stock.media


def test_a_good_design_reads_into_what_is_fixed_and_what_varies(tmp_path: Path) -> None:
    things = [{**TEXT, "text": "姓名"}, {**TEXT, "field": "person.name"}]
    design = designs.read(written(tmp_path, sides={"front": things}))
    (side,) = design.sides
    assert [len(side.fixed), len(side.varying)] == [1, 1]
    assert design.fields() == ("person.name",)


def test_all_problems_of_a_file_are_told_at_once_with_their_place(tmp_path: Path) -> None:
    things = [
        {**TEXT, "text": "好", "colr": "#000000"},
        {**TEXT, "field": "person.nmae"},
        {"type": "line", "x1": "0", "y1": 0, "x2": 1, "colour": "red"},
        {"type": "star"},
    ]
    found = refused(written(tmp_path, widht=3, sides={"front": things}))
    assert [(code, where) for code, where, _ in found] == [
        ("printing.unknown_key", "slip.json:1 front 1"),
        ("printing.unknown_field", "slip.json:1 front 2"),
        ("printing.wrong_value", "slip.json:1 front 3"),
        ("printing.wrong_value", "slip.json:1 front 3"),
        ("printing.missing_key", "slip.json:1 front 3"),
        ("printing.unknown_kind", "slip.json:1 front 4"),
        ("printing.unknown_key", "slip.json:1"),
    ]


@pytest.mark.parametrize(
    ("thing", "code"),
    [
        ({**TEXT}, "printing.text_or_field"),
        ({**TEXT, "text": "a", "field": "person.name"}, "printing.text_or_field"),
        ({**TEXT, "field": "person.name", "format": "money"}, "printing.wrong_format"),
        ({**TEXT, "field": "person.name", "format": "shout"}, "printing.wrong_value"),
        ({**TEXT, "text": "a", "font": "Arial"}, "printing.wrong_value"),
        ({**TEXT, "text": "a", "w": 0}, "printing.wrong_value"),
        ({**TEXT, "text": "a", "optional": 1}, "printing.wrong_value"),
        ({"type": "path", "d": "M 0 0 Q 1 1 2 2"}, "printing.wrong_value"),
        ({"type": "path", "d": "M 0"}, "printing.wrong_value"),
        (
            {
                "type": "check",
                "x": 1,
                "y": 1,
                "size": 3,
                "field": "receipt.method",
                "equals": "gold",
            },
            "printing.unknown_choice",
        ),
    ],
)
def test_a_wrong_object_is_refused(tmp_path: Path, thing: Mapping[str, object], code: str) -> None:
    assert [found for found, _, _ in refused(with_object(tmp_path, **thing))] == [code]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"schema": 1'])
def test_a_file_that_is_no_json_object_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "slip.json"
    path.write_text(text, "utf-8")
    assert [code for code, _, _ in refused(path)] == ["printing.not_json"]


def test_a_design_of_a_later_schema_is_refused(tmp_path: Path) -> None:
    assert [code for code, _, _ in refused(written(tmp_path, schema=2))] == ["printing.wrong_value"]


def test_an_offices_own_design_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "member_card.json"
    path.write_text(json.dumps({**GOOD, "code": "member_card"}), "utf-8")
    assert designs.load("member_card", [tmp_path]).zh == "便条"


def test_a_slot_over_the_edge_of_the_sheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.json"
    stock = {
        "schema": 1, "code": "wide", "zh": "宽", "en": "Wide", "width": 100, "height": 50,
        "slot_width": 60, "slot_height": 50, "across": 2, "pitch_x": 60,
    }  # fmt: skip
    path.write_text(json.dumps(stock), "utf-8")
    with pytest.raises(UserError) as caught:
        stocks.read(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.detail["slot"]) == ("printing.slot_outside", 2)


def test_backs_are_mirrored_over_the_edge_that_the_sheet_is_turned_on() -> None:
    stock = stocks.load("a4_cards_10")
    assert stock.slot(0) == (17.9, 7.5)
    assert stock.slot(0, back=True) == pytest.approx((210 - 17.9 - 85.6, 7.5))
    assert stock.slot(3, back=True) == pytest.approx((17.9, 64.5))
    assert stocks.load("cr80").slot(0, back=True) == (0, 0)


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_the_design_guide_names_every_key_of_every_kind(kind: str) -> None:
    (row,) = [line for line in GUIDE.splitlines() if line.startswith(f"| `{kind}` ")]
    everywhere = {field.name for field in dataclasses.fields(objects.Common)} | {"optional"}
    keys = {field.name for field in dataclasses.fields(kinds.KINDS[kind])} - everywhere
    assert [key for key in sorted(keys) if f"`{key}`" not in row] == []


@pytest.mark.parametrize("name", [*formatters.FORMATTERS, *fonts.FILES])
def test_the_design_guide_names_every_format_and_font(name: str) -> None:
    assert f"`{name}`" in GUIDE


@pytest.mark.parametrize(
    ("start", "kind", "elsewhere"),
    [
        ("**Every object** may say", objects.Common, set()),
        ("**A grid** takes", grids.Cell, set()),
        ("**A table** shows", tables.Column, set()),
        ("## A stock", stocks.Stock, set()),
        ("## A design", designs.Design, {"files"}),  # where it was read from
        ("**Fields** are one registry", fields._Entry, set()),
        ("## A printer", profiles.Profile, {"schema"}),
    ],
)
def test_the_design_guide_names_every_key_where_it_speaks_of_the_thing(
    start: str, kind: type[Any], elsewhere: set[str]
) -> None:
    at = GUIDE.index(start)
    end = GUIDE.index("\n## " if start[0] == "#" else "\n\n", at + len(start))
    told = GUIDE[at:end].replace("```", "")
    keys = {field.name for field in dataclasses.fields(kind)} - elsewhere
    words = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`]+`|\"\w+\":", told))))
    assert sorted(keys - words) == []


def test_the_design_guide_lists_the_shipped_stocks_and_no_others() -> None:
    at = GUIDE.index("Shipped:\n")
    listed = re.findall(r"`(\w+)`", GUIDE[at : GUIDE.index("\n\n", at)])
    assert sorted(listed) == sorted(path.stem for path in (resources() / "stocks").iterdir())
