"""One whole day in the window by key events, then read back in new processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests import day_runs
from unionapp.ui.day import EMPLOYER, RARE_NAME
from unionapp.ui.day_form import FORM_ID, NEW_MEMBER, REMARK

pytestmark = pytest.mark.xdist_group("day")  # what is shared costs more than the tests


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    out = tmp_path_factory.mktemp("day")
    process = day_runs.start_day(out, out / "data", pictures=True)
    printed, errors = process.communicate(timeout=day_runs.PATIENCE)
    assert process.returncode == 0, errors
    return out, day_runs.acknowledged(printed.splitlines())


Day = tuple[Path, list[dict[str, Any]]]

STEPS = [
    "opened",
    "outcome",
    "taken back",
    "visit",
    "visit note",
    "name",
    "person",
    "import",
    "employer",
    "applied",
    "approved",
    "hardship file",
    "case open",
    "case granted",
    "receipt",
    "paper",
    "form draft",
    "form answers",
    "form finished",
    "form corrected",
    "form export",
    "request",
    "enrolled",
    "bundle",
]


def test_every_step_of_the_day_was_acknowledged(day: Day) -> None:
    told = [ack["ack"] for ack in day[1]]
    assert [step for step in STEPS if step not in told] == []


@pytest.mark.parametrize("query", [NEW_MEMBER, "zhaoxiaoman", "1326"])
def test_the_person_that_a_form_added_is_found_in_a_new_process(day: Day, query: str) -> None:
    found = day_runs.command(day[0] / "data", "find", query)
    assert found.status == 0, found.errors
    people = [hit for hit in found.json["hits"] if hit["title"] == NEW_MEMBER]
    assert len(people) == 1
    assert "210***********1326" in people[0]["subtitle"]


def test_the_form_is_counted_once_and_no_draft_is_left(day: Day) -> None:
    listed = day_runs.command(day[0] / "data", "form", "list")
    assert listed.status == 0, listed.errors
    form = next(one for one in listed.json["forms"] if one["form_id"] == FORM_ID)
    assert (form["responses"], form["drafts"]) == (1, 0)


def test_the_answers_of_the_form_are_exported_in_a_new_process(day: Day) -> None:
    out = day[0]
    file = out / "answers.xlsx"
    made = day_runs.command(out / "data", "form", "export", FORM_ID, str(file), "--labels")
    assert made.status == 0, made.errors
    assert made.json["responses"] == 1
    for workbook in (file, out / "household_visit.xlsx"):
        answers, members = tables_of(workbook)
        assert answers["住房类型"] == ["承租公房"]  # as corrected
        assert answers["走访备注"] == [REMARK]
        assert members["姓名"][-1] == NEW_MEMBER
        assert members["证件号码"][-1] == "210***********1326"  # as mended, and masked


def tables_of(workbook: Path) -> list[dict[str, list[str]]]:
    """The tables of a workbook of responses: the texts of each column by the end of its head."""
    from openpyxl import load_workbook

    tables = []
    for sheet in load_workbook(workbook).worksheets:
        head, *rows = sheet.iter_rows(values_only=True)
        columns = zip(head, *rows, strict=True)
        tables.append({str(name): [str(cell) for cell in cells] for name, *cells in columns})
    return tables


@pytest.mark.parametrize("query", [RARE_NAME, "zhaoyan", "9994", EMPLOYER, "sdjs"])
def test_what_was_entered_is_found_in_a_new_process(day: Day, query: str) -> None:
    found = day_runs.command(day[0] / "data", "find", query)
    assert found.status == 0, found.errors
    titles = [hit["title"] for hit in found.json["hits"]]
    assert RARE_NAME in titles or EMPLOYER in titles


def test_numbers_are_masked_in_what_is_found(day: Day) -> None:
    found = day_runs.command(day[0] / "data", "find", RARE_NAME)
    assert "210***********9994" in found.json["hits"][0]["subtitle"]
    assert "140****1234" in found.json["hits"][0]["subtitle"]


def test_the_day_leaves_a_sound_database(day: Day) -> None:
    report = day_runs.command(day[0] / "data", "verify")
    wrong = [check for check in report.json["checks"] if not check["ok"]]
    assert wrong == []
    assert report.status == 0


def test_the_bundle_says_what_it_holds_and_the_hub_takes_it_once(day: Day) -> None:
    out = day[0]
    bundle = str(next(out.glob("数据包-*.ghb")))
    shown = day_runs.command(out / "data", "bundle", "show", bundle)
    assert shown.status == 0, shown.errors
    hub = f"sqlite:///{out / 'hub.db'}"
    first = day_runs.command(out / "data", "hub", "ingest", bundle, "--hub", hub)
    assert first.json["files"][0]["status"] == "applied", first
    again = day_runs.command(out / "data", "hub", "ingest", bundle, "--hub", hub)
    assert again.json["files"][0]["status"] == "duplicate", again


def test_a_bundle_with_one_bit_flipped_is_refused_and_changes_nothing(day: Day) -> None:
    out = day[0]
    content = bytearray(next(out.glob("数据包-*.ghb")).read_bytes())
    content[len(content) // 2] ^= 1
    broken = out / "broken.ghb"
    broken.write_bytes(content)
    hub = f"sqlite:///{out / 'hub.db'}"
    before = day_runs.command(out / "data", "hub", "report", "--hub", hub).json
    refused = day_runs.command(out / "data", "hub", "ingest", str(broken), "--hub", hub)
    assert refused.json["files"][0]["status"] == "quarantined"
    after = day_runs.command(out / "data", "hub", "report", "--hub", hub).json
    assert before.get("operations") == after.get("operations")


def test_pictures_and_papers_were_made(day: Day) -> None:
    out = day[0]
    assert (out / "02-matrix.png").stat().st_size > 20_000
    for paper in (
        "member_card.pdf",
        "approval_sheet.pdf",
        "aid_receipt.pdf",
        "household_visit.pdf",
    ):
        assert (out / paper).read_bytes().startswith(b"%PDF")
