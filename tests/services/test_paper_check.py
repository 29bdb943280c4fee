"""A scanned paper is told apart: true, changed, voided, unknown; prints are logged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories import office
from tests.services import aid
from unionapp import papermaking
from unionapp.errors import UserError
from unionapp.models import audit
from unionapp.models.desk import Desk
from unionapp.models.records import Receipt
from unionapp.paths import DataDir
from unionapp.printing import documents
from unionapp.services import papers, print_log, receipts


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = office(tmp_path)
    aid.standard(desk)
    return desk


@pytest.fixture
def receipt(desk: Desk) -> Receipt:
    return aid.paid(desk)


def scanned(desk: Desk, receipt: Receipt) -> str:
    text = documents.paper_text("aid_receipt", papers.record_for(desk, "aid_receipt", receipt.id))
    assert text is not None
    return text


def test_a_paper_says_what_its_record_says(desk: Desk, receipt: Receipt, tmp_path: Path) -> None:
    text = scanned(desk, receipt)
    papers.note_issued(desk, "aid_receipt", "receipt", receipt.id, "ab" * 32)
    found = papermaking.check_paper(desk, DataDir(tmp_path), text)
    assert (found.document, found.number) == ("aid_receipt", receipt.number)
    assert (found.state, found.voided_by, found.is_valid) == ("same", None, True)
    assert [one.copy for one in found.issued] == [1]


def test_a_paper_with_another_content_is_told(desk: Desk, receipt: Receipt, tmp_path: Path) -> None:
    text = scanned(desk, receipt)
    forged = text[:-1] + ("A" if text[-1] != "A" else "B")
    found = papermaking.check_paper(desk, DataDir(tmp_path), forged)
    assert (found.state, found.is_valid) == ("changed", False)


def test_a_voided_paper_names_what_voids_it(desk: Desk, receipt: Receipt, tmp_path: Path) -> None:
    text = scanned(desk, receipt)
    void = receipts.void(desk, receipt.id, reason="金额有误").receipt
    found = papermaking.check_paper(desk, DataDir(tmp_path), text)
    assert (found.state, found.voided_by, found.is_valid) == ("same", void.number, False)


def test_a_number_of_another_office_is_unknown(desk: Desk, tmp_path: Path) -> None:
    found = papermaking.check_paper(desk, DataDir(tmp_path), "UA1|LK|2020-X-1|ABCDEFGHIJKLMNOP")
    assert (found.state, found.is_valid) == ("unknown", False)


def test_a_text_of_nobody_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        papermaking.check_paper(desk, DataDir(tmp_path), "https://example.org")
    assert [one.code for one in caught.value.problems] == ["printing.not_a_paper"]


def logged(desk: Desk) -> str:
    made = print_log.printed(
        desk, "a" * 64, document="aid_receipt", printer="惠普 二楼", media="A5", pages=2
    )
    assert made.changes == {"print_job"}
    return made.job.id


def test_a_print_is_logged_and_answered_once(desk: Desk) -> None:
    job = logged(desk)
    (line,) = print_log.listing(desk)
    assert (line.job.printer, line.job.pages, line.job.content_hash) == ("惠普 二楼", 2, "a" * 64)
    assert line.came_out is None
    print_log.answer(desk, job, right=False)
    assert [one.came_out for one in print_log.of_file(desk, "a" * 64)] == [False]
    with pytest.raises(UserError) as caught:
        print_log.answer(desk, job, right=True)
    assert [one.code for one in caught.value.problems] == ["papers.print_answered"]
    with desk.read() as reading:
        assert audit.verify(reading) == ()


def test_an_answer_needs_a_print(desk: Desk) -> None:
    with pytest.raises(UserError) as caught:
        print_log.answer(desk, "no-such-print", right=True)
    assert [one.code for one in caught.value.problems] == ["papers.no_such_print"]
