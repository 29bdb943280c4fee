"""A response in words: what was corrected is told in labels, numbers masked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import factories
from unionapp import form_reading
from unionapp.models.desk import Desk
from unionapp.models.records import Place
from unionapp.paths import DataDir
from unionapp.services import questionnaires, response_corrections, responses, vault
from unionapp.services.response_subject import About

FORM = """
| survey | | | | |
| | type | name | label::中文 (zh) | label::English (en) |
| | select_one housing | tenure | 住房类型 | Housing |
| | begin repeat | member | 家庭成员 | Members |
| | text | number | 身份证号 | ID number |
| | end repeat | | | |
| choices | | | | |
| | list_name | name | label::中文 (zh) | label::English (en) |
| | housing | rented | 租房 | Rented |
| | housing | none | 无房 | No home |
| settings | | | | |
| | form_id | form_title | version | default_language |
| | home | 住房 | 1 | 中文 (zh) |
"""
OLD, NEW = "210106199003079994", "210106201506011326"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path / "office")
    factories.building(made, entrances=1, floors=1)
    yield made
    vault.lock(made)


def corrected(desk: Desk, tmp_path: Path, *, drop_row: bool = False) -> str:
    """A response whose answers were corrected once."""
    file = tmp_path / "home.md"
    file.write_text(FORM, "utf-8")
    form = questionnaires.install(desk, DataDir(tmp_path / "office"), file).form
    with desk.read() as reading:
        door = reading.select(Place, "kind = 'door'")[0].id
    session = responses.begin(desk, form, About("door", door))
    answer(session, "/data/tenure", "rented")
    answer(session, "/data/member[1]/number", OLD)
    done = responses.finish(desk, session).response.id
    again = response_corrections.correct(desk, done)
    answer(again, "/data/tenure", "none")
    if drop_row:
        row = again.filling.form.node("/data/member[1]")
        assert row is not None
        again.filling.remove_row(row)
    else:
        answer(again, "/data/member[1]/number", NEW)
    responses.finish(desk, again, reason="抄错了")
    return done


def answer(session: responses.Session, path: str, text: str) -> None:
    node = session.filling.form.node(path)
    assert node is not None, path
    session.filling.answer(node, text)


def told(desk: Desk, id_: str, language: str = "zh", *, reveal: bool = False) -> dict[str, str]:
    lines = form_reading.trail(desk, id_, language, reveal=reveal)
    return {one.path: f"{one.before} → {one.after}" for one in lines if one.path}


@pytest.mark.parametrize(("language", "said"), [("zh", "租房 → 无房"), ("en", "Rented → No home")])
def test_a_corrected_choice_is_told_in_the_language_of_the_window(
    desk: Desk, tmp_path: Path, language: str, said: str
) -> None:
    assert told(desk, corrected(desk, tmp_path), language)["/data/tenure"] == said


def test_corrected_numbers_are_masked_until_they_are_asked_for(desk: Desk, tmp_path: Path) -> None:
    done = corrected(desk, tmp_path)
    path = "/data/member[1]/number"
    assert told(desk, done)[path] == "210***********9994 → 210***********1326"
    assert told(desk, done, reveal=True)[path] == f"{OLD} → {NEW}"


def test_a_number_whose_row_is_gone_is_not_shown(desk: Desk, tmp_path: Path) -> None:
    done = corrected(desk, tmp_path, drop_row=True)
    assert told(desk, done)["/data/member[1]/number"] == "… → "
    assert told(desk, done, reveal=True)["/data/member[1]/number"] == f"{OLD} → "
