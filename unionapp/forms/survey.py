"""Reads the survey sheet row by row: what a row opens, asks or closes, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from unionapp.forms.sheets import Sheet, SheetRow

RELEVANT = ("relevant", "relevance", "bind::relevant", "bind:relevant")
CONSTRAINT = ("constraint", "bind::constraint", "bind:constraint")
CALCULATION = ("calculation", "calculate", "bind::calculate", "bind:calculate")
REQUIRED = ("required", "bind::required", "bind:required")
READ_ONLY = ("read_only", "readonly", "read only", "bind::readonly", "bind:readonly")
CHOICE_FILTER = ("choice_filter",)
REPEAT_COUNT = ("repeat_count", "count", "jr:count", "control::jr:count")
WARNING = ("warning",)
EXPRESSION_COLUMNS = (
    *(RELEVANT, CONSTRAINT, CALCULATION, REQUIRED, READ_ONLY, CHOICE_FILTER, REPEAT_COUNT),
    WARNING,
)
_BEGIN = re.compile(r"begin[\s_]+(?:looped[\s_]+|l)?(group|repeat|loop)\b", re.IGNORECASE)
_END = re.compile(r"end[\s_]+(?:looped[\s_]+|l)?(group|repeat|loop)\b", re.IGNORECASE)
_SELECT = re.compile(
    r"(select[_ ]one(?:[_ ]external)?|select1|select[_ ]multiple|rank"
    r"|select one from|select all that apply from|select all that apply"
    r"|(?:add )?select one prompt using|(?:add )?select multiple prompt using)"
    r"(?:[_ ](from[_ ]file))?\s+(\S.*)",
    re.IGNORECASE,
)
_FILE = re.compile(r".+\.(csv|xml|geojson)", re.IGNORECASE)
TRUE = frozenset(("yes", "true", "true()"))
FALSE = frozenset(("no", "false", "false()"))


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the survey sheet."""

    row: SheetRow
    type: str
    name: str
    begins: str = ""
    """group, repeat or loop when the row opens one."""
    ends: str = ""
    list_name: str = ""
    """The list of a select; "" when the choices come from a file or from a repeat."""
    many: bool = False
    file: str = ""

    @property
    def is_select(self) -> bool:
        """Whether choices are offered."""
        return bool(_SELECT.match(self.type))


def questions(sheet: Sheet) -> Iterator[Question]:
    """Yield the rows that are not switched off."""
    for row in sheet.rows:
        if row.get("disabled").lower() in TRUE:
            continue
        kind = " ".join(row.get("type", "command").split())
        if not kind and not row.get("name"):
            continue
        yield _question(row, kind)


def _question(row: SheetRow, kind: str) -> Question:
    name = row.get("name", "value", "tag")
    if found := _BEGIN.match(kind):
        return Question(row, kind, name, begins=found[1].lower())
    if found := _END.match(kind):
        return Question(row, kind, name, ends=found[1].lower())
    if not (found := _SELECT.match(kind)):
        return Question(row, kind, name)
    source = re.sub(r"\s+or[_ ]other$", "", found[3].strip(), flags=re.IGNORECASE)
    source = re.sub(r"^from\s+", "", source)
    many = "multiple" in found[1].lower() or "all that apply" in found[1].lower()
    if found[2] or _FILE.fullmatch(source):
        return Question(row, kind, name, many=many, file=source)
    return Question(row, kind, name, many=many, list_name="" if source.startswith("${") else source)


def paths(sheet: Sheet) -> Iterator[tuple[str, Question]]:
    """Yield every question, group and repeat with its path below the root."""
    outer: list[str] = []
    for question in questions(sheet):
        if question.ends:
            outer = outer[:-1]
            continue
        yield "/".join((*outer, question.name)), question
        if question.begins:
            outer.append(question.name)
