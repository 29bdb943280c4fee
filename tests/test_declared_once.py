"""A field that is added to one declaration is there everywhere: nothing is placed by hand twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.benches import TestBench, focused, make, press, show
from unionapp.models.declare import FieldType, declare
from unionapp.models.migrations import STEPS, Step
from unionapp.models.records import SCHEMA, Person
from unionapp.services import history, records, vault
from unionapp.ui.records.editor import RecordEditor
from unionapp.workbooks.importing import import_workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWithBloodGroup(Person):
    """A person of a later release: one field more, declared in one place."""

    blood_group: str | None = declare(
        FieldType.TEXT, "血型", "Blood group", "identity", headers=("血型组",)
    )


CHANGED = SCHEMA.with_declaration(replace(SCHEMA["person"], record=PersonWithBloodGroup))
STEP = Step("0002_blood_group", ("ALTER TABLE person ADD COLUMN blood_group TEXT",))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[TestBench]:
    made = make(tmp_path, schema=CHANGED, steps=(*STEPS, STEP))
    yield made
    made.bench.tasks.shutdown()
    vault.lock(made.desk)


def people(bench: TestBench) -> list[PersonWithBloodGroup]:
    with bench.desk.read() as reading:
        return reading.select(PersonWithBloodGroup)


def test_the_editor_shows_it_and_stores_it(qtbot: QtBot, bench: TestBench) -> None:
    editor = RecordEditor(bench.bench, "person")
    qtbot.addWidget(editor)
    show(qtbot, editor)
    editor.start()
    press(qtbot, "张桂芬", Qt.Key.Key_Return)
    editor.focus_first("blood_group")
    assert focused().accessibleName() == "血型"
    press(qtbot, "AB", Qt.Key.Key_Return)
    assert [one.blood_group for one in people(bench)] == ["AB"]


@pytest.mark.parametrize("header", ["血型", "血型组"])
def test_the_import_reads_its_column(bench: TestBench, tmp_path: Path, header: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", header])
    sheet.append(["王秀兰", "O"])
    file = tmp_path / "persons.xlsx"
    book.save(file)
    import_workbook(bench.desk, "persons", file)
    assert [(one.name, one.blood_group) for one in people(bench)] == [("王秀兰", "O")]


def test_the_history_tells_it(bench: TestBench) -> None:
    saved = records.new(bench.desk, "person", {"name": "王秀兰", "blood_group": "A"})
    records.save_field(bench.desk, "person", saved.record.id, "blood_group", "B")
    told = history.of_record(bench.desk, "person", saved.record.id)
    assert [(one.zh, one.before, one.after) for one in told if one.field == "blood_group"] == [
        ("血型", "A", "B"),
        ("血型", "", "A"),
    ]


def test_the_operation_carries_it(bench: TestBench) -> None:
    saved = records.new(bench.desk, "person", {"name": "王秀兰"})
    records.save_field(bench.desk, "person", saved.record.id, "blood_group", "B")
    with bench.desk.read() as reading:
        rows = reading.rows(
            "SELECT fields FROM operation WHERE record = ? ORDER BY seq", (saved.record.id,)
        )
    assert json.loads(rows[-1][0]) == {"blood_group": "B"}


def test_a_database_of_the_former_release_gains_it(tmp_path: Path) -> None:
    from tests import factories
    from unionapp.paths import DataDir

    former = factories.office(tmp_path)
    old = factories.person(former, name="王建国")
    vault.lock(former)
    sources = factories.sources(CHANGED, steps=(*STEPS, STEP))
    desk = vault.open_office(DataDir(tmp_path), factories.PASSPHRASE, sources=sources)
    records.save_field(desk, "person", old.id, "blood_group", "AB")
    with desk.read() as reading:
        (found,) = reading.select(PersonWithBloodGroup)
    assert (found.name, found.blood_group) == ("王建国", "AB")
    vault.lock(desk)
