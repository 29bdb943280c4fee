"""The JSON schemas of stocks, designs and printer profiles, made from what the readers take.

python -m unionapp.printing.schemas        write them anew to resources/schemas/
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from unionapp.files import write_atomically
from unionapp.paths import resources
from unionapp.printing import checked
from unionapp.printing.designs import Design
from unionapp.printing.grids import Cell, Row
from unionapp.printing.kinds import KINDS
from unionapp.printing.profiles import Profile
from unionapp.printing.stocks import Stock
from unionapp.printing.tables import Column

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def all_of_them() -> dict[str, dict[str, Any]]:
    """Return the schemas by the name of their file."""
    return {
        "stock.schema.json": {"$schema": _DRAFT, "title": "stock", **_object(Stock)},
        "printer.schema.json": {"$schema": _DRAFT, "title": "printer profile", **_object(Profile)},
        "design.schema.json": _design(),
    }


def _design() -> dict[str, Any]:
    head = _object(Design)
    head["properties"]["pages"] = {"type": "array", "minItems": 1,
                                   "items": {"$ref": "#/$defs/objects"}}  # fmt: skip
    head["required"].remove("sides")
    objects = {"$ref": "#/$defs/objects"}
    kinds = {name: _object(kind, name) for name, kind in KINDS.items()}
    parts = {kind.__name__: _object(kind) for kind in (Column, Row, Cell)}
    return {
        "$schema": _DRAFT,
        "title": "design",
        **head,
        "oneOf": [{"required": ["sides"]}, {"required": ["pages"]}],
        "$defs": {
            "sides": {
                "type": "object",
                "properties": {"front": objects, "back": objects},
                "required": ["front"],
                "additionalProperties": False,
            },
            "objects": {
                "type": "array",
                "items": {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in KINDS]},
            },
            **kinds,
            **parts,
        },
    }


def _object(kind: type, type_: str | None = None) -> dict[str, Any]:
    fields = [one for one in dataclasses.fields(kind) if "read" in one.metadata]
    properties = {one.name: checked.SCHEMAS[one.metadata["read"]] for one in fields}
    required = [one.name for one in fields if one.default is dataclasses.MISSING]
    if type_ is not None:
        properties = {"type": {"const": type_}, **properties}
        required = ["type", *required]
    return {
        "type": "object",
        "description": (kind.__doc__ or "").strip().splitlines()[0],
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def written(schema: dict[str, Any]) -> bytes:
    """Return the bytes of a schema's file."""
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def main() -> None:
    folder: Path = resources() / "schemas"
    folder.mkdir(exist_ok=True)
    for name, schema in all_of_them().items():
        write_atomically(folder / name, written(schema))


if __name__ == "__main__":
    main()
