"""Reads JSON objects into dataclasses and gathers every problem, so that all are told at once."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from typing import TypeVar, cast

from unionapp.errors import Problem, UserError, refuse
from unionapp.printing.lines import lines_of

T = TypeVar("T")
Read = Callable[[object], T]
# What a reader takes, as a JSON schema; readers that are made by a function name theirs here.
SCHEMAS: dict[Read[object], dict[str, object]] = {}

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class Unexpected(Exception):
    """A value is not what its key needs; the text is an example or the list of what may stand."""


class _Required:
    pass


_REQUIRED = _Required()


def key(read: Read[T], default: object = _REQUIRED) -> T:
    """Declare one key of a JSON object: how it is read, and what stands when it is left out."""
    metadata = {"read": read}
    if isinstance(default, _Required):
        return cast(T, dataclasses.field(metadata=metadata))
    return cast(T, dataclasses.field(default=default, metadata=metadata))


def parsed(text: str, file: str) -> dict[str, object]:
    """Return the JSON object that a text is; raises `printing.not_json`."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise refuse("printing.not_json", file, reason=str(error)) from error
    if not isinstance(data, dict):
        raise refuse("printing.not_json", file, reason="{ … }")
    return data


def with_lines(error: UserError, file: str, text: str) -> UserError:
    """Return the problems of a file with its name and the line at which each stands."""
    lines = lines_of(text)

    def placed(problem: Problem) -> Problem:
        place, named = problem.where, str(problem.detail.get("key", ""))
        line = lines.get(f"{place} {named}".strip()) or lines.get(place) or 1
        return Problem(problem.code, f"{file}:{line} {place}".rstrip(), problem.detail)

    return UserError(*map(placed, error.problems))


def read_object(kind: type[T], data: Mapping[str, object], where: str) -> T:
    """Return the dataclass that the object describes, or raise every problem that it has."""
    fields = dataclasses.fields(kind)  # type: ignore[arg-type]  # T is a dataclass
    declared = {field.name: field for field in fields if "read" in field.metadata}
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
            problems.extend(_inside(problem, where) for problem in error.problems)
    for name, field in declared.items():
        if name not in data and field.default is dataclasses.MISSING:
            problems.append(Problem("printing.missing_key", where, {"key": name}))
    if problems:
        raise UserError(*problems)
    return kind(**values)


def _inside(problem: Problem, where: str) -> Problem:
    return Problem(problem.code, f"{where} {problem.where}".strip(), problem.detail)


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

    SCHEMAS[read] = {"enum": list(allowed)}
    return read


def texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Unexpected('["…", "…"]')
    return tuple(value)


def optional(read: Read[T]) -> Read[T | None]:
    """Read null as nothing."""

    def reader(value: object) -> T | None:
        return None if value is None else read(value)

    SCHEMAS[reader] = {"anyOf": [SCHEMAS.get(read, {}), {"type": "null"}]}
    return reader


def list_of(kind: type[T], name: str) -> Read[tuple[T, ...]]:
    """Read a list of objects; `name` is the key, by which a problem names the entry."""

    def read(value: object) -> tuple[T, ...]:
        if not isinstance(value, list) or not value:
            raise Unexpected("[{…}, {…}]")
        found: list[T] = []
        problems: list[Problem] = []
        for number, entry in enumerate(value, start=1):
            try:
                if not isinstance(entry, dict):
                    raise Unexpected("[{…}, {…}]")
                found.append(read_object(kind, entry, f"{name} {number}"))
            except UserError as error:
                problems.extend(error.problems)
        if problems:
            raise UserError(*problems)
        return tuple(found)

    SCHEMAS[read] = {"type": "array", "minItems": 1, "items": {"$ref": f"#/$defs/{kind.__name__}"}}
    return read


SCHEMAS.update(
    {
        number: {"type": "number"},
        size: {"type": "number", "exclusiveMinimum": 0},
        count: {"type": "integer", "minimum": 1},
        text: {"type": "string"},
        flag: {"type": "boolean"},
        colour: {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"},
        texts: {"type": "array", "items": {"type": "string"}},
    }
)
