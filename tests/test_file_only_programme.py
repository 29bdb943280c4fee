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
