"""A scanned paper is answered from the command line: which it is, whether it still counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import factories
from tests.services import aid
from unionapp import cli
from unionapp.commands.frame import PASSPHRASE_VARIABLE
from unionapp.printing import documents
from unionapp.services import case_flow, cases, papers, print_log, vault


def test_the_paper_of_a_withdrawn_case_is_named_and_no_longer_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, factories.PASSPHRASE)
    desk = factories.office(tmp_path)
    case = cases.open_case(desk, aid.family(desk).file.id).case
    sheet = papers.record_for(desk, "home_visit_sheet", case.id)
    text = documents.paper_text("home_visit_sheet", sheet)
    case_flow.withdraw(desk, case.id, reason="本人不再申请")
    vault.lock(desk)
    assert cli.run(["--data-dir", str(tmp_path), "verify", "--paper", text or ""]) == 1
    said = capsys.readouterr().out
    assert f"✗ 「入户走访表」{case.number}" in said
    assert "已经撤销" in said


def test_the_documents_and_the_prints_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, factories.PASSPHRASE)
    desk = factories.office(tmp_path)
    told = {"document": "aid_receipt", "media": "A5", "pages": 2}
    right = print_log.printed(desk, "a" * 64, printer="惠普", **told)  # type: ignore[arg-type] # a test's words
    print_log.answer(desk, right.job.id, right=True)
    print_log.failed(desk, "b" * 64, printer="联想", **told)  # type: ignore[arg-type] # a test's words
    vault.lock(desk)
    assert cli.run(["--data-dir", str(tmp_path), "print", "--list"]) == 0
    assert "aid_receipt  领款签收单  a5_landscape a4_halves" in capsys.readouterr().out
    assert cli.run(["--data-dir", str(tmp_path), "print", "--log"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [(line[0], line.split("  ")[2]) for line in lines] == [("✗", "联想"), ("✓", "惠普")]
    with pytest.raises(SystemExit):
        cli.run(["--data-dir", str(tmp_path), "print", "aid_receipt"])
