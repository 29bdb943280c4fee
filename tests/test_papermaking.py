"""Blank forms on paper: the QR says which form and for whom, the head what is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import factories
from tests.printing import papers
from unionapp import papermaking
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import FormVersion, Place
from unionapp.paths import DataDir
from unionapp.printing.profiles import Profile, save
from unionapp.services import questionnaires, vault
from unionapp.services.protocols import PaperWishes
from unionapp.services.response_subject import About

SEVERAL = """
| survey | | | |
| | type | name | label::中文 (zh) | label::English (en) | prefill |
| | text | phone | 家庭电话 | Home phone | household#phone |
| settings | | | |
| | form_id | form_title | version | subject | default_language |
| | home_visit | 入户登记 | 7 | household | 中文 (zh) |
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path / "office")
    factories.building(made, entrances=1, floors=1)
    yield made
    vault.lock(made)


@pytest.fixture
def form(desk: Desk, tmp_path: Path) -> FormVersion:
    file = tmp_path / "home_visit.md"
    file.write_text(SEVERAL, "utf-8")
    return questionnaires.install(desk, DataDir(tmp_path / "office"), file).form


def door(desk: Desk) -> str:
    with desk.read() as reading:
        return reading.select(Place, "kind = 'door'")[0].id


def codes_on(desk: Desk, form: FormVersion, about: About | None) -> list[str]:
    return papers.scanned(papermaking.blank_form_paper(desk, form, about, "zh").pdf, 0)


def test_the_code_of_a_form_for_nobody_names_form_and_version(
    desk: Desk, form: FormVersion
) -> None:
    assert codes_on(desk, form, None) == ["UA1|form|home_visit|7"]


def test_the_code_names_whom_the_form_is_for(desk: Desk, form: FormVersion) -> None:
    home = factories.household(desk, door_id=door(desk), phone="024-23456789")
    about = About("household", home.id)
    assert codes_on(desk, form, about) == [f"UA1|form|home_visit|7|household:{home.id}"]


def test_the_code_names_the_door_where_nobody_is_on_file(desk: Desk, form: FormVersion) -> None:
    about = About("household", "", door(desk))
    assert codes_on(desk, form, about) == [f"UA1|form|home_visit|7|door:{door(desk)}"]


def test_a_blank_form_bears_the_address_and_no_answer(desk: Desk, form: FormVersion) -> None:
    home = factories.household(desk, door_id=door(desk), phone="024-23456789")
    made = papermaking.blank_form_paper(desk, form, About("household", home.id), "zh")
    text = papers.text_by_pdfium(made.pdf)
    assert "3号楼" in text
    assert "23456789" not in text
    assert "3号楼" not in papers.text_by_pdfium(
        papermaking.blank_form_paper(desk, form, None, "zh").pdf
    )


@pytest.mark.parametrize(("language", "label"), [("zh", "家庭电话"), ("en", "Home phone")])
def test_a_blank_form_speaks_the_language_that_was_asked_for(
    desk: Desk, form: FormVersion, language: str, label: str
) -> None:
    made = papermaking.blank_form_paper(desk, form, None, language)
    assert label in papers.text_by_pdfium(made.pdf)


def test_a_blank_form_for_somebody_unknown_is_refused(desk: Desk, form: FormVersion) -> None:
    with pytest.raises(UserError) as caught:
        papermaking.blank_form_paper(desk, form, About("household", "gone"), "zh")
    assert [one.code for one in caught.value.problems] == ["responses.no_subject"]


def test_the_printer_that_a_form_is_for_corrects_its_pages(
    desk: Desk, form: FormVersion, tmp_path: Path
) -> None:
    save(tmp_path / "printers", Profile(printer="惠普", stock="a4", dx=4.0))
    lefts = []
    for wishes in (PaperWishes(), PaperWishes(printer="惠普")):
        made = papermaking.blank_form_paper(desk, form, None, "zh", wishes, own=tmp_path)
        lefts.append(papers.mm(papers.plumbed(made.pdf)[0]["chars"][0]["x0"]))
    assert lefts[1] == pytest.approx(lefts[0] + 4, abs=0.01)
