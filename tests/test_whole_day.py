"""One whole day in the window by key events, then read back in new processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests import day_runs
from unionapp.ui.day import EMPLOYER, RARE_NAME


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
    "request",
    "enrolled",
    "bundle",
]


def test_every_step_of_the_day_was_acknowledged(day: Day) -> None:
    told = [ack["ack"] for ack in day[1]]
    assert [step for step in STEPS if step not in told] == []


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
    for paper in ("member_card.pdf", "aid_receipt.pdf"):
        assert (out / paper).read_bytes().startswith(b"%PDF")
