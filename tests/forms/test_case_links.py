"""A form that links to nothing in the case says so, with the row."""

from __future__ import annotations

from pathlib import Path

from tests.forms.desk import markdown
from unionapp.forms import load
from unionapp.paths import resources
from unionapp.services.questionnaires import case_fields

SURVEY = [
    ("type", "name", "label", "prefill", "save_to"),
    ("hidden", "pid", "", "person#id", ""),
    ("text", "who", "W", "person#name", ""),
    ("text", "phone", "P", "", "phone"),
]
ENTITIES = [
    ("list_name", "label", "entity_id", "create_if", "update_if"),
    ("person", "${who}", "${pid}", "${pid} = ''", "${pid} != ''"),
]


def told(tmp_path: Path, survey: list[tuple[str, ...]]) -> list[tuple[str, int | None, bool]]:
    file = tmp_path / "form.md"
    file.write_text(markdown({"survey": survey, "entities": ENTITIES}), "utf-8")
    found = load.check_file(file, case_fields=case_fields())
    return [(one.code, one.row, one.warning) for one in found]


def test_links_that_lead_somewhere_are_passed(tmp_path: Path) -> None:
    assert told(tmp_path, SURVEY) == []


def test_a_prefill_of_no_field_is_an_error(tmp_path: Path) -> None:
    survey = [*SURVEY[:2], ("text", "who", "W", "person#nickname", ""), SURVEY[3]]
    assert told(tmp_path, survey) == [("form.prefill_unknown", 3, False)]


def test_an_answer_that_is_saved_nowhere_is_a_warning(tmp_path: Path) -> None:
    survey = [*SURVEY[:3], ("text", "phone", "P", "", "fax")]
    assert told(tmp_path, survey) == [("form.save_to_unknown", 4, True)]


def test_an_entity_whose_id_is_elsewhere_is_a_warning(tmp_path: Path) -> None:
    survey = [SURVEY[0], ("text", "pid", "I", "", ""), *SURVEY[2:]]
    assert told(tmp_path, survey) == [("form.entity_without_id", 4, True)]


def test_the_shipped_forms_lead_everywhere() -> None:
    for file in sorted((resources() / "forms").glob("*.md")):
        assert load.check_file(file, case_fields=case_fields()) == (), file.name
