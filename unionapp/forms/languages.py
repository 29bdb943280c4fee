"""Finds the language of a form that fits the language of the window or of a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unionapp.forms.definition import Definition


def spoken_as(definition: Definition, language: str) -> str | None:
    """Return the form's name of `zh` or `en` (`中文 (zh)`), None where it does not speak it."""
    mark = f"({'en' if language == 'en' else 'zh'}"
    return next((one for one in definition.languages if mark in one.lower()), None)
