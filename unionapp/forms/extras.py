"""Our own columns beside XLSForm, which other tools ignore: soft checks, prefill, subject."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from unionapp.errors import Problem
from unionapp.forms import survey
from unionapp.forms.sheets import Sheet, SheetRow

SUBJECTS = ("door", "household", "person", "employer")
DEFAULT_SUBJECT = "door"
PREFILL = "prefill"
WARNING_MESSAGE = "warning_message"
SUBJECT = "subject"
_SOURCE = re.compile(rf"(?:{'|'.join(SUBJECTS)})#[a-z][a-z0-9_]*")
_LANGUAGE = re.compile(r"\s*::?\s*")

SoftCheck = tuple[str, Mapping[str, str]]
"""An expression that should hold, and what to say otherwise by language ("" for all)."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What a workbook says beyond the XForm, by the question's path below the root."""

    subject: str = DEFAULT_SUBJECT
    soft_checks: Mapping[str, SoftCheck] = field(default_factory=lambda: MappingProxyType({}))
    prefill: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """`kind#field` of the case, whose value stands in the question when the form is opened."""

    def as_json(self) -> str:
        """Return the text to keep beside the XForm."""
        kept = {
            "subject": self.subject,
            "soft_checks": {path: list(one) for path, one in self.soft_checks.items()},
            "prefill": dict(self.prefill),
        }
        return json.dumps(kept, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Extras:
        """Return what `as_json` wrote."""
        kept = json.loads(text)
        checks = {path: (one[0], one[1]) for path, one in kept["soft_checks"].items()}
        return cls(kept["subject"], checks, kept["prefill"])


def read(tables: Mapping[str, Sheet]) -> Extras:
    """Return the extras of a workbook that `check` has passed."""
    soft_checks: dict[str, SoftCheck] = {}
    prefill: dict[str, str] = {}
    for path, question in survey.paths(tables["survey"]):
        if expression := question.row.get(*survey.WARNING):
            soft_checks[path] = (expression, _messages(question.row))
        if source := question.row.get(PREFILL):
            prefill[path] = source
    return Extras(_subject(tables) or DEFAULT_SUBJECT, soft_checks, prefill)


def _messages(row: SheetRow) -> Mapping[str, str]:
    found = {}
    for column, text in row.cells.items():
        name, *language = _LANGUAGE.split(column, maxsplit=1)
        if name == WARNING_MESSAGE:
            found["".join(language)] = text
    return found


def _subject(tables: Mapping[str, Sheet]) -> str:
    settings = tables.get("settings")
    return settings.rows[0].get(SUBJECT) if settings and settings.rows else ""


def check(tables: Mapping[str, Sheet]) -> Iterator[Problem]:
    """Yield what is spelled wrongly in these columns."""
    subject = _subject(tables)
    if subject and subject not in SUBJECTS:
        detail = {"subjects": ", ".join(SUBJECTS)}
        row = tables["settings"].rows[0].number
        yield Problem("form.subject_unknown", subject, detail, "settings", row, SUBJECT)
    for question in survey.questions(tables["survey"]):
        source = question.row.get(PREFILL)
        row = question.row.number
        if source and (question.begins or question.ends):
            yield Problem("form.prefill_of_group", question.name, {}, "survey", row, PREFILL)
        elif source and not _SOURCE.fullmatch(source):
            detail = {"subjects": ", ".join(SUBJECTS)}
            yield Problem("form.prefill_wrong", source, detail, "survey", row, PREFILL)
        if not question.row.get(*survey.WARNING) and any(_messages(question.row).values()):
            yield Problem(
                "form.warning_without_check",
                question.name,
                {},
                "survey",
                row,
                WARNING_MESSAGE,
                warning=True,
            )
