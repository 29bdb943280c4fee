"""Keeps what is stored of a response within what a bundle can carry.

One change of one record travels as one piece of at most 1 MiB (docs/bundle-format.md, section 5): a
larger one would hold up every bundle of the laptop from then on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from unionapp.errors import refuse

MOST_BYTES = 900 * 1024  # the rest is left to the other fields and to what the change is wrapped in
_SHORT = 200


def checked(answers: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """Return the answers; raises `responses.too_large`."""
    size = _size(answers)
    if size > MOST_BYTES:
        raise refuse("responses.too_large", kb=size // 1024, most=MOST_BYTES // 1024)
    return answers


def told(detail: Sequence[Mapping[str, str]]) -> Sequence[Mapping[str, str]]:
    """Return the changes of a correction; long texts are cut where all together are too long.

    The change log holds the answers whole, as they were and as they are.
    """
    if _size(detail) <= MOST_BYTES:
        return detail
    kept = MOST_BYTES // (_SHORT * 4 * 4)
    return [{name: _cut(text) for name, text in one.items()} for one in detail[:kept]]


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def _size(value: object) -> int:
    """The bytes of a value as it travels: JSON within JSON."""
    written = json.dumps(value, ensure_ascii=False)
    return len(json.dumps(written, ensure_ascii=False).encode())
