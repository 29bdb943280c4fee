"""The answers of a programme's form are facts of its case, until the case is decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests import factories
from tests.services import aid
from unionapp.models.desk import Desk
from unionapp.models.records import Case, Response, Worker
from unionapp.paths import DataDir
from unionapp.programmes import catalogue
from unionapp.programmes.describe import facts_asked
from unionapp.programmes.programme import Programme
from unionapp.services import (
    case_flow,
    case_form,
    case_pages,
    cases,
    questionnaires,
    responses,
    vault,
)
from unionapp.services.cases import Application
from unionapp.services.response_session import Session
from unionapp.services.responses import About

FORM = """
| survey | | | | |
| | type | name | label | calculation |
| | hidden | household_id | | |
| | select_one yes_no | study.enrolled | 在读 | |
| | begin group | study | 学习 | |
| | select_one stage | stage | 就读阶段 | |
| | integer | terms | 学期数 | |
| | date | since | 入学日期 | |
| | end group | | | |
| | decimal | study.fee | 学费（元） | |
| | calculate | study.board | | 0.1 * 3 |
| | select_multiple stage | study.earlier | 读过 | |
| | text | note | 备注 | |
| | begin repeat | study.rows | 多行 | |
| | text | study.room | 寝室 | |
| | end repeat | | | |
| choices | | |
| | list_name | name | label |
| | yes_no | yes | 是 |
| | yes_no | no | 否 |
| | stage | high_school | 高中 |
| | stage | university | 大学 |
| settings | | | |
| | form_id | form_title | version | subject |
| | study_form | 助学申请 | 1 | household |
"""
STEPS = """
[[steps]]
code = "apply"
zh = "受理"
en = "Apply"

[[steps]]
code = "grant"
zh = "批准"
en = "Grant"
from = ["apply"]
role = "approver"
other_than = ["apply"]
decides = true
grants = true

[[steps]]
code = "close"
zh = "办结"
en = "Close"
from = ["grant"]
closes = true
"""


def fact(name: str, kind: str) -> str:
    options = ""
    if kind in ("code", "codes"):
        options = (
            'options = [{ value = "high_school", zh = "高中", en = "High school" },'
            ' { value = "university", zh = "大学", en = "University" }]\n'
        )
    return f'[facts."study.{name}"]\nkind = "{kind}"\nzh = "{name}"\nen = "{name}"\n{options}\n'


def rule(name: str) -> str:
    return (
        f'[[eligibility.all]]\npredicate = "is_stated"\nfact = "study.{name}"\nwarn = true\n'
        f'code = "study.no_{name}"\nzh = "未说明 {name}"\nen = "No {name}"\n\n'
    )


KINDS = {
    "stage": "code",
    "terms": "whole",
    "since": "day",
    "board_fen": "money",
    "earlier": "codes",
    "room": "text",
}
PROGRAMME = f"""
code = "study"
edition = "1"
zh = "助学"
en = "Study"
subject = "household"
form = "study_form"

[[basis]]
document = "《试办办法》"

[eligibility]

[[eligibility.all]]
predicate = "is_yes"
fact = "study.enrolled"
code = "study.not_enrolled"
zh = "未在读"
en = "Not enrolled"

{"".join(rule(name) for name in KINDS)}
[amount]
rule = "stated"
fact = "study.fee_fen"

{fact("enrolled", "yes_no")}{fact("fee_fen", "money")}
{"".join(fact(name, kind) for name, kind in KINDS.items())}
{STEPS}
"""


@pytest.fixture
def folder(tmp_path: Path) -> DataDir:
    return DataDir(tmp_path)


@pytest.fixture
def desk(folder: DataDir, tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    folder.own_programmes.mkdir()
    (folder.own_programmes / "study.toml").write_text(PROGRAMME, "utf-8")
    workbook = tmp_path / "study_form.md"
    workbook.write_text(FORM, "utf-8")
    questionnaires.install(made, folder, workbook)
    yield made
    vault.lock(made)


def opened(desk: Desk) -> Case:
    home = aid.family(desk).household
    return cases.open_for(desk, Application("study", "household", home.id)).case


def begun(desk: Desk, folder: DataDir, case: Case) -> Session:
    form = questionnaires.ready(desk, folder, "study_form")
    return responses.begin(desk, form, About("household", case.subject_id, case_id=case.id))


def answer(session: Session, **answers: str) -> None:
    for name, text in answers.items():
        path = f"/data/study/{name}" if name in KINDS else f"/data/{name.replace('__', '.')}"
        node = session.filling.form.node(path)
        assert node is not None, path
        session.filling.answer(node, text)


def filled(desk: Desk, folder: DataDir, case: Case) -> Session:
    session = begun(desk, folder, case)
    answer(
        session,
        study__enrolled="yes",
        stage="high_school",
        terms="2",
        since="2026-09-01",
        study__fee="1,234.50",
        study__earlier="high_school university",
        note="无",
    )
    responses.finish(desk, session)
    return session


def test_answers_become_facts_and_the_verdict_follows_at_once(desk: Desk, folder: DataDir) -> None:
    case = opened(desk)
    assert [one.code for one in case_pages.page(desk, case.id).missing] == [
        "programme.fact_missing",
        "programme.fact_missing",
    ]
    session = filled(desk, folder, case)
    page = case_pages.page(desk, case.id)
    assert page.case.response_id == session.response.id
    assert page.response is not None
    assert page.response.state == "finished"
    assert (page.case.facts or {})["study"] == {
        "enrolled": True,
        "stage": "high_school",
        "terms": 2,
        "since": "2026-09-01",
        "fee_fen": 123_450,
        "board_fen": 30,
        "earlier": ["high_school", "university"],
    }
    assert page.missing == ()
    assert page.verdict is not None
    assert (page.verdict.eligible, page.verdict.amount_fen) == (True, 123_450)
    assert any("1,234.50" in line for line in page.verdict.proof)


def test_the_form_of_a_case_is_gone_on_with_and_then_corrected(desk: Desk, folder: DataDir) -> None:
    case = opened(desk)
    first = begun(desk, folder, case)
    assert begun(desk, folder, case).response.id == first.response.id
    done = filled(desk, folder, case)
    assert done.response.id == first.response.id
    again = begun(desk, folder, case)
    assert again.correcting
    answer(again, study__fee="2000")
    responses.finish(desk, again, reason="学费通知书")
    assert (aid.case_now(desk, case.id).facts or {})["study"]["fee_fen"] == 200_000


TOLD = {
    "study.enrolled": True,
    "study.stage": "university",
    "study.terms": 3,
    "study.since": "2026-09-01",
    "study.fee_fen": 123_450,
    "study.earlier": ["high_school", "university"],
}


def test_what_was_told_on_the_page_stands_in_a_form_that_is_begun_afterwards(
    desk: Desk, folder: DataDir
) -> None:
    case = opened(desk)
    cases.tell(desk, case.id, {**TOLD, "study.stage": "kindergarten"})
    cases.tell(desk, case.id, {"study": {"stage": "university"}})
    session = begun(desk, folder, case)
    values = {node.path: node.value for node in session.filling.form.root.walk() if node.value}
    assert values == {
        "/data/study.enrolled": "yes",
        "/data/study/stage": "university",
        "/data/study/terms": "3",
        "/data/study/since": "2026-09-01",
        "/data/study.fee": "1234.50",
        "/data/study.board": "0.30000000000000004",  # reckoned by the form
        "/data/study.earlier": "high_school university",
        **{path: text for path, text in values.items() if "/meta/" in path},
    }
    before = aid.case_now(desk, case.id).facts
    responses.finish(desk, session)
    told = (aid.case_now(desk, case.id).facts or {})["study"]
    assert told == {**(before or {})["study"], "board_fen": 30}


@pytest.mark.parametrize(("told", "shown"), [(False, "no"), (True, "yes")])
def test_a_no_that_was_told_is_a_no_in_the_form(
    desk: Desk, folder: DataDir, told: bool, shown: str
) -> None:
    case = opened(desk)
    cases.tell(desk, case.id, {"study.enrolled": told, "study.stage": "kindergarten"})
    form = begun(desk, folder, case).filling.form
    answers = {node.name: node.value for node in form.root.walk()}
    assert (answers["study.enrolled"], answers["stage"]) == (shown, "")


def test_a_correction_leaves_alone_what_was_told_on_the_page_since(
    desk: Desk, folder: DataDir
) -> None:
    case = opened(desk)
    filled(desk, folder, case)
    cases.tell(desk, case.id, {"study.terms": 4})
    again = begun(desk, folder, case)
    answer(again, study__fee="2000", stage="")
    responses.finish(desk, again, reason="学费通知书")
    study = (aid.case_now(desk, case.id).facts or {})["study"]
    assert (study["terms"], study["fee_fen"], study["stage"]) == (4, 200_000, None)


def test_a_correction_after_the_decision_alters_nothing(desk: Desk, folder: DataDir) -> None:
    approver = Worker(
        id=desk.new_id(), home_division=factories.DIVISION, name="赵志强", roles=("approver",)
    )
    factories.add(desk, approver)
    case = opened(desk)
    filled(desk, folder, case)
    granted = case_flow.take_step(replace(desk, worker_id=approver.id), case.id, "grant").case
    assert granted.amount_fen == 123_450
    again = begun(desk, folder, case)
    answer(again, study__fee="9999", study__enrolled="no")
    responses.finish(desk, again, reason="写错了")
    after = aid.case_now(desk, case.id)
    assert after == granted
    assert not cases.is_altered(after)
    with desk.read() as reading:
        kept = reading.get(Response, again.response.id)
    assert ["/data/study.fee", "9999"] in [
        list(one) for one in (kept.answers if kept else None) or ()
    ]


def test_two_cases_of_one_household_have_a_form_each(desk: Desk, folder: DataDir) -> None:
    case = opened(desk)
    other = cases.open_for(desk, Application("study", "household", case.subject_id)).case
    first, second = begun(desk, folder, case), begun(desk, folder, other)
    assert first.response.id != second.response.id
    answer(second, study__enrolled="yes")
    responses.finish(desk, second)
    assert aid.case_now(desk, case.id).answers is None
    assert aid.case_now(desk, other.id).answers == {"study": {"enrolled": True, "board_fen": 30}}


def test_a_discarded_response_makes_room_for_another(desk: Desk, folder: DataDir) -> None:
    case = opened(desk)
    session = begun(desk, folder, case)
    responses.discard(desk, session.response.id, "填错了人")
    again = begun(desk, folder, case)
    assert again.response.id != session.response.id
    assert aid.case_now(desk, case.id).response_id == again.response.id


@pytest.mark.parametrize(
    "programme", [one for one in catalogue.available() if one.form], ids=lambda one: one.code
)
def test_what_a_shipped_form_calls_a_fact_is_one_of_its_programmes(
    desk: Desk, folder: DataDir, programme: Programme
) -> None:
    """A question whose name has a dot is named after a fact that a programme of the form asks."""
    form = questionnaires.ready(desk, folder, programme.form)
    definition = questionnaires.loaded(desk, form.id).definition
    named = {spec.name for spec in definition.root.walk() if "." in spec.name}
    asking = [one for one in catalogue.available() if one.form == programme.form]
    known = {fact.name for one in asking for fact in facts_asked(one)}
    told = {name for name in named if {name, f"{name}_fen"} & known}
    assert named == told
    for spec in definition.root.walk():
        if {*case_form.names_of(spec.path)} & known:
            assert "." in spec.name, f"{spec.path} tells a fact by chance"
