"""The set of shipped documents, judged by their paper: names, size, fonts, text, QR codes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache

import pikepdf
import pytest

from tests.printing import papers
from unionapp.errors import UserError
from unionapp.printing import designs, documents, fields, formatters, preview, seals, stocks
from unionapp.printing.designs import Design
from unionapp.printing.documents import Rendered, Wishes
from unionapp.printing.tables import Table

A4, A4_ACROSS = (210.0, 297.0), (297.0, 210.0)
SIZES: Mapping[str, tuple[float, float]] = {
    "aid_receipt_three": A4,
    "aid_receipt_form": (241.0, 93.0),
    "approval_sheet": A4,
    "public_notice": A4,
    "hardship_file_form": A4,
    "home_visit_sheet": A4,
    "campaign_roll": A4_ACROSS,
    "sign_off_list": A4_ACROSS,
    "membership_application": A4,
    "member_register": A4,
    "transfer_letter": A4,
    "ceremony_roll": A4,
    "medical_worksheet": A4_ACROSS,
    "screening_roll": A4,
    "settlement_list": A4,
    "training_certificate": A4_ACROSS,
    "training_attendance": A4_ACROSS,
    "honour_certificate": A4_ACROSS,
    "contact_card": (85.6, 54.0),
    "referral_slip": A4,
    "patch_walk_sheet": A4,
    "we_called": A4,
    "four_answers_ledger": A4_ACROSS,
    "monthly_report": A4,
    "own_record": A4,
    "welfare_receipt": A4,
    "training_enrolment": A4,
    "class_quality_record": A4,
    "legal_aid_application": A4,
    "legal_aid_refusal": A4,
    "legal_aid_referral": A4,
    "legal_aid_report": A4,
    "mediation_agreement": A4,
    "bargaining_offer": A4,
    "founding_application": A4,
    "placement_proof": A4,
    "inspection_sheet": A4,
    "timetable": A4,
}
THE_SET = ("aid_receipt_roll", *SIZES)
WITH_QR = (
    "aid_receipt_three",
    "aid_receipt_roll",
    "aid_receipt_form",
    "approval_sheet",
    "hardship_file_form",
    "campaign_roll",
    "sign_off_list",
    "member_register",
    "transfer_letter",
    "medical_worksheet",
    "settlement_list",
    "training_certificate",
    "honour_certificate",
    "monthly_report",
    "own_record",
    "welfare_receipt",
    "legal_aid_application",
    "legal_aid_refusal",
    "legal_aid_referral",
    "legal_aid_report",
    "mediation_agreement",
    "bargaining_offer",
    "founding_application",
    "placement_proof",
    "inspection_sheet",
    "timetable",
    "referral_slip",
    "home_visit_sheet",
    "contact_card",
)
NAMED = ("person.name", *(f"{one}.name" for one in (
    "roll.rows", "ceremony.rows", "screening.rows", "training.rows", "notice.rows",
)))  # fmt: skip


def design(document: str) -> Design:
    return designs.load(document)


def values(document: str, *, worst: bool = False) -> dict[str, object]:
    known = [name for name in design(document).fields() if not name.startswith("document.p")]
    return fields.samples(known, worst=worst)


@cache
def made(document: str, *, worst: bool = False, language: str = "zh") -> Rendered:
    """A paper of sample values; equal asks share one run."""
    record = values(document, worst=worst)
    wishes = Wishes(language=language)
    return documents.render(document, [record], issued=papers.ISSUED, wishes=wishes)


def name_fields(document: str) -> tuple[str, ...]:
    """The fields of people's names that a document prints: `list.name` for those of its rows."""
    names = design(document).fields()
    rows = {f"{name}.name": name for name in names if fields.shipped()[name].kind == "list"}
    return tuple(name for name in NAMED if name in names or name in rows)


WITH_NAMES = tuple(document for document in THE_SET if name_fields(document))


def named(document: str, names: tuple[str, ...]) -> dict[str, object]:
    """Sample values with these names: as rows where the document has rows of people."""
    record = values(document)
    for field in name_fields(document):
        group = field.removesuffix(".name")
        if field == "person.name":
            record[field] = names[0]
        else:
            row = fields.samples([group])[group]
            assert isinstance(row, tuple)
            record[group] = tuple({**row[0], "name": name} for name in names)
    return record


def joined(pdf: bytes) -> str:
    return "".join(papers.text_by_pdfium(pdf).split())


@pytest.mark.parametrize("document", WITH_NAMES)
def test_names_of_2_to_25_characters_and_rare_ones_are_on_the_paper(document: str) -> None:
    """One run prints all names: a record each, or a row each where people stand in a list."""
    has_rows = name_fields(document) != ("person.name",)
    records = (
        [named(document, papers.NAMES)]
        if has_rows
        else [named(document, (name,)) for name in papers.NAMES]
    )
    pdf = documents.render(document, records, issued=papers.ISSUED).pdf
    text = joined(pdf)
    masked = any(
        column.format == "mask_name"
        for side in design(document).sides
        if (table := side.table) is not None
        for column in table.columns
    )
    shown = formatters.FORMATTERS["mask_name"].write if masked else str
    missing = [name for name in papers.NAMES if str(shown(name)) not in text]
    assert missing == []


@pytest.mark.parametrize("worst", [False, True], ids=["sample", "worst"])
@pytest.mark.parametrize("document", THE_SET)
def test_every_document_prints_whole_and_can_be_kept(document: str, worst: bool) -> None:
    paper = made(document, worst=worst)
    assert paper.pages == len(preview.page_sizes(paper.pdf))
    fonts = papers.embedded_fonts(paper.pdf)
    assert fonts
    assert all(fonts.values()), fonts
    assert "\x00" not in papers.text_by_pdfium(paper.pdf)
    with pikepdf.open(io.BytesIO(paper.pdf)) as file:
        assert file.check_pdf_syntax() == []
    for (width, height), page in zip(
        preview.page_sizes(paper.pdf), boxes_of_text(paper.pdf), strict=True
    ):
        for left, top, right, bottom in page:
            assert 0 <= left <= right <= width
            assert 0 <= top <= bottom <= height


@pytest.mark.parametrize("worst", [False, True], ids=["sample", "worst"])
@pytest.mark.parametrize("document", sorted(SIZES))
def test_every_page_has_the_size_of_its_stock(document: str, worst: bool) -> None:
    for size in preview.page_sizes(made(document, worst=worst).pdf):
        assert size == pytest.approx(SIZES[document], abs=0.01)


def test_a_roll_is_cut_after_its_last_mark() -> None:
    usual = preview.page_sizes(made("aid_receipt_roll").pdf)
    worst = preview.page_sizes(made("aid_receipt_roll", worst=True).pdf)
    assert all(width == pytest.approx(80, abs=0.01) for width, _ in (*usual, *worst))
    assert usual[0][1] < worst[0][1] < 297


@pytest.mark.parametrize("document", THE_SET)
def test_a_document_prints_in_english_and_in_both_languages(document: str) -> None:
    for worst in (False, True):
        record = values(document, worst=worst)
        for language in ("en", "both"):
            wishes = Wishes(language=language)
            error = documents.check(document, [record], issued=papers.ISSUED, wishes=wishes)
            assert error is None, problems_of(error)


@pytest.mark.parametrize("document", THE_SET)
def test_a_document_fits_every_stock_that_it_names(document: str) -> None:
    made_for = design(document)
    for code in made_for.stocks:
        stock = stocks.load(code)
        assert (stock.slot_width, stock.slot_height) == (made_for.width, made_for.height) or (
            stock.roll and stock.slot_width == made_for.width
        )
        record = values(document, worst=True)
        assert documents.check(document, [record], stock=code, issued=papers.ISSUED) is None


@pytest.mark.parametrize("document", WITH_QR)
def test_the_code_on_the_paper_says_which_paper_it_is(document: str) -> None:
    for worst in (False, True):
        record = values(document, worst=worst)
        paper = made(document, worst=worst)
        found = {
            text
            for page in range(max(0, paper.pages - 2), paper.pages)
            for text in papers.scanned(paper.pdf, page)
        }
        assert found == {documents.paper_text(document, record)}
        scanned = documents.paper_of(found.pop())
        number = design(document).sealed_by
        assert (scanned.document, scanned.number) == (document, record[str(number)])


def test_no_two_documents_share_a_seal() -> None:
    given = [(design(info.code).seal, info.code) for info in documents.available()]
    sealed = [seal for seal, _ in given if seal is not None]
    assert len(sealed) == len(set(sealed))
    assert {code for seal, code in given if seal} >= set(WITH_QR)


@pytest.mark.parametrize("document", WITH_QR)
def test_a_changed_fact_changes_the_code_and_a_reprint_does_not(document: str) -> None:
    record = values(document)
    made_for = design(document)
    before = documents.paper_text(document, record)
    assert documents.paper_text(document, {**record, "document.reprint": 2}) == before
    fact = next(
        name
        for name in made_for.fields()
        if fields.shipped()[name].sealed
        and fields.shipped()[name].kind == "text"
        and name != made_for.sealed_by
        and name in record
    )
    changed = documents.paper_text(document, {**record, fact: "另一个"})
    assert changed != before
    assert changed is not None
    assert seals.parse(changed) is not None


@pytest.mark.parametrize(
    "document",
    [
        "aid_receipt_three",
        "aid_receipt_form",
        "approval_sheet",
        "medical_worksheet",
        "welfare_receipt",
    ],
)
def test_money_stands_in_figures_and_in_words(document: str) -> None:
    field = next(name for name in design(document).fields() if name.endswith("amount_fen"))
    record = {**values(document), field: 12_345_678}
    text = joined(documents.render(document, [record], issued=papers.ISSUED).pdf)
    assert "人民币壹拾贰万叁仟肆佰伍拾陆元柒角捌分" in text
    assert "123,456.78" in text or "¥12345678" in text


@pytest.mark.parametrize(
    ("document", "total"),
    [("campaign_roll", "人民币贰仟壹佰元零叁角伍分"), ("settlement_list", "人民币叁仟陆佰元整")],
)
def test_a_list_of_payments_is_added_up_in_words(document: str, total: str) -> None:
    record = values(document)
    if document == "campaign_roll":
        amounts = (200_000, 10_000, 35)
        record["roll.rows"] = tuple({"name": "王秀兰", "amount_fen": amount} for amount in amounts)
    text = joined(documents.render(document, [record], issued=papers.ISSUED).pdf)
    assert total in text
    assert "合计" in text
    assert "本页小计" in text


def test_a_public_notice_shows_no_name_and_no_number_in_full() -> None:
    text = joined(made("public_notice").pdf)
    assert "王*兰" in text
    assert "王秀兰" not in text
    assert "210106197603150021" not in text


@pytest.mark.parametrize(
    "document", ["aid_receipt_three", "approval_sheet", "campaign_roll", "transfer_letter"]
)
def test_papers_that_leave_the_office_mask_the_identity_number(document: str) -> None:
    text = joined(made(document).pdf)
    assert "210***********0021" in text
    assert "210106197603150021" not in text


def test_three_copies_lie_on_one_sheet_and_say_which_they_are() -> None:
    paper = made("aid_receipt_three")
    assert paper.pages == 1
    text = joined(paper.pdf)
    assert text.count("2026-K7QP-000318") == 3
    for word in "一二三":
        assert word in text


def test_on_the_printed_form_only_fields_are_printed() -> None:
    usual = joined(made("aid_receipt_form").pdf)
    record = values("aid_receipt_form")
    blank = documents.render(
        "aid_receipt_form", [record], stock="form_241x93_blank", issued=papers.ISSUED
    )
    assert "王秀兰" in usual
    assert "证件号码" not in usual
    assert "证件号码" in joined(blank.pdf)


def test_a_proxy_stands_on_every_receipt() -> None:
    for document in ("aid_receipt_three", "aid_receipt_roll", "aid_receipt_form"):
        text = joined(made(document, worst=True).pdf)
        assert papers.LONG in text
        assert "儿媳" in text


def test_a_long_roll_repeats_its_heads_and_numbers_its_pages() -> None:
    paper = made("campaign_roll", worst=True)
    pages = [
        "".join(str(one["text"]) for one in page["chars"]) for page in papers.plumbed(paper.pdf)
    ]
    assert len(pages) > 2
    assert all("证件号码" in page and f"第 {number} 页" in page
               for number, page in enumerate(pages, start=1))  # fmt: skip
    assert [("批准人" in page) for page in pages] == [False] * (len(pages) - 1) + [True]


@pytest.mark.parametrize("document", THE_SET)
def test_every_field_of_the_set_has_a_sample_or_is_room_to_write(document: str) -> None:
    record = values(document)
    needed = [
        name
        for name in (design(document).named_by, design(document).sealed_by)
        if name is not None and not record.get(name)
    ]
    assert needed == []


@pytest.mark.parametrize("document", THE_SET)
def test_an_empty_list_still_prints_a_sheet_to_write_on(document: str) -> None:
    lists = [
        thing.field
        for side in design(document).sides
        for thing in side.varying
        if isinstance(thing, Table)
    ]
    record = {**values(document), **dict.fromkeys(lists, ())}
    error = documents.check(document, [record], issued=papers.ISSUED)
    assert error is None, problems_of(error)


def boxes_of_text(pdf: bytes) -> list[list[tuple[float, float, float, float]]]:
    """Left, upper, right and lower edge (mm) of all text of each page."""
    import pypdfium2

    found: list[list[tuple[float, float, float, float]]] = []
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        for page in document:
            height = page.get_height()
            text = page.get_textpage()
            rects = [text.get_rect(number) for number in range(text.count_rects())]
            found.append([
                (papers.mm(x0), papers.mm(height - y1), papers.mm(x1), papers.mm(height - y0))
                for x0, y0, x1, y1 in rects
            ])  # fmt: skip
    return found


def problems_of(error: UserError) -> list[tuple[str, object]]:
    return [(problem.code, problem.detail) for problem in error.problems]
