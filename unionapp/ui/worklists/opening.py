"""Finds rows by what is typed, and opens the record that a row is about."""

from __future__ import annotations

from unionapp.models.records import FollowUp
from unionapp.services.subject_lines import SubjectLine
from unionapp.services.worklists import Row
from unionapp.ui.workbench import Workbench
from unionapp.values.names import pinyin_keys


def is_meant(row: Row | SubjectLine, sought: str) -> bool:
    """Say whether a row is looked for: by name, its initials, or a part of the address."""
    if sought in row.title.casefold() or sought in row.address.casefold():
        return True
    return any(key.startswith(sought) for key in pinyin_keys(row.title))


def open_row(bench: Workbench, row: Row) -> None:
    """Open the record of a row; a follow-up leads to its case, else to whom it is about."""
    if row.kind != "follow_up":
        bench.open(row.kind, row.id)
        return
    with bench.desk.read() as reading:
        found = reading.get(FollowUp, row.id)
    if found is None:
        return
    if found.case_id:
        bench.open("case", found.case_id)
    else:
        bench.open(found.subject_kind, found.subject_id)


def open_subject(bench: Workbench, line: SubjectLine) -> None:
    """Open a subject; a household that has a file by its file."""
    if line.kind == "household" and line.file_id:
        bench.open("hardship_file", line.file_id)
    else:
        bench.open(line.kind, line.id)
