"""Reads the lists beside a form: CSV, XML and GeoJSON files, and the choices sheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias
from xml.etree import ElementTree

from unionapp.errors import refuse
from unionapp.forms.nodes import Element, Table

_ENCODINGS = ("utf-8-sig", "gb18030")


def holder_of(name: str, content: Table | Element | None) -> Element:
    """Return the node that `instance('name')` gives, with the content below it."""
    holder = Element(f"#instance:{name}", None)
    if content is not None:
        content.parent = holder
        holder.kids.append(content)
    return holder


Files: TypeAlias = Path | Mapping[str, bytes]
"""The files that a form names: a folder, or their bytes by name."""


def bytes_of(files: Files, name: str) -> bytes | None:
    """Return the bytes of a file; None when it is not there."""
    if isinstance(files, Mapping):
        return files.get(name)
    if "/" in name or "\\" in name or name in ("", ".", ".."):
        return None
    try:
        return (files / name).read_bytes()
    except OSError:
        return None


def read_list(files: Files, source: str) -> Table | Element | None:
    """Return the list of a file that a form names as `jr://file-csv/name.csv`.

    Nothing for the last saved record, which the caller has. Raises `UserError` when the file is
    not there or is not what its name says.
    """
    name = source.rpartition("/")[2]
    if source.startswith("jr://instance/"):
        return None
    content = bytes_of(files, name)
    if content is None:
        raise refuse("form.media_missing", name, folder=getattr(files, "name", ""))
    suffix = Path(name).suffix.lower()
    if suffix == ".xml":
        return read_xml(content, name)
    if suffix == ".geojson":
        return read_geojson(content, name)
    return read_csv(content, name)


def _decoded(content: bytes, name: str) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refuse("form.media_damaged", name, reason="UTF-8")


def read_csv(content: bytes, name: str) -> Table:
    """Return the rows of a CSV file: UTF-8, or GB 18030 as Chinese Excel saves it."""
    try:
        lines = list(csv.reader(io.StringIO(_decoded(content, name), newline="")))
    except csv.Error as error:
        raise refuse("form.media_damaged", name, reason=str(error)) from error
    lines = [line for line in lines if any(cell.strip() for cell in line)]
    header = [cell.strip() for cell in lines[0]] if lines else []
    columns = [name or f"_{at}" for at, name in enumerate(header)]
    if len(set(columns)) < len(columns):
        raise refuse("form.media_columns", name)
    table = Table(columns)
    width = len(columns)
    for line in lines[1:]:
        table.add(tuple([*line, *([""] * width)][:width]))
    return table


def read_xml(content: bytes, name: str) -> Table | Element:
    """Return the tree of an XML file, as rows when it is a `root` of `item`s."""
    if b"<!ENTITY" in content:
        raise refuse("form.media_damaged", name, reason="ENTITY")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - entities are refused above
    except ElementTree.ParseError as error:
        raise refuse("form.media_damaged", name, reason=str(error)) from error
    return from_xml(root)


def from_xml(root: ElementTree.Element) -> Table | Element:
    """Return rows for a `root` of flat `item`s, else the tree."""
    items = list(root)
    flat = all(_local(item) == "item" and not any(len(cell) for cell in item) for item in items)
    if _local(root) != "root" or not items or not flat or any(item.attrib for item in items):
        return _element(root)
    columns = list(dict.fromkeys(_local(cell) for item in items for cell in item))
    if any(len({_local(cell) for cell in item}) < len(item) for item in items):
        return _element(root)
    table = Table(columns)
    for item in items:
        cells = {_local(cell): cell.text or "" for cell in item}
        table.add(tuple(cells.get(column) for column in columns))
    return table


def _element(source: ElementTree.Element) -> Element:
    made = Element(_local(source), None, source.text or "")
    for key, value in source.attrib.items():
        made.kids.append(Element(f"@{key}", made, value))
    for child in source:
        inner = _element(child)
        inner.parent = made
        made.kids.append(inner)
    if not len(source) and made.kids:
        made.kids.append(Element("#text", made, source.text or ""))
    return made


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def read_geojson(content: bytes, name: str) -> Table:
    """Return one row a feature: its properties, and `geometry` as ODK writes points."""
    try:
        read = json.loads(_decoded(content, name))
        features = [feature for feature in read["features"] if isinstance(feature, dict)]
        rows = [_feature(feature) for feature in features]
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise refuse("form.media_damaged", name, reason="GeoJSON") from error
    columns = list(dict.fromkeys(key for row in rows for key in row))
    table = Table(columns)
    for row in rows:
        table.add(tuple(row.get(column, "") for column in columns))
    return table


def _feature(feature: Mapping[str, object]) -> dict[str, str]:
    properties = feature.get("properties") or {}
    row = {str(key): _plain(value) for key, value in dict(properties).items()}  # type: ignore[call-overload] # JSON of others; a TypeError is caught above
    if "id" in feature:
        row.setdefault("id", _plain(feature["id"]))
    geometry = feature.get("geometry")
    row["geometry"] = _geometry(geometry) if isinstance(geometry, dict) else ""
    return row


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _geometry(geometry: Mapping[str, object]) -> str:
    places = geometry["coordinates"]
    if not isinstance(places, list):
        return ""
    if geometry.get("type") == "Point":
        points = [places]
    else:
        points = places[0] if geometry.get("type") == "Polygon" else places
    return ";".join(f"{point[1]} {point[0]} 0 0" for point in points)
