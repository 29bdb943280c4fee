"""Shows a declared field's value as text: labels for codes, masks for personal numbers."""

from __future__ import annotations

from unionapp.models.declare import Field


def text_of(field: Field, value: object, *, language: str = "zh", masked: bool = True) -> str:
    """Return a value as lists and the history show it; "" for an empty one."""
    raise NotImplementedError
