"""Fills printable fields from records: a field's `source` names the record's field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from unionapp.printing.fields import Field

if TYPE_CHECKING:
    from unionapp.models.records import Record

ENGINE = "engine"


def values(words: Mapping[str, Field], records: Mapping[str, Record]) -> dict[str, object]:
    """Return the values of all fields that come straight from one of the records by kind.

    `records` are the subject's own: `{"person": person, "membership": membership}`. What is
    reckoned, looked up or joined has no source and is added by whoever asks for the paper.
    """
    found: dict[str, object] = {}
    for name, field in words.items():
        kind, _, attribute = field.source.partition(".")
        value = getattr(records[kind], attribute) if attribute and kind in records else None
        if value is not None:
            found[name] = value
    return found
