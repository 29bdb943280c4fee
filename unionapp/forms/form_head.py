"""Reads what a form is called without loading it: its settings sheet alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from unionapp.forms import sheets
from unionapp.forms.extras import DEFAULT_SUBJECT, SUBJECT


@dataclass(frozen=True, slots=True)
class FormHead:
    """A form's name, version and subject, as its settings sheet says."""

    form_id: str
    version: str
    title: str
    subject: str
    file: Path


def read(path: Path) -> FormHead:
    """Return the head of a form's file; raises `UserError` when it cannot be read."""
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, _changed_at: int) -> FormHead:
    settings = sheets.read(path).get("settings")
    row = settings.rows[0] if settings is not None and settings.rows else None
    if row is None:
        return FormHead(path.stem, "", path.stem, DEFAULT_SUBJECT, path)
    form_id = row.get("form_id", "id_string") or path.stem
    title = row.get("form_title", "title") or form_id
    return FormHead(form_id, row.get("version"), title, row.get(SUBJECT) or DEFAULT_SUBJECT, path)
