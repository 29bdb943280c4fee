"""Finished responses leave the case masked, unless the whole numbers are asked for and noted."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests import factories
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.paths import DataDir
from unionapp.services import questionnaires, responses
from unionapp.services.responses import About
from unionapp.workbooks.responses_source import export_form

FORM = """
| survey | | | | | |
| | type | name | label | constraint | prefill |
| | text | who | 姓名 | | |
| | text | number | 证件 | identity-number(.) | |
| | text | phone | 电话 | | person#phone |
| settings | | |
| | form_id | version | subject |
| | short | 1 | person |
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An office with two finished responses, to two versions of a form."""
    desk = factories.office(tmp_path / "office")
    folder = DataDir(tmp_path / "office")
    for version, table in (("1", FORM), ("2", FORM.replace("| short | 1 |", "| short | 2 |"))):
        file = tmp_path / "short.md"
        file.write_text(table, "utf-8")
        form = questionnaires.install(desk, folder, file).form
        assert form.version == version
        person = factories.person(desk, name=f"王{version}", phone="13812345678")
        session = responses.begin(desk, form, About("person", person.id))
        for name, text in (("who", f"=王{version}"), ("number", "11010519491231002X")):
            node = session.filling.form.node(f"/data/{name}")
            assert node is not None
            session.filling.answer(node, text)
        responses.finish(desk, session)
    return desk


def cells(file: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()


def test_an_export_masks_personal_numbers(desk: Desk, tmp_path: Path) -> None:
    made = export_form(desk, "short", tmp_path / "out.xlsx", style="xlsx")
    assert made.responses == 2
    shown = str(cells(tmp_path / "out.xlsx"))
    assert "110***********002X" in shown
    assert "138****5678" in shown
    assert "11010519491231002X" not in shown
    assert "=王1" in shown


def test_a_full_export_is_noted(desk: Desk, tmp_path: Path) -> None:
    export_form(desk, "short", tmp_path / "out.xlsx", style="xlsx", full=True)
    assert "11010519491231002X" in str(cells(tmp_path / "out.xlsx"))
    with desk.read() as reading:
        detail = reading.scalar("SELECT detail FROM audit WHERE action = 'export_full'")
    assert '"rows":2' in str(detail).replace(" ", "")


def test_a_form_that_is_not_here_cannot_be_exported(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        export_form(desk, "other", tmp_path / "out.xlsx", style="xlsx")
    assert refused.value.problems[0].code == "questionnaires.unknown"
