"""The one spelling of JSON in bundles: what is signed and hashed can be written in one way only."""

from __future__ import annotations

import json
from collections.abc import Mapping

from unionapp.errors import refuse

_DEEPEST = 32
_LEAST, _MOST = -(2**63), 2**63 - 1


def encode(value: Mapping[str, object]) -> bytes:
    """Return canonical JSON; `ValueError` for what it cannot hold (floats, huge numbers, bytes)."""
    _check(value, 0)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def decode(content: bytes) -> dict[str, object]:
    """Return the object that `content` spells; `UserError` `bundle.damaged` unless canonical."""
    try:
        value = json.loads(content.decode())
        if isinstance(value, dict) and encode(value) == content:
            return value
    except (ValueError, RecursionError) as error:
        raise refuse("bundle.damaged") from error
    raise refuse("bundle.damaged")


def _check(value: object, depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise ValueError("a key is not text")
            _check(inner, depth + 1)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _check(inner, depth + 1)
    elif isinstance(value, int):
        if not _LEAST <= value <= _MOST:
            raise ValueError("a number has more than 64 bits")
    elif value is not None and not isinstance(value, str):
        raise ValueError(f"{type(value).__name__} has no canonical form")
