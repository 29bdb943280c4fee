"""What documents say comes from the records, or from what was frozen; every paper is noted."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.printing.papers import text_by_pdfplumber
from tests.services import aid
from tests.services.aid import AMOUNT, TODAY, paid
from unionapp import papermaking
from unionapp.errors import UserError
from unionapp.models import series
from unionapp.models.desk import Desk
from unionapp.models.records import Person
from unionapp.paths import DataDir
from unionapp.printing import documents, fields
from unionapp.services import cases, members, papers, receipts

SHA = "a" * 64
PRINTED = ("member_card", *papers.RECEIPTS, "approval_sheet", "public_notice")


pytestmark = pytest.mark.usefixtures("dibao")


def member(desk: Desk) -> Person:
    person = factories.person(desk, name="赵䶮", identity_number=aid.IDENTITY)
    applied = members.apply(desk, person.id, union_id=None, on=date(2026, 11, 1))
    members.record_event(desk, applied.membership.id, "approved", on=date(2026, 11, 2))
    return person


def subject_for(desk: Desk, document: str) -> str:
    """Return the id of a record that the document can be made of."""
    if document == "member_card":
        return member(desk).id
    if document in papers.RECEIPTS:
        return paid(desk).id
    case = aid.granted(desk)
    if document == "public_notice":
        with desk.write() as work:
            work.set_fields("case", case.id, {"notice_until": date(2026, 11, 27)})
    return case.id


def codes_of(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def test_a_card_says_who_is_a_member_of_what_since_when(desk: Desk) -> None:
    person = member(desk)
    words = papers.record_for(desk, "member_card", person.id)
    assert words["person.name"] == "赵䶮"
    assert words["member.joined"] == date(2026, 11, 2)
    assert words["member.union"] == words["office.name"] == "铁西区兴华街道总工会"
    assert words["member.number"] == members.view(desk, person.id).number


def test_a_card_is_found_by_person_and_by_membership(desk: Desk) -> None:
    person = member(desk)
    membership = members.view(desk, person.id).membership
    assert membership is not None
    assert papers.subject_of(desk, "member_card", person.id) == ("membership", membership.id)
    assert papers.subject_of(desk, "member_card", membership.id) == ("membership", membership.id)


def test_who_is_not_on_the_roll_gets_no_card(desk: Desk) -> None:
    person = factories.person(desk)
    members.apply(desk, person.id, union_id=None, on=TODAY)
    with pytest.raises(UserError) as error:
        papers.record_for(desk, "member_card", person.id)
    assert codes_of(error) == ["papers.not_a_member"]


def test_a_receipt_says_what_was_frozen(desk: Desk) -> None:
    receipt = paid(desk)
    with desk.write() as work:
        work.set_fields("person", receipt.payee_id or "", {"name": "另一个人"})
    words = papers.record_for(desk, "aid_receipt", receipt.id)
    assert words["person.name"] == "王秀兰"
    assert words["person.identity"] == "210***********0021"
    assert words["receipt.number"] == receipt.number
    assert words["receipt.amount_fen"] == AMOUNT
    assert words["receipt.date"] == TODAY
    assert words["receipt.calculation"] == "12 × 700.00 = 8,400.00"
    assert words == papers.record_for(desk, "aid_receipt", receipt.case_id or "")


def test_a_voided_receipt_is_printed_with_the_mark_and_a_void_not_at_all(desk: Desk) -> None:
    receipt = paid(desk)
    voided = receipts.void(desk, receipt.id, reason="金额录错").receipt
    words = papers.record_for(desk, "aid_receipt", receipt.id)
    assert words["document.void"] == voided.number
    made = documents.render("aid_receipt", [words], issued=TODAY)
    assert text_by_pdfplumber(made.pdf).count("作废") == made.pages
    with pytest.raises(UserError) as error:
        papers.record_for(desk, "aid_receipt", voided.id)
    assert codes_of(error) == ["receipts.is_a_void"]


@pytest.mark.parametrize("document", PRINTED)
def test_every_word_is_one_that_can_be_printed(desk: Desk, document: str) -> None:
    words = papers.record_for(desk, document, subject_for(desk, document))
    fields.check_names(words)
    for name, value in words.items():
        assert fields.shipped()[name].value(words) == value


@pytest.mark.parametrize("document", PRINTED)
def test_the_documents_print_from_these_words(desk: Desk, document: str) -> None:
    words = papers.record_for(desk, document, subject_for(desk, document))
    error = documents.check(document, [words], issued=TODAY)
    assert error is None, codes_and_places(error)


def codes_and_places(error: UserError) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in error.problems]


@pytest.mark.parametrize("prefix", ["PKKKKKK", "HUB0012"])
def test_the_widest_number_fits_the_card(desk: Desk, prefix: str) -> None:
    number = series.number_text(f"{prefix}MA-2026", 888_888)
    words = {**papers.record_for(desk, "member_card", member(desk).id), "member.number": number}
    error = documents.check("member_card", [words], issued=TODAY)
    assert error is None, codes_and_places(error)


@pytest.mark.parametrize(
    ("document", "code"),
    [("certificate", "papers.no_such_document"), ("aid_receipt", "papers.no_such_record")],
)
def test_no_document_and_no_record_are_told_apart(desk: Desk, document: str, code: str) -> None:
    with pytest.raises(UserError) as error:
        papers.record_for(desk, document, "nothing")
    assert codes_of(error) == [code]


def test_a_further_copy_is_counted_marked_and_printed_as_such(desk: Desk) -> None:
    receipt = paid(desk)
    assert "receipt.reprint" not in papers.record_for(desk, "aid_receipt", receipt.id)
    marks = []
    for _ in range(3):
        noted = papers.note_issued(desk, "aid_receipt", "receipt", receipt.id, SHA)
        marks.append((noted.issued.copy, noted.mark))
    assert marks == [(1, ""), (2, "补打 1"), (3, "补打 2")]
    assert papers.record_for(desk, "aid_receipt", receipt.id)["receipt.reprint"] == 3
    assert [one.copy for one in papers.history(desk, receipt.id)] == [3, 2, 1]


def test_copies_of_other_papers_do_not_count(desk: Desk) -> None:
    first, second = paid(desk), paid(desk)
    papers.note_issued(desk, "aid_receipt", "receipt", first.id, SHA)
    papers.note_issued(desk, "member_card", "membership", second.id, SHA)
    assert papers.note_issued(desk, "aid_receipt", "receipt", second.id, SHA).mark == ""


def test_an_approval_sheet_says_who_decided_what_and_when(desk: Desk) -> None:
    case = aid.granted(desk)
    words = papers.record_for(desk, "approval_sheet", case.id)
    assert words["person.name"] == "王秀兰"
    assert words["case.number"] == case.number
    assert words["case.amount_fen"] == AMOUNT
    assert words["case.calculation"] == "12 × 700.00 = 8,400.00"
    assert words["case.decided_on"] == words["case.made_on"] == TODAY
    assert words["case.opinion"] == "批准"
    assert words["case.approver"] == words["case.maker"]


def test_an_approval_sheet_leaves_the_amount_to_be_written_before_the_decision(
    desk: Desk,
) -> None:
    case = cases.open_case(desk, aid.family(desk).file.id).case
    words = papers.record_for(desk, "approval_sheet", case.id)
    assert (words.get("case.amount_fen"), words.get("case.no_cash")) == (None, None)
    made = documents.render("approval_sheet", [words], issued=TODAY)
    assert "不发现金" not in text_by_pdfplumber(made.pdf)


def test_an_approval_sheet_can_be_checked_and_tells_a_changed_case(desk: Desk) -> None:
    case = aid.granted(desk)
    text = documents.paper_text(
        "approval_sheet", papers.record_for(desk, "approval_sheet", case.id)
    )
    assert text is not None
    folder = DataDir(desk.database.path.parent)
    assert papermaking.check_paper(desk, folder, text).is_valid
    with desk.write() as work:
        work.set_fields("case", case.id, {"amount_fen": AMOUNT + 1})
    assert papermaking.check_paper(desk, folder, text).state == "changed"


def test_a_notice_bears_the_applicant_and_the_last_day(desk: Desk) -> None:
    words = papers.record_for(desk, "public_notice", subject_for(desk, "public_notice"))
    rows = words["notice.rows"]
    assert isinstance(rows, tuple)
    assert [row["name"] for row in rows] == ["王秀兰"]
    assert words["notice.from"] == TODAY
    assert words["notice.until"] == date(2026, 11, 27)


def test_a_receipt_on_other_paper_counts_as_a_further_copy(desk: Desk) -> None:
    receipt = paid(desk)
    papers.note_issued(desk, "aid_receipt", "receipt", receipt.id, SHA)
    words = papers.record_for(desk, "aid_receipt_roll", receipt.id)
    assert words["receipt.reprint"] == 1
