"""Every paper that a programme names is filled from its case, waited for, and can be checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from tests import factories
from tests.services import aid
from unionapp import papermaking
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import Case, Employer
from unionapp.paths import DataDir, resources
from unionapp.printing import designs, documents, fields
from unionapp.programmes import catalogue
from unionapp.services import (
    case_flow,
    case_pages,
    cases,
    household_papers,
    papers,
    points,
)
from unionapp.services.cases import Application

# Papers of steps that are made of all cases at once, where everybody stands on one list.
ELSEWHERE: Mapping[str, str] = {
    "campaign_roll": "the roll of a campaign is approved as a whole",
    "sign_off_list": "everybody on the roll signs one list",
    "screening_roll": "the women of a round go to the hospital on one roll",
    "settlement_list": "the hospital is paid for the whole round",
    "class_quality_record": "a lesson is heard once, whoever sits in it",
}
SHA = "a" * 64


pytestmark = pytest.mark.usefixtures("dibao")


def opened(desk: Desk, programme: str, kind: str, id_: str, **answers: object) -> Case:
    told = {name.replace("__", "."): value for name, value in answers.items()}
    return cases.open_for(desk, Application(programme, kind, id_, answers=told)).case


def person(desk: Desk) -> str:
    return factories.person(desk, name="赵䶮", identity_number=aid.IDENTITY, sex="2").id


def employer(desk: Desk) -> str:
    made = Employer(
        id="",
        home_division=factories.DIVISION,
        name="沈阳鸿运达物流有限公司",
        workers=126,
        union_state="none",
        industry="G",
    )
    return factories.add(desk, made).id


def taken(desk: Desk, case: Case, *steps: str) -> Case:
    """Take steps, each with the papers that it waits for."""
    for step in steps:
        made(desk, case)
        case_flow.take_step(desk, case.id, step, reason="经两次告知仍未补齐材料")
    return aid.case_now(desk, case.id)


def made(desk: Desk, case: Case) -> None:
    waiting = household_papers.waited_for(desk, case.id)
    if waiting is not None:
        papers.note_issued(desk, waiting.document, "case", case.id, SHA)


def legal_aid(*steps: str) -> Callable[[Desk], str]:
    def case_of(desk: Desk) -> str:
        case = opened(desk, "legal_aid", "person", person(desk), matter__kind="pay")
        return taken(desk, case, *steps).id

    return case_of


def mediation(desk: Desk) -> str:
    told = {"matter__kind": "pay", "matter__respondent": "沈阳鸿运达", "matter__terms": "一次付清"}
    case = opened(desk, "mediation", "person", person(desk), **told)
    return taken(desk, case, "mediate", "agreement").id


def bargaining(desk: Desk) -> str:
    return opened(
        desk, "collective_bargaining", "employer", employer(desk), offer__subject="高温津贴"
    ).id


def founding(desk: Desk) -> str:
    return opened(desk, "union_founding", "employer", employer(desk), founding__members=40).id


def employment(*steps: str) -> Callable[[Desk], str]:
    def case_of(desk: Desk) -> str:
        told = {"job__wants_work": True, "job__employer": "沈阳鸿运达", "job__post": "分拣员"}
        case = opened(desk, "employment", "person", person(desk), **told)
        return taken(desk, case, *steps).id

    return case_of


def training(*steps: str) -> Callable[[Desk], str]:
    def case_of(desk: Desk) -> str:
        told: dict[str, object] = {
            "course__name": "网约配送员职业技能培训",
            "course__consents": True,
            "course__until": "2026-11-20",
            "course__hours": 80,
        }
        case = opened(desk, "training", "person", person(desk), **told)
        return taken(desk, case, *steps).id

    return case_of


def honour(desk: Desk) -> str:
    told = {"award__name": "最美快递员", "award__on": "2026-11-20"}
    return opened(desk, "commendation", "person", person(desk), **told).id


def station(desk: Desk) -> str:
    host = employer(desk)
    points.add(desk, kind="outdoor_station", name="工人村服务站点", employer_id=host)
    case = opened(desk, "outdoor_station", "employer", host)
    return taken(desk, case, "inspect").id


def contact(desk: Desk) -> str:
    home = aid.family(desk).household.id
    return opened(desk, "contact_person", "household", home, contact__name="陈晓梅").id


def medical(desk: Desk) -> str:
    told = {
        "medical__total_fen": 8_600_000,
        "medical__basic_fen": 5_200_000,
        "medical__judged_fen": 1_000_000,
        "medical__reason": "家庭收入不足以负担",
    }
    return opened(desk, "medical_aid", "person", aid.family(desk).head.id, **told).id


CASES: Mapping[str, Callable[[Desk], str]] = {
    "approval_sheet": lambda desk: aid.granted(desk).id,
    "medical_worksheet": medical,
    "hardship_file_form": lambda desk: aid.family(desk).file.id,
    "home_visit_sheet": lambda desk: aid.family(desk).household.id,
    "contact_card": contact,
    "legal_aid_application": legal_aid(),
    "legal_aid_refusal": legal_aid("refuse"),
    "legal_aid_referral": legal_aid("accept", "assign"),
    "legal_aid_report": legal_aid("accept", "assign", "act", "report"),
    "mediation_agreement": mediation,
    "bargaining_offer": bargaining,
    "founding_application": founding,
    "referral_slip": employment("match", "refer"),
    "placement_proof": employment("match", "refer", "place"),
    "timetable": training("admit"),
    "training_certificate": training("admit", "attend"),
    "honour_certificate": honour,
    "inspection_sheet": station,
}


# What some of them must say.
SAYS: Mapping[str, Mapping[str, object]] = {
    "legal_aid_application": {"matter.kind": "劳动报酬支付"},
    "legal_aid_refusal": {"matter.reason": "经两次告知仍未补齐材料"},
    "legal_aid_report": {"matter.result": "经两次告知仍未补齐材料"},
    "mediation_agreement": {"matter.terms": "一次付清"},
    "bargaining_offer": {"employer.name": "沈阳鸿运达物流有限公司"},
    "founding_application": {"founding.members": 40},
    "referral_slip": {"referral.for": "应聘分拣员"},
    "placement_proof": {"placement.employer": "沈阳鸿运达"},
    "training_certificate": {"training.until": date(2026, 11, 20)},
    "honour_certificate": {"honour.year": "二〇二六年度"},
    "contact_card": {"contact.name": "陈晓梅"},
    "inspection_sheet": {"inspection.point": "工人村服务站点"},
    "medical_worksheet": {"medical.residual_fen": 3_400_000, "medical.amount_fen": 1_000_000},
    "hardship_file_form": {"hardship.category": "deep", "hardship.standard_fen": 70_000},
    "home_visit_sheet": {"call.asked": "收入、住房、诊断和票据"},
}


def test_every_paper_that_a_programme_names_is_made_of_its_case_or_elsewhere() -> None:
    named = {
        paper
        for programme in catalogue.available()
        for paper in (*programme.papers, *(p for step in programme.steps for p in step.papers))
    }
    assert {one for one in named if not (resources() / "documents" / f"{one}.json").is_file()} == (
        set()
    )
    assert named - set(papers.DOCUMENTS) == set(ELSEWHERE)
    assert set(ELSEWHERE) <= set(papers.OFFICE_PAPERS)


def test_every_paper_of_a_case_is_tried_here() -> None:
    assert set(papers.CASE_PAPERS) - {"public_notice"} == set(CASES)


@pytest.mark.parametrize("document", CASES)
def test_a_paper_says_what_its_case_says_prints_and_can_be_checked(
    desk: Desk, document: str
) -> None:
    id_ = CASES[document](desk)
    words = papers.record_for(desk, document, id_)
    fields.check_names(words)
    says = SAYS.get(document, {})
    assert {name: words.get(name) for name in says} == says
    folder = DataDir(desk.database.path.parent)
    papermaking.make_paper(desk, folder, document, [id_])
    text = documents.paper_text(document, words)
    assert text is not None
    found = papermaking.check_paper(desk, folder, text)
    assert (found.document, found.state, found.is_valid) == (document, "same", True)
    assert found.number == words[str(designs.load(document).sealed_by)]
    assert {one.document for one in found.issued} == {document}


def test_a_step_waits_for_its_paper(desk: Desk) -> None:
    id_ = legal_aid()(desk)
    with pytest.raises(UserError) as error:
        case_flow.take_step(desk, id_, "accept")
    assert [one.code for one in error.value.problems] == ["flow.paper_missing"]
    papers.note_issued(desk, "legal_aid_application", "case", id_, SHA)
    assert case_flow.take_step(desk, id_, "accept").case.state == "granted"


def test_each_inspection_has_a_sheet_and_a_number_of_its_own(desk: Desk) -> None:
    id_ = station(desk)
    first = papers.record_for(desk, "inspection_sheet", id_)
    made(desk, aid.case_now(desk, id_))
    assert household_papers.waited_for(desk, id_) is None
    case_flow.take_step(desk, id_, "inspect")
    second = papers.record_for(desk, "inspection_sheet", id_)
    assert str(first["inspection.number"]).endswith("-01")
    assert str(second["inspection.number"]).endswith("-02")
    waiting = household_papers.waited_for(desk, id_)
    assert waiting is not None
    assert waiting.document == "inspection_sheet"


def test_an_inspection_of_the_register_stands_ticked_on_the_sheet(desk: Desk) -> None:
    host = employer(desk)
    point = points.add(desk, kind="outdoor_station", name="工人村服务站点", employer_id=host).record
    points.inspect(desk, point.id, met=("name", "map"), finding="微波炉损坏")
    case = taken(desk, opened(desk, "outdoor_station", "employer", host), "inspect")
    words = papers.record_for(desk, "inspection_sheet", case.id)
    rows = words["inspection.rows"]
    assert isinstance(rows, tuple)
    assert [row["met"] for row in rows] == ["yes", "no", "no", "no", "no", "yes"]
    assert words["inspection.finding"] == "微波炉损坏"


def test_the_paper_of_a_withdrawn_case_no_longer_counts(desk: Desk) -> None:
    id_ = bargaining(desk)
    words = papers.record_for(desk, "bargaining_offer", id_)
    text = documents.paper_text("bargaining_offer", words)
    case_flow.withdraw(desk, id_, reason="单位已注销")
    found = papermaking.check_paper(desk, DataDir(desk.database.path.parent), text or "")
    assert (found.state, found.withdrawn, found.is_valid) == ("same", True, False)


def test_a_certificate_waits_for_what_it_certifies(desk: Desk) -> None:
    case = opened(desk, "commendation", "person", person(desk), award__name="最美快递员")
    with pytest.raises(UserError) as error:
        papers.record_for(desk, "honour_certificate", case.id)
    (problem,) = error.value.problems
    assert (problem.code, problem.detail["fact"]) == ("papers.fact_missing", "授予日期")


def test_papers_that_no_step_waits_for_are_offered_and_hold_nobody_up(desk: Desk) -> None:
    page = case_pages.page(desk, medical(desk))
    (line,) = [one for one in page.papers if one.document == "medical_worksheet"]
    assert (line.makeable, line.waited, line.issued) == (True, False, None)
    assert household_papers.waited_for(desk, page.case.id) is None


def test_a_file_form_of_a_filing_case_is_noted_with_the_case(desk: Desk) -> None:
    family = aid.family(desk)
    case = cases.open_for(desk, Application("hardship_filing", "household", family.household.id))
    assert papers.subject_of(desk, "hardship_file_form", family.file.id) == ("case", case.case.id)
