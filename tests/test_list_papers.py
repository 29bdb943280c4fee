"""Lists on paper: what has something to say takes a column, and wishes reach them as any paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import factories
from tests.printing.papers import text_by_pypdf
from unionapp import list_papers
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.paths import DataDir
from unionapp.services.protocols import ListSheet, PaperWishes, SheetColumn

_NOBODY_DRAWS = "\U00030729"  # of extension G


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    yield made
    made.database.close()


def sheet(name: str) -> ListSheet:
    columns = (
        SheetColumn("姓名"),
        SheetColumn(""),
        SheetColumn("金额（元）", "fen"),
        SheetColumn("户次", "count"),
        SheetColumn("街道"),
        SheetColumn("备注"),
    )
    return ListSheet("people", "名单", "", columns, ((name, None, 123456, 2, "兴华", "本人"),))


def test_a_column_that_says_nothing_takes_no_room(desk: Desk, tmp_path: Path) -> None:
    made = list_papers.make(desk, DataDir(tmp_path), sheet("王秀兰"), noted=False)
    text = "".join(text_by_pypdf(made.pdf).split())
    assert [
        said for said in ("王秀兰", "1,234.56", "兴华", "备注", "本人") if said not in text
    ] == []


def test_a_name_without_a_glyph_is_refused_or_left_blank(desk: Desk, tmp_path: Path) -> None:
    folder = DataDir(tmp_path)
    with pytest.raises(UserError) as error:
        list_papers.make(desk, folder, sheet(_NOBODY_DRAWS), noted=False)
    assert {one.code for one in error.value.problems} == {"printing.no_glyph"}
    wishes = PaperWishes(blanks=True)
    made = list_papers.make(desk, folder, sheet(_NOBODY_DRAWS), noted=False, wishes=wishes)
    assert made.pages == 1
