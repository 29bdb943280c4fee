"""A record as XML holds what was answered, and gives it back."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.forms.desk import NOW
from tests.workbooks.answered import ANSWERS, household, response
from tests.workbooks.test_responses import refusal
from unionapp.errors import UserError
from unionapp.forms.definition import Definition, Spec
from unionapp.forms.filling import answers_of
from unionapp.forms.form import Form, Surrounding
from unionapp.forms.load import load
from unionapp.forms.snapshot import instance_xml as by_form
from unionapp.forms.steps import run_steps
from unionapp.workbooks.responses import ExportedResponse, export_responses, read_instance
from unionapp.workbooks.responses_model import Options
from unionapp.workbooks.responses_tables import Layout
from unionapp.workbooks.responses_xml import instance_xml

CASES = Path(__file__).parents[1] / "data" / "forms"
NAMES = sorted(one.name for one in CASES.iterdir() if one.is_dir())


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Definition:
    return household(tmp_path_factory.mktemp("form"))


def parts(xml: str) -> list[str]:
    """Elements with text and rows, as (path, text): what is left of empty elements."""

    def walk(element: ElementTree.Element, path: str) -> Iterator[str]:
        if len(element) == 0 and element.text:
            yield f"{path} = {element.text}"
        for child in element:
            yield from walk(child, f"{path}/{child.tag}")

    root = ElementTree.fromstring(xml)
    return [json.dumps(root.attrib), *walk(root, root.tag)]


def filled_case(case: str) -> tuple[Form, ExportedResponse]:
    """A case of ODK's engines at its end, and the response that it makes."""
    folder = CASES / case
    loaded = load(folder / "form.xlsx", folder)
    filled = Form(loaded.definition, Surrounding(NOW, UTC, lambda: "1"), graph=loaded.graph)
    run_steps(filled, json.loads((folder / "steps.json").read_text("utf-8"))["steps"])
    form_id, version = loaded.definition.form_id, loaded.definition.version
    return filled, replace(response(answers_of(filled)), form_id=form_id, version=version)


@pytest.mark.parametrize("case", NAMES)
def test_the_record_is_the_one_that_the_form_writes(case: str) -> None:
    filled, some = filled_case(case)
    form = filled.definition
    xml = instance_xml(form, some)
    assert parts(xml) == parts(by_form(filled))
    again = read_instance(xml, form)
    assert list(again.items()) == list(read_instance(by_form(filled), form).items())
    # a row that is not relevant is not in the record, and those behind it move up
    assert sorted(map(plain, again)) == sorted(map(plain, some.answers))
    assert sorted(again.values()) == sorted(some.answers.values())


@pytest.mark.parametrize("case", NAMES)
def test_no_answer_of_the_cases_is_left_out_of_the_tables(case: str) -> None:
    filled, some = filled_case(case)
    layout = Layout([filled.definition], Options())
    flat = layout.flatten(filled.definition, some)
    shown = [
        str(cell)
        for line in flat.lines
        for column, cell in zip(line.table.columns, line.cells, strict=True)
        if column.path and not column.heading.startswith("SET-OF-") and cell is not None
    ]
    given = [text for path, text in some.answers.items() if not path.endswith("]")]
    assert flat.strays == ()
    assert len(shown) == len(given)
    assert len(flat.lines) == 1 + sum(path.endswith("]") for path in some.answers)


def plain(path: str) -> str:
    return re.sub(r"\[\d+\]", "", path)


TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
        st.sampled_from("\t\n\r<>&'\"]\u00a0\u2028𠮷🙂=+-@"),
    ),
    min_size=1,
    max_size=20,
)


@st.composite
def answers_to(draw: st.DrawFn, spec: Spec, path: str) -> dict[str, str]:
    """Any answers to a form, in its order, rows numbered from 1."""
    found: dict[str, str] = {}
    for child in spec.children.values():
        here = f"{path}/{child.name}"
        if child.is_repeat:
            for number in range(1, draw(st.integers(0, 3)) + 1):
                found[f"{here}[{number}]"] = ""
                found |= draw(answers_to(child, f"{here}[{number}]"))
        elif child.is_group:
            found |= draw(answers_to(child, here))
        elif child.name == "instanceID" or draw(st.booleans()):
            found[here] = draw(TEXT)
    return found


@given(data=st.data())
def test_answers_come_back_as_they_went(form: Definition, data: st.DataObject) -> None:
    answers = data.draw(answers_to(form.root, "/data"))
    xml = instance_xml(form, response(answers))
    assert list(read_instance(xml, form).items()) == list(answers.items())
    assert read_instance(xml.encode(), form) == answers


def test_a_record_has_its_form_version_and_id(form: Definition) -> None:
    root = ElementTree.fromstring(instance_xml(form, response({"/data/rooms": "1"}, id="r9")))
    assert root.attrib == {"id": "household", "version": "2026112001"}
    assert root.findtext("meta/instanceID") == "uuid:r9"
    kept = ElementTree.fromstring(instance_xml(form, response()))
    assert kept.findtext("meta/instanceID") == "uuid:1"


def test_an_attribute_of_an_entity_comes_back(form: Definition) -> None:
    answers = {
        "/data/meta/instanceID": "uuid:1",
        "/data/meta/entity/@id": 'a"<b\r',
        "/data/meta/entity/label": "甲",
    }
    assert read_instance(instance_xml(form, response(answers)), form) == answers


def test_what_xml_cannot_hold_is_left_out(form: Definition) -> None:
    xml = instance_xml(form, response({"/data/who/name": "a\x00\x01\x0b\ud800\uffffb"}))
    assert read_instance(xml, form)["/data/who/name"] == "ab"


def test_a_single_row_is_a_row(form: Definition) -> None:
    xml = '<data id="household"><member><name1>甲</name1></member><new/><new>x</new></data>'
    assert read_instance(xml, form) == {
        "/data/member[1]": "",
        "/data/member[1]/name1": "甲",
        "/data/new[2]": "x",
    }


def test_a_record_of_another_tool_is_read(form: Definition) -> None:
    xml = (
        '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!-- sent -->\n'
        '<data xmlns="http://www.opendatakit.org/xforms/1" id="household">\n <rooms>2</rooms>\n'
        ' <m:meta xmlns:m="http://openrosa.org/xforms"><m:instanceID>uuid:7</m:instanceID>'
        "</m:meta>\n</data>"
    )
    assert read_instance(xml.encode(), form) == {
        "/data/rooms": "2",
        "/data/meta/instanceID": "uuid:7",
    }


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE data [<!ENTITY a "b">]><data><rooms>&a;</rooms></data>',
        '<!DOCTYPE data SYSTEM "file:///etc/passwd"><data/>',
        "<data><rooms>&a;</rooms></data>",
        "<other/>",
        "<data>",
        "",
        b"\xff\xfe<\x00d\x00",
        "<data>" + "<a>" * 5_000 + "</a>" * 5_000 + "</data>",
    ],
)
def test_what_is_no_record_of_the_form_is_refused(form: Definition, xml: str | bytes) -> None:
    with pytest.raises(UserError) as caught:
        read_instance(xml, form)
    assert caught.value.problems[0].code == "export.not_an_instance"


def test_records_go_out_one_a_file(form: Definition, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    some = [response(), response(id="r2"), response({"/data/rooms": "1"}, id="../../r3")]
    made = export_responses([(form, some)], path, style="xml")
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert tuple(archive.namelist()) == made.names
        read = [read_instance(archive.read(name), form) for name in made.names]
    assert made.names == (
        "household/uuid_1.xml",
        "household/uuid_1~2.xml",
        "household/uuid_.._.._r3.xml",
    )
    assert read[0] == read[1] == ANSWERS
    assert made.responses == 3


def test_one_record_goes_out_as_a_file(form: Definition, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    made = export_responses([(form, [response()])], path, style="xml")
    assert made.names == ("a.xml",)
    assert read_instance(path.read_bytes(), form) == ANSWERS


@pytest.mark.parametrize("path", ["/data/a b", "/data/a><b", "/data//b", "/data/a[x]", "/data/"])
def test_a_path_that_is_none_stops_the_export(form: Definition, tmp_path: Path, path: str) -> None:
    forms = [(form, [response({path: "x"})])]
    assert refusal(forms, tmp_path / "a.zip", style="xml") == "export.damaged_answers"
    assert not list(tmp_path.iterdir())
