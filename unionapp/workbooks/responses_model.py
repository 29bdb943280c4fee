"""What goes into an export of responses, and what is said about it afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ExportedResponse:
    """One finished response.

    `answers` is text by XForms path with a number at every row of a repeat, in the order of the
    form, relevant answers only; a row has a key of its own with "". `door` and `subject` are the
    address and the title as text; both instants are aware.
    """

    id: str
    form_id: str
    version: str
    worker: str
    door: str
    subject: str
    visit_id: str | None
    started_at: datetime | None
    ended_at: datetime | None
    state: str
    answers: Mapping[str, str]

    @property
    def instance_id(self) -> str:
        """The id in the record's own `meta`, else one made of the response's."""
        root = next(iter(self.answers), "/data").split("/")[1]
        return self.answers.get(f"/{root}/meta/instanceID") or f"uuid:{self.id}"


@dataclass(frozen=True, slots=True)
class Options:
    """How answers are written.

    `labels` writes the words of questions and choices instead of their names, in `language` (a
    language of the form or its code, else the form's default); `split` adds one column of 1 and 0
    for every choice of a question with several answers.
    """

    labels: bool = False
    language: str | None = None
    split: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the file or folder, the files in it, responses and lines of all tables.

    `moved` counts the texts that are (also) in the table MORE: longer than a cell of Excel, or
    answers to questions that no version given here has. `long_numbers` counts the cells of CSV
    files that Excel would show as 2.1E+17.
    """

    file: Path
    names: tuple[str, ...]
    responses: int
    rows: int
    moved: int = 0
    long_numbers: int = 0
