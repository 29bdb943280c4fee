"""Reads JSON objects into dataclasses and gathers every problem, so that all are told at once."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar, cast

from unionapp.errors import Problem, UserError, refuse

T = TypeVar("T")
Read = Callable[[object], T]

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class Unexpected(Exception):
    """A value is not what its key needs; the text is an example or the list of what may stand."""


class _Required:
    pass


_REQUIRED = _Required()


def key(read: Read[T], default: T | _Required = _REQUIRED) -> T:
    """Declare one key of a JSON object: how it is read, and what stands when it is left out."""
    metadata = {"read": read}
    if isinstance(default, _Required):
        return cast(T, dataclasses.field(metadata=metadata))
    return dataclasses.field(default=default, metadata=metadata)


def read_file(path: Path) -> dict[str, object]:
    """Return the JSON object in a file; raises `printing.not_json`."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (ValueError, OSError) as error:
        raise refuse("printing.not_json", path.name, reason=str(error)) from error
    if not isinstance(data, dict):
        raise refuse("printing.not_json", path.name, reason="{ … }")
    return data


def read_object(kind: type[T], data: Mapping[str, object], where: str) -> T:
    """Return the dataclass that the object describes, or raise every problem that it has."""
    declared = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]  # T is a dataclass
    problems: list[Problem] = []
    values: dict[str, object] = {}
    for name, value in data.items():
        field = declared.get(name)
        if field is None:
            known = ", ".join(declared)
            problems.append(Problem("printing.unknown_key", where, {"key": name, "known": known}))
            continue
        try:
            values[name] = field.metadata["read"](value)
        except Unexpected as expected:
            detail = {"key": name, "value": json.dumps(value, ensure_ascii=False)[:40]}
            problems.append(
                Problem("printing.wrong_value", where, {**detail, "expected": str(expected)})
            )
        except UserError as error:
            problems.extend(error.problems)
    for name, field in declared.items():
        if name not in data and field.default is dataclasses.MISSING:
            problems.append(Problem("printing.missing_key", where, {"key": name}))
    if problems:
        raise UserError(*problems)
    return kind(**values)


def number(value: object) -> float:
    """Read a length in mm or any other number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unexpected("12.5")
    return float(value)


def size(value: object) -> float:
    """Read a number above zero."""
    found = number(value)
    if found <= 0:
        raise Unexpected("> 0")
    return found


def count(value: object) -> int:
    """Read a whole number from one."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise Unexpected("1, 2, 3 …")
    return value


def text(value: object) -> str:
    if not isinstance(value, str):
        raise Unexpected('"…"')
    return value


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Unexpected("true | false")
    return value


def colour(value: object) -> str:
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise Unexpected('"#b4161b"')
    return value.lower()


def one_of(*allowed: str) -> Read[str]:
    """Read one word of a closed list."""

    def read(value: object) -> str:
        if value not in allowed:
            raise Unexpected(" | ".join(allowed))
        return str(value)

    return read


def texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Unexpected('["…", "…"]')
    return tuple(value)


def optional(read: Read[T]) -> Read[T | None]:
    """Read null as nothing."""

    def reader(value: object) -> T | None:
        return None if value is None else read(value)

    return reader
