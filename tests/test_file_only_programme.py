"""A programme of one file in the data folder: listed, opened, computed, walked and printed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import factories
from tests.printing.papers import text_by_pdfium
from tests.services import aid
from unionapp import cli, papermaking
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import Worker
from unionapp.paths import DataDir
from unionapp.services import (
    case_flow,
    case_pages,
    cases,
    finder,
    receipts,
    totals,
    vault,
)
from unionapp.services.cases import Application
from unionapp.wording import sentence

PROGRAMME = """
code = "winter_coal"
edition = "2026"
zh = "冬季取暖补助"
en = "Winter coal"
subject = "household"
exclusions = "exclusion"

[[basis]]
document = "《兴华街道总工会取暖补助办法》"
number = "沈兴工发〔2026〕9号"

[eligibility]
predicate = "number_between"
fact = "coal.rooms"
at_least = 1
at_most = 4
code = "winter_coal.too_many_rooms"
zh = "供暖房间超过四间"
en = "More than four heated rooms"

[amount]
rule = "per_each"
fact = "coal.rooms"

[amount.of]
rule = "fixed_sum"
fen = { switch = "each" }

[frequency]
per = "household"
period = "calendar_year"

[facts."coal.rooms"]
kind = "whole"
zh = "供暖房间数"
en = "Heated rooms"

[switches.each]
zh = "每间补助"
en = "For each room"
kind = "money"
default = 26050
source = "document"
note = { zh = "办法第三条", en = "Article 3" }

[[steps]]
code = "apply"
zh = "受理"
en = "Apply"

[[steps]]
code = "notice"
zh = "公示"
en = "Notice"
from = ["apply"]
notice_days = 3
papers = ["public_notice"]

[[steps]]
code = "grant"
zh = "批准"
en = "Grant"
from = ["notice"]
role = "approver"
other_than = ["apply"]
decides = true
grants = true
papers = ["approval_sheet"]

[[steps]]
code = "pay"
zh = "发放"
en = "Pay"
from = ["grant"]
pays = true
papers = ["aid_receipt"]

[[steps]]
code = "close"
zh = "办结"
en = "Close"
from = ["pay"]
closes = true
"""
THREE_ROOMS = 3 * 26_050


@pytest.fixture
def folder(tmp_path: Path) -> DataDir:
    return DataDir(tmp_path)


@pytest.fixture
def desk(folder: DataDir, tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    folder.own_programmes.mkdir()
    (folder.own_programmes / "winter_coal.toml").write_text(PROGRAMME, "utf-8")
    yield made
    vault.lock(made)


def printed(desk: Desk, folder: DataDir, document: str, id_: str) -> str:
    made = papermaking.make_paper(desk, folder, document, [id_])
    assert made.pdf.startswith(b"%PDF")
    return "".join(text_by_pdfium(made.pdf).split())


def test_it_is_listed_and_tried_from_the_command_line(
    desk: Desk, folder: DataDir, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--data-dir", str(tmp_path), "programme"]
    assert cli.run([*asked, "list", "--json"]) == 0
    listed = {one["code"] for one in json.loads(capsys.readouterr().out)["programmes"]}
    assert "winter_coal" in listed
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"day": "2026-11-21", "coal": {"rooms": 3}}), "utf-8")
    assert cli.run([*asked, "try", "winter_coal", "--facts", str(facts), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["eligible"], answer["amount_fen"]) == (True, THREE_ROOMS)


def test_it_goes_from_the_application_to_the_close_with_its_papers(
    desk: Desk, folder: DataDir
) -> None:
    approver = factories.add(
        desk,
        Worker(
            id=desk.new_id(), home_division=factories.DIVISION, name="赵志强", roles=("approver",)
        ),
    )
    home = aid.family(desk).household.id
    offered = {one.programme: one.answer for one in finder.of_household(desk, home)}
    assert offered["winter_coal"] == "unknown"  # nobody has counted the rooms yet

    case = cases.open_for(desk, Application("winter_coal", "household", home)).case
    cases.tell(desk, case.id, {"coal.rooms": 3})
    verdict = case_pages.page(desk, case.id).verdict
    assert verdict is not None
    assert (verdict.eligible, verdict.amount_fen) == (True, THREE_ROOMS)

    case_flow.take_step(desk, case.id, "notice")
    assert "冬季取暖补助" in printed(desk, folder, "public_notice", case.id)
    over = aid.on(desk, datetime(2026, 11, 30, 2, 0, tzinfo=UTC))
    with pytest.raises(UserError):
        case_flow.take_step(over, case.id, "grant")
    case_flow.take_step(replace(over, worker_id=approver.id), case.id, "grant")
    sheet = printed(over, folder, "approval_sheet", case.id)
    for words in ("冬季取暖补助", "781.50", "柒佰捌拾壹元伍角"):
        assert words in sheet, words

    receipt = receipts.issue(over, case.id).receipt
    assert "781.50" in printed(over, folder, "aid_receipt", receipt.id)
    closed = case_flow.take_step(over, case.id, "close").case
    assert (closed.state, closed.step) == ("paid", "close")
    assert any("260.50" in line and line.endswith("781.50") for line in closed.proof)
    (line,) = totals.of_period(over, "programme", aid.TODAY, over.clock().date()).lines
    assert (line.label, line.amount_fen) == ("冬季取暖补助", THREE_ROOMS)


def test_it_refuses_beyond_its_bound_with_its_own_words(desk: Desk) -> None:
    home = aid.family(desk).household.id
    for rooms, eligible in ((4, True), (5, False)):
        asked = Application("winter_coal", "household", home, answers={"coal.rooms": rooms})
        verdict = cases.assess(desk, asked)
        assert verdict.eligible is eligible
        told = [one.text for one in verdict.reasons]
        assert ("供暖房间超过四间" in told) is not eligible


OWN_CARD = {
    "schema": 1, "code": "coal_card", "zh": "领煤卡", "en": "Coal card", "width": 210,
    "height": 297, "stocks": ["a4"], "named_by": "person.name",
    "sides": {"front": [
        {"type": "text", "x": 10, "y": 10 * place, "w": 190, "h": 8, "size": 10, "field": name}
        for place, name in enumerate(
            ("person.name", "case.number", "case.programme", "fact.coal.rooms"), start=1)
    ]},
}  # fmt: skip


def granted_with_a_card(desk: Desk, folder: DataDir) -> str:
    """Return a case whose granting step makes the office's own card."""
    own = PROGRAMME.replace('papers = ["approval_sheet"]', 'papers = ["coal_card"]')
    (folder.own_programmes / "winter_coal.toml").write_text(own, "utf-8")
    with desk.write() as work:
        work.set_fields("worker", desk.worker_id, {"roles": ("worker", "approver", "cashier")})
    home = aid.family(desk).household.id
    asked = Application("winter_coal", "household", home, answers={"coal.rooms": 3})
    return cases.decide(desk, cases.open_for(desk, asked).case.id).case.id


def test_a_step_waits_for_a_paper_of_the_offices_own(desk: Desk, folder: DataDir) -> None:
    folder.own_documents.mkdir()
    (folder.own_documents / "coal_card.json").write_text(json.dumps(OWN_CARD), "utf-8")
    case_id = granted_with_a_card(desk, folder)
    line = next(one for one in case_pages.page(desk, case_id).papers if one.document == "coal_card")
    assert (line.makeable, line.waited, line.title.zh) == (True, True, "领煤卡")
    with pytest.raises(UserError) as error:
        receipts.issue(desk, case_id)
    (problem,) = error.value.problems
    assert problem.code == "flow.paper_missing"
    assert "「领煤卡」" in sentence(problem, "zh")
    assert "Coal card" in sentence(problem, "en")
    said = printed(desk, folder, "coal_card", case_id)
    for word in ("王秀兰", "冬季取暖补助", aid.case_now(desk, case_id).number, "3"):
        assert word in said
    assert receipts.issue(desk, case_id).receipt.amount_fen == THREE_ROOMS


def test_a_paper_without_a_design_is_told_and_keeps_nobody_waiting(
    desk: Desk, folder: DataDir, capsys: pytest.CaptureFixture[str]
) -> None:
    case_id = granted_with_a_card(desk, folder)
    line = next(one for one in case_pages.page(desk, case_id).papers if one.document == "coal_card")
    assert not line.makeable
    file = folder.own_programmes / "winter_coal.toml"
    cli.run(["--data", str(folder.root), "programme", "check", str(file)])
    assert "coal_card" in "".join(capsys.readouterr())
    with pytest.raises(UserError) as error:
        papermaking.make_paper(desk, folder, "coal_card", [case_id])
    assert error.value.problems[0].code == "papers.no_such_document"
    assert receipts.issue(desk, case_id).receipt.amount_fen == THREE_ROOMS
