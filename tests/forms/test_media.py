"""Files beside a form: CSV, XML, GeoJSON; and what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.forms.desk import markdown, opened, say, value
from unionapp.errors import UserError
from unionapp.forms import media
from unionapp.forms.load import load
from unionapp.forms.nodes import Element, Table

SURVEY = {
    "survey": [
        ("type", "name", "label", "choice_filter", "calculation"),
        ("text", "street", "Street", "", ""),
        ("select_one_from_file doors.csv", "door", "Door", "street = ${street}", ""),
        ("calculate", "tail", "", "", "pulldata('doors', 'label', 'name', ${door})"),
    ]
}
CSV = "name,label,street\n1,一号,甲\n2,二号,甲\n3,三号,乙\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_list_filters_and_looks_up(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "doors.csv").write_text(CSV, encoding)
    form = opened(tmp_path, SURVEY)
    door = form.root.kids["door"][0]
    assert form.choices(door) == []
    say(form, "/data/street", "甲")
    assert [one.label for one in form.choices(door)] == ["一号", "二号"]
    form.set(door, "2")
    assert value(form, "/data/tail") == "二号"
    say(form, "/data/street", "乙")
    assert (door.value, value(form, "/data/tail")) == ("", "")


def test_geojson_features_are_rows(tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "id": "f1",
        "geometry": {"type": "Point", "coordinates": [123.4, 41.8]},
        "properties": {"name": "a", "title": "A", "n": 5, "open": True, "none": None},
    }
    table = media.read_geojson(json.dumps({"features": [feature]}).encode(), "x.geojson")
    row = table.rows[0]
    names = ("name", "n", "open", "none", "id", "geometry")
    assert [row.cell(name) for name in names] == ["a", "5", "true", "", "f1", "41.8 123.4 0 0"]


def test_xml_is_rows_or_a_tree() -> None:
    rows = media.read_xml(b"<root><item><a>1</a></item><item><b>2</b></item></root>", "x.xml")
    assert isinstance(rows, Table)
    assert [row.cell("a") for row in rows.rows] == ["1", None]
    tree = media.read_xml(b"<all><x k='v'><y>1</y></x></all>", "x.xml")
    assert isinstance(tree, Element)
    assert tree.named("x")[0].named("y")[0].text == "1"
    assert tree.named("x")[0].named("@k")[0].text == "v"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.csv", b"a,a\n1,2\n", "form.media_columns"),
        ("x.csv", b"\xff\xff\xff", "form.media_damaged"),
        ("x.xml", b"<root>", "form.media_damaged"),
        ("x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "form.media_damaged"),
        ("x.geojson", b"[]", "form.media_damaged"),
        ("x.geojson", b'{"features": [{"properties": [1]}]}', "form.media_damaged"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError) as caught:
        media.read_list(tmp_path, f"jr://file/{name}")
    assert [(one.code, one.where) for one in caught.value.problems] == [(code, name)]


def test_a_file_outside_the_folder_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        media.read_list(tmp_path / "inner", "jr://file-csv/..")


def test_the_folder_can_be_another(tmp_path: Path) -> None:
    other = tmp_path / "media"
    other.mkdir()
    (other / "doors.csv").write_text(CSV, "utf-8")
    (tmp_path / "form.md").write_text(markdown(SURVEY), "utf-8")
    assert load(tmp_path / "form.md", other).definition.lists.keys() == {"doors"}
