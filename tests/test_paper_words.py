"""Answers of any form and facts of any programme can be printed without code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import factories
from tests.printing import papers
from unionapp import paper_words, papermaking
from unionapp.errors import UserError
from unionapp.paths import DataDir, resources
from unionapp.printing import design_files, designs, documents, fields
from unionapp.printing.documents import Wishes
from unionapp.services import cases, vault
from unionapp.services.cases import Application

PROVIDERS = paper_words.providers()


def written(folder: Path, *names: str) -> None:
    things = [
        {"type": "text", "x": 10, "y": 10 * number, "w": 190, "h": 8, "size": 10, "field": name}
        for number, name in enumerate(names, start=1)
    ]
    design = {
        "schema": 1, "code": "slip", "zh": "便条", "en": "Slip", "width": 210, "height": 297,
        "stocks": ["a4"], "named_by": "person.name", "sides": {"front": things},
    }  # fmt: skip
    (folder / "slip.json").write_text(json.dumps(design), "utf-8")


def test_an_answer_and_a_fact_are_printed_by_their_names(tmp_path: Path) -> None:
    names = ("form.household_visit.visited_on", "form.household_visit.outcome",
             "fact.person.birth_date")  # fmt: skip
    written(tmp_path, *names)
    words = fields.shipped().with_own(tmp_path, PROVIDERS)
    record = {**papers.record(), **fields.samples(names, words=words)}
    record["form.household_visit.outcome"] = "见到本人"
    made = documents.render(
        "slip", [record], issued=papers.ISSUED, own=tmp_path, wishes=Wishes(providers=PROVIDERS)
    )
    text = papers.text_by_pdfium(made.pdf)
    assert "见到本人" in text
    assert text.count("2026-03-18") == 2


def test_the_label_of_a_question_is_that_of_the_form() -> None:
    field = PROVIDERS["form"]("form.household_visit.outcome")
    assert field is not None
    assert (field.zh, field.en, field.kind) == ("走访结果", "Outcome", "text")


@pytest.mark.parametrize(
    "name",
    ["form.household_visit.nothing", "form.no_such_form.outcome", "fact.nothing", "form.x",
     "form.../documents.x"],
)  # fmt: skip
def test_what_nobody_knows_is_an_error_when_the_design_is_read(tmp_path: Path, name: str) -> None:
    written(tmp_path, name)
    with pytest.raises(UserError) as caught:
        designs.read(
            design_files.listed([tmp_path])["slip"], fields.shipped().with_own(tmp_path, PROVIDERS)
        )
    assert [one.code for one in caught.value.problems] == ["printing.unknown_field"]


def test_a_design_of_the_office_prints_facts_of_its_case_and_can_be_checked(
    tmp_path: Path,
) -> None:
    desk = factories.office(tmp_path)
    folder = DataDir(desk.database.path.parent)
    someone = factories.person(desk, name="赵䶮")
    told = {"matter.kind": "pay", "matter.known_since": "2026-10-01"}
    asked = Application("mediation", "person", someone.id, answers=told)
    case = cases.open_for(desk, asked).case
    folder.own_documents.mkdir()
    shipped = resources() / "documents" / "mediation_agreement.json"
    design = json.loads(shipped.read_text("utf-8"))
    for number, name in enumerate(("fact.matter.kind", "fact.matter.known_since")):
        design["sides"]["front"].append(
            {"type": "text", "x": 10, "y": 2 + 5 * number, "w": 90, "h": 5, "size": 9,
             "field": name, "before": "事实："}
        )  # fmt: skip
    (folder.own_documents / "mediation_agreement.json").write_text(json.dumps(design), "utf-8")
    made = papermaking.make_paper(desk, folder, "mediation_agreement", [case.id])
    text = "".join(papers.text_by_pdfium(made.pdf).split())
    assert "事实：劳动报酬支付" in text
    assert "事实：2026-10-01" in text
    (seal,) = papers.scanned(made.pdf, 0)
    assert papermaking.check_paper(desk, folder, seal).is_valid
    cases.tell(desk, case.id, {"matter.known_since": "2026-10-02"})
    assert papermaking.check_paper(desk, folder, seal).state == "changed"
    vault.lock(desk)
