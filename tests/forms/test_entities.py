"""What a form says of the records that it makes or changes (ODK Entities specification)."""

from __future__ import annotations

from pathlib import Path

from tests.forms.desk import add, markdown, opened, read, say, value
from unionapp.forms.load import check_file

ENTITIES = ("list_name", "entity_id", "create_if", "update_if", "label", "repeat")


def about(list_name: str, id_name: str, label: str, repeat: str = "") -> tuple[str, ...]:
    made, changed = f"${{{id_name}}} = ''", f"${{{id_name}}} != ''"
    return (list_name, f"${{{id_name}}}", made, changed, f"${{{label}}}", repeat)


ONE = {
    "survey": [
        ("type", "name", "label", "save_to", "default"),
        ("hidden", "person_id", "", "", ""),
        ("text", "who", "Name", "", ""),
        ("begin_group", "g", "G", "", ""),
        ("text", "call", "Phone", "phone", ""),
        ("end_group", "", "", "", ""),
    ],
    "entities": [ENTITIES[:5], about("person", "person_id", "who")[:5]],
}
MANY = {
    "survey": [
        ("type", "name", "label", "save_to"),
        ("hidden", "household_id", "", ""),
        ("text", "call", "Phone", "household#phone"),
        ("begin_repeat", "member", "Member", ""),
        ("hidden", "person_id", "", ""),
        ("text", "who", "Name", ""),
        ("begin_group", "work", "Work", ""),
        ("text", "job", "Job", "person#occupation"),
        ("end_group", "", "", ""),
        ("end_repeat", "", "", ""),
    ],
    "entities": [
        ENTITIES,
        about("household", "household_id", "call"),
        about("person", "person_id", "who", "${member}"),
    ],
}


def test_one_entity_of_a_form(tmp_path: Path) -> None:
    (entity,) = read(tmp_path, ONE).definition.entities
    assert (entity.list_name, entity.scope.path) == ("person", "/data")
    assert {name: spec.path for name, spec in entity.properties.items()} == {
        "phone": "/data/g/call"
    }
    parts = (entity.id, entity.label, entity.create, entity.update)
    names = ("@id", "label", "@create", "@update")
    assert [one.path for one in parts if one] == [f"/data/meta/entity/{name}" for name in names]


def test_an_entity_follows_the_answers(tmp_path: Path) -> None:
    form = opened(tmp_path, ONE)

    def entity() -> list[str]:
        names = ("@id", "@create", "@update", "label", "@baseVersion")
        return [value(form, f"/data/meta/entity/{name}") for name in names]

    assert entity() == ["", "true", "false", "", ""]
    say(form, "/data/person_id", "p1")
    say(form, "/data/who", "王芳")
    assert entity() == ["p1", "false", "true", "王芳", ""]


def test_an_entity_that_is_only_made_has_an_id_of_its_own(tmp_path: Path) -> None:
    survey = [("type", "name", "label", "save_to"), ("text", "who", "Name", "nickname")]
    sheets = {"survey": survey, "entities": [("list_name", "label"), ("person", "${who}")]}
    form = opened(tmp_path, sheets)
    (entity,) = form.definition.entities
    assert (entity.create is not None, entity.update) == (True, None)
    assert value(form, "/data/meta/entity/@create") == "1"
    assert value(form, "/data/meta/entity/@id").startswith("00000000-0000-4000-8000-")


def test_each_row_is_an_entity_of_its_own(tmp_path: Path) -> None:
    form = opened(tmp_path, MANY)
    found = {
        one.list_name: (one.scope.path, {name: spec.path for name, spec in one.properties.items()})
        for one in form.definition.entities
    }
    assert found == {
        "household": ("/data", {"phone": "/data/call"}),
        "person": ("/data/member/work", {"occupation": "/data/member/work/job"}),
    }
    add(form, "/data/member")
    say(form, "/data/member[2]/person_id", "p2")
    say(form, "/data/member[2]/who", "李强")
    rows = [
        [
            value(form, f"/data/member[{row}]/work/meta/entity/{name}")
            for name in ("@id", "@create", "@update", "label")
        ]
        for row in (1, 2)
    ]
    assert rows == [["", "true", "false", ""], ["p2", "false", "true", "李强"]]


def test_a_name_is_the_label_of_an_entity_and_no_property(tmp_path: Path) -> None:
    file = tmp_path / "form.md"
    survey = [("type", "name", "label", "save_to"), ("text", "who", "Name", "person#name")]
    sheets = {"survey": survey, "entities": [("list_name", "label"), ("person", "${who}")]}
    file.write_text(markdown(sheets), "utf-8")
    problems = [(one.code, one.row, one.column) for one in check_file(file)]
    assert problems == [("form.save_to_reserved", 2, "save_to")]
